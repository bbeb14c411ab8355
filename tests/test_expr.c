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

/* ---- Grammar ---- */

static double value_of(const char *text, double x, double y)
{
    Expr *expr = create(text);
    double value;
    expr_point(expr, EXPR_VALUE, x, y, &value);
    expr_destroy(expr);
    return value;
}

static void check_value(const char *text, double x, double y, double expected)
{
    double found = value_of(text, x, y);
    if (!(error_of(found, expected) <= 1e-15))
        fail_msg("%s at (%g, %g) is %.17g, expected %.17g", text, x, y, found, expected);
}

static void operators_bind_as_in_mathematics(void **state)
{
    (void)state;
    check_value("1 - 2 - 3", 0, 0, -4);
    check_value("8/4/2", 0, 0, 1);
    check_value("2 + 3*4^2", 0, 0, 50);
    check_value("2^3^2", 0, 0, 512);
    check_value("2**3**2", 0, 0, 512);
    check_value("-x^2", 3, 0, -9);
    check_value("(-x)^2", 3, 0, 9);
    check_value("2^-x", 2, 0, 0.25);
    check_value("2^-x^2", 2, 0, 0.0625);
    check_value("2*-x", 3, 0, -6);
    check_value("x - -y", 3, 4, 7);
    check_value("--x", 3, 0, 3);
    check_value("+x", 3, 0, 3);
    check_value("-x*y", 3, 4, -12);
}

static void products_may_be_written_without_a_sign(void **state)
{
    (void)state;
    check_value("2x", 3, 0, 6);
    check_value("x y", 3, 4, 12);
    check_value("2(x+1)", 3, 0, 8);
    check_value("(x+1)(y-1)", 3, 4, 12);
    check_value("x(y+1)", 3, 4, 15);
    check_value("2 sin(x)", 3, 0, 2 * sin(3));
    check_value("2x^2", 3, 0, 18);
    check_value("1/2x", 3, 0, 1.5);
    check_value("x y^2", 3, 4, 48);
    check_value("2pi", 0, 0, 2 * M_PI);
    check_value("-2x y", 3, 4, -24);
}

static void numbers_take_every_usual_form(void **state)
{
    (void)state;
    check_value(".5", 0, 0, 0.5);
    check_value("1.", 0, 0, 1);
    check_value("1e-3", 0, 0, 1e-3);
    check_value("2.5E+10", 0, 0, 2.5e10);
    check_value("2e", 0, 0, 2 * M_E);
    check_value("2e^x", 3, 0, 2 * exp(3));
    check_value("2e x", 3, 0, 6 * M_E);
    check_value("2e2x", 3, 0, 600);
}

static void pasted_signs_are_understood(void **state)
{
    (void)state;
    check_value("x\xC2\xB2 \xE2\x88\x92 y\xC2\xB3", 3, 2, 1);
    check_value("2\xC2\xB7x\xC3\x97y", 3, 4, 24);
    check_value("2\xCF\x80", 0, 0, 2 * M_PI);
    check_value("(x+1)\xC2\xB2", 3, 0, 16);
    check_value("x\xC2\xA0+\n\ty", 3, 4, 7);
}

static void functions_have_their_values(void **state)
{
    (void)state;
    check_value("sqrt(x)", 9, 0, 3);
    check_value("exp(x)", 1, 0, M_E);
    check_value("log(x)", M_E, 0, 1);
    check_value("sin(x) + cos(y)", M_PI / 2, 0, 2);
    check_value("tan(x)", M_PI / 4, 0, 1);
    check_value("asin(x)", 1, 0, M_PI / 2);
    check_value("acos(x)", 0, 0, M_PI / 2);
    check_value("atan(x)", 1, 0, M_PI / 4);
    check_value("sinh(x)", log(2), 0, 0.75);
    check_value("cosh(x)", log(2), 0, 1.25);
    check_value("tanh(x)", log(2), 0, 0.6);
    check_value("abs(x)", -3, 0, 3);
    check_value("min(x, y)", -3, 2, -3);
    check_value("max(x, y)", -3, 2, 2);
    check_value("sign(x) + 10*sign(y) + sign(0)", -3, 2, 9);
    check_value("pow(x, y)", -3, 2, 9);
    check_value("hypot(x, y)", 3, 4, 5);
}

