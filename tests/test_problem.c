/* The catalogue against golden data: every row, every declared landmark. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "fixtures.h"
#include "golden.h"
#include "problem/catalogue.h"
#include "problem/check.h"
#include "problem/factory.h"
#include "problem/landmark.h"

/* |a - b| relative to max(1, |b|) */
static double relative_error(double a, double b)
{
    return fabs(a - b) / fmax(1, fabs(b));
}

typedef void GoldenTest(const Problem *problem, const GoldenFunction *golden);

/* Runs a test over all golden functions and the problems of the same id. */
static void for_every_golden(GoldenTest *test)
{
    Golden *golden = golden_open("functions.tsv");
    size_t rows = 0;
    for (const GoldenFunction *f; (f = golden_function_next(golden)) != NULL; rows++) {
        Problem *problem = problem_of(f->id);
        test(problem, f);
        problem_destroy(problem);
    }
    golden_close(golden);
    assert_true(rows >= 26);
}

typedef void RowTest(const Problem *problem);

/* Runs a test over the catalogue, new rows that no golden data know included. */
static void for_every_row(RowTest *test)
{
    for (size_t i = 0; i < catalogue_count(); i++) {
        Problem *problem = problem_of(problem_catalogue_at(i).id);
        test(problem);
        problem_destroy(problem);
    }
}

static void check_facts(const Problem *problem, const GoldenFunction *golden)
{
    int index = problem_catalogue_find(golden->id);
    assert_true(index >= 0);
    ProblemInfo info = problem_catalogue_at((size_t)index);
    assert_string_equal(info.id, problem->id);
    assert_string_equal(info.title, problem->title);
    assert_string_equal(problem->spec, problem->id);
    assert_true(strlen(info.source) > 10 && strlen(problem->tex) > 0);
    assert_memory_equal(&problem->domain, &golden->domain, sizeof golden->domain);
    if (!(problem->lr > 0 && problem->reach > 0))
        fail_msg("%s: lr %g, reach %g", problem->id, problem->lr, problem->reach);
}

static void test_every_golden_function_has_a_complete_row(void **state)
{
    (void)state;
    for_every_golden(check_facts);
}

static void expect_close(const Problem *problem, const char *what, double got, double want,
                         double tolerance)
{
    if (!(relative_error(got, want) <= tolerance)) {
        fail_msg("%s: %s is %.17g, expected %.17g (error %.3g > %.3g)", problem->id, what, got,
                 want, relative_error(got, want), tolerance);
    }
}

static void check_samples(const Problem *problem, const GoldenFunction *golden)
{
    assert_true(golden->sample_count > 0);
    for (size_t i = 0; i < golden->sample_count; i++) {
        const GoldenSample *s = &golden->sample[i];
        Vec2 g;
        Sym2 h;
        double f = problem_hessian(problem, s->at, &g, &h);
        double exact = 1e-12 + golden->error_hessian;
        expect_close(problem, "f", f, s->value, 1e-12 + golden->error_value);
        expect_close(problem, "fx", g.x, s->gradient.x, 1e-12 + golden->error_gradient);
        expect_close(problem, "fy", g.y, s->gradient.y, 1e-12 + golden->error_gradient);
        expect_close(problem, "fxx", h.xx, s->hessian.xx, exact);
        expect_close(problem, "fxy", h.xy, s->hessian.xy, exact);
        expect_close(problem, "fyy", h.yy, s->hessian.yy, exact);
        Vec2 g3;
        assert_true(problem_value(problem, s->at) == f);
        assert_true(problem_gradient(problem, s->at, &g3) == f && g3.x == g.x && g3.y == g.y);
    }
}

static void test_values_gradients_and_hessians_match_autograd(void **state)
{
    (void)state;
    for_every_golden(check_samples);
}

