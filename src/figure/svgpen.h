/* svgpen: a pen that writes SVG elements, a mark each; text stays text. */
#ifndef RAVINE_FIGURE_SVGPEN_H
#define RAVINE_FIGURE_SVGPEN_H

#include "base/err.h"
#include "base/strbuf.h"
#include "figure/lettering.h"
#include "figure/pen.h"

typedef struct SvgPen {
    StrBuf *out; /* borrowed */
    int clips;   /* names given to clips so far */
    Err trouble; /* what could not be written */
} SvgPen;

/* Valid as long as *svg. */
Pen svgpen_pen(SvgPen *svg);

/* The style sheet with a class for each font: goes before the first text. */
void svgpen_styles(const Lettering *lettering, StrBuf *out);

/* Text as XML holds it. */
void svgpen_put_text(StrBuf *out, const char *text, size_t len);

#endif
