/* Hyperparameters: sliders go there and back, keys walk tidy ladders, whole numbers stay whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "optim/catalogue.h"

typedef void HyperTest(const Optimizer *optimizer, const Hyper *hyper);

static void for_every_hyper(HyperTest *test)
{
    for (size_t i = 0; i < optimizer_count(); i++)
        for (size_t h = 0; h < optimizer_hyper_count(optimizer_at(i)); h++)
            test(optimizer_at(i), optimizer_hyper(optimizer_at(i), h));
}

static const Hyper *find_hyper(const char *optimizer, const char *id)
{
    const Optimizer *found = optimizer_find(optimizer);
    assert_non_null(found);
    int index = optimizer_hyper_find(found, id);
    assert_true(index >= 0);
    return optimizer_hyper(found, (size_t)index);
}

/* ---- sliders and keys ---- */

static int significant_digits(double value)
{
    char text[32];
    text_shortest(fabs(value), text);
    int count = 0, zeros = 0; /* zeros: in a row, so far; in front and at the end they are none */
    for (const char *p = text; *p && *p != 'e'; p++) {
        if (*p == '.')
            continue;
        zeros = *p == '0' ? zeros + (count > 0) : 0;
        if (count > 0 || *p != '0')
            count++;
    }
    return count - zeros;
}

static void check_slider(const Optimizer *optimizer, const Hyper *hyper)
{
    bool whole = hyper->kind == HYPER_INTEGER;
    /* A thousandth of a span that does not start at 0 is the fourth digit of 1.003. */
    int digits = hyper->scale == HYPER_LINEAR && hyper->slider_min > 0.0 ? 4 : 3;
    double before = -HUGE_VAL;
    for (int i = -2; i <= 402; i++) {
        double position = i / 400.0;
        double value = hyper_at(hyper, position);
        double back = hyper_position(hyper, value);
        double inside = fmin(fmax(position, 0.0), 1.0);
        /* Three digits are 0.005 of a decade at worst; a switch or a choice is as coarse as it is;
         * of whole numbers there are few, 1 and 2 far apart if decades are even; a linear slider
         * has a thousand places. */
        double coarse = hyper->kind == HYPER_REAL ? 0.0025 : whole ? 0.05 : 0.5;
        if (!(value >= hyper->slider_min && value <= hyper->slider_max))
            fail_msg("%s.%s: %g at %g", optimizer->id, hyper->id, value, position);
        if (!(value >= before))
            fail_msg("%s.%s: falls to %g at %g", optimizer->id, hyper->id, value, position);
        if (!(fabs(back - inside) <= coarse))
            fail_msg("%s.%s: %g sits at %g, not %g", optimizer->id, hyper->id, value, back, inside);
        if (hyper_at(hyper, back) != value)
            fail_msg("%s.%s: %.17g comes back as %.17g", optimizer->id, hyper->id, value,
                     hyper_at(hyper, back));
        if (whole && value != floor(value))
            fail_msg("%s.%s: %.17g is not whole", optimizer->id, hyper->id, value);
        if (hyper->scale != HYPER_ONE_MINUS && significant_digits(value) > digits)
            fail_msg("%s.%s: %.17g is not tidy", optimizer->id, hyper->id, value);
        before = value;
    }
    assert_true(hyper_at(hyper, 0.0) == hyper->slider_min);
    assert_true(hyper_at(hyper, 1.0) == hyper->slider_max);
}

static void sliders_go_there_and_back(void **state)
{
    (void)state;
    for_every_hyper(check_slider);
}

static void slider_axes_are_what_the_scale_says(void **state)
{
    (void)state;
    const Hyper *lr = find_hyper("adam", "lr"); /* 1e-6 to 10 */
    const Hyper *beta2 = find_hyper("adam", "beta2");
    assert_true(fabs(hyper_position(lr, 0.1) - 5.0 / 7.0) < 1e-12);
    assert_true(hyper_at(lr, 5.0 / 7.0) == 0.1);
    assert_true(fabs(hyper_position(beta2, 0.999) - 0.6) < 1e-12);
    assert_true(hyper_at(beta2, 0.6) == 0.999);
    assert_true(hyper_at(beta2, 0.2) == 0.9);
    assert_true(hyper_position(lr, 0.0) == 0.0);
    assert_true(hyper_position(lr, 1000.0) == 1.0);
}

