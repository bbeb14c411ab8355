/* layers: the pictures that are kept from frame to frame, and what of them must be drawn anew.
 *
 * Owns one texture per layer, top row first. A growing layer whose lines have gained points needs
 * only the boxes around the new parts: there the whole content is drawn again, cut to the box,
 * which gives the same pixels as drawing all of it. Knows nothing of shaders. */
#ifndef RAVINE_GFX_LAYERS_H
#define RAVINE_GFX_LAYERS_H

#include "gfx/area.h"
#include "gfx/gl.h"
#include "gfx/mesh.h"
#include "view/draw/drawlist.h"

typedef struct Layer {
    GLuint framebuffer, texture;
    Area place;
    bool drawn, opaque;
    uint64_t key;
    unsigned generation, below_generation; /* generation: of the last change */
    size_t command_count;
    uint32_t *counts; /* by command: its points when last drawn */
    ThinLine *lines;  /* and what is kept of them, where it has grown since */
    size_t count_cap, line_cap, line_made;
    AreaSet work; /* what this frame draws of it */
} Layer;

typedef struct Layers {
    Layer at[DRAW_LAYERS_MAX];
    unsigned generation;
} Layers;

/* Makes a layer's texture fit; where it had to change, the layer is not drawn any more. */
void layer_fit(Layer *layer, const GlFacts *facts, Area place);
void layer_deinit(Layer *layer);

void layers_deinit(Layers *layers);

/* Before a frame: no layer has been drawn in it yet. */
void layers_rest(Layers *layers);

/* What of a layer must be drawn: nothing if the count is 0. It starts with commands[begin]
 * (DRAW_LAYER); its content ends before `end`. Makes its texture fit. mesh lends its scratch. */
const AreaSet *layers_plan(Layers *layers, const GlFacts *facts, Mesh *mesh, const DrawList *list,
                           size_t begin, size_t end);

/* Notes that the work has been done. */
void layers_done(Layers *layers, const DrawList *list, size_t begin, size_t end);

#endif
