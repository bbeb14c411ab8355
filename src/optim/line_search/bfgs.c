/* bfgs: Newton's method with an inverse Hessian H learned from steps and gradients.
 *
 *   s = w - w_{t-1}      y = g - g_{t-1}      r = 1 / s.y
 *   H <- (I - r s y^T) H (I - r y s^T) + r s s^T      then H y = s; H stays positive where s.y > 0
 *   d = -H g             w <- w + a d         a by the strong Wolfe conditions, which make s.y > 0
 *
 * Nocedal and Wright 2006, algorithm 6.1 and equation 6.17. The first step goes against the
 * gradient; before the first update H is (s.y / y.y) I (equation 6.20). Where d leads nowhere lower
 * H is forgotten, and the step goes against the gradient. */
#include <math.h>
#include <string.h>

#include "optim/family.h"
#include "optim/line_search/linesearch.h"

enum { SIZE, CURVATURE, HYPER_COUNT };
enum { INVERSE, MOVE, GRADIENT, TRIAL, TRIAL_GRADIENT };

/* The least cosine between s and y: with less, r s s^T would be all that is left of H. */
static const double least_cosine = 1e-10;

static const Hyper hypers[HYPER_COUNT] = {
    [SIZE] = HYPER_FIRST_LENGTH,
    [CURVATURE] = HYPER_CURVATURE(0.9),
};

static const Slot slots[] = {
    [INVERSE] = {.id = "inverse_hessian",
                 .symbol = "H",
                 .doc = "inverse Hessian as far as it is known; 0 where nothing is",
                 .kind = SLOT_MATRIX},
    [MOVE] = {.id = "move", .symbol = "s", .doc = "the last step"},
    [GRADIENT] = SLOT_GRADIENT_BEFORE,
    [TRIAL] = SLOT_TRIAL,
    [TRIAL_GRADIENT] = SLOT_TRIAL_GRADIENT,
};

static void bfgs_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    (void)setting;
    size_t count = 0;
    RULE_LINE(lines, count,
              "s = w - w_{t-1},\\text{  } y = g - g_{t-1},\\text{  } \\rho = 1 / s^{T} y");
    RULE_LINE(lines, count,
              "H \\leftarrow (I - \\rho s y^{T}) H (I - \\rho y s^{T}) + \\rho s s^{T}");
    RULE_LINE(lines, count, "d = -H g");
    RULE_LINE(lines, count, RULE_DECREASE);
    RULE_LINE(lines, count, RULE_FLATTER);
    RULE_LINE(lines, count, RULE_MOVE);
    lines[count] = NULL;
}

typedef struct Memory {
    const Step *step;
    size_t n;
    double *h;                                 /* [n][n] */
    double *move, *gradient, *trial, *trial_g; /* [n] */
} Memory;

static Memory memory_of(const Step *step)
{
    const size_t n = step->n;
    Memory memory = {.step = step, .n = n, .h = step->state};
    memory.move = memory.h + n * n;
    memory.gradient = memory.move + n;
    memory.trial = memory.gradient + n;
    memory.trial_g = memory.trial + n;
    return memory;
}

/* ---- the inverse Hessian ---- */

/* A positive matrix has no 0 on its diagonal. */
static bool is_known(const Memory *memory)
{
    return memory->h[0] > 0.0;
}

static void forget(const Memory *memory)
{
    memset(memory->h, 0, memory->n * memory->n * sizeof(double));
}

/* to <- H v */
static void multiply(const Memory *memory, const double *v, double *to)
{
    for (size_t i = 0; i < memory->n; i++)
        to[i] = linesearch_dot(memory->h + i * memory->n, v, memory->n);
}

static void start(const Memory *memory, double value)
{
    forget(memory);
    for (size_t i = 0; i < memory->n; i++)
        memory->h[i * memory->n + i] = value;
}

/* Equation 6.17, multiplied out; y is the change of the gradient along the last step. */
static void update(const Memory *memory, const double *y)
{
    const size_t n = memory->n;
    const double *s = memory->move;
    double *hy = memory->trial; /* of no use any more */
    double ys = linesearch_dot(y, s, n);
    double yy = linesearch_dot(y, y, n);
    double ss = linesearch_dot(s, s, n);
    if (!(ys > least_cosine * sqrt(yy) * sqrt(ss)))
        return;
    if (!is_known(memory))
        start(memory, ys / yy);
    multiply(memory, y, hy);
    double rho = 1.0 / ys;
    double weight = rho * (1.0 + rho * linesearch_dot(y, hy, n));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            memory->h[i * n + k] += weight * (s[i] * s[k]) - rho * (hy[i] * s[k] + s[i] * hy[k]);
}

static void update_from_step(const Memory *memory)
{
    double *y = memory->trial_g; /* of no use any more */
    for (size_t i = 0; i < memory->n; i++)
        y[i] = memory->step->g[i] - memory->gradient[i];
    update(memory, y);
}

/* ---- steps ---- */

/* Searches along `move`, which becomes the step that is taken. False if there is none. */
static bool search_along_move(const Memory *memory, double first)
{
    const Step *step = memory->step;
    Line line = linesearch_along(step, memory->move, memory->trial, memory->trial_g);
    double a = linesearch_wolfe(&line, first, LINESEARCH_C1, step->hyper[CURVATURE]).a;
    linesearch_move(&line, a);
    for (size_t i = 0; i < memory->n; i++)
        memory->move[i] = a == 0.0 ? 0.0 : a * memory->move[i];
    return a != 0.0;
}

static void negate(double *v, const double *of, size_t n)
{
    for (size_t i = 0; i < n; i++)
        v[i] = -of[i];
}

static void bfgs_step(const Step *step)
{
    const Memory memory = memory_of(step);
    const size_t n = step->n;
    const size_t size = n * sizeof *step->g;

    bool moved = linesearch_dot(memory.move, memory.move, n) > 0.0;
    /* Where nothing was found there is nothing now. */
    if (!moved && memcmp(memory.gradient, step->g, size) == 0)
        return;
    if (moved)
        update_from_step(&memory);
    memcpy(memory.gradient, step->g, size);
    if (is_known(&memory)) {
        multiply(&memory, step->g, memory.move);
        negate(memory.move, memory.move, n);
        if (search_along_move(&memory, 1.0))
            return;
    }
    negate(memory.move, step->g, n);
    if (search_along_move(&memory, linesearch_reach(step, step->hyper[SIZE])))
        forget(&memory);
}

const Optimizer optimizer_bfgs = {
    .id = "bfgs",
    .name = "BFGS",
    .source = "Broyden, Fletcher, Goldfarb and Shanno 1970; Nocedal and Wright 2006, Numerical "
              "Optimization, algorithm 6.1",
    .rule = bfgs_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = bfgs_step,
    .coupled = true,
};
