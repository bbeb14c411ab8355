#include "view/draw/hit.h"

#include <assert.h>

void hits_clear(HitList *hits)
{
    hits->count = 0;
    hits->clip = (Rect){0};
}

void hits_clip(HitList *hits, Rect clip)
{
    hits->clip = clip;
}

static Rect intersection(Rect a, Rect b)
{
    float x0 = a.x > b.x ? a.x : b.x;
    float y0 = a.y > b.y ? a.y : b.y;
    float x1 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    float y1 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    if (x1 <= x0 || y1 <= y0)
        return (Rect){0};
    return (Rect){x0, y0, x1 - x0, y1 - y0};
}

static void add(HitList *hits, Hit hit)
{
    /* A slider's value comes from its whole rect, so only vertical cuts matter to it. */
    if (hits->clip.w > 0)
        hit.rect = intersection(hit.rect, hits->clip);
    if (hit.rect.w <= 0 || hit.rect.h <= 0)
        return;
    assert(hits->count < HITS_MAX);
    if (hits->count < HITS_MAX)
        hits->items[hits->count++] = hit;
}

void hits_add(HitList *hits, HitKind kind, Rect rect, int a)
{
    add(hits, (Hit){.kind = kind, .rect = rect, .a = a});
}

void hits_add_command(HitList *hits, Rect rect, const char *command)
{
    add(hits, (Hit){.kind = HIT_COMMAND, .rect = rect, .command = command});
}

Hit hits_at(const HitList *hits, Point p)
{
    for (size_t i = hits->count; i-- > 0;) {
        const Hit *hit = &hits->items[i];
        if (hit->kind != HIT_SCROLL && rect_contains(hit->rect, p))
            return *hit;
    }
    return (Hit){0};
}

int hits_scroll_at(const HitList *hits, Point p)
{
    for (size_t i = hits->count; i-- > 0;) {
        const Hit *hit = &hits->items[i];
        if (hit->kind == HIT_SCROLL && rect_contains(hit->rect, p))
            return hit->a;
    }
    return -1;
}

Hit hits_find(const HitList *hits, HitKind kind, int a)
{
    for (size_t i = hits->count; i-- > 0;)
        if (hits->items[i].kind == kind && hits->items[i].a == a)
            return hits->items[i];
    return (Hit){0};
}
