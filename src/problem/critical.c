#include "problem/critical.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* An odd number of cells, so that the middle of the box, where singular points like to sit, is no
 * grid point. */
enum {
    CELLS = 97,
    NODES = CELLS + 1,
    GRID = NODES * NODES,
    BUDGET = 50000,
    TIPS_MAX = 40,
    RING = 32
};

typedef struct Search {
    const Problem *problem;
    Box2 box;
    Vec2 cell;
    double size;                 /* the cell's longer side */
    double *x, *y, *f, *fx, *fy; /* [GRID], row by row */
    double *memory;
    double steepest; /* largest finite |g| on the grid */
    long budget;     /* evaluations left at single points */
    CriticalSet *set;
} Search;

static void search_init(Search *search, const Problem *problem, Box2 box, CriticalSet *set)
{
    Vec2 size = box2_size(box);
    *search = (Search){.problem = problem, .box = box, .set = set, .budget = BUDGET};
    search->cell = vec2_scale(size, 1.0 / CELLS);
    search->size = fmax(search->cell.x, search->cell.y);
    search->memory = mem_calloc(5 * (size_t)GRID, sizeof(double));
    double **arrays[] = {&search->x, &search->y, &search->f, &search->fx, &search->fy};
    for (size_t k = 0; k < 5; k++) {
        *arrays[k] = search->memory + k * GRID;
    }
    for (size_t i = 0; i < GRID; i++) {
        search->x[i] = box.min.x + size.x * (double)(i % NODES) / CELLS;
        search->y[i] = box.min.y + size.y * (double)(i / NODES) / CELLS;
    }
    double *out[] = {search->f, search->fx, search->fy};
    problem->kind->block(problem, 3, search->x, search->y, out, GRID);
    for (size_t i = 0; i < GRID; i++) {
        double slope = hypot(search->fx[i], search->fy[i]);
        search->steepest = isfinite(slope) ? fmax(search->steepest, slope) : search->steepest;
    }
}

static void note_value(CriticalSet *set, double f)
{
    if (isfinite(f) && !(f >= set->lowest)) {
        set->lowest = f;
    }
}

/* |g| at w, infinite where it is no number: then no step towards w is taken. */
static double slope_at(Search *search, Vec2 w)
{
    Vec2 g;
    search->budget--;
    problem_gradient(search->problem, w, &g);
    return vec2_finite(g) ? vec2_norm(g) : (double)INFINITY;
}

/* A point with what Newton's method needs to know of it. */
typedef struct Local {
    Vec2 at, g;
    Sym2 h;
    double slope; /* |g|, infinite where something is no number: no step goes there */
} Local;