/* Where the trajectories went, 47 000 points; the data agree with closed forms to 2e-13. */
static void test_values_match_every_row_of_every_trajectory(void **state)
{
    (void)state;
    Golden *golden = golden_open("trajectories.txt");
    Problem *problem = NULL;
    size_t compared = 0;
    for (const GoldenTrajectory *t; (t = golden_next(golden)) != NULL;) {
        if (problem == NULL || strcmp(problem->id, t->problem) != 0) {
            problem_destroy(problem);
            problem = problem_of(t->problem);
        }
        assert_true(t->step[0] == 0 && t->x[0] == t->start.x && t->y[0] == t->start.y);
        for (size_t i = 0; i < t->rows; i++) {
            double f = problem_value(problem, vec2(t->x[i], t->y[i]));
            if (!isfinite(t->f[i]))
                continue;
            compared++;
            if (!(relative_error(f, t->f[i]) <= 4e-13)) {
                fail_msg("%s, step %d: f(%.17g, %.17g) = %.17g, expected %.17g", t->file,
                         t->step[i], t->x[i], t->y[i], f, t->f[i]);
            }
        }
    }
    problem_destroy(problem);
    golden_close(golden);
    assert_true(compared > 40000);
}

enum { BLOCK = 1000 };

static void check_block(const Problem *problem)
{
    static double x[BLOCK], y[BLOCK], out[6][BLOCK], f[BLOCK];
    double *const places[] = {out[0], out[1], out[2], out[3], out[4], out[5]};
    Rng rng = rng_seeded(7);
    for (size_t i = 0; i < BLOCK; i++) {
        x[i] = rng_range(&rng, problem->view.min.x, problem->view.max.x);
        y[i] = rng_range(&rng, problem->view.min.y, problem->view.max.y);
    }
    problem->kind->block(problem, 6, x, y, places, BLOCK);
    problem_values(problem, x, y, f, BLOCK);
    for (size_t i = 0; i < BLOCK; i++) {
        double point[6];
        problem->kind->point(problem, 6, vec2(x[i], y[i]), point);
        expect_close(problem, "f of a value block", f[i], point[0], 1e-12);
        for (int k = 0; k < 6; k++)
            expect_close(problem, "a block's output", out[k][i], point[k], 1e-11);
    }
}

static void test_blocks_agree_with_points(void **state)
{
    (void)state;
    for_every_row(check_block);
}

/* Lowest and highest value on a small circle, less the value in its middle. */
static void ring(const Problem *problem, Vec2 at, double radius, double *low, double *high)
{
    double f = problem_value(problem, at);
    *low = (double)INFINITY;
    *high = -(double)INFINITY;
    for (int i = 0; i < 64; i++) {
        double angle = 2 * M_PI * i / 64;
        Vec2 w = vec2(at.x + radius * cos(angle), at.y + radius * sin(angle));
        *low = fmin(*low, problem_value(problem, w) - f);
        *high = fmax(*high, problem_value(problem, w) - f);
    }
}

static LandmarkKind kind_of(const Problem *problem, const Landmark *landmark)
{
    Vec2 g;
    Sym2 h;
    problem_hessian(problem, landmark->at, &g, &h);
    Eigen2 eigen = sym2_eigen(h);
    double largest = fmax(fabs(eigen.value[0]), fabs(eigen.value[1]));
    if (vec2_finite(g) && isfinite(largest)) {
        double allowed = 1e-14 + 2e-15 * largest * fmax(1, vec2_norm(landmark->at));
        if (!(vec2_norm(g) <= allowed)) {
            fail_msg("%s: |g| = %.3g > %.3g at %s (%.17g, %.17g)", problem->id, vec2_norm(g),
                     allowed, landmark_kind_name(landmark->kind), landmark->at.x, landmark->at.y);
        }
        if (fmin(fabs(eigen.value[0]), fabs(eigen.value[1])) > 1e-9 * largest) {
            return eigen.value[0] > 0   ? LANDMARK_MINIMUM
                   : eigen.value[1] < 0 ? LANDMARK_MAXIMUM
                                        : LANDMARK_SADDLE;
        }
    }
    double low, high;
    ring(problem, landmark->at, 1e-4, &low, &high);
    return low > 0 ? LANDMARK_MINIMUM : high < 0 ? LANDMARK_MAXIMUM : LANDMARK_DEGENERATE;
}

