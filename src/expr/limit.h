/* limit: what a program comes to where evaluating it gives nan.
 *
 * (1 - cos(x))/x^2 at 0 is 0/0 in numbers, but approaches 1/2. Where an output is nan, the program
 * is run on power series along straight and parabolic paths out of the point; if the output has
 * the same finite limit along all of them (those that leave the domain at once aside), that is its
 * value. Exact up to rounding, unlike evaluating nearby. Other exponents than halves and thirds of
 * integers, and logarithms, are followed only as far as they vanish or not; and limits that hold
 * along these paths but not along wilder ones are taken for limits. Costs some hundred times a
 * plain evaluation, but only there. */
#ifndef RAVINE_EXPR_LIMIT_H
#define RAVINE_EXPR_LIMIT_H

#include "expr/program.h"

/* Replaces the nans among the program's outputs at (x, y) by limits where there are. */
void limit_fill(const Program *program, double x, double y, double *out);

#endif
