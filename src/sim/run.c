#include "sim/run.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "sim/watch.h"

enum { PARAMS = RUN_PARAMS };

/* Answers what a rule asks at places of its own choice, and counts. */
typedef struct Asked {
    const Problem *problem;
    long t;       /* the update that asks: it sees its own batch */
    long count;   /* evaluations so far, as Oracle counts them */
    Vec2 last;    /* where the last gradient was asked for; nan if nowhere */
    Probes *into; /* where the places go, NULL if nobody wants them */
} Asked;

struct Run {
    const Problem *problem;
    OptimizerSpec spec;
    RunLimits limits;
    History *history;
    Watch watch;
    bool ended;
    bool scheduled; /* the learning rate differs from update to update */
    long evaluations;
    Asked asked;
    Step step; /* reads and writes the arrays below; t is the last step done */
    double w[PARAMS];
    double g[PARAMS];
    double *state; /* optimizer_state_size of them */
    double hyper[OPTIMIZER_HYPERS_MAX];
};

/* ---- the oracle ---- */

static void evaluate(Asked *asked, const double *w, int level, double out[6])
{
    Vec2 at = vec2(w[0], w[1]);
    problem_sample(asked->problem, asked->t, level, at, out);
    asked->count += level == 6 ? PARAMS : 1;
    if (level == 3)
        asked->last = at;
    if (asked->into && asked->into->count < PROBES_MAX && level < 6)
        asked->into->at[asked->into->count++] = at;
}

static double answer_value(void *context, const double *w, size_t n)
{
    assert(n == PARAMS);
    (void)n;
    double out[6];
    evaluate(context, w, 1, out);
    return out[0];
}

static double answer_gradient(void *context, const double *w, double *g, size_t n)
{
    assert(n == PARAMS);
    (void)n;
    double out[6];
    evaluate(context, w, 3, out);
    g[0] = out[1];
    g[1] = out[2];
    return out[0];
}

static void answer_hessian(void *context, const double *w, double *h, size_t n)
{
    assert(n == PARAMS);
    (void)n;
    double out[6];
    evaluate(context, w, 6, out);
    h[0] = out[3];
    h[1] = h[2] = out[4];
    h[3] = out[5];
}

static Oracle oracle_of(Asked *asked)
{
    return (Oracle){.context = asked,
                    .value = answer_value,
                    .gradient = answer_gradient,
                    .hessian = answer_hessian};
}

/* ---- steps ---- */

static void init_state(const OptimizerSpec *spec, double *state)
{
    const Optimizer *optimizer = spec->optimizer;
    memset(state, 0, optimizer_state_size(optimizer, PARAMS) * sizeof *state);
    if (optimizer->init)
        optimizer->init(state, PARAMS, spec->hyper);
}

/* What update step->t sees at w, where the loss and its gradient are the row's: those, or its
 * batch's. Sets f, g, and the hyperparameters as they are at t. */
static void prepare(const Run *run, Step *step, const HistoryRow *row, double *g, double *hyper)
{
    step->f = row->f;
    g[0] = row->g.x;
    g[1] = row->g.y;
    if (problem_stochastic(run->problem)) {
        double out[6];
        problem_sample(run->problem, step->t, 3, row->w, out);
        step->f = out[0];
        g[0] = out[1];
        g[1] = out[2];
    }
    if (run->scheduled)
        optimizer_hyper_at(run->spec.optimizer, run->spec.hyper, step->t, hyper);
}

/* Evaluates at the new point and keeps it. */
static void record(Run *run)
{
    HistoryRow row = {.w = vec2(run->w[0], run->w[1]), .evaluations = run->evaluations};
    row.f = problem_gradient(run->problem, row.w, &row.g);
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
    free(run->state);
    free(run);
}

void run_restart(Run *run, const OptimizerSpec *spec, Vec2 start, RunLimits limits)
{
    if (!run->history || run->spec.optimizer != spec->optimizer) {
        size_t size = optimizer_state_size(spec->optimizer, PARAMS);
        history_destroy(run->history);
        run->history = history_create(size);
        free(run->state);
        run->state = mem_calloc(size + 1, sizeof *run->state); /* a rule may have none */
    }
    history_clear(run->history);
    run->spec = *spec;
    run->limits = limits;
    run->evaluations = 0;
    run->scheduled = optimizer_scheduled(spec->optimizer, spec->hyper);
    run->asked = (Asked){.problem = run->problem, .last = vec2(NAN, NAN)};
    run->step = (Step){.n = PARAMS,
                       .w = run->w,
                       .g = run->g,
                       .state = run->state,
                       .hyper = run->scheduled ? run->hyper : run->spec.hyper};
    run->w[0] = start.x;
    run->w[1] = start.y;
    init_state(spec, run->state);
    watch_start(&run->watch, run->problem, run->history, limits.tolerance);
    record(run);
}

/* The evaluation at w is the rule's, unless it has no use for it, or had asked for it already: a
 * line search ends where it has looked last. */
static long spent_at(const Run *run, Vec2 w)
{
    const Optimizer *optimizer = run->spec.optimizer;
    if (optimizer->ignores_w && optimizer->ignores_w(run->spec.hyper))
        return 0;
    bool known = w.x == run->asked.last.x && w.y == run->asked.last.y;
    return known && !problem_stochastic(run->problem) ? 0 : 1;
}

static void step_once(Run *run)
{
    const HistoryRow *row = history_row(run->history, run->step.t);
    long spent = spent_at(run, row->w);
    Oracle oracle = oracle_of(&run->asked);
    run->step.t++;
    run->step.oracle = &oracle;
    run->asked.t = run->step.t;
    run->asked.count = 0;
    prepare(run, &run->step, row, run->g, run->hyper);
    run->spec.optimizer->step(&run->step);
    run->evaluations += spent + run->asked.count;
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

/* Does update t once more, from the state before it to the state after it; into: see Asked. */
static void replay(const Run *run, long t, double *state, Probes *into)
{
    const HistoryRow *row = history_row(run->history, t - 1);
    double w[PARAMS] = {row->w.x, row->w.y}, g[PARAMS], hyper[OPTIMIZER_HYPERS_MAX];
    Asked asked = {.problem = run->problem, .t = t, .into = into};
    Oracle oracle = oracle_of(&asked);
    Step step = {.n = PARAMS,
                 .t = t,
                 .w = w,
                 .g = g,
                 .state = state,
                 .hyper = run->scheduled ? hyper : run->spec.hyper,
                 .oracle = &oracle};
    prepare(run, &step, row, g, hyper);
    run->spec.optimizer->step(&step);
}

void run_state(const Run *run, long step, double *state)
{
    size_t size = optimizer_state_size(run->spec.optimizer, PARAMS);
    long at = 0;
    const double *checkpoint = history_checkpoint(run->history, step, &at);
    if (size == 0)
        return;
    memcpy(state, checkpoint, size * sizeof *state);
    for (long t = at + 1; t <= step; t++)
        replay(run, t, state, NULL);
}

const double *run_last_state(const Run *run)
{
    return run->state;
}

void run_probes(const Run *run, long step, Probes *probes)
{
    assert(step >= 0 && step <= run->step.t);
    probes->count = 0;
    if (step == 0)
        return;
    size_t size = optimizer_state_size(run->spec.optimizer, PARAMS);
    double *state = mem_calloc(size + 1, sizeof *state);
    run_state(run, step - 1, state);
    replay(run, step, state, probes);
    free(state);
}
