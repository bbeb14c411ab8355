/* What the renderer draws, read back pixel by pixel, without a window. Areas, boxes and colours are
 * closed forms; OKLab values of the primaries are Ottosson's (2020). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gfx/renderer.h"
#include "platform/window.h"

enum { W = 240, H = 200, KINDS = DRAW_LAYER_SHOW + 1 };

static const Color WHITE = {255, 255, 255, 255}, BLACK = {0, 0, 0, 255}, CLEAR = {0, 0, 0, 0};
static const Color RED = {230, 20, 40, 255}, BLUE = {10, 60, 200, 255};
static const Rect EVERYTHING = {0, 0, W, H};

typedef struct Stage {
    Window *window;
    Renderer *renderer;
    Err why; /* there is neither */
    DrawList list;
    unsigned char pixels[H][W][4], other[H][W][4];
} Stage;

static int open_stage(void **state)
{
    Stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    WindowOptions wanted = {.title = "test", .width = W, .height = H, .offscreen = true};
    stage->window = window_create(&wanted, &stage->why);
    stage->renderer = stage->window ? renderer_create(&stage->why) : NULL;
    if (stage->renderer)
        stage->list.fonts = renderer_fonts(stage->renderer);
    else
        print_message("# skipped: %s\n", stage->why.text);
    *state = stage;
    return 0;
}

static int close_stage(void **state)
{
    Stage *stage = *state;
    drawlist_deinit(&stage->list);
    renderer_destroy(stage->renderer);
    window_destroy(stage->window);
    free(stage);
    return 0;
}

/* The stage with an empty list; skips the test where nothing can be drawn. */
static Stage *begin(void **state)
{
    Stage *stage = *state;
    if (!stage->renderer)
        skip();
    drawlist_clear(&stage->list);
    return stage;
}

/* Draws the list on white and reads it. */
static void show(Stage *stage)
{
    renderer_draw(stage->renderer, &stage->list, W, H, WHITE);
    assert_true(renderer_read(stage->renderer, &stage->pixels[0][0][0], NULL));
}

static void keep(Stage *stage)
{
    memcpy(stage->other, stage->pixels, sizeof stage->pixels);
}

/* The largest difference of a channel from the picture kept. */
static int difference(const Stage *stage)
{
    const unsigned char *a = &stage->pixels[0][0][0], *b = &stage->other[0][0][0];
    int most = 0;
    for (size_t i = 0; i < sizeof stage->pixels; i++) {
        int d = abs(a[i] - b[i]);
        most = d > most ? d : most;
    }
    return most;
}

static void color_or_fail(const Stage *stage, int x, int y, Color want, int tolerance, int line)
{
    const unsigned char *got = stage->pixels[y][x];
    if (abs(got[0] - want.r) > tolerance || abs(got[1] - want.g) > tolerance ||
        abs(got[2] - want.b) > tolerance)
        fail_msg("line %d: pixel (%d, %d) is %d %d %d, not %d %d %d within %d", line, x, y, got[0],
                 got[1], got[2], want.r, want.g, want.b, tolerance);
}

#define assert_color(stage, x, y, want, tolerance)                                                 \
    color_or_fail(stage, x, y, want, tolerance, __LINE__)

static void near_or_fail(double got, double want, double tolerance, const char *text, int line)
{
    if (!(fabs(got - want) <= tolerance))
        fail_msg("line %d: %s is %.6g, not %.6g within %g", line, text, got, want, tolerance);
}

#define assert_near(got, want, tolerance) near_or_fail(got, want, tolerance, #got, __LINE__)

/* Black on white: how many pixels of ink, counting parts. */
static double ink(const Stage *stage)
{
    double sum = 0;
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++)
            sum += (255 - stage->pixels[y][x][1]) / 255.0;
    }
    return sum;
}

typedef struct Box {
    int left, top, right, bottom; /* right and bottom: one past */
} Box;

