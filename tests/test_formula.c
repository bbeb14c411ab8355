/* Typed formulas, and the search for stationary points that frames and marks them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixtures.h"
#include "golden.h"
#include "optim/catalogue.h"
#include "problem/critical.h"
#include "problem/factory.h"
#include "problem/landmark.h"

static const CriticalPoint *nearest(const CriticalSet *set, Vec2 at)
{
    const CriticalPoint *best = NULL;
    for (size_t i = 0; i < set->count; i++)
        if (best == NULL ||
            vec2_norm(vec2_sub(set->points[i].at, at)) < vec2_norm(vec2_sub(best->at, at)))
            best = &set->points[i];
    return best;
}

static size_t isolated_count(const CriticalSet *set)
{
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        count += set->points[i].isolated;
    return count;
}

static void check_search(const GoldenFunction *golden)
{
    Problem *problem = problem_of(golden->id);
    CriticalSet *set = calloc(1, sizeof *set);
    critical_find(problem, golden->box, set);
    for (size_t i = 0; i < golden->critical_count; i++) {
        const GoldenCritical *c = &golden->critical[i];
        const CriticalPoint *point = nearest(set, c->at);
        if (point == NULL || !(vec2_norm(vec2_sub(point->at, c->at)) < 1e-9) || !point->isolated ||
            strcmp(landmark_kind_name(point->kind), c->kind) != 0) {
            fail_msg("%s: the %s (%.17g, %.17g) was not found; nearest: %s (%.17g, %.17g)",
                     golden->id, c->kind, c->at.x, c->at.y,
                     point == NULL ? "none" : landmark_kind_name(point->kind),
                     point == NULL ? 0 : point->at.x, point == NULL ? 0 : point->at.y);
        }
    }
    if (isolated_count(set) != golden->critical_count) {
        fail_msg("%s: %zu points found, %zu expected", golden->id, isolated_count(set),
                 golden->critical_count);
    }
    free(set);
    problem_destroy(problem);
}

static void test_the_search_finds_exactly_the_golden_critical_points(void **state)
{
    (void)state;
    Golden *golden = golden_open("functions.tsv");
    size_t count = 0;
    for (const GoldenFunction *f; (f = golden_function_next(golden)) != NULL; count++)
        check_search(f);
    golden_close(golden);
    assert_true(count >= 26);
}

/* Every point found beside the origin lies on one of the known circles, and no landmark does. */
static void test_circles_of_stationary_points_are_told_from_isolated_ones(void **state)
{
    (void)state;
    Golden *golden = golden_open("functions.tsv");
    const GoldenFunction *f = golden_function_next(golden);
    while (f != NULL && f->circle_count == 0)
        f = golden_function_next(golden);
    assert_non_null(f);
    Problem *problem = problem_of(f->id);
    CriticalSet *set = calloc(1, sizeof *set);
    double reach = 1.8; /* the last circle within lies at 1.56 */
    critical_find(problem, (Box2){{-reach, -reach}, {reach, reach}}, set);
    size_t on_circles = 0;
    for (size_t i = 0; i < set->count; i++) {
        double radius = vec2_norm(set->points[i].at);
        for (size_t k = 0; k < f->circle_count; k++) {
            if (fabs(radius - f->circle[k].radius) < 1e-9) {
                on_circles++;
                assert_false(set->points[i].isolated);
                assert_string_equal(landmark_kind_name(set->points[i].kind), f->circle[k].kind);
            }
        }
    }
    assert_true(on_circles > 10);
    free(set);
    problem_destroy(problem);
    golden_close(golden);
}

