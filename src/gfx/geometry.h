/* geometry: filled shapes as feathered triangles.
 *
 * Edges fade over one pixel, half a pixel to each side of the true edge, which is what a box filter
 * gives for straight edges along the axes: a rect on whole pixels is exact, without blur. Knows no
 * OpenGL. */
#ifndef RAVINE_GFX_GEOMETRY_H
#define RAVINE_GFX_GEOMETRY_H

#include "gfx/mesh.h"

void geometry_fill(Mesh *mesh, Rect rect, float radius, Color color);
/* Stroked just inside the edge. */
void geometry_frame(Mesh *mesh, Rect rect, float radius, float width, Color color);
void geometry_disc(Mesh *mesh, Point center, float radius, Color color);
/* Any simple polygon, either orientation. */
void geometry_polygon(Mesh *mesh, const Point *points, size_t count, Color color);
/* An atlas texel rect (u0, v0)-(u1, v1) at `at`, its corner (0, 0) of the pen turned by angle:
 * offset is the corner's place from the pen before turning. */
void geometry_glyphs(Mesh *mesh, Point pen, float angle, Rect offset, Rect texels, Color color);

#endif
