/* The map's ground: colours, isolines and relief at known places of known fields. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "canvas.h"

enum { WIDTH = 360, HEIGHT = 260, LEFT = 20, TOP = 20 };

static float field[HEIGHT + 2][WIDTH + 2];

/* k = a + b x + c y, x and y in px from the rect's corner to the pixel's centre. */
static void fill_plane(double a, double b, double c)
{
    for (int j = 0; j < HEIGHT + 2; j++)
        for (int i = 0; i < WIDTH + 2; i++)
            field[j][i] = (float)(a + b * (i - 0.5) + c * (j - 0.5));
}

/* A ramp of three greys, no relief, no lines. */
static DrawGround plain_ground(void)
{
    return (DrawGround){.k = &field[0][0],
                        .width = WIDTH,
                        .height = HEIGHT,
                        .k0 = 0,
                        .k1 = 10,
                        .gamma = 1,
                        .k_lowest = -1000,
                        .line_scale = 1,
                        .ramp = {oklab_from_color(color_hex(0xCDE0EE)),
                                 oklab_from_color(color_hex(0xE3EFF4)),
                                 oklab_from_color(color_hex(0xFAF7F0))},
                        .line = {0, 0, 0, 255}};
}

static void draw(Canvas *c, const DrawGround *ground, const char *name)
{
    draw_ground(&c->list, (Rect){LEFT, TOP, WIDTH, HEIGHT}, ground);
    canvas_draw(c, name);
}

static void assert_color(const Canvas *c, int x, int y, uint32_t rgb, int tolerance)
{
    const unsigned char *p = c->pixels[TOP + y][LEFT + x];
    Color e = color_hex(rgb);
    if (abs(p[0] - e.r) > tolerance || abs(p[1] - e.g) > tolerance || abs(p[2] - e.b) > tolerance) {
        fail_msg("pixel %d, %d is #%02X%02X%02X, expected #%06X within %d", x, y, p[0], p[1], p[2],
                 (unsigned)rgb, tolerance);
    }
}

static void ramp_ends_and_middle_are_the_stops(void **state)
{
    Canvas *c = canvas_of(state);
    fill_plane(-1, 12.0 / WIDTH, 0); /* -1 to 11 */
    DrawGround ground = plain_ground();
    draw(c, &ground, "ramp");
    assert_color(c, 5, 100, 0xCDE0EE, 2);
    assert_color(c, 180, 100, 0xE3EFF4, 2);
    assert_color(c, WIDTH - 5, 100, 0xFAF7F0, 2);
    ground.gamma = 0.5f; /* the middle colour at a quarter of the way */
    draw(c, &ground, "ramp-gamma");
    assert_color(c, 105, 100, 0xE3EFF4, 2);
}

static void base_keeps_ends_where_they_are(void **state)
{
    Canvas *c = canvas_of(state);
    fill_plane(-1, 12.0 / WIDTH, 0);
    DrawGround ground = plain_ground();
    ground.base = 1e6;
    ground.k0 = 1e6f;
    ground.k1 = 1e6f + 10;
    draw(c, &ground, "base");
    assert_color(c, 5, 100, 0xCDE0EE, 2);
    assert_color(c, 180, 100, 0xE3EFF4, 2);
}

/* Ink of the row's line around px x, in px of full line colour. */
static double line_ink(const Canvas *c, int x, int y)
{
    double background = c->pixels[TOP + y][LEFT + x - 8][1], sum = 0;
    for (int i = -7; i <= 7; i++)
        sum += (background - c->pixels[TOP + y][LEFT + x + i][1]) / background;
    return sum;
}

static void isolines_lie_at_whole_numbers(void **state)
{
    Canvas *c = canvas_of(state);
    /* One line every 40 px; whole numbers at x = 20, 60, 100 ..., 3 at the first. */
    fill_plane(2.5, 1.0 / 40, 0);
    DrawGround ground = plain_ground();
    ground.k0 = 1000; /* one colour */
    ground.k1 = 2000;
    ground.thin_alpha = 0.27f;
    ground.strong_alpha = 0.55f;
    for (int scale = 1; scale <= 2; scale++) {
        ground.line_scale = (float)scale;
        draw(c, &ground, "isolines");
        for (int k = 3; k < 11; k++) {
            int x = 20 + 40 * (k - 3);
            double expected = scale * (k % 5 == 0 ? 1.5 * 0.55 : 1.0 * 0.27);
            double ink = line_ink(c, x, 130);
            if (fabs(ink - expected) > 0.06) {
                fail_msg("line %d, scale %d: %.3f px of ink, expected %.3f", k, scale, ink,
                         expected);
            }
            assert_true(fabs(line_ink(c, x + 20, 130)) < 0.05);
        }
    }
    ground.k_lowest = 6.5f;
    draw(c, &ground, "isolines-lowest");
    assert_true(fabs(line_ink(c, 100, 130)) < 0.05); /* 5 */
    assert_true(line_ink(c, 180, 130) > 0.4);        /* 7, at scale 2 */
}

