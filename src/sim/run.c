#include "sim/run.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "sim/watch.h"

enum { PARAMS = 2, STATE_MAX = OPTIMIZER_SLOTS_MAX * PARAMS };

/* Lets a rule ask for gradients elsewhere, and counts. */
typedef struct Asked {
    const Problem *problem;
    long count;
} Asked;

struct Run {
    const Problem *problem;
    OptimizerSpec spec;
    RunLimits limits;
    History *history;
    Watch watch;
    bool ended;
    long evaluations;
    Asked asked;
    Oracle oracle;
    Step step; /* reads and writes the arrays below; t is the last step done */
    double w[PARAMS];
    double g[PARAMS];
    double state[STATE_MAX];
};

static void answer(void *context, const double *w, double *g, size_t n)
{
    assert(n == PARAMS);
    (void)n;
    Asked *asked = context;
    Vec2 gradient;
    problem_gradient(asked->problem, vec2(w[0], w[1]), &gradient);
    g[0] = gradient.x;
    g[1] = gradient.y;
    asked->count++;
}

static void init_state(const OptimizerSpec *spec, double *state)
{
    memset(state, 0, STATE_MAX * sizeof *state);
    if (spec->optimizer->init)
        spec->optimizer->init(state, PARAMS, spec->hyper);
}

/* Evaluates at the new point and keeps it. */
static void record(Run *run)
{
    HistoryRow row = {.w = vec2(run->w[0], run->w[1]), .evaluations = run->evaluations};
    row.f = problem_gradient(run->problem, row.w, &row.g);
    run->g[0] = row.g.x;
    run->g[1] = row.g.y;
    long t = run->step.t;
    history_push(run->history, &row);
    if (t % HISTORY_STRIDE == 0)
        history_push_checkpoint(run->history, run->state);
    watch_row(&run->watch, &row, t);

    bool lost = run->limits.end == RUN_END_FAR ? watch_diverged(&run->watch)
                                               : !vec2_finite(row.w) || !isfinite(row.f);
    run->ended = lost || t >= run->limits.budget;
}

Run *run_create(const Problem *problem, const OptimizerSpec *spec, Vec2 start, RunLimits limits)
{
    Run *run = mem_calloc(1, sizeof *run);
    run->problem = problem;
    run_restart(run, spec, start, limits);
    return run;
}

void run_destroy(Run *run)
{
    if (!run)
        return;
    history_destroy(run->history);
    watch_deinit(&run->watch);
    free(run);
}

void run_restart(Run *run, const OptimizerSpec *spec, Vec2 start, RunLimits limits)
{
    size_t slots = spec->optimizer->slot_count;
    assert(slots <= OPTIMIZER_SLOTS_MAX);
    if (!run->history || run->spec.optimizer != spec->optimizer) {
        history_destroy(run->history);
        run->history = history_create(slots * PARAMS);
    }
    history_clear(run->history);
    run->spec = *spec;
    run->limits = limits;
    run->evaluations = 0;
    run->asked = (Asked){.problem = run->problem};
    run->oracle = (Oracle){.context = &run->asked, .gradient = answer};
    run->step = (Step){.n = PARAMS,
                       .w = run->w,
                       .g = run->g,
                       .state = run->state,
                       .hyper = run->spec.hyper,
                       .oracle = &run->oracle};
    run->w[0] = start.x;
    run->w[1] = start.y;
    init_state(spec, run->state);
    watch_start(&run->watch, run->problem, run->history, limits.tolerance);
    record(run);
}

/* A rule that asks the oracle spends what it asks for; one that does not has used g. */
static void step_once(Run *run)
{
    run->asked.count = 0;
    run->step.t++;
    run->spec.optimizer->step(&run->step);
    run->evaluations += run->asked.count > 0 ? run->asked.count : 1;
    record(run);
}

long run_advance(Run *run, long steps)
{
    long done = 0;
    while (done < steps && !run->ended) {
        step_once(run);
        done++;
    }
    return done;
}

bool run_ended(const Run *run)
{
    return run->ended;
}

long run_last_step(const Run *run)
{
    return run->step.t;
}

const HistoryRow *run_row(const Run *run, long step)
{
    return history_row(run->history, step);
}

RunStatus run_status(const Run *run, long step)
{
    assert(step >= 0 && step <= run->step.t);
    RunStatus status = watch_status(&run->watch, step);
    if (status.state == RUN_RUNNING && run->ended && step == run->step.t)
        return (RunStatus){RUN_BUDGET, step};
    return status;
}

const OptimizerSpec *run_spec(const Run *run)
{
    return &run->spec;
}

const Problem *run_problem(const Run *run)
{
    return run->problem;
}

void run_state(const Run *run, long step, double *state)
{
    size_t size = run->spec.optimizer->slot_count * PARAMS;
    long at = 0;
    const double *checkpoint = history_checkpoint(run->history, step, &at);
    if (size == 0)
        return;
    memcpy(state, checkpoint, size * sizeof *state);

    Asked asked = {.problem = run->problem};
    Oracle oracle = {.context = &asked, .gradient = answer};
    for (long t = at + 1; t <= step; t++) {
        const HistoryRow *row = history_row(run->history, t - 1);
        double w[PARAMS] = {row->w.x, row->w.y};
        double g[PARAMS] = {row->g.x, row->g.y};
        Step replay = {.n = PARAMS,
                       .t = t,
                       .w = w,
                       .g = g,
                       .state = state,
                       .hyper = run->spec.hyper,
                       .oracle = &oracle};
        run->spec.optimizer->step(&replay);
    }
}
