#include "gfx/renderer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "gfx/atlas.h"
#include "gfx/damage.h"
#include "gfx/geometry.h"
#include "gfx/groundpass.h"
#include "gfx/layers.h"
#include "gfx/meshstream.h"
#include "gfx/png.h"
#include "gfx/shader.h"
#include "gfx/stroke.h"
#include "gfx/surfacepass.h"
#include "gfx/typeset.h"

enum { CLIPS_MAX = 16 };

static const char NO_MEMORY[] = "OpenGL ran out of memory";

struct Renderer {
    GlFacts facts;
    GLuint shapes[2], picture; /* programs; shapes: solid, mask */
    GLint shapes_frame[2], picture_frame, picture_rect;
    MeshStream stream;
    GroundPass ground;
    SurfacePass surface;
    Atlas atlas;
    Typeset *typeset;
    Layers layers;
    Layer screen;     /* the frame, kept as well: the window's own is lost when it is shown */
    Damage damage;    /* what of it must be drawn anew */
    Color background; /* it was drawn on */
    Mesh mesh;        /* what waits to be drawn, all under the innermost clip */
    Area clips[CLIPS_MAX];
    int clip_count;
    GLuint target; /* framebuffer */
    Area frame;    /* the part of the picture that the target holds */
    int width, height;
    Err trouble; /* why the frame is not complete */
};

static bool make_programs(Renderer *r, Err *err)
{
    r->shapes[0] = shader_program(&r->facts, "shape.vert", "solid.frag", err);
    r->shapes[1] = shader_program(&r->facts, "shape.vert", "mask.frag", err);
    r->picture = shader_program(&r->facts, "quad.vert", "picture.frag", err);
    if (!r->shapes[0] || !r->shapes[1] || !r->picture)
        return false;
    for (int i = 0; i < 2; i++) {
        r->shapes_frame[i] = glGetUniformLocation(r->shapes[i], "frame");
        glUseProgram(r->shapes[i]);
        glUniform2f(glGetUniformLocation(r->shapes[i], "unit"), i == 0 ? 1.0f : 1.0f / ATLAS_WIDTH,
                    i == 0 ? 1.0f : 1.0f / ATLAS_HEIGHT);
    }
    r->picture_frame = glGetUniformLocation(r->picture, "frame");
    r->picture_rect = glGetUniformLocation(r->picture, "rect");
    return groundpass_init(&r->ground, &r->facts, err);
}

Renderer *renderer_create(Err *err)
{
    Renderer *r = mem_calloc(1, sizeof *r);
    if (!gl_facts(&r->facts, err)) {
        free(r);
        return NULL;
    }
    if (!make_programs(r, err))
        goto fail;
    meshstream_init(&r->stream);
    atlas_init(&r->atlas);
    r->typeset = typeset_create(&r->atlas, err);
    if (!r->typeset)
        goto fail;
    if (!gl_fine("renderer_create")) {
        err_set(err, "%s", NO_MEMORY);
        goto fail;
    }
    return r;
fail:
    renderer_destroy(r);
    return NULL;
}

void renderer_destroy(Renderer *r)
{
    if (!r)
        return;
    typeset_destroy(r->typeset);
    atlas_deinit(&r->atlas);
    layers_deinit(&r->layers);
    layer_deinit(&r->screen);
    damage_deinit(&r->damage);
    groundpass_deinit(&r->ground);
    surfacepass_deinit(&r->surface);
    meshstream_deinit(&r->stream);
    glDeleteProgram(r->shapes[0]);
    glDeleteProgram(r->shapes[1]);
    glDeleteProgram(r->picture);
    mesh_deinit(&r->mesh);
    free(r);
}

const Fonts *renderer_fonts(const Renderer *r)
{
    return typeset_fonts(r->typeset);
}

/* OpenGL counts the window's rows from the bottom. Layers hold their rows from the top, as the
 * memory behind a window does: a software driver then copies between them as plain memory. */
static bool is_window(const Renderer *r)
{
    return r->target == 0;
}

