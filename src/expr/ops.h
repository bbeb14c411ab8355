/* ops: the operations a formula is made of, and what each does to numbers.
 *
 * One list for the parser (which names are functions), the graph (constant folding) and the
 * printers. Operations without a name cannot be written; they come from simplification and
 * differentiation. */
#ifndef RAVINE_EXPR_OPS_H
#define RAVINE_EXPR_OPS_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* op, function name, number of operands */
#define EXPR_OPS(X)                                                                                \
    X(CONST, NULL, 0)                                                                              \
    X(X, NULL, 0)                                                                                  \
    X(Y, NULL, 0)                                                                                  \
    X(NEG, NULL, 1)                                                                                \
    X(ADD, NULL, 2)                                                                                \
    X(SUB, NULL, 2)                                                                                \
    X(MUL, NULL, 2)                                                                                \
    X(DIV, NULL, 2)                                                                                \
    X(POW, "pow", 2)                                                                               \
    X(SQRT, "sqrt", 1)                                                                             \
    X(EXP, "exp", 1)                                                                               \
    X(LOG, "log", 1)                                                                               \
    X(SIN, "sin", 1)                                                                               \
    X(COS, "cos", 1)                                                                               \
    X(TAN, "tan", 1)                                                                               \
    X(ASIN, "asin", 1)                                                                             \
    X(ACOS, "acos", 1)                                                                             \
    X(ATAN, "atan", 1)                                                                             \
    X(SINH, "sinh", 1)                                                                             \
    X(COSH, "cosh", 1)                                                                             \
    X(TANH, "tanh", 1)                                                                             \
    X(ABS, "abs", 1)                                                                               \
    X(MIN, "min", 2)                                                                               \
    X(MAX, "max", 2)                                                                               \
    X(SIGN, "sign", 1)                                                                             \
    X(HYPOT, "hypot", 2)                                                                           \
    X(POWI, NULL, 1)   /* a^n, n an integer constant */                                            \
    X(SINC, NULL, 1)   /* g_n(a) below, n a constant */                                            \
    X(SINHC, NULL, 1)  /* h_n(a) below, n a constant */                                            \
    X(SECH2, NULL, 1)  /* 1 / cosh(a)^2 */                                                         \
    X(ARC, NULL, 1)    /* 1 / sqrt(1 - a^2) */                                                     \
    X(XLOGY, NULL, 2)  /* a log(b)^n, n a constant, and 0 where a is 0 as b is */                  \
    X(ZMUL, NULL, 2)   /* a b, and 0 where a is 0 and b infinite */                                \
    X(SELECT, NULL, 3) /* a > 0 ? b : a < 0 ? c : their mean */

typedef enum Op {
#define X(op, name, arity) OP_##op,
    EXPR_OPS(X)
#undef X
        OP_COUNT
} Op;

const char *op_name(Op op); /* NULL for what cannot be written */
int op_arity(Op op);

/* The operation on numbers; k is the integer constant of POWI, SINC, SINHC and XLOGY. OP_CONST,
 * OP_X and OP_Y are not operations. */
double op_apply(Op op, double k, double a, double b, double c);

/* min and max that pass on nan, unlike fmin and fmax; sign(0) = 0. */
#define OP_MIN(a, b)       ((a) != (a) ? (a) : (a) < (b) ? (a) : (b))
#define OP_MAX(a, b)       ((a) != (a) ? (a) : (a) > (b) ? (a) : (b))
#define OP_SIGN(a)         ((a) > 0 ? 1.0 : (a) < 0 ? -1.0 : (a) == 0 ? 0.0 : (a))
#define OP_SELECT(a, b, c) ((a) > 0 ? (b) : (a) < 0 ? (c) : 0.5 * (b) + 0.5 * (c) + 0.0 * (a))
#define OP_ZMUL(a, b)      ((a) == 0 && ((b) < -DBL_MAX || (b) > DBL_MAX) ? (a) : (a) * (b))

/* C's pow is 1 for 1^inf, inf^0, 0^0 and nan^0. Those are no numbers yet: nan sends them to
 * limit.h. */
static inline double op_power_if_any(double power, double a, double b)
{
    double finite = (a - a) + (b - b); /* 0, else nan */
    bool open = (power == 1) & ((finite != 0) | (a == 0));
    return open ? (double)NAN : power;
}

static inline double op_pow(double a, double b)
{
    double power = pow(a, b);
    return power == 1 ? op_power_if_any(power, a, b) : power;
}

/* C's hypot takes an infinite operand for the answer even if the other one is nan. */
static inline double op_hypot(double a, double b)
{
    double length = hypot(a, b);
    return a != a || b != b ? (double)NAN : length;
}

/* Spherical Bessel functions over powers, entire functions of s^2 (Abramowitz and Stegun, 10.1):
 *   g_n(s) = j_n(s) / s^n: g_0 = sin(s)/s, g_1 = (g_0 - cos s)/s^2, g_n' = -s g_(n+1)
 *   h_n(s) = i_n(s) / s^n: h_0 = sinh(s)/s, h_1 = (cosh s - h_0)/s^2, h_n' = s h_(n+1)
 * n is 0, 1 or 2. */
double op_sinc(int n, double s);
double op_sinhc(int n, double s);

double op_sech2(double a);
double op_arc(double a);
double op_xlogy(int n, double a, double b);

#endif
