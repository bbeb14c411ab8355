#include "view/map/mapview.h"

#include <math.h>
#include <string.h>

#include "view/draw/key.h"
#include "view/map/arrows.h"
#include "view/map/gradcheck.h"
#include "view/map/quadric.h"
#include "view/scene/clip.h"

/* px at scale 1 */
#define CELL            3.0f /* of the obstacles */
#define PATH_WIDTH      2.5f
#define PATH_SELECTED   3.0f
#define PATH_HALO       1.5f
#define PATH_HALO_ALPHA 0.72
#define PATH_FADED      0.38
#define PATH_RECEDING   0.6
#define FORK_RADIUS     5.0f
#define FORK_STROKE     2.0f
#define BRIEF           340.0f /* narrower panes have no room for words about arrows */
#define TWIST_MIN       12.0f  /* shorter common ways need no twisting */

void mapview_deinit(MapView *view)
{
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++) {
        path_deinit(&view->paths[i]);
        path_deinit(&view->ghosts[i]);
        liftpath_deinit(&view->ways[i]);
        liftpath_deinit(&view->ghost_ways[i]);
    }
    labels_deinit(&view->labels);
    liftaxes_deinit(&view->lift_axes);
    obstacles_deinit(&view->obstacles);
    *view = (MapView){0};
}

static uint64_t camera_key(uint64_t key, const MapPane *pane)
{
    key = key_f64(key_f64(key, pane->camera.center.x), pane->camera.center.y);
    key = key_f64(key_f64(key, pane->camera.per_px.x), pane->camera.per_px.y);
    return key_f64(key_rect(key, pane->rect), (double)pane->scene->scale);
}

static uint64_t ghost_key(uint64_t key, const Ghost *ghost)
{
    key = key_u64(key, ghost->count);
    for (size_t i = 0; i < ghost->count; i++)
        key = key_f64(key_f64(key, ghost->points[i].x), ghost->points[i].y);
    return key;
}

static void update_paths(MapView *view, const MapPane *pane)
{
    const Scene *scene = pane->scene;
    const uint64_t camera = camera_key(3, pane);
    for (size_t i = 0; i < race_count(scene->race); i++) {
        if (!mappane_shows(pane, i))
            continue;
        path_update(&view->paths[i], race_run(scene->race, i), &pane->camera, pane->rect,
                    scene->scale, key_u64(camera, race_run_revision(scene->race, i)));
        const Ghost *ghost = &scene->ghosts[i];
        Path *path = &view->ghosts[i];
        const uint64_t key = mappane_has_ghost(pane, i) ? ghost_key(camera, ghost) : 0;
        if (key == 0 || (path->key == key && path->rows > 0))
            continue;
        path_begin(path, pane->rect, scene->scale);
        path->key = key;
        for (size_t step = 0; step < ghost->count; step++)
            path_push(path, clip_screen(&pane->camera, pane->rect, ghost->points[step]));
        path_end(path);
    }
}

/* The same on the surface. */
static void raise_paths(MapView *view, const MapPane *pane)
{
    for (size_t i = 0; i < race_count(pane->scene->race); i++) {
        if (mappane_shows(pane, i))
            liftpath_update(&view->ways[i], &view->paths[i], pane->lift);
        if (mappane_has_ghost(pane, i))
            liftpath_update(&view->ghost_ways[i], &view->ghosts[i], pane->lift);
    }
}

/* Above the long ones the selected one, above all the hovered one. */
static float order_rank(const MapView *view, const MapPane *pane, size_t entrant)
{
    if ((int)entrant == pane->hovered)
        return -2;
    return entrant == pane->scene->selected ? -1 : view->paths[entrant].length;
}

/* Longest path first, selected last, hovered after it; an insertion sort, for the order hardly
 * changes. */
