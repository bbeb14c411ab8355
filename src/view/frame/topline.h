/* topline: the line above everything: the problem and its formula, what is under the cursor, and
 * the view switch. */
#ifndef RAVINE_VIEW_FRAME_TOPLINE_H
#define RAVINE_VIEW_FRAME_TOPLINE_H

#include "view/frame/layout.h"
#include "view/kit/ui.h"

enum { TOPLINE_HEAD_MAX = 48 };
/* Writes "f(x, y) =", with the problem's names, as math markup. */
void topline_head(const Problem *problem, char head[TOPLINE_HEAD_MAX]);
/* The problem's formula behind a head in math markup, smaller where the area is short, cut where
 * even that does not do.
 */
void topline_formula(const Ui *ui, Rect area, const char *head);

void topline_draw(const Ui *ui, const Layout *layout);

#endif
