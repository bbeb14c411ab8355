#include "optim/schedule.h"

#include <math.h>

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
    [SCHEDULE_WARMUP] = {.id = "warmup",
                         .symbol = "T_{w}",
                         .doc = "updates during which the learning rate rises from 0",
                         .kind = HYPER_INTEGER,
                         .max = 1e6,
                         .slider_max = 200,
                         .minor = true},
    [SCHEDULE_PERIOD] = {.id = "period",
                         .symbol = "T",
                         .doc = "the schedule's own time, in updates",
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
    double done = (double)(t - 1);
    double warmup = hyper[SCHEDULE_WARMUP];
    if (done < warmup)
        return (done + 1.0) / warmup;
    double periods = (done - warmup) / hyper[SCHEDULE_PERIOD];
    double left = fmax(1.0 - periods, 0.0);
    double final = hyper[SCHEDULE_FINAL];
    switch ((Kind)hyper[SCHEDULE_KIND]) {
    case STEP:
        return pow(hyper[SCHEDULE_GAMMA], floor(periods));
    case EXPONENTIAL:
        return pow(hyper[SCHEDULE_GAMMA], periods);
    case COSINE:
        return final + (1.0 - final) * (1.0 - cos(pi * left)) / 2.0;
    case LINEAR:
        return final + (1.0 - final) * left;
    case INVERSE_SQRT:
        return 1.0 / sqrt(1.0 + periods);
    case CONSTANT:
        break;
    }
    return 1.0;
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

const char *schedule_rule(const double *hyper)
{
    static const char *const rules[] = {
        [CONSTANT] = NULL,
        [STEP] = "\\alpha \\leftarrow \\gamma \\alpha \\text{  every } T \\text{ steps}",
        [EXPONENTIAL] = "\\alpha_{t} = \\alpha \\gamma^{t / T}",
        [COSINE] = "\\alpha_{t} = \\alpha (\\varphi + (1 - \\varphi) (1 + \\cos(\\pi t / T)) / 2)",
        [LINEAR] = "\\alpha_{t} = \\alpha (1 + (\\varphi - 1) t / T)",
        [INVERSE_SQRT] = "\\alpha_{t} = \\alpha / \\sqrt{1 + t / T}",
    };
    const char *rule = rules[(int)hyper[SCHEDULE_KIND]];
    if (rule == NULL && hyper[SCHEDULE_WARMUP] > 0.0)
        return "\\alpha_{t} = \\alpha \\min(1, t / T_{w})";
    return rule;
}
