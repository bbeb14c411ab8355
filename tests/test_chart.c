/* Axes of the map and the chart: what they say and where. Expected values are closed forms and the
 * rules of src/view/README.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fakefonts.h"
#include "fixtures.h"
#include "view/chart/chart.h"
#include "view/map/axes.h"

/* ---- axes ---- */

static const Rect MAP = {0, 48, 960, 500};

static const struct {
    double x, y, width; /* the view's centre and its width in units */
} views[] = {
    {-0.7, 0.28, 10.4},  {0.4, 0.2, 0.6},
    {1.0002, 2, 1e-4},   {1.23456789, -77.1234567, 1e-8},
    {0, 0, 1e-20},       {123456, 98765432, 3e5},
    {250000.3, -5, 0.2}, {-3, 4, 2e-11},
    {0, 0, 3e9},         {1e-12, -1e-12, 1e-10},
    {5, 5, 990},
};

enum { VIEWS = sizeof views / sizeof views[0] };

static void layout(Axes *axes, int view, Rect rect, float scale)
{
    double per_px = views[view].width / (double)rect.w;
    Camera camera = {{views[view].x, views[view].y}, {per_px, per_px}};
    axes_layout(axes, (const char *const[2]){"x", "y"}, &camera, rect, scale, &FAKE_FONTS, NULL, 0);
}

static bool is_tidy(double step)
{
    double lead = step / pow(10, floor(log10(step) + 1e-9));
    return fabs(lead - 1) < 1e-9 || fabs(lead - 2) < 1e-9 || fabs(lead - 5) < 1e-9;
}

static void check_axis(const Axis *axis, double center, int view)
{
    if (axis->count < 2 || !is_tidy(axis->step))
        fail_msg("view %d: %zu ticks with a step of %g", view, axis->count, axis->step);
    for (size_t i = 0; i < axis->count; i++) {
        const AxisTick *tick = &axis->ticks[i];
        double steps = tick->offset / axis->step;
        check_near(steps, round(steps), 1e-6, "ticks are multiples of the step");
        double value = axis->origin + tick->offset;
        assert_true(fabs(value - center) <= views[view].width);
        for (size_t k = 0; k < i; k++)
            if (strcmp(tick->text, axis->ticks[k].text) == 0)
                fail_msg("view %d: two ticks read \"%s\"", view, tick->text);
        assert_true(i == 0 || tick->offset > axis->ticks[i - 1].offset);
    }
}

static void ticks_are_tidy_sorted_and_distinct_at_any_depth(void **state)
{
    (void)state;
    for (int view = 0; view < VIEWS; view++) {
        Axes axes;
        layout(&axes, view, MAP, 1);
        check_axis(&axes.x, views[view].x, view);
        check_axis(&axes.y, views[view].y, view);
    }
}

static void ticks_stand_where_the_camera_puts_their_values(void **state)
{
    (void)state;
    for (int view = 0; view < 3; view++) {
        Axes axes;
        layout(&axes, view, MAP, 1);
        double per_px = views[view].width / (double)MAP.w;
        Camera camera = {{views[view].x, views[view].y}, {per_px, per_px}};
        for (size_t i = 0; i < axes.x.count; i++) {
            Vec2 w = vec2(axes.x.origin + axes.x.ticks[i].offset, 0);
            check_near((double)axes.x.ticks[i].at, (double)camera_to_screen(&camera, MAP, w).x,
                       0.01, "x tick");
        }
        for (size_t i = 0; i < axes.y.count; i++) {
            Vec2 w = vec2(0, axes.y.origin + axes.y.ticks[i].offset);
            check_near((double)axes.y.ticks[i].at, (double)camera_to_screen(&camera, MAP, w).y,
                       0.01, "y tick");
        }
    }
}

/* "The ground": about 110 px apart. 1-2-5 steps cannot do better than a factor of sqrt(2.5). */
static void ticks_are_about_110_px_apart(void **state)
{
    (void)state;
    for (float scale = 1; scale <= 2; scale += 0.5f) {
        for (double width = 1; width < 10; width += 0.07) {
            Rect rect = {0, 0, 960 * scale, 500 * scale};
            double per_px = width / (double)rect.w;
            Camera camera = {{0.1, 0.2}, {per_px, per_px}};
            Axes axes;
            axes_layout(&axes, (const char *const[2]){"x", "y"}, &camera, rect, scale, &FAKE_FONTS,
                        NULL, 0);
            double apart = axes.x.step / per_px / (double)scale;
            assert_true(apart > 110 / 1.6 && apart < 110 * 1.6);
        }
    }
}

