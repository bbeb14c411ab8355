/* Properties that the literature states of single update rules. Their numbers, step by step, are
 * held against PyTorch in test_trajectories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "optim/catalogue.h"
#include "optim/optimizer_spec.h"

enum { N = 2, STATE_MAX = OPTIMIZER_SLOTS_MAX * N * N };

/* A rule that is fed gradients by hand. */
typedef struct Fed {
    OptimizerSpec spec;
    long t;
    double w[N], state[STATE_MAX];
} Fed;

static Fed fed(const char *text, double x, double y)
{
    Fed rule = {.w = {x, y}};
    Err err = {0};
    if (!optimizer_spec_parse(&rule.spec, text, &err))
        fail_msg("'%s': %s", text, err.text);
    optimizer_spec_defaults(&rule.spec, 0.1, 0.1);
    if (rule.spec.optimizer->init)
        rule.spec.optimizer->init(&(Setting){rule.spec.optimizer, rule.spec.hyper}, rule.state, N);
    return rule;
}

static void feed(Fed *rule, double gx, double gy)
{
    double g[N] = {gx, gy};
    Step step = {.optimizer = rule->spec.optimizer,
                 .n = N,
                 .t = ++rule->t,
                 .w = rule->w,
                 .g = g,
                 .state = rule->state,
                 .hyper = rule->spec.hyper};
    rule->spec.optimizer->step(&step);
}

static const double *slot(const Fed *rule, const char *id)
{
    const Optimizer *optimizer = rule->spec.optimizer;
    for (size_t i = 0; i < optimizer->slot_count; i++)
        if (strcmp(optimizer->slots[i].id, id) == 0)
            return rule->state + optimizer_slot_at(optimizer, i, N);
    fail_msg("%s has no slot %s", optimizer->id, id);
    return NULL;
}

static double *hyper(Fed *rule, const char *id)
{
    int index = optimizer_hyper_find(rule->spec.optimizer, id);
    return index < 0 ? NULL : &rule->spec.hyper[index];
}

static void close_to(const char *what, long t, double got, long double expected, double tolerance)
{
    if (!(fabs(got - (double)expected) <= tolerance * fmax(1.0, fabs((double)expected))))
        fail_msg("%s, step %ld: %.17g, not %.17Lg", what, t, got, expected);
}

/* ---- weight decay ---- */

/* As the first line of each rule says: a part of the gradient, or a shrinking of w before all else.
 * Rules that ask elsewhere for their gradients are left out. */
static void check_decay(const char *id, const char *line, Rng *rng)
{
    Fed decays = fed(id, 0.75, -1.5);
    *hyper(&decays, "weight_decay") = 0.25;
    Fed plain = decays;
    *hyper(&plain, "weight_decay") = 0.0;
    double lr = *hyper(&decays, "lr");
    bool coupled = strcmp(line, "g \\leftarrow g + \\lambda w") == 0;
    if (!coupled)
        assert_string_equal(line, "w \\leftarrow (1 - \\alpha \\lambda) w");
    for (int t = 0; t < 20; t++) {
        double g[N] = {rng_range(rng, -1.0, 1.0), rng_range(rng, -1.0, 1.0)};
        double added[N];
        for (int i = 0; i < N; i++) {
            added[i] = coupled ? g[i] + 0.25 * plain.w[i] : g[i];
            plain.w[i] *= coupled ? 1.0 : 1.0 - lr * 0.25;
        }
        feed(&decays, g[0], g[1]);
        feed(&plain, added[0], added[1]);
        if (memcmp(decays.w, plain.w, sizeof plain.w) != 0)
            fail_msg("%s, step %d: %.17g, not %.17g", id, t + 1, decays.w[0], plain.w[0]);
    }
}

static void weight_decay_is_what_the_first_line_says(void **state)
{
    (void)state;
    Rng rng = rng_seeded(5);
    int checked = 0;
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        Fed rule = {.spec.optimizer = optimizer};
        if (!hyper(&rule, "weight_decay") || optimizer->coupled)
            continue;
        rule = fed(optimizer->id, 0.0, 0.0);
        *hyper(&rule, "weight_decay") = 0.25;
        const char *lines[OPTIMIZER_RULE_MAX + 1];
        optimizer_rule(optimizer, rule.spec.hyper, lines);
        check_decay(optimizer->id, lines[0], &rng);
        checked++;
    }
    assert_true(checked >= 14);
}

