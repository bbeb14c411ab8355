/* Text: what is measured is what is drawn. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "canvas.h"

static const Color black = {0, 0, 0, 255};

static const char *const samples[] = {
    "Ravine",       "Bounded saddle", "jf|Ag(",
    "4.74×10⁻⁵",    "−2.140",         "∇f ⊙ ‖g‖ ←", /* from other faces */
    "𝑓(𝑥) = 𝛽₁𝑚 ℎ",                                 /* math italics */
    "Ⅎ№ÅÉ",
};

enum { SAMPLES = sizeof samples / sizeof *samples };

static FontInk ink_of(const Canvas *c, Face face, float size, const char *text)
{
    return c->list.fonts->ink(c->list.fonts->context, face, size, text, strlen(text));
}

static float width_of(const Canvas *c, Face face, float size, const char *text)
{
    return font_width(c->list.fonts, face, size, text, strlen(text));
}

/* The box of all pixels that are not white. */
static FontInk box_of(const Canvas *c)
{
    FontInk box = {1e9f, 1e9f, -1e9f, -1e9f};
    for (int y = 0; y < CANVAS_HEIGHT; y++) {
        for (int x = 0; x < CANVAS_WIDTH; x++) {
            if (c->pixels[y][x][0] < 250) {
                box.left = fminf(box.left, (float)x);
                box.top = fminf(box.top, (float)y);
                box.right = fmaxf(box.right, (float)x + 1);
                box.bottom = fmaxf(box.bottom, (float)y + 1);
            }
        }
    }
    return box;
}

static void text_fills_its_ink_box(void **state)
{
    Canvas *c = canvas_of(state);
    static const float sizes[] = {12.96f, 14, 18, 40};
    for (int face = 0; face < FACE_COUNT; face++) {
        for (int i = 0; i < SAMPLES; i++) {
            for (int k = 0; k < 4; k++) {
                float x = 20 + 0.25f * (float)k, y = 150;
                draw_text(&c->list, (Face)face, sizes[k], x, y, 0, black, samples[i]);
                canvas_draw(c, "text");
                FontInk ink = ink_of(c, (Face)face, sizes[k], samples[i]), box = box_of(c);
                double worst = fmax(fmax(fabs((double)(box.left - x - ink.left)),
                                         fabs((double)(box.right - x - ink.right))),
                                    fmax(fabs((double)(box.top - y - ink.top)),
                                         fabs((double)(box.bottom - y - ink.bottom))));
                /* A pixel for hinting and rounding outward; kerning adds less than another. */
                if (worst > 1.6) {
                    fail_msg("\"%s\", face %d, size %.2f: drawn %.1f..%.1f x %.1f..%.1f, ink "
                             "%.2f..%.2f x %.2f..%.2f",
                             samples[i], face, (double)sizes[k], (double)(box.left - x),
                             (double)(box.right - x), (double)(box.top - y),
                             (double)(box.bottom - y), (double)ink.left, (double)ink.right,
                             (double)ink.top, (double)ink.bottom);
                }
            }
        }
    }
}

static void widths_are_linear_in_size(void **state)
{
    Canvas *c = canvas_of(state);
    for (int i = 0; i < SAMPLES; i++) {
        double at_40 = (double)width_of(c, FACE_REGULAR, 40, samples[i]);
        double at_14 = (double)width_of(c, FACE_REGULAR, 14, samples[i]);
        if (!(fabs(at_40 * 14 / 40 - at_14) < 1e-3))
            fail_msg("\"%s\": %.4f at 14, %.4f at 40", samples[i], at_14, at_40);
    }
}

static void widths_add_up(void **state)
{
    Canvas *c = canvas_of(state);
    /* Digits do not kern with each other in Inter; bold is wider than regular. */
    double ten = (double)width_of(c, FACE_REGULAR, 20, "0000000000");
    double one = (double)width_of(c, FACE_REGULAR, 20, "0");
    assert_true(fabs(ten - 10 * one) < 0.1);
    assert_true(width_of(c, FACE_BOLD, 20, "Ravine") > width_of(c, FACE_REGULAR, 20, "Ravine"));
    double pair = (double)width_of(c, FACE_REGULAR, 20, "x∇");
    double apart =
        (double)width_of(c, FACE_REGULAR, 20, "x") + (double)width_of(c, FACE_MATH, 20, "∇");
    assert_true(fabs(pair - apart) < 0.05);
    assert_true(width_of(c, FACE_REGULAR, 20, "") == 0);
}

static void extents_are_those_of_the_letters(void **state)
{
    Canvas *c = canvas_of(state);
    for (int face = 0; face < FACE_COUNT; face++) {
        FontExtent e = font_extent(c->list.fonts, (Face)face, 100);
        FontInk h = ink_of(c, (Face)face, 100, "H"), x = ink_of(c, (Face)face, 100, "x");
        assert_true(fabsf(e.cap + h.top) < 0.2f && fabsf(e.x + x.top) < 0.2f);
        assert_true(e.x > 35 && e.x < e.cap && e.cap <= e.ascent && e.ascent < 110);
        assert_true(e.descent > 10 && e.descent < 40);
    }
}

