#include "view/scene/clip.h"

#include <math.h>

Vec2 clip_screen(const Camera *camera, Rect rect, Vec2 w)
{
    const double cx = (double)rect.x + 0.5 * (double)rect.w;
    const double cy = (double)rect.y + 0.5 * (double)rect.h;
    double dx = (w.x - camera->center.x) / camera->per_px.x;
    double dy = -(w.y - camera->center.y) / camera->per_px.y;
    if ((isinf(dx) || isinf(dy)) && vec2_finite(w)) {
        /* Overflow: the same on a smaller scale, for the direction. */
        const double s = 0x1p-200;
        dx = (w.x * s - camera->center.x * s) / camera->per_px.x;
        dy = -(w.y * s - camera->center.y * s) / camera->per_px.y;
    }
    if (isinf(dx) || isinf(dy)) {
        /* Only infinite coordinates count beside infinite ones. */
        const double x = isinf(dx) ? copysign(1, dx) : 0, y = isinf(dy) ? copysign(1, dy) : 0;
        dx = isnan(dx) ? dx : x * CLIP_FAR;
        dy = isnan(dy) ? dy : y * CLIP_FAR;
    }
    const double far = fmax(fabs(dx), fabs(dy));
    if (far > CLIP_FAR) {
        dx = dx / far * CLIP_FAR;
        dy = dy / far * CLIP_FAR;
    }
    return vec2(cx + dx, cy + dy);
}

bool clip_inside(Rect rect, Vec2 p)
{
    return p.x >= (double)rect.x && p.x <= (double)rect.x + (double)rect.w &&
           p.y >= (double)rect.y && p.y <= (double)rect.y + (double)rect.h;
}

/* One slab of Liang and Barsky 1984: narrows [*t0, *t1] to where low <= p + t d <= high. */
static bool clip_slab(double p, double d, double low, double high, double *t0, double *t1)
{
    if (d == 0)
        return p >= low && p <= high;
    const double a = (low - p) / d, b = (high - p) / d;
    const double enter = a < b ? a : b, leave = a < b ? b : a;
    *t0 = enter > *t0 ? enter : *t0;
    *t1 = leave < *t1 ? leave : *t1;
    return *t0 <= *t1;
}

bool clip_segment(Rect rect, Vec2 *a, Vec2 *b)
{
    if (!vec2_finite(*a) || !vec2_finite(*b))
        return false;
    const Vec2 d = vec2_sub(*b, *a);
    double t0 = 0, t1 = 1;
    const double left = (double)rect.x, top = (double)rect.y;
    if (!clip_slab(a->x, d.x, left, left + (double)rect.w, &t0, &t1) ||
        !clip_slab(a->y, d.y, top, top + (double)rect.h, &t0, &t1))
        return false;
    const Vec2 from = *a;
    if (t1 < 1)
        *b = vec2_add(from, vec2_scale(d, t1));
    if (t0 > 0)
        *a = vec2_add(from, vec2_scale(d, t0));
    return true;
}
