/* Learning rate schedules: factors beside PyTorch's, and what happens at their edges. Whole runs
 * under schedules are in test_trajectories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "golden.h"
#include "optim/catalogue.h"
#include "optim/optimizer_spec.h"
#include "optim/schedule.h"

static OptimizerSpec spec_of(const char *rule, const char *schedule)
{
    char text[OPTIMIZER_LABEL_MAX + 40];
    snprintf(text, sizeof text, "%s:%s", rule, schedule);
    OptimizerSpec spec;
    Err err = {0};
    if (!optimizer_spec_parse(&spec, text, &err))
        fail_msg("'%s': %s", text, err.text);
    optimizer_spec_defaults(&spec, 0.1, 0.1);
    return spec;
}

static double factor_of(const char *schedule, long t)
{
    OptimizerSpec spec = spec_of("sgd", schedule);
    return schedule_factor(spec.hyper + spec.optimizer->hyper_count, t);
}

static void check_factor(const char *schedule, long t, double expected)
{
    double factor = factor_of(schedule, t);
    if (!(fabs(factor - expected) <= 1e-12))
        fail_msg("%s, update %ld: %.17g, not %.17g", schedule, t, factor, expected);
}

static void factors_are_those_of_torch(void **state)
{
    (void)state;
    long count = 0;
    Golden *golden = golden_open("schedules.tsv");
    for (const GoldenSchedule *next; (next = golden_schedule_next(golden));)
        for (size_t i = 0; i < next->count; i++, count++)
            check_factor(next->spec, (long)i + 1, next->factor[i]);
    golden_close(golden);
    assert_true(count >= 3000);
}

static const char *const shapes[] = {"constant", "step",   "exponential",
                                     "cosine",   "linear", "inverse_sqrt"};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static double shaped(size_t shape, const char *rest, long t)
{
    char text[160];
    snprintf(text, sizeof text, "schedule=%s,%s", shapes[shape], rest);
    return factor_of(text, t);
}

/* Without a warm-up the first update has all of lr, with one its share; the last of the warm-up is
 * the first that has all, and no later one has more. */
static void a_warmup_ends_with_the_whole_rate(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPES; i++) {
        assert_true(shaped(i, "period=3", 1) == 1.0);
        assert_true(shaped(i, "period=3,warmup=4", 1) == 0.25);
        assert_true(shaped(i, "period=3,warmup=4", 3) == 0.75);
        assert_true(shaped(i, "period=3,warmup=4", 4) == 1.0);
        for (long t = 4; t < 40; t++) {
            assert_true(shaped(i, "period=3,warmup=4", t + 1) <= shaped(i, "period=3,warmup=4", t));
            /* the shape is the same, three updates later */
            assert_true(shaped(i, "period=3,warmup=4", t) == shaped(i, "period=3", t - 3));
        }
    }
}

static void a_warmup_of_one_update_is_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPES; i++)
        for (long t = 1; t < 20; t++)
            assert_true(shaped(i, "period=5,warmup=1", t) == shaped(i, "period=5", t));
}

/* Then nothing of the shape is seen. */
static void a_warmup_may_be_longer_than_the_race(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPES; i++)
        for (long t = 1; t <= 600; t++)
            assert_true(shaped(i, "period=2,warmup=1000000", t) == (double)t / 1e6);
}

static void the_shortest_period_is_one_update(void **state)
{
    (void)state;
    check_factor("schedule=step,period=1,gamma=0.5", 4, 0.125);
    check_factor("schedule=exponential,period=1,gamma=0.5", 4, 0.125);
    check_factor("schedule=cosine,period=1,final=0.2", 2, 0.2);
    check_factor("schedule=linear,period=1,final=0.2", 2, 0.2);
    check_factor("schedule=inverse_sqrt,period=1", 4, 0.5);
}

static void shapes_are_what_they_are_named_for(void **state)
{
    (void)state;
    check_factor("schedule=step,period=10,gamma=0.5", 10, 1.0); /* s = 9 */
    check_factor("schedule=step,period=10,gamma=0.5", 11, 0.5);
    check_factor("schedule=exponential,period=10,gamma=0.5", 6, sqrt(0.5));
    check_factor("schedule=cosine,period=10,final=0.5", 6, 0.75);
    check_factor("schedule=linear,period=10,final=0.5", 6, 0.75);
    check_factor("schedule=inverse_sqrt,period=10", 31, 0.5);
}

/* Exactly, for ever, and never less than nothing. */
static void cosine_and_linear_stay_at_their_end(void **state)
{
    (void)state;
    for (long t = 51; t < 1000000; t *= 3) {
        assert_true(factor_of("schedule=cosine,period=50", t) == 0.0);
        assert_true(factor_of("schedule=linear,period=50", t) == 0.0);
        assert_true(factor_of("schedule=cosine,period=50,final=0.125", t) == 0.125);
        assert_true(factor_of("schedule=linear,period=50,final=0.125", t) == 0.125);
    }
}

