/* inspector: a close look at the selected optimizer, in the panel's place: the rule of its step
 * with every number filled in, the learning rate that it comes to on each axis, and the curvature
 * of the ground with what it means for its steps. In narrow windows it lies in the sheet. */
#ifndef RAVINE_VIEW_PANEL_INSPECTOR_H
#define RAVINE_VIEW_PANEL_INSPECTOR_H

#include "view/kit/ui.h"
#include "view/scene/inspect.h"

/* What it takes, in px, `width` wide. */
float inspector_height(const Ui *ui, const Inspection *inspection, float width);

/* Appends it, its upper left corner at (x, y). */
void inspector_draw(const Ui *ui, const Inspection *inspection, float x, float y, float width);

/* Curvature alone, below the cards: hyperparameters stay at hand to be turned against its limit. */
float inspector_dock_height(const Ui *ui, const Inspection *inspection, float width);
void inspector_dock_draw(const Ui *ui, const Inspection *inspection, Rect rect);

#endif
