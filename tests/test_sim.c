/* Runs, their histories and statuses, and races. Predictions are closed forms: on a quadratic,
 * gradient descent multiplies each coordinate by 1 - lr lambda per step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <float.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "optim/catalogue.h"
#include "problem/factory.h"
#include "sim/race.h"
#include "sim/watch.h"

enum { STATE_MAX = 1024 };

static const RunLimits in_window = {.budget = 1000, .tolerance = 1e-3, .end = RUN_END_FAR};

/* ---- helpers ---- */

static Problem *problem_of(const char *text)
{
    Err err = {0};
    Problem *problem = problem_create(text, &err);
    if (!problem)
        fail_msg("'%s': %s", text, err.text);
    return problem;
}

static OptimizerSpec entrant(const char *text)
{
    OptimizerSpec spec;
    Err err = {0};
    if (!optimizer_spec_parse(&spec, text, &err))
        fail_msg("'%s': %s", text, err.text);
    return spec;
}

static OptimizerSpec spec_for(const Problem *problem, const char *text)
{
    OptimizerSpec spec = entrant(text);
    optimizer_spec_defaults(&spec, problem->lr, problem->reach);
    return spec;
}

static Run *run_of(const Problem *problem, const char *text, Vec2 start, RunLimits limits)
{
    OptimizerSpec spec = spec_for(problem, text);
    Run *run = run_create(problem, &spec, start, limits);
    run_advance(run, limits.budget);
    return run;
}

static double diagonal(const Problem *problem)
{
    return vec2_norm(box2_size(problem->view));
}

static void check_status(const Run *run, long step, RunState state, long since)
{
    RunStatus got = run_status(run, step);
    if (got.state != state || got.since != since)
        fail_msg("%s, step %ld: state %d since %ld, expected %d since %ld", run_spec(run)->label,
                 step, got.state, got.since, state, since);
}

/* From the first step to the last, everything that can be asked for is the same to the bit. */
static void check_same(const Run *a, const Run *b)
{
    assert_int_equal(run_last_step(a), run_last_step(b));
    for (long step = 0; step <= run_last_step(a); step++) {
        if (memcmp(run_row(a, step), run_row(b, step), sizeof(HistoryRow)) != 0)
            fail_msg("%s, step %ld: rows differ", run_spec(a)->label, step);
        RunStatus status = run_status(b, step);
        check_status(a, step, status.state, status.since);
    }
}

/* ---- histories ---- */

static void the_rows_and_marks_that_are_kept_can_be_looked_up(void **state)
{
    (void)state;
    enum { ROWS = 150000 };
    History *history = history_create(3);
    for (int pass = 0; pass < 2; pass++) {
        for (long i = 0; i < ROWS; i++) {
            HistoryRow row = {.w = vec2((double)i, -(double)i), .f = pass, .evaluations = i};
            history_push(history, &row);
            double slots[3] = {(double)i, pass, 0.5};
            HistoryMark mark = {.t = i, .w = row.w, .evaluations = 2 * i};
            if (i % HISTORY_STRIDE == 0)
                history_push_mark(history, &mark, slots);
        }
        assert_int_equal(history_count(history), ROWS);
        for (long i = 0; i < ROWS; i += 77) {
            const HistoryRow *row = history_row(history, i);
            bool kept = i < history_kept(history) || i >= ROWS - HISTORY_RECENT;
            assert_int_equal(row != NULL, kept);
            assert_true(!row || (row->evaluations == i && row->f == pass));
            const double *slots;
            const HistoryMark *mark = history_mark(history, i, &slots);
            assert_int_equal(mark->t, i / HISTORY_STRIDE * HISTORY_STRIDE);
            assert_int_equal(mark->evaluations, 2 * mark->t);
            assert_true(slots[0] == (double)mark->t && slots[1] == pass);
        }
        /* Fewer of the first, and all others as before. */
        assert_int_equal(history_kept(history), HISTORY_KEPT);
        history_keep(history, 12900);
        assert_int_equal(history_kept(history), 12 * 1024);
        assert_true(history_trail(history)->count <= 6 * 1024);
        assert_true(history_trail(history)->cap <= 9 * 1024);
        assert_non_null(history_row(history, 12 * 1024 - 1));
        assert_null(history_row(history, 12 * 1024));
        assert_int_equal(history_row(history, ROWS - HISTORY_RECENT)->evaluations,
                         ROWS - HISTORY_RECENT);
        history_clear(history);
        assert_int_equal(history_count(history), 0);
        assert_int_equal(history_trail(history)->count, 0);
    }
    history_destroy(history);
}

