/* How formulas are read: what binds how, numbers, signs and names, and what is said where a text is
 * none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/strbuf.h"
#include "expr/expr.h"
#include "formulas.h"

/* ---- Grammar ---- */

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
    Expr *expr = expr_of(sum);
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
    expr = expr_of(product);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
