#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_all(FILE *file, const char *path, size_t most, StrBuf *out, Err *err)
{
    char bytes[4096];
    size_t count, before = out->len;
    while (out->len - before <= most && (count = fread(bytes, 1, sizeof bytes, file)) > 0)
        strbuf_put_bytes(out, bytes, count);
    if (ferror(file))
        return err_set(err, "cannot read '%s': %s", path, strerror(errno));
    return out->len - before <= most ||
           err_set(err, "cannot read '%s': it is larger than %zu bytes", path, most);
}

bool file_read(const char *path, size_t most, StrBuf *out, Err *err)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return err_set(err, "cannot read '%s': %s", path, strerror(errno));
    bool good = read_all(file, path, most, out, err);
    fclose(file);
    return good;
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
