#include "fixtures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "problem/factory.h"

enum { STATE_MAX = 1024 };

const RunLimits IN_WINDOW = {.budget = 1000, .tolerance = 1e-3, .end = RUN_END_FAR};

Problem *problem_of(const char *text)
{
    Err err = {{0}};
    Problem *problem = problem_create(text, &err);
    if (!problem)
        fail_msg("'%s': %s", text, err.text);
    return problem;
}

OptimizerSpec spec_parsed(const char *text)
{
    OptimizerSpec spec;
    Err err = {{0}};
    if (!optimizer_spec_parse(&spec, text, &err))
        fail_msg("'%s': %s", text, err.text);
    return spec;
}

OptimizerSpec spec_of(const char *text, double lr, double reach)
{
    OptimizerSpec spec = spec_parsed(text);
    optimizer_spec_defaults(&spec, lr, reach);
    return spec;
}

OptimizerSpec spec_for(const Problem *problem, const char *text)
{
    return spec_of(text, problem->lr, problem->reach);
}

RunLimits limits_of(long budget)
{
    return (RunLimits){.budget = budget, .tolerance = 1e-3, .end = RUN_END_FAR};
}

RunLimits unbounded(long budget)
{
    return (RunLimits){.budget = budget, .tolerance = 1e-3, .end = RUN_END_NONFINITE};
}

Run *run_of(const Problem *problem, const char *text, Vec2 start, RunLimits limits)
{
    const OptimizerSpec spec = spec_for(problem, text);
    Run *run = run_create(problem, &spec, start, limits);
    run_advance(run, limits.budget);
    return run;
}

void check_status(const Run *run, long step, RunState state, long since)
{
    RunStatus got = run_status(run, step);
    if (got.state != state || got.since != since)
        fail_msg("%s, step %ld: state %d since %ld, expected %d since %ld", run_spec(run)->label,
                 step, got.state, got.since, state, since);
}

void check_same(const Run *a, const Run *b)
{
    assert_int_equal(run_last_step(a), run_last_step(b));
    for (long step = 0; step <= run_last_step(a); step++) {
        if (memcmp(run_row(a, step), run_row(b, step), sizeof(HistoryRow)) != 0)
            fail_msg("%s, step %ld: rows differ", run_spec(a)->label, step);
        RunStatus status = run_status(b, step);
        check_status(a, step, status.state, status.since);
    }
}

const double *slot_at(const Run *run, const char *id, long step)
{
    static double state[STATE_MAX];
    const Optimizer *optimizer = run_spec(run)->optimizer;
    assert_true(optimizer_state_size(optimizer, RUN_PARAMS) <= STATE_MAX);
    for (size_t i = 0; i < optimizer->slot_count; i++)
        if (strcmp(optimizer->slots[i].id, id) == 0) {
            run_state(run, step, state);
            return state + optimizer_slot_at(optimizer, i, RUN_PARAMS);
        }
    fail_msg("%s has no slot %s", optimizer->id, id);
    return NULL;
}

double vec2_apart(Vec2 a, Vec2 b)
{
    return vec2_norm(vec2_sub(a, b));
}

double error_of(double got, double want)
{
    if ((isnan(got) && isnan(want)) || got == want)
        return 0;
    return isfinite(got) && isfinite(want) ? fabs(got - want) / fmax(1, fabs(want))
                                           : (double)INFINITY;
}

void check_near(double got, double want, double tolerance, const char *what)
{
    if (!(fabs(got - want) <= tolerance))
        fail_msg("%s: got %.9g, want %.9g within %.3g", what, got, want, tolerance);
}

void near_or_fail(double got, double want, double tolerance, const char *text, int line)
{
    if (!(fabs(got - want) <= tolerance))
        fail_msg("line %d: %s is %.9g, not %.9g within %g", line, text, got, want, tolerance);
}

void check_message(const char *message, const char *const *parts, size_t count)
{
    for (const char *at = message; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            fail_msg("byte %d in '%s'", *at, message);
    for (size_t i = 0; i < count && parts[i] != NULL; i++)
        if (strstr(message, parts[i]) == NULL)
            fail_msg("no '%s' in '%s'", parts[i], message);
}
