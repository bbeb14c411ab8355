#include "app/tuning.h"

#include <math.h>
#include <stdio.h>

#include "app/app.h"
#include "base/array.h"
#include "view/text/number.h"

/* A key press counts as a hand on the value for this long; then the ghost fades. */
static const double HAND_SECONDS = 0.7;
static const double FADE_SECONDS = 0.6;

/* A ghost keeps at most this many points, and no more rows than its run does: far beyond what a
 * picture shows, little to copy. */
enum { GHOST_POINTS_MAX = 20000 };

static const Optimizer *selected_optimizer(const App *app)
{
    return run_spec(race_run(app->race, app->scene.selected))->optimizer;
}

static void ghost_keep(Ghost *ghost, const Scene *scene, size_t entrant, const char *label)
{
    const Run *run = race_run(scene->race, entrant);
    size_t count = (size_t)run_last_step(run) + 1;
    if (count > GHOST_POINTS_MAX)
        count = GHOST_POINTS_MAX;
    if (count > (size_t)run_kept(run))
        count = (size_t)run_kept(run);
    ARRAY_RESERVE(ghost->points, ghost->cap, count);
    ARRAY_RESERVE(ghost->loss, ghost->loss_cap, count);
    for (size_t i = 0; i < count; i++) {
        const HistoryRow *row = run_row(run, (long)i);
        ghost->points[i] = row->w;
        ghost->loss[i] = scene_loss(scene, row->f);
    }
    ghost->count = count;
    ghost->revision++;
    ghost->of = race_run_revision(scene->race, entrant);
    snprintf(ghost->label, sizeof ghost->label, "%s", label);
}

void app_begin_tuning(App *app, int entrant, const char *label)
{
    Scene *scene = &app->scene;
    const bool going = scene->tuning; /* one gesture */
    app->tune_idle = 0;
    scene->tuning = true;
    app->redraw = true;
    if (scene->pinned)
        return; /* the pinned paths are the ones to compare with */
    scene->ghost_alpha = 1;
    for (size_t i = 0; i < race_count(app->race); i++) {
        bool wanted = entrant < 0 || i == (size_t)entrant;
        /* The oldest path of one gesture stays: that is the one to compare with. */
        if (wanted && !(going && scene->ghosts[i].count > 0))
            ghost_keep(&scene->ghosts[i], scene, i, label);
        else if (!wanted)
            scene->ghosts[i].count = 0;
    }
}

void tuning_pin(App *app)
{
    Scene *scene = &app->scene;
    bool pinned = scene->pinned;
    tuning_forget(app);
    app->redraw = true;
    if (pinned)
        return;
    for (size_t i = 0; i < race_count(app->race); i++)
        ghost_keep(&scene->ghosts[i], scene, i, "pinned");
    scene->pinned = true;
    scene->ghost_alpha = 1;
}

bool tuning_advance(App *app, double dt)
{
    Scene *scene = &app->scene;
    app->rung_idle += dt;
    if (scene->ghost_alpha <= 0)
        return false;
    bool held = app->drag == DRAG_SLIDER || app->drag == DRAG_START;
    app->tune_idle = held ? 0 : app->tune_idle + dt;
    bool was_tuning = scene->tuning;
    scene->tuning = held || app->tune_idle < HAND_SECONDS;
    double alpha = scene->pinned ? 1 : 1 - (app->tune_idle - HAND_SECONDS) / FADE_SECONDS;
    scene->ghost_alpha = fmin(1, fmax(0, alpha));
    if (scene->ghost_alpha <= 0)
        tuning_forget(app);
    if (was_tuning != scene->tuning || alpha < 1)
        app->redraw = true;
    return scene->tuning || !scene->pinned;
}

void tuning_let_go(App *app)
{
    app->scene.tuning = false;
    app->tune_idle = fmax(app->tune_idle, HAND_SECONDS);
}

void tuning_forget(App *app)
{
    Scene *scene = &app->scene;
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++)
        scene->ghosts[i].count = 0;
    scene->ghost_alpha = 0;
    scene->tuning = scene->pinned = false;
}

void tuning_select(App *app, int direction)
{
    Scene *scene = &app->scene;
    size_t rows[OPTIMIZER_HYPERS_MAX];
    size_t count = scene_hyper_rows(scene, rows, NULL);
    scene->sheet = true;
    if (count == 0)
        return;
    size_t at = 0;
    while (at < count - 1 && rows[at] != scene->hyper)
        at++;
    tuning_let_go(app); /* another value, another ghost */
    scene->follow[SCROLL_PANEL] = scene->follow[SCROLL_SHEET] = true;
    scene->hyper = rows[(at + count + (size_t)(direction + (int)count)) % count];
}

