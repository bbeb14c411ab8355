#include "gfx/stroke.h"

#include <math.h>

#include "base/array.h"
#include "gfx/geometry.h"

/* Points; what is kept of such a line is worth keeping. */
enum { LONG_LINE = 64 };

/* A mitre may stick out this far beyond the round join it stands for, px. */
static const float MITRE_EXCESS = 0.15f;
/* The inner corner point lies at most this many outer half-widths back along the line. */
static const float INNER_REACH = 32.0f;

/* Half the cross-section: coverage falls to nothing at `outer`. A line thinner than a pixel is
 * fainter instead; its distances are scaled so that coverage still reaches 1 in the middle. */
typedef struct Profile {
    float outer, scale;
    float side; /* 1; -1 where the vertices' left and right are meant in reverse */
    Color color;
    bool round;
} Profile;

static Profile profile_of(const Stroke *stroke)
{
    float peak = fminf(1, stroke->width);
    Color color = stroke->color;
    color.a = (uint8_t)((float)color.a * peak + 0.5f);
    return (Profile){stroke->width / 2 + 0.5f, 1 / peak, 1, color, stroke->round};
}

/* Vertices of a cross-section: its left (-normal) and right rim. */
typedef struct Section {
    uint32_t left, right;
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

/* A vertex off px to the right (left if negative) of p along (nx, ny), which a mitre makes longer
 * than 1. */
static uint32_t push_at(Mesh *mesh, Point p, float nx, float ny, float off, const Profile *f)
{
    float across = f->side * off;
    return mesh_push_edge(mesh, p.x + nx * off, p.y + ny * off, f->scale * (f->outer + across),
                          f->scale * (f->outer - across), f->color);
}

static Section push_section(Mesh *mesh, Point p, float nx, float ny, const Profile *f)
{
    return (Section){push_at(mesh, p, nx, ny, -f->outer, f), push_at(mesh, p, nx, ny, f->outer, f)};
}

static void span(Mesh *mesh, Section a, Section b)
{
    mesh_reserve(mesh, 0, 6);
    mesh_quad(mesh, a.left, a.right, b.left, b.right);
}

/* A fan around `hub` at p through `angle`, from the rim vertex `from`, which lies on the right
 * (off = outer) or left (-outer) of normal (nx, ny), to `to`. */
static void push_fan(Mesh *mesh, Point p, uint32_t hub, float nx, float ny, float off, float angle,
                     uint32_t from, uint32_t to, const Profile *f)
{
    float most = 2 * acosf(1 - fminf(0.1f / f->outer, 0.5f));
    int steps = (int)ceilf(fabsf(angle) / most);
    steps = steps < 1 ? 1 : steps > 64 ? 64 : steps;
    float c = cosf(angle / (float)steps), s = sinf(angle / (float)steps);
    mesh_reserve(mesh, (size_t)steps, 3 * (size_t)steps);
    for (int i = 1; i <= steps; i++) {
        float turned = c * nx - s * ny;
        ny = s * nx + c * ny;
        nx = turned;
        uint32_t next = i < steps ? push_at(mesh, p, nx, ny, off, f) : to;
        mesh_triangle(mesh, hub, from, next);
        from = next;
    }
}

/* The corner at p between segments a and b: where a ends and where b starts. */
static void push_join(Mesh *mesh, Point p, Segment a, Segment b, const Profile *f, Section *end,
                      Section *start)
{
    mesh_reserve(mesh, 5, 6);
    float along = fmaxf(a.nx * b.nx + a.ny * b.ny, -1), across = a.dx * b.dy - a.dy * b.dx;
    float mx = (a.nx + b.nx) / fmaxf(1 + along, 1e-6f);
    float my = (a.ny + b.ny) / fmaxf(1 + along, 1e-6f);
    float mitre = sqrtf(2 / fmaxf(1 + along, 1e-6f));
    if (f->outer * (mitre - 1) < MITRE_EXCESS) {
        *end = *start = push_section(mesh, p, mx, my, f);
        return;
    }
    /* Turning clockwise (across > 0) the outside of the corner is on the left. */
    bool left = across > 0;
    float off = left ? -f->outer : f->outer;
    float angle = (left ? 1.0f : -1.0f) * acosf(fminf(along, 1));
    float reach = f->outer * sqrtf(fmaxf(mitre * mitre - 1, 0));
    uint32_t hub = push_at(mesh, p, 0, 0, 0, f), from, to;
    if (reach <= fminf(fminf(a.length, b.length), INNER_REACH * f->outer)) {
        uint32_t inside = push_at(mesh, p, mx, my, -off, f);
        from = push_at(mesh, p, a.nx, a.ny, off, f);
        to = push_at(mesh, p, b.nx, b.ny, off, f);
        *end = left ? (Section){from, inside} : (Section){inside, from};
        *start = left ? (Section){to, inside} : (Section){inside, to};
        mesh_triangle(mesh, inside, from, hub);
        mesh_triangle(mesh, inside, hub, to);
    } else {
        *end = push_section(mesh, p, a.nx, a.ny, f);
        *start = push_section(mesh, p, b.nx, b.ny, f);
        from = left ? end->left : end->right;
        to = left ? start->left : start->right;
    }
    push_fan(mesh, p, hub, a.nx, a.ny, off, angle, from, to, f);
}

/* The end of a line at p; (dx, dy) points out of the line. Returns the last full cross-section,
 * seen along (dx, dy). */
static Section push_cap(Mesh *mesh, Point p, float dx, float dy, float length, const Profile *f)
{
    mesh_reserve(mesh, 4, 6);
    if (f->round) {
        Section s = push_section(mesh, p, -dy, dx, f);
        uint32_t hub = push_at(mesh, p, 0, 0, 0, f);
        /* The fan's rim is one edge from end to end: its last vertex is not the left rim's. */
        uint32_t last = push_at(mesh, p, dy, -dx, f->outer, f);
        push_fan(mesh, p, hub, -dy, dx, f->outer, -3.14159265f, s.right, last, f);
        return s;
    }
    float in = fminf(0.5f, length / 2);
    Point full = {p.x - dx * in, p.y - dy * in}, none = {p.x + dx * 0.5f, p.y + dy * 0.5f};
    Profile faded = *f;
    faded.color.a = 0;
    Section s = push_section(mesh, full, -dy, dx, f);
    span(mesh, s, push_section(mesh, none, -dy, dx, &faded));
    return s;
}

static Section push_end(Mesh *mesh, Point from, Point p, const Profile *f)
{
    Segment s = segment_between(from, p);
    return push_cap(mesh, p, s.dx, s.dy, s.length, f);
}

/* The same at a line's start p: the cross-section as the line sees it. */
static Section push_start(Mesh *mesh, Point p, Point to, const Profile *f)
{
    Profile reversed = *f;
    reversed.side = -1;
    Section s = push_end(mesh, to, p, &reversed);
    return (Section){s.right, s.left};
}

static bool sees_segment(const Mesh *mesh, Point a, Point b, float outer)
{
    return mesh_sees(mesh, fminf(a.x, b.x), fminf(a.y, b.y), fmaxf(a.x, b.x), fmaxf(a.y, b.y),
                     outer + 1);
}

static void push_corner(Mesh *mesh, Point a, Point b, Point c, const Profile *f, Section *end,
                        Section *start)
{
    push_join(mesh, b, segment_between(a, b), segment_between(b, c), f, end, start);
}

/* A solid line through n >= 2 points, no two neighbours alike. Segments out of sight cost no more
 * than a glance: a growing layer draws small boxes of long lines. */
static void push_solid(Mesh *mesh, const Point *p, size_t n, bool closed, const Profile *f)
{
    mesh_relieve(mesh);
    mesh_paint(mesh, PAINT_SOLID);
    size_t segments = closed ? n : n - 1;
    bool seen = sees_segment(mesh, p[0], p[1], f->outer);
    Section start = {0}, first = {0};
    if (closed) {
        /* The corner at p[0] is made once; its first half waits for the last segment. */
        push_corner(mesh, p[n - 1], p[0], p[1], f, &first, &start);
    } else if (seen) {
        start = push_start(mesh, p[0], p[1], f);
    }
    for (size_t i = 0; i + 1 < segments; i++) {
        Point a = p[i], b = p[i + 1], c = p[(i + 2) % n];
        bool next_seen = sees_segment(mesh, b, c, f->outer);
        if (seen || next_seen) {
            Section end, next;
            push_corner(mesh, a, b, c, f, &end, &next);
            if (seen)
                span(mesh, start, end);
            start = next;
        }
        seen = next_seen;
    }
    if (seen)
        span(mesh, start, closed ? first : push_end(mesh, p[n - 2], p[n - 1], f));
}

static float dash_total(const Dash *dash)
{
    float total = 0;
    for (int i = 0; i < dash->count; i++)
        total += fmaxf(dash->length[i], 0);
    return total;
}

static Point point_between(Point a, Point b, float t)
{
    return (Point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

/* Cuts the line into dashes by arc length. An odd pattern is repeated, as in SVG. */
static void push_dashed(Mesh *mesh, const Point *p, size_t n, const Dash *dash, const Profile *f)
{
    ARRAY_RESERVE(mesh->dash, mesh->dash_cap, n + 2);
    Point *piece = mesh->dash;
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
                if (some)
                    push_solid(mesh, piece, used, false, f);
            }
            used = 0;
            piece[used++] = cut;
            phase = (phase + 1) % (2 * dash->count);
            rest = fmaxf(dash->length[phase % dash->count], 0.0f);
        }
        rest -= length - done;
        Point last = piece[used - 1];
        if (phase % 2 == 0 && (last.x != p[i + 1].x || last.y != p[i + 1].y))
            piece[used++] = p[i + 1];
    }
    if (phase % 2 == 0 && used > 1)
        push_solid(mesh, piece, used, false, f);
}

