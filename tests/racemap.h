/* racemap: a race to its end and the map that shows it, without a window, for tests of what the map
 * draws. Seven entrants; 0 and 6 are both plain sgd. */
#ifndef RAVINE_TESTS_RACEMAP_H
#define RAVINE_TESTS_RACEMAP_H

#include "sim/race.h"
#include "view/map/mapview.h"

/* Where the map lies in a window of 1280 x 720. */
static const Rect PANE = {0, 48, 960, 500};

typedef struct RaceMap {
    Race *race;
    Scene scene;
    MapView view;
    Ground ground;
    DrawList list; /* the last picture */
} RaceMap;

RaceMap *racemap_create(const char *problem, long budget);
void racemap_destroy(RaceMap *map);

MapPane racemap_pane(const RaceMap *map);
void racemap_draw(RaceMap *map, double playhead);

bool rects_overlap(Rect a, Rect b);

#endif
