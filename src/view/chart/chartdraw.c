/* How a chart looks; what it shows is in chart.c. */
#include "view/chart/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "view/draw/key.h"
#include "view/map/ticks.h"
#include "view/text/number.h"

enum {
    LABEL = 14,
    EPOCH_ROOM = 64,
    EPOCH_GAP = 4,
    MARKERS_MAX = CHART_SERIES_MAX,
    PLACE_TRIES = 64
};

/* At scale 1. */
static const float LINE = 1.75f;
static const float LINE_SELECTED = 2.25f;
static const float LINE_FUTURE = 1.25f;
static const float HALO = 2.5f;
static const float MARKER = 4.6f;
static const float ROOM = 11.5f;     /* from one marker's middle to the next one's */
static const float TOUCHING = 0.99f; /* of the room's square: what rounding may take */
static const float RING = 3.6f;      /* of a step of note; and its stroke */
static const float RING_WIDTH = 1.5f;
static const double FUTURE_ALPHA = 0.38;
static const double GHOST_ALPHA = 0.75;

/* What every part of one picture needs. */
typedef struct Sheet {
    Chart *chart;
    DrawList *list;
    const Theme *theme;
    const ChartFrame *frame;
} Sheet;

static float px(const Sheet *sheet, float size)
{
    return roundf(size * sheet->frame->scale);
}

static float hair(const Sheet *sheet)
{
    return fmaxf(1, floorf(sheet->frame->scale));
}

static float place_y(const Sheet *sheet, double y)
{
    return chart_place(sheet->chart, sheet->frame, y);
}

/* ---- axes ---- */

static void grid_line(const Sheet *sheet, double y, const char *label)
{
    const Rect *plot = &sheet->frame->plot;
    float at = roundf(place_y(sheet, y));
    draw_fill(sheet->list, (Rect){plot->x, at, plot->w, hair(sheet)}, 0, sheet->theme->hair);
    float size = LABEL * sheet->frame->scale;
    float cap = font_extent(sheet->list->fonts, FACE_REGULAR, size).cap;
    draw_text(sheet->list, FACE_REGULAR, size, plot->x - px(sheet, 8), roundf(at + 0.5f * cap), 1,
              sheet->theme->text3, label);
}

/* Powers of ten, a whole number of decades apart, at least 20 px; written out if all are short. */
static void log_grid(const Sheet *sheet)
{
    const Chart *chart = sheet->chart;
    double decade = (double)sheet->frame->plot.h / (chart->top - chart->bottom);
    double every = fmax(1, ceil(20 * (double)sheet->frame->scale / decade));
    bool plain = chart->bottom >= -2 && chart->top < 5;
    const Ticks ticks = ticks_every(chart->bottom, chart->top, every);
    for (int i = 0; i < ticks.count; i++) {
        const double y = ticks_value(&ticks, i);
        char label[NUMBER_TEXT_MAX];
        number_power(plain ? NUMBER_POWER_PLAIN : NUMBER_POWER_RAISED, (int)y, label);
        grid_line(sheet, y, label);
    }
}

static void linear_grid(const Sheet *sheet)
{
    const Chart *chart = sheet->chart;
    double lines = (double)(sheet->frame->plot.h / (24 * sheet->frame->scale));
    const Ticks ticks = ticks_about(chart->bottom, chart->top, lines);
    bool fixed = fmax(fabs(chart->top), fabs(chart->bottom)) < 1e5 && ticks.step >= 1e-3;
    for (int i = 0; i < ticks.count; i++) {
        const double y = ticks_value(&ticks, i);
        char label[NUMBER_TEXT_MAX];
        if (fixed)
            number_fixed(y, number_decimals(ticks.step), label);
        else
            number_significant(y, 3, label);
        grid_line(sheet, y, label);
    }
}