static void undefined_operands_are_not_swallowed(void **state)
{
    (void)state;
    assert_true(isnan(value_of("min(log(x), 1)", -1, 0)));
    assert_true(isnan(value_of("min(1, log(x))", -1, 0)));
    assert_true(isnan(value_of("max(log(x), 1)", -1, 0)));
    assert_true(isnan(value_of("max(1, log(x))", -1, 0)));
    assert_true(isnan(value_of("sign(log(x))", -1, 0)));
    assert_true(isnan(value_of("hypot(1/(x + 1), log(x))", -1, 0)));
    assert_true(isnan(value_of("log(x)^y", -1, 0)));
    assert_true(isnan(value_of("(x + 2)^log(x)", -1, 0)));
}

/* ---- Errors ---- */

static const struct {
    const char *text;
    int line, column;
    const char *says; /* part of the first line */
} wrong[] = {
    {"", 1, 1, "expected a formula in x and y, found nothing"},
    {"  ", 1, 3, "found nothing"},
    {"x + ", 1, 5, "expected a number, a name or '(' after '+', found the end of the formula"},
    {"2*(x+1", 1, 7, "expected an operator or ')' after '1', found the end of the formula"},
    {"2*x)", 1, 4, "expected an operator or the end after 'x', found ')'"},
    {"x * * y", 1, 5, "expected a number, a name or '(' after '*', found '*'"},
    {"*x", 1, 1, "expected a number, a name or '(', found '*'"},
    {"2 3", 1, 3, "expected an operator after '2', found '3'"},
    {"x 2", 1, 3, "expected an operator after 'x', found '2'"},
    {"()", 1, 2, "expected a number, a name or '(' after '(', found ')'"},
    {"sinn(x)", 1, 1, "unknown name 'sinn'; did you mean 'sin'?"},
    {"x + ln(y)", 1, 5, "unknown name 'ln'; did you mean 'log'?"},
    {"xy", 1, 1, "unknown name 'xy'; for a product write 'x*y'"},
    {"x2", 1, 1, "unknown name 'x2'"},
    {"Pi", 1, 1, "did you mean 'pi'?"},
    {"frobnicate(x)", 1, 1, "unknown name 'frobnicate'; a formula knows x, y, pi, e"},
    {"sin x", 1, 5, "expected '(' after 'sin', found 'x'; a function needs parentheses: sin(x)"},
    {"sin^2(x)", 1, 4, "a function needs parentheses: sin(x)^2"},
    {"sin(x, y)", 1, 6, "'sin' takes one argument"},
    {"hypot(x)", 1, 8, "'hypot' takes two"},
    {"hypot(x, y, x)", 1, 11, "'hypot' takes two arguments"},
    {"hypot(x y)", 1, 10, "takes two"},
    {"x, y", 1, 2, "expected an operator or the end after 'x', found ','"},
    {"x ^", 1, 4, "after '^', found the end"},
    {"1.2.3", 1, 4, "found a second '.'"},
    {"1e999", 1, 1, "number too large"},
    {"x $ y", 1, 3, "unexpected '$'"},
    {"x\n+ y\n+ $", 3, 3, "unexpected '$'"},
    /* Columns count characters, not bytes. */
    {"x\xC2\xB2 + \xCF\x80 + $", 1, 10, "unexpected '$'"},
    {"x + \xFF", 1, 5, "unexpected '\\xFF'"},
    {"x + \x01", 1, 5, "unexpected '\\x01'"},
    {"x + \xC3\xA9", 1, 5, "unexpected '\xC3\xA9'"},
    {"an_excessively_long_name_of_a_thing", 1, 1, "name too long, at most 31 characters"},
};

