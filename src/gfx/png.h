/* png: writes a picture as PNG, through libpng. */
#ifndef RAVINE_GFX_PNG_H
#define RAVINE_GFX_PNG_H

#include <stdio.h>

#include "base/err.h"

/* rgba: width x height x 4 bytes, top row first; alpha is left out. False with one line in err. */
bool png_write(FILE *file, const unsigned char *rgba, int width, int height, Err *err);

#endif