/* Around everything darker than a hint. */
static Box inked(const Stage *stage)
{
    Box box = {W, H, 0, 0};
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            if (stage->pixels[y][x][1] > 235)
                continue;
            box.left = x < box.left ? x : box.left;
            box.right = x + 1 > box.right ? x + 1 : box.right;
            box.top = y < box.top ? y : box.top;
            box.bottom = y + 1 > box.bottom ? y + 1 : box.bottom;
        }
    }
    return box;
}

/* ---- shapes ---- */

static void a_fill_on_whole_pixels_is_exact(void **state)
{
    Stage *stage = begin(state);
    draw_fill(&stage->list, (Rect){20, 30, 50, 40}, 0, RED);
    show(stage);
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            bool inside = x >= 20 && x < 70 && y >= 30 && y < 70;
            assert_color(stage, x, y, inside ? RED : WHITE, 0);
        }
    }
}

static void translucent_fills_blend_in_srgb(void **state)
{
    Stage *stage = begin(state);
    draw_fill(&stage->list, EVERYTHING, 0, BLUE);
    draw_fill(&stage->list, EVERYTHING, 0, (Color){RED.r, RED.g, RED.b, 102});
    show(stage);
    double a = 102 / 255.0;
    Color want = {(uint8_t)lround(a * RED.r + (1 - a) * BLUE.r),
                  (uint8_t)lround(a * RED.g + (1 - a) * BLUE.g),
                  (uint8_t)lround(a * RED.b + (1 - a) * BLUE.b), 255};
    assert_color(stage, 100, 100, want, 1);
}

static void a_hairline_is_one_pixel_wide(void **state)
{
    Stage *stage = begin(state);
    draw_segment(&stage->list, (Point){30, 50.5f}, (Point){130, 50.5f}, 1, BLACK);
    draw_segment(&stage->list, (Point){200.5f, 20}, (Point){200.5f, 120}, 1, BLACK);
    show(stage);
    for (int i = 31; i < 129; i++) {
        for (int d = -2; d <= 2; d++)
            assert_color(stage, i, 50 + d, d == 0 ? BLACK : WHITE, 0);
    }
    for (int i = 21; i < 119; i++) {
        for (int d = -2; d <= 2; d++)
            assert_color(stage, 200 + d, i, d == 0 ? BLACK : WHITE, 0);
    }
    assert_near(ink(stage), 200, 2);
}

static void discs_have_the_area_of_a_circle(void **state)
{
    static const float radii[] = {2, 3.5f, 6, 14.3f, 60};
    for (size_t i = 0; i < sizeof radii / sizeof *radii; i++) {
        Stage *stage = begin(state);
        draw_disc(&stage->list, (Point){110.3f, 95.8f}, radii[i], BLACK);
        show(stage);
        double area = 3.14159265 * (double)(radii[i] * radii[i]);
        assert_near(ink(stage), area, 0.02 * area);
    }
}

static void dots_have_holes(void **state)
{
    Stage *stage = begin(state);
    Point at[] = {{40, 40}, {120, 60}, {200, 150}};
    draw_dots(&stage->list, at, 3, 9, 4, BLACK, WHITE);
    show(stage);
    double area = 3 * 3.14159265 * (81 - 16);
    assert_near(ink(stage), area, 0.02 * area);
    for (int i = 0; i < 3; i++)
        assert_color(stage, (int)at[i].x, (int)at[i].y, WHITE, 0);
}

static void frames_lie_inside_their_edge(void **state)
{
    Stage *stage = begin(state);
    draw_frame(&stage->list, (Rect){20, 30, 100, 60}, 0, 3, BLACK);
    show(stage);
    assert_near(ink(stage), 100 * 60 - 94 * 54, 2);
    Box box = inked(stage);
    assert_int_equal(box.left, 20);
    assert_int_equal(box.top, 30);
    assert_int_equal(box.right, 120);
    assert_int_equal(box.bottom, 90);

    begin(state);
    draw_ring(&stage->list, (Point){100, 100}, 40, 5, BLACK);
    show(stage);
    double area = 2 * 3.14159265 * 40 * 5;
    assert_near(ink(stage), area, 0.02 * area);
}

