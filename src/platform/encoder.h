/* encoder: ffmpeg's side of a film: what it is told, and what it made, read back. Knows nothing of
 * frames but their size. */
#ifndef RAVINE_PLATFORM_ENCODER_H
#define RAVINE_PLATFORM_ENCODER_H

#include <stdbool.h>

#include "base/err.h"
#include "platform/child.h"

typedef enum FilmKind { FILM_MP4, FILM_GIF } FilmKind;

typedef struct FilmOptions {
    FilmKind kind;
    const char *path; /* written over, whatever it looks like: a file's, never a URL */
    const char *title;
    int width, height; /* px of a frame; an odd one loses its last row or column in an MP4 */
    double fps;
} FilmOptions;

/* Frames of width x height x 4 bytes go into the pipe `in`, a film into options->path. False with
 * one line in err if there is no ffmpeg. */
bool encoder_start(Child *ffmpeg, const FilmOptions *options, int in, Err *err);

/* A second ffmpeg that reads the film at path and writes a line to the pipe `out` for each of its
 * frames; others begin with '#'. An errno as of child_start. */
int encoder_start_reading(Child *ffmpeg, const char *path, int out);

/* Whether the file is a container from its first byte to its last; that its frames are all there
 * has to be counted. */
bool encoder_is_whole(const char *path, FilmKind kind);

#endif