/* Loshchilov and Hutter: without a gradient w shrinks by 1 - lr lambda per step, whatever the
 * moments; with Adam's decay it would move by about lr. */
static void adamw_decouples_decay(void **state)
{
    (void)state;
    Fed adamw = fed("adamw:lr=0.5,weight_decay=0.25", 3.0, -2.0);
    double x = 3.0;
    double y = -2.0;
    for (int t = 1; t <= 50; t++) {
        feed(&adamw, 0.0, 0.0);
        x *= 0.875;
        y *= 0.875;
        assert_true(adamw.w[0] == x && adamw.w[1] == y);
    }
}

static void adamw_without_decay_is_adam(void **state)
{
    (void)state;
    Rng rng = rng_seeded(3);
    Fed adamw = fed("adamw:weight_decay=0,amsgrad=on", 3.0, -2.0);
    Fed adam = fed("adam:amsgrad=on", 3.0, -2.0);
    for (int t = 1; t <= 50; t++) {
        double gx = rng_range(&rng, -1.0, 1.0);
        double gy = rng_range(&rng, -1.0, 1.0);
        feed(&adamw, gx, gy);
        feed(&adam, gx, gy);
        assert_memory_equal(adamw.w, adam.w, sizeof adam.w);
    }
}

/* ---- signs ---- */

/* A power of two as lr keeps the sums exact. */
static void lion_moves_by_lr_in_every_component(void **state)
{
    (void)state;
    Rng rng = rng_seeded(11);
    Fed lion = fed("lion:lr=0.125", 0.0, 0.0);
    for (int t = 1; t <= 100; t++) {
        double before[N] = {lion.w[0], lion.w[1]};
        feed(&lion, rng_range(&rng, -1e9, 1e9), rng_range(&rng, -1e-9, 1e-9));
        for (int i = 0; i < N; i++)
            assert_true(fabs(lion.w[i] - before[i]) == 0.125);
    }
    lion = fed("lion:lr=0.125", 1.0, 1.0);
    feed(&lion, 0.0, -1.0); /* sign(0) = 0 */
    assert_true(lion.w[0] == 1.0 && lion.w[1] == 1.125);
}

/* The direction looks at beta1, the memory keeps beta2: a gradient against the mean turns the step
 * once (1 - beta1) |g| outweighs beta1 |m|. */
static void lion_weighs_the_gradient_more_than_its_memory_does(void **state)
{
    (void)state;
    Fed lion = fed("lion:lr=1,beta1=0.5,beta2=0.75", 0.0, 0.0);
    feed(&lion, 1.0, 1.0); /* m = 0.25 */
    assert_true(lion.w[0] == -1.0 && slot(&lion, "first_moment")[0] == 0.25);
    feed(&lion, -0.125, -0.5); /* 0.5 m + 0.5 g is 0.0625 and -0.125 */
    assert_true(lion.w[0] == -2.0 && lion.w[1] == 0.0);
    assert_true(slot(&lion, "first_moment")[1] == 0.75 * 0.25 - 0.25 * 0.5);
}

static void rprop_ignores_how_large_gradients_are(void **state)
{
    (void)state;
    static const double scales[] = {1e-300, 1e-12, 1e12, 1e300};
    for (size_t k = 0; k < sizeof scales / sizeof *scales; k++) {
        Rng rng = rng_seeded(2);
        Fed one = fed("rprop:lr=0.1", 0.0, 0.0);
        Fed other = fed("rprop:lr=0.1", 0.0, 0.0);
        for (int t = 1; t <= 100; t++) {
            double gx = rng_range(&rng, -0.5, 1.0);
            double gy = rng_range(&rng, -1.0, 0.5);
            feed(&one, gx, gy);
            feed(&other, gx * scales[k], gy * scales[k]);
            assert_memory_equal(one.w, other.w, sizeof one.w);
        }
    }
}

