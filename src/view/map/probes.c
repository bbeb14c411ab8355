#include "view/map/probes.h"

#include <math.h>

#include "view/map/drape.h"
#include "view/scene/clip.h"

/* px at scale 1 */
#define DOT            3.4f
#define DOT_HOLE       2.1f
#define DOT_HALO       1.5f
#define EARLIER        2.2f
#define LINE           1.25f
#define SIMPLEX        1.75f
#define SIMPLEX_BEFORE 1.25f
#define HALO           1.5f
#define HALO_ALPHA     0.72
#define LINE_ALPHA     0.75
#define FAINT_ALPHA    0.45
#define EARLIER_ALPHA  0.65
#define CIRCLE_ALPHA   0.6
#define FAR            1e5 /* device px: nothing of such a figure is recognised */
#define SAME_DIRECTION 1e-3

enum { CIRCLE_POINTS = 96, STATE_MAX = 256 };

_Static_assert((int)PROBED_EARLIER_MAX <= (int)PROBES_MAX, "one buffer serves both");

static bool same(Vec2 a, Vec2 b)
{
    return a.x == b.x && a.y == b.y;
}

/* ---- what there is ---- */

long probes_update_at(const Run *run, double playhead)
{
    const double update = ceil(fmax(playhead, 0));
    return update <= (double)run_last_step(run) ? (long)update : 0;
}

/* The slot that holds a simplex of points, -1 if there is none. */
static int simplex_slot(const Optimizer *optimizer)
{
    for (size_t i = 0; i < optimizer->slot_count; i++)
        if (optimizer->slots[i].kind == SLOT_POINT && optimizer->slots[i].rows == SLOT_SIMPLEX)
            return (int)i;
    return -1;
}

/* As it is after `step` updates; the first one makes it. */
static ProbedSimplex simplex_at(const Run *run, int slot, long step)
{
    const Optimizer *optimizer = run_spec(run)->optimizer;
    double state[STATE_MAX];
    if (step < 1 || optimizer_state_size(optimizer, RUN_PARAMS) > STATE_MAX)
        return (ProbedSimplex){.known = false};
    run_state(run, step, state);
    const double *at = state + optimizer_slot_at(optimizer, (size_t)slot, RUN_PARAMS);
    ProbedSimplex simplex = {.known = true};
    for (int i = 0; i < PROBED_VERTICES; i++)
        simplex.at[i] = vec2(at[RUN_PARAMS * i], at[RUN_PARAMS * i + 1]);
    return simplex;
}

/* The rule's radius as the update saw it, 0 if it has none. */
static double radius_at(const Run *run, long update)
{
    const OptimizerSpec *spec = run_spec(run);
    double hyper[OPTIMIZER_HYPERS_MAX];
    for (size_t i = 0; i < spec->optimizer->hyper_count; i++) {
        if (!spec->optimizer->hypers[i].radius)
            continue;
        optimizer_spec_at(spec, update, hyper);
        return hyper[i];
    }
    return 0;
}

static bool taken(const Probed *probed, Vec2 w, Vec2 p)
{
    bool is = same(p, w);
    for (int i = 0; i < PROBED_VERTICES; i++)
        is |= probed->after.known && same(p, probed->after.at[i]);
    return is;
}

static bool listed(const Vec2 *list, size_t count, Vec2 p)
{
    for (size_t i = 0; i < count; i++)
        if (same(list[i], p))
            return true;
    return false;
}

/* Steps back as long as w stayed where it is: the same place, looked around again and again. */
static void find_earlier(const Run *run, long update, Probed *out)
{
    for (long back = 1; back <= PROBED_EARLIER_MAX && update - back >= 1; back++) {
        Probes probes;
        if (!same(run_row(run, update - back - 1)->w, out->center))
            return;
        run_probes(run, update - back, &probes);
        for (size_t i = 0; i < probes.count; i++) {
            if (out->earlier_count == PROBED_EARLIER_MAX)
                return;
            if (vec2_finite(probes.at[i]) && !same(probes.at[i], out->center))
                out->earlier[out->earlier_count++] = probes.at[i];
        }
    }
}

void probes_find(const Run *run, long update, Probed *out)
{
    const int slot = simplex_slot(run_spec(run)->optimizer);
    const Vec2 before = run_row(run, update - 1)->w, after = run_row(run, update)->w;
    Probes probes;
    *out = (Probed){.update = update, .from = before, .center = before};
    if (slot >= 0) {
        out->before = simplex_at(run, slot, update - 1);
        out->after = simplex_at(run, slot, update);
    }
    if (out->before.known)
        out->from = out->before.at[PROBED_VERTICES - 1];
    out->radius = radius_at(run, update);
    run_probes(run, update, &probes);
    for (size_t i = 0; i < probes.count; i++) {
        const Vec2 p = probes.at[i];
        if (vec2_finite(p) && !same(p, out->from) && !same(p, before) && !taken(out, after, p) &&
            !listed(out->at, out->count, p))
            out->at[out->count++] = p;
    }
    if (probes.count > 0 && slot < 0)
        find_earlier(run, update, out);
}

/* ---- the picture ---- */

/* The pane and how its lines look. */
typedef struct Sketch {
    const MapPane *pane;
    DrawList *list;
    Color ink, halo;
    float scale;
} Sketch;

static Vec2 place(const Sketch *sketch, Vec2 w)
{
    return clip_screen(&sketch->pane->camera, sketch->pane->rect, w);
}

static bool drawable(Vec2 px)
{
    return fabs(px.x) < FAR && fabs(px.y) < FAR;
}

