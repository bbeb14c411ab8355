#include "app/commands.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/chooser.h"
#include "app/editor.h"
#include "app/entrants.h"
#include "app/export.h"
#include "app/lesson.h"
#include "app/playback.h"
#include "app/tuning.h"
#include "problem/factory.h"
#include "problem/regression.h"

enum { UP = 1, DOWN = -1 };

/* Packs a direction and a size into a command's arg. */
#define TUNE(direction, size) ((direction) * ((int)(size) + 1))

static void do_tune(App *app, int arg)
{
    tuning_nudge(app, arg > 0 ? 1 : -1, (TuneSize)((arg > 0 ? arg : -arg) - 1));
}

static void do_select(App *app, int arg)
{
    size_t count = race_count(app->race);
    if (count > 0)
        app_set_selected(app, (app->scene.selected + count + (size_t)(arg + (int)count)) % count);
}

static void do_hyper(App *app, int arg)
{
    tuning_select(app, arg);
}

static void do_hyper_reset(App *app, int arg)
{
    (void)arg;
    tuning_reset(app, app->scene.hyper);
}

static void do_hyper_reset_all(App *app, int arg)
{
    (void)arg;
    const Optimizer *optimizer = run_spec(race_run(app->race, app->scene.selected))->optimizer;
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++)
        tuning_reset(app, i);
}

static void do_all_hypers(App *app, int arg)
{
    (void)arg;
    app->scene.all_hypers = !app->scene.all_hypers;
}

static void do_from_here(App *app, int arg)
{
    (void)arg;
    app->scene.from_here = !app->scene.from_here;
    tuning_let_go(app); /* another kind of change, another ghost */
    app_notify(app, app->scene.from_here ? "Changes hold from the playhead on; the past stays"
                                         : "Changes hold from the start");
}

static void do_visible(App *app, int digit)
{
    size_t entrant = (size_t)digit - 1;
    if (entrant < race_count(app->race))
        race_set_visible(app->race, entrant, !race_visible(app->race, entrant));
}

/* Only this one; when it is alone already, all of them. */
static void do_solo(App *app, int digit)
{
    size_t entrant = (size_t)digit - 1;
    size_t count = race_count(app->race);
    if (entrant >= count)
        return;
    Scene *scene = &app->scene;
    bool alone = race_visible(app->race, entrant) && scene_visible_count(scene) == 1;
    for (size_t i = 0; i < count; i++)
        race_set_visible(app->race, i, alone || i == entrant);
    app_set_selected(app, entrant);
}

static void do_double(App *app, int arg)
{
    (void)arg;
    entrants_double(app);
}

static void do_remove(App *app, int arg)
{
    (void)arg;
    entrants_remove(app);
}

static void do_problem(App *app, int arg)
{
    int count = (int)problem_catalogue_count();
    int index = problem_catalogue_find(race_problem(app->race)->id);
    int next = index < 0 ? (arg > 0 ? 0 : count - 1) : (index + arg + count) % count;
    app_set_problem(app, problem_catalogue_at((size_t)next).id, NULL);
}

static void do_formula(App *app, int arg)
{
    (void)arg;
    editor_open_formula(app);
}

static void do_value(App *app, int arg)
{
    (void)arg;
    editor_open_value(app);
}

static void do_overlay(App *app, int arg)
{
    chooser_open(app, (Overlay)arg);
}

static void do_close(App *app, int arg)
{
    (void)arg;
    if (app->scene.overlay != OVERLAY_NONE)
        chooser_close(app);
    else if (app->scene.entry != ENTRY_NONE)
        editor_leave(app);
    else if (app->scene.presenter)
        app->scene.presenter = false;
    else if (scene_inspects(&app->scene))
        app->scene.anatomy = app->scene.curvature = app->scene.check = app->scene.sheet = false;
    else if (app->scene.sheet)
        app->scene.sheet = false;
    else
        app->output.fullscreen = false;
}

