#include "platform/headless.h"

#include <SDL.h>
#include <epoxy/egl.h>
#include <stdlib.h>

#include "base/array.h"

struct Headless {
    EGLDisplay display;
    EGLSurface surface;
    EGLContext context;
};

/* libepoxy ends the program where there is no EGL to load. The library stays open: drivers do not
 * bear to be unloaded. */
static bool has_egl(void)
{
    return SDL_LoadObject("libEGL.so.1");
}

static EGLDisplay open_display(void)
{
    if (!has_egl())
        return EGL_NO_DISPLAY;
    if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")) {
        return eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, (void *)EGL_DEFAULT_DISPLAY,
                                        NULL);
    }
    return eglGetDisplay(EGL_DEFAULT_DISPLAY);
}

static bool make_context(Headless *headless, bool es, int width, int height)
{
    const EGLint wanted[] = {EGL_SURFACE_TYPE,
                             EGL_PBUFFER_BIT,
                             EGL_RENDERABLE_TYPE,
                             es ? EGL_OPENGL_ES3_BIT : EGL_OPENGL_BIT,
                             EGL_RED_SIZE,
                             8,
                             EGL_GREEN_SIZE,
                             8,
                             EGL_BLUE_SIZE,
                             8,
                             EGL_ALPHA_SIZE,
                             8,
                             EGL_NONE};
    const EGLint core[] = {EGL_CONTEXT_MAJOR_VERSION,
                           3,
                           EGL_CONTEXT_MINOR_VERSION,
                           3,
                           EGL_CONTEXT_OPENGL_PROFILE_MASK,
                           EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                           EGL_NONE};
    const EGLint embedded[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_NONE};
    const EGLint size[] = {EGL_WIDTH, width, EGL_HEIGHT, height, EGL_NONE};
    EGLConfig config;
    EGLint count = 0;
    if (!eglBindAPI(es ? EGL_OPENGL_ES_API : EGL_OPENGL_API) ||
        !eglChooseConfig(headless->display, wanted, &config, 1, &count) || count == 0)
        return false;
    headless->surface = eglCreatePbufferSurface(headless->display, config, size);
    headless->context =
        eglCreateContext(headless->display, config, EGL_NO_CONTEXT, es ? embedded : core);
    /* A context without a surface could be made current, and would have nothing to draw on. */
    if (headless->surface != EGL_NO_SURFACE && headless->context != EGL_NO_CONTEXT &&
        eglMakeCurrent(headless->display, headless->surface, headless->surface, headless->context))
        return true;
    if (headless->context != EGL_NO_CONTEXT)
        eglDestroyContext(headless->display, headless->context);
    if (headless->surface != EGL_NO_SURFACE)
        eglDestroySurface(headless->display, headless->surface);
    headless->context = EGL_NO_CONTEXT;
    headless->surface = EGL_NO_SURFACE;
    return false;
}

Headless *headless_create(int width, int height, Err *err)
{
    Headless *headless = mem_calloc(1, sizeof *headless);
    headless->display = open_display();
    EGLint major, minor;
    bool ready =
        headless->display != EGL_NO_DISPLAY && eglInitialize(headless->display, &major, &minor);
    if (!ready)
        headless->display = EGL_NO_DISPLAY;
    if (!ready || (!make_context(headless, false, width, height) &&
                   !make_context(headless, true, width, height))) {
        err_set(err,
                "No OpenGL 3.3 or OpenGL ES 3.0 to draw with off screen (EGL error 0x%x); install "
                "the packages libegl1 and libgl1-mesa-dri",
                has_egl() ? (unsigned)eglGetError() : 0);
        headless_destroy(headless);
        return NULL;
    }
    return headless;
}

void headless_destroy(Headless *headless)
{
    if (!headless)
        return;
    if (headless->display != EGL_NO_DISPLAY) {
        eglMakeCurrent(headless->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (headless->context != EGL_NO_CONTEXT) {
            eglDestroyContext(headless->display, headless->context);
            eglDestroySurface(headless->display, headless->surface);
        }
        eglTerminate(headless->display);
    }
    free(headless);
}
