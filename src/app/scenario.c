#include "app/scenario.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/embedded.h"
#include "app/inifile.h"
#include "app/scenariokey.h"
#include "base/array.h"
#include "base/file.h"
#include "base/path.h"
#include "base/text.h"

enum { KEYS_MAX = 64 };

static Scenario *create(void)
{
    Scenario *s = mem_calloc(1, sizeof *s);
    s->open.optimizers = s->optimizers;
    return s;
}

void scenario_destroy(Scenario *s)
{
    if (!s)
        return;
    strbuf_deinit(&s->title);
    strbuf_deinit(&s->caption);
    strbuf_deinit(&s->question);
    strbuf_deinit(&s->problem);
    strbuf_deinit(&s->outside);
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++)
        strbuf_deinit(&s->specs[i]);
    free(s);
}

static const char *text_or_null(const StrBuf *text)
{
    return text->len > 0 ? strbuf_text(text) : NULL;
}

/* Once nothing moves in memory any more. */
static void tie(Scenario *s)
{
    s->open.title = text_or_null(&s->title);
    s->open.caption = text_or_null(&s->caption);
    s->open.question = text_or_null(&s->question);
    s->open.problem = text_or_null(&s->problem);
    for (size_t i = 0; i < s->open.optimizer_count; i++)
        s->optimizers[i] = strbuf_text(&s->specs[i]);
}

const char *scenario_outside(const Scenario *s)
{
    return text_or_null(&s->outside);
}

const AppOptions *scenario_options(const Scenario *s)
{
    return &s->open;
}

static const char *key_name(const void *context, size_t index)
{
    (void)context;
    return scenariokey_at(index)->name;
}

void scenario_help(StrBuf *out)
{
    strbuf_put(out,
               "A scenario file holds lines KEY = VALUE. Indented lines go on with the value "
               "above;\nlines that begin with ';' or '#' are comments.\n"
               "A path, as in problem = linreg:data=rows.csv, begins at the file's own folder. "
               "For a file\noutside that folder the window asks first; the command line reads "
               "it and says so. Keys:\n\n");
    for (size_t i = 0; i < scenariokey_count(); i++)
        strbuf_printf(out, "  %-10s %s\n", scenariokey_at(i)->name, scenariokey_at(i)->help);
    strbuf_put(out, "\nversion, problem and one optimizer at least have to be there. Ctrl+S in the "
                    "window\nwrites such a file.\n");
}

/* ---- reading ---- */

typedef struct Reading {
    const char *name;
    Scenario *scenario;
    long given[KEYS_MAX]; /* the line of each key, 0 if it has none */
} Reading;

static bool unknown_key(const char *key, Err *err)
{
    const char *nearest = text_nearest(key, scenariokey_count(), key_name, NULL);
    if (nearest)
        return err_set(err, "unknown key '%s'; did you mean '%s'?", key, nearest);
    StrBuf all = {0};
    for (size_t i = 0; i < scenariokey_count(); i++)
        strbuf_printf(&all, "%s%s", i == 0 ? "" : ", ", scenariokey_at(i)->name);
    err_set(err, "unknown key '%s'; there are %s", key, strbuf_text(&all));
    strbuf_deinit(&all);
    return false;
}

/* The value with its lines put together. */
static void join(const StrBuf *value, const char *joint, StrBuf *out)
{
    for (size_t i = 0; i < value->len; i++)
        if (value->data[i] == '\n')
            strbuf_put(out, joint);
        else
            strbuf_put_char(out, value->data[i] == '\t' ? ' ' : value->data[i]);
}

static bool read_value(Scenario *s, const ScenarioKey *key, const StrBuf *lines, Err *err)
{
    StrBuf value = {0};
    join(lines, key->joint, &value);
    bool good = value.len > 0 ? key->read(s, strbuf_text(&value), err)
                              : err_set(err, "no value; expected %s", key->help);
    strbuf_deinit(&value);
    if (!good)
        err_prefix(err, "%s: ", key->name);
    return good;
}

