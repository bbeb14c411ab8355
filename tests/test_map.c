/* The map pane: levels and isolines against closed forms, words that keep off each other, paths
 * that survive any coordinate, and the contract of growing layers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "problem/factory.h"
#include "sim/contour.h"
#include "view/clip.h"
#include "view/mapview.h"

static void near_or_fail(double got, double want, double tolerance, const char *text, int line)
{
    if (!(fabs(got - want) <= tolerance))
        fail_msg("line %d: %s is %.9g, not %.9g within %g", line, text, got, want, tolerance);
}

#define assert_near(got, want, tolerance) near_or_fail(got, want, tolerance, #got, __LINE__)

/* ---- a font as a table: every character 0.55 em wide ---- */

static float table_width(void *context, Face face, float size, const char *text, size_t len)
{
    (void)context;
    (void)face;
    size_t chars = 0;
    for (size_t i = 0; i < len; i++)
        chars += ((unsigned char)text[i] & 0xC0) != 0x80;
    return 0.55f * size * (float)chars;
}

static FontExtent table_extent(void *context, Face face, float size)
{
    (void)context;
    (void)face;
    return (FontExtent){0.97f * size, 0.24f * size, 0.73f * size, 0.55f * size};
}

static FontInk table_ink(void *context, Face face, float size, const char *text, size_t len)
{
    return (FontInk){0, -0.73f * size, table_width(context, face, size, text, len), 0};
}

static const Fonts TABLE = {NULL, table_width, table_extent, table_ink};

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
    assert_near(levels.step, 0.2, 1e-15); /* visual design, section 5 */
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

/* ---- the ground ---- */

static Problem *problem_of(const char *spec)
{
    Err err = {{0}};
    Problem *problem = problem_create(spec, &err);
    if (!problem)
        fail_msg("%s", err.text);
    return problem;
}

static const Rect PANE = {0, 48, 960, 500};

static void colours_stay_while_panning_and_follow_a_deep_zoom(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    Ground ground = {0};
    const Camera home = camera_fit(problem->view, PANE);
    ground_update(&ground, problem, &home, PANE, GROUND_FULL, NULL);
    const Levels first = ground.levels;
    Camera camera = home;
    camera_pan(&camera, 200, -90);
    camera_zoom(&camera, PANE, (Point){300, 200}, 1 / 3.5);
    ground_update(&ground, problem, &camera, PANE, GROUND_FULL, NULL);
    assert_true(ground.levels.k0 == first.k0 && ground.levels.k1 == first.k1 &&
                ground.levels.gamma == first.gamma && ground.levels.step == first.step);
    camera_zoom(&camera, PANE, (Point){300, 200}, 0.01);
    ground_update(&ground, problem, &camera, PANE, GROUND_FULL, NULL);
    assert_true(ground.levels.k0 != first.k0 || ground.levels.k1 != first.k1);
    ground_update(&ground, problem, &home, PANE, GROUND_FULL, NULL);
    assert_true(ground.levels.k0 == first.k0 && ground.levels.k1 == first.k1);
    ground_deinit(&ground);
    problem_destroy(problem);
}

static void a_fast_ground_is_close_to_the_full_one(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    Ground full = {0}, fast = {0};
    const Camera camera = camera_fit(problem->view, PANE);
    ground_update(&full, problem, &camera, PANE, GROUND_FULL, NULL);
    ground_update(&fast, problem, &camera, PANE, GROUND_FAST, NULL);
    size_t far = 0, total = (size_t)(full.width + 2) * (size_t)(full.height + 2);
    for (size_t i = 0; i < total; i++)
        far += !(fabs((double)full.k[i] + full.base - (double)fast.k[i] - fast.base) < 0.01);
    /* Only at the four minima, where k has a pole, may they differ. */
    if (far > total / 500)
        fail_msg("%zu of %zu samples differ by more than 0.01", far, total);
    ground_deinit(&full);
    ground_deinit(&fast);
    problem_destroy(problem);
}

static void the_buffer_is_k_at_the_centres_of_pixels(void **state)
{
    (void)state;
    Problem *problem = problem_of("x^2 + 3*y^2 + 1");
    Ground ground = {0};
    const Camera camera = {vec2(0.3, -0.2), vec2(0.01, 0.02)};
    ground_update(&ground, problem, &camera, PANE, GROUND_FULL, NULL);
    const int places[4][2] = {{0, 0}, {961, 501}, {480, 250}, {17, 402}};
    for (int i = 0; i < 4; i++) {
        const int col = places[i][0], row = places[i][1];
        /* Bordered sample (col, row) is the centre of pane px (col - 1, row - 1). */
        const double x = 0.3 + (col - 1 + 0.5 - 480) * 0.01;
        const double y = -0.2 - (row - 1 + 0.5 - 250) * 0.02;
        const double want = levels_k(&ground.levels, x * x + 3 * y * y + 1);
        assert_near(ground.base + (double)ground.k[row * 962 + col], want, 1e-4);
    }
    ground_deinit(&ground);
    problem_destroy(problem);
}

