/* tuning: a hand on a hyperparameter. Selecting, nudging, setting and resetting values, and the
 * ghosts of how paths ran before. */
#ifndef RAVINE_APP_TUNING_H
#define RAVINE_APP_TUNING_H

#include <stdbool.h>
#include <stddef.h>

#include "optim/hyper.h"

typedef struct App App;

/* The hand is on something else: what it does next is another gesture, and the ghost fades. */
void tuning_let_go(App *app);

/* Moves the selection among the rows that are shown. */
void tuning_select(App *app, int direction);

/* The selected hyperparameter up or down the ladder of tidy values. While its key is held, the
 * value runs in fine steps, faster and faster, at a pace that does not depend on the keyboard's. */
void tuning_nudge(App *app, int direction, TuneSize size);

/* A hyperparameter of the selected optimizer to where its slider was put, in [0, 1]. */
void tuning_slide(App *app, size_t hyper, double position);

/* To a value that it accepts. */
void tuning_set(App *app, size_t hyper, double value);

/* A switch or a choice to its next value, round and round. */
void tuning_cycle(App *app, size_t hyper);

/* Back to its default. */
void tuning_reset(App *app, size_t hyper);

/* Lets ghosts stay or fade; dt in seconds. True while something fades. */
bool tuning_advance(App *app, double dt);

/* Keeps the paths as they are to compare with, until it is called again. */
void tuning_pin(App *app);

/* Drops all ghosts at once (another problem, say). */
void tuning_forget(App *app);

#endif
