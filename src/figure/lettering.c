#include "figure/lettering.h"

#include <cairo-ft.h>
#include <hb.h>
#include <stdlib.h>

#include "base/array.h"
#include "gfx/measure.h"

/* One font file, opened for shaping and for drawing. */
typedef struct Font {
    hb_font_t *shaper;
    float units; /* per em */
    FT_Face face;
    cairo_font_face_t *cairo;
} Font;

struct Lettering {
    Typeface *typeface;
    Measure *measure;
    Fonts fonts;
    FT_Library freetype;
    Font at[ROLE_COUNT];
    hb_buffer_t *buffer;
    Letter *letters;
    size_t letter_cap;
    bool unshaped; /* harfbuzz had no memory for something */
};

static bool open_font(Lettering *lettering, FontRole role, Err *err)
{
    const FontFile *file = typeface_file(lettering->typeface, role);
    Font *font = &lettering->at[role];
    if (!file->data)
        return true; /* the spare font, which there need not be */
    if (FT_New_Memory_Face(lettering->freetype, file->data, (FT_Long)file->size, file->index,
                           &font->face) != 0)
        return err_set(err, "A font file cannot be read; reinstall the packages fonts-inter and "
                            "fonts-texgyre-math");
    hb_blob_t *blob =
        hb_blob_create(file->data, (unsigned)file->size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, (unsigned)file->index);
    font->shaper = hb_font_create(face);
    font->units = (float)hb_face_get_upem(face);
    font->cairo = cairo_ft_font_face_create_for_ft_face(font->face, 0);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return (font->shaper != hb_font_get_empty() && hb_font_get_face(font->shaper) == face &&
            face != hb_face_get_empty() &&
            cairo_font_face_status(font->cairo) == CAIRO_STATUS_SUCCESS) ||
           err_set(err, "There is no memory for a font");
}

Lettering *lettering_create(Err *err)
{
    Lettering *lettering = mem_calloc(1, sizeof *lettering);
    lettering->typeface = typeface_create(err);
    if (!lettering->typeface)
        goto fail;
    lettering->measure = measure_create(lettering->typeface);
    lettering->fonts = measure_fonts(lettering->measure);
    if (FT_Init_FreeType(&lettering->freetype) != 0) {
        lettering->freetype = NULL;
        err_set(err, "FreeType cannot be set up");
        goto fail;
    }
    for (int role = 0; role < ROLE_COUNT; role++)
        if (!open_font(lettering, (FontRole)role, err))
            goto fail;
    lettering->buffer = hb_buffer_create();
    if (!lettering_whole(lettering, err))
        goto fail;
    return lettering;
fail:
    lettering_destroy(lettering);
    return NULL;
}

void lettering_destroy(Lettering *lettering)
{
    if (!lettering)
        return;
    for (int role = 0; role < ROLE_COUNT; role++) {
        const Font *font = &lettering->at[role];
        cairo_font_face_destroy(font->cairo);
        hb_font_destroy(font->shaper);
        if (font->face)
            FT_Done_Face(font->face);
    }
    hb_buffer_destroy(lettering->buffer);
    if (lettering->freetype)
        FT_Done_FreeType(lettering->freetype);
    measure_destroy(lettering->measure);
    typeface_destroy(lettering->typeface);
    free(lettering->letters);
    free(lettering);
}

bool lettering_whole(const Lettering *lettering, Err *err)
{
    if (lettering->unshaped || !hb_buffer_allocation_successful(lettering->buffer))
        return err_set(err, "there is no memory to set the words");
    return typeface_whole(lettering->typeface, err);
}

const Fonts *lettering_fonts(const Lettering *lettering)
{
    return &lettering->fonts;
}

int lettering_runs(Lettering *lettering, Face face, const char *text, size_t len,
                   TypeRun runs[TYPEFACE_RUNS_MAX])
{
    return typeface_runs(lettering->typeface, face, text, len, runs);
}

float lettering_width(Lettering *lettering, FontRole role, const char *text, size_t len)
{
    return measure_run(lettering->measure, role, text, len);
}

const Letter *lettering_shape(Lettering *lettering, FontRole role, const char *text, size_t len,
                              size_t *count)
{
    const Font *font = &lettering->at[role];
    hb_buffer_t *buffer = lettering->buffer;
    hb_buffer_clear_contents(buffer);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_add_utf8(buffer, text, (int)len, 0, (int)len);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(font->shaper, buffer, NULL, 0);
    lettering->unshaped |= !hb_buffer_allocation_successful(buffer);
    unsigned glyphs = 0;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &glyphs);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &glyphs);
    ARRAY_RESERVE(lettering->letters, lettering->letter_cap, (size_t)glyphs + 1);
    float pen = 0;
    for (unsigned i = 0; i < glyphs; i++) {
        lettering->letters[i] =
            (Letter){info[i].codepoint, (pen + (float)at[i].x_offset) / font->units,
                     (float)-at[i].y_offset / font->units, info[i].cluster};
        pen += (float)at[i].x_advance;
    }
    *count = glyphs;
    return lettering->letters;
}

cairo_font_face_t *lettering_face(Lettering *lettering, FontRole role)
{
    return lettering->at[role].cairo;
}

const char *lettering_family(const Lettering *lettering, FontRole role)
{
    const FT_Face face = lettering->at[role].face;
    return face && face->family_name ? face->family_name : "sans-serif";
}

int lettering_weight(FontRole role)
{
    static const int weights[ROLE_COUNT] = {400, 500, 600, 700, 400, 400};
    return weights[role];
}
