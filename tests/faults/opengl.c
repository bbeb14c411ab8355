/* What OpenGL and EGL do for Ravine, and how it fails. Ravine calls them through libepoxy's
 * pointers, which are turned to the functions below, and back for the while of a call: at the first
 * one libepoxy sets the pointer anew. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include "site.h"

static GLenum pending = GL_NO_ERROR; /* what glGetError says next */

static void run_out(void)
{
    pending = GL_OUT_OF_MEMORY;
}

#define POINTER(result, name, params)                                                              \
    static result our_##name params;                                                               \
    static result(**place_##name) params;                                                          \
    static result(*real_##name) params;                                                            \
    static void back_##name(void)                                                                  \
    {                                                                                              \
        *place_##name = real_##name;                                                               \
    }                                                                                              \
    static void turn_##name(void)                                                                  \
    {                                                                                              \
        if (*place_##name != our_##name) {                                                         \
            real_##name = *place_##name;                                                           \
            *place_##name = our_##name;                                                            \
        }                                                                                          \
    }

/* A function with a result; `failing` may be an expression with a comma. */
#define GL_VALUE(prefix, result, name, params, args, failing)                                      \
    POINTER(result, name, params)                                                                  \
    static result our_##name params                                                                \
    {                                                                                              \
        if (DUE(FAULT_OTHER, #prefix #name))                                                       \
            return failing;                                                                        \
        back_##name();                                                                             \
        result value = real_##name args;                                                           \
        turn_##name();                                                                             \
        return value;                                                                              \
    }

/* One that runs out of memory: nothing happens, and glGetError will say so. */
#define GL_VOID(name, params, args)                                                                \
    POINTER(void, name, params)                                                                    \
    static void our_##name params                                                                  \
    {                                                                                              \
        if (DUE(FAULT_OTHER, "gl" #name)) {                                                        \
            run_out();                                                                             \
            return;                                                                                \
        }                                                                                          \
        back_##name();                                                                             \
        real_##name args;                                                                          \
        turn_##name();                                                                             \
    }

/* One whose answer, after the call, is no. */
#define GL_ANSWER(name, params, args, answer)                                                      \
    POINTER(void, name, params)                                                                    \
    static void our_##name params                                                                  \
    {                                                                                              \
        back_##name();                                                                             \
        real_##name args;                                                                          \
        turn_##name();                                                                             \
        if (DUE(FAULT_OTHER, "gl" #name))                                                          \
            answer;                                                                                \
    }

GL_VALUE(gl, GLuint, CreateShader, (GLenum stage), (stage), 0)
GL_VALUE(gl, GLuint, CreateProgram, (void), (), 0)
GL_VALUE(gl, const GLubyte *, GetString, (GLenum what), (what), NULL)
GL_VALUE(gl, void *, MapBufferRange, (GLenum target, GLintptr at, GLsizeiptr size, GLbitfield how),
         (target, at, size, how), (run_out(), NULL))
GL_VALUE(gl, GLboolean, UnmapBuffer, (GLenum target), (target),
         (back_UnmapBuffer(), real_UnmapBuffer(target), turn_UnmapBuffer(), GL_FALSE))
GL_VALUE(gl, GLenum, CheckFramebufferStatus, (GLenum target), (target), GL_FRAMEBUFFER_UNSUPPORTED)

GL_ANSWER(GetShaderiv, (GLuint shader, GLenum what, GLint *value), (shader, what, value),
          *value = GL_FALSE)
GL_ANSWER(GetProgramiv, (GLuint program, GLenum what, GLint *value), (program, what, value),
          *value = GL_FALSE)

GL_VOID(BufferData, (GLenum target, GLsizeiptr size, const void *data, GLenum use),
        (target, size, data, use))
GL_VOID(TexImage2D,
        (GLenum target, GLint level, GLint inside, GLsizei w, GLsizei h, GLint border,
         GLenum format, GLenum type, const void *data),
        (target, level, inside, w, h, border, format, type, data))
GL_VOID(TexSubImage2D,
        (GLenum target, GLint level, GLint x, GLint y, GLsizei w, GLsizei h, GLenum format,
         GLenum type, const void *data),
        (target, level, x, y, w, h, format, type, data))
GL_VOID(RenderbufferStorage, (GLenum target, GLenum format, GLsizei w, GLsizei h),
        (target, format, w, h))
GL_VOID(ReadPixels,
        (GLint x, GLint y, GLsizei w, GLsizei h, GLenum format, GLenum type, void *data),
        (x, y, w, h, format, type, data))
GL_VOID(BlitFramebuffer,
        (GLint x0, GLint y0, GLint x1, GLint y1, GLint u0, GLint v0, GLint u1, GLint v1,
         GLbitfield mask, GLenum filter),
        (x0, y0, x1, y1, u0, v0, u1, v1, mask, filter))
GL_VOID(DrawArrays, (GLenum mode, GLint first, GLsizei count), (mode, first, count))
GL_VOID(DrawElements, (GLenum mode, GLsizei count, GLenum type, const void *indices),
        (mode, count, type, indices))

GL_VALUE(egl, EGLDisplay, GetDisplay, (EGLNativeDisplayType native), (native), EGL_NO_DISPLAY)
GL_VALUE(egl, EGLDisplay, GetPlatformDisplayEXT,
         (EGLenum platform, void *native, const EGLint *how), (platform, native, how),
         EGL_NO_DISPLAY)
GL_VALUE(egl, EGLBoolean, Initialize, (EGLDisplay display, EGLint *major, EGLint *minor),
         (display, major, minor), EGL_FALSE)
GL_VALUE(egl, EGLBoolean, BindAPI, (EGLenum api), (api), EGL_FALSE)
GL_VALUE(egl, EGLBoolean, ChooseConfig,
         (EGLDisplay display, const EGLint *wanted, EGLConfig *configs, EGLint size, EGLint *count),
         (display, wanted, configs, size, count), EGL_FALSE)
GL_VALUE(egl, EGLSurface, CreatePbufferSurface,
         (EGLDisplay display, EGLConfig config, const EGLint *how), (display, config, how),
         EGL_NO_SURFACE)
GL_VALUE(egl, EGLContext, CreateContext,
         (EGLDisplay display, EGLConfig config, EGLContext shared, const EGLint *how),
         (display, config, shared, how), EGL_NO_CONTEXT)
GL_VALUE(egl, EGLBoolean, MakeCurrent,
         (EGLDisplay display, EGLSurface draw, EGLSurface read, EGLContext context),
         (display, draw, read, context), EGL_FALSE)

POINTER(GLenum, GetError, (void))
static GLenum our_GetError(void)
{
    back_GetError();
    const GLenum error = real_GetError();
    turn_GetError();
    if (pending == GL_NO_ERROR)
        return error;
    pending = GL_NO_ERROR;
    return GL_OUT_OF_MEMORY;
}

int epoxy_gl_version(void)
{
    return DUE(FAULT_OTHER, "epoxy_gl_version") ? 0 : NEXT("epoxy_gl_version", int (*)(void))();
}

#define TURN(prefix, name)                                                                         \
    do {                                                                                           \
        void *place = dlsym(RTLD_DEFAULT, "epoxy_" #prefix #name);                                 \
        if (!place)                                                                                \
            return;                                                                                \
        place_##name = (__typeof__(place_##name))place;                                            \
        turn_##name();                                                                             \
    } while (0)

static __attribute__((constructor(102))) void begin(void)
{
    TURN(gl, GetError);
    TURN(gl, CreateShader);
    TURN(gl, CreateProgram);
    TURN(gl, GetString);
    TURN(gl, MapBufferRange);
    TURN(gl, UnmapBuffer);
    TURN(gl, CheckFramebufferStatus);
    TURN(gl, GetShaderiv);
    TURN(gl, GetProgramiv);
    TURN(gl, BufferData);
    TURN(gl, TexImage2D);
    TURN(gl, TexSubImage2D);
    TURN(gl, RenderbufferStorage);
    TURN(gl, ReadPixels);
    TURN(gl, BlitFramebuffer);
    TURN(gl, DrawArrays);
    TURN(gl, DrawElements);
    TURN(egl, GetDisplay);
    TURN(egl, GetPlatformDisplayEXT);
    TURN(egl, Initialize);
    TURN(egl, BindAPI);
    TURN(egl, ChooseConfig);
    TURN(egl, CreatePbufferSurface);
    TURN(egl, CreateContext);
    TURN(egl, MakeCurrent);
}
