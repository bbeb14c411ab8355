/* The optimizers' descriptors, their texts, and their kernels. What the kernels compute is held
 * against PyTorch in test_trajectories; here against each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "fixtures.h"
#include "optim/catalogue.h"
#include "optim/optimizer_spec.h"

enum { SWARM = 2000, STATE_MAX = OPTIMIZER_SLOTS_MAX * SWARM };

/* ---- helpers ---- */

typedef void HyperTest(const Optimizer *optimizer, const Hyper *hyper);

static void for_every_hyper(HyperTest *test)
{
    for (size_t i = 0; i < optimizer_count(); i++)
        for (size_t h = 0; h < optimizer_hyper_count(optimizer_at(i)); h++)
            test(optimizer_at(i), optimizer_hyper(optimizer_at(i), h));
}

/* Rosenbrock over pairs: x in the first half, y in the second. */
static double rosenbrock(void *context, const double *w, double *g, size_t n)
{
    (void)context;
    size_t half = n / 2;
    double f = 0.0;
    for (size_t i = 0; i < half; i++) {
        double x = w[i];
        double b = w[half + i] - x * x;
        f += (1.0 - x) * (1.0 - x) + 100.0 * b * b;
        g[i] = -2.0 * (1.0 - x) - 400.0 * x * b;
        g[half + i] = 200.0 * b;
    }
    return f;
}

static double rosenbrock_value(void *context, const double *w, size_t n)
{
    double g[SWARM];
    return rosenbrock(context, w, g, n);
}

static void rosenbrock_hessian(void *context, const double *w, double *h, size_t n)
{
    (void)context;
    assert_int_equal(n, 2);
    h[0] = 2.0 - 400.0 * w[1] + 1200.0 * w[0] * w[0];
    h[1] = h[2] = -400.0 * w[0];
    h[3] = 200.0;
}

static const Oracle oracle = {
    .value = rosenbrock_value, .gradient = rosenbrock, .hessian = rosenbrock_hessian};

/* A walk of the rule over n/2 points of Rosenbrock's function. */
typedef struct Trial {
    OptimizerSpec spec;
    size_t n;
    long t;
    double w[SWARM], g[SWARM], state[STATE_MAX];
} Trial;

static void trial_start(Trial *trial, const OptimizerSpec *spec, size_t n)
{
    trial->spec = *spec;
    trial->n = n;
    trial->t = 0;
    memset(trial->state, 0, sizeof trial->state);
    if (spec->optimizer->init)
        spec->optimizer->init(&(Setting){spec->optimizer, spec->hyper}, trial->state, n);
}

static void trial_step(Trial *trial)
{
    double f = rosenbrock(NULL, trial->w, trial->g, trial->n);
    Step step = {.optimizer = trial->spec.optimizer,
                 .n = trial->n,
                 .f = f,
                 .t = ++trial->t,
                 .w = trial->w,
                 .g = trial->g,
                 .state = trial->state,
                 .hyper = trial->spec.hyper,
                 .oracle = &oracle};
    trial->spec.optimizer->step(&step);
}

static Trial *trial_of(const char *text, double x, double y)
{
    Trial *trial = malloc(sizeof *trial);
    assert_non_null(trial);
    OptimizerSpec spec = spec_of(text, 0.1, 0.1);
    trial_start(trial, &spec, 2);
    trial->w[0] = x;
    trial->w[1] = y;
    return trial;
}

/* ---- descriptors ---- */

static void the_catalogue_starts_in_this_order(void **state)
{
    (void)state;
    static const char *const ids[] = {
        "sgd",   "momentum", "nesterov",  "adagrad", "rmsprop",  "adam",  "adamw", "adamax",
        "nadam", "radam",    "adabelief", "yogi",    "adadelta", "rprop", "asgd",  "lion"};
    assert_true(optimizer_count() >= sizeof ids / sizeof *ids);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        assert_string_equal(optimizer_at(i)->id, ids[i]);
        assert_ptr_equal(optimizer_find(ids[i]), optimizer_at(i));
    }
    assert_null(optimizer_find("adm"));
}

