#include "app/scenariokey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/playback.h"
#include "app/reference.h"
#include "app/scenario.h"
#include "app/value.h"
#include "base/array.h"
#include "base/text.h"
#include "problem/factory.h"

/* ---- readers and writers of the values ---- */

static bool read_version(Scenario *s, const char *value, Err *err)
{
    (void)s;
    long long version;
    if (!text_integer(value, strlen(value), 1, 1000000000, &version))
        return value_refuse(value, "1", err);
    return version <= SCENARIO_VERSION ||
           err_set(err, "%lld is newer than this Ravine, which reads version %d; expected %d",
                   version, SCENARIO_VERSION, SCENARIO_VERSION);
}

static void write_version(const Scenario *s, size_t index, StrBuf *out)
{
    (void)s;
    if (index == 0)
        strbuf_printf(out, "%d", SCENARIO_VERSION);
}

/* Words with single blanks between them. */
static bool read_words(StrBuf *own, const char *value, size_t most, Err *err)
{
    strbuf_clear(own);
    for (value += strspn(value, " \t\n"); *value != '\0'; value += strspn(value, " \t\n")) {
        size_t len = strcspn(value, " \t\n");
        if (own->len > 0)
            strbuf_put_char(own, ' ');
        strbuf_put_bytes(own, value, len);
        value += len;
    }
    return own->len <= most ||
           err_set(err, "%zu bytes are too long; expected at most %zu", own->len, most);
}

static bool read_title(Scenario *s, const char *value, Err *err)
{
    return read_words(&s->title, value, SCENARIO_TITLE_MAX, err);
}

static bool read_caption(Scenario *s, const char *value, Err *err)
{
    return read_words(&s->caption, value, SCENARIO_CAPTION_MAX, err);
}

static bool read_question(Scenario *s, const char *value, Err *err)
{
    return read_words(&s->question, value, SCENARIO_CAPTION_MAX, err);
}

static void write_text(const StrBuf *own, size_t index, StrBuf *out)
{
    if (index == 0)
        strbuf_put(out, strbuf_text(own));
}

static void write_title(const Scenario *s, size_t index, StrBuf *out)
{
    write_text(&s->title, index, out);
}

static void write_caption(const Scenario *s, size_t index, StrBuf *out)
{
    write_text(&s->caption, index, out);
}

static void write_question(const Scenario *s, size_t index, StrBuf *out)
{
    write_text(&s->question, index, out);
}

/* The problem's text as this process reads it. What lies outside is not opened before a person has
 * said so. */
static bool read_problem(Scenario *s, const char *value, Err *err)
{
    strbuf_clear(&s->problem);
    reference_read(value, s->folder, &s->problem);
    const char *spec = strbuf_text(&s->problem);
    if (!reference_check(spec, err))
        return false;
    if (reference_outside(spec, s->folder, &s->outside) && s->asks)
        return true;
    Problem *problem = problem_create(spec, err);
    if (!problem && reference_misses(value, s->folder))
        err_append(err, "; a scenario's paths begin at its own folder, and the file is in the "
                        "working directory");
    problem_destroy(problem);
    return problem != NULL;
}

static void write_problem(const Scenario *s, size_t index, StrBuf *out)
{
    write_text(&s->problem, index, out);
}

static bool read_optimizer(Scenario *s, const char *value, Err *err)
{
    OptimizerSpec spec;
    size_t count = s->open.optimizer_count;
    if (count == RACE_ENTRANTS_MAX)
        return err_set(err, "'%s' is one too many; a race holds %d", value, RACE_ENTRANTS_MAX);
    if (!optimizer_spec_parse(&spec, value, err))
        return false;
    strbuf_put(&s->specs[count], value);
    s->open.optimizer_count++;
    return true;
}

static void write_optimizer(const Scenario *s, size_t index, StrBuf *out)
{
    if (index < s->open.optimizer_count)
        strbuf_put(out, strbuf_text(&s->specs[index]));
}

static bool read_start(Scenario *s, const char *value, Err *err)
{
    s->open.has_start = true;
    return value_point(value, &s->open.start, err);
}

static void write_start(const Scenario *s, size_t index, StrBuf *out)
{
    if (s->open.has_start && index == 0)
        value_put_numbers((const double[]){s->open.start.x, s->open.start.y}, 2, out);
}

static bool read_init(Scenario *s, const char *value, Err *err)
{
    return init_parse(&s->open.init, value, err);
}

