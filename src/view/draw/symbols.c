#include "view/draw/symbols.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const float PI = 3.14159265f;

enum { OUTLINE_MAX = 32, ARC_POINTS = 13 };

/* A closed outline around (0, 0). */
typedef struct Outline {
    Point points[OUTLINE_MAX];
    size_t count;
} Outline;

static void outline_add(Outline *outline, float x, float y)
{
    assert(outline->count < OUTLINE_MAX);
    outline->points[outline->count++] = (Point){x, y};
}

/* Corners on a circle around (0, dy), every second one at radius `inner`. */
static Outline outline_regular(int corners, float outer, float inner, float first_angle, float dy)
{
    Outline outline = {.count = 0};
    for (int i = 0; i < corners; i++) {
        float angle = first_angle + 2 * PI * (float)i / (float)corners;
        float r = i % 2 == 0 ? outer : inner;
        outline_add(&outline, r * cosf(angle), dy + r * sinf(angle));
    }
    return outline;
}

static Outline outline_plus(float arm, float half, float turn)
{
    Outline outline = {.count = 0};
    for (int i = 0; i < 4; i++) {
        float angle = turn + 0.5f * PI * (float)i;
        float c = cosf(angle);
        float s = sinf(angle);
        outline_add(&outline, arm * c + half * s, arm * s - half * c);
        outline_add(&outline, arm * c - half * s, arm * s + half * c);
        outline_add(&outline, half * c - half * s, half * s + half * c);
    }
    return outline;
}

/* The factors make shapes of one nominal radius look equally large; src/view/README.md,
 * "Optimizers' marks". */
static Outline shape_outline(Shape shape, float r)
{
    switch (shape) {
    case SHAPE_SQUARE:
        return outline_regular(4, 0.90f * r * sqrtf(2), 0.90f * r * sqrtf(2), PI / 4, 0);
    case SHAPE_TRIANGLE:
        return outline_regular(3, 1.32f * r, 1.32f * r, -PI / 2, 0.16f * r);
    case SHAPE_TRIANGLE_DOWN:
        return outline_regular(3, 1.32f * r, 1.32f * r, PI / 2, -0.16f * r);
    case SHAPE_DIAMOND:
        return outline_regular(4, 1.26f * r, 1.26f * r, 0, 0);
    case SHAPE_HEXAGON:
        return outline_regular(6, 1.10f * r, 1.10f * r, 0, 0);
    case SHAPE_STAR:
        return outline_regular(10, 1.42f * r, 0.66f * r, -PI / 2, 0);
    case SHAPE_PLUS:
        return outline_plus(1.16f * r, 0.40f * r, 0);
    case SHAPE_CROSS:
        return outline_plus(1.16f * r, 0.40f * r, PI / 4);
    case SHAPE_CIRCLE:
    case SHAPE_RING:
    case SHAPE_COUNT:
        break;
    }
    return (Outline){.count = 0};
}

static void outline_move(Outline *outline, Point center)
{
    for (size_t i = 0; i < outline->count; i++) {
        outline->points[i].x += center.x;
        outline->points[i].y += center.y;
    }
}

void symbol_marker(DrawList *list, Shape shape, Point center, float r, Color color, Color halo,
                   float halo_width)
{
    if (shape == SHAPE_CIRCLE) {
        if (halo_width > 0)
            draw_disc(list, center, r + halo_width, halo);
        draw_disc(list, center, r, color);
        return;
    }
    if (shape == SHAPE_RING) {
        if (halo_width > 0)
            draw_ring(list, center, 0.78f * r, 0.55f * r + 2 * halo_width, halo);
        draw_ring(list, center, 0.78f * r, 0.55f * r, color);
        return;
    }
    Outline outline = shape_outline(shape, r);
    outline_move(&outline, center);
    if (halo_width > 0)
        draw_loop(list, outline.points, outline.count, 2 * halo_width, halo);
    draw_polygon(list, outline.points, outline.count, color);
}

void symbol_marker_hollow(DrawList *list, Shape shape, Point center, float r, float stroke,
                          Color color, Color fill)
{
    if (shape == SHAPE_CIRCLE || shape == SHAPE_RING) {
        draw_disc(list, center, r, fill);
        draw_ring(list, center, r - 0.5f * stroke, stroke, color);
        return;
    }
    Outline outline = shape_outline(shape, r);
    outline_move(&outline, center);
    draw_polygon(list, outline.points, outline.count, fill);
    draw_loop(list, outline.points, outline.count, stroke, color);
}

