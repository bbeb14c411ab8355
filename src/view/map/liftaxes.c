#include "view/map/liftaxes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/map/ticks.h"
#include "view/text/mathtext.h"

/* px at scale 1 */
enum { LABEL = 14, NAME = 16 };
#define TICK         6.0f
#define LABEL_AWAY   16.0f /* from the edge to a label's middle, across the edge */
#define NAME_AWAY    37.0f
#define GAP          5.0f /* between labels */
#define TICKS_APART  64.0f
#define LEVELS_APART 19.0f
#define TITLE_ABOVE  14.0f
#define HALO         2.0f
#define LEVEL_MAX    1e9 /* farther isolines are not drawn either */
enum { LEVELS_TRIED = 12 };

/* The four edges of the floor, clockwise from the north. Corner i, from the north-west on, is where
 * side i begins. */
typedef enum Side { NORTH, EAST, SOUTH, WEST } Side;

static bool across(Side side)
{
    return side == NORTH || side == SOUTH;
}

/* The place `at` px along a side of the floor, from the west or the north. */
static Place along(const Lift *lift, Side side, float at)
{
    const Rect rect = lift->eye.rect;
    return across(side) ? (Place){at, side == SOUTH ? rect.h : 0, 0}
                        : (Place){side == EAST ? rect.w : 0, at, 0};
}

static Place corner(const Lift *lift, int i)
{
    const Rect rect = lift->eye.rect;
    i &= 3;
    return (Place){i == 1 || i == 2 ? rect.w : 0, i >= 2 ? rect.h : 0, 0};
}

static Vec2 map_px(const Lift *lift, Place p)
{
    return vec2((double)(lift->eye.rect.x + p.x), (double)(lift->eye.rect.y + p.y));
}

/* ---- edges ---- */

/* The eye looks at this wall. */
static bool is_front(const Lift *lift, Side side)
{
    const Place at = lift->eye.at;
    const Rect rect = lift->eye.rect;
    switch (side) {
    case NORTH:
        return at.y < 0;
    case EAST:
        return at.x > rect.w;
    case SOUTH:
        return at.y > rect.h;
    default:
        return at.x < 0;
    }
}

/* Place i on the surface's rim over a side; false where there is none, or where it is hidden, which
 * over a wall that the eye looks at it never is. */
static bool rim_place(const Lift *lift, Side side, int i, Place *place)
{
    const Place foot = along(lift, side, (float)i * (across(side) ? lift->cell.x : lift->cell.y));
    const Vec2 px = map_px(lift, foot);
    if (!lift_stands(lift, px))
        return false;
    *place = lift_place(lift, px);
    return is_front(lift, side) || !lift_hidden(lift, px, 1);
}

static void draw_rim(const Lift *lift, Side side, float width, Color color, DrawList *list)
{
    const int count = across(side) ? lift->cols : lift->rows;
    Place place;
    for (int i = 0; i < count; i++) {
        Point *points = draw_points_begin(list, (size_t)(count - i));
        size_t used = 0;
        for (; i < count && rim_place(lift, side, i, &place); i++)
            points[used++] = eye_see(&lift->eye, place);
        if (used > 1)
            draw_line_end(list, used, width, color, NULL);
    }
}

void liftaxes_draw_edges(const Lift *lift, const Theme *theme, float scale, DrawList *list)
{
    const Color color = color_fade(theme->line, (double)theme->strong_alpha);
    for (int i = 0; i < 4; i++) {
        const Place foot = corner(lift, i), next = corner(lift, i + 1);
        const bool front = is_front(lift, (Side)i), before = is_front(lift, (Side)((i + 3) & 3));
        const Point at = eye_see(&lift->eye, foot);
        draw_rim(lift, (Side)i, scale, color, list);
        if (front)
            draw_segment(list, at, eye_see(&lift->eye, next), scale, color);
        if (front || before)
            draw_segment(list, at, eye_see(&lift->eye, lift_place(lift, map_px(lift, foot))), scale,
                         color);
    }
}

/* ---- labels ---- */

typedef struct Draft {
    LiftAxes *axes;
    const LiftFrame *frame;
    const Fonts *fonts;
    float size, cap; /* of labels */
} Draft;

static bool overlap(Rect a, Rect b, float gap)
{
    return a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap &&
           b.y < a.y + a.h + gap;
}

static bool is_free(const Draft *d, Rect rect)
{
    const Rect pane = rect_inset(d->frame->lift->eye.rect, 2);
    if (rect.x < pane.x || rect.y < pane.y || rect.x + rect.w > pane.x + pane.w ||
        rect.y + rect.h > pane.y + pane.h)
        return false;
    for (size_t i = 0; i < d->axes->count; i++)
        if (overlap(rect, d->axes->labels[i].rect, GAP * d->frame->scale))
            return false;
    for (size_t i = 0; i < d->frame->cover_count; i++)
        if (overlap(rect, d->frame->covers[i], 0))
            return false;
    return true;
}

