#include "view/map/labels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "view/scene/clip.h"

/* All px at scale 1. */
#define GRID_STEP      3.0f /* of the samples that lines are traced through */
#define TEXT_SIZE      14.0f
#define TEXT_HALO      3.0f
#define CANDIDATE_STEP 8.0f   /* along a line */
#define LABEL_GAP      60.0f  /* from label to label */
#define LABEL_CROWD    170.0f /* nearer than this costs a little */
#define PATH_GAP       5.0f
#define EDGE_GAP       6.0f
#define AXIS_GAP       34.0f /* to the left edge and the bottom: a figure there reads as a tick's */
#define BEND_MAX       4.5f  /* a line may leave the text's middle axis by this */
#define SEEN_NEAR      60.0f /* what is seen this far off on the map is another fold of the surface */
#define SHORT_MIN      0.8f /* a turned surface may shorten a label's line by this */
#define AREA_PER_LABEL 30000.0f
/* Slopes of k per px at which lines have faded in fully (line_ink in shaders/ground.glsl). */
#define THIN_SLOPE   (1.0f / 10)
#define STRONG_SLOPE (5.0f / 14)

enum { FEW_STRONG = 4, LEVELS_TRIED_MAX = 400 };

typedef struct Grid {
    int width, height;
    float step, offset; /* sample (i, j) lies at pane px (offset + i step, offset + j step) */
} Grid;

typedef struct Chooser {
    Labels *labels;
    const LabelView *view;
    const Ground *ground;
    const Obstacles *obstacles;
    const Fonts *fonts;
    float scale;
    Grid grid;
    Point centers[LABELS_MAX];
    size_t limit;
} Chooser;

/* A place of the map, and where it is seen. */
typedef struct Spot {
    Point flat, seen;
} Spot;

typedef struct Candidate {
    Spot ends[2], center;
    float angle, cost;
} Candidate;

void labels_deinit(Labels *labels)
{
    contours_deinit(&labels->contours);
    free(labels->coarse);
    free(labels->arc);
    strbuf_deinit(&labels->text);
    *labels = (Labels){0};
}

/* Thins k to one sample per few px; lines need no more to be labelled. */
static Grid thin_grid(Labels *labels, const Ground *ground, float scale)
{
    const int step = (int)fmaxf(2, roundf(GRID_STEP * scale)), first = step / 2;
    Grid grid = {(ground->width - first + step - 1) / step,
                 (ground->height - first + step - 1) / step, (float)step, (float)first + 0.5f};
    if (grid.width < 2 || grid.height < 2)
        return (Grid){0};
    ARRAY_RESERVE(labels->coarse, labels->coarse_cap, (size_t)grid.width * (size_t)grid.height);
    const size_t pitch = (size_t)ground->width + 2;
    for (int row = 0; row < grid.height; row++) {
        const float *from = ground->k + (size_t)(first + row * step + 1) * pitch + first + 1;
        float *to = labels->coarse + (size_t)row * (size_t)grid.width;
        for (int col = 0; col < grid.width; col++)
            to[col] = from[(size_t)col * (size_t)step];
    }
    return grid;
}

static float slope_at(const Chooser *c, int col, int row)
{
    const size_t w = (size_t)c->grid.width;
    const float *k = c->labels->coarse + (size_t)row * w + (size_t)col;
    const float x = (k[1] - k[-1]) / (2 * c->grid.step), y = (k[w] - *(k - w)) / (2 * c->grid.step);
    return sqrtf(x * x + y * y) * c->scale;
}

/* Lowest and highest k (absolute) among samples where lines this steep can be seen. */
static bool visible_range(const Chooser *c, float slope_max, double *low, double *high)
{
    float from = INFINITY, to = -INFINITY;
    for (int row = 1; row < c->grid.height - 1; row++)
        for (int col = 1; col < c->grid.width - 1; col++) {
            const float k = c->labels->coarse[(size_t)row * (size_t)c->grid.width + (size_t)col];
            if (!(slope_at(c, col, row) <= slope_max))
                continue;
            from = k < from ? k : from;
            to = k > to ? k : to;
        }
    *low = fmax(c->ground->base + (double)from, c->ground->levels.k_lowest);
    *high = c->ground->base + (double)to;
    return *low <= *high && fabs(*low) < 1e9 && fabs(*high) < 1e9;
}

