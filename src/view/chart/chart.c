#include "view/chart/chart.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "view/text/number.h"

static const double BEYOND = 400;      /* decades: farther than any double */
static const double TOP_MARGIN = 0.12; /* decades, or of the span */
static const double DECADES_MAX = 9;
static const double DIVERGED_AFTER = 3; /* decades above the highest start */
static const double BOTTOM_SHARE = 0.08;

enum { SORTED_MAX = 4096, REACH_SAMPLES = 7 };

void chart_deinit(Chart *chart)
{
    for (size_t i = 0; i < CHART_SERIES_MAX; i++)
        free(chart->traces[i].points);
    free(chart->line);
    free(chart->sorted);
    *chart = (Chart){.trace_count = 0};
}

/* ---- places ---- */

double chart_step_at(const ChartFrame *frame, float x)
{
    double step = (double)((x - frame->plot.x) / fmaxf(frame->plot.w, 1)) * (double)frame->steps;
    return step > 0 ? fmin(step, (double)frame->steps) : 0;
}

float chart_x_of(const ChartFrame *frame, double step)
{
    return frame->plot.x + (float)(step / (double)frame->steps) * frame->plot.w;
}

double chart_axis_value(ChartScale scale, double value)
{
    if (scale == CHART_SCALE_LINEAR || isnan(value))
        return value;
    return value <= 0 ? -BEYOND : isinf(value) ? BEYOND : log10(value);
}

float chart_place(const Chart *chart, const ChartFrame *frame, double y)
{
    if (isnan(y))
        return (float)y;
    /* Halves: ends may be farther apart than the largest double. */
    double share = (0.5 * chart->top - 0.5 * y) / (0.5 * chart->top - 0.5 * chart->bottom);
    /* A hundred plots away is away; float coordinates stay harmless. */
    return frame->plot.y + (float)fmin(fmax(share, -100), 100) * frame->plot.h;
}

double chart_y_at(const ChartFrame *frame, const ChartSeries *series, long count, double step)
{
    if (count == 0)
        return (double)NAN;
    long last = count - 1;
    long before = step < (double)last ? (long)fmax(step, 0) : last;
    long after = before < last ? before + 1 : last;
    double a = chart_axis_value(frame->y, series->value(series->context, before));
    double b = chart_axis_value(frame->y, series->value(series->context, after));
    double t = fmin(fmax(step - (double)before, 0), 1);
    return t > 0 ? a + (b - a) * t : a;
}

/* The distance in px from p to a series' line as far as it is drawn. */
static float line_distance(const Chart *chart, const ChartFrame *frame, const ChartSeries *series,
                           long count, Point p, float reach)
{
    double end = fmin((double)(count - 1), frame->only_past ? frame->playhead : HUGE_VAL);
    float best = HUGE_VALF;
    for (int i = -REACH_SAMPLES; i <= REACH_SAMPLES; i++) {
        float x = p.x + reach * (float)i / REACH_SAMPLES;
        double step = chart_step_at(frame, x);
        if (count == 0 || step > end || x < frame->plot.x)
            continue;
        float y = chart_place(chart, frame, chart_y_at(frame, series, count, step));
        best = fminf(best, hypotf(chart_x_of(frame, step) - p.x, y - p.y)); /* NaN is no minimum */
    }
    return best;
}

int chart_series_at(const Chart *chart, const ChartFrame *frame, const ChartSeries *series,
                    size_t count, Point p, float reach)
{
    int found = -1;
    float best = reach;
    for (size_t i = 0; i < count && i < chart->trace_count; i++) {
        if (series[i].rank == CHART_RANK_GHOST)
            continue;
        /* A series may have become shorter since. */
        long known =
            chart->traces[i].count < series[i].count ? chart->traces[i].count : series[i].count;
        float d = line_distance(chart, frame, &series[i], known, p, reach);
        if (d < best) {
            best = d;
            found = (int)i;
        }
    }
    return found;
}

/* ---- traces ---- */

static void trace_push(ChartTrace *trace, long step, double y)
{
    ARRAY_RESERVE(trace->points, trace->point_cap, trace->point_count + 1);
    trace->points[trace->point_count++] = (ChartPoint){(double)step, y};
}

/* First step of a column. */
static long column_start(const ChartTrace *trace, long column)
{
    double width = (double)(trace->steps + 1) / trace->columns;
    return (long)ceil((double)column * width);
}

/* The extremes of steps [from, end), in order. Stops at a value that is no number. */
static void trace_column(ChartTrace *trace, const ChartSeries *series, long from, long end)
{
    long low_step = from;
    long high_step = from;
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    long step = from;
    for (; step < end; step++) {
        double value = series->value(series->context, step);
        if (isnan(value)) {
            trace->ended = true;
            break;
        }
        if (value < low || step == from) {
            low = value;
            low_step = step;
        }
        if (value > high || step == from) {
            high = value;
            high_step = step;
        }
    }
    trace->count = step;
    if (step == from)
        return;
    long first = low_step < high_step ? low_step : high_step;
    long second = low_step < high_step ? high_step : low_step;
    trace_push(trace, first, chart_axis_value(trace->y, first == low_step ? low : high));
    if (second != first)
        trace_push(trace, second, chart_axis_value(trace->y, second == low_step ? low : high));
}

