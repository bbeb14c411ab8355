/* quadric: the ground's curvature on the map. The quadratic model's contour through the place (an
 * ellipse, a hyperbola at a saddle), of a bowl also that at a quarter of the height, its stationary
 * point, where Newton would step, and the eigenvectors as a cross with arms as long as the model is
 * wide: the flatter, the longer. An axis that curves down has arrow heads and says so.
 * src/view/README.md, "Arrows". */
#ifndef RAVINE_VIEW_MAP_QUADRIC_H
#define RAVINE_VIEW_MAP_QUADRIC_H

#include "view/map/callouts.h"
#include "view/map/mappane.h"
#include "view/scene/inspect.h"

void quadric_draw(const Inspection *inspection, const MapPane *pane, Callouts *callouts,
                  DrawList *list);

#endif