static void change(App *app, size_t hyper, double value)
{
    Scene *scene = &app->scene;
    double before = scene_hyper(scene, scene->selected, hyper);
    long from = scene->from_here ? scene_step(scene, scene->selected) : 0;
    bool whole = from > 0 || !race_hyper_varies(app->race, scene->selected, hyper);
    if (before == value && whole)
        return;
    const Hyper *h = optimizer_hyper(selected_optimizer(app), hyper);
    char label[48], number[NUMBER_TEXT_MAX];
    if (hyper_is_number(h)) {
        snprintf(label, sizeof label, "was %s", number_short(before, number));
    } else {
        StrBuf text = {0};
        hyper_print(h, before, &text);
        snprintf(label, sizeof label, "was %s", strbuf_text(&text));
        strbuf_deinit(&text);
    }
    app_begin_tuning(app, (int)scene->selected, label);
    app_set_hyper(app, hyper, value, from);
}

/* ---- held keys ---- */

/* How a value runs while a key is held: steps of this size, so many a second at first and after
 * HELD_SECONDS. A slider's three decades take some two seconds with the plain arrow. */
static const struct {
    TuneSize size;
    double slow, fast;
} HELD[] = {[TUNE_FINE] = {TUNE_FINE, 10, 40},
            [TUNE_NORMAL] = {TUNE_FINE, 20, 180},
            [TUNE_COARSE] = {TUNE_NORMAL, 12, 60}};

static const double HELD_SECONDS = 2;
static const double LINEAR_PACE = 0.4;    /* a range has fewer steps than three decades */
static const double FEW_A_SECOND = 6;     /* choices and small counts: the eye must follow */
static const double REPEAT_SECONDS = 0.1; /* what lies between two repeats counts up to this */

static double pace(const Hyper *hyper, double held, TuneSize size)
{
    bool few = !hyper_is_number(hyper) ||
               (hyper->kind == HYPER_INTEGER && hyper->slider_max - hyper->slider_min <= 20);
    if (few)
        return FEW_A_SECOND;
    double part = fmin(1, held / HELD_SECONDS);
    double scale = hyper->scale == HYPER_LINEAR ? LINEAR_PACE : 1;
    return scale * (HELD[size].slow + (HELD[size].fast - HELD[size].slow) * part * part);
}

/* Steps that are due since the last repeat. */
static int steps_due(App *app, const Hyper *hyper, TuneSize size)
{
    double passed = fmin(app->rung_idle, REPEAT_SECONDS);
    app->held += passed;
    app->rungs_due += passed * pace(hyper, app->held, size);
    double steps = floor(app->rungs_due);
    app->rungs_due -= steps;
    return (int)steps;
}

void tuning_nudge(App *app, int direction, TuneSize size)
{
    const Optimizer *optimizer = selected_optimizer(app);
    size_t index = app->scene.hyper;
    if (index >= optimizer_hyper_count(optimizer))
        return;
    const Hyper *hyper = optimizer_hyper(optimizer, index);
    double value = scene_hyper(&app->scene, app->scene.selected, index);
    int steps = 1;
    if (app->repeating) {
        steps = steps_due(app, hyper, size);
        size = HELD[size].size;
    } else {
        app->held = app->rungs_due = 0;
    }
    app->rung_idle = 0;
    for (int i = 0; i < steps; i++)
        value = hyper_tuned(hyper, value, direction, size);
    change(app, index, value);
}

void tuning_set(App *app, size_t hyper, double value)
{
    if (hyper < optimizer_hyper_count(selected_optimizer(app)))
        change(app, hyper, value);
}

void tuning_slide(App *app, size_t hyper, double position)
{
    const Optimizer *optimizer = selected_optimizer(app);
    if (hyper >= optimizer_hyper_count(optimizer))
        return;
    double fallback = race_hyper_default(app->race, app->scene.selected, hyper);
    Hyper around = hyper_around(optimizer_hyper(optimizer, hyper), fallback);
    change(app, hyper, hyper_at(&around, position));
}

void tuning_cycle(App *app, size_t hyper)
{
    const Hyper *h = optimizer_hyper(selected_optimizer(app), hyper);
    double value = scene_hyper(&app->scene, app->scene.selected, hyper);
    change(app, hyper, value >= h->max ? h->min : value + 1);
}

void tuning_reset(App *app, size_t hyper)
{
    if (hyper < optimizer_hyper_count(selected_optimizer(app)))
        change(app, hyper, race_hyper_default(app->race, app->scene.selected, hyper));
}