static void text_starts_at_any_quarter_pixel(void **state)
{
    Canvas *c = canvas_of(state);
    double ink[4], center[4];
    for (int k = 0; k < 4; k++) {
        draw_text(&c->list, FACE_MEDIUM, 15, 50 + 0.25f * (float)k, 100, 0, black, "illicit 111");
        canvas_draw(c, "quarter");
        ink[k] = canvas_ink(c, 0, 0, CANVAS_WIDTH, CANVAS_HEIGHT);
        center[k] = 0;
        for (int x = 0; x < CANVAS_WIDTH; x++)
            center[k] += (x + 0.5) * canvas_ink(c, x, 80, 1, 40) / ink[k];
        if (fabs(ink[k] - ink[0]) > 0.005 * ink[0] ||
            fabs(center[k] - center[0] - 0.25 * k) > 0.05) {
            fail_msg("%d quarters: ink %.3f and centre %.3f, at none %.3f and %.3f", k, ink[k],
                     center[k], ink[0], center[0]);
        }
    }
}

static void turned_text_has_the_same_ink(void **state)
{
    Canvas *c = canvas_of(state);
    draw_text(&c->list, FACE_REGULAR, 18, 200, 150, 0.5f, black, "minimum");
    canvas_draw(c, "straight");
    double straight = canvas_ink(c, 0, 0, CANVAS_WIDTH, CANVAS_HEIGHT);
    for (float angle = -1.5f; angle < 1.6f; angle += 0.41f) {
        const TextStyle style = {
            .face = FACE_REGULAR, .size = 18, .color = black, .align = 0.5f, .angle = angle};
        draw_text_styled(&c->list, &style, (Point){200, 150}, "minimum");
        canvas_draw(c, "turned");
        double turned = canvas_ink(c, 0, 0, CANVAS_WIDTH, CANVAS_HEIGHT);
        if (fabs(turned - straight) > 0.03 * straight)
            fail_msg("turned by %.2f: ink %.2f, straight %.2f", (double)angle, turned, straight);
    }
}

static void halos_reach_as_far_as_they_say(void **state)
{
    Canvas *c = canvas_of(state);
    Color red = color_hex(0xFF0000);
    for (float halo = 1; halo < 5; halo += 0.75f) {
        const TextStyle style = {
            .face = FACE_SEMIBOLD, .size = 15, .color = black, .halo = red, .halo_width = halo};
        draw_text_styled(&c->list, &style, (Point){100, 100}, "HTH");
        canvas_draw(c, "halo");
        FontInk ink = ink_of(c, FACE_SEMIBOLD, 15, "HTH");
        int row = 95; /* through the stem of H */
        int first = 0;
        double before = 0;
        while (first < CANVAS_WIDTH && c->pixels[row][first][0] > 128) {
            before += 1 - c->pixels[row][first][1] / 255.0; /* red has no green */
            first++;
        }
        (void)ink;
        if (fabs(before - (double)halo) > 0.8)
            fail_msg("a halo of %.2f px is %.2f wide left of H", (double)halo, before);
    }
}

static void more_strings_than_fit_are_all_drawn(void **state)
{
    Canvas *c = canvas_of(state);
    static unsigned char alone[sizeof c->pixels];
    draw_text(&c->list, FACE_BOLD, 30, 20, 100, 0, black, "the last one");
    canvas_draw(c, "alone");
    memcpy(alone, c->pixels, sizeof alone);
    for (int i = 0; i < 6000; i++) {
        char text[40];
        snprintf(text, sizeof text, "string %d of many", i);
        draw_text(&c->list, FACE_REGULAR, 40, 20, 100, 0, black, text);
    }
    draw_fill(&c->list, (Rect){0, 0, CANVAS_WIDTH, CANVAS_HEIGHT}, 0, color_hex(0xFFFFFF));
    draw_text(&c->list, FACE_BOLD, 30, 20, 100, 0, black, "the last one");
    canvas_draw(c, "many");
    assert_int_equal(canvas_difference(c, alone), 0);
}

static void long_lines_are_drawn_in_parts(void **state)
{
    Canvas *c = canvas_of(state);
    char text[700];
    memset(text, 'n', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    float width = width_of(c, FACE_REGULAR, 20, text);
    draw_text(&c->list, FACE_REGULAR, 20, 390, 100, 1, black, text);
    canvas_draw(c, "long");
    double part = canvas_ink(c, 100, 70, 200, 50);
    draw_text(&c->list, FACE_REGULAR, 20, 100, 100, 0, black, "nnnnnnnnnnnnnnnnnnnn");
    canvas_draw(c, "short");
    double per_px = canvas_ink(c, 0, 70, CANVAS_WIDTH, 50) /
                    (double)width_of(c, FACE_REGULAR, 20, "nnnnnnnnnnnnnnnnnnnn");
    assert_true(width > 5000);
    if (fabs(part - 200 * per_px) > 0.05 * part)
        fail_msg("ink in 200 px is %.1f, expected %.1f", part, 200 * per_px);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_fills_its_ink_box),
        cmocka_unit_test(widths_are_linear_in_size),
        cmocka_unit_test(widths_add_up),
        cmocka_unit_test(extents_are_those_of_the_letters),
        cmocka_unit_test(text_starts_at_any_quarter_pixel),
        cmocka_unit_test(turned_text_has_the_same_ink),
        cmocka_unit_test(halos_reach_as_far_as_they_say),
        cmocka_unit_test(more_strings_than_fit_are_all_drawn),
        cmocka_unit_test(long_lines_are_drawn_in_parts),
    };
    return cmocka_run_group_tests_name("typeset", tests, canvas_start, canvas_stop);
}
