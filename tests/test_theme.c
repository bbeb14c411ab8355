/* Colours and themes, by published conversions and by the visual design (VD and its section). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fixtures.h"
#include "optim/catalogue.h"
#include "view/draw/color.h"
#include "view/scene/theme.h"

/* ---- colour ---- */

/* CSS Color 4, sample conversions: oklab of the sRGB primaries and white. */
static void oklab_agrees_with_published_values(void **state)
{
    (void)state;
    static const struct {
        uint32_t rgb;
        double l, a, b;
    } rows[] = {
        {0xFFFFFF, 1.00000, 0.00000, 0.00000},  {0xFF0000, 0.62796, 0.22486, 0.12585},
        {0x00FF00, 0.86644, -0.23389, 0.17950}, {0x0000FF, 0.45201, -0.03246, -0.31153},
        {0x000000, 0.00000, 0.00000, 0.00000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Oklab lab = oklab_from_color(color_hex(rows[i].rgb));
        check_near((double)lab.l, rows[i].l, 2e-5, "L");
        check_near((double)lab.a, rows[i].a, 2e-5, "a");
        check_near((double)lab.b, rows[i].b, 2e-5, "b");
    }
}

static void oklab_returns_to_the_same_color(void **state)
{
    (void)state;
    for (uint32_t rgb = 0; rgb < 0x1000000; rgb += 0x01F3D) {
        Color c = color_hex(rgb);
        Color back = color_from_oklab(oklab_from_color(c));
        if (c.r != back.r || c.g != back.g || c.b != back.b)
            fail_msg("#%06X came back as #%02X%02X%02X", rgb, back.r, back.g, back.b);
    }
}

/* WCAG: black on white is 21; #767676 is the lightest grey that passes 4.5 on white. */
static void contrast_agrees_with_wcag(void **state)
{
    (void)state;
    Color white = color_hex(0xFFFFFF);
    check_near(color_contrast(white, color_hex(0)), 21, 1e-9, "black");
    assert_true(color_contrast(color_hex(0x767676), white) >= 4.5);
    assert_true(color_contrast(color_hex(0x777777), white) < 4.5);
}

/* ---- theme ---- */

static void contrast_is(uint32_t b, Color color, double want)
{
    char what[64];
    snprintf(what, sizeof what, "#%02X%02X%02X on #%06X", color.r, color.g, color.b, b);
    check_near(color_contrast(color, color_hex(b)), want, 0.06, what);
}

/* "Theme tokens": text 1, 2, 3 on panel 16.2, 7.3, 4.6 : 1; dark 14.7, 8.4, 5.5. */
static void texts_have_the_contrast_the_design_measured(void **state)
{
    (void)state;
    const Theme *light = theme_get(THEME_LIGHT);
    const Theme *dark = theme_get(THEME_DARK);
    contrast_is(0xFBFAF8, light->text1, 16.2);
    contrast_is(0xFBFAF8, light->text2, 7.3);
    contrast_is(0xFBFAF8, light->text3, 4.6);
    contrast_is(0x191C21, dark->text1, 14.7);
    contrast_is(0x191C21, dark->text2, 8.4);
    contrast_is(0x191C21, dark->text3, 5.5);
}

static void all_texts_are_readable_on_all_their_grounds(void **state)
{
    (void)state;
    for (int id = 0; id < THEME_COUNT; id++) {
        const Theme *theme = theme_get((ThemeId)id);
        const Color texts[] = {theme->text1, theme->text2, theme->text3,
                               theme->ok,    theme->stuck, theme->diverged};
        const Color grounds[] = {theme->panel, theme->card};
        for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
            for (size_t g = 0; g < sizeof grounds / sizeof grounds[0]; g++) {
                double ratio = color_contrast(texts[t], grounds[g]);
                if (ratio < 4.5)
                    fail_msg("%s: text %zu on ground %zu has %.2f : 1", theme->id, t, g, ratio);
            }
        }
    }
}

/* "Theme tokens" gives each ramp colour as OKLCH and as hex; the OKLab table must meet both. */
static void ramps_are_the_colors_of_the_design(void **state)
{
    (void)state;
    static const struct {
        double l, c, h;
        uint32_t hex;
    } rows[THEME_COUNT][3] = {
        {{.897, .028, 240, 0xCDE0EE}, {.944, .014, 228, 0xE3EFF4}, {.976, .010, 85, 0xFAF7F0}},
        {{.195, .030, 270, 0x101423}, {.258, .032, 256, 0x192433}, {.328, .028, 238, 0x273742}}};
    const double degree = acos(-1) / 180;
    for (int id = 0; id < THEME_COUNT; id++) {
        for (int i = 0; i < 3; i++) {
            Oklab lab = theme_get((ThemeId)id)->ramp[i];
            check_near((double)lab.l, rows[id][i].l, 1e-6, "L");
            check_near((double)lab.a, rows[id][i].c * cos(rows[id][i].h * degree), 1e-5, "a");
            check_near((double)lab.b, rows[id][i].c * sin(rows[id][i].h * degree), 1e-5, "b");
            Color got = color_from_oklab(lab), want = color_hex(rows[id][i].hex);
            check_near(got.r, want.r, 1, "red");
            check_near(got.g, want.g, 1, "green");
            check_near(got.b, want.b, 1, "blue");
        }
    }
}

