/* Runs: slices, restarts, and the states that they are called by; and every optimizer on every
 * problem. Predictions are closed forms: on a quadratic, gradient descent multiplies each
 * coordinate by 1 - lr lambda per step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <float.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>

#include "fixtures.h"
#include "optim/catalogue.h"
#include "problem/factory.h"

static double diagonal(const Problem *problem)
{
    return vec2_norm(box2_size(problem->view));
}

/* ---- slices, restarts ---- */

static void slices_of_any_size_give_the_same_run(void **state)
{
    (void)state;
    Problem *problem = problem_of("saddle_bounded");
    static const long slices[] = {1, 3, 5, 7, 50, 256, 257};
    for (size_t i = 0; i < optimizer_count(); i++) {
        OptimizerSpec spec = spec_for(problem, optimizer_at(i)->id);
        Run *whole = run_of(problem, optimizer_at(i)->id, problem->start, IN_WINDOW);
        for (size_t s = 0; s < sizeof slices / sizeof *slices; s++) {
            Run *sliced = run_create(problem, &spec, problem->start, IN_WINDOW);
            long done = 0;
            for (long more; (more = run_advance(sliced, slices[s])) > 0; done += more)
                assert_true(more <= slices[s]);
            assert_int_equal(done, run_last_step(whole));
            check_same(sliced, whole);
            run_destroy(sliced);
        }
        run_destroy(whole);
    }
    problem_destroy(problem);
}

static void a_status_once_said_is_never_taken_back(void **state)
{
    (void)state;
    Problem *problem = problem_of("saddle_bounded");
    OptimizerSpec spec = spec_for(problem, "sgd");
    Run *run = run_create(problem, &spec, problem->start, IN_WINDOW);
    RunStatus *said = malloc(1001 * sizeof *said);
    assert_non_null(said);
    do {
        said[run_last_step(run)] = run_status(run, run_last_step(run));
    } while (run_advance(run, 1) > 0);
    for (long t = 0; t <= run_last_step(run); t++)
        check_status(run, t, said[t].state, said[t].since);
    free(said);
    run_destroy(run);
    problem_destroy(problem);
}

static void a_restarted_run_is_a_fresh_run(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    static const char *const texts[] = {"adam", "sgd", "rmsprop:momentum=0.9", "adam:lr=0.5",
                                        "adam"};
    OptimizerSpec spec = spec_for(problem, "sgd:lr=10");
    Run *used = run_create(problem, &spec, vec2(4, 4), IN_WINDOW);
    run_advance(used, 1000);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        spec = spec_for(problem, texts[i]);
        run_restart(used, &spec, problem->start, IN_WINDOW);
        run_advance(used, 1000);
        Run *fresh = run_of(problem, texts[i], problem->start, IN_WINDOW);
        check_same(used, fresh);
        run_destroy(fresh);
    }
    run_destroy(used);
    problem_destroy(problem);
}

/* ---- statuses ---- */

/* y is multiplied by 1 - lr kappa = -1.5 per step; x stays small. */
static void descent_beyond_two_over_kappa_diverges_when_predicted(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl:kappa=50");
    Vec2 start = vec2(1.0, 2.6);
    double far = problem->domain.max.y + 10.0 * box2_size(problem->domain).y;
    long predicted = (long)ceil(log(far / start.y) / log(1.5));
    Run *run = run_of(problem, "sgd:lr=0.05", start, IN_WINDOW);
    assert_true(run_ended(run));
    assert_int_equal(run_last_step(run), predicted);
    check_status(run, predicted, RUN_DIVERGED, predicted);
    check_status(run, predicted - 1, RUN_RUNNING, 0);
    run_destroy(run);

    /* f = 25 y^2 overflows where 50 y^2 does. */
    RunLimits nonfinite = {.budget = 5000, .tolerance = 1e-3, .end = RUN_END_NONFINITE};
    long overflow = (long)ceil((0.5 * log(DBL_MAX / 50.0) - log(start.y)) / log(1.5));
    run = run_of(problem, "sgd:lr=0.05", start, nonfinite);
    assert_int_equal(run_last_step(run), overflow);
    assert_false(isfinite(run_row(run, overflow)->f));
    assert_true(isfinite(run_row(run, overflow - 1)->f));
    check_status(run, overflow, RUN_DIVERGED, predicted);
    run_destroy(run);
    problem_destroy(problem);
}