static void dense_lines_fade_away(void **state)
{
    Canvas *c = canvas_of(state);
    DrawGround ground = plain_ground();
    ground.k0 = 1000;
    ground.k1 = 2000;
    ground.thin_alpha = ground.strong_alpha = 1;
    fill_plane(0.3, 1.2, 0.4); /* strong lines under 5 px apart: nothing to be seen */
    draw(c, &ground, "dense");
    for (int x = 10; x < WIDTH - 10; x++)
        assert_color(c, x, 50, 0xCDE0EE, 2);
}

static void lines_stay_thin_at_critical_points(void **state)
{
    Canvas *c = canvas_of(state);
    DrawGround ground = plain_ground();
    ground.k0 = 1000;
    ground.k1 = 2000;
    ground.thin_alpha = 1;
    /* A saddle exactly on a line: two lines cross at 130, 100, at right angles. */
    for (int j = 0; j < HEIGHT + 2; j++) {
        for (int i = 0; i < WIDTH + 2; i++) {
            double x = i - 0.5 - 130, y = j - 0.5 - 100;
            field[j][i] = (float)(3 + (x * x - y * y) / 2000);
        }
    }
    draw(c, &ground, "saddle");
    double ink = 0;
    for (int y = 90; y < 110; y++)
        for (int x = 120; x < 140; x++)
            ink += 1 - c->pixels[TOP + y][LEFT + x][1] / 224.0;
    /* Two diagonals of a square of 20 px; their crossing is shared and a little round. */
    double expected = 2 * 20 * sqrt(2) - 1;
    if (fabs(ink - expected) > 0.2 * expected)
        fail_msg("ink at a saddle is %.2f, expected %.2f", ink, expected);
}

static void relief_is_lit_from_the_north_west(void **state)
{
    Canvas *c = canvas_of(state);
    DrawGround ground = plain_ground();
    ground.k0 = -1e6f;
    ground.k1 = 1e-3f; /* high colour everywhere */
    ground.ramp[2] = (Oklab){0.7f, 0, 0};
    ground.lit = (Oklab){0.1f, 0, 0};
    ground.shaded = (Oklab){-0.2f, 0, 0};
    ground.relief = 100; /* 1 / the gradient of the planes below */
    for (int side = -1; side <= 1; side += 2) {
        fill_plane(2.3, side * 0.01 * 0.7071, side * 0.01 * 0.7071);
        draw(c, &ground, "relief");
        /* |v| = 0.8: shade = 0.8 / sqrt(1 + 0.64). */
        double shade = 0.8 / sqrt(1.64);
        Color e =
            color_from_oklab((Oklab){(float)(0.7 + (side > 0 ? 0.1 * shade : -0.2 * shade)), 0, 0});
        assert_color(c, 30, 30, (uint32_t)(e.r << 16 | e.g << 8 | e.b), 2);
    }
}

static void missing_values_are_neutral_and_hatched(void **state)
{
    Canvas *c = canvas_of(state);
    DrawGround ground = plain_ground();
    ground.thin_alpha = ground.strong_alpha = 0.5f;
    ground.relief = 1;
    fill_plane(0.01, 0, 0);
    for (int j = 50; j < 80; j++)
        for (int i = 50; i < 80; i++)
            field[j][i] = j < 60 ? NAN : j < 70 ? INFINITY : -INFINITY;
    draw(c, &ground, "missing");
    /* Strokes every 10 px, at (x + y) mod 10 = 5: here is the ground between two of them ... */
    assert_color(c, 65, 54, 0xFAF7F0, 2);
    assert_color(c, 65, 64, 0xFAF7F0, 2);
    /* ... and here one, 0.7 of a thin line's 0.5, so 0.35 of the line's black. */
    assert_color(c, 61, 54, 0xA3A19C, 3);
    assert_color(c, 61, 64, 0xA3A19C, 3);
    assert_color(c, 60, 74, 0xCDE0EE, 2); /* the logarithm's bottom */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ramp_ends_and_middle_are_the_stops),
        cmocka_unit_test(base_keeps_ends_where_they_are),
        cmocka_unit_test(isolines_lie_at_whole_numbers),
        cmocka_unit_test(dense_lines_fade_away),
        cmocka_unit_test(lines_stay_thin_at_critical_points),
        cmocka_unit_test(relief_is_lit_from_the_north_west),
        cmocka_unit_test(missing_values_are_neutral_and_hatched),
    };
    return cmocka_run_group_tests_name("groundpass", tests, canvas_start, canvas_stop);
}
