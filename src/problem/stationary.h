/* stationary: from a guess to a stationary point, and what kind of point it is.
 *
 * Owns the safeguarded Newton iteration on g = 0 with the exact Hessian, the descent by values to
 * minima that have no gradient, and the classification. Knows nothing of where guesses come
 * from. */
#ifndef RAVINE_PROBLEM_STATIONARY_H
#define RAVINE_PROBLEM_STATIONARY_H

#include <stdbool.h>

#include "problem/problem.h"

typedef struct CriticalPoint {
    LandmarkKind kind;
    bool isolated; /* false on a line or circle of stationary points */
    bool smooth;   /* false where there is no gradient: the tip of a cone */
    Vec2 at;
    double value;
} CriticalPoint;

/* The scale of the work: the guesses' spacing says what is near. */
typedef struct Refine {
    const Problem *problem;
    Vec2 cell;       /* spacing of the guesses, per axis */
    double size;     /* the larger of the two */
    double steepest; /* a |g| that is large here: what is not far below is no zero */
    long budget;     /* evaluations left; counts down, and work stops at 0 */
    long limits;     /* of them, those at singular points; afterwards their values stay nan */
} Refine;

/* Newton's method from w, no farther than `radius`. False if it finds nothing. */
bool stationary_from_guess(Refine *refine, Vec2 w, double radius, CriticalPoint *point);

/* Downhill from w, which lies lower than its neighbours, to a minimum with or without a gradient:
 * the tip of a cone, the bottom of a crease. */
bool stationary_tip(Refine *refine, Vec2 w, CriticalPoint *point);

#endif
