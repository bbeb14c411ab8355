/* steptable: a rule with its numbers filled in: what its letters stand for, then line by line the
 * formula and what it came to at this step. Part of the inspector. */
#ifndef RAVINE_VIEW_PANEL_STEPTABLE_H
#define RAVINE_VIEW_PANEL_STEPTABLE_H

#include "view/panel/column.h"

/* Goes on to what is below. */
void steptable(Column *column);

#endif