/* Bounces as a run between two walls does, so that every second step alone would miss a wall. */
static Vec2 bouncing(long step)
{
    double drift = 1e-6 * (double)step;
    return vec2((step % 2 ? 3.0 : -2.0) + drift, (step % 5 == 0 ? 1.0 : 0.0) - drift);
}

/* There are 1,758 strides, and room for a mark per eight first rows. */
static void where_few_rows_stay_marks_are_farther_apart(void **state)
{
    (void)state;
    enum { ROWS = 450000 };
    History *history = history_create(1);
    for (int pass = 0; pass < 2; pass++) {
        const long few = 512, every = pass == 0 ? few : HISTORY_STRIDE;
        if (pass == 0)
            history_keep(history, HISTORY_KEPT_LEAST);
        for (long i = 0; i < ROWS; i += HISTORY_STRIDE)
            history_push_mark(history, &(HistoryMark){.t = i}, &(double){(double)i});
        for (long i = 0; i < ROWS; i += 77) {
            const double *slot;
            assert_int_equal(history_mark(history, i, &slot)->t, i - i % every);
            assert_true(*slot == (double)(i - i % every));
        }
        if (pass == 1) { /* all at once */
            const double *slot;
            history_keep(history, HISTORY_KEPT_LEAST);
            assert_int_equal(history_mark(history, ROWS - 1, &slot)->t,
                             ROWS - 1 - (ROWS - 1) % few);
        }
        history_clear(history);
    }
    history_destroy(history);
}

static void a_trail_keeps_the_extremes_of_its_groups(void **state)
{
    (void)state;
    static const long lengths[] = {70000, 300000, 2000000};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        History *history = history_create(0);
        for (long i = 0; i < lengths[k]; i++)
            history_push(history, &(HistoryRow){.w = bouncing(i)});
        const Trail *trail = history_trail(history);
        assert_true(trail->count > 500 && trail->count <= 32768);
        size_t at = 0;
        long first = HISTORY_KEPT_LEAST;
        for (; first + trail->every <= lengths[k]; first += trail->every) {
            double low = INFINITY, high = -INFINITY, seen_low = INFINITY, seen_high = -INFINITY;
            double top = -INFINITY, seen_top = -INFINITY;
            for (long i = first; i < first + trail->every; i++) {
                low = fmin(low, bouncing(i).x);
                high = fmax(high, bouncing(i).x);
                top = fmax(top, bouncing(i).y);
            }
            for (; at < trail->count && trail->points[at].step < first + trail->every; at++) {
                TrailPoint point = trail->points[at];
                Vec2 want = bouncing(point.step);
                assert_true(at == 0 || point.step > trail->points[at - 1].step);
                assert_true(point.w.x == want.x && point.w.y == want.y);
                seen_low = fmin(seen_low, want.x);
                seen_high = fmax(seen_high, want.x);
                seen_top = fmax(seen_top, want.y);
            }
            if (low != seen_low || high != seen_high || top != seen_top)
                fail_msg("steps from %ld: x in [%.17g, %.17g], the trail's in [%.17g, %.17g]",
                         first, low, high, seen_low, seen_high);
        }
        /* What thinning has not closed yet may lack its last group, no more. */
        assert_true(trail->count - at <= 4);
        history_destroy(history);
    }
}

