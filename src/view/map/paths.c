#include "view/map/paths.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "view/draw/key.h"
#include "view/scene/clip.h"

/* Device px. */
#define KEEP_DISTANCE   0.3 /* points nearer than this add nothing */
#define SHARED_DISTANCE 0.75f
/* What lies so near to what is there adds nothing to a long path. */
#define COVER_CELL 0.5f
#define SPOT_CELL  1.0f
/* px at scale 1 */
#define MARGIN           64.0f /* the way around the pane */
#define DOT_DISTANCE     9.0
#define DOT_RADIUS       3.1f
#define DOT_HOLE         1.35f
#define TWIST_LENGTH     9.0f
#define FUTURE_WIDTH     1.25f
#define FUTURE_STRENGTH  0.38
#define GHOST_WIDTH      1.75f
#define GHOST_ALPHA      0.75
#define GHOST_HALO       4.5f
#define GHOST_HALO_ALPHA 0.6
/* Dash 2 5 with round caps, which take half a width from a gap at each end. */
#define GHOST_ON  3.75f
#define GHOST_OFF 3.25f

enum { GLIDE_AGAIN = 3 };

/* Points of a path that is drawn as it is. */
enum { LONG_PATH = 2048 };

void path_deinit(Path *path)
{
    free(path->points);
    free(path->steps);
    free(path->dots);
    free(path->dot_steps);
    free(path->exits);
    cover_deinit(&path->lines);
    cover_deinit(&path->spots);
    *path = (Path){0};
}

void path_begin(Path *path, Rect rect, float scale)
{
    path->rect = rect;
    path->scale = scale;
    path->rows = 0;
    path->taken = 0;
    path->sparse = false;
    path->count = 0;
    path->dot_count = 0;
    path->exit_count = 0;
    path->length = 0;
    path->outside = true;
    path->covers = false;
}

static Rect wide_rect(const Path *path)
{
    return rect_inset(path->rect, -MARGIN * path->scale);
}

static void put_point(Path *path, Point p)
{
    ARRAY_RESERVE(path->points, path->cap, path->count + 1);
    ARRAY_RESERVE(path->steps, path->step_cap, path->count + 1);
    path->points[path->count] = p;
    path->steps[path->count++] = path->rows;
}

static void put_exit(Path *path, Vec2 tip, Vec2 d, bool lost)
{
    const double length = vec2_norm(d);
    const Vec2 unit = length > 0 ? vec2_scale(d, 1 / length) : vec2(1, 0);
    ARRAY_RESERVE(path->exits, path->exit_cap, path->exit_count + 1);
    path->exits[path->exit_count++] =
        (PathExit){path->rows, clip_point(tip), (float)unit.x, (float)unit.y, lost};
}

/* Where along the rectangle's rim p lies, clockwise from the top left corner; p is on the rim but
 * for rounding. */
static float rim_position(Rect r, Point p)
{
    const float left = p.x - r.x, top = p.y - r.y, right = r.w - left, bottom = r.h - top;
    const float nearest = fminf(fminf(left, right), fminf(top, bottom));
    if (nearest == top)
        return left;
    if (nearest == right)
        return r.w + top;
    return nearest == bottom ? r.w + r.h + right : 2 * r.w + r.h + bottom;
}

/* The corners between two places on the rim, the shorter way, so that a path that went out here
 * and came back there does not cut across what is in sight. */
static void put_corners(Path *path, Point from, Point to)
{
    const Rect r = wide_rect(path);
    const Point corner[4] = {
        {r.x, r.y}, {r.x + r.w, r.y}, {r.x + r.w, r.y + r.h}, {r.x, r.y + r.h}};
    const float at[4] = {0, r.w, r.w + r.h, 2 * r.w + r.h};
    const float around = 2 * (r.w + r.h), a = rim_position(r, from), b = rim_position(r, to);
    const float ahead = b >= a ? b - a : b - a + around;
    const bool clockwise = ahead <= 0.5f * around;
    const float span = clockwise ? ahead : around - ahead;
    int i = clockwise ? 0 : 3;
    while (clockwise && i < 3 && at[i] <= a)
        i++;
    while (!clockwise && i > 0 && at[i] >= a)
        i--;
    if (clockwise && at[i] <= a)
        i = 0;
    if (!clockwise && at[i] >= a)
        i = 3;
    for (int n = 0; n < 4; n++) {
        const float way = clockwise ? at[i] - a : a - at[i];
        if ((way < 0 ? way + around : way) >= span)
            return;
        put_point(path, corner[i]);
        i = (i + (clockwise ? 1 : 3)) % 4;
    }
}

