/* How fast runs and races compute, each row beside a plain C loop timed in the same minute: the
 * same rule on Rosenbrock's function written out by hand, nothing kept, nothing watched. Ravine's
 * side is a typed formula through the descriptor, recorded in the history, statuses included.
 * Best of several rounds, both sides in turn; read the ratios, the rest depends on the machine. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/rng.h"
#include "problem/factory.h"
#include "sim/race.h"

enum { ROUNDS = 40, STEPS = 20000, RACE_STEPS = 2000 };

static const char formula[] = "(1 - x)^2 + 100*(y - x^2)^2";

/* Seconds of this thread's own work: others may be busy on the same machine. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- plain loops ---- */

typedef struct Point {
    double x, y;
} Point;

static inline Point rosenbrock_gradient(Point w)
{
    double b = w.y - w.x * w.x;
    return (Point){-2.0 * (1.0 - w.x) - 400.0 * w.x * b, 200.0 * b};
}

static Point plain_sgd(Point w, const double *hyper, long steps)
{
    for (long t = 0; t < steps; t++) {
        Point g = rosenbrock_gradient(w);
        w.x -= hyper[0] * g.x;
        w.y -= hyper[0] * g.y;
    }
    return w;
}

static Point plain_momentum(Point w, const double *hyper, long steps)
{
    Point v = {0.0, 0.0};
    for (long t = 0; t < steps; t++) {
        Point g = rosenbrock_gradient(w);
        v.x = hyper[1] * v.x - hyper[0] * g.x;
        v.y = hyper[1] * v.y - hyper[0] * g.y;
        w.x += v.x;
        w.y += v.y;
    }
    return w;
}

static Point plain_nesterov(Point w, const double *hyper, long steps)
{
    Point v = {0.0, 0.0};
    for (long t = 0; t < steps; t++) {
        Point g = rosenbrock_gradient(w);
        v.x = hyper[1] * v.x + g.x;
        v.y = hyper[1] * v.y + g.y;
        w.x -= hyper[0] * (g.x + hyper[1] * v.x);
        w.y -= hyper[0] * (g.y + hyper[1] * v.y);
    }
    return w;
}

static Point plain_adagrad(Point w, const double *hyper, long steps)
{
    Point s = {0.0, 0.0};
    for (long t = 0; t < steps; t++) {
        Point g = rosenbrock_gradient(w);
        s.x += g.x * g.x;
        s.y += g.y * g.y;
        w.x -= hyper[0] * g.x / sqrt(s.x + hyper[1]);
        w.y -= hyper[0] * g.y / sqrt(s.y + hyper[1]);
    }
    return w;
}

static Point plain_rmsprop(Point w, const double *hyper, long steps)
{
    double rho = hyper[1];
    Point v = {0.0, 0.0};
    for (long t = 0; t < steps; t++) {
        Point g = rosenbrock_gradient(w);
        v.x = rho * v.x + (1.0 - rho) * g.x * g.x;
        v.y = rho * v.y + (1.0 - rho) * g.y * g.y;
        w.x -= hyper[0] * g.x / sqrt(v.x + hyper[2]);
        w.y -= hyper[0] * g.y / sqrt(v.y + hyper[2]);
    }
    return w;
}

static Point plain_adam(Point w, const double *hyper, long steps)
{
    double beta1 = hyper[1];
    double beta2 = hyper[2];
    double power1 = 1.0;
    double power2 = 1.0;
    Point m = {0.0, 0.0};
    Point v = {0.0, 0.0};
    for (long t = 0; t < steps; t++) {
        Point g = rosenbrock_gradient(w);
        power1 = power1 < 1e-290 ? 0.0 : power1 * beta1;
        power2 = power2 < 1e-290 ? 0.0 : power2 * beta2;
        double lr = hyper[0] / (1.0 - power1);
        double root = sqrt(1.0 - power2);
        m.x = beta1 * m.x + (1.0 - beta1) * g.x;
        m.y = beta1 * m.y + (1.0 - beta1) * g.y;
        v.x = beta2 * v.x + (1.0 - beta2) * g.x * g.x;
        v.y = beta2 * v.y + (1.0 - beta2) * g.y * g.y;
        w.x -= lr * m.x / (sqrt(v.x) / root + hyper[3]);
        w.y -= lr * m.y / (sqrt(v.y) / root + hyper[3]);
    }
    return w;
}

static const struct {
    const char *id;
    Point (*plain)(Point w, const double *hyper, long steps);
    double aim; /* million steps/s, 0 for none */
} rows[] = {{"sgd", plain_sgd, 20},          {"momentum", plain_momentum, 0},
            {"nesterov", plain_nesterov, 0}, {"adagrad", plain_adagrad, 0},
            {"rmsprop", plain_rmsprop, 0},   {"adam", plain_adam, 10}};

enum { ROWS = sizeof rows / sizeof *rows };

