/* formulabar: the problem's formula as text under a hand, in the place of the top line, and below
 * it how it reads: typeset, or what is wrong and where. */
#ifndef RAVINE_VIEW_FRAME_FORMULABAR_H
#define RAVINE_VIEW_FRAME_FORMULABAR_H

#include "view/frame/layout.h"
#include "view/kit/ui.h"

void formulabar_draw(const Ui *ui, const Layout *layout);

#endif