static void check_landmarks(const Problem *problem)
{
    assert_true(problem->landmark_count > 0);
    for (size_t i = 0; i < problem->landmark_count; i++) {
        const Landmark *landmark = &problem->landmarks[i];
        LandmarkKind kind = kind_of(problem, landmark);
        if (kind != landmark->kind) {
            fail_msg("%s: (%.17g, %.17g) is a %s, not a %s", problem->id, landmark->at.x,
                     landmark->at.y, landmark_kind_name(kind), landmark_kind_name(landmark->kind));
        }
        assert_true(landmark->value == problem_value(problem, landmark->at));
    }
}

static void test_landmarks_are_stationary_points_of_their_kind(void **state)
{
    (void)state;
    for_every_row(check_landmarks);
}

static const Landmark *landmark_near(const Problem *problem, Vec2 at)
{
    for (size_t i = 0; i < problem->landmark_count; i++)
        if (vec2_norm(vec2_sub(problem->landmarks[i].at, at)) < 1e-7)
            return &problem->landmarks[i];
    return NULL;
}

static void check_known(const Problem *problem, const GoldenFunction *golden)
{
    for (size_t i = 0; i < golden->critical_count; i++) {
        const GoldenCritical *c = &golden->critical[i];
        if (!box2_contains(problem->view, c->at))
            continue;
        const Landmark *landmark = landmark_near(problem, c->at);
        if (landmark == NULL) {
            fail_msg("%s: no landmark at the %s (%.17g, %.17g)", problem->id, c->kind, c->at.x,
                     c->at.y);
        }
        assert_string_equal(landmark_kind_name(landmark->kind), c->kind);
        expect_close(problem, "a landmark's value", landmark->value, c->value, 1e-12);
    }
    for (size_t i = 0; i < problem->landmark_count; i++) {
        bool listed = !box2_contains(golden->box, problem->landmarks[i].at);
        for (size_t k = 0; k < golden->critical_count && !listed; k++) {
            Vec2 d = vec2_sub(golden->critical[k].at, problem->landmarks[i].at);
            listed = vec2_norm(d) < 1e-7;
        }
        if (!listed) {
            fail_msg("%s: (%.17g, %.17g) is no critical point", problem->id,
                     problem->landmarks[i].at.x, problem->landmarks[i].at.y);
        }
    }
}

static void test_landmarks_in_the_view_are_the_golden_critical_points(void **state)
{
    (void)state;
    for_every_golden(check_known);
}

static void check_globals(const Problem *problem, const GoldenFunction *golden)
{
    size_t globals = 0;
    for (size_t i = 0; i < problem->landmark_count; i++)
        globals += problem->landmarks[i].global;
    assert_int_equal(globals, golden->minimum_count);
    for (size_t i = 0; i < golden->minimum_count; i++) {
        const Landmark *landmark = landmark_near(problem, golden->minimum[i]);
        assert_non_null(landmark);
        assert_true(landmark->global);
        expect_close(problem, "f*", problem->floor, golden->minimum_value[i], 1e-13);
    }
    if (golden->minimum_count == 0)
        assert_true(isinf(problem->floor) && problem->floor < 0);
    Rng rng = rng_seeded(11);
    for (int i = 0; i < 5000; i++) {
        Vec2 w;
        w.x = rng_range(&rng, problem->domain.min.x, problem->domain.max.x);
        w.y = rng_range(&rng, problem->domain.min.y, problem->domain.max.y);
        double f = problem_value(problem, w);
        if (f < problem->floor) {
            fail_msg("%s: f(%g, %g) = %.17g is below f* = %.17g", problem->id, w.x, w.y, f,
                     problem->floor);
        }
    }
}

static void test_the_floor_is_the_global_minimum(void **state)
{
    (void)state;
    for_every_golden(check_globals);
}

static void check_start(const Problem *problem)
{
    Vec2 g;
    double f = problem_gradient(problem, problem->start, &g);
    assert_true(isfinite(f) && vec2_finite(g));
    assert_true(box2_contains(problem->view, problem->start));
    assert_true(vec2_norm(g) > 1e-3);
    Vec2 w = problem->start;
    for (int i = 0; i < 300; i++) {
        Vec2 slope;
        problem_gradient(problem, w, &slope);
        w = vec2_sub(w, vec2_scale(slope, problem->lr));
    }
    double after = problem_value(problem, w);
    if (isfinite(problem->floor) && !(after < f - 0.1 * (f - problem->floor))) {
        fail_msg("%s: 300 steps of gradient descent with lr %g go from %g to %g at (%g, %g)",
                 problem->id, problem->lr, f, after, w.x, w.y);
    }
}

