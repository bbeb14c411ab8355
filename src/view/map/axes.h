/* axes: tidy ticks along the left and bottom edges of a map. src/view/README.md,
 * "The ground".
 *
 * Finds where ticks go and what they say; labels that would collide with a corner, an axis name or
 * each other are left out with their tick. Zoomed in so far that plain labels would be long and
 * alike, an axis counts from a round number near the middle and says so in its name ("x -
 * 1.0000314"). Knows nothing of what else is on the map, but says where its labels lie. */
#ifndef RAVINE_VIEW_MAP_AXES_H
#define RAVINE_VIEW_MAP_AXES_H

#include <stddef.h>

#include "view/draw/drawlist.h"
#include "view/map/ticks.h"
#include "view/scene/camera.h"
#include "view/scene/theme.h"
#include "view/text/number.h"

typedef struct AxisTick {
    double offset; /* the value is the axis's origin + offset */
    float at;      /* device px along the axis */
    char text[NUMBER_TEXT_MAX];
    Rect label;
} AxisTick;

typedef struct Axis {
    double origin; /* 0, or what labels count from */
    double step;
    AxisTick ticks[TICKS_MAX]; /* in rising order of value */
    size_t count;
    char name[NUMBER_TEXT_MAX + 8]; /* math markup */
    Rect name_rect;
} Axis;

typedef struct Axes {
    Rect rect;
    float scale; /* device px per px at scale 1 */
    Axis x, y;
} Axes;

/* names: of the two axes, math markup. covers: parts of the interface over the map, which labels
 * stay away from. */
void axes_layout(Axes *axes, const char *const names[2], const Camera *camera, Rect rect,
                 float scale, const Fonts *fonts, const Rect *covers, size_t cover_count);
void axes_draw(const Axes *axes, DrawList *list, const Theme *theme);

/* Name, origin, step and what the ticks of [low, high] say, about `count` of them; where they go is
 * the caller's. */
void axis_read(Axis *axis, const char *letter, double low, double high, double count);

/* Rectangles of all labels and names: the i-th, for i < axes_cover_count. */
size_t axes_cover_count(const Axes *axes);
Rect axes_cover(const Axes *axes, size_t i);

#endif
