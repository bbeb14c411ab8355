#include "problem/critical.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "problem/stationary.h"

/* An odd number of cells, so that the middle of the box, where singular points like to sit, is no
 * grid point. */
enum { CELLS = 97, NODES = CELLS + 1, GRID = NODES * NODES, TIPS_MAX = 40 };

/* Evaluations, and those at singular points: as many as find everything, but of a formula of
 * thousands of operations no more than what takes a fifth of a second. */
enum { BUDGET = 50000, WORK = 5000000, LIMITS = 2000, LIMITS_WORK = 10000 };

typedef struct Search {
    Refine refine;
    Box2 box;
    double *x, *y, *f, *fx, *fy; /* [GRID], row by row */
    double *memory;
    long for_tips; /* the budget that the search for dips leaves to the others */
    CriticalSet *set;
} Search;

/* How often, at most `most` times, something can be done that takes `cost` of the work. */
static long affordable(long most, long work, size_t cost)
{
    long times = work / (long)(cost > 0 ? cost : 1);
    return times < most ? times : most;
}

static void search_init(Search *search, const Problem *problem, Box2 box, CriticalSet *set)
{
    Vec2 size = box2_size(box);
    *search = (Search){.box = box, .set = set};
    search->memory = mem_calloc(5 * (size_t)GRID, sizeof(double));
    double **arrays[] = {&search->x, &search->y, &search->f, &search->fx, &search->fy};
    for (size_t k = 0; k < 5; k++)
        *arrays[k] = search->memory + k * GRID;
    for (size_t i = 0; i < GRID; i++) {
        search->x[i] = box.min.x + size.x * (double)(i % NODES) / CELLS;
        search->y[i] = box.min.y + size.y * (double)(i / NODES) / CELLS;
    }
    double *out[] = {search->f, search->fx, search->fy};
    problem->kind->block(problem, 3, search->x, search->y, out, GRID);
    double steepest = 0;
    for (size_t i = 0; i < GRID; i++) {
        double slope = hypot(search->fx[i], search->fy[i]);
        steepest = isfinite(slope) ? fmax(steepest, slope) : steepest;
    }
    Vec2 cell = vec2_scale(size, 1.0 / CELLS);
    search->refine = (Refine){.problem = problem,
                              .cell = cell,
                              .size = fmax(cell.x, cell.y),
                              .steepest = steepest,
                              .budget = affordable(BUDGET, WORK, problem->cost),
                              .limits = affordable(LIMITS, LIMITS_WORK, problem->cost)};
    search->for_tips = search->refine.budget / 2;
}

static void note_value(CriticalSet *set, double f)
{
    if (isfinite(f) && !(f >= set->lowest))
        set->lowest = f;
}

static bool known(const CriticalSet *set, Vec2 w, Vec2 near)
{
    for (size_t i = 0; i < set->count; i++) {
        Vec2 d = vec2_sub(set->points[i].at, w);
        if (fabs(d.x) <= near.x && fabs(d.y) <= near.y)
            return true;
    }
    return false;
}

static void keep(Search *search, CriticalPoint point)
{
    CriticalSet *set = search->set;
    if (set->count == CRITICAL_POINTS_MAX || !box2_contains(search->box, point.at) ||
        known(set, point.at, vec2_scale(search->refine.cell, 1e-4)))
        return;
    set->points[set->count++] = point;
    if (set->count == CRITICAL_POINTS_MAX)
        search->refine.budget = 0; /* full: no use in looking further */
}

static void try_from(Search *search, Vec2 w)
{
    if (known(search->set, w, vec2_scale(search->refine.cell, 0.5)))
        return;
    CriticalPoint point;
    if (stationary_from_guess(&search->refine, w, 2 * search->refine.size, &point))
        keep(search, point);
}

/* True if all four values are finite and zero lies among them. */
static bool straddles(double a, double b, double c, double d)
{
    double low = fmin(fmin(a, b), fmin(c, d)), high = fmax(fmax(a, b), fmax(c, d));
    return isfinite(a + b + c + d) && low <= 0 && high >= 0;
}

static void search_sign_changes(Search *search)
{
    const double *fx = search->fx, *fy = search->fy;
    for (size_t j = 0; j < CELLS; j++) {
        for (size_t i = 0; i < CELLS; i++) {
            size_t a = j * NODES + i, b = a + 1, c = a + NODES, d = c + 1;
            bool flat = fmax(fmax(fabs(fx[a]) + fabs(fy[a]), fabs(fx[b]) + fabs(fy[b])),
                             fmax(fabs(fx[c]) + fabs(fy[c]), fabs(fx[d]) + fabs(fy[d]))) == 0;
            if (!flat && straddles(fx[a], fx[b], fx[c], fx[d]) &&
                straddles(fy[a], fy[b], fy[c], fy[d])) {
                try_from(search, vec2(0.5 * (search->x[a] + search->x[b]),
                                      0.5 * (search->y[a] + search->y[c])));
            }
        }
    }
}

/* True if a node's value is finite and not above its eight neighbours' (of which one or more is
 * higher). */
