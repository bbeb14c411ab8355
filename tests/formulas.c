#include "formulas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixtures.h"

const char *const OUTPUT_NAMES[6] = {"f", "fx", "fy", "fxx", "fxy", "fyy"};

Expr *expr_of(const char *text)
{
    Err err = {{0}};
    Expr *expr = expr_create(text, NULL, 0, &err, NULL);
    if (!expr)
        fail_msg("'%s': %s", text, err.text);
    return expr;
}

double value_of(const char *text, double x, double y)
{
    Expr *expr = expr_of(text);
    double value;
    expr_point(expr, EXPR_VALUE, x, y, &value);
    expr_destroy(expr);
    return value;
}

void check_value(const char *text, double x, double y, double expected)
{
    double found = value_of(text, x, y);
    if (!(error_of(found, expected) <= 1e-15))
        fail_msg("%s at (%g, %g) is %.17g, expected %.17g", text, x, y, found, expected);
}

void check_outputs(const char *text, double x, double y, const double *found,
                   const double *expected, int count, double tolerance)
{
    for (int k = 0; k < count; k++)
        if (!(error_of(found[k], expected[k]) <= tolerance))
            fail_msg("%s at (%.17g, %.17g): %s is %.17g, expected %.17g", text, x, y,
                     OUTPUT_NAMES[k], found[k], expected[k]);
}
