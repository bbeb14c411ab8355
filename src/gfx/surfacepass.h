/* surfacepass: the ground as a surface in three dimensions.
 *
 * In two passes, so that what is dear is done once for each pixel: first where on the map each
 * pixel lies, from a mesh with a depth buffer; then the colours. Owns the mesh, made anew only when
 * the heights change, and the picture of places. */
#ifndef RAVINE_GFX_SURFACEPASS_H
#define RAVINE_GFX_SURFACEPASS_H

#include "gfx/area.h"
#include "gfx/groundpass.h"

/* A program that finds colours, and where it takes what. */
typedef struct SurfaceShade {
    GLuint program;
    GLint frame, rect, part, wall, dim, beside, strata;
    GroundLook look;
} SurfaceShade;

typedef struct SurfacePass {
    bool tried;
    Err refusal;       /* the driver's */
    GLuint mesh, hole; /* programs */
    GLint mesh_matrix, hole_matrix, hole_size;
    SurfaceShade quick, fine;
    GroundField field;
    uint64_t field_key;
    GLuint arrays, vertices, indices;
    uint64_t mesh_key;
    GLsizei plain_count, hole_count; /* indices: of all without holes, then of cells with holes */
    GLuint framebuffer, places, depth;
    int width, height; /* of places */
} SurfacePass;

/* Makes the programs when the first surface is drawn, for that takes longer than a frame. False
 * with one line in *err if the driver rejects them: then there is nothing but what lies on the
 * surface. A zeroed pass is a fresh one. */
bool surfacepass_ready(SurfacePass *pass, const GlFacts *facts, Err *err);
/* What was uploaded, and the picture of places; the programs stay. */
void surfacepass_forget(SurfacePass *pass);
void surfacepass_deinit(SurfacePass *pass);

/* The first pass, for the part `seen` (from the rect's corner) of a surface that fills width x
 * height px. Leaves its own framebuffer, viewport, scissor, vertex array and buffers behind. */
void surfacepass_place(SurfacePass *pass, const DrawSurface *what, Area seen, int width,
                       int height);

/* The second: draws into the current target; frame maps px to clip space. The quad needs no vertex
 * arrays, only a bound vertex array object. */
void surfacepass_shade(SurfacePass *pass, const DrawSurface *what, Rect rect, Color background,
                       const float frame[4]);

#endif
