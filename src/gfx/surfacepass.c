#include "gfx/surfacepass.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "gfx/shader.h"

enum { SAMPLES = 4 };

/* Light on a wall: north and west look towards it. Below 0: the floor. */
#define LIGHT_NORTH 1.0f
#define LIGHT_WEST  0.8f
#define LIGHT_EAST  0.35f
#define LIGHT_SOUTH 0.6f
#define LIGHT_FLOOR (-1.0f)
/* The floor lies a hair below the lowest surface, in heights. */
#define FLOOR (-0.004f)

typedef struct Corner {
    float x, y, height, light;
} Corner;

/* The mesh while it is made. */
typedef struct Build {
    const DrawSurface *what;
    Corner *corners;
    uint32_t *indices;
    size_t corner_count, index_count;
} Build;

static bool make_program(SurfaceProgram *p, const GlFacts *facts, const char *fragment, Err *err)
{
    p->program = shader_program(facts, "surface.vert", fragment, err);
    if (!p->program) {
        return false;
    }
    p->look = groundlook_find(p->program);
    p->matrix = glGetUniformLocation(p->program, "matrix");
    p->wall = glGetUniformLocation(p->program, "wall");
    p->dim = glGetUniformLocation(p->program, "dim");
    p->strata = glGetUniformLocation(p->program, "strata");
    return true;
}

bool surfacepass_init(SurfacePass *pass, const GlFacts *facts, Err *err)
{
    *pass = (SurfacePass){0};
    if (!make_program(&pass->surface, facts, "surface.frag", err) ||
        !make_program(&pass->wall, facts, "wall.frag", err)) {
        return false;
    }
    glGenVertexArrays(1, &pass->arrays);
    glGenBuffers(1, &pass->vertices);
    glGenBuffers(1, &pass->indices);
    glBindVertexArray(pass->arrays);
    glBindBuffer(GL_ARRAY_BUFFER, pass->vertices);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, pass->indices);
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(Corner), NULL);
    glEnableVertexAttribArray(0);
    return true;
}

void surfacepass_deinit(SurfacePass *pass)
{
    glDeleteProgram(pass->surface.program);
    glDeleteProgram(pass->wall.program);
    groundfield_deinit(&pass->field);
    if (pass->arrays) {
        glDeleteVertexArrays(1, &pass->arrays);
        glDeleteBuffers(1, &pass->vertices);
        glDeleteBuffers(1, &pass->indices);
    }
    if (pass->framebuffer) {
        glDeleteFramebuffers(1, &pass->framebuffer);
        glDeleteRenderbuffers(1, &pass->color);
        glDeleteRenderbuffers(1, &pass->depth);
    }
    layer_deinit(&pass->picture);
    *pass = (SurfacePass){0};
}

/* ---- the mesh ---- */

static uint32_t put_corner(Build *b, float x, float y, float height, float light)
{
    b->corners[b->corner_count] = (Corner){x, y, height, light};
    return (uint32_t)b->corner_count++;
}

static void put_triangle(Build *b, uint32_t i, uint32_t j, uint32_t k)
{
    b->indices[b->index_count++] = i;
    b->indices[b->index_count++] = j;
    b->indices[b->index_count++] = k;
}

static float height_at(const DrawSurface *what, int col, int row)
{
    return what->heights[(size_t)row * (size_t)what->cols + (size_t)col];
}

static Corner corner_at(const DrawSurface *what, int col, int row)
{
    return (Corner){(float)col * what->cell.x, (float)row * what->cell.y, height_at(what, col, row),
                    0};
}

/* Each cell is cut along the diagonal whose ends are nearer in height, so that ridges and valleys
 * that run across the grid stay smooth. */
static void build_surface(Build *b)
{
    const DrawSurface *what = b->what;
    for (int row = 0; row < what->rows; row++) {
        for (int col = 0; col < what->cols; col++) {
            b->corners[b->corner_count++] = corner_at(what, col, row);
        }
    }
    uint32_t cols = (uint32_t)what->cols;
    for (int row = 0; row + 1 < what->rows; row++) {
        for (int col = 0; col + 1 < what->cols; col++) {
            uint32_t nw = (uint32_t)row * cols + (uint32_t)col, sw = nw + cols;
            float down = fabsf(b->corners[nw].height - b->corners[sw + 1].height);
            float up = fabsf(b->corners[nw + 1].height - b->corners[sw].height);
            if (isnan(down + up)) {
                continue;
            }
            if (down <= up) {
                put_triangle(b, nw, sw, sw + 1);
                put_triangle(b, nw, sw + 1, nw + 1);
            } else {
                put_triangle(b, nw, sw, nw + 1);
                put_triangle(b, nw + 1, sw, sw + 1);
            }
        }
    }
}