static void labels_touch_neither_each_other_nor_the_edge(void **state)
{
    (void)state;
    static const Rect rects[] = {{0, 48, 960, 500}, {5, 40, 300, 200}, {0, 0, 1900, 980}};
    for (int view = 0; view < VIEWS; view++) {
        for (size_t r = 0; r < sizeof rects / sizeof rects[0]; r++) {
            Axes axes;
            layout(&axes, view, rects[r], 1);
            for (size_t i = 0; i < axes_cover_count(&axes); i++) {
                Rect a = axes_cover(&axes, i);
                assert_true(a.x >= rects[r].x && a.x + a.w <= rects[r].x + rects[r].w);
                assert_true(a.y >= rects[r].y && a.y + a.h <= rects[r].y + rects[r].h);
                for (size_t k = 0; k < i; k++) {
                    Rect b = axes_cover(&axes, k);
                    bool apart = a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h ||
                                 b.y >= a.y + a.h;
                    if (!apart)
                        fail_msg("view %d, size %zu: labels %zu and %zu overlap", view, r, k, i);
                }
            }
        }
    }
}

static void plain_labels_share_their_decimals(void **state)
{
    (void)state;
    Axes axes;
    layout(&axes, 0, MAP, 1);
    assert_string_equal(axes.x.ticks[0].text, "\u22125");
    assert_string_equal(axes.x.name, "x");
    layout(&axes, 1, MAP, 1);
    for (size_t i = 0; i < axes.x.count; i++) {
        const char *point = strchr(axes.x.ticks[i].text, '.');
        assert_non_null(point);
        assert_int_equal(strlen(point), 3);
    }
}

/* The name gives the number that labels count from, to the last digit. */
static void deep_axes_say_what_they_count_from(void **state)
{
    (void)state;
    Axes axes;
    layout(&axes, 3, MAP, 1);
    double from = -1;
    assert_int_equal(sscanf(axes.x.name, "x - %lf", &from), 1);
    check_near(from, axes.x.origin, 0, "x's origin as it reads");
    check_near(from, 1.23456789, 1e-8, "x's origin");
    assert_int_equal(sscanf(axes.y.name, "y + %lf", &from), 1);
    check_near(-from, axes.y.origin, 0, "y's origin as it reads");
}

/* ---- chart ---- */

typedef struct Data {
    const double *y;
    int calls;
} Data;

static double data_at(const void *context, long step)
{
    return ((const double *)context)[step];
}

static ChartSeries series_of(const double *y, long count)
{
    int generic = 0;
    return (ChartSeries){.value = data_at,
                         .context = y,
                         .count = count,
                         .revision = 1,
                         .ink = theme_ink(THEME_LIGHT, "adam", 0, &generic),
                         .rank = CHART_RANK_PLAIN,
                         .alpha = 1};
}

static ChartFrame frame_of(long steps)
{
    return (ChartFrame){.plot = {56, 66, 884, 80}, .scale = 1, .steps = steps, .playhead = 0};
}

static void steps_and_places_are_each_others_inverse(void **state)
{
    (void)state;
    ChartFrame frame = frame_of(120);
    check_near((double)chart_x_of(&frame, 0), 56, 1e-4, "start");
    check_near((double)chart_x_of(&frame, 120), 940, 1e-4, "end");
    for (long step = 0; step <= 120; step++) {
        check_near(chart_step_at(&frame, chart_x_of(&frame, (double)step)), (double)step, 1e-4,
                   "step");
    }
    check_near(chart_step_at(&frame, -1000), 0, 0, "left of the plot");
    check_near(chart_step_at(&frame, 5000), 120, 0, "right of the plot");
}

/* "The chart": top max + 0.12 decades, bottom floor of the 8th percentile. */
static void the_y_axis_follows_the_design(void **state)
{
    (void)state;
    double y[101];
    for (int i = 0; i <= 100; i++)
        y[i] = pow(10, 2 - 0.05 * i); /* 100 down to 10^-3 */
    Chart chart = {0};
    ChartFrame frame = frame_of(100);
    ChartSeries series = series_of(y, 101);
    chart_update(&chart, &frame, &series, 1);
    check_near(chart.top, 2.12, 1e-9, "top");
    check_near(chart.bottom, -3, 1e-9, "bottom: floor(-3 + 0.08 * 5)");
    check_near((double)chart_place(&chart, &frame, 2.12), 66, 1e-3, "top's place");
    check_near((double)chart_place(&chart, &frame, -3), 146, 1e-3, "bottom's place");
    chart_deinit(&chart);
}

