/* What the C library and the system do for Ravine, and how it fails. */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS /* both names of each function are here */
#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "site.h"

/* ---- memory ---- */

/* glibc's own names: looking a name up allocates. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

void *malloc(size_t size)
{
    if (DUE(FAULT_MEMORY, "malloc")) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (DUE(FAULT_MEMORY, "calloc")) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    if (DUE(FAULT_MEMORY, "realloc")) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_realloc(memory, size);
}

/* ---- streams ---- */

enum { ERROR_SEEN = 0x20 }; /* glibc's bit in _flags: what ferror looks at */

static bool stream_due(FaultKind kind, FILE *stream, const char *call, int number,
                       const void *returns_to)
{
    if (stream == stderr || !fault_due(kind, call, returns_to))
        return false; /* that the messages themselves cannot be written, nobody could be told */
    stream->_flags |= ERROR_SEEN;
    errno = number;
    return true;
}

#define STREAM_DUE(kind, stream, call, number)                                                     \
    stream_due(kind, stream, call, number, __builtin_return_address(0))

size_t fwrite(const void *from, size_t size, size_t count, FILE *stream)
{
    if (STREAM_DUE(FAULT_WRITE, stream, "fwrite", ENOSPC))
        return 0;
    return NEXT("fwrite", size_t(*)(const void *, size_t, size_t, FILE *))(from, size, count,
                                                                           stream);
}

int fputs(const char *text, FILE *stream)
{
    if (STREAM_DUE(FAULT_WRITE, stream, "fputs", ENOSPC))
        return EOF;
    return NEXT("fputs", int (*)(const char *, FILE *))(text, stream);
}

int fputc(int c, FILE *stream)
{
    if (STREAM_DUE(FAULT_WRITE, stream, "fputc", ENOSPC))
        return EOF;
    return NEXT("fputc", int (*)(int, FILE *))(c, stream);
}

int fprintf(FILE *stream, const char *format, ...)
{
    if (STREAM_DUE(FAULT_WRITE, stream, "fprintf", ENOSPC))
        return -1;
    va_list args;
    va_start(args, format);
    const int count = vfprintf(stream, format, args);
    va_end(args);
    return count;
}

int fflush(FILE *stream)
{
    if (stream && STREAM_DUE(FAULT_WRITE, stream, "fflush", ENOSPC))
        return EOF;
    return NEXT("fflush", int (*)(FILE *))(stream);
}

/* It is closed all the same. */
int fclose(FILE *stream)
{
    const bool due = DUE(FAULT_WRITE, "fclose");
    const int result = NEXT("fclose", int (*)(FILE *))(stream);
    if (due)
        errno = EIO;
    return due ? EOF : result;
}

size_t fread(void *to, size_t size, size_t count, FILE *stream)
{
    if (STREAM_DUE(FAULT_OTHER, stream, "fread", EIO))
        return 0;
    return NEXT("fread", size_t(*)(void *, size_t, size_t, FILE *))(to, size, count, stream);
}

char *fgets(char *text, int size, FILE *stream)
{
    if (STREAM_DUE(FAULT_OTHER, stream, "fgets", EIO))
        return NULL;
    return NEXT("fgets", char *(*)(char *, int, FILE *))(text, size, stream);
}

int getc(FILE *stream)
{
    if (STREAM_DUE(FAULT_OTHER, stream, "getc", EIO))
        return EOF;
    return NEXT("getc", int (*)(FILE *))(stream);
}

int fgetc(FILE *stream)
{
    if (STREAM_DUE(FAULT_OTHER, stream, "fgetc", EIO))
        return EOF;
    return NEXT("fgetc", int (*)(FILE *))(stream);
}

REPLACE(FAULT_OTHER, FILE *, fopen, (const char *path, const char *mode), (path, mode), EMFILE,
        NULL)
REPLACE(FAULT_OTHER, FILE *, fopen64, (const char *path, const char *mode), (path, mode), EMFILE,
        NULL)
REPLACE(FAULT_OTHER, FILE *, fdopen, (int fd, const char *mode), (fd, mode), ENOMEM, NULL)
REPLACE(FAULT_OTHER, FILE *, popen, (const char *command, const char *mode), (command, mode),
        EAGAIN, NULL)
REPLACE(FAULT_OTHER, FILE *, tmpfile, (void), (), ENOSPC, NULL)
REPLACE(FAULT_OTHER, FILE *, tmpfile64, (void), (), ENOSPC, NULL)
REPLACE(FAULT_MEMORY, FILE *, open_memstream, (char **text, size_t *size), (text, size), ENOMEM,
        NULL)

int pclose(FILE *stream)
{
    const bool due = DUE(FAULT_OTHER, "pclose");
    const int result = NEXT("pclose", int (*)(FILE *))(stream);
    if (due)
        errno = ECHILD;
    return due ? -1 : result;
}

/* ---- the same, as compilers call it that guard buffers ---- */

