#include "gfx/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { ENTRIES_MAX = 16384, MEASURED_LEN_MAX = 1023 };

typedef struct Entry {
    uint64_t key; /* 0: free */
    TextMeasure value;
} Entry;

struct Measure {
    Typeface *typeface;
    Entry entries[ENTRIES_MAX];
    int count;
    FontExtent extents[FACE_COUNT];
};

uint64_t measure_hash(uint64_t hash, const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    hash = hash ? hash : 0xcbf29ce484222325u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ p[i]) * 0x100000001b3u;
    return hash ^ hash >> 29;
}

static const float per_em = 1.0f / TYPEFACE_MEASURE_SIZE;

/* The pen's way over a run, kerning included, px. SDL_ttf tells the width of the picture; ink
 * that sticks out at either end is taken off again. */
static float run_advance(Typeface *typeface, TTF_Font *font, const char *text, size_t len)
{
    size_t at = 0;
    TypeGlyph first = typeface_glyph(typeface, font, typeface_next(text, len, &at)), last = first;
    while (at < len)
        last = typeface_glyph(typeface, font, typeface_next(text, len, &at));
    char copy[MEASURED_LEN_MAX + 1];
    memcpy(copy, text, len);
    copy[len] = '\0';
    const int width = typeface_picture_width(typeface, font, copy);
    int before = first.left < 0 ? -first.left : 0;
    int after = last.right > last.advance ? last.right - last.advance : 0;
    return (float)(width - before - after);
}

float measure_run(Measure *measure, FontRole role, const char *text, size_t len)
{
    if (len > MEASURED_LEN_MAX)
        return 0;
    TTF_Font *font = typeface_measuring(measure->typeface, role);
    return run_advance(measure->typeface, font, text, len) * per_em;
}

static FontExtent find_extent(Typeface *typeface, FontRole role)
{
    TTF_Font *font = typeface_measuring(typeface, role);
    float ascent = 0, descent = 0;
    for (const char *c = "bdfhklt"; *c; c++)
        ascent = fmaxf(ascent, (float)typeface_glyph(typeface, font, (unsigned char)*c).top);
    for (const char *c = "gjpqy"; *c; c++)
        descent = fmaxf(descent, (float)-typeface_glyph(typeface, font, (unsigned char)*c).bottom);
    return (FontExtent){ascent * per_em, descent * per_em,
                        (float)typeface_glyph(typeface, font, 'H').top * per_em,
                        (float)typeface_glyph(typeface, font, 'x').top * per_em};
}

Measure *measure_create(Typeface *typeface)
{
    Measure *measure = mem_calloc(1, sizeof *measure);
    measure->typeface = typeface;
    for (int face = 0; face < FACE_COUNT; face++)
        measure->extents[face] = find_extent(typeface, (FontRole)face);
    return measure;
}

void measure_forget(Measure *measure)
{
    memset(measure->entries, 0, sizeof measure->entries);
    measure->count = 0;
}

void measure_destroy(Measure *measure)
{
    free(measure);
}

FontExtent measure_extent(const Measure *measure, Face face)
{
    return measure->extents[face];
}

/* Adds the ink of a run that starts at pen px. */
static void add_ink(Typeface *typeface, TTF_Font *font, const char *text, size_t len, float pen,
                    FontInk *ink)
{
    float end = pen + run_advance(typeface, font, text, len);
    for (size_t at = 0; at < len;) {
        TypeGlyph g = typeface_glyph(typeface, font, typeface_next(text, len, &at));
        /* The last glyph is placed from the run's end, which knows about kerning. */
        float x = at == len ? end - (float)g.advance : pen;
        pen += (float)g.advance;
        if (g.right > g.left && g.top > g.bottom) {
            ink->left = fminf(ink->left, x + (float)g.left);
            ink->right = fmaxf(ink->right, x + (float)g.right);
            ink->top = fminf(ink->top, (float)-g.top);
            ink->bottom = fmaxf(ink->bottom, (float)-g.bottom);
        }
    }
}

static TextMeasure measure_now(Measure *measure, Face face, const char *text, size_t len)
{
    TypeRun runs[TYPEFACE_RUNS_MAX];
    int count = typeface_runs(measure->typeface, face, text, len, runs);
    float pen = 0, most = 1e9f;
    FontInk ink = {most, most, -most, -most};
    for (int i = 0; i < count; i++) {
        TTF_Font *font = typeface_measuring(measure->typeface, runs[i].role);
        add_ink(measure->typeface, font, text + runs[i].start, runs[i].len, pen, &ink);
        pen += run_advance(measure->typeface, font, text + runs[i].start, runs[i].len);
    }
    if (ink.left > ink.right)
        ink = (FontInk){0};
    return (TextMeasure){
        pen * per_em,
        {ink.left * per_em, ink.top * per_em, ink.right * per_em, ink.bottom * per_em}};
}

TextMeasure measure_text(Measure *measure, Face face, const char *text, size_t len)
{
    if (len == 0)
        return (TextMeasure){0};
    if (len > MEASURED_LEN_MAX) {
        /* No line on screen is that long; its first part stands for it in proportion. */
        TextMeasure part = measure_text(measure, face, text, MEASURED_LEN_MAX);
        float more = (float)len / MEASURED_LEN_MAX;
        part.width *= more;
        part.ink.right *= more;
        return part;
    }
    int32_t shape = face;
    uint64_t key = measure_hash(measure_hash(0, &shape, sizeof shape), text, len) | 1;
    size_t at = key % ENTRIES_MAX;
    while (measure->entries[at].key != 0 && measure->entries[at].key != key)
        at = (at + 1) % ENTRIES_MAX;
    if (measure->entries[at].key == 0) {
        if (measure->count >= ENTRIES_MAX / 2) {
            measure_forget(measure);
            at = key % ENTRIES_MAX;
        }
        measure->entries[at] = (Entry){key, measure_now(measure, face, text, len)};
        measure->count++;
    }
    return measure->entries[at].value;
}

static float fonts_width(void *context, Face face, float size, const char *text, size_t len)
{
    return measure_text(context, face, text, len).width * size;
}

static FontExtent fonts_extent(void *context, Face face, float size)
{
    FontExtent e = measure_extent(context, face);
    return (FontExtent){e.ascent * size, e.descent * size, e.cap * size, e.x * size};
}

static FontInk fonts_ink(void *context, Face face, float size, const char *text, size_t len)
{
    FontInk ink = measure_text(context, face, text, len).ink;
    return (FontInk){ink.left * size, ink.top * size, ink.right * size, ink.bottom * size};
}

Fonts measure_fonts(Measure *measure)
{
    return (Fonts){measure, fonts_width, fonts_extent, fonts_ink};
}
