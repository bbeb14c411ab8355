/* walk: one optimizer on its way, update by update. Where it is, what it remembers, what it has
 * asked for; no past. A run walks forward once; any part of its past is walked again from a
 * checkpoint, bit for bit. */
#ifndef RAVINE_SIM_WALK_H
#define RAVINE_SIM_WALK_H

#include "optim/optimizer_spec.h"
#include "problem/problem.h"
#include "sim/history.h"

enum { RUN_PARAMS = 2 }; /* n of every run */

/* Places where one update asked for the loss or its gradient on its own account: a look-ahead
 * point, the probes of a line search, the corners of a simplex. In the order of asking. */
enum { PROBES_MAX = 64 };
typedef struct Probes {
    Vec2 at[PROBES_MAX];
    size_t count;
} Probes;

typedef struct Walk {
    const Problem *problem;    /* borrowed, as the next two are */
    const OptimizerSpec *spec; /* every hyperparameter set */
    double *state;             /* optimizer_state_size(optimizer, RUN_PARAMS) doubles */
    bool varies;               /* hyperparameters differ from update to update */
    long t;                    /* updates done */
    HistoryRow row;            /* after them */
    Vec2 asked;                /* where the last gradient was asked for; nan if nowhere */
} Walk;

/* At the start, with the state that the rule begins with. */
void walk_start(Walk *walk, const Problem *problem, const OptimizerSpec *spec, Vec2 start,
                double *state);

/* Back at a checkpoint of a walk with the same problem and spec; the state is the caller's to
 * restore. */
void walk_resume(Walk *walk, const HistoryCheckpoint *checkpoint);

/* One update; into: where the places go that it asks for, NULL if nobody wants them. */
void walk_step(Walk *walk, Probes *into);

/* What walk_resume needs to come back here. */
HistoryCheckpoint walk_checkpoint(const Walk *walk);

#endif
