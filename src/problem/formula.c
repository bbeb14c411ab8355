#include "problem/formula.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "problem/critical.h"
#include "problem/landmark.h"

typedef struct FormulaData {
    Expr *expr;
    char *formula, *tex, *spec;
} FormulaData;

static void formula_point(const Problem *problem, int level, Vec2 w, double *out)
{
    const FormulaData *data = problem->data;
    expr_point(data->expr, (ExprLevel)level, w.x, w.y, out);
}

static void formula_block(const Problem *problem, int level, const double *x, const double *y,
                          double *const *out, size_t count)
{
    const FormulaData *data = problem->data;
    expr_block(data->expr, (ExprLevel)level, x, y, out, count);
}

static void formula_destroy(Problem *problem)
{
    FormulaData *data = problem->data;
    expr_destroy(data->expr);
    free(data->formula);
    free(data->tex);
    free(data->spec);
    free(data);
}

static const ProblemKind formula_kind = {
    .point = formula_point, .block = formula_block, .destroy = formula_destroy};

static char *printed(const Expr *expr, void (*print)(const Expr *, StrBuf *))
{
    StrBuf text = {0};
    print(expr, &text);
    char *copy = mem_strdup(strbuf_text(&text));
    strbuf_deinit(&text);
    return copy;
}

/* "bowl:kappa=20"; after a formula, which may end in a name, the colon stands apart. */
static char *spec_of(const char *head, const ParamSet *set, const char *before)
{
    StrBuf params = {0}, spec = {0};
    params_print(set, &params);
    strbuf_printf(&spec, "%s%s%s", head, params.len > 0 ? before : "", strbuf_text(&params));
    char *copy = mem_strdup(strbuf_text(&spec));
    strbuf_deinit(&params);
    strbuf_deinit(&spec);
    return copy;
}

Problem *formula_compile(const char *text, const ExprParam *values, size_t value_count,
                         ParamSet *set, const char *head, Err *err)
{
    Expr *expr = expr_create(text, values, value_count, err, NULL);
    if (expr == NULL)
        return NULL;
    FormulaData *data = mem_calloc(1, sizeof *data);
    data->expr = expr;
    data->formula = printed(expr, expr_print);
    data->tex = printed(expr, expr_print_tex);
    data->spec = spec_of(head, set, head == text ? " " : "");
    Problem *problem = mem_calloc(1, sizeof *problem);
    problem->kind = &formula_kind;
    problem->data = data;
    problem->formula = data->formula;
    problem->tex = data->tex;
    problem->names[0] = "x";
    problem->names[1] = "y";
    problem->spec = data->spec;
    problem->steps = PROBLEM_STEPS_DEFAULT;
    problem->cost = expr_cost(expr, EXPR_HESSIAN);
    problem->noise = params_get(set, "noise")->value;
    problem->seed = (uint64_t)params_get(set, "seed")->integer;
    problem->params = *set;
    *set = (ParamSet){0};
    return problem;
}

/* ---- What a typed formula leaves open: where to look, where to start, how far to step. ---- */

/* A view is square; the map shows more on its longer axis. */
static const double home_half = 5;

enum { SAMPLES_SIDE = 24, SAMPLES = SAMPLES_SIDE * SAMPLES_SIDE, CROWD = 8 };

/* The box to look at for a few stationary points; a crowd of them fills any view. */
static Box2 frame(const CriticalSet *found, double half)
{
    Box2 box = {vec2(half, half), vec2(-half, -half)};
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++) {
        const CriticalPoint *point = &found->points[i];
        if (point->isolated && point->kind != LANDMARK_MAXIMUM) {
            box.min = vec2(fmin(box.min.x, point->at.x), fmin(box.min.y, point->at.y));
            box.max = vec2(fmax(box.max.x, point->at.x), fmax(box.max.y, point->at.y));
            count++;
        }
    }
    Vec2 center = vec2(0, 0);
    double extent = home_half;
    if (count > 0 && count <= CROWD) {
        Vec2 size = box2_size(box);
        double spread = fmax(size.x, size.y);
        double reach = fmax(fmax(box.max.x, -box.min.x), fmax(box.max.y, -box.min.y));
        if (spread > 0 && spread < 0.4 * home_half) {
            center = box2_center(box);
            extent = spread;
        } else if (reach > 0.8 * home_half) {
            center = box2_center(box);
            extent = fmax(home_half, spread);
        }
    } else if (count > CROWD) {
        extent = half;
    }
    Vec2 corner = vec2(extent, extent);
    return (Box2){vec2_sub(center, corner), vec2_add(center, corner)};
}

