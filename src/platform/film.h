/* film: frames that become an MP4 or a GIF: ffmpeg, as a process of its own, at the end of a pipe.
 *
 * A thread feeds the pipe, so that the next frame is drawn while the last one is encoded. Knows
 * nothing of what is filmed. */
#ifndef RAVINE_PLATFORM_FILM_H
#define RAVINE_PLATFORM_FILM_H

#include <stdbool.h>

#include "base/err.h"

typedef enum FilmKind { FILM_MP4, FILM_GIF } FilmKind;

typedef struct FilmOptions {
    FilmKind kind;
    const char *path; /* written over */
    const char *title;
    int width, height; /* px of a frame; an odd one loses its last row or column in an MP4 */
    double fps;
} FilmOptions;

typedef struct Film Film;

/* NULL with one line in err if ffmpeg cannot be started. */
Film *film_open(const FilmOptions *options, Err *err);

/* Where the next frame goes: width x height x 4 bytes, top row first. Waits for room; without
 * `wait`, NULL where there is none yet. NULL, too, once ffmpeg has ended: film_close says why. */
unsigned char *film_room(Film *film, bool wait);
/* It is there, and is shown so many times in a row. */
void film_put(Film *film, int times);

/* Ends the film; false with one line in err if ffmpeg could not make it. Either way film is gone.
 */
bool film_close(Film *film, Err *err);
/* Ends without it; what has been written stays where it is. NULL is fine. */
void film_abandon(Film *film);

#endif