/* A bowl's small gradients at even steps, large ones at odd: the state changes with every step. */
static void changes_of_state_are_bounded_and_exact_where_rows_are_kept(void **state)
{
    (void)state;
    enum { ROWS = 400000 };
    Problem *problem = problem_of("x^2 + y^2");
    History *history = history_create(1);
    history_keep(history, 10 * 1024);
    Watch watch = {0};
    watch_start(&watch, problem, history, 1e-3);
    for (long i = 0; i < ROWS; i++) {
        const double g = i % 2 == 0 ? 0 : 1;
        const HistoryRow row = {.w = vec2(g / 2, 0), .g = vec2(g, 0)};
        history_push(history, &row);
        watch_row(&watch, &row, i);
        assert_true(watch.change_count <= 10 * 1024 + HISTORY_RECENT + 3 * WATCH_CHANGES);
        if (i % 4099 == 0) /* the newest */
            for (long back = 0; back < 1000 && back <= i; back++)
                assert_int_equal(watch_status(&watch, i - back).state,
                                 (i - back) % 2 == 0 ? RUN_CONVERGED : RUN_RUNNING);
    }
    for (long i = 0; i < ROWS; i++) {
        const RunStatus status = watch_status(&watch, i);
        const bool even = i % 2 == 0;
        assert_true(status.state == RUN_CONVERGED || status.state == RUN_RUNNING);
        assert_true(status.since <= i);
        if (history_row(history, i))
            assert_true(status.since == i && status.state == (even ? RUN_CONVERGED : RUN_RUNNING));
    }
    watch_deinit(&watch);
    history_destroy(history);
    problem_destroy(problem);
}

static double asked_value(void *context, const double *w, size_t n)
{
    assert_int_equal(n, 2);
    return problem_value(context, vec2(w[0], w[1]));
}

static double asked_gradient(void *context, const double *w, double *g, size_t n)
{
    assert_int_equal(n, 2);
    Vec2 gradient;
    double f = problem_gradient(context, vec2(w[0], w[1]), &gradient);
    g[0] = gradient.x;
    g[1] = gradient.y;
    return f;
}

static void asked_hessian(void *context, const double *w, double *h, size_t n)
{
    assert_int_equal(n, 2);
    Vec2 gradient;
    Sym2 hessian;
    problem_hessian(context, vec2(w[0], w[1]), &gradient, &hessian);
    h[0] = hessian.xx;
    h[1] = h[2] = hessian.xy;
    h[3] = hessian.yy;
}

/* Walks with the bare kernel beside the run. */
static void check_states(Problem *problem, const char *text)
{
    const Oracle oracle = {problem, asked_value, asked_gradient, asked_hessian};
    RunLimits limits = {.budget = 700, .tolerance = 1e-3, .end = RUN_END_NONFINITE};
    Run *run = run_of(problem, text, problem->start, limits);
    Run *asked = run_of(problem, text, problem->start, (RunLimits){.budget = 0});
    assert_int_equal(run_last_step(asked), 0);
    const OptimizerSpec *spec = run_spec(run);
    size_t size = optimizer_state_size(spec->optimizer, 2);
    assert_true(size <= STATE_MAX);
    double direct[STATE_MAX] = {0};
    double replayed[STATE_MAX];
    if (spec->optimizer->init)
        spec->optimizer->init(&(Setting){spec->optimizer, spec->hyper}, direct, 2);
    run_state(asked, 0, replayed);
    assert_memory_equal(replayed, direct, size * sizeof(double));
    for (long t = 1; t <= run_last_step(run); t++) {
        const HistoryRow *row = run_row(run, t - 1);
        double w[2] = {row->w.x, row->w.y};
        double g[2] = {row->g.x, row->g.y};
        Step step = {.optimizer = spec->optimizer,
                     .n = 2,
                     .t = t,
                     .w = w,
                     .f = row->f,
                     .g = g,
                     .state = direct,
                     .hyper = spec->hyper,
                     .oracle = &oracle};
        spec->optimizer->step(&step);
        assert_memory_equal(w, &run_row(run, t)->w, sizeof w);
        if (t % 37 != 0 && (t + 1) % HISTORY_STRIDE > 2)
            continue;
        run_state(run, t, replayed);
        if (memcmp(replayed, direct, size * sizeof(double)) != 0)
            fail_msg("%s, step %ld: state differs when replayed", text, t);
    }
    run_destroy(run);
    run_destroy(asked);
}

