#include "gfx/damage.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "view/draw/key.h"

enum {
    CLIPS_MAX = 16,
    LOOK_AHEAD = 64,    /* commands that may vanish at once without costing more than their boxes */
    MEASURED_MAX = 1000 /* bytes; a longer text may lie anywhere */
};

void damage_deinit(Damage *damage)
{
    free(damage->now.at);
    free(damage->before.at);
    *damage = (Damage){0};
}

/* ---- what a command says ---- */

static uint64_t key_bytes(uint64_t key, const char *bytes, size_t count)
{
    for (; count >= 8; count -= 8, bytes += 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        key = key_u64(key, word);
    }
    uint64_t rest = count;
    memcpy(&rest, bytes, count);
    return count > 0 ? key_u64(key, rest) : key;
}

static uint64_t text_key(uint64_t key, const DrawList *list, const DrawText *text)
{
    key = key_f64(key_f64(key, (double)text->size), (double)text->angle);
    key = key_f64(key_color(key, text->halo), (double)text->halo_width);
    key = key_u64(key_u64(key, (uint64_t)text->face), text->length);
    return key_bytes(key, list->text + text->offset, text->length);
}

static uint64_t command_key(const DrawList *list, const DrawCommand *command, Area clip)
{
    uint64_t key = key_u64(1, (uint64_t)command->kind);
    key = key_color(key_color(key, command->color), command->color2);
    key = key_rect(key, command->rect);
    key = key_f64(key_f64(key, (double)command->radius), (double)command->width);
    key = key_u64(key, (uint64_t)command->closed << 1 | (uint64_t)command->round);
    for (int i = 0; i < command->dash.count; i++)
        key = key_f64(key, (double)command->dash.length[i]);
    key = key_u64(key_u64(key, (uint64_t)command->dash.count), command->count);
    if (command->count > 0) {
        key = key_bytes(key, (const char *)(list->points + command->first),
                        command->count * sizeof *list->points);
    }
    if (command->kind == DRAW_TEXT)
        key = text_key(key, list, &command->u.text);
    else if (command->kind == DRAW_LAYER_SHOW)
        key = key_u64(key, (uint64_t)command->u.layer.id);
    key = key_u64(key_u64(key, (uint64_t)clip.x), (uint64_t)clip.y);
    return key_u64(key_u64(key, (uint64_t)clip.width), (uint64_t)clip.height);
}

/* ---- where it may leave a trace ---- */

static Area around_points(const DrawList *list, const DrawCommand *command, float margin, Area clip)
{
    if (command->count == 0)
        return (Area){0};
    const Point *p = list->points + command->first;
    float x0 = p->x, y0 = p->y, x1 = x0, y1 = y0;
    bool finite = true;
    for (uint32_t i = 0; i < command->count; i++) {
        finite &= point_is_gap(p[i]) || (isfinite(p[i].x) && isfinite(p[i].y));
        x0 = fminf(x0, p[i].x);
        y0 = fminf(y0, p[i].y);
        x1 = fmaxf(x1, p[i].x);
        y1 = fmaxf(y1, p[i].y);
    }
    Rect box = {x0 - margin, y0 - margin, x1 - x0 + 2 * margin, y1 - y0 + 2 * margin};
    return finite && !isnan(x0) ? area_meet(area_around(box), clip) : clip;
}

static Area around_text(const DrawList *list, const DrawCommand *command, const Fonts *fonts,
                        Area clip)
{
    const DrawText *text = &command->u.text;
    if (text->length > MEASURED_MAX || !isfinite(command->rect.x) || !isfinite(command->rect.y))
        return clip;
    FontInk ink =
        fonts->ink(fonts->context, text->face, text->size, list->text + text->offset, text->length);
    float margin = text->halo_width + 3 + 0.1f * text->size;
    float c = cosf(text->angle), s = sinf(text->angle);
    float x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int i = 0; i < 4; i++) {
        float along = i & 1 ? ink.right + margin : ink.left - margin;
        float down = i & 2 ? ink.bottom + margin : ink.top - margin;
        float x = command->rect.x + c * along - s * down,
              y = command->rect.y + s * along + c * down;
        x0 = fminf(x0, x);
        y0 = fminf(y0, y);
        x1 = fmaxf(x1, x);
        y1 = fmaxf(y1, y);
    }
    return area_meet(area_around((Rect){x0, y0, x1 - x0, y1 - y0}), clip);
}

