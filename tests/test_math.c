#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/dense.h"
#include "math/difference.h"
#include "math/sym2.h"
#include "math/vec2.h"

static void check_near(const char *what, double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%s is %.17g, expected %.17g within %.3g", what, found, expected, tolerance);
}

static void vectors_add_scale_and_measure(void **state)
{
    (void)state;
    Vec2 v = vec2_add(vec2(1, 2), vec2_scale(vec2_sub(vec2(4, 4), vec2(1, 0)), 2));
    check_near("x", v.x, 7, 0);
    check_near("y", v.y, 10, 0);
    check_near("dot", vec2_dot(vec2(1, 2), vec2(3, 4)), 11, 0);
    check_near("norm", vec2_norm(vec2(3, -4)), 5, 0);
    check_near("huge norm", vec2_norm(vec2(3e200, 4e200)) / 5e200, 1, 1e-15);
    check_near("lerp", vec2_lerp(vec2(0, 2), vec2(4, 4), 0.25).x, 1, 0);
    assert_false(vec2_finite(vec2(0, (double)NAN)));
    Box2 box = {vec2(-1, -2), vec2(3, 4)};
    assert_true(box2_contains(box, vec2(3, -2)));
    assert_false(box2_contains(box, vec2(3.1, 0)));
    check_near("center", box2_center(box).y, 1, 0);
    check_near("size", box2_size(box).y, 6, 0);
}

/* A v = lambda v for both, orthonormal vectors, values ascending. */
static void check_eigen(Sym2 a)
{
    Eigen2 e = sym2_eigen(a);
    double size = fabs(a.xx) + fabs(a.yy) + fabs(a.xy);
    assert_true(e.value[0] <= e.value[1]);
    for (int i = 0; i < 2; i++) {
        Vec2 rest = vec2_sub(sym2_apply(a, e.vector[i]), vec2_scale(e.vector[i], e.value[i]));
        check_near("A v - lambda v", vec2_norm(rest), 0, 8 * DBL_EPSILON * size);
        check_near("length", vec2_norm(e.vector[i]), 1, 4 * DBL_EPSILON);
    }
    check_near("angle", vec2_dot(e.vector[0], e.vector[1]), 0, 4 * DBL_EPSILON);
}

static void eigenpairs_satisfy_their_equation(void **state)
{
    (void)state;
    Rng rng = rng_seeded(1);
    for (int i = 0; i < 10000; i++) {
        double scale = pow(10, rng_range(&rng, -100, 100));
        Sym2 a = {scale * rng_normal(&rng), scale * rng_normal(&rng), scale * rng_normal(&rng)};
        if (i % 3 == 0)
            a.xy *= 1e-9;
        if (i % 5 == 0)
            a.yy = a.xx;
        check_eigen(a);
    }
}

static void diagonal_matrices_are_exact(void **state)
{
    (void)state;
    Eigen2 e = sym2_eigen((Sym2){50, 0, 1});
    check_near("small", e.value[0], 1, 0);
    check_near("large", e.value[1], 50, 0);
    check_near("vector", e.vector[0].y, 1, 0);
    check_near("vector", e.vector[0].x, 0, 0);
    check_near("vector", e.vector[1].x, 1, 0);
    e = sym2_eigen((Sym2){2, 0, 2});
    check_near("equal", e.value[1] - e.value[0], 0, 0);
    check_eigen((Sym2){2, 0, 2});
}

static void eigenvalues_follow_closed_forms(void **state)
{
    (void)state;
    /* (2 1; 1 2): 1 and 3. (1 2; 2 -2): -3 and 2. */
    check_near("1", sym2_eigen((Sym2){2, 1, 2}).value[0], 1, 4e-16);
    check_near("3", sym2_eigen((Sym2){2, 1, 2}).value[1], 3, 4e-16);
    check_near("-3", sym2_eigen((Sym2){1, 2, -2}).value[0], -3, 1e-15);
    check_near("2", sym2_eigen((Sym2){1, 2, -2}).value[1], 2, 1e-15);
    /* Nearly singular: the small one is det / large, 1e-10 to full relative precision. */
    Eigen2 e = sym2_eigen((Sym2){1, 1e-5, 2e-10});
    check_near("small/expected", e.value[0] / 9.999999999e-11, 1, 1e-10);
    /* Would overflow if squared. */
    check_near("huge", sym2_eigen((Sym2){2e300, 1e300, 2e300}).value[1] / 3e300, 1, 1e-15);
    assert_true(isnan(sym2_eigen((Sym2){(double)NAN, 0, 1}).value[0]));
    assert_true(isnan(sym2_eigen((Sym2){1, (double)INFINITY, 1}).vector[1].x));
}