static void test_gradient_descent_from_the_start_gets_somewhere(void **state)
{
    (void)state;
    for_every_row(check_start);
}

static void check_derivatives(const Problem *problem)
{
    ProblemSweep sweep = problem_sweep(problem, 500, 1);
    if (!sweep.gradient_passed || !sweep.hessian_passed || sweep.points != 500) {
        fail_msg("%s: %zu points, gradient error %.3g at (%g, %g), Hessian error %.3g at (%g, %g)",
                 problem->id, sweep.points, sweep.gradient_error, sweep.gradient_at.x,
                 sweep.gradient_at.y, sweep.hessian_error, sweep.hessian_at.x, sweep.hessian_at.y);
    }
}

static void test_every_row_passes_the_derivative_check(void **state)
{
    (void)state;
    for_every_row(check_derivatives);
}

/* f = x^2 + y^3 with one derivative off by a thousandth. */
typedef struct Wrong {
    double gx, hyy;
} Wrong;

static void wrong_point(const Problem *problem, int level, Vec2 w, double *out)
{
    const Wrong *wrong = problem->data;
    double all[] = {w.x * w.x + w.y * w.y * w.y, 2 * w.x * wrong->gx, 3 * w.y * w.y, 2, 0,
                    6 * w.y * wrong->hyy};
    memcpy(out, all, (size_t)level * sizeof *out);
}

static void test_the_check_catches_a_wrong_derivative(void **state)
{
    (void)state;
    const ProblemKind kind = {.point = wrong_point};
    Wrong right = {1, 1}, gradient = {1.001, 1}, hessian = {1, 1.001};
    Problem *problem = calloc(1, sizeof *problem);
    problem->kind = &kind;
    problem->view = (Box2){{-2, -2}, {2, 2}};
    problem->data = &right;
    ProblemSweep sweep = problem_sweep(problem, 50, 1);
    assert_true(sweep.gradient_passed && sweep.hessian_passed && sweep.points == 50);
    problem->data = &hessian;
    sweep = problem_sweep(problem, 50, 1);
    assert_true(sweep.gradient_passed && !sweep.hessian_passed);
    problem->data = &gradient;
    sweep = problem_sweep(problem, 50, 1);
    assert_false(sweep.gradient_passed);
    ProblemCheck check = problem_check(problem, vec2(1, 1));
    assert_true(fabs(check.gradient.x - 2.002) < 1e-12);
    assert_true(fabs(check.numeric_gradient.x - 2) < 1e-8);
    assert_true(fabs(check.gradient_error - 0.002 / 2.002) < 1e-8);
    free(problem);
}

/* exp(a x) at x = 0 has the central difference sinh(a h) / h and the forward one expm1(a h) / h
 * beside the derivative a; for a >= 1 both are the larger side. Rounding f, which is about 1, adds
 * at most 2 eps / h to either. */
static void test_the_curve_is_the_known_error_of_differences(void **state)
{
    (void)state;
    static const double RATES[] = {1, 3};
    for (size_t k = 0; k < 2; k++) {
        double a = RATES[k];
        char formula[32];
        snprintf(formula, sizeof formula, "exp(%g*x)", a);
        Problem *p = problem_of(formula);
        ProblemCurve curve;
        problem_check_curve(p, vec2(0, 0.5), &curve);
        assert_true(fabs(curve.h[0] - 1e-16) < 1e-30 && curve.h[CHECK_CURVE_POINTS - 1] == 1);
        for (size_t i = 0; i < CHECK_CURVE_POINTS; i++) {
            double h = curve.h[i];
            double central = sinh(a * h) / h, forward = expm1(a * h) / h;
            double rounding = fmin(1.01, 4 * DBL_EPSILON / h);
            double off_central = fabs(curve.central[i] - (central - a) / central);
            double off_forward = fabs(curve.forward[i] - (forward - a) / forward);
            if (!(off_central <= rounding) || !(off_forward <= rounding))
                fail_msg("%s, h = %g: central %g, forward %g", formula, h, curve.central[i],
                         curve.forward[i]);
        }
        problem_destroy(p);
    }
}

