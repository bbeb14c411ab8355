/* groundpass: the map's colour, isolines and relief in one rect, from samples of k. */
#ifndef RAVINE_GFX_GROUNDPASS_H
#define RAVINE_GFX_GROUNDPASS_H

#include "gfx/gl.h"
#include "view/drawlist.h"

typedef struct GroundPass {
    GLuint program, texture;
    int width, height; /* of the texture */
    GLint frame, rect, size, ramp_range, ramp, lit, shaded, relief, lowest, line_scale, line;
    GLint line_alpha;
} GroundPass;

bool groundpass_init(GroundPass *ground, const GlFacts *facts, Err *err);
void groundpass_deinit(GroundPass *ground);

/* Uploads the samples and draws into the current target; frame maps px to clip space. The quad
 * needs no vertex arrays, only a bound vertex array object. */
void groundpass_draw(GroundPass *ground, const DrawGround *what, Rect rect, const float frame[4]);

#endif