static void lines_cover_width_times_length(void **state)
{
    static const float widths[] = {1, 1.5f, 2.5f, 6};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        for (int turn = 0; turn < 8; turn++) {
            Stage *stage = begin(state);
            double angle = 0.1 + 0.39 * turn, dx = 70 * cos(angle), dy = 70 * sin(angle);
            Point a = {(float)(115.2 - dx), (float)(99.7 - dy)};
            Point b = {(float)(115.2 + dx), (float)(99.7 + dy)};
            draw_segment(&stage->list, a, b, widths[i], BLACK);
            show(stage);
            double area = 140 * (double)widths[i];
            assert_near(ink(stage), area, 0.02 * area);
        }
    }
}

static void bent_lines_cover_their_length_once(void **state)
{
    enum { COUNT = 90 };
    Stage *stage = begin(state);
    Point circle[COUNT];
    for (int i = 0; i < COUNT; i++) {
        double angle = 2 * 3.14159265358979 * i / COUNT;
        circle[i] = (Point){(float)(120 + 70 * cos(angle)), (float)(100 + 70 * sin(angle))};
    }
    /* Half black: where a line covered itself twice it would be darker. */
    draw_loop(&stage->list, circle, COUNT, 4, (Color){0, 0, 0, 128});
    show(stage);
    double length = COUNT * 2 * 70 * sin(3.14159265358979 / COUNT);
    double area = length * 4 * 128 / 255;
    assert_near(ink(stage), area, 0.02 * area);
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            if (stage->pixels[y][x][1] < 126)
                fail_msg("pixel (%d, %d) is %d, darker than half", x, y, stage->pixels[y][x][1]);
        }
    }
}

static void dashes_cover_their_share(void **state)
{
    Stage *stage = begin(state);
    Dash dash = {.length = {6, 4}, .count = 2};
    Point line[] = {{20, 100.5f}, {220, 100.5f}};
    draw_line_dashed(&stage->list, line, 2, 3, BLACK, &dash);
    show(stage);
    assert_near(ink(stage), 200 * 0.6 * 3, 0.03 * 360);
    assert_color(stage, 23, 100, BLACK, 0);
    assert_color(stage, 28, 100, WHITE, 0);
    assert_color(stage, 33, 100, BLACK, 0);
}

static void polygons_may_be_concave(void **state)
{
    Point arrow[] = {{20, 20}, {200, 90}, {30, 180}, {90, 95}};
    for (int turned = 0; turned < 2; turned++) {
        Stage *stage = begin(state);
        if (turned) {
            Point swap = arrow[1];
            arrow[1] = arrow[3];
            arrow[3] = swap;
        }
        double area = 0; /* shoelace */
        for (int i = 0; i < 4; i++) {
            Point p = arrow[i], q = arrow[(i + 1) % 4];
            area += 0.5 * (double)(p.x * q.y - q.x * p.y);
        }
        draw_polygon(&stage->list, arrow, 4, BLACK);
        show(stage);
        assert_near(ink(stage), fabs(area), 0.02 * fabs(area));
        assert_color(stage, 60, 97, WHITE, 0);
        assert_color(stage, 120, 90, BLACK, 0);
    }
}

/* ---- clips ---- */

static void clips_cut_and_nest(void **state)
{
    Stage *stage = begin(state);
    draw_clip(&stage->list, (Rect){40, 30, 100, 100});
    draw_clip(&stage->list, (Rect){90, 20, 100, 60});
    draw_fill(&stage->list, EVERYTHING, 0, RED);
    draw_unclip(&stage->list);
    draw_fill(&stage->list, (Rect){0, 120, W, H}, 0, BLUE);
    draw_unclip(&stage->list);
    draw_fill(&stage->list, (Rect){0, 0, 5, 5}, 0, BLACK);
    show(stage);
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            bool red = x >= 90 && x < 140 && y >= 30 && y < 80;
            bool blue = x >= 40 && x < 140 && y >= 120 && y < 130;
            bool black = x < 5 && y < 5;
            assert_color(stage, x, y, red ? RED : blue ? BLUE : black ? BLACK : WHITE, 0);
        }
    }
}