/* A catalogue formula, typed, gives the same function and the same minima. */
static void test_typed_catalogue_formulas_find_their_global_minima(void **state)
{
    (void)state;
    Golden *golden = golden_open("functions.tsv");
    for (const GoldenFunction *f; (f = golden_function_next(golden)) != NULL;) {
        Problem *row = problem_of(f->id);
        Problem *typed = problem_of(row->formula);
        assert_string_equal(typed->id, "formula");
        assert_true(problem_value(typed, f->sample[0].at) == problem_value(row, f->sample[0].at));
        for (size_t i = 0; i < f->minimum_count; i++) {
            const Landmark *landmark = problem_nearest_minimum(typed, f->minimum[i]);
            if (!box2_contains(typed->view, f->minimum[i]))
                continue;
            if (landmark == NULL || !(vec2_norm(vec2_sub(landmark->at, f->minimum[i])) < 1e-6)) {
                fail_msg("%s: minimum (%g, %g) not found; nearest (%.17g, %.17g)", f->id,
                         f->minimum[i].x, f->minimum[i].y,
                         landmark == NULL ? (double)NAN : landmark->at.x,
                         landmark == NULL ? (double)NAN : landmark->at.y);
            }
        }
        if (f->minimum_count == 0)
            assert_true(isinf(typed->floor) && typed->floor < 0);
        problem_destroy(typed);
        problem_destroy(row);
    }
    golden_close(golden);
}

/* Closed forms: number of isolated minima, saddles and maxima in [-5, 5]^2, and f*. */
static void test_known_shapes_are_understood(void **state)
{
    (void)state;
    const double none = -(double)INFINITY;
    const struct {
        const char *formula;
        size_t minima, saddles, maxima, degenerate;
        double floor;
    } cases[] = {
        {"x^2 + 50*y^2", 1, 0, 0, 0, 0},
        {"x^2 + 10^8*y^2", 1, 0, 0, 0, 0},
        {"(x - 1)^4 + (y + 2)^4 + 3", 1, 0, 0, 0, 3},
        {"x*y", 0, 1, 0, 0, none},
        {"-x^2 - y^2", 0, 0, 1, 0, none},
        {"x^3 - 3*x*y^2", 0, 0, 0, 1, none},
        {"x + y", 0, 0, 0, 0, none},
        {"x", 0, 0, 0, 0, none},
        {"x^2", 0, 0, 0, 0, 0}, /* a whole line of minima */
        {"(x^2 + y^2 - 4)^2", 0, 0, 1, 0, 0},
        {"abs(x) + abs(y - 1)", 1, 0, 0, 0, 0},
        {"sqrt(x^2 + y^2) + 2", 1, 0, 0, 0, 2},
        {"max(abs(x), 2*abs(y))", 1, 0, 0, 0, 0},
        {"log(x^2 + y^2)", 0, 0, 0, 0, none},
        {"-1/(x^2 + y^2)", 0, 0, 0, 0, none},
        {"3", 0, 0, 0, 0, none},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Problem *p = problem_of(cases[i].formula);
        size_t counts[4] = {0};
        for (size_t k = 0; k < p->landmark_count; k++)
            counts[p->landmarks[k].kind]++;
        if (counts[LANDMARK_MINIMUM] != cases[i].minima ||
            counts[LANDMARK_SADDLE] != cases[i].saddles ||
            counts[LANDMARK_MAXIMUM] != cases[i].maxima ||
            counts[LANDMARK_DEGENERATE] != cases[i].degenerate) {
            fail_msg("'%s': %zu minima, %zu saddles, %zu maxima, %zu degenerate", cases[i].formula,
                     counts[LANDMARK_MINIMUM], counts[LANDMARK_SADDLE], counts[LANDMARK_MAXIMUM],
                     counts[LANDMARK_DEGENERATE]);
        }
        if (!(p->floor == cases[i].floor || fabs(p->floor - cases[i].floor) < 1e-9))
            fail_msg("'%s': f* = %.17g, expected %g", cases[i].formula, p->floor, cases[i].floor);
        problem_destroy(p);
    }
}

