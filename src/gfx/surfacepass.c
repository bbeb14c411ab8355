#include "gfx/surfacepass.h"

#include <math.h>
#include <string.h>

#include "gfx/shader.h"
#include "gfx/surfacemesh.h"

/* What shaders/place.glsl takes for neither surface nor floor nor wall. */
#define NOTHING (-9.0f)
/* No surface stands higher. */
#define HIGHEST 1.15f

static bool make_shade(SurfaceShade *shade, const GlFacts *facts, const char *fragment, Err *err)
{
    GLuint program = shader_program(facts, "quad.vert", fragment, err);
    if (!program)
        return false;
    *shade = (SurfaceShade){.program = program,
                            .frame = glGetUniformLocation(program, "frame"),
                            .rect = glGetUniformLocation(program, "rect"),
                            .part = glGetUniformLocation(program, "part"),
                            .wall = glGetUniformLocation(program, "wall"),
                            .dim = glGetUniformLocation(program, "dim"),
                            .beside = glGetUniformLocation(program, "beside"),
                            .strata = glGetUniformLocation(program, "strata"),
                            .look = groundlook_find(program)};
    glUseProgram(program);
    glUniform1i(glGetUniformLocation(program, "places"), 1);
    return true;
}

static bool make_programs(SurfacePass *pass, const GlFacts *facts, Err *err)
{
    pass->mesh = shader_program(facts, "surface.vert", "surface.frag", err);
    pass->hole = pass->mesh ? shader_program(facts, "surface.vert", "hole.frag", err) : 0;
    return pass->hole && make_shade(&pass->quick, facts, "quick.frag", err) &&
           make_shade(&pass->fine, facts, "relief.frag", err);
}

bool surfacepass_ready(SurfacePass *pass, const GlFacts *facts, Err *err)
{
    if (pass->tried)
        return pass->arrays != 0 || err_set(err, "%s", pass->refusal.text);
    pass->tried = true;
    if (!make_programs(pass, facts, &pass->refusal))
        return err_set(err, "%s", pass->refusal.text);
    pass->mesh_matrix = glGetUniformLocation(pass->mesh, "matrix");
    pass->hole_matrix = glGetUniformLocation(pass->hole, "matrix");
    pass->hole_size = glGetUniformLocation(pass->hole, "size");
    glGenVertexArrays(1, &pass->arrays);
    glGenBuffers(1, &pass->vertices);
    glGenBuffers(1, &pass->indices);
    glBindVertexArray(pass->arrays);
    glBindBuffer(GL_ARRAY_BUFFER, pass->vertices);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, pass->indices);
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(SurfaceCorner), NULL);
    glEnableVertexAttribArray(0);
    return true;
}

static void forget_places(SurfacePass *pass)
{
    if (pass->framebuffer) {
        glDeleteFramebuffers(1, &pass->framebuffer);
        glDeleteTextures(1, &pass->places);
        glDeleteRenderbuffers(1, &pass->depth);
    }
    pass->framebuffer = 0;
    pass->width = pass->height = 0;
}

void surfacepass_forget(SurfacePass *pass)
{
    groundfield_deinit(&pass->field);
    pass->plain_count = pass->hole_count = 0;
    forget_places(pass);
}

void surfacepass_deinit(SurfacePass *pass)
{
    glDeleteProgram(pass->mesh);
    glDeleteProgram(pass->hole);
    glDeleteProgram(pass->quick.program);
    glDeleteProgram(pass->fine.program);
    groundfield_deinit(&pass->field);
    if (pass->arrays) {
        glDeleteVertexArrays(1, &pass->arrays);
        glDeleteBuffers(1, &pass->vertices);
        glDeleteBuffers(1, &pass->indices);
    }
    forget_places(pass);
    *pass = (SurfacePass){0};
}

/* ---- places ---- */

static void upload_mesh(SurfacePass *pass, const DrawSurface *what)
{
    SurfaceMesh mesh = surfacemesh_build(what);
    pass->plain_count = (GLsizei)mesh.plain_count;
    pass->hole_count = (GLsizei)(mesh.index_count - mesh.plain_count);
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(mesh.corner_count * sizeof *mesh.corners),
                 mesh.corners, GL_DYNAMIC_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)(mesh.index_count * sizeof *mesh.indices),
                 mesh.indices, GL_DYNAMIC_DRAW);
    surfacemesh_deinit(&mesh);
}

static void fit_places(SurfacePass *pass, int width, int height)
{
    if (!pass->framebuffer) {
        glGenFramebuffers(1, &pass->framebuffer);
        glGenTextures(1, &pass->places);
        glGenRenderbuffers(1, &pass->depth);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, pass->framebuffer);
    if (pass->width == width && pass->height == height)
        return;
    pass->width = width;
    pass->height = height;
    glBindTexture(GL_TEXTURE_2D, pass->places);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RG32UI, width, height, 0, GL_RG_INTEGER, GL_UNSIGNED_INT,
                 NULL);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, pass->places, 0);
    glBindRenderbuffer(GL_RENDERBUFFER, pass->depth);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH_COMPONENT24, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, pass->depth);
}

