/* Rules that use the Hessian, the simplex and random search: what the literature states of them,
 * SciPy's simplex step by step, and what they spend. Newton's and Levenberg's steps on all problems
 * are held against NumPy in test_trajectories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "math/dense.h"
#include "optim/optimizer_spec.h"
#include "problem/factory.h"
#include "sim/run.h"

enum { STEPS = 300, STATE_MAX = DENSE_MAX * DENSE_MAX };

/* ---- helpers ---- */

static Problem *problem_of(const char *text)
{
    Err err = {0};
    Problem *problem = problem_create(text, &err);
    if (!problem)
        fail_msg("'%s': %s", text, err.text);
    return problem;
}

static OptimizerSpec spec_of(const char *text, double lr, double reach)
{
    Err err = {0};
    OptimizerSpec spec;
    if (!optimizer_spec_parse(&spec, text, &err))
        fail_msg("'%s': %s", text, err.text);
    optimizer_spec_defaults(&spec, lr, reach);
    return spec;
}

static Run *run_of(const Problem *problem, const char *text, Vec2 start, long budget)
{
    OptimizerSpec spec = spec_of(text, problem->lr, problem->reach);
    RunLimits limits = {.budget = budget, .tolerance = 1e-3, .end = RUN_END_NONFINITE};
    Run *run = run_create(problem, &spec, start, limits);
    run_advance(run, budget);
    return run;
}

static double apart(Vec2 a, Vec2 b)
{
    return vec2_norm(vec2_sub(a, b));
}

/* The slot's numbers after `step` updates; static until the next call. */
static const double *slot_at(const Run *run, const char *id, long step)
{
    static double state[STATE_MAX];
    const Optimizer *optimizer = run_spec(run)->optimizer;
    for (size_t i = 0; i < optimizer->slot_count; i++)
        if (strcmp(optimizer->slots[i].id, id) == 0) {
            run_state(run, step, state);
            return state + optimizer_slot_at(optimizer, i, RUN_PARAMS);
        }
    fail_msg("%s has no slot %s", optimizer->id, id);
    return NULL;
}

/* f = (w - c)^T A (w - c) / 2 of any number of parameters. */
typedef struct Quadratic {
    size_t n;
    double a[DENSE_MAX * DENSE_MAX], center[DENSE_MAX];
} Quadratic;

static double quadratic_gradient(void *context, const double *w, double *g, size_t n)
{
    const Quadratic *q = context;
    double f = 0.0;
    for (size_t i = 0; i < n; i++) {
        g[i] = 0.0;
        for (size_t k = 0; k < n; k++)
            g[i] += q->a[i * n + k] * (w[k] - q->center[k]);
        f += 0.5 * g[i] * (w[i] - q->center[i]);
    }
    return f;
}

static double quadratic_value(void *context, const double *w, size_t n)
{
    double g[DENSE_MAX];
    return quadratic_gradient(context, w, g, n);
}

static void quadratic_hessian(void *context, const double *w, double *h, size_t n)
{
    (void)w;
    memcpy(h, ((Quadratic *)context)->a, n * n * sizeof *h);
}

/* B^T B + I: positive, eigenvalues from 1 up to about 4 n / 3. */
static void make_quadratic(Quadratic *q, size_t n, Rng *rng)
{
    double b[DENSE_MAX * DENSE_MAX];
    q->n = n;
    for (size_t i = 0; i < n * n; i++)
        b[i] = rng_range(rng, -1.0, 1.0);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            double sum = i == k ? 1.0 : 0.0;
            for (size_t j = 0; j < n; j++)
                sum += b[j * n + i] * b[j * n + k];
            q->a[i * n + k] = sum;
        }
    for (size_t i = 0; i < n; i++)
        q->center[i] = rng_range(rng, -3.0, 3.0);
}

/* `steps` updates from w on; state is zeroed before. */
static void descend(const OptimizerSpec *spec, Quadratic *q, double *w, double *state, long steps)
{
    const Oracle oracle = {q, quadratic_value, quadratic_gradient, quadratic_hessian};
    size_t size = optimizer_state_size(spec->optimizer, q->n);
    assert_true(size <= 2 * STATE_MAX);
    memset(state, 0, size * sizeof *state);
    if (spec->optimizer->init)
        spec->optimizer->init(&(Setting){spec->optimizer, spec->hyper}, state, q->n);
    for (long t = 1; t <= steps; t++) {
        double g[DENSE_MAX];
        Step step = {.optimizer = spec->optimizer,
                     .n = q->n,
                     .t = t,
                     .w = w,
                     .g = g,
                     .state = state,
                     .hyper = spec->hyper,
                     .oracle = &oracle};
        step.f = quadratic_gradient(q, w, g, q->n);
        spec->optimizer->step(&step);
    }
}

