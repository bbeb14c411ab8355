/* damage: where a picture differs from the one before.
 *
 * Owns a mark for each command of the last list: a key of all it says, and the box it may touch. A
 * command that both lists hold, in the same order, has left its pixels as they were; the boxes of
 * all others are what must be drawn anew. Knows no OpenGL but what the layers report. */
#ifndef RAVINE_GFX_DAMAGE_H
#define RAVINE_GFX_DAMAGE_H

#include "gfx/area.h"
#include "gfx/layers.h"
#include "view/draw/font.h"

typedef struct Mark {
    size_t command; /* its place in the list */
    uint64_t key;
    Area box; /* under the clips around it; empty for clips, which leave nothing themselves */
} Mark;

typedef struct Marks {
    Mark *at;
    size_t count, cap;
} Marks;

typedef struct Damage {
    Marks now, before;
} Damage;

void damage_deinit(Damage *damage);

/* Marks a list whose layers have been drawn; `all` is the picture. Content of layers and what
 * cannot be seen gets no mark. */
void damage_mark(Damage *damage, const DrawList *list, const Fonts *fonts, Area all);

/* Where the list differs from the one marked before it. */
void damage_find(const Damage *damage, const DrawList *list, const Layers *layers, AreaSet *set);

#endif
