#include "view/scene/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Camera scene_camera(const Scene *scene, Rect rect)
{
    Camera camera = camera_fit(race_problem(scene->race)->view, rect);
    camera.center = scene->center;
    camera.per_px = vec2_scale(camera.per_px, scene->zoom);
    return camera;
}

bool scene_has_words(const Scene *scene)
{
    return scene->title || scene->caption || scene->question;
}

bool scene_lifted(const Scene *scene)
{
    return scene->layout != LAYOUT_GRID && scene->lift > 0;
}

bool scene_inspects(const Scene *scene)
{
    return scene->anatomy || scene->curvature || scene->check;
}

Vec2 scene_check_at(const Scene *scene)
{
    if (scene->check_placed)
        return scene->check_at;
    if (scene->selected >= race_count(scene->race))
        return race_start(scene->race);
    return run_row(race_run(scene->race, scene->selected), scene_step(scene, scene->selected))->w;
}

/* What has no effect as things are goes unmentioned. */
static bool hyper_counts(const Scene *scene, size_t hyper)
{
    const OptimizerSpec *spec = run_spec(race_run(scene->race, scene->selected));
    return hyper == scene->hyper || optimizer_hyper_used(spec->optimizer, spec->hyper, hyper);
}

static bool hyper_shown(const Scene *scene, size_t hyper)
{
    const OptimizerSpec *spec = run_spec(race_run(scene->race, scene->selected));
    return !optimizer_hyper(spec->optimizer, hyper)->minor || scene->all_hypers ||
           optimizer_hyper_schedules(spec->optimizer, spec->hyper, hyper) ||
           hyper == scene->hyper || race_hyper_varies(scene->race, scene->selected, hyper) ||
           race_hyper(scene->race, scene->selected, hyper) !=
               race_hyper_default(scene->race, scene->selected, hyper);
}

size_t scene_hyper_rows(const Scene *scene, size_t rows[OPTIMIZER_HYPERS_MAX], size_t *hidden)
{
    size_t count = 0;
    if (hidden)
        *hidden = 0;
    if (scene->selected >= race_count(scene->race))
        return 0;
    const Optimizer *optimizer = run_spec(race_run(scene->race, scene->selected))->optimizer;
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++) {
        if (!hyper_counts(scene, i))
            continue;
        if (hyper_shown(scene, i))
            rows[count++] = i;
        else if (hidden)
            ++*hidden;
    }
    return count;
}

bool scene_counts_evaluations(const Scene *scene)
{
    return race_limits(scene->race).unit == RUN_EVALUATIONS;
}

double scene_clock(const Scene *scene, size_t entrant)
{
    const Run *run = race_run(scene->race, entrant);
    const double playhead = fmax(scene->playhead, 0);
    if (!scene_counts_evaluations(scene))
        return playhead;
    const long step = run_step_within(run, (long)floor(playhead), 0);
    if (step == run_last_step(run))
        return (double)step;
    const double next = (double)run_row(run, step + 1)->evaluations;
    return (double)step + fmax(0, playhead - (next - 1));
}

long scene_step(const Scene *scene, size_t entrant)
{
    long last = run_last_step(race_run(scene->race, entrant));
    double step = floor(scene_clock(scene, entrant));
    return step < (double)last ? (long)step : last;
}

int scene_pointed(const Scene *scene)
{
    if (scene->pointed == 0 || scene->pointed > race_count(scene->race) ||
        !race_visible(scene->race, scene->pointed - 1))
        return -1;
    return (int)scene->pointed - 1;
}

double scene_hyper(const Scene *scene, size_t entrant, size_t hyper)
{
    return race_hyper_at(scene->race, entrant, hyper, scene_step(scene, entrant));
}

int scene_anatomy_stage(const Scene *scene)
{
    return scene->anatomy_step == (long)floor(scene->playhead) ? scene->anatomy_stage : 0;
}

int scene_anatomy_stages(const Scene *scene)
{
    const char *lines[OPTIMIZER_RULE_MAX + 1];
    if (scene->selected >= race_count(scene->race))
        return 1;
    const OptimizerSpec *spec = run_spec(race_run(scene->race, scene->selected));
    double hyper[OPTIMIZER_HYPERS_MAX];
    optimizer_spec_at(spec, scene_step(scene, scene->selected) + 1, hyper);
    return 1 + (int)optimizer_rule(spec->optimizer, hyper, lines);
}

size_t scene_visible_count(const Scene *scene)
{
    size_t count = 0;
    for (size_t i = 0; i < race_count(scene->race); i++)
        count += race_visible(scene->race, i);
    return count;
}

bool scene_has_floor(const Scene *scene)
{
    double floor = race_problem(scene->race)->floor;
    return isfinite(floor) && floor != 0;
}

double scene_loss(const Scene *scene, double f)
{
    double floor = race_problem(scene->race)->floor;
    return isfinite(floor) ? f - floor : f;
}

/* How many entrants before this one run the same optimizer. */
static int copy_number(const Race *race, size_t entrant)
{
    const Optimizer *optimizer = run_spec(race_run(race, entrant))->optimizer;
    int copies = 0;
    for (size_t i = 0; i < entrant; i++)
        copies += run_spec(race_run(race, i))->optimizer == optimizer;
    return copies;
}

void scene_dress(Scene *scene)
{
    int generic = 0;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        const OptimizerSpec *spec = run_spec(race_run(scene->race, i));
        SceneEntrant *entrant = &scene->entrants[i];
        int copy = copy_number(scene->race, i);
        entrant->ink = theme_ink(scene->theme, spec->optimizer->id, copy, &generic);
        if (optimizer_spec_labelled(spec))
            snprintf(entrant->name, sizeof entrant->name, "%.60s", spec->label);
        else if (copy > 0)
            snprintf(entrant->name, sizeof entrant->name, "%s %d", spec->optimizer->name, copy + 1);
        else
            snprintf(entrant->name, sizeof entrant->name, "%s", spec->optimizer->name);
    }
}

void ghost_deinit(Ghost *ghost)
{
    free(ghost->points);
    free(ghost->loss);
    *ghost = (Ghost){0};
}
