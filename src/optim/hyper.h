/* hyper: a hyperparameter: what it is called, what it accepts, how its slider runs, and its values
 * as people type and turn them. Knows neither rules nor problems. */
#ifndef RAVINE_OPTIM_HYPER_H
#define RAVINE_OPTIM_HYPER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

typedef enum HyperKind {
    HYPER_REAL,
    HYPER_INTEGER, /* whole numbers: a count, a seed */
    HYPER_SWITCH,  /* 0 or 1 */
    HYPER_CHOICE   /* index into choices */
} HyperKind;

/* How a slider runs and how a key press changes the value. */
typedef enum HyperScale {
    HYPER_LINEAR,
    HYPER_LOG,      /* lr, eps: even steps of log10 v */
    HYPER_ONE_MINUS /* momenta: even steps of log10(1 - v), down to 1 - 10^-5 */
} HyperScale;

/* Where a learning rate's default comes from. The value in `fallback` multiplies it. */
typedef enum HyperFrom {
    HYPER_FIXED,     /* fallback is the default */
    HYPER_FROM_LR,   /* fallback x the problem's lr (rules whose step is lr x gradient) */
    HYPER_FROM_REACH /* fallback x the problem's reach (rules that normalise the gradient) */
} HyperFrom;

typedef struct Hyper {
    const char *id;     /* as in torch: "lr", "momentum", "beta1" */
    const char *symbol; /* math markup: "\\alpha", "\\rho" */
    const char *doc;    /* one line */
    HyperKind kind;
    HyperScale scale;
    HyperFrom from;
    double fallback;
    double min, max;               /* what is accepted, both included */
    double slider_min, slider_max; /* what the slider spans */
    const char *const *choices;    /* NULL-terminated, for HYPER_CHOICE */
    bool minor;                    /* not shown in the card until it differs from its default */
    bool radius;                   /* a distance: the rule looks no farther from w than this */
} Hyper;

/* A hyperparameter's default on a problem with these two scales, rounded to two digits. */
double hyper_default(const Hyper *hyper, double problem_lr, double problem_reach);

/* The hyperparameter with its slider spanning what matters around a default: a learning rate that
 * follows the problem, two decades below it to one above; others unchanged. */
Hyper hyper_around(const Hyper *hyper, double fallback);

/* Slider position in [0, 1] of a value, and back. position outside is clamped; the value of a
 * position is rounded to a tidy number (three significant digits on the scale's own axis). */
double hyper_position(const Hyper *hyper, double value);
double hyper_at(const Hyper *hyper, double position);

typedef enum TuneSize { TUNE_FINE, TUNE_NORMAL, TUNE_COARSE } TuneSize;

/* The next tidy value up (direction 1) or down (-1), inside [slider_min, slider_max] unless the
 * value is already outside: log scales walk 1, 1.1, 1.2 ... (fine), 1, 1.2, 1.5, 2, 2.5, 3, 4, 5,
 * 6, 8 (normal), 1, 2, 5 (coarse); ONE_MINUS walks 1 - v likewise; switches and choices step. */
double hyper_tuned(const Hyper *hyper, double value, int direction, TuneSize size);

/* Whether it is set on a slider: a real or a whole number. */
bool hyper_is_number(const Hyper *hyper);

/* As a person reads and types it: shortest text; switches "on"/"off"; choices by name. */
void hyper_print(const Hyper *hyper, double value, StrBuf *out);

/* Reads it, range checked. The message names the hyperparameter and what is accepted. */
bool hyper_read(const Hyper *hyper, const char *text, size_t len, double *value, Err *err);

#endif
