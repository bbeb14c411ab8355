/* Numbers, the draw list, the camera and the controls. Expected values come from
 * src/view/README.md (the section is named) and from published tables, as noted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "fakefonts.h"
#include "fixtures.h"
#include "view/draw/color.h"
#include "view/draw/drawlist.h"
#include "view/kit/widgets.h"
#include "view/scene/camera.h"
#include "view/scene/theme.h"
#include "view/text/number.h"

static void same_text(const char *got, const char *want)
{
    if (strcmp(got, want) != 0)
        fail_msg("got \"%s\", want \"%s\"", got, want);
}

/* ---- numbers: "Type and numbers" ---- */

static void numbers_read_as_the_design_says(void **state)
{
    (void)state;
    static const struct {
        double value;
        int digits;
        const char *want;
    } rows[] = {
        {1.25, 4, "1.250"},
        {0.14942, 4, "0.1494"},
        {62.083, 4, "62.08"},
        {2.2601, 3, "2.26"},
        {-3.4, 3, "\u22123.40"},
        {4.744e-5, 4, "4.74\u00D710\u207B\u2075"},
        {1e-8, 4, "10\u207B\u2078"},
        {-1e-8, 4, "\u221210\u207B\u2078"},
        {0, 4, "0"},
        {-0.0, 4, "0"},
        {0.001, 4, "0.001000"},
        {99999, 4, "99999"},
        {12345.6, 4, "12346"},
        {99999.7, 4, "10\u2075"},
        {123456, 4, "1.23\u00D710\u2075"},
        {9.9996, 4, "10.00"},
        {1.5e300, 4, "1.50\u00D710\u00B3\u2070\u2070"},
    };
    char text[NUMBER_TEXT_MAX];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        same_text(number_significant(rows[i].value, rows[i].digits, text), rows[i].want);
    same_text(number_significant((double)INFINITY, 4, text), "\u221E");
    same_text(number_significant(-(double)INFINITY, 4, text), "\u2212\u221E");
    same_text(number_significant((double)NAN, 4, text), "not a number");
}

static void fixed_numbers_share_decimals(void **state)
{
    (void)state;
    char text[NUMBER_TEXT_MAX];
    same_text(number_fixed(-2.14, 3, text), "\u22122.140");
    same_text(number_fixed(0.86, 3, text), "0.860");
    same_text(number_fixed(-0.0001, 3, text), "0.000");
    same_text(number_fixed(-5, 0, text), "\u22125");
    same_text(number_fixed((double)NAN, 3, text), "not a number");
    /* Whatever is asked for, it fits. */
    assert_true(strlen(number_fixed(-1.7e308, 17, text)) < NUMBER_TEXT_MAX);
    assert_true(strlen(number_fixed(-9.9e14, 99, text)) < NUMBER_TEXT_MAX);
}

static void short_numbers_read_back(void **state)
{
    (void)state;
    char text[NUMBER_TEXT_MAX];
    same_text(number_short(0.1, text), "0.1");
    same_text(number_short(0.999, text), "0.999");
    same_text(number_short(1e-8, text), "10\u207B\u2078");
    same_text(number_short(0.012, text), "0.012");
    same_text(number_short(2.5e-4, text), "2.5\u00D710\u207B\u2074");
    same_text(number_short(120, text), "120");
    same_text(number_short(1, text), "1");
    same_text(number_short(-1000, text), "\u22121000");
    same_text(number_short(200000, text), "2\u00D710\u2075");
    same_text(number_short(0, text), "0");
    same_text(number_short(0.1 + 0.2, text), "0.30000000000000004");
    same_text(number_short(5e-324, text), "5\u00D710\u207B\u00B3\u00B2\u2074");
}

