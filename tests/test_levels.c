/* Isolines and levels of the map against closed forms: where lines run, which values they stand
 * at, and what is written on them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "fixtures.h"
#include "problem/factory.h"
#include "sim/contour.h"
#include "sim/field.h"
#include "sim/levels.h"

/* ---- isolines ---- */

static float *grid_of(int width, int height, double (*k)(double x, double y))
{
    float *out = malloc(sizeof *out * (size_t)width * (size_t)height);
    assert_non_null(out);
    for (int row = 0; row < height; row++)
        for (int col = 0; col < width; col++)
            out[row * width + col] = (float)k(col, row);
    return out;
}

static double bowl_k(double x, double y)
{
    return (x - 250) * (x - 250) + (y - 250) * (y - 250);
}

static void a_bowl_gives_one_closed_circle(void **state)
{
    (void)state;
    float *k = grid_of(501, 501, bowl_k);
    Contours contours = {0};
    contours_trace(&contours, k, 501, 501, 7, 200.0 * 200.0);
    assert_int_equal(contours.line_count, 1);
    const ContourLine line = contours.lines[0];
    assert_true(line.closed);
    assert_int_equal(line.level, 7);
    assert_true(line.count > 1200);
    const ContourPoint *p = contours.points + line.first;
    assert_true(p[0].x == p[line.count - 1].x && p[0].y == p[line.count - 1].y);
    double turned = 0;
    for (size_t i = 0; i < line.count; i++) {
        const double r = hypot((double)p[i].x - 250, (double)p[i].y - 250);
        if (fabs(r - 200) > 1e-3)
            fail_msg("point %zu has radius %.6f, not 200", i, r);
        if (i == 0)
            continue;
        const double a = atan2((double)p[i - 1].y - 250, (double)p[i - 1].x - 250);
        const double b = atan2((double)p[i].y - 250, (double)p[i].x - 250);
        turned += remainder(b - a, 2 * acos(-1));
    }
    assert_near(fabs(turned), 2 * acos(-1), 1e-3);
    contours_deinit(&contours);
    free(k);
}

static double plane_k(double x, double y)
{
    return 0.5 * x + 0.25 * y;
}

static void a_plane_gives_one_open_straight_line(void **state)
{
    (void)state;
    float *k = grid_of(40, 30, plane_k);
    Contours contours = {0};
    contours_trace(&contours, k, 40, 30, 0, 10.3);
    assert_int_equal(contours.line_count, 1);
    assert_false(contours.lines[0].closed);
    /* From the top edge (20.6, 0) to the bottom edge (6.1, 29), in either direction. */
    const ContourPoint a = contours.points[0], b = contours.points[contours.point_count - 1];
    const ContourPoint top = a.y < b.y ? a : b, bottom = a.y < b.y ? b : a;
    assert_near((double)top.x, 20.6, 1e-4);
    assert_near((double)top.y, 0, 1e-6);
    assert_near((double)bottom.x, 6.1, 1e-4);
    assert_near((double)bottom.y, 29, 1e-6);
    for (size_t i = 0; i < contours.point_count; i++)
        assert_near(plane_k((double)contours.points[i].x, (double)contours.points[i].y), 10.3,
                    1e-5);
    contours_deinit(&contours);
    free(k);
}

/* One cell, high at top left and bottom right. Above the mean the two high corners are cut off,
 * below it the two low ones. */
static void a_saddle_cell_is_decided_by_its_mean(void **state)
{
    (void)state;
    const float k[4] = {1, 0, 0, 1};
    for (int high = 0; high < 2; high++) {
        Contours contours = {0};
        contours_trace(&contours, k, 2, 2, 0, high ? 0.6 : 0.4);
        assert_int_equal(contours.line_count, 2);
        for (size_t i = 0; i < 2; i++) {
            assert_int_equal(contours.lines[i].count, 2);
            const ContourPoint *p = contours.points + contours.lines[i].first;
            /* The corner nearest to the middle of the piece is the one cut off. */
            const double x = round(0.5 * (double)(p[0].x + p[1].x));
            const double y = round(0.5 * (double)(p[0].y + p[1].y));
            assert_true(high ? x == y : x != y);
        }
        contours_deinit(&contours);
    }
}

