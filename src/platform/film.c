#include "platform/film.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "platform/packages.h"

extern char **environ;

/* As many frames are under way. */
enum { FRAMES = 4 };

struct Film {
    pid_t encoder;
    int pipe;
    FILE *complaints; /* what the encoder said */
    size_t frame_size;
    unsigned char *frames[FRAMES];
    int times[FRAMES];
    size_t put, sent; /* frames, ever; the ones between are waiting */
    bool ending, broken;
    pthread_t sender;
    pthread_mutex_t lock;
    pthread_cond_t changed;
};

/* ---- the pipe ---- */

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
    bool more = film->sent < film->put;
    pthread_mutex_unlock(&film->lock);
    return more;
}

static void *send_frames(void *context)
{
    Film *film = context;
    sigset_t pipes;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE); /* an encoder that has ended is an error, and no signal */
    pthread_sigmask(SIG_BLOCK, &pipes, NULL);
    size_t index;
    while (next_frame(film, &index)) {
        bool good = true;
        for (int i = 0; good && i < film->times[index]; i++)
            good = send_bytes(film->pipe, film->frames[index], film->frame_size);
        pthread_mutex_lock(&film->lock);
        film->sent++;
        film->broken |= !good;
        pthread_cond_broadcast(&film->changed);
        pthread_mutex_unlock(&film->lock);
        if (!good)
            break;
    }
    return NULL;
}

/* ---- the encoder ---- */

/* Its words, in an order that ffmpeg understands. */
typedef struct Words {
    char size[32], rate[32], title[256];
    const char *list[40];
    size_t count;
} Words;

static void say(Words *words, const char *const *more, size_t count)
{
    memcpy(words->list + words->count, more, count * sizeof *more);
    words->count += count;
}

#define SAY(words, ...)                                                                            \
    say(words, (const char *const[]){__VA_ARGS__},                                                 \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void word(const FilmOptions *options, Words *words)
{
    snprintf(words->size, sizeof words->size, "%dx%d", options->width, options->height);
    snprintf(words->rate, sizeof words->rate, "%.6g", options->fps);
    snprintf(words->title, sizeof words->title, "title=%s", options->title);
    SAY(words, "ffmpeg", "-y", "-loglevel", "error", "-nostats", "-f", "rawvideo", "-pix_fmt",
        "rgb0", "-s", words->size, "-r", words->rate, "-i", "pipe:0", "-metadata", words->title);
    if (options->kind == FILM_GIF) {
        /* One palette for the whole film, made for what moves. */
        SAY(words, "-filter_complex",
            "split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=bayer:"
            "bayer_scale=4:diff_mode=rectangle",
            "-f", "gif");
    } else {
        /* 4:2:0 is what every player shows, and wants even sides. */
        SAY(words, "-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p", "-preset", "veryfast",
            "-crf", "18", "-movflags", "+faststart", "-f", "mp4");
    }
    SAY(words, options->path, NULL);
}

/* Reads from fd; a group of its own, so that an interrupt at the terminal is ours to handle. */
static int start_encoder(Film *film, const FilmOptions *options, int fd)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    Words words = {.count = 0};
    word(options, &words);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(film->complaints), STDERR_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    char *argv[sizeof words.list / sizeof words.list[0]];
    memcpy(argv, words.list, sizeof argv);
    int error = posix_spawnp(&film->encoder, "ffmpeg", &actions, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static bool open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC); /* else no encoder would see the end */
    return true;
}

static void destroy(Film *film)
{
    for (size_t i = 0; i < FRAMES; i++)
        free(film->frames[i]);
    if (film->complaints)
        fclose(film->complaints);
    pthread_mutex_destroy(&film->lock);
    pthread_cond_destroy(&film->changed);
    free(film);
}

static bool miss_ffmpeg(Err *err)
{
    StrBuf command = {0};
    packages_advise((const char *const[]){"ffmpeg", NULL}, &command);
    err_set(err, "films are made with ffmpeg, which is not installed: %s", strbuf_text(&command));
    strbuf_deinit(&command);
    return false;
}

static bool start(Film *film, const FilmOptions *options, Err *err)
{
    int ends[2];
    film->complaints = tmpfile();
    if (!film->complaints || !open_pipe(ends))
        return err_set(err, "cannot make a film: %s", strerror(errno));
    film->pipe = ends[1];
    int error = start_encoder(film, options, ends[0]);
    close(ends[0]);
    if (error == 0)
        error = pthread_create(&film->sender, NULL, send_frames, film);
    if (error == 0)
        return true;
    close(film->pipe);
    if (film->encoder > 0)
        waitpid(film->encoder, NULL, 0);
    return error == ENOENT ? miss_ffmpeg(err)
                           : err_set(err, "cannot start ffmpeg: %s", strerror(error));
}

Film *film_open(const FilmOptions *options, Err *err)
{
    Film *film = mem_calloc(1, sizeof *film);
    film->frame_size = (size_t)options->width * (size_t)options->height * 4;
    for (size_t i = 0; i < FRAMES; i++)
        film->frames[i] = mem_calloc(film->frame_size, 1);
    pthread_mutex_init(&film->lock, NULL);
    pthread_cond_init(&film->changed, NULL);
    if (start(film, options, err))
        return film;
    destroy(film);
    return NULL;
}

unsigned char *film_room(Film *film, bool wait)
{
    pthread_mutex_lock(&film->lock);
    while (wait && !film->broken && film->put - film->sent == FRAMES)
        pthread_cond_wait(&film->changed, &film->lock);
    bool room = !film->broken && film->put - film->sent < FRAMES;
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

/* ---- its end ---- */

static void end_sender(Film *film)
{
    pthread_mutex_lock(&film->lock);
    film->ending = true;
    pthread_cond_broadcast(&film->changed);
    pthread_mutex_unlock(&film->lock);
    pthread_join(film->sender, NULL);
    close(film->pipe);
}

static int wait_for(pid_t encoder)
{
    int status = -1;
    while (waitpid(encoder, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

bool film_close(Film *film, Err *err)
{
    char line[200] = "";
    end_sender(film);
    const int status = wait_for(film->encoder);
    const bool good = !film->broken && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    rewind(film->complaints);
    if (!good && fgets(line, sizeof line, film->complaints))
        line[strcspn(line, "\n")] = '\0';
    if (!good)
        err_set(err, "ffmpeg could not make the film: %s", line[0] ? line : "it gave no reason");
    destroy(film);
    return good;
}

void film_abandon(Film *film)
{
    if (!film)
        return;
    kill(film->encoder, SIGKILL);
    end_sender(film); /* the pipe is broken: it does not wait */
    wait_for(film->encoder);
    destroy(film);
}
