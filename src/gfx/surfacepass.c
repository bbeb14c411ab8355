#include "gfx/surfacepass.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "gfx/shader.h"

/* Light on a wall: north and west look towards it. Else what is no wall. */
#define LIGHT_NORTH   1.0f
#define LIGHT_WEST    0.8f
#define LIGHT_EAST    0.35f
#define LIGHT_SOUTH   0.6f
#define LIGHT_FLOOR   (-1.0f)
#define LIGHT_SURFACE 2.0f
/* What shaders/place.glsl takes for neither surface nor floor nor wall. */
#define NOTHING (-9.0f)
/* No surface stands higher. */
#define HIGHEST 1.15f

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

static bool make_shade(SurfaceShade *shade, const GlFacts *facts, const char *fragment, Err *err)
{
    GLuint program = shader_program(facts, "quad.vert", fragment, err);
    if (!program) {
        return false;
    }
    *shade = (SurfaceShade){.program = program,
                            .frame = glGetUniformLocation(program, "frame"),
                            .rect = glGetUniformLocation(program, "rect"),
                            .part = glGetUniformLocation(program, "part"),
                            .wall = glGetUniformLocation(program, "wall"),
                            .dim = glGetUniformLocation(program, "dim"),
                            .beside = glGetUniformLocation(program, "beside"),
                            .strata = glGetUniformLocation(program, "strata"),
                            .look = groundlook_find(program)};
    glUseProgram(program);
    glUniform1i(glGetUniformLocation(program, "places"), 1);
    return true;
}

bool surfacepass_ready(SurfacePass *pass, const GlFacts *facts)
{
    if (pass->tried) {
        return pass->arrays != 0;
    }
    Err err = {0};
    pass->tried = true;
    pass->mesh = shader_program(facts, "surface.vert", "surface.frag", &err);
    pass->hole = pass->mesh ? shader_program(facts, "surface.vert", "hole.frag", &err) : 0;
    if (!pass->hole || !make_shade(&pass->quick, facts, "quick.frag", &err) ||
        !make_shade(&pass->fine, facts, "relief.frag", &err)) {
        return false;
    }
    pass->mesh_matrix = glGetUniformLocation(pass->mesh, "matrix");
    pass->hole_matrix = glGetUniformLocation(pass->hole, "matrix");
    pass->hole_size = glGetUniformLocation(pass->hole, "size");
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
    glDeleteProgram(pass->mesh);
    glDeleteProgram(pass->hole);
    glDeleteProgram(pass->quick.program);
    glDeleteProgram(pass->fine.program);
    groundfield_deinit(&pass->field);
    if (pass->arrays) {
        glDeleteVertexArrays(1, &pass->arrays);
        glDeleteBuffers(1, &pass->vertices);
        glDeleteBuffers(1, &pass->indices);
    }
    if (pass->framebuffer) {
        glDeleteFramebuffers(1, &pass->framebuffer);
        glDeleteTextures(1, &pass->places);
        glDeleteRenderbuffers(1, &pass->depth);
    }
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
                    LIGHT_SURFACE};
}

/* Each cell is cut along the diagonal whose ends are nearer in height, so that ridges and valleys
 * that run across the grid stay smooth. */
static void put_cell(Build *b, int col, int row)
{
    uint32_t cols = (uint32_t)b->what->cols, nw = (uint32_t)row * cols + (uint32_t)col;
    uint32_t sw = nw + cols;
    float down = fabsf(b->corners[nw].height - b->corners[sw + 1].height);
    float up = fabsf(b->corners[nw + 1].height - b->corners[sw].height);
    if (isnan(down + up)) {
        return;
    }
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
            if (isfinite(k[x])) {
                continue;
            }
            int col0 = (int)(((float)x - 1) / what->cell.x),
                row0 = (int)(((float)y - 1) / what->cell.y);
            int col1 = (int)(((float)x + 2) / what->cell.x),
                row1 = (int)(((float)y + 2) / what->cell.y);
            for (int row = row0 > 0 ? row0 : 0; row <= row1 && row < what->rows; row++) {
                for (int col = col0 > 0 ? col0 : 0; col <= col1 && col < what->cols; col++) {
                    holes[row * what->cols + col] = 1;
                }
            }
        }
    }
}