static bool read_entry(Reading *reading, const IniEntry *entry, Err *err)
{
    size_t i = 0;
    while (i < scenariokey_count() && strcmp(entry->key, scenariokey_at(i)->name) != 0)
        i++;
    if (i == scenariokey_count())
        return unknown_key(entry->key, err);
    if (i > 0 && reading->given[0] == 0)
        return err_set(err, "'%s' comes too early; expected version = %d before all else",
                       entry->key, SCENARIO_VERSION);
    if (reading->given[i] > 0 && scenariokey_at(i)->kind != KEY_LIST)
        return err_set(err, "%s is given twice; it is accepted once, and stands in line %ld",
                       entry->key, reading->given[i]);
    reading->given[i] = entry->line;
    return read_value(reading->scenario, scenariokey_at(i), &entry->value, err);
}

/* What belongs together, when all of it is there. */
static bool check_whole(const Reading *reading, Err *err)
{
    const AppOptions *open = &reading->scenario->open;
    if (reading->given[0] == 0)
        return err_set(err, "it is empty; expected version = %d and a race", SCENARIO_VERSION);
    if (reading->scenario->problem.len == 0)
        return err_set(err, "no problem; expected a line such as problem = rosenbrock");
    if (open->optimizer_count == 0)
        return err_set(err, "no optimizer; expected lines such as optimizer = adam:lr=0.1");
    if (open->check && (open->anatomy || open->curvature))
        return err_set(err, "show: check fills the panel; expected it without anatomy and "
                            "without curvature");
    return open->select <= open->optimizer_count ||
           err_set(err, "select: there is no optimizer %zu; expected 1 to %zu", open->select,
                   open->optimizer_count);
}

static bool read_entries(Reading *reading, const IniFile *file, Err *err)
{
    for (size_t i = 0; i < file->count; i++) {
        if (!read_entry(reading, &file->entries[i], err)) {
            err_prefix(err, "%s:%ld: ", reading->name, file->entries[i].line);
            return false;
        }
    }
    bool whole = check_whole(reading, err);
    if (!whole)
        err_prefix(err, "%s: ", reading->name);
    return whole;
}

/* A text that lies in the folder. */
static Scenario *parse_in(const char *folder, ScenarioTrust trust, const char *name,
                          const char *bytes, size_t size, Err *err)
{
    IniFile file = {0};
    if (!inifile_parse(&file, name, bytes, size, err))
        return NULL;
    Reading reading = {.name = name, .scenario = create()};
    reading.scenario->folder = folder;
    reading.scenario->asks = trust == SCENARIO_ASKS;
    bool good = read_entries(&reading, &file, err);
    reading.scenario->folder = NULL;
    inifile_deinit(&file);
    if (!good) {
        scenario_destroy(reading.scenario);
        return NULL;
    }
    tie(reading.scenario);
    return reading.scenario;
}

Scenario *scenario_parse(const char *name, const char *bytes, size_t size, Err *err)
{
    return parse_in("", SCENARIO_READS, name, bytes, size, err);
}

const char *scenario_kind_of_file(const char *name)
{
    static const char *const endings[][2] = {
        {".ini", "scenario file"}, {".png", "picture"}, {".svg", "figure"}, {".pdf", "figure"}};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && dot > name && i < sizeof endings / sizeof endings[0]; i++)
        if (strcmp(dot, endings[i][0]) == 0)
            return endings[i][1];
    return NULL;
}

Scenario *scenario_load(const char *path, ScenarioTrust trust, Err *err)
{
    StrBuf bytes = {0}, found = {0}, folder = {0};
    const StrBuf *text = &bytes;
    Scenario *scenario = NULL;
    bool good = file_read(path, FILE_OR_STDIN, EMBEDDED_BYTES_MAX, &bytes, err);
    if (good && embedded_is_picture(strbuf_text(&bytes), bytes.len)) {
        text = &found;
        good = embedded_read(path, strbuf_text(&bytes), bytes.len, &found, err);
    }
    if (!file_names_stdin(path)) /* which lies in no folder */
        path_folder(path, &folder);
    if (good)
        scenario = parse_in(strbuf_text(&folder), trust, path, strbuf_text(text), text->len, err);
    strbuf_deinit(&folder);
    strbuf_deinit(&found);
    strbuf_deinit(&bytes);
    return scenario;
}

void scenario_complete(const Scenario *s, Options *options)
{
    const AppOptions *open = &s->open;
    options->problem = open->problem;
    for (size_t i = 0; i < open->optimizer_count && options->optimizer_count == 0; i++)
        options->optimizers[i] = open->optimizers[i];
    if (options->optimizer_count == 0)
        options->optimizer_count = open->optimizer_count;
    if (!options->start_given && !options->init_given) {
        options->start_given = open->has_start;
        options->start = open->start;
        options->init = open->init;
    }
    if (options->steps < 0 && open->steps > 0)
        options->steps = open->steps;
    if (!options->unit_given)
        options->unit = open->unit;
    if (!options->seed_given)
        options->seed = open->seed;
}

