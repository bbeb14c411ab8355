#include "gfx/gl.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libepoxy ends the program where there is a context, but no library to speak to it with. */
static bool has_library(void)
{
    static const char *const names[] = {"libGL.so.1", "libOpenGL.so.0", "libGLESv2.so.2"};
    bool here = strcmp(SDL_GetPlatform(), "Linux") != 0;
    for (size_t i = 0; i < sizeof names / sizeof *names && !here; i++)
        here = SDL_LoadObject(names[i]);
    return here;
}

bool gl_facts(GlFacts *facts, Err *err)
{
    if (!has_library())
        return err_set(err, "No OpenGL library was found; install the package libgl1");
    const char *renderer = (const char *)glGetString(GL_RENDERER);
    int version = renderer ? epoxy_gl_version() : 0;
    facts->es = renderer && !epoxy_is_desktop_gl();
    if (version < (facts->es ? 30 : 33)) {
        return err_set(err, "Ravine needs OpenGL 3.3 or OpenGL ES 3.0; %s offers %s%d.%d",
                       renderer ? renderer : "this display", facts->es ? "ES " : "", version / 10,
                       version % 10);
    }
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &facts->texture_max);
    return true;
}

void gl_describe(char *text, size_t size)
{
    const char *version = (const char *)glGetString(GL_VERSION);
    const char *renderer = (const char *)glGetString(GL_RENDERER);
    snprintf(text, size, "%s%s%s", version ? version : "", version && renderer ? ", " : "",
             renderer ? renderer : "");
}

void gl_picture_storage(const GlFacts *facts, int width, int height)
{
    if (facts->es) {
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
    } else {
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_BGRA,
                     GL_UNSIGNED_INT_8_8_8_8_REV, NULL);
    }
}

bool gl_fine(const char *where)
{
    const GLenum error = glGetError();
#ifndef NDEBUG
    if (error != GL_NO_ERROR && error != GL_OUT_OF_MEMORY) {
        fprintf(stderr, "ravine: OpenGL error 0x%04x in %s\n", error, where);
        abort();
    }
#else
    (void)where;
#endif
    return error != GL_OUT_OF_MEMORY;
}
