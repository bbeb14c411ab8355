/* What the renderer draws, read back pixel by pixel, without a window. Areas, boxes and colours are
 * closed forms; OKLab values of the primaries are Ottosson's (2020). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "canvas.h"
#include "drawkinds.h"
#include "fixtures.h"

enum { W = CANVAS_WIDTH, H = CANVAS_HEIGHT };

static const Color WHITE = {255, 255, 255, 255}, BLACK = {0, 0, 0, 255}, CLEAR = {0, 0, 0, 0};
static const Color RED = {230, 20, 40, 255}, BLUE = {10, 60, 200, 255};
static const Rect EVERYTHING = {0, 0, W, H};

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
    Canvas *canvas = NULL;
    for (size_t i = 0; i < sizeof grown / sizeof *grown; i++) {
        canvas = canvas_begin(state);
        draw_path(&canvas->list, 3, grown[i], 77);
        canvas_show(canvas);
        canvas_keep(canvas);
        canvas_begin(state);
        draw_path(&canvas->list, 4, grown[i], 1000 + i); /* a new key: all of it */
        canvas_show(canvas);
        int most = canvas_difference(canvas, &canvas->kept[0][0][0]);
        if (most > 1)
            fail_msg("grown to %zu points, a pixel is %d levels off", grown[i], most);
    }
    assert_true(canvas_all_ink(canvas) > 100);
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
        Canvas *canvas = canvas_begin(state);
        Color under = key == 1 ? RED : BLACK;
        draw_swatch(&canvas->list, 5, -1, key, left, under);
        draw_swatch(&canvas->list, 6, 5, 1, right, BLUE); /* follows what lies below it */
        draw_layer_show(&canvas->list, EVERYTHING, 6);
        canvas_show(canvas);
        assert_canvas(canvas, 30, 30, under, 0);
        assert_canvas(canvas, 80, 80, BLUE, 0);
        assert_canvas(canvas, 120, 120, BLUE, 0);
        assert_canvas(canvas, 200, 180, WHITE, 0);
    }
}

static void a_fixed_layer_is_kept_by_its_key(void **state)
{
    Rect rect = {20, 20, 80, 80};
    Canvas *canvas = canvas_begin(state);
    draw_swatch(&canvas->list, 7, -1, 5, rect, RED);
    draw_layer_show(&canvas->list, EVERYTHING, 7);
    canvas_show(canvas);
    canvas_keep(canvas);
    canvas_begin(state);
    draw_swatch(&canvas->list, 7, -1, 5, rect, RED);
    draw_layer_show(&canvas->list, EVERYTHING, 7);
    canvas_show(canvas);
    assert_int_equal(canvas_difference(canvas, &canvas->kept[0][0][0]), 0);
    canvas_begin(state);
    draw_swatch(&canvas->list, 7, -1, 6, rect, BLUE);
    draw_layer_show(&canvas->list, EVERYTHING, 7);
    canvas_show(canvas);
    assert_canvas(canvas, 50, 50, BLUE, 0);
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
    for (int y = 0; y < H + 2; y++)
        for (int x = 0; x < W + 2; x++)
            k[y * (W + 2) + x] = (float)value(x - 0.5, y - 0.5); /* centres of pixels */
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

static void show_ground(Canvas *canvas, double (*value)(double x, double y), DrawGround ground)
{
    float *k = samples(value);
    ground.k = k;
    draw_ground(&canvas->list, EVERYTHING, &ground);
    canvas_show(canvas);
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
        Canvas *canvas = canvas_begin(state);
        DrawGround plain = flat_ground(NULL);
        plain.thin_alpha = 0; /* no hatch where there is no value */
        show_ground(canvas, rows[i].value, plain);
        for (int y = 0; y < H; y += 13)
            for (int x = 0; x < W; x += 13)
                assert_canvas(canvas, x, y, rows[i].want, 2);
    }
    Canvas *canvas = canvas_begin(state);
    DrawGround ground = flat_ground(NULL);
    ground.k0 = -9.5f; /* 0.5 lies in the middle */
    show_ground(canvas, middle, ground);
    assert_canvas(canvas, 100, 100, ((Color){0, 255, 0, 255}), 2);
}

