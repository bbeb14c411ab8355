/* keycaps: key presses in their written form ("Ctrl+K :"), drawn as they are printed on a keyboard.
 */
#ifndef RAVINE_VIEW_KIT_KEYCAPS_H
#define RAVINE_VIEW_KIT_KEYCAPS_H

#include "view/kit/ui.h"

/* All alternatives in one row; 0 where there are none. */
float keycaps_width(const Ui *ui, const char *keys);
void keycaps_draw(const Ui *ui, float x, float middle, const char *keys);

#endif
