/* lettering: the screen's fonts for figures: which file serves which characters, and where the
 * glyphs of a run lie.
 *
 * Measures as the screen does (gfx/measure), needs no OpenGL, and lends each font to cairo. */
#ifndef RAVINE_FIGURE_LETTERING_H
#define RAVINE_FIGURE_LETTERING_H

#include <cairo.h>

#include "gfx/typeface.h"

typedef struct Lettering Lettering;

/* NULL with one line in err if no font can be found. */
Lettering *lettering_create(Err *err);
void lettering_destroy(Lettering *lettering); /* NULL is fine */

/* For laying out; valid as long as the lettering. */
/* False with one line in *err once letters were missing, for want of memory. */
bool lettering_whole(const Lettering *lettering, Err *err);

const Fonts *lettering_fonts(const Lettering *lettering);

/* Splits text by font file; returns the number of runs. */
int lettering_runs(Lettering *lettering, Face face, const char *text, size_t len,
                   TypeRun runs[TYPEFACE_RUNS_MAX]);
float lettering_width(Lettering *lettering, FontRole role, const char *text, size_t len); /* em */

/* A glyph, in ems from the run's start, and the bytes of the run that it stands for. */
typedef struct Letter {
    unsigned glyph;
    float x, y; /* y down */
    size_t start;
} Letter;

/* Shapes a run, left to right. Borrowed until the next call. */
const Letter *lettering_shape(Lettering *lettering, FontRole role, const char *text, size_t len,
                              size_t *count);

cairo_font_face_t *lettering_face(Lettering *lettering, FontRole role); /* borrowed */

/* How a style sheet names the font: "Inter", 600. */
const char *lettering_family(const Lettering *lettering, FontRole role);
int lettering_weight(FontRole role);

#endif
