/* momentum: heavy ball and Nesterov's accelerated gradient.
 *
 * The forms of momentum walk the same path where dampening is 0, up to rounding:
 *
 *   velocity   v <- rho v - lr g          w <- w + v          (Sutskever et al. 2013)
 *   buffer     v <- rho v + g             w <- w - lr v       (torch)
 *   ema        m <- rho m + (1 - rho) g   w <- w - lr m       (same path with lr / (1 - rho))
 *
 * dampening takes (1 - dampening) g instead of g from the second step on, as torch does: the first
 * buffer is the gradient itself.
 *
 * Nesterov takes the gradient where the velocity is about to carry it:
 *
 *   lookahead  v <- rho v - lr grad(w + rho v)   w <- w + v
 *   shifted    v <- rho v + g                    w <- w - lr (g + rho v)   (torch)
 *
 * With w_shifted = w + rho v the shifted form is the same method, and needs no second point. */
#include "optim/family.h"

#define HYPER_MOMENTUM                                                                             \
    {                                                                                              \
        .id = "momentum", .symbol = "\\rho",                                                       \
        .doc = "share of the velocity kept per step (friction is 1 - rho)", .kind = HYPER_REAL,    \
        .scale = HYPER_ONE_MINUS, .fallback = 0.9, .min = 0.0, .max = 1.0, .slider_min = 0.0,      \
        .slider_max = 0.999,                                                                       \
    }

#define HYPER_FORM(names, docs)                                                                    \
    {                                                                                              \
        .id = "form", .symbol = "\\text{form}", .doc = (docs), .kind = HYPER_CHOICE,               \
        .scale = HYPER_LINEAR, .fallback = 0.0, .min = 0.0,                                        \
        .max = (double)(sizeof(names) / sizeof *(names)) - 2.0, .slider_min = 0.0,                 \
        .slider_max = (double)(sizeof(names) / sizeof *(names)) - 2.0, .choices = (names)          \
    }

/* ---- momentum ---- */

enum { LR, MOMENTUM, DAMPENING, WEIGHT_DECAY, FORM, HYPER_COUNT };
enum { VELOCITY, BUFFER, EMA };

static const char *const forms[] = {"velocity", "buffer", "ema", NULL};

/* A ball with rho = 0.9 gathers up to ten steps' worth of gradient, so it starts with less. */
static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_LR, 0.4),
    [MOMENTUM] = HYPER_MOMENTUM,
    [DAMPENING] = {.id = "dampening",
                   .symbol = "\\tau",
                   .doc = "share of the gradient left out, from the second step on",
                   .kind = HYPER_REAL,
                   .scale = HYPER_LINEAR,
                   .fallback = 0.0,
                   .min = 0.0,
                   .max = 1.0,
                   .slider_min = 0.0,
                   .slider_max = 1.0,
                   .minor = true},
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
    [FORM] = HYPER_FORM(forms, "how the velocity is kept: times lr, as a sum, or as a mean"),
};

static const Slot slots[] = {
    {.id = "velocity", .symbol = "v", .doc = "running sum (ema: mean) of the gradients"},
};

static void momentum_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    static const char *const gather[][2] = {
        [VELOCITY] = {"v \\leftarrow \\rho v - \\alpha g",
                      "v \\leftarrow \\rho v - \\alpha (1 - \\tau) g"},
        [BUFFER] = {"v \\leftarrow \\rho v + g", "v \\leftarrow \\rho v + (1 - \\tau) g"},
        [EMA] = {"v \\leftarrow \\rho v + (1 - \\rho) g",
                 "v \\leftarrow \\rho v + (1 - \\rho) (1 - \\tau) g"},
    };
    size_t count = 0;
    int form = (int)setting->hyper[FORM];
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, gather[form][setting->hyper[DAMPENING] != 0.0]);
    RULE_LINE(lines, count,
              form == VELOCITY ? "w \\leftarrow w + v" : "w \\leftarrow w - \\alpha v");
    lines[count] = NULL;
}

/* All forms are v <- rho v + gain g, w <- w + move v. */
static void momentum_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict v = step->state;
    const double *restrict g = step->g;
    const double lr = step->hyper[LR];
    const double rho = step->hyper[MOMENTUM];
    const double decay = step->hyper[WEIGHT_DECAY];
    const double share = step->t == 1 ? 1.0 : 1.0 - step->hyper[DAMPENING];
    const int form = (int)step->hyper[FORM];
    const double gain = form == VELOCITY ? -lr * share : form == EMA ? (1.0 - rho) * share : share;
    const double move = form == VELOCITY ? 1.0 : -lr;

    for (size_t i = 0; i < step->n; i++) {
        v[i] = flush_denormal(rho * v[i] + gain * (g[i] + decay * w[i]));
        w[i] += move * v[i];
    }
}