static void do_layout(App *app, int arg)
{
    app->scene.layout =
        arg >= 0 ? (SceneLayout)arg : (SceneLayout)((app->scene.layout + 1) % LAYOUT_COUNT);
}

static void do_chart(App *app, int arg)
{
    app->scene.chart =
        arg >= 0 ? (ChartKind)arg : (ChartKind)((app->scene.chart + 1) % CHART_COUNT);
}

static void do_theme(App *app, int arg)
{
    (void)arg;
    app->scene.theme = (ThemeId)((app->scene.theme + 1) % THEME_COUNT);
    scene_dress(&app->scene);
}

static void do_preview(App *app, int arg)
{
    (void)arg;
    app->scene.only_past = !app->scene.only_past;
}

static void do_probes(App *app, int arg)
{
    static const char *const SAYS[PROBES_COUNT] = {
        [PROBES_SELECTED] = "Probes of the selected optimizer: where it looked and did not go",
        [PROBES_ALL] = "Probes of all optimizers: where they looked and did not go",
        [PROBES_NONE] = "No probes"};
    (void)arg;
    app->scene.probes = (SceneProbes)((app->scene.probes + 1) % PROBES_COUNT);
    app_notify(app, "%s", SAYS[app->scene.probes]);
}

static void do_presenter(App *app, int arg)
{
    (void)arg;
    app->scene.presenter = !app->scene.presenter;
}

static void do_data(App *app, int arg)
{
    (void)arg;
    app->scene.show_data = !app->scene.show_data;
}

static void do_anatomy(App *app, int arg)
{
    (void)arg;
    app->scene.anatomy = !app->scene.anatomy;
    app->scene.check = false;
    app->scene.anatomy_stage = 0;
    app_show_inspection(app);
}

static void do_curvature(App *app, int arg)
{
    (void)arg;
    app->scene.curvature = !app->scene.curvature;
    app->scene.check = false;
    app->scene.follow[SCROLL_PANEL] = true; /* there is less room for cards */
    app_show_inspection(app);
}

/* At the pointer, and there it stays; the panel is all its own. */
static void do_check(App *app, int arg)
{
    (void)arg;
    Scene *scene = &app->scene;
    scene->check = !scene->check;
    scene->check_placed = scene->check && scene->pointer_on_map;
    scene->check_at = scene->pointer;
    scene->anatomy = scene->curvature = false;
    scene->scroll[SCROLL_INSPECTOR] = 0;
    app_show_inspection(app);
}

static void do_patterns(App *app, int arg)
{
    (void)arg;
    app->scene.patterns = !app->scene.patterns;
}

static void do_draw_start(App *app, int arg)
{
    app_begin_tuning(app, -1, "");
    app_draw_start(app, (Init){(InitKind)arg, app->scene.init.scale});
}

/* Around 0, twice or half as far as before. */
static void do_start_scale(App *app, int arg)
{
    double scale = init_scale(app->scene.init) * (arg > 0 ? 2 : 0.5);
    app_begin_tuning(app, -1, "");
    app_draw_start(app, (Init){INIT_NORMAL, fmin(fmax(scale, INIT_SCALE_MIN), INIT_SCALE_MAX)});
}

static void do_home_start(App *app, int arg)
{
    (void)arg;
    app_begin_tuning(app, -1, "");
    app_set_start(app, race_problem(app->race)->start);
}

static void do_zoom(App *app, int arg)
{
    Rect map = app->screen.layout.panes[0];
    app_set_zoom(app, (Point){map.x + map.w / 2, map.y + map.h / 2}, arg > 0 ? 1 / 1.25 : 1.25);
}

/* Radians per key press. */
#define TURN 0.1