static void errors_name_the_place_and_the_remedy(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        Err err = {0};
        ExprPlace place = {0, 0};
        Expr *expr = expr_create(wrong[i].text, NULL, 0, &err, &place);
        if (expr)
            fail_msg("'%s' was accepted", wrong[i].text);
        char head[64];
        snprintf(head, sizeof head, "formula:%d:%d: ", wrong[i].line, wrong[i].column);
        char *line_end = strchr(err.text, '\n');
        assert_non_null(line_end);
        *line_end = '\0';
        if (strncmp(err.text, head, strlen(head)) != 0 || !strstr(err.text, wrong[i].says))
            fail_msg("'%s' gives '%s', expected '%s...%s'", wrong[i].text, err.text, head,
                     wrong[i].says);
        assert_int_equal(place.line, wrong[i].line);
        assert_int_equal(place.column, wrong[i].column);
    }
}

static void a_caret_stands_under_the_place(void **state)
{
    (void)state;
    Err err = {0};
    assert_null(expr_create("x\n  + y*)\n+ 1", NULL, 0, &err, NULL));
    assert_string_equal(err.text, "formula:2:7: expected a number, a name or '(' after '*', found "
                                  "')'\n    + y*)\n        ^");
    /* A long line is cut around the place. */
    char text[1200] = "x";
    for (int i = 0; i < 250; i++)
        strcat(text, " + y");
    strcat(text, " + $ + x");
    err = (Err){0};
    assert_null(expr_create(text, NULL, 0, &err, NULL));
    char *line = strchr(err.text, '\n') + 1;
    char *caret = strchr(line, '\n') + 1;
    assert_true(strlen(caret) < 100);
    assert_int_equal(line[strlen(caret) - 1], '$');
}

static char *repeated(const char *head, const char *part, int count, const char *tail)
{
    StrBuf buf = {0};
    strbuf_put(&buf, head);
    for (int i = 0; i < count; i++)
        strbuf_put(&buf, part);
    strbuf_put(&buf, tail);
    return buf.data;
}

static void check_refused(char *text, const char *says)
{
    Err err = {0};
    Expr *expr = expr_create(text, NULL, 0, &err, NULL);
    if (expr || !strstr(err.text, says))
        fail_msg("%.40s... gives '%s', expected '%s'", text, err.text, says);
    free(text);
}

static void excess_is_refused_clearly(void **state)
{
    (void)state;
    check_refused(repeated("", "(", 201, "x"), "nested too deep, at most 200 levels");
    check_refused(repeated("", "-", 300, "x"), "nested too deep");
    check_refused(repeated("", "sin(", 300, "x"), "nested too deep");
    check_refused(repeated("", "2^", 300, "x"), "nested too deep");
    check_refused(repeated("", "2^-", 150, "x"), "nested too deep");
    check_refused(repeated("x", "+x", 2048, ""), "formula too long, at most 4096 bytes");
    /* Short enough to write, but hardly any of it is shared. */
    StrBuf large = {0};
    for (int i = 0; i < 310; i++)
        strbuf_printf(&large, "%sx^y^x^(%dy)", i > 0 ? "+" : "", 100 + i);
    assert_true(large.len < EXPR_LENGTH_MAX);
    check_refused(large.data, "more than 20000 operations");
    char *deep = repeated("", "(", 200, "x");
    char *whole = repeated(deep, ")", 200, "");
    free(deep);
    check_value(whole, 3, 0, 3);
    free(whole);
}

static void sums_of_thousands_of_terms_work(void **state)
{
    (void)state;
    char *sum = repeated("x", "+y", 2000, "");
    Expr *expr = create(sum);
    double out[6];
    expr_point(expr, EXPR_HESSIAN, 1, 2, out);
    const double expected[6] = {4001, 1, 2000, 0, 0, 0};
    check_outputs("x+y+y+...", 1, 2, out, expected, 6, 1e-15);
    StrBuf text = {0};
    expr_print(expr, &text);
    assert_int_equal(text.len, 1 + 2000 * 4);
    strbuf_clear(&text);
    expr_print_tex(expr, &text);
    assert_int_equal(text.len, 1 + 2000 * 2);
    strbuf_deinit(&text);
    expr_destroy(expr);
    free(sum);

    char *product = repeated("x", "*y", 1000, "");
    expr = create(product);
    expr_point(expr, EXPR_GRADIENT, 3, 1, out);
    const double slope[3] = {3, 1, 3000};
    check_outputs("x*y*y*...", 3, 1, out, slope, 3, 1e-12);
    expr_print_tex(expr, &text);
    assert_int_equal(text.len, 1001);
    strbuf_deinit(&text);
    expr_destroy(expr);
    free(product);
}