static void cells_with_a_hole_are_skipped(void **state)
{
    (void)state;
    float *k = grid_of(40, 30, plane_k);
    const int hole_x = 16, hole_y = 9; /* on the line 0.5 x + 0.25 y = 10.3 */
    k[hole_y * 40 + hole_x] = NAN;
    Contours contours = {0};
    contours_trace(&contours, k, 40, 30, 0, 10.3);
    assert_int_equal(contours.line_count, 2);
    for (size_t i = 0; i < contours.point_count; i++) {
        const ContourPoint p = contours.points[i];
        assert_true(isfinite(p.x) && isfinite(p.y));
        assert_true(fabsf(p.x - (float)hole_x) >= 1 || fabsf(p.y - (float)hole_y) >= 1);
    }
    contours_deinit(&contours);
    free(k);
}

/* ---- levels ---- */

static Field field_of(double *f, int width, int height)
{
    return (Field){width, height, {{0, 0}, {1, 1}}, f, 0};
}

static void quantiles_are_those_of_the_finite_samples(void **state)
{
    (void)state;
    enum { N = 101 * 99 };
    double *f = malloc(N * sizeof *f);
    assert_non_null(f);
    Rng rng = rng_seeded(5);
    for (size_t i = 0; i < N; i++)
        f[i] = (double)i;
    for (size_t i = N - 1; i > 0; i--) {
        const size_t j = rng_below(&rng, (uint32_t)i + 1);
        const double t = f[i];
        f[i] = f[j];
        f[j] = t;
    }
    const Field field = field_of(f, 101, 99);
    const double q[4] = {0, 0.25, 0.5, 1};
    double out[4];
    assert_true(field_quantiles(&field, q, 4, out));
    for (int i = 0; i < 4; i++)
        assert_near(out[i], q[i] * (N - 1), 1);
    for (size_t i = 0; i < N; i++)
        f[i] = i % 2 ? (double)NAN : (double)INFINITY;
    assert_false(field_quantiles(&field, q, 4, out));
    free(f);
}

static void an_even_spread_gets_linear_levels(void **state)
{
    (void)state;
    enum { W = 100, H = 101 };
    static double f[W * H];
    for (int i = 0; i < W * H; i++)
        f[i] = 100.0 * i / (W * H - 1);
    const Field field = field_of(f, W, H);
    const Problem problem = {.scale = CONTOUR_AUTO, .floor = 0};
    Levels levels;
    levels_fit(&levels, &problem, &field);
    assert_false(levels.log);
    assert_near(levels.step, 2, 0);     /* 50 / 20 = 2.5, the nearest of 1, 2, 5 is 2 */
    assert_near(levels.k0, 0, 0);       /* floor(0 / 2) */
    assert_near(levels.k1, 50, 0);      /* ceil(99 / 2) */
    assert_near(levels.gamma, 1, 5e-3); /* ln .5 / ln(25 / 50) */
    assert_near(levels_t(&levels, 25), 0.5, 2e-3);
    assert_true(levels.k_lowest < -1e20);
}

static void decades_get_logarithmic_levels(void **state)
{
    (void)state;
    enum { W = 100, H = 101 };
    static double f[W * H];
    const double floor_value = -4;
    for (int i = 0; i < W * H; i++)
        f[i] = floor_value + pow(10, -3 + 6.0 * i / (W * H - 1));
    const Field field = field_of(f, W, H);
    const Problem problem = {.scale = CONTOUR_AUTO, .floor = floor_value};
    Levels levels;
    levels_fit(&levels, &problem, &field);
    assert_true(levels.log);
    assert_near(levels.floor, floor_value, 0);
    assert_near(levels.k0, -15, 0); /* floor(5 (-3 + 6 * .0005)) */
    assert_near(levels.k1, 15, 0);  /* ceil(5 (-3 + 6 * .99)) = ceil(14.7) */
    assert_near(levels.gamma, 1, 5e-3);
    assert_near(levels.k_lowest, 14.7 - 30, 0.02);
    assert_near(levels_k(&levels, floor_value + 100), 10, 1e-12);
    assert_near(levels_f(&levels, 5), floor_value + 10, 1e-12);
}