static void a_gamma_of_zero_stops_and_one_changes_nothing(void **state)
{
    (void)state;
    assert_true(factor_of("schedule=step,period=3,gamma=0", 3) == 1.0);
    assert_true(factor_of("schedule=step,period=3,gamma=0", 4) == 0.0);
    assert_true(factor_of("schedule=exponential,period=3,gamma=0", 1) == 1.0);
    assert_true(factor_of("schedule=exponential,period=3,gamma=0", 2) == 0.0);
    assert_true(factor_of("schedule=step,period=3,gamma=1", 1000) == 1.0);
    assert_true(factor_of("schedule=exponential,period=3,gamma=1", 1000) == 1.0);
}

static void spent_rates_arrive_at_zero(void **state)
{
    (void)state;
    for (long t = 1; t < 3000; t++) {
        assert_int_not_equal(fpclassify(factor_of("schedule=exponential,period=1,gamma=0.5", t)),
                             FP_SUBNORMAL);
        assert_int_not_equal(fpclassify(factor_of("schedule=step,period=1,gamma=0.5", t)),
                             FP_SUBNORMAL);
    }
    assert_true(factor_of("schedule=exponential,period=1,gamma=0.5", 3000) == 0.0);
}

static void a_schedule_changes_lr_and_nothing_else(void **state)
{
    (void)state;
    OptimizerSpec spec = spec_of("adam", "lr=0.5,schedule=step,period=1,gamma=0.5");
    double at[OPTIMIZER_HYPERS_MAX];
    optimizer_spec_at(&spec, 3, at);
    for (size_t i = 0; i < optimizer_hyper_count(spec.optimizer); i++)
        assert_true(at[i] == (i == 0 ? 0.125 : spec.hyper[i]));
    assert_true(optimizer_spec_varies(&spec));
    spec = spec_of("adam", "period=7,gamma=0.1");
    assert_false(optimizer_spec_varies(&spec));
    spec = spec_of("adam", "warmup=1");
    assert_false(optimizer_spec_varies(&spec));
    spec = spec_of("adam", "warmup=2");
    assert_true(optimizer_spec_varies(&spec));
}

/* Its lr is only where the steps start. */
static void rprop_has_nothing_to_schedule(void **state)
{
    (void)state;
    const Optimizer *rprop = optimizer_find("rprop");
    assert_int_equal(optimizer_hyper_find(rprop, "schedule"), -1);
    assert_int_equal(optimizer_hyper_count(rprop), rprop->hyper_count);
    Err err = {0};
    OptimizerSpec spec = {.optimizer = rprop, .hyper = {0.5}};
    double at[OPTIMIZER_HYPERS_MAX];
    assert_false(optimizer_spec_varies(&spec));
    optimizer_spec_at(&spec, 100, at);
    assert_true(at[0] == 0.5);
    assert_false(optimizer_spec_parse(&spec, "rprop:schedule=cosine", &err));
    assert_string_equal(err.text, "rprop has no hyperparameter 'schedule'; it has lr, eta_minus, "
                                  "eta_plus, step_min, step_max");
}

static void a_rule_starts_with_its_schedule(void **state)
{
    (void)state;
    const char *lines[OPTIMIZER_RULE_MAX + 1];
    OptimizerSpec spec = spec_of("sgd", "schedule=exponential");
    assert_int_equal(optimizer_rule(spec.optimizer, spec.hyper, lines), 2);
    assert_string_equal(lines[0], "\\alpha_{t} = \\alpha \\gamma^{s / T}");
    spec = spec_of("sgd", "schedule=exponential,warmup=5");
    assert_int_equal(optimizer_rule(spec.optimizer, spec.hyper, lines), 2);
    assert_non_null(strstr(lines[0], "\\min(1, t / T_{w}) \\gamma"));
    spec = spec_of("sgd", "warmup=5");
    assert_int_equal(optimizer_rule(spec.optimizer, spec.hyper, lines), 2);
    spec = spec_of("sgd", "schedule=constant");
    assert_int_equal(optimizer_rule(spec.optimizer, spec.hyper, lines), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(factors_are_those_of_torch),
        cmocka_unit_test(a_warmup_ends_with_the_whole_rate),
        cmocka_unit_test(a_warmup_of_one_update_is_none),
        cmocka_unit_test(a_warmup_may_be_longer_than_the_race),
        cmocka_unit_test(the_shortest_period_is_one_update),
        cmocka_unit_test(shapes_are_what_they_are_named_for),
        cmocka_unit_test(cosine_and_linear_stay_at_their_end),
        cmocka_unit_test(a_gamma_of_zero_stops_and_one_changes_nothing),
        cmocka_unit_test(spent_rates_arrive_at_zero),
        cmocka_unit_test(a_schedule_changes_lr_and_nothing_else),
        cmocka_unit_test(rprop_has_nothing_to_schedule),
        cmocka_unit_test(a_rule_starts_with_its_schedule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
