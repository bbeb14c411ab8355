/* family: what the files of rule families share: hyperparameters that read, range and slide alike
 * wherever they occur, and the lines of rules that recur.
 *
 * For the files of this floor that describe optimizers; nobody else includes it. */
#ifndef RAVINE_OPTIM_FAMILY_H
#define RAVINE_OPTIM_FAMILY_H

#include "optim/kernel.h"
#include "optim/optimizer.h"

/* The largest decay rate of a running mean: at 1 it would never move, and 1 - beta^t would be 0. */
#define HYPER_DECAY_MAX 0.999999

/* factor times the problem's lr or reach. */
#define HYPER_LR(scale_from, factor)                                                               \
    {                                                                                              \
        .id = "lr", .symbol = "\\alpha", .doc = "learning rate", .kind = HYPER_REAL,               \
        .scale = HYPER_LOG, .from = (scale_from), .fallback = (factor), .min = 0.0, .max = 1000.0, \
        .slider_min = 1e-6, .slider_max = 10.0,                                                    \
    }

#define HYPER_WEIGHT_DECAY                                                                         \
    {                                                                                              \
        .id = "weight_decay", .symbol = "\\lambda",                                                \
        .doc = "pulls w towards 0: the gradient of (lambda/2) |w|^2 is added", .kind = HYPER_REAL, \
        .scale = HYPER_LINEAR, .fallback = 0.0, .min = 0.0, .max = 100.0, .slider_min = 0.0,       \
        .slider_max = 1.0, .minor = true,                                                          \
    }

#define HYPER_EPS(value)                                                                           \
    {                                                                                              \
        .id = "eps", .symbol = "\\varepsilon", .doc = "keeps the denominator away from 0",         \
        .kind = HYPER_REAL, .scale = HYPER_LOG, .fallback = (value), .min = 0.0, .max = 10.0,      \
        .slider_min = 1e-12, .slider_max = 0.1,                                                    \
    }

/* on or off */
#define HYPER_FLAG(name, sign, text, value)                                                        \
    {                                                                                              \
        .id = (name), .symbol = (sign), .doc = (text), .kind = HYPER_SWITCH, .fallback = (value),  \
        .max = 1.0, .slider_max = 1.0, .minor = true,                                              \
    }

/* Zeiler 2012 and Graves 2013 (eq. 40) add eps under the root, torch beside it. */
#define HYPER_EPS_INSIDE                                                                           \
    HYPER_FLAG("eps_inside", "\\varepsilon",                                                       \
               "eps under the root, sqrt(s + eps), rather than beside it", 1.0)

/* Shares kept per step by Adam's two running means and their relatives'. */
#define HYPER_BETA1(value)                                                                         \
    {                                                                                              \
        .id = "beta1", .symbol = "\\beta_{1}", .doc = "share of the mean gradient kept per step",  \
        .kind = HYPER_REAL, .fallback = (value), .max = HYPER_DECAY_MAX, .slider_max = 0.999,      \
    }

#define HYPER_BETA2(value, what)                                                                   \
    {                                                                                              \
        .id = "beta2", .symbol = "\\beta_{2}", .doc = "share of " what " kept per step",           \
        .kind = HYPER_REAL, .scale = HYPER_ONE_MINUS, .fallback = (value), .max = HYPER_DECAY_MAX, \
        .slider_max = 0.99999,                                                                     \
    }

/* As Loshchilov and Hutter 2019 and Chen et al. 2023 have it: w <- (1 - lr lambda) w, and the
 * gradient is left alone. */
#define HYPER_DECOUPLED_DECAY(value)                                                               \
    {                                                                                              \
        .id = "weight_decay", .symbol = "\\lambda",                                                \
        .doc = "shrinks w by the share lr lambda per step, whatever the gradient",                 \
        .kind = HYPER_REAL, .scale = HYPER_LINEAR, .fallback = (value), .min = 0.0, .max = 100.0,  \
        .slider_min = 0.0, .slider_max = 1.0,                                                      \
    }

/* The two running means that Adam and its relatives share. */
#define SLOT_FIRST_MOMENT                                                                          \
    {                                                                                              \
        .id = "first_moment", .symbol = "m", .doc = "running mean of g",                           \
    }

#define SLOT_SECOND_MOMENT                                                                         \
    {                                                                                              \
        .id = "second_moment", .symbol = "v", .doc = "running mean of g^2", .kind = SLOT_SQUARES,  \
    }

/* For ignores_w: without derivatives a rule asks the oracle for every value that it wants. */
static inline bool asks_for_all(const Setting *setting)
{
    (void)setting;
    return true;
}

/* Appends a line to a rule; `count` is a size_t of the caller. */
#define RULE_LINE(lines, count, text) ((lines)[(count)++] = (text))

/* With weight decay the rule starts with this line. */
#define RULE_WEIGHT_DECAY "g \\leftarrow g + \\lambda w"
/* or, where the decay is decoupled, with this one */
#define RULE_DECOUPLED_DECAY "w \\leftarrow (1 - \\alpha \\lambda) w"

/* The two running means. */
#define RULE_FIRST_MOMENT  "m \\leftarrow \\beta_{1} m + (1 - \\beta_{1}) g"
#define RULE_SECOND_MOMENT "v \\leftarrow \\beta_{2} v + (1 - \\beta_{2}) g^{2}"

#endif
