#include "problem/stationary.h"

#include <float.h>
#include <math.h>

enum { RING = 32 };

/* Outputs at w as they are everywhere, limits included as long as some are left. */
static void evaluate(Refine *refine, int level, Vec2 w, double *out)
{
    problem_plain(refine->problem, level, w, out);
    refine->budget--;
    bool singular = false;
    for (int k = 0; k < level; k++)
        singular = singular || isnan(out[k]);
    if (!singular || refine->limits-- > 0)
        refine->problem->kind->point(refine->problem, level, w, out);
}

static double value_at(Refine *refine, Vec2 w)
{
    double f;
    evaluate(refine, 1, w, &f);
    return f;
}

/* |g| at w, infinite where it is no number: then no step towards w is taken. */
static double slope_at(Refine *refine, Vec2 w)
{
    double out[3];
    evaluate(refine, 3, w, out);
    Vec2 g = vec2(out[1], out[2]);
    return vec2_finite(g) ? vec2_norm(g) : (double)INFINITY;
}

/* A point with what Newton's method needs to know of it. */
typedef struct Local {
    Vec2 at, g;
    Sym2 h;
    double slope; /* |g|, infinite where something is no number: no step goes there */
} Local;

static Local evaluate_local(Refine *refine, Vec2 w)
{
    double out[6];
    evaluate(refine, 6, w, out);
    Local local = {.at = w, .g = vec2(out[1], out[2]), .h = {out[3], out[4], out[5]}};
    bool finite =
        isfinite(out[0]) && vec2_finite(local.g) && isfinite(local.h.xx + local.h.xy + local.h.yy);
    local.slope = finite ? vec2_norm(local.g) : (double)INFINITY;
    return local;
}

/* Newton's step on g = 0; directions in which the Hessian is singular up to rounding are left
 * alone. *largest is the largest |eigenvalue|. */
static Vec2 newton_step(const Local *here, double *largest)
{
    Eigen2 eigen = sym2_eigen(here->h);
    *largest = fmax(fabs(eigen.value[0]), fabs(eigen.value[1]));
    Vec2 step = vec2(0, 0);
    for (int k = 0; k < 2; k++) {
        if (fabs(eigen.value[k]) > 1e-13 * *largest) {
            double along = vec2_dot(eigen.vector[k], here->g) / eigen.value[k];
            step = vec2_sub(step, vec2_scale(eigen.vector[k], along));
        }
    }
    return step;
}

/* Follows Newton's steps, each shortened until |g| falls, to a zero of g no farther than `radius`
 * from *w. Gives up where a step points far away: the grid has a better place to start from. */
static bool refine_by_newton(Refine *refine, Vec2 *w, double radius)
{
    Local here = evaluate_local(refine, *w);
    for (int iteration = 0; iteration < 100 && refine->budget > 0; iteration++) {
        if (!isfinite(here.slope))
            return false;
        double largest;
        Vec2 step = newton_step(&here, &largest);
        double length = vec2_norm(step);
        if (length > 2 * radius)
            return false;
        double t = fmin(1, 0.5 * radius / fmax(length, DBL_MIN));
        Local next = evaluate_local(refine, vec2_add(here.at, vec2_scale(step, t)));
        while (next.slope >= here.slope && t > 0.1) {
            t *= 0.5;
            next = evaluate_local(refine, vec2_add(here.at, vec2_scale(step, t)));
        }
        bool stuck = next.slope >= here.slope;
        if (here.slope == 0 ||
            (length < (stuck ? 1e-8 : 1e-15) * refine->size &&
             here.slope < 1e-7 * largest * refine->size && here.slope < 1e-6 * refine->steepest)) {
            *w = here.at;
            return true;
        }
        if (stuck || vec2_norm(vec2_sub(next.at, *w)) > radius)
            return false;
        here = next;
    }
    return false;
}

/* A coordinate that is a short number up to the search's error becomes that number, unless the
 * gradient (or, where there is none, the value) says otherwise. */
static Vec2 round_coordinates(Refine *refine, Vec2 w)
{
    double unit = pow(10, ceil(log10(1e-7 * refine->size)));
    Vec2 short_w = vec2(round(w.x / unit) * unit, round(w.y / unit) * unit);
    Vec2 candidates[] = {short_w, vec2(short_w.x, w.y), vec2(w.x, short_w.y)};
    double slope = slope_at(refine, w);
    double value = value_at(refine, w);
    for (size_t i = 0; i < 3; i++) {
        double there = slope_at(refine, candidates[i]);
        if (there <= slope && isfinite(there))
            return vec2(candidates[i].x + 0.0, candidates[i].y + 0.0);
        if (!isfinite(there) && value_at(refine, candidates[i]) <= value)
            return vec2(candidates[i].x + 0.0, candidates[i].y + 0.0);
    }
    return w;
}

