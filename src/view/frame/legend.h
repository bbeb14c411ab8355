/* legend: what the paths are, in rows below the map: for figures, where names at the heads would
 * hide what is to be seen. */
#ifndef RAVINE_VIEW_FRAME_LEGEND_H
#define RAVINE_VIEW_FRAME_LEGEND_H

#include "view/kit/ui.h"

/* How many rows it takes within a width, in device px. */
int legend_rows(const Scene *scene, const Fonts *fonts, float width);
/* Of that many, in device px; 0 of none. */
float legend_height(const Scene *scene, int rows);

void legend_draw(const Ui *ui, Rect rect);

#endif
