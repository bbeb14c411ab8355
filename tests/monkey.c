/* A monkey at the keyboard and the mouse: monkey [SEED [INPUTS [trace]]]
 *
 * Whatever it does, the app stays consistent: after each input the scene is checked, after each
 * picture the draw list, now and then that undo followed by redo, and reading back the race's own
 * line, change nothing, and that the race written down as a scenario reads back as the same one;
 * so is each file that the app wants to keep. Now and then the program is closed and opened again,
 * with what a session kept or as a command line asks for it. The same seed does the same again;
 * with "trace" every input is written down before it is given, so that the last line is the one to
 * look at. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/keys.h"
#include "app/raceline.h"
#include "app/scenario.h"
#include "app/session.h"
#include "fakefonts.h"
#include "problem/catalogue.h"

typedef struct Monkey {
    App app;
    DrawList list;
    Input input;
    const Output *output;
    Rng rng;
    bool trace, broken;
    long at;         /* inputs so far */
    char last[200];  /* the last one in words */
    char clip[4096]; /* the clipboard */
} Monkey;

static __attribute__((format(printf, 2, 3))) void fault(Monkey *m, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("# input %ld, %s: ", m->at, m->last);
    vprintf(format, args);
    printf("\n");
    va_end(args);
    m->broken = true;
}

static uint32_t below(Monkey *m, size_t n)
{
    return rng_below(&m->rng, (uint32_t)n);
}

/* ---- what has to hold ---- */

static void check_scene(Monkey *m)
{
    const App *app = &m->app;
    const Scene *s = &app->scene;
    size_t count = race_count(app->race);
    double budget = (double)race_limits(app->race).budget;
    if (count < 1 || count > RACE_ENTRANTS_MAX || s->selected >= count) {
        fault(m, "entrant %zu of %zu is selected", s->selected, count);
        return;
    }
    const Optimizer *optimizer = run_spec(race_run(app->race, s->selected))->optimizer;
    size_t hypers = optimizer_hyper_count(optimizer);
    if (s->race != app->race)
        fault(m, "the scene shows another race");
    if (!(s->playhead >= 0 && s->playhead <= budget))
        fault(m, "playhead %g of %g", s->playhead, budget);
    if (s->hyper >= hypers && !(hypers == 0 && s->hyper == 0))
        fault(m, "hyperparameter %zu of %zu is selected", s->hyper, hypers);
    if (!(isfinite(s->zoom) && s->zoom > 0 && vec2_finite(s->center)))
        fault(m, "camera at %g, %g, zoom %g", s->center.x, s->center.y, s->zoom);
    if (!vec2_finite(race_start(app->race)))
        fault(m, "a start at %g, %g", race_start(app->race).x, race_start(app->race).y);
    if (!(s->speed > 0) || !(s->ghost_alpha >= 0 && s->ghost_alpha <= 1) || !(s->scale > 0))
        fault(m, "speed %g, ghosts %g, scale %g", s->speed, s->ghost_alpha, (double)s->scale);
    if ((int)s->layout < 0 || s->layout >= LAYOUT_COUNT || (int)s->chart < 0 ||
        s->chart >= CHART_COUNT || (int)s->theme < 0 || s->theme >= THEME_COUNT)
        fault(m, "layout %d, chart %d, theme %d", s->layout, s->chart, s->theme);
    for (size_t i = 0; i < count; i++) {
        if (s->entrants[i].name[0] == '\0')
            fault(m, "entrant %zu has no name", i);
        if (s->ghosts[i].count > 0 && !s->ghosts[i].points)
            fault(m, "ghost %zu has no points", i);
        long step = scene_step(s, i);
        if (step < 0 || step > run_last_step(race_run(app->race, i)))
            fault(m, "entrant %zu is shown at step %ld", i, step);
    }
    if (!(m->output->wake >= 0) || m->output->title[0] == '\0')
        fault(m, "wakes in %g s, title \"%s\"", m->output->wake, m->output->title);
}

/* Neither nan nor infinite; a float that overflowed would be. */
static bool rect_sane(Rect r)
{
    return isfinite(r.x) && isfinite(r.y) && isfinite(r.w) && isfinite(r.h);
}

