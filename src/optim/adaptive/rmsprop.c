/* rmsprop: AdaGrad that forgets ("leaky AdaGrad").
 *
 *   v <- rho v + (1 - rho) g^2      w <- w - lr g / sqrt(v + eps)
 *
 * or g / (sqrt(v) + eps), as torch does, with eps_inside off. centered subtracts the square of the
 * mean gradient from v, an estimate of the variance; momentum gathers the scaled gradients in b. */
#include <math.h>

#include "optim/family.h"

enum { LR, DECAY, EPS, EPS_INSIDE, MOMENTUM, CENTERED, WEIGHT_DECAY, HYPER_COUNT };
enum { SQUARES, MEAN, BUFFER };

/* decay: Hinton's lecture has 0.9, torch 0.99. 0.9 it is: ten steps of memory follow the ground of
 * a two-dimensional map, where a hundred would make RMSProp a slow AdaGrad. */
static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 0.5),
    [DECAY] = {.id = "decay",
               .symbol = "\\rho",
               .doc = "share of the mean square kept per step",
               .kind = HYPER_REAL,
               .scale = HYPER_ONE_MINUS,
               .fallback = 0.9,
               .min = 0.0,
               .max = HYPER_DECAY_MAX,
               .slider_min = 0.0,
               .slider_max = 0.99999},
    [EPS] = HYPER_EPS(1e-7),
    [EPS_INSIDE] = HYPER_EPS_INSIDE,
    [MOMENTUM] = {.id = "momentum",
                  .symbol = "\\mu",
                  .doc = "share of the buffer of scaled gradients kept per step; 0 for none",
                  .kind = HYPER_REAL,
                  .scale = HYPER_ONE_MINUS,
                  .fallback = 0.0,
                  .min = 0.0,
                  .max = 1.0,
                  .slider_min = 0.0,
                  .slider_max = 0.999,
                  .minor = true},
    [CENTERED] = {.id = "centered",
                  .symbol = "v - m^{2}",
                  .doc = "divide by the deviation from the mean gradient",
                  .kind = HYPER_SWITCH,
                  .scale = HYPER_LINEAR,
                  .fallback = 0.0,
                  .min = 0.0,
                  .max = 1.0,
                  .slider_min = 0.0,
                  .slider_max = 1.0,
                  .minor = true},
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
};

static const Slot slots[] = {
    [SQUARES] = {.id = "second_moment",
                 .symbol = "v",
                 .doc = "running mean of g^2",
                 .kind = SLOT_SQUARES},
    [MEAN] = {.id = "first_moment", .symbol = "m", .doc = "running mean of g, if centered"},
    [BUFFER] = {.id = "buffer", .symbol = "b", .doc = "running sum of scaled g, with momentum"},
};

static void rmsprop_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    /* [momentum][centered][eps_inside] */
    static const char *const move[2][2][2] = {
        {{"w \\leftarrow w - \\alpha g / (\\sqrt{v} + \\varepsilon)",
          "w \\leftarrow w - \\alpha g / \\sqrt{v + \\varepsilon}"},
         {"w \\leftarrow w - \\alpha g / (\\sqrt{v - m^{2}} + \\varepsilon)",
          "w \\leftarrow w - \\alpha g / \\sqrt{v - m^{2} + \\varepsilon}"}},
        {{"b \\leftarrow \\mu b + g / (\\sqrt{v} + \\varepsilon)",
          "b \\leftarrow \\mu b + g / \\sqrt{v + \\varepsilon}"},
         {"b \\leftarrow \\mu b + g / (\\sqrt{v - m^{2}} + \\varepsilon)",
          "b \\leftarrow \\mu b + g / \\sqrt{v - m^{2} + \\varepsilon}"}},
    };
    size_t count = 0;
    bool gathers = setting->hyper[MOMENTUM] != 0.0;
    bool centered = setting->hyper[CENTERED] != 0.0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, "v \\leftarrow \\rho v + (1 - \\rho) g^{2}");
    if (centered)
        RULE_LINE(lines, count, "m \\leftarrow \\rho m + (1 - \\rho) g");
    RULE_LINE(lines, count, move[gathers][centered][setting->hyper[EPS_INSIDE] != 0.0]);
    if (gathers)
        RULE_LINE(lines, count, "w \\leftarrow w - \\alpha b");
    lines[count] = NULL;
}

/* Without momentum and centering, which is how it mostly runs. */
static void plain_step(const Step *step, double inside, double outside)
{
    double *restrict w = step->w;
    double *restrict v = step->state + SQUARES * step->n;
    const double *restrict g = step->g;
    const double lr = step->hyper[LR];
    const double rho = step->hyper[DECAY];
    const double decay = step->hyper[WEIGHT_DECAY];

    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        v[i] = flush_denormal(rho * v[i] + (1.0 - rho) * (d * d));
        w[i] -= lr * (d / (sqrt(v[i] + inside) + outside));
    }
}

static void full_step(const Step *step, double inside, double outside)
{
    double *restrict w = step->w;
    double *restrict v = step->state + SQUARES * step->n;
    double *restrict m = step->state + MEAN * step->n;
    double *restrict b = step->state + BUFFER * step->n;
    const double *restrict g = step->g;
    const double lr = step->hyper[LR];
    const double rho = step->hyper[DECAY];
    const double mu = step->hyper[MOMENTUM];
    const double decay = step->hyper[WEIGHT_DECAY];
    /* m stays 0 unless centered. */
    const double gain = step->hyper[CENTERED] != 0.0 ? 1.0 - rho : 0.0;

    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        v[i] = flush_denormal(rho * v[i] + (1.0 - rho) * (d * d));
        m[i] = flush_denormal(rho * m[i] + gain * d);
        b[i] = flush_denormal(mu * b[i] + d / (sqrt(v[i] - m[i] * m[i] + inside) + outside));
        w[i] -= lr * b[i];
    }
}

static void rmsprop_step(const Step *step)
{
    /* One of the two is 0: sqrt(v + inside) + outside is either form. */
    const bool is_inside = step->hyper[EPS_INSIDE] != 0.0;
    const double inside = is_inside ? step->hyper[EPS] : 0.0;
    const double outside = is_inside ? 0.0 : step->hyper[EPS];

    if (step->hyper[MOMENTUM] == 0.0 && step->hyper[CENTERED] == 0.0)
        plain_step(step, inside, outside);
    else
        full_step(step, inside, outside);
}

const Optimizer optimizer_rmsprop = {
    .id = "rmsprop",
    .name = "RMSProp",
    .source = "Tieleman and Hinton 2012, Neural Networks for Machine Learning, lecture 6.5; "
              "centered: Graves 2013, eq. 38-45",
    .traits = TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS,
    .rule = rmsprop_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = rmsprop_step,
};
