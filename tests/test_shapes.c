/* Shapes, clips and text, drawn and read back pixel by pixel: areas, boxes and colours are closed
 * forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "canvas.h"
#include "fixtures.h"

enum { W = CANVAS_WIDTH, H = CANVAS_HEIGHT };

static const Color WHITE = {255, 255, 255, 255}, BLACK = {0, 0, 0, 255};
static const Color RED = {230, 20, 40, 255}, BLUE = {10, 60, 200, 255};
static const Rect EVERYTHING = {0, 0, W, H};

typedef struct Box {
    int left, top, right, bottom; /* right and bottom: one past */
} Box;

/* Around everything darker than a hint. */
static Box inked(const Canvas *canvas)
{
    Box box = {W, H, 0, 0};
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            if (canvas->pixels[y][x][1] > 235)
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
    Canvas *canvas = canvas_begin(state);
    draw_fill(&canvas->list, (Rect){20, 30, 50, 40}, 0, RED);
    canvas_show(canvas);
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            bool inside = x >= 20 && x < 70 && y >= 30 && y < 70;
            assert_canvas(canvas, x, y, inside ? RED : WHITE, 0);
        }
    }
}

static void translucent_fills_blend_in_srgb(void **state)
{
    Canvas *canvas = canvas_begin(state);
    draw_fill(&canvas->list, EVERYTHING, 0, BLUE);
    draw_fill(&canvas->list, EVERYTHING, 0, (Color){RED.r, RED.g, RED.b, 102});
    canvas_show(canvas);
    double a = 102 / 255.0;
    Color want = {(uint8_t)lround(a * RED.r + (1 - a) * BLUE.r),
                  (uint8_t)lround(a * RED.g + (1 - a) * BLUE.g),
                  (uint8_t)lround(a * RED.b + (1 - a) * BLUE.b), 255};
    assert_canvas(canvas, 100, 100, want, 1);
}

static void a_hairline_is_one_pixel_wide(void **state)
{
    Canvas *canvas = canvas_begin(state);
    draw_segment(&canvas->list, (Point){30, 50.5f}, (Point){130, 50.5f}, 1, BLACK);
    draw_segment(&canvas->list, (Point){200.5f, 20}, (Point){200.5f, 120}, 1, BLACK);
    canvas_show(canvas);
    for (int i = 31; i < 129; i++)
        for (int d = -2; d <= 2; d++)
            assert_canvas(canvas, i, 50 + d, d == 0 ? BLACK : WHITE, 0);
    for (int i = 21; i < 119; i++)
        for (int d = -2; d <= 2; d++)
            assert_canvas(canvas, 200 + d, i, d == 0 ? BLACK : WHITE, 0);
    assert_near(canvas_all_ink(canvas), 200, 2);
}

static void discs_have_the_area_of_a_circle(void **state)
{
    static const float radii[] = {2, 3.5f, 6, 14.3f, 60};
    for (size_t i = 0; i < sizeof radii / sizeof *radii; i++) {
        Canvas *canvas = canvas_begin(state);
        draw_disc(&canvas->list, (Point){110.3f, 95.8f}, radii[i], BLACK);
        canvas_show(canvas);
        double area = 3.14159265 * (double)(radii[i] * radii[i]);
        assert_near(canvas_all_ink(canvas), area, 0.02 * area);
    }
}

static void dots_have_holes(void **state)
{
    Canvas *canvas = canvas_begin(state);
    Point at[] = {{40, 40}, {120, 60}, {200, 150}};
    draw_dots(&canvas->list, at, 3, 9, 4, BLACK, WHITE);
    canvas_show(canvas);
    double area = 3 * 3.14159265 * (81 - 16);
    assert_near(canvas_all_ink(canvas), area, 0.02 * area);
    for (int i = 0; i < 3; i++)
        assert_canvas(canvas, (int)at[i].x, (int)at[i].y, WHITE, 0);
}

