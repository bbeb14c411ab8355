/* drawlist: the picture as data.
 *
 * The view writes commands; gfx executes them with OpenGL, figure with cairo. Coordinates are
 * device pixels, y down, (0, 0) the top left corner of the picture; whole numbers are pixel edges.
 * Everything is anti-aliased. The list owns its points and text; it is cleared, never freed, from
 * frame to frame, so that a steady frame allocates nothing.
 *
 * Layers are what makes frames cheap. A layer is a picture that the backend may keep: as long as
 * its key stays the same, its content is the same, except that DRAW_LINE and DRAW_DOTS commands
 * inside a growing layer may have gained points at their end (paths while the race plays). The
 * view always writes the whole content; the backend skips what it has drawn already. A backend that
 * keeps nothing draws it all and gets the same picture. */
#ifndef RAVINE_VIEW_DRAW_DRAWLIST_H
#define RAVINE_VIEW_DRAW_DRAWLIST_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/draw/color.h"
#include "view/draw/font.h"

typedef struct Point {
    float x, y;
} Point;

typedef struct Rect {
    float x, y, w, h;
} Rect;

/* In a line, a point whose x is not a number is a gap: it ends there and begins again with the next
 * one. */
static inline Point point_gap(void)
{
    return (Point){NAN, NAN};
}

static inline bool point_is_gap(Point p)
{
    return isnan(p.x);
}

static inline bool rect_contains(Rect r, Point p)
{
    return p.x >= r.x && p.x < r.x + r.w && p.y >= r.y && p.y < r.y + r.h;
}

/* Shrinks by d on every side (grows for d < 0). */
static inline Rect rect_around(Point p, float radius)
{
    return (Rect){p.x - radius, p.y - radius, 2 * radius, 2 * radius};
}

static inline Rect rect_inset(Rect r, float d)
{
    return (Rect){r.x + d, r.y + d, r.w - 2 * d, r.h - 2 * d};
}

enum { DRAW_DASH_MAX = 6, DRAW_LAYERS_MAX = 40 };

/* on, off, on, off ... in px; count 0 is a solid line. */
typedef struct Dash {
    float length[DRAW_DASH_MAX];
    int count;
} Dash;

static inline Dash dash_scaled(Dash dash, float scale)
{
    for (int i = 0; i < dash.count; i++)
        dash.length[i] *= scale;
    return dash;
}

typedef enum DrawKind {
    DRAW_FILL,    /* rect with corner radius */
    DRAW_FRAME,   /* the same, stroked just inside its edge, `width` wide */
    DRAW_LINE,    /* polyline, round joins; butt caps unless `round`; `closed` joins the ends */
    DRAW_POLYGON, /* filled simple polygon, any orientation, may be concave */
    DRAW_DISC,    /* circle at points[0], radius `width` */
    DRAW_DOTS,    /* discs of radius `width` at points, then holes of radius `radius` in color2 */
    DRAW_TEXT,    /* see DrawText */
    DRAW_GROUND,  /* the coloured map, see DrawGround */
    DRAW_SURFACE, /* the same as a relief seen from aside, see DrawSurface */
    DRAW_CLIP,    /* what follows stays inside rect, until DRAW_UNCLIP; they nest */
    DRAW_UNCLIP,
    DRAW_LAYER, /* what follows is content of layer `layer`, until DRAW_LAYER_END */
    DRAW_LAYER_END,
    DRAW_LAYER_SHOW /* puts the layer's picture at rect */
} DrawKind;

/* One line of text. (x, y) is the start of its baseline; angle turns it around that point,
 * clockwise in radians. halo_width > 0 draws an outline that wide under it. */
typedef struct DrawText {
    Face face;
    float size;
    float angle;
    uint32_t offset, length; /* into DrawList.text */
    Color halo;
    float halo_width;
} DrawText;

/* The ground: isolines, colour ramp and relief from k, one float per device pixel of the rect
 * (row 0 at the top), with a border of one sample on every side: (width + 2) x (height + 2).
 * Borrowed: valid until the frame is drawn. `k` counts from `base`, a multiple of five. */
typedef struct DrawGround {
    const float *k;
    int width, height;
    double base;
    float k0, k1, gamma, k_lowest; /* as in Levels, not relative to base */
    float relief;                  /* 1 / median |grad k| per px over the view; 0 for none */
    float line_scale;              /* device px per px at scale 1 */
    Oklab ramp[3];                 /* deep, middle, high */
    Oklab lit, shaded;             /* added times the shading */
    Color line;                    /* alpha ignored */
    float thin_alpha, strong_alpha;
} DrawGround;

/* The ground on a surface that stands in the rect, with walls under its edges. Heights lie on a
 * grid of cols x rows points, `cell` px of the map apart, the last ones at the map's right and
 * bottom edge; nan where there is no surface. `matrix` (by columns) takes (x, y, height), x and y
 * in px of the map, y down, to clip space, where the rect reaches from -1 to 1, y down too. Heights
 * and k are borrowed; the keys stand for their content. */