static void step_axis(const Sheet *sheet)
{
    const ChartFrame *frame = sheet->frame;
    const Rect *plot = &frame->plot;
    float size = LABEL * frame->scale;
    double room = fmax(1, (double)(plot->w / (147 * frame->scale)));
    const double steps = (double)frame->steps;
    const Ticks ticks = ticks_every(0, steps, fmax(1, ticks_step(0, steps, room)));
    float cap = font_extent(sheet->list->fonts, FACE_REGULAR, size).cap;
    float bottom = plot->y + plot->h;
    float baseline = roundf(bottom + px(sheet, 8) + cap);
    for (int i = 0; i < ticks.count; i++) {
        const double step = ticks_value(&ticks, i);
        float x = roundf(chart_x_of(frame, step));
        draw_fill(sheet->list, (Rect){x, bottom, hair(sheet), px(sheet, 4)}, 0,
                  sheet->theme->border);
        char label[NUMBER_TEXT_MAX];
        number_short(step, label);
        draw_text(sheet->list, FACE_REGULAR, size, x, baseline, 0.5f, sheet->theme->text3, label);
    }
}

/* At its line; returns where it ends. */
static float epoch_label(const Sheet *sheet, float x, bool first, long epoch)
{
    const Rect *plot = &sheet->frame->plot;
    const float size = LABEL * sheet->frame->scale;
    const float cap = font_extent(sheet->list->fonts, FACE_REGULAR, size).cap;
    const float left = x + px(sheet, 4);
    char label[32];
    snprintf(label, sizeof label, "%s%ld", first ? "epoch " : "", epoch);
    const float end =
        left + font_width(sheet->list->fonts, FACE_REGULAR, size, label, strlen(label));
    if (end <= plot->x + plot->w)
        draw_text(sheet->list, FACE_REGULAR, size, left, roundf(plot->y + cap + px(sheet, 2)), 0,
                  sheet->theme->text3, label);
    return end;
}

/* A line where each pass over the data begins, as long as they can be told apart: then every
 * second one, fifth, tenth ... The first says what they are, others their number where it fits. */
static void epochs(const Sheet *sheet)
{
    const ChartFrame *frame = sheet->frame;
    const Rect *plot = &frame->plot;
    if (frame->epoch < 2)
        return;
    double count = (double)frame->steps / (double)frame->epoch;
    double room = fmax(1, (double)(plot->w / (EPOCH_ROOM * frame->scale)));
    const Ticks ticks = ticks_every(0, count, fmax(1, ticks_step(0, count, room)));
    float said = -INFINITY;
    for (int i = 1; i < ticks.count; i++) { /* the 0th begins at the edge */
        const double passes = ticks_value(&ticks, i);
        float x = roundf(chart_x_of(frame, passes * (double)frame->epoch));
        draw_fill(sheet->list, (Rect){x, plot->y, hair(sheet), plot->h}, 0, sheet->theme->hair);
        if (frame->detail == CHART_DETAIL_FULL && x > said + px(sheet, EPOCH_GAP))
            said = epoch_label(sheet, x, i == 1, (long)passes + 1);
    }
}

/* ---- lines ---- */

static double series_y(const Sheet *sheet, const ChartSeries *series, const ChartTrace *trace,
                       double step)
{
    return chart_y_at(sheet->frame, series, trace->count, step);
}

static void line_add(const Sheet *sheet, size_t *used, double step, double y)
{
    Chart *chart = sheet->chart;
    ARRAY_RESERVE(chart->line, chart->line_cap, *used + 1);
    chart->line[(*used)++] = (Point){chart_x_of(sheet->frame, step), place_y(sheet, y)};
}

/* Points of a trace from the start up to a step; into chart->line. A later step only adds to
 * them. */
static size_t line_until(const Sheet *sheet, const ChartSeries *series, const ChartTrace *trace,
                         double to)
{
    size_t used = 0;
    if (trace->count == 0)
        return 0;
    line_add(sheet, &used, 0, series_y(sheet, series, trace, 0));
    for (size_t i = 0; i < trace->point_count && trace->points[i].step <= to; i++)
        if (trace->points[i].step > 0)
            line_add(sheet, &used, trace->points[i].step, trace->points[i].y);
    return used;
}

