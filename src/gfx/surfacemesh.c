#include "gfx/surfacemesh.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* Light on a wall: north and west look towards it. */
#define LIGHT_NORTH 1.0f
#define LIGHT_WEST  0.8f
#define LIGHT_EAST  0.35f
#define LIGHT_SOUTH 0.6f

typedef struct Build {
    const DrawSurface *what;
    SurfaceMesh mesh;
} Build;

static uint32_t put_corner(Build *b, float x, float y, float height, float light)
{
    b->mesh.corners[b->mesh.corner_count] = (SurfaceCorner){x, y, height, light};
    return (uint32_t)b->mesh.corner_count++;
}

static void put_triangle(Build *b, uint32_t i, uint32_t j, uint32_t k)
{
    b->mesh.indices[b->mesh.index_count++] = i;
    b->mesh.indices[b->mesh.index_count++] = j;
    b->mesh.indices[b->mesh.index_count++] = k;
}

static float height_at(const DrawSurface *what, int col, int row)
{
    return what->heights[(size_t)row * (size_t)what->cols + (size_t)col];
}

static SurfaceCorner corner_at(const DrawSurface *what, int col, int row)
{
    return (SurfaceCorner){(float)col * what->cell.x, (float)row * what->cell.y,
                           height_at(what, col, row), SURFACE_LIGHT_TOP};
}

/* Each cell is cut along the diagonal whose ends are nearer in height, so that ridges and valleys
 * that run across the grid stay smooth. */
static void put_cell(Build *b, int col, int row)
{
    uint32_t cols = (uint32_t)b->what->cols, nw = (uint32_t)row * cols + (uint32_t)col;
    uint32_t sw = nw + cols;
    float down = fabsf(b->mesh.corners[nw].height - b->mesh.corners[sw + 1].height);
    float up = fabsf(b->mesh.corners[nw + 1].height - b->mesh.corners[sw].height);
    if (isnan(down + up))
        return;
    if (down <= up) {
        put_triangle(b, nw, sw, sw + 1);
        put_triangle(b, nw, sw + 1, nw + 1);
    } else {
        put_triangle(b, nw, sw, nw + 1);
        put_triangle(b, nw + 1, sw, sw + 1);
    }
}

/* Marks the cells in which, or at the rim of which, k has no value somewhere. */
static void find_holes(const DrawSurface *what, unsigned char *holes)
{
    const DrawGround *ground = &what->ground;
    size_t pitch = (size_t)ground->width + 2;
    for (int y = 0; y < ground->height; y++) {
        const float *k = ground->k + (size_t)(y + 1) * pitch + 1;
        for (int x = 0; x < ground->width; x++) {
            if (isfinite(k[x]))
                continue;
            int col0 = (int)(((float)x - 1) / what->cell.x),
                row0 = (int)(((float)y - 1) / what->cell.y);
            int col1 = (int)(((float)x + 2) / what->cell.x),
                row1 = (int)(((float)y + 2) / what->cell.y);
            for (int row = row0 > 0 ? row0 : 0; row <= row1 && row < what->rows; row++)
                for (int col = col0 > 0 ? col0 : 0; col <= col1 && col < what->cols; col++)
                    holes[row * what->cols + col] = 1;
        }
    }
}

/* Those with holes, or those without. */
static void put_cells(Build *b, const unsigned char *holes, int with)
{
    for (int row = 0; row + 1 < b->what->rows; row++) {
        for (int col = 0; col + 1 < b->what->cols; col++)
            if (holes[row * b->what->cols + col] == with)
                put_cell(b, col, row);
    }
}

/* The wall under one edge, from grid point (col, row) on in steps of (dc, dr). */
static void build_wall(Build *b, int col, int row, int dc, int dr, float light)
{
    int count = dc != 0 ? b->what->cols : b->what->rows;
    bool stands = false;
    for (int i = 0; i < count; i++, col += dc, row += dr) {
        SurfaceCorner c = corner_at(b->what, col, row);
        if (isnan(c.height)) {
            stands = false;
            continue;
        }
        uint32_t top = put_corner(b, c.x, c.y, c.height, light);
        uint32_t foot = put_corner(b, c.x, c.y, 0, light);
        if (stands) {
            put_triangle(b, top - 2, foot - 2, top);
            put_triangle(b, top, foot - 2, foot);
        }
        stands = true;
    }
}

static void build_floor(Build *b)
{
    float w = (float)b->what->ground.width, h = (float)b->what->ground.height;
    uint32_t nw = put_corner(b, 0, 0, 0, SURFACE_LIGHT_FLOOR);
    uint32_t ne = put_corner(b, w, 0, 0, SURFACE_LIGHT_FLOOR);
    uint32_t sw = put_corner(b, 0, h, 0, SURFACE_LIGHT_FLOOR);
    uint32_t se = put_corner(b, w, h, 0, SURFACE_LIGHT_FLOOR);
    put_triangle(b, nw, sw, ne);
    put_triangle(b, ne, sw, se);
}

SurfaceMesh surfacemesh_build(const DrawSurface *surface)
{
    size_t cols = (size_t)surface->cols, rows = (size_t)surface->rows;
    size_t corners = cols * rows + 4 * (cols + rows) + 4;
    size_t indices = 6 * cols * rows + 12 * (cols + rows) + 6;
    Build b = {.what = surface};
    b.mesh.corners = mem_calloc(corners, sizeof *b.mesh.corners);
    b.mesh.indices = mem_calloc(indices, sizeof *b.mesh.indices);
    unsigned char *holes = mem_calloc(cols * rows, 1);
    find_holes(surface, holes);
    for (int row = 0; row < surface->rows; row++)
        for (int col = 0; col < surface->cols; col++)
            b.mesh.corners[b.mesh.corner_count++] = corner_at(surface, col, row);
    put_cells(&b, holes, 0);
    build_wall(&b, 0, 0, 1, 0, LIGHT_NORTH);
    build_wall(&b, 0, surface->rows - 1, 1, 0, LIGHT_SOUTH);
    build_wall(&b, 0, 0, 0, 1, LIGHT_WEST);
    build_wall(&b, surface->cols - 1, 0, 0, 1, LIGHT_EAST);
    if (memchr(holes, 1, cols * rows))
        build_floor(&b); /* nobody sees it but through holes */
    b.mesh.plain_count = b.mesh.index_count;
    put_cells(&b, holes, 1);
    free(holes);
    return b.mesh;
}

void surfacemesh_deinit(SurfaceMesh *mesh)
{
    free(mesh->corners);
    free(mesh->indices);
    *mesh = (SurfaceMesh){0};
}
