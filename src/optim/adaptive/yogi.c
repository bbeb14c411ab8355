/* yogi: Adam whose second moment moves towards g^2 by a share of g^2, not of the distance.
 *
 *   m <- beta1 m + (1 - beta1) g      v <- v - (1 - beta2) sign(v - g^2) g^2
 *   w <- w - lr m / (sqrt(v) + eps)
 *
 * When gradients become small Adam forgets that there were large ones at its usual pace, and its
 * steps grow; Yogi's v falls by g^2 at most. No bias correction; eps is large, and beside the root,
 * so that it bounds the first steps. */
#include <math.h>

#include "optim/family.h"

enum { LR, BETA1, BETA2, EPS, WEIGHT_DECAY, HYPER_COUNT };
enum { MEAN, SQUARES };

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 0.5),
    [BETA1] = HYPER_BETA1(0.9),
    [BETA2] = {.id = "beta2",
               .symbol = "\\beta_{2}",
               .doc = "1 - beta2 is the share of g^2 by which v moves per step",
               .kind = HYPER_REAL,
               .scale = HYPER_ONE_MINUS,
               .fallback = 0.999,
               .max = HYPER_DECAY_MAX,
               .slider_max = 0.99999},
    [EPS] = HYPER_EPS(1e-3),
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
};

static const Slot slots[] = {
    [MEAN] = SLOT_FIRST_MOMENT,
    [SQUARES] = {.id = "second_moment", .symbol = "v", .doc = "follows g^2", .kind = SLOT_SQUARES},
};

static void yogi_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, RULE_FIRST_MOMENT);
    RULE_LINE(lines, count, "v \\leftarrow v - (1 - \\beta_{2}) \\sign(v - g^{2}) g^{2}");
    RULE_LINE(lines, count, "w \\leftarrow w - \\alpha m / (\\sqrt{v} + \\varepsilon)");
    lines[count] = NULL;
}

static void yogi_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict m = step->state + MEAN * step->n;
    double *restrict v = step->state + SQUARES * step->n;
    const double *restrict g = step->g;
    const double beta1 = step->hyper[BETA1];
    const double gain = 1.0 - step->hyper[BETA2];
    const double eps = step->hyper[EPS];
    const double lr = step->hyper[LR];
    const double decay = step->hyper[WEIGHT_DECAY];

    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        double square = d * d;
        m[i] = flush_denormal(beta1 * m[i] + (1.0 - beta1) * d);
        v[i] -= gain * sign(v[i] - square) * square;
        w[i] -= lr * (m[i] / (sqrt(v[i]) + eps));
    }
}

const Optimizer optimizer_yogi = {
    .id = "yogi",
    .name = "Yogi",
    .source = "Zaheer et al. 2018, Adaptive Methods for Nonconvex Optimization, algorithm 2",
    .traits = TRACKS_FIRST_MOMENTS | TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS,
    .rule = yogi_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = yogi_step,
};
