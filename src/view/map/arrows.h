/* arrows: the anatomy of a step on the map. Gradient and velocities in ink, which show directions
 * only; the scaled gradient, the step, and how far a gradient of this length could take the rule in
 * any direction (an ellipse) in the optimizer's colour and in true length, or a tidy multiple of it
 * where that would be too small or too large to see. src/view/README.md, "Arrows". */
#ifndef RAVINE_VIEW_MAP_ARROWS_H
#define RAVINE_VIEW_MAP_ARROWS_H

#include "view/map/callouts.h"
#include "view/map/mappane.h"
#include "view/scene/inspect.h"

/* What true lengths are multiplied with in a pane: 1, 2, 5 x 10^n or one over these. */
double arrows_factor(const Inspection *inspection, const MapPane *pane);

/* Adds what it has to say to callouts. */
void arrows_draw(const Inspection *inspection, const MapPane *pane, Callouts *callouts,
                 DrawList *list);

/* The ellipse alone. */
void arrows_draw_rate(const Inspection *inspection, const MapPane *pane, Callouts *callouts,
                      DrawList *list);

/* How an item's arrow looks, for legends; false if it has none. The dash is static but at scale 1,
 * to be scaled into *dash. */
bool arrows_style(const Inspection *inspection, const AnatomyItem *item, const Theme *theme,
                  const Ink *ink, float scale, ArrowStyle *style, Dash *dash);
ArrowStyle arrows_scaled_style(const Ink *ink, float scale);

#endif
