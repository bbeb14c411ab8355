/* relief: the ground as a surface in three dimensions, computed without a graphics card.
 *
 * The same in two passes as gfx/surfacepass and its shaders: where on the map each pixel lies, then
 * its colour; a test compares the two. */
#ifndef RAVINE_FIGURE_RELIEF_H
#define RAVINE_FIGURE_RELIEF_H

#include "view/draw/drawlist.h"

/* width x height pixels, 0xffRRGGBB, top row first. */
void relief_paint(const DrawSurface *surface, int width, int height, Color background,
                  uint32_t *pixels);

#endif
