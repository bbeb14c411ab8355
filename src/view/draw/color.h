/* color: sRGB colours with straight alpha, and mixing in OKLab (Ottosson 2020). */
#ifndef RAVINE_VIEW_DRAW_COLOR_H
#define RAVINE_VIEW_DRAW_COLOR_H

#include <stdint.h>

typedef struct Color {
    uint8_t r, g, b, a;
} Color;

/* 0xRRGGBB, opaque. */
static inline Color color_hex(uint32_t rgb)
{
    return (Color){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
}

/* The same colour with its alpha times `alpha` (0 to 1). */
static inline Color color_fade(Color c, double alpha)
{
    c.a = (uint8_t)(c.a * alpha + 0.5);
    return c;
}

typedef struct Oklab {
    float l, a, b;
} Oklab;

Oklab oklab_from_color(Color c);
Color color_from_oklab(Oklab lab);           /* clipped to the gamut */
Color color_mix(Color a, Color b, double t); /* straight line in OKLab; alpha too */

/* WCAG 2 contrast ratio of two opaque colours, 1 to 21. */
double color_contrast(Color a, Color b);

#endif
