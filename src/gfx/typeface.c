#include "gfx/typeface.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { FONTS_MAX = 64, SIZE_GRADES = 8, RUN_LEN_MAX = 512, GRADE_MIN = 8, GRADE_MAX = 8 * 400 };

typedef struct OpenFont {
    TTF_Font *font;
    FontRole role;
    int grade;
    unsigned used; /* when last */
} OpenFont;

struct Typeface {
    FontFile files[ROLE_COUNT];
    TTF_Font *measuring[ROLE_COUNT];
    OpenFont fonts[FONTS_MAX];
    unsigned clock;
    bool ttf;
    Err trouble;
};

/* Where to look for a character of a face, after the face's own file. */
static const FontRole spares[] = {ROLE_MATH, ROLE_REGULAR, ROLE_SPARE};

static TTF_Font *open_font(const Typeface *typeface, FontRole role, int hinting)
{
    const FontFile *file = &typeface->files[role];
    SDL_RWops *memory = SDL_RWFromConstMem(file->data, (int)file->size);
    TTF_Font *font = memory ? TTF_OpenFontIndexRW(memory, 1, 16, file->index) : NULL;
    if (font)
        TTF_SetFontHinting(font, hinting);
    return font;
}

Typeface *typeface_create(Err *err)
{
    Typeface *typeface = mem_calloc(1, sizeof *typeface);
    typeface->ttf = TTF_Init() == 0;
    if (!typeface->ttf) {
        err_set(err, "SDL2_ttf cannot be set up: %s", TTF_GetError());
        goto fail;
    }
    if (!fontfile_find(typeface->files, err))
        goto fail;
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (!typeface->files[role].data)
            continue;
        TTF_Font *font = open_font(typeface, (FontRole)role, TTF_HINTING_NONE);
        typeface->measuring[role] = font;
        if (!font) {
            err_set(err,
                    "A font file cannot be read (%s); reinstall the packages fonts-inter and "
                    "fonts-texgyre-math",
                    TTF_GetError());
            goto fail;
        }
        if (TTF_SetFontSizeDPI(font, TYPEFACE_MEASURE_SIZE, 72, 72) != 0) {
            err_set(err, "A font cannot be given its size: %s", TTF_GetError());
            goto fail;
        }
    }
    return typeface;
fail:
    typeface_destroy(typeface);
    return NULL;
}

void typeface_destroy(Typeface *typeface)
{
    if (!typeface)
        return;
    for (int i = 0; i < FONTS_MAX; i++)
        if (typeface->fonts[i].font)
            TTF_CloseFont(typeface->fonts[i].font);
    for (int role = 0; role < ROLE_COUNT; role++)
        if (typeface->measuring[role])
            TTF_CloseFont(typeface->measuring[role]);
    if (typeface->ttf)
        TTF_Quit();
    fontfile_deinit(typeface->files);
    free(typeface);
}

bool typeface_whole(const Typeface *typeface, Err *err)
{
    return typeface->trouble.text[0] == '\0' || err_set(err, "%s", typeface->trouble.text);
}

void typeface_begin_anew(Typeface *typeface)
{
    typeface->trouble = (Err){0};
}

static void fail(Typeface *typeface)
{
    err_set(&typeface->trouble, "a font gives no letters (%s)", TTF_GetError());
}

TypeGlyph typeface_glyph(Typeface *typeface, TTF_Font *font, uint32_t c)
{
    TypeGlyph g = {0};
    if (TTF_GlyphMetrics32(font, c, &g.left, &g.right, &g.bottom, &g.top, &g.advance) != 0)
        fail(typeface);
    return g;
}

int typeface_picture_width(Typeface *typeface, TTF_Font *font, const char *text)
{
    int width = 0;
    if (TTF_SizeUTF8(font, text, &width, NULL) != 0)
        fail(typeface);
    return width;
}

