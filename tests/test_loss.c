/* Data losses against differences, hand-computed numbers and the normal equations, and the first
 * weights that are drawn for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rng.h"
#include "fixtures.h"
#include "math/difference.h"
#include "problem/dataset.h"
#include "problem/init.h"
#include "problem/loss.h"
#include "problem/regression.h"

/* ---- losses ---- */

typedef struct Update {
    const Problem *problem;
    long t; /* 0: the whole loss */
} Update;

static void terms_of(const Update *update, Vec2 w, double *out)
{
    if (update->t > 0) {
        problem_sample(update->problem, update->t, 6, w, out);
        return;
    }
    Vec2 g;
    Sym2 h;
    out[0] = problem_hessian(update->problem, w, &g, &h);
    out[1] = g.x, out[2] = g.y;
    out[3] = h.xx, out[4] = h.xy, out[5] = h.yy;
}

static double value_of(const void *context, Vec2 w)
{
    double out[6];
    terms_of(context, w, out);
    return out[0];
}

static Vec2 gradient_of(const void *context, Vec2 w)
{
    double out[6];
    terms_of(context, w, out);
    return vec2(out[1], out[2]);
}

static void check_derivatives(const Problem *problem, long t, Vec2 w)
{
    Update update = {problem, t};
    double out[6];
    terms_of(&update, w, out);
    Vec2 g = difference_gradient(value_of, &update, w, 0);
    Sym2 h = difference_hessian(gradient_of, &update, w, 0);
    double worst = fmax(difference_error_vec2(vec2(out[1], out[2]), g),
                        difference_error_sym2((Sym2){out[3], out[4], out[5]}, h));
    if (!(worst < 2e-8))
        fail_msg("%s, update %ld, at (%g, %g): error %g", problem->spec, t, w.x, w.y, worst);
}

static void derivatives_agree_with_differences(void **state)
{
    (void)state;
    static const char *const SPECS[] = {
        "linreg",
        "linreg:lambda=0.3",
        "linreg:lambda=0.3,penalty=l1,batch=5",
        "linreg:data=outliers,scaling=standard,sampling=replacement",
        "logreg",
        "logreg:lambda=0.2,n=50,batch=7",
        "logreg:lambda=0.2,penalty=l1",
        "logreg:data=separable,sampling=sequential",
    };
    Rng rng = rng_seeded(9);
    for (size_t i = 0; i < sizeof SPECS / sizeof *SPECS; i++) {
        Problem *problem = problem_of(SPECS[i]);
        size_t checked = 0;
        for (long k = 0; k < 200; k++) {
            Vec2 w = vec2(rng_range(&rng, problem->view.min.x, problem->view.max.x),
                          rng_range(&rng, problem->view.min.y, problem->view.max.y));
            bool kinked = strstr(SPECS[i], "l1") != NULL;
            assert_true(problem_has_kink_near(problem, w, 1e-3) ==
                        (kinked && fmin(fabs(w.x), fabs(w.y)) <= 1e-3));
            if (kinked && fmin(fabs(w.x), fabs(w.y)) < 1e-2)
                continue;
            check_derivatives(problem, 0, w);
            check_derivatives(problem, k + 1, w);
            checked++;
        }
        assert_true(checked > 150);
        problem_destroy(problem);
    }
}

static void expect(const char *what, double got, double want, double tolerance)
{
    if (!(fabs(got - want) <= tolerance * fmax(1, fabs(want))))
        fail_msg("%s: %.17g, expected %.17g", what, got, want);
}

/* Rows (0, 1), (1, 3), (2, 2) at w = 1, b = 2: residuals 1, 0, 2; half the mean of their squares is
 * 5/6. Derivatives of the mean: x r: (0 + 0 + 4)/3, r: 3/3, x^2: 5/3, x: 3/3, 1. */