int __fprintf_chk(FILE *stream, int flag, const char *format, ...);
char *__fgets_chk(char *text, size_t room, int size, FILE *stream);
size_t __fread_chk(void *to, size_t room, size_t size, size_t count, FILE *stream);
char *__realpath_chk(const char *path, char *real, size_t room);

int __fprintf_chk(FILE *stream, int flag, const char *format, ...)
{
    (void)flag;
    if (STREAM_DUE(FAULT_WRITE, stream, "fprintf", ENOSPC))
        return -1;
    va_list args;
    va_start(args, format);
    const int count = vfprintf(stream, format, args);
    va_end(args);
    return count;
}

char *__fgets_chk(char *text, size_t room, int size, FILE *stream)
{
    (void)room;
    if (STREAM_DUE(FAULT_OTHER, stream, "fgets", EIO))
        return NULL;
    return NEXT("fgets", char *(*)(char *, int, FILE *))(text, size, stream);
}

size_t __fread_chk(void *to, size_t room, size_t size, size_t count, FILE *stream)
{
    (void)room;
    if (STREAM_DUE(FAULT_OTHER, stream, "fread", EIO))
        return 0;
    return NEXT("fread", size_t(*)(void *, size_t, size_t, FILE *))(to, size, count, stream);
}

char *__realpath_chk(const char *path, char *real, size_t room)
{
    (void)room;
    if (DUE(FAULT_OTHER, "realpath")) {
        errno = ENOMEM;
        return NULL;
    }
    return NEXT("realpath", char *(*)(const char *, char *))(path, real);
}

/* ---- files ---- */

int close(int fd)
{
    const bool due = DUE(FAULT_OTHER, "close");
    const int result = NEXT("close", int (*)(int))(fd);
    if (due)
        errno = EIO;
    return due ? -1 : result;
}

ssize_t write(int fd, const void *from, size_t size)
{
    struct stat info;
    if (fd != STDERR_FILENO && DUE(FAULT_WRITE, "write")) {
        errno = fstat(fd, &info) == 0 && S_ISFIFO(info.st_mode) ? EPIPE : ENOSPC;
        return -1;
    }
    return NEXT("write", ssize_t(*)(int, const void *, size_t))(fd, from, size);
}

