/* Directions of search: what BFGS learns from its steps and forgets, by which formula directions
 * are conjugate, and how many steps L-BFGS remembers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fixtures.h"
#include "quadratic.h"
#include "sim/run.h"

enum { STEPS = 150 };

/* ---- directions ---- */

/* Equation 6.17 as it stands, from 6.20 on. */
static void update_by_hand(double h[2][2], Vec2 s, Vec2 y, bool is_first)
{
    double rho = 1.0 / vec2_dot(s, y);
    double v[2][2] = {{1.0 - rho * s.x * y.x, -rho * s.x * y.y},
                      {-rho * s.y * y.x, 1.0 - rho * s.y * y.y}};
    double steps[2] = {s.x, s.y}, next[2][2];
    if (is_first)
        h[0][0] = h[1][1] = vec2_dot(s, y) / vec2_dot(y, y);
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++) {
            next[i][k] = rho * steps[i] * steps[k];
            for (int l = 0; l < 2; l++)
                for (int m = 0; m < 2; m++)
                    next[i][k] += v[i][l] * h[l][m] * v[k][m];
        }
    memcpy(h, next, sizeof next);
}

/* H as by hand, positive and with H y = s for the last step; and a step along -H g. */
static void bfgs_learns_from_every_step(void **state)
{
    (void)state;
    static const char *const ids[] = {"rosenbrock", "himmelblau", "beale", "saddle_bounded"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        Problem *problem = problem_of(ids[i]);
        Run *run = run_of(problem, "bfgs", problem->start, limits_of(STEPS));
        double expected[2][2] = {{0}};
        long t = 2;
        for (; t <= run_last_step(run); t++) {
            const HistoryRow a = *run_row(run, t - 2), b = *run_row(run, t - 1);
            Vec2 s = vec2_sub(b.w, a.w), y = vec2_sub(b.g, a.g);
            if (!(vec2_norm(s) > 1e-4))
                break;
            update_by_hand(expected, s, y, t == 2);
            const double *h = slot_at(run, "inverse_hessian", t);
            double size = fabs(expected[0][0]) + fabs(expected[1][1]);
            for (int k = 0; k < 4; k++)
                if (!(fabs(h[k] - expected[k / 2][k % 2]) <= 1e-8 * size))
                    fail_msg("%s, step %ld: H[%d] = %.17g, not %.17g", ids[i], t, k, h[k],
                             expected[k / 2][k % 2]);
            Vec2 hy = vec2(h[0] * y.x + h[1] * y.y, h[2] * y.x + h[3] * y.y);
            assert_true(vec2_apart(hy, s) <= 1e-9 * vec2_norm(s));
            assert_true(h[0] > 0.0 && h[1] == h[2] && h[0] * h[3] - h[1] * h[2] > 0.0);
            Vec2 d = vec2(-(h[0] * b.g.x + h[1] * b.g.y), -(h[2] * b.g.x + h[3] * b.g.y));
            Vec2 moved = vec2_sub(run_row(run, t)->w, b.w);
            double across = fabs(d.x * moved.y - d.y * moved.x) / vec2_norm(d);
            if (!(across <= 1e-9 * vec2_norm(moved) + 1e-14))
                fail_msg("%s, step %ld: not along -H g", ids[i], t);
        }
        assert_true(t >= 6);
        run_destroy(run);
        problem_destroy(problem);
    }
}

enum { BFGS_H = 0, BFGS_MOVE = 4, BFGS_GRADIENT = 6 }; /* where they are, n = 2 */

/* f = (x^2 + y^2) / 2, by hand. */
static void bfgs_keeps_what_it_knows_where_f_curves_down(void **state)
{
    (void)state;
    Descent descent;
    static Quadratic q = {.n = 2, .a = {1.0, 0.0, 0.0, 1.0}};
    descent_start(&descent, "bfgs", &q);
    double *memory = descent.state;
    memory[BFGS_H] = 0.5;
    memory[BFGS_H + 3] = 0.75;
    memory[BFGS_MOVE] = 1.0;
    memory[BFGS_GRADIENT] = 5.0; /* g = 4 now: y = -1 along s = 1 */
    descent.w[0] = descent.w[1] = 4.0;
    memory[BFGS_GRADIENT + 1] = 4.0;
    descent_go(&descent, 1);
    assert_true(memory[BFGS_H] == 0.5 && memory[BFGS_H + 1] == 0.0);
    assert_true(memory[BFGS_H + 2] == 0.0 && memory[BFGS_H + 3] == 0.75);
    assert_true(descent.w[0] == 2.0 && descent.w[1] == 1.0);
}

static void bfgs_forgets_what_leads_nowhere(void **state)
{
    (void)state;
    Descent descent;
    static Quadratic q = {.n = 2, .a = {1.0, 0.0, 0.0, 1.0}};
    descent_start(&descent, "bfgs:size=2", &q);
    double *memory = descent.state;
    memory[BFGS_H] = 1.0;
    memory[BFGS_H + 3] = -1.0; /* -H g climbs */
    descent.w[1] = 4.0;
    descent_go(&descent, 1);
    for (int i = 0; i < 4; i++)
        assert_true(memory[BFGS_H + i] == 0.0);
    assert_true(descent.w[0] == 0.0 && descent.w[1] == 2.0); /* against g, as far as size */
}

