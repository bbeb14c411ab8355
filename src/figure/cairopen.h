/* cairopen: a pen that draws with cairo, onto pixels or into a PDF. */
#ifndef RAVINE_FIGURE_CAIROPEN_H
#define RAVINE_FIGURE_CAIROPEN_H

#include "figure/lettering.h"
#include "figure/pen.h"

typedef enum CairoText {
    CAIRO_TEXT_OUTLINES, /* hinted and placed as on the screen */
    CAIRO_TEXT_STRINGS   /* stays text: can be searched and copied */
} CairoText;

typedef struct CairoPen {
    cairo_t *cr;
    Lettering *lettering;
    CairoText text;
    cairo_glyph_t *glyphs; /* work area */
    size_t glyph_cap;
} CairoPen;

/* In place; cr and lettering are borrowed. */
void cairopen_init(CairoPen *pen, cairo_t *cr, Lettering *lettering, CairoText text);
void cairopen_deinit(CairoPen *pen);

/* Valid as long as *pen. */
Pen cairopen_pen(CairoPen *pen);

#endif