/* ---- words ---- */

typedef struct Turned {
    double x, y, half_w, half_h, angle;
} Turned;

/* Separating axes of two turned rectangles. */
static bool turned_overlap(Turned a, Turned b)
{
    for (int n = 0; n < 4; n++) {
        const double t = (n < 2 ? a.angle : b.angle) + (n % 2 ? acos(0) : 0);
        const double ax = cos(t), ay = sin(t);
        const double gap = fabs((b.x - a.x) * ax + (b.y - a.y) * ay);
        const double ra = a.half_w * fabs(cos(a.angle - t)) + a.half_h * fabs(sin(a.angle - t));
        const double rb = b.half_w * fabs(cos(b.angle - t)) + b.half_h * fabs(sin(b.angle - t));
        if (gap > ra + rb)
            return false;
    }
    return true;
}

static void labels_lie_on_their_lines_and_off_everything_else(void **state)
{
    (void)state;
    size_t total = 0;
    for (size_t n = 0; n < problem_catalogue_count(); n++) {
        Problem *problem = problem_of(problem_catalogue_at(n).id);
        Ground ground = {0};
        Labels labels = {0};
        Obstacles obstacles = {0};
        const Camera camera = camera_fit(problem->view, PANE);
        ground_update(&ground, problem, &camera, PANE, GROUND_FULL, NULL);
        obstacles_reset(&obstacles, PANE, 3);
        Rng rng = rng_seeded(n);
        Point line[12];
        for (int i = 0; i < 12; i++)
            line[i] = (Point){(float)rng_range(&rng, 0, 960), (float)rng_range(&rng, 48, 548)};
        const Rect cover = {700, 300, 150, 90};
        obstacles_add_line(&obstacles, line, 12, OBSTACLE_PATH);
        obstacles_add_rect(&obstacles, cover, OBSTACLE_COVER);
        labels_update(&labels, &(LabelView){&ground, &camera, NULL, PANE, 1}, &obstacles, &TABLE);
        total += labels.count;
        assert_true(labels.count <= 16); /* 480 000 px^2 at one per 30 000 */
        Turned boxes[LABELS_MAX];
        for (size_t i = 0; i < labels.count; i++) {
            const MapLabel *label = &labels.items[i];
            const Point p = camera_to_screen(&camera, PANE, label->at);
            boxes[i] = (Turned){(double)p.x, (double)p.y, (double)label->half_w, 5.1,
                                (double)label->angle};
            const double k = levels_k(&ground.levels, problem_value(problem, label->at));
            if (fabs(k - label->k) > 0.3)
                fail_msg("%s: label %s lies at k = %.3f, not %.0f", problem->id, label->text, k,
                         label->k);
            assert_true(cosf(label->angle) > -1e-6f);
            for (size_t j = 0; j < i; j++) {
                const double d = hypot(boxes[i].x - boxes[j].x, boxes[i].y - boxes[j].y);
                if (d < 60 || turned_overlap(boxes[i], boxes[j]))
                    fail_msg("%s: labels %s and %s are %.0f px apart", problem->id, label->text,
                             labels.items[j].text, d);
            }
            const Turned c = {775, 345, 75, 45, 0};
            assert_false(turned_overlap(boxes[i], c));
            for (int s = 0; s < 11; s++) {
                const double dx = (double)(line[s + 1].x - line[s].x);
                const double dy = (double)(line[s + 1].y - line[s].y);
                const Turned path = {(double)line[s].x + dx / 2, (double)line[s].y + dy / 2,
                                     hypot(dx, dy) / 2, 2.5, atan2(dy, dx)};
                if (turned_overlap(boxes[i], path))
                    fail_msg("%s: label %s lies on a path", problem->id, label->text);
            }
        }
        obstacles_deinit(&obstacles);
        labels_deinit(&labels);
        ground_deinit(&ground);
        problem_destroy(problem);
    }
    assert_true(total > 3 * problem_catalogue_count());
}

