/* Every golden trajectory, row by row, through problem, run and
 * history: within each tolerance up to the step the file allows for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "golden.h"
#include "optim/optimizer_spec.h"
#include "problem/factory.h"
#include "sim/run.h"

enum { STEPS = 200, NONFINITE_SLACK = 3, LOST = 10 };

typedef struct Count {
    long cases, rows, nonfinite, failures;
    double worst[3]; /* error over tolerance, per tolerance */
} Count;

static const double tolerances[3] = {1e-12, 1e-9, 1e-6};

static bool is_nonfinite(double x, double y, double f)
{
    return !isfinite(x) || !isfinite(y) || !isfinite(f);
}

static double deviation(const GoldenTrajectory *golden, size_t row, Vec2 w)
{
    double scale = fmax(1.0, fmax(fabs(golden->x[row]), fabs(golden->y[row])));
    return fmax(fabs(w.x - golden->x[row]), fabs(w.y - golden->y[row])) / scale;
}

static void complain(Count *count, const GoldenTrajectory *golden, long step, const char *format,
                     double a, double b)
{
    if (count->failures++ < 20) {
        print_error("%s (%s), step %ld: ", golden->file, golden->optimizer, step);
        print_error(format, a, b);
        print_error("\n");
    }
}

static void check_row(Count *count, const GoldenTrajectory *golden, size_t row, const Run *run)
{
    long step = golden->step[row];
    const int upto[3] = {golden->upto_1e12, golden->upto_1e9, golden->upto_1e6};
    if (step > upto[2])
        return;
    if (step > run_last_step(run)) {
        complain(count, golden, step, "the run ended at %g of %g steps", (double)run_last_step(run),
                 STEPS);
        return;
    }
    const HistoryRow *got = run_row(run, step);
    double error = deviation(golden, row, got->w);
    for (int i = 0; i < 3; i++) {
        if (step > upto[i])
            continue;
        count->worst[i] = fmax(count->worst[i], error / tolerances[i]);
        if (!(error <= tolerances[i]))
            complain(count, golden, step, "off by %g, allowed %g", error, tolerances[i]);
    }
    /* f at a point that is itself within 1e-12: conditioned like w where f is steep, so only as
     * good as w times a generous slope. */
    if (step <= upto[0] && !(fabs(got->f - golden->f[row]) <= 1e-8 * fmax(1.0, fabs(got->f))))
        complain(count, golden, step, "f = %.17g, not %.17g", got->f, golden->f[row]);
    count->rows++;
}

/* Of a minibatch run: the gradient on all rows, and what the next update's batch says there. At the
 * stored point itself, so that agreement is as good as the stored numbers are. */
static void check_batch(Count *count, const GoldenTrajectory *golden, size_t row,
                        const Problem *problem)
{
    Vec2 w = vec2(golden->x[row], golden->y[row]);
    double seen[6];
    problem_sample(problem, golden->step[row] + 1, 3, w, seen);
    Vec2 g;
    seen[3] = problem_gradient(problem, w, &g);
    seen[4] = g.x;
    seen[5] = g.y;
    const double wanted[6] = {golden->fb[row], golden->gxb[row], golden->gyb[row],
                              golden->f[row],  golden->gx[row],  golden->gy[row]};
    for (int i = row + 1 < golden->rows ? 0 : 3; i < 6; i++) {
        double error = fabs(seen[i] - wanted[i]) / fmax(1.0, fabs(wanted[i]));
        if (!(error <= 1e-14))
            complain(count, golden, golden->step[row], "a loss or slope is %.17g, not %.17g",
                     seen[i], wanted[i]);
    }
}

/* Where the stored run became non-finite: only that it happens, near that step. Chaos long before
 * it (Newton's method thrown across a plateau) may lead anywhere. */
static void check_end(Count *count, const GoldenTrajectory *golden, const Run *run)
{
    size_t last = golden->rows - 1;
    if (!is_nonfinite(golden->x[last], golden->y[last], golden->f[last]) ||
        golden->step[last] - golden->upto_1e6 > LOST)
        return;
    count->nonfinite++;
    long step = run_last_step(run);
    const HistoryRow *row = run_row(run, step);
    if (!is_nonfinite(row->w.x, row->w.y, row->f) ||
        labs(step - golden->step[last]) > NONFINITE_SLACK)
        complain(count, golden, step, "ends with f = %g, but should be non-finite near step %g",
                 row->f, (double)golden->step[last]);
    else if (run_status(run, step).state != RUN_DIVERGED)
        complain(count, golden, step, "is state %g, not diverged (%g)",
                 (double)run_status(run, step).state, (double)RUN_DIVERGED);
}

static void check_case(Count *count, const GoldenTrajectory *golden)
{
    Err err = {0};
    OptimizerSpec spec;
    if (!optimizer_spec_parse(&spec, golden->optimizer, &err))
        fail_msg("%s: %s", golden->file, err.text);
    Problem *problem = problem_create(golden->problem, &err);
    if (!problem)
        fail_msg("%s: %s", golden->file, err.text);
    optimizer_spec_defaults(&spec, problem->lr, problem->reach);
    RunLimits limits = {.budget = STEPS, .tolerance = 1e-3, .end = RUN_END_NONFINITE};
    Run *run = run_create(problem, &spec, golden->start, limits);
    run_advance(run, STEPS);

    count->cases++;
    for (size_t row = 0; row < golden->rows; row++) {
        check_row(count, golden, row, run);
        if (golden->gx)
            check_batch(count, golden, row, problem);
    }
    check_end(count, golden, run);
    run_destroy(run);
    problem_destroy(problem);
}

/* Every case of a file, of which there are at least `least`. */
static void check_file(const char *name, long least)
{
    Count count = {0};
    Golden *golden = golden_open(name);
    for (const GoldenTrajectory *next; (next = golden_next(golden));)
        check_case(&count, next);
    golden_close(golden);
    print_message("# %ld trajectories, %ld rows, %ld became non-finite; worst error over tolerance "
                  "%.2g (1e-12), %.2g (1e-9), %.2g (1e-6)\n",
                  count.cases, count.rows, count.nonfinite, count.worst[0], count.worst[1],
                  count.worst[2]);
    if (count.failures > 0)
        fail_msg("%ld failures", count.failures);
    assert_true(count.cases >= least);
}

static void trajectories_agree_with_torch_step_by_step(void **state)
{
    (void)state;
    check_file("trajectories.txt", 1226);
}

static void line_searches_end_where_torchs_end(void **state)
{
    (void)state;
    check_file("strong_wolfe.txt", 33);
}

static void trajectories_with_schedules_agree_with_torch(void **state)
{
    (void)state;
    check_file("scheduled.txt", 4);
}

static void minibatch_runs_agree_with_torch(void **state)
{
    (void)state;
    check_file("minibatch.txt", 29);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trajectories_agree_with_torch_step_by_step),
        cmocka_unit_test(line_searches_end_where_torchs_end),
        cmocka_unit_test(trajectories_with_schedules_agree_with_torch),
        cmocka_unit_test(minibatch_runs_agree_with_torch),
    };
    /* Where the data files lie that minibatch runs name. */
    if (chdir(GOLDEN_DIR) != 0) {
        fprintf(stderr, "no directory '%s'\n", GOLDEN_DIR);
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