static void linear_losses_are_those_of_a_hand_computed_set(void **state)
{
    (void)state;
    double x[] = {0, 1, 2}, y[] = {1, 3, 2}, out[6];
    Dataset data = {.x = x, .y = y, .count = 3};
    static const double PLAIN[] = {5.0 / 6, 4.0 / 3, 1, 5.0 / 3, 1, 1};
    /* lambda 0.5: L2 adds (1 + 4)/4, then 0.5 w; L1 adds 0.5 (1 + 2), then 0.5. */
    static const double SQUARES[] = {1.25, 0.5, 1, 0.5, 0, 0.5};
    static const double SIZES[] = {1.5, 0.5, 0.5, 0, 0, 0};
    for (int k = 0; k < 3; k++) {
        Loss loss;
        loss_init(&loss, LOSS_LINEAR, k == 2 ? LOSS_L1 : LOSS_L2, k > 0 ? 0.5 : 0, &data);
        loss_point(&loss, 6, vec2(1, 2), out);
        for (int i = 0; i < 6; i++) {
            double more = k == 0 ? 0 : k == 1 ? SQUARES[i] : SIZES[i];
            expect("linear", out[i], PLAIN[i] + more, 1e-15);
        }
    }
}

/* Rows (0, 0) and (1, 1) at w = log 3, b = 0: z is 0 and log 3, p is 1/2 and 3/4; the losses are
 * log 2 and log(4) - log(3). Derivatives of the mean: x (p - y): -1/8, p - y: 1/8; with p (1 - p) =
 * 1/4 and 3/16: 3/32, 3/32, 7/32. */
static void logistic_losses_are_those_of_a_hand_computed_set(void **state)
{
    (void)state;
    double x[] = {0, 1}, y[] = {0, 1}, out[6];
    Dataset data = {.x = x, .y = y, .count = 2};
    const double want[] = {(3 * log(2) - log(3)) / 2, -0.125, 0.125, 3.0 / 32, 3.0 / 32, 7.0 / 32};
    Loss loss;
    loss_init(&loss, LOSS_LOGISTIC, LOSS_L2, 0, &data);
    loss_point(&loss, 6, vec2(log(3), 0), out);
    for (int i = 0; i < 6; i++)
        expect("logistic", out[i], want[i], 1e-15);
    double w = log(3), b = 0, f, *const place[] = {&f};
    loss_block(&loss, 1, &w, &b, place, 1);
    expect("logistic block", f, want[0], 1e-13);
    /* Far out it is linear: z = -1000 where y is 1. */
    loss_point(&loss, 3, vec2(-1000, 0), out);
    expect("logistic far out", out[0], (log(2) + 1000) / 2, 1e-15);
    expect("its slope", out[1], -0.5, 1e-15);
}

/* (X'X/n + lambda 1) w = X'y/n, by Cramer's rule. */
static void check_normal_equations(const Problem *problem, double lambda)
{
    const Dataset *data = &regression_of(problem)->data;
    double n = (double)data->count, xx = 0, x = 0, xy = 0, y = 0;
    for (size_t i = 0; i < data->count; i++) {
        xx += data->x[i] * data->x[i] / n;
        x += data->x[i] / n;
        xy += data->x[i] * data->y[i] / n;
        y += data->y[i] / n;
    }
    double det = (xx + lambda) * (1 + lambda) - x * x;
    Vec2 w = vec2((xy * (1 + lambda) - x * y) / det, ((xx + lambda) * y - x * xy) / det);
    assert_int_equal(problem->landmark_count, 1);
    assert_int_equal(problem->landmarks[0].kind, LANDMARK_MINIMUM);
    expect("w", problem->landmarks[0].at.x, w.x, 1e-12);
    expect("b", problem->landmarks[0].at.y, w.y, 1e-12);
    double squares = 0;
    for (size_t i = 0; i < data->count; i++) {
        double r = w.x * data->x[i] + w.y - data->y[i];
        squares += r * r / n;
    }
    expect("floor", problem->floor, 0.5 * squares + 0.5 * lambda * (w.x * w.x + w.y * w.y), 1e-12);
}

static void the_minimum_solves_the_normal_equations(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        double lambda;
    } CASES[] = {{"linreg", 0},
                 {"linreg:data=outliers,n=31,data_seed=4", 0},
                 {"linreg:lambda=0.25", 0.25},
                 {"linreg:lambda=20,scatter=3,n=1000", 20},
                 {"linreg:scaling=standard,lambda=1", 1}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Problem *problem = problem_of(CASES[i].spec);
        check_normal_equations(problem, CASES[i].lambda);
        problem_destroy(problem);
    }
}

/* No direction leads down from the L1 minimum, and where lambda is above every slope at 0 it is 0.
 */
