#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/err.h"
#include "base/rng.h"
#include "base/strbuf.h"
#include "expr/expr.h"
#include "math/difference.h"

static Expr *create(const char *text)
{
    Err err = {0};
    Expr *expr = expr_create(text, NULL, 0, &err, NULL);
    if (!expr)
        fail_msg("'%s': %s", text, err.text);
    return expr;
}

/* |a - b| relative to max(1, |b|); 0 where both are nan or the same infinity. */
static double error_of(double a, double b)
{
    if ((isnan(a) && isnan(b)) || a == b)
        return 0;
    return isfinite(a) && isfinite(b) ? fabs(a - b) / fmax(1, fabs(b)) : (double)INFINITY;
}

static const char *const output_names[6] = {"f", "fx", "fy", "fxx", "fxy", "fyy"};

static void check_outputs(const char *text, double x, double y, const double *found,
                          const double *expected, int count, double tolerance)
{
    for (int k = 0; k < count; k++)
        if (!(error_of(found[k], expected[k]) <= tolerance))
            fail_msg("%s at (%.17g, %.17g): %s is %.17g, expected %.17g", text, x, y,
                     output_names[k], found[k], expected[k]);
}

/* ---- Golden samples ---- */

typedef void SampleCheck(const char *formula, Vec2 w, const double *expected);

static void each_sample(SampleCheck *check)
{
    FILE *file = fopen(GOLDEN_DIR "/expr_samples.tsv", "r");
    assert_non_null(file);
    char line[1024];
    int count = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        char *at = strchr(line, '\t');
        assert_non_null(at);
        *at++ = '\0';
        double number[8];
        for (int i = 0; i < 8; i++)
            number[i] = strtod(at, &at);
        check(line, vec2(number[0], number[1]), number + 2);
        count++;
    }
    fclose(file);
    assert_int_equal(count, 260);
}

static void check_point_sample(const char *formula, Vec2 w, const double *expected)
{
    Expr *expr = create(formula);
    double out[6];
    const ExprLevel levels[3] = {EXPR_VALUE, EXPR_GRADIENT, EXPR_HESSIAN};
    for (int i = 0; i < 3; i++) {
        expr_point(expr, levels[i], w.x, w.y, out);
        check_outputs(formula, w.x, w.y, out, expected, (int)levels[i], 1e-12);
    }
    expr_destroy(expr);
}

static void point_values_and_derivatives_match_the_golden_samples(void **state)
{
    (void)state;
    each_sample(check_point_sample);
}

static void check_block_sample(const char *formula, Vec2 w, const double *expected)
{
    Expr *expr = create(formula);
    double x[5], y[5], memory[6][5];
    double *out[6];
    for (int k = 0; k < 6; k++)
        out[k] = memory[k];
    for (int i = 0; i < 5; i++) {
        x[i] = i == 3 ? w.x : 0.1 * i;
        y[i] = i == 3 ? w.y : 0.2;
    }
    expr_block(expr, EXPR_HESSIAN, x, y, out, 5);
    double found[6];
    for (int k = 0; k < 6; k++)
        found[k] = out[k][3];
    check_outputs(formula, w.x, w.y, found, expected, 6, 1e-11);
    expr_destroy(expr);
}

static void block_values_and_derivatives_match_the_golden_samples(void **state)
{
    (void)state;
    each_sample(check_block_sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(point_values_and_derivatives_match_the_golden_samples),
        cmocka_unit_test(block_values_and_derivatives_match_the_golden_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
