/* errorchart: how the error of differences goes with their step h, both on logarithmic axes with
 * decades of equal size: the V of cutting off and rounding.
 *
 * Draws into a rectangle. The axes are the same for all places, so that nothing jumps while one is
 * dragged. What a limb follows (h^2, eps/h) is written beside it where it does, and only there. */
#ifndef RAVINE_VIEW_CHART_ERRORCHART_H
#define RAVINE_VIEW_CHART_ERRORCHART_H

#include "view/kit/ui.h"
#include "view/map/gradcheck.h"

/* The lines' colours and widths at scale 1, for the legend. */
typedef enum ErrorLine { ERROR_CENTRAL, ERROR_FORWARD } ErrorLine;
Color errorchart_color(ErrorLine line, const Theme *theme);
float errorchart_width(ErrorLine line);

/* The best step: a ring; the step that the check has used: a disc. */
void errorchart_best(const Ui *ui, Point at);
void errorchart_used(const Ui *ui, Point at);

/* Axes and their numbers included. */
void errorchart_draw(const Ui *ui, const GradCheck *check, Rect rect);

#endif
