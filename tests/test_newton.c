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
#include "fixtures.h"
#include "math/dense.h"
#include "problem/factory.h"
#include "quadratic.h"
#include "sim/run.h"

enum { STEPS = 300 };

/* ---- helpers ---- */

static void check_center(const Descent *descent, double tolerance)
{
    const double off = descent_off_center(descent);
    if (!(off <= tolerance))
        fail_msg("%s, n = %zu: off by %.17g", descent->spec.label, descent->q->n, off);
}

/* ---- Newton ---- */

static void newton_ends_on_a_bowl_in_one_step(void **state)
{
    (void)state;
    static Quadratic q;
    static Descent newton, saddle_free;
    Rng rng = rng_seeded(11);
    static const size_t sizes[] = {1, 2, 3, 5, 17, DENSE_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        quadratic_make(&q, sizes[i], &rng);
        descent_start(&newton, "newton", &q);
        descent_start(&saddle_free, "saddle_free_newton:damping=0", &q);
        for (size_t k = 0; k < q.n; k++)
            newton.w[k] = saddle_free.w[k] = rng_range(&rng, -10.0, 10.0);
        descent_go(&newton, 1);
        check_center(&newton, 1e-11);
        descent_go(&saddle_free, 1);
        check_center(&saddle_free, 1e-11);
    }
    Problem *bowl = problem_of("bowl:kappa=1000");
    Run *run = run_of(bowl, "newton", vec2(-4.3, 3.1), unbounded(1));
    assert_true(vec2_apart(run_row(run, 1)->w, vec2(0, 0)) < 1e-14);
    run_destroy(run);
    problem_destroy(bowl);
}

