/* quadratic: f = (w - c)^T A (w - c) / 2 of any number of parameters, at random, and a rule on its
 * way over it. What a rule promises of quadratics is a theorem, so tests can ask for it. */
#ifndef RAVINE_TESTS_QUADRATIC_H
#define RAVINE_TESTS_QUADRATIC_H

#include "base/rng.h"
#include "math/dense.h"
#include "optim/optimizer_spec.h"

enum { QUADRATIC_STATE_MAX = 2 * DENSE_MAX * DENSE_MAX };

typedef struct Quadratic {
    size_t n; /* up to DENSE_MAX */
    double a[DENSE_MAX * DENSE_MAX], center[DENSE_MAX];
} Quadratic;

/* B^T B + I: positive, eigenvalues from 1 up to about 4 n / 3, that differ. */
void quadratic_make(Quadratic *q, size_t n, Rng *rng);
double quadratic_gradient(void *context, const double *w, double *g, size_t n);

typedef struct Descent {
    OptimizerSpec spec;
    Quadratic *q;
    long t;
    double w[DENSE_MAX], state[QUADRATIC_STATE_MAX];
} Descent;

/* At w = 0; w may be set to start elsewhere. */
void descent_start(Descent *descent, const char *text, Quadratic *q);
void descent_go(Descent *descent, size_t steps);
/* The largest distance of a parameter from the minimum's. */
double descent_off_center(const Descent *descent);

#endif