/* Scale and offset from px of the picture to the target's clip space. */
static void frame_uniform(const Renderer *r, float frame[4])
{
    float down = is_window(r) ? -1 : 1;
    frame[0] = 2.0f / (float)r->frame.width;
    frame[1] = down * 2.0f / (float)r->frame.height;
    frame[2] = -1.0f - (float)r->frame.x * frame[0];
    frame[3] = -down - (float)r->frame.y * frame[1];
}

static void set_scissor(const Renderer *r, Area a)
{
    int y = a.y - r->frame.y;
    glScissor(a.x - r->frame.x, is_window(r) ? r->frame.height - (y + a.height) : y, a.width,
              a.height);
}

static Area clip_now(const Renderer *r)
{
    return r->clips[r->clip_count - 1];
}

/* Text is drawn at most so many indices at a time: llvmpipe recognizes pairs of triangles as rects,
 * which it draws almost twice as fast, only in batches that it need not split. */
enum { RECT_BATCH = 6 * 170 };

static void draw_run(Renderer *r, MeshRun run, size_t end, size_t indices, const float frame[4])
{
    bool mask = run.paint == PAINT_MASK;
    glUseProgram(r->shapes[mask]);
    glUniform4fv(r->shapes_frame[mask], 1, frame);
    if (mask)
        atlas_bind(&r->atlas);
    size_t batch = mask ? RECT_BATCH : end - run.first;
    for (size_t at = run.first; at < end; at += batch) {
        size_t count = end - at < batch ? end - at : batch;
        /* OpenGL takes a place in the buffer as a pointer. */
        uintptr_t place = indices + at * sizeof(uint32_t);
        glDrawElements(GL_TRIANGLES, (GLsizei)count, GL_UNSIGNED_INT, (const void *)place);
    }
}

/* Draws what has been collected; the renderer is the mesh's context. */
static void flush(void *context)
{
    Renderer *r = context;
    Mesh *mesh = &r->mesh;
    if (mesh->index_count > 0) {
        float frame[4];
        frame_uniform(r, frame);
        size_t indices;
        const bool here = meshstream_upload(&r->stream, mesh, &indices);
        if (!here)
            err_set(&r->trouble, "%s", NO_MEMORY);
        for (size_t i = 0; here && i < mesh->run_count; i++) {
            bool last = i + 1 == mesh->run_count;
            size_t end = last ? mesh->index_count : mesh->runs[i + 1].first;
            if (end > mesh->runs[i].first)
                draw_run(r, mesh->runs[i], end, indices, frame);
        }
    }
    mesh_clear(mesh);
}

static void use_clip(Renderer *r)
{
    Area clip = clip_now(r);
    set_scissor(r, clip);
    r->mesh.cull = (Rect){(float)clip.x, (float)clip.y, (float)clip.width, (float)clip.height};
}

static void push_clip(Renderer *r, Area area)
{
    flush(r);
    assert(r->clip_count < CLIPS_MAX);
    r->clips[r->clip_count] = r->clip_count > 0 ? area_meet(area, clip_now(r)) : area;
    r->clip_count++;
    use_clip(r);
}

static void pop_clip(Renderer *r)
{
    flush(r);
    r->clip_count--;
    if (r->clip_count > 0)
        use_clip(r);
}

static void use_target(Renderer *r, GLuint framebuffer, Area frame)
{
    r->target = framebuffer;
    r->frame = frame;
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glViewport(0, 0, frame.width, frame.height);
}

static void clear_clip(Color color)
{
    float a = (float)color.a / 255.0f;
    glClearColor((float)color.r / 255.0f * a, (float)color.g / 255.0f * a,
                 (float)color.b / 255.0f * a, a);
    glClear(GL_COLOR_BUFFER_BIT);
}

/* px: a rect of fewer is not worth its own call. */
enum { CLEAR_AREA_MIN = 2048 };

static bool on_whole_pixels(Rect r)
{
    return r.x == floorf(r.x) && r.y == floorf(r.y) && r.w == floorf(r.w) && r.h == floorf(r.h);
}

/* Large opaque rects of whole pixels are cleared, which software drivers do many times faster than
 * blending. */