static void frames_lie_inside_their_edge(void **state)
{
    Canvas *canvas = canvas_begin(state);
    draw_frame(&canvas->list, (Rect){20, 30, 100, 60}, 0, 3, BLACK);
    canvas_show(canvas);
    assert_near(canvas_all_ink(canvas), 100 * 60 - 94 * 54, 2);
    Box box = inked(canvas);
    assert_int_equal(box.left, 20);
    assert_int_equal(box.top, 30);
    assert_int_equal(box.right, 120);
    assert_int_equal(box.bottom, 90);

    canvas_begin(state);
    draw_ring(&canvas->list, (Point){100, 100}, 40, 5, BLACK);
    canvas_show(canvas);
    double area = 2 * 3.14159265 * 40 * 5;
    assert_near(canvas_all_ink(canvas), area, 0.02 * area);
}

static void lines_cover_width_times_length(void **state)
{
    static const float widths[] = {1, 1.5f, 2.5f, 6};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        for (int turn = 0; turn < 8; turn++) {
            Canvas *canvas = canvas_begin(state);
            double angle = 0.1 + 0.39 * turn, dx = 70 * cos(angle), dy = 70 * sin(angle);
            Point a = {(float)(115.2 - dx), (float)(99.7 - dy)};
            Point b = {(float)(115.2 + dx), (float)(99.7 + dy)};
            draw_segment(&canvas->list, a, b, widths[i], BLACK);
            canvas_show(canvas);
            double area = 140 * (double)widths[i];
            assert_near(canvas_all_ink(canvas), area, 0.02 * area);
        }
    }
}

static void bent_lines_cover_their_length_once(void **state)
{
    enum { COUNT = 90 };
    Canvas *canvas = canvas_begin(state);
    Point circle[COUNT];
    for (int i = 0; i < COUNT; i++) {
        double angle = 2 * 3.14159265358979 * i / COUNT;
        circle[i] = (Point){(float)(120 + 70 * cos(angle)), (float)(100 + 70 * sin(angle))};
    }
    /* Half black: where a line covered itself twice it would be darker. */
    draw_loop(&canvas->list, circle, COUNT, 4, (Color){0, 0, 0, 128});
    canvas_show(canvas);
    double length = COUNT * 2 * 70 * sin(3.14159265358979 / COUNT);
    double area = length * 4 * 128 / 255;
    assert_near(canvas_all_ink(canvas), area, 0.02 * area);
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++)
            if (canvas->pixels[y][x][1] < 126)
                fail_msg("pixel (%d, %d) is %d, darker than half", x, y, canvas->pixels[y][x][1]);
    }
}

static void dashes_cover_their_share(void **state)
{
    Canvas *canvas = canvas_begin(state);
    Dash dash = {.length = {6, 4}, .count = 2};
    Point line[] = {{20, 100.5f}, {220, 100.5f}};
    draw_line_dashed(&canvas->list, line, 2, 3, BLACK, &dash);
    canvas_show(canvas);
    assert_near(canvas_all_ink(canvas), 200 * 0.6 * 3, 0.03 * 360);
    assert_canvas(canvas, 23, 100, BLACK, 0);
    assert_canvas(canvas, 28, 100, WHITE, 0);
    assert_canvas(canvas, 33, 100, BLACK, 0);
}

static void polygons_may_be_concave(void **state)
{
    Point arrow[] = {{20, 20}, {200, 90}, {30, 180}, {90, 95}};
    for (int turned = 0; turned < 2; turned++) {
        Canvas *canvas = canvas_begin(state);
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
        draw_polygon(&canvas->list, arrow, 4, BLACK);
        canvas_show(canvas);
        assert_near(canvas_all_ink(canvas), fabs(area), 0.02 * fabs(area));
        assert_canvas(canvas, 60, 97, WHITE, 0);
        assert_canvas(canvas, 120, 90, BLACK, 0);
    }
}

/* ---- clips ---- */

static void clips_cut_and_nest(void **state)
{
    Canvas *canvas = canvas_begin(state);
    draw_clip(&canvas->list, (Rect){40, 30, 100, 100});
    draw_clip(&canvas->list, (Rect){90, 20, 100, 60});
    draw_fill(&canvas->list, EVERYTHING, 0, RED);
    draw_unclip(&canvas->list);
    draw_fill(&canvas->list, (Rect){0, 120, W, H}, 0, BLUE);
    draw_unclip(&canvas->list);
    draw_fill(&canvas->list, (Rect){0, 0, 5, 5}, 0, BLACK);
    canvas_show(canvas);
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            bool red = x >= 90 && x < 140 && y >= 30 && y < 80;
            bool blue = x >= 40 && x < 140 && y >= 120 && y < 130;
            bool black = x < 5 && y < 5;
            assert_canvas(canvas, x, y, red ? RED : blue ? BLUE : black ? BLACK : WHITE, 0);
        }
    }
}

