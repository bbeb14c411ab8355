#include "view/map/liftpath.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "view/draw/key.h"
#include "view/scene/clip.h"

/* px at scale 1 */
#define PIECE        8.0 /* the longest straight piece, on the map */
#define KEEP         2.0 /* what is nearer than this to the last point adds nothing */
#define CLEAR        2.0f
#define RETRACE      1.0
#define SETTLE       10.0f
#define STRAIGHT     0.2f /* device px: of a long way what is as near as that to a line is on it */
#define HIDDEN_WIDTH 1.5f
#define HIDDEN_ALPHA 0.45
enum { GLIDE_PIECES = 24, GLIDE_AGAIN = 3, STRAIGHT_MAX = 8 };

void liftpath_deinit(LiftPath *path)
{
    free(path->points);
    free(path->dots);
    free(path->dot_steps);
    *path = (LiftPath){0};
}

/* ---- laying a path onto the surface ---- */

/* A stretch too short to be told from its neighbours is like them. */
static void settle(LiftPath *path, float least)
{
    size_t first = path->count - 1; /* of the stretch before the last point */
    const LiftPart part = path->points[first - 1].part;
    float length = 0;
    while (--first > 0 && path->points[first].part == part && length < least) {
        const Point a = path->points[first - 1].at, b = path->points[first].at;
        length += hypotf(b.x - a.x, b.y - a.y);
    }
    const LiftPart before = path->points[first].part;
    if (length >= least || first == 0 || before == LIFT_GAP || part == LIFT_GAP)
        return;
    for (size_t i = first + 1; i + 1 < path->count; i++)
        path->points[i].part = before;
    path->settled++;
}

static void put_point(LiftPath *path, const Lift *lift, Vec2 px, long step, size_t flat,
                      LiftPart part)
{
    ARRAY_RESERVE(path->points, path->cap, path->count + 1);
    path->points[path->count++] =
        (LiftPoint){clip_point(lift_point(lift, px)), step, (uint32_t)flat, part};
    path->tail = px;
    if (path->count > 2 && part != path->points[path->count - 2].part)
        settle(path, SETTLE * lift->scale);
}

static LiftPart part_between(const Lift *lift, Vec2 a, Vec2 b)
{
    const Vec2 middle = vec2_lerp(a, b, 0.5);
    if (!lift_stands(lift, middle))
        return LIFT_GAP;
    return lift_hidden(lift, middle, CLEAR) ? LIFT_HIDDEN : LIFT_SHOWN;
}

static size_t pieces_of(double length, double piece)
{
    return length > piece ? (size_t)ceil(length / piece) : 1;
}

/* The pieces that the last point could be left out of, seen from the eye. */
typedef struct Straight {
    LiftPart part;
    Point from, over[STRAIGHT_MAX];
    int count;
} Straight;

static float distance_to_line(Point p, Point a, Point b)
{
    const float dx = b.x - a.x, dy = b.y - a.y, length = hypotf(dx, dy);
    const float px = p.x - a.x, py = p.y - a.y;
    return length > 0 ? fabsf(px * dy - py * dx) / length : hypotf(px, py);
}

/* Whether a piece to p goes on so straight that the last point adds nothing. */
static bool goes_straight(Straight *straight, const LiftPath *path, Point p, LiftPart part)
{
    const Point last = path->points[path->count - 1].at;
    bool same = part == straight->part && part != LIFT_GAP && straight->count < STRAIGHT_MAX;
    same = same && distance_to_line(last, straight->from, p) < STRAIGHT;
    for (int i = 0; same && i < straight->count; i++)
        same = distance_to_line(straight->over[i], straight->from, p) < STRAIGHT;
    if (same)
        straight->over[straight->count++] = last;
    else
        *straight = (Straight){.part = part, .from = last};
    return same;
}

/* From the last point to b, in pieces short enough to follow the surface. */
static void lay(LiftPath *path, const Lift *lift, const Path *way, size_t flat, Vec2 b)
{
    const Vec2 a = path->tail;
    const size_t count = pieces_of(vec2_norm(vec2_sub(b, a)), PIECE * (double)way->scale);
    Vec2 from = a;
    Straight straight = {.part = LIFT_GAP};
    for (size_t i = 1; i <= count; i++) {
        const Vec2 to = vec2_lerp(a, b, (double)i / (double)count);
        const LiftPart part = part_between(lift, from, to);
        if (way->covers && goes_straight(&straight, path, clip_point(lift_point(lift, to)), part))
            path->count--;
        put_point(path, lift, to, way->steps[flat], flat, part);
        from = to;
    }
    path->laid[0] = a;
    path->laid[1] = b;
}

static bool near(Vec2 a, Vec2 b, double distance)
{
    return vec2_norm(vec2_sub(a, b)) <= distance;
}

/* A way that swings to and fro (an optimizer across a valley) would lay its last piece over and
 * over. */
