#include "sim/contour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* An edge joins two neighbouring samples; an isoline crosses it at most once. A cell has four
 * edges, and a line enters and leaves it through two of them. */
typedef enum Side { SIDE_TOP, SIDE_RIGHT, SIDE_BOTTOM, SIDE_LEFT } Side;

enum { MARK_ACROSS = 1, MARK_DOWN = 2 }; /* the edge to the right, the edge downward */

typedef struct Tracer {
    Contours *out;
    const float *k;
    int width, height;
    float value;
} Tracer;

typedef struct Place {
    int col, row; /* of the cell: its top left sample */
    Side side;
} Place;

void contours_deinit(Contours *contours)
{
    free(contours->points);
    free(contours->lines);
    free(contours->marks);
    *contours = (Contours){0};
}

void contours_clear(Contours *contours)
{
    contours->point_count = 0;
    contours->line_count = 0;
}

static bool cell_valid(const Tracer *t, int col, int row)
{
    if (col < 0 || row < 0 || col >= t->width - 1 || row >= t->height - 1)
        return false;
    const float *k = t->k + (size_t)row * (size_t)t->width + col;
    return isfinite(k[0] + k[1] + k[t->width] + k[t->width + 1]);
}

/* The mark's byte and bit of a cell's side. */
static unsigned char *edge_mark(const Tracer *t, Place p, unsigned char *bit)
{
    const int col = p.col + (p.side == SIDE_RIGHT), row = p.row + (p.side == SIDE_BOTTOM);
    *bit = p.side == SIDE_TOP || p.side == SIDE_BOTTOM ? MARK_ACROSS : MARK_DOWN;
    return t->out->marks + (size_t)row * (size_t)t->width + col;
}

static void put_crossing(const Tracer *t, Place p)
{
    const int col = p.col + (p.side == SIDE_RIGHT), row = p.row + (p.side == SIDE_BOTTOM);
    const float *k = t->k + (size_t)row * (size_t)t->width + col;
    const bool across = p.side == SIDE_TOP || p.side == SIDE_BOTTOM;
    const float a = k[0], b = across ? k[1] : k[t->width];
    const float s = (t->value - a) / (b - a);
    Contours *out = t->out;
    ARRAY_RESERVE(out->points, out->point_cap, out->point_count + 1);
    out->points[out->point_count++] = across ? (ContourPoint){(float)col + s, (float)row}
                                             : (ContourPoint){(float)col, (float)row + s};
}

/* Where a line that came in through p.side leaves the (valid) cell. */
static Side leave_through(const Tracer *t, Place p)
{
    const float *k = t->k + (size_t)p.row * (size_t)t->width + p.col;
    const float tl = k[0], tr = k[1], bl = k[t->width], br = k[t->width + 1];
    const bool a = tl >= t->value, b = tr >= t->value, c = br >= t->value, d = bl >= t->value;
    const bool cut[4] = {a != b, b != c, c != d, d != a};
    if (cut[0] && cut[1] && cut[2] && cut[3]) {
        /* Saddle: the mean decides which diagonal is connected through the middle. */
        const bool high = 0.25f * tl + 0.25f * tr + 0.25f * bl + 0.25f * br >= t->value;
        static const Side keep_tl[4] = {SIDE_LEFT, SIDE_BOTTOM, SIDE_RIGHT, SIDE_TOP};
        static const Side keep_tr[4] = {SIDE_RIGHT, SIDE_TOP, SIDE_LEFT, SIDE_BOTTOM};
        /* The line cuts off tl and br when they are the ones not joined to the middle. */
        return high == a ? keep_tr[p.side] : keep_tl[p.side];
    }
    for (int side = 0; side < 4; side++)
        if (cut[side] && side != (int)p.side)
            return (Side)side;
    return p.side;
}

/* The same edge seen from the cell on its other side. */
static Place across_edge(Place p)
{
    switch (p.side) {
    case SIDE_TOP:
        return (Place){p.col, p.row - 1, SIDE_BOTTOM};
    case SIDE_BOTTOM:
        return (Place){p.col, p.row + 1, SIDE_TOP};
    case SIDE_LEFT:
        return (Place){p.col - 1, p.row, SIDE_RIGHT};
    default:
        return (Place){p.col + 1, p.row, SIDE_LEFT};
    }
}

/* Walks from an edge into p's cell until the line ends or meets an edge that is done; appends the
 * crossings after the first. True if it came back to the edge it left from. */
static bool walk(const Tracer *t, Place p)
{
    unsigned char start_bit = 0, bit = 0;
    const unsigned char *start = edge_mark(t, p, &start_bit);
    while (cell_valid(t, p.col, p.row)) {
        p.side = leave_through(t, p);
        unsigned char *mark = edge_mark(t, p, &bit);
        if (mark == start && bit == start_bit)
            return true;
        *mark |= bit;
        put_crossing(t, p);
        p = across_edge(p);
    }
    return false;
}

static void reverse_points(ContourPoint *points, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        const ContourPoint swap = points[i];
        points[i] = points[count - 1 - i];
        points[count - 1 - i] = swap;
    }
}

/* The whole line through one edge. */
static void trace_line(const Tracer *t, Place p, long level)
{
    Contours *out = t->out;
    const size_t first = out->point_count;
    put_crossing(t, p);
    bool closed = false;
    if (cell_valid(t, p.col, p.row))
        closed = walk(t, p);
    if (closed) {
        ARRAY_RESERVE(out->points, out->point_cap, out->point_count + 1);
        out->points[out->point_count++] = out->points[first];
    } else {
        /* The other half, in front of the first edge. */
        reverse_points(out->points + first, out->point_count - first);
        walk(t, across_edge(p));
    }
    if (out->point_count - first < 2) {
        out->point_count = first;
        return;
    }
    ARRAY_RESERVE(out->lines, out->line_cap, out->line_count + 1);
    out->lines[out->line_count++] = (ContourLine){level, first, out->point_count - first, closed};
}

static void try_edge(const Tracer *t, Place p, float a, float b, long level)
{
    unsigned char bit = 0;
    if ((a >= t->value) == (b >= t->value) || !isfinite(a) || !isfinite(b))
        return;
    unsigned char *mark = edge_mark(t, p, &bit);
    if (*mark & bit)
        return;
    *mark |= bit;
    trace_line(t, p, level);
}

void contours_trace(Contours *contours, const float *k, int width, int height, long level,
                    double value)
{
    if (width < 2 || height < 2)
        return;
    const size_t total = (size_t)width * (size_t)height;
    ARRAY_RESERVE(contours->marks, contours->mark_cap, total);
    memset(contours->marks, 0, total);
    const Tracer t = {contours, k, width, height, (float)value};
    for (int row = 0; row < height; row++) {
        const float *line = k + (size_t)row * (size_t)width;
        for (int col = 0; col < width; col++) {
            if (col + 1 < width)
                try_edge(&t, (Place){col, row, SIDE_TOP}, line[col], line[col + 1], level);
            if (row + 1 < height)
                try_edge(&t, (Place){col, row, SIDE_LEFT}, line[col], line[col + width], level);
        }
    }
}
