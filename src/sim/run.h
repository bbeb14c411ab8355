/* run: one optimizer with its hyperparameters on one problem from one start, and its history.
 *
 * Computes forward in slices, never blocks, never reads a clock. Says how it ended. Reading the
 * past of a long run changes a cache, so one thread at a time may do it. Knows nothing of other
 * runs. */
#ifndef RAVINE_SIM_RUN_H
#define RAVINE_SIM_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "optim/optimizer_spec.h"
#include "problem/problem.h"
#include "sim/history.h"
#include "sim/runstate.h"
#include "sim/walk.h"

/* When a run ends before its budget. */
typedef enum RunEnd {
    RUN_END_NONFINITE, /* only when x, y or f is no number any more (what trace wants) */
    RUN_END_FAR        /* also when it is 10 domain widths away (what a picture wants) */
} RunEnd;

/* What a budget counts. */
typedef enum RunUnit {
    RUN_STEPS,       /* updates */
    RUN_EVALUATIONS, /* of the gradient, as HistoryRow counts them: the same cost for every rule */
    RUN_UNITS
} RunUnit;

typedef struct RunLimits {
    long budget; /* of units; never more updates than this either. The update that spends the last
                    evaluation may spend some more: run_step_within tells */
    RunUnit unit;
    double tolerance; /* on the gradient's norm, for RUN_CONVERGED; 1e-3 in the window */
    RunEnd end;
} RunLimits;

typedef struct Run Run;

/* problem is borrowed and must outlive the run; spec is copied, with every hyperparameter set. */
Run *run_create(const Problem *problem, const OptimizerSpec *spec, Vec2 start, RunLimits limits);
void run_destroy(Run *run);

/* Starts over with other values; keeps memory. */
void run_restart(Run *run, const OptimizerSpec *spec, Vec2 start, RunLimits limits);

/* Computes at most `steps` more updates; returns how many it did. 0 once the run has ended. */
long run_advance(Run *run, long steps);

bool run_ended(const Run *run);
long run_last_step(const Run *run); /* of what is computed so far */
/* Any of them: what the history keeps no more is computed again, a stride at a time. Borrowed until
 * the run goes on, or a few more rows of a long run were asked for. */
const HistoryRow *run_row(const Run *run, long step);
/* The last step that was reached within so many evaluations. hint: any step; quick if it is a
 * little before the answer. */
long run_step_within(const Run *run, long evaluations, long hint);
/* Rows of a long run that the memory is there for; see history.h. */
void run_keep(Run *run, long rows);
long run_kept(const Run *run);
/* The way from step HISTORY_KEPT_LEAST on; see history.h. */
const Trail *run_trail(const Run *run);
RunStatus run_status(const Run *run, long step);
const OptimizerSpec *run_spec(const Run *run);
const Problem *run_problem(const Run *run);

/* The optimizer's slots after `step` updates, optimizer_state_size(optimizer, RUN_PARAMS) doubles.
 * Walks there from the checkpoint before. */
void run_state(const Run *run, long step, double *state);

/* The same after the last step computed so far, at no cost. Borrowed until the run goes on. */
const double *run_last_state(const Run *run);

/* Where the update that led to `step` has looked; none at step 0. Walks like run_state. */
void run_probes(const Run *run, long step, Probes *probes);

#endif
