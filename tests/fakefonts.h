/* fakefonts: text measures without a font, for tests that lay out but do not draw. Every
 * character is a fixed part of the size wide. */
#ifndef RAVINE_TESTS_FAKEFONTS_H
#define RAVINE_TESTS_FAKEFONTS_H

#include <stdbool.h>

#include "view/draw/font.h"

static float fake_width(void *context, Face face, float size, const char *text, size_t len)
{
    (void)context;
    const bool bold = face == FACE_SEMIBOLD || face == FACE_BOLD;
    float w = 0;
    for (size_t i = 0; i < len; i++)
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            w += size * (text[i] == '1' ? 0.45f : bold ? 0.6f : 0.55f);
    return w;
}

static FontExtent fake_extent(void *context, Face face, float size)
{
    (void)context;
    (void)face;
    return (FontExtent){
        .ascent = 0.9f * size, .descent = 0.25f * size, .cap = 0.72f * size, .x = 0.53f * size};
}

static FontInk fake_ink(void *context, Face face, float size, const char *text, size_t len)
{
    return (FontInk){0, -0.72f * size, fake_width(context, face, size, text, len), 0.1f * size};
}

static const Fonts FAKE_FONTS = {NULL, fake_width, fake_extent, fake_ink};

#endif