static void the_bounded_saddle_has_steps_of_a_fifth(void **state)
{
    (void)state;
    Err err = {{0}};
    Problem *problem = problem_create("saddle_bounded", &err);
    assert_non_null(problem);
    Field home = {0};
    field_sample(&home, problem, problem->view, 192, 100, NULL);
    Levels levels;
    levels_fit(&levels, problem, &home);
    assert_false(levels.log);
    assert_near(levels.step, 0.2, 1e-15); /* src/view/README.md, "The ground" */
    field_deinit(&home);
    problem_destroy(problem);
}

static void the_fast_logarithm_agrees_with_the_slow_one(void **state)
{
    (void)state;
    enum { N = 4000 };
    double f[N];
    float k[N];
    for (int i = 0; i < N; i++)
        f[i] = pow(10, -290 + 580.0 * i / N);
    f[10] = (double)NAN;
    f[11] = (double)INFINITY;
    f[12] = -1;
    f[13] = 0;
    const Field field = field_of(f, N, 1);
    const Levels levels = {.log = true, .floor = 0};
    const double base = 35;
    levels_field(&levels, &field, base, k, NULL);
    assert_true(isnan(k[10]));
    assert_false(isfinite(k[11]));
    assert_true(k[12] < -1000 && k[13] < -1000 && isfinite(k[12]));
    for (int i = 14; i < N; i++) {
        const double want = 5 * log10(f[i]) - base;
        if (fabs((double)k[i] - want) > 1.3e-7 * fmax(1, fabs(want)))
            fail_msg("k(%g) = %.9g, not %.9g", f[i], (double)k[i], want);
    }
}

static void labels_of_levels_read_as_numbers(void **state)
{
    (void)state;
    const Levels log0 = {.log = true}, log1 = {.log = true, .floor = -3};
    const Levels fifth = {.step = 0.2}, large = {.step = 2e4}, small = {.step = 5e-5};
    const struct {
        const Levels *levels;
        long k;
        const char *text;
    } rows[] = {{&log0, 10, "100"},      {&log0, 0, "1"},          {&log0, 1, "1.6"},
                {&log0, 3, "4"},         {&log0, 7, "25"},         {&log0, -5, "0.1"},
                {&log0, -15, "0.001"},   {&log0, -20, "10⁻⁴"},     {&log0, 25, "10⁵"},
                {&log0, 24, "63000"},    {&log1, -5, "+0.1"},      {&log1, 10, "+100"},
                {&fifth, 5, "1"},        {&fifth, -10, "\u22122"}, {&fifth, 2, "0.4"},
                {&fifth, 0, "0"},        {&large, 5, "10⁵"},       {&large, -6, "\u22121.2×10⁵"},
                {&small, 5, "2.5×10⁻⁴"}, {&small, 30, "0.0015"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        StrBuf text = {0};
        levels_label(rows[i].levels, rows[i].k, &text);
        assert_string_equal(strbuf_text(&text), rows[i].text);
        strbuf_deinit(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bowl_gives_one_closed_circle),
        cmocka_unit_test(a_plane_gives_one_open_straight_line),
        cmocka_unit_test(a_saddle_cell_is_decided_by_its_mean),
        cmocka_unit_test(cells_with_a_hole_are_skipped),
        cmocka_unit_test(quantiles_are_those_of_the_finite_samples),
        cmocka_unit_test(an_even_spread_gets_linear_levels),
        cmocka_unit_test(decades_get_logarithmic_levels),
        cmocka_unit_test(the_bounded_saddle_has_steps_of_a_fifth),
        cmocka_unit_test(the_fast_logarithm_agrees_with_the_slow_one),
        cmocka_unit_test(labels_of_levels_read_as_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
