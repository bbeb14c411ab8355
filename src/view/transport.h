/* transport: the row of playback controls, and which quantity the chart shows. In narrow windows
 * the play button and the step alone. */
#ifndef RAVINE_VIEW_TRANSPORT_H
#define RAVINE_VIEW_TRANSPORT_H

#include "view/layout.h"
#include "view/ui.h"

void transport_draw(const Ui *ui, const Layout *layout);

#endif
