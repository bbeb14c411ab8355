/* liftaxes: the frame of a raised surface: edges of its walls, ticks along the two nearest edges of
 * its floor, and a height axis at its outer corner, which counts in f and says so where equal
 * heights are equal ratios.
 *
 * Labels that would collide with others or with covers are left out with their tick. Knows nothing
 * of what lies on the surface, but says where its labels lie. */
#ifndef RAVINE_VIEW_MAP_LIFTAXES_H
#define RAVINE_VIEW_MAP_LIFTAXES_H

#include "base/strbuf.h"
#include "view/map/axes.h"
#include "view/map/lift.h"
#include "view/scene/camera.h"

enum { LIFT_LABELS_MAX = 128 };

typedef struct LiftLabel {
    char text[NUMBER_TEXT_MAX + 8];
    bool name, plain; /* an axis's name, as mathematics unless it is plain words */
    Rect rect;
    Point tick[2]; /* equal: none */
} LiftLabel;

typedef struct LiftAxes {
    LiftLabel labels[LIFT_LABELS_MAX];
    size_t count;
    Point pole[2]; /* the height axis */
    StrBuf text;   /* at work */
} LiftAxes;

typedef struct LiftFrame {
    const Lift *lift;
    const char *const *names; /* of the two axes of the floor, math markup */
    const Levels *levels;
    const Camera *camera;
    float scale;
    const Rect *covers;
    size_t cover_count;
} LiftFrame;

void liftaxes_deinit(LiftAxes *axes);
void liftaxes_layout(LiftAxes *axes, const LiftFrame *frame, const Fonts *fonts);

/* The edges, with or without axes. */
void liftaxes_draw_edges(const Lift *lift, const Theme *theme, float scale, DrawList *list);
/* Ticks and labels, fading in with alpha. */
void liftaxes_draw(const LiftAxes *axes, const Theme *theme, float scale, double alpha,
                   DrawList *list);

#endif