static bool is_laid(const LiftPath *path, Vec2 a, Vec2 b, double within)
{
    const Vec2 *laid = path->laid;
    return path->count > 0 && ((near(a, laid[1], within) && near(b, laid[0], within)) ||
                               (near(a, laid[0], within) && near(b, laid[1], within)));
}

/* The flat piece that leads to point `flat`. */
static void put_piece(LiftPath *path, const Lift *lift, const Path *way, size_t flat)
{
    const double keep = KEEP * (double)way->scale;
    const Point p = way->points[flat - 1], q = way->points[flat];
    Vec2 a = vec2((double)p.x, (double)p.y), b = vec2((double)q.x, (double)q.y);
    if (!clip_segment(way->rect, &a, &b))
        return;
    if (is_laid(path, a, b, RETRACE * (double)way->scale)) {
        path->swings = true;
        return;
    }
    if (path->count > 0 && path->swings && !near(a, path->tail, keep))
        lay(path, lift, way, flat, a);
    path->swings = false;
    if (path->count == 0 || !near(a, path->tail, keep))
        put_point(path, lift, a, way->steps[flat], flat, LIFT_GAP);
    if (!near(b, path->tail, keep) || flat + 1 == way->count)
        lay(path, lift, way, flat, b);
}

static void put_dot(LiftPath *path, const Lift *lift, const Path *way, size_t dot)
{
    const Vec2 px = vec2((double)way->dots[dot].x, (double)way->dots[dot].y);
    if (!lift_stands(lift, px) || lift_hidden(lift, px, CLEAR))
        return;
    ARRAY_RESERVE(path->dots, path->dot_cap, path->dot_count + 1);
    ARRAY_RESERVE(path->dot_steps, path->dot_step_cap, path->dot_count + 1);
    path->dots[path->dot_count] = clip_point(lift_point(lift, px));
    path->dot_steps[path->dot_count++] = way->dot_steps[dot];
}

void liftpath_update(LiftPath *path, const Path *flat, const Lift *lift)
{
    const uint64_t key = key_u64(flat->key, lift->key);
    if (key != path->key || flat->count < path->taken) {
        path->key = key;
        path->taken = path->dots_taken = path->count = path->dot_count = 0;
        path->swings = false;
    }
    if (path->taken == 0 && flat->count > 0)
        path->taken = 1;
    for (; path->taken < flat->count; path->taken++)
        put_piece(path, lift, flat, path->taken);
    for (; path->dots_taken < flat->dot_count; path->dots_taken++)
        put_dot(path, lift, flat, path->dots_taken);
}

float liftpath_distance(const LiftPath *path, long step, Point p, long *nearest)
{
    float best = INFINITY;
    for (size_t i = 1; i < path->count && path->points[i].step <= step; i++) {
        const Point a = path->points[i - 1].at, b = path->points[i].at;
        if (path->points[i].part != LIFT_SHOWN)
            continue;
        bool second;
        const float d = path_segment_distance(a, b, p, &second);
        if (d < best) {
            best = d;
            *nearest = path->points[i - !second].step;
        }
    }
    return best;
}

/* ---- drawing ---- */

/* A stretch of one part: points [first, end], drawn up to a step. */
typedef struct Stretch {
    size_t first, end;
    LiftPart part;
    bool shared;
} Stretch;

static bool is_shared(const LiftPath *path, size_t i, size_t shared)
{
    return path->points[i].flat < shared;
}

/* The stretch that follows the one that ended at point `from`; false if there is none. Points whose
 * flat ones are below `shared` make stretches of their own. */
static bool next_stretch(const LiftPath *path, size_t from, size_t shared, Stretch *stretch)
{
    if (from + 1 >= path->count)
        return false;
    size_t end = from + 1;
    stretch->first = from;
    stretch->part = path->points[end].part;
    stretch->shared = is_shared(path, end, shared);
    while (end + 1 < path->count && path->points[end + 1].part == stretch->part &&
           is_shared(path, end + 1, shared) == stretch->shared)
        end++;
    stretch->end = end;
    return true;
}

typedef enum Sharing { SHARED_NOT, SHARED_ONLY } Sharing;

/* Puts the stretch as far as it goes up to a step behind the `used` points in out, after a gap. */
static size_t put_stretch(const LiftPath *path, Stretch stretch, long step, Point *out, size_t used)
{
    size_t i = stretch.first + 1;
    while (i <= stretch.end && path->points[i].step <= step)
        i++;
    if (i == stretch.first + 1)
        return used;
    if (used > 0)
        out[used++] = point_gap();
    for (size_t from = stretch.first; from < i; from++)
        out[used++] = path->points[from].at;
    return used;
}

/* All stretches of a part as one line that can only grow, so that a growing layer can tell what is
 * new. */
static void draw_part(const LiftPath *path, long step, LiftPart part, size_t shared, Sharing which,
                      float width, Color color, const Dash *dash, DrawList *list)
{
    /* Neighbours share a point, and there is a gap between two. */
    Point *out = draw_points_begin(list, 3 * path->count);
    size_t used = 0;
    Stretch s;
    for (size_t at = 0; next_stretch(path, at, shared, &s); at = s.end)
        if (s.part == part && s.shared == (which == SHARED_ONLY))
            used = put_stretch(path, s, step, out, used);
    draw_line_end(list, used, width, color, dash);
}

