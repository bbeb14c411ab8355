/* typeset: text on screen, through SDL2_ttf.
 *
 * Measures strings for the view (Fonts), and keeps pictures of whole strings in the atlas.
 * Measures come from outlines at a large size without hinting, so that widths are linear in size
 * and have subpixel accuracy. Pictures are rendered with light hinting (vertical only) at four
 * times the width and reduced, so that text starts at any quarter of a pixel and stays sharp.
 * Characters that a face lacks are taken from the math face, then from a spare one. */
#ifndef RAVINE_GFX_TYPESET_H
#define RAVINE_GFX_TYPESET_H

#include "gfx/atlas.h"
#include "gfx/mesh.h"
#include "view/draw/drawlist.h"

typedef struct Typeset Typeset;

/* atlas is borrowed. NULL with one line in err if no font can be found. */
Typeset *typeset_create(Atlas *atlas, Err *err);
void typeset_destroy(Typeset *typeset); /* NULL is fine */

const Fonts *typeset_fonts(const Typeset *typeset);

/* Adds a DRAW_TEXT command (its text given) to mesh, halo first. False if the atlas is full: then
 * draw what the mesh holds, forget all pictures and call again. */
bool typeset_draw(Typeset *typeset, Mesh *mesh, const DrawCommand *command, const char *text);
void typeset_forget(Typeset *typeset);

/* False with one line in *err once a font did not give its letters: pictures are not complete. */
bool typeset_whole(const Typeset *typeset, Err *err);
/* After that: nothing is remembered. */
void typeset_begin_anew(Typeset *typeset);

#endif