/* "Optimizers' marks", one row per id: contrast of the path on ramp deep and high, light then dark.
 */
static const struct {
    const char *id;
    Shape shape;
    int dashes;
    double light_deep, light_high, dark_deep, dark_high;
} design_inks[] = {
    {"sgd", SHAPE_CIRCLE, 0, 7.2, 9.1, 6.4, 4.2},
    {"momentum", SHAPE_SQUARE, 2, 3.3, 4.1, 9.1, 6.1},
    {"nesterov", SHAPE_TRIANGLE, 2, 4.6, 5.8, 9.4, 6.3},
    {"adagrad", SHAPE_DIAMOND, 4, 5.8, 7.4, 5.6, 3.7},
    {"rmsprop", SHAPE_PLUS, 2, 3.5, 4.4, 12.8, 8.6},
    {"adam", SHAPE_STAR, 0, 4.9, 6.1, 5.3, 3.5},
    {"adamw", SHAPE_TRIANGLE_DOWN, 6, 8.5, 10.7, 14.0, 9.3},
    {"newton", SHAPE_HEXAGON, 0, 11.8, 14.9, 17.3, 11.6},
    {"lbfgs", SHAPE_CROSS, 2, 4.1, 5.2, 8.8, 5.9},
    {"random", SHAPE_RING, 2, 3.4, 4.3, 6.0, 4.0},
    {"generic 1", SHAPE_CIRCLE, 6, 7.5, 9.4, 10.7, 7.2},
    {"generic 2", SHAPE_SQUARE, 2, 4.8, 6.0, 10.7, 7.1},
};

enum { DESIGN_INKS = sizeof design_inks / sizeof design_inks[0] };

static void inks_are_those_of_the_design(void **state)
{
    (void)state;
    int generic[THEME_COUNT] = {0, 0};
    for (int i = 0; i < DESIGN_INKS; i++) {
        Ink light = theme_ink(THEME_LIGHT, design_inks[i].id, 0, &generic[THEME_LIGHT]);
        Ink dark = theme_ink(THEME_DARK, design_inks[i].id, 0, &generic[THEME_DARK]);
        const char *id = design_inks[i].id;
        /* The table is rounded to a tenth. */
        check_near(color_contrast(light.path, color_hex(0xCDE0EE)), design_inks[i].light_deep, 0.1,
                   id);
        check_near(color_contrast(light.path, color_hex(0xFAF7F0)), design_inks[i].light_high, 0.1,
                   id);
        check_near(color_contrast(dark.path, color_hex(0x101423)), design_inks[i].dark_deep, 0.1,
                   id);
        check_near(color_contrast(dark.path, color_hex(0x273742)), design_inks[i].dark_high, 0.1,
                   id);
        assert_int_equal(light.shape, design_inks[i].shape);
        assert_int_equal(dark.shape, design_inks[i].shape);
        assert_int_equal(light.dash.count, design_inks[i].dashes);
    }
}

static double distance(Color a, Color b)
{
    Oklab p = oklab_from_color(a), q = oklab_from_color(b);
    double l = (double)(p.l - q.l), u = (double)(p.a - q.a), v = (double)(p.b - q.b);
    return sqrt(l * l + u * u + v * v);
}

static double smallest_distance(ThemeId theme, int count)
{
    Ink inks[32];
    int generic = 0;
    double smallest = HUGE_VAL;
    for (int i = 0; i < count; i++) {
        inks[i] = theme_ink(theme, i < DESIGN_INKS ? design_inks[i].id : "other", 0, &generic);
        for (int k = 0; k < i; k++)
            smallest = fmin(smallest, distance(inks[i].path, inks[k].path));
    }
    return smallest;
}

/* "Optimizers' marks": the default six .140 and .187, all twelve .099 and .091 (normal sight). */
static void inks_are_as_far_apart_as_the_design_measured(void **state)
{
    (void)state;
    check_near(smallest_distance(THEME_LIGHT, 6), 0.140, 0.0006, "six, light");
    check_near(smallest_distance(THEME_DARK, 6), 0.187, 0.0006, "six, dark");
    check_near(smallest_distance(THEME_LIGHT, 12), 0.099, 0.0006, "twelve, light");
    check_near(smallest_distance(THEME_DARK, 12), 0.091, 0.0006, "twelve, dark");
}