static void clips_that_do_not_meet_leave_nothing(void **state)
{
    Stage *stage = begin(state);
    draw_clip(&stage->list, (Rect){10, 10, 50, 50});
    draw_clip(&stage->list, (Rect){100, 100, 50, 50});
    draw_fill(&stage->list, EVERYTHING, 0, RED);
    draw_disc(&stage->list, (Point){30, 30}, 20, RED);
    draw_unclip(&stage->list);
    draw_unclip(&stage->list);
    show(stage);
    assert_near(ink(stage), 0, 0);
}

/* ---- text ---- */

static void text_stays_in_its_ink_box(void **state)
{
    static const char *const words[] = {"Momentum", "gjpqy", "1.25e-7", "\xce\xb1"};
    static const float sizes[] = {11, 16, 31.5f};
    for (int face = 0; face < FACE_COUNT; face++) {
        for (size_t i = 0; i < 12; i++) {
            Stage *stage = begin(state);
            const char *text = words[i % 4];
            float size = sizes[i / 4];
            const Fonts *fonts = stage->list.fonts;
            FontInk box = fonts->ink(fonts->context, (Face)face, size, text, strlen(text));
            draw_text(&stage->list, (Face)face, size, 20.25f, 100, 0, BLACK, text);
            show(stage);
            Box seen = inked(stage);
            /* Faint edges may be lost, hinting may move a horizontal edge by up to a pixel. */
            assert_near(seen.left, 20.25 + (double)box.left, 1.5);
            assert_near(seen.right, 20.25 + (double)box.right, 1.5);
            assert_near(seen.top, 100 + (double)box.top, 1.5);
            assert_near(seen.bottom, 100 + (double)box.bottom, 1.5);
        }
    }
}

static void turned_text_has_the_turned_box_and_as_much_ink(void **state)
{
    static const char text[] = "Nesterov";
    Stage *stage = begin(state);
    draw_text(&stage->list, FACE_MEDIUM, 20, 60, 100, 0, BLACK, text);
    show(stage);
    Box flat = inked(stage);
    double all = ink(stage);
    for (int turn = -1; turn <= 1; turn += 2) {
        begin(state);
        const TextStyle style = {
            .face = FACE_MEDIUM, .size = 20, .color = BLACK, .angle = (float)turn * 1.57079633f};
        draw_text_styled(&stage->list, &style, (Point){60, 100}, text);
        show(stage);
        Box seen = inked(stage);
        /* Clockwise by a right angle: right becomes down, up becomes right. */
        double left = turn > 0 ? 100 - flat.bottom : flat.top - 100;
        double right = turn > 0 ? 100 - flat.top : flat.bottom - 100;
        double top = turn > 0 ? flat.left - 60 : 60 - flat.right;
        double bottom = turn > 0 ? flat.right - 60 : 60 - flat.left;
        assert_near(seen.left, 60 + left, 1.5);
        assert_near(seen.right, 60 + right, 1.5);
        assert_near(seen.top, 100 + top, 1.5);
        assert_near(seen.bottom, 100 + bottom, 1.5);
        assert_near(ink(stage), all, 0.05 * all);
    }
}

static void a_halo_surrounds_the_letters(void **state)
{
    Stage *stage = begin(state);
    const TextStyle style = {
        .face = FACE_BOLD, .size = 30, .color = WHITE, .halo = BLACK, .halo_width = 6};
    draw_text_styled(&stage->list, &style, (Point){60, 100}, "I");
    show(stage);
    Box seen = inked(stage);
    FontInk box = stage->list.fonts->ink(stage->list.fonts->context, FACE_BOLD, 30, "I", 1);
    assert_near(seen.right - seen.left, (double)(box.right - box.left) + 2 * 6, 2);
    assert_near(seen.bottom - seen.top, (double)(box.bottom - box.top) + 2 * 6, 2);
    assert_color(stage, (int)(60 + 0.5f * (box.left + box.right)), 90, WHITE, 8);
}

