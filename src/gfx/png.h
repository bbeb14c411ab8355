/* png: writes a picture to a PNG file, through libpng. */
#ifndef RAVINE_GFX_PNG_H
#define RAVINE_GFX_PNG_H

#include "base/err.h"

/* rgba: width x height x 4 bytes, top row first; alpha is left out. False with one line in err. */
bool png_save(const char *path, const unsigned char *rgba, int width, int height, Err *err);

#endif