static void push_piece(Mesh *mesh, const Point *p, size_t n, bool closed, const Stroke *stroke)
{
    Profile f = profile_of(stroke);
    if (n < 2)
        return;
    if (stroke->dash.count > 0 && dash_total(&stroke->dash) > 0.1f)
        push_dashed(mesh, p, n, &stroke->dash, &f);
    else
        push_solid(mesh, p, n, closed && n > 2, &f);
}

static bool is_near(Point p)
{
    return fabsf(p.x) <= THIN_FAR && fabsf(p.y) <= THIN_FAR;
}

/* The part of segment a-b within the near box; false if there is none (Liang and Barsky 1984). */
static bool clip_near(Point *a, Point *b)
{
    double d[2] = {(double)b->x - (double)a->x, (double)b->y - (double)a->y};
    double from[2] = {(double)a->x, (double)a->y}, t0 = 0, t1 = 1;
    for (int axis = 0; axis < 2; axis++) {
        for (int side = -1; side <= 1; side += 2) {
            double speed = side * d[axis], room = (double)THIN_FAR - side * from[axis];
            if (speed == 0 && room < 0)
                return false;
            if (speed > 0)
                t1 = fmin(t1, room / speed);
            else if (speed < 0)
                t0 = fmax(t0, room / speed);
        }
    }
    *b = (Point){(float)(from[0] + t1 * d[0]), (float)(from[1] + t1 * d[1])};
    *a = (Point){(float)(from[0] + t0 * d[0]), (float)(from[1] + t0 * d[1])};
    return t0 < t1;
}

