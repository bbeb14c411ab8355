/* stage: brings app, renderer and window together: the loop on a screen, and pictures without
 * one. Reads the clock and names files, which the floors below must not. */
#ifndef RAVINE_STAGE_H
#define RAVINE_STAGE_H

#include <stdio.h>

#include "app/app.h"
#include "app/options.h"
#include "base/err.h"

/* Runs the window until the person closes it. False if it cannot be had: no display, no OpenGL, no
 * fonts. */
bool stage_window(App *app, const Options *options, Err *err);

/* Writes one picture of the app's scene to file (PNG), without a display. */
bool stage_render(App *app, const Options *options, FILE *file, Err *err);

#endif
