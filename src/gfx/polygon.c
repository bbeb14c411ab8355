/* The polygon part of geometry: ears are clipped off the core, the rim is feathered. */
#include <math.h>

#include "gfx/geometry.h"

/* Sharp tips fade over no more than this many times the width of the feather. */
static const float TIP_REACH_MAX = 3.0f;

static float cross3(Point a, Point b, Point c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Twice the signed area. */
static float area2(const Point *p, size_t n)
{
    float sum = 0;
    for (size_t i = 0; i < n; i++) {
        Point a = p[i], b = p[i + 1 < n ? i + 1 : 0];
        sum += (a.x - p[0].x) * (b.y - p[0].y) - (b.x - p[0].x) * (a.y - p[0].y);
    }
    return sum;
}

static float perimeter(const Point *p, size_t n)
{
    float sum = 0;
    for (size_t i = 0; i < n; i++) {
        Point a = p[i], b = p[i + 1 < n ? i + 1 : 0];
        sum += hypotf(b.x - a.x, b.y - a.y);
    }
    return sum;
}

/* Where corner b between a and c goes when both its edges move outward by 1. `turn` is the sign
 * of the polygon's area. */
static Point corner_shift(Point a, Point b, Point c, float turn)
{
    float ux = b.x - a.x, uy = b.y - a.y, vx = c.x - b.x, vy = c.y - b.y;
    float u = hypotf(ux, uy), v = hypotf(vx, vy);
    if (!(u > 0) || !(v > 0))
        return (Point){0, 0};
    float nx = uy / u, ny = -ux / u, mx = vy / v, my = -vx / v;
    float spread = fmaxf(1 + nx * mx + ny * my, 1e-3f);
    Point shift = {turn * (nx + mx) / spread, turn * (ny + my) / spread};
    float reach = hypotf(shift.x, shift.y);
    float keep = reach > TIP_REACH_MAX ? TIP_REACH_MAX / reach : 1;
    return (Point){shift.x * keep, shift.y * keep};
}

static bool is_ear(const Point *p, const uint32_t *left, size_t count, size_t at, float turn)
{
    Point a = p[left[(at + count - 1) % count]], b = p[left[at]], c = p[left[(at + 1) % count]];
    if (cross3(a, b, c) * turn <= 0)
        return false;
    for (size_t i = 0; i < count; i++) {
        Point q = p[left[i]];
        bool corner =
            (q.x == a.x && q.y == a.y) || (q.x == b.x && q.y == b.y) || (q.x == c.x && q.y == c.y);
        if (!corner && cross3(a, b, q) * turn >= 0 && cross3(b, c, q) * turn >= 0 &&
            cross3(c, a, q) * turn >= 0)
            return false;
    }
    return true;
}

/* Fills the ring of n vertices that starts at `first`; p holds their places, left is scratch. */
static void clip_ears(Mesh *mesh, const Point *p, uint32_t *left, size_t n, uint32_t first,
                      float turn)
{
    for (size_t i = 0; i < n; i++)
        left[i] = (uint32_t)i;
    while (n > 2) {
        size_t at = 0;
        while (at < n && !is_ear(p, left, n, at, turn))
            at++;
        at = at < n ? at : 0; /* degenerate: any corner will do */
        mesh_triangle(mesh, first + left[(at + n - 1) % n], first + left[at],
                      first + left[(at + 1) % n]);
        for (size_t i = at; i + 1 < n; i++)
            left[i] = left[i + 1];
        n--;
    }
}

void geometry_polygon(Mesh *mesh, const Point *points, size_t count, Color color)
{
    enum { CORNERS_MAX = 512 };
    Point p[CORNERS_MAX], core[CORNERS_MAX];
    uint32_t left[CORNERS_MAX];
    size_t n = 0;
    Point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < count && n < CORNERS_MAX; i++) {
        Point q = points[i];
        if (!isfinite(q.x) || !isfinite(q.y))
            return;
        if (n == 0 || hypotf(q.x - p[n - 1].x, q.y - p[n - 1].y) > 1e-3f) {
            p[n++] = q;
            low = (Point){fminf(low.x, q.x), fminf(low.y, q.y)};
            high = (Point){fmaxf(high.x, q.x), fmaxf(high.y, q.y)};
        }
    }
    n -= n > 1 && hypotf(p[0].x - p[n - 1].x, p[0].y - p[n - 1].y) <= 1e-3f;
    float area = area2(p, n);
    if (n < 3 || area == 0 || !mesh_sees(mesh, low.x, low.y, high.x, high.y, 2))
        return;
    float turn = area > 0 ? 1 : -1;
    /* Thin shapes have no room for half a pixel on the inside. */
    float inset = fminf(0.5f, 0.5f * fabsf(area) / perimeter(p, n));
    mesh_paint(mesh, PAINT_SOLID);
    mesh_reserve(mesh, 2 * n, 9 * n);
    uint32_t first = (uint32_t)mesh->vertex_count;
    for (size_t i = 0; i < n; i++) {
        Point shift = corner_shift(p[(i + n - 1) % n], p[i], p[(i + 1) % n], turn);
        core[i] = (Point){p[i].x - inset * shift.x, p[i].y - inset * shift.y};
        mesh_push(mesh, core[i].x, core[i].y, color, color.a);
    }
    for (size_t i = 0; i < n; i++) {
        Point shift = corner_shift(p[(i + n - 1) % n], p[i], p[(i + 1) % n], turn);
        mesh_push(mesh, p[i].x + 0.5f * shift.x, p[i].y + 0.5f * shift.y, color, 0);
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t a = first + (uint32_t)i, b = first + (uint32_t)((i + 1) % n);
        mesh_quad(mesh, a, b, a + (uint32_t)n, b + (uint32_t)n);
    }
    clip_ears(mesh, core, left, n, first, turn);
}
