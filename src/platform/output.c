#include "platform/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "platform/ending.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

enum { LINKS_MAX = 40, NUMBER_MAX = 9999 };

struct OutputFile {
    FILE *stream;
    char *path;              /* where it goes, symbolic links followed; NULL: written directly */
    char *temporary;         /* where it grows */
    char *name;              /* as the person wrote it */
    int growing, claimed;    /* in platform/ending's list: temporary, and path while it is empty */
    bool borrowed, reserved; /* the stream stays open; path is an empty file of ours */
};

static void destroy(OutputFile *output)
{
    ending_drop_file(output->growing);
    ending_drop_file(output->claimed);
    free(output->path);
    free(output->temporary);
    free(output->name);
    free(output);
}

static void give_back(OutputFile *output)
{
    if (output->reserved)
        unlink(output->path);
    destroy(output);
}

static OutputFile *fail(OutputFile *output, Err *err)
{
    err_set(err, "cannot write '%s': %s", output->name, strerror(errno));
    give_back(output);
    return NULL;
}

/* ---- where it goes ---- */

/* Follows links whose end is not there yet: what open would create. NULL and errno. */
static char *follow(const char *name)
{
    char *path = mem_strdup(name);
    for (int links = 0;; links++) {
        char target[PATH_MAX];
        const ssize_t len = readlink(path, target, sizeof target - 1);
        if (len < 0)
            return path;
        if (links == LINKS_MAX) {
            free(path);
            errno = ELOOP;
            return NULL;
        }
        target[len] = '\0';
        StrBuf folder = {0}, next = {0};
        path_folder(path, &folder);
        path_join(strbuf_text(&folder), target, &next);
        free(path);
        path = mem_strdup(strbuf_text(&next));
        strbuf_deinit(&folder);
        strbuf_deinit(&next);
    }
}

/* What is there already: a device or a pipe is opened as it is, and a link keeps pointing. */
static bool resolve(OutputFile *output, bool *direct)
{
    struct stat info;
    *direct = false;
    if (stat(output->name, &info) != 0) {
        if (errno != ENOENT)
            return false;
        output->path = follow(output->name);
        return output->path != NULL;
    }
    if (S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return false;
    }
    *direct = !S_ISREG(info.st_mode);
    if (!*direct && access(output->name, W_OK) != 0)
        return false;
    char *real = realpath(output->name, NULL);
    output->path = mem_strdup(real ? real : output->name);
    free(real);
    return true;
}

/* The mode of a file that is written anew: its own, or what the person's mask leaves. */
static mode_t mode_of(const char *path)
{
    struct stat info;
    mode_t mask = umask(0);
    umask(mask);
    return stat(path, &info) == 0 ? info.st_mode & 0777 : 0666 & ~mask;
}

/* ---- where it grows ---- */

static bool open_temporary(OutputFile *output)
{
    const mode_t mode = mode_of(output->path);
    StrBuf temporary = {0};
    strbuf_printf(&temporary, "%s.XXXXXX", output->path);
    output->temporary = mem_strdup(strbuf_text(&temporary));
    strbuf_deinit(&temporary);
    const int fd = mkstemp(output->temporary);
    if (fd < 0)
        return false;
    output->growing = ending_add_file(output->temporary, ENDING_FILE);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (fchmod(fd, mode) != 0) /* mkstemp made it private */
        errno = 0;             /* a file system without modes */
    output->stream = fdopen(fd, "wb");
    if (output->stream)
        return true;
    const int reason = errno;
    close(fd);
    unlink(output->temporary);
    errno = reason;
    return false;
}

OutputFile *output_open(const char *path, FILE *standard, Err *err)
{
    OutputFile *output = mem_calloc(1, sizeof *output);
    if (!path || strcmp(path, "-") == 0) {
        output->name = mem_strdup("standard output");
        output->stream = standard;
        output->borrowed = true;
        return output;
    }
    output->name = mem_strdup(path);
    bool direct;
    if (!resolve(output, &direct))
        return fail(output, err);
    if (direct)
        output->stream = fopen(path, "wb");
    return output->stream || (!direct && open_temporary(output)) ? output : fail(output, err);
}

/* Takes `name` if nobody has it. False and errno, EEXIST if somebody does. */
static bool claim(OutputFile *output, const char *name)
{
    const int fd = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    close(fd);
    output->reserved = true;
    output->claimed = ending_add_file(name, ENDING_CLAIM);
    return true;
}

OutputFile *output_open_free(const char *name, Err *err)
{
    OutputFile *output = mem_calloc(1, sizeof *output);
    const char *dot = strrchr(name, '.');
    const int stem = (int)(dot ? dot - name : (ptrdiff_t)strlen(name));
    StrBuf path = {0};
    strbuf_put(&path, name);
    for (int i = 2; !claim(output, strbuf_text(&path)) && errno == EEXIST && i <= NUMBER_MAX; i++) {
        strbuf_clear(&path);
        strbuf_printf(&path, "%.*s-%d%s", stem, name, i, name + stem);
    }
    const int reason = errno;
    output->name = mem_strdup(strbuf_text(&path));
    output->path = mem_strdup(strbuf_text(&path));
    strbuf_deinit(&path);
    errno = reason;
    return output->reserved && open_temporary(output) ? output : fail(output, err);
}

FILE *output_stream(OutputFile *output)
{
    return output->stream;
}

const char *output_name(const OutputFile *output)
{
    return output->name;
}

const char *output_path(const OutputFile *output)
{
    return output->temporary;
}

/* ---- its end ---- */

bool output_commit(OutputFile *output, Err *err)
{
    bool good = fflush(output->stream) == 0 && !ferror(output->stream);
    int reason = errno;
    if (!output->borrowed && fclose(output->stream) != 0 && good) {
        good = false;
        reason = errno;
    }
    if (good && output->temporary && rename(output->temporary, output->path) != 0) {
        good = false;
        reason = errno;
    }
    if (good) {
        destroy(output);
        return true;
    }
    if (output->temporary)
        unlink(output->temporary);
    err_set(err, "cannot write '%s': %s", output->name, strerror(reason));
    give_back(output);
    return false;
}

void output_discard(OutputFile *output)
{
    if (!output)
        return;
    if (!output->borrowed)
        fclose(output->stream);
    if (output->temporary)
        unlink(output->temporary);
    give_back(output);
}

/* The folders above path. Ones that are there stay as they are. */
static void make_folders(const char *path)
{
    char *folder = mem_strdup(path);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            break; /* opening the file says why */
        *slash = '/';
    }
    free(folder);
}

bool output_write(const char *path, const char *text, Err *err)
{
    make_folders(path);
    OutputFile *file = output_open(path, NULL, err);
    if (!file)
        return false;
    fputs(text, output_stream(file));
    return output_commit(file, err);
}