static bool keeps(const Point *kept, size_t n, Point p)
{
    float dx = p.x - kept[n - 1].x, dy = p.y - kept[n - 1].y;
    return dx * dx + dy * dy >= THIN_KEEP * THIN_KEEP;
}

static bool may_retrace(const Stroke *stroke)
{
    return !stroke->closed && stroke->dash.count == 0;
}

static MeshLine note_line(Mesh *mesh, const Point *points, size_t count, const ThinLine *thin,
                          bool lent)
{
    const MeshLine line = {points,     count,      thin->may_retrace, thin->near,
                           thin->gaps, thin->kept, thin->count,       lent};
    if (count >= LONG_LINE) {
        ARRAY_RESERVE(mesh->lines, mesh->line_cap, mesh->line_count + 1);
        mesh->lines[mesh->line_count++] = line;
    }
    return line;
}

/* What is worth drawing of a line; valid until the next one. Long ones are thinned once a frame. */
static MeshLine thinned(Mesh *mesh, const Point *points, size_t count, const Stroke *stroke)
{
    const bool retraces = may_retrace(stroke);
    for (size_t i = 0; count >= LONG_LINE && i < mesh->line_count; i++) {
        const MeshLine *line = &mesh->lines[i];
        if (line->points == points && line->point_count == count && line->may_retrace == retraces)
            return *line;
    }
    ThinLine *thin = count >= LONG_LINE ? mesh_long_line(mesh) : &mesh->short_line;
    thin_begin(thin, retraces);
    thin_take(thin, points, count);
    return note_line(mesh, points, count, thin, false);
}

