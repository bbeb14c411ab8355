#include "app/reference.h"

#include "base/file.h"
#include "base/path.h"
#include "problem/factory.h"

/* ---- other paths ---- */

static void write_path(const void *context, const char *path, StrBuf *out)
{
    const Reference *place = context;
    if (file_names_stdin(path) || place->kind == REFERENCE_HERE)
        strbuf_put(out, path);
    else if (place->kind == REFERENCE_ANYWHERE)
        path_absolute(path, out);
    else if (place->kind == REFERENCE_FOLDER)
        path_relative(path, place->folder, out);
    else
        strbuf_put(out, path_name(path));
}

void reference_write(const char *spec, Reference place, StrBuf *out)
{
    problem_rewrite_spec(spec, &(ParamPaths){write_path, &place}, out);
}

static void read_path(const void *context, const char *path, StrBuf *out)
{
    path_join(context, path, out);
}

void reference_read(const char *spec, const char *folder, StrBuf *out)
{
    problem_rewrite_spec(spec, &(ParamPaths){read_path, folder}, out);
}

/* ---- what it reads ---- */

/* A walk over the files of a spec. */
typedef struct Walk {
    bool (*wanted)(const struct Walk *walk, const char *path);
    void (*put)(const char *path, StrBuf *out);
    const char *folder;
    StrBuf *names;
    size_t *count;
} Walk;

static void note_path(const void *context, const char *path, StrBuf *out)
{
    const Walk *walk = context;
    if (walk->wanted(walk, path)) {
        strbuf_put(walk->names, (*walk->count)++ > 0 ? " and " : "");
        walk->put(path, walk->names);
    }
    strbuf_put(out, path);
}

static size_t walk_files(const char *spec, Walk walk, StrBuf *names)
{
    StrBuf same = {0};
    size_t count = 0;
    walk.names = names;
    walk.count = &count;
    problem_rewrite_spec(spec, &(ParamPaths){note_path, &walk}, &same);
    strbuf_deinit(&same);
    return count;
}

static bool is_any(const Walk *walk, const char *path)
{
    (void)walk;
    (void)path;
    return true;
}

static bool is_outside(const Walk *walk, const char *path)
{
    return !path_within(path, walk->folder);
}

static bool is_stdin(const Walk *walk, const char *path)
{
    (void)walk;
    return file_names_stdin(path);
}

static bool is_missed(const Walk *walk, const char *path)
{
    StrBuf joined = {0};
    path_join(walk->folder, path, &joined);
    bool missed = !file_exists(strbuf_text(&joined)) && file_exists(path);
    strbuf_deinit(&joined);
    return missed;
}

static void put_name(const char *path, StrBuf *out)
{
    strbuf_put(out, file_names_stdin(path) ? "standard input" : path_name(path));
}

static void put_path(const char *path, StrBuf *out)
{
    strbuf_put(out, path);
}

bool reference_names(const char *spec, StrBuf *out)
{
    return walk_files(spec, (Walk){.wanted = is_any, .put = put_name}, out) > 0;
}

bool reference_outside(const char *spec, const char *folder, StrBuf *out)
{
    return walk_files(spec, (Walk){.wanted = is_outside, .put = path_real, .folder = folder}, out) >
           0;
}

bool reference_reads_stdin(const char *spec)
{
    return !reference_check(spec, NULL);
}

bool reference_misses(const char *spec, const char *folder)
{
    StrBuf names = {0};
    bool misses = walk_files(spec, (Walk){.wanted = is_missed, .put = put_path, .folder = folder},
                             &names) > 0;
    strbuf_deinit(&names);
    return misses;
}

bool reference_check(const char *spec, Err *err)
{
    StrBuf names = {0};
    bool reads = walk_files(spec, (Walk){.wanted = is_stdin, .put = put_path}, &names) > 0;
    if (reads)
        err_set(err, "'%s' can be read on the command line only; expected a file",
                strbuf_text(&names));
    strbuf_deinit(&names);
    return !reads;
}