static void powers_of_ten_label_axes(void **state)
{
    (void)state;
    char text[NUMBER_TEXT_MAX];
    same_text(number_power(NUMBER_POWER_RAISED, 0, text), "1");
    same_text(number_power(NUMBER_POWER_RAISED, -3, text), "10\u207B\u00B3");
    same_text(number_power(NUMBER_POWER_RAISED, 12, text), "10\u00B9\u00B2");
    same_text(number_power(NUMBER_POWER_PLAIN, 2, text), "100");
    same_text(number_power(NUMBER_POWER_PLAIN, -2, text), "0.01");
}

static void steps_are_tidy_and_deserve_their_decimals(void **state)
{
    (void)state;
    check_near(number_tidy_step(10, 10), 1, 0, "10 / 10");
    check_near(number_tidy_step(120, 6), 20, 0, "120 / 6");
    check_near(number_tidy_step(0.6, 12), 0.05, 0, "0.6 / 12");
    check_near(number_tidy_step(3e-9, 3), 1e-9, 0, "3e-9 / 3");
    assert_int_equal(number_decimals(0.02), 2);
    assert_int_equal(number_decimals(5), 0);
    assert_int_equal(number_decimals(0.001), 3);
    assert_int_equal(number_decimals(1e-9), 9);
    for (int n = -300; n <= 300; n += 7) {
        for (double lead = 1; lead < 10; lead += 0.37) {
            double raw = lead * pow(10, n);
            double step = number_tidy_step(raw, 1);
            double mantissa = step / pow(10, floor(log10(step) + 1e-9));
            bool tidy =
                fabs(mantissa - 1) < 1e-9 || fabs(mantissa - 2) < 1e-9 || fabs(mantissa - 5) < 1e-9;
            if (!tidy || step < 0.6 * raw || step > 1.6 * raw)
                fail_msg("a step near %g came out as %g", raw, step);
        }
    }
}

/* ---- draw list ---- */

static size_t count_kind(const DrawList *list, DrawKind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < list->command_count; i++)
        count += list->commands[i].kind == kind;
    return count;
}

/* FAKE_FONTS make the 1 narrower than the other digits, as Inter does. */
static void digits_do_not_dance(void **state)
{
    (void)state;
    DrawList list = {.fonts = &FAKE_FONTS};
    float ones = draw_number(&list, FACE_MEDIUM, 20, 300, 50, 1, color_hex(0), "1.111");
    float eights = draw_number(&list, FACE_MEDIUM, 20, 300, 50, 1, color_hex(0), "8.888");
    check_near((double)ones, (double)eights, 1e-4, "widths");
    check_near((double)ones, (double)draw_number_width(&FAKE_FONTS, FACE_MEDIUM, 20, "1.111"), 1e-4,
               "measured width");
    assert_int_equal(list.command_count, 10);
    for (size_t i = 0; i < 5; i++) {
        const DrawCommand *one = &list.commands[i], *eight = &list.commands[i + 5];
        float one_w = fake_width(NULL, FACE_MEDIUM, 20, list.text + one->u.text.offset, 1);
        float eight_w = fake_width(NULL, FACE_MEDIUM, 20, list.text + eight->u.text.offset, 1);
        check_near((double)(one->rect.x + one_w / 2), (double)(eight->rect.x + eight_w / 2), 1e-3,
                   "centre of a digit");
    }
    drawlist_deinit(&list);
}

static void a_steady_frame_allocates_nothing(void **state)
{
    (void)state;
    DrawList list = {.fonts = &FAKE_FONTS};
    void *commands = NULL;
    size_t caps[3] = {0, 0, 0};
    for (int frame = 0; frame < 5; frame++) {
        drawlist_clear(&list);
        for (int i = 0; i < 100; i++) {
            Point center = {(float)i, (float)i};
            symbol_marker(&list, (Shape)(i % SHAPE_COUNT), center, 7.5f, color_hex(0), color_hex(1),
                          2);
            draw_text(&list, FACE_REGULAR, 14, 0, 0, 0.5f, color_hex(0), "converged at 41");
        }
        if (frame > 0) {
            assert_ptr_equal(commands, list.commands);
            assert_int_equal(caps[0], list.command_cap);
            assert_int_equal(caps[1], list.point_cap);
            assert_int_equal(caps[2], list.text_cap);
        }
        commands = list.commands;
        caps[0] = list.command_cap;
        caps[1] = list.point_cap;
        caps[2] = list.text_cap;
    }
    drawlist_deinit(&list);
}