static void at_most_nine_decades_are_shown(void **state)
{
    (void)state;
    double y[101];
    for (int i = 0; i <= 100; i++)
        y[i] = pow(10, -0.3 * i);
    Chart chart = {0};
    ChartFrame frame = frame_of(100);
    ChartSeries series = series_of(y, 101);
    chart_update(&chart, &frame, &series, 1);
    check_near(chart.top, 0.12, 1e-9, "top");
    check_near(chart.top - chart.bottom, 9, 1e-9, "decades");
    chart_deinit(&chart);
}

static void a_diverging_run_leaves_through_the_top(void **state)
{
    (void)state;
    double calm[101], wild[101];
    for (int i = 0; i <= 100; i++) {
        calm[i] = pow(10, 1 - 0.02 * i);
        wild[i] = 10 * pow(10, 3.0 * i); /* 1e301 at the end */
    }
    ChartSeries series[2] = {series_of(calm, 101), series_of(wild, 101)};
    Chart chart = {0};
    ChartFrame frame = frame_of(100);
    chart_update(&chart, &frame, series, 2);
    /* Three decades above the start at most. */
    assert_true(chart.top <= 1 + 3 + 0.12 + 1e-9);
    assert_true(chart.bottom <= -1 + 1e-9);
    float y = chart_place(&chart, &frame, chart_axis_value(CHART_SCALE_LOG, 1e200));
    assert_true(y < frame.plot.y - frame.plot.h);
    float inf = chart_place(&chart, &frame, chart_axis_value(CHART_SCALE_LOG, HUGE_VAL));
    assert_true(inf < frame.plot.y && isfinite(inf));
    float zero = chart_place(&chart, &frame, chart_axis_value(CHART_SCALE_LOG, 0));
    assert_true(zero > frame.plot.y + frame.plot.h && isfinite(zero));
    chart_deinit(&chart);
}

static bool has_point(const ChartTrace *trace, double step, double y)
{
    for (size_t i = 0; i < trace->point_count; i++)
        if (trace->points[i].step == step && fabs(trace->points[i].y - y) < 1e-9)
            return true;
    return false;
}

static void long_runs_keep_their_spikes(void **state)
{
    (void)state;
    enum { COUNT = 1000001 };
    double *y = malloc(COUNT * sizeof *y);
    for (long i = 0; i < COUNT; i++)
        y[i] = 1 + 1e-3 * sin(0.01 * (double)i);
    y[123456] = 1e5;
    y[777777] = 1e-6;
    Chart chart = {0};
    ChartFrame frame = frame_of(COUNT - 1);
    ChartSeries series = series_of(y, COUNT);
    chart_update(&chart, &frame, &series, 1);
    const ChartTrace *trace = &chart.traces[0];
    assert_true(trace->point_count <= 2 * 884 + 2);
    assert_true(trace->point_count >= 884);
    assert_true(has_point(trace, 123456, 5));
    assert_true(has_point(trace, 777777, -6));
    for (size_t i = 1; i < trace->point_count; i++)
        assert_true(trace->points[i].step > trace->points[i - 1].step);
    check_near(trace->points[trace->point_count - 1].step, COUNT - 1, 1100,
               "the last step is there");
    chart_deinit(&chart);
    free(y);
}

/* A race that is computed in slices must look as if it had been there at once. */
static void growing_series_end_like_whole_ones(void **state)
{
    (void)state;
    for (long count = 1000; count <= 50000; count += 24500) {
        double *y = malloc((size_t)count * sizeof *y);
        for (long i = 0; i < count; i++)
            y[i] = 2 + sin(0.7 * (double)i) * cos(0.001 * (double)i);
        ChartFrame frame = frame_of(count + 500);
        ChartSeries series = series_of(y, count);
        Chart whole = {0}, grown = {0};
        chart_update(&whole, &frame, &series, 1);
        for (long now = 1; now < count; now += 1 + now / 7) {
            series.count = now;
            chart_update(&grown, &frame, &series, 1);
        }
        series.count = count;
        chart_update(&grown, &frame, &series, 1);
        const ChartTrace *a = &whole.traces[0], *b = &grown.traces[0];
        assert_int_equal(a->point_count, b->point_count);
        for (size_t i = 0; i < a->point_count; i++) {
            check_near(b->points[i].step, a->points[i].step, 0, "step");
            check_near(b->points[i].y, a->points[i].y, 0, "y");
        }
        check_near(grown.top, whole.top, 0, "top");
        check_near(grown.bottom, whole.bottom, 0, "bottom");
        chart_deinit(&whole);
        chart_deinit(&grown);
        free(y);
    }
}

