/* Formulas: what is set where. Measures come from FAKE_FONTS: every character is .55 em wide (the 1
 * .45), its ink from .72 em above the baseline to .1 em below; the factors of
 * src/view/README.md do the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fakefonts.h"
#include "fixtures.h"
#include "view/text/mathtext.h"

enum { SIZE = 100 };

static MathExtent measure(const char *markup)
{
    return mathtext_measure(&FAKE_FONTS, SIZE, markup);
}

static const char *text_of(const DrawList *list, const DrawCommand *command)
{
    return list->text + command->u.text.offset;
}

/* Everything written, in drawing order. */
static void collect(const char *markup, char *out, size_t size)
{
    DrawList list = {.fonts = &FAKE_FONTS};
    mathtext_draw(&list, SIZE, 0, 0, (Color){0}, markup);
    out[0] = '\0';
    for (size_t i = 0; i < list.command_count; i++)
        if (list.commands[i].kind == DRAW_TEXT)
            strncat(out, text_of(&list, &list.commands[i]), size - strlen(out) - 1);
    drawlist_deinit(&list);
}

static void reads(const char *markup, const char *want)
{
    char got[256];
    collect(markup, got, sizeof got);
    if (strcmp(got, want) != 0)
        fail_msg("%s: set as \"%s\", want \"%s\"", markup, got, want);
}

/* The piece of text that reads `text`. */
static DrawCommand find(const DrawList *list, const char *text)
{
    for (size_t i = 0; i < list->command_count; i++)
        if (list->commands[i].kind == DRAW_TEXT &&
            strcmp(text_of(list, &list->commands[i]), text) == 0)
            return list->commands[i];
    fail_msg("\"%s\" was not drawn", text);
    abort();
}

static void letters_are_italic_by_code_point(void **state)
{
    (void)state;
    reads("x", "\U0001D465");
    reads("Ah", "\U0001D434\u210E"); /* italic h is Planck's constant */
    reads("12.5", "12.5");
    reads("\\alpha\\epsilon\\lambda\\rho", "\U0001D6FC\U0001D700\U0001D706\U0001D70C");
    reads("\\nabla f", "\u2207\U0001D453");
    reads("a - b", "\U0001D44E\u2212\U0001D44F");
    reads("\\sin x", "sin\U0001D465");
    reads("g \\odot g \\leftarrow \\max", "\U0001D454\u2299\U0001D454\u2190max");
    reads("\\lVert g\\rVert", "\u2016\U0001D454\u2016");
    reads("\\text{if so}", "if so");
    reads("f'", "\U0001D453\u2032");
}

static void what_is_unknown_appears_as_written(void **state)
{
    (void)state;
    reads("\\foo", "\\foo");
    reads("\\", "\\");
    reads("1}2", "1}2");
    reads("\\right)", ")");
    reads("\u00E9", "\u00E9");
    reads("", "");
}

static void a_fraction_is_taller_than_its_parts(void **state)
{
    (void)state;
    MathExtent one = measure("1"), half = measure("\\frac{1}{2}");
    assert_true(half.ascent > one.ascent);
    assert_true(half.descent > one.descent);
    DrawList list = {.fonts = &FAKE_FONTS};
    mathtext_draw(&list, SIZE, 10, 0, (Color){0}, "\\frac{1}{23}");
    DrawCommand top = find(&list, "1"), bottom = find(&list, "23");
    check_near((double)top.u.text.size, 84, 1e-3, "numerator's size");
    check_near((double)bottom.u.text.size, 84, 1e-3, "denominator's size");
    assert_true(top.rect.y < 0 && bottom.rect.y > 0);
    check_near((double)top.rect.x + 0.45 * 84 / 2, (double)bottom.rect.x + 1.1 * 84 / 2, 0.01,
               "both centred");
    const DrawCommand *rule = &list.commands[list.command_count - 1];
    assert_int_equal(rule->kind, DRAW_FILL);
    /* The rule lies between the inks, on the axis: the middle of the minus sign's ink. */
    check_near((double)(rule->rect.y + rule->rect.h / 2), -31, 0.01, "the rule");
    assert_true(top.rect.y + 0.1f * 84 < rule->rect.y);
    assert_true(bottom.rect.y - 0.72f * 84 > rule->rect.y + rule->rect.h);
    drawlist_deinit(&list);
}

/* src/view/README.md, "Type and numbers": scripts at 72 %; superscript up .40 em, .46 with a
 * subscript; subscript down .22 / .26. */
