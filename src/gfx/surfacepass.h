/* surfacepass: the ground as a surface in three dimensions, drawn aside and kept as a picture.
 *
 * Owns the mesh, made anew only when the heights change, and a smooth-edged picture with a depth
 * buffer of its own. Whoever draws copies from the picture what is wanted. */
#ifndef RAVINE_GFX_SURFACEPASS_H
#define RAVINE_GFX_SURFACEPASS_H

#include "gfx/groundpass.h"
#include "gfx/layers.h"

/* A program and where it takes what. */
typedef struct SurfaceProgram {
    GLuint program;
    GroundLook look;
    GLint matrix, wall, dim, strata;
} SurfaceProgram;

typedef struct SurfacePass {
    SurfaceProgram surface, wall;
    GroundField field;
    uint64_t field_key;
    GLuint arrays, vertices, indices;
    uint64_t mesh_key;
    GLsizei surface_count, wall_count; /* indices: the surface's, then those of walls and floor */
    GLuint framebuffer, color, depth;  /* several samples per px */
    Layer picture;                     /* one */
} SurfacePass;

bool surfacepass_init(SurfacePass *pass, const GlFacts *facts, Err *err);
void surfacepass_deinit(SurfacePass *pass);

/* Draws the part `seen` (from the rect's corner) of a surface that fills `place`. Returns the
 * picture, of the place's size; borrowed until the next call. Leaves its own framebuffer, vertex
 * array and scissor behind. */
const Layer *surfacepass_draw(SurfacePass *pass, const GlFacts *facts, const DrawSurface *what,
                              Color background, Area place, Area seen);

#endif
