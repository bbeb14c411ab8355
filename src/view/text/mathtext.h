/* mathtext: formulas typeset on one line, from a small subset of TeX.
 *
 * Reads \frac{a}{b}, ^{}, _{}, \sqrt{}, \hat{}, \bar{}, \left( \right), \leftarrow, \cdot, \nabla,
 * \odot, \pi, Greek letters, \sin and the other upright function names, \text{words}, \lVert
 * \rVert. Letters are set in math italics by code point, digits upright, binary operators with
 * their spaces. Anything unknown appears as written rather than failing. Fractions at 84 %, scripts
 * at 72 % (src/view/README.md, "Type and numbers"). */
#ifndef RAVINE_VIEW_TEXT_MATHTEXT_H
#define RAVINE_VIEW_TEXT_MATHTEXT_H

#include "view/draw/drawlist.h"
#include "view/text/mathset.h"

MathExtent mathtext_measure(const Fonts *fonts, float size, const char *markup);

/* Draws with the origin at (x, baseline); returns the width. */
float mathtext_draw(DrawList *list, float size, float x, float baseline, Color color,
                    const char *markup);
/* The same over a halo: of the style its size and colours. */
float mathtext_draw_styled(DrawList *list, const TextStyle *style, Point at, const char *markup);

#endif
