/* What formulas come to: values and derivatives against golden samples and differences, at a point
 * and in blocks, where they are singular, and printed. */
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
#include "base/rng.h"
#include "base/strbuf.h"
#include "expr/expr.h"
#include "formulas.h"
#include "math/difference.h"

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
    Expr *expr = expr_of(formula);
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
    Expr *expr = expr_of(formula);
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
        Expr *expr = expr_of(strbuf_text(&text));
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
        Expr *expr = expr_of(strbuf_text(&text));
        expr_print(expr, &printed);
        Expr *copy = expr_of(strbuf_text(&printed));
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
    Expr *expr = expr_of(text);
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
        Expr *expr = expr_of(cases[i].text);
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
        Expr *expr = expr_of(strbuf_text(&text));
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
        Expr *expr = expr_of(texts[i]);
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
        Expr *expr = expr_of(line);
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
