/* Races: runs in lockstep, who comes and goes, and what a change computes anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <float.h>
#include <malloc.h>
#include <math.h>

#include "fixtures.h"
#include "optim/catalogue.h"
#include "problem/factory.h"
#include "sim/race.h"

/* ---- races ---- */

enum { SIX = 6 };

/* The first `count` optimizers. */
static Race *race_of(const char *problem, size_t count)
{
    Race *race = race_create(problem_of(problem), IN_WINDOW);
    for (size_t i = 0; i < count; i++) {
        OptimizerSpec spec = spec_parsed(optimizer_at(i)->id);
        assert_true(race_add(race, &spec));
    }
    return race;
}

static void finish(Race *race)
{
    while (race_advance(race, 777) > 0)
        ;
    assert_true(race_done(race));
}

static void a_race_is_its_runs_in_lockstep(void **state)
{
    (void)state;
    Race *race = race_of("saddle", optimizer_count()); /* most leave the map at some step */
    static const long slices[] = {1, 2, 6, 7, 100, 1000, 3000};
    for (size_t s = 0; !race_done(race); s++) {
        long slice = slices[s % (sizeof slices / sizeof *slices)];
        assert_true(race_advance(race, slice) <= slice);
        long low = IN_WINDOW.budget;
        long high = 0;
        for (size_t i = 0; i < race_count(race); i++) {
            const Run *run = race_run(race, i);
            low = !run_ended(run) && run_last_step(run) < low ? run_last_step(run) : low;
            high = !run_ended(run) && run_last_step(run) > high ? run_last_step(run) : high;
        }
        if (high > low + 1)
            fail_msg("one run is at step %ld, another at %ld", low, high);
    }
    assert_int_equal(race_advance(race, 1000), 0);
    for (size_t i = 0; i < race_count(race); i++) {
        Run *alone = run_of(race_problem(race), optimizer_at(i)->id, race_start(race), IN_WINDOW);
        check_same(race_run(race, i), alone);
        run_destroy(alone);
    }
    race_destroy(race);
}

static void a_latecomer_catches_up(void **state)
{
    (void)state;
    Race *race = race_of("himmelblau", SIX);
    race_advance(race, 600);
    OptimizerSpec spec = spec_parsed("adam:lr=0.2,label=late");
    assert_true(race_add(race, &spec));
    size_t late = race_count(race) - 1;
    assert_int_equal(race_advance(race, 100), 100);
    assert_int_equal(run_last_step(race_run(race, late)), 100);
    assert_int_equal(run_last_step(race_run(race, 0)), 100);
    assert_int_equal(race_advance(race, 14), 14);
    assert_int_equal(run_last_step(race_run(race, 0)), 102);
    assert_string_equal(run_spec(race_run(race, late))->label, "late");
    race_destroy(race);
}

static void a_change_restarts_what_it_must_and_nothing_else(void **state)
{
    (void)state;
    Race *race = race_of("himmelblau", SIX);
    finish(race);
    uint64_t revision = race_revision(race);
    uint64_t sgd = race_run_revision(race, 0);
    uint64_t adam = race_run_revision(race, 5);
    double lr = race_hyper(race, 5, 0);

    race_set_hyper(race, 5, 0, lr); /* no change */
    race_set_start(race, race_start(race));
    race_set_limits(race, race_limits(race));
    assert_true(race_done(race));
    assert_true(race_revision(race) == revision && race_run_revision(race, 5) == adam);

    race_set_hyper(race, 5, 0, 2.0 * lr);
    assert_true(race_hyper(race, 5, 0) == 2.0 * lr);
    assert_int_equal(run_last_step(race_run(race, 5)), 0);
    assert_int_equal(run_last_step(race_run(race, 0)), IN_WINDOW.budget);
    assert_true(race_revision(race) != revision && race_run_revision(race, 5) != adam);
    assert_true(race_run_revision(race, 0) == sgd);

    race_set_start(race, vec2(1.0, 1.0));
    assert_true(race_run_revision(race, 0) != sgd);
    assert_true(run_row(race_run(race, 0), 0)->w.x == 1.0);
    race_set_limits(race, (RunLimits){.budget = 10, .tolerance = 1e-3, .end = RUN_END_FAR});
    finish(race);
    for (size_t i = 0; i < race_count(race); i++)
        assert_int_equal(run_last_step(race_run(race, i)), 10);
    race_destroy(race);
}

