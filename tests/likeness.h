/* likeness: how much two pictures differ to the eye, from some steps away.
 *
 * Pictures are reduced to cells of 16 px, and what is compared are the cells' colours in CIELAB, a
 * little blurred: letters and edges that another font or rasteriser draws differently come to
 * nearly the same, while something that is missing, moved or of another colour does not. Owns
 * pictures as RGB bytes; knows nothing of what they show. */
#ifndef RAVINE_TESTS_LIKENESS_H
#define RAVINE_TESTS_LIKENESS_H

#include <stdbool.h>

enum { LIKENESS_CELL = 16 };

typedef struct Picture {
    int width, height;  /* px */
    unsigned char *rgb; /* [height][width][3] */
} Picture;

void picture_deinit(Picture *picture);
/* A PNG file. False if there is no such picture. */
bool picture_read(Picture *picture, const char *path);
bool picture_write(const Picture *picture, const char *path);

/* One pixel per cell, the mean of its pixels; cells at the right and bottom edge may be cut. */
Picture picture_reduce(const Picture *picture);

typedef struct Likeness {
    double mean, worst; /* distance in CIELAB (CIE 1976): of all cells, and of the one at x, y */
    int x, y;           /* px in the picture before it was reduced */
} Likeness;

/* Of two reduced pictures; of different sizes everything is infinite. */
Likeness likeness_of(const Picture *a, const Picture *b);

/* sRGB (0 to 255) in CIELAB, with D65 as white. */
void likeness_lab(const double rgb[3], double lab[3]);

#endif