static void solutions_satisfy_their_equation(void **state)
{
    (void)state;
    Rng rng = rng_seeded(2);
    for (int i = 0; i < 10000; i++) {
        Sym2 a = {rng_normal(&rng), rng_normal(&rng), rng_normal(&rng)};
        if (i % 4 == 0)
            a.xx = 0;
        Vec2 b = vec2(rng_normal(&rng), rng_normal(&rng));
        Vec2 x = {0, 0};
        assert_true(sym2_solve(a, b, &x));
        double size = (fabs(a.xx) + fabs(a.yy) + fabs(a.xy)) * vec2_norm(x) + vec2_norm(b);
        check_near("|A x - b|", vec2_norm(vec2_sub(sym2_apply(a, x), b)), 0,
                   16 * DBL_EPSILON * size);
    }
}

static void scaling_is_not_singularity(void **state)
{
    (void)state;
    Vec2 x;
    assert_true(sym2_solve((Sym2){1, 0, 1e-200}, vec2(3, 2e-200), &x));
    check_near("x", x.x, 3, 0);
    check_near("y", x.y, 2, 1e-15);
}

static void singular_systems_are_refused(void **state)
{
    (void)state;
    const double nan = (double)NAN;
    const Sym2 bad[] = {{0, 0, 0},   {1, 0, 0},       {0, 0, 1},
                        {1, 1, 1},   {0.1, 0.3, 0.9}, {1, 3, 9},
                        {nan, 0, 1}, {1, nan, 1},     {1, 0, (double)INFINITY}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        Vec2 x = {7, 8};
        if (sym2_solve(bad[i], vec2(1, 2), &x))
            fail_msg("(%g %g; %g) was solved: %g, %g", bad[i].xx, bad[i].xy, bad[i].yy, x.x, x.y);
        assert_true(x.x == 7 && x.y == 8);
    }
    Vec2 x = {7, 8};
    assert_false(sym2_solve((Sym2){1, 0, 1}, vec2(1, nan), &x));
    assert_false(sym2_solve((Sym2){1e-200, 0, 1e-200}, vec2(1e200, 0), &x));
}

static double wave(const void *context, Vec2 w)
{
    (void)context;
    return sin(w.x) * exp(w.y);
}

static Vec2 wave_gradient(const void *context, Vec2 w)
{
    (void)context;
    return vec2(cos(w.x) * exp(w.y), sin(w.x) * exp(w.y));
}

static void differences_approach_derivatives(void **state)
{
    (void)state;
    Rng rng = rng_seeded(3);
    for (int i = 0; i < 1000; i++) {
        Vec2 w = vec2(rng_range(&rng, -10, 10), rng_range(&rng, -2, 2));
        Vec2 g = wave_gradient(NULL, w);
        Sym2 h = {-wave(NULL, w), g.x, wave(NULL, w)};
        double step = cbrt(DBL_EPSILON) * fmax(1, fabs(w.x));
        /* h^2/6 |f'''| and the rounding of f over h. */
        double bound = (step * step / 6 + 4 * DBL_EPSILON / step) * exp(2);
        check_near("gradient error",
                   difference_error_vec2(difference_gradient(wave, NULL, w, 0), g), 0, bound);
        check_near("hessian error",
                   difference_error_sym2(difference_hessian(wave_gradient, NULL, w, 0), h), 0,
                   bound);
    }
}

static double cubic(const void *context, Vec2 w)
{
    (void)context;
    return w.x * w.x * w.x;
}

