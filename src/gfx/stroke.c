#include "gfx/stroke.h"

#include <math.h>

#include "base/array.h"
#include "gfx/geometry.h"

/* px: points nearer than this to the last one kept are dropped. */
static const float KEEP_DISTANCE = 0.3f;
/* px: how far a line may pass by a point of it. */
static const float TOLERANCE = 0.12f;
/* A mitre may stick out this far beyond the round join it stands for, px. */
static const float MITRE_EXCESS = 0.15f;
/* The inner corner point lies at most this many outer half-widths back along the line. */
static const float INNER_REACH = 32.0f;
/* Beyond this many px from the origin floats lose the precision that directions need. */
static const float FAR = 20000.0f;

/* Half the cross-section: full (`alpha`) up to inner, nothing from outer on. */
typedef struct Profile {
    float inner, outer;
    Color color;
    uint8_t alpha;
    bool round;
} Profile;

static Profile profile_of(const Stroke *stroke)
{
    float half = stroke->width / 2;
    return (Profile){fabsf(half - 0.5f), half + 0.5f, stroke->color,
                     (uint8_t)(stroke->color.a * fminf(1, stroke->width) + 0.5f), stroke->round};
}

/* Indices of a cross-section: outer and inner on the left (-normal), inner and outer right. */
typedef struct Section {
    uint32_t at[4];
} Section;

/* Direction, normal (the direction turned clockwise as seen) and length of a segment. */
typedef struct Segment {
    float dx, dy, nx, ny, length;
} Segment;

static Segment segment_between(Point a, Point b)
{
    float dx = b.x - a.x, dy = b.y - a.y, length = hypotf(dx, dy);
    dx /= length;
    dy /= length;
    return (Segment){dx, dy, -dy, dx, length};
}

static Section push_section(Mesh *mesh, Point p, float nx, float ny, const Profile *f,
                            uint8_t alpha)
{
    Section s;
    s.at[0] = mesh_push(mesh, p.x - nx * f->outer, p.y - ny * f->outer, f->color, 0);
    s.at[1] = mesh_push(mesh, p.x - nx * f->inner, p.y - ny * f->inner, f->color, alpha);
    s.at[2] = mesh_push(mesh, p.x + nx * f->inner, p.y + ny * f->inner, f->color, alpha);
    s.at[3] = mesh_push(mesh, p.x + nx * f->outer, p.y + ny * f->outer, f->color, 0);
    return s;
}

static void span(Mesh *mesh, Section a, Section b)
{
    mesh_reserve(mesh, 0, 18);
    for (int i = 0; i < 3; i++) {
        mesh_quad(mesh, a.at[i], a.at[i + 1], b.at[i], b.at[i + 1]);
    }
}

/* A fan around `hub` from direction (x, y) through `angle`, with its feather. The first and last
 * spokes are the vertices given (inner, outer). */
static void push_fan(Mesh *mesh, Point p, uint32_t hub, float x, float y, float angle,
                     const uint32_t from[2], const uint32_t to[2], const Profile *f)
{
    float most = 2 * acosf(1 - fminf(0.1f / f->outer, 0.5f));
    int steps = (int)ceilf(fabsf(angle) / most);
    steps = steps < 1 ? 1 : steps > 64 ? 64 : steps;
    float c = cosf(angle / (float)steps), s = sinf(angle / (float)steps);
    uint32_t inner = from[0], outer = from[1];
    mesh_reserve(mesh, 2 * (size_t)steps, 9 * (size_t)steps);
    for (int i = 1; i <= steps; i++) {
        float turned = c * x - s * y;
        y = s * x + c * y;
        x = turned;
        uint32_t next_inner = to[0], next_outer = to[1];
        if (i < steps) {
            next_inner =
                mesh_push(mesh, p.x + x * f->inner, p.y + y * f->inner, f->color, f->alpha);
            next_outer = mesh_push(mesh, p.x + x * f->outer, p.y + y * f->outer, f->color, 0);
        }
        mesh_triangle(mesh, hub, inner, next_inner);
        mesh_quad(mesh, inner, next_inner, outer, next_outer);
        inner = next_inner;
        outer = next_outer;
    }
}