static void check_center(const char *what, const Quadratic *q, const double *w, double tolerance)
{
    for (size_t i = 0; i < q->n; i++)
        if (!(fabs(w[i] - q->center[i]) <= tolerance))
            fail_msg("%s, n = %zu: %.17g, not %.17g", what, q->n, w[i], q->center[i]);
}

/* ---- Newton ---- */

static void newton_ends_on_a_bowl_in_one_step(void **state)
{
    (void)state;
    static Quadratic q;
    static double memory[2 * STATE_MAX];
    Rng rng = rng_seeded(11);
    OptimizerSpec newton = spec_of("newton", 0.1, 0.1);
    OptimizerSpec saddle_free = spec_of("saddle_free_newton:damping=0", 0.1, 0.1);
    static const size_t sizes[] = {1, 2, 3, 5, 17, DENSE_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double w[DENSE_MAX], v[DENSE_MAX];
        make_quadratic(&q, sizes[i], &rng);
        for (size_t k = 0; k < q.n; k++)
            w[k] = v[k] = rng_range(&rng, -10.0, 10.0);
        descend(&newton, &q, w, memory, 1);
        check_center("newton", &q, w, 1e-11);
        descend(&saddle_free, &q, v, memory, 1);
        check_center("saddle_free_newton", &q, v, 1e-11);
    }
    Problem *bowl = problem_of("bowl:kappa=1000");
    Run *run = run_of(bowl, "newton", vec2(-4.3, 3.1), 1);
    assert_true(apart(run_row(run, 1)->w, vec2(0, 0)) < 1e-14);
    run_destroy(run);
    problem_destroy(bowl);
}

static void newton_runs_into_saddles(void **state)
{
    (void)state;
    Problem *saddle = problem_of("x^2 - y^2");
    Run *run = run_of(saddle, "newton", vec2(3, -2), 1);
    assert_true(apart(run_row(run, 1)->w, vec2(0, 0)) < 1e-15);
    run_destroy(run);
    problem_destroy(saddle);

    /* The Hessian is indefinite where |y| < 1.29; f = x^2/2 - y^2/2 + 0.05 y^4. */
    Problem *bounded = problem_of("saddle_bounded");
    static const Vec2 starts[] = {{-4, 0.01}, {1, 0.3}, {2, -0.7}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        run = run_of(bounded, "newton", starts[i], 30);
        assert_true(apart(run_row(run, 30)->w, vec2(0, 0)) < 1e-15);
        assert_int_equal(run_status(run, 30).state, RUN_SADDLE);
        run_destroy(run);
    }
    problem_destroy(bounded);
}

static void saddle_free_newton_leaves_saddles(void **state)
{
    (void)state;
    /* By hand: H = diag(2, -2), so w - g / (|h| + 1) is (x / 3, y + 2 y / 3). */
    Problem *saddle = problem_of("x^2 - y^2");
    Run *run = run_of(saddle, "saddle_free_newton:damping=1", vec2(3, -2), 1);
    assert_true(apart(run_row(run, 1)->w, vec2(1, -10.0 / 3.0)) < 1e-15);
    run_destroy(run);
    problem_destroy(saddle);

    Problem *bounded = problem_of("saddle_bounded");
    static const Vec2 starts[] = {{-4, 0.01}, {1, 0.3}, {2, -0.7}, {0, 1e-9}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        run = run_of(bounded, "saddle_free_newton", starts[i], 100);
        Vec2 minimum = vec2(0, copysign(sqrt(5.0), starts[i].y));
        assert_true(apart(run_row(run, 100)->w, minimum) < 1e-9);
        assert_int_equal(run_status(run, 100).state, RUN_CONVERGED);
        run_destroy(run);
    }
    problem_destroy(bounded);
}