/* Those with holes, or those without. */
static void put_cells(Build *b, const unsigned char *holes, int with)
{
    for (int row = 0; row + 1 < b->what->rows; row++) {
        for (int col = 0; col + 1 < b->what->cols; col++) {
            if (holes[row * b->what->cols + col] == with) {
                put_cell(b, col, row);
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
    uint32_t nw = put_corner(b, 0, 0, 0, LIGHT_FLOOR);
    uint32_t ne = put_corner(b, w, 0, 0, LIGHT_FLOOR);
    uint32_t sw = put_corner(b, 0, h, 0, LIGHT_FLOOR);
    uint32_t se = put_corner(b, w, h, 0, LIGHT_FLOOR);
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
    unsigned char *holes = mem_calloc(cols * rows, 1);
    find_holes(what, holes);
    for (int row = 0; row < what->rows; row++) {
        for (int col = 0; col < what->cols; col++) {
            b.corners[b.corner_count++] = corner_at(what, col, row);
        }
    }
    put_cells(&b, holes, 0);
    build_wall(&b, 0, 0, 1, 0, LIGHT_NORTH);
    build_wall(&b, 0, what->rows - 1, 1, 0, LIGHT_SOUTH);
    build_wall(&b, 0, 0, 0, 1, LIGHT_WEST);
    build_wall(&b, what->cols - 1, 0, 0, 1, LIGHT_EAST);
    if (memchr(holes, 1, cols * rows)) {
        build_floor(&b); /* nobody sees it but through holes */
    }
    pass->plain_count = (GLsizei)b.index_count;
    put_cells(&b, holes, 1);
    pass->hole_count = (GLsizei)b.index_count - pass->plain_count;
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(b.corner_count * sizeof *b.corners), b.corners,
                 GL_DYNAMIC_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)(b.index_count * sizeof *b.indices),
                 b.indices, GL_DYNAMIC_DRAW);
    free(b.corners);
    free(b.indices);
    free(holes);
}

/* ---- places ---- */

static void fit_places(SurfacePass *pass, int width, int height)
{
    if (!pass->framebuffer) {
        glGenFramebuffers(1, &pass->framebuffer);
        glGenTextures(1, &pass->places);
        glGenRenderbuffers(1, &pass->depth);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, pass->framebuffer);
    if (pass->width == width && pass->height == height) {
        return;
    }
    pass->width = width;
    pass->height = height;
    glBindTexture(GL_TEXTURE_2D, pass->places);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RG32UI, width, height, 0, GL_RG_INTEGER, GL_UNSIGNED_INT,
                 NULL);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, pass->places, 0);
    glBindRenderbuffer(GL_RENDERBUFFER, pass->depth);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH_COMPONENT24, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, pass->depth);
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
    if (pass->mesh_key != what->heights_key || pass->plain_count == 0) {
        pass->mesh_key = what->heights_key;
        build(pass, what);
    }
}

/* Places along a pixel's side. */
static int grain_of(const DrawSurface *what)
{
    return what->quick ? 1 : 2;
}

static void clear_places(void)
{
    float nothing = NOTHING;
    GLuint bits;
    memcpy(&bits, &nothing, sizeof bits);
    glClearBufferuiv(GL_COLOR, 0, (GLuint[]){bits, bits, bits, bits});
    glClear(GL_DEPTH_BUFFER_BIT);
}

void surfacepass_place(SurfacePass *pass, const DrawSurface *what, Area seen, int width, int height)
{
    int grain = grain_of(what);
    fit_places(pass, grain * width, grain * height);
    upload(pass, what);
    glViewport(0, 0, grain * width, grain * height);
    glScissor(grain * seen.x, grain * seen.y, grain * seen.width, grain * seen.height);
    glDisable(GL_BLEND);
    glEnable(GL_DEPTH_TEST);
    clear_places();
    glUseProgram(pass->mesh);
    glUniformMatrix4fv(pass->mesh_matrix, 1, GL_FALSE, what->matrix);
    glDrawElements(GL_TRIANGLES, pass->plain_count, GL_UNSIGNED_INT, NULL);
    if (pass->hole_count > 0) {
        uintptr_t first = (size_t)pass->plain_count * sizeof(uint32_t);
        glUseProgram(pass->hole);
        glUniformMatrix4fv(pass->hole_matrix, 1, GL_FALSE, what->matrix);
        glUniform2f(pass->hole_size, (float)what->ground.width, (float)what->ground.height);
        glDrawElements(GL_TRIANGLES, pass->hole_count, GL_UNSIGNED_INT, (const void *)first);
    }
    glDisable(GL_DEPTH_TEST);
    glEnable(GL_BLEND);
}

/* ---- colours ---- */

static void set_color(GLint uniform, Color c)
{
    glUniform3f(uniform, (float)c.r / 255.0f, (float)c.g / 255.0f, (float)c.b / 255.0f);
}

/* The part of the rect in which the block may be seen, from the rect's corner. */
static Area part_of(const DrawSurface *what, Rect rect)
{
    const float *m = what->matrix;
    float x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int i = 0; i < 8; i++) {
        float x = i & 1 ? (float)what->ground.width : 0, y = i & 2 ? (float)what->ground.height : 0;
        float z = i & 4 ? HIGHEST : 0, w = m[3] * x + m[7] * y + m[11] * z + m[15];
        float u = 0.5f * rect.w * (1 + (m[0] * x + m[4] * y + m[8] * z + m[12]) / w);
        float v = 0.5f * rect.h * (1 + (m[1] * x + m[5] * y + m[9] * z + m[13]) / w);
        x0 = fminf(x0, u);
        x1 = fmaxf(x1, u);
        y0 = fminf(y0, v);
        y1 = fmaxf(y1, v);
    }
    Area whole = {0, 0, (int)rect.w, (int)rect.h};
    return area_meet(area_around((Rect){x0 - 1, y0 - 1, x1 - x0 + 2, y1 - y0 + 2}), whole);
}

void surfacepass_shade(SurfacePass *pass, const DrawSurface *what, Rect rect, Color background,
                       const float frame[4])
{
    const SurfaceShade *shade = what->quick ? &pass->quick : &pass->fine;
    Area part = part_of(what, rect);
    glClearColor((float)background.r / 255.0f, (float)background.g / 255.0f,
                 (float)background.b / 255.0f, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glUseProgram(shade->program);
    groundlook_set(&shade->look, &what->ground);
    glUniform4fv(shade->frame, 1, frame);
    glUniform4f(shade->rect, rect.x + (float)part.x, rect.y + (float)part.y, (float)part.width,
                (float)part.height);
    glUniform4f(shade->part, (float)part.x, (float)part.y, (float)part.width, (float)part.height);
    set_color(shade->wall, what->wall);
    set_color(shade->dim, what->dim);
    set_color(shade->beside, background);
    glUniform2f(shade->strata, (float)((double)what->strata[0] - what->ground.base),
                what->strata[1]);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, pass->places);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, pass->field.texture);
    glDisable(GL_BLEND);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    glEnable(GL_BLEND);
}
