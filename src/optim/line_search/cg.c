/* cg: nonlinear conjugate gradients. Each direction keeps a share of the one before, so that steps
 * do not undo each other.
 *
 *   d <- -g + beta d         w <- w + a d         a by the strong Wolfe conditions
 *
 *   fletcher_reeves    beta = g.g / g_{t-1}.g_{t-1}
 *   polak_ribiere      beta = max(0, g.y / g_{t-1}.g_{t-1}),    y = g - g_{t-1}
 *   hestenes_stiefel   beta = g.y / d.y
 *
 * All three are the same on a bowl that is searched exactly, and end after n steps (Nocedal and
 * Wright 2006, section 5.2). Where d does not lead down, or to nothing lower, it starts over as -g.
 * A search looks first as far as would lower a straight line as much as the last step (section 3.5,
 * "initial step length"). */
#include <math.h>
#include <string.h>

#include "optim/family.h"
#include "optim/line_search/linesearch.h"

enum { SIZE, BETA, CURVATURE, HYPER_COUNT };
enum { FLETCHER_REEVES, POLAK_RIBIERE, HESTENES_STIEFEL };
enum { DIRECTION, GRADIENT, TRIAL, TRIAL_GRADIENT, SHARE, PROMISE };

static const char *const betas[] = {"fletcher_reeves", "polak_ribiere", "hestenes_stiefel", NULL};

static const Hyper hypers[HYPER_COUNT] = {
    [SIZE] = HYPER_FIRST_LENGTH,
    [BETA] = {.id = "beta",
              .symbol = "\\beta",
              .doc = "how large a share of the last direction is kept",
              .kind = HYPER_CHOICE,
              .fallback = POLAK_RIBIERE,
              .max = HESTENES_STIEFEL,
              .slider_max = HESTENES_STIEFEL,
              .choices = betas},
    [CURVATURE] = HYPER_CURVATURE(0.1),
};

static const Slot slots[] = {
    [DIRECTION] = {.id = "direction", .symbol = "d", .doc = "where the last step went"},
    [GRADIENT] = SLOT_GRADIENT_BEFORE,
    [TRIAL] = SLOT_TRIAL,
    [TRIAL_GRADIENT] = SLOT_TRIAL_GRADIENT,
    [SHARE] = {.id = "beta",
               .symbol = "\\beta",
               .doc = "share of the direction before in the last one; 0 where it started over",
               .kind = SLOT_NUMBER},
    [PROMISE] = {.id = "promise",
                 .symbol = "a d^{T} g",
                 .doc = "what the last step would have changed f by on a straight line; 0 if "
                        "there was none",
                 .kind = SLOT_NUMBER},
};

static const char *beta_rule(double choice)
{
    if (choice == FLETCHER_REEVES)
        return "\\beta = g^{T} g / g_{t-1}^{T} g_{t-1}";
    if (choice == POLAK_RIBIERE)
        return "\\beta = \\max(0, g^{T} y / g_{t-1}^{T} g_{t-1})";
    return "\\beta = g^{T} y / d^{T} y";
}

static void cg_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (setting->hyper[BETA] != FLETCHER_REEVES)
        RULE_LINE(lines, count, "y = g - g_{t-1}");
    RULE_LINE(lines, count, beta_rule(setting->hyper[BETA]));
    RULE_LINE(lines, count, "d \\leftarrow -g + \\beta d");
    RULE_LINE(lines, count, RULE_DECREASE);
    RULE_LINE(lines, count, RULE_FLATTER);
    RULE_LINE(lines, count, RULE_MOVE);
    lines[count] = NULL;
}

typedef struct Memory {
    const Step *step;
    size_t n;
    double *d, *gradient, *trial, *trial_g; /* [n] */
    double *beta, *promise;                 /* [1] */
} Memory;

static Memory memory_of(const Step *step)
{
    const size_t n = step->n;
    return (Memory){.step = step,
                    .n = n,
                    .d = step->state,
                    .gradient = step->state + n,
                    .trial = step->state + 2 * n,
                    .trial_g = step->state + 3 * n,
                    .beta = step->state + 4 * n,
                    .promise = step->state + 4 * n + 1};
}

static double beta_of(const Memory *memory)
{
    const size_t n = memory->n;
    const double *g = memory->step->g;
    const double choice = memory->step->hyper[BETA];
    double *y = memory->trial; /* of no use any more */
    for (size_t i = 0; i < n; i++)
        y[i] = g[i] - memory->gradient[i];
    double before = linesearch_dot(memory->gradient, memory->gradient, n);
    if (choice == FLETCHER_REEVES)
        return linesearch_dot(g, g, n) / before;
    if (choice == POLAK_RIBIERE)
        return fmax(0.0, linesearch_dot(g, y, n) / before);
    return linesearch_dot(g, y, n) / linesearch_dot(memory->d, y, n);
}

/* d <- -g + beta d; its slope */
static double conjugate_direction(const Memory *memory, double beta)
{
    const double *g = memory->step->g;
    for (size_t i = 0; i < memory->n; i++)
        memory->d[i] = beta == 0.0 ? -g[i] : beta * memory->d[i] - g[i];
    *memory->beta = beta;
    return linesearch_dot(g, memory->d, memory->n);
}

/* Steps along d. False if nothing lower is found there. */
static bool search_along_direction(const Memory *memory, double first)
{
    const Step *step = memory->step;
    Line line = linesearch_along(step, memory->d, memory->trial, memory->trial_g);
    double a = linesearch_wolfe(&line, first, LINESEARCH_C1, step->hyper[CURVATURE]).a;
    linesearch_move(&line, a);
    *memory->promise = a == 0.0 ? 0.0 : a * line.slope;
    return a != 0.0;
}

static void cg_step(const Step *step)
{
    const Memory memory = memory_of(step);
    const size_t size = step->n * sizeof *step->g;

    bool moved = *memory.promise != 0.0;
    /* Where nothing was found there is nothing now. */
    if (!moved && memcmp(memory.gradient, step->g, size) == 0)
        return;
    double beta = moved ? beta_of(&memory) : 0.0;
    memcpy(memory.gradient, step->g, size);
    if (moved) {
        double slope = conjugate_direction(&memory, beta);
        if (!(slope < 0.0))
            slope = conjugate_direction(&memory, 0.0);
        if (search_along_direction(&memory, *memory.promise / slope))
            return;
    }
    conjugate_direction(&memory, 0.0);
    search_along_direction(&memory, linesearch_reach(step, step->hyper[SIZE]));
}

const Optimizer optimizer_cg = {
    .id = "cg",
    .name = "Conjugate gradients",
    .source =
        "Fletcher and Reeves 1964; Polak and Ribiere 1969; Hestenes and Stiefel 1952; Nocedal "
        "and Wright 2006, Numerical Optimization, section 5.2",
    .rule = cg_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = cg_step,
    .coupled = true,
};
