/* armijo: gradient descent that finds its own step size.
 *
 *   w <- w - lr g            the first of lr, tau lr, tau^2 lr, ... with
 *   f(w - lr g) <= f(w) - c1 lr g.g
 *   lr <- gamma lr           so that steps can grow again
 *
 * Steps start at lr, which has no other use. A step that finds nothing leaves w where it is, and
 * the next one goes on with shorter steps. */
#include <float.h>
#include <math.h>

#include "optim/family.h"
#include "optim/line_search/linesearch.h"

enum { LR, C1, SHRINK, GROW, HYPER_COUNT };
enum { LENGTH, DIRECTION, TRIAL, TRIAL_GRADIENT };

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_LR, 1.0),
    [C1] = {.id = "c1",
            .symbol = "c_{1}",
            .doc = "share of the decrease that the slope promises which has to come true",
            .kind = HYPER_REAL,
            .scale = HYPER_LOG,
            .fallback = LINESEARCH_C1,
            .max = 0.999,
            .slider_min = 1e-6,
            .slider_max = 0.999},
    [SHRINK] = {.id = "shrink",
                .symbol = "\\tau",
                .doc = "factor of a step that would not lower f enough",
                .kind = HYPER_REAL,
                .fallback = 0.5,
                .min = 0.01,
                .max = 0.99,
                .slider_min = 0.05,
                .slider_max = 0.95},
    [GROW] = {.id = "grow",
              .symbol = "\\gamma",
              .doc = "factor from a step that was taken to where the next one begins",
              .kind = HYPER_REAL,
              .fallback = 2.0,
              .min = 1.0,
              .max = 100.0,
              .slider_min = 1.0,
              .slider_max = 10.0},
};

static const Slot slots[] = {
    [LENGTH] = {.id = "lr",
                .symbol = "\\alpha",
                .doc = "learning rate that the next step tries first",
                .kind = SLOT_NUMBER},
    [DIRECTION] = {.id = "direction", .symbol = "-g", .doc = "where the last step went"},
    [TRIAL] = SLOT_TRIAL,
    [TRIAL_GRADIENT] = SLOT_TRIAL_GRADIENT,
};

static void armijo_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    RULE_LINE(lines, count,
              "f(w - \\alpha g) > f(w) - c_{1} \\alpha g^{T} g: \\text{  } \\alpha \\leftarrow "
              "\\tau \\alpha");
    RULE_LINE(lines, count, "w \\leftarrow w - \\alpha g");
    if (setting->hyper[GROW] != 1.0)
        RULE_LINE(lines, count, "\\alpha \\leftarrow \\gamma \\alpha");
    lines[count] = NULL;
}

static void armijo_init(const Setting *setting, double *state, size_t n)
{
    (void)n;
    state[0] = setting->hyper[LR];
}

static void armijo_step(const Step *step)
{
    const size_t n = step->n;
    double *lr = step->state;
    double *d = lr + 1;

    for (size_t i = 0; i < n; i++)
        d[i] = -step->g[i];
    Line line = linesearch_along(step, d, d + n, d + 2 * n);
    double next;
    double a = linesearch_armijo(&line, *lr, step->hyper[C1], step->hyper[SHRINK], &next).a;
    linesearch_move(&line, a);
    *lr = a == 0.0 ? next : fmin(step->hyper[GROW] * a, DBL_MAX);
}

const Optimizer optimizer_armijo = {
    .id = "armijo",
    .name = "Armijo backtracking",
    .source = "Armijo 1966, Minimization of functions having Lipschitz continuous first partial "
              "derivatives; Nocedal and Wright 2006, Numerical Optimization, algorithm 3.1",
    .rule = armijo_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .init = armijo_init,
    .step = armijo_step,
    .lr_is_start = true,
    .coupled = true,
};
