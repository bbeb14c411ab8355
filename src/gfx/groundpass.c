#include "gfx/groundpass.h"

#include <math.h>

#include "gfx/shader.h"

bool groundpass_init(GroundPass *ground, const GlFacts *facts, Err *err)
{
    *ground = (GroundPass){0};
    GLuint program = shader_program(facts, "quad.vert", "ground.frag", err);
    if (!program) {
        return false;
    }
    ground->program = program;
    ground->frame = glGetUniformLocation(program, "frame");
    ground->rect = glGetUniformLocation(program, "rect");
    ground->size = glGetUniformLocation(program, "size");
    ground->ramp_range = glGetUniformLocation(program, "ramp_range");
    ground->ramp = glGetUniformLocation(program, "ramp");
    ground->lit = glGetUniformLocation(program, "lit");
    ground->shaded = glGetUniformLocation(program, "shaded");
    ground->relief = glGetUniformLocation(program, "relief");
    ground->lowest = glGetUniformLocation(program, "lowest");
    ground->line_scale = glGetUniformLocation(program, "line_scale");
    ground->line = glGetUniformLocation(program, "line");
    ground->line_alpha = glGetUniformLocation(program, "line_alpha");
    glGenTextures(1, &ground->texture);
    return true;
}

void groundpass_deinit(GroundPass *ground)
{
    if (ground->program) {
        glDeleteProgram(ground->program);
        glDeleteTextures(1, &ground->texture);
    }
    *ground = (GroundPass){0};
}

static void upload(GroundPass *ground, const DrawGround *what)
{
    int width = what->width + 2, height = what->height + 2;
    glBindTexture(GL_TEXTURE_2D, ground->texture);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    if (ground->width != width || ground->height != height) {
        glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, width, height, 0, GL_RED, GL_FLOAT, what->k);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
        ground->width = width;
        ground->height = height;
        return;
    }
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RED, GL_FLOAT, what->k);
}

void groundpass_draw(GroundPass *ground, const DrawGround *what, Rect rect, const float frame[4])
{
    upload(ground, what);
    /* Differences from base are taken in double: base may be large, zoomed far in. */
    float k0 = (float)((double)what->k0 - what->base);
    float span = fmaxf(what->k1 - what->k0, 1e-20f);
    glUseProgram(ground->program);
    glUniform4fv(ground->frame, 1, frame);
    glUniform4f(ground->rect, rect.x, rect.y, rect.w, rect.h);
    glUniform2f(ground->size, (float)what->width, (float)what->height);
    glUniform3f(ground->ramp_range, k0, 1 / span, what->gamma);
    glUniform3fv(ground->ramp, 3, &what->ramp[0].l);
    glUniform3f(ground->lit, what->lit.l, what->lit.a, what->lit.b);
    glUniform3f(ground->shaded, what->shaded.l, what->shaded.a, what->shaded.b);
    glUniform1f(ground->relief, what->relief);
    glUniform1f(ground->lowest, (float)((double)what->k_lowest - what->base));
    glUniform1f(ground->line_scale, fmaxf(what->line_scale, 0.1f));
    glUniform4f(ground->line, (float)what->line.r / 255.0f, (float)what->line.g / 255.0f,
                (float)what->line.b / 255.0f, 1);
    glUniform2f(ground->line_alpha, what->thin_alpha, what->strong_alpha);
    glDisable(GL_BLEND);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    glEnable(GL_BLEND);
}