static bool command_sane(const DrawList *list, const DrawCommand *c)
{
    if (!rect_sane(c->rect) || !isfinite(c->radius) || !isfinite(c->width))
        return false;
    if (c->first + c->count > list->point_count)
        return false;
    for (uint32_t i = 0; i < c->count; i++) {
        const Point p = list->points[c->first + i];
        if (!(isfinite(p.x) && isfinite(p.y)) && !(c->kind == DRAW_LINE && point_is_gap(p)))
            return false;
    }
    if (c->kind != DRAW_TEXT)
        return true;
    const DrawText *t = &c->u.text;
    return t->offset + t->length < list->text_count && isfinite(t->size) && t->size > 0;
}

static void check_picture(Monkey *m)
{
    const DrawList *list = &m->list;
    bool known[DRAW_LAYERS_MAX] = {false};
    int clips = 0, layer = -1, clips_outside = 0;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *c = &list->commands[i];
        if (!command_sane(list, c))
            fault(m, "command %zu, kind %d, is not sane: %g,%g %gx%g, size %g, \"%s\"", i, c->kind,
                  (double)c->rect.x, (double)c->rect.y, (double)c->rect.w, (double)c->rect.h,
                  c->kind == DRAW_TEXT ? (double)c->u.text.size : (double)c->width,
                  c->kind == DRAW_TEXT ? list->text + c->u.text.offset : "");
        if (c->kind == DRAW_LAYER) {
            if (layer >= 0)
                fault(m, "layer %d inside layer %d", c->u.layer.id, layer);
            if (c->u.layer.below >= 0 && !known[c->u.layer.below])
                fault(m, "layer %d lies on %d, which is not there", c->u.layer.id,
                      c->u.layer.below);
            layer = c->u.layer.id;
            clips_outside = clips;
        } else if (c->kind == DRAW_LAYER_END) {
            if (layer < 0 || clips != clips_outside)
                fault(m, "layer %d ends with %d clips open", layer, clips - clips_outside);
            if (layer >= 0)
                known[layer] = true;
            layer = -1;
        } else if (c->kind == DRAW_LAYER_SHOW && !known[c->u.layer.id]) {
            fault(m, "layer %d is shown before it was drawn", c->u.layer.id);
        }
        clips += (c->kind == DRAW_CLIP) - (c->kind == DRAW_UNCLIP);
        if (clips < 0)
            fault(m, "a clip is closed that was not open");
    }
    if (clips != 0 || layer >= 0)
        fault(m, "%d clips and layer %d are left open", clips, layer);
    const HitList *hits = &m->app.screen.hits;
    for (size_t i = 0; i < hits->count; i++)
        if (!rect_sane(hits->items[i].rect) ||
            (hits->items[i].kind == HIT_COMMAND && !commands_find(hits->items[i].command)))
            fault(m, "hit %zu is not sane", i);
}

static void check_same(Monkey *m, StrBuf *before, const char *what)
{
    StrBuf after = {0};
    raceline_print(&m->app, &after);
    if (strcmp(strbuf_text(before), strbuf_text(&after)) != 0)
        fault(m, "%s: %s became %s", what, strbuf_text(before), strbuf_text(&after));
    strbuf_deinit(&after);
}

/* A text that the app wrote is a scenario, and written once more it is the same text. */
static void check_scenario(Monkey *m, const char *text)
{
    Err err = {0};
    StrBuf again = {0};
    Scenario *scenario = scenario_parse("scenario", text, strlen(text), &err);
    if (!scenario)
        fault(m, "its own scenario is none: %s\n# %s", err.text, text);
    else
        scenario_print(scenario, &again);
    if (scenario && strcmp(text, strbuf_text(&again)) != 0)
        fault(m, "a scenario became another one: %s\n# became %s", text, strbuf_text(&again));
    scenario_destroy(scenario);
    strbuf_deinit(&again);
}

/* Files are written where the program was started, under a name that says what they are. */
static void check_wishes(Monkey *m)
{
    static const char *const endings[] = {
        [SAVE_SCENARIO] = ".ini", [SAVE_PNG] = ".png", [SAVE_SVG] = ".svg", [SAVE_PDF] = ".pdf"};
    const Output *output = m->output;
    if (output->save == SAVE_NOTHING)
        return;
    const char *name = output->save_name ? output->save_name : "", *ending = strrchr(name, '.');
    if (name[0] == '.' || strchr(name, '/') || !ending ||
        strcmp(ending, endings[output->save]) != 0)
        fault(m, "a file named '%s'", name);
    check_scenario(m, output->save_text ? output->save_text : "");
}

