/* adadelta: RMSProp whose steps are measured by the steps before them.
 *
 *   v <- rho v + (1 - rho) g^2      d = sqrt(u + eps) / sqrt(v + eps) g
 *   u <- rho u + (1 - rho) d^2      w <- w - lr d
 *
 * d has the unit of w, so that lr is a pure number, 1 in the paper. What sets the pace at first is
 * eps: u starts from nothing. */
#include <math.h>

#include "optim/family.h"

enum { LR, RHO, EPS, WEIGHT_DECAY, HYPER_COUNT };
enum { SQUARES, STEPS };

/* eps: with the paper's and torch's 1e-6 the first hundred steps would hardly be seen on a map. */
static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FIXED, 1.0),
    [RHO] = {.id = "rho",
             .symbol = "\\rho",
             .doc = "share of the two mean squares kept per step",
             .kind = HYPER_REAL,
             .scale = HYPER_ONE_MINUS,
             .fallback = 0.9,
             .max = HYPER_DECAY_MAX,
             .slider_max = 0.99999},
    [EPS] = HYPER_EPS(1e-4),
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
};

static const Slot slots[] = {
    [SQUARES] = SLOT_SECOND_MOMENT,
    [STEPS] = {.id = "square_steps",
               .symbol = "u",
               .doc = "running mean of d^2",
               .kind = SLOT_SQUARES},
};

static void adadelta_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, "v \\leftarrow \\rho v + (1 - \\rho) g^{2}");
    RULE_LINE(lines, count, "d = \\sqrt{u + \\varepsilon} / \\sqrt{v + \\varepsilon} \\cdot g");
    RULE_LINE(lines, count, "u \\leftarrow \\rho u + (1 - \\rho) d^{2}");
    RULE_LINE(lines, count, "w \\leftarrow w - \\alpha d");
    lines[count] = NULL;
}

static void adadelta_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict v = step->state + SQUARES * step->n;
    double *restrict u = step->state + STEPS * step->n;
    const double *restrict g = step->g;
    const double lr = step->hyper[LR];
    const double rho = step->hyper[RHO];
    const double eps = step->hyper[EPS];
    const double decay = step->hyper[WEIGHT_DECAY];

    for (size_t i = 0; i < step->n; i++) {
        double d = g[i] + decay * w[i];
        v[i] = flush_denormal(rho * v[i] + (1.0 - rho) * (d * d));
        d *= sqrt(u[i] + eps) / sqrt(v[i] + eps);
        u[i] = flush_denormal(rho * u[i] + (1.0 - rho) * (d * d));
        w[i] -= lr * d;
    }
}

const Optimizer optimizer_adadelta = {
    .id = "adadelta",
    .name = "Adadelta",
    .source = "Zeiler 2012, ADADELTA: An Adaptive Learning Rate Method, algorithm 1",
    .traits = TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS,
    .rule = adadelta_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = adadelta_step,
};