/* The best h is known up to constants: error eps^(2/3) at eps^(1/3) for central differences,
 * eps^(1/2) at eps^(1/2) for forward ones (Nocedal and Wright, section 8.1). */
static void test_the_curve_has_its_two_valleys_where_theory_puts_them(void **state)
{
    (void)state;
    Problem *p = problem_of("exp(x) + sin(2*y)");
    ProblemCurve curve;
    problem_check_curve(p, vec2(0.3, 0.4), &curve);
    size_t central = 0, forward = 0;
    for (size_t i = 1; i < CHECK_CURVE_POINTS; i++) {
        central = curve.central[i] < curve.central[central] ? i : central;
        forward = curve.forward[i] < curve.forward[forward] ? i : forward;
    }
    assert_true(fabs(log10(curve.h[central] / cbrt(DBL_EPSILON))) < 1.3);
    assert_true(fabs(log10(curve.h[forward] / sqrt(DBL_EPSILON))) < 1.3);
    assert_true(curve.central[central] < 10 * pow(DBL_EPSILON, 2.0 / 3));
    assert_true(curve.forward[forward] < 10 * sqrt(DBL_EPSILON));
    assert_true(curve.forward[forward] > 100 * curve.central[central]);
    problem_destroy(p);
}

/* Of the two components the y one is the worse by far: x has the derivative 1 and no error. */
static void test_a_check_tells_the_step_of_the_worse_component(void **state)
{
    (void)state;
    Problem *p = problem_of("x + exp(y)");
    ProblemCheck check = problem_check(p, vec2(64, 2));
    double h = 2 * cbrt(DBL_EPSILON);
    assert_true(fabs(check.h - h) < 1e-15);
    /* h^2/6 exp(2), relative to exp(2), and the rounding of f = 71.4 over h */
    assert_true(fabs(check.gradient_error - h * h / 6) < 71.4 * DBL_EPSILON / h / exp(2));
    problem_destroy(p);
}

/* x^3 at 0: the derivative is 0, the central difference h^2, and so is its error, to all digits. At
 * 1.1 the derivative is 3.63 and the central difference 3.63 + h^2: the error is h^2 / (3.63 + h^2)
 * until rounding takes over, the least of all near cbrt(eps). */
static void test_the_cube_has_the_error_h_squared(void **state)
{
    (void)state;
    Problem *p = problem_of("x^3");
    ProblemCurve curve;
    problem_check_curve(p, vec2(0, 0), &curve);
    for (size_t i = 0; i < CHECK_CURVE_POINTS; i++) {
        double h = curve.h[i];
        if (!(fabs(curve.central[i] - h * h) <= 4 * DBL_EPSILON * h * h))
            fail_msg("h = %g: %g", h, curve.central[i]);
    }
    size_t last = CHECK_CURVE_POINTS - 1, middle = CHECK_CURVE_POINTS / 2;
    assert_true(fabs(problem_curve_power(&curve, curve.central, middle, last) - 2) < 1e-12);
    assert_int_equal(problem_curve_best(&curve), 0);
    problem_check_curve(p, vec2(1.1, 0), &curve);
    size_t best = problem_curve_best(&curve), decade = CHECK_CURVE_PER_DECADE;
    assert_true(fabs(log10(curve.h[best] / cbrt(DBL_EPSILON))) < 1.3);
    for (size_t i = last - 3 * decade; i <= last; i++) {
        double h = curve.h[i];
        assert_true(fabs(curve.central[i] - h * h / (3.63 + h * h)) < 1e-12);
    }
    /* Noise or not, rounding goes as 1/h. */
    double power = problem_curve_power(&curve, curve.central, 2 * decade, 8 * decade);
    if (!(fabs(power + 1) < 0.25))
        fail_msg("rounding goes as h^%g", power);
    problem_destroy(p);
}

