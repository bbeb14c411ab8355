#include "view/draw/color.h"

#include <math.h>

/* IEC 61966-2-1: sRGB value in [0, 1] to linear light, and back. */
static double linear_from_srgb(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double srgb_from_linear(double v)
{
    return v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

static uint8_t byte_from_unit(double v)
{
    if (!(v > 0))
        return 0;
    return v >= 1 ? 255 : (uint8_t)(v * 255 + 0.5);
}

/* Matrices: https://bottosson.github.io/posts/oklab (2020, with the 2021 correction). */
Oklab oklab_from_color(Color c)
{
    double r = linear_from_srgb(c.r / 255.0);
    double g = linear_from_srgb(c.g / 255.0);
    double b = linear_from_srgb(c.b / 255.0);
    double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return (Oklab){(float)(0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s),
                   (float)(1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s),
                   (float)(0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)};
}

Color color_from_oklab(Oklab lab)
{
    double light = (double)lab.l;
    double green_red = (double)lab.a;
    double blue_yellow = (double)lab.b;
    double l_ = light + 0.3963377774 * green_red + 0.2158037573 * blue_yellow;
    double m_ = light - 0.1055613458 * green_red - 0.0638541728 * blue_yellow;
    double s_ = light - 0.0894841775 * green_red - 1.2914855480 * blue_yellow;
    double l = l_ * l_ * l_;
    double m = m_ * m_ * m_;
    double s = s_ * s_ * s_;
    double r = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
    double g = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
    double b = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
    return (Color){byte_from_unit(srgb_from_linear(r)), byte_from_unit(srgb_from_linear(g)),
                   byte_from_unit(srgb_from_linear(b)), 255};
}

Color color_mix(Color a, Color b, double t)
{
    Oklab from = oklab_from_color(a);
    Oklab to = oklab_from_color(b);
    float u = (float)t;
    Color c = color_from_oklab((Oklab){from.l + (to.l - from.l) * u, from.a + (to.a - from.a) * u,
                                       from.b + (to.b - from.b) * u});
    c.a = byte_from_unit((a.a + (b.a - a.a) * t) / 255);
    return c;
}

/* WCAG 2.2, "relative luminance". */
static double luminance(Color c)
{
    return 0.2126 * linear_from_srgb(c.r / 255.0) + 0.7152 * linear_from_srgb(c.g / 255.0) +
           0.0722 * linear_from_srgb(c.b / 255.0);
}

double color_contrast(Color a, Color b)
{
    double high = fmax(luminance(a), luminance(b));
    double low = fmin(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}
