#include "gfx/layers.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "gfx/stroke.h"

void layer_deinit(Layer *layer)
{
    if (layer->texture) {
        glDeleteFramebuffers(1, &layer->framebuffer);
        glDeleteTextures(1, &layer->texture);
    }
    free(layer->counts);
    for (size_t i = 0; i < layer->line_made; i++)
        thin_deinit(&layer->lines[i]);
    free(layer->lines);
    *layer = (Layer){0};
}

void layers_deinit(Layers *layers)
{
    for (int i = 0; i < DRAW_LAYERS_MAX; i++)
        layer_deinit(&layers->at[i]);
}

void layer_fit(Layer *layer, const GlFacts *facts, Area place)
{
    bool fits =
        layer->texture && layer->place.width == place.width && layer->place.height == place.height;
    if (!fits) {
        if (!layer->texture) {
            glGenTextures(1, &layer->texture);
            glGenFramebuffers(1, &layer->framebuffer);
        }
        glBindTexture(GL_TEXTURE_2D, layer->texture);
        gl_picture_storage(facts, place.width > 1 ? place.width : 1,
                           place.height > 1 ? place.height : 1);
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

static Stroke stroke_of(const DrawCommand *command)
{
    return (Stroke){command->width, command->color, command->closed, command->round, command->dash};
}

/* False if the content changed in a way that needs everything. */
static bool plan_growth(Layer *layer, const DrawList *list, size_t begin, size_t end, AreaSet *work)
{
    if (layer->command_count != end - begin)
        return false;
    for (size_t i = begin; i < end; i++) {
        const DrawCommand *command = &list->commands[i];
        uint32_t before = layer->counts[i - begin];
        if (command->count == before)
            continue;
        if (!can_grow(command->kind) || command->count < before)
            return false;
        const Point *points = list->points + command->first;
        const Stroke stroke = stroke_of(command);
        Rect grown = command->kind == DRAW_DOTS ? dots_growth(command, points, before)
                                                : stroke_growth(&layer->lines[i - begin], points,
                                                                before, command->count, &stroke);
        area_set_add(work, area_meet(area_around(grown), layer->place));
    }
    return true;
}

/* Lines need not be thinned from their beginning. */
static void remember_lines(Layer *layer, Mesh *mesh, const DrawList *list, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        const DrawCommand *command = &list->commands[i];
        const Stroke stroke = stroke_of(command);
        if (command->kind == DRAW_LINE && command->count > 0) {
            stroke_remember(mesh, &layer->lines[i - begin], list->points + command->first,
                            command->count, &stroke);
        }
    }
}

/* The content is drawn from the beginning: its lines may be others. */
static void forget_lines(Layer *layer, size_t count)
{
    ARRAY_RESERVE(layer->lines, layer->line_cap, count);
    for (; layer->line_made < count; layer->line_made++)
        layer->lines[layer->line_made] = (ThinLine){0};
    for (size_t i = 0; i < layer->line_made; i++) {
        thin_deinit(&layer->lines[i]);
        thin_begin(&layer->lines[i], false);
    }
}

const AreaSet *layers_plan(Layers *layers, const GlFacts *facts, Mesh *mesh, const DrawList *list,
                           size_t begin, size_t end)
{
    const DrawCommand *command = &list->commands[begin];
    const DrawLayer *want = &command->u.layer;
    assert(want->id >= 0 && want->id < DRAW_LAYERS_MAX && want->below < DRAW_LAYERS_MAX);
    Layer *layer = &layers->at[want->id];
    AreaSet *work = &layer->work;
    layer_fit(layer, facts, area_of(command->rect));
    work->count = 0;
    bool same_below =
        want->below < 0 || layer->below_generation == layers->at[want->below].generation;
    bool same = layer->drawn && layer->key == want->key && same_below;
    if (same && want->mode == LAYER_FIXED)
        return work;
    if (!same || !plan_growth(layer, list, begin, end, work)) {
        work->count = 0;
        area_set_add(work, layer->place);
        forget_lines(layer, end - begin);
    } else if (work->count > 0) {
        remember_lines(layer, mesh, list, begin, end);
    }
    return work;
}

void layers_rest(Layers *layers)
{
    for (int i = 0; i < DRAW_LAYERS_MAX; i++)
        layers->at[i].work.count = 0;
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
    for (size_t i = begin; i < end; i++)
        layer->counts[i - begin] = list->commands[i].count;
}
