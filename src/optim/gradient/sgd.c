/* sgd: step against the gradient.
 *
 *   w <- w - lr g */
#include "optim/family.h"

enum { LR, WEIGHT_DECAY, HYPER_COUNT };

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_LR, 1.0),
    [WEIGHT_DECAY] = HYPER_WEIGHT_DECAY,
};

static void sgd_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (setting->hyper[WEIGHT_DECAY] != 0.0)
        RULE_LINE(lines, count, RULE_WEIGHT_DECAY);
    RULE_LINE(lines, count, "w \\leftarrow w - \\alpha g");
    lines[count] = NULL;
}

static void sgd_step(const Step *step)
{
    double *restrict w = step->w;
    const double *restrict g = step->g;
    const double lr = step->hyper[LR];
    const double decay = step->hyper[WEIGHT_DECAY];

    for (size_t i = 0; i < step->n; i++)
        w[i] -= lr * (g[i] + decay * w[i]);
}

const Optimizer optimizer_sgd = {
    .id = "sgd",
    .name = "SGD",
    .source = "Cauchy 1847; Robbins and Monro 1951, A Stochastic Approximation Method",
    .rule = sgd_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .step = sgd_step,
};
