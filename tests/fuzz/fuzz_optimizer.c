/* Any text as an OPTIMIZER: refused with one line, or a spec that runs, and whose hyperparameters
 * print, parse, slide and step. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../fakefonts.h"
#include "base/array.h"
#include "fuzz.h"
#include "optim/optimizer_spec.h"
#include "problem/factory.h"
#include "sim/run.h"
#include "view/text/mathtext.h"

enum { STEPS = 12 };

static void check_filled(const OptimizerSpec *spec)
{
    const Optimizer *optimizer = spec->optimizer;
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++) {
        const Hyper *hyper = optimizer_hyper(optimizer, i);
        double value = spec->hyper[i];
        if (!(value >= hyper->min && value <= hyper->max))
            fuzz_fail("%s = %.17g is not from %g to %g", hyper->id, value, hyper->min, hyper->max);
    }
}

/* Changes stand in order, within their ranges, one per step and hyperparameter. */
static void check_changes(const OptimizerSpec *spec)
{
    long steps[OPTIMIZER_CHANGES_MAX];
    size_t forks = optimizer_spec_forks(spec, steps);
    if (spec->change_count > OPTIMIZER_CHANGES_MAX || forks > spec->change_count)
        fuzz_fail("%zu changes at %zu steps", spec->change_count, forks);
    for (size_t i = 0; i < spec->change_count; i++) {
        const HyperChange *change = &spec->changes[i];
        const Hyper *hyper = optimizer_hyper(spec->optimizer, change->hyper);
        if (change->step < 1 || change->step > OPTIMIZER_STEP_MAX ||
            (i > 0 && change->step < change[-1].step))
            fuzz_fail("change %zu is at step %ld", i, change->step);
        if (!(change->value >= hyper->min && change->value <= hyper->max))
            fuzz_fail("%s@%ld = %.17g is not from %g to %g", hyper->id, change->step, change->value,
                      hyper->min, hyper->max);
        for (size_t k = 0; k < i; k++)
            if (spec->changes[k].step == change->step && spec->changes[k].hyper == change->hyper)
                fuzz_fail("%s@%ld twice", hyper->id, change->step);
        double value = optimizer_spec_value(spec, change->hyper, change->step);
        if (value != change->value)
            fuzz_fail("%s is %.17g after step %ld, not %.17g", hyper->id, value, change->step,
                      change->value);
    }
}

/* A schedule only ever takes away from lr. */
static void check_schedule(const OptimizerSpec *spec)
{
    int lr = optimizer_hyper_find(spec->optimizer, "lr");
    if (lr < 0)
        return;
    for (long t = 1; t < OPTIMIZER_STEP_MAX; t = t < 50 ? t + 1 : 7 * t) {
        double hyper[OPTIMIZER_HYPERS_MAX];
        optimizer_spec_at(spec, t, hyper);
        double most = optimizer_spec_value(spec, (size_t)lr, t - 1);
        if (!(hyper[lr] >= 0 && hyper[lr] <= most))
            fuzz_fail("lr = %.17g at update %ld, of %.17g", hyper[lr], t, most);
    }
}

static bool has_label(const char *text)
{
    const char *list = strchr(text, ':');
    return list && (strstr(list, ":label=") || strstr(list, ",label="));
}

static void check_reads_back(const OptimizerSpec *spec, const char *text)
{
    OptimizerSpec again;
    Err err = {0};
    if (!optimizer_spec_parse(&again, text, &err))
        fuzz_fail("'%s' is refused: %s", text, err.text);
    if (!optimizer_spec_same(&again, spec))
        fuzz_fail("'%s' is another", text);
    if (optimizer_spec_labelled(spec) && strcmp(again.label, spec->label) != 0)
        fuzz_fail("'%s' is labelled '%s'", text, again.label);
}

/* Its print gives the same spec. */
static void check_print(const OptimizerSpec *spec)
{
    StrBuf text = {0};
    optimizer_spec_print(spec, &text);
    check_reads_back(spec, strbuf_text(&text));
    strbuf_deinit(&text);
}

/* What a slider and a key may do to a value is accepted when typed. */
static void check_tuning(const OptimizerSpec *spec)
{
    for (size_t i = 0; i < optimizer_hyper_count(spec->optimizer); i++) {
        double value = spec->hyper[i];
        Hyper hyper = hyper_around(optimizer_hyper(spec->optimizer, i), value);
        double position = hyper_position(&hyper, value);
        if (!(position >= 0 && position <= 1))
            fuzz_fail("%s = %.17g is at %g of its slider", hyper.id, value, position);
        for (int size = TUNE_FINE; size <= TUNE_COARSE; size++) {
            double up = hyper_tuned(&hyper, value, 1, (TuneSize)size);
            double down = hyper_tuned(&hyper, value, -1, (TuneSize)size);
            if (!(up >= value && down <= value && up <= hyper.max && down >= hyper.min))
                fuzz_fail("%s = %.17g: up to %.17g, down to %.17g", hyper.id, value, up, down);
        }
    }
}

static void check_rule(const OptimizerSpec *spec)
{
    const char *lines[OPTIMIZER_RULE_MAX + 1] = {0};
    size_t count = optimizer_rule(spec->optimizer, spec->hyper, lines);
    for (size_t i = 0; i < count; i++)
        if (!(mathtext_measure(&FAKE_FONTS, 16, lines[i]).width > 0))
            fuzz_fail("a rule without width: %s", lines[i]);
    if (count == 0)
        fuzz_fail("%s has no rule for these values", spec->optimizer->id);
}

static void check_run(const OptimizerSpec *spec, const Problem *problem)
{
    RunLimits limits = {.budget = STEPS, .tolerance = 1e-3, .end = RUN_END_NONFINITE};
    Run *run = run_create(problem, spec, problem->start, limits);
    while (run_advance(run, 5) > 0)
        continue;
    if (!run_ended(run) || run_last_step(run) > STEPS)
        fuzz_fail("the run is at step %ld", run_last_step(run));
    for (long step = 0; step <= run_last_step(run); step++)
        run_status(run, step);
    double *state = mem_calloc(optimizer_state_size(spec->optimizer, 2) + 1, sizeof *state);
    run_state(run, run_last_step(run), state);
    free(state);
    run_destroy(run);
}

static void check_spec(OptimizerSpec *spec, const char *text)
{
    if (!has_label(text) && strncmp(spec->label, text, OPTIMIZER_LABEL_MAX - 1) != 0)
        fuzz_fail("labelled '%s'", spec->label);
    if (has_label(text) && !strstr(text, spec->label))
        fuzz_fail("labelled '%s'", spec->label);
    for (size_t i = 0; i < optimizer_hyper_count(spec->optimizer); i++)
        if (spec->given[i] == isnan(spec->hyper[i]))
            fuzz_fail("%s: given %d, value %g", optimizer_hyper(spec->optimizer, i)->id,
                      spec->given[i], spec->hyper[i]);
    check_print(spec);
    check_changes(spec);
    Problem *problem = problem_create("bowl", NULL);
    optimizer_spec_defaults(spec, problem->lr, problem->reach);
    check_filled(spec);
    check_schedule(spec);
    check_tuning(spec);
    check_rule(spec);
    check_run(spec, problem);
    problem_destroy(problem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    OptimizerSpec spec;
    Err err = {0};
    if (optimizer_spec_parse(&spec, text, &err))
        check_spec(&spec, text);
    else
        fuzz_check_line(&err);
    free(text);
    return 0;
}
