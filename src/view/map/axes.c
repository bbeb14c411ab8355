#include "view/map/axes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "view/text/mathtext.h"

/* px at scale 1 */
enum { LABEL = 14, NAME = 16 };
static const float TICK = 6;
static const float SPACING = 110;
static const float GAP = 6;     /* between labels */
static const float INSET = 10;  /* labels from the edges */
static const float CORNER = 12; /* names from theirs */
static const float HALO = 2;

/* Labels of up to this many digits are still read at a glance. */
static const double PLAIN_RATIO = 1e-6;
static const double RAISED_RATIO = 1e-2;
static const double DIGITS_MAX = 17; /* of a double */

static bool overlap(Rect a, Rect b, float gap)
{
    return a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap &&
           b.y < a.y + a.h + gap;
}

/* ---- what the labels say ---- */

/* value = k * step, so three digits say all there is; freed of the product's last bits. */
static double tidied(double value)
{
    char text[40];
    snprintf(text, sizeof text, "%.*e", 5, value);
    return strtod(text, NULL);
}

static void label_text(double offset, double step, double largest, char text[NUMBER_TEXT_MAX])
{
    bool raised = largest >= 1e5 || (largest < 1e-2 && step < 1e-3);
    if (fabs(offset) < 0.5 * step)
        offset = 0;
    if (raised)
        number_short(tidied(offset), text);
    else
        number_fixed(offset, number_decimals(step), text);
}

/* Where an axis counts from: 0 as long as that gives short labels, otherwise what the middle is
 * when it is rounded to the span's first digit. */
static double origin_of(double low, double high, double step)
{
    double largest = fmax(fabs(low), fabs(high));
    double ratio = step / largest, span = high - low;
    bool plain = ratio >= PLAIN_RATIO && (largest < 1e5 || ratio >= RAISED_RATIO);
    if (plain || !(span > 0) || !isfinite(span))
        return 0;
    double middle = low + 0.5 * span;
    double digits = floor(log10(fabs(middle))) - floor(log10(span)) + 1;
    /* By way of its text, so that it is the very number the name shows. */
    char text[48];
    snprintf(text, sizeof text, "%.*e", (int)fmin(fmax(digits - 1, 0), DIGITS_MAX), middle);
    return strtod(text, NULL);
}

/* Plain as long as that is readable: an origin's digits are what labels leave out. */
static void origin_text(double origin, char text[NUMBER_TEXT_MAX])
{
    char shortest[40];
    text_shortest(origin, shortest);
    const char *point = strpbrk(shortest, ".e");
    bool plain = origin >= 1e-3 && origin < 1e15 && !strchr(shortest, 'e');
    if (!plain) {
        number_short(origin, text);
        return;
    }
    number_fixed(origin, point ? (int)strlen(point + 1) : 0, text);
}

static void name_text(const char *letter, double origin, char *name, size_t size)
{
    if (origin == 0) {
        snprintf(name, size, "%s", letter);
        return;
    }
    char number[NUMBER_TEXT_MAX];
    origin_text(fabs(origin), number);
    snprintf(name, size, "%s %s %s", letter, origin < 0 ? "+" : "-", number);
}

/* All but its ticks. */
static void axis_scale(Axis *axis, const char *letter, double low, double high, double step)
{
    axis->count = 0;
    axis->step = step;
    axis->origin = origin_of(low, high, step);
    name_text(letter, axis->origin, axis->name, sizeof axis->name);
}

void axis_read(Axis *axis, const char *letter, double low, double high, double count)
{
    const double least = fmin(low, high), most = fmax(low, high);
    axis_scale(axis, letter, least, most, ticks_step(least, most, count));
    const double from = least - axis->origin, to = most - axis->origin;
    const Ticks ticks = ticks_every(from, to, axis->step);
    for (int i = 0; i < ticks.count; i++) {
        AxisTick *tick = &axis->ticks[axis->count++];
        *tick = (AxisTick){.offset = ticks_value(&ticks, i)};
        label_text(tick->offset, axis->step, fmax(fabs(from), fabs(to)), tick->text);
    }
}

/* ---- where they lie ---- */

typedef struct Line {
    Axes *axes;
    const Camera *camera;
    const Fonts *fonts;
    float size; /* of labels */
    float cap;
    const Rect *covers;
    size_t cover_count;
} Line;

