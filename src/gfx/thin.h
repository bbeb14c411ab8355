/* thin: a line without the points that nobody would miss.
 *
 * Straight runs of points become one segment, and swings between the same two places are drawn
 * once; gaps stay. Goes through a line from its beginning and remembers where it was: a line that
 * grows costs its new points, and has the same beginning as before. Knows no triangles. */
#ifndef RAVINE_GFX_THIN_H
#define RAVINE_GFX_THIN_H

#include "view/draw/drawlist.h"

/* Beyond this many px from the origin floats lose the precision that directions need. */
#define THIN_FAR 20000.0f

/* px: points nearer than this to the last one kept are dropped. */
#define THIN_KEEP 0.3f

/* Directions that serve everything since the last kept point. */
typedef struct ThinCone {
    Point anchor;
    float low_x, low_y, high_x, high_y; /* borders, unit vectors; all directions if open */
    float reach;                        /* of the farthest point so far */
    bool open;
} ThinCone;

/* Where thinning is on its way along the line. */
typedef struct ThinState {
    size_t count;   /* of kept points */
    Point at;       /* the last point that matters, kept or not */
    Point pending;  /* the last point of the line */
    bool apart;     /* the last point is a gap */
    bool retracing; /* it swings along the last segment kept ... */
    bool back;      /* ... and is at its beginning */
    ThinCone cone;
} ThinState;

/* A zeroed one is an empty line. */
typedef struct ThinLine {
    Point *kept;
    size_t count;
    bool near; /* no point is farther than THIN_FAR or infinite; else kept says nothing */
    bool gaps; /* there are some, in kept too */
    /* How many of kept depended on no point after those that were in before the last call. */
    size_t settled;
    size_t taken; /* points of the line that are in */
    /* The rest is private. */
    bool may_retrace;
    ThinState state;
    size_t cap;
} ThinLine;

void thin_deinit(ThinLine *line);

/* An empty line again; keeps the memory. Closed and dashed lines may not retrace. */
void thin_begin(ThinLine *line, bool may_retrace);

/* The line has `count` points now; the first line->taken are what they were. There is room for one
 * more kept point. */
void thin_take(ThinLine *line, const Point *points, size_t count);

#endif
