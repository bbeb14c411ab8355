/* Formulas from standard input, evaluated, for tests that know better numbers: each line is
 * "x y FORMULA", each answer a line with f, fx, fy, fxx, fxy, fyy in full precision, or "error" and
 * what is wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expr/expr.h"

static void answer(double x, double y, const char *formula)
{
    Err err = {0};
    Expr *expr = expr_create(formula, NULL, 0, &err, NULL);
    if (!expr) {
        err.text[strcspn(err.text, "\n")] = '\0';
        printf("error %s\n", err.text);
        return;
    }
    double out[EXPR_HESSIAN];
    expr_point(expr, EXPR_HESSIAN, x, y, out);
    for (int k = 0; k < EXPR_HESSIAN; k++)
        printf("%.17g%c", out[k], k == EXPR_HESSIAN - 1 ? '\n' : ' ');
    expr_destroy(expr);
}

int main(void)
{
    static char line[EXPR_LENGTH_MAX + 128];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        char *rest = line;
        double x = strtod(rest, &rest);
        double y = strtod(rest, &rest);
        answer(x, y, rest);
    }
    return 0;
}
