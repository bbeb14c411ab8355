/* nadam: Adam that looks ahead like Nesterov: the step mixes today's gradient with the mean as it
 * will weigh tomorrow.
 *
 *   mu_t = beta1 (1 - 0.96^(psi t) / 2)      P_t = mu_1 ... mu_t
 *   m <- beta1 m + (1 - beta1) g             v <- beta2 v + (1 - beta2) g^2
 *   n = (1 - mu_t) g / (1 - P_t) + mu_{t+1} m / (1 - P_{t+1})
 *   w <- w - lr n / (sqrt(v / (1 - beta2^t)) + eps)
 *
 * The published rule, but m fades with beta1 and not with mu_t, as in torch. (torch before 2.0 had
 * mu_t once too often in P_{t+1}.) */
#include <math.h>

#include "optim/family.h"

enum { LR, BETA1, BETA2, EPS, MOMENTUM_DECAY, WEIGHT_DECAY, HYPER_COUNT };
enum { MEAN, SQUARES, PRODUCT };

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 1.0),
    [BETA1] = HYPER_BETA1(0.9),
    [BETA2] = HYPER_BETA2(0.999, "the mean square"),
    [EPS] = HYPER_EPS(1e-8),
    [MOMENTUM_DECAY] = {.id = "momentum_decay",
                        .symbol = "\\psi",
                        .doc = "how fast the momentum rises from beta1 / 2 to beta1",
                        .kind = HYPER_REAL,
                        .fallback = 0.004,
                        .max = 100.0,
                        .slider_max = 1.0,
                        .minor = true},
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
};

static const Slot slots[] = {
    [MEAN] = SLOT_FIRST_MOMENT,
    [SQUARES] = SLOT_SECOND_MOMENT,
    [PRODUCT] = {.id = "momentum_product",
                 .symbol = "P_{t}",
                 .doc = "product of the momenta so far",
                 .kind = SLOT_NUMBER},
};

static void nadam_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, RULE_FIRST_MOMENT);
    RULE_LINE(lines, count, RULE_SECOND_MOMENT);
    RULE_LINE(lines, count,
              "\\mu_{t} = \\beta_{1} (1 - 0.96^{\\psi t} / 2),\\text{  }"
              "P_{t} = \\mu_{1} \\cdots \\mu_{t}");
    RULE_LINE(lines, count,
              "\\hat{m} = \\frac{(1 - \\mu_{t}) g}{1 - P_{t}} + "
              "\\frac{\\mu_{t+1} m}{1 - P_{t} \\mu_{t+1}},\\text{  }"
              "\\hat{v} = \\frac{v}{1 - \\beta_{2}^{t}}");
    RULE_LINE(lines, count,
              "w \\leftarrow w - \\alpha \\hat{m} / (\\sqrt{\\hat{v}} + \\varepsilon)");
    lines[count] = NULL;
}

static void nadam_init(const Setting *setting, double *state, size_t n)
{
    (void)setting;
    state[PRODUCT * n] = 1.0;
}

static double momentum_at(const double *hyper, long t)
{
    /* Where the power is 0 beside 1 there is no need to know it; it must not become denormal. */
    double exponent = (double)t * hyper[MOMENTUM_DECAY];
    double missing = exponent > 1100.0 ? 0.0 : 0.5 * pow(0.96, exponent);
    return hyper[BETA1] * (1.0 - missing);
}

static void nadam_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict m = step->state + MEAN * step->n;
    double *restrict v = step->state + SQUARES * step->n;
    double *product = step->state + PRODUCT * step->n;
    const double *restrict g = step->g;
    const double beta1 = step->hyper[BETA1];
    const double beta2 = step->hyper[BETA2];
    const double eps = step->hyper[EPS];
    const double decay = step->hyper[WEIGHT_DECAY];
    const double mu = momentum_at(step->hyper, step->t);
    const double next_mu = momentum_at(step->hyper, step->t + 1);
    const double so_far = flush_denormal(*product * mu);
    const double root = sqrt(bias_correction(beta2, step->t));
    const double lr_gradient = step->hyper[LR] * (1.0 - mu) / (1.0 - so_far);
    const double lr_mean = step->hyper[LR] * next_mu / (1.0 - so_far * next_mu);

    *product = so_far;
    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        m[i] = flush_denormal(beta1 * m[i] + (1.0 - beta1) * d);
        v[i] = flush_denormal(beta2 * v[i] + (1.0 - beta2) * (d * d));
        w[i] -= (lr_gradient * d + lr_mean * m[i]) / (sqrt(v[i]) / root + eps);
    }
}

const Optimizer optimizer_nadam = {
    .id = "nadam",
    .name = "NAdam",
    .source = "Dozat 2016, Incorporating Nesterov Momentum into Adam, algorithm 2",
    .traits = TRACKS_FIRST_MOMENTS | TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS | BIAS_CORRECTION,
    .rule = nadam_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .init = nadam_init,
    .step = nadam_step,
};
