/* check: are a problem's derivatives right? Exact ones against central differences, first and
 * second order, at a point and over its view; and how the step of a difference decides its error.
 *
 * Knows no output format: the command line prints, the gradient view draws. */
#ifndef RAVINE_PROBLEM_CHECK_H
#define RAVINE_PROBLEM_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "problem/problem.h"

/* A check passes while its worst error is at most this. Errors are |a - b| / max(1, |a|, |b|), so
 * this is stricter than the atol = 1e-5, rtol = 1e-3 of torch's gradcheck and gradgradcheck. */
#define CHECK_TOLERANCE 1e-5

typedef struct ProblemCheck {
    Vec2 at;
    double value;
    Vec2 gradient, numeric_gradient;
    Sym2 hessian, numeric_hessian;
    double gradient_error, hessian_error; /* nan where a side is not finite */
    double
        h; /* step of the numeric gradient's worse component: gradient_error is its error there */
} ProblemCheck;

ProblemCheck problem_check(const Problem *problem, Vec2 w);

/* What can be said of the gradients. */
typedef enum CheckVerdict {
    CHECK_AGREES,        /* gradient_error is at most the tolerance */
    CHECK_DIFFERS,       /* it is more */
    CHECK_NO_VALUE,      /* f is not finite there */
    CHECK_NO_DERIVATIVE, /* the exact gradient is not finite there */
    CHECK_NO_DIFFERENCE, /* f is not finite right beside */
    CHECK_KINK           /* slopes on both sides differ, however near one looks */
} CheckVerdict;

CheckVerdict problem_check_verdict(const Problem *problem, const ProblemCheck *check);

/* Error of a numeric gradient against its step h, the same for both coordinates. From the right,
 * where cutting off the Taylor series counts (O(h) forward, O(h^2) central), errors fall until the
 * rounding of f, some eps |f| / h, takes over: a V on logarithmic axes. h rises. */
enum {
    CHECK_CURVE_FROM = -16, /* exponents of ten */
    CHECK_CURVE_TO = 0,
    CHECK_CURVE_PER_DECADE = 4,
    CHECK_CURVE_POINTS = (CHECK_CURVE_TO - CHECK_CURVE_FROM) * CHECK_CURVE_PER_DECADE + 1
};

typedef struct ProblemCurve {
    double h[CHECK_CURVE_POINTS];
    double forward[CHECK_CURVE_POINTS], central[CHECK_CURVE_POINTS]; /* nan as above */
} ProblemCurve;

void problem_check_curve(const Problem *problem, Vec2 w, ProblemCurve *curve);

/* The point of central differences with the least error, its neighbours' counted in, for rounding
 * has lucky hits; the one with the largest h of several. CHECK_CURVE_POINTS if all are nan. */
size_t problem_curve_best(const ProblemCurve *curve);

/* The power of h that an error follows between two points of the curve, by the straight line that
 * fits best on logarithmic axes: 2 and 1 where the series is cut off, -1 where f is rounded. Points
 * without an error count for nothing; nan if fewer than half have one. */
double problem_curve_power(const ProblemCurve *curve, const double *error, size_t from, size_t to);

typedef struct ProblemSweep {
    size_t points;  /* compared */
    size_t skipped; /* no finite value there or right beside: outside the formula's reach; or a kink
                       right beside, as |w| has at 0 */
    double gradient_error, hessian_error; /* the worst; nan if an exact derivative is not finite
                                             where the value and the differences are */
    Vec2 gradient_at, hessian_at;         /* where */
    bool gradient_passed, hessian_passed;
} ProblemSweep;

/* Checks `count` random points of the view. The same seed gives the same points. */
ProblemSweep problem_sweep(const Problem *problem, size_t count, uint64_t seed);

#endif
