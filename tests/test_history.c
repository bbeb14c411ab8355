/* The past of a run: rows and marks that are kept, states that are walked again, and long runs that
 * take little memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <float.h>
#include <malloc.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "fixtures.h"
#include "optim/catalogue.h"
#include "problem/factory.h"
#include "sim/history.h"
#include "sim/watch.h"

enum { STATE_MAX = 1024 };

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
            HistoryCheckpoint checkpoint = {.t = i, .w = row.w, .evaluations = 2 * i};
            if (i % HISTORY_STRIDE == 0)
                history_push_checkpoint(history, &checkpoint, slots);
        }
        assert_int_equal(history_count(history), ROWS);
        for (long i = 0; i < ROWS; i += 77) {
            const HistoryRow *row = history_row(history, i);
            bool kept = i < history_kept(history) || i >= ROWS - HISTORY_RECENT;
            assert_int_equal(row != NULL, kept);
            assert_true(!row || (row->evaluations == i && row->f == pass));
            const double *slots;
            const HistoryCheckpoint *checkpoint = history_checkpoint(history, i, &slots);
            assert_int_equal(checkpoint->t, i / HISTORY_STRIDE * HISTORY_STRIDE);
            assert_int_equal(checkpoint->evaluations, 2 * checkpoint->t);
            assert_true(slots[0] == (double)checkpoint->t && slots[1] == pass);
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
            history_push_checkpoint(history, &(HistoryCheckpoint){.t = i}, &(double){(double)i});
        for (long i = 0; i < ROWS; i += 77) {
            const double *slot;
            assert_int_equal(history_checkpoint(history, i, &slot)->t, i - i % every);
            assert_true(*slot == (double)(i - i % every));
        }
        if (pass == 1) { /* all at once */
            const double *slot;
            history_keep(history, HISTORY_KEPT_LEAST);
            assert_int_equal(history_checkpoint(history, ROWS - 1, &slot)->t,
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
    Run *run = run_of(problem, "nesterov:form=lookahead", problem->start, IN_WINDOW);
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
        Run *run = run_of(problem, text, problem->start, IN_WINDOW);
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
    Run *run = run_of(problem, "nesterov:form=lookahead", problem->start, IN_WINDOW);
    for (long t = 0; t <= run_last_step(run); t += 13) {
        const HistoryRow *row = run_row(run, t);
        Vec2 g;
        double f = problem_gradient(problem, row->w, &g);
        assert_true(f == row->f && g.x == row->g.x && g.y == row->g.y);
    }
    run_destroy(run);
    problem_destroy(problem);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rows_and_marks_that_are_kept_can_be_looked_up),
        cmocka_unit_test(where_few_rows_stay_marks_are_farther_apart),
        cmocka_unit_test(a_trail_keeps_the_extremes_of_its_groups),
        cmocka_unit_test(changes_of_state_are_bounded_and_exact_where_rows_are_kept),
        cmocka_unit_test(the_state_at_any_step_is_replayed_to_the_bit),
        cmocka_unit_test(a_replay_asks_for_gradients_again),
        cmocka_unit_test(every_element_wise_step_spends_one_gradient),
        cmocka_unit_test(rows_hold_value_and_gradient_at_w),
        cmocka_unit_test(a_long_runs_past_is_walked_again_bit_for_bit),
        cmocka_unit_test(a_million_steps_take_few_megabytes_and_can_be_scrubbed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
