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
    long frames;
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

double recorder_due(const Recorder *recorder, double time)
{
    return recorder->begun + (double)recorder->frames / FPS - time;
}

void recorder_take(Recorder *recorder, Renderer *renderer, double time)
{
    unsigned char *rgba =
        recorder_due(recorder, time) <= 0 ? film_room(recorder->film, false) : NULL;
    if (!rgba)
        return;
    const long until = 1 + (long)floor((time - recorder->begun) * FPS);
    renderer_read(renderer, rgba);
    film_put(recorder->film, (int)(until - recorder->frames));
    recorder->frames = until;
}

bool recorder_stop(Recorder *recorder, Err *err)
{
    bool good = film_close(recorder->film, err);
    if (good)
        good = output_commit(recorder->output, err);
    else
        output_discard(recorder->output);
    free(recorder);
    return good;
}
