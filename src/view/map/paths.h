/* paths: a run's way across one pane, in device px, ready to draw up to any step.
 *
 * A cache: it grows as the run is computed and starts anew when run, camera or pane change. Points
 * nearer than 0.3 px to the one before are dropped; what leaves the pane by far is led around it
 * out of sight, so that a path stays one line that only ever grows at its end, and no coordinate
 * is larger than the pane and its margin. A long path leaves out what lies where it has been
 * before, but for half a pixel: then it has gaps, and no more points than the pane has room for.
 * Where the path crosses the pane's edge outward is noted: there an arrow will stand for what is no
 * longer in view. */
#ifndef RAVINE_VIEW_MAP_PATHS_H
#define RAVINE_VIEW_MAP_PATHS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/run.h"
#include "view/map/cover.h"
#include "view/scene/camera.h"
#include "view/scene/theme.h"

/* The path goes out of sight here, with the step that does so. */
typedef struct PathExit {
    long step;
    Point tip;
    float dx, dy; /* unit direction */
    bool lost;    /* in the middle of the pane: the next point is not a number */
} PathExit;

typedef struct Path {
    uint64_t key;
    Rect rect; /* of the pane */
    float scale;
    long rows;     /* of the run that are in */
    long kept;     /* from here on it is the trail, and ends some steps before the head */
    size_t taken;  /* points of its trail that are in */
    bool sparse;   /* steps are missing before the next one: no dots */
    Point *points; /* of a line with gaps; a gap's step is the first that is left out */
    long *steps;   /* points[i] is reached with steps[i]; ascending */
    size_t count, cap, step_cap;
    Point *dots;
    long *dot_steps; /* when a dot's next iterate is known */
    size_t dot_count, dot_cap, dot_step_cap;
    PathExit *exits;
    size_t exit_count, exit_cap;
    float length;      /* px, of all that is in sight */
    Vec2 last, before; /* px of the last two rows; may be far outside */
    bool outside;
    bool covers; /* it is long: what it has covered is left out, of which `at` is the last place */
    Point at;
    Cover lines, spots; /* where it and its dots have been */
} Path;

void path_deinit(Path *path);

/* Starts anew: an empty path in this pane. */
void path_begin(Path *path, Rect rect, float scale);
/* The point of the next step, from clip_screen; nan ends the path. */
void path_push(Path *path, Vec2 px);
/* Nothing more will come: gives back what only a way that grows needs. */
void path_end(Path *path);
/* Takes in what the run has computed since. key stands for run, camera and pane: when it changes,
 * the path starts anew. */
void path_update(Path *path, const Run *run, const Camera *camera, Rect rect, float scale,
                 uint64_t key);

/* Points (dots) up to and including a step. */
size_t path_points_until(const Path *path, long step);
size_t path_dots_until(const Path *path, long step);
/* The last exit at or before a step, NULL if there is none. */
const PathExit *path_exit_until(const Path *path, long step);

/* How many points at the beginning of b lie, step by step, on those of a. */
size_t path_shared(const Path *a, const Path *b);

/* The distance in px from p to the segment from a to b; *second: whether b is the nearer end. */
float path_segment_distance(Point a, Point b, Point p, bool *second);
/* The distance in px from p to the path up to a step, and the step of the nearest point. */
float path_distance(const Path *path, long step, Point p, long *nearest);

typedef struct PathStyle {
    Color color, halo;
    float width, halo_width, scale; /* px at scale 1: of the line, of each side of the halo */
    const Dash *dash;               /* at scale 1; NULL for a solid line */
    size_t shared;                  /* points shared with a path below: drawn as a twist */
    int twist, twists;              /* this is number twist (1 ..) of `twists` in all */
} PathStyle;

/* How a line along a path is drawn, device px. */
typedef struct PathPen {
    Color color, halo;
    float width, halo_width; /* of the whole halo; 0: none */
    Dash dash;               /* count 0: solid */
} PathPen;

PathPen path_pen(const PathStyle *style);
PathPen path_pen_twist(const PathStyle *style); /* where it takes turns with another: no halo */
PathPen path_pen_ghost(Color color, Color halo, double alpha, float scale);
PathPen path_pen_future(Color color, const Theme *theme, float scale);
/* Dots [first, end). */
void path_draw_dots(const Point *dots, size_t first, size_t end, const PathStyle *style,
                    DrawList *list);

/* The way up to a step. Growing steps only add points at the ends of lines and dots. */
void path_draw(const Path *path, long step, const PathStyle *style, DrawList *list);
/* The piece of the way from the point at a step to a head that glides on, over what path_draw
 * drew. */
void path_draw_glide(const Path *path, long step, Vec2 from, Vec2 head, const PathStyle *style,
                     DrawList *list);
/* The whole way as it was before a change, dashed; alpha fades it. */
void path_draw_ghost(const Path *path, Color color, Color halo, double alpha, float scale,
                     DrawList *list);
/* The whole way, thin and faint. */
void path_draw_future(const Path *path, Color color, const Theme *theme, float scale,
                      DrawList *list);

#endif