/* (H + lambda I)^-1 g = g / lambda up to |H| / lambda, and the same with |H|. */
static void strong_damping_is_gradient_descent(void **state)
{
    (void)state;
    static const char *const rules[] = {"newton:damping=1e9", "levenberg:damping=1e9",
                                        "saddle_free_newton:damping=1e9"};
    Problem *problem = problem_of("rosenbrock");
    Vec2 start = vec2(-1.2, 1), g;
    Sym2 h;
    problem_hessian(problem, start, &g, &h);
    double largest = fabs(h.xx) + 2 * fabs(h.xy) + fabs(h.yy);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        Run *run = run_of(problem, rules[i], start, 1);
        Vec2 moved = vec2_sub(run_row(run, 1)->w, start);
        double off = apart(vec2_scale(moved, -1e9), g) / vec2_norm(g);
        if (!(off < largest / 1e9 + 1e-7)) /* and the rounding of w */
            fail_msg("%s: off by %g", rules[i], off);
        run_destroy(run);
    }
    problem_destroy(problem);
}

/* A singular Hessian has no inverse: an end, not a crash. Where there is no slope nothing moves. */
static void singular_hessians_end_a_run(void **state)
{
    (void)state;
    static const char *const flat[] = {"x + 2*y", "x^2 + y", "(x + y)^2 + x"};
    for (size_t i = 0; i < sizeof flat / sizeof *flat; i++) {
        Problem *problem = problem_of(flat[i]);
        Run *run = run_of(problem, "newton", vec2(1, 2), 10);
        assert_int_equal(run_last_step(run), 1);
        assert_int_equal(run_status(run, 1).state, RUN_DIVERGED);
        run_destroy(run);
        /* Its damping rises instead, up to its limit: no division by nothing anywhere. */
        run = run_of(problem, "levenberg", vec2(1, 2), 10);
        assert_int_equal(run_last_step(run), 10);
        assert_true(run_row(run, 10)->f < run_row(run, 0)->f);
        run_destroy(run);
        problem_destroy(problem);
    }
    Problem *level = problem_of("x^2 * y^2");
    static const char *const rules[] = {"newton", "levenberg", "saddle_free_newton:damping=0"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        Run *run = run_of(level, rules[i], vec2(0, 0), 5);
        assert_true(run_last_step(run) == 5 && apart(run_row(run, 5)->w, vec2(0, 0)) == 0);
        run_destroy(run);
    }
    problem_destroy(level);
    /* No slope along y, so no step there, though |h| is 0. */
    Problem *trough = problem_of("x^2 + 0*y");
    Run *run = run_of(trough, "saddle_free_newton:damping=0", vec2(3, 2), 1);
    assert_true(apart(run_row(run, 1)->w, vec2(0, 2)) == 0);
    run_destroy(run);
    problem_destroy(trough);
}

/* ---- Levenberg and Marquardt ---- */

static void levenberg_never_climbs(void **state)
{
    (void)state;
    long taken = 0, refused = 0;
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        Problem *problem = problem_of(problem_catalogue_at(i).id);
        if (problem_stochastic(problem)) { /* only a batch's loss never climbs */
            problem_destroy(problem);
            continue;
        }
        Run *run = run_of(problem, "levenberg", problem->start, STEPS);
        double before = slot_at(run, "damping", 0)[0];
        for (long t = 1; t <= run_last_step(run); t++) {
            const HistoryRow *from = run_row(run, t - 1);
            const HistoryRow *to = run_row(run, t);
            bool moved = memcmp(&from->w, &to->w, sizeof from->w) != 0;
            if (moved ? !(to->f < from->f) : to->f != from->f)
                fail_msg("%s, step %ld: from %.17g to %.17g", problem->id, t, from->f, to->f);
            double damping = slot_at(run, "damping", t)[0];
            double expected = moved ? fmax(before / 10, 1e-12) : fmin(10 * before, 1e12);
            if (damping != expected)
                fail_msg("%s, step %ld: damping %g after %g", problem->id, t, damping, before);
            before = damping;
            *(moved ? &taken : &refused) += 1;
        }
        run_destroy(run);
        problem_destroy(problem);
    }
    assert_true(taken > 100 && refused > 100);
}

/* ---- Nelder and Mead ---- */

