#include "problem/problem.h"

#include <stdlib.h>

#include "base/rng.h"

double problem_value(const Problem *problem, Vec2 w)
{
    double out[1];
    problem->kind->point(problem, 1, w, out);
    return out[0];
}

double problem_gradient(const Problem *problem, Vec2 w, Vec2 *g)
{
    double out[3];
    problem->kind->point(problem, 3, w, out);
    *g = vec2(out[1], out[2]);
    return out[0];
}

double problem_hessian(const Problem *problem, Vec2 w, Vec2 *g, Sym2 *h)
{
    double out[6];
    problem->kind->point(problem, 6, w, out);
    *g = vec2(out[1], out[2]);
    *h = (Sym2){out[3], out[4], out[5]};
    return out[0];
}

void problem_plain(const Problem *problem, int level, Vec2 w, double *out)
{
    double *places[6];
    for (int k = 0; k < level; k++)
        places[k] = out + k;
    problem->kind->block(problem, level, &w.x, &w.y, places, 1);
}

void problem_values(const Problem *problem, const double *x, const double *y, double *f,
                    size_t count)
{
    problem->kind->block(problem, 1, x, y, &f, count);
}

bool problem_stochastic(const Problem *problem)
{
    return problem->kind->sample != NULL || problem->noise > 0;
}

void problem_sample(const Problem *problem, long t, int level, Vec2 w, double *out)
{
    if (problem->kind->sample != NULL)
        problem->kind->sample(problem, t, level, w, out);
    else
        problem->kind->point(problem, level, w, out);
    if (problem->noise > 0) {
        Rng rng = rng_at(problem->seed, (uint64_t)t);
        Vec2 n;
        n.x = problem->noise * rng_normal(&rng);
        n.y = problem->noise * rng_normal(&rng);
        out[0] += vec2_dot(n, vec2_sub(w, box2_center(problem->view)));
        if (level >= 3) {
            out[1] += n.x;
            out[2] += n.y;
        }
    }
}

bool problem_has_kink_near(const Problem *problem, Vec2 w, double reach)
{
    return problem->kind->kink != NULL && problem->kind->kink(problem, w) <= reach;
}

enum { GRID_SIDE = 24 };

static bool any_value(const Problem *problem)
{
    Vec2 size = box2_size(problem->view);
    for (int i = 0; i < GRID_SIDE * GRID_SIDE; i++) {
        Vec2 w = vec2(problem->view.min.x + size.x * (i % GRID_SIDE + 0.5) / GRID_SIDE,
                      problem->view.min.y + size.y * (i / GRID_SIDE + 0.5) / GRID_SIDE);
        double f;
        problem_plain(problem, 1, w, &f);
        if (isfinite(f))
            return true;
    }
    return false;
}

bool problem_can_start(const Problem *problem, Vec2 w, Err *err)
{
    if (isfinite(problem_value(problem, w)))
        return true;
    if (!any_value(problem)) {
        return err_set(err,
                       "'%s' has no finite value: not at the start %g,%g, nor at any of %d points "
                       "across its map",
                       problem->spec, w.x, w.y, GRID_SIDE * GRID_SIDE);
    }
    return err_set(err, "'%s' has no finite value at the start %g,%g; start where it has one",
                   problem->spec, w.x, w.y);
}

/* Below it a unit of the last digit is no number that one could divide by. */
static const double TIDY_MIN = 1e-300;

double problem_tidy(double value)
{
    if (!(value > TIDY_MIN) || !isfinite(value))
        return value;
    double unit = pow(10, floor(log10(value)) - 1);
    double digits = floor(value / unit + 1e-9);
    return unit < 1 ? digits / round(1 / unit) : digits * unit;
}

void problem_destroy(Problem *problem)
{
    if (problem == NULL)
        return;
    problem->kind->destroy(problem);
    params_deinit(&problem->params);
    free(problem);
}

const Landmark *problem_nearest_minimum(const Problem *problem, Vec2 w)
{
    const Landmark *nearest = NULL;
    double distance = 0;
    for (size_t i = 0; i < problem->landmark_count; i++) {
        const Landmark *landmark = &problem->landmarks[i];
        double d = vec2_norm(vec2_sub(landmark->at, w));
        if (landmark->kind == LANDMARK_MINIMUM && (nearest == NULL || d < distance)) {
            nearest = landmark;
            distance = d;
        }
    }
    return nearest;
}