static float text_width(const Line *line, const char *text)
{
    return font_width(line->fonts, FACE_MEDIUM, line->size, text, strlen(text));
}

static Rect x_label(const Line *line, float at, const char *text)
{
    const Axes *axes = line->axes;
    float width = text_width(line, text);
    float baseline = axes->rect.y + axes->rect.h - INSET * axes->scale;
    return (Rect){roundf(at - 0.5f * width), roundf(baseline - line->cap), width, line->cap};
}

static Rect y_label(const Line *line, float at, const char *text)
{
    const Axes *axes = line->axes;
    return (Rect){roundf(axes->rect.x + INSET * axes->scale), roundf(at - 0.5f * line->cap),
                  text_width(line, text), line->cap};
}

static bool covered(const Line *line, Rect label)
{
    for (size_t i = 0; i < line->cover_count; i++)
        if (overlap(label, line->covers[i], 0))
            return true;
    return false;
}

/* Inside the map and clear of everything placed before. */
static bool fits(const Line *line, Rect label)
{
    const Axes *axes = line->axes;
    float gap = GAP * axes->scale;
    const Rect *map = &axes->rect;
    if (label.x < map->x + 2 * axes->scale || label.x + label.w > map->x + map->w - 2 ||
        label.y < map->y + 2 * axes->scale || label.y + label.h > map->y + map->h - 2)
        return false;
    for (size_t i = 0; i < axes_cover_count(axes); i++)
        if (overlap(label, axes_cover(axes, i), gap))
            return false;
    return !covered(line, label);
}

/* One axis: `center` and `per_px` in its own units, `length` px long; `horizontal` is the x axis.
 */
static void axis_fill(const Line *line, Axis *axis, bool horizontal)
{
    Axes *axes = line->axes;
    double center = horizontal ? line->camera->center.x : line->camera->center.y;
    double per_px = horizontal ? line->camera->per_px.x : line->camera->per_px.y;
    float length = horizontal ? axes->rect.w : axes->rect.h;
    float middle = horizontal ? axes->rect.x + 0.5f * length : axes->rect.y + 0.5f * length;
    double half = 0.5 * (double)length * per_px;
    double shift = center - axis->origin; /* few digits are lost: they are close, or origin is 0 */
    double largest = fmax(fabs(shift - half), fabs(shift + half));
    const Ticks ticks = ticks_every(shift - half, shift + half, axis->step);
    for (int i = 0; i < ticks.count; i++) {
        AxisTick *tick = &axis->ticks[axis->count];
        tick->offset = ticks_value(&ticks, i);
        float px = (float)((tick->offset - shift) / per_px);
        tick->at = middle + (horizontal ? px : -px);
        label_text(tick->offset, axis->step, largest, tick->text);
        tick->label =
            horizontal ? x_label(line, tick->at, tick->text) : y_label(line, tick->at, tick->text);
        /* The bottom row belongs to the x axis. */
        float row = axes->rect.y + axes->rect.h - INSET * axes->scale - line->cap;
        bool lowered = !horizontal && tick->label.y + line->cap + GAP * axes->scale > row;
        if (!lowered && fits(line, tick->label))
            axis->count++;
    }
}

static double wanted_ticks(const Line *line, float length)
{
    return fmin(fmax(1, (double)(length / (SPACING * line->axes->scale))), TICKS_MAX);
}

/* A tidy step that leaves room for the labels it makes. */
static double step_for(const Line *line, double low, double high, float length)
{
    for (double count = wanted_ticks(line, length);; count /= 2) {
        double step = ticks_step(low, high, count);
        double origin = origin_of(low, high, step);
        double largest = fmax(fabs(low - origin), fabs(high - origin));
        char text[NUMBER_TEXT_MAX];
        label_text(-step * floor(largest / step), step, largest, text);
        float room = (float)(1 / (high / step - low / step)) * length;
        if (text_width(line, text) + 4 * GAP * line->axes->scale <= room || count < 1)
            return step;
    }
}

static void axis_begin(const Line *line, Axis *axis, const char *letter, double low, double high,
                       float length, bool horizontal)
{
    axis_scale(axis, letter, low, high,
               horizontal ? step_for(line, low, high, length)
                          : ticks_step(low, high, wanted_ticks(line, length)));
}

