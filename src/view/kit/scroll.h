/* scroll: areas of the screen with more in them than they show: how far each is scrolled, what is
 * cut off, where the wheel reacts, and the bar that says where one is.
 *
 * What a hand asks for is the scene's (scroll, follow); what came of it in the last picture is kept
 * here, for the next event. */
#ifndef RAVINE_VIEW_KIT_SCROLL_H
#define RAVINE_VIEW_KIT_SCROLL_H

#include "view/kit/ui.h"

/* Of the last picture; zeroed: none yet. Whole device px. */
typedef struct Scrolls {
    float most[SCROLL_COUNT], shown[SCROLL_COUNT];
    size_t list_page; /* rows of the open list that show at once */
} Scrolls;

/* One that is being drawn. */
typedef struct Scroll {
    Rect area;
    float content; /* its height */
    float at;      /* so much of it lies above the area */
    float y;       /* where it begins */
} Scroll;

typedef enum ScrollBar { SCROLL_NO_BAR, SCROLL_BAR, SCROLL_MARK /* thin, on a sheet */ } ScrollBar;

/* From here to scroll_end pictures and hits are cut to the area. Where the scene asks to follow,
 * [item, item + item_h) of the content is in sight. */
Scroll scroll_begin(const Ui *ui, ScrollArea which, Rect area, float content, float item,
                    float item_h);
/* The same for the open list, which follows its cursor. */
Scroll scroll_begin_list(const Ui *ui, Rect area, float row_h, size_t count);
void scroll_end(const Ui *ui, const Scroll *scroll, ScrollBar bar);

#endif
