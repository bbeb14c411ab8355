#include "platform/paths.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool paths_session(StrBuf *path)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && state[0] == '/') /* relative ones are to be ignored */
        strbuf_printf(path, "%s/ravine/session", state);
    else if (home && home[0] == '/')
        strbuf_printf(path, "%s/.local/state/ravine/session", home);
    return path->len > 0;
}

bool paths_writable(const char *path)
{
    StrBuf place = {0};
    strbuf_put(&place, path);
    char *slash = strrchr(place.data, '/');
    while (slash && slash != place.data) { /* up to a folder that is there */
        *slash = '\0';
        slash = access(place.data, F_OK) == 0 ? NULL : strrchr(place.data, '/');
    }
    struct stat info;
    bool good = stat(place.data, &info) == 0 && S_ISDIR(info.st_mode) &&
                access(place.data, W_OK) == 0 &&
                (access(path, F_OK) != 0 || access(path, W_OK) == 0);
    strbuf_deinit(&place);
    return good;
}

bool paths_own_folder(StrBuf *path)
{
    char *folder = SDL_GetBasePath();
    if (!folder)
        return false;
    strbuf_put(path, folder);
    SDL_free(folder);
    return true;
}

static bool runs(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

bool paths_program(const char *name, StrBuf *path)
{
    const char *at = getenv("PATH");
    const size_t before = path->len;
    while (at && *at != '\0') {
        size_t len = strcspn(at, ":");
        strbuf_printf(path, "%.*s/%s", (int)len, at, name);
        if (len > 0 && runs(strbuf_text(path) + before))
            return true;
        path->len = before;
        at += len + (at[len] == ':');
    }
    if (path->data)
        path->data[before] = '\0';
    return false;
}