static bool is_grid_minimum(const double *values, size_t node)
{
    double here = values[node];
    double highest = here;
    for (size_t row = node - NODES; row <= node + NODES; row += NODES) {
        for (size_t k = row - 1; k <= row + 1; k++) {
            if (values[k] < here)
                return false;
            highest = fmax(highest, values[k]);
        }
    }
    return isfinite(here) && highest > here;
}

static void search_gradient_minima(Search *search)
{
    double *slope = mem_calloc(GRID, sizeof *slope);
    for (size_t i = 0; i < GRID; i++)
        slope[i] = hypot(search->fx[i], search->fy[i]);
    for (size_t j = 1; j < CELLS; j++) {
        for (size_t i = 1; i < CELLS; i++) {
            size_t node = j * NODES + i;
            if (is_grid_minimum(slope, node))
                try_from(search, vec2(search->x[node], search->y[node]));
        }
    }
    free(slope);
}

typedef struct GridMinimum {
    double value;
    Vec2 at;
} GridMinimum;

static int compare_grid_minima(const void *a, const void *b)
{
    const GridMinimum *p = a, *q = b;
    return (p->value > q->value) - (p->value < q->value);
}

/* Minima, the lowest first: they matter most should the budget run out. */
static void search_value_minima(Search *search)
{
    GridMinimum *list = mem_calloc(GRID, sizeof *list);
    size_t count = 0;
    for (size_t j = 1; j < CELLS; j++) {
        for (size_t i = 1; i < CELLS; i++) {
            size_t node = j * NODES + i;
            if (is_grid_minimum(search->f, node)) {
                list[count++] =
                    (GridMinimum){search->f[node], vec2(search->x[node], search->y[node])};
            }
        }
    }
    qsort(list, count, sizeof *list, compare_grid_minima);
    int tips = TIPS_MAX;
    for (size_t i = 0; i < count && search->refine.budget > search->for_tips; i++) {
        Vec2 w = list[i].at;
        if (known(search->set, w, vec2_scale(search->refine.cell, 0.7)))
            continue;
        CriticalPoint point;
        if (stationary_from_guess(&search->refine, w, 2 * search->refine.size, &point) ||
            (tips-- > 0 && stationary_tip(&search->refine, w, &point)))
            keep(search, point);
    }
    free(list);
}

/* Stationary points come in pairs where a fold opens, close together along a flat direction:
 * looks for the other one. */
static void search_twins(Search *search)
{
    CriticalSet *set = search->set;
    for (size_t i = 0; i < set->count && search->refine.budget > 0; i++) {
        Vec2 w = set->points[i].at;
        double out[6];
        if (!set->points[i].isolated || !set->points[i].smooth)
            continue;
        problem_plain(search->refine.problem, 6, w, out);
        Eigen2 eigen = sym2_eigen((Sym2){out[3], out[4], out[5]});
        int flat = fabs(eigen.value[1]) < fabs(eigen.value[0]);
        if (!(fabs(eigen.value[flat]) <= 0.1 * fabs(eigen.value[!flat])))
            continue;
        for (double stride = -1; stride <= 1; stride += 0.5) {
            Vec2 other = vec2_add(w, vec2_scale(eigen.vector[flat], stride * search->refine.size));
            CriticalPoint point;
            if (stride != 0 &&
                stationary_from_guess(&search->refine, other, search->refine.size, &point))
                keep(search, point);
        }
    }
}

static int compare_points(const void *a, const void *b)
{
    static const int rank[] = {[LANDMARK_MINIMUM] = 0,
                               [LANDMARK_SADDLE] = 1,
                               [LANDMARK_MAXIMUM] = 2,
                               [LANDMARK_DEGENERATE] = 3};
    const CriticalPoint *p = a, *q = b;
    if (p->kind != q->kind)
        return rank[p->kind] - rank[q->kind];
    double tie = 1e-12 * fmax(fabs(p->value), fabs(q->value));
    if (fabs(p->value - q->value) > tie)
        return p->value < q->value ? -1 : 1;
    if (p->at.x != q->at.x)
        return p->at.x < q->at.x ? -1 : 1;
    return (p->at.y > q->at.y) - (p->at.y < q->at.y);
}

void critical_find(const Problem *problem, Box2 box, CriticalSet *set)
{
    Search search;
    *set = (CriticalSet){.lowest = (double)NAN, .lowest_minimum = (double)INFINITY};
    search_init(&search, problem, box, set);
    search_value_minima(&search);
    search_sign_changes(&search);
    search_gradient_minima(&search);
    search_twins(&search);
    for (size_t i = 0; i < GRID; i++)
        note_value(set, search.f[i]);
    for (size_t i = 0; i < set->count; i++) {
        note_value(set, set->points[i].value);
        if (set->points[i].kind == LANDMARK_MINIMUM)
            set->lowest_minimum = fmin(set->lowest_minimum, set->points[i].value);
    }
    qsort(set->points, set->count, sizeof set->points[0], compare_points);
    free(search.memory);
}
