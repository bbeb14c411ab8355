#include "expr/series.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    N = SERIES_TERMS,
    ORDER_MAX = 1000 /* beyond this, nothing is said */
};

static Series in_state(SeriesState state)
{
    return (Series){.state = state};
}

/* O(tau^order): 0 as far as is known. */
static Series vanishing(int order)
{
    return (Series){.order = order < SERIES_EXACT ? order : SERIES_EXACT};
}

static bool is_zero(const Series *s)
{
    return s->count == 0 && s->order == SERIES_EXACT;
}

/* Drops leading zeros. */
static Series normalised(Series s)
{
    int zeros = 0;
    while (zeros < s.count && s.c[zeros] == 0)
        zeros++;
    for (int i = 0; i < s.count; i++)
        if (!isfinite(s.c[i]))
            return in_state(SERIES_UNKNOWN);
    if (s.exact && zeros == s.count)
        return vanishing(SERIES_EXACT);
    s.count -= zeros;
    s.order += zeros;
    memmove(s.c, s.c + zeros, (size_t)s.count * sizeof *s.c);
    if (s.exact) {
        memset(s.c + s.count, 0, (size_t)zeros * sizeof *s.c);
        s.count = N;
    }
    return s;
}

/* The highest power of a polynomial that is not 0. */
static int degree(const Series *s)
{
    int i = s->count - 1;
    while (i > 0 && s->c[i] == 0)
        i--;
    return s->order + i;
}

Series series_constant(double value)
{
    Series s = {.exact = true, .count = N, .c = {value}};
    return normalised(s);
}

Series series_path(double a, double b, double c, int step)
{
    assert(step > 0 && 2 * step < N);
    Series s = {.exact = true, .count = N};
    s.c[0] = a;
    s.c[step] = b;
    s.c[2 * step] = c;
    return normalised(s);
}

bool series_limit(const Series *s, double *limit)
{
    if (s->state != SERIES_KNOWN || s->order < 0 || (s->order == 0 && s->count == 0))
        return false;
    *limit = s->order > 0 ? 0 : s->c[0];
    return true;
}

static Series scaled(Series s, double factor)
{
    if (factor == 0)
        return vanishing(SERIES_EXACT);
    for (int i = 0; i < s.count; i++)
        s.c[i] *= factor;
    return s;
}

static double term(const Series *s, int power)
{
    int i = power - s->order;
    return i >= 0 && i < s->count ? s->c[i] : 0;
}

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

static Series sum(const Series *a, const Series *b)
{
    if (is_zero(a))
        return *b;
    if (is_zero(b))
        return *a;
    int known = min_int(a->order + a->count, b->order + b->count);
    int order = min_int(a->order, b->order);
    if (known <= order)
        return vanishing(known);
    Series s = {.order = order, .count = min_int(known - order, N)};
    s.exact = a->exact && b->exact && degree(a) < order + N && degree(b) < order + N;
    if (s.exact)
        s.count = N;
    for (int i = 0; i < s.count; i++) {
        double p = term(a, order + i);
        double q = term(b, order + i);
        s.c[i] = p + q;
        /* What is left after cancellation to the last bits is rounding. */
        if (fabs(s.c[i]) <= 8 * DBL_EPSILON * fmin(fabs(p), fabs(q)))
            s.c[i] = 0;
    }
    return normalised(s);
}

static Series difference(const Series *a, const Series *b)
{
    Series minus = scaled(*b, -1);
    return sum(a, &minus);
}

static Series product(const Series *a, const Series *b)
{
    if (is_zero(a) || is_zero(b))
        return vanishing(SERIES_EXACT);
    Series s = {.order = a->order + b->order, .count = min_int(a->count, b->count)};
    if (s.order < -ORDER_MAX || (s.order > ORDER_MAX && s.count > 0))
        return in_state(SERIES_UNKNOWN);
    if (s.count == 0)
        return vanishing(min_int(s.order, ORDER_MAX));
    s.exact = a->exact && b->exact && degree(a) + degree(b) < s.order + N;
    for (int i = 0; i < s.count; i++)
        for (int j = 0; j <= i; j++)
            s.c[i] += a->c[j] * b->c[i - j];
    return normalised(s);
}

/* What grows no faster than tau^order, which need not be a whole power. */
static Series bounded(double order)
{
    if (!(order >= -ORDER_MAX))
        return in_state(SERIES_UNKNOWN);
    return vanishing(order < ORDER_MAX ? (int)floor(order) : ORDER_MAX);
}