/* x and y are multiplied by 0.99 and 0.5. */
static void descent_on_a_bowl_converges_when_predicted(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl:kappa=50");
    double x = -4.0;
    double gy = 50.0 * 3.0;
    long predicted = 0;
    while (hypot(x, gy) > IN_WINDOW.tolerance) {
        x *= 0.99;
        gy *= 0.5;
        predicted++;
    }
    Run *run = run_of(problem, "sgd:lr=0.01", vec2(-4.0, 3.0), IN_WINDOW);
    assert_int_equal(run_last_step(run), IN_WINDOW.budget); /* the chart goes on */
    check_status(run, predicted - 1, RUN_RUNNING, 0);
    for (long t = predicted; t <= IN_WINDOW.budget; t++)
        check_status(run, t, RUN_CONVERGED, predicted);
    run_destroy(run);
    problem_destroy(problem);
}

/* At lr = 2 / kappa exactly, y only changes its sign. */
static void a_run_that_still_moves_at_the_end_is_out_of_budget(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl:kappa=64");
    Run *run = run_of(problem, "sgd:lr=0.03125", vec2(0.0, 1.0), IN_WINDOW);
    for (long t = 0; t < IN_WINDOW.budget; t++)
        check_status(run, t, RUN_RUNNING, 0);
    check_status(run, IN_WINDOW.budget, RUN_BUDGET, IN_WINDOW.budget);
    run_destroy(run);

    OptimizerSpec spec = spec_for(problem, "sgd:lr=0.03125");
    run = run_create(problem, &spec, vec2(0.0, 1.0), IN_WINDOW);
    run_advance(run, 10);
    check_status(run, 10, RUN_RUNNING, 0); /* not ended yet */
    run_destroy(run);
    problem_destroy(problem);
}

/* On x^2 - y^2 the quadratic model is exact: the saddle lies |w| away. */
static void lingering_at_a_saddle_is_seen_while_it_lasts(void **state)
{
    (void)state;
    Problem *problem = problem_of("saddle");
    double radius = 0.01 * diagonal(problem);
    long first = -1;
    long last = -1;
    double x = -1.5;
    double y = 1e-5;
    for (long t = 0; t < 200; t++) {
        if (hypot(x, y) <= radius && first < 0)
            first = t;
        if (hypot(x, y) <= radius)
            last = t;
        x *= 1.0 - 2.0 * 0.05;
        y *= 1.0 + 2.0 * 0.05;
    }
    assert_true(first > 5 && last > first + 20);
    Run *run = run_of(problem, "sgd:lr=0.05", vec2(-1.5, 1e-5), IN_WINDOW);
    check_status(run, first + 3, RUN_RUNNING, 0);
    for (long t = first + 4; t <= last; t++)
        check_status(run, t, RUN_SADDLE, first);
    check_status(run, last + 1, RUN_RUNNING, last + 1);
    assert_int_equal(run_status(run, run_last_step(run)).state, RUN_DIVERGED);
    run_destroy(run);
    problem_destroy(problem);
}

static void passing_a_saddle_quickly_is_not_lingering(void **state)
{
    (void)state;
    Problem *problem = problem_of("saddle");
    /* |w| <= radius for four steps only: y grows by 1.8 per step. */
    double radius = 0.01 * diagonal(problem);
    double y = radius / (1.8 * 1.8 * 1.8 * 1.01);
    Run *run = run_of(problem, "sgd:lr=0.4", vec2(0.0, y), IN_WINDOW);
    for (long t = 0; t < run_last_step(run); t++)
        check_status(run, t, RUN_RUNNING, 0);
    run_destroy(run);
    /* One step more of it. */
    run = run_of(problem, "sgd:lr=0.4", vec2(0.0, y / 1.8), IN_WINDOW);
    check_status(run, 4, RUN_SADDLE, 0);
    check_status(run, 5, RUN_RUNNING, 5);
    run_destroy(run);
    problem_destroy(problem);
}

