/* painter: executes a draw list with a pen: the same commands as gfx/renderer, in the same order.
 *
 * Keeps nothing from picture to picture: a layer is drawn where it is shown. */
#ifndef RAVINE_FIGURE_PAINTER_H
#define RAVINE_FIGURE_PAINTER_H

#include "figure/lettering.h"
#include "figure/pen.h"

/* How the map's isolines come onto the page. */
typedef enum PaintLines {
    PAINT_PIXELS, /* as on the screen: found for each pixel of the ground's image */
    PAINT_TRACED  /* as lines on top of it */
} PaintLines;

/* Is told now and then which share of the picture is painted. */
typedef struct PaintWatch {
    void (*tell)(void *context, double share);
    void *context;
} PaintWatch;

typedef struct PaintStyle {
    Color background;
    PaintLines lines;
    const PaintWatch *watch; /* NULL: nobody */
} PaintStyle;

void painter_paint(const DrawList *list, int width, int height, const PaintStyle *style,
                   Lettering *lettering, const Pen *pen);

#endif
