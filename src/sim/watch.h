/* watch: tells from a run's rows, as they come, what state the run is in.
 *
 * Keeps a list of the changes of state, so that the state at any step is one search away and never
 * recomputed. Where the history keeps all rows, at the beginning and at the end, it is exact;
 * between them changes are merged where there are thousands, to the states that lasted longer. What
 * it says about a step depends only on the rows up to that step. Looks at the Hessian only where
 * the gradient is small, near a saddle, and at every fifth step in passing. */
#ifndef RAVINE_SIM_WATCH_H
#define RAVINE_SIM_WATCH_H

#include <stdbool.h>

#include "problem/problem.h"
#include "sim/history.h"
#include "sim/runstate.h"

enum {
    WATCH_SADDLE_STEPS = 5, /* so many steps in a row near a saddle are lingering */
    WATCH_STILL_STEPS = 50, /* window of steps for stalling */
    WATCH_CHANGES = 4096    /* so many more, and those where rows are kept no more are merged */
};

/* From step `step` until the next change the run's status is this one. */
typedef struct WatchChange {
    long step;
    RunStatus status;
} WatchChange;

typedef struct Watch {
    const Problem *problem;
    const History *history;
    Box2 near_box;      /* outside it is far: the domain and ten of its widths around it */
    double tolerance;   /* on |g| */
    double diagonal;    /* of the view */
    long saddle_since;  /* start of the streak near a saddle, -1 if there is none */
    long minimum_since; /* of small gradients where the Hessian is not negative */
    long plateau_since; /* of small gradients without curvature */
    long still_since;   /* of hardly moving */
    double moved;       /* path length of the last WATCH_STILL_STEPS steps */
    double length[WATCH_STILL_STEPS]; /* of each of them, in a ring */
    int slot;                         /* the oldest */
    Vec2 last;                        /* the row before */
    Vec2 hessian_at;                  /* where `hessian` was computed; nan if nowhere yet */
    Sym2 hessian;
    WatchChange *changes;
    size_t change_count, change_cap, thin_at;
} Watch;

/* A zeroed Watch may be started. problem and history are borrowed. */
void watch_start(Watch *watch, const Problem *problem, const History *history, double tolerance);
void watch_deinit(Watch *watch);

/* Takes note of the history's newest row, whose step is given; every row once, in order. */
void watch_row(Watch *watch, const HistoryRow *row, long step);

/* True if the newest row is non-finite or far from the domain. */
bool watch_diverged(const Watch *watch);

RunStatus watch_status(const Watch *watch, long step);

#endif
