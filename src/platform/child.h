/* child: another program at work for this one: started, watched, ended. What it says on standard
 * error is kept. It dies with this process, and no signal from the terminal reaches it. */
#ifndef RAVINE_PLATFORM_CHILD_H
#define RAVINE_PLATFORM_CHILD_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/strbuf.h"

typedef struct Child {
    pid_t pid;
    int place;  /* in platform/ending's list */
    FILE *said; /* its standard error */
} Child;

/* words: the program's name, looked up in PATH, its arguments, NULL. in, out: file descriptors that
 * become its standard input and output; -1: empty, or to nowhere. 0, or an errno with nothing to be
 * finished; ENOENT: there is no such program. */
int child_start(Child *child, const char *const *words, int in, int out);

/* From any thread until child_finish. */
void child_signal(Child *child, int signal);
/* Seconds of processor time that it has had; negative if the system does not say. */
double child_work(const Child *child);

/* Waits until it has ended. Its number stays its own until child_finish. */
void child_wait(Child *child);
/* Waits for its end and lets go of it. True if that was a good one. Appends to `reason` the first
 * line that it said, or what ended it, if there is anything to say. */
bool child_finish(Child *child, StrBuf *reason);

/* A pipe whose ends no other child gets. 0 or an errno. */
int child_pipe(int ends[2]);

#endif