/* s^p by the recurrence of (s^p)' s = p s' s^p. */
static Series power(const Series *s, double p)
{
    if (p == 0)
        return series_constant(1);
    if (is_zero(s))
        return p > 0 ? *s : in_state(SERIES_UNDEFINED);
    double order = s->order * p;
    if (s->count == 0)
        return p > 0 ? bounded(order) : in_state(SERIES_UNKNOWN);
    if (s->c[0] < 0 && p != floor(p))
        return in_state(SERIES_UNDEFINED);
    if (fabs(order) > ORDER_MAX || order != floor(order))
        return bounded(order);
    Series r = {.order = (int)order, .count = s->count};
    r.c[0] = pow(s->c[0], p);
    for (int k = 1; k < r.count; k++) {
        for (int j = 1; j <= k; j++)
            r.c[k] += (p * j - (k - j)) * s->c[j] * r.c[k - j];
        r.c[k] /= k * s->c[0];
    }
    return normalised(r);
}

static Series quotient(const Series *a, const Series *b)
{
    Series inverse = power(b, -1);
    return inverse.state == SERIES_KNOWN ? product(a, &inverse) : inverse;
}

static Series derivative(const Series *s)
{
    if (is_zero(s))
        return *s;
    Series d = *s;
    d.order--;
    for (int i = 0; i < d.count; i++)
        d.c[i] *= s->order + i;
    return normalised(d);
}

static Series integral(const Series *s, double constant)
{
    Series r = *s;
    if (!is_zero(s))
        r.order++;
    for (int i = 0; i < r.count; i++) {
        if (r.order + i == 0 && r.c[i] != 0)
            return in_state(SERIES_UNKNOWN);
        if (r.c[i] != 0)
            r.c[i] /= r.order + i;
    }
    Series c = series_constant(constant);
    return sum(&r, &c);
}

/* -1, 0 or 1 for small tau; false if not known. */
static bool sign_of(const Series *s, int *sign)
{
    *sign = s->count == 0 ? 0 : s->c[0] > 0 ? 1 : -1;
    return s->count > 0 || is_zero(s);
}

/* The series as terms of tau^0, tau^1, ...; how many are known. */
static int dense(const Series *s, double out[N])
{
    int count = s->order + s->count < N ? s->order + s->count : N;
    for (int i = 0; i < N; i++)
        out[i] = term(s, i);
    return count;
}

static Series from_dense(const double c[N], int count)
{
    Series s = {.count = count};
    memcpy(s.c, c, (size_t)count * sizeof *c);
    return normalised(s);
}

/* exp, and sin with cos or sinh with cosh: y' = s' z, z' = sign s' y. */
static Series exponential(const Series *s)
{
    double a[N], e[N] = {0};
    int count = dense(s, a);
    if (s->order < 0 && s->count > 0 && s->c[0] < 0)
        return vanishing(ORDER_MAX); /* below every power of tau, but not 0 */
    if (s->order < 0 || count <= 0)
        return in_state(SERIES_UNKNOWN);
    e[0] = exp(a[0]);
    for (int k = 1; k < count; k++) {
        for (int j = 1; j <= k; j++)
            e[k] += j * a[j] * e[k - j];
        e[k] /= k;
    }
    return from_dense(e, count);
}

typedef struct Pair {
    Series odd, even;
} Pair;

static Pair wave(const Series *s, bool hyperbolic)
{
    double a[N], y[N] = {0}, z[N] = {0};
    int count = dense(s, a);
    if (s->order < 0 || count <= 0) {
        /* sin and cos stay within [-1, 1] whatever they do. */
        Series unknown = hyperbolic ? in_state(SERIES_UNKNOWN) : vanishing(0);
        return (Pair){unknown, unknown};
    }
    y[0] = hyperbolic ? sinh(a[0]) : sin(a[0]);
    z[0] = hyperbolic ? cosh(a[0]) : cos(a[0]);
    for (int k = 1; k < count; k++) {
        for (int j = 1; j <= k; j++) {
            y[k] += j * a[j] * z[k - j];
            z[k] += (hyperbolic ? 1 : -1) * j * a[j] * y[k - j];
        }
        y[k] /= k;
        z[k] /= k;
    }
    return (Pair){from_dense(y, count), from_dense(z, count)};
}

static Series ratio(Pair p)
{
    if (p.odd.state != SERIES_KNOWN)
        return p.odd;
    return quotient(&p.odd, &p.even);
}

static Series logarithm(const Series *s)
{
    if (is_zero(s) || (s->count > 0 && s->c[0] < 0))
        return in_state(SERIES_UNDEFINED);
    if (s->count == 0)
        return in_state(SERIES_UNKNOWN);
    if (s->order != 0)
        return vanishing(-1); /* log tau grows more slowly than any power */
    Series slope = derivative(s);
    slope = quotient(&slope, s);
    return integral(&slope, log(s->c[0]));
}

