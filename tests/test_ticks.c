/* Ticks of axes of every kind, over every range that a double can have: none is without end, none
 * lies outside, no two are one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fakefonts.h"
#include "view/chart/chart.h"
#include "view/map/axes.h"
#include "view/map/liftaxes.h"
#include "view/map/ticks.h"

typedef struct Range {
    double low, high;
} Range;

static const Range RANGES[] = {
    {0, 1},
    {-0.7, 0.28},
    {-5.2, 5.2},
    {1, 1 + 1e-9},
    {1, 1 + 4 * DBL_EPSILON},
    {1e15, 1e15 + 3},
    {99999, 100001},
    /* towards 0 */
    {1e-300, 2e-300},
    {DBL_MIN, 4 * DBL_MIN},
    {1e-310, 3e-310},
    {-1e-320, 1e-320},
    {5e-324, 1e-323},
    {0, 5e-324},
    {1, 1 + DBL_EPSILON},
    /* towards infinity */
    {1e290, 1e308},
    {0, DBL_MAX},
    {-1e308, 1e308},
    {-DBL_MAX, DBL_MAX},
    {1e308, 1.7e308},
    {1e308, 1e308 + 2e292},
    {5e-324, DBL_MAX},
    /* equal */
    {0, 0},
    {3, 3},
    {0.3, 0.3},
    {-1e-310, -1e-310},
    {1e300, 1e300},
    {DBL_MAX, DBL_MAX},
    /* no ranges */
    {NAN, 1},
    {0, NAN},
    {NAN, NAN},
    {0, HUGE_VAL},
    {-HUGE_VAL, HUGE_VAL},
    {HUGE_VAL, HUGE_VAL},
};

enum { RANGE_COUNT = 2 * sizeof RANGES / sizeof *RANGES };

/* The second half is the first one backwards. */
static Range range_at(int i)
{
    Range range = RANGES[i % (RANGE_COUNT / 2)];
    return i < RANGE_COUNT / 2 ? range : (Range){range.high, range.low};
}

static const float LENGTHS[] = {-5, 0, 0.5f, 1, 20, 76, 300, 960, 7680, 1e6f, NAN};
static const float SCALES[] = {0.05f, 0.3f, 1, 2, 8};
enum {
    LENGTH_COUNT = sizeof LENGTHS / sizeof *LENGTHS,
    SCALE_COUNT = sizeof SCALES / sizeof *SCALES
};

/* ---- the ticks themselves ---- */

static void check_ticks(Range range, const Ticks *ticks)
{
    if (ticks->count < 0 || ticks->count > TICKS_MAX || !(ticks->step > 0) ||
        !isfinite(ticks->step))
        fail_msg("[%g, %g]: %d ticks, %g apart", range.low, range.high, ticks->count, ticks->step);
    for (int i = 0; i < ticks->count; i++) {
        const double k = ticks_multiple(ticks, i), value = ticks_value(ticks, i);
        const double slack = 2 * DBL_EPSILON * fabs(value); /* 0.7 is not 35 times 0.02 */
        const bool inside = value >= fmin(range.low, range.high) - slack &&
                            value <= fmax(range.low, range.high) + slack;
        if (k != round(k) || !isfinite(value) || !inside ||
            (i > 0 && !(value > ticks_value(ticks, i - 1)))) {
            fail_msg("[%g, %g]: tick %d of %d is %g times %g", range.low, range.high, i,
                     ticks->count, k, ticks->step);
        }
    }
}

/* More doubles lie between the ends than ticks are asked for. */
static bool is_wide(Range range)
{
    const double largest = fmax(fabs(range.low), fabs(range.high));
    const double half = fabs(0.5 * range.high - 0.5 * range.low);
    return isfinite(half) && half > 1e-14 * largest && half > 1000 * DBL_TRUE_MIN;
}