static void upload(SurfacePass *pass, const DrawSurface *what)
{
    glBindVertexArray(pass->arrays);
    glBindBuffer(GL_ARRAY_BUFFER, pass->vertices);
    if (pass->field_key != what->ground_key || !pass->field.texture) {
        pass->field_key = what->ground_key;
        groundfield_upload(&pass->field, &what->ground);
    }
    glBindTexture(GL_TEXTURE_2D, pass->field.texture);
    if (pass->mesh_key != what->heights_key || pass->plain_count == 0) {
        pass->mesh_key = what->heights_key;
        upload_mesh(pass, what);
    }
}

/* Places along a pixel's side. */
static int grain_of(const DrawSurface *what)
{
    return what->quick ? 1 : 2;
}

static void clear_places(void)
{
    float nothing = NOTHING;
    GLuint bits;
    memcpy(&bits, &nothing, sizeof bits);
    glClearBufferuiv(GL_COLOR, 0, (GLuint[]){bits, bits, bits, bits});
    glClear(GL_DEPTH_BUFFER_BIT);
}

void surfacepass_place(SurfacePass *pass, const DrawSurface *what, Area seen, int width, int height)
{
    int grain = grain_of(what);
    fit_places(pass, grain * width, grain * height);
    upload(pass, what);
    glViewport(0, 0, grain * width, grain * height);
    glScissor(grain * seen.x, grain * seen.y, grain * seen.width, grain * seen.height);
    glDisable(GL_BLEND);
    glEnable(GL_DEPTH_TEST);
    clear_places();
    glUseProgram(pass->mesh);
    glUniformMatrix4fv(pass->mesh_matrix, 1, GL_FALSE, what->matrix);
    glDrawElements(GL_TRIANGLES, pass->plain_count, GL_UNSIGNED_INT, NULL);
    if (pass->hole_count > 0) {
        uintptr_t first = (size_t)pass->plain_count * sizeof(uint32_t);
        glUseProgram(pass->hole);
        glUniformMatrix4fv(pass->hole_matrix, 1, GL_FALSE, what->matrix);
        glUniform2f(pass->hole_size, (float)what->ground.width, (float)what->ground.height);
        glDrawElements(GL_TRIANGLES, pass->hole_count, GL_UNSIGNED_INT, (const void *)first);
    }
    glDisable(GL_DEPTH_TEST);
    glEnable(GL_BLEND);
}

/* ---- colours ---- */

static void set_color(GLint uniform, Color c)
{
    glUniform3f(uniform, (float)c.r / 255.0f, (float)c.g / 255.0f, (float)c.b / 255.0f);
}

/* The part of the rect in which the block may be seen, from the rect's corner. */
static Area part_of(const DrawSurface *what, Rect rect)
{
    const float *m = what->matrix;
    float x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int i = 0; i < 8; i++) {
        float x = i & 1 ? (float)what->ground.width : 0, y = i & 2 ? (float)what->ground.height : 0;
        float z = i & 4 ? HIGHEST : 0, w = m[3] * x + m[7] * y + m[11] * z + m[15];
        float u = 0.5f * rect.w * (1 + (m[0] * x + m[4] * y + m[8] * z + m[12]) / w);
        float v = 0.5f * rect.h * (1 + (m[1] * x + m[5] * y + m[9] * z + m[13]) / w);
        x0 = fminf(x0, u);
        x1 = fmaxf(x1, u);
        y0 = fminf(y0, v);
        y1 = fmaxf(y1, v);
    }
    Area whole = {0, 0, (int)rect.w, (int)rect.h};
    return area_meet(area_around((Rect){x0 - 1, y0 - 1, x1 - x0 + 2, y1 - y0 + 2}), whole);
}

void surfacepass_shade(SurfacePass *pass, const DrawSurface *what, Rect rect, Color background,
                       const float frame[4])
{
    const SurfaceShade *shade = what->quick ? &pass->quick : &pass->fine;
    Area part = part_of(what, rect);
    glClearColor((float)background.r / 255.0f, (float)background.g / 255.0f,
                 (float)background.b / 255.0f, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glUseProgram(shade->program);
    groundlook_set(&shade->look, &what->ground);
    glUniform4fv(shade->frame, 1, frame);
    glUniform4f(shade->rect, rect.x + (float)part.x, rect.y + (float)part.y, (float)part.width,
                (float)part.height);
    glUniform4f(shade->part, (float)part.x, (float)part.y, (float)part.width, (float)part.height);
    set_color(shade->wall, what->wall);
    set_color(shade->dim, what->dim);
    set_color(shade->beside, background);
    glUniform2f(shade->strata, (float)((double)what->strata[0] - what->ground.base),
                what->strata[1]);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, pass->places);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, pass->field.texture);
    glDisable(GL_BLEND);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    glEnable(GL_BLEND);
}