static void draw_fill_command(Renderer *r, const DrawCommand *command)
{
    const Rect rect = command->rect;
    if (command->radius > 0 || command->color.a < 255 || !on_whole_pixels(rect) ||
        !(rect.w * rect.h >= CLEAR_AREA_MIN)) {
        geometry_fill(&r->mesh, rect, command->radius, command->color);
        return;
    }
    Area seen = area_meet(area_of(rect), clip_now(r));
    if (!area_empty(seen)) {
        flush(r);
        set_scissor(r, seen);
        clear_clip(command->color);
        use_clip(r);
    }
}

static void draw_text_command(Renderer *r, const DrawList *list, const DrawCommand *command)
{
    const char *text = list->text + command->u.text.offset;
    size_t vertices = r->mesh.vertex_count, indices = r->mesh.index_count;
    if (typeset_draw(r->typeset, &r->mesh, command, text))
        return;
    /* The atlas is full: draw what refers to it, then begin a new one. What then still does not
     * fit is larger than the atlas and stays out. */
    r->mesh.vertex_count = vertices;
    r->mesh.index_count = indices;
    flush(r);
    typeset_forget(r->typeset);
    if (!typeset_draw(r->typeset, &r->mesh, command, text))
        mesh_clear(&r->mesh);
}

static const Point *points_of(const DrawList *list, const DrawCommand *command)
{
    return command->count > 0 ? list->points + command->first : NULL;
}

static void draw_dots_command(Renderer *r, const DrawList *list, const DrawCommand *command)
{
    const Point *points = points_of(list, command);
    for (uint32_t i = 0; i < command->count; i++) {
        geometry_disc(&r->mesh, points[i], command->width, command->color);
        if (command->radius > 0)
            geometry_disc(&r->mesh, points[i], command->radius, command->color2);
    }
}

static void draw_ground_command(Renderer *r, const DrawCommand *command)
{
    Area seen = area_meet(area_of(command->rect), clip_now(r));
    if (area_empty(seen) || !command->u.ground.k)
        return;
    flush(r);
    float frame[4];
    frame_uniform(r, frame);
    groundpass_draw(&r->ground, &command->u.ground, command->rect, frame);
}

/* A layer of the picture's own pixels is copied, which software drivers do far faster than
 * sampling a texture. */
static void copy_layer(Renderer *r, const Layer *layer, Area place)
{
    Area seen = area_meet(place, clip_now(r));
    int x = seen.x - r->frame.x, y = seen.y - r->frame.y;
    int from_x = seen.x - place.x, from_y = seen.y - place.y;
    int top = is_window(r) ? r->frame.height - y : y;
    int bottom = is_window(r) ? top - seen.height : top + seen.height;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, layer->framebuffer);
    glBlitFramebuffer(from_x, from_y, from_x + seen.width, from_y + seen.height, x, top,
                      x + seen.width, bottom, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, r->target);
}

static void draw_surface_command(Renderer *r, const DrawCommand *command)
{
    Area place = area_of(command->rect), seen = area_meet(place, clip_now(r));
    if (area_empty(seen) || !surfacepass_ready(&r->surface, &r->facts, &r->trouble))
        return;
    flush(r);
    seen.x -= place.x;
    seen.y -= place.y;
    surfacepass_place(&r->surface, &command->u.surface, seen, place.width, place.height);
    meshstream_bind(&r->stream);
    use_target(r, r->target, r->frame);
    use_clip(r);
    float frame[4];
    frame_uniform(r, frame);
    surfacepass_shade(&r->surface, &command->u.surface, command->rect, command->color, frame);
}

