#include "gfx/groundpass.h"

#include <math.h>

#include "gfx/shader.h"

void groundfield_upload(GroundField *field, const DrawGround *what)
{
    int width = what->width + 2, height = what->height + 2;
    if (!field->texture)
        glGenTextures(1, &field->texture);
    glBindTexture(GL_TEXTURE_2D, field->texture);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    if (field->width != width || field->height != height) {
        glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, width, height, 0, GL_RED, GL_FLOAT, what->k);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
        field->width = width;
        field->height = height;
        return;
    }
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RED, GL_FLOAT, what->k);
}

void groundfield_deinit(GroundField *field)
{
    if (field->texture)
        glDeleteTextures(1, &field->texture);
    *field = (GroundField){0};
}

GroundLook groundlook_find(GLuint program)
{
    return (GroundLook){.size = glGetUniformLocation(program, "size"),
                        .ramp_range = glGetUniformLocation(program, "ramp_range"),
                        .ramp = glGetUniformLocation(program, "ramp"),
                        .lit = glGetUniformLocation(program, "lit"),
                        .shaded = glGetUniformLocation(program, "shaded"),
                        .relief = glGetUniformLocation(program, "relief"),
                        .lowest = glGetUniformLocation(program, "lowest"),
                        .line_scale = glGetUniformLocation(program, "line_scale"),
                        .line = glGetUniformLocation(program, "line"),
                        .line_alpha = glGetUniformLocation(program, "line_alpha")};
}

void groundlook_set(const GroundLook *look, const DrawGround *what)
{
    /* Differences from base are taken in double: base may be large, zoomed far in. */
    float k0 = (float)((double)what->k0 - what->base);
    float span = fmaxf(what->k1 - what->k0, 1e-20f);
    glUniform2f(look->size, (float)what->width, (float)what->height);
    glUniform3f(look->ramp_range, k0, 1 / span, what->gamma);
    glUniform3fv(look->ramp, 3, &what->ramp[0].l);
    glUniform3f(look->lit, what->lit.l, what->lit.a, what->lit.b);
    glUniform3f(look->shaded, what->shaded.l, what->shaded.a, what->shaded.b);
    glUniform1f(look->relief, what->relief);
    glUniform1f(look->lowest, (float)((double)what->k_lowest - what->base));
    glUniform1f(look->line_scale, fmaxf(what->line_scale, 0.1f));
    glUniform4f(look->line, (float)what->line.r / 255.0f, (float)what->line.g / 255.0f,
                (float)what->line.b / 255.0f, 1);
    glUniform2f(look->line_alpha, what->thin_alpha, what->strong_alpha);
}

bool groundpass_init(GroundPass *ground, const GlFacts *facts, Err *err)
{
    *ground = (GroundPass){0};
    GLuint program = shader_program(facts, "quad.vert", "ground.frag", err);
    if (!program)
        return false;
    ground->program = program;
    ground->frame = glGetUniformLocation(program, "frame");
    ground->rect = glGetUniformLocation(program, "rect");
    ground->look = groundlook_find(program);
    return true;
}

void groundpass_deinit(GroundPass *ground)
{
    glDeleteProgram(ground->program);
    groundfield_deinit(&ground->field);
    *ground = (GroundPass){0};
}

void groundpass_draw(GroundPass *ground, const DrawGround *what, Rect rect, const float frame[4])
{
    groundfield_upload(&ground->field, what);
    glUseProgram(ground->program);
    glUniform4fv(ground->frame, 1, frame);
    glUniform4f(ground->rect, rect.x, rect.y, rect.w, rect.h);
    groundlook_set(&ground->look, what);
    glDisable(GL_BLEND);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    glEnable(GL_BLEND);
}