static double counting_at(const void *context, long step)
{
    /* The calls are the test's; the chart promises only not to change the context. */
    union {
        const void *in;
        Data *out;
    } data = {context};
    data.out->calls++;
    return data.out->y[step];
}

static void nothing_is_read_again_until_the_revision_changes(void **state)
{
    (void)state;
    double y[5000];
    for (int i = 0; i < 5000; i++)
        y[i] = 1 + i;
    Data data = {y, 0};
    Chart chart = {0};
    ChartFrame frame = frame_of(4999);
    ChartSeries series = series_of(y, 5000);
    series.value = counting_at;
    series.context = &data;
    chart_update(&chart, &frame, &series, 1);
    assert_int_equal(data.calls, 5000);
    chart_update(&chart, &frame, &series, 1);
    assert_int_equal(data.calls, 5000);
    y[2500] = 1e9;
    series.revision++;
    chart_update(&chart, &frame, &series, 1);
    assert_int_equal(data.calls, 10000);
    assert_true(has_point(&chart.traces[0], 2500, 9));
    chart_deinit(&chart);
}

static void a_value_that_is_no_number_ends_the_line(void **state)
{
    (void)state;
    double y[50];
    for (int i = 0; i < 50; i++)
        y[i] = i < 20 ? 1 + i : (double)NAN;
    Chart chart = {0};
    ChartFrame frame = frame_of(49);
    ChartSeries series = series_of(y, 50);
    chart_update(&chart, &frame, &series, 1);
    assert_int_equal(chart.traces[0].count, 20);
    check_near(chart.traces[0].points[chart.traces[0].point_count - 1].step, 19, 0,
               "the last point");
    chart_deinit(&chart);
}

static void the_line_is_cut_exactly_at_the_playhead(void **state)
{
    (void)state;
    double y[11];
    for (int i = 0; i <= 10; i++)
        y[i] = pow(10, -i);
    Chart chart = {0};
    DrawList list = {.fonts = &FAKE_FONTS};
    ChartFrame frame = frame_of(10);
    frame.playhead = 4.25;
    frame.detail = CHART_DETAIL_STEPS;
    ChartSeries series = series_of(y, 11);
    chart_draw(&chart, &list, theme_get(THEME_LIGHT), &frame, &series, 1);
    const DrawCommand *lines[8];
    size_t count = 0;
    for (size_t i = 0; i < list.command_count; i++)
        if (list.commands[i].kind == DRAW_LINE && !list.commands[i].closed && count < 8)
            lines[count++] = &list.commands[i];
    /* The whole, faint; halo and past up to the last iterate; halo and line from there to the
     * playhead; the playhead itself. */
    assert_int_equal(count, 6);
    Point past = list.points[lines[2]->first + lines[2]->count - 1];
    Point tip = list.points[lines[4]->first];
    Point end = list.points[lines[4]->first + lines[4]->count - 1];
    check_near((double)past.x, (double)(56 + 884 * 0.4f), 1e-3, "past's end");
    check_near((double)tip.x, (double)past.x, 1e-3, "tip's start");
    check_near((double)end.x, (double)(56 + 884 * 0.425f), 1e-3, "tip's end");
    check_near((double)lines[4]->width, 1.75, 1e-6, "the tip's width");
    check_near((double)end.y, (double)chart_place(&chart, &frame, -4.25), 1e-3, "between iterates");
    check_near((double)lines[2]->width, 1.75, 1e-6, "the line's width");
    check_near((double)lines[0]->width, 1.25, 1e-6, "the future's width");
    check_near(lines[0]->color.a / 255.0, 0.38, 0.003, "the future's alpha");
    chart_deinit(&chart);
    drawlist_deinit(&list);
}

/* "The chart": markers of radius 4.6 at the playhead; here hexagons, whose first corner lies 1.1 r
 * right of their middle. */