static void sort_paths(MapView *view, const MapPane *pane)
{
    view->order_count = 0;
    for (size_t i = 0; i < race_count(pane->scene->race); i++) {
        if (!mappane_shows(pane, i))
            continue;
        size_t at = view->order_count++;
        for (; at > 0 && order_rank(view, pane, view->order[at - 1]) < order_rank(view, pane, i);
             at--)
            view->order[at] = view->order[at - 1];
        view->order[at] = i;
    }
}

/* Runs on exactly the same points would hide each other. Where a path begins with points of one
 * below it, the two take turns, like the strands of a cord. */
static void find_twists(MapView *view)
{
    uint64_t key = 4;
    for (size_t n = 0; n < view->order_count; n++) {
        const Path *path = &view->paths[view->order[n]];
        key = key_u64(key_u64(key_u64(key, view->order[n]), path->key), path->count);
    }
    if (key == view->twist_key)
        return;
    view->twist_key = key;
    size_t base[RACE_ENTRANTS_MAX];
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        const Path *path = &view->paths[i];
        base[i] = i;
        view->shared[i] = 0;
        view->twist[i] = 0;
        view->twists[i] = 1;
        for (size_t below = 0; below < n; below++) {
            const size_t other = view->order[below];
            const size_t shared = path_shared(&view->paths[other], path);
            if (base[other] != other || shared <= view->shared[i] || shared < 2)
                continue;
            const Point a = path->points[0], b = path->points[shared - 1];
            if (hypotf(b.x - a.x, b.y - a.y) < TWIST_MIN * path->scale && shared < path->count)
                continue;
            view->shared[i] = shared;
            base[i] = other;
        }
        if (base[i] != i)
            view->twist[i] = view->twists[base[i]]++;
    }
    for (size_t n = 0; n < view->order_count; n++)
        view->twists[view->order[n]] = view->twists[base[view->order[n]]];
}

/* Ticks at the edges of the flat map; the surface has axes of its own. */
static bool map_ticks(const MapPane *pane)
{
    return pane->ticks && !pane->lift;
}

static void mark_fixed(MapView *view, const MapPane *pane)
{
    const Scene *scene = pane->scene;
    Obstacles *obstacles = &view->obstacles;
    obstacles_reset(obstacles, pane->rect, CELL * scene->scale);
    for (size_t i = 0; i < pane->cover_count; i++)
        obstacles_add_rect(obstacles, pane->covers[i], OBSTACLE_COVER);
    for (size_t i = 0; map_ticks(pane) && i < axes_cover_count(&view->axes); i++)
        obstacles_add_rect(obstacles, axes_cover(&view->axes, i), OBSTACLE_TICK);
    for (size_t i = 0; pane->ticks && pane->lift && i < view->lift_axes.count; i++)
        obstacles_add_rect(obstacles, view->lift_axes.labels[i].rect, OBSTACLE_TICK);
    for (size_t n = 0; n < view->order_count; n++) {
        const Path *path = &view->paths[view->order[n]];
        if (pane->lift)
            liftpath_mark(&view->ways[view->order[n]], obstacles);
        else
            obstacles_add_line(obstacles, path->points, path->count, OBSTACLE_PATH);
    }
}

static uint64_t board_inputs(const MapView *view, const MapPane *pane)
{
    const Scene *scene = pane->scene;
    uint64_t key = key_text(camera_key(5, pane), race_problem(scene->race)->spec);
    const Vec2 start = race_start(scene->race);
    key = key_f64(key_f64(key, start.x), start.y);
    key = key_f64(key_u64(key, (uint64_t)scene->init.kind), init_scale(scene->init));
    key = key_u64(key, (uint64_t)pane->ticks << 1 | (uint64_t)pane->landmark_words);
    key = key_u64(key, pane->lift ? pane->lift->key : 0);
    for (size_t i = 0; i < pane->cover_count; i++)
        key = key_rect(key, pane->covers[i]);
    for (size_t n = 0; n < view->order_count; n++)
        key = key_u64(key, view->paths[view->order[n]].key);
    return key;
}