/* ---- Parameters and constants ---- */

static void parameters_are_constants_by_name(void **state)
{
    (void)state;
    const ExprParam params[] = {{"a", 2}, {"kappa", 50}, {"m", -3}};
    Err err = {0};
    Expr *expr = expr_create("a x + kappa*y^a + m", params, 3, &err, NULL);
    assert_non_null(expr);
    double out[6];
    expr_point(expr, EXPR_HESSIAN, 3, 2, out);
    const double expected[6] = {6 + 200 - 3, 2, 200, 0, 0, 100};
    check_outputs("a x + kappa*y^a + m", 3, 2, out, expected, 6, 0);
    StrBuf text = {0};
    expr_print(expr, &text);
    assert_string_equal(strbuf_text(&text), "2*x + 50*y^2 + -3");
    strbuf_deinit(&text);
    expr_destroy(expr);
    assert_null(expr_create("kapa*x", params, 3, &err, NULL));
    assert_non_null(strstr(err.text, "did you mean 'kappa'?"));
    err = (Err){0};
    const ExprParam bad = {"b", (double)NAN};
    assert_null(expr_create("x", &bad, 1, &err, NULL));
    assert_non_null(strstr(err.text, "'b'"));
}

static void constants_are_formulas_without_variables(void **state)
{
    (void)state;
    const ExprParam params[] = {{"a", 3}};
    double value = 0;
    Err err = {0};
    assert_true(expr_constant("a^2 + pi", params, 1, &value, &err));
    assert_true(value == 9 + M_PI);
    assert_true(expr_constant("-1/4", NULL, 0, &value, &err));
    assert_true(value == -0.25);
    assert_false(expr_constant("a + 0*y", params, 1, &value, &err));
    assert_int_equal(strncmp(err.text, "formula:1:7: expected a constant, found 'y'", 43), 0);
    assert_true(value == -0.25);
}

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
        Expr *expr = create(singular[i].text);
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
        Expr *expr = create(kinked[i]);
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
    Expr *expr = create("cos(sqrt(x^2 + y^2))");
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
    Expr *expr = create(text);
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

/* ---- Random formulas ---- */

/* Smooth on the whole plane, so that differences are to be trusted. */
static void put_random(StrBuf *buf, Rng *rng, int depth)
{
    static const char *const unary[] = {
        "sin(",    "cos(",      "atan(",     "tanh(",         "exp(-1-(",      "sqrt(1+(",
        "log(2+(", "cosh(sin(", "sinh(cos(", "asin(0.9*sin(", "acos(0.5*cos(", "tan(0.5*sin("};
    static const char *const close[] = {")",    ")",  ")",  ")",  ")^2)", ")^2)",
                                        ")^2)", "))", "))", "))", "))",   "))"};
    if (depth == 0) {
        switch (rng_below(rng, 4)) {
        case 0:
            strbuf_printf(buf, "%.2f", rng_range(rng, 0.1, 3));
            break;
        case 1:
            strbuf_put(buf, "y");
            break;
        default:
            strbuf_put(buf, "x");
        }
        return;
    }
    uint32_t kind = rng_below(rng, 9);
    if (kind < 3) {
        uint32_t which = rng_below(rng, sizeof unary / sizeof unary[0]);
        strbuf_put(buf, unary[which]);
        put_random(buf, rng, depth - 1);
        strbuf_put(buf, close[which]);
    } else if (kind < 7) {
        strbuf_put(buf, "(");
        put_random(buf, rng, depth - 1);
        strbuf_put(buf, kind == 3 ? " + " : kind == 4 ? " - " : "*");
        put_random(buf, rng, depth - 1);
        strbuf_put(buf, ")");
    } else if (kind == 7) {
        strbuf_put(buf, "(");
        put_random(buf, rng, depth - 1);
        strbuf_put(buf, ")/(2 + sin(");
        put_random(buf, rng, depth - 1);
        strbuf_put(buf, "))");
    } else {
        strbuf_put(buf, "-hypot(1, ");
        put_random(buf, rng, depth - 1);
        strbuf_printf(buf, ")^%s", rng_below(rng, 2) ? "2" : "1.5");
    }
}