static void check_range(const Optimizer *optimizer, const Hyper *hyper)
{
    if (!(hyper->min <= hyper->slider_min && hyper->slider_min < hyper->slider_max &&
          hyper->slider_max <= hyper->max))
        fail_msg("%s.%s: ranges out of order: %g, %g, %g, %g", optimizer->id, hyper->id, hyper->min,
                 hyper->slider_min, hyper->slider_max, hyper->max);
    if (hyper->scale == HYPER_LOG && !(hyper->slider_min > 0.0))
        fail_msg("%s.%s: a log slider from %g", optimizer->id, hyper->id, hyper->slider_min);
    if (hyper->from == HYPER_FIXED &&
        (hyper->fallback < hyper->min || hyper->fallback > hyper->max))
        fail_msg("%s.%s: default %g out of range", optimizer->id, hyper->id, hyper->fallback);
    assert_true(strlen(hyper->id) > 0 && strlen(hyper->symbol) > 0 && strlen(hyper->doc) > 0);
    assert_int_equal(hyper->kind == HYPER_CHOICE, hyper->choices != NULL);
    const Hyper *first =
        optimizer_hyper(optimizer, (size_t)optimizer_hyper_find(optimizer, hyper->id));
    assert_ptr_equal(first, hyper); /* no id twice */
}

static void descriptors_are_complete_and_in_range(void **state)
{
    (void)state;
    for_every_hyper(check_range);
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        assert_true(optimizer_hyper_count(optimizer) <= OPTIMIZER_HYPERS_MAX);
        assert_true(optimizer->slot_count <= OPTIMIZER_SLOTS_MAX);
        assert_true(strlen(optimizer->name) > 0 && strlen(optimizer->source) > 0);
        for (size_t s = 0; s < optimizer->slot_count; s++)
            assert_true(strlen(optimizer->slots[s].id) > 0 &&
                        strlen(optimizer->slots[s].symbol) > 0);
    }
}

/* All combinations of ends: every line of every rule is reached. */
static void rules_fit_their_card_for_all_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        size_t hypers = optimizer_hyper_count(optimizer);
        for (unsigned ends = 0; ends < 1u << hypers; ends++) {
            double hyper[OPTIMIZER_HYPERS_MAX];
            for (size_t h = 0; h < hypers; h++) {
                const Hyper *at = optimizer_hyper(optimizer, h);
                hyper[h] = ends >> h & 1 ? at->max : at->min;
            }
            const char *lines[OPTIMIZER_RULE_MAX + 1];
            memset(lines, 0xff, sizeof lines);
            size_t count = optimizer_rule(optimizer, hyper, lines);
            if (count == 0 || count > OPTIMIZER_RULE_MAX || lines[count] != NULL)
                fail_msg("%s: rule of %zu lines", optimizer->id, count);
        }
    }
}

static bool rule_says(const char *spec_text, const char *part)
{
    OptimizerSpec spec = spec_of(spec_text, 0.1, 0.1);
    const char *lines[OPTIMIZER_RULE_MAX + 1];
    optimizer_rule(spec.optimizer, spec.hyper, lines);
    for (int i = 0; lines[i]; i++)
        if (strstr(lines[i], part))
            return true;
    return false;
}

static void rules_show_only_what_is_switched_on(void **state)
{
    (void)state;
    assert_true(rule_says("adam", "\\hat{m}"));
    assert_false(rule_says("adam:bias_correction=off", "\\hat"));
    assert_false(rule_says("adam", "\\max"));
    assert_true(rule_says("adam:amsgrad=on", "\\max"));
    assert_false(rule_says("sgd", "\\lambda"));
    assert_true(rule_says("sgd:weight_decay=0.1", "\\lambda"));
    assert_true(rule_says("rmsprop", "\\sqrt{v + \\varepsilon}"));
    assert_true(rule_says("rmsprop:eps_inside=0", "\\sqrt{v} + \\varepsilon"));
    assert_true(rule_says("nesterov:form=lookahead", "\\nabla f(w + \\rho v)"));
    assert_true(rule_says("momentum:form=ema", "(1 - \\rho) g"));
}

/* ---- text ---- */

static void check_text(const Optimizer *optimizer, const Hyper *hyper)
{
    double values[] = {hyper->min, hyper->max, hyper->slider_min, hyper->slider_max,
                       hyper_at(hyper, 0.37)};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        StrBuf text = {0};
        Err err = {0};
        double back = (double)NAN;
        hyper_print(hyper, values[i], &text);
        bool read = hyper_read(hyper, strbuf_text(&text), text.len, &back, &err);
        if (!read || back != values[i])
            fail_msg("%s.%s: '%s' reads as %g, not %g (%s)", optimizer->id, hyper->id,
                     strbuf_text(&text), back, values[i], err.text);
        strbuf_deinit(&text);
    }
}

static void printed_values_read_back(void **state)
{
    (void)state;
    for_every_hyper(check_text);
}

