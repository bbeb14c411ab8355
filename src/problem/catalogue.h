/* catalogue: the table of test functions.
 *
 * Pure data: one row says all there is to know about a function. Adding one is adding a row.
 * Knows nothing of how formulas are read or evaluated; testfunction makes a Problem of a row. */
#ifndef RAVINE_PROBLEM_CATALOGUE_H
#define RAVINE_PROBLEM_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "problem/param.h"
#include "problem/problem.h"

enum { CATALOGUE_PARAMS_MAX = 4 };

typedef struct CatalogueRow {
    const char *id, *title;
    const char *formula;                   /* in x, y and the params */
    ParamRow params[CATALOGUE_PARAMS_MAX]; /* numbers; up to the first without a name */
    Box2 domain;                           /* of the literature */
    Box2 view;                             /* for a map about twice as wide as high */
    Vec2 start;
    ContourScale scale;
    const char *lr, *reach; /* numbers, or formulas in the params */
    long steps;             /* of a race; 0: PROBLEM_STEPS_DEFAULT */
    /* Stationary points, "kind x, y; kind x, y; ...", kind one of global (a lowest minimum of the
     * domain), minimum, saddle, maximum, degenerate; x and y formulas in the params. */
    const char *landmarks;
    bool search; /* there are more in the view, to be found numerically */
    const char *source;
} CatalogueRow;

size_t catalogue_count(void);
const CatalogueRow *catalogue_row(size_t index);

#endif
