/* contour: isolines as polylines, traced from a field of k by marching squares with linear
 * interpolation. For labels on screen and for vector figures. Saddle cells are decided by the mean
 * of their corners. Cells with a non-finite corner are skipped. */
#ifndef RAVINE_SIM_CONTOUR_H
#define RAVINE_SIM_CONTOUR_H

#include <stdbool.h>
#include <stddef.h>

/* Points in grid coordinates: (0, 0) is the first sample, (1, 0) the next in its row. */
typedef struct ContourPoint {
    float x, y;
} ContourPoint;

/* One line: points[first .. first + count). Closed lines repeat their first point at the end. */
typedef struct ContourLine {
    long level; /* whole k */
    size_t first, count;
    bool closed;
} ContourLine;

typedef struct Contours {
    ContourPoint *points;
    size_t point_count, point_cap;
    ContourLine *lines;
    size_t line_count, line_cap;
    unsigned char *marks; /* [height][width]: which grid edges are done; scratch */
    size_t mark_cap;
} Contours;

void contours_deinit(Contours *contours);

void contours_clear(Contours *contours); /* keeps the memory */

/* Appends the isolines of k[height][width] at `value`; `level` is only passed on. */
void contours_trace(Contours *contours, const float *k, int width, int height, long level,
                    double value);

#endif
