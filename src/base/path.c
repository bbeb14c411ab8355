#include "base/path.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void path_folder(const char *path, StrBuf *out)
{
    size_t len = (size_t)(path_name(path) - path);
    strbuf_put_bytes(out, path, len > 1 ? len - 1 : len); /* the root is its slash */
}

void path_join(const char *folder, const char *path, StrBuf *out)
{
    if (path[0] != '/' && folder[0] != '\0') {
        strbuf_put(out, folder);
        if (folder[strlen(folder) - 1] != '/')
            strbuf_put_char(out, '/');
    }
    strbuf_put(out, path);
}

/* Without steps that go nowhere, "a//./b". */
static void put_tidy(const char *path, StrBuf *out)
{
    bool root = path[0] == '/', first = true;
    if (root)
        strbuf_put_char(out, '/');
    for (path += strspn(path, "/"); *path != '\0'; path += strspn(path, "/")) {
        size_t len = strcspn(path, "/");
        if (len != 1 || *path != '.') {
            strbuf_put(out, first ? "" : "/");
            strbuf_put_bytes(out, path, len);
            first = false;
        }
        path += len;
    }
}

void path_absolute(const char *path, StrBuf *out)
{
    StrBuf whole = {0};
    char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);
    path_join(here ? here : "", path, &whole);
    put_tidy(strbuf_text(&whole), out);
    strbuf_deinit(&whole);
    free(here);
}

/* Where a folder's path leads; NULL if nowhere. The caller frees it. */
static char *real_folder(const char *folder)
{
    return realpath(folder[0] != '\0' ? folder : ".", NULL);
}

/* The same of a file's, which need not be there as long as its folder is. */
static char *real_file(const char *path)
{
    char *real = realpath(path, NULL);
    if (real)
        return real;
    StrBuf folder = {0}, whole = {0};
    path_folder(path, &folder);
    char *place = real_folder(strbuf_text(&folder));
    if (place) {
        path_join(place, path_name(path), &whole);
        real = mem_strdup(strbuf_text(&whole));
    }
    free(place);
    strbuf_deinit(&folder);
    strbuf_deinit(&whole);
    return real;
}

/* What follows the folder in the path; NULL if it does not begin with it. */
static const char *below(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    if (len > 0 && folder[len - 1] == '/')
        len--;
    return strncmp(path, folder, len) == 0 && path[len] == '/' ? path + len + 1 : NULL;
}

static bool climbs(const char *path)
{
    for (; *path != '\0'; path += strspn(path, "/")) {
        size_t len = strcspn(path, "/");
        if (len == 2 && strncmp(path, "..", 2) == 0)
            return true;
        path += len;
    }
    return false;
}

static const char *next_step(const char *path)
{
    path += strcspn(path, "/");
    return path + strspn(path, "/");
}

/* From one real folder to a real path: up to where they part, and down. */
static void put_way(const char *path, const char *folder, StrBuf *out)
{
    path++;
    folder++;
    for (size_t len = strcspn(folder, "/");
         len > 0 && strcspn(path, "/") == len && strncmp(path, folder, len) == 0;
         len = strcspn(folder, "/")) {
        path = next_step(path);
        folder = next_step(folder);
    }
    for (; *folder != '\0'; folder = next_step(folder))
        strbuf_put(out, "../");
    strbuf_put(out, path);
}

void path_relative(const char *path, const char *folder, StrBuf *out)
{
    StrBuf whole = {0}, from = {0};
    path_absolute(path, &whole);
    path_absolute(folder, &from);
    const char *rest = below(strbuf_text(&whole), strbuf_text(&from));
    char *real = NULL, *place = NULL;
    if (rest && !climbs(rest))
        strbuf_put(out, rest);
    else if ((real = real_file(path)) && (place = real_folder(folder)))
        put_way(real, place, out);
    else
        strbuf_put(out, strbuf_text(&whole));
    free(real);
    free(place);
    strbuf_deinit(&whole);
    strbuf_deinit(&from);
}

/* By its letters: where there is nothing, no link leads anywhere. */
static bool reads_within(const char *path, const char *folder)
{
    StrBuf whole = {0}, place = {0};
    path_absolute(path, &whole);
    path_absolute(folder, &place);
    const char *rest = below(strbuf_text(&whole), strbuf_text(&place));
    bool within = rest && !climbs(rest);
    strbuf_deinit(&whole);
    strbuf_deinit(&place);
    return within;
}

bool path_within(const char *path, const char *folder)
{
    char *real = real_file(path), *place = real_folder(folder);
    bool within = real && place ? below(real, place) != NULL : reads_within(path, folder);
    free(real);
    free(place);
    return within;
}

void path_real(const char *path, StrBuf *out)
{
    char *real = realpath(path, NULL);
    strbuf_put(out, real ? real : path);
    free(real);
}