static void a_hole_in_the_values_spoils_only_itself(void **state)
{
    Canvas *canvas = canvas_begin(state);
    DrawGround plain = flat_ground(NULL);
    plain.thin_alpha = 0;
    show_ground(canvas, one_hole, plain);
    for (int y = 70; y < 90; y++) {
        for (int x = 90; x < 110; x++) {
            bool hole = x == 100 && y == 80;
            Color want = hole ? (Color){0, 0, 255, 255} : (Color){255, 0, 0, 255};
            assert_canvas(canvas, x, y, want, 2);
        }
    }
}

static void isolines_lie_at_whole_values(void **state)
{
    Canvas *canvas = canvas_begin(state);
    DrawGround ground = flat_ground(NULL);
    ground.ramp[0] = ground.ramp[1] = ground.ramp[2] = (Oklab){1, 0, 0}; /* white */
    ground.k_lowest = 1;
    show_ground(canvas, slope, ground);
    for (int line = 0; line < 8; line++) {
        /* The ink's centre and amount from x = 5 + 30 line - 15 on. */
        int from = 30 * line - 10, to = from + 30;
        double sum = 0, moment = 0;
        for (int x = from < 0 ? 0 : from; x < to && x < W; x++) {
            double cover = (255 - canvas->pixels[100][x][1]) / 255.0;
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
            Canvas *canvas = canvas_begin(state);
            Point points[] = {{10, 10}, {wild[i], wild[j]}, {200, 150}, {wild[j], 50}, {60, 190}};
            Dash dash = {.length = {5, 5}, .count = 2};
            draw_line(&canvas->list, points, 5, 2, RED);
            draw_loop(&canvas->list, points, 5, 6, RED);
            draw_line_dashed(&canvas->list, points, 5, 2, RED, &dash);
            draw_dots(&canvas->list, points, 5, 4, 2, RED, BLUE);
            draw_disc(&canvas->list, points[1], 5, RED);
            draw_fill(&canvas->list, (Rect){220, 180, 20, 20}, 0, BLACK);
            canvas_show(canvas);
            assert_canvas(canvas, 230, 190, BLACK, 0);
        }
    }
}

static void odd_lines_do_no_harm(void **state)
{
    Canvas *canvas = canvas_begin(state);
    Point same[] = {{50, 50}, {50, 50}, {50, 50}}, back[] = {{80, 80}, {150, 80}, {80, 80}};
    draw_line(&canvas->list, same, 0, 3, BLACK);
    draw_line(&canvas->list, same, 3, 3, BLACK);
    draw_loop(&canvas->list, same, 1, 3, BLACK);
    draw_line(&canvas->list, back, 3, 3, BLACK);
    draw_polygon(&canvas->list, back, 2, BLACK);
    draw_polygon(&canvas->list, same, 3, BLACK);
    draw_fill(&canvas->list, (Rect){10, 10, 0, -5}, 4, BLACK);
    draw_fill(&canvas->list, (Rect){10, 190, 4, 4}, 400, BLACK);
    canvas_show(canvas);
    assert_canvas(canvas, 110, 80, BLACK, 0);
    assert_canvas(canvas, 230, 190, WHITE, 0);
}

static void every_kind_of_command_leaves_its_mark(void **state)
{
    Canvas *canvas = canvas_begin(state);
    bool seen[DRAWKINDS_COUNT] = {false};
    for (int kind = 0; kind < DRAWKINDS_COUNT; kind++)
        drawkinds_draw(&canvas->list, (DrawKind)kind);
    canvas_show(canvas);
    for (size_t i = 0; i < canvas->list.command_count; i++)
        seen[canvas->list.commands[i].kind] = true;
    for (int kind = 0; kind < DRAWKINDS_COUNT; kind++) {
        const Point at = drawkinds_cell((DrawKind)kind);
        if (!seen[kind])
            fail_msg("no command of kind %d was drawn", kind);
        assert_canvas(canvas, (int)at.x, (int)at.y, DRAWKINDS_COLOR, 2);
        assert_canvas(canvas, (int)at.x - 20, (int)at.y, WHITE, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
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
    return cmocka_run_group_tests(tests, canvas_start, canvas_stop);
}
