#include "app/session.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/options.h"
#include "app/raceline.h"
#include "app/reference.h"
#include "app/tuning.h"
#include "app/value.h"
#include "base/array.h"
#include "base/file.h"
#include "view/frame/palette.h"

static const char HEADER[] = "ravine session 1";

/* Longer files are none of ours: a race of 32 with all their values has some ten kilobytes. */
enum { FILE_MAX = 256 * 1024, ASIDE_MAX = 9 };

void session_deinit(Session *session)
{
    strbuf_deinit(&session->race);
    strbuf_deinit(&session->recent);
    *session = (Session){0};
}

/* ---- one row per thing that is kept ---- */

static void put_theme(const Session *s, StrBuf *out)
{
    if (s->has_theme)
        strbuf_put(out, value_themes[s->theme]);
}

static bool take_theme(Session *s, const char *value)
{
    size_t i;
    if (!value_choice(value, value_themes, THEME_COUNT, &i, NULL))
        return false;
    s->theme = (ThemeId)i;
    return s->has_theme = true;
}

static void put_text(const Session *s, StrBuf *out)
{
    if (s->text_scale > 0)
        value_put_numbers(&s->text_scale, 1, out);
}

static bool take_text(Session *s, const char *value)
{
    return value_number(value, OPTIONS_SCALE_MIN, OPTIONS_SCALE_MAX, &s->text_scale, NULL);
}

static void put_layout(const Session *s, StrBuf *out)
{
    if (s->has_layout)
        strbuf_put(out, value_layouts[s->layout]);
}

static bool take_layout(Session *s, const char *value)
{
    size_t i;
    if (!value_choice(value, value_layouts, LAYOUT_COUNT, &i, NULL))
        return false;
    s->layout = (SceneLayout)i;
    return s->has_layout = true;
}

static void put_size(const Session *s, StrBuf *out)
{
    if (s->width > 0)
        strbuf_printf(out, "%dx%d", s->width, s->height);
}

static bool take_size(Session *s, const char *value)
{
    return value_size(value, &s->width, &s->height, NULL);
}

static void put_race(const Session *s, StrBuf *out)
{
    strbuf_put(out, strbuf_text(&s->race));
}

static bool take_race(Session *s, const char *value)
{
    strbuf_clear(&s->race);
    strbuf_put(&s->race, value);
    return value[0] != '\0';
}

static void put_recent(const Session *s, StrBuf *out)
{
    strbuf_put(out, strbuf_text(&s->recent));
}

static bool take_recent(Session *s, const char *value)
{
    strbuf_clear(&s->recent);
    strbuf_put(&s->recent, value);
    return value[0] != '\0';
}

static const struct {
    const char *word;
    void (*put)(const Session *session, StrBuf *out); /* nothing where nothing is kept */
    bool (*take)(Session *session, const char *value);
} ROWS[] = {
    {"theme", put_theme, take_theme},    {"text", put_text, take_text},
    {"layout", put_layout, take_layout}, {"size", put_size, take_size},
    {"race", put_race, take_race},       {"recent", put_recent, take_recent},
};

enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };

void session_print(const Session *session, StrBuf *out)
{
    strbuf_printf(out, "%s\n", HEADER);
    StrBuf value = {0};
    for (size_t i = 0; i < ROW_COUNT; i++) {
        strbuf_clear(&value);
        ROWS[i].put(session, &value);
        if (value.len > 0)
            strbuf_printf(out, "%s %s\n", ROWS[i].word, strbuf_text(&value));
    }
    strbuf_deinit(&value);
}

static bool take_line(Session *session, char *line)
{
    char *value = strchr(line, ' ');
    if (!value)
        return false;
    *value++ = '\0';
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (strcmp(line, ROWS[i].word) == 0)
            return ROWS[i].take(session, value);
    return false;
}

bool session_parse(Session *session, const char *text, Err *err)
{
    char *copy = mem_strdup(text), *next = copy;
    int number = 0, bad = 0;
    while (next && *next != '\0') {
        char *line = next, *end = strchr(line, '\n');
        next = end ? end + 1 : NULL;
        if (end)
            *end = '\0';
        bool good = number++ == 0 ? strcmp(line, HEADER) == 0 : take_line(session, line);
        if ((!good || !end) && bad == 0)
            bad = number;
        if (bad == 1)
            break; /* not one of our files */
    }
    free(copy);
    if (number == 0)
        return err_set(err, "it is empty");
    return bad == 0 || err_set(err, "line %d cannot be read", bad);
}

