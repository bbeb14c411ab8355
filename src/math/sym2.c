#include "math/sym2.h"

#include <float.h>
#include <math.h>

static Eigen2 eigen_nan(void)
{
    double nan = (double)NAN;
    return (Eigen2){{nan, nan}, {{nan, nan}, {nan, nan}}};
}

static Eigen2 eigen_diagonal(double xx, double yy)
{
    if (xx <= yy)
        return (Eigen2){{xx, yy}, {{1, 0}, {0, 1}}};
    return (Eigen2){{yy, xx}, {{0, 1}, {1, 0}}};
}

/* The eigenvalue of larger magnitude is a sum without cancellation; the other one follows from
 * the determinant over it, as in LAPACK's dlaev2. */
static void eigen_values(Sym2 a, double value[2])
{
    double mean = 0.5 * a.xx + 0.5 * a.yy;
    double radius = hypot(0.5 * a.xx - 0.5 * a.yy, a.xy);
    double large = mean >= 0 ? mean + radius : mean - radius;
    bool xx_larger = fabs(a.xx) >= fabs(a.yy);
    double outer = xx_larger ? a.xx : a.yy;
    double inner = xx_larger ? a.yy : a.xx;
    double small = outer / large * inner - a.xy / large * a.xy;
    value[0] = mean >= 0 ? small : large;
    value[1] = mean >= 0 ? large : small;
}

Eigen2 sym2_eigen(Sym2 a)
{
    if (!isfinite(a.xx) || !isfinite(a.xy) || !isfinite(a.yy))
        return eigen_nan();
    if (a.xy == 0)
        return eigen_diagonal(a.xx, a.yy);
    Eigen2 e;
    eigen_values(a, e.value);
    double angle = 0.5 * atan2(a.xy, 0.5 * a.xx - 0.5 * a.yy);
    double c = cos(angle);
    double s = sin(angle);
    e.vector[0] = vec2(-s, c);
    e.vector[1] = vec2(c, s);
    return e;
}

bool sym2_solve(Sym2 a, Vec2 b, Vec2 *x)
{
    if (!isfinite(a.xx) || !isfinite(a.xy) || !isfinite(a.yy) || !vec2_finite(b))
        return false;
    /* Rows (p q | r) and (s t | u), the first with the larger head. */
    bool swap = fabs(a.xy) > fabs(a.xx);
    double p = swap ? a.xy : a.xx;
    double q = swap ? a.yy : a.xy;
    double s = swap ? a.xx : a.xy;
    double t = swap ? a.xy : a.yy;
    double r = swap ? b.y : b.x;
    double u = swap ? b.x : b.y;
    if (p == 0)
        return false;
    double factor = s / p;
    double taken = factor * q;
    double pivot = t - taken;
    /* What is left of t must be more than the rounding of what was taken from it; a matrix that is
     * only badly scaled passes. */
    if (fabs(pivot) <= 4 * DBL_EPSILON * fmin(fabs(t), fabs(taken)) || pivot == 0)
        return false;
    double y = (u - factor * r) / pivot;
    Vec2 solution = vec2((r - q * y) / p, y);
    if (!vec2_finite(solution))
        return false;
    *x = solution;
    return true;
}

Vec2 sym2_apply(Sym2 a, Vec2 v)
{
    return vec2(a.xx * v.x + a.xy * v.y, a.xy * v.x + a.yy * v.y);
}
