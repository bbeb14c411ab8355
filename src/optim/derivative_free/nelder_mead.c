/* nelder_mead: a simplex that crawls downhill on its n + 1 vertices, by values of f alone.
 *
 *   x_0 ... x_n, best first;  x_bar = mean of all but the worst;  q_s = x_bar + s (x_bar - x_n)
 *
 *   f(q_rho) < f(x_0):            x_n <- the better of q_rho, q_{rho chi}          expand
 *   else f(q_rho) < f(x_{n-1}):   x_n <- q_rho                                     reflect
 *   else f(q_rho) < f(x_n):       x_n <- q_{rho gamma}, unless worse than q_rho    contract
 *   else:                         x_n <- q_{-gamma},    if better than x_n         contract
 *   where a contraction failed:   x_i <- x_0 + sigma (x_i - x_0) for all i > 0     shrink
 *
 * The first step spans the simplex from w along the axes; w is the best vertex ever after. Ties go
 * to the older vertex, as in Lagarias et al. 1998. */
#include <math.h>
#include <string.h>

#include "optim/family.h"

enum { SIZE, REFLECTION, EXPANSION, CONTRACTION, SHRINK, HYPER_COUNT };
enum { SIMPLEX, VALUES, CENTROID, TRIAL };

#define HYPER_COEFFICIENT(name, sign, text, value, least, most)                                    \
    {                                                                                              \
        .id = (name), .symbol = (sign), .doc = (text), .kind = HYPER_REAL, .fallback = (value),    \
        .min = (least), .max = (most), .slider_min = (least), .slider_max = (most),                \
    }

static const Hyper hypers[HYPER_COUNT] = {
    [SIZE] = {.id = "size",
              .symbol = "\\delta",
              .doc = "edge of the first simplex, along each axis",
              .kind = HYPER_REAL,
              .scale = HYPER_LOG,
              .from = HYPER_FROM_REACH,
              .fallback = 5.0,
              .max = 1000.0,
              .slider_min = 1e-6,
              .slider_max = 100.0},
    [REFLECTION] = HYPER_COEFFICIENT("reflection", "\\rho",
                                     "how far beyond the others' mean the "
                                     "worst vertex is mirrored",
                                     1.0, 0.0, 4.0),
    [EXPANSION] = HYPER_COEFFICIENT("expansion", "\\chi",
                                    "factor of a reflection that found a new "
                                    "best",
                                    2.0, 1.0, 5.0),
    [CONTRACTION] = HYPER_COEFFICIENT("contraction", "\\gamma",
                                      "factor of a reflection that found "
                                      "nothing",
                                      0.5, 0.0, 1.0),
    [SHRINK] = HYPER_COEFFICIENT("shrink", "\\sigma",
                                 "factor of all edges at the best vertex where "
                                 "contracting failed",
                                 0.5, 0.0, 1.0),
};

static const Slot slots[] = {
    [SIMPLEX] = {.id = "simplex",
                 .symbol = "x",
                 .doc = "vertices, best first",
                 .kind = SLOT_POINT,
                 .rows = SLOT_SIMPLEX},
    [VALUES] = {.id = "values",
                .symbol = "f",
                .doc = "loss at the vertices",
                .kind = SLOT_NUMBER,
                .rows = SLOT_SIMPLEX},
    [CENTROID] = {.id = "centroid",
                  .symbol = "\\bar{x}",
                  .doc = "mean of all vertices but the worst, as the last step saw it",
                  .kind = SLOT_POINT},
    [TRIAL] = {.id = "trial",
               .symbol = "q",
               .doc = "where the last step looked last",
               .kind = SLOT_POINT},
};

static void nelder_mead_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    (void)setting;
    size_t count = 0;
    RULE_LINE(lines, count, "f(x_{0}) \\le \\ldots \\le f(x_{n})");
    RULE_LINE(lines, count, "q_{s} = \\bar{x} + s (\\bar{x} - x_{n})");
    RULE_LINE(lines, count,
              "f(q_{\\rho}) < f(x_{0}): \\text{  } x_{n} \\leftarrow q_{\\rho} \\text{ or } "
              "q_{\\rho \\chi}");
    RULE_LINE(lines, count, "f(q_{\\rho}) < f(x_{n-1}): \\text{  } x_{n} \\leftarrow q_{\\rho}");
    RULE_LINE(lines, count,
              "\\text{else } x_{n} \\leftarrow q_{\\rho \\gamma} \\text{ or } q_{-\\gamma} \\text{ "
              "if better}");
    RULE_LINE(lines, count, "\\text{else } x_{i} \\leftarrow x_{0} + \\sigma (x_{i} - x_{0})");
    lines[count] = NULL;
}

/* ---- the simplex ---- */

typedef struct Simplex {
    const Step *step;
    size_t n;
    double *x;        /* [n + 1][n] */
    double *f;        /* [n + 1], rising */
    double *centroid; /* [n] */
    double *trial;    /* [n] */
} Simplex;