static void the_minimum_with_sizes_is_one(void **state)
{
    (void)state;
    static const char *const SPECS[] = {
        "linreg:lambda=0.1,penalty=l1", "linreg:lambda=2,penalty=l1",
        "logreg:lambda=0.05,penalty=l1", "linreg:lambda=100,penalty=l1"};
    for (size_t i = 0; i < 4; i++) {
        Problem *problem = problem_of(SPECS[i]);
        assert_int_equal(problem->landmark_count, 1);
        Vec2 at = problem->landmarks[0].at;
        double here = problem_value(problem, at);
        for (int k = 0; k < 64; k++) {
            Vec2 off = vec2(1e-3 * cos(k * 0.0981747704), 1e-3 * sin(k * 0.0981747704));
            if (!(problem_value(problem, vec2_add(at, off)) > here))
                fail_msg("%s: lower beside (%.17g, %.17g)", SPECS[i], at.x, at.y);
        }
        assert_true(i < 3 || (at.x == 0 && at.y == 0));
        problem_destroy(problem);
    }
}

static void batches_of_equal_size_average_to_the_whole(void **state)
{
    (void)state;
    static const char *const SPECS[] = {
        "linreg:n=96,batch=12,lambda=0.1", "linreg:n=96,batch=8,sampling=sequential",
        "logreg:n=96,batch=16,lambda=0.1,penalty=l1", "logreg:n=96,batch=1,seed=5"};
    for (size_t i = 0; i < 4; i++) {
        Problem *problem = problem_of(SPECS[i]);
        for (long epoch = 0; epoch < 3; epoch++) {
            double sum[6] = {0}, out[6];
            Vec2 w = vec2(0.3 * (double)(epoch + 1), -0.7);
            for (long t = 1; t <= problem->epoch; t++) {
                problem_sample(problem, epoch * problem->epoch + t, 6, w, out);
                for (int k = 0; k < 6; k++)
                    sum[k] += out[k] / (double)problem->epoch;
            }
            terms_of(&(Update){problem, 0}, w, out);
            for (int k = 0; k < 6; k++)
                expect(SPECS[i], sum[k], out[k], 1e-13);
        }
        problem_destroy(problem);
    }
}

/* ---- first weights ---- */

enum { DRAWS = 20000 };

/* Mean and variance of each weight over many draws; checks that another seed draws others. */
static void draw_many(const char *how, const Problem *problem, Vec2 *mean, Vec2 *variance)
{
    static Vec2 drawn[DRAWS];
    Init init;
    Err err = {0};
    assert_true(init_parse(&init, how, &err));
    Rng rng = init_rng(17), same = init_rng(17), other = init_rng(18);
    Vec2 w = {0, 0}, sum = {0, 0};
    for (size_t i = 0; i < DRAWS; i++) {
        assert_true(init_draw(init, problem, &rng, &drawn[i]));
        assert_true(init_draw(init, problem, &same, &w));
        assert_memory_equal(&w, &drawn[i], sizeof w);
        assert_true(init_draw(init, problem, &other, &w));
        assert_memory_not_equal(&w, &drawn[i], sizeof w);
        sum = vec2_add(sum, drawn[i]);
    }
    *mean = vec2_scale(sum, 1.0 / DRAWS);
    *variance = vec2(0, 0);
    for (size_t i = 0; i < DRAWS; i++) {
        Vec2 off = vec2_sub(drawn[i], *mean);
        *variance = vec2_add(*variance, vec2(off.x * off.x / DRAWS, off.y * off.y / DRAWS));
    }
}

/* A uniform variable of width d has variance d^2/12; 92 % of the view are drawn from. Means lie
 * within five of their deviations; the variance of a variance is (kurtosis - 1)/n variance^2. */
