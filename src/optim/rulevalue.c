#include "optim/rulevalue.h"

#include <math.h>

RuleValue rule_unknown(void)
{
    return (RuleValue){.shape = RULE_UNKNOWN};
}

static bool varies(const RuleValue *v)
{
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < RULE_VARIED_MAX; k++)
            if (v->d[i][k] != 0.0)
                return true;
    return false;
}

/* A number as a vector of two alike. */
static RuleValue broadcast(RuleValue v)
{
    if (v.shape == RULE_NUMBER) {
        v.shape = RULE_VECTOR;
        v.at[1] = v.at[0];
    }
    return v;
}

/* Element by element: value f(a, b), partial derivatives da and db of it. */
typedef void Binary(double a, double b, double *value, double *da, double *db);

static RuleValue elementwise(RuleValue a, RuleValue b, Binary *f)
{
    if (a.shape == RULE_UNKNOWN || b.shape == RULE_UNKNOWN || a.shape == RULE_MATRIX ||
        b.shape == RULE_MATRIX)
        return rule_unknown();
    RuleValue out = {.shape = a.shape == RULE_NUMBER && b.shape == RULE_NUMBER ? RULE_NUMBER
                                                                               : RULE_VECTOR,
                     .kinked = a.kinked || b.kinked};
    a = broadcast(a);
    b = broadcast(b);
    for (int i = 0; i < 2; i++) {
        double da, db;
        f(a.at[i], b.at[i], &out.at[i], &da, &db);
        /* Where a derivative is infinite, as a root's at 0, what does not vary stays still. */
        for (int k = 0; k < RULE_VARIED_MAX; k++)
            out.d[i][k] = (a.d[i][k] == 0.0 ? 0.0 : da * a.d[i][k]) +
                          (b.d[i][k] == 0.0 ? 0.0 : db * b.d[i][k]);
    }
    return out;
}

static void do_add(double a, double b, double *value, double *da, double *db)
{
    *value = a + b;
    *da = *db = 1.0;
}

static void do_subtract(double a, double b, double *value, double *da, double *db)
{
    *value = a - b;
    *da = 1.0;
    *db = -1.0;
}

static void do_multiply(double a, double b, double *value, double *da, double *db)
{
    *value = a * b;
    *da = b;
    *db = a;
}

static void do_divide(double a, double b, double *value, double *da, double *db)
{
    *value = a / b;
    *da = 1.0 / b;
    *db = -a / (b * b);
}

static void do_power(double a, double b, double *value, double *da, double *db)
{
    *value = pow(a, b);
    *da = b * pow(a, b - 1.0);
    *db = *value * log(a);
}

static void do_greater(double a, double b, double *value, double *da, double *db)
{
    *value = a > b ? a : b;
    *da = a > b ? 1.0 : 0.0;
    *db = 1.0 - *da;
}

static void do_lesser(double a, double b, double *value, double *da, double *db)
{
    *value = a < b ? a : b;
    *da = a < b ? 1.0 : 0.0;
    *db = 1.0 - *da;
}

static void do_root(double a, double b, double *value, double *da, double *db)
{
    (void)b;
    *value = sqrt(a);
    *da = 0.5 / *value;
    *db = 0.0;
}

static void do_sign(double a, double b, double *value, double *da, double *db)
{
    (void)b;
    *value = (a > 0.0 ? 1.0 : 0.0) - (a < 0.0 ? 1.0 : 0.0);
    *da = *db = 0.0;
}

static void do_absolute(double a, double b, double *value, double *da, double *db)
{
    (void)b;
    *value = fabs(a);
    *da = a < 0.0 ? -1.0 : 1.0;
    *db = 0.0;
}

static RuleValue kink(RuleValue v, RuleValue a, RuleValue b)
{
    v.kinked = v.kinked || varies(&a) || varies(&b);
    return v;
}

static Sym2 matrix_of(const RuleValue *v)
{
    return (Sym2){v->at[0], v->at[1], v->at[2]};
}