static Local look(Search *search, Vec2 w)
{
    Local local = {.at = w};
    search->budget--;
    double f = problem_hessian(search->problem, w, &local.g, &local.h);
    bool finite =
        isfinite(f) && vec2_finite(local.g) && isfinite(local.h.xx + local.h.xy + local.h.yy);
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
static bool polish(Search *search, Vec2 *w, double radius)
{
    Local here = look(search, *w);
    for (int iteration = 0; iteration < 100 && search->budget > 0; iteration++) {
        if (!isfinite(here.slope)) {
            return false;
        }
        double largest;
        Vec2 step = newton_step(&here, &largest);
        double length = vec2_norm(step);
        if (length > 2 * radius) {
            return false;
        }
        double t = fmin(1, 0.5 * radius / fmax(length, DBL_MIN));
        Local next = look(search, vec2_add(here.at, vec2_scale(step, t)));
        while (next.slope >= here.slope && t > 0.1) {
            t *= 0.5;
            next = look(search, vec2_add(here.at, vec2_scale(step, t)));
        }
        bool stuck = next.slope >= here.slope;
        if (here.slope == 0 ||
            (length < (stuck ? 1e-8 : 1e-15) * search->size &&
             here.slope < 1e-7 * largest * search->size && here.slope < 1e-6 * search->steepest)) {
            *w = here.at;
            return true;
        }
        if (stuck || vec2_norm(vec2_sub(next.at, *w)) > radius) {
            return false;
        }
        here = next;
    }
    return false;
}

/* A coordinate that is a short number up to the search's error becomes that number, unless the
 * gradient (or, where there is none, the value) says otherwise. */
static Vec2 tidy(Search *search, Vec2 w)
{
    double unit = pow(10, ceil(log10(1e-7 * search->size)));
    Vec2 short_w = vec2(round(w.x / unit) * unit, round(w.y / unit) * unit);
    Vec2 candidates[] = {short_w, vec2(short_w.x, w.y), vec2(w.x, short_w.y)};
    double slope = slope_at(search, w);
    double value = problem_value(search->problem, w);
    for (size_t i = 0; i < 3; i++) {
        double there = slope_at(search, candidates[i]);
        if (there <= slope && isfinite(there)) {
            return vec2(candidates[i].x + 0.0, candidates[i].y + 0.0);
        }
        if (!isfinite(there) && problem_value(search->problem, candidates[i]) <= value) {
            return vec2(candidates[i].x + 0.0, candidates[i].y + 0.0);
        }
    }
    return w;
}

/* What the values on a small circle say, where the Hessian says nothing. */
static LandmarkKind kind_by_ring(Search *search, Vec2 w, double f)
{
    double low = (double)INFINITY, high = -(double)INFINITY, largest = fabs(f);
    for (int i = 0; i < RING; i++) {
        double angle = 2 * M_PI * (i + 0.5) / RING;
        double r = 0.05 * search->size;
        search->budget--;
        double there =
            problem_value(search->problem, vec2(w.x + r * cos(angle), w.y + r * sin(angle)));
        if (!isfinite(there)) {
            return LANDMARK_DEGENERATE;
        }
        low = fmin(low, there - f);
        high = fmax(high, there - f);
        largest = fmax(largest, fabs(there));
    }
    double noise = 1e-14 * largest;
    if (low >= -noise && high > noise) {
        return LANDMARK_MINIMUM;
    }
    return high <= noise && low < -noise ? LANDMARK_MAXIMUM : LANDMARK_DEGENERATE;
}

/* Looks for another stationary point a little way off along `along`. */
static bool continues(Search *search, Vec2 w, Vec2 along)
{
    double distance = 0.05 * search->size;
    Vec2 other = vec2_add(w, vec2_scale(along, distance));
    return polish(search, &other, 0.8 * distance) && vec2_norm(vec2_sub(other, w)) > 0.2 * distance;
}

static CriticalPoint classify(Search *search, Vec2 w)
{
    Vec2 g;
    Sym2 h;
    CriticalPoint point = {.at = w, .isolated = true, .smooth = true};
    point.value = problem_hessian(search->problem, w, &g, &h);
    Eigen2 eigen = sym2_eigen(h);
    double low = eigen.value[0], high = eigen.value[1];
    double large = fmax(fabs(low), fabs(high)), small = fmin(fabs(low), fabs(high));
    if (isfinite(large) && small > 1e-6 * large) {
        point.kind = low > 0 ? LANDMARK_MINIMUM : high < 0 ? LANDMARK_MAXIMUM : LANDMARK_SADDLE;
        return point;
    }
    Vec2 flat = fabs(low) <= fabs(high) ? eigen.vector[0] : eigen.vector[1];
    point.isolated = !isfinite(large) || !continues(search, w, flat);
    if (isfinite(large) && small > 1e-11 * large && point.isolated) {
        point.kind = low > 0 ? LANDMARK_MINIMUM : high < 0 ? LANDMARK_MAXIMUM : LANDMARK_SADDLE;
    } else {
        point.kind = kind_by_ring(search, w, point.value);
    }
    return point;
}

static bool known(const CriticalSet *set, Vec2 w, Vec2 near)
{
    for (size_t i = 0; i < set->count; i++) {
        Vec2 d = vec2_sub(set->points[i].at, w);
        if (fabs(d.x) <= near.x && fabs(d.y) <= near.y) {
            return true;
        }
    }
    return false;
}

static void keep(Search *search, CriticalPoint point)
{
    CriticalSet *set = search->set;
    if (set->count == CRITICAL_POINTS_MAX || !box2_contains(search->box, point.at) ||
        known(set, point.at, vec2_scale(search->cell, 1e-4))) {
        return;
    }
    set->points[set->count++] = point;
    if (set->count == CRITICAL_POINTS_MAX) {
        search->budget = 0; /* full: no use in looking further */
    }
}

static void try_from(Search *search, Vec2 w)
{
    if (known(search->set, w, vec2_scale(search->cell, 0.5))) {
        return;
    }
    if (polish(search, &w, 2 * search->size)) {
        keep(search, classify(search, tidy(search, w)));
    }
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
static bool dips(const double *values, size_t node)
{
    double here = values[node];
    double highest = here;
    for (size_t row = node - NODES; row <= node + NODES; row += NODES) {
        for (size_t k = row - 1; k <= row + 1; k++) {
            if (values[k] < here) {
                return false;
            }
            highest = fmax(highest, values[k]);
        }
    }
    return isfinite(here) && highest > here;
}

static void search_slope_dips(Search *search)
{
    double *slope = mem_calloc(GRID, sizeof *slope);
    for (size_t i = 0; i < GRID; i++) {
        slope[i] = hypot(search->fx[i], search->fy[i]);
    }
    for (size_t j = 1; j < CELLS; j++) {
        for (size_t i = 1; i < CELLS; i++) {
            size_t node = j * NODES + i;
            if (dips(slope, node)) {
                try_from(search, vec2(search->x[node], search->y[node]));
            }
        }
    }
    free(slope);
}

/* Goes downhill by values alone, in eight directions, halving the stride from `from` to `to`, both
 * in cells. False if that leads away or takes more than `cost` evaluations. */
static bool descend(Search *search, Vec2 *w, double from, double to, int cost)
{
    static const double way[8][2] = {{1, 0}, {0, 1},   {-1, 0}, {0, -1},
                                     {1, 1}, {-1, -1}, {1, -1}, {-1, 1}};
    Vec2 start = *w;
    double f = problem_value(search->problem, *w);
    for (double stride = from; stride > to && cost > 0;) {
        bool moved = false;
        for (int k = 0; k < 8 && !moved; k++) {
            Vec2 there = vec2(w->x + way[k][0] * stride * search->cell.x,
                              w->y + way[k][1] * stride * search->cell.y);
            double value = problem_value(search->problem, there);
            search->budget--;
            cost--;
            if (value < f) {
                *w = there;
                f = value;
                moved = true;
            }
        }
        if (!moved) {
            stride *= 0.5;
        }
        if (vec2_norm(vec2_sub(*w, start)) > 2 * search->size) {
            return false;
        }
    }
    return cost > 0 && isfinite(f);
}

/* Lowest value on a circle around w, less the value at w. */
static double ring_rise(Search *search, Vec2 w, double radius)
{
    double f = problem_value(search->problem, w), low = (double)INFINITY;
    for (int i = 0; i < RING; i++) {
        double angle = 2 * M_PI * (i + 0.5) / RING;
        Vec2 there = vec2(w.x + radius * cos(angle), w.y + radius * sin(angle));
        low = fmin(low, problem_value(search->problem, there) - f);
        search->budget--;
    }
    return low;
}

/* Minima without a gradient: the tips of cones, the bottoms of creases. Close to a tip the slope is
 * as it was a cell away, where on the floor of a smooth valley it is gone. A pole is told from a
 * tip by how it goes on falling at the smallest scale. */
static void try_tip(Search *search, Vec2 w)
{
    double slope = slope_at(search, w);
    if (!descend(search, &w, 0.5, 2e-3, 150)) {
        return;
    }
    Vec2 smooth = w;
    if (polish(search, &smooth, 0.1 * search->size)) {
        keep(search, classify(search, tidy(search, smooth)));
        return;
    }
    if (slope_at(search, w) < 0.02 * slope || !descend(search, &w, 2e-3, 1e-13, 1000)) {
        return;
    }
    w = tidy(search, w);
    double value = problem_value(search->problem, w);
    double near = ring_rise(search, w, 1e-6 * search->size);
    double far = ring_rise(search, w, 1e-2 * search->size);
    if (isfinite(value) && far > 0 && near <= 0.2 * far) {
        keep(search,
             (CriticalPoint){.kind = LANDMARK_MINIMUM, .isolated = true, .at = w, .value = value});
    }
}

typedef struct Dip {
    double value;
    Vec2 at;
} Dip;

static int compare_dips(const void *a, const void *b)
{
    const Dip *p = a, *q = b;
    return (p->value > q->value) - (p->value < q->value);
}

/* Minima, the lowest first: they matter most should the budget run out. */
static void search_value_dips(Search *search)
{
    Dip *list = mem_calloc(GRID, sizeof *list);
    size_t count = 0;
    for (size_t j = 1; j < CELLS; j++) {
        for (size_t i = 1; i < CELLS; i++) {
            size_t node = j * NODES + i;
            if (dips(search->f, node)) {
                list[count++] = (Dip){search->f[node], vec2(search->x[node], search->y[node])};
            }
        }
    }
    qsort(list, count, sizeof *list, compare_dips);
    int tips = TIPS_MAX;
    for (size_t i = 0; i < count && search->budget > BUDGET / 2; i++) {
        Vec2 w = list[i].at;
        if (known(search->set, w, vec2_scale(search->cell, 0.7))) {
            continue;
        }
        if (polish(search, &w, 2 * search->size)) {
            keep(search, classify(search, tidy(search, w)));
        } else if (tips-- > 0) {
            try_tip(search, list[i].at);
        }
    }
    free(list);
}

/* Stationary points come in pairs where a fold opens, close together along a flat direction:
 * looks for the other one. */
static void search_twins(Search *search)
{
    CriticalSet *set = search->set;
    for (size_t i = 0; i < set->count && search->budget > 0; i++) {
        Vec2 w = set->points[i].at, g;
        Sym2 h;
        if (!set->points[i].isolated || !set->points[i].smooth) {
            continue;
        }
        problem_hessian(search->problem, w, &g, &h);
        Eigen2 eigen = sym2_eigen(h);
        int flat = fabs(eigen.value[1]) < fabs(eigen.value[0]);
        if (fabs(eigen.value[flat]) > 0.1 * fabs(eigen.value[!flat])) {
            continue;
        }
        for (double stride = -1; stride <= 1; stride += 0.5) {
            Vec2 other = vec2_add(w, vec2_scale(eigen.vector[flat], stride * search->size));
            if (stride != 0 && polish(search, &other, search->size)) {
                keep(search, classify(search, tidy(search, other)));
            }
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
    if (p->kind != q->kind) {
        return rank[p->kind] - rank[q->kind];
    }
    double tie = 1e-12 * fmax(fabs(p->value), fabs(q->value));
    if (fabs(p->value - q->value) > tie) {
        return p->value < q->value ? -1 : 1;
    }
    if (p->at.x != q->at.x) {
        return p->at.x < q->at.x ? -1 : 1;
    }
    return (p->at.y > q->at.y) - (p->at.y < q->at.y);
}

void critical_find(const Problem *problem, Box2 box, CriticalSet *set)
{
    Search search;
    *set = (CriticalSet){.lowest = (double)NAN, .lowest_minimum = (double)INFINITY};
    search_init(&search, problem, box, set);
    search_value_dips(&search);
    search_sign_changes(&search);
    search_slope_dips(&search);
    search_twins(&search);
    for (size_t i = 0; i < GRID; i++) {
        note_value(set, search.f[i]);
    }
    for (size_t i = 0; i < set->count; i++) {
        note_value(set, set->points[i].value);
        if (set->points[i].kind == LANDMARK_MINIMUM) {
            set->lowest_minimum = fmin(set->lowest_minimum, set->points[i].value);
        }
    }
    qsort(set->points, set->count, sizeof set->points[0], compare_points);
    free(search.memory);
}