static bool any_isolated(const CriticalSet *found)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->points[i].isolated)
            return true;
    return false;
}

static Box2 choose_view(const Problem *problem, CriticalSet *found)
{
    for (double half = home_half; half <= 100 * home_half; half *= 10) {
        critical_find(problem, (Box2){vec2(-half, -half), vec2(half, half)}, found);
        if (any_isolated(found))
            return frame(found, half);
    }
    return (Box2){vec2(-home_half, -home_half), vec2(home_half, home_half)};
}

/* Facts about the view, from a grid of points. */
typedef struct Survey {
    double median_value, median_slope, median_curvature;
} Survey;

static int compare_doubles(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return count == 0 ? 0 : values[count / 2];
}

static double curvature(Sym2 h)
{
    Eigen2 eigen = sym2_eigen(h);
    return fmax(fabs(eigen.value[0]), fabs(eigen.value[1]));
}

static Survey survey(const Problem *problem)
{
    double value[SAMPLES], slope[SAMPLES], curve[SAMPLES];
    size_t count = 0;
    Vec2 size = box2_size(problem->view);
    for (int i = 0; i < SAMPLES; i++) {
        Vec2 w = problem->view.min;
        w.x += size.x * (i % SAMPLES_SIDE + 0.5) / SAMPLES_SIDE;
        w.y += size.y * (i / SAMPLES_SIDE + 0.5) / SAMPLES_SIDE;
        double out[6];
        problem_plain(problem, 6, w, out);
        double bend = curvature((Sym2){out[3], out[4], out[5]});
        double steep = hypot(out[1], out[2]);
        if (isfinite(out[0]) && isfinite(steep) && isfinite(bend)) {
            value[count] = out[0];
            slope[count] = steep;
            curve[count++] = bend;
        }
    }
    return (Survey){median(value, count), median(slope, count), median(curve, count)};
}

/* A place with a slope under it, off the axes, and high up if there is such a one. */
static Vec2 choose_start(const Problem *problem, const Survey *about)
{
    static const double places[][2] = {{-0.72, 0.54},  {0.72, 0.54},   {-0.72, -0.54},
                                       {0.72, -0.54},  {-0.36, 0.72},  {0.36, -0.72},
                                       {-0.9, 0.13},   {0.9, -0.13},   {0.41, 0.29},
                                       {-0.41, -0.29}, {0.071, 0.053}, {-0.013, 0.017}};
    Vec2 center = box2_center(problem->view);
    Vec2 half = vec2_scale(box2_size(problem->view), 0.5);
    Vec2 best = center;
    int best_rank = 0;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        Vec2 w = vec2(center.x + places[i][0] * half.x, center.y + places[i][1] * half.y);
        double out[3];
        problem_plain(problem, 3, w, out);
        double f = out[0];
        Vec2 g = vec2(out[1], out[2]);
        if (!isfinite(f) || !vec2_finite(g))
            continue;
        int rank = 1 + (vec2_norm(g) > 0) + (vec2_norm(g) > 1e-3 * about->median_slope) +
                   (f > about->median_value);
        if (rank > best_rank) {
            best_rank = rank;
            best = w;
        }
    }
    return best;
}

/* True if 200 steps of gradient descent stay near the view. */
static bool descent_is_stable(const Problem *problem, double lr)
{
    Vec2 w = problem->start, center = box2_center(problem->view);
    double far = 10 * vec2_norm(box2_size(problem->view));
    for (int i = 0; i < 200; i++) {
        Vec2 g;
        problem_gradient(problem, w, &g);
        if (g.x == 0 && g.y == 0)
            return true;
        w = vec2_sub(w, vec2_scale(g, lr));
        if (!vec2_finite(w) || vec2_norm(vec2_sub(w, center)) > far)
            return false;
    }
    return true;
}

