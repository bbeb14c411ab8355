/* formula: problems whose value, gradient and Hessian come from a formula in x and y.
 *
 * Owns the compiled formula and the problem's texts. Makes the bare problem for the catalogue, and
 * the whole one for what a person types: with a view, a start and scales that suit it. */
#ifndef RAVINE_PROBLEM_FORMULA_H
#define RAVINE_PROBLEM_FORMULA_H

#include "base/err.h"
#include "expr/expr.h"
#include "problem/problem.h"

/* A problem with kind, texts, parameters, noise and seed filled in; the rest is the caller's.
 * values: of names in the text. set: moved into the problem; on failure it stays the caller's.
 * head: what comes before the parameters in the spec. */
Problem *formula_compile(const char *text, const ExprParam *values, size_t value_count,
                         ParamSet *set, const char *head, Err *err);

/* The problem for a typed formula. params: "noise=0.5,...", or ""; seed: where they name none. */
Problem *formula_create(const char *text, const char *params, uint64_t seed, Err *err);

#endif
