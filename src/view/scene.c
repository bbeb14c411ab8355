#include "view/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

Camera scene_camera(const Scene *scene, Rect rect)
{
    Camera camera = camera_fit(race_problem(scene->race)->view, rect);
    camera.center = scene->center;
    camera.per_px = vec2_scale(camera.per_px, scene->zoom);
    return camera;
}

size_t scene_hyper_rows(const Scene *scene, size_t rows[OPTIMIZER_HYPERS_MAX])
{
    if (scene->selected >= race_count(scene->race))
        return 0;
    const Optimizer *optimizer = run_spec(race_run(scene->race, scene->selected))->optimizer;
    size_t count = 0;
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++) {
        bool changed = race_hyper(scene->race, scene->selected, i) !=
                       race_hyper_default(scene->race, scene->selected, i);
        if (!optimizer_hyper(optimizer, i)->minor || scene->all_hypers || changed ||
            i == scene->hyper)
            rows[count++] = i;
    }
    return count;
}

long scene_step(const Scene *scene, size_t entrant)
{
    long last = run_last_step(race_run(scene->race, entrant));
    long step = (long)floor(scene->playhead);
    return step < last ? step : last;
}

size_t scene_visible_count(const Scene *scene)
{
    size_t count = 0;
    for (size_t i = 0; i < race_count(scene->race); i++)
        count += scene->entrants[i].visible;
    return count;
}

static bool contains_folded(const char *text, const char *part)
{
    size_t len = strlen(part);
    for (; *text; text++) {
        if (strncasecmp(text, part, len) == 0)
            return true;
    }
    return len == 0;
}

size_t scene_list_rows(const Scene *scene, size_t rows[LIST_ROWS_MAX])
{
    bool problems = scene->overlay == OVERLAY_PROBLEMS;
    size_t all = problems ? problem_catalogue_count() : optimizer_count(), count = 0;
    for (size_t i = 0; i < all && count < LIST_ROWS_MAX; i++) {
        const char *id = problems ? problem_catalogue_at(i).id : optimizer_at(i)->id;
        const char *name = problems ? problem_catalogue_at(i).title : optimizer_at(i)->name;
        if (contains_folded(name, scene->list_filter) || contains_folded(id, scene->list_filter))
            rows[count++] = i;
    }
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

/* A label that the person gave is not the bare text of the spec, which starts with the id. */
static bool label_given(const OptimizerSpec *spec)
{
    size_t len = strlen(spec->optimizer->id);
    bool is_spec = strncmp(spec->label, spec->optimizer->id, len) == 0 &&
                   (spec->label[len] == '\0' || spec->label[len] == ':');
    return spec->label[0] != '\0' && !is_spec;
}

void scene_dress(Scene *scene)
{
    int generic = 0;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        const OptimizerSpec *spec = run_spec(race_run(scene->race, i));
        SceneEntrant *entrant = &scene->entrants[i];
        int copy = copy_number(scene->race, i);
        entrant->ink = theme_ink(scene->theme, spec->optimizer->id, copy, &generic);
        if (label_given(spec))
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
