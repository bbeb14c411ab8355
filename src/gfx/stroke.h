/* stroke: polylines as feathered strips.
 *
 * A strip's vertices carry their distances from its two rims, from which the shader makes
 * coverage: two triangles per segment, whatever the width. Gentle corners share a mitred
 * cross-section; sharper ones are rounded on the outside by a fan and share one point on the
 * inside, so that translucent lines are not blended twice. Knows no OpenGL. */
#ifndef RAVINE_GFX_STROKE_H
#define RAVINE_GFX_STROKE_H

#include "gfx/mesh.h"

typedef struct Stroke {
    float width;
    Color color;
    bool closed, round;
    Dash dash;
} Stroke;

void stroke_line(Mesh *mesh, const Point *points, size_t count, const Stroke *stroke);

/* Where the picture of an open line changes when it grows from `before` points to `count`: a box
 * around the new part and the corner where it begins. `line` is empty, or has been left by the last
 * call for this line. */
Rect stroke_growth(ThinLine *line, const Point *points, size_t before, size_t count,
                   const Stroke *stroke);

/* Until the mesh forgets its lines, this one is drawn from `line`, which goes on from the last call
 * for it. */
void stroke_remember(Mesh *mesh, ThinLine *line, const Point *points, size_t count,
                     const Stroke *stroke);

#endif