static void blend_layer(Renderer *r, const Layer *layer, Area place)
{
    float frame[4];
    frame_uniform(r, frame);
    glUseProgram(r->picture);
    glUniform4fv(r->picture_frame, 1, frame);
    glUniform4f(r->picture_rect, (float)place.x, (float)place.y, (float)place.width,
                (float)place.height);
    glBindTexture(GL_TEXTURE_2D, layer->texture);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

static void show_layer(Renderer *r, const DrawCommand *command)
{
    const Layer *layer = &r->layers.at[command->u.layer.id];
    Area place = area_of(command->rect);
    if (!layer->drawn || area_empty(layer->place) || area_empty(area_meet(place, clip_now(r))))
        return;
    flush(r);
    bool same_size = place.width == layer->place.width && place.height == layer->place.height;
    if (layer->opaque && same_size)
        copy_layer(r, layer, place);
    else
        blend_layer(r, layer, place);
}

/* Starts an area of a layer from what lies below it. The clip is set to the area. */
static void begin_area(Renderer *r, const DrawCommand *command, Area area)
{
    int below = command->u.layer.below;
    const Layer *from = below >= 0 ? &r->layers.at[below] : NULL;
    if (!from || !from->drawn || from->place.width != r->frame.width ||
        from->place.height != r->frame.height) {
        clear_clip(command->color);
        return;
    }
    int x = area.x - r->frame.x, y = area.y - r->frame.y;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, from->framebuffer);
    glBlitFramebuffer(x, y, x + area.width, y + area.height, x, y, x + area.width, y + area.height,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, r->target);
}

static bool is_clip(const DrawCommand *command)
{
    return command->kind == DRAW_CLIP || command->kind == DRAW_UNCLIP;
}

static void execute_one(Renderer *r, const DrawList *list, const DrawCommand *command)
{
    if (area_empty(clip_now(r)) && !is_clip(command))
        return;
    const Point *points = points_of(list, command);
    switch (command->kind) {
    case DRAW_FILL:
        draw_fill_command(r, command);
        break;
    case DRAW_FRAME:
        geometry_frame(&r->mesh, command->rect, command->radius, command->width, command->color);
        break;
    case DRAW_LINE: {
        Stroke stroke = {command->width, command->color, command->closed, command->round,
                         command->dash};
        stroke_line(&r->mesh, points, command->count, &stroke);
        break;
    }
    case DRAW_POLYGON:
        geometry_polygon(&r->mesh, points, command->count, command->color);
        break;
    case DRAW_DISC:
        geometry_disc(&r->mesh, points[0], command->width, command->color);
        break;
    case DRAW_DOTS:
        draw_dots_command(r, list, command);
        break;
    case DRAW_TEXT:
        draw_text_command(r, list, command);
        break;
    case DRAW_GROUND:
        draw_ground_command(r, command);
        break;
    case DRAW_SURFACE:
        draw_surface_command(r, command);
        break;
    case DRAW_CLIP:
        push_clip(r, area_of(command->rect));
        break;
    case DRAW_UNCLIP:
        pop_clip(r);
        break;
    case DRAW_LAYER_SHOW:
        show_layer(r, command);
        break;
    case DRAW_LAYER:
    case DRAW_LAYER_END:
        assert(0 && "layers do not nest");
        break;
    }
}

static size_t layer_end(const DrawList *list, size_t begin)
{
    size_t end = begin + 1;
    while (end < list->command_count && list->commands[end].kind != DRAW_LAYER_END)
        end++;
    return end;
}

static void draw_layer_command(Renderer *r, const DrawList *list, size_t begin, size_t end)
{
    const AreaSet *work = layers_plan(&r->layers, &r->facts, &r->mesh, list, begin, end);
    if (work->count == 0)
        return;
    const Layer *layer = &r->layers.at[list->commands[begin].u.layer.id];
    use_target(r, layer->framebuffer, layer->place);
    /* All copies before all drawing: in between a software driver would wait for its threads. */
    for (int i = 0; i < work->count; i++) {
        push_clip(r, work->at[i]);
        begin_area(r, &list->commands[begin], work->at[i]);
        pop_clip(r);
    }
    for (int i = 0; i < work->count; i++) {
        push_clip(r, work->at[i]);
        for (size_t at = begin + 1; at < end; at++)
            execute_one(r, list, &list->commands[at]);
        pop_clip(r);
    }
    layers_done(&r->layers, list, begin, end);
}