static Spot spot_at(const LabelView *view, Point flat)
{
    if (!view->lift)
        return (Spot){flat, flat};
    return (Spot){flat, clip_point(lift_point(view->lift, vec2((double)flat.x, (double)flat.y)))};
}

/* True if that very place of the surface is seen at p. */
static bool shows(const LabelView *view, Point p, Point flat)
{
    Vec2 px;
    return lift_pick(view->lift, p, &px) &&
           hypotf((float)px.x - flat.x, (float)px.y - flat.y) < SEEN_NEAR * view->scale;
}

/* Upright, along the line from a to b. */
static float angle_between(Point a, Point b)
{
    const float angle = atan2f(b.y - a.y, b.x - a.x);
    return angle > 1.5707964f     ? angle - 3.1415927f
           : angle <= -1.5707963f ? angle + 3.1415927f
                                  : angle;
}

static Point grid_point(const Chooser *c, ContourPoint p)
{
    return (Point){c->view->rect.x + c->grid.offset + p.x * c->grid.step,
                   c->view->rect.y + c->grid.offset + p.y * c->grid.step};
}

static Point seen_point(const Chooser *c, ContourPoint p)
{
    return spot_at(c->view, grid_point(c, p)).seen;
}

/* The place `at` px along a line whose points carry their arc lengths; *i is a hint. */
static Spot spot_along(const Chooser *c, const ContourLine *line, float at, size_t *i)
{
    const float *arc = c->labels->arc;
    while (*i + 2 < line->count && arc[*i + 1] < at)
        (*i)++;
    while (*i > 0 && arc[*i] > at)
        (*i)--;
    const ContourPoint *p = c->labels->contours.points + line->first + *i;
    const Point a = grid_point(c, p[0]), b = grid_point(c, p[1]);
    const float length = arc[*i + 1] - arc[*i];
    const float t = length > 0 ? (at - arc[*i]) / length : 0;
    return spot_at(c->view, (Point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
}

/* As it is seen. */
static float measure_arc(Chooser *c, const ContourLine *line)
{
    Labels *labels = c->labels;
    ARRAY_RESERVE(labels->arc, labels->arc_cap, labels->contours.point_count);
    labels->arc[0] = 0;
    const ContourPoint *p = labels->contours.points + line->first;
    Point last = seen_point(c, p[0]);
    for (size_t i = 1; i < line->count; i++) {
        const Point here = seen_point(c, p[i]);
        labels->arc[i] = labels->arc[i - 1] + hypotf(here.x - last.x, here.y - last.y);
        last = here;
    }
    return labels->arc[line->count - 1];
}

/* Largest distance of the line from the chord a-b, over arc lengths [from, to]. */
static float bend_between(const Chooser *c, const ContourLine *line, size_t i, float to, Point a,
                          Point b)
{
    const float dx = b.x - a.x, dy = b.y - a.y, chord = hypotf(dx, dy);
    float worst = 0;
    for (i++; i < line->count && c->labels->arc[i] < to; i++) {
        const Point p = seen_point(c, c->labels->contours.points[line->first + i]);
        const float d = fabsf((p.x - a.x) * dy - (p.y - a.y) * dx) / chord;
        worst = d > worst ? d : worst;
    }
    return worst;
}

static bool inside_pane(const Chooser *c, const Candidate *at, float half_w, float half_h)
{
    const float co = fabsf(cosf(at->angle)), si = fabsf(sinf(at->angle));
    const float w = co * half_w + si * half_h, h = si * half_w + co * half_h;
    Rect r = rect_inset(c->view->rect, EDGE_GAP * c->scale);
    const float axis = (AXIS_GAP - EDGE_GAP) * c->scale;
    r = (Rect){r.x + axis, r.y, r.w - axis, r.h - axis};
    const Point p = at->center.seen;
    return p.x - w >= r.x && p.x + w <= r.x + r.w && p.y - h >= r.y && p.y + h <= r.y + r.h;
}

/* On the surface: all of the label is, and nothing hides it. */
static bool lies_open(const LabelView *view, const Candidate *at, float half_w, float half_h)
{
    const float co = cosf(at->angle), si = sinf(at->angle);
    if (!view->lift)
        return true;
    for (int corner = 0; corner < 4; corner++) {
        const float x = corner & 1 ? half_w : -half_w, y = corner & 2 ? half_h : -half_h;
        const Point p = {at->center.seen.x + co * x - si * y, at->center.seen.y + si * x + co * y};
        if (!shows(view, p, at->center.flat))
            return false;
    }
    return shows(view, at->center.seen, at->center.flat);
}

/* What the neighbourhood of other labels costs; infinite where too near. */
static float crowding(const Chooser *c, Point center, float half_w)
{
    float cost = 0;
    for (size_t i = 0; i < c->labels->count; i++) {
        const float d = hypotf(center.x - c->centers[i].x, center.y - c->centers[i].y) / c->scale;
        const float widths = (half_w + c->labels->items[i].half_w) / c->scale;
        if (d < LABEL_GAP + 0.5f * widths)
            return INFINITY;
        if (d < LABEL_CROWD)
            cost += 2 * (1 - d / LABEL_CROWD);
    }
    return cost;
}

static bool is_free(const Chooser *c, const Candidate *at, float half_w, float half_h)
{
    const float gap = PATH_GAP * c->scale;
    return inside_pane(c, at, half_w, half_h) &&
           obstacles_count_turned(c->obstacles, at->center.seen, half_w + gap, half_h + gap,
                                  at->angle, ~0u) == 0 &&
           lies_open(c->view, at, half_w + gap, half_h + gap);
}

/* The line's best place, into *best if it costs less than what is there. */
static void try_line(Chooser *c, const ContourLine *line, float half_w, float half_h,
                     float slope_max, Candidate *best)
{
    const float length = measure_arc(c, line), reach = half_w + 3 * c->scale;
    size_t i0 = 0, i1 = 0, i2 = 0;
    for (float at = reach; at <= length - reach; at += CANDIDATE_STEP * c->scale) {
        const Spot start = spot_along(c, line, at - reach, &i0);
        const Spot middle = spot_along(c, line, at, &i1);
        const Spot end = spot_along(c, line, at + reach, &i2);
        const Point a = start.seen, b = end.seen, m = middle.flat;
        if (!(hypotf(b.x - a.x, b.y - a.y) > 1.6f * reach))
            continue;
        const float bend = bend_between(c, line, i0, at + reach, a, b) / c->scale;
        const float angle = angle_between(a, b);
        Candidate here = {{start, end}, middle, angle, bend + 0.8f * fabsf(sinf(angle))};
        if (bend > BEND_MAX || here.cost >= best->cost)
            continue;
        const int col = (int)((m.x - c->view->rect.x - c->grid.offset) / c->grid.step + 0.5f);
        const int row = (int)((m.y - c->view->rect.y - c->grid.offset) / c->grid.step + 0.5f);
        if (col < 1 || row < 1 || col >= c->grid.width - 1 || row >= c->grid.height - 1 ||
            !(slope_at(c, col, row) <= slope_max))
            continue;
        here.cost += crowding(c, middle.seen, half_w);
        if (here.cost < best->cost && is_free(c, &here, half_w, half_h))
            *best = here;
    }
}

static void label_level(Chooser *c, long level, float slope_max)
{
    Labels *labels = c->labels;
    contours_clear(&labels->contours);
    contours_trace(&labels->contours, labels->coarse, c->grid.width, c->grid.height, level,
                   (double)level - c->ground->base);
    if (labels->contours.line_count == 0)
        return;
    MapLabel *label = &labels->items[labels->count];
    strbuf_clear(&labels->text);
    levels_label(&c->ground->levels, level, &labels->text);
    snprintf(label->text, sizeof label->text, "%s", strbuf_text(&labels->text));
    const float size = TEXT_SIZE * c->scale;
    const float half_w = 0.5f * font_width(c->fonts, FACE_MEDIUM, size, strbuf_text(&labels->text),
                                           labels->text.len);
    const float half_h = 0.5f * font_extent(c->fonts, FACE_MEDIUM, size).cap + 2 * c->scale;

    Candidate best = {.cost = INFINITY};
    for (size_t i = 0; i < labels->contours.line_count; i++)
        try_line(c, &labels->contours.lines[i], half_w, half_h, slope_max, &best);
    if (!isfinite(best.cost))
        return;
    label->at = camera_to_world(c->view->camera, c->view->rect, best.center.flat);
    for (int i = 0; i < 2; i++)
        label->ends[i] = camera_to_world(c->view->camera, c->view->rect, best.ends[i].flat);
    label->k = (double)level;
    label->angle = best.angle;
    label->half_w = half_w;
    c->centers[labels->count++] = best.center.seen;
}

/* Every unit-th level in [low, high] except multiples of `except`. */
static void label_levels(Chooser *c, double low, double high, long unit, long except,
                         float slope_max)
{
    const long from = (long)ceil(low / (double)unit), to = (long)floor(high / (double)unit);
    for (long n = from; n <= to && c->labels->count < c->limit && n - from < LEVELS_TRIED_MAX; n++)
        if (except == 0 || (n * unit) % except != 0)
            label_level(c, n * unit, slope_max);
}

void labels_update(Labels *labels, const LabelView *view, const Obstacles *obstacles,
                   const Fonts *fonts)
{
    const float scale = view->scale;
    labels->count = 0;
    if (!view->ground->k)
        return;
    Chooser c = {.labels = labels,
                 .view = view,
                 .ground = view->ground,
                 .obstacles = obstacles,
                 .fonts = fonts,
                 .scale = scale,
                 .grid = thin_grid(labels, view->ground, scale)};
    const float area = view->rect.w * view->rect.h / (scale * scale);
    c.limit = (size_t)fminf(LABELS_MAX, fmaxf(1, area / AREA_PER_LABEL));
    double low = 0, high = 0;
    if (c.grid.width == 0)
        return;
    size_t strong = 0;
    if (visible_range(&c, STRONG_SLOPE, &low, &high)) {
        long unit = 5;
        while ((high - low) / (double)unit > (double)c.limit)
            unit *= 2;
        strong = (size_t)fmax(0, floor(high / 5) - ceil(low / 5) + 1);
        label_levels(&c, low, high, unit, 0, STRONG_SLOPE);
    }
    if (strong < FEW_STRONG && visible_range(&c, THIN_SLOPE, &low, &high)) {
        long unit = 1;
        while ((high - low) / (double)unit > (double)c.limit)
            unit *= 2;
        label_levels(&c, low, high, unit, 5, THIN_SLOPE);
    }
}

/* Where a label is seen now, and how it is turned; false if it is not, or too much from the side.
 */
static bool place_label(const LabelView *view, const MapLabel *label, Point *at, float *angle)
{
    const Point flat = camera_to_screen(view->camera, view->rect, label->at);
    *at = flat;
    *angle = label->angle;
    if (!rect_contains(view->rect, flat))
        return false;
    if (!view->lift)
        return true;
    const Point a = spot_at(view, camera_to_screen(view->camera, view->rect, label->ends[0])).seen;
    const Point b = spot_at(view, camera_to_screen(view->camera, view->rect, label->ends[1])).seen;
    *at = spot_at(view, flat).seen;
    *angle = angle_between(a, b);
    return hypotf(b.x - a.x, b.y - a.y) > 2 * SHORT_MIN * label->half_w && shows(view, *at, flat);
}

void labels_mark(const Labels *labels, const LabelView *view, Obstacles *obstacles)
{
    for (size_t i = 0; i < labels->count; i++) {
        const MapLabel *label = &labels->items[i];
        Point p;
        float angle;
        if (!place_label(view, label, &p, &angle))
            continue;
        const float co = fabsf(cosf(angle)), si = fabsf(sinf(angle));
        const float half_h = 0.5f * TEXT_SIZE * view->scale;
        const float w = co * label->half_w + si * half_h, h = si * label->half_w + co * half_h;
        obstacles_add_rect(obstacles, (Rect){p.x - w, p.y - h, 2 * w, 2 * h}, OBSTACLE_LABEL);
    }
}

void labels_draw(const Labels *labels, const LabelView *view, const Theme *theme, DrawList *list)
{
    const float size = TEXT_SIZE * view->scale;
    const float drop = 0.5f * font_extent(list->fonts, FACE_MEDIUM, size).cap;
    for (size_t i = 0; i < labels->count; i++) {
        const MapLabel *label = &labels->items[i];
        Point p;
        float angle;
        if (!place_label(view, label, &p, &angle))
            continue;
        const float co = cosf(angle), si = sinf(angle);
        const float x = p.x - co * label->half_w - si * drop;
        const float y = p.y - si * label->half_w + co * drop;
        const TextStyle style = {.face = FACE_MEDIUM,
                                 .size = size,
                                 .color = theme->map_text,
                                 .halo = ground_color(view->ground, theme, label->k),
                                 .halo_width = TEXT_HALO * view->scale,
                                 .angle = angle};
        draw_text_styled(list, &style, (Point){x, y}, label->text);
    }
}
