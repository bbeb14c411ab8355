/* Paths on the map: they survive any coordinate, look like the points they came from, and are no
 * longer than what can be seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "base/rng.h"
#include "fixtures.h"
#include "problem/factory.h"
#include "racemap.h"
#include "view/scene/clip.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_leap_to_1e300_leaves_at_the_right_place),
        cmocka_unit_test(no_coordinate_breaks_a_path),
        cmocka_unit_test(a_path_looks_like_the_points_it_came_from),
        cmocka_unit_test(a_dense_path_is_thinned),
        cmocka_unit_test(a_path_of_a_long_run_is_bounded),
        cmocka_unit_test(a_path_that_wanders_has_no_more_points_than_the_pane_has_room),
        cmocka_unit_test(dots_need_room_on_both_sides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