static double point_value(const void *context, Vec2 w)
{
    double out;
    expr_point(context, EXPR_VALUE, w.x, w.y, &out);
    return out;
}

static Vec2 point_gradient(const void *context, Vec2 w)
{
    double out[3];
    expr_point(context, EXPR_GRADIENT, w.x, w.y, out);
    return vec2(out[1], out[2]);
}

static void derivatives_of_random_formulas_match_differences(void **state)
{
    (void)state;
    Rng rng = rng_seeded(11);
    int checked = 0;
    for (int i = 0; i < 3000; i++) {
        StrBuf text = {0};
        put_random(&text, &rng, 1 + (int)rng_below(&rng, 4));
        Expr *expr = create(strbuf_text(&text));
        Vec2 w = vec2(rng_range(&rng, -2, 2), rng_range(&rng, -2, 2));
        double out[6];
        expr_point(expr, EXPR_HESSIAN, w.x, w.y, out);
        Vec2 g = vec2(out[1], out[2]);
        Sym2 h = {out[3], out[4], out[5]};
        double size = fabs(out[0]) + vec2_norm(g) + fabs(h.xx) + fabs(h.xy) + fabs(h.yy);
        if (size < 1e3) { /* steep ones have large third derivatives */
            double g_error =
                difference_error_vec2(difference_gradient(point_value, expr, w, 1e-5), g);
            double h_error =
                difference_error_sym2(difference_hessian(point_gradient, expr, w, 1e-5), h);
            if (!(g_error < 2e-6 && h_error < 2e-6))
                fail_msg("%s at (%.17g, %.17g): errors %g and %g", strbuf_text(&text), w.x, w.y,
                         g_error, h_error);
            checked++;
        }
        expr_destroy(expr);
        strbuf_deinit(&text);
    }
    assert_true(checked > 2000);
}

static void printed_text_parses_to_the_same_values(void **state)
{
    (void)state;
    Rng rng = rng_seeded(12);
    for (int i = 0; i < 2000; i++) {
        StrBuf text = {0};
        StrBuf printed = {0};
        StrBuf again = {0};
        put_random(&text, &rng, 1 + (int)rng_below(&rng, 5));
        Expr *expr = create(strbuf_text(&text));
        expr_print(expr, &printed);
        Expr *copy = create(strbuf_text(&printed));
        expr_print(copy, &again);
        assert_string_equal(strbuf_text(&printed), strbuf_text(&again));
        double a[6], b[6];
        expr_point(expr, EXPR_HESSIAN, 0.7, -1.3, a);
        expr_point(copy, EXPR_HESSIAN, 0.7, -1.3, b);
        if (memcmp(a, b, sizeof a) != 0)
            fail_msg("%s and its print %s differ: %.17g, %.17g", strbuf_text(&text),
                     strbuf_text(&printed), a[0], b[0]);
        expr_destroy(copy);
        expr_destroy(expr);
        strbuf_deinit(&again);
        strbuf_deinit(&printed);
        strbuf_deinit(&text);
    }
}

/* ---- Printing ---- */

static void check_printed(const char *text, const char *expected, const char *tex)
{
    Expr *expr = create(text);
    StrBuf out = {0};
    expr_print(expr, &out);
    if (expected)
        assert_string_equal(strbuf_text(&out), expected);
    strbuf_clear(&out);
    expr_print_tex(expr, &out);
    assert_string_equal(strbuf_text(&out), tex);
    strbuf_deinit(&out);
    expr_destroy(expr);
}

