/* liftaxes: the frame of a raised surface: edges of its walls, ticks along the two nearest edges of
 * its floor, and a height axis at its outer corner, which counts in f and says so where equal
 * heights are equal ratios. Knows nothing of what lies on the surface. */
#ifndef RAVINE_VIEW_LIFTAXES_H
#define RAVINE_VIEW_LIFTAXES_H

#include "view/camera.h"
#include "view/lift.h"

typedef struct LiftFrame {
    const Lift *lift;
    const Levels *levels;
    const Camera *camera;
    const Theme *theme;
    float scale;
    double alpha; /* of words and ticks */
    bool words;
} LiftFrame;

void liftaxes_draw(const LiftFrame *frame, DrawList *list);

#endif
