/* lbfgs: Newton's method with curvature guessed from the last few steps.
 *
 *   s = w - w_{t-1}      y = g - g_{t-1}      the last m such pairs with s.y > 0 are kept
 *   d = -H g             H y = s for the newest pair, and nearly so for the older ones
 *   w <- w + lr d        or as far as a line search with the strong Wolfe conditions finds good
 *
 * H is never written down: two loops over the pairs multiply by it (Nocedal and Wright 2006,
 * algorithm 7.4), starting from (s.y / y.y) I. The first step goes against the gradient, no
 * component farther than lr. In every detail as torch.optim.LBFGS with one iteration per step. */
#include <math.h>
#include <string.h>

#include "optim/family.h"
#include "optim/line_search/linesearch.h"

enum { LR, HISTORY, LINE_SEARCH, HYPER_COUNT };
enum { STEPS, CHANGES, PAIRS, ITERATIONS, MOVE, GRADIENT, TRIAL, TRIAL_GRADIENT };
enum { SEARCH_NONE, SEARCH_WOLFE };
enum { HISTORY_MOST = 20 };

/* torch's: no gradient component larger is rest, pairs with less curvature are not kept, and
 * directions that promise less per unit are not taken. */
static const double rest = 1e-7;
static const double least_curvature = 1e-10;
static const double least_slope = 1e-9;

static const double c2 = 0.9;

static const char *const searches[] = {"none", "strong_wolfe", NULL};

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = {.id = "lr",
            .symbol = "\\alpha",
            .doc = "share of the whole step that is taken, or where a search looks first",
            .kind = HYPER_REAL,
            .fallback = 1.0,
            .max = 1000.0,
            .slider_max = 2.5},
    [HISTORY] = {.id = "history",
                 .symbol = "m",
                 .doc = "how many steps the curvature is guessed from",
                 .kind = HYPER_INTEGER,
                 .fallback = 10.0,
                 .min = 1.0,
                 .max = HISTORY_MOST,
                 .slider_min = 1.0,
                 .slider_max = HISTORY_MOST},
    [LINE_SEARCH] = {.id = "line_search",
                     .symbol = "a",
                     .doc = "how far along the direction: lr, or until the strong Wolfe conditions "
                            "hold",
                     .kind = HYPER_CHOICE,
                     .fallback = SEARCH_WOLFE,
                     .max = SEARCH_WOLFE,
                     .slider_max = SEARCH_WOLFE,
                     .choices = searches},
};

static const Slot slots[] = {
    [STEPS] = {.id = "steps",
               .symbol = "s",
               .doc = "steps that are remembered, the oldest first",
               .rows = HISTORY_MOST},
    [CHANGES] = {.id = "changes",
                 .symbol = "y",
                 .doc = "how the gradient changed along each of them",
                 .rows = HISTORY_MOST},
    [PAIRS] = {.id = "pairs",
               .symbol = "k",
               .doc = "how many steps are remembered",
               .kind = SLOT_NUMBER},
    [ITERATIONS] = {.id = "iterations",
                    .symbol = "t",
                    .doc = "steps so far that were not at rest",
                    .kind = SLOT_NUMBER},
    [MOVE] = {.id = "move", .symbol = "w - w_{t-1}", .doc = "the last step"},
    [GRADIENT] = SLOT_GRADIENT_BEFORE,
    [TRIAL] = SLOT_TRIAL,
    [TRIAL_GRADIENT] = SLOT_TRIAL_GRADIENT,
};

static void lbfgs_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    RULE_LINE(lines, count, "s = w - w_{t-1},\\text{  } y = g - g_{t-1}");
    RULE_LINE(lines, count, "d = -H g,\\text{  } H y = s \\text{ for the last } m \\text{ steps}");
    if (setting->hyper[LINE_SEARCH] == SEARCH_NONE) {
        RULE_LINE(lines, count, "w \\leftarrow w + \\alpha d");
    } else {
        RULE_LINE(lines, count, RULE_DECREASE);
        RULE_LINE(lines, count, "|d^{T} \\nabla f(w + a d)| \\le 0.9 |d^{T} g|");
        RULE_LINE(lines, count, RULE_MOVE);
    }
    lines[count] = NULL;
}

/* ---- memory ---- */

typedef struct Memory {
    const Step *step;
    size_t n;
    double *s, *y; /* [HISTORY_MOST][n] */
    double *pairs; /* [1] rows of them in use */
    double *iterations;
    double *move, *gradient, *trial, *trial_g; /* [n] */
} Memory;

static Memory memory_of(const Step *step)
{
    const size_t n = step->n;
    Memory memory = {.step = step, .n = n, .s = step->state};
    memory.y = memory.s + HISTORY_MOST * n;
    memory.pairs = memory.y + HISTORY_MOST * n;
    memory.iterations = memory.pairs + 1;
    memory.move = memory.iterations + 1;
    memory.gradient = memory.move + n;
    memory.trial = memory.gradient + n;
    memory.trial_g = memory.trial + n;
    return memory;
}

