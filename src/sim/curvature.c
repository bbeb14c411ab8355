#include "sim/curvature.h"

#include <math.h>

/* Eigenvalues smaller than this share of the other count as 0. */
static const double FLAT = 1e-9;

/* Learning rates that differ by no more are the same on all axes. */
static const double EVEN = 1e-9;

static CurvatureShape shape_of(const Eigen2 *eigen, double kappa)
{
    if (!(kappa < 1.0 / FLAT))
        return CURVATURE_FLAT;
    if (eigen->value[0] > 0.0)
        return CURVATURE_BOWL;
    return eigen->value[1] > 0.0 ? CURVATURE_SADDLE : CURVATURE_DOME;
}

void curvature_at(Curvature *curvature, const Problem *problem, Vec2 at)
{
    *curvature = (Curvature){.at = at, .product = (double)NAN, .limit = (double)NAN};
    curvature->f = problem_hessian(problem, at, &curvature->g, &curvature->h);
    curvature->eigen = sym2_eigen(curvature->h);
    double low = fabs(curvature->eigen.value[0]), high = fabs(curvature->eigen.value[1]);
    if (!isfinite(low) || !isfinite(high) || !vec2_finite(curvature->g))
        return;
    curvature->kappa = fmax(low, high) / fmin(low, high);
    curvature->shape = shape_of(&curvature->eigen, curvature->kappa);
    Vec2 down;
    if (curvature->shape != CURVATURE_FLAT && sym2_solve(curvature->h, curvature->g, &down))
        curvature->center = vec2_sub(at, down);
    else
        curvature->shape = CURVATURE_FLAT;
}

/* The Hessian without the axes that curve down. */
static Sym2 upward(const Eigen2 *eigen)
{
    Sym2 sum = {0, 0, 0};
    for (int i = 0; i < 2; i++) {
        double value = fmax(eigen->value[i], 0.0);
        Vec2 v = eigen->vector[i];
        sum = (Sym2){sum.xx + value * v.x * v.x, sum.xy + value * v.x * v.y,
                     sum.yy + value * v.y * v.y};
    }
    return sum;
}

/* Of a product of two symmetric matrices, one of them positive: it is real. */
static double largest_of_product(Sym2 a, Sym2 b)
{
    double xx = a.xx * b.xx + a.xy * b.xy, yy = a.xy * b.xy + a.yy * b.yy;
    double xy = a.xx * b.xy + a.xy * b.yy, yx = a.xy * b.xx + a.yy * b.xy;
    double half = 0.5 * (xx - yy);
    return 0.5 * (xx + yy) + sqrt(fmax(0.0, half * half + xy * yx));
}

static bool is_even(Sym2 rate)
{
    double size = fmax(fabs(rate.xx), fabs(rate.yy));
    return fabs(rate.xx - rate.yy) <= EVEN * size && fabs(rate.xy) <= EVEN * size;
}

void curvature_judge(Curvature *curvature, const StepRecord *record, const Response *response)
{
    int lr = optimizer_hyper_find(record->optimizer, "lr");
    curvature->verdict = VERDICT_NONE;
    if (curvature->shape == CURVATURE_NONE || !response->linear ||
        !(curvature->eigen.value[1] > 0.0))
        return;
    Sym2 h = upward(&curvature->eigen);
    double margin = stability_margin(record, h);
    if (isnan(margin))
        return;
    curvature->scaled = lr < 0 || !is_even(response->rate);
    curvature->product = curvature->scaled ? largest_of_product(response->rate, h)
                                           : record->hyper[lr] * curvature->eigen.value[1];
    curvature->limit = margin * curvature->product;
    curvature->verdict = margin > 1.0 ? VERDICT_STABLE : VERDICT_GROWS;
}