static void a_given_step_is_taken(void **state)
{
    (void)state;
    /* ((x+h)^3 - (x-h)^3) / 2h = 3x^2 + h^2 */
    check_near("h = 0.5", difference_gradient(cubic, NULL, vec2(1, 0), 0.5).x, 3.25, 0);
    check_near("y", difference_gradient(cubic, NULL, vec2(1, 0), 0.5).y, 0, 0);
}

static void a_forward_difference_keeps_its_first_order_term(void **state)
{
    (void)state;
    /* ((x+h)^3 - x^3) / h = 3x^2 + 3xh + h^2 */
    check_near("h = 0.5", difference_gradient_forward(cubic, NULL, vec2(1, 0), 0.5).x, 4.75, 0);
    check_near("y", difference_gradient_forward(cubic, NULL, vec2(1, 0), 0.5).y, 0, 0);
}

static void errors_are_relative_to_the_larger(void **state)
{
    (void)state;
    check_near("small", difference_error_vec2(vec2(0.5, 0), vec2(0.25, 0)), 0.25, 0);
    check_near("large", difference_error_vec2(vec2(100, 0), vec2(50, 0)), 0.5, 0);
    check_near("worst", difference_error_sym2((Sym2){1, 2, 8}, (Sym2){1, 1, 4}), 0.5, 0);
    assert_true(isnan(difference_error_vec2(vec2(1, (double)NAN), vec2(2, 2))));
    assert_true(isnan(
        difference_error_sym2((Sym2){(double)INFINITY, 0, 0}, (Sym2){(double)INFINITY, 0, 0})));
}

/* ---- dense ---- */

static void fill(double *a, size_t count, Rng *rng)
{
    for (size_t i = 0; i < count; i++)
        a[i] = rng_range(rng, -1.0, 1.0);
}

static void dense_solutions_satisfy_their_equation(void **state)
{
    (void)state;
    static double a[DENSE_MAX * DENSE_MAX], used[DENSE_MAX * DENSE_MAX];
    Rng rng = rng_seeded(21);
    for (size_t n = 1; n <= DENSE_MAX; n++) {
        double b[DENSE_MAX], x[DENSE_MAX];
        fill(a, n * n, &rng);
        fill(b, n, &rng);
        memcpy(used, a, n * n * sizeof *a);
        memcpy(x, b, n * sizeof *b);
        assert_true(dense_solve(used, x, n));
        double largest = 0;
        for (size_t k = 0; k < n; k++)
            largest = fmax(largest, fabs(x[k]));
        for (size_t i = 0; i < n; i++) {
            double sum = 0;
            for (size_t k = 0; k < n; k++)
                sum += a[i * n + k] * x[k];
            /* Small backward error, whatever the matrix's condition. */
            check_near("row", sum, b[i], 1e-15 * (double)(n * n) * fmax(1, largest));
        }
    }
}

static void dense_solving_changes_rows_where_it_must(void **state)
{
    (void)state;
    double a[] = {0, 2, 1, 0, 0, 4, 8, 0, 0};
    double b[] = {7, 12, 16};
    assert_true(dense_solve(a, b, 3));
    check_near("x", b[0], 2, 0);
    check_near("y", b[1], 2, 0);
    check_near("z", b[2], 3, 0);
    /* Without pivoting x would come out as 0. */
    double tiny[] = {1e-20, 1, 1, 1};
    double right[] = {1, 2};
    assert_true(dense_solve(tiny, right, 2));
    check_near("x", right[0], 1, 1e-15);
    check_near("y", right[1], 1, 1e-15);
}

