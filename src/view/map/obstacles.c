#include "view/map/obstacles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "view/scene/clip.h"

void obstacles_deinit(Obstacles *obstacles)
{
    free(obstacles->bits);
    *obstacles = (Obstacles){0};
}

void obstacles_reset(Obstacles *obstacles, Rect rect, float cell)
{
    obstacles->rect = rect;
    obstacles->cell = cell > 1 ? cell : 1;
    obstacles->cols = (int)ceilf(rect.w / obstacles->cell);
    obstacles->rows = (int)ceilf(rect.h / obstacles->cell);
    const size_t total = (size_t)obstacles->cols * (size_t)obstacles->rows;
    ARRAY_RESERVE(obstacles->bits, obstacles->cap, total + 1);
    memset(obstacles->bits, 0, total);
}

static int clamp_int(float v, int max)
{
    return v <= 0 ? 0 : v >= (float)max ? max : (int)v;
}

typedef struct Span {
    int col0, col1, row0, row1; /* ends excluded */
} Span;

static Span span_of(const Obstacles *o, Rect r)
{
    const float x = (r.x - o->rect.x) / o->cell, y = (r.y - o->rect.y) / o->cell;
    return (Span){clamp_int(floorf(x), o->cols), clamp_int(ceilf(x + r.w / o->cell), o->cols),
                  clamp_int(floorf(y), o->rows), clamp_int(ceilf(y + r.h / o->cell), o->rows)};
}

void obstacles_add_rect(Obstacles *obstacles, Rect rect, unsigned kind)
{
    const Span s = span_of(obstacles, rect);
    for (int row = s.row0; row < s.row1; row++)
        for (int col = s.col0; col < s.col1; col++)
            obstacles->bits[(size_t)row * (size_t)obstacles->cols + (size_t)col] |= (uint8_t)kind;
}

static void set_at(Obstacles *o, float x, float y, unsigned kind)
{
    const int col = (int)floorf((x - o->rect.x) / o->cell);
    const int row = (int)floorf((y - o->rect.y) / o->cell);
    if (col >= 0 && row >= 0 && col < o->cols && row < o->rows)
        o->bits[(size_t)row * (size_t)o->cols + (size_t)col] |= (uint8_t)kind;
}

void obstacles_add_line(Obstacles *obstacles, const Point *points, size_t count, unsigned kind)
{
    for (size_t i = 0; i + 1 < count; i++) {
        Vec2 a = vec2((double)points[i].x, (double)points[i].y);
        Vec2 b = vec2((double)points[i + 1].x, (double)points[i + 1].y);
        if (!clip_segment(obstacles->rect, &a, &b))
            continue;
        const double length = vec2_norm(vec2_sub(b, a));
        const int steps = 1 + (int)(length / (0.7 * (double)obstacles->cell));
        for (int s = 0; s <= steps; s++) {
            const Vec2 p = vec2_lerp(a, b, (double)s / steps);
            set_at(obstacles, (float)p.x, (float)p.y, kind);
        }
    }
    if (count == 1)
        set_at(obstacles, points[0].x, points[0].y, kind);
}

int obstacles_count(const Obstacles *obstacles, Rect rect, unsigned kinds)
{
    const Span s = span_of(obstacles, rect);
    int count = 0;
    for (int row = s.row0; row < s.row1; row++) {
        const uint8_t *bits = obstacles->bits + (size_t)row * (size_t)obstacles->cols;
        for (int col = s.col0; col < s.col1; col++)
            count += (bits[col] & kinds) != 0;
    }
    return count;
}

int obstacles_count_turned(const Obstacles *obstacles, Point center, float half_w, float half_h,
                           float angle, unsigned kinds)
{
    const float c = cosf(angle), s = sinf(angle);
    const float w = fabsf(c) * half_w + fabsf(s) * half_h;
    const float h = fabsf(s) * half_w + fabsf(c) * half_h;
    const Span span = span_of(obstacles, (Rect){center.x - w, center.y - h, 2 * w, 2 * h});
    /* A cell counts if its centre lies within half a cell's diagonal of the rectangle. */
    const float reach = 0.71f * obstacles->cell;
    int count = 0;
    for (int row = span.row0; row < span.row1; row++)
        for (int col = span.col0; col < span.col1; col++) {
            if (!(obstacles->bits[(size_t)row * (size_t)obstacles->cols + (size_t)col] & kinds))
                continue;
            const float x = obstacles->rect.x + ((float)col + 0.5f) * obstacles->cell - center.x;
            const float y = obstacles->rect.y + ((float)row + 0.5f) * obstacles->cell - center.y;
            count +=
                fabsf(c * x + s * y) <= half_w + reach && fabsf(c * y - s * x) <= half_h + reach;
        }
    return count;
}
