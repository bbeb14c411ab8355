#include "app/app.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/chooser.h"
#include "app/editor.h"
#include "app/entrants.h"
#include "app/keys.h"
#include "app/lesson.h"
#include "app/opening.h"
#include "app/playback.h"
#include "app/pointer.h"
#include "app/raceline.h"
#include "app/tuning.h"
#include "app/typing.h"
#include "problem/factory.h"
#include "problem/regression.h"
#include "view/frame/presenter.h"
#include "view/text/number.h"

/* Updates per frame while a race is being computed: some ten milliseconds of work. Every update of
 * a logistic loss goes through all rows; so many of them take as long as an update without. */
enum { STEPS_PER_FRAME = 120000, LOGISTIC_ROWS = 16 };

static const double CAMERA_SECONDS = 0.24;
static const double LIFT_SECONDS = 0.55;
static const double NOTICE_SECONDS = 4;

static const double PI = 3.14159265358979323846;

/* The window's idea of converged; trace has its own limits. */
static const double TOLERANCE = 1e-3;

static const char DEFAULT_PROBLEM[] = "saddle_bounded";

/* Who races when nobody was named: the first-order methods, from the plainest to Adam. */
static const char *const DEFAULT_OPTIMIZERS[] = {"sgd",     "momentum", "nesterov",
                                                 "adagrad", "rmsprop",  "adam"};

static bool read_specs(const AppOptions *options, OptimizerSpec *specs, size_t *count, Err *err)
{
    const char *const *texts = options->optimizers;
    *count = options->optimizer_count;
    if (*count == 0) {
        texts = DEFAULT_OPTIMIZERS;
        *count = sizeof DEFAULT_OPTIMIZERS / sizeof *DEFAULT_OPTIMIZERS;
    }
    if (*count > RACE_ENTRANTS_MAX)
        return err_set(err, "too many optimizers: a race holds at most %d", RACE_ENTRANTS_MAX);
    for (size_t i = 0; i < *count; i++)
        if (!optimizer_spec_parse(&specs[i], texts[i], err))
            return false;
    return true;
}

static void home_view(App *app)
{
    app->scene.center = box2_center(race_problem(app->race)->view);
    app->scene.zoom = 1;
    app->scene.orbit = EYE_HOME;
}

/* As it is given, or drawn; else the race has the problem's own. */
static bool begin_start(App *app, const AppOptions *options, Err *err)
{
    Vec2 start = options->start;
    const Problem *problem = race_problem(app->race);
    bool drawn = !options->has_start && options->init.kind != INIT_POINT;
    if (drawn && !init_draw(options->init, problem, &app->rng, &start))
        return err_set(err, INIT_NONE_FINITE, problem->spec);
    if (drawn || options->has_start)
        race_set_start(app->race, start);
    return true;
}

bool app_init(App *app, const AppOptions *options, Err *err)
{
    *app = (App){0};
    OptimizerSpec specs[RACE_ENTRANTS_MAX];
    size_t count;
    if (!read_specs(options, specs, &count, err))
        return false;
    Problem *problem = problem_create_from(options->problem ? options->problem : DEFAULT_PROBLEM,
                                           options->seed, options->kinds, err);
    if (!problem)
        return false;
    RunLimits limits = {.budget = options->steps > 0 ? options->steps : problem->steps,
                        .unit = options->unit,
                        .tolerance = TOLERANCE,
                        .end = RUN_END_FAR};
    app->race = race_create(problem, limits);
    app->pool = pool_create(0);
    for (size_t i = 0; i < count; i++)
        race_add(app->race, &specs[i]);
    app->rng = init_rng(app->seed = options->seed);
    app->text_scale = options->text_scale > 0 ? options->text_scale : 1;
    app->steps_chosen = options->steps > 0;
    screen_init(&app->screen, app->pool);
    commands_describe(app->help);

    Scene *scene = &app->scene;
    scene->race = app->race;
    scene->init = options->init;
    if (!begin_start(app, options, err)) {
        app_deinit(app);
        return false;
    }
    scene->theme = options->theme;
    scene->lift = app->lift_way = options->layout == LAYOUT_SURFACE;
    scene->presenter = options->presenter;
    scene->lessons = lesson_texts;
    scene->lesson_count = lesson_text_count;
    scene->commands = app->help;
    scene->command_count = commands_count();
    scene->line = &app->line;
    scene->scale = 1;
    scene->playing = options->play;
    scene_dress(scene);
    playback_fit(app);
    opening_show(app, options);
    return true;
}

