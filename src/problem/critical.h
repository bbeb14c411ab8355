/* critical: finds the stationary points of a problem in a box, numerically.
 *
 * Owns the search: a grid of values and gradients, and the guesses it gives: nodes where the value
 * dips, cells where both components of the gradient may vanish, neighbours of what was found. It
 * promises no completeness (points closer together than a cell may be missed) but reports nothing
 * that is not one. Knows nothing of catalogues and views. */
#ifndef RAVINE_PROBLEM_CRITICAL_H
#define RAVINE_PROBLEM_CRITICAL_H

#include <stdbool.h>
#include <stddef.h>

#include "problem/problem.h"
#include "problem/stationary.h"

enum { CRITICAL_POINTS_MAX = 512 };

/* Sorted: minima by value, then saddles, maxima, degenerate ones; ties by x, then y. */
typedef struct CriticalSet {
    CriticalPoint points[CRITICAL_POINTS_MAX];
    size_t count;
    double lowest;         /* value on the grid of the search and at the points found; nan if no
                              value is finite */
    double lowest_minimum; /* +inf if no minimum was found; counts lines of minima too */
} CriticalSet;

/* Searches the box. About 10^4 evaluations and 10^2 per point found; fewer where an evaluation
 * takes thousands of operations. */
void critical_find(const Problem *problem, Box2 box, CriticalSet *set);

#endif
