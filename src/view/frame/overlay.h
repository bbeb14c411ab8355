/* overlay: what lies over the screen for a moment: all keys, the lists of problems
 * and optimizers, the palette. */
#ifndef RAVINE_VIEW_FRAME_OVERLAY_H
#define RAVINE_VIEW_FRAME_OVERLAY_H

#include "view/frame/layout.h"
#include "view/kit/ui.h"

/* Draws the open overlay, if any. */
void overlay_draw(const Ui *ui);

/* The line that says what just happened, above the strip. */
void overlay_notice(const Ui *ui, const Layout *layout);

#endif
