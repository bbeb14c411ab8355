/* stage: brings app, renderer and window together: the loop on a screen. Reads the clock and names
 * files, which the floors below must not. */
#ifndef RAVINE_STAGE_H
#define RAVINE_STAGE_H

#include "app/app.h"
#include "app/options.h"
#include "app/session.h"
#include "base/err.h"

/* Runs the window until the person closes it, as large as options or else the session say. What it
 * shows is written to the file `path` now and then and at the end; NULL: nowhere. False if the
 * window cannot be had: no display, no OpenGL, no fonts. */
bool stage_window(App *app, const Options *options, Session *session, const char *path, Err *err);

#endif