static void formulas_print_with_few_parentheses(void **state)
{
    (void)state;
    const struct {
        const char *text, *expected;
    } cases[] = {
        {"x**2+50  y^2", "x^2 + 50*y^2"},
        {"((x))", "x"},
        {"(x-y)-(x-y)", "x - y - (x - y)"},
        {"x-(y-1)", "x - (y - 1)"},
        {"x/(y*2)", "x/(y*2)"},
        {"(x/y)*2", "x/y*2"},
        {"(x^2)^3", "(x^2)^3"},
        {"x^(2^3)", "x^2^3"},
        {"(-x)^2", "(-x)^2"},
        {"-(x^2)", "-x^2"},
        {"2^(-x)", "2^-x"},
        {"-(x+y)", "-(x + y)"},
        {"x*(-y)", "x*-y"},
        {"pow(x,2)+hypot(x,y)", "pow(x, 2) + hypot(x, y)"},
        {"2pi e", "2*pi*e"},
        {"1e22*0.1", "1e+22*0.1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Expr *expr = create(cases[i].text);
        StrBuf out = {0};
        expr_print(expr, &out);
        assert_string_equal(strbuf_text(&out), cases[i].expected);
        strbuf_deinit(&out);
        expr_destroy(expr);
    }
}

static void markup_is_set_as_mathematics(void **state)
{
    (void)state;
    check_printed("x^2/2 - y^2/2 + y^4/20", "x^2/2 - y^2/2 + y^4/20",
                  "\\frac{1}{2}x^{2}-\\frac{1}{2}y^{2}+0.05y^{4}");
    check_printed("(x^2 + 50*y^2)/2", NULL, "\\frac{1}{2}(x^{2}+50y^{2})");
    check_printed("(1 - x)^2 + 100*(y - x^2)^2", NULL, "(1-x)^{2}+100(y-x^{2})^{2}");
    check_printed("20 + x^2 - 10*cos(2*pi*x)", NULL, "20+x^{2}-10\\cos(2\\pi x)");
    check_printed("2*3*x*2", NULL, "2\\cdot 3x\\cdot 2");
    check_printed("x y", NULL, "xy");
    check_printed("-(x + y)/2", NULL, "-\\frac{1}{2}(x+y)");
    check_printed("x/3 + 3*x/2 + x/y", NULL, "\\frac{1}{3}x+\\frac{3}{2}x+\\frac{x}{y}");
    check_printed("x/4000", NULL, "\\frac{x}{4000}");
    check_printed("(x/2 + y)^4", NULL, "\\left(\\frac{1}{2}x+y\\right)^{4}");
    check_printed("sin(3pi x)^2", NULL, "\\sin^{2}(3\\pi x)");
    check_printed("sqrt(x^2 + y^2)", NULL, "\\sqrt{x^{2}+y^{2}}");
    check_printed("exp(-x) + e^y", NULL, "e^{-x}+e^{y}");
    check_printed("abs(x) - asin(y)", NULL, "|x|-\\arcsin(y)");
    check_printed("1e-8 x", NULL, "10^{-8}x");
    check_printed("(x^y)^2", NULL, "(x^{y})^{2}");
    check_printed("x - -y", NULL, "x-(-y)");
    check_printed("pi x + x pi y", NULL, "\\pi x+x\\pi y");
}

/* ---- Blocks ---- */

static void blocks_agree_with_points(void **state)
{
    (void)state;
    enum { COUNT = 1003 };
    static double x[COUNT], y[COUNT], memory[6][COUNT];
    const size_t counts[] = {0, 1, 7, 255, 256, 257, COUNT};
    const ExprLevel levels[3] = {EXPR_VALUE, EXPR_GRADIENT, EXPR_HESSIAN};
    double *out[6];
    Rng rng = rng_seeded(13);
    for (int i = 0; i < 300; i++) {
        StrBuf text = {0};
        put_random(&text, &rng, 1 + (int)rng_below(&rng, 6));
        Expr *expr = create(strbuf_text(&text));
        size_t count = counts[rng_below(&rng, 7)];
        ExprLevel level = levels[rng_below(&rng, 3)];
        for (size_t j = 0; j < COUNT; j++) {
            x[j] = rng_range(&rng, -2, 2);
            y[j] = rng_range(&rng, -2, 2);
            for (int k = 0; k < 6; k++)
                memory[k][j] = 77;
        }
        for (int k = 0; k < 6; k++)
            out[k] = memory[k];
        expr_block(expr, level, x, y, out, count);
        for (size_t j = 0; j < COUNT; j++) {
            double point[6] = {77, 77, 77, 77, 77, 77}, found[6];
            if (j < count)
                expr_point(expr, level, x[j], y[j], point);
            for (int k = 0; k < 6; k++)
                found[k] = memory[k][j];
            check_outputs(strbuf_text(&text), x[j], y[j], found, point, 6, 1e-10);
        }
        expr_destroy(expr);
        strbuf_deinit(&text);
    }
}

static void blocks_handle_singular_points_as_points_do(void **state)
{
    (void)state;
    const double x[8] = {0, -1, 1, (double)INFINITY, (double)NAN, 1e300, -1e-300, 0};
    const double y[8] = {0, 0, -1, 2, 1, -1e300, 1e-300, 1};
    const char *const texts[] = {"log(x)",         "sqrt(y)",           "x/y",       "x^y",
                                 "pow(x, 0.3)",    "hypot(x, y)",       "min(x, y)", "max(y, x)",
                                 "sign(x)*abs(y)", "asin(x) + acos(y)", "sin(x)/x",  "x*log(x)",
                                 "tan(x)",         "exp(x) - sinh(y)",  "tanh(x)^3"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        Expr *expr = create(texts[i]);
        double memory[6][8];
        double *out[6];
        for (int k = 0; k < 6; k++)
            out[k] = memory[k];
        expr_block(expr, EXPR_HESSIAN, x, y, out, 8);
        for (int j = 0; j < 8; j++) {
            double point[6], found[6];
            expr_point(expr, EXPR_HESSIAN, x[j], y[j], point);
            bool limit = strcmp(texts[i], "x^y") == 0 && x[j] == 0; /* of 0^0; a block has none */
            for (int k = 0; k < 6; k++)
                found[k] = limit && isnan(memory[k][j]) ? point[k] : memory[k][j];
            check_outputs(texts[i], x[j], y[j], found, point, 6, 1e-10);
        }
        expr_destroy(expr);
    }
}

/* ---- Cost ---- */

static void a_gradient_costs_about_four_values(void **state)
{
    (void)state;
    FILE *file = fopen(GOLDEN_DIR "/expr_samples.tsv", "r");
    assert_non_null(file);
    char line[1024];
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        *strchr(line, '\t') = '\0';
        Expr *expr = create(line);
        size_t value = expr_cost(expr, EXPR_VALUE);
        size_t gradient = expr_cost(expr, EXPR_GRADIENT);
        if (gradient > 4 * value)
            fail_msg("%s: gradient %zu, value %zu instructions", line, gradient, value);
        expr_destroy(expr);
    }
    fclose(file);
}

