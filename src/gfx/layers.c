#include "gfx/layers.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "gfx/stroke.h"

static int whole(float x)
{
    return (int)floorf(fminf(fmaxf(x, -30000.0f), 30000.0f) + 0.5f);
}

Area area_of(Rect rect)
{
    int x = whole(rect.x), y = whole(rect.y);
    return (Area){x, y, whole(rect.x + rect.w) - x, whole(rect.y + rect.h) - y};
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

Area area_meet(Area a, Area b)
{
    int x = most(a.x, b.x), y = most(a.y, b.y);
    int right = least(a.x + a.width, b.x + b.width);
    int bottom = least(a.y + a.height, b.y + b.height);
    return (Area){x, y, most(right - x, 0), most(bottom - y, 0)};
}

Area area_join(Area a, Area b)
{
    int x = least(a.x, b.x), y = least(a.y, b.y);
    int right = most(a.x + a.width, b.x + b.width);
    int bottom = most(a.y + a.height, b.y + b.height);
    return (Area){x, y, right - x, bottom - y};
}

static void layer_deinit(Layer *layer)
{
    if (layer->texture) {
        glDeleteFramebuffers(1, &layer->framebuffer);
        glDeleteTextures(1, &layer->texture);
    }
    free(layer->counts);
    *layer = (Layer){0};
}

void layers_deinit(Layers *layers)
{
    for (int i = 0; i < DRAW_LAYERS_MAX; i++) {
        layer_deinit(&layers->at[i]);
    }
}

static void fit_texture(Layer *layer, const GlFacts *facts, Area place)
{
    bool fits =
        layer->texture && layer->place.width == place.width && layer->place.height == place.height;
    if (!fits) {
        if (!layer->texture) {
            glGenTextures(1, &layer->texture);
            glGenFramebuffers(1, &layer->framebuffer);
        }
        glBindTexture(GL_TEXTURE_2D, layer->texture);
        gl_picture_storage(facts, most(place.width, 1), most(place.height, 1));
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        glBindFramebuffer(GL_FRAMEBUFFER, layer->framebuffer);
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, layer->texture,
                               0);
    }
    layer->drawn = layer->drawn && fits && layer->place.x == place.x && layer->place.y == place.y;
    layer->place = place;
}

static bool can_grow(DrawKind kind)
{
    return kind == DRAW_LINE || kind == DRAW_DOTS;
}

/* The box around dots `before` to `count`. */
static Rect dots_growth(const DrawCommand *command, const Point *points, uint32_t before)
{
    float x0 = points[before].x, y0 = points[before].y, x1 = x0, y1 = y0;
    for (uint32_t i = before; i < command->count; i++) {
        x0 = fminf(x0, points[i].x);
        y0 = fminf(y0, points[i].y);
        x1 = fmaxf(x1, points[i].x);
        y1 = fmaxf(y1, points[i].y);
    }
    float margin = fmaxf(command->width, command->radius) + 2;
    return (Rect){x0 - margin, y0 - margin, x1 - x0 + 2 * margin, y1 - y0 + 2 * margin};
}

/* Adds an area; those that touch become one, so that no pixel is drawn twice. */
static void add_area(LayerWork *work, Area area)
{
    for (int i = 0; i < work->count;) {
        if (!area_empty(area_meet(work->areas[i], area))) {
            area = area_join(area, work->areas[i]);
            work->areas[i] = work->areas[--work->count];
            i = 0;
        } else {
            i++;
        }
    }
    if (work->count == LAYER_AREAS_MAX) {
        area = area_join(area, work->areas[--work->count]);
        add_area(work, area);
        return;
    }
    work->areas[work->count++] = area;
}

/* False if the content changed in a way that needs everything. */
static bool plan_growth(const Layer *layer, Mesh *mesh, const DrawList *list, size_t begin,
                        size_t end, LayerWork *work)
{
    if (layer->command_count != end - begin) {
        return false;
    }
    for (size_t i = begin; i < end; i++) {
        const DrawCommand *command = &list->commands[i];
        uint32_t before = layer->counts[i - begin];
        if (command->count == before) {
            continue;
        }
        if (!can_grow(command->kind) || command->count < before) {
            return false;
        }
        const Point *points = list->points + command->first;
        Stroke stroke = {command->width, command->color, command->closed, command->round,
                         command->dash};
        Rect grown = command->kind == DRAW_DOTS
                         ? dots_growth(command, points, before)
                         : stroke_growth(mesh, points, before, command->count, &stroke);
        Rect outward = {floorf(grown.x), floorf(grown.y), ceilf(grown.w) + 1, ceilf(grown.h) + 1};
        Area area = area_meet(area_of(outward), layer->place);
        if (!area_empty(area)) {
            add_area(work, area);
        }
    }
    return true;
}

LayerWork layers_plan(Layers *layers, const GlFacts *facts, Mesh *mesh, const DrawList *list,
                      size_t begin, size_t end)
{
    const DrawCommand *command = &list->commands[begin];
    const DrawLayer *want = &command->u.layer;
    assert(want->id >= 0 && want->id < DRAW_LAYERS_MAX && want->below < DRAW_LAYERS_MAX);
    Layer *layer = &layers->at[want->id];
    fit_texture(layer, facts, area_of(command->rect));
    LayerWork work = {.count = 0};
    if (area_empty(layer->place)) {
        return work;
    }
    bool same_below =
        want->below < 0 || layer->below_generation == layers->at[want->below].generation;
    bool same = layer->drawn && layer->key == want->key && same_below;
    if (same && want->mode == LAYER_FIXED) {
        return work;
    }
    if (!same || !plan_growth(layer, mesh, list, begin, end, &work)) {
        work.areas[0] = layer->place;
        work.count = 1;
    }
    return work;
}

void layers_done(Layers *layers, const DrawList *list, size_t begin, size_t end)
{
    const DrawCommand *command = &list->commands[begin];
    const DrawLayer *want = &command->u.layer;
    Layer *layer = &layers->at[want->id];
    layer->drawn = true;
    layer->key = want->key;
    layer->generation = ++layers->generation;
    layer->opaque = command->color.a == 255;
    if (want->below >= 0) {
        layer->below_generation = layers->at[want->below].generation;
        layer->opaque = layers->at[want->below].opaque;
    }
    layer->command_count = end - begin;
    ARRAY_RESERVE(layer->counts, layer->count_cap, end - begin);
    for (size_t i = begin; i < end; i++) {
        layer->counts[i - begin] = list->commands[i].count;
    }
}