/* Map marks: strokes are 2 px of ink on 5.4 px of halo. */
static const float MARK_INK = 2;
static const float MARK_HALO = 5.4f;

void symbol_start(DrawList *list, Point center, float scale, Color ink, Color halo)
{
    draw_ring(list, center, 8 * scale, 6.4f * scale, halo);
    draw_ring(list, center, 8 * scale, 3 * scale, ink);
}

static void minimum_pass(DrawList *list, Point c, float scale, float width, float dot, Color color)
{
    for (int i = 0; i < 4; i++) {
        float dx = i == 0 ? 1.0f : i == 1 ? -1.0f : 0.0f;
        float dy = i == 2 ? 1.0f : i == 3 ? -1.0f : 0.0f;
        float extra = 0.5f * (width - MARK_INK);
        float from = (4.6f - extra) * scale;
        float to = (9 + extra) * scale;
        draw_segment(list, (Point){c.x + from * dx, c.y + from * dy},
                     (Point){c.x + to * dx, c.y + to * dy}, width * scale, color);
    }
    draw_disc(list, c, dot * scale, color);
}

void symbol_minimum(DrawList *list, Point center, float scale, Color ink, Color halo)
{
    minimum_pass(list, center, scale, MARK_HALO, 2.2f + 0.5f * (MARK_HALO - MARK_INK), halo);
    minimum_pass(list, center, scale, MARK_INK, 2.2f, ink);
}

static void saddle_pass(DrawList *list, Point center, float scale, float width, Color color)
{
    for (int side = -1; side <= 1; side += 2) {
        Point arc[ARC_POINTS];
        for (int i = 0; i < ARC_POINTS; i++) {
            float angle = 0.72f * (2 * (float)i / (ARC_POINTS - 1) - 1);
            arc[i].x = center.x + scale * (float)side * (11.2f - 9 * cosf(angle));
            arc[i].y = center.y + scale * 9 * sinf(angle);
        }
        draw_line(list, arc, ARC_POINTS, width * scale, color);
    }
}

void symbol_saddle(DrawList *list, Point center, float scale, Color ink, Color halo)
{
    saddle_pass(list, center, scale, MARK_HALO, halo);
    saddle_pass(list, center, scale, MARK_INK, ink);
}

void symbol_maximum(DrawList *list, Point center, float scale, Color ink, Color halo)
{
    Outline outline = outline_regular(3, 9 * scale, 9 * scale, -PI / 2, 1.2f * scale);
    outline_move(&outline, center);
    Point dot = {center.x, center.y + 1.5f * scale};
    draw_polygon(list, outline.points, outline.count, halo);
    draw_loop(list, outline.points, outline.count, MARK_HALO * scale, halo);
    draw_loop(list, outline.points, outline.count, MARK_INK * scale, ink);
    draw_disc(list, dot, 1.7f * scale, ink);
}

void symbol_arrow_head(DrawList *list, Point tip, float dx, float dy, float length, Color color,
                       Color halo, float halo_width)
{
    float norm = hypotf(dx, dy);
    if (!(norm > 0))
        return;
    dx /= norm;
    dy /= norm;
    float half = 0.46f * length;
    Point base = {tip.x - length * dx, tip.y - length * dy};
    Point head[3] = {
        tip, {base.x - half * dy, base.y + half * dx}, {base.x + half * dy, base.y - half * dx}};
    if (halo_width > 0)
        draw_loop(list, head, 3, 2 * halo_width, halo);
    draw_polygon(list, head, 3, color);
}

/* The place on a line that far before its end, and which of its points it follows. */
static Point back_from_end(const Point *points, size_t count, float distance, size_t *after)
{
    for (*after = count - 2;; --*after) {
        const Point a = points[*after], b = points[*after + 1];
        const float length = hypotf(b.x - a.x, b.y - a.y);
        if (distance <= length || *after == 0) {
            const float t = length > 0 ? fminf(distance / length, 1) : 0;
            return (Point){b.x + (a.x - b.x) * t, b.y + (a.y - b.y) * t};
        }
        distance -= length;
    }
}

