#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *kind_name(mode_t mode)
{
    return S_ISDIR(mode)    ? "a directory"
           : S_ISFIFO(mode) ? "a FIFO"
           : S_ISSOCK(mode) ? "a socket"
                            : "a device";
}

static bool check_kind(const char *path, FileKinds kinds, const struct stat *info, Err *err)
{
    return S_ISREG(info->st_mode) ||
           err_set(err, "cannot read '%s': it is %s; expected a file%s", path,
                   kind_name(info->st_mode), kinds == FILE_OR_STDIN ? " or /dev/stdin" : "");
}

static bool complain(const char *path, Err *err)
{
    return err_set(err, "cannot read '%s': %s", path, strerror(errno));
}

/* Looked at before it is opened, as opening may wait or act; and after, as another file may have
 * taken its place. */
static int open_regular(const char *path, FileKinds kinds, Err *err)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        complain(path, err);
        return -1;
    }
    if (!check_kind(path, kinds, &info, err))
        return -1;
    int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file >= 0 && fstat(file, &info) == 0 && check_kind(path, kinds, &info, err))
        return file;
    complain(path, err); /* unless its kind has been said */
    if (file >= 0)
        close(file);
    return -1;
}

FILE *file_open(const char *path, FileKinds kinds, Err *err)
{
    if (kinds == FILE_OR_STDIN && file_names_stdin(path)) {
        FILE *stream = fopen(path, "rb");
        if (!stream)
            complain(path, err);
        return stream;
    }
    int file = open_regular(path, kinds, err);
    if (file < 0)
        return NULL;
    FILE *stream = fdopen(file, "rb");
    if (!stream) {
        complain(path, err);
        close(file);
    }
    return stream;
}

static bool read_all(FILE *file, const char *path, size_t most, StrBuf *out, Err *err)
{
    char bytes[4096];
    size_t count, before = out->len;
    while (out->len - before <= most && (count = fread(bytes, 1, sizeof bytes, file)) > 0)
        strbuf_put_bytes(out, bytes, count);
    if (ferror(file))
        return complain(path, err);
    return out->len - before <= most ||
           err_set(err, "cannot read '%s': it is larger than %zu bytes", path, most);
}

bool file_read(const char *path, FileKinds kinds, size_t most, StrBuf *out, Err *err)
{
    FILE *file = file_open(path, kinds, err);
    if (!file)
        return false;
    bool good = read_all(file, path, most, out, err);
    fclose(file);
    return good;
}

bool file_names_stdin(const char *path)
{
    static const char descriptors[] = "/dev/fd/";
    const size_t len = sizeof descriptors - 1;
    return strcmp(path, "/dev/stdin") == 0 ||
           (strncmp(path, descriptors, len) == 0 && path[len] != '\0' &&
            path[len + strspn(path + len, "0123456789")] == '\0');
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

bool file_is_regular(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}
