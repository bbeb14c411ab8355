/* Singular points of formulas: limits where there are some, nan where there are none, and digits
 * that closed forms would lose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "expr/expr.h"
#include "formulas.h"

/* ---- Singular points ---- */

#define NOWHERE ((double)NAN) /* no limit */

static const struct {
    const char *text;
    double x, y;
    double expected[6];
} singular[] = {
    {"(y^2)^(3/2)", 0, 0, {0, 0, 0, 0, 0, 0}},
    {"(y^2)^(3/2)", 0, -2, {8, 0, -12, 0, 0, 12}},
    {"sqrt(x^2)", -2, 0, {2, -1, 0, 0, 0, 0}},
    {"sqrt(x^4)", 0, 0, {0, 0, 0, 2, 0, 0}},
    {"abs(x)^3", 0, 0, {0, 0, 0, 0, 0, 0}},
    {"abs(x)*x", 0, 0, {0, 0, 0, 0, 0, 0}},
    {"x^0", 0, 0, {1, 0, 0, 0, 0, 0}},
    {"0^0", 0, 0, {1, 0, 0, 0, 0, 0}},
    {"x^2", 0, 0, {0, 0, 0, 2, 0, 0}},
    {"x^1", 0, 0, {0, 1, 0, 0, 0, 0}},
    {"sin(x)/x", 0, 0, {1, 0, 0, -1.0 / 3, 0, 0}},
    {"sin(3x)/(2x)", 0, 0, {1.5, 0, 0, -4.5, 0, 0}},
    {"sinh(y)/y", 0, 0, {1, 0, 0, 0, 0, 1.0 / 3}},
    {"x^3/x", 0, 0, {0, 0, 0, 2, 0, 0}},
    {"x*log(x)", 0, 0, {0, -(double)INFINITY, 0, (double)INFINITY, 0, 0}},
    {"cos(12*sqrt(x^2 + y^2))", 0, 0, {1, 0, 0, -144, 0, -144}},
    {"cos(hypot(x, y)/2)", 0, 0, {1, 0, 0, -0.25, 0, -0.25}},
    {"cosh(2*abs(x))", 0, 0, {1, 0, 0, 4, 0, 0}},
    {"hypot(x, y)^2", 0, 0, {0, 0, 0, 2, 0, 2}},
    {"hypot(x, y)^4", 0, 0, {0, 0, 0, 0, 0, 0}},
    {"sqrt(x^2 + y^2)^2", 0, 0, {0, 0, 0, 2, 0, 2}},
    {"sin(hypot(x, y))/hypot(x, y)", 0, 0, {1, 0, 0, -1.0 / 3, 0, -1.0 / 3}},
    /* -(1 - 36u)(1 - u/4) up to order u = x^2 + y^2: -1 + 36.25 u */
    {"-(1 + cos(12*sqrt(x^2 + y^2)))/((x^2 + y^2)/2 + 2)", 0, 0, {-1, 0, 0, 72.5, 0, 72.5}},
    {"1/x", 0, 0, {(double)INFINITY, -(double)INFINITY, 0, (double)INFINITY, 0, 0}},
    {"max(x, y)", 1, 1, {1, 0.5, 0.5, 0, 0, 0}},
    {"min(x, 2x)", 1, 0, {1, 1, 0, 0, 0, 0}},
    {"(x^2 + y^2)^(3/2)", 0, 0, {0, 0, 0, 0, 0, 0}},
    {"(1 - cos(x))/x^2", 0, 0, {0.5, 0, 0, -1.0 / 12, 0, 0}},
    {"(exp(y) - 1)/y", 0, 0, {1, 0, 0.5, 0, 0, 1.0 / 3}},
    {"log(1 + x)/x", 0, 0, {1, -0.5, 0, 2.0 / 3, 0, 0}},
    {"(x^2 - 1)/(x - 1)", 1, 5, {2, 1, 0, 0, 0, 0}},
    {"(sqrt(1 + x) - 1)/x", 0, 0, {0.5, -0.125, 0, 0.125, 0, 0}},
    {"x/asin(x)", 0, 0, {1, 0, 0, -1.0 / 3, 0, 0}},
    {"tan(x)/x", 0, 0, {1, 0, 0, 2.0 / 3, 0, 0}},
    {"1/x - 1/sin(x)", 0, 0, {0, -1.0 / 6, 0, 0, 0, 0}},
    {"exp(-1/x^2)", 0, 0, {0, 0, 0, 0, 0, 0}},
    {"(x^2 + y^2)*log(x^2 + y^2)", 0, 0, {0, 0, 0, NOWHERE, NOWHERE, NOWHERE}},
    {"x^2*sin(1/x)", 0, 0, {0, NOWHERE, 0, NOWHERE, 0, 0}},
    {"sin(sqrt(x^2 + y^2))*sqrt(x^2 + y^2)", 0, 0, {0, 0, 0, 2, 0, 2}},
    {"x^3/(x^2 + y^2)", 0, 0, {0, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE}},
    /* Limits along every straight line, but not along a parabola. */
    {"x^2*y/(x^4 + y^2)", 0, 0, {NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE}},
    {"x*y/(x^2 + y^2)", 0, 0, {NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE}},
    {"x*exp(1/x)", 0, 0, {NOWHERE, NOWHERE, 0, NOWHERE, 0, 0}},
    {"x/abs(x)", 0, 0, {NOWHERE, 0, 0, 0, 0, 0}},
    {"sqrt(-1 - x^2)", 0, 0, {NOWHERE, NOWHERE, 0, NOWHERE, 0, 0}},
    /* The branch not taken is undefined or infinitely steep. */
    {"max(sqrt(x), 1)", 0, 0, {1, 0, 0, 0, 0, 0}},
    /* 0 to a power is 0 around any positive power, be 0 written or met. */
    {"0^y + x", 1, 2, {1, 1, 0, 0, 0, 0}},
    {"x^2 + (y - y)^(2 + x)", 0, 0, {0, 0, 0, 2, 0, 0}},
    {"x^y", 0, 3, {0, 0, 0, 0, 0, 0}},
    {"abs(x)^y", 0, 2, {0, 0, 0, 2, 0, 0}},
    {"x^3*log(x)^2", 0, 0, {0, 0, 0, 0, 0, 0}},
    {"(y^2)^(2/3)*x", 1, 0, {0, 0, 0, 0, 0, NOWHERE}},
    /* log f = log(1 + x)/x = 1 - x/2 + x^2/3: C's 1^inf = 1 is no answer. */
    {"(1 + x)^(1/x)", 0, 0, {M_E, -M_E / 2, 0, M_E * 11 / 12, 0, 0}},
    /* log f = log(cos x)/x^2 = -1/2 - x^2/12 */
    {"cos(x)^(1/x^2)", 0, 0, {0.60653065971263342, 0, 0, -0.60653065971263342 / 6, 0, 0}},
    {"1^(1/x)", 0, 0, {1, 0, 0, 0, 0, 0}},
    {"x^x", 0, 0, {1, NOWHERE, 0, NOWHERE, 0, 0}},
    /* e^2 and 1/e in truth, out of reach; but not C's 0^0 = 1 either. */
    {"(x^2)^(1/log(x))", 0, 0, {NOWHERE, NOWHERE, 0, NOWHERE, 0, 0}},
    {"exp(-1/x^2)^(x^2)", 0, 0, {NOWHERE, NOWHERE, 0, NOWHERE, 0, 0}},
    {"(1 + 1/x)^0 + 0*y", 0, 0, {1, 0, 0, 0, 0, 0}},
};

