#include "gfx/png.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static void complain(png_structp png, png_const_charp message)
{
    Err *err = png_get_error_ptr(png);
    err_set(err, "cannot write the picture: %s", errno ? strerror(errno) : message);
    png_longjmp(png, 1);
}

static void hush(png_structp png, png_const_charp message)
{
    (void)png, (void)message;
}

/* Latin 1 where that holds it, which every reader knows. */
static void put_note(png_structp png, png_infop info, const char *key, const char *text)
{
    if (!text || text[0] == '\0')
        return;
    bool ascii = true;
    for (const char *c = text; *c; c++)
        ascii &= (unsigned char)*c < 0x80;
    char *own_key = mem_strdup(key), *own = mem_strdup(text), empty[1] = "";
    png_text note = {.compression = ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE,
                     .key = own_key,
                     .text = own,
                     .text_length = ascii ? strlen(text) : 0,
                     .itxt_length = ascii ? 0 : strlen(text),
                     .lang = empty,
                     .lang_key = empty};
    png_set_text(png, info, &note, 1);
    free(own);
    free(own_key);
}

static void put_notes(png_structp png, png_infop info, const PngNotes *notes)
{
    put_note(png, info, "Software", "Ravine " RAVINE_VERSION);
    put_note(png, info, "Title", notes->title);
    put_note(png, info, "Ravine", notes->race);
    if (notes->px_per_mm > 0) {
        const png_uint_32 per_meter = (png_uint_32)(notes->px_per_mm * 1000 + 0.5);
        png_set_pHYs(png, info, per_meter, per_meter, PNG_RESOLUTION_METER);
    }
}

/* What a jump out of libpng must not forget lies in the caller. */
static bool write_rows(png_structp png, png_infop info, FILE *file, const unsigned char *rgba,
                       int width, int height, const PngNotes *notes, unsigned char *row)
{
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_init_io(png, file);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB_gAMA_and_cHRM(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    if (notes)
        put_notes(png, info, notes);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) {
        const unsigned char *from = rgba + (size_t)y * (size_t)width * 4;
        for (int x = 0; x < width; x++)
            memcpy(row + 3 * (size_t)x, from + 4 * (size_t)x, 3);
        png_write_row(png, row);
    }
    png_write_end(png, NULL);
    return true;
}

bool png_write(FILE *file, const unsigned char *rgba, int width, int height, const PngNotes *notes,
               Err *err)
{
    Err own = {0};
    errno = 0;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &own, complain, hush);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    unsigned char *row = mem_calloc((size_t)width, 3);
    const bool good = info && write_rows(png, info, file, rgba, width, height, notes, row);
    png_destroy_write_struct(&png, &info);
    free(row);
    return good ||
           err_set(err, "%s", own.text[0] ? own.text : "cannot write the picture: no memory");
}
