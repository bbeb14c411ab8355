/* field: the problem's values on a grid of points, for maps.
 *
 * Sampled in double precision, in blocks, on the pool, coarse to fine: a field that is asked for
 * in the middle of a gesture may be finished in a later slice. Row 0 is the top (largest y). */
#ifndef RAVINE_SIM_FIELD_H
#define RAVINE_SIM_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "problem/problem.h"

/* Samples sit in the centres of width x height equal cells of box. */
typedef struct Field {
    int width, height;
    Box2 box;
    double *f; /* [height][width] */
    size_t cap;
} Field;

void field_deinit(Field *field);

/* Samples everything now. pool may be NULL. */
void field_sample(Field *field, const Problem *problem, Box2 box, int width, int height,
                  Pool *pool);

/* The q-th quantiles (q ascending, in [0, 1]) of the finite samples; false if there are none. */
bool field_quantiles(const Field *field, const double *q, size_t count, double *out);

/* Bilinear between samples; nan outside. */
double field_at(const Field *field, Vec2 w);

#endif
