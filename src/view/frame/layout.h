/* layout: where everything goes. Rectangles from the window's size and scale alone;
 * src/view/README.md, "Layout". Below 1000 x 600 px the panel becomes a rail, the strip shrinks,
 * and the selected card opens as a sheet over the map. */
#ifndef RAVINE_VIEW_FRAME_LAYOUT_H
#define RAVINE_VIEW_FRAME_LAYOUT_H

#include <stdbool.h>

#include "view/scene/scene.h"

/* Sizes at scale 1 of words that take of the map: the caption's below it, the presenter's in its
 * band. */
enum { CAPTION_HEAD = 36, CAPTION_LEADING = 22, CAPTION_FOOT = 8, PRESENTER_LEADING = 25 };

typedef struct Layout {
    bool narrow;
    Rect top;          /* the line above everything */
    Rect map;          /* all map panes together */
    Rect panel;        /* right panel, or the rail */
    Rect strip;        /* below the map */
    Rect legend;       /* without panels: below the map; empty if there is none */
    Rect caption;      /* between map and strip: what a scenario says; empty without */
    int caption_lines; /* of its words, or of the presenter's */
    Rect data;         /* beside the map: the rows of a data loss; empty without */
    Rect sheet;        /* narrow: the open card's place; empty if it is closed */
    Rect panes[RACE_ENTRANTS_MAX];
    int pane_entrant[RACE_ENTRANTS_MAX]; /* -1: all of them */
    size_t pane_count;
    int columns;
} Layout;

Layout layout_make(const Scene *scene);

/* The scale that is asked for, or the largest at which everything has its place in the scene's
 * window: text grows no further than that, but is never smaller than at `least`. */
float layout_fitting_scale(const Scene *scene, float asked, float least);

#endif