static void write_init(const Scenario *s, size_t index, StrBuf *out)
{
    if (s->open.init.kind != INIT_POINT && index == 0)
        init_print(s->open.init, out);
}

static bool read_seed(Scenario *s, const char *value, Err *err)
{
    long long seed;
    if (!value_integer(value, 0, INT64_MAX, &seed, err))
        return false;
    s->open.seed = (uint64_t)seed;
    return true;
}

static void write_seed(const Scenario *s, size_t index, StrBuf *out)
{
    if (s->open.seed != 0 && index == 0)
        strbuf_printf(out, "%llu", (unsigned long long)s->open.seed);
}

static void write_long(long value, size_t index, StrBuf *out)
{
    if (value > 0 && index == 0)
        strbuf_printf(out, "%ld", value);
}

static bool read_steps(Scenario *s, const char *value, Err *err)
{
    long long steps;
    if (!value_integer(value, 1, APP_STEPS_MAX, &steps, err))
        return false;
    s->open.steps = (long)steps;
    return true;
}

static void write_steps(const Scenario *s, size_t index, StrBuf *out)
{
    write_long(s->open.steps, index, out);
}

static bool read_step(Scenario *s, const char *value, Err *err)
{
    long long step;
    if (!value_integer(value, 0, APP_STEPS_MAX, &step, err))
        return false;
    s->open.step = (long)step;
    return true;
}

static void write_step(const Scenario *s, size_t index, StrBuf *out)
{
    write_long(s->open.step, index, out);
}

static bool read_select(Scenario *s, const char *value, Err *err)
{
    long long number;
    if (!value_integer(value, 1, RACE_ENTRANTS_MAX, &number, err))
        return false;
    s->open.select = (size_t)number;
    return true;
}

static void write_select(const Scenario *s, size_t index, StrBuf *out)
{
    write_long((long)s->open.select, index, out);
}

/* Choices: the first of each is what goes without saying. */
static void write_name(const char *const *names, int value, size_t index, StrBuf *out)
{
    if (value != 0 && index == 0)
        strbuf_put(out, names[value]);
}

static bool read_count(Scenario *s, const char *value, Err *err)
{
    size_t i;
    if (!value_choice(value, value_units, RUN_UNITS, &i, err))
        return false;
    s->open.unit = (RunUnit)i;
    return true;
}

static void write_count(const Scenario *s, size_t index, StrBuf *out)
{
    write_name(value_units, (int)s->open.unit, index, out);
}

static bool read_layout(Scenario *s, const char *value, Err *err)
{
    size_t i;
    if (!value_choice(value, value_layouts, LAYOUT_COUNT, &i, err))
        return false;
    s->open.layout = (SceneLayout)i;
    return true;
}

static void write_layout(const Scenario *s, size_t index, StrBuf *out)
{
    write_name(value_layouts, (int)s->open.layout, index, out);
}

static bool read_chart(Scenario *s, const char *value, Err *err)
{
    size_t i;
    if (!value_choice(value, value_charts, CHART_COUNT, &i, err))
        return false;
    s->open.chart = (ChartKind)i;
    return true;
}

static void write_chart(const Scenario *s, size_t index, StrBuf *out)
{
    write_name(value_charts, (int)s->open.chart, index, out);
}

static bool read_probes(Scenario *s, const char *value, Err *err)
{
    size_t i;
    if (!value_choice(value, value_probes, PROBES_COUNT, &i, err))
        return false;
    s->open.probes = (SceneProbes)i;
    return true;
}

static void write_probes(const Scenario *s, size_t index, StrBuf *out)
{
    write_name(value_probes, (int)s->open.probes, index, out);
}

static bool read_camera(Scenario *s, const char *value, Err *err)
{
    double n[3];
    static const char expected[] = "three numbers X,Y,ZOOM such as 0,1.5,0.25: the middle of the "
                                   "map, and its width, 1 being the usual one";
    if (!value_numbers(value, 3, expected, n, err))
        return false;
    if (!(n[2] >= SCENARIO_ZOOM_MIN && n[2] <= SCENARIO_ZOOM_MAX))
        return value_refuse(value, expected, err);
    s->open.has_camera = true;
    s->open.center = vec2(n[0], n[1]);
    s->open.zoom = n[2];
    return true;
}

