#include "gfx/thin.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

/* px: how far a line may pass by a point of it. */
static const float TOLERANCE = 0.12f;
/* px: runs of points become segments no longer than this, so that a line that grows at the end of a
 * straight stretch need not be mended all along it. */
static const float RUN_MAX = 48.0f;
/* px: how far a line that swings to and fro may stray from where it has been drawn already. */
static const float RETRACE = 0.25f;

/* ---- straight runs ---- */

/* Points are left out while all of them stay within TOLERANCE of the segment that replaces them.
 * One pass, by narrowing the cone of directions that serve everything since the last kept point
 * (Williams 1978, An efficient algorithm for the piecewise linear approximation of planar curves).
 */
static ThinCone cone_at(Point anchor)
{
    return (ThinCone){.anchor = anchor, .open = true};
}

/* Narrows the cone so that it serves p too; false if it cannot. */
static bool cone_take(ThinCone *cone, Point p)
{
    float x = p.x - cone->anchor.x, y = p.y - cone->anchor.y;
    float d = sqrtf(x * x + y * y); /* nothing here is large: hypot is slow */
    if (d <= TOLERANCE)
        return cone->reach <= TOLERANCE;
    if (d < cone->reach - TOLERANCE)
        return false; /* it turned back */
    if (d > RUN_MAX && cone->reach > 0)
        return false;
    x /= d;
    y /= d;
    bool inside =
        cone->low_x * y - cone->low_y * x >= 0 && x * cone->high_y - y * cone->high_x >= 0;
    if (!cone->open && !inside)
        return false;
    float s = TOLERANCE / d, c = sqrtf(1 - s * s);
    float lx = c * x + s * y, ly = c * y - s * x, hx = c * x - s * y, hy = c * y + s * x;
    if (cone->open || cone->low_x * ly - cone->low_y * lx > 0) {
        cone->low_x = lx;
        cone->low_y = ly;
    }
    if (cone->open || hx * cone->high_y - hy * cone->high_x > 0) {
        cone->high_x = hx;
        cone->high_y = hy;
    }
    cone->open = false;
    cone->reach = fmaxf(cone->reach, d);
    return true;
}

/* ---- swings ---- */

static float distance2(Point a, Point b)
{
    float dx = b.x - a.x, dy = b.y - a.y;
    return dx * dx + dy * dy;
}

static void keep(ThinLine *line, ThinState *s, Point p)
{
    line->kept[s->count++] = p;
    s->at = p;
    s->retracing = s->back = false;
}

/* The line goes somewhere else, from where the swinging brought it. */
static void stop_retracing(ThinLine *line, ThinState *s)
{
    if (s->retracing && distance2(s->at, line->kept[s->count - 1]) > RETRACE * RETRACE)
        keep(line, s, s->at);
}

/* A line that swings between the same two places (an optimizer across a valley) would cover its
 * last segment over and over: as long as it stays within RETRACE of the ends of that segment,
 * nothing is kept. */
static void take(ThinLine *line, ThinState *s, Point p)
{
    if (line->may_retrace && s->count >= 2) {
        const Point other = line->kept[s->back ? s->count - 1 : s->count - 2];
        if (distance2(p, other) < RETRACE * RETRACE) {
            s->retracing = true;
            s->back = !s->back;
            s->at = p;
            return;
        }
        stop_retracing(line, s);
    }
    keep(line, s, p);
}

/* ---- the line ---- */

void thin_deinit(ThinLine *line)
{
    free(line->kept);
    *line = (ThinLine){0};
}

void thin_begin(ThinLine *line, bool may_retrace)
{
    *line =
        (ThinLine){.kept = line->kept, .cap = line->cap, .near = true, .may_retrace = may_retrace};
}

static bool all_near(const Point *points, size_t from, size_t count)
{
    bool near = true;
    for (size_t i = from; i < count; i++) /* false for nan too, but for gaps */
        near &= point_is_gap(points[i]) ||
                (fabsf(points[i].x) <= THIN_FAR && fabsf(points[i].y) <= THIN_FAR);
    return near;
}

/* The line ends at its last point. */
static void end(ThinLine *line, ThinState *s)
{
    if (!s->apart && distance2(s->pending, s->at) > 1e-6f)
        take(line, s, s->pending);
}

static void part(ThinLine *line, ThinState *s)
{
    if (s->count == 0 || s->apart)
        return;
    end(line, s);
    keep(line, s, point_gap());
    s->apart = line->gaps = true;
}

static void step(ThinLine *line, ThinState *s, Point p)
{
    if (point_is_gap(p)) {
        part(line, s);
        return;
    }
    if (s->count == 0 || s->apart) {
        s->apart = false;
        keep(line, s, p);
        s->cone = cone_at(p);
    } else if (!cone_take(&s->cone, p)) {
        if (distance2(s->at, s->pending) >= THIN_KEEP * THIN_KEEP)
            take(line, s, s->pending);
        s->cone = cone_at(s->at);
        cone_take(&s->cone, p);
    }
    s->pending = p;
}

/* For one step and the end: a swing that is stopped keeps two points at once, and a gap may follow.
 * Where a line is long most of it is left out. */
static void make_room(ThinLine *line)
{
    const size_t need = line->state.count + 6;
    if (need > line->cap)
        ARRAY_RESERVE(line->kept, line->cap, need);
}

void thin_take(ThinLine *line, const Point *points, size_t count)
{
    ThinState *s = &line->state;
    line->settled = s->retracing ? s->count - 1 : s->count;
    line->near = line->near && all_near(points, line->taken, count);
    if (!line->near || count == 0)
        return;
    for (size_t i = line->taken; i < count; i++) {
        make_room(line);
        step(line, s, points[i]);
    }
    make_room(line);
    line->taken = count;
    /* Where it ends now; what follows may make that superfluous. */
    ThinState last = *s;
    end(line, &last);
    line->count = last.count;
}