void app_deinit(App *app)
{
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++)
        ghost_deinit(&app->scene.ghosts[i]);
    screen_deinit(&app->screen);
    undo_deinit(&app->undo);
    question_deinit(&app->asked);
    editor_deinit(&app->editor);
    textline_deinit(&app->line);
    strbuf_deinit(&app->copied);
    strbuf_deinit(&app->saved);
    strbuf_deinit(&app->save_name);
    strbuf_deinit(&app->lacks);
    strbuf_deinit(&app->title);
    strbuf_deinit(&app->caption);
    strbuf_deinit(&app->question);
    race_destroy(app->race);
    pool_destroy(app->pool);
    *app = (App){0};
}

void app_use_fonts(App *app, const Fonts *fonts)
{
    app->screen.fonts = fonts;
}

const char *app_title(const App *app)
{
    return app->scene.title ? app->scene.title : race_problem(app->race)->title;
}

void app_notify(App *app, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(app->notice, sizeof app->notice, format, args);
    va_end(args);
    app->notice_left = NOTICE_SECONDS;
    app->scene.notice = app->notice;
    app->redraw = true;
}

void app_show_problem(App *app, Problem *problem)
{
    tuning_forget(app);
    race_set_problem(app->race, problem);
    opening_say(app, NULL, NULL, NULL);
    app->scene.check_placed = false;
    home_view(app);
    app->camera_left = 0;
    app->scene.playhead = 0;
    app->scene.scroll[SCROLL_PANEL] = 0;
    app->redraw = true;
}

bool app_set_problem(App *app, const char *spec, Err *err)
{
    Err own = {0};
    Problem *problem = problem_create_seeded(spec, app->seed, err ? err : &own);
    if (!problem) {
        app_notify(app, "%s", err ? err->text : own.text);
        return false;
    }
    app_show_problem(app, problem);
    if (app->scene.init.kind != INIT_POINT)
        app_draw_start(app, app->scene.init);
    playback_fit(app);
    return true;
}

/* Entrants from these specs; those that run already stay where they are. */
static void set_entrants(App *app, const OptimizerSpec *specs, size_t count)
{
    Scene *scene = &app->scene;
    if (race_count(app->race) > count)
        entrants_forget_numbers(app);
    while (race_count(app->race) > count)
        race_remove(app->race, race_count(app->race) - 1);
    for (size_t i = 0; i < race_count(app->race); i++)
        race_set_wanted(app->race, i, &specs[i]);
    for (size_t i = race_count(app->race); i < count; i++)
        race_add(app->race, &specs[i]);
    if (scene->selected >= count)
        scene->selected = count - 1;
    if (scene->hyper >= optimizer_hyper_count(specs[scene->selected].optimizer))
        scene->hyper = 0;
    scene_dress(scene);
}

bool app_set_race(App *app, const AppOptions *options, Err *err)
{
    OptimizerSpec specs[RACE_ENTRANTS_MAX];
    size_t count;
    const char *spec = options->problem ? options->problem : DEFAULT_PROBLEM;
    if (!read_specs(options, specs, &count, err))
        return false;
    if (options->seed != 0 || strcmp(spec, race_problem(app->race)->spec) != 0) {
        Problem *problem = problem_create_from(spec, options->seed, options->kinds, err);
        if (!problem)
            return false;
        app_show_problem(app, problem);
    }
    app_begin_tuning(app, -1, "");
    set_entrants(app, specs, count);
    app->scene.init = options->init;
    race_set_start(app->race, options->has_start ? options->start : race_problem(app->race)->start);
    if (!options->has_start && options->init.kind != INIT_POINT) {
        app->rng = init_rng(options->seed);
        app_draw_start(app, options->init);
    }
    app->steps_chosen = options->steps > 0;
    RunLimits limits = race_limits(app->race);
    if (app->steps_chosen)
        limits.budget = options->steps;
    limits.unit = options->unit;
    race_set_limits(app->race, limits);
    playback_fit(app);
    app_set_playhead(app, app->scene.playhead);
    return true;
}

