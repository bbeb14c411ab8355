#include "platform/film.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"

/* As many frames are under way. */
enum { FRAMES = 4 };

/* s without any work done by ffmpeg, and between two looks at it. */
enum { PATIENCE = 30, LOOK = 1 };

struct Film {
    FilmOptions options;
    char *path, *title; /* what options point to */
    Child encoder;
    int pipe;
    size_t frame_size;
    unsigned char *frames[FRAMES];
    int times[FRAMES];
    pthread_t maker;
    long shown; /* frames of the film, each as often as it is shown; the thread's own */
    Err err;    /* why it failed; read once it is over */

    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* Under the lock. */
    Child *working;            /* the ffmpeg that can be signalled */
    size_t put, sent;          /* frames, ever; the ones between are waiting */
    const unsigned char *last; /* after all others */
    int last_times;
    bool ending, abandoned, over, good;
};

/* ---- in the thread: frames into the pipe ---- */

static bool send_bytes(int fd, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t count = write(fd, bytes, size);
        if (count < 0 && errno != EINTR)
            return false;
        bytes += count > 0 ? count : 0;
        size -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

/* The next frame that waits; false once there are no more to come. */
static bool next_frame(Film *film, size_t *index)
{
    pthread_mutex_lock(&film->lock);
    while (film->sent == film->put && !film->ending)
        pthread_cond_wait(&film->changed, &film->lock);
    *index = film->sent % FRAMES;
    const bool more = film->sent < film->put && !film->abandoned;
    pthread_mutex_unlock(&film->lock);
    return more;
}

static bool send_frame(Film *film, const unsigned char *frame, int times)
{
    bool good = true;
    for (int i = 0; good && i < times; i++)
        good = send_bytes(film->pipe, frame, film->frame_size);
    film->shown += times;
    return good;
}

static bool send_frames(Film *film)
{
    bool good = true;
    size_t index;
    while (good && next_frame(film, &index)) {
        good = send_frame(film, film->frames[index], film->times[index]);
        pthread_mutex_lock(&film->lock);
        film->sent++;
        pthread_cond_broadcast(&film->changed);
        pthread_mutex_unlock(&film->lock);
    }
    if (good && film->last) /* it is there since the end was wanted */
        good = send_frame(film, film->last, film->last_times);
    close(film->pipe);
    return good;
}

/* ---- in the thread: is it made? ---- */

static void set_working(Film *film, Child *child)
{
    pthread_mutex_lock(&film->lock);
    film->working = child;
    if (child && film->abandoned)
        child_signal(child, SIGKILL);
    pthread_mutex_unlock(&film->lock);
}

/* Waits for what was set working; its reasons go to `reason`. */
static bool finish(Film *film, Child *child, StrBuf *reason)
{
    child_wait(child);
    set_working(film, NULL);
    return child_finish(child, reason);
}

/* Lines that stand for frames. */
static long count_frames(FILE *lines)
{
    char line[256];
    long count = 0;
    while (fgets(line, sizeof line, lines))
        count += line[0] != '#';
    return count;
}

/* The frames that the file holds; negative if it cannot be read. */
static long read_back(Film *film, StrBuf *reason)
{
    int ends[2];
    Child reader;
    int error = child_pipe(ends);
    if (error == 0) {
        error = encoder_start_reading(&reader, film->path, ends[1]);
        close(ends[1]);
        if (error != 0)
            close(ends[0]);
    }
    if (error != 0) {
        strbuf_put(reason, strerror(error));
        return -1;
    }
    set_working(film, &reader);
    FILE *lines = fdopen(ends[0], "r");
    const long count = lines ? count_frames(lines) : -1;
    if (lines)
        fclose(lines);
    else
        close(ends[0]);
    return finish(film, &reader, reason) ? count : -1;
}

/* True if the file holds all that was sent; else why not, as far as ffmpeg has not said it. */
static bool prove(Film *film, StrBuf *reason)
{
    StrBuf said = {0};
    const long frames = read_back(film, &said);
    const bool good = frames == film->shown && encoder_is_whole(film->path, film->options.kind);
    if (!good && reason->len == 0) {
        if (said.len > 0)
            strbuf_put(reason, strbuf_text(&said));
        else if (frames != film->shown)
            strbuf_printf(reason, "%ld of %ld frames are in the file", frames, film->shown);
        else
            strbuf_put(reason, "the file is not whole");
    }
    strbuf_deinit(&said);
    return good;
}

/* The name under which the film grows says nothing to a person. */
static void set_reason(Film *film, const char *reason)
{
    const char *name = strstr(reason, film->path), *end = name ? name + strlen(film->path) : "";
    if (name && name - reason >= 5 && strncmp(name - 5, "file:", 5) == 0)
        name -= 5;
    const int before = name ? (int)(name - reason) : (int)strlen(reason);
    err_set(&film->err, "ffmpeg could not make the film: %.*s%s%s", before, reason,
            name ? "the file" : "", end);
}

static void *make(void *context)
{
    Film *film = context;
    StrBuf reason = {0};
    sigset_t pipes;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE); /* an encoder that has ended is an error, and no signal */
    pthread_sigmask(SIG_BLOCK, &pipes, NULL);
    const bool sent = send_frames(film);
    bool good = finish(film, &film->encoder, &reason) && sent;
    if (good)
        good = prove(film, &reason); /* ffmpeg may end well on a full disk: what it said is why */
    if (!good)
        set_reason(film, reason.len > 0 ? strbuf_text(&reason) : "it gave no reason");
    strbuf_deinit(&reason);
    pthread_mutex_lock(&film->lock);
    film->over = true;
    film->good = good;
    pthread_cond_broadcast(&film->changed);
    pthread_mutex_unlock(&film->lock);
    return NULL;
}