/* A closed one, by its corners in px of the map. */
static void draw_figure(const Sketch *sketch, const Vec2 *corners, size_t count, float width,
                        double alpha)
{
    drape_loop(sketch->pane, corners, count, (width + 2 * HALO) * sketch->scale,
               color_fade(sketch->halo, HALO_ALPHA * alpha), sketch->list);
    drape_loop(sketch->pane, corners, count, width * sketch->scale, color_fade(sketch->ink, alpha),
               sketch->list);
}

static void draw_simplex(const Sketch *sketch, const ProbedSimplex *simplex, float width,
                         double alpha)
{
    Vec2 corners[PROBED_VERTICES];
    for (int i = 0; i < PROBED_VERTICES; i++) {
        corners[i] = place(sketch, simplex->at[i]);
        if (!simplex->known || !drawable(corners[i]))
            return;
    }
    draw_figure(sketch, corners, PROBED_VERTICES, width, alpha);
}

static void draw_circle(const Sketch *sketch, Vec2 center, double radius)
{
    static const double TURN = 6.283185307179586;
    Vec2 corners[CIRCLE_POINTS];
    for (int i = 0; i < CIRCLE_POINTS; i++) {
        const double angle = TURN * i / CIRCLE_POINTS;
        const Vec2 w = vec2(center.x + radius * cos(angle), center.y + radius * sin(angle));
        corners[i] = place(sketch, w);
        if (!drawable(corners[i]))
            return;
    }
    draw_figure(sketch, corners, CIRCLE_POINTS, LINE, CIRCLE_ALPHA);
}

/* Whether another place lies farther out on the same ray: then its line covers this one's. */
static bool covered(const Probed *probed, size_t index)
{
    const Vec2 d = vec2_sub(probed->at[index], probed->from);
    for (size_t i = 0; i < probed->count; i++) {
        const Vec2 other = vec2_sub(probed->at[i], probed->from);
        const double along = vec2_dot(d, other), across = d.x * other.y - d.y * other.x;
        if (i != index && along > 0 && fabs(across) <= SAME_DIRECTION * along &&
            vec2_norm(other) > vec2_norm(d))
            return true;
    }
    return false;
}

/* Without a halo: it would bite into the path, which often lies along the same line. */
static void draw_rays(const Sketch *sketch, const Probed *probed)
{
    for (size_t i = 0; i < probed->count; i++) {
        Vec2 a = place(sketch, probed->from), b = place(sketch, probed->at[i]);
        if (covered(probed, i) || !clip_segment(sketch->pane->rect, &a, &b))
            continue;
        drape_line(sketch->pane, (Vec2[]){a, b}, 2, LINE * sketch->scale,
                   color_fade(sketch->ink, LINE_ALPHA), NULL, sketch->list);
    }
}

/* Those in sight, in px; returns how many. */
static size_t places_of(const Sketch *sketch, const Vec2 *at, size_t count, Point *points)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const Vec2 px = place(sketch, at[i]);
        if (clip_inside(sketch->pane->rect, px) && drape_shows(sketch->pane, px))
            points[used++] = clip_point(mappane_point(sketch->pane, px));
    }
    return used;
}

static void draw_places(const Sketch *sketch, const Probed *probed)
{
    Point points[PROBES_MAX];
    const float scale = sketch->scale;
    size_t count = places_of(sketch, probed->earlier, probed->earlier_count, points);
    draw_dots(sketch->list, points, count, EARLIER * scale, 0,
              color_fade(sketch->ink, EARLIER_ALPHA), sketch->halo);
    count = places_of(sketch, probed->at, probed->count, points);
    draw_dots(sketch->list, points, count, (DOT + DOT_HALO) * scale, 0,
              color_fade(sketch->halo, HALO_ALPHA), sketch->halo);
    draw_dots(sketch->list, points, count, DOT * scale, DOT_HOLE * scale, sketch->ink,
              sketch->halo);
}

static bool wanted(const MapPane *pane, size_t entrant)
{
    const Scene *scene = pane->scene;
    return !mappane_fades(pane, entrant) &&
           (scene->probes == PROBES_ALL ||
            (scene->probes == PROBES_SELECTED && entrant == scene->selected));
}

void probes_update(Probed *probed, const MapPane *pane, size_t entrant)
{
    const Race *race = pane->scene->race;
    const Run *run = race_run(race, entrant);
    const uint64_t revision = race_run_revision(race, entrant);
    const long update =
        wanted(pane, entrant) ? probes_update_at(run, scene_clock(pane->scene, entrant)) : 0;
    if (update > 0 && (probed->update != update || probed->revision != revision))
        probes_find(run, update, probed);
    probed->update = update;
    probed->revision = revision;
}

static Sketch sketch_of(const MapPane *pane, size_t entrant, DrawList *list)
{
    const Scene *scene = pane->scene;
    return (Sketch){.pane = pane,
                    .list = list,
                    .ink = scene->entrants[entrant].ink.path,
                    .halo = theme_get(scene->theme)->halo,
                    .scale = scene->scale};
}

void probes_draw_lines(const Probed *probed, const MapPane *pane, size_t entrant, DrawList *list)
{
    const Sketch sketch = sketch_of(pane, entrant, list);
    if (probed->update == 0)
        return;
    if (probed->radius > 0)
        draw_circle(&sketch, probed->center, probed->radius);
    draw_simplex(&sketch, &probed->before, SIMPLEX_BEFORE, FAINT_ALPHA);
    draw_simplex(&sketch, &probed->after, SIMPLEX, 1);
    draw_rays(&sketch, probed);
}

void probes_draw_places(const Probed *probed, const MapPane *pane, size_t entrant, DrawList *list)
{
    const Sketch sketch = sketch_of(pane, entrant, list);
    if (probed->update > 0)
        draw_places(&sketch, probed);
}
