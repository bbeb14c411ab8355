/* figure: a draw list as a file, without a display and without OpenGL: PNG, SVG, PDF.
 *
 * What the picture shows comes with it as text, so that the file can be opened again (embed). */
#ifndef RAVINE_FIGURE_FIGURE_H
#define RAVINE_FIGURE_FIGURE_H

#include <stdio.h>

#include "base/err.h"
#include "figure/lettering.h"
#include "figure/painter.h"
#include "view/draw/drawlist.h"

typedef struct FigurePage {
    int width, height; /* of the list, device px */
    double px_per_mm;  /* how large it is on paper */
    Color background;
    const char *title;
    const char *race;        /* the line that opens it again */
    const PaintWatch *watch; /* NULL: nobody wants to know how far it is */
} FigurePage;

bool figure_write_png(const DrawList *list, const FigurePage *page, Lettering *lettering,
                      FILE *file, Err *err);
bool figure_write_svg(const DrawList *list, const FigurePage *page, Lettering *lettering,
                      FILE *file, Err *err);
bool figure_write_pdf(const DrawList *list, const FigurePage *page, Lettering *lettering,
                      FILE *file, Err *err);

/* The pixels of a PNG: width x height x 4 bytes, top row first, opaque. False with one line in *err
 * if cairo could not draw all of it. */
bool figure_raster(const DrawList *list, const FigurePage *page, PaintLines lines,
                   Lettering *lettering, unsigned char *rgba, Err *err);

#endif
