/* progress: one line at a terminal that says how far a long job is.
 *
 * Reads the clock. Says nothing of what is done soon but its end, rewrites its line a few times a
 * second and takes it away at the end. */
#ifndef RAVINE_PROGRESS_H
#define RAVINE_PROGRESS_H

#include <stdio.h>

typedef struct Progress {
    FILE *out; /* NULL: nobody looks */
    double begun, said;
} Progress;

Progress progress_begin(FILE *out);

/* share: of the whole job, from 0 to 1. words: what of it is done, "frame 3 of 20". */
void progress_say(Progress *progress, double share, const char *words);

/* The line is gone. */
void progress_end(Progress *progress);

#endif