/* A filled head takes the place of the shaft's end, whose square corners would show beside its tip.
 */
static void arrow_pass(DrawList *list, const Point *points, size_t count, float head,
                       const ArrowStyle *style, Color color, float grow)
{
    Point shaft[ARROW_POINTS_MAX];
    size_t last;
    const Point tip = points[count - 1], base = back_from_end(points, count, head, &last);
    const float dx = (tip.x - base.x) * 0.46f, dy = (tip.y - base.y) * 0.46f;
    const Point wings[3] = {{base.x - dy, base.y + dx}, tip, {base.x + dy, base.y - dx}};
    const float cut = style->filled ? 0.8f * head : 0.5f * style->width;
    const float width = style->width + 2 * grow;
    const Point end = back_from_end(points, count, cut, &last);
    memcpy(shaft, points, (last + 1) * sizeof *points);
    shaft[last + 1] = end;
    if (style->dash && grow == 0)
        draw_line_dashed(list, shaft, last + 2, width, color, style->dash);
    else
        draw_line(list, shaft, last + 2, width, color);
    if (!style->filled) {
        draw_line(list, wings, 3, width, color);
        return;
    }
    if (grow > 0)
        draw_loop(list, wings, 3, 2 * grow, color);
    draw_polygon(list, wings, 3, color);
}

