/* cover: which places a line has been over.
 *
 * Owns a bit for each cell of a rectangle. A long way that wanders about the same few thousand
 * pixels paints them again and again; what lies within a cell of places that are taken already can
 * be left out, and so what is drawn depends on the screen, not on how many steps there were. Knows
 * nothing of paths. */
#ifndef RAVINE_VIEW_MAP_COVER_H
#define RAVINE_VIEW_MAP_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/draw/drawlist.h"

/* A zeroed one covers nothing, and everything is new to it. */
typedef struct Cover {
    Rect rect;
    float cell; /* px */
    size_t cols, rows;
    uint64_t *bits; /* with a rim of one cell */
    size_t cap;
} Cover;

void cover_deinit(Cover *cover);

/* Nothing is covered; keeps the memory. */
void cover_begin(Cover *cover, Rect rect, float cell);

/* Takes a segment (a point if a equals b), which lies in the rectangle, but for rounding, and cuts
 * it: it begins and ends with what is new. False if all of it has been covered before. */
bool cover_take(Cover *cover, Point *a, Point *b);

#endif
