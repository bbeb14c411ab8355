/* ending: how the process ends when nobody asked it to in the window: a signal, a crash, memory or
 * a display that is gone. What is not complete goes with it: files that are still growing are
 * removed, programs that work for us are ended.
 *
 * The one module that holds state of its own: a signal's handler is given none, and there is one
 * process. Everything here is safe to call from any thread. */
#ifndef RAVINE_PLATFORM_ENDING_H
#define RAVINE_PLATFORM_ENDING_H

#include <stdbool.h>
#include <sys/types.h>

/* From now on the first SIGINT, SIGTERM, SIGHUP, SIGQUIT or SIGXCPU ends the process at once: one
 * line on standard error, status 128 + number. One that was ignored before (nohup) stays ignored.
 * Call first in main. */
void ending_begin(void);

/* Names a file that must not outlive the process, until it is dropped. `claim`: only while it is
 * empty. Returns what to drop; 0, which is fine to drop, if there is no place left. */
typedef enum EndingFile { ENDING_FILE, ENDING_CLAIM } EndingFile;
int ending_add_file(const char *path, EndingFile kind);
void ending_drop_file(int file);

/* The same for a child process, which is killed. */
int ending_add_child(pid_t child);
void ending_drop_child(int child);

/* From now on the first signal calls wake(self), from a thread of its own, instead of ending the
 * process; the second one does end it. False if that cannot be had: the first one ends it. */
bool ending_watch(void (*wake)(void *self), void *self);
/* Nobody is to be woken any more. A signal from now on ends the process. */
void ending_unwatch(void);
/* The signal that came while the process was watching; 0: none. */
int ending_signal(void);
/* What to say of it: "terminated (SIGTERM)". */
const char *ending_words(int signal);

/* What is still to be saved if the display goes away; NULL: nothing. Calls of ending_lost from then
 * on call it first. It must not touch the display. */
void ending_rescue(void (*rescue)(void *self), void *self);
/* Ends the process, status 1, with this line: there is no display any more. */
_Noreturn void ending_lost(const char *line);

#endif