static void markers_that_coincide_step_back_and_others_do_not(void **state)
{
    (void)state;
    double y[101], apart[101];
    for (int i = 0; i <= 100; i++) {
        y[i] = 1;
        apart[i] = 1e-2;
    }
    int generic = 0;
    ChartSeries series[3] = {series_of(y, 101), series_of(y, 101), series_of(apart, 101)};
    for (int i = 0; i < 3; i++)
        series[i].ink = theme_ink(THEME_LIGHT, "newton", 0, &generic);
    series[1].rank = CHART_RANK_SELECTED;
    Chart chart = {0};
    DrawList list = {.fonts = &FAKE_FONTS};
    ChartFrame frame = frame_of(100);
    frame.playhead = 50;
    chart_draw(&chart, &list, theme_get(THEME_LIGHT), &frame, series, 3);
    double x[3];
    int count = 0;
    for (size_t i = 0; i < list.command_count; i++)
        if (list.commands[i].kind == DRAW_POLYGON && count < 3)
            x[count++] = (double)list.points[list.commands[i].first].x - 1.1 * 4.6;
    /* Drawn in the order apart, y, selected. */
    assert_int_equal(count, 3);
    check_near(x[2], 56 + 442, 0.01, "the selected one stays");
    check_near(x[0], 56 + 442, 0.01, "the one that lies apart stays");
    check_near(x[1], 56 + 442 - 11.5, 0.01, "the covered one steps back by its width and a gap");
    chart_deinit(&chart);
    drawlist_deinit(&list);
}

/* Hexagons of radius 4.6 are 10.1 px wide: their middles must be farther apart than that, wherever
 * the playhead is, though all lines begin at one point and some never part. */
static void no_marker_covers_another(void **state)
{
    (void)state;
    enum { RUNS = 9, COUNT = 101 };
    double y[RUNS][COUNT];
    ChartSeries series[RUNS];
    int generic = 0;
    for (int r = 0; r < RUNS; r++) {
        for (int i = 0; i < COUNT; i++) {
            y[r][i] =
                r < 3 ? 1 : exp(-0.01 * r * i) + (r % 2 ? 0.2 * sin(0.5 * i) * sin(0.5 * i) : 0);
        }
        series[r] = series_of(y[r], COUNT);
        series[r].ink = theme_ink(THEME_LIGHT, "newton", 0, &generic);
    }
    Chart chart = {0};
    DrawList list = {.fonts = &FAKE_FONTS};
    ChartFrame frame = frame_of(COUNT - 1);
    for (double playhead = 0; playhead < COUNT; playhead += 0.25) {
        frame.playhead = playhead;
        drawlist_clear(&list);
        chart_draw(&chart, &list, theme_get(THEME_LIGHT), &frame, series, RUNS);
        Point at[2 * RUNS];
        int count = 0;
        for (size_t i = 0; i < list.command_count; i++) {
            const DrawCommand *command = &list.commands[i];
            if (command->kind != DRAW_POLYGON)
                continue;
            Point corner = list.points[command->first];
            at[count] = (Point){corner.x - 1.1f * 4.6f, corner.y};
            for (int k = 0; k < count; k++) {
                double apart =
                    hypot((double)(at[count].x - at[k].x), (double)(at[count].y - at[k].y));
                if (apart < 10.2)
                    fail_msg("at %g: markers %d and %d are %g px apart", playhead, k, count, apart);
            }
            count++;
        }
        int in_sight = 0;
        for (int r = 0; r < RUNS; r++) {
            float place =
                chart_place(&chart, &frame, chart_y_at(&frame, &series[r], COUNT, playhead));
            in_sight += place >= frame.plot.y && place <= frame.plot.y + frame.plot.h;
        }
        assert_int_equal(count, in_sight);
    }
    chart_deinit(&chart);
    drawlist_deinit(&list);
}

static void the_line_under_the_pointer_is_found(void **state)
{
    (void)state;
    double high[101], low[101];
    for (int i = 0; i <= 100; i++) {
        high[i] = 1;
        low[i] = pow(10, -0.03 * i);
    }
    ChartSeries series[3] = {series_of(high, 101), series_of(low, 101), series_of(low, 101)};
    series[2].rank = CHART_RANK_GHOST;
    Chart chart = {0};
    ChartFrame frame = frame_of(100);
    frame.playhead = 40;
    chart_update(&chart, &frame, series, 3);
    for (int i = 20; i <= 100; i += 10) {
        float x = chart_x_of(&frame, i);
        Point on_high = {x, chart_place(&chart, &frame, 0)};
        Point on_low = {x, chart_place(&chart, &frame, -0.03 * i) + 2};
        assert_int_equal(chart_series_at(&chart, &frame, series, 3, on_high, 7), 0);
        assert_int_equal(chart_series_at(&chart, &frame, series, 3, on_low, 7), 1);
    }
    Point between = {chart_x_of(&frame, 100), chart_place(&chart, &frame, -1.5)};
    assert_int_equal(chart_series_at(&chart, &frame, series, 3, between, 7), -1);
    frame.only_past = true;
    Point to_come = {chart_x_of(&frame, 60), chart_place(&chart, &frame, 0)};
    assert_int_equal(chart_series_at(&chart, &frame, series, 3, to_come, 7), -1);
    chart_deinit(&chart);
}