static LabelView view_of_labels(const MapPane *pane, const Ground *ground)
{
    return (LabelView){ground, &pane->camera, pane->lift, pane->rect, pane->scene->scale};
}

/* Words that stay where they are while the race plays. Chosen anew when the picture rests; while a
 * hand moves something they keep their places, and labels ride on their isolines. */
static void update_board(MapView *view, const MapPane *pane, const Ground *ground,
                         const Fonts *fonts)
{
    const Scene *scene = pane->scene;
    const bool rests = !scene->tuning && !scene->moving && race_done(scene->race);
    uint64_t rows = rests;
    for (size_t n = 0; n < view->order_count; n++)
        rows += (uint64_t)view->paths[view->order[n]].rows;
    const uint64_t inputs = board_inputs(view, pane), key = key_u64(inputs, rows);
    const LabelView label_view = view_of_labels(pane, ground);
    const uint64_t labels_key = key_u64(key_u64(inputs, ground->key), rests);
    const uint64_t problem = key_text(6, race_problem(scene->race)->spec);
    const bool label = labels_key != view->labels_key && (rests || problem != view->labels_problem);
    if (key == view->board_key && !label)
        return;
    view->board_key = key;
    if (pane->ticks && pane->lift)
        liftaxes_layout(&view->lift_axes,
                        &(LiftFrame){pane->lift, race_problem(scene->race)->names, &ground->levels,
                                     &pane->camera, scene->scale, pane->covers, pane->cover_count},
                        fonts);
    if (map_ticks(pane))
        axes_layout(&view->axes, race_problem(scene->race)->names, &pane->camera, pane->rect,
                    scene->scale, fonts, pane->covers, pane->cover_count);
    mark_fixed(view, pane);
    landmarks_update(&view->landmarks, &(LandmarkRules){.problem = race_problem(scene->race),
                                                        .camera = &pane->camera,
                                                        .lift = pane->lift,
                                                        .rect = pane->rect,
                                                        .fonts = fonts,
                                                        .scale = scene->scale,
                                                        .obstacles = &view->obstacles,
                                                        .start = race_start(scene->race),
                                                        .init = scene->init,
                                                        .words = pane->landmark_words,
                                                        .keep = !rests});
    landmarks_mark(&view->landmarks, scene->scale, &view->obstacles);
    if (label) {
        view->labels_key = labels_key;
        view->labels_problem = problem;
        labels_update(&view->labels, &label_view, &view->obstacles, fonts);
    }
    labels_mark(&view->labels, &label_view, &view->obstacles);
}

/* Back on the flat map words are where they were, not where the surface left them. */
static void keep_flat_words(MapView *view, const MapPane *pane)
{
    if (!view->raised && pane->lift) {
        memcpy(view->flat_marks, view->landmarks.slots, sizeof view->flat_marks);
        memcpy(view->flat_heads, view->heads.slots, sizeof view->flat_heads);
    } else if (view->raised && !pane->lift) {
        memcpy(view->landmarks.slots, view->flat_marks, sizeof view->flat_marks);
        memcpy(view->heads.slots, view->flat_heads, sizeof view->flat_heads);
    }
    view->raised = pane->lift;
}

static double path_alpha(const MapPane *pane, size_t entrant)
{
    if (mappane_fades(pane, entrant))
        return PATH_FADED;
    return mappane_recedes(pane, entrant) ? PATH_RECEDING : 1;
}

static PathStyle path_style(const MapView *view, const MapPane *pane, size_t entrant)
{
    const Scene *scene = pane->scene;
    const Ink *ink = &scene->entrants[entrant].ink;
    const Theme *theme = theme_get(scene->theme);
    const double alpha = path_alpha(pane, entrant);
    const bool strong = entrant == scene->selected || (int)entrant == pane->hovered;
    return (PathStyle){.color = color_fade(ink->path, alpha),
                       .halo = color_fade(theme->halo, PATH_HALO_ALPHA * alpha),
                       .width = strong ? PATH_SELECTED : PATH_WIDTH,
                       .halo_width = PATH_HALO,
                       .scale = scene->scale,
                       .dash = scene->patterns && ink->dash.count > 0 ? &ink->dash : NULL,
                       .shared = view->shared[entrant],
                       .twist = view->twist[entrant],
                       .twists = view->twists[entrant]};
}