static void put_kept(Path *path, Vec2 px, bool always)
{
    const Point p = clip_point(px);
    if (!always && path->count > 0) {
        const Point q = path->points[path->count - 1];
        const double dx = px.x - (double)q.x, dy = px.y - (double)q.y;
        if (dx * dx + dy * dy < KEEP_DISTANCE * KEEP_DISTANCE)
            return;
    }
    put_point(path, p);
}

/* The piece from a, where it ends or comes in, to b, where it may leave. */
static void put_all(Path *path, Vec2 a, Vec2 b, bool leaves)
{
    if (path->outside) {
        if (path->count > 0)
            put_corners(path, path->points[path->count - 1], clip_point(a));
        put_kept(path, a, true);
    }
    put_kept(path, b, leaves);
}

/* ---- long paths ---- */

static void take_line(Path *path, Point a, Point b)
{
    cover_take(&path->lines, &a, &b);
}

static bool take_spot(Path *path, Point p)
{
    Point q = p;
    return cover_take(&path->spots, &p, &q);
}

/* It has become long: from here on only what is new is put. */
static void begin_covering(Path *path)
{
    const float unit = fmaxf(path->scale, 1);
    cover_begin(&path->lines, wide_rect(path), COVER_CELL * unit);
    cover_begin(&path->spots, path->rect, SPOT_CELL * unit);
    for (size_t i = 1; i < path->count; i++)
        take_line(path, path->points[i - 1], path->points[i]);
    for (size_t i = 0; i < path->dot_count; i++)
        take_spot(path, path->dots[i]);
    path->at = path->points[path->count - 1];
    path->covers = true;
}

static bool ends_open(const Path *path)
{
    return path->count == 0 || point_is_gap(path->points[path->count - 1]);
}

static bool ends_at(const Path *path, Point p)
{
    const Point q = path->points[path->count - 1];
    return p.x == q.x && p.y == q.y;
}

/* The piece from the last place, or from a if the path comes from outside, to b. */
static void put_new(Path *path, Vec2 a, Vec2 b)
{
    Point from = path->outside ? clip_point(a) : path->at, to = clip_point(b);
    const float dx = to.x - from.x, dy = to.y - from.y;
    path->at = from;
    if (dx * dx + dy * dy < (float)(KEEP_DISTANCE * KEEP_DISTANCE))
        return;
    path->at = to;
    const bool is_new = cover_take(&path->lines, &from, &to);
    if (!(is_new && ends_at(path, from)) && !ends_open(path))
        put_point(path, point_gap());
    if (!is_new)
        return;
    if (ends_open(path))
        put_point(path, from);
    put_point(path, to);
}

/* The iterate before px gets a dot if both its neighbours are far enough. */
static void put_dot(Path *path, Vec2 px)
{
    const double room = DOT_DISTANCE * (double)path->scale;
    if (path->sparse || path->rows < 2 || vec2_norm(vec2_sub(path->last, path->before)) < room ||
        vec2_norm(vec2_sub(px, path->last)) < room ||
        !clip_inside(rect_inset(path->rect, -2 * DOT_RADIUS * path->scale), path->last))
        return;
    const Point dot = clip_point(path->last);
    if (path->covers && !take_spot(path, dot))
        return;
    ARRAY_RESERVE(path->dots, path->dot_cap, path->dot_count + 1);
    ARRAY_RESERVE(path->dot_steps, path->dot_step_cap, path->dot_count + 1);
    path->dots[path->dot_count] = dot;
    path->dot_steps[path->dot_count++] = path->rows;
}

static void put_segment(Path *path, Vec2 from, Vec2 to)
{
    const Rect wide = wide_rect(path);
    Vec2 a = from, b = to;
    if (!clip_segment(wide, &a, &b))
        return;
    const bool leaves = !clip_inside(wide, to);
    if (path->covers)
        put_new(path, a, b);
    else
        put_all(path, a, b, leaves);
    path->outside = leaves;
    if (!path->covers && path->count >= LONG_PATH)
        begin_covering(path);

    a = from;
    b = to;
    if (!clip_segment(path->rect, &a, &b))
        return;
    path->length += (float)vec2_norm(vec2_sub(b, a));
    if (!clip_inside(path->rect, to))
        put_exit(path, b, vec2_sub(to, from), false);
}

