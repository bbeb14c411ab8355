/* measure: how wide strings are and where their ink lies, in ems, remembered.
 *
 * Per em because widths are linear in size: one entry serves every size. */
#ifndef RAVINE_GFX_MEASURE_H
#define RAVINE_GFX_MEASURE_H

#include "gfx/typeface.h"

typedef struct TextMeasure {
    float width;
    FontInk ink;
} TextMeasure;

typedef struct Measure Measure;

/* typeface is borrowed. */
Measure *measure_create(Typeface *typeface);
void measure_destroy(Measure *measure); /* NULL is fine */

/* What was remembered. */
void measure_forget(Measure *measure);

TextMeasure measure_text(Measure *measure, Face face, const char *text, size_t len);
/* The width of a run of one file. */
float measure_run(Measure *measure, FontRole role, const char *text, size_t len);
FontExtent measure_extent(const Measure *measure, Face face);

/* For the view; as long as the measure. */
Fonts measure_fonts(Measure *measure);

/* FNV-1a over bytes, from a hash before (0 to start). */
uint64_t measure_hash(uint64_t hash, const void *bytes, size_t len);

#endif
