#include "app/playback.h"

#include <math.h>

#include "app/app.h"

static const double SPEEDS[] = {1, 2, 4, 8, 15, 30, 60, 120, 250, 500, 1000, 2000, 5000, 10000};
enum { SPEED_COUNT = sizeof SPEEDS / sizeof *SPEEDS };

/* A whole race at the speed it opens with: long enough to talk over, short enough to repeat. */
static const double RACE_SECONDS = 14;

/* How long the end stays on show before a race in a loop starts over. */
static const double LOOP_SECONDS = 1.2;

static const long BUDGETS[] = {20,   50,   80,    120,   150,   200,    300,    500,    1000,
                               2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000, 1000000};
enum { BUDGET_COUNT = sizeof BUDGETS / sizeof *BUDGETS };

static double last_step(const App *app)
{
    return (double)race_limits(app->race).budget;
}

void playback_toggle(App *app, int arg)
{
    (void)arg;
    Scene *scene = &app->scene;
    if (!scene->playing && scene->playhead >= last_step(app))
        scene->playhead = 0;
    scene->playing = !scene->playing;
}

void playback_step(App *app, int direction)
{
    Scene *scene = &app->scene;
    scene->playing = false;
    double whole = direction > 0 ? floor(scene->playhead) : ceil(scene->playhead);
    app_set_playhead(app, whole + direction);
}

/* Where the selected one has made an update more, or less. */
static double beside(const App *app, int direction)
{
    const Scene *scene = &app->scene;
    const double playhead = floor(scene->playhead), step = playhead + direction;
    if (!scene_counts_evaluations(scene))
        return fmin(fmax(step, 0), last_step(app));
    const Run *run = race_run(scene->race, scene->selected);
    const long update = scene_step(scene, scene->selected) + direction;
    if (update < 0 || update > run_last_step(run))
        return playhead;
    return fmin((double)run_row(run, update)->evaluations, last_step(app));
}

/* Behind the last line comes the next step's gradient, before a gradient the step before. */
void playback_line(App *app, int direction)
{
    Scene *scene = &app->scene;
    scene->playing = false;
    int stages = scene_anatomy_stages(scene), stage = scene_anatomy_stage(scene) + direction;
    double step = floor(scene->playhead);
    if (stage < 0)
        stage = stages - 1;
    if (stage == 0 || stage > stages) {
        double next = beside(app, direction);
        stage = next == step ? stage - direction : direction > 0 ? 1 : stages;
        step = next;
    }
    app_set_playhead(app, step);
    scene->anatomy_step = (long)step;
    scene->anatomy_stage = stage;
}

void playback_jump(App *app, int end)
{
    app_set_playhead(app, end ? last_step(app) : 0);
    if (end)
        app->scene.playing = false;
}

void playback_loop(App *app, int arg)
{
    (void)arg;
    app->loop = !app->loop;
    app_notify(app,
               app->loop ? "The race starts over when it has ended" : "The race stops at its end");
}

/* The speed of the ladder that comes closest to playing a whole race in RACE_SECONDS. */
static size_t fitting_speed(double steps)
{
    size_t best = 0;
    for (size_t i = 1; i < SPEED_COUNT; i++) {
        double wanted = steps / RACE_SECONDS;
        if (fabs(log(SPEEDS[i] / wanted)) < fabs(log(SPEEDS[best] / wanted)))
            best = i;
    }
    return best;
}

void playback_fit(App *app)
{
    RunLimits limits = race_limits(app->race);
    if (!app->steps_chosen)
        limits.budget = race_problem(app->race)->steps;
    race_set_limits(app->race, limits);
    if (!app->speed_chosen)
        app->speed_index = fitting_speed((double)limits.budget);
    app->scene.speed = SPEEDS[app->speed_index];
}

void playback_speed(App *app, int direction)
{
    app->speed_chosen = true;
    if (direction < 0 && app->speed_index > 0)
        app->speed_index--;
    if (direction > 0 && app->speed_index < SPEED_COUNT - 1)
        app->speed_index++;
    app->scene.speed = SPEEDS[app->speed_index];
}

double playback_speed_at(size_t index)
{
    return index < SPEED_COUNT ? SPEEDS[index] : 0;
}

void playback_set_speed(App *app, double speed)
{
    app->speed_chosen = false;
    for (size_t i = 0; i < SPEED_COUNT; i++) {
        if (SPEEDS[i] != speed)
            continue;
        app->speed_chosen = true;
        app->speed_index = i;
    }
    playback_fit(app);
}

void playback_budget(App *app, int direction)
{
    RunLimits limits = race_limits(app->race);
    long budget = limits.budget;
    if (direction > 0)
        for (int i = 0; i < BUDGET_COUNT && limits.budget <= budget; i++)
            limits.budget = BUDGETS[i] > budget ? BUDGETS[i] : budget;
    else
        for (int i = BUDGET_COUNT - 1; i >= 0 && limits.budget >= budget; i--)
            limits.budget = BUDGETS[i] < budget ? BUDGETS[i] : budget;
    app->steps_chosen = true;
    race_set_limits(app->race, limits);
    playback_fit(app);
    app_set_playhead(app, app->scene.playhead);
}

/* In a loop the end stays on show for a moment. */
static void wait_at_end(App *app, double dt)
{
    app->loop_left -= dt;
    if (app->loop_left <= 0)
        app_set_playhead(app, 0);
}

bool playback_advance(App *app, double dt)
{
    Scene *scene = &app->scene;
    if (!scene->playing)
        return false;
    if (scene->playhead >= last_step(app)) {
        wait_at_end(app, dt);
        return true;
    }
    scene->playhead += dt * scene->speed;
    if (scene->playhead >= last_step(app)) {
        scene->playhead = last_step(app);
        scene->playing = app->loop;
        app->loop_left = LOOP_SECONDS;
    }
    return true;
}
