/* kernel: arithmetic that the steps of many rules share. */
#ifndef RAVINE_OPTIM_KERNEL_H
#define RAVINE_OPTIM_KERNEL_H

#include <math.h>

/* A mean of gradients or squares that fades away sticks at a denormal number (0.9 times 5e-324
 * rounds to 5e-324) and makes every later step three times slower: it may as well arrive. */
static inline double flush_denormal(double mean)
{
    return fabs(mean) < 1e-290 ? 0.0 : mean;
}

/* beta^t, 0 where nothing that it is subtracted from could tell: as beta^t <= exp(-t (1 - beta)),
 * that is long before the power could become denormal, and the call of pow can be spared. */
static inline double fading_power(double beta, long t)
{
    return (double)t * (1.0 - beta) > 42.0 ? 0.0 : pow(beta, (double)t);
}

static inline double bias_correction(double beta, long t)
{
    return 1.0 - fading_power(beta, t);
}

/* -1, 0 or 1; 0 for nan. */
static inline double sign(double value)
{
    return (value > 0.0 ? 1.0 : 0.0) - (value < 0.0 ? 1.0 : 0.0);
}

#endif
