#include "gfx/area.h"

#include <limits.h>
#include <math.h>

static int bounded(float x)
{
    return (int)fminf(fmaxf(x, -30000.0f), 30000.0f);
}

Area area_of(Rect rect)
{
    int x = bounded(floorf(rect.x + 0.5f)), y = bounded(floorf(rect.y + 0.5f));
    return (Area){x, y, bounded(floorf(rect.x + rect.w + 0.5f)) - x,
                  bounded(floorf(rect.y + rect.h + 0.5f)) - y};
}

Area area_around(Rect rect)
{
    int x = bounded(floorf(rect.x)), y = bounded(floorf(rect.y));
    return (Area){x, y, bounded(ceilf(rect.x + rect.w)) - x, bounded(ceilf(rect.y + rect.h)) - y};
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

Area area_meet(Area a, Area b)
{
    int x = most(a.x, b.x), y = most(a.y, b.y);
    int right = least(a.x + a.width, b.x + b.width);
    int bottom = least(a.y + a.height, b.y + b.height);
    return (Area){x, y, most(right - x, 0), most(bottom - y, 0)};
}

Area area_join(Area a, Area b)
{
    int x = least(a.x, b.x), y = least(a.y, b.y);
    int right = most(a.x + a.width, b.x + b.width);
    int bottom = most(a.y + a.height, b.y + b.height);
    return (Area){x, y, right - x, bottom - y};
}

static long pixels(Area a)
{
    return (long)a.width * a.height;
}

static int cheapest_join(const AreaSet *set, Area area)
{
    long best = LONG_MAX;
    int at = 0;
    for (int i = 0; i < set->count; i++) {
        long growth = pixels(area_join(set->at[i], area)) - pixels(set->at[i]);
        if (growth < best) {
            best = growth;
            at = i;
        }
    }
    return at;
}

void area_set_add(AreaSet *set, Area area)
{
    if (area_empty(area))
        return;
    for (int i = 0; i < set->count;) {
        if (!area_empty(area_meet(set->at[i], area))) {
            area = area_join(area, set->at[i]);
            set->at[i] = set->at[--set->count];
            i = 0;
        } else {
            i++;
        }
    }
    if (set->count == AREAS_MAX) {
        int i = cheapest_join(set, area);
        area = area_join(area, set->at[i]);
        set->at[i] = set->at[--set->count];
        area_set_add(set, area);
        return;
    }
    set->at[set->count++] = area;
}
