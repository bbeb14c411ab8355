/* adam: RMSProp and momentum, both freed from their start at zero.
 *
 *   m <- beta1 m + (1 - beta1) g           v <- beta2 v + (1 - beta2) g^2
 *   m_hat = m / (1 - beta1^t)              v_hat = v / (1 - beta2^t)
 *   w <- w - lr m_hat / (sqrt(v_hat) + eps)
 *
 * amsgrad divides by u, the largest v so far (before its bias is corrected, as torch does). Without
 * bias_correction the hats are left out: what the correction of Kingma and Ba 2015,
 * section 3, is good for can then be seen.
 *
 * AdamW takes weight decay out of the gradient, where it would be divided by sqrt(v) like the rest:
 * it first shrinks w itself, w <- (1 - lr lambda) w. */
#include <math.h>

#include "optim/family.h"

/* AdamW's are Adam's without the last. */
enum { LR, BETA1, BETA2, EPS, AMSGRAD, WEIGHT_DECAY, BIAS, HYPER_COUNT };
enum { ADAMW_HYPER_COUNT = BIAS };
enum { MEAN, SQUARES, LARGEST };

#define HYPER_AMSGRAD HYPER_FLAG("amsgrad", "u", "divide by the largest mean square so far", 0.0)

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 1.0),
    [BETA1] = HYPER_BETA1(0.9),
    [BETA2] = HYPER_BETA2(0.999, "the mean square"),
    [EPS] = HYPER_EPS(1e-8),
    [AMSGRAD] = HYPER_AMSGRAD,
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
    [BIAS] = HYPER_FLAG("bias_correction", "\\hat{m}", "make up for the means' start at 0", 1.0),
};

static const Hyper adamw_hypers[ADAMW_HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 1.0),
    [BETA1] = HYPER_BETA1(0.9),
    [BETA2] = HYPER_BETA2(0.999, "the mean square"),
    [EPS] = HYPER_EPS(1e-8),
    [AMSGRAD] = HYPER_AMSGRAD,
    [WEIGHT_DECAY] = HYPER_DECOUPLED_DECAY(0.01),
};

static const Slot slots[] = {
    [MEAN] = SLOT_FIRST_MOMENT,
    [SQUARES] = SLOT_SECOND_MOMENT,
    [LARGEST] = {.id = "second_moment_max",
                 .symbol = "u",
                 .doc = "largest second moment so far, with amsgrad",
                 .kind = SLOT_SQUARES},
};

/* decay: the line that weight decay starts with. */
static void moments_rule(const Setting *setting, bool corrected, const char *decay,
                         const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    /* [amsgrad] */
    static const char *const hats[2] = {
        "\\hat{m} = m / (1 - \\beta_{1}^{t}),\\text{  }\\hat{v} = v / (1 - \\beta_{2}^{t})",
        "\\hat{m} = m / (1 - \\beta_{1}^{t}),\\text{  }\\hat{v} = u / (1 - \\beta_{2}^{t})",
    };
    /* [bias_correction][amsgrad] */
    static const char *const move[2][2] = {
        {"w \\leftarrow w - \\alpha m / (\\sqrt{v} + \\varepsilon)",
         "w \\leftarrow w - \\alpha m / (\\sqrt{u} + \\varepsilon)"},
        {"w \\leftarrow w - \\alpha \\hat{m} / (\\sqrt{\\hat{v}} + \\varepsilon)",
         "w \\leftarrow w - \\alpha \\hat{m} / (\\sqrt{\\hat{v}} + \\varepsilon)"},
    };
    size_t count = 0;
    bool amsgrad = setting->hyper[AMSGRAD] != 0.0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, decay);
    RULE_LINE(lines, count, RULE_FIRST_MOMENT);
    RULE_LINE(lines, count, RULE_SECOND_MOMENT);
    if (amsgrad)
        RULE_LINE(lines, count, "u \\leftarrow \\max(u, v)");
    if (corrected)
        RULE_LINE(lines, count, hats[amsgrad]);
    RULE_LINE(lines, count, move[corrected][amsgrad]);
    lines[count] = NULL;
}

static void adam_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    moments_rule(setting, setting->hyper[BIAS] != 0.0, RULE_WEIGHT_DECAY, lines);
}

static void adamw_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    moments_rule(setting, true, RULE_DECOUPLED_DECAY, lines);
}

/* w is multiplied by `keep` apart from the gradient, to which decay w is added. */
static void moments_step(const Step *step, bool corrected, double decay, double keep)
{
    double *restrict w = step->w;
    double *restrict m = step->state + MEAN * step->n;
    double *restrict v = step->state + SQUARES * step->n;
    double *restrict u = step->state + LARGEST * step->n;
    const double *restrict g = step->g;
    const double beta1 = step->hyper[BETA1];
    const double beta2 = step->hyper[BETA2];
    const double eps = step->hyper[EPS];
    const double lr = step->hyper[LR] / (corrected ? bias_correction(beta1, step->t) : 1.0);
    const double root = corrected ? sqrt(bias_correction(beta2, step->t)) : 1.0;

    if (step->hyper[AMSGRAD] != 0.0) {
        for (size_t i = 0; i < step->n; i++) {
            double d = g[i] + decay * w[i];
            m[i] = flush_denormal(beta1 * m[i] + (1.0 - beta1) * d);
            v[i] = flush_denormal(beta2 * v[i] + (1.0 - beta2) * (d * d));
            u[i] = v[i] > u[i] ? v[i] : u[i];
            w[i] = keep * w[i] - lr * (m[i] / (sqrt(u[i]) / root + eps));
        }
        return;
    }
    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        m[i] = flush_denormal(beta1 * m[i] + (1.0 - beta1) * d);
        v[i] = flush_denormal(beta2 * v[i] + (1.0 - beta2) * (d * d));
        w[i] = keep * w[i] - lr * (m[i] / (sqrt(v[i]) / root + eps));
    }
}

static void adam_step(const Step *step)
{
    moments_step(step, step->hyper[BIAS] != 0.0, step->hyper[WEIGHT_DECAY], 1.0);
}

static void adamw_step(const Step *step)
{
    moments_step(step, true, 0.0, 1.0 - step->hyper[LR] * step->hyper[WEIGHT_DECAY]);
}

const Optimizer optimizer_adam = {
    .id = "adam",
    .name = "Adam",
    .source = "Kingma and Ba 2015, Adam: A Method for Stochastic Optimization, algorithm 1; "
              "AMSGrad: Reddi, Kale and Kumar 2018, algorithm 2",
    .traits = TRACKS_FIRST_MOMENTS | TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS | BIAS_CORRECTION,
    .rule = adam_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = adam_step,
};

const Optimizer optimizer_adamw = {
    .id = "adamw",
    .name = "AdamW",
    .source = "Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization, algorithm 2",
    .traits = TRACKS_FIRST_MOMENTS | TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS | BIAS_CORRECTION,
    .rule = adamw_rule,
    .hypers = adamw_hypers,
    .hyper_count = ADAMW_HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = adamw_step,
};
