/* surfacemesh: a surface as triangles: its cells, the walls under its edges, the floor where one
 * can see it through holes. Knows no OpenGL. */
#ifndef RAVINE_GFX_SURFACEMESH_H
#define RAVINE_GFX_SURFACEMESH_H

#include <stddef.h>
#include <stdint.h>

#include "view/draw/drawlist.h"

/* What a corner's light is where it is none of a wall (0 to 1). */
#define SURFACE_LIGHT_FLOOR (-1.0f)
#define SURFACE_LIGHT_TOP   2.0f

/* How far beneath the lowest surface the floor lies, in depth. */
#define SURFACE_FLOOR_BELOW 0.002f

/* x, y in px of the map, y down. */
typedef struct SurfaceCorner {
    float x, y, height, light;
} SurfaceCorner;

/* Triangles, three indices each: first those without holes, then those of cells in which the
 * function has no value somewhere. */
typedef struct SurfaceMesh {
    SurfaceCorner *corners;
    uint32_t *indices;
    size_t corner_count, plain_count, index_count;
} SurfaceMesh;

SurfaceMesh surfacemesh_build(const DrawSurface *surface);
void surfacemesh_deinit(SurfaceMesh *mesh);

#endif