/* ---- layers ---- */

/* A path of `count` points with dots, on a layer of its own. */
static void draw_path(DrawList *list, int id, size_t count, uint64_t key)
{
    Point path[64];
    for (size_t i = 0; i < count; i++) {
        double t = 0.31 * (double)i;
        path[i] = (Point){(float)(120 + 5.2 * t * cos(t)), (float)(100 + 4.3 * t * sin(1.1 * t))};
    }
    DrawLayer layer = {.id = id, .below = -1, .mode = LAYER_GROWING, .key = key};
    draw_layer(list, EVERYTHING, layer, CLEAR);
    draw_line(list, path, count, 4.5f, (Color){255, 255, 255, 160});
    draw_line(list, path, count, 2, (Color){20, 30, 140, 200});
    draw_dots(list, path, count, 3, 1.5f, RED, WHITE);
    draw_layer_end(list);
    draw_layer_show(list, EVERYTHING, id);
}

static void a_growing_layer_equals_one_drawn_at_once(void **state)
{
    static const size_t grown[] = {1, 2, 3, 4, 10, 11, 30, 31, 60, 60, 64};
    Stage *stage = NULL;
    for (size_t i = 0; i < sizeof grown / sizeof *grown; i++) {
        stage = begin(state);
        draw_path(&stage->list, 3, grown[i], 77);
        show(stage);
        keep(stage);
        begin(state);
        draw_path(&stage->list, 4, grown[i], 1000 + i); /* a new key: all of it */
        show(stage);
        int most = difference(stage);
        if (most > 1)
            fail_msg("grown to %zu points, a pixel is %d levels off", grown[i], most);
    }
    assert_true(ink(stage) > 100);
}

static void draw_swatch(DrawList *list, int id, int below, uint64_t key, Rect rect, Color color)
{
    DrawLayer layer = {.id = id, .below = below, .mode = LAYER_FIXED, .key = key};
    draw_layer(list, EVERYTHING, layer, WHITE);
    draw_fill(list, rect, 0, color);
    draw_layer_end(list);
}

static void a_layer_starts_from_the_one_below(void **state)
{
    Rect left = {20, 20, 80, 80}, right = {60, 60, 80, 80};
    for (uint64_t key = 1; key <= 2; key++) {
        Stage *stage = begin(state);
        Color under = key == 1 ? RED : BLACK;
        draw_swatch(&stage->list, 5, -1, key, left, under);
        draw_swatch(&stage->list, 6, 5, 1, right, BLUE); /* follows what lies below it */
        draw_layer_show(&stage->list, EVERYTHING, 6);
        show(stage);
        assert_color(stage, 30, 30, under, 0);
        assert_color(stage, 80, 80, BLUE, 0);
        assert_color(stage, 120, 120, BLUE, 0);
        assert_color(stage, 200, 180, WHITE, 0);
    }
}

static void a_fixed_layer_is_kept_by_its_key(void **state)
{
    Rect rect = {20, 20, 80, 80};
    Stage *stage = begin(state);
    draw_swatch(&stage->list, 7, -1, 5, rect, RED);
    draw_layer_show(&stage->list, EVERYTHING, 7);
    show(stage);
    keep(stage);
    begin(state);
    draw_swatch(&stage->list, 7, -1, 5, rect, RED);
    draw_layer_show(&stage->list, EVERYTHING, 7);
    show(stage);
    assert_int_equal(difference(stage), 0);
    begin(state);
    draw_swatch(&stage->list, 7, -1, 6, rect, BLUE);
    draw_layer_show(&stage->list, EVERYTHING, 7);
    show(stage);
    assert_color(stage, 50, 50, BLUE, 0);
}

/* ---- ground ---- */

static const Oklab OK_RED = {0.62796f, 0.22486f, 0.12585f};
static const Oklab OK_GREEN = {0.86644f, -0.23389f, 0.17950f};
static const Oklab OK_BLUE = {0.45201f, -0.03246f, -0.31153f};

