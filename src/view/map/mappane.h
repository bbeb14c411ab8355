/* mappane: what one pane of the map is asked to show; plain data for mapview and its parts. */
#ifndef RAVINE_VIEW_MAP_MAPPANE_H
#define RAVINE_VIEW_MAP_MAPPANE_H

#include <stdbool.h>
#include <stddef.h>

#include "view/map/lift.h"
#include "view/scene/camera.h"
#include "view/scene/inspect.h"
#include "view/scene/scene.h"

typedef struct MapPane {
    const Scene *scene; /* race, entrants, playhead, ghosts, theme, scale */
    Rect rect;          /* whole device px */
    Camera camera;
    Lift *lift;  /* the surface this map is raised to, brought up to date with it; NULL: flat */
    int only;    /* entrant of a side-by-side pane; -1: all that are visible */
    int hovered; /* entrant, -1 for none */
    bool ticks, landmark_words, names;
    float name_size;    /* px at scale 1; 0: 15 */
    const Rect *covers; /* parts of the interface over the map: words stay away */
    size_t cover_count;
    /* Layers of the draw list. ground_ready: a pane of the same size has put the ground layer into
     * this list already. */
    int ground_layer, pane_layer;
    bool ground_ready;
    const Inspection *inspection;  /* a close look, NULL for none */
    const struct GradCheck *check; /* NULL for none */
    Rect clear;                    /* where nothing lies over the map */
} MapPane;

static inline bool mappane_shows(const MapPane *pane, size_t entrant)
{
    return pane->only >= 0 ? (size_t)pane->only == entrant
                           : race_visible(pane->scene->race, entrant);
}

/* True if the selected optimizer's step is taken apart here: it stands alone. */
static inline bool mappane_dissects(const MapPane *pane)
{
    return pane->inspection && pane->inspection->anatomy;
}

/* Where a place of the map, in px of the flat picture, is seen. */
static inline Vec2 mappane_point(const MapPane *pane, Vec2 px)
{
    return pane->lift ? lift_point(pane->lift, px) : px;
}

/* A vector of the plane, in px of the flat picture. */
static inline Vec2 mappane_vector(const MapPane *pane, Vec2 v)
{
    return vec2(v.x / pane->camera.per_px.x, -v.y / pane->camera.per_px.y);
}

/* True if a hand is changing something else: this entrant's path steps back. */
static inline bool mappane_fades(const MapPane *pane, size_t entrant)
{
    return (pane->scene->tuning || mappane_dissects(pane)) && entrant != pane->scene->selected &&
           pane->scene->ghosts[entrant].count == 0;
}

/* True if the pointer is on another one's picture: this path steps back a little. */
static inline bool mappane_recedes(const MapPane *pane, size_t entrant)
{
    return pane->only < 0 && pane->hovered >= 0 && (size_t)pane->hovered != entrant;
}

static inline bool mappane_has_ghost(const MapPane *pane, size_t entrant)
{
    const Ghost *ghost = &pane->scene->ghosts[entrant];
    return pane->scene->ghost_alpha > 0 && ghost->points && ghost->count > 0 &&
           ghost->of != race_run_revision(pane->scene->race, entrant) &&
           mappane_shows(pane, entrant);
}

#endif
