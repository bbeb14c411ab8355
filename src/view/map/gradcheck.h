/* gradcheck: a gradient check at one place: its numbers, for card and map alike, and its mark on
 * the map, a cross with both gradients from it, one laid over the other.
 *
 * Computes anew only when the place or the problem has changed. The place is the scene's. */
#ifndef RAVINE_VIEW_MAP_GRADCHECK_H
#define RAVINE_VIEW_MAP_GRADCHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "problem/check.h"
#include "view/draw/symbols.h"
#include "view/map/callouts.h"
#include "view/map/mappane.h"

/* A zeroed one is a fresh one. */
typedef struct GradCheck {
    bool shown;
    ProblemCheck check;
    CheckVerdict verdict;
    ProblemCurve curve;
    size_t best; /* point of the curve; CHECK_CURVE_POINTS for none */
    uint64_t key;
} GradCheck;

/* Brings it up to date with the scene. */
void gradcheck_update(GradCheck *check, const Scene *scene);

/* True if there are two gradients to compare. */
bool gradcheck_compares(const GradCheck *check);

/* Why there are not, in a few words. */
const char *gradcheck_reason(const GradCheck *check);

/* How the two appear: the numeric one is thin and lies on the broad analytic one. */
typedef enum GradientKind { GRADIENT_ANALYTIC, GRADIENT_NUMERIC } GradientKind;
ArrowStyle gradcheck_style(GradientKind kind, const Theme *theme, float scale);

/* On a surface the cross alone. */
void gradcheck_draw(const GradCheck *check, const MapPane *pane, Callouts *callouts,
                    DrawList *list);

#endif
