/* newton: rules that see the Hessian H, and with it how far the gradient is to be trusted.
 *
 * Newton's method goes where the gradient's linear model vanishes:
 *
 *   w <- w - lr (H + lambda I)^-1 g
 *
 * Saddles and maxima are such places as well as minima. Damping lambda makes the matrix positive
 * where f curves down by less than that; where it is large, the rule is gradient descent with the
 * step lr / lambda. Where the matrix is singular there is no such place, and w becomes nan.
 *
 * Levenberg and Marquardt take only steps that lower f, and find lambda on the way:
 *
 *   q = w - (H + lambda I)^-1 g
 *   f(q) < f(w):  w <- q, lambda <- lambda / 10      otherwise:  lambda <- 10 lambda
 *
 * Saddle-free Newton turns negative curvature around, so that saddles repel:
 *
 *   H = sum of h_i v_i v_i^T      w <- w - lr sum of v_i (v_i . g) / (|h_i| + lambda) */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "math/dense.h"
#include "optim/family.h"

/* Levenberg's only hyperparameter is damping. */
enum { LR, DAMPING, HYPER_COUNT };
enum { LEVENBERG_DAMPING, LEVENBERG_HYPER_COUNT };
enum { HESSIAN, LEVENBERG_LAMBDA };

/* Of Levenberg's lambda: a change of the surface is never more than a few dozen steps away. */
static const double lambda_min = 1e-12;
static const double lambda_max = 1e12;

#define HYPER_NEWTON_LR                                                                            \
    {                                                                                              \
        .id = "lr", .symbol = "\\alpha", .doc = "share of the whole step that is taken",           \
        .kind = HYPER_REAL, .fallback = 1.0, .max = 1000.0, .slider_max = 2.5,                     \
    }

#define HYPER_DAMPING(text, value, least)                                                          \
    {                                                                                              \
        .id = "damping", .symbol = "\\lambda", .doc = (text), .kind = HYPER_REAL,                  \
        .scale = HYPER_LOG, .fallback = (value), .min = (least), .max = 1e12, .slider_min = 1e-4,  \
        .slider_max = 1e4,                                                                         \
    }

static const Hyper newton_hypers[HYPER_COUNT] = {
    [LR] = HYPER_NEWTON_LR,
    [DAMPING] = HYPER_DAMPING("added to all curvatures", 0.0, 0.0),
};

static const Hyper levenberg_hypers[LEVENBERG_HYPER_COUNT] = {
    [LEVENBERG_DAMPING] = HYPER_DAMPING("added to all curvatures in the first step", 1.0, 1e-12),
};

static const Hyper saddle_free_hypers[HYPER_COUNT] = {
    [LR] = HYPER_NEWTON_LR,
    [DAMPING] = HYPER_DAMPING("added to the curvatures' absolute values", 1.0, 0.0),
};

#define SLOT_HESSIAN                                                                               \
    {                                                                                              \
        .id = "hessian", .symbol = "H", .doc = "second derivatives where the last step began",     \
        .kind = SLOT_MATRIX,                                                                       \
    }

/* Levenberg's; the others have only the first. */
static const Slot slots[] = {
    [HESSIAN] = SLOT_HESSIAN,
    [LEVENBERG_LAMBDA] = {.id = "damping",
                          .symbol = "\\lambda",
                          .doc = "damping of the next step",
                          .kind = SLOT_NUMBER},
};
enum { NEWTON_SLOTS = LEVENBERG_LAMBDA, LEVENBERG_SLOTS = sizeof slots / sizeof *slots };

#define RULE_HESSIAN "H = \\nabla \\nabla^{T} f(w)"

/* (H + lambda I)^-1 g. False, and zeros, if there is none. Without a gradient there is no step,
 * however singular H is. */
static bool damped_step(const double *h, const double *g, double lambda, double *move, size_t n)
{
    double a[DENSE_MAX * DENSE_MAX];
    bool level = true;

    assert(n <= DENSE_MAX);
    memcpy(a, h, n * n * sizeof *a);
    memcpy(move, g, n * sizeof *move);
    for (size_t i = 0; i < n; i++) {
        a[i * n + i] += lambda;
        level = level && g[i] == 0.0;
    }
    if (level || dense_solve(a, move, n))
        return true;
    memset(move, 0, n * sizeof *move);
    return false;
}

/* ---- Newton ---- */

static void newton_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    RULE_LINE(lines, count, RULE_HESSIAN);
    RULE_LINE(lines, count,
              setting->hyper[DAMPING] != 0.0 ? "w \\leftarrow w - \\alpha (H + \\lambda I)^{-1} g"
                                             : "w \\leftarrow w - \\alpha H^{-1} g");
    lines[count] = NULL;
}

static void newton_step(const Step *step)
{
    double *h = step->state; /* the only slot */
    double move[DENSE_MAX];

    oracle_hessian(step, step->w, h);
    bool solved = damped_step(h, step->g, step->hyper[DAMPING], move, step->n);
    for (size_t i = 0; i < step->n; i++)
        step->w[i] = solved ? step->w[i] - step->hyper[LR] * move[i] : (double)NAN;
}

