#include "app/output.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/strbuf.h"

struct OutputFile {
    FILE *stream;
    char *path;      /* where it goes, symbolic links followed; NULL: written directly */
    char *temporary; /* where it grows */
    char *name;      /* as the person wrote it */
    bool borrowed;   /* the stream stays open */
};

static void destroy(OutputFile *output)
{
    free(output->path);
    free(output->temporary);
    free(output->name);
    free(output);
}

static OutputFile *fail(OutputFile *output, Err *err)
{
    err_set(err, "cannot write '%s': %s", output->name, strerror(errno));
    destroy(output);
    return NULL;
}

/* What is there already: a device or a pipe is opened as it is, and a link keeps pointing. */
static bool resolve(OutputFile *output, bool *direct)
{
    struct stat info;
    *direct = false;
    if (stat(output->name, &info) != 0) {
        output->path = mem_strdup(output->name);
        return errno == ENOENT;
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

/* mkstemp makes the file private; give it the mode it would have had. */
static void restore_mode(const OutputFile *output, int fd)
{
    struct stat info;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = stat(output->path, &info) == 0 ? info.st_mode & 0777 : 0666 & ~mask;
    if (fchmod(fd, mode) != 0)
        return; /* a file system without modes */
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
    if (direct) {
        output->stream = fopen(path, "wb");
        return output->stream ? output : fail(output, err);
    }
    StrBuf temporary = {0};
    strbuf_printf(&temporary, "%s.XXXXXX", output->path);
    output->temporary = mem_strdup(strbuf_text(&temporary));
    strbuf_deinit(&temporary);
    int fd = mkstemp(output->temporary);
    if (fd < 0)
        return fail(output, err);
    restore_mode(output, fd);
    output->stream = fdopen(fd, "wb");
    if (!output->stream) {
        close(fd);
        unlink(output->temporary);
        return fail(output, err);
    }
    return output;
}

FILE *output_stream(OutputFile *output)
{
    return output->stream;
}

const char *output_path(const OutputFile *output)
{
    return output->temporary;
}

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
    if (!good) {
        if (output->temporary)
            unlink(output->temporary);
        err_set(err, "cannot write '%s': %s", output->name, strerror(reason));
    }
    destroy(output);
    return good;
}

void output_discard(OutputFile *output)
{
    if (!output)
        return;
    if (!output->borrowed)
        fclose(output->stream);
    if (output->temporary)
        unlink(output->temporary);
    destroy(output);
}