static void test_a_verdict_says_what_can_be_said(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        Vec2 at;
        CheckVerdict verdict;
    } CASES[] = {
        {"x^3 + y", {1, 2}, CHECK_AGREES},
        {"rosenbrock", {-1.2, 1}, CHECK_AGREES},
        {"100000000*x^2 + y", {0.3, 0}, CHECK_AGREES}, /* steep, but smooth */
        {"x^2 + y^2 + 1000000", {0.1, 0}, CHECK_AGREES},
        {"exp(x) sin(y)", {-3, 100}, CHECK_AGREES},
        {"x^2 y^2", {0, 0}, CHECK_AGREES},
        {"linreg", {0.5, 0.5}, CHECK_AGREES},
        {"logreg", {0.5, 0.5}, CHECK_AGREES},
        {"log(x) + y", {-1, 0}, CHECK_NO_VALUE},
        {"1/x + y", {0, 0}, CHECK_NO_VALUE},
        {"sqrt(x) + y", {0, 0}, CHECK_NO_DIFFERENCE},              /* a value, but none at x < 0 */
        {"sign(x)*abs(x)^(1/3) + y", {0, 0}, CHECK_NO_DERIVATIVE}, /* slopes h^(-2/3) */
        {"abs(x) + y", {0, 0.5}, CHECK_KINK},
        {"abs(x) + y", {0.5, 0.5}, CHECK_AGREES},
        {"sqrt(x^2 + y^2)", {0, 0}, CHECK_KINK},
        {"hypot(x, y)", {0, 0}, CHECK_KINK},
        {"max(x, y)", {2, 2}, CHECK_KINK},
        {"linreg:penalty=l1,lambda=0.5", {0, 0.5}, CHECK_KINK},
        /* The step is as long as six waves: the difference misses all of them. */
        {"sin(1000000*x)/1000", {0, 0}, CHECK_DIFFERS},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Problem *p = problem_of(CASES[i].spec);
        ProblemCheck check = problem_check(p, CASES[i].at);
        CheckVerdict verdict = problem_check_verdict(p, &check);
        if (verdict != CASES[i].verdict)
            fail_msg("%s at (%g, %g): %d, not %d; error %g", CASES[i].spec, CASES[i].at.x,
                     CASES[i].at.y, verdict, CASES[i].verdict, check.gradient_error);
        problem_destroy(p);
    }
}

static void test_where_there_is_no_value_the_curve_has_gaps(void **state)
{
    (void)state;
    Problem *p = problem_of("sqrt(x)");
    ProblemCurve curve;
    problem_check_curve(p, vec2(0.25, 0), &curve);
    assert_true(isnan(curve.central[CHECK_CURVE_POINTS - 1])); /* sqrt(-0.75) */
    assert_true(curve.forward[CHECK_CURVE_POINTS - 1] > 0.2);
    problem_destroy(p);
}

static void test_parameters_change_the_function_and_move_the_minimum(void **state)
{
    (void)state;
    Problem *p = problem_of("rosenbrock:a=2,b=10");
    assert_string_equal(p->spec, "rosenbrock:a=2,b=10");
    assert_int_equal(p->params.count, 2 + PARAM_COMMON);
    assert_true(p->params.item[0].value == 2 && p->params.item[1].value == 10);
    assert_true(p->landmarks[0].at.x == 2 && p->landmarks[0].at.y == 4);
    assert_true(problem_value(p, vec2(0, 1)) == 4 + 10);
    Problem *again = problem_of(p->spec);
    assert_string_equal(again->formula, p->formula);
    problem_destroy(again);
    problem_destroy(p);

    p = problem_of("bowl:kappa=200");
    Vec2 g;
    Sym2 h;
    problem_hessian(p, vec2(1, 1), &g, &h);
    assert_true(h.xx == 1 && h.yy == 200 && g.y == 200);
    assert_true(fabs(p->lr - 1.875 / 200) < 1e-15);
    problem_destroy(p);

    p = problem_of("rosenbrock:a=1");
    assert_string_equal(p->spec, "rosenbrock");
    problem_destroy(p);
    p = problem_of(" Six-Hump Camel ");
    assert_string_equal(p->id, "six_hump_camel");
    problem_destroy(p);
}