void app_paste(App *app, const char *text)
{
    Err err = {0};
    if (app->scene.entry != ENTRY_NONE) {
        typing_paste(app, text);
        return;
    }
    if (!text || text[strspn(text, " \t\r\n")] == '\0')
        app_notify(app, "There is no text to paste.");
    else if (!question_paste(app, text, &err))
        app_notify(app, "Cannot paste: %.*s", (int)strcspn(err.text, "\n"), err.text);
}

void app_set_playhead(App *app, double step)
{
    app->scene.playhead = fmin(fmax(step, 0), (double)race_limits(app->race).budget);
    app->redraw = true;
}

void app_set_selected(App *app, size_t entrant)
{
    if (app->scene.selected != entrant) {
        app->scene.hyper = 0;
        tuning_let_go(app);
    }
    app->scene.selected = entrant;
    app->scene.follow[SCROLL_PANEL] = true;
    app->redraw = true;
}

void app_set_hyper(App *app, size_t hyper, double value, long step)
{
    size_t entrant = app->scene.selected;
    app->redraw = true;
    if (step > 0) {
        if (!race_set_hyper_from(app->race, entrant, hyper, value, step))
            app_notify(app, "%s: no more than %d changes on the way",
                       app->scene.entrants[entrant].name, OPTIMIZER_CHANGES_MAX);
        return;
    }
    /* A value that is the default is no opinion: it follows the next problem's. */
    bool is_default = value == race_hyper_default(app->race, entrant, hyper);
    race_set_hyper(app->race, entrant, hyper, is_default ? (double)NAN : value);
}

void app_set_start(App *app, Vec2 start)
{
    if (vec2_finite(start))
        race_set_start(app->race, start);
    app->scene.init = (Init){0};
    app->redraw = true;
}

void app_draw_start(App *app, Init init)
{
    Vec2 start;
    app->redraw = true;
    if (init_draw(init, race_problem(app->race), &app->rng, &start)) {
        app->scene.init = init;
        race_set_start(app->race, start);
    } else {
        app_notify(app, INIT_NONE_FINITE, race_problem(app->race)->spec);
    }
}

void app_show_inspection(App *app)
{
    app->scene.sheet = scene_inspects(&app->scene);
}

/* A sheet must not lie on what it is about: then it changes sides, if that helps. */
static void place_sheet(App *app)
{
    Scene *scene = &app->scene;
    const Layout *layout = &app->screen.layout;
    if (layout->sheet.w <= 0 || !scene_inspects(scene) || app->drag != DRAG_NONE ||
        scene->selected >= race_count(app->race))
        return;
    Camera camera = scene_camera(scene, layout->map);
    Vec2 w = run_row(race_run(app->race, scene->selected), scene_step(scene, scene->selected))->w;
    if (scene->check)
        w = scene_check_at(scene);
    double x = (w.x - camera.center.x) / camera.per_px.x, half = (double)layout->map.w / 2;
    double edge =
        half - (double)layout->sheet.w; /* a right one begins here, a left one ends at -edge */
    if (scene->sheet_left ? x < -edge && x <= edge : x > edge && x >= -edge) {
        scene->sheet_left = !scene->sheet_left;
        screen_lay(&app->screen, scene);
    }
}

/* The pane that p lies in; the first one for points elsewhere. */
static Rect pane_at(const App *app, Point p)
{
    int pane = screen_pane_at(&app->screen, p);
    return app->screen.layout.panes[pane < 0 ? 0 : pane];
}

void app_set_zoom(App *app, Point at, double factor)
{
    Rect rect = pane_at(app, at);
    Camera camera = scene_camera(&app->scene, rect);
    double before = camera.per_px.x;
    camera_zoom(&camera, rect, at, factor);
    app->scene.center = camera.center;
    app->scene.zoom *= camera.per_px.x / before;
    app->scene.moving = true;
    app->camera_left = 0;
    app->redraw = true;
}