/* Drops the oldest pairs until no more than `keep` are left. */
static void drop_oldest_pairs(const Memory *memory, size_t keep)
{
    size_t pairs = (size_t)*memory->pairs;
    if (pairs <= keep)
        return;
    size_t gone = (pairs - keep) * memory->n;
    memmove(memory->s, memory->s + gone, keep * memory->n * sizeof(double));
    memmove(memory->y, memory->y + gone, keep * memory->n * sizeof(double));
    *memory->pairs = (double)keep;
}

/* The last step and what it did to the gradient, if f curves up along it. */
static void store_pair(const Memory *memory)
{
    const size_t n = memory->n;
    const size_t most = (size_t)memory->step->hyper[HISTORY];
    double *y = memory->trial; /* of no use any more */
    for (size_t i = 0; i < n; i++)
        y[i] = memory->step->g[i] - memory->gradient[i];
    drop_oldest_pairs(memory, most);
    if (!(linesearch_dot(y, memory->move, n) > least_curvature))
        return;
    drop_oldest_pairs(memory, most - 1);
    size_t at = (size_t)*memory->pairs * n;
    memcpy(memory->s + at, memory->move, n * sizeof *y);
    memcpy(memory->y + at, y, n * sizeof *y);
    *memory->pairs += 1.0;
}

/* ---- direction ---- */

static void add(double *to, double factor, const double *what, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] += factor * what[i];
}

static double curvature(const Memory *memory, size_t pair)
{
    const size_t n = memory->n;
    return linesearch_dot(memory->y + pair * n, memory->s + pair * n, n);
}

/* s.y / y.y of the newest pair: H of a bowl as steep as that. */
static double initial_scaling(const Memory *memory, size_t pairs)
{
    if (pairs == 0)
        return 1.0;
    const double *y = memory->y + (pairs - 1) * memory->n;
    return curvature(memory, pairs - 1) / linesearch_dot(y, y, memory->n);
}

/* d <- -H g */
static void two_loop_recursion(const Memory *memory, double *d)
{
    const size_t n = memory->n;
    const size_t pairs = (size_t)*memory->pairs;
    double along[HISTORY_MOST], rho[HISTORY_MOST];

    for (size_t i = 0; i < n; i++)
        d[i] = -memory->step->g[i];
    for (size_t k = pairs; k-- > 0;) {
        rho[k] = 1.0 / curvature(memory, k);
        along[k] = linesearch_dot(memory->s + k * n, d, n) * rho[k];
        add(d, -along[k], memory->y + k * n, n);
    }
    double initial = initial_scaling(memory, pairs);
    for (size_t i = 0; i < n; i++)
        d[i] *= initial;
    for (size_t k = 0; k < pairs; k++) {
        double back = linesearch_dot(memory->y + k * n, d, n) * rho[k];
        add(d, along[k] - back, memory->s + k * n, n);
    }
}

/* ---- steps ---- */

static bool gradient_vanishes(const Step *step)
{
    for (size_t i = 0; i < step->n; i++)
        if (!(fabs(step->g[i]) <= rest))
            return false;
    return true;
}

/* Of the first step: the components sum up to no more than lr. */
static double first_length(const Step *step)
{
    double sum = 0.0;
    for (size_t i = 0; i < step->n; i++)
        sum += fabs(step->g[i]);
    return fmin(1.0, 1.0 / sum) * step->hyper[LR];
}

static double length(const Line *line, double first)
{
    if (line->slope > -least_slope)
        return 0.0;
    if (line->step->hyper[LINE_SEARCH] == SEARCH_NONE)
        return first;
    return linesearch_wolfe(line, first, LINESEARCH_C1, c2).a;
}

static void lbfgs_step(const Step *step)
{
    const Memory memory = memory_of(step);
    const size_t n = step->n;
    if (gradient_vanishes(step))
        return;

    bool is_first = *memory.iterations == 0.0;
    if (!is_first)
        store_pair(&memory);
    two_loop_recursion(&memory, memory.move);
    memcpy(memory.gradient, step->g, n * sizeof *step->g);
    *memory.iterations += 1.0;

    Line line = linesearch_along(step, memory.move, memory.trial, memory.trial_g);
    double a = length(&line, is_first ? first_length(step) : step->hyper[LR]);
    linesearch_move(&line, a);
    for (size_t i = 0; i < n; i++)
        memory.move[i] *= a;
}

const Optimizer optimizer_lbfgs = {
    .id = "lbfgs",
    .name = "L-BFGS",
    .source = "Nocedal 1980, Updating Quasi-Newton Matrices with Limited Storage; Liu and Nocedal "
              "1989; as in torch.optim.LBFGS with max_iter = 1",
    .rule = lbfgs_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = lbfgs_step,
    .coupled = true,
};