/* As the three formulas have it, from the rows. */
static double expected_beta(size_t choice, Vec2 g, Vec2 before, Vec2 d)
{
    Vec2 y = vec2_sub(g, before);
    if (choice == 0)
        return vec2_dot(g, g) / vec2_dot(before, before);
    if (choice == 1)
        return fmax(0.0, vec2_dot(g, y) / vec2_dot(before, before));
    return vec2_dot(g, y) / vec2_dot(d, y);
}

static void directions_are_conjugate_by_each_formula(void **state)
{
    (void)state;
    static const char *const specs[] = {"cg:beta=fletcher_reeves", "cg:beta=polak_ribiere",
                                        "cg:beta=hestenes_stiefel"};
    static const char *const ids[] = {"rosenbrock", "beale", "himmelblau", "rastrigin"};
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        long kept = 0;
        for (size_t p = 0; p < sizeof ids / sizeof *ids; p++) {
            Problem *problem = problem_of(ids[p]);
            Run *run = run_of(problem, specs[i], problem->start, limits_of(60));
            Vec2 d = vec2(0, 0);
            for (long t = 1; t <= run_last_step(run); t++) {
                const HistoryRow from = *run_row(run, t - 1);
                if (vec2_norm(from.g) < 1e-4)
                    break;
                const double *slot = slot_at(run, "direction", t);
                Vec2 next = vec2(slot[0], slot[1]);
                double beta = slot_at(run, "beta", t)[0];
                double expected =
                    t == 1 ? 0.0 : expected_beta(i, from.g, run_row(run, t - 2)->g, d);
                Vec2 kept_d = vec2(expected * d.x - from.g.x, expected * d.y - from.g.y);
                if (!(vec2_dot(kept_d, from.g) < 0.0))
                    expected = 0.0; /* uphill: starts over */
                if (!(fabs(beta - expected) <= 1e-12 * fmax(1.0, fabs(expected))))
                    fail_msg("%s on %s, step %ld: %.17g, not %.17g", specs[i], ids[p], t, beta,
                             expected);
                assert_true(next.x == beta * d.x - from.g.x && next.y == beta * d.y - from.g.y);
                kept += beta != 0.0;
                d = next;
            }
            run_destroy(run);
            problem_destroy(problem);
        }
        assert_true(kept > 20);
    }
}

/* By hand: g = -2 after a gradient of 1 makes beta 4, and 4 d - g = -14 would climb. */
static void conjugate_directions_that_climb_start_over(void **state)
{
    (void)state;
    Descent descent;
    static Quadratic q = {.n = 1, .a = {1.0}, .center = {0.0}};
    descent_start(&descent, "cg:beta=fletcher_reeves,c2=0.999", &q);
    const Optimizer *cg = descent.spec.optimizer;
    descent.w[0] = -2.0;                                /* g = -2 */
    descent.state[optimizer_slot_at(cg, 0, 1)] = -4.0;  /* d, away from the minimum */
    descent.state[optimizer_slot_at(cg, 1, 1)] = 1.0;   /* g before: beta = 4 */
    descent.state[optimizer_slot_at(cg, 5, 1)] = -0.25; /* a step was taken */
    descent_go(&descent, 1);
    assert_true(descent.state[optimizer_slot_at(cg, 4, 1)] == 0.0);
    assert_true(descent.state[optimizer_slot_at(cg, 0, 1)] == 2.0);
    assert_true(fabs(descent.w[0]) < 2.0);
}

/* ---- memory ---- */

static void lbfgs_keeps_no_more_steps_than_it_may(void **state)
{
    (void)state;
    Problem *problem = problem_of("rosenbrock");
    static const int histories[] = {1, 3, 20};
    for (size_t i = 0; i < 3; i++) {
        char text[32];
        snprintf(text, sizeof text, "lbfgs:history=%d", histories[i]);
        Run *run = run_of(problem, text, problem->start, limits_of(25));
        for (long t = 1; t <= 25; t++) {
            long pairs = (long)slot_at(run, "pairs", t)[0];
            assert_int_equal(pairs, t - 1 < histories[i] ? t - 1 : histories[i]);
            for (long k = 0; k < pairs; k++) {
                /* the step to row t - 1 - (pairs - 1 - k), and what it did to the gradient */
                const HistoryRow to = *run_row(run, t - pairs + k);
                const HistoryRow from = *run_row(run, t - pairs + k - 1);
                const double *s = slot_at(run, "steps", t) + 2 * k;
                if (!(vec2_apart(vec2(s[0], s[1]), vec2_sub(to.w, from.w)) < 1e-14))
                    fail_msg("%s, step %ld, pair %ld: (%g, %g), not (%g, %g)", text, t, k, s[0],
                             s[1], to.w.x - from.w.x, to.w.y - from.w.y);
                const double *y = slot_at(run, "changes", t) + 2 * k;
                assert_true(y[0] == to.g.x - from.g.x && y[1] == to.g.y - from.g.y);
            }
        }
        run_destroy(run);
    }
    problem_destroy(problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bfgs_learns_from_every_step),
        cmocka_unit_test(bfgs_keeps_what_it_knows_where_f_curves_down),
        cmocka_unit_test(bfgs_forgets_what_leads_nowhere),
        cmocka_unit_test(directions_are_conjugate_by_each_formula),
        cmocka_unit_test(conjugate_directions_that_climb_start_over),
        cmocka_unit_test(lbfgs_keeps_no_more_steps_than_it_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