static uint64_t style_key(uint64_t key, const PathStyle *style)
{
    key = key_color(key_color(key, style->color), style->halo);
    key = key_f64(key, (double)style->width);
    key =
        key_u64(key_u64(key, style->shared), (uint64_t)style->twist << 8 | (uint64_t)style->twists);
    for (int i = 0; style->dash && i < style->dash->count; i++)
        key = key_f64(key, (double)style->dash->length[i]);
    return key;
}

/* Everything the pane's layer shows but the step; steps only add to it. */
static uint64_t pane_key(const MapView *view, const MapPane *pane, const Ground *ground)
{
    const Scene *scene = pane->scene;
    uint64_t key = key_u64(camera_key(7, pane), ground->key);
    key = key_u64(key_u64(key, (uint64_t)scene->theme), view->epoch);
    key = key_u64(key_u64(key, view->labels_key), (uint64_t)pane->ticks);
    key = key_f64(key_u64(key, (uint64_t)pane->only), scene->ghost_alpha);
    key = key_u64(key, (uint64_t)scene->only_past << 1 | (uint64_t)scene_counts_evaluations(scene));
    key = key_u64(key, pane->lift ? pane->lift->key : 0);
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        const PathStyle style = path_style(view, pane, i);
        key = style_key(key_u64(key_u64(key, i), view->paths[i].key), &style);
        key = key_u64(key, view->ways[i].settled);
        key = key_u64(key, mappane_has_ghost(pane, i) ? view->ghosts[i].key : 0);
    }
    return key;
}

/* What the runs leave on the flat map: what is to come, what was before a change, what is. */
static void draw_paths(const MapView *view, const MapPane *pane, DrawList *list)
{
    const Scene *scene = pane->scene;
    const Theme *theme = theme_get(scene->theme);
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        if (!mappane_fades(pane, i) && !scene->only_past)
            path_draw_future(&view->paths[i], scene->entrants[i].ink.path, theme, scene->scale,
                             list);
    }
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        if (mappane_has_ghost(pane, i))
            path_draw_ghost(&view->ghosts[i], scene->entrants[i].ink.path, theme->halo,
                            scene->ghost_alpha, scene->scale, list);
    }
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        const PathStyle style = path_style(view, pane, i);
        path_draw(&view->paths[i], scene_step(scene, i), &style, list);
    }
}

/* The same on the surface. */
static void draw_ways(const MapView *view, const MapPane *pane, DrawList *list)
{
    const Scene *scene = pane->scene;
    const Theme *theme = theme_get(scene->theme);
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        const PathStyle style = path_style(view, pane, i);
        liftpath_draw_hidden(&view->ways[i], scene_step(scene, i), &style, list);
        if (!mappane_fades(pane, i) && !scene->only_past)
            liftpath_draw_future(&view->ways[i], scene->entrants[i].ink.path, theme, scene->scale,
                                 list);
    }
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        if (mappane_has_ghost(pane, i))
            liftpath_draw_ghost(&view->ghost_ways[i], scene->entrants[i].ink.path, theme->halo,
                                scene->ghost_alpha, scene->scale, list);
    }
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        const PathStyle style = path_style(view, pane, i);
        liftpath_draw(&view->ways[i], scene_step(scene, i), &style, list);
    }
}

/* The surface's axes come when it has almost risen. */
static double axes_alpha(const Scene *scene)
{
    const double t = (scene->lift - 0.6) / 0.4;
    return t < 0 ? 0 : t * t * (3 - 2 * t);
}