static void draw_layers(Renderer *r, const DrawList *list)
{
    layers_rest(&r->layers);
    for (size_t i = 0; i < list->command_count; i++) {
        if (list->commands[i].kind == DRAW_LAYER) {
            size_t end = layer_end(list, i);
            draw_layer_command(r, list, i, end);
            i = end;
        }
    }
}

/* Draws what of the picture changed. Commands that do not reach into an area are left out. */
static void mend_screen(Renderer *r, const DrawList *list, Color background)
{
    AreaSet areas = {.count = 0};
    damage_mark(&r->damage, list, renderer_fonts(r), r->screen.place);
    if (r->screen.drawn && memcmp(&r->background, &background, sizeof background) == 0)
        damage_find(&r->damage, list, &r->layers, &areas);
    else
        area_set_add(&areas, r->screen.place);
    use_target(r, r->screen.framebuffer, r->screen.place);
    for (int i = 0; i < areas.count; i++) {
        push_clip(r, areas.at[i]);
        clear_clip(background);
        for (size_t at = 0; at < r->damage.now.count; at++) {
            const Mark *mark = &r->damage.now.at[at];
            const DrawCommand *command = &list->commands[mark->command];
            if (is_clip(command) || !area_empty(area_meet(mark->box, areas.at[i])))
                execute_one(r, list, command);
        }
        pop_clip(r);
    }
    r->screen.drawn = true;
    r->background = background;
}

/* Everything that was kept for later frames may be as incomplete as this one. */
static void forget_pictures(Renderer *r)
{
    layers_deinit(&r->layers);
    layer_deinit(&r->screen);
    groundfield_deinit(&r->ground.field);
    surfacepass_forget(&r->surface);
    meshstream_forget(&r->stream);
    atlas_forget(&r->atlas);
    typeset_begin_anew(r->typeset);
}

void renderer_draw(Renderer *r, const DrawList *list, int width, int height, Color background)
{
    r->width = width;
    r->height = height;
    mesh_when_full(&r->mesh, flush, r);
    meshstream_begin(&r->stream);
    Area all = {0, 0, width, height};
    meshstream_bind(&r->stream);
    glActiveTexture(GL_TEXTURE0);
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glEnable(GL_SCISSOR_TEST);
    glDisable(GL_DITHER);
    r->clip_count = 0;
    r->trouble = (Err){0};
    mesh_forget_lines(&r->mesh);
    layer_fit(&r->screen, &r->facts, all);
    draw_layers(r, list);
    mend_screen(r, list, background);
    use_target(r, 0, all);
    push_clip(r, all);
    copy_layer(r, &r->screen, all);
    pop_clip(r);
    if (!gl_fine("renderer_draw"))
        err_set(&r->trouble, "%s", NO_MEMORY);
    typeset_whole(r->typeset, &r->trouble);
    if (r->trouble.text[0] != '\0')
        forget_pictures(r);
}

bool renderer_read(Renderer *r, unsigned char *rgba, Err *err)
{
    size_t row = (size_t)r->width * 4, height = (size_t)r->height;
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, 0, r->width, r->height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    unsigned char *swap = mem_calloc(row, 1);
    for (size_t y = 0; y < height / 2; y++) {
        unsigned char *a = rgba + y * row, *b = rgba + (height - 1 - y) * row;
        memcpy(swap, a, row);
        memcpy(a, b, row);
        memcpy(b, swap, row);
    }
    free(swap);
    for (size_t i = 0; i < row * height; i += 4)
        rgba[i + 3] = 255; /* a window's framebuffer may have none */
    if (!gl_fine("renderer_read"))
        err_set(&r->trouble, "%s", NO_MEMORY);
    return r->trouble.text[0] == '\0' ||
           err_set(err, "cannot draw the whole picture: %s", r->trouble.text);
}

bool renderer_write_png(Renderer *r, const PngNotes *notes, FILE *file, Err *err)
{
    unsigned char *rgba = mem_calloc((size_t)r->width * (size_t)r->height, 4);
    bool done =
        renderer_read(r, rgba, err) && png_write(file, rgba, r->width, r->height, notes, err);
    free(rgba);
    return done;
}

void renderer_finish(Renderer *r)
{
    (void)r;
    glFinish();
}