static bool rects_overlap(Rect a, Rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static void names_never_overlap_and_all_are_placed(void **state)
{
    (void)state;
    Rng rng = rng_seeded(11);
    const NameRules rules = {.bounds = PANE, .scale = 1, .rings = NAME_RINGS};
    for (int round = 0; round < 400; round++) {
        NameItem items[10];
        const size_t count = 1 + rng_below(&rng, 10);
        /* From all over the pane to all on one point. */
        const double spread = round % 4 == 0 ? 0 : pow(10, rng_range(&rng, 0, 2.4));
        const double x = rng_range(&rng, 200, 760), y = rng_range(&rng, 150, 450);
        for (size_t i = 0; i < count; i++)
            items[i] = (NameItem){.at = {(float)(x + rng_range(&rng, -spread, spread) * 0.7),
                                         (float)(y + rng_range(&rng, -spread, spread) * 0.3)},
                                  .radius = 7.5f,
                                  .w = (float)rng_range(&rng, 35, 95),
                                  .h = 15,
                                  .cost_max = INFINITY,
                                  .slot = -1};
        names_place(items, count, &rules, NULL, 0);
        for (size_t i = 0; i < count; i++) {
            if (items[i].slot < 0)
                fail_msg("round %d: name %zu of %zu has no place", round, i, count);
            assert_true(items[i].box.x >= PANE.x && items[i].box.y >= PANE.y);
            assert_true(items[i].box.x + items[i].box.w <= PANE.x + PANE.w);
            assert_true(items[i].box.y + items[i].box.h <= PANE.y + PANE.h);
            for (size_t j = 0; j < i; j++)
                if (rects_overlap(items[i].box, items[j].box))
                    fail_msg("round %d: names %zu and %zu overlap", round, i, j);
        }
    }
}

static void a_name_keeps_its_side_until_another_is_clearly_better(void **state)
{
    (void)state;
    Obstacles obstacles = {0};
    obstacles_reset(&obstacles, PANE, 3);
    const NameRules rules = {
        .bounds = PANE, .scale = 1, .rings = NAME_RINGS, .obstacles = &obstacles};
    NameItem item = {.at = {400, 300}, .radius = 7.5f, .w = 60, .h = 15, .cost_max = INFINITY};
    item.slot = 3; /* west, dearer than east by .36 only */
    names_place(&item, 1, &rules, NULL, 0);
    assert_int_equal(item.slot, 3);
    obstacles_add_rect(&obstacles, (Rect){300, 290, 80, 20}, OBSTACLE_MARK); /* costs 6 */
    names_place(&item, 1, &rules, NULL, 0);
    assert_int_equal(item.slot, 0);
    assert_near((double)item.box.x, 400 + 7.5 + 7, 1e-3);
    obstacles_deinit(&obstacles);
}

/* ---- paths ---- */

static const Rect WIDE = {-66, -18, 1092, 632}; /* PANE and its margin */

static void assert_points_sane(const Path *path)
{
    for (size_t i = 0; i < path->count; i++) {
        const Point p = path->points[i];
        if (!isfinite(p.x) || !isfinite(p.y) || !rect_contains(WIDE, p))
            fail_msg("point %zu is (%g, %g)", i, (double)p.x, (double)p.y);
        assert_true(i == 0 || path->steps[i] >= path->steps[i - 1]);
    }
    for (size_t i = 0; i < path->exit_count; i++)
        assert_near(hypot((double)path->exits[i].dx, (double)path->exits[i].dy), 1, 1e-5);
}

static void a_leap_to_1e300_leaves_at_the_right_place(void **state)
{
    (void)state;
    const Camera camera = {vec2(0, 0), vec2(0.01, 0.01)};
    const double huge[] = {1e4, 1e9, 1e100, 1e300, 1.7e308};
    for (size_t i = 0; i < sizeof huge / sizeof huge[0]; i++) {
        Path path = {0};
        path_begin(&path, PANE, 1);
        path_push(&path, clip_screen(&camera, PANE, vec2(0, 0)));
        path_push(&path, clip_screen(&camera, PANE, vec2(huge[i], 0.5 * huge[i])));
        assert_points_sane(&path);
        assert_int_equal(path.exit_count, 1);
        /* From the centre (480, 298) with slope -1/2: the right edge at y = 298 - 240. */
        assert_near((double)path.exits[0].tip.x, 960, 1e-2);
        assert_near((double)path.exits[0].tip.y, 58, 1e-2);
        assert_near((double)path.exits[0].dy / (double)path.exits[0].dx, -0.5, 1e-6);
        path_deinit(&path);
    }
}

static void no_coordinate_breaks_a_path(void **state)
{
    (void)state;
    const double odd[] = {0,
                          1,
                          -1,
                          1e-300,
                          1e5,
                          -1e12,
                          1e300,
                          -1e308,
                          (double)INFINITY,
                          -(double)INFINITY,
                          3.99,
                          (double)NAN,
                          -2.4,
                          0.5};
    enum { ODD = sizeof odd / sizeof odd[0] };
    const Camera camera = {vec2(0, 0), vec2(0.01, 0.01)};
    Rng rng = rng_seeded(3);
    for (int round = 0; round < 500; round++) {
        Path path = {0};
        path_begin(&path, PANE, 1);
        for (int i = 0; i < 30; i++) {
            const Vec2 w = vec2(odd[rng_below(&rng, ODD)], odd[rng_below(&rng, ODD)]);
            path_push(&path, clip_screen(&camera, PANE, w));
        }
        assert_points_sane(&path);
        path_deinit(&path);
    }
}

static double distance_to_polyline(Vec2 p, const Point *points, size_t count)
{
    double best = (double)INFINITY;
    for (size_t i = 0; i + 1 < count; i++) {
        const Vec2 a = vec2((double)points[i].x, (double)points[i].y);
        const Vec2 d = vec2((double)points[i + 1].x - a.x, (double)points[i + 1].y - a.y);
        const double l2 = vec2_dot(d, d), t0 = l2 > 0 ? vec2_dot(vec2_sub(p, a), d) / l2 : 0;
        const double t = t0 < 0 ? 0 : t0 > 1 ? 1 : t0;
        best = fmin(best, vec2_norm(vec2_sub(p, vec2_add(a, vec2_scale(d, t)))));
    }
    return best;
}

/* What is in sight of the true polyline is in the path, and the other way round: dropped points
 * and the way around the pane change nothing. */
static void a_path_looks_like_the_points_it_came_from(void **state)
{
    (void)state;
    Rng rng = rng_seeded(17);
    for (int round = 0; round < 60; round++) {
        enum { N = 160 };
        Point truth[N];
        Path path = {0};
        path_begin(&path, PANE, 1);
        Vec2 p = vec2(rng_range(&rng, 0, 960), rng_range(&rng, 48, 548));
        for (int i = 0; i < N; i++) {
            truth[i] = clip_point(p);
            path_push(&path, vec2((double)truth[i].x, (double)truth[i].y));
            const double scale = pow(10, rng_range(&rng, -2, rng_below(&rng, 12) ? 1 : 3.2));
            p = vec2_add(p, vec2(scale * rng_normal(&rng), scale * rng_normal(&rng)));
            p = vec2_add(p, vec2_scale(vec2_sub(vec2(480, 298), p), 0.05));
        }
        assert_points_sane(&path);
        for (int side = 0; side < 2; side++) {
            const Point *from = side ? path.points : truth, *to = side ? truth : path.points;
            const size_t from_count = side ? path.count : N, to_count = side ? N : path.count;
            for (size_t i = 0; i + 1 < from_count; i++)
                for (int s = 0; s <= 8; s++) {
                    const Vec2 q =
                        vec2_lerp(vec2((double)from[i].x, (double)from[i].y),
                                  vec2((double)from[i + 1].x, (double)from[i + 1].y), s / 8.0);
                    if (!clip_inside(PANE, q))
                        continue;
                    const double d = distance_to_polyline(q, to, to_count);
                    if (d > 0.5)
                        fail_msg("round %d: (%.1f, %.1f) is %.2f px off", round, q.x, q.y, d);
                }
        }
        path_deinit(&path);
    }
}

static void a_dense_path_is_thinned(void **state)
{
    (void)state;
    Path path = {0};
    path_begin(&path, PANE, 1);
    for (int i = 0; i < 100000; i++) {
        const double t = 1e-4 * i;
        path_push(&path, vec2(480 + 100 * cos(t), 298 + 100 * sin(t)));
    }
    /* 1000 px of arc, a point every 0.3 px at most. */
    assert_true(path.count <= 1 + (size_t)(1000 / 0.3));
    assert_true(path.count > 900);
    assert_int_equal(path.dot_count, 0);
    path_deinit(&path);
}

/* Fails unless all of the way from a to b that is in sight lies within half a pixel, and what
 * rounding to cells makes of it, of the path as it is drawn up to a step. */
static void assert_drawn(const Path *path, long step, Vec2 a, Vec2 b)
{
    const size_t count = path_points_until(path, step);
    for (int s = 0; s <= 8; s++) {
        const Vec2 q = vec2_lerp(a, b, s / 8.0);
        if (!clip_inside(PANE, q))
            continue;
        const double d = distance_to_polyline(q, path->points, count);
        if (!(d <= 0.8))
            fail_msg("step %ld: (%.1f, %.1f) is %.2f px off", step, q.x, q.y, d);
    }
}

/* A quarter of a million steps between two walls that come nearer: each is drawn as long as it
 * shows something new, and the path is the same whether the run came at once or bit by bit. */
static void a_path_of_a_long_run_is_bounded(void **state)
{
    (void)state;
    enum { STEPS = 250000 };
    Problem *problem = problem_create("x^2 + 0.1 y^2", NULL);
    assert_non_null(problem);
    OptimizerSpec spec;
    assert_true(optimizer_spec_parse(&spec, "sgd:lr=1", NULL)); /* x flips its sign for ever */
    optimizer_spec_defaults(&spec, problem->lr, problem->reach);
    const RunLimits limits = {.budget = STEPS, .end = RUN_END_FAR};
    Run *run = run_create(problem, &spec, vec2(2, 1), limits);
    const Camera camera = camera_fit(problem->view, PANE);
    Path grown = {0}, whole = {0};
    while (run_advance(run, 5000) > 0)
        path_update(&grown, run, &camera, PANE, 1, 7);
    path_update(&grown, run, &camera, PANE, 1, 7);
    path_update(&whole, run, &camera, PANE, 1, 7);
    assert_true(whole.count > 2000 && whole.count < 3000);
    assert_int_equal(grown.count, whole.count);
    assert_memory_equal(grown.points, whole.points, whole.count * sizeof *whole.points);
    assert_memory_equal(grown.steps, whole.steps, whole.count * sizeof *whole.steps);
    for (long step = 1; step < STEPS; step += 4999)
        assert_drawn(&whole, step, clip_screen(&camera, PANE, run_row(run, step - 1)->w),
                     clip_screen(&camera, PANE, run_row(run, step)->w));
    path_deinit(&grown);
    path_deinit(&whole);
    run_destroy(run);
    problem_destroy(problem);
}

/* A random walk around the middle of the pane, at any zoom: when it has been everywhere, more steps
 * bring no more points, and at every step all that it has passed is there. */
static void a_path_that_wanders_has_no_more_points_than_the_pane_has_room(void **state)
{
    (void)state;
    enum { STEPS = 200000 };
    static Vec2 truth[STEPS];
    const double zooms[] = {1, 4, 100};
    for (int z = 0; z < 3; z++) {
        Rng rng = rng_seeded(5);
        Path path = {0};
        path_begin(&path, PANE, 1);
        Vec2 p = vec2(300, 100);
        size_t early = 0, early_dots = 0;
        for (int i = 0; i < STEPS; i++) {
            truth[i] = vec2(480 + zooms[z] * p.x, 298 + zooms[z] * p.y);
            path_push(&path, truth[i]);
            p = vec2_add(vec2_scale(p, 0.8), vec2(12 * rng_normal(&rng), 6 * rng_normal(&rng)));
            early = i == STEPS / 2 ? path.count : early;
            early_dots = i == STEPS / 2 ? path.dot_count : early_dots;
        }
        if (path.count > 30000 || path.dot_count > 30000)
            fail_msg("zoom %g: %zu points, %zu dots", zooms[z], path.count, path.dot_count);
        /* A few more, for the farthest of twice as many steps are farther out. */
        if (z == 0 && (path.count > early * 9 / 8 || path.dot_count > early_dots * 9 / 8))
            fail_msg("%zu points and %zu dots became %zu and %zu", early, early_dots, path.count,
                     path.dot_count);
        for (size_t i = 1; i < path.count; i++)
            assert_true(path.steps[i] >= path.steps[i - 1]);
        for (int i = 1; i < STEPS; i += 1999)
            assert_drawn(&path, i, truth[i - 1], truth[i]);
        path_deinit(&path);
    }
}

static void dots_need_room_on_both_sides(void **state)
{
    (void)state;
    Path path = {0};
    path_begin(&path, PANE, 1);
    const double x[] = {100, 110, 120, 128, 140, 152, 164};
    for (int i = 0; i < 7; i++)
        path_push(&path, vec2(x[i], 200));
    /* 110 has 10 and 10; 120 has 8 ahead, 128 has 8 behind; 140 and 152 have 12; ends have none. */
    const double want[] = {110, 140, 152};
    assert_int_equal(path.dot_count, 3);
    for (int i = 0; i < 3; i++)
        assert_near((double)path.dots[i].x, want[i], 1e-4);
    assert_int_equal(path_dots_until(&path, 1), 0);
    assert_int_equal(path_dots_until(&path, 2), 1);
    path_deinit(&path);
}

/* ---- a whole pane ---- */

typedef struct Fixture {
    Race *race;
    Scene scene;
    MapView view;
    Ground ground;
    DrawList list;
} Fixture;

static Fixture *fixture_of(const char *spec, long budget)
{
    static const char *const specs[] = {"sgd",     "momentum", "nesterov", "adagrad",
                                        "rmsprop", "adam",     "sgd"};
    Fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->race = race_create(problem_of(spec),
                          (RunLimits){.budget = budget, .tolerance = 1e-3, .end = RUN_END_FAR});
    int generic = 0;
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) {
        OptimizerSpec optimizer;
        assert_true(optimizer_spec_parse(&optimizer, specs[i], NULL));
        assert_true(race_add(f->race, &optimizer));
        SceneEntrant *entrant = &f->scene.entrants[i];
        snprintf(entrant->name, sizeof entrant->name, "%s", optimizer.optimizer->name);
        entrant->ink = theme_ink(THEME_LIGHT, specs[i], i == 6, &generic);
    }
    while (race_advance(f->race, 10000) > 0) {
    }
    f->scene.race = f->race;
    f->scene.scale = 1;
    f->scene.zoom = 1;
    f->scene.selected = 5;
    f->scene.center = box2_center(race_problem(f->race)->view);
    f->list.fonts = &TABLE;
    return f;
}

