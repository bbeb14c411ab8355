#include "gfx/mesh.h"

#include <stdlib.h>

#include "base/array.h"

void mesh_deinit(Mesh *mesh)
{
    free(mesh->vertices);
    free(mesh->indices);
    free(mesh->scratch[0]);
    free(mesh->scratch[1]);
    *mesh = (Mesh){0};
}

void mesh_clear(Mesh *mesh)
{
    mesh->vertex_count = 0;
    mesh->index_count = 0;
}

void mesh_reserve(Mesh *mesh, size_t vertices, size_t indices)
{
    ARRAY_RESERVE(mesh->vertices, mesh->vertex_cap, mesh->vertex_count + vertices);
    ARRAY_RESERVE(mesh->indices, mesh->index_cap, mesh->index_count + indices);
}
