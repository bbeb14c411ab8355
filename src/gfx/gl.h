/* gl: the one door to OpenGL, and what the current context can do.
 *
 * Entry points come from libepoxy. Knows no window: somebody else makes a context current. */
#ifndef RAVINE_GFX_GL_H
#define RAVINE_GFX_GL_H

#include <epoxy/gl.h>
#include <stdint.h>

#include "base/err.h"

typedef struct GlFacts {
    bool es;         /* OpenGL ES 3.0 or later; else OpenGL 3.3 core or later */
    int texture_max; /* px on a side */
} GlFacts;

/* False with one clear line where the context offers neither OpenGL 3.3 nor ES 3.0. */
bool gl_facts(GlFacts *facts, Err *err);

/* The current context in a line: its version and who draws. "" if there is none. */
void gl_describe(char *text, size_t size);

/* Gives the bound texture room for width x height px of four 8-bit channels, in the order that
 * windows have (blue first) where OpenGL can say so: then copies between the two are plain. */
void gl_picture_storage(const GlFacts *facts, int width, int height);

/* False if OpenGL ran out of memory since the last call: what was drawn is not complete. Any other
 * error is a mistake of ours: debug builds abort, naming `where`. */
bool gl_fine(const char *where);

#endif