void symbol_arrow_along(DrawList *list, const Point *points, size_t count, const ArrowStyle *style)
{
    float length = 0;
    for (size_t i = 1; i < count; i++)
        length += hypotf(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
    if (!(length > 0))
        return;
    const float head = fminf(style->head, length);
    if (style->halo_width > 0)
        arrow_pass(list, points, count, head, style, style->halo, style->halo_width);
    arrow_pass(list, points, count, head, style, style->color, 0);
}

void symbol_arrow(DrawList *list, Point from, Point tip, const ArrowStyle *style)
{
    symbol_arrow_along(list, (Point[]){from, tip}, 2, style);
}

/* Icons are designed around (0, 0) in px at the size they usually have. */
static const float ICON_STROKE = 2;

typedef struct Pen {
    DrawList *list;
    Point center;
    float unit; /* px per grid unit */
    Color color;
} Pen;

static Point at(const Pen *pen, float x, float y)
{
    return (Point){pen->center.x + x * pen->unit, pen->center.y + y * pen->unit};
}

static void box(const Pen *pen, float x, float y, float w, float h)
{
    Point corner = at(pen, x, y);
    draw_fill(pen->list, (Rect){corner.x, corner.y, w * pen->unit, h * pen->unit}, 0, pen->color);
}

static void line(const Pen *pen, float ax, float ay, float bx, float by, float width)
{
    draw_line(pen->list, (Point[]){at(pen, ax, ay), at(pen, bx, by)}, 2, width * pen->unit,
              pen->color);
}

/* Pointing right for dir 1, left for -1; its box is w x h around (x, 0). */
static void triangle(const Pen *pen, float x, float w, float h, float dir)
{
    draw_polygon(pen->list,
                 (Point[]){at(pen, x - 0.5f * w * dir, -0.5f * h), at(pen, x + 0.5f * w * dir, 0),
                           at(pen, x - 0.5f * w * dir, 0.5f * h)},
                 3, pen->color);
}

static void bars(const Pen *pen, float width, float height, float apart)
{
    box(pen, -0.5f * (apart + width), -0.5f * height, width, height);
    box(pen, 0.5f * (apart - width), -0.5f * height, width, height);
}

static void step(const Pen *pen, float dir)
{
    triangle(pen, -1 * dir, 8.5f, 12, dir);
    box(pen, 5 * dir - 1.1f, -6, 2.2f, 12);
}

static void check(const Pen *pen)
{
    draw_line(pen->list,
              (Point[]){at(pen, -4.6f, 0.3f), at(pen, -1.6f, 3.4f), at(pen, 4.8f, -3.6f)}, 3,
              ICON_STROKE * pen->unit, pen->color);
}

static void square(const Pen *pen)
{
    Point corner = at(pen, -4.2f, -4.2f);
    draw_frame(pen->list, (Rect){corner.x, corner.y, 8.4f * pen->unit, 8.4f * pen->unit},
               1 * pen->unit, 1.8f * pen->unit, pen->color);
}

/* Its tip points along (x, y), one of the four directions. */
static void chevron(const Pen *pen, float x, float y)
{
    draw_line(pen->list,
              (Point[]){at(pen, -4.2f * y - 2.1f * x, -2.1f * y - 4.2f * x),
                        at(pen, 2.1f * x, 2.1f * y),
                        at(pen, 4.2f * y - 2.1f * x, -2.1f * y + 4.2f * x)},
              3, 1.8f * pen->unit, pen->color);
}

/* Two lids, a pupil, a stroke through all. */
static void eye_struck(const Pen *pen)
{
    enum { LID = 13 };
    for (int side = -1; side <= 1; side += 2) {
        Point lid[LID];
        for (int i = 0; i < LID; i++) {
            float u = 2 * (float)i / (LID - 1) - 1;
            lid[i] = at(pen, 6 * u, (float)side * 3.8f * (1 - u * u));
        }
        draw_line(pen->list, lid, LID, 1.5f * pen->unit, pen->color);
    }
    draw_disc(pen->list, pen->center, 1.7f * pen->unit, pen->color);
    line(pen, -5, 5, 5, -5, 1.5f);
}

static float icon_design_size(Icon icon)
{
    switch (icon) {
    case ICON_RUNNING:
    case ICON_CONVERGED:
    case ICON_STUCK:
    case ICON_DIVERGED:
    case ICON_BUDGET:
        return 11; /* beside a word of 14 */
    case ICON_MINUS:
    case ICON_PLUS:
    case ICON_CHEVRON_DOWN:
    case ICON_CHEVRON_UP:
    case ICON_CHEVRON_LEFT:
    case ICON_CHEVRON_RIGHT:
    case ICON_CLOSE:
    case ICON_HIDDEN:
        return 12;
    default:
        return 16;
    }
}

void symbol_icon(DrawList *list, Icon icon, Point center, float size, Color color)
{
    Pen pen = {list, center, size / icon_design_size(icon), color};
    switch (icon) {
    case ICON_RUNNING:
        triangle(&pen, 0.3f, 7.4f, 8.4f, 1);
        break;
    case ICON_CONVERGED:
        check(&pen);
        break;
    case ICON_STUCK:
        bars(&pen, ICON_STROKE, 9, 4.6f);
        break;
    case ICON_DIVERGED:
        line(&pen, -3.7f, -3.7f, 3.7f, 3.7f, ICON_STROKE);
        line(&pen, -3.7f, 3.7f, 3.7f, -3.7f, ICON_STROKE);
        break;
    case ICON_BUDGET:
        square(&pen);
        break;
    case ICON_PLAY:
        triangle(&pen, 1.2f, 12, 14, 1);
        break;
    case ICON_PAUSE:
        bars(&pen, 4, 13.5f, 9);
        break;
    case ICON_STEP_BACK:
        step(&pen, -1);
        break;
    case ICON_STEP_FORWARD:
        step(&pen, 1);
        break;
    case ICON_MINUS:
        line(&pen, -4.2f, 0, 4.2f, 0, 1.8f);
        break;
    case ICON_PLUS:
        line(&pen, -4.2f, 0, 4.2f, 0, 1.8f);
        line(&pen, 0, -4.2f, 0, 4.2f, 1.8f);
        break;
    case ICON_CHEVRON_DOWN:
        chevron(&pen, 0, 1);
        break;
    case ICON_CHEVRON_UP:
        chevron(&pen, 0, -1);
        break;
    case ICON_CHEVRON_LEFT:
        chevron(&pen, -1, 0);
        break;
    case ICON_CHEVRON_RIGHT:
        chevron(&pen, 1, 0);
        break;
    case ICON_MENU:
        box(&pen, -8, -6.5f, 16, ICON_STROKE);
        box(&pen, -8, -1, 16, ICON_STROKE);
        box(&pen, -8, 4.5f, 16, ICON_STROKE);
        break;
    case ICON_CLOSE:
        line(&pen, -4.5f, -4.5f, 4.5f, 4.5f, 1.8f);
        line(&pen, -4.5f, 4.5f, 4.5f, -4.5f, 1.8f);
        break;
    case ICON_HIDDEN:
        eye_struck(&pen);
        break;
    case ICON_COUNT:
        break;
    }
}
