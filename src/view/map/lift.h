/* lift: the map raised to a surface: how high it stands, where its places are seen, what hides
 * what.
 *
 * Owns a grid of heights taken from the ground's k, so that equal steps of height are equal steps
 * between isolines: logarithmic where the levels are. Places of the map go in and out in px of the
 * flat picture, as clip_screen gives them. Knows no paths and no words. */
#ifndef RAVINE_VIEW_MAP_LIFT_H
#define RAVINE_VIEW_MAP_LIFT_H

#include "view/map/ground.h"
#include "view/scene/eye.h"

typedef struct Lift {
    Eye eye;
    uint64_t key; /* of everything that what is seen depends on */
    /* Heights 0 (the floor) to about 1 on a grid from edge to edge of the pane; nan where the
     * function has no value. */
    float *heights; /* [rows][cols] */
    int cols, rows;
    Point cell;             /* px */
    float top;              /* the highest */
    double k_floor, k_rise; /* k at height 0, and from there to height 1 */
    uint64_t heights_key;
    double share; /* of the way from the map */
    float scale;  /* device px per px at scale 1 */
    /* The rest is private. */
    float *scratch;
    size_t cap, scratch_cap;
} Lift;

void lift_deinit(Lift *lift);

/* share in [0, 1]: 0 lies flat, as the map; 1 stands. ground must be up to date for rect. */
void lift_update(Lift *lift, const Ground *ground, Rect rect, Orbit orbit, double share,
                 float scale, Pool *pool);

/* Height and surface at a place of the map; height 0 where there is no surface. */
Place lift_place(const Lift *lift, Vec2 px);
bool lift_stands(const Lift *lift, Vec2 px);
/* Where it is seen, hidden or not; nan stays nan. */
Vec2 lift_point(const Lift *lift, Vec2 px);
/* True if the surface stands between the eye and what rises `clear` px (at scale 1) from this place
 * on it. */
bool lift_hidden(const Lift *lift, Vec2 px, float clear);

/* The place of the map that is seen at p; false if that is no part of the surface. */
bool lift_pick(const Lift *lift, Point p, Vec2 *px);
/* The place of the map under p where the block is half as high as it can be, inside or out: what a
 * hand that moves the map holds. p itself before the first update: what is seen is still flat. */
Vec2 lift_hold(const Lift *lift, Point p);

/* k where the height axis says h, and back, for h in [0, 1]. */
double lift_k(const Lift *lift, double h);
double lift_height(const Lift *lift, double k);

/* Appends DRAW_SURFACE; the list borrows heights and the ground's k. quick: it moves, and edges may
 * be rough. */
void lift_draw(const Lift *lift, const Ground *ground, const Theme *theme, float scale, bool quick,
               DrawList *list);

#endif