/* The race's line, read back, and a step into the past and forth again, are the same race. */
static void check_lines(Monkey *m)
{
    StrBuf before = {0};
    Err err = {0};
    raceline_print(&m->app, &before);
    if (undo_go(&m->app, -1)) {
        if (!undo_go(&m->app, 1))
            fault(m, "what was undone cannot be done again");
        check_same(m, &before, "undo and redo");
    }
    if (!raceline_apply(&m->app, strbuf_text(&before), &err))
        fault(m, "cannot read %s: %s", strbuf_text(&before), err.text);
    check_same(m, &before, "its own line");
    strbuf_deinit(&before);
    scenario_put(&m->app, (Reference){.kind = REFERENCE_AWAY}, &before);
    check_scenario(m, strbuf_text(&before));
    strbuf_deinit(&before);
}

/* ---- what it does ---- */

static void say(Monkey *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(Monkey *m, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(m->last, sizeof m->last, format, args);
    va_end(args);
    if (m->trace)
        fprintf(stderr, "%ld %s\n", m->at, m->last);
}

static void put(Monkey *m, InputEvent event)
{
    m->input.events[m->input.count++] = event;
}

static void put_text(Monkey *m, const char *text)
{
    InputEvent event = {.kind = INPUT_TEXT};
    snprintf(event.text, sizeof event.text, "%s", text);
    put(m, event);
}

/* A place somebody would point at, or any. */
static Point somewhere(Monkey *m)
{
    const HitList *hits = &m->app.screen.hits;
    if (hits->count > 0 && below(m, 3) > 0) {
        Rect r = hits->items[below(m, hits->count)].rect;
        return (Point){r.x + (float)rng_uniform(&m->rng) * r.w,
                       r.y + (float)rng_uniform(&m->rng) * r.h};
    }
    return (Point){(float)rng_range(&m->rng, -20, m->input.width + 20),
                   (float)rng_range(&m->rng, -20, m->input.height + 20)};
}

static void from_the_table(Monkey *m)
{
    const Command *command = commands_at(below(m, commands_count()));
    say(m, "%s (%s)", command->id, command->keys);
    if (command->keys[0] == '\0') {
        command_run(command, &m->app, 0);
        return;
    }
    InputEvent event = keys_event(command->keys);
    if (event.key == '1' && below(m, 2))
        event.key = (int32_t)('1' + below(m, 9));
    event.repeat = below(m, 8) == 0;
    put(m, event);
}

static void any_key(Monkey *m)
{
    InputEvent event = {.kind = below(m, 6) ? INPUT_KEY : INPUT_KEY_UP, .mods = below(m, 8)};
    event.key = below(m, 2) ? KEY_SPECIAL + (int32_t)below(m, 40) : (int32_t)(' ' + below(m, 200));
    say(m, "key %d with %u", event.key, event.mods);
    put(m, event);
}

static void some_text(Monkey *m)
{
    static const char *const texts[] = {
        "a", "x^2", "+",    "y", "?", "[",      "]",      "{",          "}",      ":",
        ".", ",",   "1",    " ", "(", "\u00e9", "\u03b2", "\U0001d465", "sin(x)", "rosen",
        "-", "=",   "adam", "/", "0", "e",      "'",      "\\"};
    const char *text = texts[below(m, sizeof texts / sizeof *texts)];
    say(m, "text %s", text);
    put_text(m, text);
}

static void mouse(Monkey *m)
{
    static const InputKind kinds[] = {INPUT_MOVE,      INPUT_MOVE,  INPUT_BUTTON, INPUT_BUTTON,
                                      INPUT_BUTTON_UP, INPUT_WHEEL, INPUT_LEAVE,  INPUT_FOCUS_LOST};
    Point p = somewhere(m);
    InputEvent event = {.kind = kinds[below(m, sizeof kinds / sizeof *kinds)], .x = p.x, .y = p.y};
    event.button = below(m, 3) ? MOUSE_LEFT : (MouseButton)below(m, 3);
    event.clicks = 1 + (below(m, 5) == 0);
    event.wheel_y = (float)rng_range(&m->rng, -3, 3);
    say(m, "mouse %d at %g,%g, button %d", event.kind, (double)p.x, (double)p.y, event.button);
    put(m, event);
}

static void drag(Monkey *m)
{
    Point from = somewhere(m), to = somewhere(m);
    MouseButton button = (MouseButton)below(m, 3);
    say(m, "drag %d from %g,%g to %g,%g", button, (double)from.x, (double)from.y, (double)to.x,
        (double)to.y);
    put(m, (InputEvent){
               .kind = INPUT_BUTTON, .x = from.x, .y = from.y, .button = button, .clicks = 1});
    for (int i = 1; i <= 3; i++) {
        float t = (float)i / 3;
        put(m, (InputEvent){.kind = INPUT_MOVE,
                            .x = from.x + t * (to.x - from.x),
                            .y = from.y + t * (to.y - from.y)});
    }
    if (below(m, 4) > 0)
        put(m, (InputEvent){.kind = INPUT_BUTTON_UP, .x = to.x, .y = to.y, .button = button});
}

/* Small windows mostly: they show as much and take less time. */
static void resize(Monkey *m)
{
    static const int sizes[][2] = {{320, 240}, {640, 480}, {400, 300}, {640, 360}, {240, 400},
                                   {1, 1},     {64, 48},   {480, 360}, {300, 900}, {1280, 720}};
    static const float scales[] = {1, 1, 1, 1.5f, 2, 0.5f, 0.3f};
    size_t count = sizeof sizes / sizeof *sizes - (below(m, 10) > 0); /* the largest seldom */
    const int *size = sizes[below(m, count)];
    m->input.width = size[0];
    m->input.height = size[1];
    m->input.display_scale = scales[below(m, sizeof scales / sizeof *scales)];
    say(m, "%dx%d at %g", size[0], size[1], (double)m->input.display_scale);
}

static void paste(Monkey *m)
{
    static const char *const lines[] = {
        "",          "ravine",      "ravine -p bowl:kappa=20 -o adam:lr=0.1 -s 1,2",
        "garbage",   "-n 5 -o",     "ravine 'x^2 + y^4' -o sgd -o sgd -n 33",
        "ravine '(", "-p x*y -n 1", "x^2 + y^2\n\n",
        "\xff\xfe",  "\t\x01\x7f",  "ravine -p regression -o sgd:batch=4"};
    char line[sizeof m->clip];
    size_t i = below(m, sizeof lines / sizeof *lines + 6);
    snprintf(line, sizeof line, "%s", i < sizeof lines / sizeof *lines ? lines[i] : m->clip);
    size_t length = strlen(line);
    for (uint32_t n = below(m, 2) ? below(m, 4) : 0; n > 0 && length > 0; n--) /* a few slips */
        line[below(m, length)] = (char)(1 + below(m, below(m, 4) ? 126 : 255));
    if (length > 0 && below(m, 8) == 0)
        line[below(m, length)] = '\0';
    say(m, "paste %.150s", line);
    app_paste(&m->app, line);
}

/* What races and how it is shown, as somebody might ask for it. */
static AppOptions any_options(Monkey *m)
{
    static const char *const formulas[] = {"x^2 + 50*y^2", "sin(x)*cos(y)", "abs(x) + y^2",
                                           "log(x^2 + y^2)"};
    const size_t count = catalogue_count();
    size_t i = below(m, count + sizeof formulas / sizeof *formulas);
    return (AppOptions){.problem = i < count ? catalogue_row(i)->id : formulas[i - count],
                        .has_start = below(m, 3) == 0,
                        .start = {rng_range(&m->rng, -3, 3), rng_range(&m->rng, -3, 3)},
                        .steps = below(m, 3) ? 0 : 1 + below(m, 200),
                        .theme = (ThemeId)below(m, THEME_COUNT),
                        .layout = (SceneLayout)below(m, LAYOUT_COUNT),
                        .presenter = below(m, 4) == 0,
                        .anatomy = below(m, 4) == 0,
                        .curvature = below(m, 4) == 0,
                        .seed = below(m, 100),
                        .text_scale = below(m, 3) ? 0 : rng_range(&m->rng, 0.5, 4),
                        .play = below(m, 2),
                        .chart = (ChartKind)below(m, CHART_COUNT),
                        .patterns = below(m, 4) == 0};
}

/* The program ends and is started again: as it was left, or as something else. */
static void reopen(Monkey *m)
{
    const bool kept = below(m, 2);
    Session session = {0};
    StrBuf text = {0};
    Err err = {0};
    AppOptions options = kept ? (AppOptions){.seed = 1} : any_options(m);
    say(m, "opened anew, %s", kept ? "as it was left" : options.problem);
    session_note(&session, &m->app);
    session_print(&session, &text);
    session_deinit(&session);
    if (!session_parse(&session, strbuf_text(&text), &err))
        fault(m, "its own session is none: %s\n# %s", err.text, strbuf_text(&text));
    app_deinit(&m->app);
    if (!app_init(&m->app, &options, &err)) {
        printf("Bail out! %s: %s\n", options.problem, err.text);
        exit(1);
    }
    if (kept) {
        const SessionOpen open = {true, true, true};
        session_taste(&session, &open, &m->app);
        if (!session_race(&session, &m->app, &err))
            fault(m, "the race that was kept is none: %s", err.text);
    }
    app_use_fonts(&m->app, &FAKE_FONTS);
    session_deinit(&session);
    strbuf_deinit(&text);
}

static double some_time(Monkey *m)
{
    switch (below(m, 6)) {
    case 0:
        return 0;
    case 1:
        return rng_range(&m->rng, 0, 3);
    case 2:
        return below(m, 20) ? 0.1 : 1e6;
    default:
        return rng_range(&m->rng, 0, 0.05);
    }
}

static void act(Monkey *m)
{
    switch (below(m, 20)) {
    case 0:
    case 1:
        any_key(m);
        break;
    case 2:
    case 3:
        some_text(m);
        break;
    case 4:
    case 5:
    case 6:
    case 7:
        mouse(m);
        break;
    case 8:
    case 9:
        drag(m);
        break;
    case 10:
        if (below(m, 4) == 0)
            resize(m);
        else
            say(m, "a pause");
        break;
    case 11:
        if (below(m, 6) == 0)
            paste(m);
        else
            say(m, "a pause");
        break;
    case 12:
        if (below(m, 15) == 0)
            reopen(m);
        else
            from_the_table(m);
        break;
    default:
        from_the_table(m);
        break;
    }
}

/* Monkeys like long races and crowds; this one has other things to look at. */
static void calm(Monkey *m)
{
    enum { STEPS = 120, ENTRANTS = 9 };
    App *app = &m->app;
    RunLimits limits = race_limits(app->race);
    if (limits.budget > 2 * STEPS) {
        limits.budget = STEPS;
        race_set_limits(app->race, limits);
        app_set_playhead(app, app->scene.playhead);
    }
    if (race_count(app->race) > ENTRANTS && below(m, 4))
        command_run(commands_find("optimizer.remove"), app, 0);
}

static void step(Monkey *m)
{
    act(m);
    if (below(m, 10) == 0 && m->input.count + 16 < INPUT_EVENTS_MAX)
        act(m); /* within the same frame */
    m->output = app_update(&m->app, &m->input, some_time(m));
    m->input.count = 0;
    if (m->output->copy)
        snprintf(m->clip, sizeof m->clip, "%s", m->output->copy);
    if (m->output->paste)
        app_paste(&m->app, m->clip);
    check_wishes(m);
    m->app.output.quit = false; /* not that easily */
    if (m->app.output.record && below(m, 20) == 0)
        m->app.output.record = false; /* the film ended otherwise */
    calm(m);
    check_scene(m);
    if (below(m, 3) == 0) {
        app_draw(&m->app, &m->list);
        check_picture(m);
    }
    if (below(m, 100) == 0 && m->app.drag == DRAG_NONE)
        check_lines(m);
}

static long number(int argc, char **argv, int at, long otherwise)
{
    return argc > at ? strtol(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    static Monkey monkey;
    Monkey *m = &monkey;
    const long seed = number(argc, argv, 1, 1), inputs = number(argc, argv, 2, 3000);
    Err err = {0};
    m->rng = rng_seeded((uint64_t)seed);
    m->trace = argc > 3;
    m->input = (Input){.width = 480, .height = 360, .display_scale = 1};
    if (!app_init(&m->app, &(AppOptions){.seed = (uint64_t)seed}, &err)) {
        printf("Bail out! %s\n", err.text);
        return 1;
    }
    app_use_fonts(&m->app, &FAKE_FONTS);
    m->output = app_update(&m->app, &m->input, 0);
    app_draw(&m->app, &m->list);
    for (; m->at < inputs && !m->broken; m->at++)
        step(m);
    app_deinit(&m->app);
    drawlist_deinit(&m->list);
    printf("1..1\n%s 1 - %ld inputs of a monkey with seed %ld\n", m->broken ? "not ok" : "ok",
           m->at, seed);
    return m->broken;
}
