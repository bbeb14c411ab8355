/* liftpath: a run's way on the surface, in device px of the picture, with what is hidden told
 * apart.
 *
 * Made from the flat path of the same pane (view/map/paths), which knows the run, leaves out what
 * adds nothing and ends at the pane's edges: each of its pieces is laid onto the surface. A cache;
 * it grows with the flat path and starts anew when that does or the eye moves. */
#ifndef RAVINE_VIEW_MAP_LIFTPATH_H
#define RAVINE_VIEW_MAP_LIFTPATH_H

#include "view/map/lift.h"
#include "view/map/obstacles.h"
#include "view/map/paths.h"

typedef enum LiftPart {
    LIFT_GAP, /* beside the surface, or where it has a hole */
    LIFT_SHOWN,
    LIFT_HIDDEN /* behind the surface */
} LiftPart;

typedef struct LiftPoint {
    Point at;
    long step;     /* it is reached with */
    uint32_t flat; /* the flat path's point that the piece leads to */
    LiftPart part; /* of the piece that ends here */
} LiftPoint;

typedef struct LiftPath {
    uint64_t key;
    size_t taken, dots_taken; /* points and dots of the flat path that are in */
    Vec2 tail;                /* px of the map, of the last point */
    Vec2 laid[2];             /* likewise, the ends of the last piece */
    bool swings;              /* pieces upon that one have been left out since */
    uint64_t settled;         /* counts when points that were there have become of another part */
    LiftPoint *points;
    size_t count, cap;
    Point *dots; /* those in sight */
    long *dot_steps;
    size_t dot_count, dot_cap, dot_step_cap;
} LiftPath;

void liftpath_deinit(LiftPath *path);
void liftpath_update(LiftPath *path, const Path *flat, const Lift *lift);

/* As path_distance, of what is in sight. */
float liftpath_distance(const LiftPath *path, long step, Point p, long *nearest);

/* The way up to a step: first what is hidden, faintly, for all paths; then what is in sight.
 * Growing steps only add points at the ends of lines and dots. */
void liftpath_draw_hidden(const LiftPath *path, long step, const PathStyle *style, DrawList *list);
void liftpath_draw(const LiftPath *path, long step, const PathStyle *style, DrawList *list);
/* The piece from the place at a step to a head that glides on, both in px of the map. */
void liftpath_draw_glide(const LiftPath *path, const Lift *lift, long step, Vec2 from, Vec2 head,
                         const PathStyle *style, DrawList *list);
/* As path_draw_ghost and path_draw_future, of what is in sight. */
void liftpath_draw_ghost(const LiftPath *path, Color color, Color halo, double alpha, float scale,
                         DrawList *list);
void liftpath_draw_future(const LiftPath *path, Color color, const Theme *theme, float scale,
                          DrawList *list);

/* Marks what is in sight, as OBSTACLE_PATH. */
void liftpath_mark(const LiftPath *path, Obstacles *obstacles);

#endif
