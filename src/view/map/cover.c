#include "view/map/cover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum {
    WORD = 64,
    OVER = 2 /* cells that a piece reaches over what was there */
};

void cover_deinit(Cover *cover)
{
    free(cover->bits);
    *cover = (Cover){0};
}

void cover_begin(Cover *cover, Rect rect, float cell)
{
    cover->rect = rect;
    cover->cell = cell;
    cover->cols = (size_t)ceilf(rect.w / cell) + 3;
    cover->rows = (size_t)ceilf(rect.h / cell) + 3;
    const size_t words = cover->cols * cover->rows / WORD + 1;
    ARRAY_RESERVE(cover->bits, cover->cap, words);
    memset(cover->bits, 0, words * sizeof *cover->bits);
}

/* The place of the cell at a distance in cells from the corner, inside the rim. */
static size_t place_of(const Cover *cover, float x, float y)
{
    const float most_x = (float)(cover->cols - 3), most_y = (float)(cover->rows - 3);
    const size_t col = 1 + (size_t)(x < 0 ? 0 : x > most_x ? most_x : x);
    const size_t row = 1 + (size_t)(y < 0 ? 0 : y > most_y ? most_y : y);
    return row * cover->cols + col;
}

static bool is_taken(const Cover *cover, size_t place)
{
    return cover->bits[place / WORD] >> place % WORD & 1;
}

static void take(Cover *cover, size_t place)
{
    cover->bits[place / WORD] |= (uint64_t)1 << place % WORD;
}

/* A cell and its four neighbours: lines that lie nearer to each other are one. */
static void take_around(Cover *cover, size_t place)
{
    take(cover, place);
    take(cover, place - 1);
    take(cover, place + 1);
    take(cover, place - cover->cols);
    take(cover, place + cover->cols);
}

static Point between(Point a, Point b, float t)
{
    return (Point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

bool cover_take(Cover *cover, Point *a, Point *b)
{
    if (!cover->bits)
        return true;
    const float unit = 1 / cover->cell;
    const float x = (a->x - cover->rect.x) * unit, y = (a->y - cover->rect.y) * unit;
    const float dx = (b->x - a->x) * unit, dy = (b->y - a->y) * unit;
    const int steps = (int)ceilf(fmaxf(fabsf(dx), fabsf(dy)));
    const float part = 1 / (float)(steps > 0 ? steps : 1);
    int first = steps + 1, last = 0;
    for (int i = 0; i <= steps; i++) {
        const float t = part * (float)i;
        if (is_taken(cover, place_of(cover, x + dx * t, y + dy * t)))
            continue;
        first = i < first ? i : first;
        last = i;
    }
    if (first > steps)
        return false;
    for (int i = first; i <= last; i++)
        take_around(cover, place_of(cover, x + dx * part * (float)i, y + dy * part * (float)i));
    const Point from = *a, to = *b;
    if (first > OVER)
        *a = between(from, to, part * (float)(first - OVER));
    if (last + OVER < steps)
        *b = between(from, to, part * (float)(last + OVER));
    return true;
}
