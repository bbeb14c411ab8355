#include "gfx/mesh.h"

#include <stdlib.h>

#include "base/array.h"

/* Points kept of long lines, all together. */
enum { KEPT_MAX = 1 << 17 };

void mesh_deinit(Mesh *mesh)
{
    free(mesh->vertices);
    free(mesh->indices);
    free(mesh->runs);
    free(mesh->dash);
    free(mesh->piece);
    free(mesh->lines);
    thin_deinit(&mesh->short_line);
    for (size_t i = 0; i < mesh->long_made; i++)
        thin_deinit(&mesh->long_lines[i]);
    free(mesh->long_lines);
    *mesh = (Mesh){0};
}

void mesh_clear(Mesh *mesh)
{
    mesh->vertex_count = 0;
    mesh->index_count = 0;
    mesh->run_count = 0;
}

void mesh_forget_lines(Mesh *mesh)
{
    mesh->line_count = 0;
    mesh->long_count = 0;
}

/* Gives the memory back, too. */
static void forget_own_lines(Mesh *mesh)
{
    size_t used = 0;
    for (size_t i = 0; i < mesh->line_count; i++)
        if (mesh->lines[i].lent)
            mesh->lines[used++] = mesh->lines[i];
    mesh->line_count = used;
    for (size_t i = 0; i < mesh->long_made; i++)
        thin_deinit(&mesh->long_lines[i]);
    mesh->long_count = 0;
}

ThinLine *mesh_long_line(Mesh *mesh)
{
    size_t kept = 0;
    for (size_t i = 0; i < mesh->long_made; i++)
        kept += mesh->long_lines[i].cap;
    if (kept > KEPT_MAX)
        forget_own_lines(mesh);
    if (mesh->long_count == mesh->long_made) {
        ARRAY_RESERVE(mesh->long_lines, mesh->long_cap, mesh->long_made + 1);
        mesh->long_lines[mesh->long_made++] = (ThinLine){0};
    }
    return &mesh->long_lines[mesh->long_count++];
}

void mesh_when_full(Mesh *mesh, MeshFull *full, void *context)
{
    mesh->full = full;
    mesh->context = context;
}

void mesh_relieve(Mesh *mesh)
{
    if (mesh->full && mesh->vertex_count >= MESH_FULL)
        mesh->full(mesh->context);
}

void mesh_paint(Mesh *mesh, Paint paint)
{
    MeshRun *last = mesh->run_count > 0 ? &mesh->runs[mesh->run_count - 1] : NULL;
    if (last && last->paint == paint)
        return;
    if (last && last->first == mesh->index_count) {
        last->paint = paint;
        return;
    }
    ARRAY_RESERVE(mesh->runs, mesh->run_cap, mesh->run_count + 1);
    mesh->runs[mesh->run_count++] = (MeshRun){paint, mesh->index_count};
}

void mesh_reserve(Mesh *mesh, size_t vertices, size_t indices)
{
    ARRAY_RESERVE(mesh->vertices, mesh->vertex_cap, mesh->vertex_count + vertices);
    ARRAY_RESERVE(mesh->indices, mesh->index_cap, mesh->index_count + indices);
}
