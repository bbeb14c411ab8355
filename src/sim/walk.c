#include "sim/walk.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { PARAMS = RUN_PARAMS };

/* Answers what a rule asks at places of its own choice, and counts. */
typedef struct Asked {
    const Problem *problem;
    long t;       /* the update that asks: it sees its own batch */
    long count;   /* evaluations, as Oracle counts them */
    Vec2 last;    /* where the last gradient was asked for */
    Probes *into; /* where the places go */
} Asked;

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

static HistoryRow row_at(const Problem *problem, Vec2 w, long evaluations)
{
    HistoryRow row = {.w = w, .evaluations = evaluations};
    row.f = problem_gradient(problem, w, &row.g);
    return row;
}

void walk_start(Walk *walk, const Problem *problem, const OptimizerSpec *spec, Vec2 start,
                double *state)
{
    const Optimizer *optimizer = spec->optimizer;
    *walk = (Walk){.problem = problem,
                   .spec = spec,
                   .state = state,
                   .varies = optimizer_spec_varies(spec),
                   .row = row_at(problem, start, 0),
                   .asked = vec2((double)NAN, (double)NAN)};
    memset(state, 0, optimizer_state_size(optimizer, PARAMS) * sizeof *state);
    if (optimizer->init)
        optimizer->init(&(Setting){optimizer, spec->hyper}, state, PARAMS);
}

void walk_resume(Walk *walk, const HistoryCheckpoint *checkpoint)
{
    walk->t = checkpoint->t;
    walk->asked = checkpoint->asked;
    walk->row = row_at(walk->problem, checkpoint->w, checkpoint->evaluations);
}

HistoryCheckpoint walk_checkpoint(const Walk *walk)
{
    return (HistoryCheckpoint){walk->t, walk->row.w, walk->asked, walk->row.evaluations};
}

/* The evaluation at w is the rule's, unless it has no use for it, or had asked for it already: a
 * line search ends where it has looked last. */
static long evaluations_at_w(const Walk *walk)
{
    const Optimizer *optimizer = walk->spec->optimizer;
    if (optimizer->ignores_w && optimizer->ignores_w(&(Setting){optimizer, walk->spec->hyper}))
        return 0;
    bool known = walk->row.w.x == walk->asked.x && walk->row.w.y == walk->asked.y;
    return known && !problem_stochastic(walk->problem) ? 0 : 1;
}

/* What update step->t sees: the loss and its gradient as they are at w, or its batch's. */
static void observe_gradient(const Walk *walk, Step *step, double *g)
{
    step->f = walk->row.f;
    g[0] = walk->row.g.x;
    g[1] = walk->row.g.y;
    if (problem_stochastic(walk->problem)) {
        double out[6];
        problem_sample(walk->problem, step->t, 3, walk->row.w, out);
        step->f = out[0];
        g[0] = out[1];
        g[1] = out[2];
    }
}

void walk_step(Walk *walk, Probes *into)
{
    double w[PARAMS] = {walk->row.w.x, walk->row.w.y}, g[PARAMS], hyper[OPTIMIZER_HYPERS_MAX];
    long spent = evaluations_at_w(walk);
    Asked asked = {.problem = walk->problem, .t = ++walk->t, .last = walk->asked, .into = into};
    Oracle oracle = oracle_of(&asked);
    Step step = {.optimizer = walk->spec->optimizer,
                 .n = PARAMS,
                 .t = walk->t,
                 .w = w,
                 .g = g,
                 .state = walk->state,
                 .hyper = walk->varies ? hyper : walk->spec->hyper,
                 .oracle = &oracle};
    observe_gradient(walk, &step, g);
    if (walk->varies)
        optimizer_spec_at(walk->spec, walk->t, hyper);
    walk->spec->optimizer->step(&step);
    walk->asked = asked.last;
    walk->row =
        row_at(walk->problem, vec2(w[0], w[1]), walk->row.evaluations + spent + asked.count);
}
