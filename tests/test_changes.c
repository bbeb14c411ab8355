/* Hyperparameters that change on the way: "lr@40=0.01". The past stays, the future bends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fixtures.h"
#include "optim/catalogue.h"
#include "optim/optimizer_spec.h"
#include "problem/factory.h"
#include "sim/race.h"
#include "sim/run.h"

enum { STEPS = 200 };

static const RunLimits limits = {.budget = STEPS, .tolerance = 1e-3, .end = RUN_END_NONFINITE};

static void check_printed(const char *text, const char *printed)
{
    StrBuf out = {0};
    OptimizerSpec spec = spec_parsed(text);
    optimizer_spec_print(&spec, &out);
    assert_string_equal(strbuf_text(&out), printed);
    OptimizerSpec again = spec_parsed(strbuf_text(&out));
    optimizer_spec_defaults(&spec, 0.1, 0.1);
    optimizer_spec_defaults(&again, 0.1, 0.1);
    assert_true(optimizer_spec_same(&spec, &again));
    strbuf_deinit(&out);
}

static void specs_with_changes_read_and_print(void **state)
{
    (void)state;
    check_printed("adam:lr@40=0.01", "adam:lr@40=0.01");
    check_printed("adam:beta1@7=0.5,lr=1,lr@3=0.2,lr@200=1e-3,label=a",
                  "adam:lr=1,lr@3=0.2,beta1@7=0.5,lr@200=0.001,label=a");
    check_printed("adam:beta1@5=0.5,lr@40=1,lr@5=0.2", "adam:lr@5=0.2,beta1@5=0.5,lr@40=1");
    check_printed("momentum:form@10=buffer", "momentum:form@10=buffer");
    static const char *const wrong[] = {
        "adam:lr@0=1",  "adam:lr@=1", "adam:lr@x=1",        "adam:lr@-3=1",  "adam:lr@1.5=1",
        "adam:lr@4=-1", "adam:@4=1",  "adam:lr@4=1,lr@4=1", "adam:rate@4=1", "adam:label@4=1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        OptimizerSpec spec;
        Err err = {0};
        if (optimizer_spec_parse(&spec, wrong[i], &err) || err.text[0] == '\0')
            fail_msg("'%s' was taken", wrong[i]);
    }
}

/* Rows up to the change as without it; behind it others, unless the rule has arrived, and for one
 * without memory the rows of a run that starts there. */
static void the_past_stays_and_the_future_is_the_new_value_s(void **state)
{
    (void)state;
    Err err = {0};
    Problem *problem = problem_create("rosenbrock", &err);
    Vec2 start = problem->start;
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        if (optimizer_hyper_find(optimizer, "lr") < 0 || optimizer->lr_is_start)
            continue;
        char text[64];
        snprintf(text, sizeof text, "%s:lr@40=1e-5", optimizer->id);
        Run *plain = run_of(problem, optimizer->id, start, limits),
            *bent = run_of(problem, text, start, limits);
        for (long step = 0; step <= 40 && step <= run_last_step(plain); step++)
            assert_memory_equal(run_row(plain, step), run_row(bent, step), sizeof(HistoryRow));
        bool moves = run_last_step(plain) > 41 &&
                     memcmp(&run_row(plain, 40)->w, &run_row(plain, 41)->w, sizeof(Vec2)) != 0;
        if (moves)
            assert_memory_not_equal(&run_row(plain, 41)->w, &run_row(bent, 41)->w, sizeof(Vec2));
        run_destroy(plain);
        run_destroy(bent);
    }
    Run *bent = run_of(problem, "sgd:lr=0.001,lr@40=0.0005", start, limits);
    Run *rest = run_of(problem, "sgd:lr=0.0005", run_row(bent, 40)->w, limits);
    for (long step = 40; step <= STEPS; step++)
        assert_memory_equal(&run_row(bent, step)->w, &run_row(rest, step - 40)->w, sizeof(Vec2));
    run_destroy(bent);
    run_destroy(rest);
    problem_destroy(problem);
}

/* Momentum's two formulations (optim/gradient/momentum.c) are equal until the learning rate
 * changes: the velocity that is kept times lr goes on at the old rate, the buffer takes the new one
 * at once. By hand on f = x^2 / 2.
 */
