/* mathset: the carpenter of formulas. Sets single pieces of text and builds fractions, roots,
 * accents and fences around parts that are already set.
 *
 * Every part is drawn with its origin at (0, 0) and moved once the sizes around it are known; a
 * part is the range of draw commands since a mark. With no list it only measures. Knows nothing of
 * markup: mathtext reads that. */
#ifndef RAVINE_VIEW_TEXT_MATHSET_H
#define RAVINE_VIEW_TEXT_MATHSET_H

#include <stdbool.h>
#include <stddef.h>

#include "view/draw/drawlist.h"
#include "view/text/mathsymbols.h"

/* Extent from the origin on the baseline; all positive. */
typedef struct MathExtent {
    float width, ascent, descent;
} MathExtent;

typedef struct MathSetter {
    DrawList *list; /* NULL: measure only */
    const Fonts *fonts;
    Color color;
    float halo_width; /* > 0: this pass draws the halo, in color */
    float smallest;   /* px, below which nothing shrinks */
} MathSetter;

/* Something set, and what its neighbours need to know. */
typedef struct MathAtom {
    MathExtent box;
    MathClass class;
    bool letter, digits; /* factors, which want a thin space between them */
    bool tall;           /* scripts follow its height, not the letters' */
    bool scripted;
    float overhang; /* ink beyond the advance: superscripts stay clear of it */
    float lean;     /* where an accent sits, from the middle of the advance */
} MathAtom;

size_t mathset_mark(const MathSetter *setter);
void mathset_move(const MathSetter *setter, size_t from, size_t end, float dx, float dy);

MathAtom mathset_text(const MathSetter *setter, float size, const char *text, size_t len);

/* size * scale, but not below the smallest. */
float mathset_smaller(const MathSetter *setter, float size, float scale);

/* over was set from mark `first` on, under from `second` on, both smaller than `size`. */
MathAtom mathset_fraction(const MathSetter *setter, float size, size_t first, size_t second,
                          MathExtent over, MathExtent under);

/* The root sign around what was set from `from` on. */
MathAtom mathset_sqrt(const MathSetter *setter, float size, size_t from, MathExtent inside);

typedef enum MathAccent { MATH_HAT, MATH_TILDE, MATH_DOT, MATH_BAR, MATH_OVERLINE } MathAccent;

MathAtom mathset_accent(const MathSetter *setter, float size, MathAtom atom, MathAccent accent);

/* A delimiter (UTF-8) as tall as what it encloses, centred on the axis. */
MathAtom mathset_fence(const MathSetter *setter, float size, const char *text, MathExtent inside);

#endif
