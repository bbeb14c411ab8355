/* labels: the values written into the isolines of a map.
 *
 * One per strong line, at its straightest free place, along the line and upright;
 * src/view/README.md, "The ground". Labels are anchored in the plane, so that while a map moves
 * they move with it and are chosen anew only when it rests; on the surface they lie along the
 * raised line and turn with it. Same input, same labels. */
#ifndef RAVINE_VIEW_MAP_LABELS_H
#define RAVINE_VIEW_MAP_LABELS_H

#include <stdint.h>

#include "base/strbuf.h"
#include "sim/contour.h"
#include "view/map/ground.h"
#include "view/map/lift.h"
#include "view/map/obstacles.h"

enum { LABELS_MAX = 64, LABEL_TEXT_MAX = 32 };

typedef struct MapLabel {
    char text[LABEL_TEXT_MAX];
    Vec2 at;      /* middle of the text, on its isoline */
    Vec2 ends[2]; /* of the text, there */
    double k;     /* of that isoline */
    float angle;  /* on the flat map: clockwise, in (-pi/2, pi/2] */
    float half_w; /* px */
} MapLabel;

/* Where labels are seen. */
typedef struct LabelView {
    const Ground *ground;
    const Camera *camera;
    const Lift *lift; /* NULL: a flat map */
    Rect rect;
    float scale;
} LabelView;

typedef struct Labels {
    MapLabel items[LABELS_MAX];
    size_t count;
    /* Scratch. */
    Contours contours;
    float *coarse, *arc;
    size_t coarse_cap, arc_cap;
    StrBuf text;
} Labels;

void labels_deinit(Labels *labels);

/* Chooses anew. All kinds of obstacles are avoided. */
void labels_update(Labels *labels, const LabelView *view, const Obstacles *obstacles,
                   const Fonts *fonts);

/* Marks the labels in obstacles, as OBSTACLE_LABEL. */
void labels_mark(const Labels *labels, const LabelView *view, Obstacles *obstacles);

void labels_draw(const Labels *labels, const LabelView *view, const Theme *theme, DrawList *list);

#endif