/* The corner at p between segments a and b: where a ends and where b starts. */
static void push_join(Mesh *mesh, Point p, Segment a, Segment b, const Profile *f, Section *end,
                      Section *start)
{
    mesh_reserve(mesh, 9, 0);
    float along = fmaxf(a.nx * b.nx + a.ny * b.ny, -1), across = a.dx * b.dy - a.dy * b.dx;
    float mitre = sqrtf(2 / fmaxf(1 + along, 1e-6f));
    float mx = (a.nx + b.nx) / fmaxf(1 + along, 1e-6f);
    float my = (a.ny + b.ny) / fmaxf(1 + along, 1e-6f);
    if (f->outer * (mitre - 1) < MITRE_EXCESS) {
        *end = *start = push_section(mesh, p, mx, my, f, f->alpha);
        return;
    }
    /* Turning clockwise (across > 0) the outside of the corner is on the left. */
    int out = across > 0 ? 1 : 2;
    int out_rim = across > 0 ? 0 : 3, in = 3 - out, in_rim = 3 - out_rim;
    float side = across > 0 ? -1 : 1;
    float angle = (across > 0 ? 1.0f : -1.0f) * acosf(fminf(along, 1));
    float reach = f->outer * sqrtf(fmaxf(mitre * mitre - 1, 0));
    uint32_t hub;
    if (reach <= fminf(fminf(a.length, b.length), INNER_REACH * f->outer)) {
        hub = mesh_push(mesh, p.x - side * mx * f->inner, p.y - side * my * f->inner, f->color,
                        f->alpha);
        end->at[in] = start->at[in] = hub;
        end->at[in_rim] = start->at[in_rim] =
            mesh_push(mesh, p.x - side * mx * f->outer, p.y - side * my * f->outer, f->color, 0);
        for (int i = 0; i < 2; i++) {
            Segment s = i == 0 ? a : b;
            Section *of = i == 0 ? end : start;
            of->at[out] = mesh_push(mesh, p.x + side * s.nx * f->inner,
                                    p.y + side * s.ny * f->inner, f->color, f->alpha);
            of->at[out_rim] = mesh_push(mesh, p.x + side * s.nx * f->outer,
                                        p.y + side * s.ny * f->outer, f->color, 0);
        }
    } else {
        *end = push_section(mesh, p, a.nx, a.ny, f, f->alpha);
        *start = push_section(mesh, p, b.nx, b.ny, f, f->alpha);
        hub = mesh_push(mesh, p.x, p.y, f->color, f->alpha);
    }
    uint32_t from[2] = {end->at[out], end->at[out_rim]};
    uint32_t to[2] = {start->at[out], start->at[out_rim]};
    push_fan(mesh, p, hub, side * a.nx, side * a.ny, angle, from, to, f);
}

/* The end of a line at p; (dx, dy) points out of the line. Returns the last full cross-section in
 * the order of a line that leaves through it. */
static Section push_cap(Mesh *mesh, Point p, float dx, float dy, float length, const Profile *f)
{
    mesh_reserve(mesh, 9, 18);
    if (f->round) {
        Section s = push_section(mesh, p, -dy, dx, f, f->alpha);
        uint32_t hub = mesh_push(mesh, p.x, p.y, f->color, f->alpha);
        uint32_t from[2] = {s.at[2], s.at[3]}, to[2] = {s.at[1], s.at[0]};
        push_fan(mesh, p, hub, -dy, dx, -3.14159265f, from, to, f);
        return s;
    }
    float in = fminf(0.5f, length / 2);
    Point full = {p.x - dx * in, p.y - dy * in}, none = {p.x + dx * 0.5f, p.y + dy * 0.5f};
    Section s = push_section(mesh, full, -dy, dx, f, f->alpha);
    span(mesh, s, push_section(mesh, none, -dy, dx, f, 0));
    return s;
}

