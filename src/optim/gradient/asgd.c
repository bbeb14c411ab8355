/* asgd: gradient descent with falling steps, and the average of where it has been.
 *
 *   eta = lr / (1 + lambda lr (t - 1))^alpha
 *   w <- (1 - lambda eta) w - eta g
 *   a <- a + (w - a) / max(1, t - 1 - t0)
 *
 * a is w itself up to update t0 + 2, then the mean of all w from there on. Where gradients are
 * noisy w keeps trembling, and a settles. */
#include <math.h>

#include "optim/family.h"

enum { LR, LAMBD, ALPHA, T0, HYPER_COUNT };
enum { AVERAGE };

static const Hyper hypers[HYPER_COUNT] = {
    [LR] = HYPER_LR(HYPER_FROM_LR, 1.0),
    [LAMBD] = {.id = "lambd",
               .symbol = "\\lambda",
               .doc = "pulls w towards 0, and how soon the steps fall",
               .kind = HYPER_REAL,
               .scale = HYPER_LOG,
               .fallback = 1e-4,
               .max = 100.0,
               .slider_min = 1e-6,
               .slider_max = 1.0},
    [ALPHA] = {.id = "alpha",
               .symbol = "c",
               .doc = "power of t with which the steps fall",
               .kind = HYPER_REAL,
               .fallback = 0.75,
               .max = 10.0,
               .slider_max = 1.0},
    [T0] = {.id = "t0",
            .symbol = "t_{0}",
            .doc = "updates before averaging begins",
            .kind = HYPER_INTEGER,
            .fallback = 0.0,
            .max = 1e9,
            .slider_max = 200.0},
};

static const Slot slots[] = {
    [AVERAGE] = {.id = "average",
                 .symbol = "a",
                 .doc = "mean of the points since t0",
                 .kind = SLOT_POINT},
};

static void asgd_rule(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    (void)setting;
    size_t count = 0;
    RULE_LINE(lines, count, "\\eta = \\alpha / (1 + \\lambda \\alpha (t - 1))^{c}");
    RULE_LINE(lines, count, "w \\leftarrow (1 - \\lambda \\eta) w - \\eta g");
    RULE_LINE(lines, count, "a \\leftarrow a + (w - a) / \\max(1, t - 1 - t_{0})");
    lines[count] = NULL;
}

static void asgd_step(const Step *step)
{
    double *restrict w = step->w;
    double *restrict a = step->state + AVERAGE * step->n;
    const double *restrict g = step->g;
    const double before = (double)(step->t - 1);
    const double lr = step->hyper[LR];
    const double lambda = step->hyper[LAMBD];
    const double eta = lr / pow(1.0 + lambda * lr * before, step->hyper[ALPHA]);
    const double keep = 1.0 - lambda * eta;
    const double averaged = fmax(1.0, before - step->hyper[T0]);

    if (averaged == 1.0) {
        for (size_t i = 0; i < step->n; i++)
            a[i] = w[i] = keep * w[i] - eta * g[i];
        return;
    }
    for (size_t i = 0; i < step->n; i++) {
        w[i] = keep * w[i] - eta * g[i];
        a[i] += (w[i] - a[i]) / averaged;
    }
}

const Optimizer optimizer_asgd = {
    .id = "asgd",
    .name = "ASGD",
    .source = "Polyak and Juditsky 1992, Acceleration of Stochastic Approximation by Averaging; "
              "steps: Xu 2011, Towards Optimal One Pass Large Scale Learning with Averaged SGD",
    .rule = asgd_rule,
    .hypers = hypers,
    .hyper_count = HYPER_COUNT,
    .slots = slots,
    .slot_count = sizeof slots / sizeof *slots,
    .step = asgd_step,
};
