/* camera: which part of the plane the map shows, and the way between parameters and pixels.
 *
 * One scale for both axes would lie about nothing but waste the window; the two axes have scales of
 * their own only where the problem's view is far from the window's shape (ratio beyond 3).
 * Double precision throughout: deep zoom keeps its digits. */
#ifndef RAVINE_VIEW_SCENE_CAMERA_H
#define RAVINE_VIEW_SCENE_CAMERA_H

#include "math/vec2.h"
#include "view/draw/drawlist.h"

typedef struct Camera {
    Vec2 center;
    Vec2 per_px; /* units of w per device px, both positive */
} Camera;

/* Shows all of box in rect, with equal scales unless that would waste more than two thirds. */
Camera camera_fit(Box2 box, Rect rect);
Vec2 camera_to_world(const Camera *camera, Rect rect, Point p);
Point camera_to_screen(const Camera *camera, Rect rect, Vec2 w);
Box2 camera_box(const Camera *camera, Rect rect);
/* Scales by factor (< 1 zooms in) keeping the point under p where it is. Does nothing beyond the
 * limits: a pixel is at least 2^12 ulp of the center (so neighbouring samples differ in twelve
 * bits) and at most 1e12 units. */
void camera_zoom(Camera *camera, Rect rect, Point p, double factor);
void camera_pan(Camera *camera, float dx, float dy);
/* From a to b, t in [0, 1]: geometric in scale; a point that both show at the same place of the
 * window stays there. */
Camera camera_mix(Camera a, Camera b, double t);

#endif