/* ---- Robustness ---- */

/* Any text either compiles or is refused with a message that names a place; both without harm. */
static void try_text(const char *text)
{
    Err err = {0};
    ExprPlace place = {0, 0};
    Expr *expr = expr_create(text, NULL, 0, &err, &place);
    if (!expr) {
        if (strncmp(err.text, "formula:", 8) != 0 || place.line < 1 || place.column < 1)
            fail_msg("'%s' is refused with '%s'", text, err.text);
        return;
    }
    double out[6], memory[6][3];
    double *outs[6];
    const double x[3] = {0, 1, (double)NAN};
    for (int k = 0; k < 6; k++)
        outs[k] = memory[k];
    expr_point(expr, EXPR_HESSIAN, 0, 0, out);
    expr_block(expr, EXPR_HESSIAN, x, x, outs, 3);
    StrBuf printed = {0};
    expr_print_tex(expr, &printed);
    strbuf_clear(&printed);
    expr_print(expr, &printed);
    Err again = {0};
    Expr *copy = expr_create(strbuf_text(&printed), NULL, 0, &again, NULL);
    if (!copy && printed.len <= EXPR_LENGTH_MAX)
        fail_msg("'%s' prints as '%s', which is refused: %s", text, strbuf_text(&printed),
                 again.text);
    expr_destroy(copy);
    strbuf_deinit(&printed);
    expr_destroy(expr);
}

