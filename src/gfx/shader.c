#include "gfx/shader.h"

#include <assert.h>

enum { LOG_MAX = 600 };

static GLuint compile(const GlFacts *facts, GLenum stage, const char *name, Err *err)
{
    const char *source = shader_source(name);
    assert(source && "the shader's file is in the build's list");
    const char *parts[] = {facts->es ? "#version 300 es\nprecision highp float;\n"
                                       "precision highp int;\nprecision highp sampler2D;\n"
                                     : "#version 330 core\n",
                           "#line 1\n", source};
    GLuint shader = glCreateShader(stage);
    glShaderSource(shader, 3, parts, NULL);
    glCompileShader(shader);
    GLint done = GL_FALSE;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &done);
    if (!done) {
        char log[LOG_MAX];
        glGetShaderInfoLog(shader, LOG_MAX, NULL, log);
        err_set(err, "The graphics driver rejects shader %s: %s", name, log);
        glDeleteShader(shader);
        return 0;
    }
    return shader;
}

GLuint shader_program(const GlFacts *facts, const char *vertex, const char *fragment, Err *err)
{
    GLuint program = 0, v = compile(facts, GL_VERTEX_SHADER, vertex, err);
    GLuint f = v ? compile(facts, GL_FRAGMENT_SHADER, fragment, err) : 0;
    if (f) {
        program = glCreateProgram();
        glAttachShader(program, v);
        glAttachShader(program, f);
        glLinkProgram(program);
        GLint done = GL_FALSE;
        glGetProgramiv(program, GL_LINK_STATUS, &done);
        if (!done) {
            char log[LOG_MAX];
            glGetProgramInfoLog(program, LOG_MAX, NULL, log);
            err_set(err, "The graphics driver cannot link %s and %s: %s", vertex, fragment, log);
            glDeleteProgram(program);
            program = 0;
        }
    }
    glDeleteShader(v);
    glDeleteShader(f);
    return program;
}