/* ---- measuring ---- */

static Problem *make_problem(void)
{
    Err err = {0};
    Problem *problem = problem_create(formula, &err);
    if (!problem) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    return problem;
}

static OptimizerSpec make_spec(const char *id)
{
    Err err = {0};
    OptimizerSpec spec;
    if (!optimizer_spec_parse(&spec, id, &err)) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    optimizer_spec_defaults(&spec, 0.0012, 0.05); /* as the catalogue has it for this function */
    return spec;
}

static volatile double sink; /* keeps the plain loops from being optimised away */

static double time_plain(size_t row, Point start, long steps)
{
    OptimizerSpec spec = make_spec(rows[row].id);
    double begin = now();
    Point end = rows[row].plain(start, spec.hyper, steps);
    double seconds = now() - begin;
    sink = end.x + end.y;
    return seconds;
}

static void bench_trajectory(const Problem *problem, size_t row)
{
    const RunLimits limits = {.budget = STEPS, .tolerance = 1e-3, .end = RUN_END_FAR};
    OptimizerSpec spec = make_spec(rows[row].id);
    Vec2 start = vec2(-1.2, 1.0);
    Run *run = run_create(problem, &spec, start, limits);
    double ours = HUGE_VAL;
    double plain = HUGE_VAL;
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        run_restart(run, &spec, start, limits);
        run_advance(run, STEPS);
        ours = fmin(ours, now() - begin);
        plain = fmin(plain, time_plain(row, (Point){start.x, start.y}, STEPS));
    }
    printf("%-28s %8.1f M/s %10.1f M/s %8.2f", rows[row].id, 1e-6 * STEPS / ours,
           1e-6 * STEPS / plain, plain / ours);
    if (rows[row].aim > 0)
        printf("   aim %g M/s", rows[row].aim);
    printf("\n");
    run_destroy(run);
}

static void bench_race(void)
{
    const RunLimits limits = {.budget = RACE_STEPS, .tolerance = 1e-3, .end = RUN_END_FAR};
    Race *race = race_create(make_problem(), limits);
    for (size_t i = 0; i < ROWS; i++) {
        OptimizerSpec spec = make_spec(rows[i].id);
        race_add(race, &spec);
    }
    double ours = HUGE_VAL;
    double plain = HUGE_VAL;
    for (int round = 0; round < 4 * ROUNDS; round++) {
        Vec2 start = vec2(-1.2 + 1e-6 * round, 1.0);
        double begin = now();
        race_set_start(race, start);
        while (race_advance(race, 6 * RACE_STEPS) > 0)
            ;
        ours = fmin(ours, now() - begin);
        double sum = 0.0;
        for (size_t i = 0; i < ROWS; i++)
            sum += time_plain(i, (Point){start.x, start.y}, RACE_STEPS);
        plain = fmin(plain, sum);
    }
    printf("%-28s %8.3f ms  %10.3f ms  %8.2f   aim 2 ms\n", "race of six, 2000 steps", 1e3 * ours,
           1e3 * plain, plain / ours);
    race_destroy(race);
}

/* Looking up row, status and state at random steps of a long run that changes its status often. */
static void bench_scrubbing(const Problem *problem)
{
    enum { LONG_RUN = 1000000, LOOKS = 20000 };
    const RunLimits limits = {.budget = LONG_RUN, .tolerance = 1e-3, .end = RUN_END_FAR};
    OptimizerSpec spec = make_spec("rmsprop");
    Run *run = run_create(problem, &spec, vec2(-1.2, 1.0), limits);
    double begin = now();
    run_advance(run, LONG_RUN);
    double computed = now() - begin;
    Rng rng = rng_seeded(1);
    double sum = 0.0;
    begin = now();
    for (int i = 0; i < LOOKS; i++) {
        long step = (long)rng_below(&rng, LONG_RUN);
        sum += run_row(run, step)->f + (double)run_status(run, step).since;
    }
    double row_and_status = (now() - begin) / LOOKS;
    begin = now();
    for (int i = 0; i < LOOKS; i++) {
        double state[OPTIMIZER_SLOTS_MAX * 2];
        run_state(run, (long)rng_below(&rng, LONG_RUN), state);
        sum += state[0];
    }
    double state = (now() - begin) / LOOKS;
    sink = sum;
    printf(
        "a million steps: %.0f ms; then any step's row and status in %.2f us, state in %.2f us\n",
        1e3 * computed, 1e6 * row_and_status, 1e6 * state);
    run_destroy(run);
}

int main(void)
{
    Problem *problem = make_problem();
    printf("%-28s %12s %14s %8s\n", formula, "Ravine", "plain C loop", "ratio");
    for (size_t row = 0; row < ROWS; row++)
        bench_trajectory(problem, row);
    bench_race();
    bench_scrubbing(problem);
    problem_destroy(problem);
    return 0;
}
