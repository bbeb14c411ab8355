/* symbols: the small drawings that carry meaning without words. Marker shapes of equal optical
 * size, landmark glyphs, state icons, transport icons, arrow heads. src/view/README.md,
 * "Optimizers' marks" and "Paths and landmarks". Sizes are device px. */
#ifndef RAVINE_VIEW_DRAW_SYMBOLS_H
#define RAVINE_VIEW_DRAW_SYMBOLS_H

#include <stdbool.h>

#include "view/draw/drawlist.h"

typedef enum Shape {
    SHAPE_CIRCLE,
    SHAPE_SQUARE,
    SHAPE_TRIANGLE,
    SHAPE_DIAMOND,
    SHAPE_PLUS,
    SHAPE_STAR,
    SHAPE_TRIANGLE_DOWN,
    SHAPE_HEXAGON,
    SHAPE_CROSS,
    SHAPE_RING,
    SHAPE_COUNT
} Shape;

/* A filled marker of nominal radius r, with a halo outline of halo_width px if that is > 0. */
void symbol_marker(DrawList *list, Shape shape, Point center, float r, Color color, Color halo,
                   float halo_width);
/* Its outline only (a ghost's head), stroke px wide, filled with `fill`. */
void symbol_marker_hollow(DrawList *list, Shape shape, Point center, float r, float stroke,
                          Color color, Color fill);

/* Map marks: ink on a halo; at scale 1 the size is that of src/view/README.md. */
void symbol_start(DrawList *list, Point center, float scale, Color ink, Color halo);
void symbol_minimum(DrawList *list, Point center, float scale, Color ink, Color halo);
void symbol_saddle(DrawList *list, Point center, float scale, Color ink, Color halo);
void symbol_maximum(DrawList *list, Point center, float scale, Color ink, Color halo);

typedef enum Icon {
    ICON_RUNNING,   /* small play triangle */
    ICON_CONVERGED, /* check */
    ICON_STUCK,     /* two bars */
    ICON_DIVERGED,  /* cross */
    ICON_BUDGET,    /* hollow square */
    ICON_PLAY,
    ICON_PAUSE,
    ICON_STEP_BACK,
    ICON_STEP_FORWARD,
    ICON_MINUS,
    ICON_PLUS,
    ICON_CHEVRON_DOWN,
    ICON_CHEVRON_UP,
    ICON_CHEVRON_LEFT,
    ICON_CHEVRON_RIGHT,
    ICON_MENU,
    ICON_CLOSE,
    ICON_HIDDEN, /* an eye struck through */
    ICON_COUNT
} Icon;

/* An icon in a box of size x size px around center. */
void symbol_icon(DrawList *list, Icon icon, Point center, float size, Color color);

/* A filled arrow head whose tip is at `tip`, pointing along (dx, dy), length px long, half-width
 * 0.46 of it. */
void symbol_arrow_head(DrawList *list, Point tip, float dx, float dy, float length, Color color,
                       Color halo, float halo_width);

/* How an arrow looks. */
typedef struct ArrowStyle {
    float width;      /* of the shaft */
    float head;       /* length of the head; half-width 0.46 of it */
    bool filled;      /* else two strokes */
    const Dash *dash; /* of the shaft, in px; NULL: solid */
    Color color, halo;
    float halo_width; /* on each side; 0: none */
} ArrowStyle;

/* Nothing where it has no length. */
void symbol_arrow(DrawList *list, Point from, Point tip, const ArrowStyle *style);
/* One whose shaft is bent: through 2 to ARROW_POINTS_MAX points, the last one the tip. */
enum { ARROW_POINTS_MAX = 256 };
void symbol_arrow_along(DrawList *list, const Point *points, size_t count, const ArrowStyle *style);

#endif
