/* rprop: a step size per component, longer while the gradient's sign stays, shorter when it turns.
 *
 *   sign stays:  step <- min(eta_plus step, step_max)      w <- w - step sign(g)
 *   it turns:    step <- max(eta_minus step, step_min)     w stays, and g counts as 0
 *
 * How large the gradient is does not matter. The form is iRprop-, as in torch: no way back to where
 * w was before a turn. Steps start at lr, which has no other use. */
#include "optim/family.h"

enum { LR, ETA_MINUS, ETA_PLUS, STEP_MIN, STEP_MAX, HYPER_COUNT };
enum { SIGN, SIZE };

#define HYPER_BOUND(name, sign, text, value)                                                       \
    {                                                                                              \
        .id = (name), .symbol = (sign), .doc = (text), .kind = HYPER_REAL, .scale = HYPER_LOG,     \
        .fallback = (value), .max = 1e6, .slider_min = 1e-9, .slider_max = 100.0, .minor = true,   \
    }

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 0.5),
    [ETA_MINUS] = {.id = "eta_minus",
                   .symbol = "\\eta_{-}",
                   .doc = "factor of a step where the gradient's sign turned",
                   .kind = HYPER_REAL,
                   .fallback = 0.5,
                   .max = 1.0,
                   .slider_max = 1.0},
    [ETA_PLUS] = {.id = "eta_plus",
                  .symbol = "\\eta_{+}",
                  .doc = "factor of a step where the gradient's sign stayed",
                  .kind = HYPER_REAL,
                  .fallback = 1.2,
                  .min = 1.0,
                  .max = 10.0,
                  .slider_min = 1.0,
                  .slider_max = 2.0},
    [STEP_MIN] = HYPER_BOUND("step_min", "\\delta_{-}", "shortest step", 1e-6),
    [STEP_MAX] = HYPER_BOUND("step_max", "\\delta_{+}", "longest step", 50.0),
};

static const Slot slots[] = {
    [SIGN] = {.id = "sign",
              .symbol = "\\sigma",
              .doc = "sign of the last gradient; 0 after a turn"},
    [SIZE] = {.id = "step", .symbol = "\\delta", .doc = "step sizes", .kind = SLOT_SQUARES},
};

static void rprop_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    (void)setting;
    size_t count = 0;
    RULE_LINE(lines, count, "g \\sigma > 0: \\text{  } \\delta \\leftarrow \\eta_{+} \\delta");
    RULE_LINE(lines, count,
              "g \\sigma < 0: \\text{  } \\delta \\leftarrow \\eta_{-} \\delta,\\text{  }"
              "g \\leftarrow 0");
    RULE_LINE(lines, count, "\\sigma \\leftarrow \\sign(g)");
    RULE_LINE(lines, count, "w \\leftarrow w - \\delta \\sigma");
    lines[count] = NULL;
}

static void rprop_init(const Setting *setting, double *state, size_t n)
{
    for (size_t i = 0; i < n; i++)
        state[SIZE * n + i] = setting->hyper[LR];
}

static void rprop_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict before = step->state + SIGN * step->n;
    double *restrict size = step->state + SIZE * step->n;
    const double *restrict g = step->g;
    const double shrink = step->hyper[ETA_MINUS];
    const double grow = step->hyper[ETA_PLUS];
    const double low = step->hyper[STEP_MIN];
    const double high = step->hyper[STEP_MAX];

    for (size_t i = 0; i < step->n; i++) {
        double stays = g[i] * before[i];
        double next = size[i] * (stays > 0.0 ? grow : stays < 0.0 ? shrink : 1.0);
        next = next < low ? low : next;
        size[i] = next > high ? high : next;
        before[i] = stays < 0.0 ? 0.0 : sign(g[i]);
        w[i] -= size[i] * before[i];
    }
}

const Optimizer optimizer_rprop = {
    .id = "rprop",
    .name = "Rprop",
    .source = "Riedmiller and Braun 1993, A Direct Adaptive Method for Faster Backpropagation "
              "Learning; iRprop-: Igel and Huesken 2003",
    .rule = rprop_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .init = rprop_init,
    .step = rprop_step,
    .lr_is_start = true,
};