/* The integral of s' / (1 + sign s^2)^p from its value at tau = 0. */
static Series arc(const Series *s, double sign, double p, double start)
{
    Series square = product(s, s);
    Series one = series_constant(1);
    square = scaled(square, sign);
    Series inner = sum(&one, &square);
    inner = power(&inner, -p);
    if (inner.state != SERIES_KNOWN)
        return derivative(s).count == 0 ? series_constant(start) : inner;
    Series slope = derivative(s);
    slope = product(&slope, &inner);
    return integral(&slope, start);
}

static Series arc_tangent(const Series *s)
{
    if (s->order >= 0)
        return s->order + s->count > 0 ? arc(s, 1, 1, atan(term(s, 0))) : vanishing(0);
    if (s->count == 0)
        return vanishing(0);
    Series inverse = power(s, -1);
    Series a = arc(&inverse, 1, 1, 0);
    Series right = series_constant(s->c[0] > 0 ? M_PI_2 : -M_PI_2);
    return difference(&right, &a);
}

static Series arc_sine(const Series *s)
{
    if (s->order < 0 || s->order + s->count <= 0)
        return in_state(s->count > 0 ? SERIES_UNDEFINED : SERIES_UNKNOWN);
    return arc(s, -1, 0.5, asin(term(s, 0)));
}

/* Entire functions of z = -s^2 or s^2: their own series in z where s vanishes. */
static Series bessel(const Series *s, int n, bool hyperbolic)
{
    if (s->order <= 0) {
        Series g[3];
        Pair p = wave(s, hyperbolic);
        if (s->count == 0 || p.odd.state != SERIES_KNOWN)
            return in_state(SERIES_UNKNOWN);
        Series square = product(s, s);
        g[0] = quotient(&p.odd, s);
        g[1] = hyperbolic ? difference(&p.even, &g[0]) : difference(&g[0], &p.even);
        g[1] = quotient(&g[1], &square);
        Series three = scaled(g[1], 3);
        g[2] = hyperbolic ? difference(&g[0], &three) : difference(&three, &g[0]);
        g[2] = quotient(&g[2], &square);
        return g[n];
    }
    Series z = product(s, s);
    z = scaled(z, hyperbolic ? 0.5 : -0.5);
    Series total = vanishing(SERIES_EXACT);
    Series member = series_constant(n == 0 ? 1 : n == 1 ? 1.0 / 3 : 1.0 / 15);
    for (int k = 1; k <= N; k++) {
        total = sum(&total, &member);
        member = product(&member, &z);
        member = scaled(member, 1 / (k * (2.0 * n + 2.0 * k + 1)));
    }
    return total;
}

static bool is_constant(const Series *s, double *value)
{
    *value = is_zero(s) ? 0 : s->c[0];
    return is_zero(s) || (s->exact && s->order == 0 && degree(s) == 0);
}

/* What is left of s if nothing from tau^(order + count) on is known. */
static Series shortened(Series s, int count)
{
    if (count >= s.count)
        return s;
    s.exact = false;
    s.count = count > 0 ? count : 0;
    return normalised(s);
}

/* a^b = a^b(0) exp((b - b(0)) log a) where a falls to 0 or grows: the last factor is 1 but for
 * powers of tau times log tau, which grows more slowly than any power. */
static Series singular_power(const Series *a, const Series *b)
{
    if (b->order < 0 || b->count == 0 || (a->count == 0 && a->order <= 0))
        return in_state(SERIES_UNKNOWN);
    Series start = series_constant(b->order == 0 ? b->c[0] : 0);
    Series rest = difference(b, &start);
    if (a->count == 0 && !(start.count > 0 && start.c[0] > 0))
        return in_state(SERIES_UNKNOWN);
    Series s = power(a, start.count > 0 ? start.c[0] : 0);
    return s.state == SERIES_KNOWN && s.count > 0 ? shortened(s, rest.order - 1) : s;
}

static Series general_power(const Series *a, const Series *b)
{
    double exponent_value;
    if (is_constant(b, &exponent_value))
        return power(a, exponent_value);
    if (is_zero(a)) /* along the edge of the domain, which says nothing of the limit of 0^0 */
        return b->order > 0                  ? in_state(SERIES_UNDEFINED)
               : b->count > 0 && b->c[0] > 0 ? *a
                                             : in_state(SERIES_UNKNOWN);
    if (a->count > 0 && a->c[0] < 0)
        return in_state(SERIES_UNDEFINED);
    if (a->order != 0 || a->count == 0)
        return singular_power(a, b);
    Series exponent = logarithm(a);
    if (exponent.state != SERIES_KNOWN)
        return exponent;
    exponent = product(&exponent, b);
    return exponential(&exponent);
}

