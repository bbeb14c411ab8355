#include "problem/check.h"

#include <float.h>
#include <math.h>

#include "base/rng.h"
#include "math/difference.h"

/* Farther than differences reach in a view that is some tens wide. */
static const double KINK_REACH = 1e-3;

static double value_at(const void *context, Vec2 w)
{
    return problem_value(context, w);
}

static Vec2 gradient_at(const void *context, Vec2 w)
{
    Vec2 g;
    problem_gradient(context, w, &g);
    return g;
}

/* Of the two coordinates the one whose component has gradient_error. */
static double worse_coordinate(const ProblemCheck *check)
{
    Vec2 other = {check->gradient.x, check->numeric_gradient.y};
    return difference_error_vec2(check->gradient, other) == check->gradient_error ? check->at.y
                                                                                  : check->at.x;
}

ProblemCheck problem_check(const Problem *problem, Vec2 w)
{
    ProblemCheck check = {.at = w};
    check.value = problem_hessian(problem, w, &check.gradient, &check.hessian);
    check.numeric_gradient = difference_gradient(value_at, problem, w, 0);
    check.numeric_hessian = difference_hessian(gradient_at, problem, w, 0);
    check.gradient_error = difference_error_vec2(check.gradient, check.numeric_gradient);
    check.hessian_error = difference_error_sym2(check.hessian, check.numeric_hessian);
    check.h = difference_step(worse_coordinate(&check));
    return check;
}

/* What a smooth function's slopes on both sides differ by, f'' h, shrinks with h. */
static bool slopes_jump(const Problem *problem, const ProblemCheck *check)
{
    static const double NEAR = 1e-8, FAR = 1e-6, JUMP = 1e-3, ROUNDING = 16 * DBL_EPSILON;
    double least = JUMP;
    for (int i = 0; i < 2; i++) {
        const double h = i == 0 ? FAR : NEAR;
        const Vec2 right = difference_gradient_forward(value_at, problem, check->at, h);
        const Vec2 middle = difference_gradient(value_at, problem, check->at, h);
        const double jump = 2 * difference_error_vec2(right, middle);
        if (!(jump > least && jump > ROUNDING * fabs(check->value) / h))
            return false;
        least = fmax(least, 0.5 * jump);
    }
    return true;
}

CheckVerdict problem_check_verdict(const Problem *problem, const ProblemCheck *check)
{
    if (!isfinite(check->value))
        return CHECK_NO_VALUE;
    if (!vec2_finite(check->numeric_gradient))
        return CHECK_NO_DIFFERENCE;
    if (problem_has_kink_near(problem, check->at, difference_step(0)) ||
        slopes_jump(problem, check))
        return CHECK_KINK;
    if (!vec2_finite(check->gradient))
        return CHECK_NO_DERIVATIVE;
    return check->gradient_error <= CHECK_TOLERANCE ? CHECK_AGREES : CHECK_DIFFERS;
}

void problem_check_curve(const Problem *problem, Vec2 w, ProblemCurve *curve)
{
    Vec2 exact;
    problem_gradient(problem, w, &exact);
    for (int i = 0; i < CHECK_CURVE_POINTS; i++) {
        double h = pow(10, CHECK_CURVE_FROM + (double)i / CHECK_CURVE_PER_DECADE);
        curve->h[i] = h;
        curve->forward[i] =
            difference_error_vec2(exact, difference_gradient_forward(value_at, problem, w, h));
        curve->central[i] =
            difference_error_vec2(exact, difference_gradient(value_at, problem, w, h));
    }
}

/* The worst within half a decade. */
static double error_around(const ProblemCurve *curve, size_t point)
{
    enum { REACH = CHECK_CURVE_PER_DECADE / 2 };
    double worst = curve->central[point];
    for (size_t i = point < REACH ? 0 : point - REACH; i <= point + REACH && i < CHECK_CURVE_POINTS;
         i++)
        worst = fmax(worst, curve->central[i]); /* leaves out a nan */
    return worst;
}

size_t problem_curve_best(const ProblemCurve *curve)
{
    size_t best = CHECK_CURVE_POINTS;
    double least = INFINITY;
    for (size_t i = 0; i < CHECK_CURVE_POINTS; i++) {
        if (isnan(curve->central[i]) || error_around(curve, i) > least)
            continue;
        least = error_around(curve, i);
        best = i;
    }
    return best;
}

double problem_curve_power(const ProblemCurve *curve, const double *error, size_t from, size_t to)
{
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (size_t i = from; i <= to; i++) {
        if (!(error[i] > 0 && isfinite(error[i])))
            continue;
        const double u = log10(curve->h[i]), v = log10(error[i]);
        n++, x += u, y += v, xx += u * u, xy += u * v;
    }
    return n >= 2 && 2 * n > (double)(to - from + 1) ? (n * xy - x * y) / (n * xx - x * x)
                                                     : (double)NAN;
}

/* nan counts as the worst there is. */
static void note_worst(double error, Vec2 at, double *worst, Vec2 *worst_at)
{
    if (isnan(*worst) || error <= *worst)
        return;
    *worst = error;
    *worst_at = at;
}

static bool sym2_finite(Sym2 a)
{
    return isfinite(a.xx) && isfinite(a.xy) && isfinite(a.yy);
}

ProblemSweep problem_sweep(const Problem *problem, size_t count, uint64_t seed)
{
    Rng rng = rng_seeded(seed);
    ProblemSweep sweep = {0};
    for (size_t i = 0; i < count; i++) {
        Vec2 w;
        w.x = rng_range(&rng, problem->view.min.x, problem->view.max.x);
        w.y = rng_range(&rng, problem->view.min.y, problem->view.max.y);
        ProblemCheck check = problem_check(problem, w);
        if (problem_has_kink_near(problem, w, KINK_REACH) || !isfinite(check.value) ||
            !vec2_finite(check.numeric_gradient)) {
            sweep.skipped++;
            continue;
        }
        sweep.points++;
        note_worst(check.gradient_error, w, &sweep.gradient_error, &sweep.gradient_at);
        if (sym2_finite(check.hessian) && !sym2_finite(check.numeric_hessian))
            continue; /* a neighbour has no gradient: nothing to compare with */
        note_worst(check.hessian_error, w, &sweep.hessian_error, &sweep.hessian_at);
    }
    sweep.gradient_passed = sweep.points > 0 && sweep.gradient_error <= CHECK_TOLERANCE;
    sweep.hessian_passed = sweep.points > 0 && sweep.hessian_error <= CHECK_TOLERANCE;
    return sweep;
}
