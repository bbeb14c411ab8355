/* topline: the line above everything: the problem and its formula, what is under the cursor, and
 * the view switch. */
#ifndef RAVINE_VIEW_TOPLINE_H
#define RAVINE_VIEW_TOPLINE_H

#include "view/layout.h"
#include "view/ui.h"

void topline_draw(const Ui *ui, const Layout *layout);

#endif