const Optimizer optimizer_momentum = {
    .id = "momentum",
    .name = "Momentum",
    .source = "Polyak 1964, Some Methods of Speeding Up the Convergence of Iteration Methods; "
              "Sutskever et al. 2013, eq. 1-2",
    .traits = TRACKS_FIRST_MOMENTS,
    .rule = momentum_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = momentum_step,
};

/* ---- nesterov ---- */

enum { NAG_LR, NAG_MOMENTUM, NAG_WEIGHT_DECAY, NAG_FORM, NAG_HYPER_COUNT };
enum { SHIFTED, LOOKAHEAD };
enum { NAG_VELOCITY, NAG_AHEAD, NAG_AHEAD_GRADIENT };

static const char *const nag_forms[] = {"shifted", "lookahead", NULL};

static const Hyper nag_hypers[NAG_HYPER_COUNT] = {
    [NAG_LR] = HYPER_LR(HYPER_FROM_LR, 0.4),
    [NAG_MOMENTUM] = HYPER_MOMENTUM,
    [NAG_WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
    [NAG_FORM] = HYPER_FORM(nag_forms, "the path of the look-ahead points, or of w itself"),
};

static const Slot nag_slots[] = {
    [NAG_VELOCITY] = {.id = "velocity", .symbol = "v", .doc = "running sum of the gradients"},
    [NAG_AHEAD] = {.id = "ahead",
                   .symbol = "w + \\rho v",
                   .doc = "where the look-ahead form last took the gradient (else 0)",
                   .kind = SLOT_POINT},
    [NAG_AHEAD_GRADIENT] = {.id = "ahead_gradient",
                            .symbol = "\\nabla f(w + \\rho v)",
                            .doc = "the gradient there (else 0)"},
};

static void nesterov_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    bool decays = setting->hyper[NAG_WEIGHT_DECAY] != 0.0;
    if ((int)setting->hyper[NAG_FORM] == LOOKAHEAD) {
        RULE_LINE(lines, count, "g \\leftarrow \\nabla f(w + \\rho v)");
        if (decays)
            RULE_LINE(lines, count, "g \\leftarrow g + \\lambda (w + \\rho v)");
        RULE_LINE(lines, count, "v \\leftarrow \\rho v - \\alpha g");
        RULE_LINE(lines, count, "w \\leftarrow w + v");
    } else {
        if (decays)
            RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
        RULE_LINE(lines, count, "v \\leftarrow \\rho v + g");
        RULE_LINE(lines, count, "w \\leftarrow w - \\alpha (g + \\rho v)");
    }
    lines[count] = NULL;
}

static void nesterov_shifted(const Step *step)
{
    double *restrict w = step->w;
    double *restrict v = step->state + NAG_VELOCITY * step->n;
    const double *restrict g = step->g;
    const double lr = step->hyper[NAG_LR];
    const double rho = step->hyper[NAG_MOMENTUM];
    const double decay = step->hyper[NAG_WEIGHT_DECAY];

    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        v[i] = flush_denormal(rho * v[i] + d);
        w[i] -= lr * (d + rho * v[i]);
    }
}

static void nesterov_lookahead(const Step *step)
{
    double *restrict w = step->w;
    double *restrict v = step->state + NAG_VELOCITY * step->n;
    double *restrict ahead = step->state + NAG_AHEAD * step->n;
    double *restrict g = step->state + NAG_AHEAD_GRADIENT * step->n;
    const double lr = step->hyper[NAG_LR];
    const double rho = step->hyper[NAG_MOMENTUM];
    const double decay = step->hyper[NAG_WEIGHT_DECAY];

    for (size_t i = 0; i < step->n; i++)
        ahead[i] = w[i] + rho * v[i];
    oracle_gradient(step, ahead, g);
    for (size_t i = 0; i < step->n; i++) {
        v[i] = flush_denormal(rho * v[i] - lr * (g[i] + decay * ahead[i]));
        w[i] += v[i];
    }
}

static bool nesterov_ignores_w(const Setting *setting)
{
    return (int)setting->hyper[NAG_FORM] == LOOKAHEAD;
}

static void nesterov_step(const Step *step)
{
    if ((int)step->hyper[NAG_FORM] == LOOKAHEAD)
        nesterov_lookahead(step);
    else
        nesterov_shifted(step);
}

const Optimizer optimizer_nesterov = {
    .id = "nesterov",
    .name = "Nesterov",
    .source = "Nesterov 1983, A Method of Solving a Convex Programming Problem with Convergence "
              "Rate O(1/k^2); Sutskever et al. 2013, eq. 3-4",
    .traits = TRACKS_FIRST_MOMENTS,
    .rule = nesterov_rule,
    .hypers = nag_hypers,
    .hyper_count = NAG_HYPER_COUNT,
    .slots = nag_slots,
    .slot_count = sizeof nag_slots / sizeof *nag_slots,
    .step = nesterov_step,
    .ignores_w = nesterov_ignores_w,
};