static Simplex simplex_of(const Step *step)
{
    const size_t n = step->n;
    double *values = step->state + (n + 1) * n;
    return (Simplex){.step = step,
                     .n = n,
                     .x = step->state,
                     .f = values,
                     .centroid = values + n + 1,
                     .trial = values + n + 1 + n};
}

/* What cannot be computed is worse than all else. */
static double value_at(const Simplex *simplex, const double *w)
{
    return fmin(oracle_value(simplex->step, w), HUGE_VAL);
}

/* Moves vertex i up to its place among those before it, which are in order. */
static void sift(const Simplex *simplex, size_t i)
{
    const size_t n = simplex->n;
    for (; i > 0 && simplex->f[i] < simplex->f[i - 1]; i--) {
        double f = simplex->f[i];
        simplex->f[i] = simplex->f[i - 1];
        simplex->f[i - 1] = f;
        for (size_t k = 0; k < n; k++) {
            double x = simplex->x[i * n + k];
            simplex->x[i * n + k] = simplex->x[(i - 1) * n + k];
            simplex->x[(i - 1) * n + k] = x;
        }
    }
}

static void sort(const Simplex *simplex)
{
    for (size_t i = 1; i <= simplex->n; i++)
        sift(simplex, i);
}

static void initial_simplex(const Simplex *simplex, double size)
{
    const size_t n = simplex->n;
    for (size_t i = 0; i <= n; i++)
        memcpy(simplex->x + i * n, simplex->step->w, n * sizeof(double));
    for (size_t i = 0; i < n; i++)
        simplex->x[(i + 1) * n + i] += size;
    for (size_t i = 0; i <= n; i++)
        simplex->f[i] = value_at(simplex, simplex->x + i * n);
    sort(simplex);
}

static void find_centroid(const Simplex *simplex)
{
    const size_t n = simplex->n;
    for (size_t k = 0; k < n; k++) {
        double sum = 0.0;
        for (size_t i = 0; i < n; i++)
            sum += simplex->x[i * n + k];
        simplex->centroid[k] = sum / (double)n;
    }
}

/* trial <- q_s */
static void set_trial(const Simplex *simplex, double s)
{
    const size_t n = simplex->n;
    const double *worst = simplex->x + n * n;
    for (size_t k = 0; k < n; k++)
        simplex->trial[k] = (1.0 + s) * simplex->centroid[k] - s * worst[k];
}

static double evaluate_trial(const Simplex *simplex, double s)
{
    set_trial(simplex, s);
    return value_at(simplex, simplex->trial);
}

/* Puts `trial` in the worst vertex's place. */
static void replace_worst(const Simplex *simplex, double f)
{
    const size_t n = simplex->n;
    memcpy(simplex->x + n * n, simplex->trial, n * sizeof(double));
    simplex->f[n] = f;
}

static void shrink(const Simplex *simplex, double sigma)
{
    const size_t n = simplex->n;
    for (size_t i = 1; i <= n; i++) {
        double *x = simplex->x + i * n;
        for (size_t k = 0; k < n; k++)
            x[k] = simplex->x[k] + sigma * (x[k] - simplex->x[k]);
        simplex->f[i] = value_at(simplex, x);
    }
}

/* The reflection found a new best, `reflected`: does f go on falling? */
static void expand(const Simplex *simplex, double reflected)
{
    const double *hyper = simplex->step->hyper;
    double expanded = evaluate_trial(simplex, hyper[REFLECTION] * hyper[EXPANSION]);
    if (expanded < reflected) {
        replace_worst(simplex, expanded);
        return;
    }
    set_trial(simplex, hyper[REFLECTION]);
    replace_worst(simplex, reflected);
}

static void contract(const Simplex *simplex, double reflected)
{
    const double *hyper = simplex->step->hyper;
    const double worst = simplex->f[simplex->n];
    bool outside = reflected < worst;
    double s = hyper[CONTRACTION] * (outside ? hyper[REFLECTION] : -1.0);
    double contracted = evaluate_trial(simplex, s);
    if (outside ? contracted <= reflected : contracted < worst) {
        replace_worst(simplex, contracted);
        return;
    }
    shrink(simplex, hyper[SHRINK]);
}

static void nelder_mead_step(const Step *step)
{
    const Simplex simplex = simplex_of(step);
    const size_t n = step->n;
    if (step->t == 1)
        initial_simplex(&simplex, step->hyper[SIZE]);

    find_centroid(&simplex);
    double reflected = evaluate_trial(&simplex, step->hyper[REFLECTION]);
    if (reflected < simplex.f[0])
        expand(&simplex, reflected);
    else if (reflected < simplex.f[n - 1])
        replace_worst(&simplex, reflected);
    else
        contract(&simplex, reflected);
    sort(&simplex);
    memcpy(step->w, simplex.x, n * sizeof *step->w);
}

const Optimizer optimizer_nelder_mead = {
    .id = "nelder_mead",
    .name = "Nelder-Mead",
    .source = "Nelder and Mead 1965, A Simplex Method for Function Minimization; as in Lagarias, "
              "Reeds, Wright and Wright 1998, section 2",
    .rule = nelder_mead_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = nelder_mead_step,
    .ignores_w = asks_for_all,
    .coupled = true,
};