static void the_opening_demo_lingers_and_leaves(void **state)
{
    (void)state;
    Problem *problem = problem_of("saddle_bounded");
    Run *run = run_of(problem, "sgd", problem->start, IN_WINDOW);
    static const RunState story[] = {RUN_RUNNING, RUN_SADDLE, RUN_RUNNING, RUN_CONVERGED};
    size_t chapter = 0;
    for (long t = 0; t <= run_last_step(run); t++) {
        RunState now = run_status(run, t).state;
        if (now != story[chapter])
            chapter++;
        if (chapter == sizeof story / sizeof *story || now != story[chapter])
            fail_msg("step %ld: unexpected state %d", t, now);
    }
    assert_int_equal(chapter, 3);
    run_destroy(run);
    problem_destroy(problem);
}

/* On the slope f = x, AdaGrad's t-th step has length lr / sqrt(t). */
static void adagrad_stalls_on_a_slope_when_predicted(void **state)
{
    (void)state;
    Problem *problem = problem_of("x");
    double lr = 2e-5 * diagonal(problem);
    long predicted = 0;
    double moved = HUGE_VAL;
    while (!(moved < 1e-4 * diagonal(problem))) {
        predicted++;
        moved = predicted < 50 ? HUGE_VAL : 0.0;
        for (long t = predicted; t > predicted - 50 && moved < HUGE_VAL; t--)
            moved += lr / sqrt((double)t);
    }
    assert_true(predicted > 60 && predicted < 900);
    OptimizerSpec spec = spec_for(problem, "adagrad:eps=1e-20");
    spec.hyper[optimizer_hyper_find(spec.optimizer, "lr")] = lr;
    Run *run = run_create(problem, &spec, vec2(0.0, 0.0), IN_WINDOW);
    run_advance(run, 1000);
    check_status(run, predicted - 1, RUN_RUNNING, 0);
    for (long t = predicted; t <= 1000; t++)
        check_status(run, t, RUN_STALLED, predicted - 50);
    run_destroy(run);
    problem_destroy(problem);
}

static void a_plateau_without_curvature_is_a_stall(void **state)
{
    (void)state;
    Problem *problem = problem_of("easom");
    Run *run = run_of(problem, "adam", vec2(-60.0, 80.0), IN_WINDOW); /* exp(-10000) is 0 */
    for (long t = 0; t <= 1000; t++)
        check_status(run, t, RUN_STALLED, 0);
    run_destroy(run);
    problem_destroy(problem);
}

/* A gradient of 0.01 in a valley of curvature 1e4 is a hair's breadth from the bottom. */
static void creeping_up_on_a_steep_minimum_is_no_stall(void **state)
{
    (void)state;
    Problem *problem = problem_of("5000*x^2 + 5000*y^2");
    Run *run = run_of(problem, "sgd:lr=1e-7", vec2(1e-6, 0.0), IN_WINDOW);
    for (long t = 0; t < 1000; t++)
        check_status(run, t, RUN_RUNNING, 0);
    run_destroy(run);
    problem_destroy(problem);
}

static void a_maximum_is_not_called_converged(void **state)
{
    (void)state;
    Problem *problem = problem_of("-x^2 - y^2");
    Run *run = run_of(problem, "sgd:lr=0.1", vec2(0.0, 0.0), IN_WINDOW);
    check_status(run, 49, RUN_RUNNING, 0);
    check_status(run, 1000, RUN_STALLED, 0);
    run_destroy(run);
    problem_destroy(problem);
}

static void a_start_outside_all_bounds_ends_at_once(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl");
    Run *run = run_of(problem, "sgd", vec2((double)NAN, 0.0), IN_WINDOW);
    assert_true(run_ended(run));
    check_status(run, 0, RUN_DIVERGED, 0);
    run_destroy(run);
    run = run_of(problem, "sgd", vec2(1e4, 0.0), IN_WINDOW);
    check_status(run, run_last_step(run), RUN_DIVERGED, 0);
    assert_int_equal(run_last_step(run), 0);
    run_destroy(run);
    problem_destroy(problem);
}

