/* clip: bringing points of any size into pictures without losing their direction.
 *
 * A diverging run reaches 1e300 and beyond; pixels are floats. Everything here works in double and
 * yields coordinates near the rectangle asked for. */
#ifndef RAVINE_VIEW_SCENE_CLIP_H
#define RAVINE_VIEW_SCENE_CLIP_H

#include <stdbool.h>

#include "math/vec2.h"
#include "view/scene/camera.h"

/* Farther than this from the pane's corner, in px, only the direction is kept. */
#define CLIP_FAR 1e12

/* World to device px in double. Huge and infinite coordinates come back CLIP_FAR away in the same
 * direction; nan stays nan. */
Vec2 clip_screen(const Camera *camera, Rect rect, Vec2 w);

/* Cuts the segment to rect. False (and both untouched) if nothing of it lies inside or an end is
 * not finite. */
bool clip_segment(Rect rect, Vec2 *a, Vec2 *b);

/* True if p is finite and inside, edges included. */
bool clip_inside(Rect rect, Vec2 p);

static inline Point clip_point(Vec2 p)
{
    return (Point){(float)p.x, (float)p.y};
}

#endif