static void put_label(Draft *d, const LiftLabel *label)
{
    if (d->axes->count < LIFT_LABELS_MAX && is_free(d, label->rect))
        d->axes->labels[d->axes->count++] = *label;
}

/* A box for words beside a point, so far away that its middle clears the edge whatever its width.
 */
static Rect beside(const Draft *d, Point at, Point away, float distance, float w, float h)
{
    const float s = d->frame->scale;
    const float reach = distance * s + fabsf(away.x) * fmaxf(0, 0.5f * w - 5 * s);
    return (Rect){at.x + away.x * reach - 0.5f * w, at.y + away.y * reach - 0.5f * h, w, h};
}

/* The direction on the picture that leads away from the block at a place on one of its sides. */
static Point outward(const Lift *lift, Side side, Place p)
{
    const float step = 4;
    Place q = p;
    q.x += side == EAST ? step : side == WEST ? -step : 0;
    q.y += side == SOUTH ? step : side == NORTH ? -step : 0;
    const Point a = eye_see(&lift->eye, p), b = eye_see(&lift->eye, q);
    const float length = fmaxf(hypotf(b.x - a.x, b.y - a.y), 1e-3f);
    return (Point){(b.x - a.x) / length, (b.y - a.y) / length};
}

static float width_of(const Draft *d, const char *text)
{
    return font_width(d->fonts, FACE_MEDIUM, d->size, text, strlen(text));
}

static void put_floor_tick(Draft *d, Side side, double value, const char *text)
{
    const LiftFrame *f = d->frame;
    const Rect rect = f->lift->eye.rect;
    const Vec2 w =
        across(side) ? vec2(value, f->camera->center.y) : vec2(f->camera->center.x, value);
    const Point px = camera_to_screen(f->camera, rect, w);
    const Place place = along(f->lift, side, across(side) ? px.x - rect.x : px.y - rect.y);
    const Point at = eye_see(&f->lift->eye, place), away = outward(f->lift, side, place);
    LiftLabel label = {
        .rect = beside(d, at, away, LABEL_AWAY, width_of(d, text), d->cap),
        .tick = {at, {at.x + away.x * TICK * f->scale, at.y + away.y * TICK * f->scale}}};
    snprintf(label.text, sizeof label.text, "%s", text);
    put_label(d, &label);
}

static void put_floor_axis(Draft *d, Side side, const char *letter)
{
    const LiftFrame *f = d->frame;
    const Rect rect = f->lift->eye.rect;
    const Box2 box = camera_box(f->camera, rect);
    const float reach = across(side) ? rect.w : rect.h;
    const Point a = eye_see(&f->lift->eye, along(f->lift, side, 0)),
                b = eye_see(&f->lift->eye, along(f->lift, side, reach));
    const float length = hypotf(b.x - a.x, b.y - a.y);
    Axis axis;
    axis_read(&axis, letter, across(side) ? box.min.x : box.min.y,
              across(side) ? box.max.x : box.max.y,
              fmax(1, (double)(length / (TICKS_APART * f->scale))));
    const Place middle = along(f->lift, side, 0.5f * reach);
    const MathExtent extent = mathtext_measure(d->fonts, NAME * f->scale, axis.name);
    LiftLabel name = {.name = true};
    name.rect = beside(d, eye_see(&f->lift->eye, middle), outward(f->lift, side, middle), NAME_AWAY,
                       extent.width, extent.ascent + extent.descent);
    snprintf(name.text, sizeof name.text, "%s", axis.name);
    put_label(d, &name);
    for (size_t i = 0; i < axis.count; i++)
        put_floor_tick(d, side, axis.origin + axis.ticks[i].offset, axis.ticks[i].text);
}

/* ---- height ---- */

/* Every how many isolines there is room for a tick: strong ones, or fewer; thin ones where strong
 * ones are few. */
static long level_unit(const Lift *lift, bool log, float length, float apart)
{
    static const long UNITS[LEVELS_TRIED] = {1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000};
    const double room = (double)(apart / length) * lift->k_rise;
    for (int i = 0; i < LEVELS_TRIED; i++)
        if ((double)UNITS[i] >= room && (UNITS[i] >= 5 || lift->k_rise < 15) &&
            !(log && UNITS[i] == 2))
            return UNITS[i];
    return UNITS[LEVELS_TRIED - 1];
}