static void the_two_forms_of_momentum_part_when_lr_changes(void **state)
{
    (void)state;
    Err err = {0};
    Problem *problem = problem_create("x^2 / 2 + 0*y", &err);
    assert_non_null(problem);
    Run *velocity = run_of(problem, "momentum:form=velocity,lr=0.1,lr@5=0.01", vec2(1, 0), limits);
    Run *buffer = run_of(problem, "momentum:form=buffer,lr=0.1,lr@5=0.01", vec2(1, 0), limits);
    double x = 1, v = 0, b = 0, p = 1;
    for (long t = 1; t <= 20; t++) {
        double lr = t > 5 ? 0.01 : 0.1;
        v = 0.9 * v - lr * x;
        x += v;
        b = 0.9 * b + p;
        p -= lr * b;
        assert_true(fabs(run_row(velocity, t)->w.x - x) < 1e-14);
        assert_true(fabs(run_row(buffer, t)->w.x - p) < 1e-14);
        double apart = fabs(run_row(velocity, t)->w.x - run_row(buffer, t)->w.x);
        if (t <= 5 ? apart > 1e-14 : apart < 1e-3)
            fail_msg("apart by %g at step %ld", apart, t);
    }
    run_destroy(velocity);
    run_destroy(buffer);
    problem_destroy(problem);
}

static void races_change_from_a_step_on(void **state)
{
    (void)state;
    Err err = {0};
    Race *race = race_create(problem_create("rosenbrock", &err), limits);
    OptimizerSpec spec = spec_parsed("adam:lr=0.1");
    race_add(race, &spec);
    assert_true(race_set_hyper_from(race, 0, 0, 0.2, 50));
    assert_true(race_set_hyper_from(race, 0, 0, 0.3, 80));
    assert_true(race_hyper(race, 0, 0) == 0.1);
    assert_true(race_hyper_at(race, 0, 0, 49) == 0.1);
    assert_true(race_hyper_at(race, 0, 0, 50) == 0.2);
    assert_true(race_hyper_at(race, 0, 0, 1000) == 0.3);
    assert_true(race_set_hyper_from(race, 0, 0, 0.4, 60)); /* for good: the one at 80 goes */
    assert_true(race_hyper_at(race, 0, 0, 1000) == 0.4);
    assert_int_equal(race_wanted(race, 0)->change_count, 2);
    assert_true(race_set_hyper_from(race, 0, 0, 0.2, 60)); /* as it was: no change at all */
    assert_int_equal(race_wanted(race, 0)->change_count, 1);
    for (long step = 100; race_set_hyper_from(race, 0, 0, 1.0 / (double)step, step); step++)
        assert_true(step < 200);
    assert_int_equal(race_wanted(race, 0)->change_count, OPTIMIZER_CHANGES_MAX);
    assert_true(race_hyper_varies(race, 0, 0) && !race_hyper_varies(race, 0, 1));
    race_set_hyper(race, 0, 0, 0.5); /* for the whole run */
    assert_int_equal(race_wanted(race, 0)->change_count, 0);
    race_destroy(race);
}

/* What was changed first does not show in the text: two races that are the same read the same. */
static void changes_at_one_step_are_written_in_the_order_of_the_table(void **state)
{
    (void)state;
    static const char *const orders[] = {"adam:lr@5=0.2,eps@5=1e-07,beta1@5=0.8",
                                         "adam:eps@5=1e-07,beta1@5=0.8,lr@5=0.2"};
    for (int i = 0; i < 2; i++) {
        OptimizerSpec spec;
        StrBuf text = {0};
        Err err = {0};
        assert_true(optimizer_spec_parse(&spec, orders[i], &err));
        optimizer_spec_print(&spec, &text);
        assert_string_equal(strbuf_text(&text), "adam:lr@5=0.2,beta1@5=0.8,eps@5=1e-07");
        strbuf_deinit(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(specs_with_changes_read_and_print),
        cmocka_unit_test(the_past_stays_and_the_future_is_the_new_value_s),
        cmocka_unit_test(the_two_forms_of_momentum_part_when_lr_changes),
        cmocka_unit_test(races_change_from_a_step_on),
        cmocka_unit_test(changes_at_one_step_are_written_in_the_order_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
