/* random: look somewhere near the best point so far, and stay there if it is lower.
 *
 *   q = w + r u,  u even in the unit ball          f(q) < f(w):  w <- q
 *
 * The idea that every gradient is measured against: it does not ask which way is down. Each step's
 * u follows from the seed and the step's number alone. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/rng.h"
#include "optim/family.h"

enum { RADIUS, SEED, HYPER_COUNT };
enum { SAMPLE, BEST };

static const Hyper hypers[HYPER_COUNT] = {
    [RADIUS] = {.id = "radius",
                .symbol = "r",
                .doc = "how far from the best point it looks at most",
                .kind = HYPER_REAL,
                .scale = HYPER_LOG,
                .from = HYPER_FROM_REACH,
                .fallback = 5.0,
                .max = 1000.0,
                .slider_min = 1e-6,
                .slider_max = 100.0,
                .radius = true},
    [SEED] = {.id = "seed",
              .symbol = "s",
              .doc = "which random numbers it draws",
              .kind = HYPER_INTEGER,
              .fallback = 1.0,
              .max = 1e9,
              .slider_max = 200.0},
};

static const Slot slots[] = {
    [SAMPLE] = {.id = "sample",
                .symbol = "q",
                .doc = "where the last step looked",
                .kind = SLOT_POINT},
    [BEST] = {.id = "best",
              .symbol = "f^{\\ast}",
              .doc = "loss at the best point so far",
              .kind = SLOT_NUMBER},
};

static void random_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    (void)setting;
    size_t count = 0;
    RULE_LINE(lines, count, "q = w + r u,\\text{  } u \\text{ random},\\text{  } |u| \\le 1");
    RULE_LINE(lines, count, "f(q) < f(w): \\text{  } w \\leftarrow q");
    lines[count] = NULL;
}

/* Even in the unit ball: a normal direction, and a radius whose nth power is even. */
static void draw(double *u, size_t n, uint64_t seed, uint64_t t)
{
    Rng rng = rng_at(seed, t);
    double squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        u[i] = rng_normal(&rng);
        squares += u[i] * u[i];
    }
    if (squares == 0.0)
        return;
    double scale = pow(rng_uniform(&rng), 1.0 / (double)n) / sqrt(squares);
    for (size_t i = 0; i < n; i++)
        u[i] *= scale;
}

/* What cannot be computed is worse than all else. */
static double value_at(const Step *step, const double *w)
{
    return fmin(oracle_value(step, w), HUGE_VAL);
}

static void random_step(const Step *step)
{
    const size_t n = step->n;
    double *q = step->state;
    double *best = step->state + n;

    if (step->t == 1)
        *best = value_at(step, step->w);
    draw(q, n, (uint64_t)step->hyper[SEED], (uint64_t)step->t);
    for (size_t i = 0; i < n; i++)
        q[i] = step->w[i] + step->hyper[RADIUS] * q[i];
    double f = value_at(step, q);
    if (f < *best) {
        *best = f;
        memcpy(step->w, q, n * sizeof *q);
    }
}

const Optimizer optimizer_random = {
    .id = "random",
    .name = "Random search",
    .source = "Rastrigin 1963, The convergence of the random search method in the extremal control "
              "of a many parameter system; Matyas 1965, Random optimization",
    .rule = random_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = random_step,
    .ignores_w = asks_for_all,
    .coupled = true,
};
