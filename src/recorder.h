/* recorder: what happens in the window as a film, at a steady rate, whatever the window's own is.
 * While the window is hidden the film waits. */
#ifndef RAVINE_RECORDER_H
#define RAVINE_RECORDER_H

#include <stdbool.h>

#include "base/err.h"
#include "gfx/renderer.h"

typedef struct Recorder Recorder;

/* A film in the file at path, of a window of this size, from this time on, in seconds. NULL with
 * one line in err if there is no ffmpeg or no such file can be made. */
Recorder *recorder_start(const char *path, const char *title, int width, int height, double time,
                         Err *err);

/* Whether the window is still as large as the film. */
bool recorder_fits(const Recorder *recorder, int width, int height);

/* Seconds until the next frame is due, at most 0 if it is. */
double recorder_due(const Recorder *recorder, double time);

/* Takes the frame just drawn, before it is swapped; it is shown until the next one. One for which
 * the encoder has no room yet is left out. */
void recorder_take(Recorder *recorder, Renderer *renderer, double time);

/* Ends the film, which lasts until then: it is in its place; false with one line in err if it is
 * not. */
bool recorder_stop(Recorder *recorder, double time, Err *err);

#endif
