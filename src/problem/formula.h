/* formula: problems whose value, gradient and Hessian come from a formula in x and y.
 *
 * Owns the compiled formula and the problem's texts. Makes the bare problem for the catalogue, and
 * the whole one for what a person types: with a view, a start and scales that suit it. */
#ifndef RAVINE_PROBLEM_FORMULA_H
#define RAVINE_PROBLEM_FORMULA_H

#include "base/err.h"
#include "expr/expr.h"
#include "problem/problem.h"

/* A problem with kind, formula, tex and spec filled in; the rest is the caller's. */
Problem *formula_compile(const char *text, const ExprParam *params, size_t param_count,
                         const char *spec, Err *err);

/* The problem for a typed formula. */
Problem *formula_create(const char *text, Err *err);

#endif