static void steady_charts_allocate_nothing(void **state)
{
    (void)state;
    enum { RUNS = 8, COUNT = 2001 };
    static double y[RUNS][COUNT];
    ChartSeries series[RUNS];
    for (int r = 0; r < RUNS; r++) {
        for (int i = 0; i < COUNT; i++)
            y[r][i] = exp(-0.001 * (r + 1) * i) + 1e-6 * r;
        series[r] = series_of(y[r], COUNT);
    }
    Chart chart = {0};
    DrawList list = {.fonts = &FAKE_FONTS};
    ChartFrame frame = frame_of(COUNT - 1);
    frame.playhead = COUNT - 1;
    chart_draw(&chart, &list, theme_get(THEME_DARK), &frame, series, RUNS);
    frame.playhead = 0;
    drawlist_clear(&list);
    chart_draw(&chart, &list, theme_get(THEME_DARK), &frame, series, RUNS);
    Chart before = chart;
    for (int step = 0; step < COUNT; step += 50) {
        frame.playhead = step;
        drawlist_clear(&list);
        chart_draw(&chart, &list, theme_get(THEME_DARK), &frame, series, RUNS);
        assert_ptr_equal(chart.line, before.line);
        assert_ptr_equal(chart.sorted, before.sorted);
        assert_ptr_equal(chart.traces[7].points, before.traces[7].points);
    }
    chart_deinit(&chart);
    drawlist_deinit(&list);
}

static void odd_charts_draw_without_harm(void **state)
{
    (void)state;
    const double one[1] = {1.25}, none[3] = {0, -1, -HUGE_VAL}, nan[1] = {(double)NAN};
    const double *const all[] = {one, none, nan};
    const long counts[] = {1, 3, 1};
    for (int scale = CHART_SCALE_LOG; scale <= CHART_SCALE_LINEAR; scale++) {
        for (int i = 0; i < 4; i++) {
            Chart chart = {0};
            DrawList list = {.fonts = &FAKE_FONTS};
            ChartFrame frame = frame_of(1);
            frame.y = (ChartScale)scale;
            ChartSeries series = i < 3 ? series_of(all[i], counts[i]) : series_of(NULL, 0);
            chart_draw(&chart, &list, theme_get(THEME_LIGHT), &frame, &series, 1);
            chart_draw(&chart, &list, theme_get(THEME_LIGHT), &frame, &series, 0);
            assert_true(isfinite(chart.top) && chart.top > chart.bottom);
            for (size_t p = 0; p < list.point_count; p++)
                assert_true(isfinite(list.points[p].x) && isfinite(list.points[p].y));
            chart_deinit(&chart);
            drawlist_deinit(&list);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_are_tidy_sorted_and_distinct_at_any_depth),
        cmocka_unit_test(ticks_stand_where_the_camera_puts_their_values),
        cmocka_unit_test(ticks_are_about_110_px_apart),
        cmocka_unit_test(labels_touch_neither_each_other_nor_the_edge),
        cmocka_unit_test(plain_labels_share_their_decimals),
        cmocka_unit_test(deep_axes_say_what_they_count_from),
        cmocka_unit_test(steps_and_places_are_each_others_inverse),
        cmocka_unit_test(the_y_axis_follows_the_design),
        cmocka_unit_test(at_most_nine_decades_are_shown),
        cmocka_unit_test(a_diverging_run_leaves_through_the_top),
        cmocka_unit_test(long_runs_keep_their_spikes),
        cmocka_unit_test(growing_series_end_like_whole_ones),
        cmocka_unit_test(nothing_is_read_again_until_the_revision_changes),
        cmocka_unit_test(a_value_that_is_no_number_ends_the_line),
        cmocka_unit_test(the_line_is_cut_exactly_at_the_playhead),
        cmocka_unit_test(markers_that_coincide_step_back_and_others_do_not),
        cmocka_unit_test(no_marker_covers_another),
        cmocka_unit_test(the_line_under_the_pointer_is_found),
        cmocka_unit_test(steady_charts_allocate_nothing),
        cmocka_unit_test(odd_charts_draw_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