static void lines_filled_in_place_equal_copied_ones(void **state)
{
    (void)state;
    DrawList list = {.fonts = &FAKE_FONTS};
    Point points[3] = {{1, 2}, {3, 4}, {5, 6}};
    draw_line(&list, points, 3, 2.5f, color_hex(0x123456));
    Point *room = draw_points_begin(&list, 10);
    memcpy(room, points, sizeof points);
    draw_line_end(&list, 3, 2.5f, color_hex(0x123456), NULL);
    const DrawCommand *a = &list.commands[0], *b = &list.commands[1];
    assert_int_equal(a->count, b->count);
    assert_int_equal(b->first, 3);
    assert_int_equal(a->round, b->round);
    assert_memory_equal(list.points + a->first, list.points + b->first, sizeof points);
    drawlist_deinit(&list);
}

static void aligned_text_starts_where_its_width_says(void **state)
{
    (void)state;
    DrawList list = {.fonts = &FAKE_FONTS};
    float w = draw_text(&list, FACE_REGULAR, 10, 100, 20, 1, color_hex(0), "abcd");
    check_near((double)w, 22, 1e-4, "four characters of .55 em");
    check_near((double)list.commands[0].rect.x, 78, 1e-4, "right-aligned");
    /* Turned a quarter, the text runs down; centred on its point, it starts above it. */
    const TextStyle style = {.size = 10, .halo_width = 3, .align = 0.5f, .angle = acosf(0)};
    draw_text_styled(&list, &style, (Point){100, 20}, "abcd");
    check_near((double)list.commands[1].rect.x, 100, 1e-4, "turned, x");
    check_near((double)list.commands[1].rect.y, 9, 1e-4, "turned, y");
    drawlist_deinit(&list);
}

/* ---- symbols ---- */

static Rect bounds(const DrawList *list)
{
    float x0 = HUGE_VALF, y0 = HUGE_VALF, x1 = -HUGE_VALF, y1 = -HUGE_VALF;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *c = &list->commands[i];
        for (uint32_t p = 0; p < c->count; p++) {
            Point q = list->points[c->first + p];
            float r = c->kind == DRAW_DISC ? c->width : 0;
            x0 = fminf(x0, q.x - r), x1 = fmaxf(x1, q.x + r);
            y0 = fminf(y0, q.y - r), y1 = fmaxf(y1, q.y + r);
        }
        if (c->kind == DRAW_FILL || c->kind == DRAW_FRAME) {
            x0 = fminf(x0, c->rect.x), x1 = fmaxf(x1, c->rect.x + c->rect.w);
            y0 = fminf(y0, c->rect.y), y1 = fmaxf(y1, c->rect.y + c->rect.h);
        }
    }
    return (Rect){x0, y0, x1 - x0, y1 - y0};
}

/* "Optimizers' marks": square half-side .90r; triangle 1.32r; diamond 1.26r; hexagon 1.10r; plus
 * arm 1.16r; star 1.42r / .66r; ring radius .78r, stroke .55r. Widths of the shapes for r = 100
 * follow. */
