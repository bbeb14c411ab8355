/* adabelief: Adam that divides by how far gradients stray from their mean.
 *
 *   m <- beta1 m + (1 - beta1) g      s <- beta2 s + (1 - beta2) (g - m)^2 + eps
 *   w <- w - lr m_hat / (sqrt(s_hat) + eps)
 *
 * with both biases corrected as in Adam. Where the gradient is what the mean foretold, s is small
 * and the step long: on a straight slope AdaBelief runs where Adam walks. */
#include <math.h>

#include "optim/family.h"

enum { LR, BETA1, BETA2, EPS, WEIGHT_DECAY, HYPER_COUNT };
enum { MEAN, SQUARES };

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 0.5),
    [BETA1] = HYPER_BETA1(0.9),
    [BETA2] = HYPER_BETA2(0.999, "the mean squared surprise"),
    [EPS] = HYPER_EPS(1e-8),
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
};

static const Slot slots[] = {
    [MEAN] = SLOT_FIRST_MOMENT,
    [SQUARES] = {.id = "surprise",
                 .symbol = "s",
                 .doc = "running mean of (g - m)^2",
                 .kind = SLOT_SQUARES},
};

static void adabelief_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, RULE_FIRST_MOMENT);
    RULE_LINE(lines, count,
              "s \\leftarrow \\beta_{2} s + (1 - \\beta_{2}) (g - m)^{2} + \\varepsilon");
    RULE_LINE(lines, count,
              "\\hat{m} = m / (1 - \\beta_{1}^{t}),\\text{  }\\hat{s} = s / (1 - \\beta_{2}^{t})");
    RULE_LINE(lines, count,
              "w \\leftarrow w - \\alpha \\hat{m} / (\\sqrt{\\hat{s}} + \\varepsilon)");
    lines[count] = NULL;
}

static void adabelief_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict m = step->state + MEAN * step->n;
    double *restrict s = step->state + SQUARES * step->n;
    const double *restrict g = step->g;
    const double beta1 = step->hyper[BETA1];
    const double beta2 = step->hyper[BETA2];
    const double eps = step->hyper[EPS];
    const double decay = step->hyper[WEIGHT_DECAY];
    const double lr = step->hyper[LR] / bias_correction(beta1, step->t);
    const double root = sqrt(bias_correction(beta2, step->t));

    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        m[i] = flush_denormal(beta1 * m[i] + (1.0 - beta1) * d);
        double surprise = d - m[i];
        s[i] = flush_denormal(beta2 * s[i] + (1.0 - beta2) * (surprise * surprise) + eps);
        w[i] -= lr * (m[i] / (sqrt(s[i]) / root + eps));
    }
}

const Optimizer optimizer_adabelief = {
    .id = "adabelief",
    .name = "AdaBelief",
    .source = "Zhuang et al. 2020, AdaBelief Optimizer: Adapting Stepsizes by the Belief in "
              "Observed Gradients, algorithm 2",
    .traits = TRACKS_FIRST_MOMENTS | TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS | BIAS_CORRECTION,
    .rule = adabelief_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = adabelief_step,
};