const Optimizer optimizer_newton = {
    .id = "newton",
    .name = "Newton",
    .source =
        "Newton 1669, Raphson 1690; Nocedal and Wright 2006, Numerical Optimization, equation "
        "2.15; damping: Goldfeld, Quandt and Trotter 1966",
    .rule = newton_rule,
    .hypers = newton_hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = NEWTON_SLOTS,
    .step = newton_step,
    .coupled = true,
};

/* ---- Levenberg and Marquardt ---- */

static void levenberg_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    (void)setting;
    size_t count = 0;
    RULE_LINE(lines, count, RULE_HESSIAN);
    RULE_LINE(lines, count, "q = w - (H + \\lambda I)^{-1} g");
    RULE_LINE(
        lines, count,
        "f(q) < f(w): \\text{  } w \\leftarrow q,\\text{  }\\lambda \\leftarrow \\lambda / 10");
    RULE_LINE(lines, count, "\\text{otherwise: } \\lambda \\leftarrow 10 \\lambda");
    lines[count] = NULL;
}

static void levenberg_init(const Setting *setting, double *state, size_t n)
{
    state[n * n] = setting->hyper[LEVENBERG_DAMPING];
}

/* A step that cannot be computed lowers nothing. */
static void levenberg_step(const Step *step)
{
    const size_t n = step->n;
    double *h = step->state;
    double *lambda = step->state + n * n;
    double q[DENSE_MAX];

    oracle_hessian(step, step->w, h);
    bool solved = damped_step(h, step->g, *lambda, q, n);
    for (size_t i = 0; i < n; i++)
        q[i] = step->w[i] - q[i];
    if (solved && oracle_value(step, q) < step->f) {
        memcpy(step->w, q, n * sizeof *q);
        *lambda = fmax(*lambda / 10.0, lambda_min);
    } else {
        *lambda = fmin(10.0 * *lambda, lambda_max);
    }
}

const Optimizer optimizer_levenberg = {
    .id = "levenberg",
    .name = "Levenberg-Marquardt",
    .source = "Levenberg 1944, A Method for the Solution of Certain Non-Linear Problems in Least "
              "Squares; Marquardt 1963; with f's Hessian: Goldfeld, Quandt and Trotter 1966",
    .rule = levenberg_rule,
    .hypers = levenberg_hypers,
    .hyper_count = LEVENBERG_HYPER_COUNT,
    .slots = slots,
    .slot_count = LEVENBERG_SLOTS,
    .init = levenberg_init,
    .step = levenberg_step,
    .coupled = true,
};

/* ---- saddle-free Newton ---- */

static void saddle_free_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    RULE_LINE(lines, count, "\\nabla \\nabla^{T} f(w) = H = V \\diag(h) V^{T}");
    RULE_LINE(lines, count, "|H| = V \\diag(|h|) V^{T}");
    RULE_LINE(lines, count,
              setting->hyper[DAMPING] != 0.0 ? "w \\leftarrow w - \\alpha (|H| + \\lambda I)^{-1} g"
                                             : "w \\leftarrow w - \\alpha |H|^{-1} g");
    lines[count] = NULL;
}

/* Along one eigenvector; nothing where there is no slope, whatever the curvature. */
static void saddle_free_part(const Step *step, const double *v, double curvature)
{
    double slope = 0.0;
    for (size_t i = 0; i < step->n; i++)
        slope += v[i] * step->g[i];
    double part = slope == 0.0 ? 0.0 : slope / (fabs(curvature) + step->hyper[DAMPING]);
    for (size_t i = 0; i < step->n; i++)
        step->w[i] -= step->hyper[LR] * (v[i] == 0.0 ? 0.0 : v[i] * part);
}

static void saddle_free_step(const Step *step)
{
    const size_t n = step->n;
    double *h = step->state; /* the only slot */
    double a[DENSE_MAX * DENSE_MAX], v[DENSE_MAX * DENSE_MAX], curvature[DENSE_MAX];

    assert(n <= DENSE_MAX);
    oracle_hessian(step, step->w, h);
    memcpy(a, h, n * n * sizeof *a);
    if (!dense_eigen(a, curvature, v, n)) {
        for (size_t i = 0; i < n; i++)
            step->w[i] = (double)NAN;
        return;
    }
    for (size_t k = 0; k < n; k++)
        saddle_free_part(step, v + k * n, curvature[k]);
}

const Optimizer optimizer_saddle_free_newton = {
    .id = "saddle_free_newton",
    .name = "Saddle-free Newton",
    .source = "Dauphin et al. 2014, Identifying and attacking the saddle point problem in "
              "high-dimensional non-convex optimization, section 6, with a fixed damping",
    .rule = saddle_free_rule,
    .hypers = saddle_free_hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = NEWTON_SLOTS,
    .step = saddle_free_step,
    .coupled = true,
};