static void draw_pane_layer(const MapView *view, const MapPane *pane, const Ground *ground,
                            DrawList *list)
{
    const Scene *scene = pane->scene;
    const Theme *theme = theme_get(scene->theme);
    const DrawLayer layer = {pane->pane_layer, pane->ground_layer, LAYER_GROWING,
                             pane_key(view, pane, ground)};
    const LabelView label_view = view_of_labels(pane, ground);
    draw_layer(list, pane->rect, layer, theme->panel);
    if (pane->lift) {
        liftaxes_draw_edges(pane->lift, theme, scene->scale, list);
        labels_draw(&view->labels, &label_view, theme, list);
        if (pane->ticks)
            liftaxes_draw(&view->lift_axes, theme, scene->scale, axes_alpha(scene), list);
        draw_ways(view, pane, list);
    } else {
        labels_draw(&view->labels, &label_view, theme, list);
        if (pane->ticks)
            axes_draw(&view->axes, list, theme);
        draw_paths(view, pane, list);
    }
    draw_layer_end(list);
    draw_layer_show(list, pane->rect, pane->pane_layer);
}

/* Where a hand has changed a hyperparameter on the way. */
static void draw_forks(const MapPane *pane, size_t entrant, DrawList *list)
{
    const Scene *scene = pane->scene;
    const Theme *theme = theme_get(scene->theme);
    const Run *run = race_run(scene->race, entrant);
    const double alpha = path_alpha(pane, entrant);
    long steps[OPTIMIZER_CHANGES_MAX];
    const size_t count = optimizer_spec_forks(run_spec(run), steps);
    for (size_t i = 0; i < count && steps[i] <= run_last_step(run); i++) {
        const Vec2 at = clip_screen(&pane->camera, pane->rect, run_row(run, steps[i])->w);
        if (!clip_inside(pane->rect, at))
            continue;
        const Point center = clip_point(mappane_point(pane, at));
        draw_disc(list, center, (FORK_RADIUS + FORK_STROKE) * scene->scale,
                  color_fade(theme->halo, alpha));
        draw_ring(list, center, FORK_RADIUS * scene->scale, FORK_STROKE * scene->scale,
                  color_fade(scene->entrants[entrant].ink.path, alpha));
    }
}

/* Heads and marks with their words: nothing else may be written there. */
static size_t list_taken(const MapView *view, float scale, Rect *boxes)
{
    size_t count = 0;
    for (size_t i = 0; i < view->heads.count; i++) {
        const NameItem *mark = &view->heads.names[i];
        boxes[count++] = rect_around(mark->at, mark->radius);
        if (view->heads.items[i].name.w > 0)
            boxes[count++] = view->heads.items[i].name;
    }
    for (size_t i = 0; i < view->landmarks.count; i++) {
        const Mark *mark = &view->landmarks.items[i];
        boxes[count++] = landmarks_glyph(mark, scale);
        if (mark->box.w > 0 && !mark->covered)
            boxes[count++] = mark->box;
    }
    return count;
}

/* What a close look adds, below the heads. */
static void draw_inspection(MapView *view, const MapPane *pane, DrawList *list)
{
    const Inspection *inspection = pane->inspection;
    Rect boxes[4 * RACE_ENTRANTS_MAX + 2 * MARKS_MAX + CALLOUTS_MAX];
    if (!inspection && !pane->check)
        return;
    callouts_begin(&view->callouts);
    if (inspection && inspection->curvature)
        quadric_draw(inspection, pane, &view->callouts, list);
    if (inspection && ((inspection->anatomy && inspection->whole) ||
                       (inspection->curvature && !inspection->at_pointer)))
        arrows_draw_rate(inspection, pane, &view->callouts, list);
    if (mappane_dissects(pane))
        arrows_draw(inspection, pane, &view->callouts, list);
    if (pane->check)
        gradcheck_draw(pane->check, pane, &view->callouts, list);
    const size_t count = list_taken(view, pane->scene->scale, boxes);
    callouts_draw(&view->callouts,
                  &(CalloutRules){.bounds = pane->clear,
                                  .scale = pane->scene->scale,
                                  .obstacles = &view->obstacles,
                                  .taken = boxes,
                                  .taken_count = count,
                                  .halo = theme_get(pane->scene->theme)->halo,
                                  .brief = pane->clear.w < BRIEF * pane->scene->scale},
                  list);
}