/* ---- writing ---- */

/* Only where it is not the home view. */
static void note_camera(const App *app, AppOptions *open)
{
    const Scene *scene = &app->scene;
    Vec2 home = box2_center(race_problem(app->race)->view);
    const Orbit usual = EYE_HOME;
    open->has_camera = scene->center.x != home.x || scene->center.y != home.y || scene->zoom != 1;
    open->center = scene->center;
    open->zoom = fmin(fmax(scene->zoom, SCENARIO_ZOOM_MIN), SCENARIO_ZOOM_MAX);
    open->has_orbit = scene->orbit.yaw != usual.yaw || scene->orbit.tilt != usual.tilt;
    open->orbit = scene->orbit;
}

static void note_race(const App *app, Reference place, Scenario *s)
{
    const Race *race = app->race;
    const Problem *problem = race_problem(race);
    AppOptions *open = &s->open;
    reference_write(problem->spec, place, &s->problem);
    open->start = race_start(race);
    open->init = app->scene.init;
    open->has_start = open->init.kind != INIT_POINT || open->start.x != problem->start.x ||
                      open->start.y != problem->start.y;
    open->steps = app->steps_chosen ? race_limits(race).budget : 0;
    open->unit = race_limits(race).unit;
    open->optimizer_count = race_count(race);
    for (size_t i = 0; i < race_count(race); i++)
        optimizer_spec_print(race_wanted(race, i), &s->specs[i]);
}

Scenario *scenario_of(const App *app, Reference place)
{
    const Scene *scene = &app->scene;
    Scenario *s = create();
    AppOptions *open = &s->open;
    note_race(app, place, s);
    strbuf_put(&s->title, scene->title ? scene->title : "");
    strbuf_put(&s->caption, scene->caption ? scene->caption : "");
    strbuf_put(&s->question, scene->question ? scene->question : "");
    note_camera(app, open);
    scenariokey_note_shown(scene, open);
    open->check_placed = scene->check && scene->check_placed;
    open->check_at = scene->check_at;
    open->layout = scene->layout;
    open->chart = scene->chart;
    open->probes = scene->probes;
    open->step = (long)floor(scene->playhead);
    open->speed = app->speed_chosen ? scene->speed : 0;
    open->select = scene->selected + 1 == race_count(app->race) ? 0 : scene->selected + 1;
    tie(s);
    return s;
}

static void print_key(const Scenario *s, const ScenarioKey *key, StrBuf *out)
{
    StrBuf value = {0};
    for (size_t i = 0;; i++) {
        strbuf_clear(&value);
        key->write(s, i, &value);
        if (value.len == 0)
            break;
        if (key->kind == KEY_WORDS)
            inifile_put_wrapped(key->name, strbuf_text(&value), out);
        else
            inifile_put(key->name, strbuf_text(&value), out);
    }
    strbuf_deinit(&value);
}

void scenario_print(const Scenario *s, StrBuf *out)
{
    for (size_t i = 0; i < scenariokey_count(); i++)
        print_key(s, scenariokey_at(i), out);
}

void scenario_put(const App *app, Reference place, StrBuf *out)
{
    Scenario *scenario = scenario_of(app, place);
    scenario_print(scenario, out);
    scenario_destroy(scenario);
}

/* Letters and digits of the title, or of the problem's own name, with '-' for all else. */
void scenario_file_name(const Scenario *s, StrBuf *out)
{
    enum { NAME_MAX_BYTES = 48 };
    const char *text = s->title.len > 0 ? strbuf_text(&s->title) : strbuf_text(&s->problem);
    bool gap = false;
    for (; *text != '\0' && out->len < NAME_MAX_BYTES; text++) {
        unsigned char c = (unsigned char)*text;
        if (c >= 0x80 || !isalnum(c)) {
            gap = out->len > 0;
            continue;
        }
        if (gap)
            strbuf_put_char(out, '-');
        gap = false;
        strbuf_put_char(out, (char)tolower(c));
    }
    if (out->len == 0)
        strbuf_put(out, "race");
}