static void shapes_have_the_designs_sizes(void **state)
{
    (void)state;
    const double want[SHAPE_COUNT] = {
        [SHAPE_CIRCLE] = 200,
        [SHAPE_SQUARE] = 180,
        [SHAPE_TRIANGLE] = 2 * 132 * sqrt(3) / 2,
        [SHAPE_DIAMOND] = 252,
        [SHAPE_PLUS] = 232,
        [SHAPE_STAR] = 2 * 142 * cos(18 * acos(-1) / 180),
        [SHAPE_TRIANGLE_DOWN] = 2 * 132 * sqrt(3) / 2,
        [SHAPE_HEXAGON] = 220,
        [SHAPE_CROSS] = 2 * (116 + 40) / sqrt(2),
        [SHAPE_RING] = 2 * (78 + 27.5),
    };
    for (int shape = 0; shape < SHAPE_COUNT; shape++) {
        DrawList list = {.fonts = &FAKE_FONTS};
        symbol_marker(&list, (Shape)shape, (Point){500, 300}, 100, color_hex(0), color_hex(0), 0);
        Rect box = bounds(&list);
        check_near((double)box.w, want[shape], 0.01, "width of a shape");
        check_near((double)(box.x + box.w / 2), 500, 0.01, "middle of a shape");
        drawlist_deinit(&list);
    }
}

static void icons_stay_inside_their_box(void **state)
{
    (void)state;
    for (int icon = 0; icon < ICON_COUNT; icon++) {
        DrawList list = {.fonts = &FAKE_FONTS};
        symbol_icon(&list, (Icon)icon, (Point){40, 40}, 16, color_hex(0));
        Rect box = bounds(&list);
        if (list.command_count == 0 || box.x < 31 || box.y < 31 || box.x + box.w > 49 ||
            box.y + box.h > 49) {
            fail_msg("icon %d covers %g %g %g %g", icon, (double)box.x, (double)box.y,
                     (double)box.w, (double)box.h);
        }
        drawlist_deinit(&list);
    }
}

/* ---- camera ---- */

static const Rect WINDOW = {10, 48, 960, 500};

static void the_camera_shows_all_of_a_box_with_equal_scales(void **state)
{
    (void)state;
    Box2 box = {{-2, -1}, {4, 3}};
    Camera camera = camera_fit(box, WINDOW);
    check_near(camera.per_px.x, camera.per_px.y, 0, "scales");
    Box2 seen = camera_box(&camera, WINDOW);
    assert_true(seen.min.x <= -2 && seen.min.y <= -1 && seen.max.x >= 4 && seen.max.y >= 3);
    check_near(fmin((seen.max.x - seen.min.x) / 6, (seen.max.y - seen.min.y) / 4), 1, 1e-12,
               "tightness");
    /* So flat that equal scales would waste more than two thirds. */
    Camera flat = camera_fit((Box2){{0, 0}, {100, 1}}, WINDOW);
    check_near(flat.per_px.x, 100.0 / 960, 1e-15, "x scale");
    check_near(flat.per_px.y, 1.0 / 500, 1e-15, "y scale");
}

static void pixels_and_points_round_trip(void **state)
{
    (void)state;
    static const Camera cameras[] = {
        {{0, 0}, {0.01, 0.01}},   {{1.25, -77.5}, {3e-10, 3e-10}}, {{-1e6, 1e-6}, {1e-5, 1e-9}},
        {{0, 0}, {1e-29, 1e-29}}, {{1e15, -1e15}, {1e9, 1e9}},
    };
    for (size_t c = 0; c < sizeof cameras / sizeof cameras[0]; c++) {
        const Camera *camera = &cameras[c];
        Box2 box = camera_box(camera, WINDOW);
        for (float x = 10; x <= 970; x += 60) {
            for (float y = 48; y <= 548; y += 50) {
                Vec2 w = camera_to_world(camera, WINDOW, (Point){x, y});
                Point p = camera_to_screen(camera, WINDOW, w);
                check_near((double)p.x, (double)x, 1e-3, "x in px");
                check_near((double)p.y, (double)y, 1e-3, "y in px");
                /* Pixels are whole, so the way back must meet the same point. */
                Point whole = {roundf(p.x), roundf(p.y)};
                Vec2 again = camera_to_world(camera, WINDOW, whole);
                check_near(again.x, w.x, 1e-12 * (box.max.x - box.min.x), "x");
                check_near(again.y, w.y, 1e-12 * (box.max.y - box.min.y), "y");
            }
        }
    }
}