/* Heads move while words stay. */
static void find_covered(MapView *view, float scale)
{
    for (size_t i = 0; i < view->landmarks.count; i++) {
        Mark *mark = &view->landmarks.items[i];
        mark->covered = mark->box.w > 0 && heads_cover(&view->heads, mark->box, scale);
    }
}

static void draw_live(MapView *view, const MapPane *pane, DrawList *list)
{
    const Scene *scene = pane->scene;
    draw_clip(list, pane->rect);
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        long step = 0;
        Vec2 from;
        const Vec2 at = heads_place(pane, i, &step, &from);
        const PathStyle style = path_style(view, pane, i);
        const bool glides = at.x != from.x || at.y != from.y || step >= view->paths[i].kept;
        if (glides && pane->lift)
            liftpath_draw_glide(&view->ways[i], pane->lift, step, from, at, &style, list);
        else if (glides)
            path_draw_glide(&view->paths[i], step, from, at, &style, list);
        draw_forks(pane, i, list);
    }
    for (size_t n = 0; n < view->order_count; n++) {
        const size_t i = view->order[n];
        probes_update(&view->probed[i], pane, i);
        probes_draw_lines(&view->probed[i], pane, i, list);
    }
    landmarks_draw(&view->landmarks, race_problem(scene->race), theme_get(scene->theme),
                   scene->scale, list);
    draw_inspection(view, pane, list);
    landmarks_draw_words(&view->landmarks, theme_get(scene->theme), scene->scale, list);
    for (size_t n = 0; n < view->order_count; n++)
        probes_draw_places(&view->probed[view->order[n]], pane, view->order[n], list);
    heads_draw(&view->heads, pane, list);
    draw_unclip(list);
}

void mapview_draw(MapView *view, const MapPane *pane, Ground *ground, Pool *pool, DrawList *list)
{
    const Scene *scene = pane->scene;
    const Theme *theme = theme_get(scene->theme);
    if (!(pane->rect.w >= 1 && pane->rect.h >= 1))
        return;
    ground_update(ground, race_problem(scene->race), &pane->camera, pane->rect,
                  scene->moving ? GROUND_FAST : GROUND_FULL, pool);
    if (pane->lift)
        lift_update(pane->lift, ground, pane->rect, scene->orbit, scene->lift, scene->scale, pool);
    keep_flat_words(view, pane);
    update_paths(view, pane);
    if (pane->lift)
        raise_paths(view, pane);
    sort_paths(view, pane);
    find_twists(view);
    update_board(view, pane, ground, list->fonts);
    heads_update(&view->heads, pane, view->paths, &view->obstacles, list->fonts);
    find_covered(view, scene->scale);

    const long playhead = (long)fmin(fmax(scene->playhead, 0), 1e15);
    if (playhead < view->shown_playhead)
        view->epoch++;
    view->shown_playhead = playhead;

    if (!pane->ground_ready) {
        uint64_t key = key_rect(key_u64(8, ground->key), pane->rect);
        key = key_f64(key_u64(key, (uint64_t)scene->theme), (double)scene->scale);
        if (pane->lift)
            key = key_u64(key_u64(key, pane->lift->key), scene->moving);
        draw_layer(list, pane->rect, (DrawLayer){pane->ground_layer, -1, LAYER_FIXED, key},
                   theme->panel);
        if (pane->lift)
            lift_draw(pane->lift, ground, theme, scene->scale, scene->moving, list);
        else
            ground_draw(ground, list, pane->rect, theme, scene->scale);
        draw_layer_end(list);
    }
    draw_pane_layer(view, pane, ground, list);
    draw_live(view, pane, list);
}
