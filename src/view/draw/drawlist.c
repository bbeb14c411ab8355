#include "view/draw/drawlist.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void drawlist_deinit(DrawList *list)
{
    free(list->commands);
    free(list->points);
    free(list->text);
    *list = (DrawList){0};
}

void drawlist_clear(DrawList *list)
{
    list->command_count = 0;
    list->point_count = 0;
    list->text_count = 0;
}

/* A zeroed command at the list's end. Borrowed until the next one. */
static DrawCommand *command_add(DrawList *list, DrawKind kind)
{
    ARRAY_RESERVE(list->commands, list->command_cap, list->command_count + 1);
    DrawCommand *command = &list->commands[list->command_count++];
    memset(command, 0, sizeof *command);
    command->kind = kind;
    command->first = (uint32_t)list->point_count;
    return command;
}

static void points_add(DrawList *list, DrawCommand *command, const Point *points, size_t count)
{
    ARRAY_RESERVE(list->points, list->point_cap, list->point_count + count);
    if (count > 0)
        memcpy(list->points + list->point_count, points, count * sizeof *points);
    list->point_count += count;
    command->count = (uint32_t)count;
}

void draw_fill(DrawList *list, Rect rect, float radius, Color color)
{
    DrawCommand *command = command_add(list, DRAW_FILL);
    command->rect = rect;
    command->radius = radius;
    command->color = color;
}

void draw_frame(DrawList *list, Rect rect, float radius, float width, Color color)
{
    DrawCommand *command = command_add(list, DRAW_FRAME);
    command->rect = rect;
    command->radius = radius;
    command->width = width;
    command->color = color;
}

static DrawCommand *line_add(DrawList *list, const Point *points, size_t count, float width,
                             Color color)
{
    DrawCommand *command = command_add(list, DRAW_LINE);
    command->width = width;
    command->color = color;
    points_add(list, command, points, count);
    return command;
}

void draw_line(DrawList *list, const Point *points, size_t count, float width, Color color)
{
    line_add(list, points, count, width, color)->round = true;
}

void draw_line_dashed(DrawList *list, const Point *points, size_t count, float width, Color color,
                      const Dash *dash)
{
    DrawCommand *command = line_add(list, points, count, width, color);
    if (dash && dash->count > 0)
        command->dash = *dash;
    else
        command->round = true;
}

void draw_loop(DrawList *list, const Point *points, size_t count, float width, Color color)
{
    line_add(list, points, count, width, color)->closed = true;
}

void draw_segment(DrawList *list, Point a, Point b, float width, Color color)
{
    line_add(list, (Point[]){a, b}, 2, width, color);
}

void draw_polygon(DrawList *list, const Point *points, size_t count, Color color)
{
    DrawCommand *command = command_add(list, DRAW_POLYGON);
    command->color = color;
    points_add(list, command, points, count);
}

void draw_disc(DrawList *list, Point center, float radius, Color color)
{
    DrawCommand *command = command_add(list, DRAW_DISC);
    command->color = color;
    command->width = radius;
    points_add(list, command, &center, 1);
}

void draw_ring(DrawList *list, Point center, float radius, float width, Color color)
{
    float outer = radius + 0.5f * width;
    draw_frame(list, (Rect){center.x - outer, center.y - outer, 2 * outer, 2 * outer}, outer, width,
               color);
}

void draw_dots(DrawList *list, const Point *points, size_t count, float radius, float hole,
               Color color, Color hole_color)
{
    DrawCommand *command = command_add(list, DRAW_DOTS);
    command->color = color;
    command->color2 = hole_color;
    command->width = radius;
    command->radius = hole;
    points_add(list, command, points, count);
}

void draw_ground(DrawList *list, Rect rect, const DrawGround *ground)
{
    DrawCommand *command = command_add(list, DRAW_GROUND);
    command->rect = rect;
    command->u.ground = *ground;
}

void draw_surface(DrawList *list, Rect rect, const DrawSurface *surface, Color background)
{
    DrawCommand *command = command_add(list, DRAW_SURFACE);
    command->rect = rect;
    command->color = background;
    command->u.surface = *surface;
}

void draw_clip(DrawList *list, Rect rect)
{
    command_add(list, DRAW_CLIP)->rect = rect;
}

void draw_unclip(DrawList *list)
{
    command_add(list, DRAW_UNCLIP);
}

void draw_layer(DrawList *list, Rect rect, DrawLayer layer, Color background)
{
    assert(layer.id >= 0 && layer.id < DRAW_LAYERS_MAX);
    DrawCommand *command = command_add(list, DRAW_LAYER);
    command->rect = rect;
    command->color = background;
    command->u.layer = layer;
}

void draw_layer_end(DrawList *list)
{
    command_add(list, DRAW_LAYER_END);
}

