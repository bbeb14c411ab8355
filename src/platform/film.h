/* film: frames that become an MP4 or a GIF, in a thread that feeds ffmpeg, so that the next frame
 * is drawn while the last one is encoded.
 *
 * A film counts as made when its file has been read back: the container whole, the frames as many
 * as were put. Knows nothing of what is filmed. */
#ifndef RAVINE_PLATFORM_FILM_H
#define RAVINE_PLATFORM_FILM_H

#include <stdbool.h>

#include "base/err.h"
#include "platform/encoder.h"

typedef struct Film Film;

/* NULL with one line in err if ffmpeg cannot be started. The path is kept. */
Film *film_open(const FilmOptions *options, Err *err);

/* Where the next frame goes: width x height x 4 bytes, top row first. Waits for room; without
 * `wait`, NULL where there is none yet. NULL, too, once the film is over: film_close says why. */
unsigned char *film_room(Film *film, bool wait);
/* It is there, and is shown so many times in a row. */
void film_put(Film *film, int times);

/* No more frames than `last`, for which there is always room, shown so many times; NULL: none. It
 * is borrowed until film_close. The rest goes on by itself. */
void film_end(Film *film, const unsigned char *last, int times);
/* Whether film_close would not wait: it has been made, or never will be. */
bool film_is_over(Film *film);

/* Ends the film and waits until it is made; false with one line in err if it could not be. An
 * ffmpeg that does nothing for half a minute counts as lost. Either way film is gone. */
bool film_close(Film *film, Err *err);

#endif