static void test_errors_name_the_culprit_and_what_is_accepted(void **state)
{
    (void)state;
    static const struct {
        const char *spec, *message;
    } cases[] = {
        {"himmelbau", "unknown problem 'himmelbau'; did you mean 'himmelblau'? (or write a formula "
                      "in x and y)"},
        {"qqqqqqqq", "unknown problem 'qqqqqqqq'; it takes an id such as 'saddle_bounded', or a "
                     "formula in x and y"},
        {"bwl:kappa=2",
         "unknown problem 'bwl'; did you mean 'bowl'? (or write a formula in x and y)"},
        {"bowl:kapa=2", "problem 'bowl' has no parameter 'kapa'; did you mean 'kappa'?"},
        {"rosenbrock:zzz=2",
         "problem 'rosenbrock' has no parameter 'zzz'; it has: a, b, noise, seed"},
        {"beale:a=2", "problem 'beale' has no parameter 'a'; it has: noise, seed"},
        {"bowl:kappa=0", "problem 'bowl': kappa must be a number from 1 to 1000000, not '0'"},
        {"bowl:kappa=", "problem 'bowl': kappa must be a number from 1 to 1000000, not ''"},
        {"bowl:kappa=nan", "problem 'bowl': kappa must be a number from 1 to 1000000, not 'nan'"},
        {"bowl:kappa", "problem 'bowl': expected name=value, not 'kappa'"},
        {"bowl:kappa=2,", "problem 'bowl': expected name=value, not ''"},
        {"bowl:kappa=2,kappa=3", "problem 'bowl': kappa is given twice"},
        {"  ", "no problem given: expected an id such as 'saddle_bounded', or a formula in x and "
               "y"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Err err = {0};
        assert_null(problem_create(cases[i].spec, &err));
        assert_string_equal(err.text, cases[i].message);
    }
}

static void test_the_nearest_minimum_is_found_among_all_kinds(void **state)
{
    (void)state;
    Problem *p = problem_of("himmelblau");
    const Landmark *nearest = problem_nearest_minimum(p, vec2(-0.27, -0.92));
    assert_true(nearest->kind == LANDMARK_MINIMUM);
    assert_true(fabs(nearest->at.x - 3.584428) < 1e-6 || fabs(nearest->at.x + 3.779310) < 1e-6);
    assert_true(problem_nearest_minimum(p, vec2(2.5, 2.5))->at.x == 3);
    problem_destroy(p);
    p = problem_of("saddle");
    assert_null(problem_nearest_minimum(p, vec2(0, 0)));
    problem_destroy(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_golden_function_has_a_complete_row),
        cmocka_unit_test(test_values_gradients_and_hessians_match_autograd),
        cmocka_unit_test(test_values_match_every_row_of_every_trajectory),
        cmocka_unit_test(test_blocks_agree_with_points),
        cmocka_unit_test(test_landmarks_are_stationary_points_of_their_kind),
        cmocka_unit_test(test_landmarks_in_the_view_are_the_golden_critical_points),
        cmocka_unit_test(test_the_floor_is_the_global_minimum),
        cmocka_unit_test(test_gradient_descent_from_the_start_gets_somewhere),
        cmocka_unit_test(test_every_row_passes_the_derivative_check),
        cmocka_unit_test(test_the_check_catches_a_wrong_derivative),
        cmocka_unit_test(test_the_curve_is_the_known_error_of_differences),
        cmocka_unit_test(test_the_curve_has_its_two_valleys_where_theory_puts_them),
        cmocka_unit_test(test_a_check_tells_the_step_of_the_worse_component),
        cmocka_unit_test(test_the_cube_has_the_error_h_squared),
        cmocka_unit_test(test_a_verdict_says_what_can_be_said),
        cmocka_unit_test(test_where_there_is_no_value_the_curve_has_gaps),
        cmocka_unit_test(test_parameters_change_the_function_and_move_the_minimum),
        cmocka_unit_test(test_errors_name_the_culprit_and_what_is_accepted),
        cmocka_unit_test(test_the_nearest_minimum_is_found_among_all_kinds),
    };
    return cmocka_run_group_tests_name("problem", tests, NULL, NULL);
}