void app_turn(App *app, double yaw, double tilt)
{
    Orbit *orbit = &app->scene.orbit;
    orbit->yaw = remainder(orbit->yaw + yaw, 2 * PI);
    orbit->tilt = fmin(fmax(orbit->tilt + tilt, 0), EYE_TILT_MAX);
    app->scene.moving = true;
    app->camera_left = 0;
    app->redraw = true;
}

void app_reset_view(App *app)
{
    app->orbit_from = app->scene.orbit;
    app->camera_from = app->scene.center;
    app->camera_zoom_from = app->scene.zoom;
    app->camera_left = CAMERA_SECONDS;
    app->redraw = true;
}

/* The way home: cubic ease-out, geometric in scale. */
static bool advance_camera(App *app, double dt)
{
    if (app->camera_left <= 0)
        return false;
    app->camera_left -= dt;
    double left = fmax(0, app->camera_left / CAMERA_SECONDS);
    double t = 1 - left * left * left;
    Vec2 home = box2_center(race_problem(app->race)->view);
    app->scene.center = vec2_lerp(app->camera_from, home, t);
    app->scene.zoom = exp(log(app->camera_zoom_from) * (1 - t));
    app->scene.orbit = (Orbit){app->orbit_from.yaw + t * (EYE_HOME.yaw - app->orbit_from.yaw),
                               app->orbit_from.tilt + t * (EYE_HOME.tilt - app->orbit_from.tilt)};
    app->scene.moving = app->camera_left > 0;
    if (app->camera_left <= 0)
        home_view(app);
    app->redraw = true;
    return true;
}

/* Towards what the layout asks for: slow at both ends, as a camera on a crane. */
static bool advance_lift(App *app, double dt)
{
    double wanted = app->scene.layout == LAYOUT_SURFACE;
    double step = dt / LIFT_SECONDS;
    if (app->scene.layout == LAYOUT_GRID)
        step = 1;
    if (app->lift_way == wanted)
        return false;
    app->lift_way =
        app->lift_way < wanted ? fmin(app->lift_way + step, 1) : fmax(app->lift_way - step, 0);
    double t = app->lift_way;
    app->scene.lift = t * t * t * (t * (6 * t - 15) + 10);
    app->scene.moving |= app->lift_way != wanted;
    app->redraw = true;
    return true;
}

static void dispatch(App *app, const InputEvent *event)
{
    if (event->kind == INPUT_KEY) {
        app->key_opened = event->repeat && event->key == app->opener;
        if (!event->repeat)
            app->opener = KEY_NONE;
    }
    if (chooser_handle(app, event))
        return;
    if (app->scene.overlay == OVERLAY_NONE && editor_handle(app, event))
        return;
    for (size_t i = 0; i < commands_count(); i++) {
        const Command *command = commands_at(i);
        int digit = 0;
        if (!keys_match(command->keys, event, &digit))
            continue;
        app->repeating = event->repeat;
        if (!event->repeat || command->repeats)
            command_run(command, app, digit);
        app->repeating = false;
        app->key_opened = event->kind == INPUT_KEY && event->key < KEY_SPECIAL &&
                          !(event->mods & (MOD_CTRL | MOD_ALT));
        app->opener = app->key_opened ? event->key : KEY_NONE;
        return;
    }
}

static void handle(App *app, const InputEvent *event)
{
    if (question_handle(app, event))
        return;
    switch (event->kind) {
    case INPUT_KEY:
    case INPUT_TEXT:
        dispatch(app, event);
        break;
    case INPUT_CLOSE:
        app->output.quit = true;
        break;
    case INPUT_KEY_UP:
        break;
    default:
        pointer_handle(app, event);
        break;
    }
}

static bool wishes(const Output *output, bool recorded)
{
    return output->save != SAVE_NOTHING || output->copy || output->paste ||
           output->record != recorded;
}

/* What waited comes first. Events that find no room to wait are lost, after some hundred that came
 * while the window was busy with earlier wishes. */
