/* series: truncated power series in one small positive parameter, for limits.
 *
 * s(tau) = tau^order (c[0] + c[1] tau + ... ) + O(tau^(order + count)) as tau falls to 0. The
 * order may be negative. Knows nothing of formulas. Recurrences as in Knuth, The Art of Computer
 * Programming, vol. 2, section 4.7. */
#ifndef RAVINE_EXPR_SERIES_H
#define RAVINE_EXPR_SERIES_H

#include <stdbool.h>

#include "expr/ops.h"

enum {
    SERIES_TERMS = 24,
    SERIES_EXACT = 1 << 20 /* order of the series that is 0 */
};

/* In the order in which they spread: what is made of an undefined part is undefined. */
typedef enum SeriesState {
    SERIES_KNOWN,
    SERIES_UNKNOWN,  /* grows or oscillates in a way that is no power series */
    SERIES_UNDEFINED /* outside the function's domain, for all small tau */
} SeriesState;

/* With count > 0, c[0] is not 0. With count = 0 all that is known is O(tau^order). */
typedef struct Series {
    SeriesState state;
    bool exact; /* a polynomial: there are no terms beyond c, and count is SERIES_TERMS */
    int order, count;
    double c[SERIES_TERMS];
} Series;

Series series_constant(double value);
/* a + b tau^step + c tau^(2 step): with a step of 2 square roots stay in whole powers of tau, with
 * 6 cube roots too, but fewer terms are left. 2 step < SERIES_TERMS. */
Series series_path(double a, double b, double c, int step);

/* The operation on series; k as in op_apply. */
Series series_apply(Op op, double k, const Series *a, const Series *b, const Series *c);

/* The limit at tau = 0, if it is known and finite. */
bool series_limit(const Series *s, double *limit);

#endif