static void do_pan(App *app, int arg)
{
    if (scene_lifted(&app->scene)) {
        static const Orbit TURNS[] = {{TURN, 0}, {-TURN, 0}, {0, -TURN}, {0, TURN}};
        app_turn(app, TURNS[arg].yaw, TURNS[arg].tilt);
        return;
    }
    Camera camera = scene_camera(&app->scene, app->screen.layout.panes[0]);
    double step = 60.0 * (double)app->scene.scale;
    Vec2 by[] = {{-step, 0}, {step, 0}, {0, step}, {0, -step}};
    app->scene.center.x += by[arg].x * camera.per_px.x;
    app->scene.center.y += by[arg].y * camera.per_px.y;
}

static void do_reset_view(App *app, int arg)
{
    (void)arg;
    app_reset_view(app);
}

static void do_text_scale(App *app, int arg)
{
    static const double SCALES[] = {0.75, 0.85, 1, 1.15, 1.3, 1.5, 1.75, 2, 2.5};
    enum { COUNT = sizeof SCALES / sizeof *SCALES };
    if (arg == 0) {
        app->text_scale = 1;
        return;
    }
    int at = 0;
    while (at < COUNT - 1 && SCALES[at] < app->text_scale - 1e-9)
        at++;
    at += arg;
    /* Down from where the window has kept it, not from what was once asked for. */
    while (arg < 0 && at > 0 && app_scale(app, SCALES[at]) >= app->scene.scale)
        at--;
    double wanted = SCALES[at < 0 ? 0 : at >= COUNT ? COUNT - 1 : at];
    if (arg > 0 && app_scale(app, wanted) <= app->scene.scale)
        app_notify(app, "The text is as large as this window can hold.");
    else
        app->text_scale = wanted;
}

static void do_fullscreen(App *app, int arg)
{
    (void)arg;
    app->output.fullscreen = !app->output.fullscreen;
}

static void do_undo(App *app, int arg)
{
    if (!undo_go(app, arg))
        app_notify(app, arg < 0 ? "Nothing to undo" : "Nothing to redo");
}

static void do_unit(App *app, int arg)
{
    (void)arg;
    RunLimits limits = race_limits(app->race);
    limits.unit = (RunUnit)((limits.unit + 1) % RUN_UNITS);
    race_set_limits(app->race, limits);
    app_notify(app, limits.unit == RUN_EVALUATIONS
                        ? "The race counts gradient evaluations: the same cost for all"
                        : "The race counts steps");
}

static void do_pin(App *app, int arg)
{
    (void)arg;
    tuning_pin(app);
    app_notify(app,
               app->scene.pinned ? "These paths stay to compare with; P lets them go" : "Let go");
}

static void do_paste(App *app, int arg)
{
    (void)arg;
    app->output.paste = true;
}

static void do_quit(App *app, int arg)
{
    (void)arg;
    app->output.quit = true;
}

static bool has_entrants(const App *app)
{
    return race_count(app->race) > 0;
}

static bool has_data(const App *app)
{
    return regression_of(race_problem(app->race)) != NULL;
}

static bool something_to_close(const App *app)
{
    return app->scene.overlay != OVERLAY_NONE || app->scene.entry != ENTRY_NONE ||
           app->scene.presenter || app->scene.sheet || scene_inspects(&app->scene) ||
           app->output.fullscreen;
}

static bool has_anatomy(const App *app)
{
    return app->scene.anatomy && has_entrants(app);
}

