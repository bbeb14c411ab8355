#include "view/scene/camera.h"

#include <assert.h>
#include <float.h>
#include <math.h>

/* Up to this ratio of the scales that would fit each axis alone, both take the larger one. */
static const double STRETCH_MAX = 3;

/* Units per px, whatever the center. */
static const double CAMERA_PER_PX_MIN = 1e-30;
static const double CAMERA_PER_PX_MAX = 1e12;

Camera camera_fit(Box2 box, Rect rect)
{
    assert(rect.w > 0 && rect.h > 0);
    Vec2 size = box2_size(box);
    Vec2 per_px =
        vec2(fmax(size.x, DBL_MIN) / (double)rect.w, fmax(size.y, DBL_MIN) / (double)rect.h);
    double high = fmax(per_px.x, per_px.y);
    double low = fmin(per_px.x, per_px.y);
    if (high <= STRETCH_MAX * low)
        per_px = vec2(high, high);
    return (Camera){box2_center(box), per_px};
}

/* Offsets from the center come first: they are small where the center is large. */
static Vec2 offset_of(const Camera *camera, Rect rect, Point p)
{
    double dx = (double)p.x - ((double)rect.x + 0.5 * (double)rect.w);
    double dy = (double)p.y - ((double)rect.y + 0.5 * (double)rect.h);
    return vec2(dx * camera->per_px.x, -dy * camera->per_px.y);
}

Vec2 camera_to_world(const Camera *camera, Rect rect, Point p)
{
    return vec2_add(camera->center, offset_of(camera, rect, p));
}

Point camera_to_screen(const Camera *camera, Rect rect, Vec2 w)
{
    Vec2 d = vec2_sub(w, camera->center);
    return (Point){(float)((double)rect.x + 0.5 * (double)rect.w + d.x / camera->per_px.x),
                   (float)((double)rect.y + 0.5 * (double)rect.h - d.y / camera->per_px.y)};
}

Box2 camera_box(const Camera *camera, Rect rect)
{
    Vec2 half =
        vec2(0.5 * (double)rect.w * camera->per_px.x, 0.5 * (double)rect.h * camera->per_px.y);
    return (Box2){vec2_sub(camera->center, half), vec2_add(camera->center, half)};
}

/* Digits run out where a pixel is only a few thousand ulp of the center: see the header. */
static bool scale_allowed(double per_px, double center)
{
    double smallest = fmax(ldexp(fabs(center) * DBL_EPSILON, 12), CAMERA_PER_PX_MIN);
    return per_px >= smallest && per_px <= CAMERA_PER_PX_MAX;
}

static bool axis_allows(double now, double next, double center)
{
    /* A way back into the limits is always open. */
    double middle = sqrt(CAMERA_PER_PX_MIN * CAMERA_PER_PX_MAX);
    return scale_allowed(next, center) || fabs(log(next / middle)) < fabs(log(now / middle));
}

void camera_zoom(Camera *camera, Rect rect, Point p, double factor)
{
    if (!(factor > 0) || !isfinite(factor))
        return;
    Vec2 fixed = offset_of(camera, rect, p);
    Vec2 next = vec2_scale(camera->per_px, factor);
    Vec2 center = vec2_add(camera->center, vec2_scale(fixed, 1 - factor));
    if (!axis_allows(camera->per_px.x, next.x, center.x) ||
        !axis_allows(camera->per_px.y, next.y, center.y))
        return;
    camera->center = center;
    camera->per_px = next;
}

void camera_pan(Camera *camera, float dx, float dy)
{
    camera->center.x -= (double)dx * camera->per_px.x;
    camera->center.y += (double)dy * camera->per_px.y;
}

/* The center's share of the way follows the scale's, so that a zoom about a point keeps that point
 * still all the way. */
static double mix_share(double from, double to, double at, double t)
{
    return fabs(to - from) > 1e-9 * (to + from) ? (at - from) / (to - from) : t;
}

Camera camera_mix(Camera a, Camera b, double t)
{
    if (t <= 0)
        return a;
    if (t >= 1)
        return b;
    Camera mix;
    mix.per_px = vec2(a.per_px.x * pow(b.per_px.x / a.per_px.x, t),
                      a.per_px.y * pow(b.per_px.y / a.per_px.y, t));
    double x = mix_share(a.per_px.x, b.per_px.x, mix.per_px.x, t);
    double y = mix_share(a.per_px.y, b.per_px.y, mix.per_px.y, t);
    mix.center = vec2(a.center.x + (b.center.x - a.center.x) * x,
                      a.center.y + (b.center.y - a.center.y) * y);
    return mix;
}