static MapPane pane_of(const Fixture *f)
{
    return (MapPane){.scene = &f->scene,
                     .rect = PANE,
                     .clear = PANE,
                     .camera = scene_camera(&f->scene, PANE),
                     .only = -1,
                     .hovered = -1,
                     .ticks = true,
                     .landmark_words = true,
                     .names = true,
                     .ground_layer = 0,
                     .pane_layer = 1};
}

static void draw_at(Fixture *f, double playhead)
{
    f->scene.playhead = playhead;
    drawlist_clear(&f->list);
    const MapPane pane = pane_of(f);
    mapview_draw(&f->view, &pane, &f->ground, NULL, &f->list);
}

static void fixture_free(Fixture *f)
{
    mapview_deinit(&f->view);
    ground_deinit(&f->ground);
    drawlist_deinit(&f->list);
    race_destroy(f->race);
    free(f);
}

static void assert_finite_list(const char *what, const DrawList *list)
{
    for (size_t i = 0; i < list->point_count; i++)
        if (!(fabsf(list->points[i].x) < 1e5f && fabsf(list->points[i].y) < 1e5f))
            fail_msg("%s: point %zu is (%g, %g)", what, i, (double)list->points[i].x,
                     (double)list->points[i].y);
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_TEXT &&
            !(isfinite(command->rect.x + command->rect.y) && isfinite(command->u.text.angle)))
            fail_msg("%s: a text lies nowhere", what);
    }
}