static void uniform_weights_fill_the_view(void **state)
{
    (void)state;
    static const char *const SPECS[] = {"rosenbrock", "linreg", "bowl:kappa=100"};
    for (size_t i = 0; i < 3; i++) {
        Problem *problem = problem_of(SPECS[i]);
        Box2 view = problem->view;
        Vec2 mean, variance, size = box2_size(view), middle = box2_center(view);
        draw_many("uniform", problem, &mean, &variance);
        double sx = 0.92 * size.x / sqrt(12), sy = 0.92 * size.y / sqrt(12);
        assert_true(fabs(mean.x - middle.x) < 5 * sx / sqrt(DRAWS));
        assert_true(fabs(mean.y - middle.y) < 5 * sy / sqrt(DRAWS));
        assert_true(fabs(variance.x / (sx * sx) - 1) < 5 * sqrt(0.8 / DRAWS));
        assert_true(fabs(variance.y / (sy * sy) - 1) < 5 * sqrt(0.8 / DRAWS));
        Rng rng = init_rng(2);
        for (int k = 0; k < DRAWS; k++) {
            Vec2 w;
            init_draw((Init){.kind = INIT_UNIFORM}, problem, &rng, &w);
            assert_true(w.x > view.min.x && w.x < view.max.x && w.y > view.min.y &&
                        w.y < view.max.y);
        }
        problem_destroy(problem);
    }
}

static void normal_weights_have_mean_0_and_their_scale(void **state)
{
    (void)state;
    static const struct {
        const char *how;
        double scale;
    } CASES[] = {{"normal", 1}, {"normal:0.01", 0.01}, {"normal:3", 3}};
    Problem *problem = problem_of("rosenbrock");
    for (size_t i = 0; i < 3; i++) {
        Vec2 mean, variance;
        double s = CASES[i].scale;
        draw_many(CASES[i].how, problem, &mean, &variance);
        assert_true(fabs(mean.x) < 5 * s / sqrt(DRAWS) && fabs(mean.y) < 5 * s / sqrt(DRAWS));
        assert_true(fabs(variance.x / (s * s) - 1) < 5 * sqrt(2.0 / DRAWS));
        assert_true(fabs(variance.y / (s * s) - 1) < 5 * sqrt(2.0 / DRAWS));
    }
    problem_destroy(problem);
}

static void weights_are_drawn_where_the_loss_is_finite(void **state)
{
    (void)state;
    Problem *half = problem_of("log(x) + y^2"), *none = problem_of("log(-1 - x^2) + y^2");
    Rng rng = init_rng(0);
    Vec2 w = {7, 8};
    for (int i = 0; i < 1000; i++) {
        assert_true(init_draw((Init){INIT_NORMAL, 2}, half, &rng, &w));
        assert_true(w.x > 0);
    }
    w = vec2(7, 8);
    assert_false(init_draw((Init){INIT_NORMAL, 2}, none, &rng, &w));
    assert_false(init_draw((Init){.kind = INIT_POINT}, half, &rng, &w));
    assert_true(w.x == 7 && w.y == 8);
    problem_destroy(half);
    problem_destroy(none);
}

static void ways_to_choose_weights_are_text(void **state)
{
    (void)state;
    static const char *const SAME[] = {"point", "uniform", "normal", "normal:0.25"};
    static const char *const WRONG[] = {"",          "norml",     "normal:",    "normal:0",
                                        "normal:-1", "normal:1x", "normal:1e9", "uniform:2",
                                        "point:1",   "normalx",   "normal:nan"};
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        Init init;
        Err err = {0};
        StrBuf text = {0};
        assert_true(init_parse(&init, SAME[i], &err));
        init_print(init, &text);
        assert_string_equal(strbuf_text(&text), SAME[i]);
        strbuf_deinit(&text);
    }
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        Init init;
        Err err = {0};
        char quoted[32];
        snprintf(quoted, sizeof quoted, "'%s'", WRONG[i]);
        assert_false(init_parse(&init, WRONG[i], &err));
        check_message(err.text, (const char *const[]){quoted, "uniform", "normal:SCALE"}, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derivatives_agree_with_differences),
        cmocka_unit_test(linear_losses_are_those_of_a_hand_computed_set),
        cmocka_unit_test(logistic_losses_are_those_of_a_hand_computed_set),
        cmocka_unit_test(the_minimum_solves_the_normal_equations),
        cmocka_unit_test(the_minimum_with_sizes_is_one),
        cmocka_unit_test(batches_of_equal_size_average_to_the_whole),
        cmocka_unit_test(uniform_weights_fill_the_view),
        cmocka_unit_test(normal_weights_have_mean_0_and_their_scale),
        cmocka_unit_test(weights_are_drawn_where_the_loss_is_finite),
        cmocka_unit_test(ways_to_choose_weights_are_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
