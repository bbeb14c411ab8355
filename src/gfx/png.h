/* png: writes a picture as PNG, through libpng. */
#ifndef RAVINE_GFX_PNG_H
#define RAVINE_GFX_PNG_H

#include <stdio.h>

#include "base/err.h"

/* What comes with the pixels; what is NULL or 0 does not. */
typedef struct PngNotes {
    const char *title;
    const char *race; /* the text chunk "Ravine": the line that opens it again */
    double px_per_mm;
} PngNotes;

/* rgba: width x height x 4 bytes, top row first; alpha is left out. notes may be NULL. False with
 * one line in err. */
bool png_write(FILE *file, const unsigned char *rgba, int width, int height, const PngNotes *notes,
               Err *err);

#endif
