/* Any text as a formula: it is refused with a message, or evaluates, prints and parses again. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../fakefonts.h"
#include "base/array.h"
#include "expr/expr.h"
#include "fuzz.h"
#include "view/text/mathtext.h"

static const ExprParam params[] = {{"a", -2.5}, {"kappa", 20}};
enum { PARAMS = sizeof params / sizeof params[0] };

/* Ordinary points, where formulas like to be singular, and what no person types. */
static const double xs[] = {0.7, -1.3, 0, 0, 1, -0.0, 1e-300, 1e200, (double)INFINITY, (double)NAN};
static const double ys[] = {-1.1, 2.5, 0, 1, 1, 3, -1e-300, -1e200, 2, 1};
enum { POINTS = sizeof xs / sizeof xs[0] };
static const ExprLevel levels[] = {EXPR_VALUE, EXPR_GRADIENT, EXPR_HESSIAN};

/* glibc's vector functions are a few ulp off, and a formula can make any difference of that;
 * elsewhere blocks and points run the same instructions on the same functions. */
#if defined(__clang__)
static const bool blocks_are_exact = true;
#else
static const bool blocks_are_exact = false;
#endif

static void check_points(const Expr *expr, double (*values)[EXPR_HESSIAN])
{
    for (int i = 0; i < POINTS; i++) {
        expr_point(expr, EXPR_HESSIAN, xs[i], ys[i], values[i]);
        double fewer[EXPR_GRADIENT];
        for (int level = 0; level < 2; level++) {
            expr_point(expr, levels[level], xs[i], ys[i], fewer);
            for (int k = 0; k < (int)levels[level]; k++)
                if (!fuzz_same(fewer[k], values[i][k]))
                    fuzz_fail("output %d at (%g, %g): %.17g with %d outputs, %.17g with all", k,
                              xs[i], ys[i], fewer[k], (int)levels[level], values[i][k]);
        }
    }
}

/* Where a point takes a limit a block may give nan. */
static void check_blocks(const Expr *expr, double (*values)[EXPR_HESSIAN])
{
    double memory[EXPR_HESSIAN][POINTS];
    double *out[EXPR_HESSIAN];
    for (int k = 0; k < EXPR_HESSIAN; k++)
        out[k] = memory[k];
    for (int level = 0; level < 3; level++) {
        expr_block(expr, levels[level], xs, ys, out, POINTS);
        for (int i = 0; i < POINTS && blocks_are_exact; i++)
            for (int k = 0; k < (int)levels[level]; k++)
                if (!isnan(out[k][i]) && !fuzz_same(out[k][i], values[i][k]))
                    fuzz_fail("output %d at (%g, %g): %.17g in a block, %.17g at the point", k,
                              xs[i], ys[i], out[k][i], values[i][k]);
    }
}

static void check_print(const Expr *expr, double (*values)[EXPR_HESSIAN])
{
    StrBuf printed = {0}, again = {0};
    expr_print(expr, &printed);
    Err err = {0};
    Expr *copy = expr_create(strbuf_text(&printed), NULL, 0, &err, NULL);
    if (!copy && printed.len <= EXPR_LENGTH_MAX)
        fuzz_fail("its print is refused: %s", err.text);
    for (int i = 0; copy && i < POINTS; i++) {
        double out[EXPR_HESSIAN];
        expr_point(copy, EXPR_HESSIAN, xs[i], ys[i], out);
        for (int k = 0; k < EXPR_HESSIAN; k++)
            if (!fuzz_same(out[k], values[i][k]))
                fuzz_fail("output %d at (%g, %g): %.17g, but %.17g as printed: %s", k, xs[i], ys[i],
                          values[i][k], out[k], strbuf_text(&printed));
    }
    if (copy) {
        expr_print(copy, &again);
        if (strcmp(strbuf_text(&again), strbuf_text(&printed)) != 0)
            fuzz_fail("prints as %s, and that as %s", strbuf_text(&printed), strbuf_text(&again));
    }
    expr_destroy(copy);
    strbuf_deinit(&printed);
    strbuf_deinit(&again);
}

static void check_markup(const Expr *expr)
{
    StrBuf markup = {0};
    expr_print_tex(expr, &markup);
    DrawList list = {.fonts = &FAKE_FONTS};
    Color ink = {0};
    MathExtent extent = mathtext_measure(&FAKE_FONTS, 16, strbuf_text(&markup));
    float width = mathtext_draw(&list, 16, 0, 0, ink, strbuf_text(&markup));
    if (!(extent.width > 0 && extent.ascent > 0 && extent.descent >= 0) || !isfinite(extent.width))
        fuzz_fail("%s is %g wide, %g + %g high", strbuf_text(&markup), (double)extent.width,
                  (double)extent.ascent, (double)extent.descent);
    if (width != extent.width)
        fuzz_fail("%s measures %g and is drawn %g wide", strbuf_text(&markup), (double)extent.width,
                  (double)width);
    drawlist_deinit(&list);
    strbuf_deinit(&markup);
}

static void check_refusal(const char *text, const Err *err, ExprPlace place)
{
    fuzz_check_message(err);
    int lines = 1;
    for (const char *p = text; *p; p++)
        lines += *p == '\n';
    if (place.line < 1 || place.line > lines || place.column < 1)
        fuzz_fail("place %d:%d in a text of %d lines", place.line, place.column, lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    Err err = {0};
    ExprPlace place = {0};
    Expr *expr = expr_create(text, params, PARAMS, &err, &place);
    if (!expr) {
        check_refusal(text, &err, place);
    } else {
        double values[POINTS][EXPR_HESSIAN];
        check_points(expr, values);
        check_blocks(expr, values);
        check_print(expr, values);
        check_markup(expr);
    }
    expr_destroy(expr);
    free(text);
    return 0;
}