static void every_problem_draws_at_every_zoom(void **state)
{
    (void)state;
    for (size_t n = 0; n < problem_catalogue_count(); n++) {
        Fixture *f = fixture_of(problem_catalogue_at(n).id, 60);
        const double zooms[] = {1, 1e-7, 1e5};
        for (int z = 0; z < 3; z++) {
            f->scene.zoom = zooms[z];
            draw_at(f, 0);
            draw_at(f, 33.4);
            assert_finite_list(problem_catalogue_at(n).id, &f->list);
            draw_at(f, 60);
            assert_finite_list(problem_catalogue_at(n).id, &f->list);
        }
        fixture_free(f);
    }
}

/* The commands of one layer in a list. */
static size_t layer_begin(const DrawList *list, int id)
{
    for (size_t i = 0; i < list->command_count; i++)
        if (list->commands[i].kind == DRAW_LAYER && list->commands[i].u.layer.id == id)
            return i;
    fail_msg("no layer %d", id);
    return 0;
}

static void assert_grew(const DrawList *before, const DrawList *after, int id)
{
    size_t i = layer_begin(before, id), j = layer_begin(after, id);
    for (;; i++, j++) {
        const DrawCommand *a = &before->commands[i], *b = &after->commands[j];
        assert_int_equal(a->kind, b->kind);
        if (a->kind == DRAW_LAYER_END)
            return;
        assert_memory_equal(&a->color, &b->color, sizeof a->color);
        assert_true(a->width == b->width && a->radius == b->radius);
        assert_true(a->kind == DRAW_LINE || a->kind == DRAW_DOTS ? b->count >= a->count
                                                                 : b->count == a->count);
        if (a->count > 0)
            assert_memory_equal(before->points + a->first, after->points + b->first,
                                a->count * sizeof(Point));
    }
}

