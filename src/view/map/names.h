/* names: finding a place for words beside marks on a map.
 *
 * src/view/README.md, "Names": twelve directions times five distances, each with a cost; words
 * never overlap words; an old place is kept unless a new one is clearly better. Heads use it with
 * leaders, landmarks with one distance and a limit to the cost. Pure geometry: texts are boxes
 * here. */
#ifndef RAVINE_VIEW_MAP_NAMES_H
#define RAVINE_VIEW_MAP_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "view/map/obstacles.h"

enum { NAME_DIRECTIONS = 12, NAME_RINGS = 8 /* five, and three for a crowd */ };

/* One mark that wants words beside it. */
typedef struct NameItem {
    Point at;
    float radius;   /* of the mark, px */
    float w, h;     /* of the words, px; w = 0: none, the mark is only in the way */
    float cost_max; /* no place rather than a worse one */
    int slot;       /* in: the old place or -1; out: the place, -1 if there is none */
    Rect box;       /* out: where the words go */
    float cost;     /* out */
} NameItem;

typedef struct NameRules {
    Rect bounds; /* words stay inside */
    float scale; /* device px per px at scale 1 */
    const Obstacles *obstacles;
    const unsigned char *directions; /* the order of preference of the twelve; NULL: east first */
    int rings;                       /* 1 .. NAME_RINGS */
    bool keep;                       /* an old place is kept at any cost, unless it overlaps */
} NameRules;

/* Places the items in order; earlier ones win. Words stay off the boxes in taken (count of them is
 * `taken_count`), too. Every item's mark is in the way of the others' words. */
void names_place(NameItem *items, size_t count, const NameRules *rules, const Rect *taken,
                 size_t taken_count);

/* The unit vector of one of the twelve, y down. */
Point names_direction(int direction);

/* True if a slot is so far out that a leader joins mark and words. */
bool names_slot_has_leader(int slot);

/* The ends of the leader. */
void names_leader(const NameItem *item, float scale, Point *from, Point *to);

#endif