static long last_step(const LiftPath *path)
{
    return path->count > 0 ? path->points[path->count - 1].step : 0;
}

static void draw_halo(const LiftPath *path, long step, size_t shared, const PathPen *pen,
                      DrawList *list)
{
    draw_part(path, step, LIFT_SHOWN, shared, SHARED_NOT, pen->halo_width, pen->halo, NULL, list);
}

static void draw_line_of(const LiftPath *path, long step, size_t shared, const PathPen *pen,
                         DrawList *list)
{
    draw_part(path, step, LIFT_SHOWN, shared, SHARED_NOT, pen->width, pen->color, &pen->dash, list);
}

void liftpath_draw_hidden(const LiftPath *path, long step, const PathStyle *style, DrawList *list)
{
    draw_part(path, step, LIFT_HIDDEN, style->shared, SHARED_NOT, HIDDEN_WIDTH * style->scale,
              color_fade(style->color, HIDDEN_ALPHA), NULL, list);
}

static size_t dots_until(const LiftPath *path, long step)
{
    size_t count = 0;
    while (count < path->dot_count && path->dot_steps[count] <= step)
        count++;
    return count;
}

/* The step at which a path leaves the one it shares its beginning with. */
static long parting(const LiftPath *path, size_t shared)
{
    size_t i = 0;
    while (i + 1 < path->count && is_shared(path, i, shared))
        i++;
    return path->count > 0 ? path->points[i].step : 0;
}

void liftpath_draw(const LiftPath *path, long step, const PathStyle *style, DrawList *list)
{
    const bool twisted = style->shared >= 2;
    const size_t shared = twisted ? style->shared : 0;
    const PathPen pen = path_pen(style);
    draw_halo(path, step, shared, &pen, list);
    if (twisted) {
        const PathPen twist = path_pen_twist(style);
        draw_part(path, step, LIFT_SHOWN, shared, SHARED_ONLY, twist.width, twist.color,
                  &twist.dash, list);
    }
    draw_line_of(path, step, shared, &pen, list);
    const size_t dots = dots_until(path, step);
    const size_t skipped = twisted ? dots_until(path, parting(path, shared)) : 0;
    path_draw_dots(path->dots, skipped, dots, style, list);
}

/* As on the map: the last points once more over the new piece's halo. */
void liftpath_draw_glide(const LiftPath *path, const Lift *lift, long step, Vec2 from, Vec2 head,
                         const PathStyle *style, DrawList *list)
{
    Vec2 a = from, b = head;
    if (!clip_segment(lift->eye.rect, &a, &b) || part_between(lift, a, b) != LIFT_SHOWN)
        return;
    const PathPen pen = path_pen(style);
    Point line[GLIDE_AGAIN + GLIDE_PIECES + 1];
    size_t used = 0, count = path->count;
    while (count > 0 && path->points[count - 1].step > step)
        count--;
    const bool plain = style->color.a == 255 && !style->dash && style->shared < 2;
    for (size_t i = count > GLIDE_AGAIN ? count - GLIDE_AGAIN : 0; plain && i < count; i++)
        if (path->points[i].part == LIFT_SHOWN)
            line[used++] = path->points[i].at;
    const size_t old = used, most = GLIDE_PIECES;
    const size_t wanted = pieces_of(vec2_norm(vec2_sub(b, a)), PIECE * (double)style->scale);
    const size_t pieces = wanted < most ? wanted : most;
    for (size_t i = 0; i <= pieces; i++)
        line[used++] = clip_point(lift_point(lift, vec2_lerp(a, b, (double)i / (double)pieces)));
    if (plain)
        draw_line(list, line + old, used - old, pen.halo_width, pen.halo);
    draw_line(list, line, used, pen.width, pen.color);
}

void liftpath_draw_ghost(const LiftPath *path, Color color, Color halo, double alpha, float scale,
                         DrawList *list)
{
    const PathPen pen = path_pen_ghost(color, halo, alpha, scale);
    draw_halo(path, last_step(path), 0, &pen, list);
    draw_line_of(path, last_step(path), 0, &pen, list);
}

void liftpath_draw_future(const LiftPath *path, Color color, const Theme *theme, float scale,
                          DrawList *list)
{
    const PathPen pen = path_pen_future(color, theme, scale);
    draw_line_of(path, last_step(path), 0, &pen, list);
}

void liftpath_mark(const LiftPath *path, Obstacles *obstacles)
{
    for (size_t i = 1; i < path->count; i++)
        if (path->points[i].part == LIFT_SHOWN)
            obstacles_add_line(obstacles, (Point[]){path->points[i - 1].at, path->points[i].at}, 2,
                               OBSTACLE_PATH);
}
