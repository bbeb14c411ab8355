#include "expr/ops.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

static const struct {
    const char *name;
    int arity;
} table[OP_COUNT] = {
#define X(op, name, arity) [OP_##op] = {name, arity},
    EXPR_OPS(X)
#undef X
};

const char *op_name(Op op)
{
    return table[op].name;
}

int op_arity(Op op)
{
    return table[op].arity;
}

/* sum over k of (z/2)^k / (k! (2n+2k+1)!!), z = -s^2 for g_n and s^2 for h_n. */
static double bessel_series(int n, double z)
{
    double term = n == 0 ? 1 : n == 1 ? 1.0 / 3 : 1.0 / 15;
    double sum = term;
    for (int k = 1; k < 20; k++) {
        term *= 0.5 * z / (k * (2.0 * n + 2.0 * k + 1));
        sum += term;
    }
    return sum;
}

/* Below this |s| the closed forms lose digits and the series needs few terms. */
static const double SERIES_BELOW = 2;

double op_sinc(int n, double s)
{
    if (n > 0 && fabs(s) < SERIES_BELOW)
        return bessel_series(n, -s * s);
    double g0 = s == 0 ? 1 : sin(s) / s;
    if (n == 0)
        return g0;
    double g1 = (g0 - cos(s)) / s / s;
    return n == 1 ? g1 : (3 * g1 - g0) / s / s;
}

double op_sinhc(int n, double s)
{
    if (n > 0 && fabs(s) < SERIES_BELOW)
        return bessel_series(n, s * s);
    double h0 = s == 0 ? 1 : sinh(s) / s;
    if (n == 0)
        return h0;
    double h1 = (cosh(s) - h0) / s / s;
    return n == 1 ? h1 : (h0 - 3 * h1) / s / s;
}

/* 1 - tanh(a)^2 would lose all digits where tanh is near 1. */
double op_sech2(double a)
{
    double e = exp(-2 * fabs(a));
    return 4 * e / ((1 + e) * (1 + e));
}

/* The same of 1 - a^2. */
double op_arc(double a)
{
    return 1 / sqrt((1 - a) * (1 + a));
}

static double power_integer(double a, int n)
{
    if (n < 0)
        return 1 / power_integer(a, -n);
    if (n == 0)
        return 1;
    if (n % 2 != 0)
        return n == 1 ? a : power_integer(a, n - 1) * a;
    double half = power_integer(a, n / 2);
    return half * half;
}

double op_xlogy(int n, double a, double b)
{
    double power = power_integer(log(b), n);
    return OP_ZMUL(a, power);
}

double op_apply(Op op, double k, double a, double b, double c)
{
    switch (op) {
    case OP_NEG:
        return -a;
    case OP_ADD:
        return a + b;
    case OP_SUB:
        return a - b;
    case OP_MUL:
        return a * b;
    case OP_DIV:
        return a / b;
    case OP_POW:
        return op_pow(a, b);
    case OP_SQRT:
        return sqrt(a);
    case OP_EXP:
        return exp(a);
    case OP_LOG:
        return log(a);
    case OP_SIN:
        return sin(a);
    case OP_COS:
        return cos(a);
    case OP_TAN:
        return tan(a);
    case OP_ASIN:
        return asin(a);
    case OP_ACOS:
        return acos(a);
    case OP_ATAN:
        return atan(a);
    case OP_SINH:
        return sinh(a);
    case OP_COSH:
        return cosh(a);
    case OP_TANH:
        return tanh(a);
    case OP_ABS:
        return fabs(a);
    case OP_MIN:
        return OP_MIN(a, b);
    case OP_MAX:
        return OP_MAX(a, b);
    case OP_SIGN:
        return OP_SIGN(a);
    case OP_HYPOT:
        return op_hypot(a, b);
    case OP_POWI:
        return power_integer(a, (int)k);
    case OP_SINC:
        return op_sinc((int)k, a);
    case OP_SINHC:
        return op_sinhc((int)k, a);
    case OP_XLOGY:
        return op_xlogy((int)k, a, b);
    case OP_SECH2:
        return op_sech2(a);
    case OP_ARC:
        return op_arc(a);
    case OP_ZMUL:
        return OP_ZMUL(a, b);
    case OP_SELECT:
        return OP_SELECT(a, b, c);
    case OP_CONST:
    case OP_X:
    case OP_Y:
    case OP_COUNT:
        break;
    }
    assert(false && "not an operation");
    return 0;
}