static void newton_runs_into_saddles(void **state)
{
    (void)state;
    Problem *saddle = problem_of("x^2 - y^2");
    Run *run = run_of(saddle, "newton", vec2(3, -2), unbounded(1));
    assert_true(vec2_apart(run_row(run, 1)->w, vec2(0, 0)) < 1e-15);
    run_destroy(run);
    problem_destroy(saddle);

    /* The Hessian is indefinite where |y| < 1.29; f = x^2/2 - y^2/2 + 0.05 y^4. */
    Problem *bounded = problem_of("saddle_bounded");
    static const Vec2 starts[] = {{-4, 0.01}, {1, 0.3}, {2, -0.7}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        run = run_of(bounded, "newton", starts[i], unbounded(30));
        assert_true(vec2_apart(run_row(run, 30)->w, vec2(0, 0)) < 1e-15);
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
    Run *run = run_of(saddle, "saddle_free_newton:damping=1", vec2(3, -2), unbounded(1));
    assert_true(vec2_apart(run_row(run, 1)->w, vec2(1, -10.0 / 3.0)) < 1e-15);
    run_destroy(run);
    problem_destroy(saddle);

    Problem *bounded = problem_of("saddle_bounded");
    static const Vec2 starts[] = {{-4, 0.01}, {1, 0.3}, {2, -0.7}, {0, 1e-9}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        run = run_of(bounded, "saddle_free_newton", starts[i], unbounded(100));
        Vec2 minimum = vec2(0, copysign(sqrt(5.0), starts[i].y));
        assert_true(vec2_apart(run_row(run, 100)->w, minimum) < 1e-9);
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
        Run *run = run_of(problem, rules[i], start, unbounded(1));
        Vec2 moved = vec2_sub(run_row(run, 1)->w, start);
        double off = vec2_apart(vec2_scale(moved, -1e9), g) / vec2_norm(g);
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
        Run *run = run_of(problem, "newton", vec2(1, 2), unbounded(10));
        assert_int_equal(run_last_step(run), 1);
        assert_int_equal(run_status(run, 1).state, RUN_DIVERGED);
        run_destroy(run);
        /* Its damping rises instead, up to its limit: no division by nothing anywhere. */
        run = run_of(problem, "levenberg", vec2(1, 2), unbounded(10));
        assert_int_equal(run_last_step(run), 10);
        assert_true(run_row(run, 10)->f < run_row(run, 0)->f);
        run_destroy(run);
        problem_destroy(problem);
    }
    Problem *level = problem_of("x^2 * y^2");
    static const char *const rules[] = {"newton", "levenberg", "saddle_free_newton:damping=0"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        Run *run = run_of(level, rules[i], vec2(0, 0), unbounded(5));
        assert_true(run_last_step(run) == 5 && vec2_apart(run_row(run, 5)->w, vec2(0, 0)) == 0);
        run_destroy(run);
    }
    problem_destroy(level);
    /* No slope along y, so no step there, though |h| is 0. */
    Problem *trough = problem_of("x^2 + 0*y");
    Run *run = run_of(trough, "saddle_free_newton:damping=0", vec2(3, 2), unbounded(1));
    assert_true(vec2_apart(run_row(run, 1)->w, vec2(0, 2)) == 0);
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
        Run *run = run_of(problem, "levenberg", problem->start, unbounded(STEPS));
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
    Run *run = run_of(problem, spec, vec2(x, y), unbounded(last));
    for (long t = 1; t <= last; t++) {
        double f;
        long evaluations;
        if (fscanf(in, "%lf %lf %lf %ld", &x, &y, &f, &evaluations) != 4)
            fail_msg("nelder_mead.tsv: %s has no row %ld", name, t);
        const HistoryRow *row = run_row(run, t);
        if (!(vec2_apart(row->w, vec2(x, y)) <= 1e-12 * fmax(1.0, hypot(x, y))))
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
    Run *run = run_of(problem, "nelder_mead:size=0.5", vec2(-1.2, 1), unbounded(79));
    assert_true(run_row(run, 78)->f >= 1e-8 && run_row(run, 79)->f < 1e-8);
    assert_int_equal(run_row(run, 79)->evaluations, 149);
    run_destroy(run);
    problem_destroy(problem);
}

static void the_simplex_is_sorted_and_w_is_its_best_vertex(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    Run *run = run_of(problem, "nelder_mead", problem->start, unbounded(100));
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
    static Descent simplex;
    Rng rng = rng_seeded(4);
    static const size_t sizes[] = {1, 3, 5};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        quadratic_make(&q, sizes[i], &rng);
        descent_start(&simplex, "nelder_mead:size=1", &q);
        descent_go(&simplex, 2000);
        check_center(&simplex, 1e-6);
    }
}

/* f is nan right of 0.3, where the first simplex has a vertex. */
static void the_simplex_turns_away_from_what_is_no_number(void **state)
{
    (void)state;
    Problem *problem = problem_of("log(0.3 - x)^2 + y^2");
    Run *run = run_of(problem, "nelder_mead:size=0.5", vec2(0, 1), unbounded(150));
    assert_true(isnan(problem_value(problem, vec2(0.5, 1))));
    assert_true(vec2_apart(run_row(run, run_last_step(run))->w, vec2(-0.7, 0)) < 1e-6);
    run_destroy(run);
    problem_destroy(problem);
}

/* ---- random search ---- */

static void random_search_looks_within_its_radius_and_keeps_the_best(void **state)
{
    (void)state;
    enum { LOOKS = 2000 };
    Problem *problem = problem_of("rosenbrock");
    Run *run = run_of(problem, "random:radius=0.25,seed=7", problem->start, unbounded(LOOKS));
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
        double radius = vec2_apart(sample, from->w);
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
    Run *once = run_of(problem, "random:seed=3", problem->start, unbounded(STEPS));
    Run *again = run_of(problem, "random:seed=3", problem->start, unbounded(STEPS));
    Run *other = run_of(problem, "random:seed=4", problem->start, unbounded(STEPS));
    for (long t = 0; t <= STEPS; t++)
        assert_memory_equal(run_row(once, t), run_row(again, t), sizeof(HistoryRow));
    assert_true(vec2_apart(run_row(once, STEPS)->w, run_row(other, STEPS)->w) > 0);
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
        Run *run = run_of(problem, costs[i].spec, vec2(-3.9, 0.37), unbounded(20));
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