/* The wall under one edge, from grid point (col, row) on in steps of (dc, dr). */
static void build_wall(Build *b, int col, int row, int dc, int dr, float light)
{
    int count = dc != 0 ? b->what->cols : b->what->rows;
    bool stands = false;
    for (int i = 0; i < count; i++, col += dc, row += dr) {
        Corner c = corner_at(b->what, col, row);
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
    uint32_t nw = put_corner(b, 0, 0, FLOOR, LIGHT_FLOOR);
    uint32_t ne = put_corner(b, w, 0, FLOOR, LIGHT_FLOOR);
    uint32_t sw = put_corner(b, 0, h, FLOOR, LIGHT_FLOOR);
    uint32_t se = put_corner(b, w, h, FLOOR, LIGHT_FLOOR);
    put_triangle(b, nw, sw, ne);
    put_triangle(b, ne, sw, se);
}

static void build(SurfacePass *pass, const DrawSurface *what)
{
    size_t cols = (size_t)what->cols, rows = (size_t)what->rows;
    size_t corners = cols * rows + 4 * (cols + rows) + 4;
    size_t indices = 6 * cols * rows + 12 * (cols + rows) + 6;
    Build b = {.what = what,
               .corners = mem_calloc(corners, sizeof *b.corners),
               .indices = mem_calloc(indices, sizeof *b.indices)};
    build_surface(&b);
    pass->surface_count = (GLsizei)b.index_count;
    build_wall(&b, 0, 0, 1, 0, LIGHT_NORTH);
    build_wall(&b, 0, what->rows - 1, 1, 0, LIGHT_SOUTH);
    build_wall(&b, 0, 0, 0, 1, LIGHT_WEST);
    build_wall(&b, what->cols - 1, 0, 0, 1, LIGHT_EAST);
    build_floor(&b);
    pass->wall_count = (GLsizei)b.index_count - pass->surface_count;
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(b.corner_count * sizeof *b.corners), b.corners,
                 GL_DYNAMIC_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)(b.index_count * sizeof *b.indices),
                 b.indices, GL_DYNAMIC_DRAW);
    free(b.corners);
    free(b.indices);
}

/* ---- the picture ---- */

static void fit_picture(SurfacePass *pass, const GlFacts *facts, int width, int height)
{
    bool fits = pass->framebuffer && pass->picture.place.width == width &&
                pass->picture.place.height == height;
    if (fits) {
        return;
    }
    layer_fit(&pass->picture, facts, (Area){0, 0, width, height});
    if (!pass->framebuffer) {
        glGenFramebuffers(1, &pass->framebuffer);
        glGenRenderbuffers(1, &pass->color);
        glGenRenderbuffers(1, &pass->depth);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, pass->framebuffer);
    glBindRenderbuffer(GL_RENDERBUFFER, pass->color);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, SAMPLES, GL_RGBA8, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, pass->color);
    glBindRenderbuffer(GL_RENDERBUFFER, pass->depth);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, SAMPLES, GL_DEPTH_COMPONENT24, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, pass->depth);
}

static void set_color(GLint uniform, Color c)
{
    glUniform3f(uniform, (float)c.r / 255.0f, (float)c.g / 255.0f, (float)c.b / 255.0f);
}

static void use_program(const SurfaceProgram *p, const DrawSurface *what)
{
    glUseProgram(p->program);
    groundlook_set(&p->look, &what->ground);
    glUniformMatrix4fv(p->matrix, 1, GL_FALSE, what->matrix);
    set_color(p->wall, what->wall);
    set_color(p->dim, what->dim);
    glUniform2f(p->strata, (float)((double)what->strata[0] - what->ground.base), what->strata[1]);
}

static void upload(SurfacePass *pass, const DrawSurface *what)
{
    glBindVertexArray(pass->arrays);
    glBindBuffer(GL_ARRAY_BUFFER, pass->vertices);
    if (pass->field_key != what->ground_key || !pass->field.texture) {
        pass->field_key = what->ground_key;
        groundfield_upload(&pass->field, &what->ground);
    }
    glBindTexture(GL_TEXTURE_2D, pass->field.texture);
    if (pass->mesh_key != what->heights_key || pass->wall_count == 0) {
        pass->mesh_key = what->heights_key;
        build(pass, what);
    }
}

const Layer *surfacepass_draw(SurfacePass *pass, const GlFacts *facts, const DrawSurface *what,
                              Color background, Area place, Area seen)
{
    fit_picture(pass, facts, place.width, place.height);
    upload(pass, what);
    glBindFramebuffer(GL_FRAMEBUFFER, pass->framebuffer);
    glViewport(0, 0, place.width, place.height);
    glScissor(seen.x, seen.y, seen.width, seen.height);
    glClearColor((float)background.r / 255.0f, (float)background.g / 255.0f,
                 (float)background.b / 255.0f, 1);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    glDisable(GL_BLEND);
    glEnable(GL_DEPTH_TEST);
    use_program(&pass->surface, what);
    glDrawElements(GL_TRIANGLES, pass->surface_count, GL_UNSIGNED_INT, NULL);
    use_program(&pass->wall, what);
    glDrawElements(GL_TRIANGLES, pass->wall_count, GL_UNSIGNED_INT,
                   (const void *)((size_t)pass->surface_count * sizeof(uint32_t)));
    glDisable(GL_DEPTH_TEST);
    glEnable(GL_BLEND);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, pass->picture.framebuffer);
    glBlitFramebuffer(seen.x, seen.y, seen.x + seen.width, seen.y + seen.height, seen.x, seen.y,
                      seen.x + seen.width, seen.y + seen.height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    return &pass->picture;
}
