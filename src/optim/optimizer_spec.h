/* optimizer_spec: an entrant's text, "adam:lr=0.1,beta1=0.8": an optimizer what was said of its
 * hyperparameters, also of values that change on the way, and how it is shown. Read, written,
 * compared, and asked what a hyperparameter is at any update. */
#ifndef RAVINE_OPTIM_OPTIMIZER_SPEC_H
#define RAVINE_OPTIM_OPTIMIZER_SPEC_H

#include "optim/optimizer.h"

/* From update step + 1 on a hyperparameter has another value, written "lr@40=0.01": the past stays,
 * the future bends. */
typedef struct HyperChange {
    long step; /* 1 or more */
    size_t hyper;
    double value;
} HyperChange;

enum { OPTIMIZER_LABEL_MAX = 160, OPTIMIZER_CHANGES_MAX = 32, OPTIMIZER_STEP_MAX = 1000000000 };

/* One entrant of a race, written "adam:lr=0.1,beta1=0.8" on the command line. */
typedef struct OptimizerSpec {
    const Optimizer *optimizer;
    char label[OPTIMIZER_LABEL_MAX]; /* the text or its beginning, unless label=... was given */
    bool hidden;                     /* visible=off: it races, and is not shown */
    double hyper[OPTIMIZER_HYPERS_MAX];
    bool given[OPTIMIZER_HYPERS_MAX];           /* named in the text; the others hold NaN until
                                                   optimizer_spec_defaults */
    HyperChange changes[OPTIMIZER_CHANGES_MAX]; /* by step, then hyper; at most one of both */
    size_t change_count;
} OptimizerSpec;

bool optimizer_spec_parse(OptimizerSpec *spec, const char *text, Err *err);

/* The shortest text that parses to the same spec: what was given, the label if it was, and whether
 * it is hidden. */
void optimizer_spec_print(const OptimizerSpec *spec, StrBuf *out);

/* Whether the label was given, rather than being the text. */
bool optimizer_spec_labelled(const OptimizerSpec *spec);

/* Fills in what was not given. */
void optimizer_spec_defaults(OptimizerSpec *spec, double problem_lr, double problem_reach);

/* Adds a change, or another value to one there is. False if there are too many. */
bool optimizer_spec_change(OptimizerSpec *spec, HyperChange change);
/* The same for good: from `change.step` on nothing else happens to that hyperparameter. */
bool optimizer_spec_change_on(OptimizerSpec *spec, HyperChange change);

/* A hyperparameter as it is set after `step` updates, whatever the schedule. */
double optimizer_spec_value(const OptimizerSpec *spec, size_t hyper, long step);

/* The steps at which something changes, rising, each once; returns how many. */
size_t optimizer_spec_forks(const OptimizerSpec *spec, long steps[OPTIMIZER_CHANGES_MAX]);

/* Whether hyperparameters differ from update to update, by changes or by schedule. */
bool optimizer_spec_varies(const OptimizerSpec *spec);
/* All of them as update t (1 for the first) sees them, lr times the schedule's factor. hyper has
 * OPTIMIZER_HYPERS_MAX places. */
void optimizer_spec_at(const OptimizerSpec *spec, long t, double *hyper);

/* Whether two specs make the same runs. */
bool optimizer_spec_same(const OptimizerSpec *a, const OptimizerSpec *b);

#endif
