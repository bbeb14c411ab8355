/* renderer: executes a draw list with OpenGL.
 *
 * Owns everything on the graphics card: shaders, the atlas of strings, the layers' pictures. Needs
 * a current context from create to destroy; draws into its default framebuffer. Colours are
 * blended premultiplied in sRGB, as cairo does. Knows no window and nothing of optimizers. */
#ifndef RAVINE_GFX_RENDERER_H
#define RAVINE_GFX_RENDERER_H

#include <stdio.h>

#include "base/err.h"
#include "gfx/png.h"
#include "view/draw/drawlist.h"

typedef struct Renderer Renderer;

/* NULL with one line in err if OpenGL is too old or no font can be found. */
Renderer *renderer_create(Err *err);
void renderer_destroy(Renderer *renderer); /* NULL is fine */

/* For laying out text; valid as long as the renderer. */
const Fonts *renderer_fonts(const Renderer *renderer);

/* Draws one frame of width x height device px; does not swap. What it could not draw, renderer_read
 * knows; the next frame starts anew. */
void renderer_draw(Renderer *renderer, const DrawList *list, int width, int height,
                   Color background);

/* The frame just drawn, before it is swapped: width x height x 4 bytes, top row first, opaque.
 * False with one line in err if it is not complete: the graphics card had no memory left, or
 * rejects what it takes to draw it. */
bool renderer_read(Renderer *renderer, unsigned char *rgba, Err *err);

/* The same as PNG, with notes (NULL: none); false with one line in err if it cannot be written. */
bool renderer_write_png(Renderer *renderer, const PngNotes *notes, FILE *file, Err *err);

/* Waits until everything is drawn: for measurements. */
void renderer_finish(Renderer *renderer);

#endif