static void test_the_view_frames_what_there_is(void **state)
{
    (void)state;
    Problem *p = problem_of("x^2 + y^2");
    assert_true(p->view.min.x == -5 && p->view.max.y == 5);
    problem_destroy(p);
    p = problem_of("(x - 30)^2 + (y + 20)^2");
    assert_true(box2_contains(p->view, vec2(30, -20)) && box2_size(p->view).x <= 20);
    assert_int_equal(p->landmark_count, 1);
    problem_destroy(p);
    p = problem_of("(x^2 - 0.01)^2 + y^2"); /* minima at (+-0.1, 0), a saddle between */
    assert_true(box2_size(p->view).x < 1);
    assert_int_equal(p->landmark_count, 3);
    problem_destroy(p);
}

/* Nothing a person may type breaks the fields that a picture needs. */
static void test_nasty_formulas_give_usable_problems(void **state)
{
    (void)state;
    static const char *const formulas[] = {"1/0",
                                           "log(-1 - x^2)",
                                           "sqrt(x)",
                                           "x^y",
                                           "x^x*y^y",
                                           "exp(exp(x + y))",
                                           "tan(x)*tan(y)",
                                           "sin(50*x)*cos(50*y)",
                                           "sin(1/x)*y",
                                           "sign(x)*y^2",
                                           "1e300*x^2 + y",
                                           "1e-300*(x^2 + y^2)",
                                           "asin(x) + acos(y)",
                                           "x^100 + y^100",
                                           "exp(-x^2)*1e-200",
                                           "min(x, y)",
                                           "y",
                                           "x y",
                                           "0*x",
                                           "abs(sin(10*x)) + abs(cos(10*y))",
                                           "hypot(x, y)",
                                           "x^2*y^2",
                                           "-exp(-100*(x^2 + y^2))",
                                           "e",
                                           "pi",
                                           "10^12*(x - y)^2 + (x + y)^2",
                                           "sqrt(abs(x)) + sqrt(abs(y))"};
    for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++) {
        Problem *p = problem_of(formulas[i]);
        Vec2 size = box2_size(p->view);
        if (!(size.x > 0 && size.y > 0 && size.x < 1e6 && box2_contains(p->view, p->start) &&
              p->lr > 0 && isfinite(p->lr) && p->reach > 0 && isfinite(p->reach) &&
              !isnan(p->floor))) {
            fail_msg("'%s': view %g x %g, start (%g, %g), lr %g, reach %g, floor %g", formulas[i],
                     size.x, size.y, p->start.x, p->start.y, p->lr, p->reach, p->floor);
        }
        for (size_t k = 0; k < p->landmark_count; k++)
            assert_true(vec2_finite(p->landmarks[k].at) && isfinite(p->landmarks[k].value));
        Problem *again = problem_of(p->spec);
        assert_string_equal(again->spec, p->spec);
        assert_string_equal(again->formula, p->formula);
        assert_true(again->lr == p->lr && again->floor == p->floor);
        problem_destroy(again);
        problem_destroy(p);
    }
}

/* From the start chosen, plain gradient descent with the rate chosen goes down. */
static void test_start_and_lr_make_gradient_descent_go_down(void **state)
{
    (void)state;
    static const char *const formulas[] = {"x^2 + 50*y^2",
                                           "(1 - x)^2 + 100*(y - x^2)^2",
                                           "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
                                           "x^4 + y^4 - 3*x*y",
                                           "20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)",
                                           "cosh(x) + y^2",
                                           "x^2/2 - y^2/2 + y^4/20",
                                           "abs(x) + abs(y)",
                                           "x^2 + 10^6*y^2"};
    for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++) {
        Problem *p = problem_of(formulas[i]);
        Vec2 w = p->start, g;
        double f = problem_gradient(p, w, &g);
        assert_true(vec2_norm(g) > 0);
        for (int k = 0; k < 300; k++) {
            problem_gradient(p, w, &g);
            w = vec2_sub(w, vec2_scale(g, p->lr));
        }
        double after = problem_value(p, w);
        if (!(after < f)) {
            fail_msg("'%s': from (%g, %g) with lr %g: %g -> %g", formulas[i], p->start.x,
                     p->start.y, p->lr, f, after);
        }
        problem_destroy(p);
    }
}

