/* adagrad: every component divided by the root of the sum of its squared gradients.
 *
 *   s <- s + g^2      w <- w - lr_t g / sqrt(s + eps)      lr_t = lr / (1 + (t - 1) lr_decay)
 *
 * or g / (sqrt(s) + eps), as torch does, with eps_inside off. s only grows, so steps only shrink.
 */
#include <math.h>

#include "optim/family.h"

enum { LR, EPS, EPS_INSIDE, LR_DECAY, INITIAL, WEIGHT_DECAY, HYPER_COUNT };

/* The first step has length lr in every component whatever the gradient, and later ones shrink
 * like 1/sqrt(t): it takes a start several times longer than RMSProp's to get as far. */
static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_REACH, 5.0),
    [EPS] = HYPER_EPS(1e-7),
    [EPS_INSIDE] = HYPER_EPS_INSIDE,
    [LR_DECAY] = {.id = "lr_decay",
                  .symbol = "\\eta",
                  .doc = "the learning rate falls like 1 / (1 + (t - 1) lr_decay)",
                  .kind = HYPER_REAL,
                  .scale = HYPER_LINEAR,
                  .fallback = 0.0,
                  .min = 0.0,
                  .max = 100.0,
                  .slider_min = 0.0,
                  .slider_max = 1.0,
                  .minor = true},
    [INITIAL] = {.id = "initial",
                 .symbol = "s_{0}",
                 .doc = "what the sum of squares starts from",
                 .kind = HYPER_REAL,
                 .scale = HYPER_LINEAR,
                 .fallback = 0.0,
                 .min = 0.0,
                 .max = 1e6,
                 .slider_min = 0.0,
                 .slider_max = 10.0,
                 .minor = true},
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
};

static const Slot slots[] = {
    {.id = "squares", .symbol = "s", .doc = "sum of the squared gradients", .kind = SLOT_SQUARES},
};

static void adagrad_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    static const char *const move[2][2] = {
        {"w \\leftarrow w - \\alpha g / (\\sqrt{s} + \\varepsilon)",
         "w \\leftarrow w - \\alpha g / \\sqrt{s + \\varepsilon}"},
        {"w \\leftarrow w - \\alpha_{t} g / (\\sqrt{s} + \\varepsilon)",
         "w \\leftarrow w - \\alpha_{t} g / \\sqrt{s + \\varepsilon}"},
    };
    size_t count = 0;
    bool decays = setting->hyper[LR_DECAY] != 0.0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, "s \\leftarrow s + g^{2}");
    if (decays)
        RULE_LINE(lines, count, "\\alpha_{t} = \\alpha / (1 + \\eta (t - 1))");
    RULE_LINE(lines, count, move[decays][setting->hyper[EPS_INSIDE] != 0.0]);
    lines[count] = NULL;
}

static void adagrad_init(const Setting *setting, double *state, size_t n)
{
    for (size_t i = 0; i < n; i++)
        state[i] = setting->hyper[INITIAL];
}

static void adagrad_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict s = step->state;
    const double *restrict g = step->g;
    const double lr = step->hyper[LR] / (1.0 + (double)(step->t - 1) * step->hyper[LR_DECAY]);
    const double decay = step->hyper[WEIGHT_DECAY];
    /* One of the two is 0: sqrt(s + inside) + outside is either form. */
    const bool is_inside = step->hyper[EPS_INSIDE] != 0.0;
    const double inside = is_inside ? step->hyper[EPS] : 0.0;
    const double outside = is_inside ? 0.0 : step->hyper[EPS];

    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        s[i] += d * d;
        w[i] -= lr * (d / (sqrt(s[i] + inside) + outside));
    }
}

const Optimizer optimizer_adagrad = {
    .id = "adagrad",
    .name = "AdaGrad",
    .source = "Duchi, Hazan and Singer 2011, Adaptive Subgradient Methods, diagonal form",
    .traits = TRACKS_SECOND_MOMENTS,
    .rule = adagrad_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .init = adagrad_init,
    .step = adagrad_step,
};