static void a_layer_with_the_same_key_only_grows(void **state)
{
    (void)state;
    const char *const specs[] = {"saddle_bounded", "rosenbrock", "rastrigin", "bowl"};
    for (size_t s = 0; s < 4; s++) {
        Fixture *f = fixture_of(specs[s], 80);
        DrawList before = {.fonts = &TABLE};
        uint64_t key = 0;
        for (int step = 0; step <= 160; step++) {
            draw_at(f, 0.5 * step);
            const uint64_t now = f->list.commands[layer_begin(&f->list, 1)].u.layer.key;
            if (step > 0) {
                assert_true(now == key);
                assert_grew(&before, &f->list, 1);
            }
            key = now;
            const DrawList swap = before;
            before = f->list;
            f->list = swap;
        }
        draw_at(f, 40);
        assert_true(f->list.commands[layer_begin(&f->list, 1)].u.layer.key != key);
        drawlist_deinit(&before);
        fixture_free(f);
    }
}

static void every_input_of_a_layer_changes_its_key(void **state)
{
    (void)state;
    Fixture *f = fixture_of("himmelblau", 80);
    draw_at(f, 20);
    uint64_t keys[12], count = 0;
#define NOTE_KEY()                                                                                 \
    do {                                                                                           \
        draw_at(f, 20);                                                                            \
        keys[count++] = f->list.commands[layer_begin(&f->list, 1)].u.layer.key;                    \
    } while (0)
    NOTE_KEY();
    f->scene.selected = 1;
    NOTE_KEY();
    race_set_visible(f->race, 2, false);
    NOTE_KEY();
    f->scene.theme = THEME_DARK;
    NOTE_KEY();
    f->scene.zoom = 0.9;
    NOTE_KEY();
    f->scene.center.x += 1e-6;
    NOTE_KEY();
    f->scene.patterns = true;
    NOTE_KEY();
    f->scene.tuning = true;
    NOTE_KEY();
    race_set_hyper(f->race, 1, 0, 0.0123);
    race_advance(f->race, 100000);
    NOTE_KEY();
    f->scene.scale = 2;
    NOTE_KEY();
#undef NOTE_KEY
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (keys[i] == keys[j])
                fail_msg("changes %zu and %zu left the key as it was", j, i);
    fixture_free(f);
}

