/* isolines: the ground's isolines as lines, for figures that have no pixels.
 *
 * Traced from the same k, at the same levels, as wide and as strong as on the screen: where they
 * would lie too close they fade. */
#ifndef RAVINE_FIGURE_ISOLINES_H
#define RAVINE_FIGURE_ISOLINES_H

#include "figure/pen.h"

void isolines_draw(const DrawGround *ground, Rect rect, const Pen *pen);

#endif
