/* recorder: what happens in the window as a film, at a steady rate, whatever the window's own is.
 * While the window is hidden the film waits. */
#ifndef RAVINE_RECORDER_H
#define RAVINE_RECORDER_H

#include <stdbool.h>

#include "base/err.h"
#include "gfx/renderer.h"

typedef struct Recorder Recorder;

/* A film of a window of this size, from this time on, in seconds. It is NAME.mp4, or the next name
 * that is free. NULL with one line in err if there is no ffmpeg or no such file can be made. */
Recorder *recorder_start(const char *name, const char *title, int width, int height, double time,
                         Err *err);

/* What the file is called. */
const char *recorder_name(const Recorder *recorder);
/* Whether the window is still as large as the film. */
bool recorder_fits(const Recorder *recorder, int width, int height);

/* Seconds until the next frame is due, at most 0 if it is. */
double recorder_due(const Recorder *recorder, double time);

/* Takes the frame just drawn, before it is swapped; it is shown until the next one. One for which
 * the encoder has no room yet is left out. */
void recorder_take(Recorder *recorder, Renderer *renderer, double time);

/* The film lasts until then. What is left to do goes on by itself; call once. */
void recorder_stop(Recorder *recorder, double time);
/* Whether recorder_finish would not wait. Before recorder_stop: the film has failed. */
bool recorder_is_over(Recorder *recorder);
/* Waits for the film: it is in its place; false with one line in err if it could not be made.
 * Either way recorder is gone. */
bool recorder_finish(Recorder *recorder, Err *err);

#endif