/* The same for lines that leave the near box or have points that are not finite. */
static void stroke_pieces(Mesh *mesh, const Point *points, size_t count, const Stroke *stroke)
{
    ARRAY_RESERVE(mesh->piece, mesh->piece_cap, count + 2);
    Point *piece = mesh->piece;
    size_t n = 0, segments = stroke->closed ? count : count - 1;
    for (size_t i = 0; i < segments; i++) {
        Point a = points[i], b = points[(i + 1) % count];
        bool finite = isfinite(a.x) && isfinite(a.y) && isfinite(b.x) && isfinite(b.y);
        if (!finite || !clip_near(&a, &b)) {
            push_piece(mesh, piece, n, false, stroke);
            n = 0;
            continue;
        }
        if (n == 0)
            piece[n++] = a;
        if (keeps(piece, n, b))
            piece[n++] = b;
        if (!is_near(points[(i + 1) % count])) {
            push_piece(mesh, piece, n, false, stroke);
            n = 0;
        }
    }
    push_piece(mesh, piece, n, false, stroke);
}

static void push_open(Mesh *mesh, const Point *kept, size_t n, const Stroke *stroke)
{
    if (n == 1 && stroke->round) {
        geometry_disc(mesh, kept[0], stroke->width / 2, stroke->color);
        return;
    }
    push_piece(mesh, kept, n, false, stroke);
}

static void push_between_gaps(Mesh *mesh, const Point *kept, size_t count, const Stroke *stroke)
{
    for (size_t begin = 0, end; begin < count; begin = end + 1) {
        end = begin;
        while (end < count && !point_is_gap(kept[end]))
            end++;
        push_open(mesh, kept + begin, end - begin, stroke);
    }
}

void stroke_line(Mesh *mesh, const Point *points, size_t count, const Stroke *stroke)
{
    if (count == 0 || !(stroke->width > 0))
        return;
    const MeshLine line = thinned(mesh, points, count, stroke);
    if (!line.near || (line.gaps && stroke->closed)) {
        stroke_pieces(mesh, points, count, stroke);
        return;
    }
    if (line.gaps || !stroke->closed) {
        push_between_gaps(mesh, line.kept, line.count, stroke);
        return;
    }
    Point *kept = line.kept;
    size_t n = line.count;
    if (n > 1 && !keeps(kept, n, kept[0]))
        n--;
    if (stroke->dash.count > 0) {
        kept[n] = kept[0];
        n++;
    }
    push_piece(mesh, kept, n, stroke->dash.count == 0, stroke);
}

static void include(Point *low, Point *high, Point p)
{
    *low = (Point){fminf(low->x, p.x), fminf(low->y, p.y)};
    *high = (Point){fmaxf(high->x, p.x), fmaxf(high->y, p.y)};
}

/* The line's first `count` points are in. */
static void take_points(ThinLine *line, const Point *points, size_t count, const Stroke *stroke)
{
    if (line->taken == 0)
        thin_begin(line, may_retrace(stroke));
    if (line->taken < count)
        thin_take(line, points, count);
}

void stroke_remember(Mesh *mesh, ThinLine *line, const Point *points, size_t count,
                     const Stroke *stroke)
{
    take_points(line, points, count, stroke);
    note_line(mesh, points, count, line, true);
}

Rect stroke_growth(ThinLine *line, const Point *points, size_t before, size_t count,
                   const Stroke *stroke)
{
    const Rect everything = {-THIN_FAR, -THIN_FAR, 2 * THIN_FAR, 2 * THIN_FAR};
    if (before == 0 || stroke->closed)
        return everything;
    take_points(line, points, before, stroke);
    take_points(line, points, count, stroke);
    if (!line->near)
        return everything;
    const Point *kept = line->kept;
    Profile f = profile_of(stroke);
    /* What hung on points to come begins at the last settled point, and so does the corner there:
     * its inner point lies back along the segment that leads to it. */
    size_t base = line->settled > 0 ? line->settled - 1 : 0; /* 0: gaps alone so far */
    Point low = points[before - 1], high = low;
    for (size_t i = base; i < line->count; i++)
        include(&low, &high, kept[i]);
    if (base > 0 && !point_is_gap(kept[base]) && !point_is_gap(kept[base - 1])) {
        Segment a = segment_between(kept[base - 1], kept[base]);
        float back = fminf(a.length, INNER_REACH * f.outer) / a.length;
        include(&low, &high, point_between(kept[base], kept[base - 1], back));
    }
    if (point_is_gap(low))
        return (Rect){0, 0, 0, 0}; /* gaps alone */
    float margin = f.outer + 2;
    return (Rect){low.x - margin, low.y - margin, high.x - low.x + 2 * margin,
                  high.y - low.y + 2 * margin};
}
