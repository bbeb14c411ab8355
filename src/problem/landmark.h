/* landmark: the stationary points worth a mark on a problem's map.
 *
 * Owns how they are gathered (declared in the catalogue, or found numerically), their order and
 * which minima are global. Knows nothing of drawing. */
#ifndef RAVINE_PROBLEM_LANDMARK_H
#define RAVINE_PROBLEM_LANDMARK_H

#include "expr/expr.h"
#include "problem/critical.h"
#include "problem/problem.h"

/* Reads a catalogue row's landmarks; values come from the problem itself. */
bool landmark_declare(Problem *problem, const char *text, const ExprParam *params,
                      size_t param_count, Err *err);

/* Adds what was found and is not there yet: isolated points only, as far as there is room,
 * those in the view first and of those minima first. */
void landmark_add_found(Problem *problem, const CriticalSet *found);

/* Around the view: what maps of usual shapes show. */
Box2 landmark_region(Box2 view);

/* "minimum", "saddle", "maximum", "degenerate" */
const char *landmark_kind_name(LandmarkKind kind);

#endif