/* From the last point of the trace that lies behind the playhead to the playhead itself. */
static size_t line_tip(const Sheet *sheet, const ChartSeries *series, const ChartTrace *trace)
{
    double to = fmin(sheet->frame->playhead, (double)(trace->count - 1));
    size_t used = 0, low = 0, high = trace->point_count;
    if (trace->count == 0)
        return 0;
    while (low < high) { /* first point beyond */
        size_t middle = low + (high - low) / 2;
        if (trace->points[middle].step <= to)
            low = middle + 1;
        else
            high = middle;
    }
    double from = low > 0 ? trace->points[low - 1].step : 0;
    if (from >= to)
        return 0;
    line_add(sheet, &used, from, series_y(sheet, series, trace, from));
    line_add(sheet, &used, to, series_y(sheet, series, trace, to));
    return used;
}

static const Dash *dash_of(const Sheet *sheet, const ChartSeries *series, Dash *scaled)
{
    static const Dash ghost = {{2, 5}, 2};
    const bool is_ghost = series->rank == CHART_RANK_GHOST;
    if (!is_ghost && sheet->frame->style != CHART_PATTERNS)
        return NULL;
    *scaled = dash_scaled(is_ghost ? ghost : series->ink.dash, sheet->frame->scale);
    return scaled;
}

/* What chart->line holds, as past. The same commands whatever it holds, so that a growing layer
 * can tell what is new. */
static void draw_past(const Sheet *sheet, const ChartSeries *series, size_t used)
{
    const ChartFrame *frame = sheet->frame;
    float width = series->rank == CHART_RANK_SELECTED ? LINE_SELECTED : LINE;
    double alpha = series->alpha * (series->rank == CHART_RANK_GHOST ? GHOST_ALPHA : 1);
    Dash dash;
    const Dash *pattern = dash_of(sheet, series, &dash);
    used = used < 2 ? 0 : used;
    if (series->rank != CHART_RANK_GHOST) {
        draw_line(sheet->list, sheet->chart->line, used, (width + HALO) * frame->scale,
                  color_fade(sheet->theme->panel, series->alpha));
    }
    draw_line_dashed(sheet->list, sheet->chart->line, used, width * frame->scale,
                     color_fade(series->ink.path, alpha), pattern);
}

/* The whole series, thin and faint; the past lies over it. */
static void draw_future(const Sheet *sheet, const ChartSeries *series, const ChartTrace *trace)
{
    if (series->rank == CHART_RANK_GHOST)
        return;
    const ChartFrame *frame = sheet->frame;
    size_t used = line_until(sheet, series, trace, (double)frame->steps);
    if (used >= 2) {
        draw_line(sheet->list, sheet->chart->line, used, LINE_FUTURE * frame->scale,
                  color_fade(series->ink.path, FUTURE_ALPHA * series->alpha));
    }
}

/* ---- markers ---- */

typedef struct Marker {
    const ChartSeries *series;
    Point at;
} Marker;

/* Among the markers that are nearer than `room` to p, the one that is passed last on the way along
 * the line to `side` (-1 left, 1 right): where the way is free of it again, in x. NaN: none is
 * near. */
static float free_of(const Marker *markers, size_t count, Point p, float side, float room)
{
    float x = NAN;
    for (size_t i = 0; i < count; i++) {
        float dx = p.x - markers[i].at.x, dy = p.y - markers[i].at.y;
        if (dx * dx + dy * dy >= room * room * TOUCHING)
            continue;
        float clear = markers[i].at.x + side * sqrtf(fmaxf(0, room * room - dy * dy));
        x = isnan(x) || (clear - x) * side > 0 ? clear : x;
    }
    return x;
}

/* The place on a series' own line that is nearest to its step at the playhead, on one side, and
 * clear of the markers there are: where lines draw together, markers part without jumping. Not a
 * number if the plot ends first. */
static Point free_place(const Sheet *sheet, const ChartSeries *series, const ChartTrace *trace,
                        const Marker *markers, size_t count, Point at, float side)
{
    const ChartFrame *frame = sheet->frame;
    const Rect *plot = &frame->plot;
    for (int i = 0; i < PLACE_TRIES; i++) {
        float x = free_of(markers, count, at, side, ROOM * frame->scale);
        if (isnan(x))
            return at;
        /* Some way at least: a steep line may run into the same marker again and again. */
        x = side > 0 ? fmaxf(x, at.x + 0.5f) : fminf(x, at.x - 0.5f);
        if (x < plot->x || x > plot->x + plot->w)
            break;
        at = (Point){x, place_y(sheet, series_y(sheet, series, trace, chart_step_at(frame, x)))};
    }
    return (Point){NAN, NAN};
}