/* iRprop-: grow, grow, turn (half as long, no move), go on with neither. */
static void rprop_grows_turns_and_stays_within_bounds(void **state)
{
    (void)state;
    Fed rprop = fed("rprop:lr=1,eta_plus=1.5,eta_minus=0.5,step_min=0.5,step_max=2", 0.0, 0.0);
    static const struct {
        double g, w, size;
    } rows[] = {{1, -1, 1},    {1, -2.5, 1.5}, {1, -4.5, 2},    {1, -6.5, 2},
                {-1, -6.5, 1}, {-1, -5.5, 1},  {1, -5.5, 0.5},  {1, -6, 0.5},
                {-1, -6, 0.5}, {0, -6, 0.5},   {-1, -5.5, 0.5}, {-1, -4.75, 0.75}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        feed(&rprop, rows[i].g, rows[i].g);
        if (rprop.w[0] != rows[i].w || slot(&rprop, "step")[0] != rows[i].size)
            fail_msg("step %zu: at %g with %g, not at %g with %g", i + 1, rprop.w[0],
                     slot(&rprop, "step")[0], rows[i].w, rows[i].size);
    }
}

/* ---- Adam's relatives ---- */

/* Kingma and Ba, section 7.1: |step| <= lr, and lr itself under a constant gradient. */
static void adamax_never_steps_farther_than_lr(void **state)
{
    (void)state;
    Rng rng = rng_seeded(4);
    Fed adamax = fed("adamax:lr=0.5", 0.0, 0.0);
    for (int t = 1; t <= 1000; t++) {
        double before[N] = {adamax.w[0], adamax.w[1]};
        double size = pow(10.0, rng_range(&rng, -6.0, 6.0));
        feed(&adamax, size, rng_range(&rng, -size, size));
        for (int i = 0; i < N; i++)
            assert_true(fabs(adamax.w[i] - before[i]) <= 0.5 * (1.0 + 1e-12));
    }
    adamax = fed("adamax:lr=0.5,eps=0", 0.0, 0.0);
    for (long t = 1; t <= 100; t++) {
        feed(&adamax, 3.0, -1e-5);
        close_to("adamax", t, adamax.w[0], -0.5L * t, 1e-13);
        close_to("adamax", t, adamax.w[1], 0.5L * t, 1e-13);
    }
}

/* A constant gradient g: m = (1 - beta1^t) g and v = (1 - beta2^t) g^2. mu as published. */
static void check_nadam(Fed *nadam, double psi)
{
    long double product = 1.0L;
    long double w = 0.0L;
    for (long t = 1; t <= 60; t++) {
        long double mu = 0.9L * (1.0L - 0.5L * powl(0.96L, psi * (long double)t));
        long double next = 0.9L * (1.0L - 0.5L * powl(0.96L, psi * (long double)(t + 1)));
        product *= mu;
        w -= 0.5L * ((1.0L - mu) / (1.0L - product) +
                     next * (1.0L - powl(0.9L, t)) / (1.0L - product * next));
        feed(nadam, 2.0, -7.0);
        close_to("nadam", t, nadam->w[0], w, 1e-13);
        close_to("nadam", t, nadam->w[1], -w, 1e-13);
        close_to("nadam's product", t, *slot(nadam, "momentum_product"), product, 1e-13);
    }
}

static void nadam_mixes_the_gradient_with_tomorrows_mean(void **state)
{
    (void)state;
    Fed usual = fed("nadam:lr=0.5,beta1=0.9,eps=0", 0.0, 0.0);
    check_nadam(&usual, 0.004);
    Fed constant = fed("nadam:lr=0.5,beta1=0.9,eps=0,momentum_decay=100", 0.0, 0.0);
    check_nadam(&constant, 100.0); /* mu = beta1 from the first step on */
}

static double rho_seen(double beta2, double t)
{
    double power = pow(beta2, t);
    return 2.0 / (1.0 - beta2) - 1.0 - 2.0 * t * power / (1.0 - power);
}

/* Liu et al., algorithm 2: the mean alone, corrected, while rho_t is not above 5 (they say 4, torch
 * 5), for beta2 = 0.999 five steps; then much less than Adam, and in the end as much. */
