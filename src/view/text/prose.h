/* prose: a few sentences, wrapped at blanks, with mathematics between two '$'. */
#ifndef RAVINE_VIEW_TEXT_PROSE_H
#define RAVINE_VIEW_TEXT_PROSE_H

#include "view/draw/drawlist.h"

enum { PROSE_LINES_MAX = 64 };

/* How a text is set; lengths in device px. */
typedef struct ProseStyle {
    Face face;
    float size, width, leading;
} ProseStyle;

/* How many lines it takes. */
int prose_lines(const Fonts *fonts, const ProseStyle *style, const char *text);

/* Draws at most that many lines, the first one's baseline at y; what does not fit ends in an
 * ellipsis. Returns how many were drawn. */
int prose_draw(DrawList *list, const ProseStyle *style, float x, float y, int lines, Color color,
               const char *text);

#endif