static void dense_solving_refuses_singular_systems(void **state)
{
    (void)state;
    double nan = (double)NAN;
    const double bad[][4] = {
        {0, 0, 0, 0},     {1, 2, 2, 4}, {0, 1, 0, 3}, {nan, 0, 0, 1}, {1, 0, 0, (double)INFINITY},
        {1e-300, 0, 0, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double a[4];
        double b[] = {1e10, 1};
        memcpy(a, bad[i], sizeof a);
        if (dense_solve(a, b, 2))
            fail_msg("matrix %zu: (%g, %g)", i, b[0], b[1]);
    }
}

static void dense_eigenpairs_satisfy_their_equation(void **state)
{
    (void)state;
    static double a[DENSE_MAX * DENSE_MAX], used[DENSE_MAX * DENSE_MAX];
    static double vector[DENSE_MAX * DENSE_MAX];
    Rng rng = rng_seeded(22);
    for (size_t n = 1; n <= DENSE_MAX; n++) {
        double value[DENSE_MAX];
        fill(a, n * n, &rng);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < i; k++)
                a[i * n + k] = a[k * n + i];
        memcpy(used, a, n * n * sizeof *a);
        assert_true(dense_eigen(used, value, vector, n));
        for (size_t j = 0; j < n; j++) {
            const double *v = vector + j * n;
            assert_true(j == 0 || value[j - 1] <= value[j]);
            for (size_t i = 0; i < n; i++) {
                double applied = 0, dot = 0;
                for (size_t k = 0; k < n; k++) {
                    applied += a[i * n + k] * v[k];
                    dot += vector[i * n + k] * v[k];
                }
                check_near("A v", applied, value[j] * v[i], 1e-14 * (double)n);
                check_near("v . v", dot, i == j ? 1 : 0, 1e-14 * (double)n);
            }
        }
    }
}

/* Second differences of n points: 2 - 2 cos(k pi / (n + 1)). */
static void dense_eigenvalues_follow_closed_forms(void **state)
{
    (void)state;
    static double a[DENSE_MAX * DENSE_MAX], vector[DENSE_MAX * DENSE_MAX];
    const double pi = acos(-1.0);
    for (size_t n = 1; n <= DENSE_MAX; n++) {
        double value[DENSE_MAX];
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++)
                a[i * n + k] = i == k ? 2 : i + 1 == k || k + 1 == i ? -1 : 0;
        assert_true(dense_eigen(a, value, vector, n));
        for (size_t k = 0; k < n; k++)
            check_near("eigenvalue", value[k], 2 - 2 * cos((double)(k + 1) * pi / (double)(n + 1)),
                       2e-14);
    }
}

static void dense_and_two_by_two_agree(void **state)
{
    (void)state;
    Rng rng = rng_seeded(23);
    for (int i = 0; i < 1000; i++) {
        Sym2 s = {rng_range(&rng, -9, 9), rng_range(&rng, -9, 9), rng_range(&rng, -9, 9)};
        double a[] = {s.xx, s.xy, s.xy, s.yy}, value[2], vector[4];
        Eigen2 e = sym2_eigen(s);
        assert_true(dense_eigen(a, value, vector, 2));
        for (int k = 0; k < 2; k++) {
            check_near("value", value[k], e.value[k], 1e-14);
            double along = vector[2 * k] * e.vector[k].x + vector[2 * k + 1] * e.vector[k].y;
            check_near("|v . e|", fabs(along), 1, 1e-14);
        }
    }
    double diagonal[] = {3, 0, 0, 0, -1e-200, 0, 0, 0, 1e200}, value[3], vector[9];
    assert_true(dense_eigen(diagonal, value, vector, 3));
    assert_true(value[0] == -1e-200 && value[1] == 3 && value[2] == 1e200);
    double broken[] = {1, (double)NAN, (double)NAN, 1};
    assert_false(dense_eigen(broken, value, vector, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_add_scale_and_measure),
        cmocka_unit_test(eigenpairs_satisfy_their_equation),
        cmocka_unit_test(diagonal_matrices_are_exact),
        cmocka_unit_test(eigenvalues_follow_closed_forms),
        cmocka_unit_test(solutions_satisfy_their_equation),
        cmocka_unit_test(scaling_is_not_singularity),
        cmocka_unit_test(singular_systems_are_refused),
        cmocka_unit_test(differences_approach_derivatives),
        cmocka_unit_test(a_given_step_is_taken),
        cmocka_unit_test(a_forward_difference_keeps_its_first_order_term),
        cmocka_unit_test(errors_are_relative_to_the_larger),
        cmocka_unit_test(dense_solutions_satisfy_their_equation),
        cmocka_unit_test(dense_solving_changes_rows_where_it_must),
        cmocka_unit_test(dense_solving_refuses_singular_systems),
        cmocka_unit_test(dense_eigenpairs_satisfy_their_equation),
        cmocka_unit_test(dense_eigenvalues_follow_closed_forms),
        cmocka_unit_test(dense_and_two_by_two_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
