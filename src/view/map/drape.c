#include "view/map/drape.h"

#include <math.h>
#include <string.h>

#include "view/scene/clip.h"

#define PIECE 8.0  /* px at scale 1: short enough to follow the surface */
#define CLEAR 4.0f /* likewise: what rises this little above the surface is seen */

enum { PIECES_MAX = 200 };

_Static_assert((int)PIECES_MAX < (int)ARROW_POINTS_MAX, "an arrow is one piece");

bool drape_shows(const MapPane *pane, Vec2 px)
{
    return !pane->lift || (lift_stands(pane->lift, px) && !lift_hidden(pane->lift, px, CLEAR));
}

/* What is in sight of a line upon the surface, as far as it is known. */
typedef struct Thread {
    const MapPane *pane;
    const ArrowStyle *style; /* its head is left to others */
    DrawList *list;
    Point points[DRAPE_PLACES_MAX];
    size_t count;
} Thread;

static void draw_part(const Thread *thread, float width, Color color, const Dash *dash)
{
    if (dash)
        draw_line_dashed(thread->list, thread->points, thread->count, width, color, dash);
    else
        draw_line(thread->list, thread->points, thread->count, width, color);
}

static void flush(Thread *thread)
{
    const ArrowStyle *style = thread->style;
    if (thread->count > 1 && style->halo_width > 0)
        draw_part(thread, style->width + 2 * style->halo_width, style->halo, NULL);
    if (thread->count > 1)
        draw_part(thread, style->width, style->color, style->dash);
    thread->count = 0;
}

static void visit(Thread *thread, Vec2 px)
{
    if (!drape_shows(thread->pane, px)) {
        flush(thread);
        return;
    }
    if (thread->count == DRAPE_PLACES_MAX) {
        const Point last = thread->points[thread->count - 1];
        flush(thread);
        thread->points[thread->count++] = last;
    }
    thread->points[thread->count++] = clip_point(lift_point(thread->pane->lift, px));
}

/* From where the last one ended, unless that lies outside the pane. */
static void lay_piece(Thread *thread, Vec2 from, Vec2 to, bool first)
{
    Vec2 a = from, b = to;
    if (!clip_segment(thread->pane->rect, &a, &b)) {
        flush(thread);
        return;
    }
    if (first || a.x != from.x || a.y != from.y) {
        flush(thread);
        visit(thread, a);
    }
    const double length = vec2_norm(vec2_sub(b, a));
    const double pieces = ceil(length / (PIECE * (double)thread->pane->scene->scale));
    const int count = (int)fmin(fmax(pieces, 1), PIECES_MAX);
    for (int k = 1; k <= count; k++)
        visit(thread, vec2_lerp(a, b, (double)k / count));
}

static void lay(Thread *thread, const Vec2 *way, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++)
        lay_piece(thread, way[i], way[i + 1], i == 0);
}

void drape_line(const MapPane *pane, const Vec2 *way, size_t count, float width, Color color,
                const Dash *dash, DrawList *list)
{
    const ArrowStyle style = {.width = width, .color = color, .dash = dash};
    Thread thread = {.pane = pane, .style = &style, .list = list};
    if (pane->lift)
        lay(&thread, way, count);
    else
        for (size_t i = 0; i < count; i++)
            thread.points[thread.count++] = clip_point(way[i]);
    flush(&thread);
}

void drape_loop(const MapPane *pane, const Vec2 *way, size_t count, float width, Color color,
                DrawList *list)
{
    if (pane->lift) {
        Vec2 closed[DRAPE_PLACES_MAX];
        memcpy(closed, way, count * sizeof *way);
        closed[count] = way[0];
        drape_line(pane, closed, count + 1, width, color, NULL, list);
        return;
    }
    Point points[DRAPE_PLACES_MAX];
    for (size_t i = 0; i < count; i++)
        points[i] = clip_point(way[i]);
    draw_loop(list, points, count, width, color);
}

void drape_arrow(const MapPane *pane, Vec2 from, Vec2 tip, const ArrowStyle *style, DrawList *list)
{
    Thread thread = {.pane = pane, .style = style, .list = list};
    if (!pane->lift) {
        symbol_arrow(list, clip_point(from), clip_point(tip), style);
        return;
    }
    lay(&thread, (Vec2[]){from, tip}, 2);
    if (clip_inside(pane->rect, tip) && drape_shows(pane, tip))
        symbol_arrow_along(list, thread.points, thread.count, style);
    else
        flush(&thread);
}
