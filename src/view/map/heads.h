/* heads: where every run is at the playhead, as a marker with its name, or as an arrow at the
 * pane's edge where it went out of view.
 *
 * Heads glide between iterates. Ghosts have heads, too: hollow ones. src/view/README.md, "Paths and
 * landmarks". */
#ifndef RAVINE_VIEW_MAP_HEADS_H
#define RAVINE_VIEW_MAP_HEADS_H

#include <stdbool.h>
#include <stddef.h>

#include "view/map/mappane.h"
#include "view/map/names.h"
#include "view/map/obstacles.h"
#include "view/map/paths.h"

enum { HEAD_TEXT_MAX = 128 };

typedef enum HeadKind {
    HEAD_MARKER, /* in view */
    HEAD_ARROW,  /* went out of view here */
    HEAD_GHOST   /* where it would be but for the change */
} HeadKind;

typedef struct Head {
    size_t entrant;
    HeadKind kind;
    bool diverged;
    bool hidden; /* behind the surface */
    Point at;
    float dx, dy; /* an arrow's direction */
    Rect name;    /* where its words are; empty if there are none */
    char text[HEAD_TEXT_MAX];
} Head;

typedef struct Heads {
    Head items[2 * RACE_ENTRANTS_MAX]; /* in the order in which names are placed */
    size_t count;
    int slots[2 * RACE_ENTRANTS_MAX]; /* 1 + where the name of an entrant (then of its ghost) was */
    NameItem names[2 * RACE_ENTRANTS_MAX];
} Heads;

/* The run's place in px of the flat map at the playhead: between two iterates if it glides. *step:
 * whole steps done; *from: the place at that step. */
Vec2 heads_place(const MapPane *pane, size_t entrant, long *step, Vec2 *from);

void heads_update(Heads *heads, const MapPane *pane, const Path *paths, const Obstacles *obstacles,
                  const Fonts *fonts);

/* True if a marker, a name or its leader lies on the rectangle. */
bool heads_cover(const Heads *heads, Rect rect, float scale);

/* Leaders, markers, names. */
void heads_draw(const Heads *heads, const MapPane *pane, DrawList *list);

#endif
