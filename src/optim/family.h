/* family: what the files of rule families share: hyperparameters that read, range and slide alike
 * wherever they occur, and the last touch to a running mean.
 *
 * For the files of this floor that describe optimizers; nobody else includes it. */
#ifndef RAVINE_OPTIM_FAMILY_H
#define RAVINE_OPTIM_FAMILY_H

#include <math.h>

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

/* The notes divide by sqrt(s + eps), torch by sqrt(s) + eps. */
#define HYPER_EPS_INSIDE                                                                           \
    {                                                                                              \
        .id = "eps_inside", .symbol = "\\varepsilon",                                              \
        .doc = "eps under the root, sqrt(s + eps), rather than beside it", .kind = HYPER_SWITCH,   \
        .scale = HYPER_LINEAR, .fallback = 1.0, .min = 0.0, .max = 1.0, .slider_min = 0.0,         \
        .slider_max = 1.0, .minor = true,                                                          \
    }

/* A mean of gradients that fades away sticks at a denormal number (0.9 times 5e-324 rounds to
 * 5e-324) and makes every later step three times slower: it may as well arrive. */
static inline double settled(double mean)
{
    return fabs(mean) < 1e-290 ? 0.0 : mean;
}

/* Appends a line to a rule; `count` is a size_t of the caller. */
#define RULE_LINE(lines, count, text) ((lines)[(count)++] = (text))

/* With weight decay the rule starts with this line. */
#define RULE_WEIGHT_DECAY "g \\leftarrow g + \\lambda w"

#endif
