/* datapane: the data of a data loss beside the map, with what every optimizer's weights say there.
 *
 * A point of the map is a line among the rows: w x + b, or the probability of label 1. Rows of the
 * batch that the next update sees stand out; the dashed line is the best there is. Draws nothing
 * but its own rectangle; knows neither mouse nor keys. */
#ifndef RAVINE_VIEW_PANEL_DATAPANE_H
#define RAVINE_VIEW_PANEL_DATAPANE_H

#include "view/kit/ui.h"

/* layer: of the draw list, for the rows that never change. */
void datapane_draw(const Ui *ui, Rect rect, int layer);

#endif
