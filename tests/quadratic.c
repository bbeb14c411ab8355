#include "quadratic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "fixtures.h"

void quadratic_make(Quadratic *q, size_t n, Rng *rng)
{
    double b[DENSE_MAX * DENSE_MAX];
    q->n = n;
    for (size_t i = 0; i < n * n; i++)
        b[i] = rng_range(rng, -1.0, 1.0);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            double sum = i == k ? 1.0 : 0.0;
            for (size_t j = 0; j < n; j++)
                sum += b[j * n + i] * b[j * n + k];
            q->a[i * n + k] = sum;
        }
    for (size_t i = 0; i < n; i++)
        q->center[i] = rng_range(rng, -3.0, 3.0);
}

double quadratic_gradient(void *context, const double *w, double *g, size_t n)
{
    const Quadratic *q = context;
    double f = 0.0;
    for (size_t i = 0; i < n; i++) {
        g[i] = 0.0;
        for (size_t k = 0; k < n; k++)
            g[i] += q->a[i * n + k] * (w[k] - q->center[k]);
        f += 0.5 * g[i] * (w[i] - q->center[i]);
    }
    return f;
}

static double value(void *context, const double *w, size_t n)
{
    double g[DENSE_MAX];
    return quadratic_gradient(context, w, g, n);
}

static void hessian(void *context, const double *w, double *h, size_t n)
{
    (void)w;
    memcpy(h, ((Quadratic *)context)->a, n * n * sizeof *h);
}

void descent_start(Descent *descent, const char *text, Quadratic *q)
{
    *descent = (Descent){.spec = spec_of(text, 0.1, 0.1), .q = q};
    const Optimizer *optimizer = descent->spec.optimizer;
    assert_true(q->n <= DENSE_MAX);
    assert_true(optimizer_state_size(optimizer, q->n) <= QUADRATIC_STATE_MAX);
    if (optimizer->init)
        optimizer->init(&(Setting){optimizer, descent->spec.hyper}, descent->state, q->n);
}

void descent_go(Descent *descent, size_t steps)
{
    const Oracle oracle = {descent->q, value, quadratic_gradient, hessian};
    for (size_t i = 0; i < steps; i++) {
        double g[DENSE_MAX];
        Step step = {.optimizer = descent->spec.optimizer,
                     .n = descent->q->n,
                     .t = ++descent->t,
                     .w = descent->w,
                     .g = g,
                     .state = descent->state,
                     .hyper = descent->spec.hyper,
                     .oracle = &oracle};
        step.f = quadratic_gradient(descent->q, descent->w, g, descent->q->n);
        descent->spec.optimizer->step(&step);
    }
}

double descent_off_center(const Descent *descent)
{
    double off = 0.0;
    for (size_t i = 0; i < descent->q->n; i++)
        off = fmax(off, fabs(descent->w[i] - descent->q->center[i]));
    return off;
}
