#include "view/map/names.h"

#include <assert.h>
#include <math.h>

/* Costs; src/view/README.md, "Names". Words of landmarks count twice, labels of isolines somewhat
 * less than once.
 */
#define COST_RING      1.6f
#define COST_DIRECTION 0.12f
#define COST_MARK      6.0f
#define COST_LABEL     5.0f
#define COST_HEAD      8.0f
#define COST_PATH      0.35f
#define COST_PATH_MAX  8.0f
#define STICKY         2.0f

/* px at scale 1 */
#define WORDS_GAP 2.0f
#define APART     5.0f /* from words of other things: else the two read as one phrase */
#define EDGE_GAP  4.0f

static const float RING_DISTANCE[NAME_RINGS] = {7, 19, 33, 49, 67, 87, 109, 133};

/* E, NE, SE, W, NW, SW, N, S, and between; y down. */
static const Point DIRECTION[NAME_DIRECTIONS] = {{1, 0},
                                                 {.7071f, -.7071f},
                                                 {.7071f, .7071f},
                                                 {-1, 0},
                                                 {-.7071f, -.7071f},
                                                 {-.7071f, .7071f},
                                                 {0, -1},
                                                 {0, 1},
                                                 {.9239f, -.3827f},
                                                 {.9239f, .3827f},
                                                 {-.9239f, -.3827f},
                                                 {-.9239f, .3827f}};

static const unsigned char NAMES_ORDER[NAME_DIRECTIONS] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

static float clamp_unit(float v)
{
    return v < -1 ? -1 : v > 1 ? 1 : v;
}

static Rect slot_box(const NameItem *item, int slot, float scale)
{
    const Point d = DIRECTION[slot % NAME_DIRECTIONS];
    const float reach = item->radius + RING_DISTANCE[slot / NAME_DIRECTIONS] * scale;
    const float x = item->at.x + d.x * reach + 0.5f * item->w * clamp_unit(1.4143f * d.x);
    const float y = item->at.y + d.y * reach + 0.5f * item->h * clamp_unit(1.4143f * d.y);
    return (Rect){x - 0.5f * item->w, y - 0.5f * item->h, item->w, item->h};
}

static bool boxes_touch(Rect a, Rect b, float gap)
{
    return a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap &&
           b.y < a.y + a.h + gap;
}

static bool box_hits_disc(Rect r, Point c, float radius)
{
    const float x = c.x < r.x ? r.x : c.x > r.x + r.w ? r.x + r.w : c.x;
    const float y = c.y < r.y ? r.y : c.y > r.y + r.h ? r.y + r.h : c.y;
    return (x - c.x) * (x - c.x) + (y - c.y) * (y - c.y) < radius * radius;
}

typedef struct Placing {
    NameItem *items;
    size_t count, current; /* items before current are placed */
    const NameRules *rules;
    const Rect *taken;
    size_t taken_count;
} Placing;

static bool allowed(const Placing *p, Rect box)
{
    const NameRules *rules = p->rules;
    const Rect bounds = rect_inset(rules->bounds, EDGE_GAP * rules->scale);
    if (!(box.x >= bounds.x && box.y >= bounds.y && box.x + box.w <= bounds.x + bounds.w &&
          box.y + box.h <= bounds.y + bounds.h))
        return false;
    if (rules->obstacles && obstacles_count(rules->obstacles, box, OBSTACLE_COVER) > 0)
        return false;
    const float gap = WORDS_GAP * rules->scale;
    for (size_t i = 0; i < p->taken_count; i++)
        if (boxes_touch(box, p->taken[i], gap))
            return false;
    for (size_t i = 0; i < p->current; i++)
        if (p->items[i].slot >= 0 && boxes_touch(box, p->items[i].box, gap))
            return false;
    return true;
}

static float cost_of(const Placing *p, Rect box, int slot, int preference)
{
    float cost = COST_RING * (float)(slot / NAME_DIRECTIONS) + COST_DIRECTION * (float)preference;
    for (size_t i = 0; i < p->count; i++)
        if (i != p->current && box_hits_disc(box, p->items[i].at, p->items[i].radius))
            cost += COST_HEAD;
    const Obstacles *o = p->rules->obstacles;
    if (!o)
        return cost;
    cost += obstacles_count(o, box, OBSTACLE_MARK) > 0 ? COST_MARK : 0;
    const Rect apart = rect_inset(box, -APART * p->rules->scale);
    cost += obstacles_count(o, apart, OBSTACLE_WORDS) > 0 ? COST_MARK : 0;
    cost += obstacles_count(o, box, OBSTACLE_TICK) > 0 ? COST_MARK : 0;
    cost += obstacles_count(o, box, OBSTACLE_LABEL) > 0 ? COST_LABEL : 0;
    const float path = COST_PATH * (float)obstacles_count(o, box, OBSTACLE_PATH);
    return cost + (path < COST_PATH_MAX ? path : COST_PATH_MAX);
}

static void place_one(Placing *p)
{
    NameItem *item = &p->items[p->current];
    const NameRules *rules = p->rules;
    const unsigned char *order = rules->directions ? rules->directions : NAMES_ORDER;
    const int old = item->slot < rules->rings * NAME_DIRECTIONS ? item->slot : -1;
    float best = item->cost_max, old_cost = INFINITY;
    int slot = -1;
    if (item->w <= 0) {
        item->slot = -1;
        return;
    }
    for (int ring = 0; ring < rules->rings; ring++) {
        /* A farther ring cannot be cheaper than what was found. */
        if (COST_RING * (float)ring > best && (old < 0 || ring > old / NAME_DIRECTIONS))
            break;
        for (int n = 0; n < NAME_DIRECTIONS; n++) {
            const int here = ring * NAME_DIRECTIONS + order[n];
            const Rect box = slot_box(item, here, rules->scale);
            if (!allowed(p, box))
                continue;
            const float cost = cost_of(p, box, here, n);
            if (here == old)
                old_cost = cost;
            if (cost < best) {
                best = cost;
                slot = here;
            }
        }
    }
    const bool stay = old >= 0 && isfinite(old_cost) &&
                      (rules->keep || (old_cost <= best + STICKY && old_cost <= item->cost_max));
    item->slot = stay ? old : slot;
    item->cost = stay ? old_cost : best;
    if (item->slot >= 0)
        item->box = slot_box(item, item->slot, rules->scale);
}

void names_place(NameItem *items, size_t count, const NameRules *rules, const Rect *taken,
                 size_t taken_count)
{
    assert(rules->rings >= 1 && rules->rings <= NAME_RINGS);
    Placing p = {items, count, 0, rules, taken, taken_count};
    for (; p.current < count; p.current++)
        place_one(&p);
}

Point names_direction(int direction)
{
    return DIRECTION[direction];
}

bool names_slot_has_leader(int slot)
{
    return slot >= NAME_DIRECTIONS;
}

void names_leader(const NameItem *item, float scale, Point *from, Point *to)
{
    const Rect b = item->box;
    const float gap = 2 * scale;
    Point end = {item->at.x < b.x         ? b.x - gap
                 : item->at.x > b.x + b.w ? b.x + b.w + gap
                                          : item->at.x,
                 item->at.y < b.y         ? b.y - gap
                 : item->at.y > b.y + b.h ? b.y + b.h + gap
                                          : item->at.y};
    const float dx = end.x - item->at.x, dy = end.y - item->at.y, length = hypotf(dx, dy);
    const float skip = length > 0 ? fminf(1, (item->radius + gap) / length) : 0;
    *from = (Point){item->at.x + dx * skip, item->at.y + dy * skip};
    *to = end;
}
