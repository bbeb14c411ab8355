#include "gfx/atlas.h"

#include <stdlib.h>

#include "base/array.h"

static void mark_dirty(Atlas *atlas, int top, int bottom)
{
    atlas->dirty_top = top < atlas->dirty_top ? top : atlas->dirty_top;
    atlas->dirty_bottom = bottom > atlas->dirty_bottom ? bottom : atlas->dirty_bottom;
}

void atlas_init(Atlas *atlas)
{
    *atlas = (Atlas){0};
    atlas->pixels = mem_calloc(ATLAS_HEIGHT, ATLAS_WIDTH);
    glGenTextures(1, &atlas->texture);
    glBindTexture(GL_TEXTURE_2D, atlas->texture);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, ATLAS_WIDTH, ATLAS_HEIGHT, 0, GL_RED, GL_UNSIGNED_BYTE,
                 NULL);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    atlas_clear(atlas);
}

void atlas_deinit(Atlas *atlas)
{
    if (atlas->texture)
        glDeleteTextures(1, &atlas->texture);
    free(atlas->pixels);
    *atlas = (Atlas){0};
}

void atlas_clear(Atlas *atlas)
{
    atlas->shelf_count = 0;
    atlas->filled = 0;
    atlas->dirty_top = ATLAS_HEIGHT;
    atlas->dirty_bottom = 0;
}

/* The lowest shelf that holds the height without wasting more than a third of it. */
static AtlasShelf *find_shelf(Atlas *atlas, int width, int height)
{
    AtlasShelf *best = NULL;
    for (int i = 0; i < atlas->shelf_count; i++) {
        AtlasShelf *shelf = &atlas->shelves[i];
        bool fits = shelf->height >= height && shelf->height <= height + height / 2 + 2 &&
                    shelf->used + width <= ATLAS_WIDTH;
        if (fits && (!best || shelf->height < best->height))
            best = shelf;
    }
    if (!best && atlas->shelf_count < ATLAS_SHELVES_MAX && atlas->filled + height <= ATLAS_HEIGHT) {
        best = &atlas->shelves[atlas->shelf_count++];
        *best = (AtlasShelf){atlas->filled, height, 0};
        atlas->filled += height + 1;
        atlas->filled = atlas->filled < ATLAS_HEIGHT ? atlas->filled : ATLAS_HEIGHT;
    }
    return best;
}

bool atlas_place(Atlas *atlas, int width, int height, int *x, int *y)
{
    AtlasShelf *shelf = width <= ATLAS_WIDTH ? find_shelf(atlas, width, height) : NULL;
    if (!shelf)
        return false;
    *x = shelf->used;
    *y = shelf->y;
    shelf->used += width + 1;
    mark_dirty(atlas, *y, *y + height);
    return true;
}

void atlas_forget(Atlas *atlas)
{
    atlas->dirty_top = 0;
    atlas->dirty_bottom = atlas->filled;
}

void atlas_bind(Atlas *atlas)
{
    glBindTexture(GL_TEXTURE_2D, atlas->texture);
    if (atlas->dirty_top < atlas->dirty_bottom) {
        glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, atlas->dirty_top, ATLAS_WIDTH,
                        atlas->dirty_bottom - atlas->dirty_top, GL_RED, GL_UNSIGNED_BYTE,
                        atlas->pixels + (size_t)atlas->dirty_top * ATLAS_WIDTH);
    }
    atlas->dirty_top = ATLAS_HEIGHT;
    atlas->dirty_bottom = 0;
}