static void check_simplex_case(FILE *in)
{
    char name[32], formula[96], spec[64];
    double x, y, size;
    long last;
    if (fscanf(in, "%31[^\t]\t%95[^\t]\t%lf\t%lf\t%lf\t%ld", name, formula, &x, &y, &size, &last) !=
        6)
        fail_msg("nelder_mead.tsv: a case could not be read");
    snprintf(spec, sizeof spec, "nelder_mead:size=%.17g", size);
    Problem *problem = problem_of(formula);
    Run *run = run_of(problem, spec, vec2(x, y), last);
    for (long t = 1; t <= last; t++) {
        double f;
        long evaluations;
        if (fscanf(in, "%lf %lf %lf %ld", &x, &y, &f, &evaluations) != 4)
            fail_msg("nelder_mead.tsv: %s has no row %ld", name, t);
        const HistoryRow *row = run_row(run, t);
        if (!(apart(row->w, vec2(x, y)) <= 1e-12 * fmax(1.0, hypot(x, y))))
            fail_msg("%s, step %ld: (%.17g, %.17g), not (%.17g, %.17g)", name, t, row->w.x,
                     row->w.y, x, y);
        if (!(fabs(row->f - f) <= 1e-10 * fmax(1.0, fabs(f))))
            fail_msg("%s, step %ld: f = %.17g, not %.17g", name, t, row->f, f);
        if (row->evaluations != evaluations)
            fail_msg("%s, step %ld: %ld evaluations, not %ld", name, t, row->evaluations,
                     evaluations);
    }
    run_destroy(run);
    problem_destroy(problem);
}

/* Best vertex, value and evaluations after each iteration. */
static void the_simplex_moves_as_scipys(void **state)
{
    (void)state;
    FILE *in = fopen(GOLDEN_DIR "/nelder_mead.tsv", "r");
    assert_non_null(in);
    char word[8];
    int cases = 0;
    for (; fscanf(in, "%7s\t", word) == 1 && strcmp(word, "case") == 0; cases++)
        check_simplex_case(in);
    assert_true(feof(in));
    fclose(in);
    assert_int_equal(cases, 5);
}

/* As many iterations and evaluations as SciPy needs. */
static void the_simplex_ends_on_rosenbrock_in_time(void **state)
{
    (void)state;
    Problem *problem = problem_of("rosenbrock");
    Run *run = run_of(problem, "nelder_mead:size=0.5", vec2(-1.2, 1), 79);
    assert_true(run_row(run, 78)->f >= 1e-8 && run_row(run, 79)->f < 1e-8);
    assert_int_equal(run_row(run, 79)->evaluations, 149);
    run_destroy(run);
    problem_destroy(problem);
}

static void the_simplex_is_sorted_and_w_is_its_best_vertex(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    Run *run = run_of(problem, "nelder_mead", problem->start, 100);
    for (long t = 1; t <= 100; t++) {
        const double *x = slot_at(run, "simplex", t);
        assert_true(x[0] == run_row(run, t)->w.x && x[1] == run_row(run, t)->w.y);
        double at[3];
        for (int i = 0; i < 3; i++)
            at[i] = problem_value(problem, vec2(x[2 * i], x[2 * i + 1]));
        const double *f = slot_at(run, "values", t);
        assert_true(f[0] <= f[1] && f[1] <= f[2]);
        assert_memory_equal(at, f, sizeof at);
        assert_true(run_row(run, t)->f <= run_row(run, t - 1)->f);
    }
    run_destroy(run);
    problem_destroy(problem);
}

static void the_simplex_works_in_other_dimensions(void **state)
{
    (void)state;
    static Quadratic q;
    static double memory[2 * STATE_MAX];
    Rng rng = rng_seeded(4);
    OptimizerSpec spec = spec_of("nelder_mead:size=1", 0.1, 0.1);
    static const size_t sizes[] = {1, 3, 5};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double w[DENSE_MAX] = {0.0};
        make_quadratic(&q, sizes[i], &rng);
        descend(&spec, &q, w, memory, 2000);
        check_center("nelder_mead", &q, w, 1e-6);
    }
}

/* f is nan right of 0.3, where the first simplex has a vertex. */
static void the_simplex_turns_away_from_what_is_no_number(void **state)
{
    (void)state;
    Problem *problem = problem_of("log(0.3 - x)^2 + y^2");
    Run *run = run_of(problem, "nelder_mead:size=0.5", vec2(0, 1), 150);
    assert_true(isnan(problem_value(problem, vec2(0.5, 1))));
    assert_true(apart(run_row(run, run_last_step(run))->w, vec2(-0.7, 0)) < 1e-6);
    run_destroy(run);
    problem_destroy(problem);
}

/* ---- random search ---- */