static void up_on_the_screen_is_more_y(void **state)
{
    (void)state;
    Camera camera = {{0, 0}, {1, 1}};
    assert_true(camera_to_world(&camera, WINDOW, (Point){490, 100}).y > 0);
    assert_true(camera_to_screen(&camera, WINDOW, vec2(0, 100)).y < 298);
}

static void zooming_keeps_the_point_under_the_pointer(void **state)
{
    (void)state;
    Camera camera = {{1.3, -2.7}, {0.01, 0.01}};
    Point p = {333, 77};
    Vec2 fixed = camera_to_world(&camera, WINDOW, p);
    for (int i = 0; i < 300; i++) {
        camera_zoom(&camera, WINDOW, p, 0.8);
        Vec2 now = camera_to_world(&camera, WINDOW, p);
        check_near(now.x, fixed.x, 1e-3 * camera.per_px.x + 1e-15, "x");
        check_near(now.y, fixed.y, 1e-3 * camera.per_px.y + 1e-15, "y");
    }
    /* 2^12 ulp of the center per px, here of numbers between 1 and 4. */
    assert_true(camera.per_px.x >= ldexp(1.3, -40) / 4);
    assert_true(camera.per_px.x <= ldexp(4, -40) * 1.3);
    double deepest = camera.per_px.x;
    camera_zoom(&camera, WINDOW, p, 0.8);
    check_near(camera.per_px.x, deepest, 0, "the limit holds");
    for (int i = 0; i < 500; i++)
        camera_zoom(&camera, WINDOW, p, 1.25);
    assert_true(camera.per_px.x <= 1e12 && camera.per_px.x > 1e11);
    camera_zoom(&camera, WINDOW, p, (double)NAN);
    camera_zoom(&camera, WINDOW, p, 0);
    assert_true(isfinite(camera.center.x) && camera.per_px.x > 0);
}

static void panning_drags_the_map_along(void **state)
{
    (void)state;
    Camera camera = {{1, 2}, {0.5, 0.25}};
    Vec2 grabbed = camera_to_world(&camera, WINDOW, (Point){100, 100});
    camera_pan(&camera, 30, -12);
    Vec2 under = camera_to_world(&camera, WINDOW, (Point){130, 88});
    check_near(under.x, grabbed.x, 1e-12, "x");
    check_near(under.y, grabbed.y, 1e-12, "y");
}

static void a_camera_move_keeps_its_fixed_point(void **state)
{
    (void)state;
    Camera from = {{1, 2}, {0.01, 0.01}};
    Camera to = from;
    Point p = {200, 400};
    camera_zoom(&to, WINDOW, p, 1e-4);
    Vec2 fixed = camera_to_world(&from, WINDOW, p);
    for (double t = 0; t <= 1; t += 0.125) {
        Camera mix = camera_mix(from, to, t);
        check_near(mix.per_px.x, 0.01 * pow(1e-4, t), 1e-12 * mix.per_px.x, "scale");
        Point seen = camera_to_screen(&mix, WINDOW, fixed);
        check_near((double)seen.x, 200, 0.01, "x");
        check_near((double)seen.y, 400, 0.01, "y");
    }
}

/* ---- controls ---- */

