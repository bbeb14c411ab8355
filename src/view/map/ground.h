/* ground: the coloured map under everything, for one pane size and camera.
 *
 * Owns the sampled field, its isoline numbers k and the levels fitted to the problem. Recomputes
 * only when problem, camera, size or quality change. Colours are fitted to the home view and stay
 * while the person pans; they are fitted anew beyond 4x zoom and on the way back to the home view
 * (src/view/README.md, "The ground"). Panes of equal size and camera share one Ground. */
#ifndef RAVINE_VIEW_MAP_GROUND_H
#define RAVINE_VIEW_MAP_GROUND_H

#include <stdint.h>

#include "base/pool.h"
#include "sim/levels.h"
#include "view/scene/camera.h"
#include "view/scene/theme.h"

typedef enum GroundQuality {
    GROUND_FULL, /* one sample per device px */
    GROUND_FAST  /* a quarter of the samples and cubic interpolation between: during a gesture */
} GroundQuality;

typedef struct Ground {
    Levels levels;
    double base;       /* k of the buffer counts from here; a multiple of five */
    float relief;      /* 1 / the usual |grad k| per device px */
    int width, height; /* device px of the pane, without the border */
    float *k;          /* [height + 2][width + 2] */
    size_t k_cap;
    uint64_t key; /* of everything above; 0 before the first update */
    /* The rest is private. */
    Field field, home;
    float *coarse; /* k of the coarse samples */
    float *rows;   /* the same, interpolated along rows */
    size_t coarse_cap, rows_cap;
    uint64_t fit_key;
    bool fit_home; /* levels come from the home view */
    Vec2 fit_per_px;
} Ground;

void ground_deinit(Ground *ground);

/* Brings everything up to date; rect's sides are whole device px. pool may be NULL. */
void ground_update(Ground *ground, const Problem *problem, const Camera *camera, Rect rect,
                   GroundQuality quality, Pool *pool);

/* k at a device px of the pane (not relative to base), bilinear; nan outside. */
double ground_k(const Ground *ground, Rect rect, Point p);

/* The ground's own colour where k, without relief: for halos of labels. */
Color ground_color(const Ground *ground, const Theme *theme, double k);

/* What a draw command says of it; borrows k. */
DrawGround ground_describe(const Ground *ground, const Theme *theme, float scale);

/* Appends DRAW_GROUND; scale is device px per px at scale 1. The list borrows k. */
void ground_draw(const Ground *ground, DrawList *list, Rect rect, const Theme *theme, float scale);

#endif
