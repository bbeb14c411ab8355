/* atlas: one texture with many small coverage masks.
 *
 * Owns the texture and its copy in memory; what was added since the last bind is uploaded then.
 * When nothing more fits, the owner clears it and starts again. */
#ifndef RAVINE_GFX_ATLAS_H
#define RAVINE_GFX_ATLAS_H

#include "gfx/gl.h"

enum { ATLAS_WIDTH = 2048, ATLAS_HEIGHT = 1024, ATLAS_SHELVES_MAX = 128 };

typedef struct AtlasShelf {
    int y, height, used; /* used: px from the left */
} AtlasShelf;

typedef struct Atlas {
    GLuint texture;
    unsigned char *pixels; /* coverage, [ATLAS_HEIGHT][ATLAS_WIDTH] */
    AtlasShelf shelves[ATLAS_SHELVES_MAX];
    int shelf_count, filled;     /* filled: rows given to shelves */
    int dirty_top, dirty_bottom; /* rows to upload */
} Atlas;

void atlas_init(Atlas *atlas);
void atlas_deinit(Atlas *atlas);
void atlas_clear(Atlas *atlas);

/* Finds a free place for width x height texels; the caller writes them at pixels[y][x]. False
 * when there is none. */
bool atlas_place(Atlas *atlas, int width, int height, int *x, int *y);

/* The texture may have lost what was uploaded: all of it is new again. */
void atlas_forget(Atlas *atlas);

/* Uploads what is new and binds the texture. */
void atlas_bind(Atlas *atlas);

#endif
