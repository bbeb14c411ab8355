/* levels: the continuous isoline number k(f), the one function that makes the ground.
 *
 * Thin isolines lie at whole k, strong ones at multiples of five; colour and relief come from k
 * too. Logarithmic, k = 5 log10(f - f*), where values span decades; linear, k = f / D, otherwise.
 * src/view/README.md, "The ground", says why. */
#ifndef RAVINE_SIM_LEVELS_H
#define RAVINE_SIM_LEVELS_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "sim/field.h"

typedef struct Levels {
    bool log;
    double floor;    /* f*: log levels count from here */
    double step;     /* D, for linear levels: 1, 2 or 5 x 10^n */
    double k0, k1;   /* ends of the colour ramp */
    double gamma;    /* ramp: t = clamp((k - k0) / (k1 - k0)) ^ gamma */
    double k_lowest; /* no isolines below this (six decades under the 99th percentile) */
} Levels;

/* Fits to the home view's samples. */
void levels_fit(Levels *levels, const Problem *problem, const Field *home);

/* Moves k_lowest to six decades under the 99th percentile of f over what is visible now; colours
 * stay. */
void levels_fit_lowest(Levels *levels, double high);

/* Logarithmic levels take f at or below the floor for a hair above it. */
double levels_k(const Levels *levels, double f);
double levels_f(const Levels *levels, double k);

/* k of every sample of field, as float, minus `base` (a multiple of five that keeps digits when
 * zoomed far in); non-finite where f is not finite. Vectorised. */
void levels_field(const Levels *levels, const Field *field, double base, float *k, Pool *pool);

/* Ramp position in [0, 1]. */
double levels_t(const Levels *levels, double k);

/* The label of the isoline at whole k: "100", "0.4", "-2", "+0.1" above a floor that is not 0. */
void levels_label(const Levels *levels, long k, StrBuf *out);

#endif