/* What the values on a small circle say, where the Hessian says nothing. */
static LandmarkKind kind_by_ring(Refine *refine, Vec2 w, double f)
{
    double low = (double)INFINITY, high = -(double)INFINITY, largest = fabs(f);
    for (int i = 0; i < RING; i++) {
        double angle = 2 * M_PI * (i + 0.5) / RING;
        double r = 0.05 * refine->size;
        double there = value_at(refine, vec2(w.x + r * cos(angle), w.y + r * sin(angle)));
        if (!isfinite(there))
            return LANDMARK_DEGENERATE;
        low = fmin(low, there - f);
        high = fmax(high, there - f);
        largest = fmax(largest, fabs(there));
    }
    double noise = 1e-14 * largest;
    if (low >= -noise && high > noise)
        return LANDMARK_MINIMUM;
    return high <= noise && low < -noise ? LANDMARK_MAXIMUM : LANDMARK_DEGENERATE;
}

/* Looks for another stationary point a little way off along `along`. */
static bool continues(Refine *refine, Vec2 w, Vec2 along)
{
    double distance = 0.05 * refine->size;
    Vec2 other = vec2_add(w, vec2_scale(along, distance));
    return refine_by_newton(refine, &other, 0.8 * distance) &&
           vec2_norm(vec2_sub(other, w)) > 0.2 * distance;
}

static CriticalPoint classify(Refine *refine, Vec2 w)
{
    double out[6];
    evaluate(refine, 6, w, out);
    CriticalPoint point = {.at = w, .isolated = true, .smooth = true, .value = out[0]};
    Eigen2 eigen = sym2_eigen((Sym2){out[3], out[4], out[5]});
    double low = eigen.value[0], high = eigen.value[1];
    double large = fmax(fabs(low), fabs(high)), small = fmin(fabs(low), fabs(high));
    if (isfinite(large) && small > 1e-6 * large) {
        point.kind = low > 0 ? LANDMARK_MINIMUM : high < 0 ? LANDMARK_MAXIMUM : LANDMARK_SADDLE;
        return point;
    }
    Vec2 flat = fabs(low) <= fabs(high) ? eigen.vector[0] : eigen.vector[1];
    point.isolated = !isfinite(large) || !continues(refine, w, flat);
    if (isfinite(large) && small > 1e-11 * large && point.isolated)
        point.kind = low > 0 ? LANDMARK_MINIMUM : high < 0 ? LANDMARK_MAXIMUM : LANDMARK_SADDLE;
    else
        point.kind = kind_by_ring(refine, w, point.value);
    return point;
}

/* Goes downhill by values alone, in eight directions, halving the stride from `from` to `to`, both
 * in cells. False if that leads away or takes more than `cost` evaluations. */
static bool descend(Refine *refine, Vec2 *w, double from, double to, int cost)
{
    static const double way[8][2] = {{1, 0}, {0, 1},   {-1, 0}, {0, -1},
                                     {1, 1}, {-1, -1}, {1, -1}, {-1, 1}};
    Vec2 start = *w;
    double f = value_at(refine, *w);
    for (double stride = from; stride > to && cost > 0;) {
        bool moved = false;
        for (int k = 0; k < 8 && !moved; k++) {
            Vec2 there = vec2(w->x + way[k][0] * stride * refine->cell.x,
                              w->y + way[k][1] * stride * refine->cell.y);
            double value; /* by values alone: a limit is no lower than what is around it */
            problem_plain(refine->problem, 1, there, &value);
            refine->budget--;
            cost--;
            if (value < f) {
                *w = there;
                f = value;
                moved = true;
            }
        }
        if (!moved)
            stride *= 0.5;
        if (vec2_norm(vec2_sub(*w, start)) > 2 * refine->size)
            return false;
    }
    return cost > 0 && isfinite(f);
}

/* Lowest value on a circle around w, less the value at w. */
static double ring_rise(Refine *refine, Vec2 w, double radius)
{
    double f = value_at(refine, w), low = (double)INFINITY;
    for (int i = 0; i < RING; i++) {
        double angle = 2 * M_PI * (i + 0.5) / RING;
        Vec2 there = vec2(w.x + radius * cos(angle), w.y + radius * sin(angle));
        low = fmin(low, value_at(refine, there) - f);
    }
    return low;
}

bool stationary_from_guess(Refine *refine, Vec2 w, double radius, CriticalPoint *point)
{
    if (!refine_by_newton(refine, &w, radius))
        return false;
    *point = classify(refine, round_coordinates(refine, w));
    return true;
}

bool stationary_tip(Refine *refine, Vec2 w, CriticalPoint *point)
{
    double slope = slope_at(refine, w);
    if (!descend(refine, &w, 0.5, 2e-3, 150))
        return false;
    if (stationary_from_guess(refine, w, 0.1 * refine->size, point))
        return true;
    /* Close to a tip the slope is as it was a cell away; on the floor of a valley it is gone. */
    if (slope_at(refine, w) < 0.02 * slope || !descend(refine, &w, 2e-3, 1e-13, 1000))
        return false;
    w = round_coordinates(refine, w);
    *point = (CriticalPoint){.kind = LANDMARK_MINIMUM, .isolated = true, .at = w};
    point->value = value_at(refine, w);
    /* A pole goes on falling at the smallest scale. */
    double near = ring_rise(refine, w, 1e-6 * refine->size);
    double far = ring_rise(refine, w, 1e-2 * refine->size);
    return isfinite(point->value) && far > 0 && near <= 0.2 * far;
}