void path_push(Path *path, Vec2 px)
{
    const bool finite = vec2_finite(px), was_finite = path->rows > 0 && vec2_finite(path->last);
    if (path->rows == 0) {
        path->outside = !finite || !clip_inside(wide_rect(path), px);
        if (!path->outside)
            put_point(path, clip_point(px));
    } else if (finite && was_finite) {
        put_dot(path, px);
        put_segment(path, path->last, px);
    } else if (was_finite && clip_inside(path->rect, path->last)) {
        const Vec2 d = path->rows > 1 ? vec2_sub(path->last, path->before) : vec2(1, 0);
        put_exit(path, path->last, d, true);
    }
    path->before = path->last;
    path->last = px;
    path->rows++;
}

/* A step that does not follow the one before. */
static void push_later(Path *path, long step, Vec2 px)
{
    path->rows = step;
    path->sparse = true;
    path_push(path, px);
}

void path_end(Path *path)
{
    cover_deinit(&path->lines);
    cover_deinit(&path->spots);
}

void path_update(Path *path, const Run *run, const Camera *camera, Rect rect, float scale,
                 uint64_t key)
{
    const Trail *trail = run_trail(run);
    /* It was thinned out, or rows are kept no more: fewer points than before. */
    path->kept = run_kept(run);
    key = key_u64(key_u64(key, (uint64_t)trail->every), (uint64_t)path->kept);
    if (path->key != key || path->rows == 0) {
        path_begin(path, rect, scale);
        path->key = key;
    }
    const long last = run_last_step(run);
    while (path->rows <= last && path->rows < path->kept)
        path_push(path, clip_screen(camera, rect, run_row(run, path->rows)->w));
    for (; path->taken < trail->count; path->taken++) {
        const TrailPoint *point = &trail->points[path->taken];
        if (point->step >= path->kept)
            push_later(path, point->step, clip_screen(camera, rect, point->w));
    }
    if (run_ended(run) && path->rows <= last)
        push_later(path, last, clip_screen(camera, rect, run_row(run, last)->w));
    if (run_ended(run))
        path_end(path);
}

/* The number of entries that are at most step. */
static size_t count_until(const long *steps, size_t count, long step)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (steps[middle] <= step)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t path_points_until(const Path *path, long step)
{
    return count_until(path->steps, path->count, step);
}

size_t path_dots_until(const Path *path, long step)
{
    return count_until(path->dot_steps, path->dot_count, step);
}

const PathExit *path_exit_until(const Path *path, long step)
{
    for (size_t i = path->exit_count; i-- > 0;)
        if (path->exits[i].step <= step)
            return &path->exits[i];
    return NULL;
}

static bool is_same(Point a, Point b)
{
    return (point_is_gap(a) && point_is_gap(b)) ||
           (fabsf(a.x - b.x) < SHARED_DISTANCE && fabsf(a.y - b.y) < SHARED_DISTANCE);
}

size_t path_shared(const Path *a, const Path *b)
{
    const size_t count = a->count < b->count ? a->count : b->count;
    size_t i = 0;
    while (i < count && a->steps[i] == b->steps[i] && is_same(a->points[i], b->points[i]))
        i++;
    return i;
}

float path_segment_distance(Point a, Point b, Point p, bool *second)
{
    const float dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    float t = length2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    *second = !(t < 0.5f);
    return hypotf(a.x + t * dx - p.x, a.y + t * dy - p.y);
}

float path_distance(const Path *path, long step, Point p, long *nearest)
{
    const size_t count = path_points_until(path, step);
    float best = INFINITY;
    for (size_t i = 0; i + 1 < count; i++) {
        const Point a = path->points[i], b = path->points[i + 1];
        bool second;
        const float d = path_segment_distance(a, b, p, &second);
        if (d < best) {
            best = d;
            *nearest = path->steps[i + second];
        }
    }
    return best;
}

/* Number `twist` of `twists` colours that take turns along one line; number 0 lies solid below. */
static Dash twist_dash(const PathStyle *style)
{
    const float unit = TWIST_LENGTH * style->scale;
    const float before = unit * (float)(style->twist - 1);
    const float after = unit * (float)(style->twists - style->twist);
    if (style->twist == 1)
        return (Dash){{unit, after}, 2};
    return (Dash){{0, before, unit, after}, 4};
}

PathPen path_pen(const PathStyle *style)
{
    return (PathPen){style->color, style->halo, style->width * style->scale,
                     (style->width + 2 * style->halo_width) * style->scale,
                     style->dash ? dash_scaled(*style->dash, style->scale) : (Dash){{0}, 0}};
}

PathPen path_pen_twist(const PathStyle *style)
{
    return (PathPen){style->color, style->halo, style->width * style->scale, 0, twist_dash(style)};
}

