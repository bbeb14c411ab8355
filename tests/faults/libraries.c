/* What SDL, fonts, cairo and libpng do for Ravine, and how it fails. */
#include <SDL.h>
#include <SDL_ttf.h>
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include <png.h>
#include <stdarg.h>
#include FT_FREETYPE_H

#include "site.h"

/* ---- SDL ---- */

/* Failing, SDL leaves a word. */
#define REPLACE_SDL(result, name, params, args, bad)                                               \
    result name params                                                                             \
    {                                                                                              \
        if (DUE(FAULT_OTHER, #name)) {                                                             \
            SDL_SetError("a fault of the test");                                                   \
            return bad;                                                                            \
        }                                                                                          \
        return NEXT(#name, result(*) params) args;                                                 \
    }

REPLACE_SDL(int, SDL_InitSubSystem, (Uint32 what), (what), -1)
REPLACE_SDL(SDL_Window *, SDL_CreateWindow,
            (const char *title, int x, int y, int w, int h, Uint32 flags),
            (title, x, y, w, h, flags), NULL)
REPLACE_SDL(SDL_GLContext, SDL_GL_CreateContext, (SDL_Window * window), (window), NULL)
REPLACE_SDL(int, SDL_GL_SetAttribute, (SDL_GLattr name, int value), (name, value), -1)
REPLACE_SDL(int, SDL_GL_SetSwapInterval, (int interval), (interval), -1)
REPLACE_SDL(const char *, SDL_GetCurrentVideoDriver, (void), (), NULL)
REPLACE_SDL(char *, SDL_GetBasePath, (void), (), NULL)
REPLACE_SDL(void *, SDL_LoadObject, (const char *name), (name), NULL)
REPLACE_SDL(void *, SDL_LoadFile, (const char *path, size_t *size), (path, size), NULL)
REPLACE_SDL(SDL_RWops *, SDL_RWFromConstMem, (const void *memory, int size), (memory, size), NULL)
REPLACE_SDL(SDL_Cursor *, SDL_CreateSystemCursor, (SDL_SystemCursor which), (which), NULL)
REPLACE_SDL(char *, SDL_GetClipboardText, (void), (), NULL)
REPLACE_SDL(int, SDL_SetClipboardText, (const char *text), (text), -1)
REPLACE_SDL(SDL_bool, SDL_HasClipboardText, (void), (), SDL_FALSE)
REPLACE_SDL(int, SDL_SetWindowFullscreen, (SDL_Window * window, Uint32 flags), (window, flags), -1)

/* ---- fonts ---- */

REPLACE_SDL(int, TTF_Init, (void), (), -1)
REPLACE_SDL(TTF_Font *, TTF_OpenFontIndexRW, (SDL_RWops * from, int close, int size, long index),
            (from, close, size, index), NULL)
REPLACE_SDL(int, TTF_SetFontSizeDPI, (TTF_Font * font, int size, unsigned h, unsigned v),
            (font, size, h, v), -1)
REPLACE_SDL(int, TTF_SizeUTF8, (TTF_Font * font, const char *text, int *w, int *h),
            (font, text, w, h), -1)
REPLACE_SDL(SDL_Surface *, TTF_RenderUTF8_Blended,
            (TTF_Font * font, const char *text, SDL_Color color), (font, text, color), NULL)
REPLACE_SDL(int, TTF_GlyphMetrics32,
            (TTF_Font * font, Uint32 c, int *x0, int *x1, int *y0, int *y1, int *advance),
            (font, c, x0, x1, y0, y1, advance), -1)

REPLACE(FAULT_OTHER, FT_Error, FT_Init_FreeType, (FT_Library * library), (library), 0,
        FT_Err_Out_Of_Memory)
REPLACE(FAULT_OTHER, FT_Error, FT_New_Memory_Face,
        (FT_Library library, const FT_Byte *base, FT_Long size, FT_Long index, FT_Face *face),
        (library, base, size, index, face), 0, FT_Err_Unknown_File_Format)

REPLACE(FAULT_OTHER, FcConfig *, FcInitLoadConfigAndFonts, (void), (), 0, NULL)
REPLACE(FAULT_OTHER, FcBool, FcConfigSubstitute,
        (FcConfig * config, FcPattern *pattern, FcMatchKind kind), (config, pattern, kind), 0,
        FcFalse)
REPLACE(FAULT_OTHER, FcPattern *, FcFontMatch,
        (FcConfig * config, FcPattern *pattern, FcResult *result), (config, pattern, result), 0,
        NULL)

FcPattern *FcPatternBuild(FcPattern *pattern, ...)
{
    if (DUE(FAULT_OTHER, "FcPatternBuild"))
        return NULL;
    va_list args;
    va_start(args, pattern);
    FcPattern *built = FcPatternVaBuild(pattern, args);
    va_end(args);
    return built;
}

/* ---- cairo and libpng ---- */

/* Failing, cairo gives objects that say so when asked. */
cairo_surface_t *cairo_image_surface_create(cairo_format_t format, int width, int height)
{
    const bool due = DUE(FAULT_OTHER, "cairo_image_surface_create");
    return NEXT("cairo_image_surface_create", cairo_surface_t * (*)(cairo_format_t, int, int))(
        format, due ? -1 : width, due ? -1 : height);
}

cairo_surface_t *cairo_pdf_surface_create_for_stream(cairo_write_func_t write, void *context,
                                                     double width, double height)
{
    if (DUE(FAULT_OTHER, "cairo_pdf_surface_create_for_stream"))
        return cairo_image_surface_create(CAIRO_FORMAT_INVALID, -1, -1);
    return NEXT("cairo_pdf_surface_create_for_stream",
                cairo_surface_t * (*)(cairo_write_func_t, void *, double, double))(write, context,
                                                                                   width, height);
}

cairo_t *cairo_create(cairo_surface_t *surface)
{
    const bool due = DUE(FAULT_OTHER, "cairo_create");
    return NEXT("cairo_create", cairo_t * (*)(cairo_surface_t *))(due ? NULL : surface);
}

REPLACE(FAULT_OTHER, cairo_status_t, cairo_surface_status, (cairo_surface_t * surface), (surface),
        0, CAIRO_STATUS_NO_MEMORY)
REPLACE(FAULT_OTHER, cairo_status_t, cairo_status, (cairo_t * cairo), (cairo), 0,
        CAIRO_STATUS_NO_MEMORY)

png_structp png_create_write_struct(png_const_charp version, png_voidp context, png_error_ptr fail,
                                    png_error_ptr warn)
{
    if (DUE(FAULT_MEMORY, "png_create_write_struct"))
        return NULL;
    return NEXT("png_create_write_struct",
                png_structp(*)(png_const_charp, png_voidp, png_error_ptr, png_error_ptr))(
        version, context, fail, warn);
}

png_infop png_create_info_struct(png_const_structrp png)
{
    if (DUE(FAULT_MEMORY, "png_create_info_struct"))
        return NULL;
    return NEXT("png_create_info_struct", png_infop(*)(png_const_structrp))(png);
}