static void singular_points_give_finite_limits_where_there_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof singular / sizeof singular[0]; i++) {
        Expr *expr = expr_of(singular[i].text);
        double out[6];
        expr_point(expr, EXPR_HESSIAN, singular[i].x, singular[i].y, out);
        check_outputs(singular[i].text, singular[i].x, singular[i].y, out, singular[i].expected, 6,
                      1e-15);
        expr_destroy(expr);
    }
}

static void kinks_have_no_gradient(void **state)
{
    (void)state;
    const char *const kinked[] = {"sqrt(x^2 + y^2)", "hypot(x, y)",
                                  "-20*exp(-sqrt((x^2 + y^2)/2)/5)"};
    for (size_t i = 0; i < 3; i++) {
        Expr *expr = expr_of(kinked[i]);
        double out[3];
        expr_point(expr, EXPR_GRADIENT, 0, 0, out);
        assert_true(isfinite(out[0]));
        if (isfinite(out[1]) || isfinite(out[2]))
            fail_msg("%s at the origin: gradient %g, %g", kinked[i], out[1], out[2]);
        expr_destroy(expr);
    }
}

/* Near the removable singularity the closed forms would lose all digits. */
static void derivatives_stay_exact_near_removable_singularities(void **state)
{
    (void)state;
    Expr *expr = expr_of("cos(sqrt(x^2 + y^2))");
    for (int e = -12; e <= 0; e++) {
        double r = pow(10, e);
        double out[6];
        expr_point(expr, EXPR_HESSIAN, r, 0, out);
        /* f = cos r along x; across it fyy = f'/r. */
        const double expected[6] = {cos(r), -sin(r), 0, -cos(r), 0, -sin(r) / r};
        check_outputs("cos(sqrt(x^2 + y^2))", r, 0, out, expected, 6, 1e-14);
    }
    expr_destroy(expr);
}

static void check_derivatives(const char *text, double x, double slope, double curvature)
{
    Expr *expr = expr_of(text);
    double out[6];
    expr_point(expr, EXPR_HESSIAN, x, 0, out);
    if (!(fabs(out[1] - slope) <= 1e-14 * fabs(slope) &&
          fabs(out[3] - curvature) <= 1e-14 * fabs(curvature)))
        fail_msg("%s at %.17g: slope %.17g, expected %.17g, curvature %.17g, expected %.17g", text,
                 x, out[1], slope, out[3], curvature);
    expr_destroy(expr);
}

/* 1 - tanh^2 has no digits left there, the derivative of 1 - x^2 as a product none here. */
static void derivatives_keep_their_digits_where_terms_cancel(void **state)
{
    (void)state;
    for (int x = 5; x <= 300; x += 5) {
        double slope = 4 * exp(-2.0 * x) / pow(1 + exp(-2.0 * x), 2);
        check_derivatives("tanh(x)", x, slope, -2 * tanh(x) * slope);
        check_derivatives("tanh(x)", -x, slope, 2 * tanh(x) * slope);
    }
    for (int e = -12; e < 0; e++) {
        double x = pow(10, e);
        double slope = pow(1 - x * x, -0.5);
        check_derivatives("asin(x)", x, slope, x * slope * slope * slope);
        check_derivatives("acos(x)", x, -slope, -x * slope * slope * slope);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(singular_points_give_finite_limits_where_there_are),
        cmocka_unit_test(kinks_have_no_gradient),
        cmocka_unit_test(derivatives_stay_exact_near_removable_singularities),
        cmocka_unit_test(derivatives_keep_their_digits_where_terms_cancel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