enum { FUZZ_ROUNDS = 100000 };

static void random_bytes_do_no_harm(void **state)
{
    (void)state;
    Rng rng = rng_seeded(14);
    for (int i = 0; i < FUZZ_ROUNDS; i++) {
        char text[65];
        uint32_t len = rng_below(&rng, 64);
        for (uint32_t j = 0; j < len; j++)
            text[j] = (char)(1 + rng_below(&rng, 255));
        text[len] = '\0';
        try_text(text);
    }
}

static void random_tokens_do_no_harm(void **state)
{
    (void)state;
    static const char *const tokens[] = {
        "x",    "y",      "2",        "0",        "1e308",     "-",     "+",     "*",
        "/",    "^",      "(",        ")",        "sin(",      "cos(",  "sqrt(", "abs(",
        "max(", "hypot(", ",",        "pow(",     "e",         "pi",    "0.5",   "1e-300",
        "log(", "exp(",   " ",        "\xC2\xB2", "tan(",      "sign(", "-1.5",  "x^2",
        "33",   "acosh",  "min(x,y)", "tanh(",    "(x^2+y^2)", "\n",    "atan(", "3",
    };
    Rng rng = rng_seeded(15);
    for (int i = 0; i < FUZZ_ROUNDS; i++) {
        StrBuf text = {0};
        uint32_t len = 1 + rng_below(&rng, i % 10 == 0 ? 40 : 9);
        int open = 0;
        for (uint32_t j = 0; j < len; j++) {
            const char *token = tokens[rng_below(&rng, sizeof tokens / sizeof tokens[0])];
            strbuf_put(&text, token);
            if (strchr(token, '(') && !strchr(token, ')'))
                open++;
        }
        /* Most would otherwise fail for want of these. */
        while (open-- > 0)
            strbuf_put(&text, ")");
        try_text(strbuf_text(&text));
        strbuf_deinit(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(point_values_and_derivatives_match_the_golden_samples),
        cmocka_unit_test(block_values_and_derivatives_match_the_golden_samples),
        cmocka_unit_test(operators_bind_as_in_mathematics),
        cmocka_unit_test(products_may_be_written_without_a_sign),
        cmocka_unit_test(numbers_take_every_usual_form),
        cmocka_unit_test(pasted_signs_are_understood),
        cmocka_unit_test(functions_have_their_values),
        cmocka_unit_test(undefined_operands_are_not_swallowed),
        cmocka_unit_test(errors_name_the_place_and_the_remedy),
        cmocka_unit_test(a_caret_stands_under_the_place),
        cmocka_unit_test(excess_is_refused_clearly),
        cmocka_unit_test(sums_of_thousands_of_terms_work),
        cmocka_unit_test(parameters_are_constants_by_name),
        cmocka_unit_test(constants_are_formulas_without_variables),
        cmocka_unit_test(singular_points_give_finite_limits_where_there_are),
        cmocka_unit_test(kinks_have_no_gradient),
        cmocka_unit_test(derivatives_stay_exact_near_removable_singularities),
        cmocka_unit_test(derivatives_keep_their_digits_where_terms_cancel),
        cmocka_unit_test(derivatives_of_random_formulas_match_differences),
        cmocka_unit_test(printed_text_parses_to_the_same_values),
        cmocka_unit_test(formulas_print_with_few_parentheses),
        cmocka_unit_test(markup_is_set_as_mathematics),
        cmocka_unit_test(blocks_agree_with_points),
        cmocka_unit_test(blocks_handle_singular_points_as_points_do),
        cmocka_unit_test(a_gradient_costs_about_four_values),
        cmocka_unit_test(random_bytes_do_no_harm),
        cmocka_unit_test(random_tokens_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