static void ticks_are_few_inside_and_rising(void **state)
{
    (void)state;
    static const double WANTED[] = {-1, 0, 1, 4, 10, 1e9, HUGE_VAL, NAN};
    for (int i = 0; i < RANGE_COUNT; i++) {
        for (size_t w = 0; w < sizeof WANTED / sizeof *WANTED; w++) {
            const Range range = range_at(i);
            const Ticks ticks = ticks_about(range.low, range.high, WANTED[w]);
            check_ticks(range, &ticks);
            const Ticks back = ticks_about(range.high, range.low, WANTED[w]);
            assert_int_equal(back.count, ticks.count);
            assert_true(back.step == ticks.step && back.first == ticks.first);
            if (is_wide(range) && WANTED[w] >= 4 && ticks.count < 2)
                fail_msg("[%g, %g]: %d ticks of %g", range.low, range.high, ticks.count, WANTED[w]);
        }
    }
}

/* Neighbours among 1, 2, 5, 10 are at most 2.5 apart; the nearest is at most its root away. */
static void a_step_is_the_tidy_one_nearest_to_what_is_asked_for(void **state)
{
    (void)state;
    for (int exponent = -322; exponent <= 307; exponent++) {
        for (double lead = 1; lead < 10; lead += 0.37) {
            char text[32];
            snprintf(text, sizeof text, "%.6fe%d", lead, exponent);
            const double raw = strtod(text, NULL);
            const double step = ticks_step(0, raw, 1);
            int tidy = 0, n = 0;
            snprintf(text, sizeof text, "%.0e", step);
            assert_int_equal(sscanf(text, "%de%d", &tidy, &n), 2);
            const bool is_tidy =
                (tidy == 1 || tidy == 2 || tidy == 5) && strtod(text, NULL) == step;
            /* Denormals are no finer than this. */
            const double slack = DBL_TRUE_MIN;
            if (!is_tidy || step > 1.6 * raw + slack || step < raw / 1.6 - slack)
                fail_msg("a step near %g came out as %.17g", raw, step);
        }
    }
}

static void too_many_ticks_of_a_step_are_thinned(void **state)
{
    (void)state;
    static const double STEPS[] = {5e-324, 1e-310, 1e-9, 1, 5, 2000, 1e300};
    for (int i = 0; i < RANGE_COUNT; i++) {
        for (size_t s = 0; s < sizeof STEPS / sizeof *STEPS; s++) {
            const Range range = range_at(i);
            const Ticks ticks = ticks_every(range.low, range.high, STEPS[s]);
            check_ticks(range, &ticks);
            const double times = ticks.step / STEPS[s];
            if (ticks.count > 1 && times != round(times))
                fail_msg("[%g, %g]: %g became %g", range.low, range.high, STEPS[s], ticks.step);
        }
    }
    const Ticks all = ticks_every(0.5, 63.5, 1), thinned = ticks_every(0, 1000, 1);
    assert_int_equal(all.count, 63);
    assert_true(all.step == 1);
    assert_true(thinned.step == 20 && thinned.count == 51); /* 1000 / 38.4 = 26, nearest is 20 */
}

/* ---- axes ---- */

static void check_axis(const Axis *axis, Range range)
{
    assert_true(axis->count <= TICKS_MAX);
    assert_true(isfinite(axis->origin) && axis->step > 0);
    assert_null(strstr(axis->name, "n number"));
    assert_null(strstr(axis->name, "\u221E"));
    for (size_t i = 0; i < axis->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(axis->ticks[i].text, axis->ticks[k].text) == 0) {
                fail_msg("[%g, %g]: ticks %zu and %zu read \"%s\"", range.low, range.high, k, i,
                         axis->ticks[i].text);
            }
        }
    }
}

static Camera camera_over(Range range, float length)
{
    const double px = fmax((double)length, 1);
    const double per_px = fmax(range.high / px - range.low / px, DBL_TRUE_MIN);
    const double center = 0.5 * range.low + 0.5 * range.high;
    return (Camera){{center, -center}, {per_px, per_px}};
}

