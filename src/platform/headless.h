/* headless: an OpenGL context without a window system, straight from EGL.
 *
 * For machines whose SDL has no offscreen driver. */
#ifndef RAVINE_PLATFORM_HEADLESS_H
#define RAVINE_PLATFORM_HEADLESS_H

#include "base/err.h"

typedef struct Headless Headless;

/* A framebuffer of width x height px with a current context, OpenGL 3.3 core or else ES 3.0. */
Headless *headless_create(int width, int height, Err *err);
void headless_destroy(Headless *headless); /* NULL is fine */

#endif