static void check_around(const Optimizer *optimizer, const Hyper *hyper)
{
    static const double units[] = {1e-9, 4.8e-8, 0.0012, 0.1, 1.7, 90.0};
    if (hyper->from == HYPER_FIXED)
        return;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        double value = hyper_default(hyper, units[i], units[i]);
        Hyper around = hyper_around(hyper, value);
        double position = hyper_position(&around, value);
        assert_true(around.slider_max <= hyper->max);
        if (!(position > 0.5 && position < 0.95))
            fail_msg("%s.%s: a default of %g sits at %g", optimizer->id, hyper->id, value,
                     position);
    }
}

/* Also where a problem is so steep that the whole span lies below the usual slider. */
static void a_slider_around_a_default_has_it_inside(void **state)
{
    (void)state;
    for_every_hyper(check_around);
    const Hyper *lr = find_hyper("adam", "lr");
    Hyper tiny = hyper_around(lr, 5e-324); /* the smallest number there is */
    assert_true(hyper_position(&tiny, 5e-324) == 0.0 && hyper_position(&tiny, 1.0) == 1.0);
    Hyper beta2 = hyper_around(find_hyper("adam", "beta2"), 0.999);
    assert_true(beta2.slider_max == find_hyper("adam", "beta2")->slider_max);
}

static void check_walk(const char *optimizer, const char *id, double from, int direction,
                       TuneSize size, const double *expected, size_t count)
{
    const Hyper *hyper = find_hyper(optimizer, id);
    double value = from;
    for (size_t i = 0; i < count; i++) {
        value = hyper_tuned(hyper, value, direction, size);
        if (value != expected[i])
            fail_msg("%s.%s from %g: press %zu gives %.17g, not %.17g", optimizer, id, from, i + 1,
                     value, expected[i]);
    }
}

