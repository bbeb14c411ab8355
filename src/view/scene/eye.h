/* eye: from where a pane's surface is seen, and the way between its places and pixels.
 *
 * Places are px of the map from the pane's corner (x to the right, y down) and a height in px. Seen
 * from straight above with nothing raised, a place of the map is that very pixel; from there the
 * eye tilts and turns and the heights grow, all with one share of the way. The picture is framed
 * anew from every side, so that the whole block and its axes stay in the pane. */
#ifndef RAVINE_VIEW_SCENE_EYE_H
#define RAVINE_VIEW_SCENE_EYE_H

#include "view/draw/drawlist.h"

/* Radians. yaw turns the block clockwise as seen from above; tilt is 0 straight above, at most
 * EYE_TILT_MAX. */
typedef struct Orbit {
    double yaw, tilt;
} Orbit;

#define EYE_TILT_MAX 1.45
#define EYE_HOME     ((Orbit){0.40, 0.80})

typedef struct Place {
    float x, y, z;
} Place;

typedef struct Eye {
    Rect rect;
    float height; /* px of the map: of what stands highest, at this share of the way */
    Place at;
    float matrix[16]; /* by columns; places to clip space, y down */
    float turn[9];    /* by columns; directions of view space to places */
    Point lens;       /* clip space of a direction: lens * (x, y) / -z + shift */
    Point shift;
} Eye;

/* share in [0, 1]: of the way from the map (0) to the orbit's view; height px at its end. */
Eye eye_make(Rect rect, Orbit orbit, double share, float height, float scale);

/* A pixel of the picture. */
Point eye_see(const Eye *eye, Place place);

/* The direction from the eye through a pixel; of any length. */
Place eye_ray(const Eye *eye, Point p);

#endif