static void clips_that_do_not_meet_leave_nothing(void **state)
{
    Canvas *canvas = canvas_begin(state);
    draw_clip(&canvas->list, (Rect){10, 10, 50, 50});
    draw_clip(&canvas->list, (Rect){100, 100, 50, 50});
    draw_fill(&canvas->list, EVERYTHING, 0, RED);
    draw_disc(&canvas->list, (Point){30, 30}, 20, RED);
    draw_unclip(&canvas->list);
    draw_unclip(&canvas->list);
    canvas_show(canvas);
    assert_near(canvas_all_ink(canvas), 0, 0);
}

/* ---- text ---- */

static void text_stays_in_its_ink_box(void **state)
{
    static const char *const words[] = {"Momentum", "gjpqy", "1.25e-7", "\xce\xb1"};
    static const float sizes[] = {11, 16, 31.5f};
    for (int face = 0; face < FACE_COUNT; face++) {
        for (size_t i = 0; i < 12; i++) {
            Canvas *canvas = canvas_begin(state);
            const char *text = words[i % 4];
            float size = sizes[i / 4];
            const Fonts *fonts = canvas->list.fonts;
            FontInk box = fonts->ink(fonts->context, (Face)face, size, text, strlen(text));
            draw_text(&canvas->list, (Face)face, size, 20.25f, 100, 0, BLACK, text);
            canvas_show(canvas);
            Box seen = inked(canvas);
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
    Canvas *canvas = canvas_begin(state);
    draw_text(&canvas->list, FACE_MEDIUM, 20, 60, 100, 0, BLACK, text);
    canvas_show(canvas);
    Box flat = inked(canvas);
    double all = canvas_all_ink(canvas);
    for (int turn = -1; turn <= 1; turn += 2) {
        canvas_begin(state);
        const TextStyle style = {
            .face = FACE_MEDIUM, .size = 20, .color = BLACK, .angle = (float)turn * 1.57079633f};
        draw_text_styled(&canvas->list, &style, (Point){60, 100}, text);
        canvas_show(canvas);
        Box seen = inked(canvas);
        /* Clockwise by a right angle: right becomes down, up becomes right. */
        double left = turn > 0 ? 100 - flat.bottom : flat.top - 100;
        double right = turn > 0 ? 100 - flat.top : flat.bottom - 100;
        double top = turn > 0 ? flat.left - 60 : 60 - flat.right;
        double bottom = turn > 0 ? flat.right - 60 : 60 - flat.left;
        assert_near(seen.left, 60 + left, 1.5);
        assert_near(seen.right, 60 + right, 1.5);
        assert_near(seen.top, 100 + top, 1.5);
        assert_near(seen.bottom, 100 + bottom, 1.5);
        assert_near(canvas_all_ink(canvas), all, 0.05 * all);
    }
}

static void a_halo_surrounds_the_letters(void **state)
{
    Canvas *canvas = canvas_begin(state);
    const TextStyle style = {
        .face = FACE_BOLD, .size = 30, .color = WHITE, .halo = BLACK, .halo_width = 6};
    draw_text_styled(&canvas->list, &style, (Point){60, 100}, "I");
    canvas_show(canvas);
    Box seen = inked(canvas);
    FontInk box = canvas->list.fonts->ink(canvas->list.fonts->context, FACE_BOLD, 30, "I", 1);
    assert_near(seen.right - seen.left, (double)(box.right - box.left) + 2 * 6, 2);
    assert_near(seen.bottom - seen.top, (double)(box.bottom - box.top) + 2 * 6, 2);
    assert_canvas(canvas, (int)(60 + 0.5f * (box.left + box.right)), 90, WHITE, 8);
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
    };
    return cmocka_run_group_tests(tests, canvas_start, canvas_stop);
}
