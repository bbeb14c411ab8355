/* history: the whole past of one run.
 *
 * A row per step holds the point, the value, the gradient and the count of gradient evaluations.
 * State slots are kept as checkpoints every HISTORY_STRIDE steps; the state at any other step is
 * found by replaying from the checkpoint before it, bit for bit (run_state does that). Rows live in
 * chunks, so that a long history neither moves nor doubles. */
#ifndef RAVINE_SIM_HISTORY_H
#define RAVINE_SIM_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "math/vec2.h"

enum { HISTORY_STRIDE = 256 };

/* The state after `step` updates; row 0 is the start. */
typedef struct HistoryRow {
    Vec2 w;
    double f;
    Vec2 g;
    long evaluations; /* of the gradient so far, by the optimizer itself */
} HistoryRow;

typedef struct History History;

/* state_size: doubles of optimizer state per checkpoint. */
History *history_create(size_t state_size);
void history_destroy(History *history);
void history_clear(History *history); /* keeps the memory */

long history_count(const History *history); /* rows, so the last step is count - 1 */
void history_push(History *history, const HistoryRow *row);
/* Borrowed until the next push or clear. step must be below count. */
const HistoryRow *history_row(const History *history, long step);

/* Checkpoints belong to steps that are multiples of HISTORY_STRIDE. */
void history_push_checkpoint(History *history, const double *state);
/* The latest checkpoint at or before step; *at is its step. */
const double *history_checkpoint(const History *history, long step, long *at);

#endif
