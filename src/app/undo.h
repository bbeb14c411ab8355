/* undo: every race there was, as lines of text, with a mark at the one on show.
 *
 * Nobody reports changes: whenever the race rests and differs from the line at the mark, the new
 * line goes behind it. So everything that changes the race can be undone, and what belongs to one
 * gesture (a drag, a burst of keys) is one step. */
#ifndef RAVINE_APP_UNDO_H
#define RAVINE_APP_UNDO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct App App;

enum { UNDO_MAX = 1000 }; /* steps; older ones are forgotten */

/* A zeroed one is empty. */
typedef struct Undo {
    char **lines;
    size_t count, cap;
    size_t at;         /* the line of the race on show */
    uint64_t revision; /* of the race when that line was written */
} Undo;

void undo_deinit(Undo *undo);

/* Once a frame. */
void undo_watch(App *app);

/* By one step: -1 back, 1 forth. False if there is none. */
bool undo_go(App *app, int direction);

#endif