static void a_steady_frame_allocates_nothing(void **state)
{
    (void)state;
    Fixture *f = fixture_of("himmelblau", 80);
    draw_at(f, 80);
    draw_at(f, 30.2);
    const DrawList list = f->list;
    const MapView *v = &f->view;
    const void *memory[] = {v->labels.contours.points, v->obstacles.bits, v->paths[3].points,
                            v->paths[3].dots, f->ground.k};
    draw_at(f, 30.7);
    draw_at(f, 80);
    assert_ptr_equal(list.points, f->list.points);
    assert_ptr_equal(list.commands, f->list.commands);
    assert_ptr_equal(list.text, f->list.text);
    assert_ptr_equal(memory[0], v->labels.contours.points);
    assert_ptr_equal(memory[1], v->obstacles.bits);
    assert_ptr_equal(memory[2], v->paths[3].points);
    assert_ptr_equal(memory[3], v->paths[3].dots);
    assert_ptr_equal(memory[4], f->ground.k);
    fixture_free(f);
}

/* Entrants 0 and 6 are both plain sgd. */
static void runs_on_the_same_points_take_turns(void **state)
{
    (void)state;
    Fixture *f = fixture_of("himmelblau", 80);
    draw_at(f, 80);
    const size_t shared = f->view.shared[0] + f->view.shared[6];
    assert_int_equal(shared, f->view.paths[0].count);
    assert_int_equal(f->view.twists[0], 2);
    assert_int_equal(f->view.twists[6], 2);
    assert_int_equal(f->view.twist[0] + f->view.twist[6], 1);
    assert_int_equal(f->view.shared[5], 0);
    fixture_free(f);
}

static void a_diverged_run_ends_in_an_arrow_that_says_when(void **state)
{
    (void)state;
    Fixture *f = fixture_of("rosenbrock", 80);
    race_set_hyper(f->race, 0, 0, 0.5);
    race_advance(f->race, 100000);
    draw_at(f, 80);
    const Run *run = race_run(f->race, 0);
    const RunStatus status = run_status(run, run_last_step(run));
    assert_int_equal(status.state, RUN_DIVERGED);
    const Head *head = NULL;
    for (size_t i = 0; i < f->view.heads.count; i++)
        if (f->view.heads.items[i].entrant == 0)
            head = &f->view.heads.items[i];
    assert_non_null(head);
    assert_int_equal(head->kind, HEAD_ARROW);
    char want[64];
    snprintf(want, sizeof want, "SGD, diverged at %ld", status.since);
    assert_string_equal(head->text, want);
    const float left = head->at.x - PANE.x, top = head->at.y - PANE.y;
    const float edge = fminf(fminf(left, PANE.w - left), fminf(top, PANE.h - top));
    assert_near((double)edge, 0, 1e-2);
    fixture_free(f);
}

static void a_formula_without_a_value_is_called_undefined(void **state)
{
    (void)state;
    Fixture *f = fixture_of("log(-1 - x^2)", 80);
    draw_at(f, 0);
    assert_true(f->view.heads.count > 0);
    for (size_t i = 0; i < f->view.heads.count; i++) {
        assert_null(strstr(f->view.heads.items[i].text, "diverged"));
        assert_non_null(strstr(f->view.heads.items[i].text, ", undefined at start"));
    }
    fixture_free(f);
}

static void the_pointer_finds_what_is_drawn(void **state)
{
    (void)state;
    Fixture *f = fixture_of("himmelblau", 80);
    draw_at(f, 6);
    const MapPane pane = pane_of(f);
    const Point start = camera_to_screen(&pane.camera, PANE, race_start(f->race));
    assert_int_equal(mapview_pick(&f->view, &pane, start).kind, MAP_PICK_START);
    for (size_t i = 0; i < f->view.heads.count; i++) {
        const Rect name = f->view.heads.items[i].name;
        const Point p = {name.x + name.w / 2, name.y + name.h / 2};
        const MapPick pick = mapview_pick(&f->view, &pane, p);
        assert_int_equal(pick.kind, MAP_PICK_HEAD);
    }
    const Problem *problem = race_problem(f->race);
    const Point far = camera_to_screen(&pane.camera, PANE, problem->landmarks[1].at);
    const MapPick pick = mapview_pick(&f->view, &pane, far);
    assert_int_equal(pick.kind, MAP_PICK_LANDMARK);
    assert_int_equal(pick.index, 1);
    assert_int_equal(mapview_pick(&f->view, &pane, (Point){-5, 100}).kind, MAP_PICK_NONE);
    fixture_free(f);
}

static bool marks_only_minima(const Fixture *f)
{
    const Landmarks *landmarks = &f->view.landmarks;
    for (size_t i = 0; i < landmarks->count; i++) {
        const int n = landmarks->items[i].landmark;
        if (n != MARK_START && race_problem(f->race)->landmarks[n].kind != LANDMARK_MINIMUM)
            return false;
    }
    return true;
}

