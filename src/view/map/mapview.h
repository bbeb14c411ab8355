/* mapview: one pane of the map, flat or raised to a surface, from the ground to the names, and what
 * lies under the pointer.
 *
 * Owns the caches of that pane: paths in px, places of labels and words. Draws through two layers,
 * so that a frame in which only the playhead moves adds a few segments and the live part: the
 * ground (shared by panes of equal size), and on it everything up to the whole step. Heads glide
 * above them. Knows neither layout nor mouse; pan, zoom and drags are plain differences from one
 * scene to the next. */
#ifndef RAVINE_VIEW_MAP_MAPVIEW_H
#define RAVINE_VIEW_MAP_MAPVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "view/map/axes.h"
#include "view/map/callouts.h"
#include "view/map/ground.h"
#include "view/map/heads.h"
#include "view/map/labels.h"
#include "view/map/landmarks.h"
#include "view/map/liftaxes.h"
#include "view/map/liftpath.h"
#include "view/map/mappane.h"
#include "view/map/obstacles.h"
#include "view/map/paths.h"
#include "view/map/probes.h"

/* A zeroed one is a fresh one. Read heads and landmarks freely; the rest is private. */
typedef struct MapView {
    Heads heads;
    Landmarks landmarks;
    Labels labels;
    Obstacles obstacles;
    Axes axes;
    Callouts callouts;
    LiftAxes lift_axes; /* of a raised map */
    Path paths[RACE_ENTRANTS_MAX], ghosts[RACE_ENTRANTS_MAX];
    LiftPath ways[RACE_ENTRANTS_MAX], ghost_ways[RACE_ENTRANTS_MAX]; /* the same, raised */
    Probed probed[RACE_ENTRANTS_MAX];
    size_t order[RACE_ENTRANTS_MAX]; /* entrants on show, bottom to top */
    size_t order_count;
    /* Points that an entrant's path shares with one below it; who takes which turn there. */
    size_t shared[RACE_ENTRANTS_MAX];
    int twist[RACE_ENTRANTS_MAX], twists[RACE_ENTRANTS_MAX];
    uint64_t twist_key, board_key, labels_key, labels_problem;
    long shown_playhead;
    bool raised; /* in the last picture; then where words were on the flat map before: */
    int flat_marks[MARKS_MAX], flat_heads[2 * RACE_ENTRANTS_MAX];
    uint64_t epoch; /* counts ways backward, which no growing layer can follow */
} MapView;

void mapview_deinit(MapView *view);

/* Appends the pane to the list. ground is brought up to date; panes with the same camera and size
 * may share it. pool may be NULL. */
void mapview_draw(MapView *view, const MapPane *pane, Ground *ground, Pool *pool, DrawList *list);

typedef enum MapPickKind {
    MAP_PICK_NONE,
    MAP_PICK_START,
    MAP_PICK_HEAD, /* or its name */
    MAP_PICK_LANDMARK,
    MAP_PICK_PATH
} MapPickKind;

typedef struct MapPick {
    MapPickKind kind;
    int index; /* entrant, or landmark of the problem */
    long step; /* of a path: the step nearest to the pointer */
} MapPick;

/* What was drawn under p last, nearest to the top first; the start before heads, so that it can
 * be taken hold of at step 0. */
MapPick mapview_pick(const MapView *view, const MapPane *pane, Point p);

#endif
