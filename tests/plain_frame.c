#include "plain_frame.h"

#include <epoxy/gl.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"

enum { FLOATS = 3, CORNERS = 6 }; /* of a vertex: x, y, grey; of a segment */

static const char *const VERTEX = "#version 330 core\n"
                                  "layout(location = 0) in vec3 at;\n"
                                  "flat out float grey;\n"
                                  "void main() { grey = at.z; gl_Position = vec4(at.xy, 0, 1); }\n";
static const char *const FRAGMENT = "#version 330 core\n"
                                    "flat in float grey;\n"
                                    "out vec4 color;\n"
                                    "void main() { color = vec4(grey, grey, 0.5, 1); }\n";

static void attach(GLuint program, GLenum kind, const char *source)
{
    GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, NULL);
    glCompileShader(shader);
    glAttachShader(program, shader);
    glDeleteShader(shader);
}

bool plain_frame_init(PlainFrame *plain, int width, int height)
{
    *plain = (PlainFrame){.width = width, .height = height};
    GLint linked = 0;
    plain->program = glCreateProgram();
    attach(plain->program, GL_VERTEX_SHADER, VERTEX);
    attach(plain->program, GL_FRAGMENT_SHADER, FRAGMENT);
    glLinkProgram(plain->program);
    glGetProgramiv(plain->program, GL_LINK_STATUS, &linked);
    glGenVertexArrays(1, &plain->arrays);
    glBindVertexArray(plain->arrays);
    glGenBuffers(1, &plain->buffer);
    glBindBuffer(GL_ARRAY_BUFFER, plain->buffer);
    glVertexAttribPointer(0, FLOATS, GL_FLOAT, GL_FALSE, FLOATS * sizeof(float), NULL);
    glEnableVertexAttribArray(0);
    glGenTextures(1, &plain->texture);
    glBindTexture(GL_TEXTURE_2D, plain->texture);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
    glGenFramebuffers(1, &plain->framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, plain->framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, plain->texture, 0);
    glClearColor(0.9f, 0.9f, 0.9f, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glViewport(0, 0, width, height);
    return linked;
}

void plain_frame_deinit(PlainFrame *plain)
{
    glDeleteFramebuffers(1, &plain->framebuffer);
    glDeleteTextures(1, &plain->texture);
    glDeleteBuffers(1, &plain->buffer);
    glDeleteVertexArrays(1, &plain->arrays);
    glDeleteProgram(plain->program);
    free(plain->vertices);
}

static float *put(const PlainFrame *plain, float *to, float x, float y, float grey)
{
    to[0] = 2 * x / (float)plain->width - 1;
    to[1] = 1 - 2 * y / (float)plain->height;
    to[2] = grey;
    return to + FLOATS;
}

static float *put_segment(const PlainFrame *plain, float *to, Point a, Point b, float half,
                          float grey)
{
    float dx = b.x - a.x, dy = b.y - a.y, scale = half / fmaxf(hypotf(dx, dy), 1e-6f);
    float nx = -dy * scale, ny = dx * scale;
    const Point corner[4] = {
        {a.x + nx, a.y + ny}, {a.x - nx, a.y - ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}};
    static const int order[CORNERS] = {0, 1, 2, 2, 1, 3};
    for (int i = 0; i < CORNERS; i++)
        to = put(plain, to, corner[order[i]].x, corner[order[i]].y, grey);
    return to;
}

void plain_frame_draw(PlainFrame *plain, const Point *points, size_t lines, size_t stride,
                      size_t from, size_t to)
{
    ARRAY_RESERVE(plain->vertices, plain->cap, 2 * lines * (to - from) * CORNERS * FLOATS + 1);
    float *end = plain->vertices;
    for (size_t line = 0; line < lines; line++) {
        const Point *p = points + line * stride;
        for (size_t i = from; i < to; i++)
            end = put_segment(plain, end, p[i], p[i + 1], 2.75f, 1);
        for (size_t i = from; i < to; i++)
            end = put_segment(plain, end, p[i], p[i + 1], 1.25f, 0.1f * (float)line);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, plain->framebuffer);
    if (end > plain->vertices) {
        glUseProgram(plain->program);
        glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)((size_t)(end - plain->vertices) * sizeof(float)),
                     plain->vertices, GL_STREAM_DRAW);
        glDrawArrays(GL_TRIANGLES, 0, (GLsizei)((end - plain->vertices) / FLOATS));
    }
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
    glBlitFramebuffer(0, 0, plain->width, plain->height, 0, 0, plain->width, plain->height,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glFinish();
}

void plain_frame_clear(void)
{
    glClearColor(0.9f, 0.9f, 0.9f, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glFinish();
}