static void a_start_without_a_value_is_called_undefined(void **state)
{
    (void)state;
    static const char *const specs[] = {"log(-1 - x^2)", "sqrt(-1 - x^2 - y^2)", "1/(x - 1)",
                                        "log(x)"};
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) {
        Problem *problem = problem_of(specs[i]);
        Run *run = run_of(problem, "sgd", vec2(i == 2 ? 1 : -1, 0), IN_WINDOW);
        assert_true(run_ended(run));
        assert_int_equal(run_last_step(run), 0);
        check_status(run, 0, RUN_UNDEFINED, 0);
        run_destroy(run);
        problem_destroy(problem);
    }
}

/* ---- every table against every other ---- */

static void check_end(const Run *run, const char *what)
{
    const Problem *problem = run_problem(run);
    long last = run_last_step(run);
    RunState end = run_status(run, last).state;
    bool finite = vec2_finite(run_row(run, last)->w) && isfinite(run_row(run, last)->f);
    if (!run_ended(run) || end == RUN_RUNNING || (!finite && end != RUN_DIVERGED) ||
        (last < 60 && end != RUN_DIVERGED))
        fail_msg("%s on %s with %s at an end: state %d at step %ld", run_spec(run)->label,
                 problem->id, what, end, last);
    for (long t = 0; t < last; t++) {
        RunStatus status = run_status(run, t);
        if (status.since > t || status.since < 0 || status.state == RUN_BUDGET)
            fail_msg("%s on %s with %s: state %d since %ld at step %ld", run_spec(run)->label,
                     problem->id, what, status.state, status.since, t);
    }
}

static void check_ends(const Problem *problem, const Optimizer *optimizer, Run **run)
{
    static const RunLimits limits[2] = {
        {.budget = 60, .tolerance = 1e-3, .end = RUN_END_FAR},
        {.budget = 60, .tolerance = 0.0, .end = RUN_END_NONFINITE},
    };
    OptimizerSpec spec = spec_for(problem, optimizer->id);
    for (size_t h = 0; h < optimizer->hyper_count; h++) {
        const Hyper *hyper = &optimizer->hypers[h];
        const double ends[] = {hyper->min, hyper->slider_min, hyper->slider_max, hyper->max};
        for (int i = 0; i < 4; i++) {
            OptimizerSpec changed = spec;
            changed.hyper[h] = ends[i];
            if (*run)
                run_restart(*run, &changed, problem->start, limits[i % 2]);
            else
                *run = run_create(problem, &changed, problem->start, limits[i % 2]);
            run_advance(*run, 60);
            check_end(*run, hyper->id);
        }
    }
}

static void every_optimizer_survives_every_problem_at_every_end(void **state)
{
    (void)state;
    for (size_t p = 0; p < problem_catalogue_count(); p++) {
        Problem *problem = problem_of(problem_catalogue_at(p).id);
        Run *run = NULL;
        for (size_t i = 0; i < optimizer_count(); i++)
            check_ends(problem, optimizer_at(i), &run);
        run_destroy(run);
        problem_destroy(problem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_of_any_size_give_the_same_run),
        cmocka_unit_test(a_status_once_said_is_never_taken_back),
        cmocka_unit_test(a_restarted_run_is_a_fresh_run),
        cmocka_unit_test(descent_beyond_two_over_kappa_diverges_when_predicted),
        cmocka_unit_test(descent_on_a_bowl_converges_when_predicted),
        cmocka_unit_test(a_run_that_still_moves_at_the_end_is_out_of_budget),
        cmocka_unit_test(lingering_at_a_saddle_is_seen_while_it_lasts),
        cmocka_unit_test(passing_a_saddle_quickly_is_not_lingering),
        cmocka_unit_test(the_opening_demo_lingers_and_leaves),
        cmocka_unit_test(adagrad_stalls_on_a_slope_when_predicted),
        cmocka_unit_test(a_plateau_without_curvature_is_a_stall),
        cmocka_unit_test(creeping_up_on_a_steep_minimum_is_no_stall),
        cmocka_unit_test(a_maximum_is_not_called_converged),
        cmocka_unit_test(a_start_outside_all_bounds_ends_at_once),
        cmocka_unit_test(a_start_without_a_value_is_called_undefined),
        cmocka_unit_test(every_optimizer_survives_every_problem_at_every_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
