#include "recorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "platform/film.h"
#include "platform/output.h"

static const double FPS = 30;
/* s: a window that shows no picture for longer is hidden, and the film leaves that out. */
static const double GAP_MAX = 2;

struct Recorder {
    OutputFile *output;
    Film *film;
    int width, height;
    double begun;        /* when its first frame would have been taken */
    long next;           /* the first frame of the film that is not yet decided */
    unsigned char *held; /* RGBA of the last picture that was taken: the next one ends it */
    long held_from;      /* its first frame; negative: there is none */
};

Recorder *recorder_start(const char *name, const char *title, int width, int height, double time,
                         Err *err)
{
    OutputFile *output = output_open_free(name, err);
    if (!output)
        return NULL;
    Film *film = film_open(&(FilmOptions){.kind = FILM_MP4,
                                          .path = output_path(output),
                                          .title = title,
                                          .width = width,
                                          .height = height,
                                          .fps = FPS},
                           err);
    if (!film) {
        output_discard(output);
        return NULL;
    }
    Recorder *recorder = mem_calloc(1, sizeof *recorder);
    *recorder = (Recorder){.output = output,
                           .film = film,
                           .width = width,
                           .height = height,
                           .begun = time,
                           .held = mem_calloc((size_t)width * (size_t)height, 4),
                           .held_from = -1};
    return recorder;
}

const char *recorder_name(const Recorder *recorder)
{
    return output_name(recorder->output);
}

bool recorder_fits(const Recorder *recorder, int width, int height)
{
    return recorder->width == width && recorder->height == height;
}

double recorder_due(const Recorder *recorder, double time)
{
    return recorder->begun + (double)recorder->next / FPS - time;
}

/* The frame of the film that belongs to this time, each at most once. */
static long frame_at(Recorder *recorder, double time)
{
    const double late = -recorder_due(recorder, time);
    if (late > GAP_MAX)
        recorder->begun += late;
    const long passed = (long)floor((time - recorder->begun) * FPS);
    const long frame = passed > recorder->next ? passed : recorder->next;
    recorder->next = frame + 1;
    return frame;
}

/* The picture that is held lasts until that frame; false while the film has no room for it. */
static bool put_held(Recorder *recorder, long frame)
{
    if (recorder->held_from < 0)
        return true;
    unsigned char *room = film_room(recorder->film, false);
    if (!room)
        return false;
    memcpy(room, recorder->held, (size_t)recorder->width * (size_t)recorder->height * 4);
    film_put(recorder->film, (int)(frame - recorder->held_from));
    return true;
}

void recorder_take(Recorder *recorder, Renderer *renderer, double time)
{
    if (recorder_due(recorder, time) > 0)
        return;
    const long frame = frame_at(recorder, time);
    if (!put_held(recorder, frame))
        return;
    if (!renderer_read(renderer, recorder->held, NULL))
        return; /* the picture before lasts longer */
    recorder->held_from = frame;
}

void recorder_stop(Recorder *recorder, double time)
{
    const long frame = frame_at(recorder, time);
    const bool holds = recorder->held_from >= 0;
    film_end(recorder->film, holds ? recorder->held : NULL, (int)(frame - recorder->held_from));
}

bool recorder_is_over(Recorder *recorder)
{
    return film_is_over(recorder->film);
}

bool recorder_finish(Recorder *recorder, Err *err)
{
    bool good = film_close(recorder->film, err);
    if (good)
        good = output_commit(recorder->output, err);
    else
        output_discard(recorder->output);
    free(recorder->held);
    free(recorder);
    return good;
}