/* ---- the app ---- */

static void note_recent(Session *session, const Scene *scene)
{
    char id[PALETTE_ID_MAX];
    strbuf_clear(&session->recent);
    for (size_t i = 0; i < scene->recent_count; i++) {
        palette_id(scene, scene->recent[i], id);
        strbuf_printf(&session->recent, i == 0 ? "%s" : ", %s", id);
    }
}

/* What another version knew and this one does not is left out. */
static void recall(const Session *session, Scene *scene)
{
    const char *at = strbuf_text(&session->recent);
    scene->recent_count = 0;
    while (*at != '\0' && scene->recent_count < RECENT_MAX) {
        char id[PALETTE_ID_MAX];
        const size_t len = strcspn(at, ",");
        snprintf(id, sizeof id, "%.*s", (int)len, at);
        bool new = palette_find(scene, id, &scene->recent[scene->recent_count]);
        for (size_t i = 0; new &&i < scene->recent_count; i++)
            new = scene->recent[i] != scene->recent[scene->recent_count];
        scene->recent_count += new;
        at += len;
        at += strspn(at, ", ");
    }
}

void session_note(Session *session, const App *app)
{
    const Scene *scene = &app->scene;
    session->has_theme = session->has_layout = true;
    session->theme = scene->theme;
    session->layout = scene->layout;
    session->text_scale = app->text_scale;
    if (!app->output.fullscreen && app->display_scale > 0) {
        int width = (int)lroundf((float)scene->width / app->display_scale);
        int height = (int)lroundf((float)scene->height / app->display_scale);
        if (width >= OPTIONS_SIZE_MIN && height >= OPTIONS_SIZE_MIN && width <= OPTIONS_SIZE_MAX &&
            height <= OPTIONS_SIZE_MAX) {
            session->width = width;
            session->height = height;
        }
    }
    note_recent(session, scene);
    strbuf_clear(&session->race);
    if (!reference_reads_stdin(race_problem(app->race)->spec)) /* who would type it again? */
        raceline_print_for(app, (Reference){.kind = REFERENCE_ANYWHERE}, &session->race);
}

void session_taste(const Session *session, const SessionOpen *open, App *app)
{
    if (open->theme && session->has_theme)
        app->scene.theme = session->theme;
    if (open->layout && session->has_layout)
        app->scene.layout = session->layout;
    if (open->text_scale && session->text_scale > 0)
        app->text_scale = session->text_scale;
    recall(session, &app->scene);
    scene_dress(&app->scene);
}

bool session_race(const Session *session, App *app, Err *err)
{
    if (session->race.len == 0)
        return true;
    bool good = raceline_apply(app, strbuf_text(&session->race), err);
    tuning_forget(app); /* nobody has seen what was there before */
    return good;
}

/* ---- the file ---- */

/* A free name, so that nothing that lies there is lost. */
static bool move_aside(const char *path, StrBuf *aside)
{
    for (int i = 1; i <= ASIDE_MAX; i++) {
        strbuf_clear(aside);
        strbuf_printf(aside, i == 1 ? "%s.damaged" : "%s.damaged-%d", path, i);
        if (access(strbuf_text(aside), F_OK) != 0)
            return rename(path, strbuf_text(aside)) == 0;
    }
    return false;
}

void session_set_aside(const char *path, Err *err)
{
    StrBuf aside = {0};
    char why[sizeof err->text];
    snprintf(why, sizeof why, "%.*s", (int)strcspn(err->text, "\n"), err->text);
    *err = (Err){0};
    if (move_aside(path, &aside))
        err_set(err, "what was kept in '%s' is damaged (%s); it is now '%s'", path, why,
                strbuf_text(&aside));
    else
        err_set(err, "what was kept in '%s' is damaged (%s)", path, why);
    strbuf_deinit(&aside);
}

bool session_load(Session *session, const char *path, Err *err)
{
    StrBuf text = {0};
    if (!file_exists(path))
        return true;
    bool read = file_read(path, FILE_REGULAR, FILE_MAX, &text, err), good = read;
    if (read && strlen(strbuf_text(&text)) != text.len)
        good = err_set(err, "it is no text");
    else if (read)
        good = session_parse(session, strbuf_text(&text), err);
    strbuf_deinit(&text);
    if (read && !good)
        session_set_aside(path, err);
    return good;
}