uint32_t typeface_next(const char *text, size_t len, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text + *at;
    size_t left = len - *at, more = p[0] >= 0xf0 ? 3 : p[0] >= 0xe0 ? 2 : p[0] >= 0xc0 ? 1 : 0;
    static const uint32_t mask[] = {0x7f, 0x1f, 0x0f, 0x07};
    uint32_t c = p[0] & mask[more];
    for (size_t i = 1; i <= more && i < left; i++)
        c = c << 6 | (p[i] & 0x3f);
    *at += more < left ? more + 1 : left;
    return c;
}

static bool provides(const Typeface *typeface, FontRole role, uint32_t c)
{
    TTF_Font *font = typeface->measuring[role];
    return font && TTF_GlyphIsProvided32(font, c);
}

static FontRole role_of(const Typeface *typeface, Face face, uint32_t c)
{
    FontRole own = (FontRole)face;
    if (provides(typeface, own, c))
        return own;
    for (size_t i = 0; i < sizeof spares / sizeof *spares; i++)
        if (provides(typeface, spares[i], c))
            return spares[i];
    return own;
}

int typeface_runs(Typeface *typeface, Face face, const char *text, size_t len,
                  TypeRun runs[TYPEFACE_RUNS_MAX])
{
    int count = 0;
    for (size_t at = 0; at < len;) {
        size_t start = at;
        FontRole role = role_of(typeface, face, typeface_next(text, len, &at));
        if (count == 0 || (runs[count - 1].role != role && count < TYPEFACE_RUNS_MAX))
            runs[count++] = (TypeRun){role, start, 0};
        runs[count - 1].len += at - start;
    }
    return count;
}

const FontFile *typeface_file(const Typeface *typeface, FontRole role)
{
    return &typeface->files[role];
}

int typeface_grade(float size)
{
    int grade = (int)lrintf(fminf(size, 1000) * SIZE_GRADES);
    return grade < GRADE_MIN ? GRADE_MIN : grade > GRADE_MAX ? GRADE_MAX : grade;
}

TTF_Font *typeface_measuring(Typeface *typeface, FontRole role)
{
    return typeface->measuring[role];
}

/* The font of a role at a size; the one unused for longest makes room. */
static TTF_Font *font_at(Typeface *typeface, FontRole role, int grade)
{
    OpenFont *oldest = &typeface->fonts[0];
    typeface->clock++;
    for (int i = 0; i < FONTS_MAX; i++) {
        OpenFont *open = &typeface->fonts[i];
        if (open->font && open->role == role && open->grade == grade) {
            open->used = typeface->clock;
            return open->font;
        }
        oldest = open->used < oldest->used ? open : oldest;
    }
    if (oldest->font)
        TTF_CloseFont(oldest->font);
    *oldest = (OpenFont){open_font(typeface, role, TTF_HINTING_LIGHT_SUBPIXEL), role, grade,
                         typeface->clock};
    /* 9 points at 8 dpi per px of size: 72 points are an inch. */
    const unsigned dpi = (unsigned)grade;
    if (!oldest->font ||
        TTF_SetFontSizeDPI(oldest->font, 72 / SIZE_GRADES, dpi * TYPEFACE_WIDENING, dpi) != 0)
        fail(typeface);
    return oldest->font;
}

SDL_Surface *typeface_render(Typeface *typeface, FontRole role, float size, const char *text,
                             size_t len, int *left, int *top)
{
    TTF_Font *font = font_at(typeface, role, typeface_grade(size));
    char copy[RUN_LEN_MAX + 1];
    if (!font || len > RUN_LEN_MAX)
        return NULL;
    memcpy(copy, text, len);
    copy[len] = '\0';
    SDL_Surface *surface = TTF_RenderUTF8_Blended(font, copy, (SDL_Color){255, 255, 255, 255});
    if (!surface && typeface_picture_width(typeface, font, copy) > 0)
        fail(typeface);
    /* SDL_ttf makes room for ink left of the pen and above the ascent, without saying how much. */
    int highest = TTF_FontAscent(font), first = 0;
    for (size_t at = 0; at < len;) {
        bool start = at == 0;
        const TypeGlyph g = typeface_glyph(typeface, font, typeface_next(copy, len, &at));
        highest = g.top > highest ? g.top : highest;
        first = start && g.left < 0 ? g.left : first;
    }
    *left = first;
    *top = -highest;
    return surface;
}
