/* derive: exact derivatives of a graph, added to the same graph.
 *
 * The gradient is one reverse sweep from f (as in backpropagation, so it costs a few values of f),
 * the Hessian a forward sweep over the gradient in each direction. Everything shares
 * subexpressions, because the graph does.
 *
 * Even functions of a root, such as cos(3 sqrt(u)), hypot(x, y)^2 or cosh(|x|), are smooth where
 * the root is 0 although their written derivative is 0 times infinity there. They are derived past
 * the root: with s = c sqrt(u), d cos(s) = -(sin(s)/s) s ds = -(sin(s)/s) c^2/2 du. Where a
 * derivative as simplified is still singular the result is nan or inf, as in
 * grad sqrt(x^2 + y^2) at the origin. */
#ifndef RAVINE_EXPR_DERIVE_H
#define RAVINE_EXPR_DERIVE_H

#include "expr/graph.h"

/* out: f, fx, fy, fxx, fxy, fyy. If g->full is set afterwards they are worthless. */
void derive_all(Graph *g, int f, int out[6]);

#endif