/* id, group, keys, help, run, arg, enabled, repeats. The order is the order of the help. */
static const Command COMMANDS[] = {
    {"play.toggle", "Playback", "Space", "Play or pause", playback_toggle, 0, NULL, false},
    {"play.forward", "Playback", ".", "One step forward", playback_step, UP, NULL, true},
    {"play.back", "Playback", ",", "One step back", playback_step, DOWN, NULL, true},
    {"play.loop", "Playback", "Shift+Space", "Over and over, or once", playback_loop, 0, NULL,
     false},
    {"play.preview", "Playback", "Y", "Preview of what is to come, or not", do_preview, 0, NULL,
     false},
    {"play.start", "Playback", "Home", "To the start", playback_jump, 0, NULL, false},
    {"play.end", "Playback", "End", "To the end", playback_jump, 1, NULL, false},
    {"play.slower", "Playback", "[", "Slower", playback_speed, DOWN, NULL, true},
    {"play.faster", "Playback", "]", "Faster", playback_speed, UP, NULL, true},
    {"play.fewer", "Playback", "{", "A shorter race: fewer steps", playback_budget, DOWN, NULL,
     true},
    {"play.more", "Playback", "}", "A longer race: more steps", playback_budget, UP, NULL, true},

    {"optimizer.next", "Optimizers", "Tab", "Select the next optimizer", do_select, UP,
     has_entrants, true},
    {"optimizer.previous", "Optimizers", "Shift+Tab", "Select the previous one", do_select, DOWN,
     has_entrants, true},
    {"optimizer.show", "Optimizers", "1..9", "Show or hide an optimizer", do_visible, 1,
     has_entrants, false},
    {"optimizer.solo", "Optimizers", "Shift+1..9", "Show only this one; again: all", do_solo, 1,
     has_entrants, false},

    {"optimizer.list", "Optimizers", "O", "Add one: the table of all", do_overlay,
     OVERLAY_OPTIMIZERS, NULL, false},
    {"optimizer.double", "Optimizers", "Ctrl+D", "Add a copy of this one", do_double, 0,
     has_entrants, false},
    {"optimizer.remove", "Optimizers", "Delete", "Remove this one", do_remove, 0, has_entrants,
     false},

    {"hyper.next", "Hyperparameters", "Down", "Select the next hyperparameter", do_hyper, UP,
     has_entrants, true},
    {"hyper.previous", "Hyperparameters", "Up", "Select the previous one", do_hyper, DOWN,
     has_entrants, true},
    {"hyper.increase", "Hyperparameters", "Right", "Turn it up", do_tune, TUNE(1, TUNE_NORMAL),
     has_entrants, true},
    {"hyper.decrease", "Hyperparameters", "Left", "Turn it down", do_tune, TUNE(-1, TUNE_NORMAL),
     has_entrants, true},
    {"hyper.increase.fine", "Hyperparameters", "Shift+Right", "Up in fine steps", do_tune,
     TUNE(1, TUNE_FINE), has_entrants, true},
    {"hyper.decrease.fine", "Hyperparameters", "Shift+Left", "Down in fine steps", do_tune,
     TUNE(-1, TUNE_FINE), has_entrants, true},
    {"hyper.increase.coarse", "Hyperparameters", "Ctrl+Right", "Up in coarse steps", do_tune,
     TUNE(1, TUNE_COARSE), has_entrants, true},
    {"hyper.decrease.coarse", "Hyperparameters", "Ctrl+Left", "Down in coarse steps", do_tune,
     TUNE(-1, TUNE_COARSE), has_entrants, true},
    {"hyper.type", "Hyperparameters", "Enter", "Type its value", do_value, 0, has_entrants, false},
    {"hyper.reset", "Hyperparameters", "Backspace", "Back to its default", do_hyper_reset, 0,
     has_entrants, false},
    {"hyper.reset.all", "Hyperparameters", "Shift+Backspace", "All of this optimizer's defaults",
     do_hyper_reset_all, 0, has_entrants, false},
    {"hyper.all", "Hyperparameters", "H", "All of them, or the main ones", do_all_hypers, 0,
     has_entrants, false},
    {"hyper.fork", "Hyperparameters", "J", "Changes hold from here on, or from the start",
     do_from_here, 0, has_entrants, false},

    {"problem.next", "Problem", "F", "Next problem", do_problem, UP, NULL, true},
    {"problem.previous", "Problem", "Shift+F", "Previous problem", do_problem, DOWN, NULL, true},
    {"problem.list", "Problem", "Ctrl+F", "Choose a problem", do_overlay, OVERLAY_PROBLEMS, NULL,
     false},
    {"problem.edit", "Problem", "E", "Edit its formula, or type another", do_formula, 0, NULL,
     false},
    {"start.random", "Problem", "R", "Start drawn: uniform in the view", do_draw_start,
     INIT_UNIFORM, NULL, true},
    {"start.normal", "Problem", "Shift+R", "Start drawn: normal around 0", do_draw_start,
     INIT_NORMAL, NULL, true},
    {"start.wider", "Problem", "", "Start drawn: normal, twice as wide", do_start_scale, UP, NULL,
     false},
    {"start.narrower", "Problem", "", "Start drawn: normal, half as wide", do_start_scale, DOWN,
     NULL, false},
    {"start.home", "Problem", "Ctrl+R", "Start from this problem's start", do_home_start, 0, NULL,
     false},

    {"race.undo", "Race", "Z Ctrl+Z", "Undo", do_undo, DOWN, NULL, true},
    {"race.redo", "Race", "Shift+Z Ctrl+Y", "Redo", do_undo, UP, NULL, true},
    {"race.pin", "Race", "P", "Pin these paths to compare with, or let go", do_pin, 0, has_entrants,
     false},
    {"race.unit", "Race", "U", "Count gradient evaluations, or steps", do_unit, 0, NULL, false},
    {"race.copy", "Race", "Ctrl+C", "Copy the race as a line of text", export_copy, 0, NULL, false},
    {"race.paste", "Race", "Ctrl+V", "Paste a race from such a line", do_paste, 0, NULL, false},
    {"race.save", "Race", "Ctrl+S", "Save the race as a scenario file", export_save, SAVE_SCENARIO,
     NULL, false},

    {"lesson.course", "Lessons", "L", "The course, or leave it", lesson_toggle, 0, NULL, false},
    {"lesson.next", "Lessons", "PageDown", "Next lesson", lesson_turn, UP, NULL, false},
    {"lesson.previous", "Lessons", "PageUp", "Previous lesson", lesson_turn, DOWN, NULL, false},
    {"lesson.fold", "Lessons", "Shift+L", "Fold its words away, or back", lesson_fold, 0,
     lesson_has_words, false},

    {"view.layout", "View", "V", "One map, side by side, or 3D", do_layout, -1, NULL, false},
    {"view.map", "View", "", "One map with all paths", do_layout, LAYOUT_MAP, NULL, false},
    {"view.grid", "View", "", "Side by side: a map for each optimizer", do_layout, LAYOUT_GRID,
     NULL, false},
    {"view.surface", "View", "", "The map as a surface in 3D", do_layout, LAYOUT_SURFACE, NULL,
     false},
    {"view.presenter", "View", "F5", "Presenter: only the map, large", do_presenter, 0, NULL,
     false},
    {"view.chart", "View", "C", "Chart: loss, gradient, distance, step length", do_chart, -1, NULL,
     false},
    {"chart.loss", "View", "", "Chart the loss", do_chart, CHART_LOSS, NULL, false},
    {"chart.gradient", "View", "", "Chart the gradient's norm", do_chart, CHART_GRADIENT, NULL,
     false},
    {"chart.distance", "View", "", "Chart the distance to the nearest minimum", do_chart,
     CHART_DISTANCE, NULL, false},
    {"chart.length", "View", "", "Chart the length of each step", do_chart, CHART_LENGTH, NULL,
     false},
    {"view.data", "View", "N", "Data and batches beside the map", do_data, 0, has_data, false},
    {"view.anatomy", "View", "A", "Anatomy of the step: every number of its rule", do_anatomy, 0,
     has_entrants, false},
    {"anatomy.forward", "View", ">", "Anatomy: one line of the rule on", playback_line, UP,
     has_anatomy, true},
    {"anatomy.back", "View", "<", "Anatomy: one line back", playback_line, DOWN, has_anatomy, true},
    {"view.curvature", "View", "K", "Curvature, and whether steps are stable on it", do_curvature,
     0, has_entrants, false},
    {"view.check", "View", "G", "Gradient check: derivatives against differences", do_check, 0,
     NULL, false},
    {"view.in", "View", "+ =", "Zoom in", do_zoom, UP, NULL, true},
    {"view.out", "View", "-", "Zoom out", do_zoom, DOWN, NULL, true},
    {"view.reset", "View", "0", "Reset the view", do_reset_view, 0, NULL, false},
    {"view.left", "View", "Alt+Left", "Move the view left; turn it in 3D", do_pan, 0, NULL, true},
    {"view.right", "View", "Alt+Right", "Move the view right; turn it in 3D", do_pan, 1, NULL,
     true},
    {"view.up", "View", "Alt+Up", "Move the view up; tilt it in 3D", do_pan, 2, NULL, true},
    {"view.down", "View", "Alt+Down", "Move the view down; tilt it in 3D", do_pan, 3, NULL, true},
    {"view.theme", "View", "T", "Light or dark theme", do_theme, 0, NULL, false},
    {"view.patterns", "View", "D", "Dashed paths, for grey print", do_patterns, 0, NULL, false},
    {"view.probes", "View", "X", "Probes of the selected one, of all, or none", do_probes, 0, NULL,
     false},
    {"view.larger", "View", "Ctrl++", "Larger text", do_text_scale, UP, NULL, true},
    {"view.smaller", "View", "Ctrl+-", "Smaller text", do_text_scale, DOWN, NULL, true},
    {"view.normal", "View", "Ctrl+0", "Text at its normal size", do_text_scale, 0, NULL, false},

    {"app.screenshot", "Window", "F12", "Save a screenshot (PNG)", export_save, SAVE_PNG, NULL,
     false},
    {"figure.pdf", "Window", "Ctrl+P", "Save the picture for print (PDF)", export_save, SAVE_PDF,
     NULL, false},
    {"figure.svg", "Window", "Ctrl+Shift+P", "Save the picture as vectors (SVG)", export_save,
     SAVE_SVG, NULL, false},
    {"film.record", "Window", "F9", "Record the window as a film (MP4), or end it", export_record,
     0, NULL, false},
    {"app.fullscreen", "Window", "F11", "Full screen", do_fullscreen, 0, NULL, false},
    {"app.palette", "Window", "Ctrl+K :", "Everything by name", do_overlay, OVERLAY_PALETTE, NULL,
     false},
    {"app.help", "Window", "F1 ?", "All keys", do_overlay, OVERLAY_HELP, NULL, false},
    {"app.close", "Window", "Esc", "Close what is open", do_close, 0, something_to_close, false},
    {"app.quit", "Window", "Ctrl+Q", "Quit", do_quit, 0, NULL, false},
};

_Static_assert(sizeof COMMANDS / sizeof *COMMANDS <= COMMANDS_MAX, "raise COMMANDS_MAX");

size_t commands_count(void)
{
    return sizeof COMMANDS / sizeof *COMMANDS;
}

const Command *commands_at(size_t index)
{
    assert(index < commands_count());
    return &COMMANDS[index];
}

const Command *commands_find(const char *id)
{
    for (size_t i = 0; i < commands_count(); i++)
        if (strcmp(COMMANDS[i].id, id) == 0)
            return &COMMANDS[i];
    return NULL;
}

void command_run(const Command *command, App *app, int digit)
{
    if (command->enabled && !command->enabled(app))
        return;
    command->run(app, digit > 0 ? digit : command->arg);
    app->redraw = true;
}

void commands_describe(SceneCommand *out)
{
    for (size_t i = 0; i < commands_count(); i++)
        out[i] = (SceneCommand){COMMANDS[i].id, COMMANDS[i].group, COMMANDS[i].keys,
                                COMMANDS[i].help, false};
}

void commands_enable(const App *app, SceneCommand *out)
{
    for (size_t i = 0; i < commands_count(); i++)
        out[i].disabled = COMMANDS[i].enabled && !COMMANDS[i].enabled(app);
}