#define WALK(optimizer, id, from, direction, size, ...)                                            \
    check_walk(optimizer, id, from, direction, size, (const double[]){__VA_ARGS__},                \
               sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void keys_walk_tidy_ladders(void **state)
{
    (void)state;
    WALK("adam", "lr", 0.1, 1, TUNE_NORMAL, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2);
    WALK("adam", "lr", 0.1, -1, TUNE_NORMAL, 0.08, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02, 0.015);
    WALK("adam", "lr", 0.1, 1, TUNE_COARSE, 0.2, 0.5, 1, 2, 5, 10, 10);
    WALK("adam", "lr", 1e-5, -1, TUNE_COARSE, 5e-6, 2e-6, 1e-6, 1e-6);
    WALK("adam", "lr", 0.098, 1, TUNE_FINE, 0.099, 0.1, 0.11, 0.12);
    WALK("adam", "lr", 0.1, -1, TUNE_FINE, 0.099, 0.098);
    WALK("adam", "lr", 0.0375, 1, TUNE_NORMAL, 0.04);
    WALK("adam", "lr", 0.0375, -1, TUNE_NORMAL, 0.03);
    WALK("adam", "eps", 1e-8, 1, TUNE_COARSE, 2e-8, 5e-8, 1e-7);
    WALK("adam", "beta2", 0.999, 1, TUNE_NORMAL, 0.9992, 0.9994, 0.9995, 0.9996, 0.9997, 0.99975);
    WALK("adam", "beta2", 0.999, -1, TUNE_COARSE, 0.998, 0.995, 0.99, 0.98, 0.95, 0.9, 0.8, 0.5, 0);
    WALK("momentum", "momentum", 0.9, 1, TUNE_COARSE, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.999);
    WALK("momentum", "momentum", 0.0, 1, TUNE_NORMAL, 0.2, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85);
    WALK("adam", "beta1", 0.9, 1, TUNE_FINE, 0.91, 0.92, 0.93);
    WALK("adam", "beta1", 0.9, 1, TUNE_NORMAL, 0.95, 0.999, 0.999);
    WALK("adam", "beta1", 0.12, -1, TUNE_COARSE, 0.1, 0.0, 0.0);
    WALK("adam", "amsgrad", 0.0, 1, TUNE_NORMAL, 1, 1);
    WALK("momentum", "form", 0.0, 1, TUNE_FINE, 1, 2, 2);
    WALK("momentum", "form", 2.0, -1, TUNE_COARSE, 1, 0, 0);
}

/* Ones, fives, tens where steps are even; else the ladder's rungs, rounded away. */
static void keys_walk_whole_numbers(void **state)
{
    (void)state;
    WALK("asgd", "t0", 0.0, 1, TUNE_FINE, 1, 2, 3);
    WALK("asgd", "t0", 3.0, 1, TUNE_NORMAL, 5, 10, 15);
    WALK("asgd", "t0", 17.0, -1, TUNE_NORMAL, 15, 10, 5, 0, 0);
    WALK("asgd", "t0", 17.0, 1, TUNE_COARSE, 20, 30);
    WALK("asgd", "t0", 197.0, 1, TUNE_NORMAL, 200, 200);
    WALK("asgd", "t0", 1e6, 1, TUNE_NORMAL, 1e6);
    WALK("asgd", "t0", 1e6, -1, TUNE_FINE, 999999, 999998);
    WALK("sgd", "period", 50.0, 1, TUNE_NORMAL, 60, 80, 100, 120);
    WALK("sgd", "period", 12.0, -1, TUNE_NORMAL, 10, 8, 6, 5, 4, 3, 2, 1, 1);
    WALK("sgd", "period", 1.0, 1, TUNE_NORMAL, 2, 3, 4, 5, 6, 8, 10, 12);
    WALK("sgd", "period", 8.0, 1, TUNE_FINE, 9, 10, 11);
    WALK("sgd", "period", 8.0, -1, TUNE_FINE, 7, 6);
    WALK("sgd", "period", 1.0, 1, TUNE_COARSE, 2, 5, 10, 20, 50);
}

static void whole_numbers_sit_where_their_scale_says(void **state)
{
    (void)state;
    const Hyper *t0 = find_hyper("asgd", "t0");        /* 0 to 200 */
    const Hyper *period = find_hyper("sgd", "period"); /* 1 to 10000 */
    assert_true(hyper_at(t0, 0.5) == 100.0 && hyper_position(t0, 50.0) == 0.25);
    assert_true(hyper_at(t0, 0.5012) == 100.0 && hyper_at(t0, 0.5038) == 101.0);
    assert_true(hyper_at(period, 0.5) == 100.0 && hyper_at(period, 0.25) == 10.0);
    assert_true(hyper_position(t0, 1e6) == 1.0);
    assert_true(hyper_is_number(t0));
    assert_true(hyper_default(period, 0.1, 0.1) == 50.0);
}

static void whole_numbers_read_and_print_as_such(void **state)
{
    (void)state;
    static const struct {
        const char *text, *printed;
        double value;
    } good[] = {{"0", "0", 0},         {"7", "7", 7},
                {"1e3", "1000", 1000}, {"1000000.0", "1000000", 1e6},
                {"+5", "5", 5},        {"2.5e1", "25", 25}};
    const Hyper *t0 = find_hyper("asgd", "t0");
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value = (double)NAN;
        Err err = {0};
        StrBuf text = {0};
        if (!hyper_read(t0, good[i].text, strlen(good[i].text), &value, &err))
            fail_msg("'%s': %s", good[i].text, err.text);
        assert_true(value == good[i].value);
        hyper_print(t0, value, &text);
        assert_string_equal(strbuf_text(&text), good[i].printed);
        strbuf_deinit(&text);
    }
    static const char *const bad[] = {"2.5", "-1", "1e10", "nan", "inf", "", "x", "1e-3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 3.0;
        Err err = {0};
        assert_false(hyper_read(t0, bad[i], strlen(bad[i]), &value, &err));
        assert_true(value == 3.0);
        assert_non_null(strstr(err.text, "expected a whole number from 0 to "));
    }
}

