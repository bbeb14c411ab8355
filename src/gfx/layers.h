/* layers: the pictures that are kept from frame to frame, and what of them must be drawn anew.
 *
 * Owns one texture per layer, top row first. A growing layer whose lines have gained points needs
 * only the boxes around the new parts: there the whole content is drawn again, cut to the box,
 * which gives the same pixels as drawing all of it. Knows nothing of shaders. */
#ifndef RAVINE_GFX_LAYERS_H
#define RAVINE_GFX_LAYERS_H

#include "gfx/gl.h"
#include "gfx/mesh.h"
#include "view/drawlist.h"

/* Whole pixels of the picture, y down. */
typedef struct Area {
    int x, y, width, height;
} Area;

enum { LAYER_AREAS_MAX = 16 };

typedef struct Layer {
    GLuint framebuffer, texture;
    Area place;
    bool drawn, opaque;
    uint64_t key;
    unsigned generation, below_generation; /* generation: of the last change */
    uint32_t *counts;                      /* points of each command when last drawn */
    size_t count_cap, command_count;
} Layer;

typedef struct Layers {
    Layer at[DRAW_LAYERS_MAX];
    unsigned generation;
} Layers;

/* What of a layer must be drawn: nothing if count is 0. Areas do not overlap. */
typedef struct LayerWork {
    Area areas[LAYER_AREAS_MAX];
    int count;
} LayerWork;

void layers_deinit(Layers *layers);

/* The layer that starts with commands[begin] (DRAW_LAYER); its content ends before `end`. Makes
 * its texture fit. mesh lends its scratch. */
LayerWork layers_plan(Layers *layers, const GlFacts *facts, Mesh *mesh, const DrawList *list,
                      size_t begin, size_t end);

/* Notes that the work has been done. */
void layers_done(Layers *layers, const DrawList *list, size_t begin, size_t end);

Area area_of(Rect rect); /* rounds the edges */
Area area_meet(Area a, Area b);
Area area_join(Area a, Area b);
static inline bool area_empty(Area a)
{
    return a.width <= 0 || a.height <= 0;
}

#endif
