/* groundpass: the map's colour, isolines and relief in one rect, from samples of k; and, for
 * whoever shows the same ground elsewhere, the samples as a texture and what shaders/ground.glsl
 * asks for. */
#ifndef RAVINE_GFX_GROUNDPASS_H
#define RAVINE_GFX_GROUNDPASS_H

#include "gfx/gl.h"
#include "view/draw/drawlist.h"

/* Samples of k on the graphics card. */
typedef struct GroundField {
    GLuint texture;
    int width, height; /* of the texture */
} GroundField;

/* Uploads the samples and leaves the texture bound. */
void groundfield_upload(GroundField *field, const DrawGround *what);
void groundfield_deinit(GroundField *field);

/* Where a program takes what ground.glsl declares. */
typedef struct GroundLook {
    GLint size, ramp_range, ramp, lit, shaded, relief, lowest, line_scale, line, line_alpha;
} GroundLook;

GroundLook groundlook_find(GLuint program);
/* For the program in use. */
void groundlook_set(const GroundLook *look, const DrawGround *what);

typedef struct GroundPass {
    GLuint program;
    GroundField field;
    GLint frame, rect;
    GroundLook look;
} GroundPass;

bool groundpass_init(GroundPass *ground, const GlFacts *facts, Err *err);
void groundpass_deinit(GroundPass *ground);

/* Uploads the samples and draws into the current target; frame maps px to clip space. The quad
 * needs no vertex arrays, only a bound vertex array object. */
void groundpass_draw(GroundPass *ground, const DrawGround *what, Rect rect, const float frame[4]);

#endif
