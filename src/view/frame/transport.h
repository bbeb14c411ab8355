/* transport: the row of playback controls, and which quantity the chart shows. In narrow windows
 * the play button and the step alone. */
#ifndef RAVINE_VIEW_FRAME_TRANSPORT_H
#define RAVINE_VIEW_FRAME_TRANSPORT_H

#include "view/frame/layout.h"
#include "view/kit/ui.h"

void transport_draw(const Ui *ui, const Layout *layout);

#endif