static Section reversed(Section s)
{
    return (Section){{s.at[3], s.at[2], s.at[1], s.at[0]}};
}

static bool sees_segment(const Mesh *mesh, Point a, Point b, float outer)
{
    return mesh_sees(mesh, fminf(a.x, b.x), fminf(a.y, b.y), fmaxf(a.x, b.x), fmaxf(a.y, b.y),
                     outer + 1);
}

/* A solid line through n >= 2 points, no two neighbours alike. */
static void push_solid(Mesh *mesh, const Point *p, size_t n, bool closed, const Profile *f)
{
    size_t segments = closed ? n : n - 1;
    Segment here = segment_between(p[0], p[1]);
    bool seen = sees_segment(mesh, p[0], p[1], f->outer);
    Section start = {{0}}, end = {{0}}, first = {{0}};
    if (closed) {
        /* The corner at p[0] is made once; its first half waits for the last segment. */
        push_join(mesh, p[0], segment_between(p[n - 1], p[0]), here, f, &first, &start);
    } else if (seen) {
        start = reversed(push_cap(mesh, p[0], -here.dx, -here.dy, here.length, f));
    }
    for (size_t i = 0; i < segments; i++) {
        Point b = p[(i + 1) % n];
        if (i + 1 == segments) {
            if (closed) {
                end = first;
            } else if (seen) {
                end = push_cap(mesh, b, here.dx, here.dy, here.length, f);
            }
            if (seen) {
                span(mesh, start, end);
            }
            break;
        }
        Point c = p[(i + 2) % n];
        Segment next = segment_between(b, c);
        bool next_seen = sees_segment(mesh, b, c, f->outer);
        Section next_start = {{0}};
        if (seen || next_seen) {
            push_join(mesh, b, here, next, f, &end, &next_start);
        }
        if (seen) {
            span(mesh, start, end);
        }
        start = next_start;
        here = next;
        seen = next_seen;
    }
}

static float dash_total(const Dash *dash)
{
    float total = 0;
    for (int i = 0; i < dash->count; i++) {
        total += fmaxf(dash->length[i], 0);
    }
    return total;
}