static void a_spec_sets_what_it_names_and_leaves_the_rest(void **state)
{
    (void)state;
    OptimizerSpec spec;
    Err err = {0};
    assert_true(optimizer_spec_parse(&spec, "adam:beta1=0.8,amsgrad=true", &err));
    int beta1 = optimizer_hyper_find(spec.optimizer, "beta1");
    int amsgrad = optimizer_hyper_find(spec.optimizer, "amsgrad");
    int lr = optimizer_hyper_find(spec.optimizer, "lr");
    assert_string_equal(spec.label, "adam:beta1=0.8,amsgrad=true");
    assert_true(spec.given[beta1] && spec.hyper[beta1] == 0.8);
    assert_true(spec.given[amsgrad] && spec.hyper[amsgrad] == 1.0);
    assert_true(!spec.given[lr] && isnan(spec.hyper[lr]));
    optimizer_spec_defaults(&spec, 0.1, 0.25);
    assert_true(!spec.given[lr] && spec.hyper[lr] == 0.25);
    assert_true(spec.hyper[beta1] == 0.8);

    assert_true(optimizer_spec_parse(&spec, "momentum:form=ema,label=Heavy ball", &err));
    assert_string_equal(spec.label, "Heavy ball");
    assert_true(spec.hyper[optimizer_hyper_find(spec.optimizer, "form")] == 2.0);
}

static void wrong_specs_say_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } wrong[] = {
        {"adm", "unknown optimizer 'adm'; did you mean 'adam'?"},
        {"", "expected an optimizer before ''"},
        {":lr=1", "expected an optimizer before ':lr=1'"},
        {"sgd:rate=1", "sgd has no hyperparameter 'rate'; it has lr, weight_decay, schedule"},
        {"sgd:lrr=1",
         "sgd has no hyperparameter 'lrr'; it has lr, weight_decay, schedule; did you mean 'lr'?"},
        {"asgd:t0=2.5", "asgd: t0=2.5: expected a whole number from 0 to 1000000000"},
        {"sgd:warmup=0.5", "sgd: warmup=0.5: expected a whole number from 0 to 1000000"},
        {"sgd:period=0", "sgd: period=0: expected a whole number from 1 to 1000000"},
        {"adam:lr=abc", "adam: lr=abc: expected a number from 0 to 1000"},
        {"adam:lr=-1", "adam: lr=-1: expected a number from 0 to 1000"},
        {"adam:lr=1001", "adam: lr=1001: expected a number from 0 to 1000"},
        {"adam:lr=nan", "adam: lr=nan: expected a number from 0 to 1000"},
        {"adam:lr=1e999", "adam: lr=1e999: expected a number from 0 to 1000"},
        {"adam:beta1=1", "adam: beta1=1: expected a number from 0 to 0.999999"},
        {"adam:lr=", "adam: lr= has no value"},
        {"adam:lr", "adam: expected key=value, not 'lr'"},
        {"adam:", "adam: expected key=value after ':' and between commas"},
        {"adam:lr=1,", "adam: expected key=value after ':' and between commas"},
        {"adam:lr=1,lr=1", "adam: lr is given twice"},
        {"adam:label=a,label=b", "adam: label is given twice"},
        {"adam:label=", "adam: label= has no value"},
        {"adam:amsgrad=maybe", "adam: amsgrad=maybe: expected on or off (or 1, 0, true, false)"},
        {"momentum:form=bufer", "momentum: form=bufer: expected velocity, buffer or ema"},
        {"nesterov:form=0", "nesterov: form=0: expected shifted or lookahead"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        OptimizerSpec spec;
        Err err = {0};
        assert_false(optimizer_spec_parse(&spec, wrong[i].text, &err));
        assert_string_equal(err.text, wrong[i].message);
    }
}

static void an_unknown_optimizer_is_answered_with_all_there_are(void **state)
{
    (void)state;
    OptimizerSpec spec;
    Err err = {0};
    assert_false(optimizer_spec_parse(&spec, "quxquux", &err));
    const char *rest = err.text;
    static const char start[] = "unknown optimizer 'quxquux'; there are ";
    assert_memory_equal(rest, start, strlen(start));
    rest += strlen(start);
    for (size_t i = 0; i < optimizer_count(); i++) {
        const char *id = optimizer_at(i)->id;
        if (strncmp(rest, id, strlen(id)) != 0)
            fail_msg("'%s' where %s was expected", rest, id);
        rest += strlen(id);
        rest += *rest == ',' ? 2 : 0;
    }
    assert_string_equal(rest, "");
}