static void test_a_broken_formula_is_shown_with_its_place(void **state)
{
    (void)state;
    Err err = {0};
    assert_null(problem_create("x^2 + * y", &err));
    assert_non_null(strstr(err.text, "1:7"));
    err = (Err){0};
    assert_null(problem_create("x^2 + foo(y)", &err));
    assert_non_null(strstr(err.text, "foo"));
}

/* Where the slope is infinite, or as steep as numbers get. */
static void every_formula_has_a_learning_rate(void **state)
{
    (void)state;
    static const char *const specs[] = {"1e308*20*x",           "exp(800)*y",  "1/(x - x)*y",
                                        "1e308*x + 1e-308*y^2", "1e308*x^2*y", "log(0*x)*x"};
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) {
        Problem *problem = problem_of(specs[i]);
        if (!(problem->lr > 0 && isfinite(problem->lr)))
            fail_msg("%s: lr %g", specs[i], problem->lr);
        problem_destroy(problem);
    }
}

/* The least number there is, numbers without all their digits, ordinary ones and the largest. */
static const char *const scales[] = {"5e-324", "1e-320", "1e-315", "1e-308", "3e-308",
                                     "1e-300", "1e-200", "1e-20",  "1",      "1e20",
                                     "1e200",  "1e300",  "1e307",  "1e308"};

static void check_defaults(const Problem *problem, const char *spec)
{
    if (!(problem->lr > 0 && isfinite(problem->lr) && problem->reach > 0 &&
          isfinite(problem->reach)))
        fail_msg("%s: lr %g, reach %g", spec, problem->lr, problem->reach);
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        for (size_t k = 0; k < optimizer_hyper_count(optimizer); k++) {
            const Hyper *hyper = optimizer_hyper(optimizer, (int)k);
            double value = hyper_default(hyper, problem->lr, problem->reach);
            bool good = isfinite(value) && value >= hyper->min && value <= hyper->max &&
                        (hyper->from == HYPER_FIXED || value > 0);
            if (!good) {
                fail_msg("%s: %s of %s is %g by default, from lr %g", spec, hyper->id,
                         optimizer->id, value, problem->lr);
            }
        }
    }
}

static void default_rates_are_finite_and_above_0_at_every_scale(void **state)
{
    (void)state;
    static const char *const shapes[] = {"x^2",
                                         "x^2 + y^2",
                                         "x^4 + y^4",
                                         "x - y",
                                         "(1 - x)^2 + 100*(y - x^2)^2",
                                         "cos(x)*y",
                                         "abs(x)",
                                         "hypot(x, y)",
                                         "log(x)",
                                         "1/x",
                                         "sqrt(-1 - x^2)",
                                         "exp(x*y)",
                                         "0*x + 1"};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        for (size_t k = 0; k < sizeof scales / sizeof scales[0]; k++) {
            char spec[80];
            snprintf(spec, sizeof spec, "%s*(%s)", scales[k], shapes[i]);
            Problem *problem = problem_of(spec);
            check_defaults(problem, spec);
            problem_destroy(problem);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_search_finds_exactly_the_golden_critical_points),
        cmocka_unit_test(test_circles_of_stationary_points_are_told_from_isolated_ones),
        cmocka_unit_test(test_typed_catalogue_formulas_find_their_global_minima),
        cmocka_unit_test(test_known_shapes_are_understood),
        cmocka_unit_test(test_the_view_frames_what_there_is),
        cmocka_unit_test(test_nasty_formulas_give_usable_problems),
        cmocka_unit_test(test_start_and_lr_make_gradient_descent_go_down),
        cmocka_unit_test(test_a_broken_formula_is_shown_with_its_place),
        cmocka_unit_test(every_formula_has_a_learning_rate),
        cmocka_unit_test(default_rates_are_finite_and_above_0_at_every_scale),
    };
    return cmocka_run_group_tests_name("formula", tests, NULL, NULL);
}
