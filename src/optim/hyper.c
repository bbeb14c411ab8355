#include "optim/hyper.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* ---- tidy decimals ---- */

/* A power of ten that is still a number. */
enum { DECIMAL_MAX = 300 };

/* digits x 10^exponent, correctly rounded while both powers are exact doubles (|exponent| <= 22),
 * so that it is the very double that its short text reads as. */
static double decimal(double digits, int exponent)
{
    double power = 1.0;
    for (; exponent < -DECIMAL_MAX; exponent++)
        digits /= 10.0;
    for (int i = exponent < 0 ? -exponent : exponent; i > 0; i--)
        power *= 10.0;
    return exponent < 0 ? digits / power : digits * power;
}

/* Power of ten of the leading digit; value > 0. */
static int magnitude(double value)
{
    int exponent = (int)floor(log10(value));
    if (decimal(1.0, exponent + 1) <= value)
        exponent++;
    if (decimal(1.0, exponent) > value)
        exponent--;
    return exponent;
}

static double tidy(double value, int digits)
{
    if (!(value > 0.0) || !isfinite(value))
        return value;
    int last = magnitude(value) - (digits - 1);
    if (abs(last) <= 22)
        return decimal(round(decimal(value, -last)), last);
    char text[40];
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    return strtod(text, NULL);
}

/* 1 - q for a tidy q, tidy too: 1 - 0.0015 as the double that "0.9985" reads as. */
static double one_minus(double q)
{
    if (q >= 1.0)
        return 0.0;
    int places = 2 - magnitude(q); /* q has at most three digits */
    return decimal(decimal(1.0, places) - round(decimal(q, places)), -places);
}

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* ---- defaults ---- */

double hyper_default(const Hyper *hyper, double problem_lr, double problem_reach)
{
    if (hyper->from == HYPER_FIXED)
        return hyper->fallback;
    double unit = hyper->from == HYPER_FROM_LR ? problem_lr : problem_reach;
    return clamp(tidy(hyper->fallback * unit, 2), hyper->min, hyper->max);
}

/* ---- sliders ---- */

/* The slider's own axis: even steps of this are even steps of the slider. */
static double axis_of(const Hyper *hyper, double value)
{
    switch (hyper->scale) {
    case HYPER_LOG:
        return log10(value);
    case HYPER_ONE_MINUS:
        return -log10(1.0 - value);
    case HYPER_LINEAR:
        break;
    }
    return value;
}

/* A default may be as small as numbers get; its slider still has decades to span. */
static const double SLIDER_DEFAULT_MIN = 1e-300;

Hyper hyper_around(const Hyper *hyper, double fallback)
{
    Hyper around = *hyper;
    if (hyper->from != HYPER_FIXED && fallback > 0) {
        double middle = fmax(fallback, SLIDER_DEFAULT_MIN);
        around.slider_min = middle / 100;
        around.slider_max = fmin(middle * 10, hyper->max);
    }
    return around;
}

double hyper_position(const Hyper *hyper, double value)
{
    double low = axis_of(hyper, hyper->slider_min);
    double high = axis_of(hyper, hyper->slider_max);
    double inside = clamp(value, hyper->slider_min, hyper->slider_max);
    return clamp((axis_of(hyper, inside) - low) / (high - low), 0.0, 1.0);
}

/* A thousandth of the range, as a power of ten: 0.001 for 0 to 1 and for 0 to 0.999. */
static int linear_exponent(const Hyper *hyper)
{
    return (int)ceil(log10(hyper->slider_max - hyper->slider_min) - 1e-9) - 3;
}

double hyper_at(const Hyper *hyper, double position)
{
    double low = axis_of(hyper, hyper->slider_min);
    double high = axis_of(hyper, hyper->slider_max);
    double axis = low + clamp(position, 0.0, 1.0) * (high - low);
    double value = axis;
    if (hyper->scale == HYPER_LOG) {
        value = tidy(pow(10.0, axis), 3);
    } else if (hyper->scale == HYPER_ONE_MINUS) {
        value = one_minus(tidy(pow(10.0, -axis), 3));
    } else {
        int last = linear_exponent(hyper);
        value = decimal(round(decimal(axis, -last)), last);
    }
    if (hyper->kind != HYPER_REAL)
        value = round(value);
    return clamp(value, hyper->slider_min, hyper->slider_max);
}

/* ---- key presses ---- */

/* Mantissas in tenths; fine takes every tenth. */
static const int normal_ladder[] = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80};
static const int coarse_ladder[] = {10, 20, 50};

static int ladder_length(TuneSize size)
{
    switch (size) {
    case TUNE_FINE:
        return 90;
    case TUNE_NORMAL:
        return (int)(sizeof normal_ladder / sizeof *normal_ladder);
    case TUNE_COARSE:
        break;
    }
    return (int)(sizeof coarse_ladder / sizeof *coarse_ladder);
}

static double ladder_rung(TuneSize size, int index, int exponent)
{
    int mantissa = size == TUNE_FINE     ? 10 + index
                   : size == TUNE_NORMAL ? normal_ladder[index]
                                         : coarse_ladder[index];
    return decimal(mantissa, exponent - 1);
}