static DrawGround flat_ground(const float *k)
{
    return (DrawGround){.k = k,
                        .width = W,
                        .height = H,
                        .k0 = -10.5f,
                        .k1 = 10.5f,
                        .gamma = 1,
                        .k_lowest = -1000,
                        .line_scale = 1,
                        .ramp = {OK_RED, OK_GREEN, OK_BLUE},
                        .line = BLACK,
                        .thin_alpha = 1,
                        .strong_alpha = 1};
}

static float *samples(double (*value)(double x, double y))
{
    float *k = malloc((W + 2) * (H + 2) * sizeof *k);
    assert_non_null(k);
    for (int y = 0; y < H + 2; y++) {
        for (int x = 0; x < W + 2; x++)
            k[y * (W + 2) + x] = (float)value(x - 0.5, y - 0.5); /* centres of pixels */
    }
    return k;
}

/* Whole values are 30 px apart, at x = 5, 35, ...; strong ones at 5, 155. */
static double slope(double x, double y)
{
    (void)y;
    return (x - 5) / 30;
}

static double lowest(double x, double y)
{
    (void)x;
    (void)y;
    return -10.5;
}

static double middle(double x, double y)
{
    (void)x;
    (void)y;
    return 0.5;
}

static double highest(double x, double y)
{
    (void)x;
    (void)y;
    return 10.5;
}

static double unknown(double x, double y)
{
    (void)x;
    (void)y;
    return (double)NAN;
}

static double bottomless(double x, double y)
{
    (void)x;
    (void)y;
    return -(double)INFINITY;
}

static double one_hole(double x, double y)
{
    return fabs(x - 100.5) < 1e-6 && fabs(y - 80.5) < 1e-6 ? (double)NAN : -10.5;
}

static void show_ground(Stage *stage, double (*value)(double x, double y), DrawGround ground)
{
    float *k = samples(value);
    ground.k = k;
    draw_ground(&stage->list, EVERYTHING, &ground);
    show(stage);
    free(k);
}

static void the_ramp_reaches_its_stops(void **state)
{
    static const struct {
        double (*value)(double x, double y);
        Color want;
    } rows[] = {
        {lowest, {255, 0, 0, 255}},
        {highest, {0, 0, 255, 255}},
        {unknown, {0, 0, 255, 255}},
        {bottomless, {255, 0, 0, 255}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Stage *stage = begin(state);
        DrawGround plain = flat_ground(NULL);
        plain.thin_alpha = 0; /* no hatch where there is no value */
        show_ground(stage, rows[i].value, plain);
        for (int y = 0; y < H; y += 13) {
            for (int x = 0; x < W; x += 13)
                assert_color(stage, x, y, rows[i].want, 2);
        }
    }
    Stage *stage = begin(state);
    DrawGround ground = flat_ground(NULL);
    ground.k0 = -9.5f; /* 0.5 lies in the middle */
    show_ground(stage, middle, ground);
    assert_color(stage, 100, 100, ((Color){0, 255, 0, 255}), 2);
}

static void a_hole_in_the_values_spoils_only_itself(void **state)
{
    Stage *stage = begin(state);
    DrawGround plain = flat_ground(NULL);
    plain.thin_alpha = 0;
    show_ground(stage, one_hole, plain);
    for (int y = 70; y < 90; y++) {
        for (int x = 90; x < 110; x++) {
            bool hole = x == 100 && y == 80;
            Color want = hole ? (Color){0, 0, 255, 255} : (Color){255, 0, 0, 255};
            assert_color(stage, x, y, want, 2);
        }
    }
}

static void isolines_lie_at_whole_values(void **state)
{
    Stage *stage = begin(state);
    DrawGround ground = flat_ground(NULL);
    ground.ramp[0] = ground.ramp[1] = ground.ramp[2] = (Oklab){1, 0, 0}; /* white */
    ground.k_lowest = 1;
    show_ground(stage, slope, ground);
    for (int line = 0; line < 8; line++) {
        /* The ink's centre and amount from x = 5 + 30 line - 15 on. */
        int from = 30 * line - 10, to = from + 30;
        double sum = 0, moment = 0;
        for (int x = from < 0 ? 0 : from; x < to && x < W; x++) {
            double cover = (255 - stage->pixels[100][x][1]) / 255.0;
            sum += cover;
            moment += cover * (x + 0.5);
        }
        double wide = line == 0 ? 0 : line % 5 == 0 ? 1.5 : 1; /* none below k_lowest */
        assert_near(sum, wide, 0.05);
        if (sum > 0.5)
            assert_near(moment / sum, 5 + 30 * line, 0.05);
    }
}

/* ---- anything at all ---- */

static void wild_coordinates_do_no_harm(void **state)
{
    static const float wild[] = {NAN,     INFINITY, -INFINITY, 1e30f, -1e30f,
                                 3.4e38f, 1e9f,     -1e6f,     0,     1e-40f};
    enum { COUNT = sizeof wild / sizeof *wild };
    for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < COUNT; j++) {
            Stage *stage = begin(state);
            Point points[] = {{10, 10}, {wild[i], wild[j]}, {200, 150}, {wild[j], 50}, {60, 190}};
            Dash dash = {.length = {5, 5}, .count = 2};
            draw_line(&stage->list, points, 5, 2, RED);
            draw_loop(&stage->list, points, 5, 6, RED);
            draw_line_dashed(&stage->list, points, 5, 2, RED, &dash);
            draw_dots(&stage->list, points, 5, 4, 2, RED, BLUE);
            draw_disc(&stage->list, points[1], 5, RED);
            draw_fill(&stage->list, (Rect){220, 180, 20, 20}, 0, BLACK);
            show(stage);
            assert_color(stage, 230, 190, BLACK, 0);
        }
    }
}

