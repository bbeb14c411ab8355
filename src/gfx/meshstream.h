/* meshstream: meshes on the graphics card, one after the other, for a moment each.
 *
 * Owns the buffers that a mesh's corners and indices are written to, and says how the corners lie
 * in them. Knows no shader and draws nothing. */
#ifndef RAVINE_GFX_MESHSTREAM_H
#define RAVINE_GFX_MESHSTREAM_H

#include "gfx/mesh.h"
#include "gfx/stream.h"

typedef struct MeshStream {
    GLuint arrays;
    Stream vertices, indices;
} MeshStream;

void meshstream_init(MeshStream *stream); /* leaves it bound */
void meshstream_deinit(MeshStream *stream);

/* Before a frame. */
void meshstream_begin(MeshStream *stream);
/* Before a mesh is uploaded and drawn. */
void meshstream_bind(const MeshStream *stream);
/* *place: of the mesh's indices in their buffer. False if the card has no memory for them. */
bool meshstream_upload(MeshStream *stream, const Mesh *mesh, size_t *place);
/* What the buffers have is not to be relied on. */
void meshstream_forget(MeshStream *stream);

#endif
