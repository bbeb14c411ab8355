#include "figure/painter.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "figure/groundtone.h"
#include "figure/isolines.h"
#include "figure/relief.h"
#include "figure/simplify.h"
#include "view/scene/clip.h"

/* px: how far a line may pass by a point of it. */
static const float TOLERANCE = 0.05f;
/* What lies farther out, in px, is cut off: pens calculate with fewer digits. */
static const float FAR = 20000.0f;

typedef struct Painter {
    const DrawList *list;
    const Pen *pen;
    Lettering *lettering;
    PaintLines lines;
    const PaintWatch *watch;
    size_t painted, told;           /* points */
    size_t layers[DRAW_LAYERS_MAX]; /* its command, plus one; 0: none yet */
    Point *points;                  /* work area */
    size_t point_cap;
} Painter;

static void execute(Painter *painter, size_t begin, size_t end);

/* Points are what a picture takes time for. */
static void note_painted(Painter *painter, size_t points)
{
    enum { TOLD_EVERY = 500 };
    painter->painted += points;
    if (!painter->watch || painter->painted < painter->told + TOLD_EVERY)
        return;
    painter->told = painter->painted;
    painter->watch->tell(painter->watch->context,
                         (double)painter->painted / (double)painter->list->point_count);
}

static bool is_near(Point p)
{
    return fabsf(p.x) <= FAR && fabsf(p.y) <= FAR; /* false for nan too */
}

/* Gaps are near, but not in a closed line: without them it is not closed. */
static bool all_near(const Point *points, size_t count, const PenLine *look)
{
    for (size_t i = 0; i < count; i++)
        if (!is_near(points[i]) && (look->closed || !point_is_gap(points[i])))
            return false;
    return true;
}

/* ---- lines ---- */

/* A line of one point has a place only where its ends are round. */
static void draw_piece(Painter *painter, size_t count, const PenLine *look)
{
    if (count == 1 && look->round) {
        painter->pen->disc(painter->pen->self, painter->points[0], look->width / 2, look->color);
        return;
    }
    count = simplify_line(painter->points, count, TOLERANCE);
    if (count > 1)
        painter->pen->line(painter->pen->self, painter->points, count, look);
}

/* A line with gaps, piece by piece: as on the screen, pieces that overlap are blended twice. */
static void draw_between_gaps(Painter *painter, const Point *points, size_t count,
                              const PenLine *look)
{
    for (size_t begin = 0, end; begin < count; begin = end + 1) {
        end = begin;
        while (end < count && !point_is_gap(points[end]))
            end++;
        memcpy(painter->points, points + begin, (end - begin) * sizeof *points);
        draw_piece(painter, end - begin, look);
        note_painted(painter, end - begin + 1);
    }
}

/* Lines that leave the near box or have points that are not finite. */
static void draw_pieces(Painter *painter, const Point *points, size_t count, PenLine look)
{
    const Rect box = {-FAR, -FAR, 2 * FAR, 2 * FAR};
    const size_t segments = look.closed ? count : count - 1;
    size_t used = 0;
    look.closed = false;
    for (size_t i = 0; i < segments; i++) {
        const Point p = points[i], q = points[(i + 1) % count];
        Vec2 a = vec2((double)p.x, (double)p.y), b = vec2((double)q.x, (double)q.y);
        if (!clip_segment(box, &a, &b)) {
            draw_piece(painter, used, &look);
            used = 0;
            continue;
        }
        if (used == 0)
            painter->points[used++] = clip_point(a);
        painter->points[used++] = clip_point(b);
        if (!is_near(q)) {
            draw_piece(painter, used, &look);
            used = 0;
        }
    }
    draw_piece(painter, used, &look);
}

static void draw_line_command(Painter *painter, const DrawCommand *command)
{
    const Point *points = painter->list->points + command->first;
    const size_t count = command->count;
    const PenLine look = {command->width, command->color, command->closed && count > 2,
                          command->round, command->dash};
    if (count == 0 || !(command->width > 0))
        return;
    ARRAY_RESERVE(painter->points, painter->point_cap, count + 1);
    if (all_near(points, count, &look))
        draw_between_gaps(painter, points, count, &look);
    else
        draw_pieces(painter, points, count, look);
}

static void draw_polygon_command(Painter *painter, const DrawCommand *command)
{
    const Point *points = painter->list->points + command->first;
    for (size_t i = 0; i < command->count; i++)
        if (!is_near(points[i]))
            return;
    if (command->count > 2)
        painter->pen->polygon(painter->pen->self, points, command->count, command->color);
}

static void draw_disc_at(Painter *painter, Point at, float radius, Color color)
{
    if (radius > 0 && is_near(at))
        painter->pen->disc(painter->pen->self, at, radius, color);
}

static void draw_dots_command(Painter *painter, const DrawCommand *command)
{
    const Point *points = painter->list->points + command->first;
    for (size_t i = 0; i < command->count; i++) {
        draw_disc_at(painter, points[i], command->width, command->color);
        draw_disc_at(painter, points[i], command->radius, command->color2);
        note_painted(painter, 1);
    }
}

/* ---- text ---- */

