#include "recorder.h"

#include <math.h>
#include <stdlib.h>

#include "app/output.h"
#include "base/array.h"
#include "platform/film.h"

static const double FPS = 30;

struct Recorder {
    OutputFile *output;
    Film *film;
    int width, height;
    double begun;
    long shown;   /* frames that are put, repeated ones counted */
    bool pending; /* the last one waits in the film's room to know how long it lasts */
};

Recorder *recorder_start(const char *path, const char *title, int width, int height, double time,
                         Err *err)
{
    OutputFile *output = output_open(path, NULL, err);
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
    *recorder =
        (Recorder){.output = output, .film = film, .width = width, .height = height, .begun = time};
    return recorder;
}

bool recorder_fits(const Recorder *recorder, int width, int height)
{
    return recorder->width == width && recorder->height == height;
}

/* The frame that waits lasts until then, and for one frame at least. */
static void put_pending(Recorder *recorder, double time)
{
    if (!recorder->pending)
        return;
    const long until = lround((time - recorder->begun) * FPS);
    const long times = until > recorder->shown ? until - recorder->shown : 1;
    film_put(recorder->film, (int)times);
    recorder->shown += times;
    recorder->pending = false;
}

double recorder_due(const Recorder *recorder, double time)
{
    const long next = recorder->shown + recorder->pending;
    return recorder->begun + (double)next / FPS - time;
}

void recorder_take(Recorder *recorder, Renderer *renderer, double time)
{
    if (recorder_due(recorder, time) > 0)
        return;
    put_pending(recorder, time);
    unsigned char *rgba = film_room(recorder->film, false);
    if (!rgba)
        return;
    renderer_read(renderer, rgba);
    recorder->pending = true;
}

bool recorder_stop(Recorder *recorder, double time, Err *err)
{
    put_pending(recorder, time);
    bool good = film_close(recorder->film, err);
    if (good)
        good = output_commit(recorder->output, err);
    else
        output_discard(recorder->output);
    free(recorder);
    return good;
}