/* What is left for a loss at the end of what doubles can hold: some finite number above 0. */
static double usable_lr(double lr)
{
    return fmin(fmax(lr, DBL_MIN), DBL_MAX);
}

/* One over the curvature that is usual here, or the start's if that is larger; less where plain
 * gradient descent would leave for good although there is somewhere to go. */
static double choose_lr(const Problem *problem, const Survey *about)
{
    Vec2 g;
    Sym2 h;
    problem_hessian(problem, problem->start, &g, &h);
    double bend = fmax(about->median_curvature, curvature(h));
    double slope = vec2_norm(g);
    double lr = bend > 0 && isfinite(bend) ? 1 / bend : 0;
    if (lr == 0 || lr * slope > box2_size(problem->view).x)
        lr = slope > 0 && isfinite(slope) ? problem->reach / slope : 0.1;
    lr = usable_lr(lr);
    for (int i = 0; i < 30 && isfinite(problem->floor) && !descent_is_stable(problem, lr); i++)
        lr *= 0.5;
    return problem_tidy(usable_lr(lr));
}

/* The lowest value on coarse grids far beyond the view. */
static double lowest_far(const Problem *problem, Box2 region)
{
    Vec2 center = box2_center(region);
    double lowest = (double)INFINITY;
    for (double wide = 10; wide <= 1000; wide *= 10) {
        Vec2 half = vec2_scale(box2_size(region), 0.5 * wide);
        for (int i = 0; i < SAMPLES; i++) {
            double x = 2 * (i % SAMPLES_SIDE + 0.5) / SAMPLES_SIDE - 1;
            double y = 2 * (i / SAMPLES_SIDE + 0.5) / SAMPLES_SIDE - 1;
            Vec2 w = vec2(center.x + x * half.x, center.y + y * half.y);
            double f;
            problem_plain(problem, 1, w, &f);
            lowest = fmin(lowest, f);
        }
    }
    return lowest;
}

/* f*: the lowest minimum, if nothing that was seen lies lower; else -inf. */
static double choose_floor(const Problem *problem, Box2 region, double lowest_minimum,
                           double lowest)
{
    double slack = 1e-9 * fmax(1, fabs(lowest_minimum));
    if (!isfinite(lowest_minimum) || lowest < lowest_minimum - slack ||
        lowest_far(problem, region) < lowest_minimum - slack)
        return -(double)INFINITY;
    return lowest_minimum;
}

static void mark_global(Problem *problem)
{
    for (size_t i = 0; i < problem->landmark_count; i++) {
        Landmark *landmark = &problem->landmarks[i];
        landmark->global = landmark->kind == LANDMARK_MINIMUM && isfinite(problem->floor) &&
                           landmark->value <= problem->floor + 1e-9 * fmax(1, fabs(problem->floor));
    }
}

/* Where to look, where to start, how far to step. */
static void find_facts(Problem *problem)
{
    problem->id = "formula";
    problem->title = "Formula";
    problem->source = "typed";
    CriticalSet *found = mem_calloc(1, sizeof *found);
    problem->view = problem->domain = choose_view(problem, found);
    landmark_add_found(problem, found);
    double lowest_minimum = found->lowest_minimum, lowest = found->lowest;
    Box2 region = landmark_region(problem->view);
    critical_find(problem, region, found);
    landmark_add_found(problem, found);
    lowest_minimum = fmin(lowest_minimum, found->lowest_minimum);
    lowest = fmin(lowest, found->lowest);
    problem->floor = choose_floor(problem, region, lowest_minimum, lowest);
    free(found);
    mark_global(problem);
    Survey about = survey(problem);
    problem->start = choose_start(problem, &about);
    problem->reach = problem_tidy(box2_size(problem->view).x / 50);
    problem->lr = choose_lr(problem, &about);
}

Problem *formula_create(const char *text, const char *params, uint64_t seed, Err *err)
{
    ParamSet set;
    params_init(&set, NULL, 0);
    Problem *problem = NULL;
    if (params_read(&set, text, params, err)) {
        params_settle_seed(&set, seed, params_get(&set, "noise")->value > 0);
        problem = formula_compile(text, NULL, 0, &set, text, err);
    }
    if (problem != NULL)
        find_facts(problem);
    params_deinit(&set);
    return problem;
}
