/* area: boxes of whole pixels, and sets of them that do not overlap. Knows no OpenGL. */
#ifndef RAVINE_GFX_AREA_H
#define RAVINE_GFX_AREA_H

#include "view/draw/drawlist.h"

/* Whole pixels of the picture, y down. */
typedef struct Area {
    int x, y, width, height;
} Area;

enum { AREAS_MAX = 32 };

typedef struct AreaSet {
    Area at[AREAS_MAX];
    int count;
} AreaSet;

Area area_of(Rect rect);     /* rounds the edges */
Area area_around(Rect rect); /* every pixel that rect touches */
Area area_meet(Area a, Area b);
Area area_join(Area a, Area b);
static inline bool area_empty(Area a)
{
    return a.width <= 0 || a.height <= 0;
}

/* Adds an area, if it is not empty. Those that touch become one box, so that no pixel is drawn
 * twice; where there are too many, two become one that grow least. */
void area_set_add(AreaSet *set, Area area);

#endif