static void the_state_at_any_step_is_replayed_to_the_bit(void **state)
{
    (void)state;
    Problem *problem = problem_of("rosenbrock");
    for (size_t i = 0; i < optimizer_count(); i++)
        check_states(problem, optimizer_at(i)->id);
    check_states(problem, "rmsprop:momentum=0.5,centered=1");
    check_states(problem, "adam:amsgrad=1");
    check_states(problem, "adagrad:initial=0.1");
    problem_destroy(problem);
}

/* The look-ahead form asks for gradients itself: replaying must ask again. */
static void a_replay_asks_for_gradients_again(void **state)
{
    (void)state;
    Problem *problem = problem_of("rosenbrock");
    Run *run = run_of(problem, "nesterov:form=lookahead", problem->start, in_window);
    double before[STATE_MAX] = {0};
    for (long t = 1; t <= 300; t++) {
        double slots[STATE_MAX];
        run_state(run, t, slots);
        Vec2 w = run_row(run, t - 1)->w;
        Vec2 ahead = vec2(w.x + 0.9 * before[0], w.y + 0.9 * before[1]);
        Vec2 g;
        problem_gradient(problem, ahead, &g);
        assert_true(slots[2] == ahead.x && slots[3] == ahead.y);
        assert_true(slots[4] == g.x && slots[5] == g.y);
        memcpy(before, slots, sizeof before);
    }
    run_destroy(run);
    problem_destroy(problem);
}

/* Rules whose parameters act on each other ask for more; test_newton and test_linesearch count with
 * them. */
static void every_element_wise_step_spends_one_gradient(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    static const char *const more[] = {"nesterov:form=lookahead", "momentum:form=ema"};
    for (size_t i = 0; i < optimizer_count() + 2; i++) {
        const char *text =
            i < optimizer_count() ? optimizer_at(i)->id : more[i - optimizer_count()];
        Run *run = run_of(problem, text, problem->start, in_window);
        bool coupled = run_spec(run)->optimizer->coupled;
        for (long t = 0; t <= run_last_step(run) && !coupled; t++)
            assert_int_equal(run_row(run, t)->evaluations, t);
        run_destroy(run);
    }
    problem_destroy(problem);
}

static void rows_hold_value_and_gradient_at_w(void **state)
{
    (void)state;
    Problem *problem = problem_of("beale");
    Run *run = run_of(problem, "nesterov:form=lookahead", problem->start, in_window);
    for (long t = 0; t <= run_last_step(run); t += 13) {
        const HistoryRow *row = run_row(run, t);
        Vec2 g;
        double f = problem_gradient(problem, row->w, &g);
        assert_true(f == row->f && g.x == row->g.x && g.y == row->g.y);
    }
    run_destroy(run);
    problem_destroy(problem);
}

/* ---- slices, restarts ---- */

