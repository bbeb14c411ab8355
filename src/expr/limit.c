#include "expr/limit.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "expr/series.h"

/* (x, y) + (dx, dy) t + (ex, ey) t^2, t > 0. Directions are small whole numbers, so that what
 * cancels along them cancels exactly. */
typedef struct Path {
    double dx, dy, ex, ey;
} Path;

static const Path paths[] = {
    {1, 0, 0, 0},  {-1, 0, 0, 0},  {0, 1, 0, 0},  {0, -1, 0, 0},  {1, 1, 0, 0},  {-1, -1, 0, 0},
    {1, -1, 0, 0}, {-1, 1, 0, 0},  {2, 1, 0, 0},  {-2, -1, 0, 0}, {1, 2, 0, 0},  {-1, -2, 0, 0},
    {2, -1, 0, 0}, {-2, 1, 0, 0},  {1, -2, 0, 0}, {-1, 2, 0, 0},  {1, 0, 0, 1},  {-1, 0, 0, 1},
    {1, 0, 0, -1}, {-1, 0, 0, -1}, {0, 1, 1, 0},  {0, -1, 1, 0},  {0, 1, -1, 0}, {0, -1, -1, 0},
};
enum { PATH_COUNT = sizeof paths / sizeof paths[0] };

/* How an instruction is put together from an operation. */
typedef enum Shape {
    PLAIN,   /* op(a, b, c) */
    K_LAST,  /* op(a, k) */
    K_FIRST, /* op(k, a) */
    AFTER,   /* op(product, c), the product being a b or a k */
    BEFORE   /* op(c, product) */
} Shape;

static const struct {
    Op op;
    Shape shape;
    bool times_k;
} meaning[CODE_COUNT] = {
    [CODE_NEG] = {OP_NEG, PLAIN, false},       [CODE_ADD] = {OP_ADD, PLAIN, false},
    [CODE_SUB] = {OP_SUB, PLAIN, false},       [CODE_MUL] = {OP_MUL, PLAIN, false},
    [CODE_DIV] = {OP_DIV, PLAIN, false},       [CODE_ADD_K] = {OP_ADD, K_LAST, false},
    [CODE_K_SUB] = {OP_SUB, K_FIRST, false},   [CODE_MUL_K] = {OP_MUL, K_LAST, false},
    [CODE_DIV_K] = {OP_DIV, K_LAST, false},    [CODE_K_DIV] = {OP_DIV, K_FIRST, false},
    [CODE_MUL_ADD] = {OP_ADD, AFTER, false},   [CODE_MUL_SUB] = {OP_SUB, AFTER, false},
    [CODE_SUB_MUL] = {OP_SUB, BEFORE, false},  [CODE_MUL_K_ADD] = {OP_ADD, AFTER, true},
    [CODE_MUL_K_SUB] = {OP_SUB, AFTER, true},  [CODE_SUB_MUL_K] = {OP_SUB, BEFORE, true},
    [CODE_POW] = {OP_POW, PLAIN, false},       [CODE_POW_K] = {OP_POW, K_LAST, false},
    [CODE_SQRT] = {OP_SQRT, PLAIN, false},     [CODE_EXP] = {OP_EXP, PLAIN, false},
    [CODE_LOG] = {OP_LOG, PLAIN, false},       [CODE_SIN] = {OP_SIN, PLAIN, false},
    [CODE_COS] = {OP_COS, PLAIN, false},       [CODE_TAN] = {OP_TAN, PLAIN, false},
    [CODE_ASIN] = {OP_ASIN, PLAIN, false},     [CODE_ACOS] = {OP_ACOS, PLAIN, false},
    [CODE_ATAN] = {OP_ATAN, PLAIN, false},     [CODE_SINH] = {OP_SINH, PLAIN, false},
    [CODE_COSH] = {OP_COSH, PLAIN, false},     [CODE_TANH] = {OP_TANH, PLAIN, false},
    [CODE_ABS] = {OP_ABS, PLAIN, false},       [CODE_MIN] = {OP_MIN, PLAIN, false},
    [CODE_MAX] = {OP_MAX, PLAIN, false},       [CODE_SIGN] = {OP_SIGN, PLAIN, false},
    [CODE_HYPOT] = {OP_HYPOT, PLAIN, false},   [CODE_SINC] = {OP_SINC, PLAIN, false},
    [CODE_SINHC] = {OP_SINHC, PLAIN, false},   [CODE_ZMUL] = {OP_ZMUL, PLAIN, false},
    [CODE_SELECT] = {OP_SELECT, PLAIN, false},
};