static void revisions_are_never_used_twice(void **state)
{
    (void)state;
    Race *race = race_of("bowl", SIX);
    uint64_t seen[400];
    size_t count = 0;
    for (int i = 0; i < 60; i++) {
        race_set_hyper(race, (size_t)i % 6, 0, 0.001 * (i + 1));
        seen[count++] = race_run_revision(race, (size_t)i % 6);
        if (i % 10 == 9) {
            race_set_start(race, vec2(0.01 * i, 1.0));
            for (size_t k = 0; k < 6; k++)
                seen[count++] = race_run_revision(race, k);
        }
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(seen[i] != seen[k]);
    race_destroy(race);
}

static void untouched_hyperparameters_follow_the_problem(void **state)
{
    (void)state;
    Race *race = race_of("saddle_bounded", SIX);
    OptimizerSpec spec = spec_parsed("sgd:lr=0.07");
    race_add(race, &spec);
    assert_true(race_hyper(race, 0, 0) == 0.1);
    race_set_hyper(race, 5, 0, 0.2);
    assert_true(race_hyper_default(race, 5, 0) == 0.1);

    race_set_problem(race, problem_of("bowl"));
    const Problem *bowl = race_problem(race);
    assert_string_equal(bowl->id, "bowl");
    assert_true(race_start(race).x == bowl->start.x && race_start(race).y == bowl->start.y);
    assert_true(race_hyper(race, 0, 0) == hyper_default(&optimizer_at(0)->hypers[0], bowl->lr, 0));
    assert_true(race_hyper(race, 5, 0) == 0.2);
    assert_true(race_hyper(race, 6, 0) == 0.07);
    race_set_hyper(race, 5, 0, (double)NAN);
    assert_true(race_hyper(race, 5, 0) == race_hyper_default(race, 5, 0));
    race_set_hyper(race, 6, 0, (double)NAN);
    assert_true(race_hyper(race, 6, 0) == race_hyper(race, 0, 0));
    finish(race);
    check_same(race_run(race, 6), race_run(race, 0));
    race_destroy(race);
}

static void entrants_come_and_go(void **state)
{
    (void)state;
    Race *race = race_create(problem_of("himmelblau"), IN_WINDOW);
    assert_true(race_done(race)); /* nobody runs */
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++) {
        OptimizerSpec spec = spec_parsed(i % 2 ? "adam" : "momentum");
        assert_true(race_add(race, &spec));
    }
    OptimizerSpec spec = spec_parsed("sgd");
    assert_false(race_add(race, &spec));
    race_set_hyper(race, 3, 0, 0.3);
    uint64_t third = race_run_revision(race, 3);
    uint64_t before = race_revision(race);
    race_remove(race, 0);
    assert_true(race_revision(race) != before);
    assert_int_equal(race_count(race), RACE_ENTRANTS_MAX - 1);
    assert_true(race_hyper(race, 2, 0) == 0.3 && race_run_revision(race, 2) == third);
    assert_true(race_add(race, &spec));
    finish(race);
    check_same(race_run(race, 1), race_run(race, 3)); /* the same optimizer twice */
    while (race_count(race) > 0)
        race_remove(race, race_count(race) - 1);
    assert_true(race_done(race));
    race_destroy(race);
}

/* How many evaluations each rule spends is known: sgd one a step, Newton's method three (a Hessian
 * costs as much as two gradients). */
static void a_budget_of_evaluations_buys_what_they_cost(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        long cost;
    } rules[] = {{"sgd:lr=0.001", 1}, {"newton", 3}};
    enum { BUDGET = 61 };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        Err err = {0};
        OptimizerSpec spec;
        Problem *problem = problem_create("himmelblau", &err);
        assert_true(optimizer_spec_parse(&spec, rules[i].spec, &err));
        optimizer_spec_defaults(&spec, problem->lr, problem->reach);
        RunLimits limits = {.budget = BUDGET, .unit = RUN_EVALUATIONS, .end = RUN_END_NONFINITE};
        Run *run = run_create(problem, &spec, problem->start, limits);
        run_advance(run, 10 * BUDGET);
        assert_true(run_ended(run));
        for (long spent = 0; spent <= BUDGET; spent++)
            for (long hint = 0; hint < BUDGET; hint += 7)
                assert_int_equal(run_step_within(run, spent, hint), spent / rules[i].cost);
        assert_int_equal(run_last_step(run), (BUDGET + rules[i].cost - 1) / rules[i].cost);
        run_destroy(run);
        problem_destroy(problem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_budget_of_evaluations_buys_what_they_cost),
        cmocka_unit_test(a_race_is_its_runs_in_lockstep),
        cmocka_unit_test(a_latecomer_catches_up),
        cmocka_unit_test(a_change_restarts_what_it_must_and_nothing_else),
        cmocka_unit_test(revisions_are_never_used_twice),
        cmocka_unit_test(untouched_hyperparameters_follow_the_problem),
        cmocka_unit_test(entrants_come_and_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