/* Three arguments are passed on, needed or not, as the C library itself does. */
#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        const mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;                            \
        va_end(args);                                                                              \
        if (DUE(FAULT_OTHER, #name)) {                                                             \
            errno = EMFILE;                                                                        \
            return -1;                                                                             \
        }                                                                                          \
        return NEXT(#name, int (*)(const char *, int, ...))(path, flags, mode);                    \
    }
OPEN(open)
OPEN(open64)

#define FCNTL(name)                                                                                \
    int name(int fd, int command, ...)                                                             \
    {                                                                                              \
        va_list args;                                                                              \
        va_start(args, command);                                                                   \
        void *argument = va_arg(args, void *);                                                     \
        va_end(args);                                                                              \
        if (DUE(FAULT_OTHER, #name)) {                                                             \
            errno = EINVAL;                                                                        \
            return -1;                                                                             \
        }                                                                                          \
        return NEXT(#name, int (*)(int, int, ...))(fd, command, argument);                         \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

REPLACE(FAULT_OTHER, int, access, (const char *path, int how), (path, how), EIO, -1)
REPLACE(FAULT_OTHER, int, dup, (int fd), (fd), EMFILE, -1)
REPLACE(FAULT_OTHER, int, dup2, (int fd, int to), (fd, to), EMFILE, -1)
REPLACE(FAULT_OTHER, int, fchmod, (int fd, mode_t mode), (fd, mode), EPERM, -1)
REPLACE(FAULT_WRITE, int, fsync, (int fd), (fd), EIO, -1)
REPLACE(FAULT_WRITE, int, fdatasync, (int fd), (fd), EIO, -1)
REPLACE(FAULT_WRITE, int, ftruncate, (int fd, off_t size), (fd, size), ENOSPC, -1)
REPLACE(FAULT_WRITE, int, ftruncate64, (int fd, off64_t size), (fd, size), ENOSPC, -1)
REPLACE(FAULT_OTHER, int, fseek, (FILE * stream, long at, int from), (stream, at, from), EIO, -1)
REPLACE(FAULT_OTHER, int, fseeko, (FILE * stream, off_t at, int from), (stream, at, from), EIO, -1)
REPLACE(FAULT_OTHER, int, fseeko64, (FILE * stream, off64_t at, int from), (stream, at, from), EIO,
        -1)
REPLACE(FAULT_OTHER, long, ftell, (FILE * stream), (stream), EIO, -1)
REPLACE(FAULT_OTHER, off_t, ftello, (FILE * stream), (stream), EIO, -1)
REPLACE(FAULT_OTHER, off64_t, ftello64, (FILE * stream), (stream), EIO, -1)
REPLACE(FAULT_OTHER, ssize_t, readlink, (const char *path, char *to, size_t size), (path, to, size),
        EIO, -1)
REPLACE(FAULT_OTHER, off_t, lseek, (int fd, off_t at, int from), (fd, at, from), EIO, -1)
REPLACE(FAULT_OTHER, off64_t, lseek64, (int fd, off64_t at, int from), (fd, at, from), EIO, -1)
REPLACE(FAULT_OTHER, ssize_t, read, (int fd, void *to, size_t size), (fd, to, size), EIO, -1)
REPLACE(FAULT_OTHER, int, stat, (const char *path, struct stat *info), (path, info), EIO, -1)
REPLACE(FAULT_OTHER, int, stat64, (const char *path, struct stat64 *info), (path, info), EIO, -1)
REPLACE(FAULT_OTHER, int, lstat, (const char *path, struct stat *info), (path, info), EIO, -1)
REPLACE(FAULT_OTHER, int, lstat64, (const char *path, struct stat64 *info), (path, info), EIO, -1)
REPLACE(FAULT_OTHER, int, fstat, (int fd, struct stat *info), (fd, info), EIO, -1)
REPLACE(FAULT_OTHER, int, fstat64, (int fd, struct stat64 *info), (fd, info), EIO, -1)
REPLACE(FAULT_OTHER, int, mkdir, (const char *path, mode_t mode), (path, mode), ENOSPC, -1)
REPLACE(FAULT_OTHER, int, mkstemp, (char *path), (path), ENOSPC, -1)
REPLACE(FAULT_OTHER, int, mkstemp64, (char *path), (path), ENOSPC, -1)
REPLACE(FAULT_OTHER, int, mkostemp, (char *path, int flags), (path, flags), ENOSPC, -1)
REPLACE(FAULT_OTHER, int, mkostemp64, (char *path, int flags), (path, flags), ENOSPC, -1)
REPLACE(FAULT_OTHER, char *, realpath, (const char *path, char *real), (path, real), ENOMEM, NULL)
REPLACE(FAULT_OTHER, char *, getcwd, (char *to, size_t size), (to, size), ENOENT, NULL)
REPLACE(FAULT_OTHER, int, rename, (const char *from, const char *to), (from, to), EIO, -1)
REPLACE(FAULT_OTHER, int, link, (const char *from, const char *to), (from, to), EIO, -1)
REPLACE(FAULT_OTHER, int, unlink, (const char *path), (path), EIO, -1)
REPLACE(FAULT_OTHER, int, scandir64,
        (const char *path, struct dirent64 ***found, int (*want)(const struct dirent64 *),
         int (*order)(const struct dirent64 **, const struct dirent64 **)),
        (path, found, want, order), ENOMEM, -1)

/* ---- threads, pipes, programs ---- */

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *), void *with)
{
    if (DUE(FAULT_OTHER, "pthread_create"))
        return EAGAIN;
    return NEXT("pthread_create", int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *),
                                          void *))(thread, how, run, with);
}

int posix_spawnp(pid_t *child, const char *file, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *how, char *const argv[], char *const env[])
{
    if (DUE(FAULT_OTHER, "posix_spawnp"))
        return EAGAIN;
    return NEXT("posix_spawnp", int (*)(pid_t *, const char *, const posix_spawn_file_actions_t *,
                                        const posix_spawnattr_t *, char *const *,
                                        char *const *))(child, file, actions, how, argv, env);
}

#define NUMBERED(name, params, args)                                                               \
    int name params                                                                                \
    {                                                                                              \
        return DUE(FAULT_MEMORY, #name) ? ENOMEM : NEXT(#name, int(*) params) args;                \
    }
NUMBERED(posix_spawn_file_actions_adddup2, (posix_spawn_file_actions_t * actions, int from, int to),
         (actions, from, to))
NUMBERED(posix_spawn_file_actions_addopen,
         (posix_spawn_file_actions_t *restrict actions, int fd, const char *restrict path,
          int flags, mode_t mode),
         (actions, fd, path, flags, mode))
NUMBERED(posix_spawn_file_actions_addclose, (posix_spawn_file_actions_t * actions, int fd),
         (actions, fd))

REPLACE(FAULT_OTHER, int, pipe, (int ends[2]), (ends), EMFILE, -1)
REPLACE(FAULT_OTHER, int, pipe2, (int ends[2], int flags), (ends, flags), EMFILE, -1)
REPLACE(FAULT_OTHER, int, kill, (pid_t child, int signal), (child, signal), ESRCH, -1)
REPLACE(FAULT_OTHER, pid_t, waitpid, (pid_t child, int *status, int how), (child, status, how),
        ECHILD, -1)
REPLACE(FAULT_OTHER, int, waitid, (idtype_t kind, id_t child, siginfo_t *info, int how),
        (kind, child, info, how), ECHILD, -1)
NUMBERED(clock_getcpuclockid, (pid_t child, clockid_t *clock), (child, clock))
REPLACE(FAULT_OTHER, long, sysconf, (int name), (name), EINVAL, -1)