static Series execute(const Instr *i, const Series *r)
{
    if (i->code == CODE_COPY)
        return r[i->a];
    Series k = series_constant(i->k);
    if (i->code == CODE_CONST)
        return k;
    Op op = meaning[i->code].op;
    const Series *a = &r[i->a];
    switch (meaning[i->code].shape) {
    case K_LAST:
        return series_apply(op, 0, a, &k, NULL);
    case K_FIRST:
        return series_apply(op, 0, &k, a, NULL);
    case AFTER:
    case BEFORE: {
        const Series *factor = meaning[i->code].times_k ? &k : &r[i->b];
        Series product = series_apply(OP_MUL, 0, a, factor, NULL);
        if (meaning[i->code].shape == AFTER)
            return series_apply(op, 0, &product, &r[i->c], NULL);
        return series_apply(op, 0, &r[i->c], &product, NULL);
    }
    case PLAIN:
        break;
    }
    return series_apply(op, i->k, a, &r[i->b], &r[i->c]);
}

static void run_series(const Program *program, double x, double y, Path path, int step, Series *r)
{
    r[0] = series_path(x, path.dx, path.ex, step);
    r[1] = series_path(y, path.dy, path.ey, step);
    for (const Instr *i = program->code; i->code != CODE_END; i++)
        r[i->to] = execute(i, r);
}

typedef struct Limit {
    bool sought;
    bool open;    /* along a path the series did not say */
    bool differs; /* between paths: there is none */
    bool found;   /* along a path */
    double value;
} Limit;

static void take_path(Limit *limit, const Series *s)
{
    double value;
    if (s->state == SERIES_UNDEFINED)
        return;
    if (!series_limit(s, &value)) {
        limit->open = true;
        return;
    }
    if (!limit->found)
        limit->value = value;
    limit->found = true;
    if (!(fabs(value - limit->value) <= 1e-9 * fmax(1, fabs(value))))
        limit->differs = true;
}

static double step_from(double x, double direction)
{
    return x + 1e-6 * fmax(1, fabs(x)) * direction;
}

/* In a region where the formula is undefined nothing is found however long one looks; plain
 * evaluation nearby shows that cheaply. */
static bool defined_nearby(const Program *program, double x, double y, const Limit *limits)
{
    for (size_t p = 0; p < PATH_COUNT; p++) {
        double near[PROGRAM_OUTPUTS_MAX];
        program_point(program, step_from(x, paths[p].dx + 1e-6 * paths[p].ex),
                      step_from(y, paths[p].dy + 1e-6 * paths[p].ey), near);
        for (size_t k = 0; k < program->outputs; k++)
            if (limits[k].sought && !isnan(near[k]))
                return true;
    }
    return false;
}

/* Powers of tau per unit of the path, see series_path: one after the other until all is said. */
static const int steps[] = {2, 6};

static void seek(const Program *program, double x, double y, int step, Limit *limits, double *out,
                 Series *r)
{
    for (size_t k = 0; k < program->outputs; k++)
        limits[k].open = limits[k].found = false;
    for (size_t p = 0; p < PATH_COUNT; p++) {
        run_series(program, x, y, paths[p], step, r);
        for (size_t k = 0; k < program->outputs; k++)
            if (limits[k].sought)
                take_path(&limits[k], &r[2 + k]);
    }
    for (size_t k = 0; k < program->outputs; k++) {
        Limit *limit = &limits[k];
        if (limit->sought && limit->found && !limit->open && !limit->differs)
            out[k] = limit->value;
        limit->sought = limit->sought && limit->open && !limit->differs;
    }
}

static bool any_sought(const Program *program, const Limit *limits)
{
    for (size_t k = 0; k < program->outputs; k++)
        if (limits[k].sought)
            return true;
    return false;
}

void limit_fill(const Program *program, double x, double y, double *out)
{
    if (!isfinite(x) || !isfinite(y))
        return;
    Limit limits[PROGRAM_OUTPUTS_MAX] = {0};
    for (size_t k = 0; k < program->outputs; k++)
        limits[k].sought = isnan(out[k]);
    if (!defined_nearby(program, x, y, limits))
        return;
    Series *r = mem_calloc(program->registers, sizeof *r);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && any_sought(program, limits); i++)
        seek(program, x, y, steps[i], limits, out, r);
    free(r);
}
