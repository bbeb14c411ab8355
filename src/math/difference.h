/* difference: derivatives by differences, to check exact ones: central ones, and forward ones to
 * compare with.
 *
 * Steps are chosen per coordinate: h = cbrt(eps) max(1, |x|) for the gradient (error O(h^2)), and
 * the Hessian is the central difference of the exact gradient with the same h, as torch's
 * gradgradcheck does. Source: Nocedal and Wright, Numerical Optimization, 2nd ed., section 8.1. */
#ifndef RAVINE_MATH_DIFFERENCE_H
#define RAVINE_MATH_DIFFERENCE_H

#include "math/sym2.h"
#include "math/vec2.h"

typedef double DifferenceValue(const void *context, Vec2 w);
typedef Vec2 DifferenceGradient(const void *context, Vec2 w);

/* The step above, for a coordinate of this value. */
double difference_step(double x);

/* With h <= 0 the step above is taken. */
Vec2 difference_gradient(DifferenceValue *f, const void *context, Vec2 w, double h);

/* (f(w + h) - f(w)) / h: error O(h). h as above. */
Vec2 difference_gradient_forward(DifferenceValue *f, const void *context, Vec2 w, double h);

/* Symmetrised: xy is the mean of the two mixed differences. */
Sym2 difference_hessian(DifferenceGradient *g, const void *context, Vec2 w, double h);

/* |a - b| / max(1, |a|, |b|) of the worst component; nan if either side is not finite. */
double difference_error_vec2(Vec2 a, Vec2 b);
double difference_error_sym2(Sym2 a, Sym2 b);

#endif
