/* expr: a formula in x and y, its exact derivatives, and programs that evaluate them.
 *
 *   text --parse--> tree (as written) --graph--> shared DAG --derive--> DAG of f, its gradient and
 *   its Hessian --program--> instructions for one point or for blocks of points
 *
 * This header is the door to the floor: the rest of Ravine includes it alone. It knows nothing of
 * optimizers or problems. */
#ifndef RAVINE_EXPR_EXPR_H
#define RAVINE_EXPR_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"
#include "expr/terms.h"

typedef struct Expr Expr;

/* Compiles text. On failure returns NULL, fills *err with one line ("formula:1:7: expected a
 * number, a name or '(' after '*'") followed by the offending line and a caret under the place,
 * and *place if it is not NULL. */
Expr *expr_create(const char *text, const ExprParam *params, size_t param_count, Err *err,
                  ExprPlace *place);
void expr_destroy(Expr *expr);

/* A formula in params alone ("a^2"): its value. Fails also where x or y occur. */
bool expr_constant(const char *text, const ExprParam *params, size_t param_count, double *value,
                   Err *err);

/* Evaluates at one point; out has `level` places. Never traps: singular points give the limit of
 * the formula as written where that is finite and can be found (limit.h), else nan or inf.
 * Thread-safe. Exact derivatives; bit for bit the same with every compiler. */
void expr_point(const Expr *expr, ExprLevel level, double x, double y, double *out);

/* Evaluates at count points; out[k] is an array of count values, k < level. Works in tiles that
 * stay in L1 and is vectorised; agrees with expr_point to a few ulp (library functions may come
 * from the vector library, within 4 ulp each), but where expr_point takes a limit by series it may
 * give nan. Thread-safe. x and y may not overlap out. */
void expr_block(const Expr *expr, ExprLevel level, const double *x, const double *y,
                double *const *out, size_t count);

/* Number of instructions per evaluation: what one value costs, what one gradient costs. */
size_t expr_cost(const Expr *expr, ExprLevel level);

/* Appends the formula as written, normalised (spaces, minimal parentheses), so that it parses to
 * the same formula; params appear by value. */
void expr_print(const Expr *expr, StrBuf *out);

/* Appends the formula in Ravine's math markup (a subset of TeX; view/text/mathtext reads it):
 * \frac{}{}, ^{}, _{}, \sqrt{}, \cdot, \left( \right), greek letters, \sin ... A quotient by a
 * number before a symbol becomes a fraction coefficient: x^2/2 is \frac{1}{2}x^{2}. */
void expr_print_tex(const Expr *expr, StrBuf *out);

#endif