static void a_crowd_of_landmarks_keeps_only_its_minima(void **state)
{
    (void)state;
    static const char *const CROWDS[] = {"rastrigin", "levy13", "bohachevsky1"};
    for (size_t i = 0; i < 3; i++) {
        Fixture *f = fixture_of(CROWDS[i], 80);
        draw_at(f, 20);
        assert_true(f->view.landmarks.count > 1);
        assert_true(marks_only_minima(f));
        /* The lowest stands out from the rest. */
        for (size_t k = 0; k < f->view.landmarks.count; k++) {
            const Mark *mark = &f->view.landmarks.items[k];
            if (mark->landmark != MARK_START)
                assert_true(race_problem(f->race)->landmarks[mark->landmark].global
                                ? mark->alpha >= 1
                                : mark->alpha <= 0.5f);
        }
        fixture_free(f);
    }
    Fixture *f = fixture_of("himmelblau", 80);
    draw_at(f, 20);
    assert_int_equal(f->view.landmarks.count, 10); /* 4 minima, 4 saddles, a maximum, the start */
    fixture_free(f);
}

static void ticks_keep_clear_of_what_covers_the_map(void **state)
{
    (void)state;
    Fixture *f = fixture_of("himmelblau", 80);
    draw_at(f, 20);
    const size_t free_count = f->view.axes.y.count;
    const Rect cover = {PANE.x + 10, PANE.y + 10, 0.5f * PANE.w, 0.5f * PANE.h};
    MapPane pane = pane_of(f);
    pane.covers = &cover;
    pane.cover_count = 1;
    drawlist_clear(&f->list);
    mapview_draw(&f->view, &pane, &f->ground, NULL, &f->list);
    assert_true(f->view.axes.y.count > 0 && f->view.axes.y.count < free_count);
    for (size_t i = 0; i < axes_cover_count(&f->view.axes); i++) {
        const Rect label = axes_cover(&f->view.axes, i);
        if (label.w > 0 && label.x + label.w > cover.x && label.x < cover.x + cover.w &&
            label.y + label.h > cover.y && label.y < cover.y + cover.h)
            fail_msg("label %zu at (%g, %g) lies under the cover", i, (double)label.x,
                     (double)label.y);
    }
    fixture_free(f);
}

/* Easom's plateau is flat to 1e-4 and more: by its own slopes it would look like a mountain. */
static void a_plateau_is_shaded_by_the_slopes_of_its_hills(void **state)
{
    (void)state;
    Fixture *f = fixture_of("easom", 20);
    draw_at(f, 0);
    const Ground *g = &f->ground;
    const size_t pitch = (size_t)g->width + 2;
    const float *k = g->k + ((size_t)g->height / 2 + 1) * pitch + (size_t)g->width / 4;
    const double slope = hypot((double)(k[1] - k[-1]), (double)(k[pitch] - *(k - pitch))) / 2;
    assert_true(g->relief > 0);
    if (!(slope * (double)g->relief < 0.5))
        fail_msg("a plateau's slope of %g counts as %g of a usual one", slope,
                 slope * (double)g->relief);
    fixture_free(f);
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
        cmocka_unit_test(colours_stay_while_panning_and_follow_a_deep_zoom),
        cmocka_unit_test(a_fast_ground_is_close_to_the_full_one),
        cmocka_unit_test(the_buffer_is_k_at_the_centres_of_pixels),
        cmocka_unit_test(labels_lie_on_their_lines_and_off_everything_else),
        cmocka_unit_test(names_never_overlap_and_all_are_placed),
        cmocka_unit_test(a_name_keeps_its_side_until_another_is_clearly_better),
        cmocka_unit_test(a_leap_to_1e300_leaves_at_the_right_place),
        cmocka_unit_test(no_coordinate_breaks_a_path),
        cmocka_unit_test(a_path_looks_like_the_points_it_came_from),
        cmocka_unit_test(a_dense_path_is_thinned),
        cmocka_unit_test(a_path_of_a_long_run_is_bounded),
        cmocka_unit_test(a_path_that_wanders_has_no_more_points_than_the_pane_has_room),
        cmocka_unit_test(dots_need_room_on_both_sides),
        cmocka_unit_test(every_problem_draws_at_every_zoom),
        cmocka_unit_test(a_layer_with_the_same_key_only_grows),
        cmocka_unit_test(every_input_of_a_layer_changes_its_key),
        cmocka_unit_test(a_steady_frame_allocates_nothing),
        cmocka_unit_test(runs_on_the_same_points_take_turns),
        cmocka_unit_test(a_diverged_run_ends_in_an_arrow_that_says_when),
        cmocka_unit_test(a_formula_without_a_value_is_called_undefined),
        cmocka_unit_test(the_pointer_finds_what_is_drawn),
        cmocka_unit_test(a_crowd_of_landmarks_keeps_only_its_minima),
        cmocka_unit_test(ticks_keep_clear_of_what_covers_the_map),
        cmocka_unit_test(a_plateau_is_shaded_by_the_slopes_of_its_hills),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
