/* obstacles: a coarse picture of what lies on a map, asked by whoever looks for a place for words.
 *
 * Cells of 3 px (at scale 1) hold a set of kinds. It knows nothing of what the kinds mean beyond
 * their bits. */
#ifndef RAVINE_VIEW_MAP_OBSTACLES_H
#define RAVINE_VIEW_MAP_OBSTACLES_H

#include <stddef.h>
#include <stdint.h>

#include "view/draw/drawlist.h"

enum {
    OBSTACLE_PATH = 1 << 0,
    OBSTACLE_MARK = 1 << 1, /* landmark glyphs, the start ring, and their words */
    OBSTACLE_TICK = 1 << 2,
    OBSTACLE_COVER = 1 << 3, /* something of the interface lies over the map here */
    OBSTACLE_LABEL = 1 << 4, /* labels of isolines */
    OBSTACLE_WORDS = 1 << 5  /* words of landmarks */
};

typedef struct Obstacles {
    Rect rect;
    float cell; /* px */
    int cols, rows;
    uint8_t *bits; /* [rows][cols] */
    size_t cap;
} Obstacles;

void obstacles_deinit(Obstacles *obstacles);

/* Empties it and gives it a place and a grain. */
void obstacles_reset(Obstacles *obstacles, Rect rect, float cell);

void obstacles_add_rect(Obstacles *obstacles, Rect rect, unsigned kind);
/* Coordinates may be far outside, but finite. */
void obstacles_add_line(Obstacles *obstacles, const Point *points, size_t count, unsigned kind);

/* Number of cells under rect that hold any of the kinds; cells outside count as free. */
int obstacles_count(const Obstacles *obstacles, Rect rect, unsigned kinds);

/* The same under a rectangle turned by angle (clockwise, radians) around its centre. */
int obstacles_count_turned(const Obstacles *obstacles, Point center, float half_w, float half_h,
                           float angle, unsigned kinds);

#endif