static void overlong_texts_are_refused(void **state)
{
    (void)state;
    char text[1000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    OptimizerSpec spec;
    Err err = {0};
    assert_false(optimizer_spec_parse(&spec, text, &err));
    memcpy(text, "sgd:", 4);
    assert_false(optimizer_spec_parse(&spec, text, &err));
    memcpy(text, "sgd:label=", 10);
    assert_false(optimizer_spec_parse(&spec, text, &err));
    text[500] = '=';
    memcpy(text, "sgd:aaaaaa", 10);
    assert_false(optimizer_spec_parse(&spec, text, &err));
}

/* ---- kernels ---- */

static void check_close(const char *what, long t, const double *a, const double *b, double tol)
{
    for (int i = 0; i < 2; i++)
        if (!(fabs(a[i] - b[i]) <= tol * fmax(1.0, fabs(b[i]))))
            fail_msg("%s, step %ld: %.17g beside %.17g", what, t, a[i], b[i]);
}

/* The three forms, and heavy ball x' = x - lr g + rho (x - x_before), walk one path. */
static void momentum_forms_are_one_method(void **state)
{
    (void)state;
    Trial *velocity = trial_of("momentum:lr=0.0005,momentum=0.9,form=velocity", -1.2, 1.0);
    Trial *buffer = trial_of("momentum:lr=0.0005,momentum=0.9,form=buffer", -1.2, 1.0);
    Trial *ema = trial_of("momentum:lr=0.005,momentum=0.9,form=ema", -1.2, 1.0);
    double x[2] = {-1.2, 1.0};
    double before[2] = {-1.2, 1.0};
    for (long t = 1; t <= 200; t++) {
        double g[2];
        rosenbrock(NULL, x, g, 2);
        for (int i = 0; i < 2; i++) {
            double next = x[i] - 0.0005 * g[i] + 0.9 * (x[i] - before[i]);
            before[i] = x[i];
            x[i] = next;
        }
        trial_step(velocity);
        trial_step(buffer);
        trial_step(ema);
        check_close("velocity, heavy ball", t, velocity->w, x, 2e-13);
        check_close("buffer, velocity", t, buffer->w, velocity->w, 2e-13);
        check_close("ema, velocity", t, ema->w, velocity->w, 4e-13);
    }
    free(velocity);
    free(buffer);
    free(ema);
}

/* theta = x + rho v, and buffer = -v / lr. */
static void nesterov_forms_are_one_method(void **state)
{
    (void)state;
    Trial *shifted = trial_of("nesterov:lr=0.0005,momentum=0.9", -1.2, 1.0);
    Trial *lookahead = trial_of("nesterov:lr=0.0005,momentum=0.9,form=lookahead", -1.2, 1.0);
    for (long t = 1; t <= 200; t++) {
        trial_step(shifted);
        trial_step(lookahead);
        const double *v = lookahead->state;
        double mapped[2] = {lookahead->w[0] + 0.9 * v[0], lookahead->w[1] + 0.9 * v[1]};
        double velocity[2] = {-0.0005 * shifted->state[0], -0.0005 * shifted->state[1]};
        check_close("theta", t, mapped, shifted->w, 2e-11);
        check_close("velocity", t, velocity, v, 2e-11);
    }
    free(shifted);
    free(lookahead);
}

/* The first update takes the whole gradient, later ones (1 - dampening) of it. */
static void dampening_spares_the_first_gradient(void **state)
{
    (void)state;
    OptimizerSpec spec =
        spec_of("momentum:lr=0.1,momentum=0.5,dampening=0.25,form=buffer", 0.1, 0.1);
    double w[2] = {0.0, 0.0};
    double g[2] = {1.0, -2.0};
    double v[2] = {0.0, 0.0};
    Step step = {
        .optimizer = spec.optimizer, .n = 2, .w = w, .g = g, .state = v, .hyper = spec.hyper};
    step.t = 1;
    spec.optimizer->step(&step);
    assert_true(v[0] == 1.0 && v[1] == -2.0);
    step.t = 2;
    spec.optimizer->step(&step);
    assert_true(v[0] == 1.25 && v[1] == -2.5);
}

/* A constant gradient of 1: m = 1 - beta1^t and so on, so a step is lr / (1 + eps) at any t. */
static void adams_bias_correction_is_exact_at_any_step(void **state)
{
    (void)state;
    OptimizerSpec spec = spec_of("adam:lr=1,beta1=0.9,beta2=0.999,eps=0", 0.1, 0.1);
    static const long steps[] = {1, 2, 3, 10, 100, 360, 419, 420, 421, 1000, 41999, 42001, 1000000};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        double w[2] = {0.0, 0.0};
        double g[2] = {1.0, 3.0};
        double moments[6] = {0.0};
        Step step = {.optimizer = spec.optimizer,
                     .n = 2,
                     .t = steps[i],
                     .w = w,
                     .g = g,
                     .state = moments,
                     .hyper = spec.hyper};
        spec.optimizer->step(&step);
        long double m = 1.0L - 0.9L;
        long double v = 1.0L - 0.999L;
        long double expected = -m / (1.0L - powl(0.9L, (long double)steps[i])) /
                               sqrtl(v / (1.0L - powl(0.999L, (long double)steps[i])));
        double error = fabs(w[0] - (double)expected) / fabs((double)expected);
        if (!(error < 1e-12))
            fail_msg("step %ld: %.17g, not %.17Lg", steps[i], w[0], expected);
        assert_true(fabs(w[1] - w[0]) < 1e-12 * fabs(w[0])); /* scale does not matter */
    }
}

