/* callouts: words beside what a close look draws on the map.
 *
 * Each stands at the tip or end of something and would rather lie in the direction that it points;
 * none lies on another, on names, or on parts of the interface. Drawn first, they find their places
 * when all are known. Knows nothing of what they say. */
#ifndef RAVINE_VIEW_MAP_CALLOUTS_H
#define RAVINE_VIEW_MAP_CALLOUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "math/vec2.h"
#include "view/draw/drawlist.h"
#include "view/map/obstacles.h"

enum { CALLOUTS_MAX = 12, CALLOUT_TEXT_MAX = 64, CALLOUT_BARS_MAX = 48 };

typedef struct Callout {
    int id;                      /* below CALLOUTS_MAX: where it was last is remembered by this */
    Point at;                    /* px */
    float dx, dy;                /* where it would rather lie from there */
    float radius;                /* how far around `at` something is drawn */
    char math[CALLOUT_TEXT_MAX]; /* markup; may be empty */
    char text[CALLOUT_TEXT_MAX]; /* may be empty */
    bool strong;                 /* semibold; else regular */
    Color color;
} Callout;

/* A zeroed one is a fresh one. */
typedef struct Callouts {
    Callout items[CALLOUTS_MAX];
    size_t count;
    Point bars[CALLOUT_BARS_MAX]; /* words keep off these places if they can */
    size_t bar_count;
    int slots[CALLOUTS_MAX]; /* by id: 1 + the place last time */
} Callouts;

void callouts_begin(Callouts *callouts);
/* Those beyond CALLOUTS_MAX are left out. */
void callouts_add(Callouts *callouts, const Callout *callout);
/* At the tip of what leads there from another place: beyond it, and off the line between. */
void callouts_add_tip(Callouts *callouts, const Callout *callout, Vec2 from, Vec2 tip, float scale);
/* Words keep off the line from a to b. */
void callouts_bar(Callouts *callouts, Point a, Point b, float scale);

typedef struct CalloutRules {
    Rect bounds;
    float scale;
    const Obstacles *obstacles;
    Rect *taken; /* where no words may lie; there is room for CALLOUTS_MAX more */
    size_t taken_count;
    Color halo;
    bool brief; /* little room: symbols go without their words, words without a symbol go */
} CalloutRules;

void callouts_draw(Callouts *callouts, const CalloutRules *rules, DrawList *list);

#endif
