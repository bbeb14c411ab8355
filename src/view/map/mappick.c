/* What of a map lies under a point: the other half of mapview.h. */
#include <math.h>

#include "view/map/mapview.h"

/* px at scale 1 */
#define PICK_START 14.0f
#define PICK_MARK  12.0f
#define PICK_PATH  7.0f

static bool near(Point a, Point b, float distance)
{
    return hypotf(a.x - b.x, a.y - b.y) <= distance;
}

static bool pick_head(const MapView *view, size_t count, Point p, float reach, MapPick *pick)
{
    for (size_t i = 0; i < view->heads.count; i++) {
        const Head *head = &view->heads.items[i];
        if (head->kind == HEAD_GHOST || head->entrant >= count ||
            (!near(head->at, p, reach) && !rect_contains(head->name, p)))
            continue;
        *pick = (MapPick){MAP_PICK_HEAD, (int)head->entrant, 0};
        return true;
    }
    return false;
}

MapPick mapview_pick(const MapView *view, const MapPane *pane, Point p)
{
    const float scale = pane->scene->scale;
    const size_t count = race_count(pane->scene->race);
    MapPick pick = {MAP_PICK_NONE, -1, 0};
    if (!rect_contains(pane->rect, p))
        return pick;
    const Landmarks *marks = &view->landmarks;
    if (marks->count > 0 && marks->items[0].landmark == MARK_START &&
        near(marks->items[0].at, p, PICK_START * scale))
        return (MapPick){MAP_PICK_START, 0, 0};
    if (pick_head(view, count, p, PICK_MARK * scale, &pick))
        return pick;
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i].landmark != MARK_START &&
            near(marks->items[i].at, p, PICK_MARK * scale))
            return (MapPick){MAP_PICK_LANDMARK, marks->items[i].landmark, 0};
    float best = PICK_PATH * scale;
    for (size_t n = view->order_count; n-- > 0;) {
        long step = 0;
        const size_t i = view->order[n];
        if (i >= count) /* gone since it was drawn */
            continue;
        const long at = scene_step(pane->scene, i);
        const float d = pane->lift ? liftpath_distance(&view->ways[i], at, p, &step)
                                   : path_distance(&view->paths[i], at, p, &step);
        if (d < best) {
            best = d;
            pick = (MapPick){MAP_PICK_PATH, (int)i, step};
        }
    }
    return pick;
}