static Point point_between(Point a, Point b, float t)
{
    return (Point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

/* Cuts the line into dashes by arc length. An odd pattern is repeated, as in SVG. */
static void push_dashed(Mesh *mesh, const Point *p, size_t n, const Dash *dash, const Profile *f)
{
    ARRAY_RESERVE(mesh->scratch[1], mesh->scratch_cap[1], n + 2);
    Point *piece = mesh->scratch[1];
    size_t used = 0;
    int phase = 0;
    float rest = fmaxf(dash->length[0], 0);
    piece[used++] = p[0];
    for (size_t i = 0; i + 1 < n; i++) {
        float length = hypotf(p[i + 1].x - p[i].x, p[i + 1].y - p[i].y), done = 0;
        while (length - done > rest) {
            done += rest;
            Point cut = point_between(p[i], p[i + 1], done / length);
            if (phase % 2 == 0) {
                piece[used++] = cut;
                bool some = used > 2 || piece[0].x != cut.x || piece[0].y != cut.y;
                if (some) {
                    push_solid(mesh, piece, used, false, f);
                }
            }
            used = 0;
            piece[used++] = cut;
            phase = (phase + 1) % (2 * dash->count);
            rest = fmaxf(dash->length[phase % dash->count], 0.0f);
        }
        rest -= length - done;
        Point last = piece[used - 1];
        if (phase % 2 == 0 && (last.x != p[i + 1].x || last.y != p[i + 1].y)) {
            piece[used++] = p[i + 1];
        }
    }
    if (phase % 2 == 0 && used > 1) {
        push_solid(mesh, piece, used, false, f);
    }
}

static void push_piece(Mesh *mesh, const Point *p, size_t n, bool closed, const Stroke *stroke)
{
    Profile f = profile_of(stroke);
    if (n < 2) {
        return;
    }
    if (stroke->dash.count > 0 && dash_total(&stroke->dash) > 0.1f) {
        push_dashed(mesh, p, n, &stroke->dash, &f);
    } else {
        push_solid(mesh, p, n, closed && n > 2, &f);
    }
}

static bool is_near(Point p)
{
    return fabsf(p.x) <= FAR && fabsf(p.y) <= FAR;
}

/* The part of segment a-b within the near box; false if there is none (Liang and Barsky 1984). */
static bool clip_near(Point *a, Point *b)
{
    double d[2] = {(double)b->x - (double)a->x, (double)b->y - (double)a->y};
    double from[2] = {(double)a->x, (double)a->y}, t0 = 0, t1 = 1;
    for (int axis = 0; axis < 2; axis++) {
        for (int side = -1; side <= 1; side += 2) {
            double speed = side * d[axis], room = (double)FAR - side * from[axis];
            if (speed == 0 && room < 0) {
                return false;
            }
            if (speed > 0) {
                t1 = fmin(t1, room / speed);
            } else if (speed < 0) {
                t0 = fmax(t0, room / speed);
            }
        }
    }
    *b = (Point){(float)(from[0] + t1 * d[0]), (float)(from[1] + t1 * d[1])};
    *a = (Point){(float)(from[0] + t0 * d[0]), (float)(from[1] + t0 * d[1])};
    return t0 < t1;
}

static bool keeps(const Point *kept, size_t n, Point p)
{
    float dx = p.x - kept[n - 1].x, dy = p.y - kept[n - 1].y;
    return dx * dx + dy * dy >= KEEP_DISTANCE * KEEP_DISTANCE;
}

/* Straight runs of points become one segment: points are left out while all of them stay within
 * TOLERANCE of the segment that replaces them. One pass, by narrowing the cone of directions that
 * serve everything since the last kept point (Williams 1978, An efficient algorithm for the
 * piecewise linear approximation of planar curves). */
typedef struct Cone {
    Point anchor;
    float low_x, low_y, high_x, high_y; /* borders, unit vectors; all directions if open */
    float reach;                        /* of the farthest point so far */
    bool open;
} Cone;

static Cone cone_at(Point anchor)
{
    return (Cone){.anchor = anchor, .open = true};
}

/* Narrows the cone so that it serves p too; false if it cannot. */
static bool cone_take(Cone *cone, Point p)
{
    float x = p.x - cone->anchor.x, y = p.y - cone->anchor.y, d = hypotf(x, y);
    if (d <= TOLERANCE) {
        return cone->reach <= TOLERANCE;
    }
    if (d < cone->reach - TOLERANCE) {
        return false; /* it turned back */
    }
    x /= d;
    y /= d;
    bool inside = cone->low_x * y - cone->low_y * x >= 0 && x * cone->high_y - y * cone->high_x >= 0;
    if (!cone->open && !inside) {
        return false;
    }
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

/* Copies the points worth keeping to scratch and returns how many. `settled`, if not NULL, receives
 * how many of them no longer depend on what follows point `from`. */
static size_t thin(Mesh *mesh, const Point *points, size_t count, size_t from, size_t *settled)
{
    ARRAY_RESERVE(mesh->scratch[0], mesh->scratch_cap[0], count + 2);
    Point *kept = mesh->scratch[0];
    size_t n = 0, firm = 1;
    kept[n++] = points[0];
    Cone cone = cone_at(points[0]);
    Point pending = points[0];
    for (size_t i = 1; i < count; i++) {
        if (!cone_take(&cone, points[i])) {
            if (pending.x != kept[n - 1].x || pending.y != kept[n - 1].y) {
                kept[n++] = pending;
            }
            cone = cone_at(kept[n - 1]);
            cone_take(&cone, points[i]);
        }
        pending = points[i];
        if (i <= from) {
            firm = n;
        }
    }
    if (hypotf(pending.x - kept[n - 1].x, pending.y - kept[n - 1].y) > 1e-3f) {
        kept[n++] = pending;
    }
    if (settled) {
        *settled = firm;
    }
    return n;
}

static bool all_near(const Point *points, size_t count)
{
    bool near = true;
    for (size_t i = 0; i < count; i++) {
        near &= is_near(points[i]); /* false for nan too */
    }
    return near;
}

/* The same for lines that leave the near box or have gaps of non-finite points. */
static void stroke_pieces(Mesh *mesh, const Point *points, size_t count, const Stroke *stroke)
{
    ARRAY_RESERVE(mesh->scratch[0], mesh->scratch_cap[0], count + 2);
    Point *piece = mesh->scratch[0];
    size_t n = 0, segments = stroke->closed ? count : count - 1;
    for (size_t i = 0; i < segments; i++) {
        Point a = points[i], b = points[(i + 1) % count];
        bool finite = isfinite(a.x) && isfinite(a.y) && isfinite(b.x) && isfinite(b.y);
        if (!finite || !clip_near(&a, &b)) {
            push_piece(mesh, piece, n, false, stroke);
            n = 0;
            continue;
        }
        if (n == 0) {
            piece[n++] = a;
        }
        if (keeps(piece, n, b)) {
            piece[n++] = b;
        }
        if (!is_near(points[(i + 1) % count])) {
            push_piece(mesh, piece, n, false, stroke);
            n = 0;
        }
    }
    push_piece(mesh, piece, n, false, stroke);
}

void stroke_line(Mesh *mesh, const Point *points, size_t count, const Stroke *stroke)
{
    if (count == 0 || !(stroke->width > 0)) {
        return;
    }
    if (!all_near(points, count)) {
        stroke_pieces(mesh, points, count, stroke);
        return;
    }
    size_t n = thin(mesh, points, count, 0, NULL);
    Point *kept = mesh->scratch[0];
    if (n == 1 && stroke->round) {
        geometry_disc(mesh, kept[0], stroke->width / 2, stroke->color);
        return;
    }
    bool closed = stroke->closed;
    if (closed && n > 1 && !keeps(kept, n, kept[0])) {
        n--;
    }
    if (closed && stroke->dash.count > 0) {
        kept[n] = kept[0];
        n++;
        closed = false;
    }
    push_piece(mesh, kept, n, closed, stroke);
}

static void include(Point *low, Point *high, Point p)
{
    *low = (Point){fminf(low->x, p.x), fminf(low->y, p.y)};
    *high = (Point){fmaxf(high->x, p.x), fmaxf(high->y, p.y)};
}

Rect stroke_growth(Mesh *mesh, const Point *points, size_t before, size_t count,
                   const Stroke *stroke)
{
    Rect everything = {-FAR, -FAR, 2 * FAR, 2 * FAR};
    if (before == 0 || stroke->closed || !all_near(points, count)) {
        return everything;
    }
    Profile f = profile_of(stroke);
    size_t settled;
    size_t n = thin(mesh, points, count, before - 1, &settled);
    const Point *kept = mesh->scratch[0];
    /* What hung on points to come begins at the last settled point, and so does the corner there:
     * its inner point lies back along the segment that leads to it. */
    size_t base = settled - 1;
    Point low = points[before - 1], high = low;
    for (size_t i = base; i < n; i++) {
        include(&low, &high, kept[i]);
    }
    if (base > 0) {
        Segment a = segment_between(kept[base - 1], kept[base]);
        float back = fminf(a.length, INNER_REACH * f.outer) / a.length;
        include(&low, &high, point_between(kept[base], kept[base - 1], back));
    }
    float margin = f.outer + 2;
    return (Rect){low.x - margin, low.y - margin, high.x - low.x + 2 * margin,
                  high.y - low.y + 2 * margin};
}