/* As far as axes say what they mean: from the middle of the range, in steps, as text. */
static void axes_of_any_range_end(void **state)
{
    (void)state;
    static const char *const NAMES[2] = {"x", "y"};
    Axes axes;
    for (int i = 0; i < RANGE_COUNT; i++) {
        const Range range = range_at(i);
        for (int n = 0; n < LENGTH_COUNT * SCALE_COUNT; n++) {
            const float length = LENGTHS[n / SCALE_COUNT], scale = SCALES[n % SCALE_COUNT];
            const Camera camera = camera_over(range, length);
            axes_layout(&axes, NAMES, &camera, (Rect){3, 48, length, 0.6f * length}, scale,
                        &FAKE_FONTS, NULL, 0);
            if (length >= 2) {
                check_axis(&axes.x, range);
                check_axis(&axes.y, range);
            }
            axis_read(&axes.x, "x", range.low, range.high, (double)(length / (64 * scale)));
            check_axis(&axes.x, range);
        }
    }
}

static void a_span_of_denormals_has_its_ticks(void **state)
{
    (void)state;
    Axes axes;
    const Rect rect = {0, 0, 960, 500};
    const Camera camera = camera_over((Range){1e-310, 3e-310}, rect.w);
    axes_layout(&axes, (const char *const[2]){"x", "y"}, &camera, rect, 1, &FAKE_FONTS, NULL, 0);
    assert_true(axes.x.count >= 3);
    assert_true(axes.x.origin == 0);
    for (size_t i = 0; i < axes.x.count; i++) {
        const double px = (axes.x.ticks[i].offset - 2e-310) / 2e-310 * 960 + 480;
        if (fabs(px - (double)axes.x.ticks[i].at) > 0.5) {
            fail_msg("%s stands at %g, not at %g", axes.x.ticks[i].text, (double)axes.x.ticks[i].at,
                     px);
        }
    }
}

static void the_widest_span_has_its_ticks(void **state)
{
    (void)state;
    Axes axes;
    const Rect rect = {0, 0, 960, 500};
    const Camera camera = camera_over((Range){-1e308, 1e308}, rect.w);
    axes_layout(&axes, (const char *const[2]){"x", "y"}, &camera, rect, 1, &FAKE_FONTS, NULL, 0);
    assert_true(axes.x.count >= 5);
    assert_string_equal(axes.x.name, "x");
}

/* ---- charts ---- */

static double value_at(const void *context, long step)
{
    return ((const double *)context)[step];
}

/* Labels of the grid's lines and of steps. */
static size_t texts_in(const DrawList *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->command_count; i++)
        count += list->commands[i].kind == DRAW_TEXT;
    return count;
}

static void chart_over(Range range, ChartScale y, float length, float scale)
{
    int generic = 0;
    const double values[3] = {range.low, 0.5 * range.low + 0.5 * range.high, range.high};
    const ChartSeries series = {.value = value_at,
                                .context = values,
                                .count = 3,
                                .revision = 1,
                                .ink = theme_ink(THEME_LIGHT, "adam", 0, &generic),
                                .rank = CHART_RANK_PLAIN,
                                .alpha = 1};
    static const long STEPS[] = {1, 2, 1000000, 2000000000};
    for (size_t s = 0; s < sizeof STEPS / sizeof *STEPS; s++) {
        Chart chart = {0};
        DrawList list = {.fonts = &FAKE_FONTS};
        const ChartFrame frame = {.plot = {56, 66, length, 0.1f * length},
                                  .scale = scale,
                                  .steps = STEPS[s],
                                  .epoch = s % 2 ? 2 : 300,
                                  .y = y,
                                  .playhead = 2};
        chart_draw(&chart, &list, theme_get(THEME_LIGHT), &frame, &series, 1);
        assert_true(isfinite(chart.top) && isfinite(chart.bottom) && chart.top > chart.bottom);
        const size_t texts = texts_in(&list);
        if (texts > 3 * TICKS_MAX)
            fail_msg("[%g, %g]: %zu labels at %g px", range.low, range.high, texts, (double)length);
        for (size_t p = 0; p < list.point_count && isfinite(length); p++)
            assert_true(isfinite(list.points[p].x) && isfinite(list.points[p].y));
        chart_deinit(&chart);
        drawlist_deinit(&list);
    }
}

