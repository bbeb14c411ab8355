/* chart: series over steps, with the timeline as their x axis. src/view/README.md,
 * "The chart".
 *
 * Owns the decimated shape of every series (at most two points per pixel column, the extremes, so
 * that spikes stay), rebuilt when a series says that it changed, extended when it only grew. Knows
 * nothing of runs: a series is a function of the step. Values on the log scale: zero and below lies
 * under every plot, infinity above; not a number ends the line. Nothing is clamped: what leaves the
 * plot leaves it through its edge. */
#ifndef RAVINE_VIEW_CHART_CHART_H
#define RAVINE_VIEW_CHART_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/draw/drawlist.h"
#include "view/scene/theme.h"

enum { CHART_SERIES_MAX = 64 };

typedef double ChartValue(const void *context, long step);

/* How a series is drawn. */
typedef enum ChartRank {
    CHART_RANK_GHOST, /* dashed, up to the playhead, no marker */
    CHART_RANK_PLAIN,
    CHART_RANK_SELECTED /* thicker and on top */
} ChartRank;

typedef struct ChartSeries {
    ChartValue *value;
    const void *context; /* passed to value */
    long count;          /* steps 0 .. count - 1 are there */
    /* Changes whenever a value that was there has changed; with the same value function and context
     * and revision, more steps only add to what is drawn already. */
    uint64_t revision;
    Ink ink;
    ChartRank rank;
    double alpha; /* 1 unless it is fading */
    /* Steps of note, marked by a ring on the line. */
    const long *marks;
    size_t mark_count;
} ChartSeries;

typedef enum ChartScale {
    CHART_SCALE_LOG,
    CHART_SCALE_LINEAR /* for losses without a floor */
} ChartScale;

typedef enum ChartDetail {
    CHART_DETAIL_FULL,
    CHART_DETAIL_STEPS /* no grid and no values: small windows */
} ChartDetail;

typedef enum ChartStyle {
    CHART_SOLID,
    CHART_PATTERNS /* dashes as in the inks, for grey print */
} ChartStyle;

typedef struct ChartFrame {
    Rect plot;   /* values' labels lie left of it, steps' labels below */
    float scale; /* device px per px at scale 1 */
    long steps;  /* the x axis runs from 0 to here; at least 1 */
    long epoch;  /* steps per pass over the data, marked where they are apart; 0 for none */
    double playhead;
    bool only_past; /* nothing beyond the playhead */
    ChartScale y;
    ChartDetail detail;
    ChartStyle style;
    int layer; /* of the draw list, for what stands still while the playhead moves; -1 for none */
} ChartFrame;

typedef struct ChartPoint {
    double step, y; /* y: log10 of the value, or the value */
} ChartPoint;

typedef struct ChartTrace {
    ChartValue *value;
    const void *context;
    uint64_t revision;
    long steps;
    int columns;
    ChartScale y;
    long count;     /* steps read so far */
    long next;      /* first step of the column that is not complete */
    size_t settled; /* points of complete columns */
    bool ended;     /* met a value that is no number, at step `count` */
    ChartPoint *points;
    size_t point_count, point_cap;
} ChartTrace;

/* A zeroed Chart is an empty one. */
typedef struct Chart {
    ChartTrace traces[CHART_SERIES_MAX];
    size_t trace_count; /* in the last frame */
    double top, bottom; /* of the y axis: log10, or plain */
    Point *line;        /* scratch */
    size_t line_cap;
    double *sorted; /* scratch */
    size_t sorted_cap;
} Chart;

void chart_deinit(Chart *chart);

/* Brings the traces up to date and fits the y axis; chart_draw does it too. */
void chart_update(Chart *chart, const ChartFrame *frame, const ChartSeries *series, size_t count);

/* Draws everything: grid, lines past and future, playhead, markers, labels. */
void chart_draw(Chart *chart, DrawList *list, const Theme *theme, const ChartFrame *frame,
                const ChartSeries *series, size_t count);

/* Where a value stands on the y axis: its log10, or itself. */
double chart_axis_value(ChartScale scale, double value);

/* The step at a horizontal place, in [0, steps], and back. */
double chart_step_at(const ChartFrame *frame, float x);
float chart_x_of(const ChartFrame *frame, double step);

/* The vertical place of a chart_axis_value after an update; may lie outside the plot, is NaN for
 * NaN. */
float chart_place(const Chart *chart, const ChartFrame *frame, double y);

/* y of a series at a fraction of a step, between the values on both sides; beyond the last one,
 * that one's. NaN without any. */
double chart_y_at(const ChartFrame *frame, const ChartSeries *series, long count, double step);

/* The line nearest to p within `reach` px, of those in the last picture; ghosts do not count. -1 if
 * there is none. */
int chart_series_at(const Chart *chart, const ChartFrame *frame, const ChartSeries *series,
                    size_t count, Point p, float reach);

#endif
