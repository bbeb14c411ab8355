#include "view/scene/inspect.h"

#include <math.h>
#include <stdio.h>

#include "view/draw/key.h"

static uint64_t step_key(const Scene *scene, long t)
{
    uint64_t key = key_u64(11, race_run_revision(scene->race, scene->selected));
    key = key_text(key, race_problem(scene->race)->spec);
    return key_u64(key_u64(key, scene->selected), (uint64_t)t);
}

static bool is_even(const Sym2 *rate)
{
    double size = fmax(fabs(rate->xx), fabs(rate->yy));
    return fabs(rate->xx - rate->yy) <= 1e-9 * size && fabs(rate->xy) <= 1e-9 * size;
}

static void update_step(Inspection *inspection, const Scene *scene, const Run *run, long t)
{
    uint64_t key = step_key(scene, t);
    if (key == inspection->step_key)
        return;
    inspection->step_key = key;
    inspection->entrant = scene->selected;
    anatomy_make(&inspection->step, run, t);
    const StepRecord *record = &inspection->step.record;
    Response *response = &inspection->response;
    stability_response(record, response);
    inspection->even = response->linear && is_even(&response->rate);
    inspection->scaled = vec2_scale(sym2_apply(response->rate, record->g), -1);
    Vec2 apart = vec2_sub(inspection->scaled, vec2_sub(record->next, record->w));
    inspection->scales =
        response->linear && vec2_norm(apart) > 1e-6 * vec2_norm(inspection->scaled);
}

static void update_ground(Inspection *inspection, const Scene *scene)
{
    inspection->at_pointer = scene->pointer_on_map && !scene->anatomy;
    Vec2 at = inspection->at_pointer ? scene->pointer : inspection->step.record.w;
    uint64_t key = key_f64(key_f64(inspection->step_key, at.x), at.y);
    if (key == inspection->ground_key)
        return;
    inspection->ground_key = key;
    curvature_at(&inspection->ground, race_problem(scene->race), at);
    curvature_judge(&inspection->ground, &inspection->step.record, &inspection->response);
}

/* Steps are proportional to the learning rate, so it may grow by as much as the ground may become
 * steeper. */
static double stable_below(const Inspection *inspection, const Scene *scene)
{
    const StepRecord *record = &inspection->step.record;
    const int lr = optimizer_hyper_find(record->optimizer, "lr");
    Curvature ground;
    curvature_at(&ground, race_problem(scene->race), record->w);
    curvature_judge(&ground, record, &inspection->response);
    if (lr < 0 || ground.verdict == VERDICT_NONE || !isfinite(ground.limit))
        return (double)NAN;
    return scene_hyper(scene, scene->selected, (size_t)lr) * ground.limit / ground.product;
}

static void update_limit(Inspection *inspection, const Scene *scene)
{
    if (inspection->limit_key == inspection->step_key)
        return;
    inspection->limit_key = inspection->step_key;
    inspection->stable_below = stable_below(inspection, scene);
}

void inspect_update(Inspection *inspection, const Scene *scene)
{
    inspection->anatomy = inspection->curvature = false;
    if (scene->selected >= race_count(scene->race))
        return;
    const Run *run = race_run(scene->race, scene->selected);
    long step = scene_step(scene, scene->selected), last = run_last_step(run);
    if (last == 0)
        return; /* nothing is computed yet */
    update_step(inspection, scene, run, step < last ? step + 1 : last);
    update_limit(inspection, scene);
    int stage = scene_anatomy_stage(scene);
    inspection->anatomy = scene->anatomy;
    inspection->whole = stage == 0 || stage > (int)inspection->step.line_count;
    inspection->stepping = stage > 0;
    inspection->lines = stage == 0 ? (int)inspection->step.line_count : stage - 1;
    inspection->curvature = scene->curvature;
    if (scene->curvature)
        update_ground(inspection, scene);
}

bool inspect_shows(const Inspection *inspection, const AnatomyItem *item)
{
    if (item->kind == ANATOMY_GRADIENT)
        return true;
    return item->line == ANATOMY_ALL ? inspection->whole : item->line < inspection->lines;
}

bool inspect_is_current(const Inspection *inspection, int line)
{
    return line == inspection->lines - 1 && inspection->stepping;
}

void inspect_words(const char *id, char *text, size_t size)
{
    snprintf(text, size, "%s", id);
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
}

int inspect_sense(const Inspection *inspection, const AnatomyItem *item)
{
    if (item->value.shape != RULE_VECTOR || item->row >= 0)
        return 0;
    if (item->kind == ANATOMY_GRADIENT)
        return -1;
    if (item->kind == ANATOMY_STEP)
        return 1;
    const Optimizer *optimizer = inspection->step.record.optimizer;
    return item->slot ? inspection->response.sense[item->slot - optimizer->slots] : 0;
}
