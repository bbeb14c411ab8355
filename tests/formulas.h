/* formulas: formula text and what it comes to, for tests of expr. Messages name the formula. */
#ifndef RAVINE_TESTS_FORMULAS_H
#define RAVINE_TESTS_FORMULAS_H

#include "expr/expr.h"

/* In x and y; one that cannot be read fails the test. */
Expr *expr_of(const char *text);
double value_of(const char *text, double x, double y);

/* To the last digit, and all but. */
void check_value(const char *text, double x, double y, double expected);
/* The first `count` of f, fx, fy, fxx, fxy, fyy, each within a tolerance relative to
 * max(1, |expected|). */
void check_outputs(const char *text, double x, double y, const double *found,
                   const double *expected, int count, double tolerance);

extern const char *const OUTPUT_NAMES[6];

#endif
