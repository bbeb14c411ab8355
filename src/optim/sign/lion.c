/* lion: the sign of a mean gradient, found by a search over programs.
 *
 *   w <- w - lr (sign(beta1 m + (1 - beta1) g) + lambda w)
 *   m <- beta2 m + (1 - beta2) g
 *
 * Every component moves by lr, so it never settles: near a minimum it trembles by lr. Today's
 * gradient weighs more in the step (beta1) than in the memory (beta2). */
#include "optim/family.h"

enum { LR, BETA1, BETA2, WEIGHT_DECAY, HYPER_COUNT };
enum { MEAN };

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 0.5),
    [BETA1] = {.id = "beta1",
               .symbol = "\\beta_{1}",
               .doc = "share of the mean in the step's direction; the rest is g",
               .kind = HYPER_REAL,
               .fallback = 0.9,
               .max = HYPER_DECAY_MAX,
               .slider_max = 0.999},
    [BETA2] = HYPER_BETA2(0.99, "the mean gradient"),
    [WEIGHT_DECAY] = HYPER_DECOUPLED_DECAY(0.0),
};

static const Slot slots[] = {
    [MEAN] = SLOT_FIRST_MOMENT,
};

static void lion_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_DECOUPLED_DECAY);
    RULE_LINE(lines, count, "w \\leftarrow w - \\alpha \\sign(\\beta_{1} m + (1 - \\beta_{1}) g)");
    RULE_LINE(lines, count, "m \\leftarrow \\beta_{2} m + (1 - \\beta_{2}) g");
    lines[count] = NULL;
}

static void lion_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict m = step->state + MEAN * step->n;
    const double *restrict g = step->g;
    const double lr = step->hyper[LR];
    const double beta1 = step->hyper[BETA1];
    const double beta2 = step->hyper[BETA2];
    const double keep = 1.0 - lr * step->hyper[WEIGHT_DECAY];

    for (size_t i = 0; i < step->n; i++) {
        w[i] = keep * w[i] - lr * sign(beta1 * m[i] + (1.0 - beta1) * g[i]);
        m[i] = flush_denormal(beta2 * m[i] + (1.0 - beta2) * g[i]);
    }
}

const Optimizer optimizer_lion = {
    .id = "lion",
    .name = "Lion",
    .source = "Chen et al. 2023, Symbolic Discovery of Optimization Algorithms, algorithm 2",
    .traits = TRACKS_FIRST_MOMENTS,
    .rule = lion_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = lion_step,
};