/* The next rung above (direction 1) or below value > 0; a hair beside a rung counts as on it. */
static double ladder_next(double value, int direction, TuneSize size)
{
    int length = ladder_length(size);
    int exponent = magnitude(value);
    if (direction > 0) {
        for (int i = 0; i < 2 * length; i++) {
            double rung = ladder_rung(size, i % length, exponent + i / length);
            if (rung > value * (1.0 + 1e-9))
                return rung;
        }
        return value; /* not reached: the decade above has a rung */
    }
    for (int i = 2 * length - 1; i >= 0; i--) {
        double rung = ladder_rung(size, i % length, exponent - 1 + i / length);
        if (rung < value * (1.0 - 1e-9))
            return rung;
    }
    return value;
}

/* Multiples of 1 (fine), 5 or 10 hundredths of the range's power of ten. */
static double linear_next(const Hyper *hyper, double value, int direction, TuneSize size)
{
    int exponent = linear_exponent(hyper) + 1;
    double units = size == TUNE_FINE ? 1.0 : size == TUNE_NORMAL ? 5.0 : 10.0;
    double rungs = decimal(value, -exponent) / units;
    double next = direction > 0 ? floor(rungs + 1e-9) + 1.0 : ceil(rungs - 1e-9) - 1.0;
    return decimal(next * units, exponent);
}

/* Ones, fives and tens, or a rung of the ladder that is a whole number. */
static double integer_next(const Hyper *hyper, double value, int direction, TuneSize size)
{
    double units = size == TUNE_FINE ? 1.0 : size == TUNE_NORMAL ? 5.0 : 10.0;
    if (hyper->slider_max - hyper->slider_min <= 20.0)
        units = 1.0;
    double next = (direction > 0 ? floor(value / units) + 1.0 : ceil(value / units) - 1.0) * units;
    if (hyper->scale != HYPER_LOG)
        return next;
    double rung = value > 0.0 ? ladder_next(value, direction, size) : hyper->slider_min;
    return direction > 0 ? fmax(ceil(rung), value + 1.0) : fmin(floor(rung), value - 1.0);
}

static double stepped(const Hyper *hyper, double value, int direction, TuneSize size)
{
    if (hyper->kind == HYPER_INTEGER)
        return integer_next(hyper, value, direction, size);
    if (hyper->kind != HYPER_REAL)
        return value + direction;
    switch (hyper->scale) {
    case HYPER_LOG:
        if (value <= 0.0)
            return direction > 0 ? hyper->slider_min : value;
        return ladder_next(value, direction, size);
    case HYPER_ONE_MINUS:
        if (value >= 1.0)
            return direction > 0 ? value : hyper->slider_max;
        return one_minus(ladder_next(1.0 - value, -direction, size));
    case HYPER_LINEAR:
        break;
    }
    return linear_next(hyper, value, direction, size);
}

double hyper_tuned(const Hyper *hyper, double value, int direction, TuneSize size)
{
    assert(direction == 1 || direction == -1);
    double low = fmin(hyper->slider_min, value);
    double high = fmax(hyper->slider_max, value);
    return clamp(stepped(hyper, value, direction, size), low, high);
}

/* ---- text ---- */

bool hyper_is_number(const Hyper *hyper)
{
    return hyper->kind == HYPER_REAL || hyper->kind == HYPER_INTEGER;
}

void hyper_print(const Hyper *hyper, double value, StrBuf *out)
{
    if (hyper->kind == HYPER_SWITCH) {
        strbuf_put(out, value != 0.0 ? "on" : "off");
        return;
    }
    if (hyper->kind == HYPER_CHOICE) {
        strbuf_put(out, hyper->choices[(int)value]);
        return;
    }
    char text[32];
    text_shortest(value, text);
    strbuf_put(out, text);
}

static bool read_switch(const Hyper *hyper, const char *text, size_t len, double *value, Err *err)
{
    static const char *const words[2][3] = {{"0", "off", "false"}, {"1", "on", "true"}};
    for (int on = 0; on < 2; on++)
        for (int i = 0; i < 3; i++)
            if (strlen(words[on][i]) == len && strncmp(words[on][i], text, len) == 0) {
                *value = on;
                return true;
            }
    return err_set(err, "%s=%.*s: expected on or off (or 1, 0, true, false)", hyper->id, (int)len,
                   text);
}

static bool read_choice(const Hyper *hyper, const char *text, size_t len, double *value, Err *err)
{
    StrBuf names = {0};
    for (int i = 0; hyper->choices[i]; i++) {
        const char *name = hyper->choices[i];
        if (strlen(name) == len && strncmp(name, text, len) == 0) {
            strbuf_deinit(&names);
            *value = i;
            return true;
        }
        strbuf_printf(&names, "%s%s", i == 0 ? "" : hyper->choices[i + 1] ? ", " : " or ", name);
    }
    err_set(err, "%s=%.*s: expected %s", hyper->id, (int)len, text, strbuf_text(&names));
    strbuf_deinit(&names);
    return false;
}

bool hyper_read(const Hyper *hyper, const char *text, size_t len, double *value, Err *err)
{
    if (hyper->kind == HYPER_SWITCH)
        return read_switch(hyper, text, len, value, err);
    if (hyper->kind == HYPER_CHOICE)
        return read_choice(hyper, text, len, value, err);
    double read = 0.0;
    bool whole = hyper->kind == HYPER_INTEGER;
    if (text_number(text, len, &read) && read >= hyper->min && read <= hyper->max &&
        (!whole || read == floor(read))) {
        *value = read;
        return true;
    }
    char min[32];
    char max[32];
    text_shortest(hyper->min, min);
    text_shortest(hyper->max, max);
    return err_set(err, "%s=%.*s: expected a %s from %s to %s", hyper->id, (int)len, text,
                   whole ? "whole number" : "number", min, max);
}
