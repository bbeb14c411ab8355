#include "app/entrants.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/tuning.h"

void entrants_forget_numbers(App *app)
{
    tuning_forget(app);
    hits_clear(&app->screen.hits);
    app->drag = DRAG_NONE;
    app->scene.hover = app->scene.pressed = (Hit){0};
    app->scene.pointed = 0;
}

static void enter(App *app, const OptimizerSpec *spec)
{
    Scene *scene = &app->scene;
    if (!race_add(app->race, spec)) {
        app_notify(app, "The race is full: it holds at most %d optimizers.", RACE_ENTRANTS_MAX);
        return;
    }
    entrants_forget_numbers(app);
    size_t entrant = race_count(app->race) - 1;
    scene_dress(scene);
    app_set_selected(app, entrant);
    app_notify(app, "Added %s.", scene->entrants[entrant].name);
}

void entrants_add(App *app, const Optimizer *optimizer)
{
    OptimizerSpec spec = {.optimizer = optimizer};
    snprintf(spec.label, sizeof spec.label, "%s", optimizer->id);
    for (size_t i = 0; i < OPTIMIZER_HYPERS_MAX; i++)
        spec.hyper[i] = (double)NAN;
    enter(app, &spec);
}

/* A name that was given stays with the one it was given to. */
void entrants_double(App *app)
{
    OptimizerSpec spec = *race_wanted(app->race, app->scene.selected);
    snprintf(spec.label, sizeof spec.label, "%s", spec.optimizer->id);
    spec.hidden = false;
    enter(app, &spec);
}

void entrants_remove(App *app)
{
    Scene *scene = &app->scene;
    size_t leaving = scene->selected, left = race_count(app->race) - 1;
    if (left == 0) {
        app_notify(app, "The last optimizer stays: a race needs one.");
        return;
    }
    char name[sizeof scene->entrants[0].name];
    snprintf(name, sizeof name, "%s", scene->entrants[leaving].name);
    race_remove(app->race, leaving);
    entrants_forget_numbers(app);
    memmove(&scene->entrants[leaving], &scene->entrants[leaving + 1],
            (left - leaving) * sizeof scene->entrants[0]);
    scene_dress(scene);
    scene->selected = RACE_ENTRANTS_MAX; /* whoever follows is another one */
    app_set_selected(app, leaving < left ? leaving : left - 1);
    app_notify(app, "Removed %s.", name);
}