static Area command_box(const DrawList *list, const DrawCommand *command, const Fonts *fonts,
                        Area clip)
{
    switch (command->kind) {
    case DRAW_FILL:
    case DRAW_FRAME:
        return area_meet(area_around(rect_inset(command->rect, -1)), clip);
    case DRAW_LINE:
        return around_points(list, command, command->width / 2 + 3, clip);
    case DRAW_POLYGON:
        return around_points(list, command, 2, clip);
    case DRAW_DISC:
    case DRAW_DOTS:
        return around_points(list, command, fmaxf(command->width, command->radius) + 2, clip);
    case DRAW_TEXT:
        return around_text(list, command, fonts, clip);
    case DRAW_GROUND:
    case DRAW_SURFACE:
    case DRAW_LAYER_SHOW:
        return area_meet(area_of(command->rect), clip);
    case DRAW_CLIP:
    case DRAW_UNCLIP:
    case DRAW_LAYER:
    case DRAW_LAYER_END:
        break;
    }
    return (Area){0};
}

/* ---- comparing ---- */

static void push_mark(Marks *marks, Mark mark)
{
    ARRAY_RESERVE(marks->at, marks->cap, marks->count + 1);
    marks->at[marks->count++] = mark;
}

void damage_mark(Damage *damage, const DrawList *list, const Fonts *fonts, Area all)
{
    Marks old = damage->before;
    damage->before = damage->now;
    damage->now = old;
    damage->now.count = 0;
    Area clips[CLIPS_MAX] = {all};
    int depth = 0;
    bool inside = false; /* a layer */
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        bool was_inside = inside;
        inside = command->kind == DRAW_LAYER || (inside && command->kind != DRAW_LAYER_END);
        if (inside || was_inside)
            continue;
        if (command->kind == DRAW_CLIP) {
            assert(depth + 1 < CLIPS_MAX);
            clips[depth + 1] = area_meet(area_of(command->rect), clips[depth]);
            depth++;
        }
        if (command->kind == DRAW_CLIP || command->kind == DRAW_UNCLIP) {
            push_mark(&damage->now, (Mark){i, 0, {0}});
            depth -= command->kind == DRAW_UNCLIP;
            continue;
        }
        Area box = command_box(list, command, fonts, clips[depth]);
        if (!area_empty(box))
            push_mark(&damage->now, (Mark){i, command_key(list, command, clips[depth]), box});
    }
}

/* A command that says the same may still show something new. */
static void add_changed(const DrawCommand *command, const Mark *mark, const Layers *layers,
                        AreaSet *set)
{
    if (command->kind == DRAW_GROUND || command->kind == DRAW_SURFACE)
        area_set_add(set, mark->box);
    if (command->kind != DRAW_LAYER_SHOW)
        return;
    const Layer *layer = &layers->at[command->u.layer.id];
    Area place = area_of(command->rect);
    bool alike = place.width == layer->place.width && place.height == layer->place.height;
    for (int i = 0; i < layer->work.count; i++) {
        Area area = layer->work.at[i];
        area.x += place.x - layer->place.x;
        area.y += place.y - layer->place.y;
        area_set_add(set, alike ? area_meet(area, mark->box) : mark->box);
    }
}

void damage_find(const Damage *damage, const DrawList *list, const Layers *layers, AreaSet *set)
{
    const Marks *before = &damage->before, *now = &damage->now;
    size_t rest = 0;
    for (size_t i = 0; i < now->count; i++) {
        const Mark *mark = &now->at[i];
        size_t same = rest, limit = rest + LOOK_AHEAD;
        while (same < before->count && same < limit && before->at[same].key != mark->key)
            same++;
        if (same == before->count || same == limit) {
            area_set_add(set, mark->box);
            continue;
        }
        for (; rest < same; rest++)
            area_set_add(set, before->at[rest].box);
        rest++;
        add_changed(&list->commands[mark->command], mark, layers, set);
    }
    for (; rest < before->count; rest++)
        area_set_add(set, before->at[rest].box);
}
