#include "app/playback.h"

#include <math.h>

#include "app/app.h"

static const double SPEEDS[] = {1, 2, 4, 8, 15, 30, 60, 120, 250, 500, 1000, 2000, 5000, 10000};
enum { SPEED_COUNT = sizeof SPEEDS / sizeof *SPEEDS, SPEED_DEFAULT = 3 };

static const long BUDGETS[] = {20,   50,   80,    120,   150,   200,    300,    500,    1000,
                               2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000, 1000000};
enum { BUDGET_COUNT = sizeof BUDGETS / sizeof *BUDGETS };

double playback_speed_at(size_t index)
{
    return SPEEDS[index < SPEED_COUNT ? index : SPEED_COUNT - 1];
}

size_t playback_speed_default(void)
{
    return SPEED_DEFAULT;
}

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

void playback_jump(App *app, int end)
{
    app_set_playhead(app, end ? last_step(app) : 0);
    if (end)
        app->scene.playing = false;
}

void playback_speed(App *app, int direction)
{
    if (direction < 0 && app->speed_index > 0)
        app->speed_index--;
    if (direction > 0 && app->speed_index < SPEED_COUNT - 1)
        app->speed_index++;
    app->scene.speed = SPEEDS[app->speed_index];
}

void playback_budget(App *app, int direction)
{
    RunLimits limits = race_limits(app->race);
    long budget = limits.budget;
    if (direction > 0) {
        for (int i = 0; i < BUDGET_COUNT && limits.budget <= budget; i++)
            limits.budget = BUDGETS[i] > budget ? BUDGETS[i] : budget;
    } else {
        for (int i = BUDGET_COUNT - 1; i >= 0 && limits.budget >= budget; i--)
            limits.budget = BUDGETS[i] < budget ? BUDGETS[i] : budget;
    }
    race_set_limits(app->race, limits);
    app_set_playhead(app, app->scene.playhead);
}

bool playback_advance(App *app, double dt)
{
    Scene *scene = &app->scene;
    if (!scene->playing)
        return false;
    scene->playhead += dt * scene->speed;
    if (scene->playhead >= last_step(app)) {
        scene->playhead = last_step(app);
        scene->playing = false;
    }
    return true;
}