static void trace_restart(ChartTrace *trace, const ChartSeries *series, const ChartFrame *frame,
                          int columns)
{
    ChartPoint *points = trace->points;
    size_t cap = trace->point_cap;
    *trace = (ChartTrace){.value = series->value,
                          .context = series->context,
                          .revision = series->revision,
                          .steps = frame->steps,
                          .columns = columns,
                          .y = frame->y,
                          .points = points,
                          .point_cap = cap};
}

/* True if anything changed. */
static bool trace_update(ChartTrace *trace, const ChartSeries *series, const ChartFrame *frame)
{
    int columns = frame->plot.w > 1 ? (int)frame->plot.w : 1;
    bool same = trace->value == series->value && trace->context == series->context &&
                trace->revision == series->revision && trace->steps == frame->steps &&
                trace->columns == columns && trace->y == frame->y &&
                trace->count <= series->count && trace->count > 0;
    if (!same)
        trace_restart(trace, series, frame, columns);
    long count = series->count < frame->steps + 1 ? series->count : frame->steps + 1;
    if (trace->ended || trace->count >= count)
        return !same;
    bool every = frame->steps + 1 <= 2L * columns;
    trace->point_count = trace->settled;
    while (trace->next < count && !trace->ended) {
        long column =
            every ? 0 : (long)((double)trace->next * columns / (double)(frame->steps + 1));
        long end = every ? trace->next + 1 : column_start(trace, column + 1);
        end = end > trace->next ? end : trace->next + 1;
        trace_column(trace, series, trace->next, end < count ? end : count);
        if (end > count)
            break;
        trace->next = end;
        trace->settled = trace->point_count;
    }
    return true;
}

/* ---- the y axis ---- */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorted y of the points up to `cap` of all series that count, thinned out evenly where there are
 * many; returns how many. */
static size_t gather(Chart *chart, const ChartSeries *series, size_t count, double cap)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += series[i].rank == CHART_RANK_GHOST ? 0 : chart->traces[i].point_count;
    size_t stride = total / SORTED_MAX + 1;
    ARRAY_RESERVE(chart->sorted, chart->sorted_cap, total / stride + CHART_SERIES_MAX);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const ChartTrace *trace = &chart->traces[i];
        for (size_t p = 0; p < trace->point_count && series[i].rank != CHART_RANK_GHOST;
             p += stride)
            if (trace->points[p].y <= cap)
                chart->sorted[used++] = trace->points[p].y;
    }
    qsort(chart->sorted, used, sizeof *chart->sorted, compare);
    return used;
}

/* The highest y up to `cap`, and the highest start. */
static double highest(const Chart *chart, const ChartSeries *series, size_t count, double cap,
                      double *start)
{
    double top = -HUGE_VAL;
    *start = -HUGE_VAL;
    for (size_t i = 0; i < count; i++) {
        const ChartTrace *trace = &chart->traces[i];
        if (series[i].rank == CHART_RANK_GHOST || trace->point_count == 0)
            continue;
        *start = fmax(*start, trace->points[0].y);
        for (size_t p = 0; p < trace->point_count; p++) {
            double y = trace->points[p].y;
            top = y <= cap ? fmax(top, y) : top;
        }
    }
    return top;
}

/* A run that diverges leaves through the top: its flight does not flatten the others. */
static void fit_log(Chart *chart, const ChartSeries *series, size_t count)
{
    double start;
    double top = highest(chart, series, count, BEYOND / 2, &start);
    if (start > -BEYOND && start < BEYOND)
        top = highest(chart, series, count, start + DIVERGED_AFTER, &start);
    size_t used = gather(chart, series, count, top);
    if (used == 0 || top <= -BEYOND) {
        chart->top = TOP_MARGIN;
        chart->bottom = -1;
        return;
    }
    chart->top = top + TOP_MARGIN;
    double low = floor(chart->sorted[(size_t)(BOTTOM_SHARE * (double)(used - 1))]);
    chart->bottom = fmin(fmax(low, chart->top - DECADES_MAX), chart->top - 1);
}

/* Without a logarithm to tame it, the outer two percent at both ends may leave the plot. */
static void fit_linear(Chart *chart, const ChartSeries *series, size_t count)
{
    size_t used = gather(chart, series, count, HUGE_VAL);
    double low = used > 0 ? chart->sorted[(size_t)(0.02 * (double)(used - 1))] : 0;
    double high = used > 0 ? chart->sorted[(size_t)(0.98 * (double)(used - 1))] : 1;
    if (!isfinite(low) || !isfinite(high)) {
        low = 0;
        high = 1;
    }
    double span = fmax(fmin(high - low, DBL_MAX), 1e-9 * fmax(fabs(high), fabs(low)));
    span = span > 0 ? span : 1;
    chart->top = fmin(high + TOP_MARGIN * span, DBL_MAX);
    chart->bottom = fmax(low - TOP_MARGIN * span, -DBL_MAX);
}

void chart_update(Chart *chart, const ChartFrame *frame, const ChartSeries *series, size_t count)
{
    assert(frame->steps >= 1 && count <= CHART_SERIES_MAX);
    bool changed = chart->trace_count != count;
    for (size_t i = 0; i < count; i++)
        changed = trace_update(&chart->traces[i], &series[i], frame) || changed;
    chart->trace_count = count;
    if (!changed)
        return;
    if (frame->y == CHART_SCALE_LOG)
        fit_log(chart, series, count);
    else
        fit_linear(chart, series, count);
}