static void scripts_are_small_and_shifted_as_they_should_be(void **state)
{
    (void)state;
    DrawList list = {.fonts = &FAKE_FONTS};
    mathtext_draw(&list, SIZE, 0, 0, (Color){0}, "x^2");
    DrawCommand two = find(&list, "2");
    check_near((double)two.u.text.size, 72, 1e-3, "superscript's size");
    check_near((double)two.rect.y, -40, 1e-3, "superscript alone");
    drawlist_clear(&list);
    mathtext_draw(&list, SIZE, 0, 0, (Color){0}, "x_3");
    check_near((double)find(&list, "3").rect.y, 22, 1e-3, "subscript alone");
    drawlist_clear(&list);
    mathtext_draw(&list, SIZE, 0, 0, (Color){0}, "\\beta_2^{7}");
    check_near((double)find(&list, "7").rect.y, -46, 1e-3, "superscript of both");
    check_near((double)find(&list, "2").rect.y, 26, 1e-3, "subscript of both");
    check_near((double)find(&list, "7").rect.x, (double)find(&list, "2").rect.x, 1e-3,
               "one column");
    drawlist_deinit(&list);
    check_near((double)measure("x^2_3").width, (double)measure("x_3^2").width, 1e-3,
               "in any order");
}

static void nested_scripts_stop_shrinking(void **state)
{
    (void)state;
    DrawList list = {.fonts = &FAKE_FONTS};
    mathtext_draw(&list, SIZE, 0, 0, (Color){0}, "a^{b^{c^{d^{9}}}}");
    check_near((double)find(&list, "9").u.text.size, 50, 1e-3, "the smallest size");
    drawlist_deinit(&list);
}

static void operators_have_space_and_signs_have_none(void **state)
{
    (void)state;
    const double em = SIZE, letter = 55;
    check_near((double)measure("a+b").width, 3 * letter + 2 * em * 4 / 18, 0.01, "a + b");
    check_near((double)measure("a=b").width, 3 * letter + 2 * em * 5 / 18, 0.01, "a = b");
    check_near((double)measure("-a").width, 2 * letter, 0.01, "-a");
    check_near((double)measure("a=-b").width, 4 * letter + 2 * em * 5 / 18, 0.01, "a = -b");
    check_near((double)measure("(-a)").width, 4 * letter, 0.01, "(-a)");
    check_near((double)measure("ab").width, 2 * letter + em * 3 / 18, 0.01, "a b: two factors");
    check_near((double)measure("f(x)").width, 4 * letter, 0.01, "f(x): no product");
    check_near((double)measure("a\\,b").width, 2 * letter + em * 3 / 18, 0.01,
               "a written thin space");
    check_near((double)measure("a \\; b").width, 2 * letter + em * 5 / 18, 0.01, "a thick one");
    check_near((double)measure("\\text{ab}").width, 2 * letter, 0.01, "words");
}

static void braces_group_without_a_trace(void **state)
{
    (void)state;
    check_near((double)measure("{a}+{{b}}").width, (double)measure("a+b").width, 1e-3, "width");
    check_near((double)measure("\\frac12").width, (double)measure("\\frac{1}{2}").width, 1e-3,
               "\\frac12");
}

static void roots_and_accents_reach_over_their_letters(void **state)
{
    (void)state;
    MathExtent v = measure("v"), hat = measure("\\hat{v}"), root = measure("\\sqrt{\\hat{v}}");
    check_near((double)hat.width, (double)v.width, 1e-3, "an accent takes no width");
    assert_true(hat.ascent > v.ascent && hat.ascent < 1.6f * v.ascent);
    assert_true(root.ascent > hat.ascent && root.width > hat.width);
    assert_true(measure("\\bar{v}").ascent > v.ascent);
}

static void fences_grow_with_what_they_enclose(void **state)
{
    (void)state;
    MathExtent plain = measure("(x)"), fenced = measure("\\left(x\\right)");
    check_near((double)fenced.width, (double)plain.width, 1e-3, "around a letter");
    MathExtent inside = measure("\\frac{1+\\frac{x}{2}}{\\sqrt{y}}");
    MathExtent tall = measure("\\left(\\frac{1+\\frac{x}{2}}{\\sqrt{y}}\\right)");
    assert_true(tall.ascent >= inside.ascent && tall.descent >= inside.descent);
    assert_true(tall.width > inside.width);
    MathExtent power = measure("\\left(\\frac{x}{y}\\right)^2"), flat = measure("(x)^2");
    assert_true(power.ascent > flat.ascent);
}