static void write_camera(const Scenario *s, size_t index, StrBuf *out)
{
    const AppOptions *o = &s->open;
    if (o->has_camera && index == 0)
        value_put_numbers((const double[]){o->center.x, o->center.y, o->zoom}, 3, out);
}

static bool read_orbit(Scenario *s, const char *value, Err *err)
{
    double n[2];
    static const char expected[] =
        "two numbers YAW,TILT in radians such as 0.4,0.8; the tilt from 0 to 1.45";
    if (!value_numbers(value, 2, expected, n, err))
        return false;
    if (!(n[1] >= 0 && n[1] <= EYE_TILT_MAX) || !(fabs(n[0]) <= 1000))
        return value_refuse(value, expected, err);
    s->open.has_orbit = true;
    s->open.orbit = (Orbit){n[0], n[1]};
    return true;
}

static void write_orbit(const Scenario *s, size_t index, StrBuf *out)
{
    if (s->open.has_orbit && index == 0)
        value_put_numbers((const double[]){s->open.orbit.yaw, s->open.orbit.tilt}, 2, out);
}

static bool read_speed(Scenario *s, const char *value, Err *err)
{
    double speed;
    StrBuf expected = {0};
    strbuf_put(&expected, "one of");
    bool number = text_number(value, strlen(value), &speed), found = false;
    for (size_t i = 0; playback_speed_at(i) > 0; i++) {
        found = found || (number && speed == playback_speed_at(i));
        strbuf_printf(&expected, "%s %g", i > 0 ? "," : "", playback_speed_at(i));
    }
    if (found)
        s->open.speed = speed;
    else
        value_refuse(value, strbuf_text(&expected), err);
    strbuf_deinit(&expected);
    return found;
}

static void write_speed(const Scenario *s, size_t index, StrBuf *out)
{
    if (s->open.speed > 0 && index == 0)
        value_put_numbers(&s->open.speed, 1, out);
}

/* ---- what lies over the map or beside it ---- */

typedef struct ShowRow {
    const char *name;
    size_t at;      /* the bool of AppOptions */
    bool hides;     /* it takes something away that is there without it */
    size_t scene;   /* the bool of Scene */
    bool scene_not; /* which says the opposite */
} ShowRow;

/* clang-format off */
static const ShowRow SHOW[] = {
    {"anatomy", offsetof(AppOptions, anatomy), false, offsetof(Scene, anatomy), false},
    {"curvature", offsetof(AppOptions, curvature), false, offsetof(Scene, curvature), false},
    {"check", offsetof(AppOptions, check), false, offsetof(Scene, check), false},
    {"patterns", offsetof(AppOptions, patterns), false, offsetof(Scene, patterns), false},
    {"data", offsetof(AppOptions, hide_data), true, offsetof(Scene, show_data), true},
    {"preview", offsetof(AppOptions, only_past), true, offsetof(Scene, only_past), false},
};
/* clang-format on */

enum { SHOW_COUNT = sizeof SHOW / sizeof *SHOW };

static bool *show_flag(AppOptions *options, const ShowRow *row)
{
    return (bool *)((char *)options + row->at);
}

static bool show_refuse(const char *word, bool hides, Err *err)
{
    const char *names[SHOW_COUNT];
    size_t count = 0;
    StrBuf expected = {0};
    for (size_t i = 0; i < SHOW_COUNT; i++)
        if (SHOW[i].hides == hides)
            names[count++] = SHOW[i].name;
    value_put_names(names, count, &expected);
    value_refuse(word, strbuf_text(&expected), err);
    strbuf_deinit(&expected);
    return false;
}

static bool show_word(Scenario *s, const char *word, bool hides, Err *err)
{
    for (size_t i = 0; i < SHOW_COUNT; i++)
        if (SHOW[i].hides == hides && strcmp(word, SHOW[i].name) == 0)
            return *show_flag(&s->open, &SHOW[i]) = true;
    return show_refuse(word, hides, err);
}

static bool read_list(Scenario *s, const char *value, bool hides, Err *err)
{
    char *copy = mem_strdup(value);
    bool good = true;
    for (char *word = copy, *next; good && word; word = next) {
        next = strchr(word, ',');
        if (next)
            *next++ = '\0';
        word += strspn(word, " ");
        for (size_t len = strlen(word); len > 0 && word[len - 1] == ' '; len--)
            word[len - 1] = '\0';
        good = show_word(s, word, hides, err);
    }
    free(copy);
    return good;
}

