/* font: how wide a text is. The view lays text out; it does not know who draws it.
 *
 * A backend (SDL2_ttf on screen, cairo in files, a table in tests) fills in the functions. Sizes
 * are em sizes in device pixels; texts are UTF-8. */
#ifndef RAVINE_VIEW_DRAW_FONT_H
#define RAVINE_VIEW_DRAW_FONT_H

#include <stddef.h>

typedef enum Face {
    FACE_REGULAR,  /* Inter 400 */
    FACE_MEDIUM,   /* 500 */
    FACE_SEMIBOLD, /* 600 */
    FACE_BOLD,     /* 700 */
    FACE_MATH,     /* TeX Gyre Schola Math; italics by code point (U+1D44E ...) */
    FACE_COUNT
} Face;

/* The vertical extent of a face at a size, in px from the baseline, both positive. */
typedef struct FontExtent {
    float ascent, descent; /* of the tallest letters */
    float cap;             /* height of H */
    float x;               /* height of x */
} FontExtent;

/* The ink of one string, in px from its origin on the baseline; y grows downward. */
typedef struct FontInk {
    float left, top, right, bottom;
} FontInk;

typedef struct Fonts {
    void *context;
    float (*width)(void *context, Face face, float size, const char *text, size_t len);
    FontExtent (*extent)(void *context, Face face, float size);
    FontInk (*ink)(void *context, Face face, float size, const char *text, size_t len);
} Fonts;

static inline float font_width(const Fonts *fonts, Face face, float size, const char *text,
                               size_t len)
{
    return fonts->width(fonts->context, face, size, text, len);
}

static inline FontExtent font_extent(const Fonts *fonts, Face face, float size)
{
    return fonts->extent(fonts->context, face, size);
}

#endif
