/* adamax: Adam with the largest gradient, slowly forgotten, in place of the root of the mean
 * square.
 *
 *   m <- beta1 m + (1 - beta1) g      u <- max(beta2 u, |g| + eps)
 *   w <- w - lr m / ((1 - beta1^t) u)
 *
 * The limit of Adam's rule as the power 2 in its second moment goes to infinity; u needs no bias
 * correction. eps stands where torch has it. */
#include <math.h>

#include "optim/family.h"

enum { LR, BETA1, BETA2, EPS, WEIGHT_DECAY, HYPER_COUNT };
enum { MEAN, LARGEST };

/* Twice Adam's rate, as in the paper: u is never less than sqrt(v). */
static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 2.0),
    [BETA1] = HYPER_BETA1(0.9),
    [BETA2] = HYPER_BETA2(0.999, "the largest gradient"),
    [EPS] = HYPER_EPS(1e-8),
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
};

static const Slot slots[] = {
    [MEAN] = SLOT_FIRST_MOMENT,
    [LARGEST] = {.id = "norm",
                 .symbol = "u",
                 .doc = "largest |g| so far, fading",
                 .kind = SLOT_SQUARES},
};

static void adamax_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, RULE_FIRST_MOMENT);
    RULE_LINE(lines, count, "u \\leftarrow \\max(\\beta_{2} u, \\lvert g \\rvert + \\varepsilon)");
    RULE_LINE(lines, count, "\\hat{m} = m / (1 - \\beta_{1}^{t})");
    RULE_LINE(lines, count, "w \\leftarrow w - \\alpha \\hat{m} / u");
    lines[count] = NULL;
}

static void adamax_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict m = step->state + MEAN * step->n;
    double *restrict u = step->state + LARGEST * step->n;
    const double *restrict g = step->g;
    const double beta1 = step->hyper[BETA1];
    const double beta2 = step->hyper[BETA2];
    const double eps = step->hyper[EPS];
    const double decay = step->hyper[WEIGHT_DECAY];
    const double lr = step->hyper[LR] / bias_correction(beta1, step->t);

    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        double faded = beta2 * u[i];
        double now = fabs(d) + eps;
        m[i] = flush_denormal(beta1 * m[i] + (1.0 - beta1) * d);
        u[i] = faded > now ? faded : now;
        w[i] -= lr * (m[i] / u[i]);
    }
}

const Optimizer optimizer_adamax = {
    .id = "adamax",
    .name = "Adamax",
    .source = "Kingma and Ba 2015, Adam: A Method for Stochastic Optimization, algorithm 2",
    .traits = TRACKS_FIRST_MOMENTS | BIAS_CORRECTION,
    .rule = adamax_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = adamax_step,
};