static void measuring_agrees_with_drawing(void **state)
{
    (void)state;
    static const char *const markups[] = {
        "f(x,y) = \\frac{1}{2}x^2 - \\frac{1}{2}y^2 + 0.05 y^4",
        "\\hat{m} = m/(1-\\beta_1^t),\\quad \\hat{v}",
        "w \\leftarrow w - \\alpha\\hat{m}/(\\sqrt{\\hat{v}}+\\epsilon)",
        "\\left(\\frac{x}{y}\\right)^2 + \\lVert\\nabla f\\rVert"};
    for (size_t i = 0; i < sizeof markups / sizeof markups[0]; i++) {
        DrawList list = {.fonts = &FAKE_FONTS};
        MathExtent extent = measure(markups[i]);
        float drawn = mathtext_draw(&list, SIZE, 300, 200, (Color){0}, markups[i]);
        check_near((double)drawn, (double)extent.width, 1e-3, markups[i]);
        for (size_t c = 0; c < list.command_count; c++) {
            const DrawCommand *command = &list.commands[c];
            if (command->kind != DRAW_TEXT)
                continue;
            float size = command->u.text.size;
            float top = command->rect.y - 0.72f * size, bottom = command->rect.y + 0.1f * size;
            assert_true(command->rect.x >= 299.9f && command->rect.x <= 300.1f + drawn);
            assert_true(top >= 200 - extent.ascent - 0.1f);
            assert_true(bottom <= 200 + extent.descent + 0.1f);
        }
        drawlist_deinit(&list);
    }
}

static void all_halos_lie_under_all_ink(void **state)
{
    (void)state;
    DrawList list = {.fonts = &FAKE_FONTS};
    const Color ink = {0, 0, 0, 255}, halo = {255, 255, 255, 255};
    const TextStyle style = {.size = SIZE, .color = ink, .halo = halo, .halo_width = 3};
    mathtext_draw_styled(&list, &style, (Point){0, 0}, "\\frac{a}{b}+\\sqrt{c}");
    bool inked = false;
    for (size_t i = 0; i < list.command_count; i++) {
        bool is_ink = list.commands[i].color.r == 0;
        assert_false(inked && !is_ink);
        inked = inked || is_ink;
    }
    assert_true(inked);
    drawlist_deinit(&list);
}

/* Every beginning of every markup, every deep nest, and noise: finite, and nothing else. */
static void bad_markup_never_fails(void **state)
{
    (void)state;
    static const char whole[] =
        "\\left(\\frac{1+\\hat{x}^{2}_3}{\\sqrt{y'}}\\right)^\\text{ab}\\,z}{";
    char part[sizeof whole];
    for (size_t cut = 0; cut < sizeof whole; cut++) {
        memcpy(part, whole, cut);
        part[cut] = '\0';
        MathExtent extent = measure(part);
        assert_true(isfinite(extent.width) && isfinite(extent.ascent) && extent.width >= 0);
    }
    static const char *const openers[] = {"{",  "\\frac", "\\frac{", "\\sqrt{", "\\left(", "^",
                                          "^{", "_{",     "\\hat",   "\\hat{",  "'",       "\\"};
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        size_t len = strlen(openers[i]), times = 4096 / len;
        char *deep = calloc(times * len + 1, 1);
        for (size_t k = 0; k < times; k++)
            memcpy(deep + k * len, openers[i], len);
        assert_true(isfinite(measure(deep).width));
        free(deep);
    }
    static const char letters[] = "\\{}^_()' ax1+-=,.|&\xC3\xA9\xF0\x80 lefrtigh";
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        char noise[60] = {0};
        for (size_t k = 0; k + 1 < sizeof noise; k++) {
            seed = seed * 1664525u + 1013904223u;
            noise[k] = letters[(seed >> 16) % (sizeof letters - 1)];
        }
        DrawList list = {.fonts = &FAKE_FONTS};
        float drawn = mathtext_draw(&list, SIZE, 0, 0, (Color){0}, noise);
        check_near((double)drawn, (double)measure(noise).width, 1e-2, noise);
        drawlist_deinit(&list);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_italic_by_code_point),
        cmocka_unit_test(what_is_unknown_appears_as_written),
        cmocka_unit_test(a_fraction_is_taller_than_its_parts),
        cmocka_unit_test(scripts_are_small_and_shifted_as_they_should_be),
        cmocka_unit_test(nested_scripts_stop_shrinking),
        cmocka_unit_test(operators_have_space_and_signs_have_none),
        cmocka_unit_test(braces_group_without_a_trace),
        cmocka_unit_test(roots_and_accents_reach_over_their_letters),
        cmocka_unit_test(fences_grow_with_what_they_enclose),
        cmocka_unit_test(measuring_agrees_with_drawing),
        cmocka_unit_test(all_halos_lie_under_all_ink),
        cmocka_unit_test(bad_markup_never_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