static void charts_of_any_range_end(void **state)
{
    (void)state;
    for (int i = 0; i < RANGE_COUNT; i++) {
        for (int n = 0; n < LENGTH_COUNT * SCALE_COUNT; n++) {
            const float length = LENGTHS[n / SCALE_COUNT], scale = SCALES[n % SCALE_COUNT];
            chart_over(range_at(i), CHART_SCALE_LOG, length, scale);
            chart_over(range_at(i), CHART_SCALE_LINEAR, length, scale);
        }
    }
}

/* From corner to corner, and its lines at their heights. */
static void a_chart_shows_the_widest_span(void **state)
{
    (void)state;
    enum { COUNT = 200 };
    double values[COUNT];
    for (int i = 0; i < COUNT; i++)
        values[i] = i % 2 ? 1.6e308 : -1.6e308;
    const ChartSeries series = {.value = value_at,
                                .context = values,
                                .count = COUNT,
                                .revision = 1,
                                .rank = CHART_RANK_PLAIN,
                                .alpha = 1};
    const ChartFrame frame = {
        .plot = {0, 0, 1000, 100}, .scale = 1, .steps = COUNT - 1, .y = CHART_SCALE_LINEAR};
    Chart chart = {0};
    chart_update(&chart, &frame, &series, 1);
    const double low = (double)chart_place(&chart, &frame, values[0]);
    const double high = (double)chart_place(&chart, &frame, values[1]);
    assert_true(low > 90 && low <= 100 && high >= 0 && high < 10);
    chart_deinit(&chart);
}

/* ---- a raised surface ---- */

static void axes_of_any_surface_end(void **state)
{
    (void)state;
    static const char *const NAMES[2] = {"x", "y"};
    for (int i = 0; i < RANGE_COUNT; i++) {
        const Range range = range_at(i);
        for (int n = 0; n < LENGTH_COUNT * SCALE_COUNT; n++) {
            const float length = LENGTHS[n / SCALE_COUNT], scale = SCALES[n % SCALE_COUNT];
            const Rect rect = {3, 48, fmaxf(1, length), fmaxf(1, 0.6f * length)};
            const Camera camera = camera_over(range, length);
            /* A logarithm lies within these. */
            const bool log = n % 2 && fabs(range.low) < 1500 && fabs(range.high) < 1500;
            const Levels levels = {.log = log, .step = 1, .k1 = 1, .gamma = 1};
            const Lift lift = {.eye = eye_make(rect, EYE_HOME, 1, 0.3f * rect.h, scale),
                               .k_floor = range.low,
                               .k_rise = range.high - range.low,
                               .share = 1,
                               .scale = scale};
            const LiftFrame frame = {&lift, NAMES, &levels, &camera, scale, NULL, 0};
            LiftAxes axes = {.count = 0};
            liftaxes_layout(&axes, &frame, &FAKE_FONTS);
            assert_true(axes.count <= LIFT_LABELS_MAX);
            liftaxes_deinit(&axes);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_are_few_inside_and_rising),
        cmocka_unit_test(a_step_is_the_tidy_one_nearest_to_what_is_asked_for),
        cmocka_unit_test(too_many_ticks_of_a_step_are_thinned),
        cmocka_unit_test(axes_of_any_range_end),
        cmocka_unit_test(a_span_of_denormals_has_its_ticks),
        cmocka_unit_test(the_widest_span_has_its_ticks),
        cmocka_unit_test(charts_of_any_range_end),
        cmocka_unit_test(a_chart_shows_the_widest_span),
        cmocka_unit_test(axes_of_any_surface_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
