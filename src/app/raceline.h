/* raceline: a race as one line of text, and back.
 *
 * The line is the command that opens the race: "ravine 'x^2 + 50*y^2' -s -4,3 -o sgd -o
 * adam:lr=0.1". So it can be pasted into a terminal as well as into the window, and undo, the
 * clipboard and the command line share one syntax. Knows what races: problem, start, length,
 * optimizers; not the camera, the theme or the playhead. */
#ifndef RAVINE_APP_RACELINE_H
#define RAVINE_APP_RACELINE_H

#include <stdbool.h>

#include "app/app.h"
#include "app/reference.h"
#include "base/err.h"
#include "base/strbuf.h"

/* Appends the line, for this process. What follows the problem's defaults is left out. */
void raceline_print(const App *app, StrBuf *out);
/* The same, with files as they are named in that place. */
void raceline_print_for(const App *app, Reference place, StrBuf *out);

/* Appends which files the line reads from outside the working directory: nothing for none. Reads
 * nothing. False with one line in *err if it is no race, or reads standard input. */
bool raceline_outside(const char *line, StrBuf *out, Err *err);

/* Makes the app's race the one of the line; entrants that are as before keep their runs. False
 * with one line in *err, and nothing changed, if it is not understood. */
bool raceline_apply(App *app, const char *line, Err *err);

#endif