static void put_height_title(Draft *d, Point top)
{
    const LiftFrame *f = d->frame;
    const bool log = f->levels->log;
    LiftLabel name = {.name = true}, kind = {.plain = true};
    snprintf(name.text, sizeof name.text, "%s", log && f->levels->floor != 0 ? "f - f^*" : "f");
    const MathExtent extent = mathtext_measure(d->fonts, NAME * f->scale, name.text);
    snprintf(kind.text, sizeof kind.text, "%s", log ? "log scale" : "");
    const float gap = 7 * f->scale, word = log ? width_of(d, kind.text) : 0;
    const float width = extent.width + (log ? gap + word : 0), s = f->scale;
    const float x = fmaxf(top.x - 0.5f * width, f->lift->eye.rect.x + 8 * s);
    const float baseline = top.y - TITLE_ABOVE * s;
    name.rect = (Rect){x, baseline - extent.ascent, extent.width, extent.ascent + extent.descent};
    put_label(d, &name);
    kind.rect = (Rect){x + extent.width + gap, baseline - d->cap, word, d->cap};
    if (log)
        put_label(d, &kind);
}

/* The corner that lies farthest to the left on the picture. */
static Place left_corner(const Lift *lift)
{
    int best = 0;
    for (int i = 1; i < 4; i++)
        if (eye_see(&lift->eye, corner(lift, i)).x < eye_see(&lift->eye, corner(lift, best)).x)
            best = i;
    return corner(lift, best);
}

static void put_height_axis(Draft *d)
{
    const LiftFrame *f = d->frame;
    const Lift *lift = f->lift;
    Place place = left_corner(lift);
    const Point low = eye_see(&lift->eye, place);
    place.z = lift->eye.height;
    const Point high = eye_see(&lift->eye, place);
    const float length = hypotf(high.x - low.x, high.y - low.y);
    if (!(length > 2 * LEVELS_APART * f->scale))
        return;
    d->axes->pole[0] = low;
    d->axes->pole[1] = high;
    put_height_title(d, high);
    const long unit = level_unit(lift, f->levels->log, length, LEVELS_APART * f->scale);
    const Ticks ticks = ticks_every(lift->k_floor, lift->k_floor + lift->k_rise, (double)unit);
    const float reach = TICK * f->scale;
    for (int i = ticks.count - 1; i >= 0; i--) {
        const double level = ticks_value(&ticks, i);
        if (fabs(level) > LEVEL_MAX)
            continue;
        place.z = (float)lift_height(lift, level) * lift->eye.height;
        const Point at = eye_see(&lift->eye, place);
        LiftLabel label = {.tick = {at, {at.x - reach, at.y}}};
        strbuf_clear(&d->axes->text);
        levels_label(f->levels, (long)level, &d->axes->text);
        snprintf(label.text, sizeof label.text, "%s", strbuf_text(&d->axes->text));
        const float width = width_of(d, label.text);
        label.rect =
            (Rect){at.x - reach - 4 * f->scale - width, at.y - 0.5f * d->cap, width, d->cap};
        put_label(d, &label);
    }
}

void liftaxes_deinit(LiftAxes *axes)
{
    strbuf_deinit(&axes->text);
    *axes = (LiftAxes){0};
}

void liftaxes_layout(LiftAxes *axes, const LiftFrame *frame, const Fonts *fonts)
{
    const Eye *eye = &frame->lift->eye;
    const float size = LABEL * frame->scale;
    Draft d = {axes, frame, fonts, size, font_extent(fonts, FACE_MEDIUM, size).cap};
    axes->count = 0;
    axes->pole[0] = axes->pole[1] = (Point){0, 0};
    put_floor_axis(&d, eye->at.y > 0.5f * eye->rect.h ? SOUTH : NORTH, frame->names[0]);
    put_height_axis(&d);
    put_floor_axis(&d, eye->at.x > 0.5f * eye->rect.w ? EAST : WEST, frame->names[1]);
}

/* ---- drawing ---- */

void liftaxes_draw(const LiftAxes *axes, const Theme *theme, float scale, double alpha,
                   DrawList *list)
{
    const Color ink = color_fade(theme->map_text, alpha), halo = color_fade(theme->panel, alpha);
    if (!(alpha > 0))
        return;
    if (axes->pole[0].y != axes->pole[1].y)
        draw_segment(list, axes->pole[0], axes->pole[1], scale, ink);
    for (size_t i = 0; i < axes->count; i++) {
        const LiftLabel *label = &axes->labels[i];
        const TextStyle style = {.face = label->plain ? FACE_REGULAR : FACE_MEDIUM,
                                 .size = (label->name ? NAME : LABEL) * scale,
                                 .color = ink,
                                 .halo = halo,
                                 .halo_width = HALO * scale};
        if (label->name) {
            const float ascent = mathtext_measure(list->fonts, style.size, label->text).ascent;
            mathtext_draw_styled(list, &style, (Point){label->rect.x, label->rect.y + ascent},
                                 label->text);
            continue;
        }
        draw_text_styled(list, &style, (Point){label->rect.x, label->rect.y + label->rect.h},
                         label->text);
        if (!label->plain)
            draw_segment(list, label->tick[0], label->tick[1], scale, ink);
    }
}
