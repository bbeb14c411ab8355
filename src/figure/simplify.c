#include "figure/simplify.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

/* From p to the segment a-b. */
static float distance(Point p, Point a, Point b)
{
    const float dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    float t = length2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2 : 0;
    t = fminf(fmaxf(t, 0), 1);
    return hypotf(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

typedef struct Span {
    size_t from, to;
} Span;

/* The point between the span's ends that lies farthest from the segment between them. */
static size_t farthest(const Point *points, Span span, float *most)
{
    size_t at = span.from;
    *most = 0;
    for (size_t i = span.from + 1; i < span.to; i++) {
        const float d = distance(points[i], points[span.from], points[span.to]);
        if (d > *most) {
            *most = d;
            at = i;
        }
    }
    return at;
}

size_t simplify_line(Point *points, size_t count, float tolerance)
{
    if (count < 3)
        return count;
    unsigned char *keep = mem_calloc(count, 1);
    Span *open = NULL;
    size_t open_count = 0, open_cap = 0, left = 0;
    keep[0] = keep[count - 1] = 1;
    ARRAY_RESERVE(open, open_cap, 1);
    open[open_count++] = (Span){0, count - 1};
    while (open_count > 0) {
        const Span span = open[--open_count];
        float most;
        const size_t at = farthest(points, span, &most);
        if (most <= tolerance)
            continue;
        keep[at] = 1;
        ARRAY_RESERVE(open, open_cap, open_count + 2);
        open[open_count++] = (Span){span.from, at};
        open[open_count++] = (Span){at, span.to};
    }
    for (size_t i = 0; i < count; i++)
        if (keep[i])
            points[left++] = points[i];
    free(open);
    free(keep);
    return left;
}
