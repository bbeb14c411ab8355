/* mesh: triangles on their way to the graphics card.
 *
 * Owns growing arrays of vertices and indices. Every vertex has one format: a place in device px,
 * a place in the atlas of coverage masks and a colour with straight alpha. Runs of indices are
 * either solid or take coverage from the atlas: sampling a texture is what costs most in a
 * software driver, so solid shapes do without. A mesh that is full says so between two shapes, so
 * that it can be drawn and cleared: its size does not depend on the picture's. Knows no OpenGL. */
#ifndef RAVINE_GFX_MESH_H
#define RAVINE_GFX_MESH_H

#include <stddef.h>
#include <stdint.h>

#include "gfx/thin.h"
#include "view/draw/drawlist.h"

typedef struct Vertex {
    float x, y;
    float u, v; /* text: in atlas texels; shapes: px from two edges, coverage is the lesser */
    Color color;
} Vertex;

typedef enum Paint {
    PAINT_SOLID,
    PAINT_MASK /* rects along the axes (unless turned) with coverage from the atlas */
} Paint;

/* Indices from `first` up to the next run's. */
typedef struct MeshRun {
    Paint paint;
    size_t first;
} MeshRun;

/* A line as thin leaves it. */
typedef struct MeshLine {
    const Point *points;
    size_t point_count;
    bool may_retrace, near, gaps;
    Point *kept; /* with room for one more */
    size_t count;
    bool lent; /* kept is not the mesh's own */
} MeshLine;

/* Vertices; larger than any shape but a long line without gaps. */
enum { MESH_FULL = 16384 };

/* Draws and clears it. */
typedef void MeshFull(void *context);

typedef struct Mesh {
    MeshFull *full;
    void *context;
    Vertex *vertices;
    size_t vertex_count, vertex_cap;
    uint32_t *indices;
    size_t index_count, index_cap;
    MeshRun *runs;
    size_t run_count, run_cap;
    Rect cull;           /* nothing outside needs to be drawn */
    Point *dash, *piece; /* scratch of strokes: points of one dash, and of a line in pieces */
    size_t dash_cap, piece_cap;
    MeshLine *lines; /* long ones, for they may be drawn in several places */
    size_t line_count, line_cap;
    ThinLine short_line, *long_lines; /* what is kept of them */
    size_t long_count, long_made, long_cap;
} Mesh;

void mesh_deinit(Mesh *mesh);
void mesh_clear(Mesh *mesh); /* keeps the memory */
/* Points of lines thinned so far may have changed. */
void mesh_forget_lines(Mesh *mesh);
/* Room for one more long line, until they are forgotten: its own, too, where they have become
 * larger than a picture of few lines needs. */
ThinLine *mesh_long_line(Mesh *mesh);

/* Without, it grows. */
void mesh_when_full(Mesh *mesh, MeshFull *full, void *context);
/* Between two shapes: clears it if it is full. What follows must say how it is painted. */
void mesh_relieve(Mesh *mesh);

/* What follows is painted that way. */
void mesh_paint(Mesh *mesh, Paint paint);

/* Makes room, so that the pushes below need not ask. */
void mesh_reserve(Mesh *mesh, size_t vertices, size_t indices);

/* Adds a vertex u and v px inside two edges; returns its index. */
static inline uint32_t mesh_push_edge(Mesh *mesh, float x, float y, float u, float v, Color color)
{
    mesh->vertices[mesh->vertex_count] = (Vertex){x, y, u, v, color};
    return (uint32_t)mesh->vertex_count++;
}

/* Adds a vertex of a solid shape with the colour's alpha replaced; returns its index. */
static inline uint32_t mesh_push(Mesh *mesh, float x, float y, Color color, uint8_t alpha)
{
    color.a = alpha;
    mesh->vertices[mesh->vertex_count] = (Vertex){x, y, 1, 1, color};
    return (uint32_t)mesh->vertex_count++;
}

static inline void mesh_triangle(Mesh *mesh, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t *at = mesh->indices + mesh->index_count;
    at[0] = a;
    at[1] = b;
    at[2] = c;
    mesh->index_count += 3;
}

/* The quad a0 a1 b1 b0: between edge a and edge b. */
static inline void mesh_quad(Mesh *mesh, uint32_t a0, uint32_t a1, uint32_t b0, uint32_t b1)
{
    mesh_triangle(mesh, a0, a1, b0);
    mesh_triangle(mesh, b0, a1, b1);
}

/* True if the box between the points, grown by margin, touches what must be drawn. */
static inline bool mesh_sees(const Mesh *mesh, float x0, float y0, float x1, float y1, float margin)
{
    return x1 + margin > mesh->cull.x && y1 + margin > mesh->cull.y &&
           x0 - margin < mesh->cull.x + mesh->cull.w && y0 - margin < mesh->cull.y + mesh->cull.h;
}

#endif
