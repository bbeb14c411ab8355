#include "math/difference.h"

#include <float.h>
#include <math.h>

double difference_step(double x)
{
    return cbrt(DBL_EPSILON) * fmax(1, fabs(x));
}

static double step_for(double x, double h)
{
    if (!(h > 0))
        h = difference_step(x);
    /* Made exactly representable beside x, so that (x + h) - x is h. */
    volatile double moved = x + h;
    double step = moved - x;
    return step > 0 ? step : h;
}

Vec2 difference_gradient(DifferenceValue *f, const void *context, Vec2 w, double h)
{
    double hx = step_for(w.x, h);
    double hy = step_for(w.y, h);
    double dx = f(context, vec2(w.x + hx, w.y)) - f(context, vec2(w.x - hx, w.y));
    double dy = f(context, vec2(w.x, w.y + hy)) - f(context, vec2(w.x, w.y - hy));
    return vec2(dx / (2 * hx), dy / (2 * hy));
}

Vec2 difference_gradient_forward(DifferenceValue *f, const void *context, Vec2 w, double h)
{
    double hx = step_for(w.x, h);
    double hy = step_for(w.y, h);
    double here = f(context, w);
    double dx = f(context, vec2(w.x + hx, w.y)) - here;
    double dy = f(context, vec2(w.x, w.y + hy)) - here;
    return vec2(dx / hx, dy / hy);
}

Sym2 difference_hessian(DifferenceGradient *g, const void *context, Vec2 w, double h)
{
    double hx = step_for(w.x, h);
    double hy = step_for(w.y, h);
    Vec2 dx = vec2_sub(g(context, vec2(w.x + hx, w.y)), g(context, vec2(w.x - hx, w.y)));
    Vec2 dy = vec2_sub(g(context, vec2(w.x, w.y + hy)), g(context, vec2(w.x, w.y - hy)));
    return (Sym2){
        .xx = dx.x / (2 * hx),
        .xy = 0.5 * (dx.y / (2 * hx) + dy.x / (2 * hy)),
        .yy = dy.y / (2 * hy),
    };
}

static double error_of(double a, double b)
{
    if (!isfinite(a) || !isfinite(b))
        return (double)NAN;
    return fabs(a - b) / fmax(1, fmax(fabs(a), fabs(b)));
}

/* fmax would hide a nan. */
static double worse_of(double a, double b)
{
    return isnan(a) || isnan(b) ? (double)NAN : fmax(a, b);
}

double difference_error_vec2(Vec2 a, Vec2 b)
{
    return worse_of(error_of(a.x, b.x), error_of(a.y, b.y));
}

double difference_error_sym2(Sym2 a, Sym2 b)
{
    return worse_of(worse_of(error_of(a.xx, b.xx), error_of(a.xy, b.xy)), error_of(a.yy, b.yy));
}
