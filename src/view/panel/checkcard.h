/* checkcard: a gradient check in words and numbers, in the panel's place: the point, both gradients
 * and both Hessians beside each other, whether they agree, and the error against the step. In
 * narrow windows it lies in the sheet. */
#ifndef RAVINE_VIEW_PANEL_CHECKCARD_H
#define RAVINE_VIEW_PANEL_CHECKCARD_H

#include "view/kit/ui.h"
#include "view/map/gradcheck.h"

/* What it takes, in px, `width` wide. */
float checkcard_height(const Ui *ui, const GradCheck *check, float width);

/* Appends it, its upper left corner at (x, y). */
void checkcard_draw(const Ui *ui, const GradCheck *check, float x, float y, float width);

#endif
