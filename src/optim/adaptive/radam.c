/* radam: Adam that trusts its second moment only as far as it has seen gradients.
 *
 *   rho_inf = 2 / (1 - beta2) - 1      rho_t = rho_inf - 2 t beta2^t / (1 - beta2^t)
 *   rho_t > 5:  w <- w - lr r_t m_hat sqrt(1 - beta2^t) / (sqrt(v) + eps)
 *   else:       w <- w - lr m_hat
 *   r_t^2 = R(rho_t) / R(rho_inf)      R(rho) = (rho - 4) (rho - 2) / rho
 *
 * rho_t counts the gradients that the mean v is worth. eps stands before the bias correction, as in
 * torch. With beta2 <= 2/3 there is never enough memory: plain momentum. */
#include <math.h>

#include "optim/family.h"

enum { LR, BETA1, BETA2, EPS, WEIGHT_DECAY, HYPER_COUNT };
enum { MEAN, SQUARES };

/* lr: the first steps are those of momentum, along the gradient as it is; a rate to cross the map
 * with would throw them off it. beta2: the paper has 0.999, which rectifies for a thousand steps,
 * where a race may have a hundred; 0.9 as in RMSProp. */
static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_LR, 2.0),           [BETA1] = HYPER_BETA1(0.9),
    [BETA2] = HYPER_BETA2(0.9, "the mean square"), [EPS] = HYPER_EPS(1e-8),
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
};

static const Slot slots[] = {
    [MEAN] = SLOT_FIRST_MOMENT,
    [SQUARES] = SLOT_SECOND_MOMENT,
};

static void radam_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, RULE_FIRST_MOMENT);
    RULE_LINE(lines, count, RULE_SECOND_MOMENT);
    RULE_LINE(lines, count,
              "\\rho_{t} = (1 + \\beta_{2}) / (1 - \\beta_{2}) - "
              "2 t \\beta_{2}^{t} / (1 - \\beta_{2}^{t})");
    RULE_LINE(lines, count,
              "r^{2} = R(\\rho_{t}) / R(\\rho_{\\infty}),\\text{  }"
              "R(\\rho) = (\\rho - 4) (\\rho - 2) / \\rho");
    RULE_LINE(lines, count,
              "w \\leftarrow w - \\alpha \\hat{m} \\cdot (r / \\sqrt{\\hat{v}} "
              "\\text{ if } \\rho_{t} > 5,\\text{ else } 1)");
    lines[count] = NULL;
}

/* r_t, or 0 while rho_t <= 5. */
static double rectification(double beta2, long t)
{
    double power = fading_power(beta2, t);
    double most = 2.0 / (1.0 - beta2) - 1.0;
    double seen = most - 2.0 * (double)t * power / (1.0 - power);
    if (!(seen > 5.0))
        return 0.0;
    return sqrt((seen - 4.0) * (seen - 2.0) * most / ((most - 4.0) * (most - 2.0) * seen));
}

static void radam_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict m = step->state + MEAN * step->n;
    double *restrict v = step->state + SQUARES * step->n;
    const double *restrict g = step->g;
    const double beta1 = step->hyper[BETA1];
    const double beta2 = step->hyper[BETA2];
    const double decay = step->hyper[WEIGHT_DECAY];
    const double lr = step->hyper[LR] / bias_correction(beta1, step->t);
    const double r = rectification(beta2, step->t);
    const double scale = r > 0.0 ? r * sqrt(bias_correction(beta2, step->t)) : 1.0;
    /* The denominator is share sqrt(v) + rest: sqrt(v) + eps, or 1. */
    const double share = r > 0.0 ? 1.0 : 0.0;
    const double rest = r > 0.0 ? step->hyper[EPS] : 1.0;

    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        m[i] = flush_denormal(beta1 * m[i] + (1.0 - beta1) * d);
        v[i] = flush_denormal(beta2 * v[i] + (1.0 - beta2) * (d * d));
        w[i] -= lr * m[i] * (scale / (share * sqrt(v[i]) + rest));
    }
}

const Optimizer optimizer_radam = {
    .id = "radam",
    .name = "RAdam",
    .source = "Liu et al. 2020, On the Variance of the Adaptive Learning Rate and Beyond, "
              "algorithm 2",
    .traits = TRACKS_FIRST_MOMENTS | TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS | BIAS_CORRECTION,
    .rule = radam_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = radam_step,
};
