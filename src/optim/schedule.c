#include "optim/schedule.h"

#include <math.h>

#include "optim/kernel.h"

typedef enum Kind { CONSTANT, STEP, EXPONENTIAL, COSINE, LINEAR, INVERSE_SQRT } Kind;

static const char *const kinds[] = {"constant", "step",         "exponential", "cosine",
                                    "linear",   "inverse_sqrt", NULL};

const Hyper schedule_hypers[SCHEDULE_HYPERS] = {
    [SCHEDULE_KIND] = {.id = "schedule",
                       .symbol = "\\alpha_{t}",
                       .doc = "how the learning rate changes from update to update",
                       .kind = HYPER_CHOICE,
                       .max = INVERSE_SQRT,
                       .slider_max = INVERSE_SQRT,
                       .choices = kinds,
                       .minor = true},
    [SCHEDULE_WARMUP] =
        {.id = "warmup",
         .symbol = "T_{w}",
         .doc = "updates over which the learning rate rises to its value, in equal steps",
         .kind = HYPER_INTEGER,
         .max = 1e6,
         .slider_max = 200,
         .minor = true},
    [SCHEDULE_PERIOD] = {.id = "period",
                         .symbol = "T",
                         .doc = "time of the schedule, in updates s since the first or the warm-up",
                         .kind = HYPER_INTEGER,
                         .scale = HYPER_LOG,
                         .fallback = 50,
                         .min = 1,
                         .max = 1e6,
                         .slider_min = 1,
                         .slider_max = 10000,
                         .minor = true},
    [SCHEDULE_GAMMA] = {.id = "gamma",
                        .symbol = "\\gamma",
                        .doc = "factor per period, of schedules step and exponential",
                        .kind = HYPER_REAL,
                        .fallback = 0.5,
                        .max = 1,
                        .slider_max = 1,
                        .minor = true},
    [SCHEDULE_FINAL] = {.id = "final",
                        .symbol = "\\varphi",
                        .doc = "factor at the end of schedules cosine and linear",
                        .kind = HYPER_REAL,
                        .max = 1,
                        .slider_max = 1,
                        .minor = true},
};

double schedule_factor(const double *hyper, long t)
{
    const double pi = 3.14159265358979323846;
    double warmup = hyper[SCHEDULE_WARMUP];
    double rising = fmin(1.0, (double)t / fmax(1.0, warmup));
    double since = fmax(0.0, (double)t - fmax(1.0, warmup));
    double periods = since / hyper[SCHEDULE_PERIOD];
    double left = fmax(1.0 - periods, 0.0);
    double final = hyper[SCHEDULE_FINAL];
    switch ((Kind)hyper[SCHEDULE_KIND]) {
    case STEP:
        return rising * flush_denormal(pow(hyper[SCHEDULE_GAMMA], floor(periods)));
    case EXPONENTIAL:
        return rising * flush_denormal(pow(hyper[SCHEDULE_GAMMA], periods));
    case COSINE:
        return rising * (final + (1.0 - final) * (1.0 - cos(pi * left)) / 2.0);
    case LINEAR:
        return rising * (final + (1.0 - final) * left);
    case INVERSE_SQRT:
        return rising / sqrt(1.0 + periods);
    case CONSTANT:
        break;
    }
    return rising;
}

bool schedule_uses(const double *hyper, size_t index)
{
    const Kind kind = (Kind)hyper[SCHEDULE_KIND];
    switch (index) {
    case SCHEDULE_PERIOD:
        return kind != CONSTANT;
    case SCHEDULE_GAMMA:
        return kind == STEP || kind == EXPONENTIAL;
    case SCHEDULE_FINAL:
        return kind == COSINE || kind == LINEAR;
    default:
        return true;
    }
}
/* Without and with a warm-up. */
#define RULE(shape)                                                                                \
    {                                                                                              \
        "\\alpha_{t} = \\alpha " shape, "\\alpha_{t} = \\alpha \\min(1, t / T_{w}) " shape         \
    }

const char *schedule_rule(const double *hyper)
{
    static const char *const rules[][2] = {
        [CONSTANT] = {NULL, "\\alpha_{t} = \\alpha \\min(1, t / T_{w})"},
        [STEP] = RULE("\\gamma^{\\lfloor s / T \\rfloor}"),
        [EXPONENTIAL] = RULE("\\gamma^{s / T}"),
        [COSINE] = RULE("(\\varphi + (1 - \\varphi) \\cos^{2}(\\pi s / 2 T))"),
        [LINEAR] = RULE("(1 - (1 - \\varphi) s / T)"),
        [INVERSE_SQRT] = RULE("/ \\sqrt{1 + s / T}"),
    };
    static const char *const to_zero[][2] = {
        [COSINE] = RULE("\\cos^{2}(\\pi s / 2 T)"),
        [LINEAR] = RULE("(1 - s / T)"),
    };
    const int kind = (int)hyper[SCHEDULE_KIND], rising = hyper[SCHEDULE_WARMUP] > 1.0;
    if (schedule_uses(hyper, SCHEDULE_FINAL) && hyper[SCHEDULE_FINAL] == 0.0)
        return to_zero[kind][rising];
    return rules[kind][rising];
}