static void parts_of_a_switch_fill_it_without_gaps(void **state)
{
    (void)state;
    static const char *const labels[] = {"Loss", "Gradient", "Distance"};
    for (float scale = 1; scale <= 3; scale += 0.25f) {
        DrawList list = {.fonts = &FAKE_FONTS};
        float width = widget_segmented_width(&FAKE_FONTS, scale, labels, 3);
        Rect rect = {20, 10, width, roundf(30 * scale)};
        Rect parts[3];
        widget_segmented(&list, theme_get(THEME_LIGHT), scale, rect, labels, 3, 1, parts);
        float pad = roundf(2 * scale);
        check_near((double)parts[0].x, (double)(rect.x + pad), 1e-3, "left");
        check_near((double)(parts[2].x + parts[2].w), (double)(rect.x + width - pad), 1e-3,
                   "right");
        for (int i = 0; i < 3; i++) {
            float label = fake_width(NULL, FACE_SEMIBOLD, 14 * scale, labels[i], strlen(labels[i]));
            assert_true(parts[i].w >= label + 26 * scale);
            if (i > 0) {
                check_near((double)parts[i].x, (double)(parts[i - 1].x + parts[i - 1].w), 1e-3,
                           "gap");
            }
        }
        assert_int_equal(count_kind(&list, DRAW_TEXT), 3);
        drawlist_deinit(&list);
    }
}

static void a_sliders_knob_stands_at_its_value(void **state)
{
    (void)state;
    const struct {
        float value;
        double x;
    } rows[] = {{0, 100}, {0.25f, 123}, {1, 192}, {7, 192}, {-3, 100}, {NAN, 100}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        DrawList list = {.fonts = &FAKE_FONTS};
        SliderState slider = {rows[i].value, (float)NAN, (float)NAN, color_hex(0xFF0000), false};
        widget_slider(&list, theme_get(THEME_DARK), 1, (Rect){100, 40, 92, 30}, &slider);
        const DrawCommand *dot = &list.commands[list.command_count - 1];
        assert_int_equal(dot->kind, DRAW_DISC);
        check_near((double)list.points[dot->first].x, rows[i].x, 1e-3, "knob");
        drawlist_deinit(&list);
    }
}

static void a_scrollbar_shows_only_where_content_is_cut(void **state)
{
    (void)state;
    DrawList list = {.fonts = &FAKE_FONTS};
    Rect area = {0, 100, 300, 400};
    widget_scrollbar(&list, theme_get(THEME_LIGHT), 1, area, 400, 0);
    assert_int_equal(list.command_count, 0);
    widget_scrollbar(&list, theme_get(THEME_LIGHT), 1, area, 800, 400);
    assert_int_equal(list.command_count, 1);
    Rect bar = list.commands[0].rect;
    check_near((double)bar.h, 200, 1e-3, "half is in sight");
    check_near((double)(bar.y + bar.h), 500, 1e-3, "at the end");
    drawlist_deinit(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_read_as_the_design_says),
        cmocka_unit_test(fixed_numbers_share_decimals),
        cmocka_unit_test(short_numbers_read_back),
        cmocka_unit_test(powers_of_ten_label_axes),
        cmocka_unit_test(steps_are_tidy_and_deserve_their_decimals),
        cmocka_unit_test(digits_do_not_dance),
        cmocka_unit_test(a_steady_frame_allocates_nothing),
        cmocka_unit_test(lines_filled_in_place_equal_copied_ones),
        cmocka_unit_test(aligned_text_starts_where_its_width_says),
        cmocka_unit_test(shapes_have_the_designs_sizes),
        cmocka_unit_test(icons_stay_inside_their_box),
        cmocka_unit_test(the_camera_shows_all_of_a_box_with_equal_scales),
        cmocka_unit_test(pixels_and_points_round_trip),
        cmocka_unit_test(up_on_the_screen_is_more_y),
        cmocka_unit_test(zooming_keeps_the_point_under_the_pointer),
        cmocka_unit_test(panning_drags_the_map_along),
        cmocka_unit_test(a_camera_move_keeps_its_fixed_point),
        cmocka_unit_test(parts_of_a_switch_fill_it_without_gaps),
        cmocka_unit_test(a_sliders_knob_stands_at_its_value),
        cmocka_unit_test(a_scrollbar_shows_only_where_content_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
