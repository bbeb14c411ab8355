/* pen: what a painter needs of a page: a few marks, each with everything it looks like.
 *
 * cairopen and svgpen are the two pens. Coordinates are those of the draw list: device px, y down.
 * Lines and polygons come with finite coordinates, no farther than some ten thousand px away. */
#ifndef RAVINE_FIGURE_PEN_H
#define RAVINE_FIGURE_PEN_H

#include "gfx/fontfile.h"
#include "view/draw/drawlist.h"

typedef struct PenLine {
    float width;
    Color color;
    bool closed, round; /* round: caps; joins always are */
    Dash dash;
} PenLine;

/* Characters that one font file has, on one baseline. */
typedef struct PenText {
    FontRole role;
    float size, angle;
    Point at;    /* start of the baseline */
    float width; /* of the whole, px along it */
    Color color, halo;
    float halo_width; /* 0: none */
    const char *text; /* UTF-8, not terminated */
    size_t len;
} PenText;

typedef struct Pen {
    void *self;
    void (*rect)(void *self, Rect rect, float radius, Color color);
    void (*frame)(void *self, Rect rect, float radius, float width, Color color); /* inside */
    void (*disc)(void *self, Point center, float radius, Color color);
    void (*polygon)(void *self, const Point *points, size_t count, Color color);
    void (*line)(void *self, const Point *points, size_t count, const PenLine *line);
    void (*text)(void *self, const PenText *text);
    /* width x height pixels, 0xffRRGGBB, top row first, over the rect. */
    void (*image)(void *self, Rect rect, const uint32_t *pixels, int width, int height);
    /* What follows is moved by shift and cut to clip (as it lies after the shift), until pop. */
    void (*push)(void *self, Rect clip, Point shift);
    void (*pop)(void *self);
} Pen;

#endif
