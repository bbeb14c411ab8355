/* stage: brings app, renderer and window together, a frame at a time. Reads the clock and names
 * files, which the floors below must not; whoever calls it does the waiting. */
#ifndef RAVINE_STAGE_H
#define RAVINE_STAGE_H

#include "app/app.h"
#include "app/options.h"
#include "app/session.h"
#include "base/err.h"
#include "platform/window.h"

typedef struct Stage Stage;

/* A window as large as options or else the session say. What it shows is written to the file `path`
 * now and then and at the end; NULL: nowhere. app, session and path are borrowed. NULL with one
 * line in err if the window cannot be had: no display, no OpenGL, no fonts. */
Stage *stage_open(App *app, const Options *options, Session *session, const char *path, Err *err);

/* One frame; never waits. Returns how many seconds may pass until the next one unless something
 * happens; negative: the person, or a signal, has closed the window. */
double stage_frame(Stage *stage);

/* Where it is, for whoever waits. */
Window *stage_window(Stage *stage);

/* Keeps the session and ends what is being filmed, which may take a while. *err is filled if not
 * all of it could be kept. */
void stage_close(Stage *stage, Err *err);

#endif