static void draw_text_command(Painter *painter, const DrawCommand *command)
{
    const DrawText *t = &command->u.text;
    const char *text = painter->list->text + t->offset;
    Point at = {command->rect.x, command->rect.y};
    TypeRun runs[TYPEFACE_RUNS_MAX];
    if (t->length == 0 || !(t->size >= 1) || !is_near(at))
        return;
    const int count = lettering_runs(painter->lettering, t->face, text, t->length, runs);
    for (int i = 0; i < count; i++) {
        const char *part = text + runs[i].start;
        const float width =
            lettering_width(painter->lettering, runs[i].role, part, runs[i].len) * t->size;
        painter->pen->text(painter->pen->self, &(PenText){.role = runs[i].role,
                                                          .size = t->size,
                                                          .angle = t->angle,
                                                          .at = at,
                                                          .width = width,
                                                          .color = command->color,
                                                          .halo = t->halo,
                                                          .halo_width = t->halo_width,
                                                          .text = part,
                                                          .len = runs[i].len});
        at.x += width * cosf(t->angle);
        at.y += width * sinf(t->angle);
    }
}

/* ---- pictures ---- */

static uint32_t *pixels_of(int width, int height)
{
    return mem_calloc((size_t)width * (size_t)height, sizeof(uint32_t));
}

static void draw_ground_command(Painter *painter, const DrawCommand *command)
{
    const DrawGround *ground = &command->u.ground;
    const Pen *pen = painter->pen;
    if (!ground->k || ground->width < 1 || ground->height < 1)
        return;
    uint32_t *pixels = pixels_of(ground->width, ground->height);
    tone_paint(ground, painter->lines == PAINT_PIXELS ? TONE_LINES : TONE_PLAIN, pixels);
    pen->image(pen->self, command->rect, pixels, ground->width, ground->height);
    free(pixels);
    if (painter->lines == PAINT_PIXELS)
        return;
    pen->push(pen->self, command->rect, (Point){0, 0});
    isolines_draw(ground, command->rect, pen);
    pen->pop(pen->self);
}

static void draw_surface_command(Painter *painter, const DrawCommand *command)
{
    const int width = (int)lroundf(command->rect.w), height = (int)lroundf(command->rect.h);
    if (!command->u.surface.ground.k || width < 1 || height < 1)
        return;
    uint32_t *pixels = pixels_of(width, height);
    relief_paint(&command->u.surface, width, height, command->color, pixels);
    painter->pen->image(painter->pen->self, command->rect, pixels, width, height);
    free(pixels);
}

/* ---- layers and clips ---- */

/* As the screen does: whole pixels, edges rounded. */
static Rect whole(Rect r)
{
    const float x = floorf(r.x + 0.5f), y = floorf(r.y + 0.5f);
    return (Rect){x, y, fmaxf(floorf(r.x + r.w + 0.5f) - x, 0),
                  fmaxf(floorf(r.y + r.h + 0.5f) - y, 0)};
}

static size_t layer_end(const DrawList *list, size_t begin)
{
    size_t end = begin + 1;
    while (end < list->command_count && list->commands[end].kind != DRAW_LAYER_END)
        end++;
    return end;
}

static void show_layer(Painter *painter, int id, Rect place)
{
    const Pen *pen = painter->pen;
    if (painter->layers[id] == 0)
        return;
    const size_t begin = painter->layers[id] - 1;
    const DrawCommand *layer = &painter->list->commands[begin];
    const int below = layer->u.layer.below;
    pen->push(pen->self, whole(place), (Point){place.x - layer->rect.x, place.y - layer->rect.y});
    if (below >= 0 && painter->layers[below] != 0)
        show_layer(painter, below, layer->rect);
    else
        pen->rect(pen->self, layer->rect, 0, layer->color);
    execute(painter, begin + 1, layer_end(painter->list, begin));
    pen->pop(pen->self);
}

static void execute_one(Painter *painter, const DrawCommand *command)
{
    const Pen *pen = painter->pen;
    switch (command->kind) {
    case DRAW_FILL:
        pen->rect(pen->self, command->rect, command->radius, command->color);
        break;
    case DRAW_FRAME:
        pen->frame(pen->self, command->rect, command->radius, command->width, command->color);
        break;
    case DRAW_LINE:
        draw_line_command(painter, command);
        break;
    case DRAW_POLYGON:
        draw_polygon_command(painter, command);
        break;
    case DRAW_DISC:
        draw_disc_at(painter, painter->list->points[command->first], command->width,
                     command->color);
        break;
    case DRAW_DOTS:
        draw_dots_command(painter, command);
        break;
    case DRAW_TEXT:
        draw_text_command(painter, command);
        break;
    case DRAW_GROUND:
        draw_ground_command(painter, command);
        break;
    case DRAW_SURFACE:
        draw_surface_command(painter, command);
        break;
    case DRAW_CLIP:
        pen->push(pen->self, whole(command->rect), (Point){0, 0});
        break;
    case DRAW_UNCLIP:
        pen->pop(pen->self);
        break;
    case DRAW_LAYER_SHOW:
        show_layer(painter, command->u.layer.id, command->rect);
        break;
    case DRAW_LAYER:
    case DRAW_LAYER_END:
        assert(0 && "layers do not nest");
        break;
    }
}

static void execute(Painter *painter, size_t begin, size_t end)
{
    const DrawList *list = painter->list;
    for (size_t i = begin; i < end; i++) {
        if (list->commands[i].kind == DRAW_LAYER) {
            painter->layers[list->commands[i].u.layer.id] = i + 1;
            i = layer_end(list, i);
        } else {
            execute_one(painter, &list->commands[i]);
        }
    }
}

void painter_paint(const DrawList *list, int width, int height, const PaintStyle *style,
                   Lettering *lettering, const Pen *pen)
{
    Painter painter = {.list = list,
                       .pen = pen,
                       .lettering = lettering,
                       .lines = style->lines,
                       .watch = style->watch};
    pen->rect(pen->self, (Rect){0, 0, (float)width, (float)height}, 0, style->background);
    execute(&painter, 0, list->command_count);
    free(painter.points);
}