static void values_outside_the_slider_may_stay_and_come_back(void **state)
{
    (void)state;
    WALK("adam", "lr", 50.0, 1, TUNE_NORMAL, 50);
    WALK("adam", "lr", 50.0, -1, TUNE_NORMAL, 40, 30, 25, 20);
    WALK("adam", "lr", 0.0, 1, TUNE_NORMAL, 1e-6);
    WALK("adam", "lr", 0.0, -1, TUNE_NORMAL, 0);
    WALK("momentum", "momentum", 1.0, -1, TUNE_NORMAL, 0.999);
    WALK("momentum", "momentum", 1.0, 1, TUNE_NORMAL, 1);
}

static void check_keys_reach_both_ends(const Optimizer *optimizer, const Hyper *hyper)
{
    for (TuneSize size = TUNE_FINE; size <= TUNE_COARSE; size++)
        for (int direction = -1; direction <= 1; direction += 2) {
            /* 0, where a log slider cannot begin, is left at its lower end. */
            double value = fmax(hyper_default(hyper, 0.1, 0.1), hyper->slider_min);
            double end = direction > 0 ? hyper->slider_max : hyper->slider_min;
            int presses = 0;
            while (value != end && presses < 2000) {
                double next = hyper_tuned(hyper, value, direction, size);
                if (!(direction > 0 ? next > value : next < value))
                    fail_msg("%s.%s: key %d leaves %.17g at %.17g", optimizer->id, hyper->id,
                             direction, value, next);
                value = next;
                presses++;
            }
            if (value != end)
                fail_msg("%s.%s: %.17g after %d keys, not %.17g", optimizer->id, hyper->id, value,
                         presses, end);
        }
}

static void keys_reach_both_ends_of_every_slider(void **state)
{
    (void)state;
    for_every_hyper(check_keys_reach_both_ends);
}

/* Within a factor of two of the rates the demos were tuned with by hand, on the bounded saddle and
 * on the bowl. */
static void default_rates_make_good_demos(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        double saddle, bowl;
    } rates[] = {{"sgd", 0.1, 0.0375},  {"momentum", 0.05, 0.012}, {"nesterov", 0.05, 0.012},
                 {"adagrad", 0.9, 0.9}, {"rmsprop", 0.05, 0.12},   {"adam", 0.1, 0.3}};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        const Hyper *lr = find_hyper(rates[i].id, "lr");
        double saddle = hyper_default(lr, 0.1, 0.1);
        double bowl = hyper_default(lr, 0.0375, 0.3);
        if (fabs(log2(saddle / rates[i].saddle)) > 1.0 || fabs(log2(bowl / rates[i].bowl)) > 1.0)
            fail_msg("%s: %g and %g, not about %g and %g", rates[i].id, saddle, bowl,
                     rates[i].saddle, rates[i].bowl);
        assert_true(significant_digits(saddle) <= 2);
    }
    assert_true(hyper_default(find_hyper("momentum", "lr"), 0.0375, 0.3) == 0.015);
    assert_true(hyper_default(find_hyper("sgd", "lr"), 0.0375, 0.3) == 0.038);
    assert_true(hyper_default(find_hyper("adam", "beta2"), 0.0375, 0.3) == 0.999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sliders_go_there_and_back),
        cmocka_unit_test(slider_axes_are_what_the_scale_says),
        cmocka_unit_test(a_slider_around_a_default_has_it_inside),
        cmocka_unit_test(keys_walk_tidy_ladders),
        cmocka_unit_test(keys_walk_whole_numbers),
        cmocka_unit_test(whole_numbers_sit_where_their_scale_says),
        cmocka_unit_test(whole_numbers_read_and_print_as_such),
        cmocka_unit_test(values_outside_the_slider_may_stay_and_come_back),
        cmocka_unit_test(keys_reach_both_ends_of_every_slider),
        cmocka_unit_test(default_rates_make_good_demos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