void draw_layer_show(DrawList *list, Rect rect, int id)
{
    assert(id >= 0 && id < DRAW_LAYERS_MAX);
    DrawCommand *command = command_add(list, DRAW_LAYER_SHOW);
    command->rect = rect;
    command->u.layer = (DrawLayer){.id = id, .below = -1};
}

static DrawText text_of(const TextStyle *style)
{
    return (DrawText){.face = style->face,
                      .size = style->size,
                      .angle = style->angle,
                      .halo = style->halo,
                      .halo_width = style->halo_width};
}

static void text_add(DrawList *list, DrawText text, Point at, Color color, const char *bytes,
                     size_t len)
{
    DrawCommand *command = command_add(list, DRAW_TEXT);
    command->color = color;
    command->rect = (Rect){at.x, at.y, 0, 0};
    command->u.text = text;
    command->u.text.offset = (uint32_t)list->text_count;
    command->u.text.length = (uint32_t)len;
    ARRAY_RESERVE(list->text, list->text_cap, list->text_count + len + 1);
    memcpy(list->text + list->text_count, bytes, len);
    list->text[list->text_count + len] = '\0';
    list->text_count += len + 1;
}

float draw_text(DrawList *list, Face face, float size, float x, float baseline, float align,
                Color color, const char *text)
{
    const TextStyle style = {
        .face = face, .size = size, .color = color, .halo = color, .align = align};
    return draw_text_styled(list, &style, (Point){x, baseline}, text);
}

float draw_text_styled(DrawList *list, const TextStyle *style, Point at, const char *text)
{
    size_t len = strlen(text);
    if (len == 0)
        return 0;
    float width = font_width(list->fonts, style->face, style->size, text, len);
    at.x -= style->align * width * cosf(style->angle);
    at.y -= style->align * width * sinf(style->angle);
    text_add(list, text_of(style), at, style->color, text, len);
    return width;
}

void draw_text_run(DrawList *list, const TextStyle *style, Point at, const char *text, size_t len)
{
    if (len > 0)
        text_add(list, text_of(style), at, style->color, text, len);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static float digit_cell(const Fonts *fonts, Face face, float size)
{
    float cell = 0;
    for (char digit = '0'; digit <= '9'; digit++)
        cell = fmaxf(cell, font_width(fonts, face, size, &digit, 1));
    return cell;
}

/* Length of the run of non-digits at text. */
static size_t other_run(const char *text)
{
    size_t len = 0;
    while (text[len] != '\0' && !is_digit(text[len]))
        len++;
    return len;
}

static float number_width(const Fonts *fonts, Face face, float size, float cell, const char *text)
{
    float width = 0;
    for (size_t i = 0; text[i] != '\0';) {
        if (is_digit(text[i])) {
            width += cell;
            i++;
            continue;
        }
        size_t len = other_run(text + i);
        width += font_width(fonts, face, size, text + i, len);
        i += len;
    }
    return width;
}

float draw_number_width(const Fonts *fonts, Face face, float size, const char *text)
{
    return number_width(fonts, face, size, digit_cell(fonts, face, size), text);
}

float draw_number(DrawList *list, Face face, float size, float x, float baseline, float align,
                  Color color, const char *text)
{
    float cell = digit_cell(list->fonts, face, size);
    float total = number_width(list->fonts, face, size, cell, text);
    float pen = x - align * total;
    for (size_t i = 0; text[i] != '\0';) {
        size_t len = is_digit(text[i]) ? 1 : other_run(text + i);
        float width = font_width(list->fonts, face, size, text + i, len);
        float advance = is_digit(text[i]) ? cell : width;
        text_add(list, (DrawText){.face = face, .size = size},
                 (Point){pen + 0.5f * (advance - width), baseline}, color, text + i, len);
        pen += advance;
        i += len;
    }
    return total;
}

Point *draw_points_begin(DrawList *list, size_t count)
{
    ARRAY_RESERVE(list->points, list->point_cap, list->point_count + count);
    return list->points + list->point_count;
}

/* Claims the points written since draw_points_begin. */
static DrawCommand *points_end(DrawList *list, DrawKind kind, size_t used)
{
    assert(list->point_count + used <= list->point_cap);
    DrawCommand *command = command_add(list, kind);
    command->count = (uint32_t)used;
    list->point_count += used;
    return command;
}

void draw_line_end(DrawList *list, size_t used, float width, Color color, const Dash *dash)
{
    DrawCommand *command = points_end(list, DRAW_LINE, used);
    command->width = width;
    command->color = color;
    if (dash && dash->count > 0)
        command->dash = *dash;
    else
        command->round = true;
}

void draw_dots_end(DrawList *list, size_t used, float radius, float hole, Color color,
                   Color hole_color)
{
    DrawCommand *command = points_end(list, DRAW_DOTS, used);
    command->width = radius;
    command->radius = hole;
    command->color = color;
    command->color2 = hole_color;
}