/* At the playhead, or as near as the others let it: behind it, for that way is certain; at the
 * beginning, where there is no way behind, ahead of it. */
static void place_marker(const Sheet *sheet, const ChartSeries *series, const ChartTrace *trace,
                         Marker *markers, size_t *used)
{
    const ChartFrame *frame = sheet->frame;
    const Rect *plot = &frame->plot;
    double step = fmin(frame->playhead, (double)(trace->count - 1));
    Point at = {chart_x_of(frame, step), place_y(sheet, series_y(sheet, series, trace, step))};
    if (!(at.y >= plot->y && at.y <= plot->y + plot->h))
        return;
    for (float side = -1; side <= 1; side += 2) {
        Point place = free_place(sheet, series, trace, markers, *used, at, side);
        if (place.y >= plot->y && place.y <= plot->y + plot->h) {
            at = place;
            break;
        }
    }
    markers[(*used)++] = (Marker){series, at};
}

static void draw_markers(const Sheet *sheet, const ChartSeries *series, size_t count)
{
    const ChartFrame *frame = sheet->frame;
    Marker markers[MARKERS_MAX];
    size_t used = 0;
    /* The selected one first: it stays at the playhead; the others follow on their own lines. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            const ChartTrace *trace = &sheet->chart->traces[i];
            bool first = series[i].rank == CHART_RANK_SELECTED;
            if (series[i].rank != CHART_RANK_GHOST && first == (pass == 0) && trace->count > 0)
                place_marker(sheet, &series[i], trace, markers, &used);
        }
    }
    for (size_t i = used; i-- > 0;) {
        const ChartSeries *own = markers[i].series;
        symbol_marker(sheet->list, own->ink.shape, markers[i].at, MARKER * frame->scale,
                      color_fade(own->ink.path, own->alpha), sheet->theme->panel,
                      1.25f * frame->scale);
    }
}

static void draw_playhead(const Sheet *sheet)
{
    const Rect *plot = &sheet->frame->plot;
    float x = chart_x_of(sheet->frame, sheet->frame->playhead);
    draw_segment(sheet->list, (Point){x, plot->y}, (Point){x, plot->y + plot->h},
                 1.25f * sheet->frame->scale, sheet->theme->text1);
}

/* Room for the thickness of lines along the edges; where they leave, they are cut. */
static void clip_plot(const Sheet *sheet)
{
    const Rect *plot = &sheet->frame->plot;
    float edge = 2 * sheet->frame->scale;
    draw_clip(sheet->list, rect_inset(*plot, -edge));
}

/* Grid, axes, and all lines up to the last point behind the playhead. */
static void draw_standing(const Sheet *sheet, const ChartSeries *series, size_t count)
{
    const ChartFrame *frame = sheet->frame;
    const Chart *chart = sheet->chart;
    if (frame->detail == CHART_DETAIL_FULL && frame->y == CHART_SCALE_LOG)
        log_grid(sheet);
    else if (frame->detail == CHART_DETAIL_FULL)
        linear_grid(sheet);
    epochs(sheet);
    step_axis(sheet);
    clip_plot(sheet);
    for (size_t i = 0; i < count && !frame->only_past; i++)
        draw_future(sheet, &series[i], &chart->traces[i]);
    for (int rank = CHART_RANK_PLAIN; rank <= CHART_RANK_SELECTED; rank++) {
        for (size_t i = 0; i < count; i++) {
            if ((int)series[i].rank == rank) {
                draw_past(sheet, &series[i],
                          line_until(sheet, &series[i], &chart->traces[i], frame->playhead));
            }
        }
    }
    draw_unclip(sheet->list);
}

static void draw_marks(const Sheet *sheet, const ChartSeries *series, const ChartTrace *trace)
{
    const float scale = sheet->frame->scale;
    for (size_t i = 0; i < series->mark_count && series->marks[i] < trace->count; i++) {
        const double step = (double)series->marks[i];
        const Point at = {chart_x_of(sheet->frame, step),
                          place_y(sheet, series_y(sheet, series, trace, step))};
        draw_disc(sheet->list, at, RING * scale, sheet->theme->panel);
        draw_ring(sheet->list, at, RING * scale, RING_WIDTH * scale,
                  color_fade(series->ink.path, series->alpha));
    }
}

/* Ghosts, and what lies between the last points and the playhead. */
static void draw_moving(const Sheet *sheet, const ChartSeries *series, size_t count)
{
    clip_plot(sheet);
    for (int rank = CHART_RANK_GHOST; rank <= CHART_RANK_SELECTED; rank++) {
        for (size_t i = 0; i < count; i++) {
            const ChartTrace *trace = &sheet->chart->traces[i];
            if ((int)series[i].rank != rank)
                continue;
            if (rank == CHART_RANK_GHOST) {
                draw_past(sheet, &series[i],
                          line_until(sheet, &series[i], trace, sheet->frame->playhead));
            }
            draw_past(sheet, &series[i], line_tip(sheet, &series[i], trace));
            draw_marks(sheet, &series[i], trace);
        }
    }
    draw_unclip(sheet->list);
}

/* Everything that the standing part depends on, but for the playhead. */
static uint64_t standing_key(const Sheet *sheet, const ChartSeries *series, size_t count)
{
    const ChartFrame *frame = sheet->frame;
    const Chart *chart = sheet->chart;
    uint64_t key = key_rect((uint64_t)frame->y, frame->plot);
    key = key_f64(key_f64(key, chart->top), chart->bottom);
    key = key_f64(key_u64(key, (uint64_t)frame->steps), (double)frame->scale);
    key = key_u64(key, (uint64_t)frame->detail * 4 + (uint64_t)frame->style * 2 +
                           (uint64_t)frame->only_past);
    key = key_u64(key, (uint64_t)frame->epoch);
    key = key_text(key, sheet->theme->id);
    for (size_t i = 0; i < count; i++) {
        if (series[i].rank == CHART_RANK_GHOST)
            continue;
        key = key_u64(key, (uint64_t)(uintptr_t)series[i].context);
        key = key_u64(key_u64(key, series[i].revision), (uint64_t)chart->traces[i].count);
        key = key_color(key_u64(key, (uint64_t)series[i].rank), series[i].ink.path);
        key = key_f64(key, series[i].alpha);
    }
    return key_u64(key, count > 0 ? (uint64_t)(uintptr_t)series[count - 1].value : 0);
}

/* Plot, values and steps. */
static Rect area_of(const ChartFrame *frame)
{
    float left = roundf((frame->detail == CHART_DETAIL_FULL ? 56 : 8) * frame->scale);
    /* Half a label above the topmost line that there can be. */
    float right = roundf(16 * frame->scale), top = roundf(7 * frame->scale);
    float bottom = roundf(26 * frame->scale);
    return (Rect){frame->plot.x - left, frame->plot.y - top, frame->plot.w + left + right,
                  frame->plot.h + top + bottom};
}

void chart_draw(Chart *chart, DrawList *list, const Theme *theme, const ChartFrame *frame,
                const ChartSeries *series, size_t count)
{
    chart_update(chart, frame, series, count);
    Sheet sheet = {chart, list, theme, frame};
    if (frame->layer >= 0) {
        Rect area = area_of(frame);
        DrawLayer layer = {.id = frame->layer,
                           .below = -1,
                           .mode = LAYER_GROWING,
                           .key = standing_key(&sheet, series, count)};
        draw_layer(list, area, layer, theme->panel);
        draw_standing(&sheet, series, count);
        draw_layer_end(list);
        draw_layer_show(list, area, frame->layer);
    } else {
        draw_standing(&sheet, series, count);
    }
    draw_moving(&sheet, series, count);
    draw_playhead(&sheet);
    draw_markers(&sheet, series, count);
}