static void odd_lines_do_no_harm(void **state)
{
    Stage *stage = begin(state);
    Point same[] = {{50, 50}, {50, 50}, {50, 50}}, back[] = {{80, 80}, {150, 80}, {80, 80}};
    draw_line(&stage->list, same, 0, 3, BLACK);
    draw_line(&stage->list, same, 3, 3, BLACK);
    draw_loop(&stage->list, same, 1, 3, BLACK);
    draw_line(&stage->list, back, 3, 3, BLACK);
    draw_polygon(&stage->list, back, 2, BLACK);
    draw_polygon(&stage->list, same, 3, BLACK);
    draw_fill(&stage->list, (Rect){10, 10, 0, -5}, 4, BLACK);
    draw_fill(&stage->list, (Rect){10, 190, 4, 4}, 400, BLACK);
    show(stage);
    assert_color(stage, 110, 80, BLACK, 0);
    assert_color(stage, 230, 190, WHITE, 0);
}

/* One list with a command of each kind, each leaving something in a cell of its own. */
static Point cell_of(DrawKind kind)
{
    return (Point){(float)(30 + 50 * (kind % 4)), (float)(25 + 45 * (kind / 4))};
}

static void draw_kind(DrawList *list, DrawKind kind, const float *k)
{
    Point at = cell_of(kind), line[] = {{at.x - 8, at.y}, {at.x + 8, at.y}};
    Point triangle[] = {{at.x - 8, at.y - 8}, {at.x + 8, at.y - 8}, {at.x, at.y + 8}};
    Rect box = {at.x - 8, at.y - 8, 16, 16};
    DrawGround ground = flat_ground(k);
    ground.width = ground.height = 16;
    /* Where it stands on nothing its background is seen. */
    static const float nowhere[] = {NAN, NAN, NAN, NAN}; /* the list borrows them */
    DrawSurface surface = {.ground = ground, .heights = nowhere, .cols = 2, .rows = 2};
    surface.cell = (Point){16, 16};
    surface.matrix[0] = surface.matrix[5] = surface.matrix[15] = 1;
    surface.matrix[12] = 100;
    DrawLayer layer = {.id = 9, .below = -1, .mode = LAYER_FIXED, .key = 1};
    switch (kind) {
    case DRAW_FILL:
        draw_fill(list, box, 4, RED);
        return;
    case DRAW_FRAME:
        draw_frame(list, box, 4, 8, RED);
        return;
    case DRAW_LINE:
        draw_line(list, line, 2, 4, RED);
        return;
    case DRAW_POLYGON:
        draw_polygon(list, triangle, 3, RED);
        return;
    case DRAW_DISC:
        draw_disc(list, at, 6, RED);
        return;
    case DRAW_DOTS:
        draw_dots(list, &at, 1, 6, 0, RED, RED);
        return;
    case DRAW_TEXT:
        draw_text(list, FACE_BOLD, 24, at.x, at.y + 9, 0.5f, RED, "I");
        return;
    case DRAW_GROUND:
        draw_ground(list, box, &ground);
        return;
    case DRAW_SURFACE:
        draw_surface(list, box, &surface, RED);
        return;
    case DRAW_CLIP:
    case DRAW_UNCLIP:
        draw_clip(list, box);
        draw_fill(list, EVERYTHING, 0, RED);
        draw_unclip(list);
        return;
    case DRAW_LAYER:
    case DRAW_LAYER_END:
    case DRAW_LAYER_SHOW:
        layer.id += (int)kind - (int)DRAW_LAYER;
        draw_layer(list, box, layer, RED);
        draw_layer_end(list);
        draw_layer_show(list, box, layer.id);
        return;
    }
}