static void random_search_looks_within_its_radius_and_keeps_the_best(void **state)
{
    (void)state;
    enum { LOOKS = 2000 };
    Problem *problem = problem_of("rosenbrock");
    Run *run = run_of(problem, "random:radius=0.25,seed=7", problem->start, LOOKS);
    double squares = 0.0, sum_x = 0.0, sum_y = 0.0;
    long moves = 0;
    for (long t = 1; t <= LOOKS; t++) {
        const HistoryRow *from = run_row(run, t - 1);
        const HistoryRow *to = run_row(run, t);
        const double *q = slot_at(run, "sample", t);
        Vec2 sample = vec2(q[0], q[1]);
        bool better = problem_value(problem, sample) < from->f;
        Vec2 kept = better ? sample : from->w;
        assert_memory_equal(&to->w, &kept, sizeof kept);
        assert_true(slot_at(run, "best", t)[0] == to->f);
        double radius = apart(sample, from->w);
        assert_true(radius <= 0.25 + 1e-15);
        squares += radius * radius / (0.25 * 0.25);
        sum_x += (sample.x - from->w.x) / 0.25;
        sum_y += (sample.y - from->w.y) / 0.25;
        moves += better;
    }
    assert_true(moves > 10 && moves < LOOKS);
    /* Even in the disc: the mean of r^2 is 1/2 with deviation sqrt(1/12), that of x 0 with 1/2.
     * Five times what is left of that among so many. */
    assert_true(fabs(squares / LOOKS - 0.5) < 5 * sqrt(1.0 / 12 / LOOKS));
    assert_true(fabs(sum_x / LOOKS) < 5 * 0.5 / sqrt(LOOKS));
    assert_true(fabs(sum_y / LOOKS) < 5 * 0.5 / sqrt(LOOKS));
    run_destroy(run);
    problem_destroy(problem);
}

static void random_search_repeats_itself_for_a_seed(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    Run *once = run_of(problem, "random:seed=3", problem->start, STEPS);
    Run *again = run_of(problem, "random:seed=3", problem->start, STEPS);
    Run *other = run_of(problem, "random:seed=4", problem->start, STEPS);
    for (long t = 0; t <= STEPS; t++)
        assert_memory_equal(run_row(once, t), run_row(again, t), sizeof(HistoryRow));
    assert_true(apart(run_row(once, STEPS)->w, run_row(other, STEPS)->w) > 0);
    run_destroy(once);
    run_destroy(again);
    run_destroy(other);
    problem_destroy(problem);
}

/* ---- what it costs ---- */

/* A gradient, or a value, is one; a Hessian of two parameters two. */
static void steps_spend_what_they_ask_for(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        long first, each;
    } costs[] = {{"newton", 0, 3},
                 {"newton:damping=2", 0, 3},
                 {"saddle_free_newton", 0, 3},
                 {"levenberg", 0, 4}, /* f(q) as well */
                 {"random", 1, 1}};   /* f at the start, once */
    Problem *problem = problem_of("saddle_bounded");
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        Run *run = run_of(problem, costs[i].spec, vec2(-3.9, 0.37), 20);
        assert_int_equal(run_row(run, 0)->evaluations, 0);
        for (long t = 1; t <= 20; t++)
            if (run_row(run, t)->evaluations != costs[i].first + t * costs[i].each)
                fail_msg("%s, step %ld: %ld evaluations", costs[i].spec, t,
                         run_row(run, t)->evaluations);
        run_destroy(run);
    }
    problem_destroy(problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newton_ends_on_a_bowl_in_one_step),
        cmocka_unit_test(newton_runs_into_saddles),
        cmocka_unit_test(saddle_free_newton_leaves_saddles),
        cmocka_unit_test(strong_damping_is_gradient_descent),
        cmocka_unit_test(singular_hessians_end_a_run),
        cmocka_unit_test(levenberg_never_climbs),
        cmocka_unit_test(the_simplex_moves_as_scipys),
        cmocka_unit_test(the_simplex_ends_on_rosenbrock_in_time),
        cmocka_unit_test(the_simplex_is_sorted_and_w_is_its_best_vertex),
        cmocka_unit_test(the_simplex_works_in_other_dimensions),
        cmocka_unit_test(the_simplex_turns_away_from_what_is_no_number),
        cmocka_unit_test(random_search_looks_within_its_radius_and_keeps_the_best),
        cmocka_unit_test(random_search_repeats_itself_for_a_seed),
        cmocka_unit_test(steps_spend_what_they_ask_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
