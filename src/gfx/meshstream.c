#include "gfx/meshstream.h"

#include <stddef.h>
#include <string.h>

void meshstream_init(MeshStream *stream)
{
    glGenVertexArrays(1, &stream->arrays);
    glBindVertexArray(stream->arrays);
    stream_init(&stream->vertices, GL_ARRAY_BUFFER);
    stream_init(&stream->indices, GL_ELEMENT_ARRAY_BUFFER);
    const GLsizei stride = sizeof(Vertex);
    glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, stride, (void *)offsetof(Vertex, x));
    glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, stride, (void *)offsetof(Vertex, u));
    glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride, (void *)offsetof(Vertex, color));
    for (GLuint i = 0; i < 3; i++)
        glEnableVertexAttribArray(i);
}

void meshstream_deinit(MeshStream *stream)
{
    stream_deinit(&stream->vertices);
    stream_deinit(&stream->indices);
    glDeleteVertexArrays(1, &stream->arrays);
    *stream = (MeshStream){0};
}

void meshstream_begin(MeshStream *stream)
{
    stream_begin(&stream->vertices);
    stream_begin(&stream->indices);
}

void meshstream_bind(const MeshStream *stream)
{
    glBindVertexArray(stream->arrays);
    glBindBuffer(GL_ARRAY_BUFFER, stream->vertices.buffer);
}

bool meshstream_upload(MeshStream *stream, const Mesh *mesh, size_t *place)
{
    size_t vertex_bytes = mesh->vertex_count * sizeof *mesh->vertices, vertex_place;
    void *vertices = stream_map(&stream->vertices, vertex_bytes, &vertex_place);
    if (vertices)
        memcpy(vertices, mesh->vertices, vertex_bytes);
    if (!vertices || !glUnmapBuffer(GL_ARRAY_BUFFER))
        return false;
    uint32_t base = (uint32_t)(vertex_place / sizeof *mesh->vertices);
    uint32_t *indices =
        stream_map(&stream->indices, mesh->index_count * sizeof *mesh->indices, place);
    for (size_t i = 0; indices && i < mesh->index_count; i++)
        indices[i] = mesh->indices[i] + base;
    return indices && glUnmapBuffer(GL_ELEMENT_ARRAY_BUFFER);
}

void meshstream_forget(MeshStream *stream)
{
    stream_forget(&stream->vertices);
    stream_forget(&stream->indices);
}