static void every_kind_of_command_leaves_its_mark(void **state)
{
    Stage *stage = begin(state);
    float *k = samples(lowest);
    bool seen[KINDS] = {false};
    for (int kind = 0; kind < KINDS; kind++)
        draw_kind(&stage->list, (DrawKind)kind, k);
    show(stage);
    free(k);
    for (size_t i = 0; i < stage->list.command_count; i++)
        seen[stage->list.commands[i].kind] = true;
    for (int kind = 0; kind < KINDS; kind++) {
        Point at = cell_of((DrawKind)kind);
        Color want = kind == DRAW_GROUND ? (Color){255, 0, 0, 255} : RED;
        if (!seen[kind])
            fail_msg("no command of kind %d was drawn", kind);
        assert_color(stage, (int)at.x, (int)at.y, want, 2);
        assert_color(stage, (int)at.x - 20, (int)at.y, WHITE, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fill_on_whole_pixels_is_exact),
        cmocka_unit_test(translucent_fills_blend_in_srgb),
        cmocka_unit_test(a_hairline_is_one_pixel_wide),
        cmocka_unit_test(discs_have_the_area_of_a_circle),
        cmocka_unit_test(dots_have_holes),
        cmocka_unit_test(frames_lie_inside_their_edge),
        cmocka_unit_test(lines_cover_width_times_length),
        cmocka_unit_test(bent_lines_cover_their_length_once),
        cmocka_unit_test(dashes_cover_their_share),
        cmocka_unit_test(polygons_may_be_concave),
        cmocka_unit_test(clips_cut_and_nest),
        cmocka_unit_test(clips_that_do_not_meet_leave_nothing),
        cmocka_unit_test(text_stays_in_its_ink_box),
        cmocka_unit_test(turned_text_has_the_turned_box_and_as_much_ink),
        cmocka_unit_test(a_halo_surrounds_the_letters),
        cmocka_unit_test(a_growing_layer_equals_one_drawn_at_once),
        cmocka_unit_test(a_layer_starts_from_the_one_below),
        cmocka_unit_test(a_fixed_layer_is_kept_by_its_key),
        cmocka_unit_test(the_ramp_reaches_its_stops),
        cmocka_unit_test(a_hole_in_the_values_spoils_only_itself),
        cmocka_unit_test(isolines_lie_at_whole_values),
        cmocka_unit_test(wild_coordinates_do_no_harm),
        cmocka_unit_test(odd_lines_do_no_harm),
        cmocka_unit_test(every_kind_of_command_leaves_its_mark),
    };
    return cmocka_run_group_tests_name("gfx", tests, open_stage, close_stage);
}