void axes_layout(Axes *axes, const char *const names[2], const Camera *camera, Rect rect,
                 float scale, const Fonts *fonts, const Rect *covers, size_t cover_count)
{
    axes->rect = rect;
    axes->scale = scale;
    axes->x.name_rect = axes->y.name_rect = (Rect){rect.x, rect.y, 0, 0};
    axes->x.count = axes->y.count = 0;
    if (!(rect.w >= 1 && rect.h >= 1))
        return;
    float size = LABEL * scale;
    Line line = {axes,   camera,     fonts, size, font_extent(fonts, FACE_MEDIUM, size).cap,
                 covers, cover_count};
    Box2 box = camera_box(camera, rect);
    axis_begin(&line, &axes->x, names[0], box.min.x, box.max.x, rect.w, true);
    axis_begin(&line, &axes->y, names[1], box.min.y, box.max.y, rect.h, false);

    MathExtent x = mathtext_measure(fonts, NAME * scale, axes->x.name);
    MathExtent y = mathtext_measure(fonts, NAME * scale, axes->y.name);
    float baseline = rect.y + rect.h - INSET * scale;
    axes->x.name_rect = (Rect){roundf(rect.x + rect.w - CORNER * scale - x.width),
                               roundf(baseline - x.ascent), x.width, x.ascent + x.descent};
    axes->y.name_rect = (Rect){roundf(rect.x + INSET * scale), roundf(rect.y + INSET * scale),
                               y.width, y.ascent + y.descent};
    if (covered(&line, axes->y.name_rect)) {
        axes->y.name_rect.w = axes->y.name_rect.h = 0;
        axes->y.name[0] = '\0';
    }
    axis_fill(&line, &axes->y, false);
    axis_fill(&line, &axes->x, true);
}

/* ---- drawing ---- */

static TextStyle style_of(const Axes *axes, float size, const Theme *theme)
{
    return (TextStyle){.face = FACE_MEDIUM,
                       .size = size * axes->scale,
                       .color = theme->map_text,
                       .halo = theme->halo,
                       .halo_width = HALO * axes->scale};
}

static void draw_name(const Axes *axes, const Axis *axis, DrawList *list, const Theme *theme)
{
    const TextStyle style = style_of(axes, NAME, theme);
    float ascent = mathtext_measure(list->fonts, style.size, axis->name).ascent;
    mathtext_draw_styled(list, &style, (Point){axis->name_rect.x, axis->name_rect.y + ascent},
                         axis->name);
}

static void draw_label(const Axes *axes, const AxisTick *tick, DrawList *list, const Theme *theme)
{
    const TextStyle style = style_of(axes, LABEL, theme);
    draw_text_styled(list, &style, (Point){tick->label.x, tick->label.y + tick->label.h},
                     tick->text);
}

void axes_draw(const Axes *axes, DrawList *list, const Theme *theme)
{
    const Rect *map = &axes->rect;
    float hair = fmaxf(1, floorf(axes->scale));
    float length = roundf(TICK * axes->scale);
    for (size_t i = 0; i < axes->x.count; i++) {
        const AxisTick *tick = &axes->x.ticks[i];
        Rect mark = {roundf(tick->at - 0.5f * hair), map->y + map->h - length, hair, length};
        draw_fill(list, mark, 0, theme->map_text);
        draw_label(axes, tick, list, theme);
    }
    for (size_t i = 0; i < axes->y.count; i++) {
        const AxisTick *tick = &axes->y.ticks[i];
        Rect mark = {map->x, roundf(tick->at - 0.5f * hair), length, hair};
        draw_fill(list, mark, 0, theme->map_text);
        draw_label(axes, tick, list, theme);
    }
    draw_name(axes, &axes->x, list, theme);
    draw_name(axes, &axes->y, list, theme);
}

size_t axes_cover_count(const Axes *axes)
{
    return 2 + axes->x.count + axes->y.count;
}

Rect axes_cover(const Axes *axes, size_t i)
{
    if (i < 2)
        return i == 0 ? axes->x.name_rect : axes->y.name_rect;
    i -= 2;
    return i < axes->y.count ? axes->y.ticks[i].label : axes->x.ticks[i - axes->y.count].label;
}