static void radam_starts_as_plain_momentum(void **state)
{
    (void)state;
    Rng rng = rng_seeded(9);
    Fed radam = fed("radam:lr=0.5,beta1=0.9,beta2=0.999", 0.0, 0.0);
    Fed never = fed("radam:lr=0.5,beta1=0.9,beta2=0.6", 0.0, 0.0);
    assert_true(rho_seen(0.999, 5) <= 5.0 && rho_seen(0.999, 6) > 5.0);
    assert_true(rho_seen(0.6, 1000) <= 5.0);
    long double m = 0.0L;
    long double w = 0.0L;
    for (long t = 1; t <= 200; t++) {
        double g = rng_range(&rng, -1.0, 2.0);
        m = 0.9L * m + 0.1L * g;
        w -= 0.5L * m / (1.0L - powl(0.9L, t));
        feed(&radam, g, g);
        feed(&never, g, g);
        close_to("beta2 = 0.6", t, never.w[0], w, 1e-12);
        if (t <= 5)
            close_to("beta2 = 0.999", t, radam.w[0], w, 1e-14);
    }
}

/* A constant gradient: Adam steps by lr, RAdam by lr r_t. */
static void radam_ends_as_adam(void **state)
{
    (void)state;
    Fed radam = fed("radam:lr=1,beta2=0.99,eps=0", 0.0, 0.0);
    for (long t = 1; t <= 3000; t++) {
        double before = radam.w[0];
        feed(&radam, 4.0, 4.0);
        double rho = rho_seen(0.99, (double)t);
        double r = sqrt((rho - 4.0) * (rho - 2.0) * 199.0 / (195.0 * 197.0 * rho));
        if (rho > 5.0)
            close_to("radam", t, before - radam.w[0], r, 1e-9);
        if (t == 6)
            assert_true(before - radam.w[0] < 0.1);
    }
    double before = radam.w[0];
    feed(&radam, 4.0, 4.0);
    close_to("radam at last", radam.t, before - radam.w[0], 1.0L, 1e-9);
}

/* Zhuang et al.: a constant gradient holds no surprises, and steps grow beyond Adam's lr.
 * g - m = beta1^t g, so that s is a geometric sum. */
static void adabelief_runs_where_gradients_do_not_change(void **state)
{
    (void)state;
    Fed belief = fed("adabelief:lr=1,beta1=0.9,beta2=0.999,eps=0", 0.0, 0.0);
    for (long t = 1; t <= 100; t++) {
        double before = belief.w[0];
        feed(&belief, 2.0, 2.0);
        long double s =
            0.001L * 4.0L * 0.81L * (powl(0.999L, t) - powl(0.81L, t)) / (0.999L - 0.81L);
        long double step = 2.0L / sqrtl(s / (1.0L - powl(0.999L, t)));
        close_to("adabelief", t, (before - belief.w[0]) / (double)step, 1.0L, 1e-11);
        assert_true(before - belief.w[0] > 1.1);
    }
}

/* Zaheer et al.: |v_t - v_{t-1}| = (1 - beta2) g^2, where Adam's v falls by a share of itself. */
static void yogi_forgets_no_faster_than_gradients_allow(void **state)
{
    (void)state;
    Fed yogi = fed("yogi:beta2=0.875", 0.0, 0.0);
    Fed adam = fed("adam:beta2=0.875", 0.0, 0.0);
    feed(&yogi, 8.0, 8.0);
    feed(&adam, 8.0, 8.0);
    const double *v = slot(&yogi, "second_moment");
    assert_true(v[0] == 8.0); /* 64 / 8, up from 0 */
    for (int t = 1; t <= 16; t++) {
        feed(&yogi, 0.5, 4.0);
        feed(&adam, 0.5, 4.0);
        assert_true(v[0] == 8.0 - t * 0.03125);
    }
    assert_true(slot(&adam, "second_moment")[0] < 2.0);
    assert_true(v[1] > 14.0 && v[1] <= 18.0); /* to 16 in steps of 2 */
}

/* ---- Adadelta and ASGD ---- */