static void write_list(const Scenario *s, size_t index, bool hides, StrBuf *out)
{
    AppOptions open = s->open;
    for (size_t i = 0; i < SHOW_COUNT && index == 0; i++)
        if (SHOW[i].hides == hides && *show_flag(&open, &SHOW[i]))
            strbuf_printf(out, "%s%s", out->len > 0 ? ", " : "", SHOW[i].name);
}

static bool read_show(Scenario *s, const char *value, Err *err)
{
    return read_list(s, value, false, err);
}

static void write_show(const Scenario *s, size_t index, StrBuf *out)
{
    write_list(s, index, false, out);
}

static bool read_hide(Scenario *s, const char *value, Err *err)
{
    return read_list(s, value, true, err);
}

static void write_hide(const Scenario *s, size_t index, StrBuf *out)
{
    write_list(s, index, true, out);
}

static bool read_check(Scenario *s, const char *value, Err *err)
{
    s->open.check = s->open.check_placed = true;
    return value_point(value, &s->open.check_at, err);
}

static void write_check(const Scenario *s, size_t index, StrBuf *out)
{
    if (s->open.check_placed && index == 0)
        value_put_numbers((const double[]){s->open.check_at.x, s->open.check_at.y}, 2, out);
}

void scenariokey_note_shown(const Scene *scene, AppOptions *options)
{
    for (size_t i = 0; i < SHOW_COUNT; i++)
        *show_flag(options, &SHOW[i]) =
            *(const bool *)((const char *)scene + SHOW[i].scene) != SHOW[i].scene_not;
}

/* ---- the table ---- */

/* In the order in which they are written. */
/* clang-format off */
static const ScenarioKey KEYS[] = {
    {"version", KEY_VALUE, " ", read_version, write_version, "1; has to come first"},
    {"title", KEY_WORDS, " ", read_title, write_title, "a statement of a few words"},
    {"question", KEY_WORDS, " ", read_question, write_question, "for the audience, before play is pressed"},
    {"caption", KEY_WORDS, " ", read_caption, write_caption, "what to look at and why; mathematics between two '$'"},
    {"problem", KEY_VALUE, " ", read_problem, write_problem, "an id, bowl:kappa=20, or a formula in x and y"},
    {"optimizer", KEY_LIST, "", read_optimizer, write_optimizer, "adam:lr=0.1,label=mine,visible=off; a line for each that races"},
    {"start", KEY_VALUE, " ", read_start, write_start, "X,Y (default: the problem's own)"},
    {"init", KEY_VALUE, " ", read_init, write_init, "how the start was drawn, or is where none is given: uniform, normal:SCALE"},
    {"seed", KEY_VALUE, " ", read_seed, write_seed, "of what is random and names no seed of its own"},
    {"steps", KEY_VALUE, " ", read_steps, write_steps, "how long the race is (default: as suits the problem)"},
    {"count", KEY_VALUE, " ", read_count, write_count, "what steps are: steps, or evaluations of the gradient"},
    {"select", KEY_VALUE, " ", read_select, write_select, "which optimizer's card is open (default: the last)"},
    {"layout", KEY_VALUE, " ", read_layout, write_layout, "map, grid or surface"},
    {"camera", KEY_VALUE, " ", read_camera, write_camera, "X,Y,ZOOM: the map's middle and width, 1 being the usual"},
    {"orbit", KEY_VALUE, " ", read_orbit, write_orbit, "YAW,TILT of a surface, in radians"},
    {"speed", KEY_VALUE, " ", read_speed, write_speed, "steps per second"},
    {"step", KEY_VALUE, " ", read_step, write_step, "where the playhead stands at first"},
    {"chart", KEY_VALUE, " ", read_chart, write_chart, "loss, gradient, distance or length"},
    {"probes", KEY_VALUE, " ", read_probes, write_probes, "selected, all or none"},
    {"show", KEY_VALUE, ",", read_show, write_show, "some of anatomy, curvature, patterns; or check, of derivatives"},
    {"check", KEY_VALUE, " ", read_check, write_check, "X,Y, and they are checked there (default: at the playhead)"},
    {"hide", KEY_VALUE, ",", read_hide, write_hide, "some of data, preview"},
};
/* clang-format on */

size_t scenariokey_count(void)
{
    return sizeof KEYS / sizeof *KEYS;
}

const ScenarioKey *scenariokey_at(size_t index)
{
    return &KEYS[index];
}