typedef struct DrawSurface {
    DrawGround ground;
    uint64_t ground_key;
    const float *heights; /* [rows][cols], from 0 at the floor */
    int cols, rows;
    Point cell;
    uint64_t heights_key;
    float matrix[16];
    bool quick;      /* moving: edges may be rough */
    float strata[2]; /* k (as in Levels) at the floor and per unit of height */
    Color wall, dim; /* walls in the light and away from it */
} DrawSurface;

typedef enum LayerMode {
    LAYER_FIXED,  /* same key, same content */
    LAYER_GROWING /* same key: lines and dots may have gained points at their end */
} LayerMode;

/* A layer's content is drawn in picture coordinates and cut to its rect. `below`, if not -1, names
 * an earlier layer of the same size whose picture this one starts from; else it starts from
 * `color`. */
typedef struct DrawLayer {
    int id; /* 0 .. DRAW_LAYERS_MAX - 1 */
    int below;
    LayerMode mode;
    uint64_t key;
} DrawLayer;

typedef struct DrawCommand {
    DrawKind kind;
    Color color;
    Color color2;
    Rect rect;
    float radius;
    float width;
    bool closed, round;
    Dash dash;
    uint32_t first, count; /* points */
    union {
        DrawText text;
        DrawGround ground;
        DrawSurface surface;
        DrawLayer layer;
    } u;
} DrawCommand;

typedef struct DrawList {
    DrawCommand *commands;
    size_t command_count, command_cap;
    Point *points;
    size_t point_count, point_cap;
    char *text;
    size_t text_count, text_cap;
    const Fonts *fonts; /* borrowed; for those who lay out while they draw */
} DrawList;

/* How a line of text looks. What is left out: left-aligned, straight, without a halo. */
typedef struct TextStyle {
    Face face;
    float size;
    Color color, halo;
    float halo_width; /* > 0: an outline so wide lies under it */
    float align; /* 0 it begins where it is put, 0.5 it has its middle there, 1 it ends there */
    float angle; /* around that place, clockwise in radians */
} TextStyle;

void drawlist_deinit(DrawList *list);
void drawlist_clear(DrawList *list);

void draw_fill(DrawList *list, Rect rect, float radius, Color color);
void draw_frame(DrawList *list, Rect rect, float radius, float width, Color color);
void draw_line(DrawList *list, const Point *points, size_t count, float width, Color color);
void draw_line_dashed(DrawList *list, const Point *points, size_t count, float width, Color color,
                      const Dash *dash);
void draw_loop(DrawList *list, const Point *points, size_t count, float width, Color color);
void draw_segment(DrawList *list, Point a, Point b, float width, Color color);
void draw_polygon(DrawList *list, const Point *points, size_t count, Color color);
void draw_disc(DrawList *list, Point center, float radius, Color color);
/* A circle's outline, `width` wide, centred on the radius. */
void draw_ring(DrawList *list, Point center, float radius, float width, Color color);
void draw_dots(DrawList *list, const Point *points, size_t count, float radius, float hole,
               Color color, Color hole_color);
void draw_ground(DrawList *list, Rect rect, const DrawGround *ground);
/* background: what is seen beside the surface; opaque. */
void draw_surface(DrawList *list, Rect rect, const DrawSurface *surface, Color background);
void draw_clip(DrawList *list, Rect rect);
void draw_unclip(DrawList *list);
void draw_layer(DrawList *list, Rect rect, DrawLayer layer, Color background);
void draw_layer_end(DrawList *list);
void draw_layer_show(DrawList *list, Rect rect, int id);

/* Text in one face; returns its width. align: 0 left, 0.5 centre, 1 right of x. */
float draw_text(DrawList *list, Face face, float size, float x, float baseline, float align,
                Color color, const char *text);
/* The same in full; `at` is on the baseline. */
float draw_text_styled(DrawList *list, const TextStyle *style, Point at, const char *text);
/* `len` bytes of text, left-aligned and straight; measures nothing. */
void draw_text_run(DrawList *list, const TextStyle *style, Point at, const char *text, size_t len);
/* Numbers whose digits must not dance: every digit centred in a cell as wide as the widest. */
float draw_number(DrawList *list, Face face, float size, float x, float baseline, float align,
                  Color color, const char *text);
float draw_number_width(const Fonts *fonts, Face face, float size, const char *text);

/* Room for a long line, filled in place: returns where to write `count` points; they belong to the
 * command that draw_line_end makes of the first `used` of them. */
Point *draw_points_begin(DrawList *list, size_t count);
void draw_line_end(DrawList *list, size_t used, float width, Color color, const Dash *dash);
void draw_dots_end(DrawList *list, size_t used, float radius, float hole, Color color,
                   Color hole_color);

#endif