/* d does not know of lr: the path is as long as lr says. */
static void adadeltas_rate_is_a_pure_factor(void **state)
{
    (void)state;
    Rng rng = rng_seeded(6);
    Fed one = fed("adadelta:lr=1,eps=0.0625,rho=0.75", 0.0, 0.0);
    Fed four = fed("adadelta:lr=4,eps=0.0625,rho=0.75", 0.0, 0.0);
    for (int t = 1; t <= 100; t++) {
        double g = t == 1 ? 1.0 : rng_range(&rng, -1.0, 1.0);
        feed(&one, g, -g);
        feed(&four, g, -g);
        assert_true(four.w[0] == 4.0 * one.w[0] && four.w[1] == 4.0 * one.w[1]);
        if (t == 1) /* sqrt(0 + 1/16) / sqrt(1/4 + 1/16) */
            close_to("adadelta", t, one.w[0], -sqrtl(0.2L), 1e-15);
    }
}

static void asgds_steps_fall_as_their_power_says(void **state)
{
    (void)state;
    Fed asgd = fed("asgd:lr=0.5,lambd=0.25,alpha=0.75", 2.0, 2.0);
    long double w = 2.0L;
    for (long t = 1; t <= 100; t++) {
        long double eta = 0.5L / powl(1.0L + 0.125L * (long double)(t - 1), 0.75L);
        w = w * (1.0L - 0.25L * eta) - eta * 3.0L;
        feed(&asgd, 3.0, 3.0);
        close_to("asgd", t, asgd.w[0], w, 1e-13);
    }
}

/* Polyak and Juditsky: the mean of the points, here of those from update t0 + 2 on, as torch
 * counts; without lambda the points are SGD's. */
static void asgd_averages_sgds_points(void **state)
{
    (void)state;
    Rng rng = rng_seeded(8);
    Fed asgd = fed("asgd:lr=0.5,lambd=0,t0=5", 2.0, -1.0);
    Fed sgd = fed("sgd:lr=0.5", 2.0, -1.0);
    const double *average = slot(&asgd, "average");
    long double sum = 0.0L;
    for (long t = 1; t <= 60; t++) {
        double g = rng_range(&rng, -1.0, 1.0);
        feed(&asgd, g, -g);
        feed(&sgd, g, -g);
        assert_memory_equal(asgd.w, sgd.w, sizeof sgd.w);
        if (t >= 7)
            sum += asgd.w[0];
        close_to("average", t, average[0], t < 7 ? asgd.w[0] : sum / (t - 6), 1e-14);
    }
}

/* ---- numbers ---- */

/* Gradients that vanish leave no denormal number behind in any rule. */
static void no_state_becomes_denormal(void **state)
{
    (void)state;
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        if (optimizer->coupled)
            continue;
        Fed rule = fed(optimizer->id, 1.0, -1.0);
        size_t size = optimizer_state_size(optimizer, N);
        for (long t = 1; t <= 20000; t++) {
            feed(&rule, t == 1 ? 1.0 : 0.0, t == 1 ? -1e-3 : 0.0);
            for (size_t k = 0; k < size; k++)
                if (fpclassify(rule.state[k]) == FP_SUBNORMAL)
                    fail_msg("%s: state %zu is %g at step %ld", optimizer->id, k, rule.state[k], t);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weight_decay_is_what_the_first_line_says),
        cmocka_unit_test(adamw_decouples_decay),
        cmocka_unit_test(adamw_without_decay_is_adam),
        cmocka_unit_test(lion_moves_by_lr_in_every_component),
        cmocka_unit_test(lion_weighs_the_gradient_more_than_its_memory_does),
        cmocka_unit_test(rprop_ignores_how_large_gradients_are),
        cmocka_unit_test(rprop_grows_turns_and_stays_within_bounds),
        cmocka_unit_test(adamax_never_steps_farther_than_lr),
        cmocka_unit_test(nadam_mixes_the_gradient_with_tomorrows_mean),
        cmocka_unit_test(radam_starts_as_plain_momentum),
        cmocka_unit_test(radam_ends_as_adam),
        cmocka_unit_test(adabelief_runs_where_gradients_do_not_change),
        cmocka_unit_test(yogi_forgets_no_faster_than_gradients_allow),
        cmocka_unit_test(adadeltas_rate_is_a_pure_factor),
        cmocka_unit_test(asgds_steps_fall_as_their_power_says),
        cmocka_unit_test(asgd_averages_sgds_points),
        cmocka_unit_test(no_state_becomes_denormal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