static Series choice(const Series *condition, const Series *positive, const Series *negative)
{
    int sign;
    if (!sign_of(condition, &sign)) {
        if (positive->state != SERIES_KNOWN || negative->state != SERIES_KNOWN)
            return in_state(SERIES_UNKNOWN);
        Series gap = difference(positive, negative); /* whichever it is, they have this in common */
        gap = vanishing(gap.order);
        return sum(positive, &gap);
    }
    if (sign != 0)
        return sign > 0 ? *positive : *negative;
    if (positive->state != SERIES_KNOWN || negative->state != SERIES_KNOWN)
        return positive->state != SERIES_KNOWN ? *positive : *negative;
    return scaled(sum(positive, negative), 0.5);
}

static Series absolute(const Series *s)
{
    int sign;
    return sign_of(s, &sign) ? scaled(*s, sign < 0 ? -1 : 1) : *s;
}

static Series unary(Op op, double k, const Series *a)
{
    int sign;
    switch (op) {
    case OP_NEG:
        return scaled(*a, -1);
    case OP_POWI:
        return power(a, k);
    case OP_SQRT:
        return power(a, 0.5);
    case OP_EXP:
        return exponential(a);
    case OP_LOG:
        return logarithm(a);
    case OP_SIN:
        return wave(a, false).odd;
    case OP_COS:
        return wave(a, false).even;
    case OP_TAN:
        return a->order >= 0 ? ratio(wave(a, false)) : in_state(SERIES_UNKNOWN);
    case OP_ASIN:
        return arc_sine(a);
    case OP_ACOS: {
        Series s = arc_sine(a);
        Series right = series_constant(M_PI_2);
        return s.state == SERIES_KNOWN ? difference(&right, &s) : s;
    }
    case OP_ATAN:
        return arc_tangent(a);
    case OP_SINH:
        return wave(a, true).odd;
    case OP_COSH:
        return wave(a, true).even;
    case OP_TANH:
        if (a->order < 0 && a->count > 0)
            return series_constant(a->c[0] > 0 ? 1 : -1);
        return a->order < 0 ? vanishing(0) : ratio(wave(a, true));
    case OP_ABS:
        return absolute(a);
    case OP_SIGN:
        return sign_of(a, &sign) ? series_constant(sign) : vanishing(0);
    case OP_SINC:
    case OP_SINHC:
        return bessel(a, (int)k, op == OP_SINHC);
    default:
        return in_state(SERIES_UNKNOWN);
    }
}

static Series binary(Op op, const Series *a, const Series *b)
{
    Series d, p, q;
    switch (op) {
    case OP_ADD:
        return sum(a, b);
    case OP_SUB:
        return difference(a, b);
    case OP_MUL:
        return product(a, b);
    case OP_DIV:
        return quotient(a, b);
    case OP_POW:
        return general_power(a, b);
    case OP_MIN:
        d = difference(b, a);
        return choice(&d, a, b);
    case OP_MAX:
        d = difference(a, b);
        return choice(&d, a, b);
    case OP_HYPOT:
        p = product(a, a);
        q = product(b, b);
        d = sum(&p, &q);
        return power(&d, 0.5);
    case OP_ZMUL:
        return product(a, b);
    default:
        return in_state(SERIES_UNKNOWN);
    }
}

Series series_apply(Op op, double k, const Series *a, const Series *b, const Series *c)
{
    const Series *const operands[3] = {a, b, c};
    int arity = op_arity(op);
    SeriesState worst = SERIES_KNOWN;
    for (int i = 0; i < arity; i++)
        if (operands[i]->state > worst)
            worst = operands[i]->state;
    /* As the operation is meant: log 0 is undefined. */
    if (op == OP_ZMUL && a->state == SERIES_KNOWN && is_zero(a))
        return *a;
    /* The branch not taken may be undefined. */
    if (op == OP_SELECT && a->state == SERIES_KNOWN)
        return choice(a, b, c);
    if (worst != SERIES_KNOWN)
        return in_state(worst);
    double value[3] = {0};
    bool constant = true;
    for (int i = 0; i < arity; i++)
        constant = constant && is_constant(operands[i], &value[i]);
    if (constant) {
        double result = op_apply(op, k, value[0], value[1], value[2]);
        return isfinite(result) ? series_constant(result) : in_state(SERIES_UNDEFINED);
    }
    return arity == 1 ? unary(op, k, a) : binary(op, a, b);
}