static void spent_velocities_arrive_at_zero(void **state)
{
    (void)state;
    static const char *const texts[] = {"momentum", "nesterov", "adam"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        OptimizerSpec spec = spec_of(texts[i], 0.1, 0.1);
        double w[2] = {0.0, 0.0};
        double g[2] = {1.0, -1.0};
        double moments[8] = {0.0};
        Step step = {.optimizer = spec.optimizer,
                     .n = 2,
                     .w = w,
                     .g = g,
                     .state = moments,
                     .hyper = spec.hyper};
        for (step.t = 1; step.t <= 10000; step.t++) {
            spec.optimizer->step(&step);
            g[0] = g[1] = 0.0;
            if (fpclassify(moments[0]) == FP_SUBNORMAL)
                fail_msg("%s: %g at step %ld", texts[i], moments[0], step.t);
        }
        assert_true(moments[0] == 0.0 && moments[1] == 0.0);
    }
}

/* ---- swarms ---- */

static void check_swarm(const OptimizerSpec *spec, const char *what)
{
    static Trial swarm, one;
    Rng rng = rng_seeded(7);
    double start[SWARM];
    for (size_t i = 0; i < SWARM; i++)
        start[i] = rng_range(&rng, -2.0, 2.0);
    trial_start(&swarm, spec, SWARM);
    memcpy(swarm.w, start, sizeof start);
    for (int t = 0; t < 12; t++)
        trial_step(&swarm);
    for (size_t i = 0; i < SWARM / 2; i++) {
        trial_start(&one, spec, 2);
        one.w[0] = start[i];
        one.w[1] = start[SWARM / 2 + i];
        for (int t = 0; t < 12; t++)
            trial_step(&one);
        double together[2] = {swarm.w[i], swarm.w[SWARM / 2 + i]};
        /* nan has many patterns: which one is left to the processor */
        for (int k = 0; k < 2; k++)
            if (memcmp(&together[k], &one.w[k], sizeof(double)) != 0 &&
                !(isnan(together[k]) && isnan(one.w[k])))
                fail_msg("%s %s, lane %zu: %.17g in the swarm, %.17g alone", spec->optimizer->id,
                         what, i, together[k], one.w[k]);
    }
}

/* Defaults, and each hyperparameter at both ends of its slider. */
static void a_swarm_walks_as_its_members_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        if (optimizer->coupled)
            continue;
        OptimizerSpec spec = spec_of(optimizer->id, 0.1, 0.1);
        spec.hyper[0] = 0.001;
        check_swarm(&spec, "with defaults");
        for (size_t h = 0; h < optimizer->hyper_count; h++) {
            OptimizerSpec changed = spec;
            changed.hyper[h] = optimizer->hypers[h].slider_min;
            check_swarm(&changed, optimizer->hypers[h].id);
            changed.hyper[h] = optimizer->hypers[h].slider_max;
            check_swarm(&changed, optimizer->hypers[h].id);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_catalogue_starts_in_this_order),
        cmocka_unit_test(descriptors_are_complete_and_in_range),
        cmocka_unit_test(rules_fit_their_card_for_all_values),
        cmocka_unit_test(rules_show_only_what_is_switched_on),
        cmocka_unit_test(printed_values_read_back),
        cmocka_unit_test(a_spec_sets_what_it_names_and_leaves_the_rest),
        cmocka_unit_test(wrong_specs_say_what_is_wrong),
        cmocka_unit_test(an_unknown_optimizer_is_answered_with_all_there_are),
        cmocka_unit_test(overlong_texts_are_refused),
        cmocka_unit_test(momentum_forms_are_one_method),
        cmocka_unit_test(nesterov_forms_are_one_method),
        cmocka_unit_test(dampening_spares_the_first_gradient),
        cmocka_unit_test(adams_bias_correction_is_exact_at_any_step),
        cmocka_unit_test(spent_velocities_arrive_at_zero),
        cmocka_unit_test(a_swarm_walks_as_its_members_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
