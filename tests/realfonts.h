/* realfonts: the fonts that people see, without a display, and the sizes of window and text at
 * which everything has to have its place. */
#ifndef RAVINE_TESTS_REALFONTS_H
#define RAVINE_TESTS_REALFONTS_H

#include "gfx/measure.h"
#include "player.h"

typedef struct RealFonts {
    Typeface *typeface;
    Measure *measure;
    Fonts fonts;
} RealFonts;

/* What a group of tests begins and ends with: the state of each of them. */
int realfonts_start(void **state);
int realfonts_stop(void **state);

static const struct {
    int width, height;
    float scale;
} SIZES[] = {{640, 480, 1}, {800, 600, 1}, {1280, 720, 1}, {1920, 1080, 1}, {3840, 2160, 2}};
static const double TEXT_SCALES[] = {0.75, 1, 1.5, 2, 2.5};

enum {
    SIZES_COUNT = sizeof SIZES / sizeof *SIZES,
    SCALES_COUNT = sizeof TEXT_SCALES / sizeof(double)
};

/* Mid-race, with the pointer on the map, so that all readings are there. size: in SIZES. */
void realfonts_open_race(Player *player, const RealFonts *real, AppOptions options, int size);

#endif