/* "Optimizers' marks": names are the path's hue, 22 % towards text 1 (light) or 8 % towards white
 * (dark). */
static void names_and_further_generics_follow_the_design(void **state)
{
    (void)state;
    for (int id = 0; id < THEME_COUNT; id++) {
        ThemeId theme = (ThemeId)id;
        Color toward = id == THEME_LIGHT ? color_hex(0x1B1D21) : color_hex(0xFFFFFF);
        int generic = 0;
        for (int i = 0; i < 16; i++) {
            const char *name = i < DESIGN_INKS ? design_inks[i].id : "other";
            Ink ink = theme_ink(theme, name, 0, &generic);
            Color want = color_mix(ink.path, toward, id == THEME_LIGHT ? 0.22 : 0.08);
            check_near(ink.text.r, want.r, 1, name);
            check_near(ink.text.g, want.g, 1, name);
            check_near(ink.text.b, want.b, 1, name);
            double panel = color_contrast(ink.text, theme_get(theme)->panel);
            assert_true(panel >= 4.5);
        }
        assert_true(smallest_distance(theme, 16) >= 0.08);
    }
}

static void a_second_run_takes_a_generic_color_and_its_own_shape(void **state)
{
    (void)state;
    int generic = 0;
    Ink first = theme_ink(THEME_LIGHT, "adam", 0, &generic);
    assert_int_equal(generic, 0);
    Ink second = theme_ink(THEME_LIGHT, "adam", 1, &generic);
    assert_int_equal(generic, 1);
    assert_int_equal(second.shape, SHAPE_STAR);
    check_near(distance(second.path, color_hex(0x10494C)), 0, 1e-9, "the first generic colour");
    Ink third = theme_ink(THEME_LIGHT, "adam", 2, &generic);
    check_near(distance(third.path, color_hex(0x99405F)), 0, 1e-9, "the second generic colour");
    assert_true(distance(first.path, second.path) > 0.05);
}

/* The ten with a row keep their own; the first strangers differ in colour and shape at once. */
static void optimizers_without_a_row_differ_in_shape(void **state)
{
    (void)state;
    enum { GENERICS = 6 };
    int generic = 0;
    int strangers = 0;
    Ink inks[GENERICS];
    for (size_t i = 0; i < optimizer_count(); i++) {
        const char *id = optimizer_at(i)->id;
        bool has_row = false;
        for (int k = 0; k < DESIGN_INKS; k++)
            has_row = has_row || strcmp(design_inks[k].id, id) == 0;
        int before = generic;
        Ink ink = theme_ink(THEME_LIGHT, id, 0, &generic);
        assert_int_equal(generic - before, has_row ? 0 : 1);
        if (has_row || strangers == GENERICS)
            continue;
        for (int k = 0; k < strangers; k++) {
            assert_int_not_equal(ink.shape, inks[k].shape);
            assert_true(distance(ink.path, inks[k].path) > 0.05);
        }
        inks[strangers++] = ink;
    }
    assert_int_equal(strangers, GENERICS);
}

/* More runs than colours: colour and shape together still tell them apart. */
static void thirty_strangers_all_look_different(void **state)
{
    (void)state;
    Ink inks[30];
    int generic = 0;
    for (int i = 0; i < 30; i++) {
        inks[i] = theme_ink(THEME_DARK, "unknown", i, &generic);
        for (int k = 0; k < i; k++)
            if (inks[i].shape == inks[k].shape && distance(inks[i].path, inks[k].path) < 0.01)
                fail_msg("strangers %d and %d look alike", k, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oklab_agrees_with_published_values),
        cmocka_unit_test(oklab_returns_to_the_same_color),
        cmocka_unit_test(contrast_agrees_with_wcag),
        cmocka_unit_test(texts_have_the_contrast_the_design_measured),
        cmocka_unit_test(all_texts_are_readable_on_all_their_grounds),
        cmocka_unit_test(ramps_are_the_colors_of_the_design),
        cmocka_unit_test(inks_are_those_of_the_design),
        cmocka_unit_test(inks_are_as_far_apart_as_the_design_measured),
        cmocka_unit_test(names_and_further_generics_follow_the_design),
        cmocka_unit_test(a_second_run_takes_a_generic_color_and_its_own_shape),
        cmocka_unit_test(optimizers_without_a_row_differ_in_shape),
        cmocka_unit_test(thirty_strangers_all_look_different),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