PathPen path_pen_ghost(Color color, Color halo, double alpha, float scale)
{
    return (PathPen){color_fade(color, GHOST_ALPHA * alpha),
                     color_fade(halo, GHOST_HALO_ALPHA * alpha),
                     GHOST_WIDTH * scale,
                     GHOST_HALO * scale,
                     {{GHOST_ON * scale, GHOST_OFF * scale}, 2}};
}

/* Opaque: a way that crosses itself a hundred times would come back to full strength. */
PathPen path_pen_future(Color color, const Theme *theme, float scale)
{
    const Color ground = color_from_oklab(theme->ramp[1]);
    return (PathPen){.color = color_mix(ground, color, FUTURE_STRENGTH),
                     .width = FUTURE_WIDTH * scale};
}

void path_draw_dots(const Point *dots, size_t first, size_t end, const PathStyle *style,
                    DrawList *list)
{
    Color hole = style->halo;
    hole.a = style->color.a;
    draw_dots(list, first < end ? dots + first : NULL, first < end ? end - first : 0,
              DOT_RADIUS * style->scale, DOT_HOLE * style->scale, style->color, hole);
}

/* A line that can only grow: it begins with its first two points. */
static void draw_from(DrawList *list, const Path *path, size_t first, size_t count, float width,
                      Color color, const Dash *dash)
{
    const bool any = count > first + 1;
    draw_line_dashed(list, any ? path->points + first : NULL, any ? count - first : 0, width, color,
                     dash);
}

static void draw_with(DrawList *list, const Path *path, size_t first, size_t count,
                      const PathPen *pen)
{
    draw_from(list, path, first, count, pen->width, pen->color, &pen->dash);
}

/* The same commands at every step, so that a growing layer can tell what is new. */
void path_draw(const Path *path, long step, const PathStyle *style, DrawList *list)
{
    const size_t count = path_points_until(path, step);
    const bool twisted = style->shared >= 2;
    const size_t own = twisted ? style->shared - 1 : 0;
    const PathPen pen = path_pen(style);
    draw_from(list, path, own, count, pen.halo_width, pen.halo, NULL);
    if (twisted) {
        const PathPen twist = path_pen_twist(style);
        draw_with(list, path, 0, count < style->shared ? count : style->shared, &twist);
    }
    draw_with(list, path, own, count, &pen);

    const size_t dots = path_dots_until(path, step);
    const size_t skipped = twisted ? path_dots_until(path, path->steps[own]) : 0;
    path_draw_dots(path->dots, skipped, dots, style, list);
}

/* The new piece's halo bites into the end of what is there already, so the last few points and
 * their dots are drawn once more over it; not so where that would show. */
void path_draw_glide(const Path *path, long step, Vec2 from, Vec2 head, const PathStyle *style,
                     DrawList *list)
{
    Vec2 a = from, b = head;
    if (!clip_segment(wide_rect(path), &a, &b))
        return;
    const bool plain = style->color.a == 255 && !style->dash && style->shared < 2;
    const size_t count = path_points_until(path, step);
    size_t again = 0;
    while (plain && again < GLIDE_AGAIN && again < count &&
           !point_is_gap(path->points[count - again - 1]))
        again++;
    const PathPen pen = path_pen(style);
    Point line[GLIDE_AGAIN + 2];
    size_t used = 0;
    for (size_t i = count - again; i < count; i++)
        line[used++] = path->points[i];
    if (again == 0 || a.x != from.x || a.y != from.y || path->outside)
        used = 0;
    line[used++] = clip_point(a);
    line[used++] = clip_point(b);
    if (plain)
        draw_line(list, line + used - 2, 2, pen.halo_width, pen.halo);
    draw_line(list, line, used, pen.width, pen.color);
    if (used <= 2)
        return;
    const size_t dots = path_dots_until(path, step);
    const size_t first = path_dots_until(path, path->steps[count - again]);
    path_draw_dots(path->dots, first, dots, style, list);
}

void path_draw_ghost(const Path *path, Color color, Color halo, double alpha, float scale,
                     DrawList *list)
{
    const PathPen pen = path_pen_ghost(color, halo, alpha, scale);
    draw_from(list, path, 0, path->count, pen.halo_width, pen.halo, NULL);
    draw_with(list, path, 0, path->count, &pen);
}

void path_draw_future(const Path *path, Color color, const Theme *theme, float scale,
                      DrawList *list)
{
    const PathPen pen = path_pen_future(color, theme, scale);
    draw_with(list, path, 0, path->count, &pen);
}
