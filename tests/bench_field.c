/* Fields of 1280x720 points and single gradients, each from the formula and from a plain C
 * function, timed one after the other in the same run: the ratio is what counts. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/array.h"
#include "base/isa.h"
#include "expr/expr.h"
#include "math/vec2.h"

enum { WIDTH = 1280, HEIGHT = 720, ROUNDS = 25, POINTS = 50000 };

/* The plain loops get what the block interpreter gets: vector functions and wide vectors. */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__)
__attribute__((simd("notinbranch"))) double exp(double);
__attribute__((simd("notinbranch"))) double cos(double);
#endif

/* One row of a field. */
#define ROW_LOOP(name, expression)                                                                 \
    ISA_INLINE void name(const double *restrict xs, double y, double *restrict out)                \
    {                                                                                              \
        for (int i = 0; i < WIDTH; i++) {                                                          \
            const double x = xs[i];                                                                \
            out[i] = expression;                                                                   \
        }                                                                                          \
    }

ROW_LOOP(rosenbrock, (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x))
ROW_LOOP(rastrigin, 20 + x * x - 10 * cos(2 * M_PI * x) + y * y - 10 * cos(2 * M_PI * y))
ROW_LOOP(ackley, -20 * exp(-sqrt((x * x + y * y) / 2) / 5) -
                     exp((cos(2 * M_PI * x) + cos(2 * M_PI * y)) / 2) + 20 + M_E)

static const struct {
    const char *name, *formula;
} cases[] = {
    {"rosenbrock", "(1 - x)^2 + 100*(y - x^2)^2"},
    {"rastrigin", "20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)"},
    {"ackley", "-20*exp(-sqrt((x^2 + y^2)/2)/5) - exp((cos(2*pi*x) + cos(2*pi*y))/2) + 20 + e"},
};

typedef void RowLoop(size_t which, const double *restrict xs, double y, double *restrict out);

#define X(set, attribute)                                                                          \
    attribute static void row_##set(size_t which, const double *restrict xs, double y,             \
                                    double *restrict out)                                          \
    {                                                                                              \
        if (which == 0)                                                                            \
            rosenbrock(xs, y, out);                                                                \
        else if (which == 1)                                                                       \
            rastrigin(xs, y, out);                                                                 \
        else                                                                                       \
            ackley(xs, y, out);                                                                    \
    }
ISA_SETS(X)
#undef X

#define X(set, attribute) row_##set,
static RowLoop *const row_loops[] = {ISA_SETS(X)};
#undef X

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef struct Grid {
    double x[WIDTH], y[WIDTH]; /* one row */
    double out[WIDTH];
    double sum; /* so that nothing is optimised away */
} Grid;

static double row_y(int row)
{
    return -2 + 4.0 * row / HEIGHT;
}

static double time_loop(Grid *g, size_t which)
{
    RowLoop *const loop = row_loops[isa_here()];
    double begin = seconds();
    for (int row = 0; row < HEIGHT; row++) {
        loop(which, g->x, row_y(row), g->out);
        g->sum += g->out[row];
    }
    return seconds() - begin;
}

static double time_blocks(Grid *g, const Expr *expr)
{
    double *out[1] = {g->out};
    double begin = seconds();
    for (int row = 0; row < HEIGHT; row++) {
        for (int i = 0; i < WIDTH; i++)
            g->y[i] = row_y(row);
        expr_block(expr, EXPR_VALUE, g->x, g->y, out, WIDTH);
        g->sum += g->out[row];
    }
    return seconds() - begin;
}

static double time_points(Grid *g, const Expr *expr, ExprLevel level)
{
    double out[6];
    double begin = seconds();
    for (int i = 0; i < POINTS; i++) {
        expr_point(expr, level, g->x[i % WIDTH], 0.5, out);
        g->sum += out[0];
    }
    return (seconds() - begin) / POINTS;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

int main(void)
{
    Grid *g = mem_calloc(1, sizeof *g);
    for (int i = 0; i < WIDTH; i++)
        g->x[i] = -2 + 4.0 * i / WIDTH;
    printf("%-12s %10s %10s %6s | %s\n", "1280x720", "formula", "plain C", "ratio",
           "one point: value, gradient, hessian");
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        Err err = {0};
        Expr *expr = expr_create(cases[c].formula, NULL, 0, &err, NULL);
        if (!expr) {
            fprintf(stderr, "%s\n", err.text);
            return 1;
        }
        double block = 1e9, loop = 1e9, value = 1e9, gradient = 1e9, hessian = 1e9;
        for (int round = 0; round < ROUNDS; round++) {
            block = least(block, time_blocks(g, expr));
            loop = least(loop, time_loop(g, c));
            value = least(value, time_points(g, expr, EXPR_VALUE));
            gradient = least(gradient, time_points(g, expr, EXPR_GRADIENT));
            hessian = least(hessian, time_points(g, expr, EXPR_HESSIAN));
        }
        printf("%-12s %7.2f ms %7.2f ms %6.2f | %.0f ns, %.0f ns, %.0f ns\n", cases[c].name,
               1e3 * block, 1e3 * loop, block / loop, 1e9 * value, 1e9 * gradient, 1e9 * hessian);
        expr_destroy(expr);
    }
    if (isnan(g->sum))
        puts("(a field held nan)");
    free(g);
    return 0;
}
