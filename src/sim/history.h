/* history: the past of one run, as far as it is kept.
 *
 * A row per step holds the point, the value, the gradient and the count of evaluations: the first
 * HISTORY_KEPT of them stay, or fewer where there are many histories, of later ones the newest
 * HISTORY_RECENT. Every HISTORY_STRIDE steps a checkpoint and the optimizer's state are kept, from
 * where a run can walk any part of its past again. Beyond the first rows a trail of extremes shows
 * the way at a glance. So memory is bounded but for the checkpoints (a byte or so per step). Rows
 * live in chunks that never move. */
#ifndef RAVINE_SIM_HISTORY_H
#define RAVINE_SIM_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "math/vec2.h"

enum {
    HISTORY_STRIDE = 256,
    HISTORY_KEPT = 65536,
    HISTORY_KEPT_LEAST = 8192,
    HISTORY_RECENT = 2048
};

/* The state after `step` updates; row 0 is the start. */
typedef struct HistoryRow {
    Vec2 w;
    double f;
    Vec2 g;
    long evaluations; /* of the gradient so far, by the optimizer itself */
} HistoryRow;

/* What it takes, beside the optimizer's state, to go on from update t. */
typedef struct HistoryCheckpoint {
    long t;
    Vec2 w, asked; /* asked: where the last gradient was asked for */
    long evaluations;
} HistoryCheckpoint;

/* A step that reached farthest to one side among its neighbours. */
typedef struct TrailPoint {
    long step;
    Vec2 w;
} TrailPoint;

/* Steps from HISTORY_KEPT_LEAST on, in groups of `every` steps; of each group at most four points,
 * those farthest to each side. As it fills up, two groups become one. */
typedef struct Trail {
    TrailPoint *points; /* of complete groups; ascending steps */
    size_t count, cap, most;
    long every;
    TrailPoint open[4]; /* of the group that goes on: least x, most x, least y, most y */
    bool is_open;
} Trail;

typedef struct History History;

/* state_size: doubles of optimizer state per checkpoint. */
History *history_create(size_t state_size);
void history_destroy(History *history);
void history_clear(History *history); /* keeps the memory */

/* From now on no more than the first `rows` stay, whole thousands of them and HISTORY_KEPT_LEAST at
 * least, and the trail has fewer points and checkpoints are farther apart likewise; gives memory
 * back. Until it is cleared. */
void history_keep(History *history, long rows);
long history_kept(const History *history);

long history_count(const History *history); /* rows so far, so the last step is count - 1 */
void history_push(History *history, const HistoryRow *row);
/* NULL if it is kept no more. Borrowed until the next push or clear. step must be below count. */
const HistoryRow *history_row(const History *history, long step);

/* Checkpoints belong to steps that are multiples of HISTORY_STRIDE, in order from 0. Where few
 * first rows stay, of a long run's checkpoints every second one does, or fourth ... */
void history_push_checkpoint(History *history, const HistoryCheckpoint *checkpoint,
                             const double *state);
/* The latest checkpoint at or before step, and the state there. */
const HistoryCheckpoint *history_checkpoint(const History *history, long step,
                                            const double **state);

const Trail *history_trail(const History *history);

#endif