static void handle_events(App *app, const Input *input)
{
    const size_t room = sizeof app->waiting / sizeof *app->waiting;
    const bool recorded = app->output.record;
    size_t done = 0;
    for (size_t i = 0; i < input->count && app->waiting_count < room; i++)
        app->waiting[app->waiting_count++] = input->events[i];
    while (done < app->waiting_count && !wishes(&app->output, recorded))
        handle(app, &app->waiting[done++]);
    app->waiting_count -= done;
    memmove(app->waiting, app->waiting + done, app->waiting_count * sizeof *app->waiting);
}

float app_scale(const App *app, double text_scale)
{
    const Scene *scene = &app->scene;
    float plain =
        scene->presenter ? presenter_scale(scene->width, scene->height) : app->display_scale;
    float asked = (float)text_scale * plain;
    return layout_fitting_scale(scene, asked, fminf(asked, plain));
}

static void resize(App *app, const Input *input)
{
    Scene *scene = &app->scene;
    bool resized = scene->width != input->width || scene->height != input->height;
    scene->width = input->width;
    scene->height = input->height;
    app->display_scale = input->display_scale;
    float scale = app_scale(app, app->text_scale);
    if (resized || scene->scale != scale)
        app->redraw = true;
    scene->scale = scale;
    screen_lay(&app->screen, scene);
}

static bool advance_notice(App *app, double dt)
{
    if (app->notice_left <= 0)
        return false;
    app->notice_left -= dt;
    if (app->notice_left > 0)
        return true;
    app->scene.notice = NULL;
    app->redraw = true;
    return false;
}

/* Sleeping until something is due: only fading and moving things need frame after frame. */
static void plan_next_frame(App *app, bool moving, bool tuning, bool notice)
{
    Output *output = &app->output;
    output->dirty = app->redraw;
    output->busy = moving || app->waiting_count > 0 || !race_done(app->race);
    output->wake = INFINITY;
    if (notice)
        output->wake = fmin(output->wake, app->notice_left);
    if (tuning)
        output->wake = fmin(output->wake, app->scene.tuning ? 0.05 : 0);
    snprintf(output->title, sizeof output->title, "%s%s \u2013 Ravine",
             output->record ? "\u25cf Recording: " : "", race_problem(app->race)->title);
}

static long steps_per_frame(const Problem *problem)
{
    const Regression *regression = regression_of(problem);
    if (!regression || regression->loss.model == LOSS_LINEAR)
        return STEPS_PER_FRAME;
    return STEPS_PER_FRAME / (1 + (long)regression->data.count / LOGISTIC_ROWS);
}

const Output *app_update(App *app, const Input *input, double dt)
{
    app->output.copy = NULL;
    app->output.save = SAVE_NOTHING;
    app->output.paste = false;
    bool was_moving = app->scene.moving;
    /* What begins in this frame has not lasted yet. */
    bool playing = app->scene.playing;
    bool homing = app->camera_left > 0;
    SceneLayout layout = app->scene.layout;
    app->scene.moving = false;
    resize(app, input);
    handle_events(app, input);
    resize(app, input); /* text scale and layout may have changed */
    editor_update(app);

    uint64_t before = race_revision(app->race);
    bool computed = race_advance(app->race, steps_per_frame(race_problem(app->race))) > 0;
    bool moving = playback_advance(app, playing ? dt : 0);
    moving |= advance_camera(app, homing ? dt : 0);
    place_sheet(app);
    moving |= advance_lift(app, layout == app->scene.layout ? dt : 0);
    pointer_follow(app);
    bool tuning = tuning_advance(app, dt);
    undo_watch(app);
    bool notice = advance_notice(app, dt);
    if (computed || moving || before != app->drawn || (was_moving && !app->scene.moving))
        app->redraw = true;
    app->drawn = before;
    /* After a gesture one more frame sharpens the ground. */
    plan_next_frame(app, moving || app->scene.moving, tuning, notice);
    return &app->output;
}

void app_draw(App *app, DrawList *list)
{
    drawlist_clear(list);
    list->fonts = app->screen.fonts;
    screen_draw(&app->screen, &app->scene, list);
    app->redraw = false;
}