static void slices_of_any_size_give_the_same_run(void **state)
{
    (void)state;
    Problem *problem = problem_of("saddle_bounded");
    static const long slices[] = {1, 3, 5, 7, 50, 256, 257};
    for (size_t i = 0; i < optimizer_count(); i++) {
        OptimizerSpec spec = spec_for(problem, optimizer_at(i)->id);
        Run *whole = run_of(problem, optimizer_at(i)->id, problem->start, in_window);
        for (size_t s = 0; s < sizeof slices / sizeof *slices; s++) {
            Run *sliced = run_create(problem, &spec, problem->start, in_window);
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
    Run *run = run_create(problem, &spec, problem->start, in_window);
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
    Run *used = run_create(problem, &spec, vec2(4, 4), in_window);
    run_advance(used, 1000);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        spec = spec_for(problem, texts[i]);
        run_restart(used, &spec, problem->start, in_window);
        run_advance(used, 1000);
        Run *fresh = run_of(problem, texts[i], problem->start, in_window);
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
    Run *run = run_of(problem, "sgd:lr=0.05", start, in_window);
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
    while (hypot(x, gy) > in_window.tolerance) {
        x *= 0.99;
        gy *= 0.5;
        predicted++;
    }
    Run *run = run_of(problem, "sgd:lr=0.01", vec2(-4.0, 3.0), in_window);
    assert_int_equal(run_last_step(run), in_window.budget); /* the chart goes on */
    check_status(run, predicted - 1, RUN_RUNNING, 0);
    for (long t = predicted; t <= in_window.budget; t++)
        check_status(run, t, RUN_CONVERGED, predicted);
    run_destroy(run);
    problem_destroy(problem);
}

/* At lr = 2 / kappa exactly, y only changes its sign. */
static void a_run_that_still_moves_at_the_end_is_out_of_budget(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl:kappa=64");
    Run *run = run_of(problem, "sgd:lr=0.03125", vec2(0.0, 1.0), in_window);
    for (long t = 0; t < in_window.budget; t++)
        check_status(run, t, RUN_RUNNING, 0);
    check_status(run, in_window.budget, RUN_BUDGET, in_window.budget);
    run_destroy(run);

    OptimizerSpec spec = spec_for(problem, "sgd:lr=0.03125");
    run = run_create(problem, &spec, vec2(0.0, 1.0), in_window);
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
    Run *run = run_of(problem, "sgd:lr=0.05", vec2(-1.5, 1e-5), in_window);
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
    Run *run = run_of(problem, "sgd:lr=0.4", vec2(0.0, y), in_window);
    for (long t = 0; t < run_last_step(run); t++)
        check_status(run, t, RUN_RUNNING, 0);
    run_destroy(run);
    /* One step more of it. */
    run = run_of(problem, "sgd:lr=0.4", vec2(0.0, y / 1.8), in_window);
    check_status(run, 4, RUN_SADDLE, 0);
    check_status(run, 5, RUN_RUNNING, 5);
    run_destroy(run);
    problem_destroy(problem);
}

static void the_opening_demo_lingers_and_leaves(void **state)
{
    (void)state;
    Problem *problem = problem_of("saddle_bounded");
    Run *run = run_of(problem, "sgd", problem->start, in_window);
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
    Run *run = run_create(problem, &spec, vec2(0.0, 0.0), in_window);
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
    Run *run = run_of(problem, "adam", vec2(-60.0, 80.0), in_window); /* exp(-10000) is 0 */
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
    Run *run = run_of(problem, "sgd:lr=1e-7", vec2(1e-6, 0.0), in_window);
    for (long t = 0; t < 1000; t++)
        check_status(run, t, RUN_RUNNING, 0);
    run_destroy(run);
    problem_destroy(problem);
}

static void a_maximum_is_not_called_converged(void **state)
{
    (void)state;
    Problem *problem = problem_of("-x^2 - y^2");
    Run *run = run_of(problem, "sgd:lr=0.1", vec2(0.0, 0.0), in_window);
    check_status(run, 49, RUN_RUNNING, 0);
    check_status(run, 1000, RUN_STALLED, 0);
    run_destroy(run);
    problem_destroy(problem);
}

static void a_start_outside_all_bounds_ends_at_once(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl");
    Run *run = run_of(problem, "sgd", vec2((double)NAN, 0.0), in_window);
    assert_true(run_ended(run));
    check_status(run, 0, RUN_DIVERGED, 0);
    run_destroy(run);
    run = run_of(problem, "sgd", vec2(1e4, 0.0), in_window);
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
        Run *run = run_of(problem, "sgd", vec2(i == 2 ? 1 : -1, 0), in_window);
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

/* ---- long runs ---- */

/* Rows that a long run has dropped are those that a twin shows while they are new. */
static void a_long_runs_past_is_walked_again_bit_for_bit(void **state)
{
    (void)state;
    enum { STEPS = 280000, EVERY = 991 };
    Problem *problem = problem_of("rosenbrock");
    RunLimits limits = {.budget = STEPS, .end = RUN_END_FAR};
    static const char *const more[] = {"nesterov:form=lookahead",
                                       "momentum:lr=0.0002,schedule=cosine",
                                       "rmsprop:lr=0.001,momentum=0.9,centered=on"};
    size_t count = optimizer_count() + sizeof more / sizeof *more;
    for (size_t k = 0; k < count; k++) {
        bool named = k < optimizer_count();
        OptimizerSpec spec =
            spec_for(problem, named ? optimizer_at(k)->id : more[k - optimizer_count()]);
        size_t size = optimizer_state_size(spec.optimizer, RUN_PARAMS) * sizeof(double);
        Run *run = run_create(problem, &spec, problem->start, limits);
        Run *twin = run_create(problem, &spec, problem->start, limits);
        if (k % 2 != 0)
            run_keep(run, HISTORY_KEPT_LEAST); /* with marks farther apart */
        while (run_advance(run, 4096) > 0)
            ;
        double slots[STATE_MAX];
        for (long step = 0; step <= run_last_step(run); step += EVERY) {
            run_advance(twin, step - run_last_step(twin));
            if (memcmp(run_row(run, step), run_row(twin, step), sizeof(HistoryRow)) != 0)
                fail_msg("%s: step %ld differs", spec.label, step);
            run_state(run, step, slots);
            assert_memory_equal(slots, run_last_state(twin), size);
        }
        /* Neighbours in and beside a block, in any order. */
        for (long step = 100000; step > 99000; step -= 3) {
            if (step > run_last_step(run))
                continue;
            HistoryRow row = *run_row(run, step);
            assert_memory_equal(run_row(run, step), &row, sizeof row);
            assert_true(problem_value(problem, row.w) == row.f);
        }
        run_destroy(run);
        run_destroy(twin);
    }
    problem_destroy(problem);
}

static void a_million_steps_take_few_megabytes_and_can_be_scrubbed(void **state)
{
    (void)state;
    enum { STEPS = 1000000 };
    Problem *problem = problem_of("rosenbrock");
    RunLimits limits = {.budget = STEPS, .tolerance = 1e-3, .end = RUN_END_FAR};
    OptimizerSpec spec = spec_for(problem, "rmsprop"); /* keeps moving, so statuses change */
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    Run *run = run_create(problem, &spec, problem->start, limits);
    assert_int_equal(run_advance(run, 2L * STEPS), STEPS);
    size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    double megabytes = (double)(after - before) / 1e6;
    print_message("# %.1f MB\n", megabytes);
    if (megabytes > 8.0) /* 0 where a sanitizer owns malloc */
        fail_msg("%.1f MB", megabytes);

    /* Scrubbing reads any step: row, status and state. */
    Rng rng = rng_seeded(3);
    for (int i = 0; i < 2000; i++) {
        long step = (long)rng_below(&rng, STEPS);
        double slots[STATE_MAX];
        run_state(run, step, slots);
        assert_true(run_status(run, step).since <= step);
        assert_int_equal(run_row(run, step)->evaluations, step);
    }
    run_destroy(run);
    problem_destroy(problem);
}

/* ---- races ---- */

enum { SIX = 6 };

/* The first `count` optimizers. */
static Race *race_of(const char *problem, size_t count)
{
    Race *race = race_create(problem_of(problem), in_window);
    for (size_t i = 0; i < count; i++) {
        OptimizerSpec spec = entrant(optimizer_at(i)->id);
        assert_true(race_add(race, &spec));
    }
    return race;
}

static void finish(Race *race)
{
    while (race_advance(race, 777) > 0)
        ;
    assert_true(race_done(race));
}

static void a_race_is_its_runs_in_lockstep(void **state)
{
    (void)state;
    Race *race = race_of("saddle", optimizer_count()); /* most leave the map at some step */
    static const long slices[] = {1, 2, 6, 7, 100, 1000, 3000};
    for (size_t s = 0; !race_done(race); s++) {
        long slice = slices[s % (sizeof slices / sizeof *slices)];
        assert_true(race_advance(race, slice) <= slice);
        long low = in_window.budget;
        long high = 0;
        for (size_t i = 0; i < race_count(race); i++) {
            const Run *run = race_run(race, i);
            low = !run_ended(run) && run_last_step(run) < low ? run_last_step(run) : low;
            high = !run_ended(run) && run_last_step(run) > high ? run_last_step(run) : high;
        }
        if (high > low + 1)
            fail_msg("one run is at step %ld, another at %ld", low, high);
    }
    assert_int_equal(race_advance(race, 1000), 0);
    for (size_t i = 0; i < race_count(race); i++) {
        Run *alone = run_of(race_problem(race), optimizer_at(i)->id, race_start(race), in_window);
        check_same(race_run(race, i), alone);
        run_destroy(alone);
    }
    race_destroy(race);
}

static void a_latecomer_catches_up(void **state)
{
    (void)state;
    Race *race = race_of("himmelblau", SIX);
    race_advance(race, 600);
    OptimizerSpec spec = entrant("adam:lr=0.2,label=late");
    assert_true(race_add(race, &spec));
    size_t late = race_count(race) - 1;
    assert_int_equal(race_advance(race, 100), 100);
    assert_int_equal(run_last_step(race_run(race, late)), 100);
    assert_int_equal(run_last_step(race_run(race, 0)), 100);
    assert_int_equal(race_advance(race, 14), 14);
    assert_int_equal(run_last_step(race_run(race, 0)), 102);
    assert_string_equal(run_spec(race_run(race, late))->label, "late");
    race_destroy(race);
}

static void a_change_restarts_what_it_must_and_nothing_else(void **state)
{
    (void)state;
    Race *race = race_of("himmelblau", SIX);
    finish(race);
    uint64_t revision = race_revision(race);
    uint64_t sgd = race_run_revision(race, 0);
    uint64_t adam = race_run_revision(race, 5);
    double lr = race_hyper(race, 5, 0);

    race_set_hyper(race, 5, 0, lr); /* no change */
    race_set_start(race, race_start(race));
    race_set_limits(race, race_limits(race));
    assert_true(race_done(race));
    assert_true(race_revision(race) == revision && race_run_revision(race, 5) == adam);

    race_set_hyper(race, 5, 0, 2.0 * lr);
    assert_true(race_hyper(race, 5, 0) == 2.0 * lr);
    assert_int_equal(run_last_step(race_run(race, 5)), 0);
    assert_int_equal(run_last_step(race_run(race, 0)), in_window.budget);
    assert_true(race_revision(race) != revision && race_run_revision(race, 5) != adam);
    assert_true(race_run_revision(race, 0) == sgd);

    race_set_start(race, vec2(1.0, 1.0));
    assert_true(race_run_revision(race, 0) != sgd);
    assert_true(run_row(race_run(race, 0), 0)->w.x == 1.0);
    race_set_limits(race, (RunLimits){.budget = 10, .tolerance = 1e-3, .end = RUN_END_FAR});
    finish(race);
    for (size_t i = 0; i < race_count(race); i++)
        assert_int_equal(run_last_step(race_run(race, i)), 10);
    race_destroy(race);
}

static void revisions_are_never_used_twice(void **state)
{
    (void)state;
    Race *race = race_of("bowl", SIX);
    uint64_t seen[400];
    size_t count = 0;
    for (int i = 0; i < 60; i++) {
        race_set_hyper(race, (size_t)i % 6, 0, 0.001 * (i + 1));
        seen[count++] = race_run_revision(race, (size_t)i % 6);
        if (i % 10 == 9) {
            race_set_start(race, vec2(0.01 * i, 1.0));
            for (size_t k = 0; k < 6; k++)
                seen[count++] = race_run_revision(race, k);
        }
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(seen[i] != seen[k]);
    race_destroy(race);
}

static void untouched_hyperparameters_follow_the_problem(void **state)
{
    (void)state;
    Race *race = race_of("saddle_bounded", SIX);
    OptimizerSpec spec = entrant("sgd:lr=0.07");
    race_add(race, &spec);
    assert_true(race_hyper(race, 0, 0) == 0.1);
    race_set_hyper(race, 5, 0, 0.2);
    assert_true(race_hyper_default(race, 5, 0) == 0.1);

    race_set_problem(race, problem_of("bowl"));
    const Problem *bowl = race_problem(race);
    assert_string_equal(bowl->id, "bowl");
    assert_true(race_start(race).x == bowl->start.x && race_start(race).y == bowl->start.y);
    assert_true(race_hyper(race, 0, 0) == hyper_default(&optimizer_at(0)->hypers[0], bowl->lr, 0));
    assert_true(race_hyper(race, 5, 0) == 0.2);
    assert_true(race_hyper(race, 6, 0) == 0.07);
    race_set_hyper(race, 5, 0, (double)NAN);
    assert_true(race_hyper(race, 5, 0) == race_hyper_default(race, 5, 0));
    race_set_hyper(race, 6, 0, (double)NAN);
    assert_true(race_hyper(race, 6, 0) == race_hyper(race, 0, 0));
    finish(race);
    check_same(race_run(race, 6), race_run(race, 0));
    race_destroy(race);
}

static void entrants_come_and_go(void **state)
{
    (void)state;
    Race *race = race_create(problem_of("himmelblau"), in_window);
    assert_true(race_done(race)); /* nobody runs */
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++) {
        OptimizerSpec spec = entrant(i % 2 ? "adam" : "momentum");
        assert_true(race_add(race, &spec));
    }
    OptimizerSpec spec = entrant("sgd");
    assert_false(race_add(race, &spec));
    race_set_hyper(race, 3, 0, 0.3);
    uint64_t third = race_run_revision(race, 3);
    uint64_t before = race_revision(race);
    race_remove(race, 0);
    assert_true(race_revision(race) != before);
    assert_int_equal(race_count(race), RACE_ENTRANTS_MAX - 1);
    assert_true(race_hyper(race, 2, 0) == 0.3 && race_run_revision(race, 2) == third);
    assert_true(race_add(race, &spec));
    finish(race);
    check_same(race_run(race, 1), race_run(race, 3)); /* the same optimizer twice */
    while (race_count(race) > 0)
        race_remove(race, race_count(race) - 1);
    assert_true(race_done(race));
    race_destroy(race);
}

/* How many evaluations each rule spends is known: sgd one a step, Newton's method three (a Hessian
 * costs as much as two gradients). */
static void a_budget_of_evaluations_buys_what_they_cost(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        long cost;
    } rules[] = {{"sgd:lr=0.001", 1}, {"newton", 3}};
    enum { BUDGET = 61 };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        Err err = {0};
        OptimizerSpec spec;
        Problem *problem = problem_create("himmelblau", &err);
        assert_true(optimizer_spec_parse(&spec, rules[i].spec, &err));
        optimizer_spec_defaults(&spec, problem->lr, problem->reach);
        RunLimits limits = {.budget = BUDGET, .unit = RUN_EVALUATIONS, .end = RUN_END_NONFINITE};
        Run *run = run_create(problem, &spec, problem->start, limits);
        run_advance(run, 10 * BUDGET);
        assert_true(run_ended(run));
        for (long spent = 0; spent <= BUDGET; spent++)
            for (long hint = 0; hint < BUDGET; hint += 7)
                assert_int_equal(run_step_within(run, spent, hint), spent / rules[i].cost);
        assert_int_equal(run_last_step(run), (BUDGET + rules[i].cost - 1) / rules[i].cost);
        run_destroy(run);
        problem_destroy(problem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_budget_of_evaluations_buys_what_they_cost),
        cmocka_unit_test(the_rows_and_marks_that_are_kept_can_be_looked_up),
        cmocka_unit_test(where_few_rows_stay_marks_are_farther_apart),
        cmocka_unit_test(a_trail_keeps_the_extremes_of_its_groups),
        cmocka_unit_test(changes_of_state_are_bounded_and_exact_where_rows_are_kept),
        cmocka_unit_test(the_state_at_any_step_is_replayed_to_the_bit),
        cmocka_unit_test(a_replay_asks_for_gradients_again),
        cmocka_unit_test(every_element_wise_step_spends_one_gradient),
        cmocka_unit_test(rows_hold_value_and_gradient_at_w),
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
        cmocka_unit_test(a_long_runs_past_is_walked_again_bit_for_bit),
        cmocka_unit_test(a_million_steps_take_few_megabytes_and_can_be_scrubbed),
        cmocka_unit_test(a_race_is_its_runs_in_lockstep),
        cmocka_unit_test(a_latecomer_catches_up),
        cmocka_unit_test(a_change_restarts_what_it_must_and_nothing_else),
        cmocka_unit_test(revisions_are_never_used_twice),
        cmocka_unit_test(untouched_hyperparameters_follow_the_problem),
        cmocka_unit_test(entrants_come_and_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