/* ---- from outside ---- */

static void destroy(Film *film)
{
    for (size_t i = 0; i < FRAMES; i++)
        free(film->frames[i]);
    free(film->path);
    free(film->title);
    pthread_mutex_destroy(&film->lock);
    pthread_cond_destroy(&film->changed);
    free(film);
}

static bool start(Film *film, Err *err)
{
    int ends[2], error = child_pipe(ends);
    if (error != 0)
        return err_set(err, "cannot make a film: %s", strerror(error));
    film->pipe = ends[1];
    const bool good = encoder_start(&film->encoder, &film->options, ends[0], err);
    close(ends[0]);
    if (!good) {
        close(ends[1]);
        return false;
    }
    film->working = &film->encoder;
    error = pthread_create(&film->maker, NULL, make, film);
    if (error == 0)
        return true;
    StrBuf unsaid = {0};
    child_signal(&film->encoder, SIGKILL);
    close(ends[1]);
    child_finish(&film->encoder, &unsaid);
    strbuf_deinit(&unsaid);
    return err_set(err, "cannot make a film: %s", strerror(error));
}

Film *film_open(const FilmOptions *options, Err *err)
{
    Film *film = mem_calloc(1, sizeof *film);
    film->path = mem_strdup(options->path);
    film->title = mem_strdup(options->title);
    film->options = *options;
    film->options.path = film->path;
    film->options.title = film->title;
    film->frame_size = (size_t)options->width * (size_t)options->height * 4;
    for (size_t i = 0; i < FRAMES; i++)
        film->frames[i] = mem_calloc(film->frame_size, 1);
    pthread_mutex_init(&film->lock, NULL);
    pthread_cond_init(&film->changed, NULL);
    if (start(film, err))
        return film;
    destroy(film);
    return NULL;
}

unsigned char *film_room(Film *film, bool wait)
{
    pthread_mutex_lock(&film->lock);
    while (wait && !film->over && film->put - film->sent == FRAMES)
        pthread_cond_wait(&film->changed, &film->lock);
    const bool room = !film->over && film->put - film->sent < FRAMES;
    unsigned char *frame = room ? film->frames[film->put % FRAMES] : NULL;
    pthread_mutex_unlock(&film->lock);
    return frame;
}

void film_put(Film *film, int times)
{
    pthread_mutex_lock(&film->lock);
    film->times[film->put++ % FRAMES] = times;
    pthread_cond_broadcast(&film->changed);
    pthread_mutex_unlock(&film->lock);
}

/* Somebody may have stopped it: an end is wanted now. Called under the lock. */
static void nudge(const Film *film)
{
    if (film->working)
        child_signal(film->working, SIGCONT);
}

void film_end(Film *film, const unsigned char *last, int times)
{
    pthread_mutex_lock(&film->lock);
    if (!film->ending) {
        film->last = last;
        film->last_times = times;
    }
    film->ending = true;
    nudge(film);
    pthread_cond_broadcast(&film->changed);
    pthread_mutex_unlock(&film->lock);
}

bool film_is_over(Film *film)
{
    pthread_mutex_lock(&film->lock);
    const bool over = film->over;
    pthread_mutex_unlock(&film->lock);
    return over;
}

static void abandon(Film *film)
{
    film->abandoned = film->ending = true;
    if (film->working)
        child_signal(film->working, SIGKILL);
    pthread_cond_broadcast(&film->changed);
}

/* Under the lock. False if ffmpeg did not work at all for so long; it is ended then. */
static bool wait_until_over(Film *film)
{
    double worked = -1;
    for (int idle = 0; !film->over && idle < PATIENCE; idle += LOOK) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += LOOK;
        nudge(film);
        pthread_cond_timedwait(&film->changed, &film->lock, &until);
        const double work = film->working ? child_work(film->working) : -1;
        if (work != worked)
            idle = 0;
        worked = work;
    }
    const bool over = film->over;
    if (!over)
        abandon(film);
    return over;
}

bool film_close(Film *film, Err *err)
{
    film_end(film, NULL, 0);
    pthread_mutex_lock(&film->lock);
    const bool worked = wait_until_over(film);
    pthread_mutex_unlock(&film->lock);
    pthread_join(film->maker, NULL);
    const bool good = film->good;
    if (!worked)
        err_set(err, "ffmpeg could not make the film: it hangs");
    else if (!good)
        err_set(err, "%s", film->err.text);
    destroy(film);
    return good;
}