RuleValue rule_matrix(Sym2 a)
{
    return (RuleValue){.shape = RULE_MATRIX, .at = {a.xx, a.xy, a.yy}};
}

static RuleValue scale_matrix(RuleValue v, double by)
{
    for (int i = 0; i < 3; i++)
        v.at[i] *= by;
    return v;
}

RuleValue rule_apply(RuleValue a, RuleValue v)
{
    Sym2 m = matrix_of(&a);
    Vec2 product = sym2_apply(m, vec2(v.at[0], v.at[1]));
    RuleValue out = rule_vector(product);
    out.kinked = v.kinked;
    for (int k = 0; k < RULE_VARIED_MAX; k++) {
        out.d[0][k] = m.xx * v.d[0][k] + m.xy * v.d[1][k];
        out.d[1][k] = m.xy * v.d[0][k] + m.yy * v.d[1][k];
    }
    return out;
}

static RuleValue sum(RuleValue a, RuleValue b, double sign)
{
    if (a.shape != RULE_MATRIX || b.shape != RULE_MATRIX)
        return elementwise(a, b, sign > 0 ? do_add : do_subtract);
    for (int i = 0; i < 3; i++)
        a.at[i] += sign * b.at[i];
    return a;
}

RuleValue rule_add(RuleValue a, RuleValue b)
{
    return sum(a, b, 1);
}

RuleValue rule_subtract(RuleValue a, RuleValue b)
{
    return sum(a, b, -1);
}

RuleValue rule_multiply(RuleValue a, RuleValue b)
{
    if (a.shape == RULE_MATRIX && b.shape == RULE_VECTOR)
        return rule_apply(a, b);
    if (a.shape == RULE_NUMBER && b.shape == RULE_MATRIX)
        return scale_matrix(b, a.at[0]);
    return elementwise(a, b, do_multiply);
}

RuleValue rule_divide(RuleValue a, RuleValue b)
{
    if (a.shape == RULE_MATRIX && b.shape == RULE_NUMBER)
        return scale_matrix(a, 1.0 / b.at[0]);
    return elementwise(a, b, do_divide);
}

/* Only an inverse makes sense for a matrix. */
RuleValue rule_power(RuleValue a, RuleValue b)
{
    if (a.shape != RULE_MATRIX)
        return elementwise(a, b, do_power);
    if (b.shape != RULE_NUMBER || b.at[0] != -1.0)
        return rule_unknown();
    Vec2 first, second;
    if (!sym2_solve(matrix_of(&a), vec2(1, 0), &first) ||
        !sym2_solve(matrix_of(&a), vec2(0, 1), &second))
        return rule_unknown();
    return rule_matrix((Sym2){first.x, 0.5 * (first.y + second.x), second.y});
}

/* Of a matrix: its eigenvalues made positive, as saddle-free Newton has it. */
RuleValue rule_absolute(RuleValue a)
{
    if (a.shape != RULE_MATRIX)
        return kink(elementwise(a, rule_number(0), do_absolute), a, rule_number(0));
    Eigen2 e = sym2_eigen(matrix_of(&a));
    Sym2 sum = {0, 0, 0};
    for (int i = 0; i < 2; i++) {
        double size = fabs(e.value[i]);
        Vec2 v = e.vector[i];
        sum =
            (Sym2){sum.xx + size * v.x * v.x, sum.xy + size * v.x * v.y, sum.yy + size * v.y * v.y};
    }
    return rule_matrix(sum);
}

RuleValue rule_root(RuleValue a)
{
    return elementwise(a, rule_number(0), do_root);
}

RuleValue rule_sign(RuleValue a)
{
    return kink(elementwise(a, rule_number(0), do_sign), a, rule_number(0));
}

RuleValue rule_max(RuleValue a, RuleValue b)
{
    return kink(elementwise(a, b, do_greater), a, b);
}

RuleValue rule_min(RuleValue a, RuleValue b)
{
    return kink(elementwise(a, b, do_lesser), a, b);
}
