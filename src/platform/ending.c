#include "platform/ending.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

enum { FILES = 16, CHILDREN = 8, STATUS_LOST = 1, STATUS_SIGNAL = 128 };

/* A place is free, being written, or to be cleared. */
enum { FREE, TAKEN, SET };

typedef struct FilePlace {
    atomic_int state;
    EndingFile kind;
    char path[PATH_MAX]; /* here, because a handler must not meet memory that was given back */
} FilePlace;

static struct {
    FilePlace files[FILES];
    atomic_int children[CHILDREN]; /* pid; 0: free */
    bool terminal;                 /* standard error: a line of progress may stand there */

    atomic_bool watching;
    atomic_int signal; /* the first one while watching */
    int pipe[2];       /* from the handler to the watcher */
    pthread_t watcher;
    void (*wake)(void *self);
    void *wake_self;

    void (*rescue)(void *self);
    void *rescue_self;
} process;

static const struct {
    int number;
    const char *words;
} ENDS[] = {{SIGINT, "interrupted (SIGINT)"},
            {SIGTERM, "terminated (SIGTERM)"},
            {SIGHUP, "the terminal is gone (SIGHUP)"},
            {SIGQUIT, "quit (SIGQUIT)"},
            {SIGXCPU, "out of processor time (SIGXCPU)"}};

/* What leaves a core behind, or a debugger with something to see: it still does. */
static const int CRASHES[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE};

const char *ending_words(int signal)
{
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (ENDS[i].number == signal)
            return ENDS[i].words;
    return "ended by a signal";
}

/* ---- what goes with the process; signal-safe ---- */

static void clear_file(const FilePlace *file)
{
    struct stat info;
    if (file->kind == ENDING_FILE || (lstat(file->path, &info) == 0 && info.st_size == 0))
        unlink(file->path);
}

static void clear(void)
{
    for (int i = 0; i < CHILDREN; i++)
        if (atomic_load(&process.children[i]) > 0)
            kill(atomic_load(&process.children[i]), SIGKILL);
    for (int i = 0; i < FILES; i++)
        if (atomic_load(&process.files[i].state) == SET)
            clear_file(&process.files[i]);
}

static void put(const char *text)
{
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        return; /* nobody listens */
}

static void say(const char *line)
{
    if (process.terminal)
        put("\r\033[K");
    put("ravine: ");
    put(line);
    put("\n");
}

/* ---- signals ---- */

static void on_signal(int number)
{
    const int error = errno;
    if (atomic_exchange(&process.watching, false)) {
        atomic_store(&process.signal, number);
        if (write(process.pipe[1], "", 1) == 1) {
            errno = error;
            return;
        }
    }
    clear();
    say(ending_words(number));
    _exit(STATUS_SIGNAL + number);
}

static void on_crash(int number)
{
    clear();
    raise(number); /* its handler is the system's again */
}

static bool unhandled(int number)
{
    struct sigaction before;
    return sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_DFL;
}

void ending_begin(void)
{
    const struct sigaction ends = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    const struct sigaction crashes = {.sa_handler = on_crash,
                                      .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
    process.terminal = isatty(STDERR_FILENO);
    signal(SIGCHLD, SIG_DFL); /* some programs start others with it ignored: no status then */
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of the one who writes */
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (unhandled(ENDS[i].number))
            sigaction(ENDS[i].number, &ends, NULL);
    for (size_t i = 0; i < sizeof CRASHES / sizeof *CRASHES; i++)
        if (unhandled(CRASHES[i])) /* sanitizers have theirs */
            sigaction(CRASHES[i], &crashes, NULL);
    atexit(clear);        /* a library may call exit */
    at_quick_exit(clear); /* so ends base/array when memory is out */
}

/* ---- the lists ---- */

int ending_add_file(const char *path, EndingFile kind)
{
    if (strlen(path) >= PATH_MAX)
        return 0;
    for (int i = 0; i < FILES; i++) {
        FilePlace *file = &process.files[i];
        int state = FREE;
        if (atomic_compare_exchange_strong(&file->state, &state, TAKEN)) {
            file->kind = kind;
            strcpy(file->path, path);
            atomic_store(&file->state, SET);
            return i + 1;
        }
    }
    return 0;
}

void ending_drop_file(int file)
{
    if (file > 0)
        atomic_store(&process.files[file - 1].state, FREE);
}

int ending_add_child(pid_t child)
{
    for (int i = 0; i < CHILDREN; i++) {
        int none = 0;
        if (atomic_compare_exchange_strong(&process.children[i], &none, child))
            return i + 1;
    }
    return 0;
}

void ending_drop_child(int child)
{
    if (child > 0)
        atomic_store(&process.children[child - 1], 0);
}

/* ---- watching ---- */

/* A byte for a signal; the end of the pipe for the end of watching. */
static void *watch(void *unused)
{
    char byte;
    ssize_t count;
    (void)unused;
    while ((count = read(process.pipe[0], &byte, 1)) < 0 && errno == EINTR)
        continue;
    if (count == 1)
        process.wake(process.wake_self);
    return NULL;
}

bool ending_watch(void (*wake)(void *self), void *self)
{
    if (pipe(process.pipe) != 0)
        return false;
    for (int i = 0; i < 2; i++)
        fcntl(process.pipe[i], F_SETFD, FD_CLOEXEC);
    process.wake = wake;
    process.wake_self = self;
    if (pthread_create(&process.watcher, NULL, watch, NULL) != 0) {
        close(process.pipe[0]);
        close(process.pipe[1]);
        return false;
    }
    atomic_store(&process.watching, true);
    return true;
}

void ending_unwatch(void)
{
    atomic_store(&process.watching, false);
    close(process.pipe[1]);
    pthread_join(process.watcher, NULL);
    close(process.pipe[0]);
}

int ending_signal(void)
{
    return atomic_load(&process.signal);
}

/* ---- a display that is gone ---- */

void ending_rescue(void (*rescue)(void *self), void *self)
{
    process.rescue_self = self;
    process.rescue = rescue;
}

void ending_lost(const char *line)
{
    void (*rescue)(void *self) = process.rescue;
    process.rescue = NULL;
    if (rescue)
        rescue(process.rescue_self);
    clear();
    say(line);
    _exit(STATUS_LOST);
}
