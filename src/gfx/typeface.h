/* typeface: the opened fonts behind the faces.
 *
 * Knows which file serves a character of a face, and renders a run of characters of one file. */
#ifndef RAVINE_GFX_TYPEFACE_H
#define RAVINE_GFX_TYPEFACE_H

#include <SDL_ttf.h>
#include <stdint.h>

#include "gfx/fontfile.h"
#include "view/draw/font.h"

enum {
    TYPEFACE_RUNS_MAX = 32,
    TYPEFACE_WIDENING = 4, /* rendered columns per px */
    TYPEFACE_MEASURE_SIZE = 1024
};

/* Characters of a string that come from one file. */
typedef struct TypeRun {
    FontRole role;
    size_t start, len; /* bytes */
} TypeRun;

typedef struct Typeface Typeface;

Typeface *typeface_create(Err *err);
void typeface_destroy(Typeface *typeface); /* NULL is fine */

/* Splits text; returns the number of runs (what exceeds the maximum joins the last). */
int typeface_runs(Typeface *typeface, Face face, const char *text, size_t len,
                  TypeRun runs[TYPEFACE_RUNS_MAX]);

/* The file behind a role; its data is NULL where there is none. Borrowed. */
const FontFile *typeface_file(const Typeface *typeface, FontRole role);

/* Sizes are kept in eighths of a px: this many. */
int typeface_grade(float size);

/* The font at TYPEFACE_MEASURE_SIZE px, without hinting. */
TTF_Font *typeface_measuring(Typeface *typeface, FontRole role);

/* Box and advance of a character at a font's size, px; y up. */
typedef struct TypeGlyph {
    int left, right, bottom, top, advance;
} TypeGlyph;

TypeGlyph typeface_glyph(Typeface *typeface, TTF_Font *font, uint32_t c);
/* The width of the picture of a text that ends with '\0', px. */
int typeface_picture_width(Typeface *typeface, TTF_Font *font, const char *text);

/* False with one line in *err once a font did not give what was asked of it, for want of memory:
 * texts may be missing, or as wide as nothing. */
bool typeface_whole(const Typeface *typeface, Err *err);
/* After all that was measured and rendered has been forgotten. */
void typeface_begin_anew(Typeface *typeface);

/* Renders a run white on nothing, TYPEFACE_WIDENING times as wide; the surface's corner lies at
 * *left (columns) and *top (px) from the pen. NULL if nothing is to be seen. */
SDL_Surface *typeface_render(Typeface *typeface, FontRole role, float size, const char *text,
                             size_t len, int *left, int *top);

/* The character at *at, which moves on to the next one. */
uint32_t typeface_next(const char *text, size_t len, size_t *at);

#endif
