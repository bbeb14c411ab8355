#include "view/frame/strip.h"

#include <math.h>

#include "view/chart/readout.h"
#include "view/frame/transport.h"
#include "view/kit/widgets.h"
#include "view/text/mathtext.h"

/* Sizes at scale 1; src/view/README.md, "Layout". */
enum {
    GUTTER_LEFT = 56,
    GUTTER_RIGHT = 20,
    TRACK_Y = 58, /* of the timeline's middle */
    PLOT_TOP = 66,
    PLOT_BOTTOM = 26, /* room below it for steps */
    NARROW_LEFT = 92,
    NARROW_RIGHT = 16,
    NARROW_TRACK_Y = 14,
    NARROW_PLOT_TOP = 22,
    PLATE_PLOT_TOP = 30,
    PLATE_TITLE_X = 16,
    PLATE_TITLE = 18,
    REACH = 7 /* of the pointer around a line */
};

/* Of lines while the pointer is on another one. */
static const double RECEDING = 0.45;

void strip_deinit(Strip *strip)
{
    chart_deinit(&strip->chart);
}

static ChartFrame frame_of(const Scene *scene, const Layout *layout)
{
    float s = scene->scale;
    Rect strip = layout->strip;
    float left = layout->narrow ? NARROW_LEFT : GUTTER_LEFT;
    float right = layout->narrow ? NARROW_RIGHT : GUTTER_RIGHT;
    float top = scene->panels == PANELS_CHART ? PLATE_PLOT_TOP
                : layout->narrow              ? NARROW_PLOT_TOP
                                              : PLOT_TOP;
    /* Differences and norms are positive; a loss without a floor is not. */
    bool linear = scene->chart == CHART_LOSS && !isfinite(race_problem(scene->race)->floor);
    return (ChartFrame){
        .plot = {roundf(strip.x + left * s), roundf(strip.y + top * s),
                 fmaxf(1, roundf(strip.w - (left + right) * s)),
                 fmaxf(1, roundf(strip.h - (top + PLOT_BOTTOM) * s))},
        .scale = s,
        .steps = race_limits(scene->race).budget,
        .epoch = race_problem(scene->race)->epoch,
        .playhead = scene->playhead,
        .only_past = scene->only_past,
        .y = linear ? CHART_SCALE_LINEAR : CHART_SCALE_LOG,
        .detail = layout->narrow ? CHART_DETAIL_STEPS : CHART_DETAIL_FULL,
        .style = scene->patterns ? CHART_PATTERNS : CHART_SOLID,
    };
}

/* The step that a run has reached at a place of the axis. Places are mostly asked for in order. */
static long step_at(const StripSource *source, long at)
{
    if (source->evaluations)
        at = *source->cursor = run_step_within(source->run, at, *source->cursor);
    return at;
}

static double loss_at(const void *context, long at)
{
    const StripSource *source = context;
    return scene_loss(source->scene, run_row(source->run, step_at(source, at))->f);
}

static double gradient_at(const void *context, long at)
{
    const StripSource *source = context;
    return vec2_norm(run_row(source->run, step_at(source, at))->g);
}

static double distance(const Scene *scene, Vec2 w)
{
    const Landmark *minimum = problem_nearest_minimum(race_problem(scene->race), w);
    return minimum ? vec2_norm(vec2_sub(w, minimum->at)) : (double)NAN;
}

static double distance_at(const void *context, long at)
{
    const StripSource *source = context;
    return distance(source->scene, run_row(source->run, step_at(source, at))->w);
}

/* Both rows by value: reading one of a long run may overwrite the other. */
static double length_at(const void *context, long at)
{
    const StripSource *source = context;
    const long step = step_at(source, at);
    const Vec2 from = run_row(source->run, step)->w, to = run_row(source->run, step + 1)->w;
    return vec2_norm(vec2_sub(to, from));
}

static double ghost_loss_at(const void *context, long step)
{
    return ((const StripSource *)context)->ghost->loss[step];
}

static double ghost_distance_at(const void *context, long step)
{
    const StripSource *source = context;
    return distance(source->scene, source->ghost->points[step]);
}

static double ghost_length_at(const void *context, long step)
{
    const Vec2 *points = ((const StripSource *)context)->ghost->points;
    return vec2_norm(vec2_sub(points[step + 1], points[step]));
}

static ChartValue *const VALUES[CHART_COUNT] = {[CHART_LOSS] = loss_at,
                                                [CHART_GRADIENT] = gradient_at,
                                                [CHART_DISTANCE] = distance_at,
                                                [CHART_LENGTH] = length_at};
/* A ghost keeps no gradients. */
static ChartValue *const GHOST_VALUES[CHART_COUNT] = {[CHART_LOSS] = ghost_loss_at,
                                                      [CHART_GRADIENT] = NULL,
                                                      [CHART_DISTANCE] = ghost_distance_at,
                                                      [CHART_LENGTH] = ghost_length_at};

/* How many places of the axis have a value, of those up to the last row: that one has no step to
 * come. */
static long value_count(ChartKind chart, long places)
{
    return chart == CHART_LENGTH ? places - 1 : places;
}

/* Where on the axis a step lies. */
static long place_of(const Scene *scene, const Run *run, long step)
{
    return scene_counts_evaluations(scene) ? run_row(run, step)->evaluations : step;
}

/* Where a hand has changed a hyperparameter; returns how many of them are there yet. */
static size_t collect_forks(StripSource *source)
{
    size_t count = optimizer_spec_forks(run_spec(source->run), source->forks);
    for (size_t i = 0; i < count; i++) {
        if (source->forks[i] > run_last_step(source->run))
            return i;
        source->forks[i] = place_of(source->scene, source->run, source->forks[i]);
    }
    return count;
}

static size_t collect(Strip *strip, const Scene *scene, ChartSeries *series)
{
    const int pointed = scene_pointed(scene);
    const size_t strong = pointed < 0 ? scene->selected : (size_t)pointed;
    const bool evaluations = scene_counts_evaluations(scene);
    size_t count = 0;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        const SceneEntrant *entrant = &scene->entrants[i];
        const Ghost *ghost = &scene->ghosts[i];
        if (!race_visible(scene->race, i))
            continue;
        /* Nor does it keep counts. */
        if (ghost->count > 0 && GHOST_VALUES[scene->chart] && !evaluations) {
            StripSource *source = &strip->sources[2 * i + 1];
            *source = (StripSource){.scene = scene, .entrant = i, .ghost = ghost};
            series[count++] = (ChartSeries){.value = GHOST_VALUES[scene->chart],
                                            .context = source,
                                            .count = value_count(scene->chart, (long)ghost->count),
                                            .revision = ghost->revision,
                                            .ink = entrant->ink,
                                            .rank = CHART_RANK_GHOST,
                                            .alpha = scene->ghost_alpha};
        }
        const Run *run = race_run(scene->race, i);
        StripSource *source = &strip->sources[2 * i];
        *source = (StripSource){.scene = scene,
                                .entrant = i,
                                .run = run,
                                .evaluations = evaluations,
                                .cursor = &strip->cursors[i]};
        size_t forks = collect_forks(source);
        long last = place_of(scene, run, run_last_step(run));
        series[count++] =
            (ChartSeries){.value = VALUES[scene->chart],
                          .context = source,
                          .count = value_count(scene->chart, last + 1),
                          .revision = race_run_revision(scene->race, i),
                          .ink = entrant->ink,
                          .rank = i == strong ? CHART_RANK_SELECTED : CHART_RANK_PLAIN,
                          .alpha = pointed < 0 || i == strong ? 1 : RECEDING,
                          .marks = source->forks,
                          .mark_count = forks};
    }
    return count;
}

static void draw_timeline(const Ui *ui, const Layout *layout, const ChartFrame *frame)
{
    Rect plot = frame->plot;
    float track = layout->narrow ? NARROW_TRACK_Y : TRACK_Y;
    float y = layout->strip.y + ui_px(ui, track);
    Rect rect = {plot.x, y - ui_px(ui, 7), plot.w, ui_px(ui, 14)};
    widget_timeline(ui->list, ui->theme, ui->scale, rect, frame->playhead / (double)frame->steps);
    float top = rect.y - ui_px(ui, 3);
    hits_add(ui->hits, HIT_TIMELINE, (Rect){plot.x, top, plot.w, plot.y + plot.h - top}, 0);
}

/* Where a distance chart has nothing to measure. */
static void draw_empty(const Ui *ui, Rect plot)
{
    ui_text(ui, FACE_REGULAR, UI_TEXT, plot.x + plot.w / 2,
            ui_baseline(ui, FACE_REGULAR, UI_TEXT, plot.y + plot.h / 2), 0.5f, ui->theme->text3,
            "No minimum is known here.");
}

/* What the lines say where the pointer is; while the hand scrubs, cards and playhead say it. */
static void draw_readout(const Ui *ui, const Strip *strip, const Layout *layout,
                         const ChartFrame *frame, const ChartSeries *series, size_t count)
{
    const Scene *scene = ui->scene;
    if (scene->hover.kind != HIT_TIMELINE || scene->pressed.kind == HIT_TIMELINE)
        return;
    Readout readout = {.step = (long)round(chart_step_at(frame, scene->hover_at.x))};
    for (size_t i = 0; i < count; i++) {
        const StripSource *source = series[i].context;
        if (series[i].rank == CHART_RANK_GHOST)
            continue;
        bool there = readout.step < series[i].count;
        double value = there ? series[i].value(source, readout.step) : (double)NAN;
        readout.rows[readout.count++] = (ReadoutRow){source->entrant, value};
    }
    readout_draw(&readout, ui, &strip->chart, frame, layout->map);
}

static size_t draw_chart(Strip *strip, const Ui *ui, const Layout *layout, ChartFrame *frame,
                         ChartSeries *series)
{
    const Scene *scene = ui->scene;
    draw_fill(ui->list, layout->strip, 0, ui->theme->panel);
    ui_rule(ui, layout->strip.x, layout->strip.x + layout->strip.w, layout->strip.y,
            ui->theme->hair);
    hits_add(ui->hits, HIT_BLOCK, layout->strip, 0);
    size_t count = collect(strip, scene, series);
    chart_draw(&strip->chart, ui->list, ui->theme, frame, series, count);
    bool measurable = problem_nearest_minimum(race_problem(scene->race), race_start(scene->race));
    if (scene->chart == CHART_DISTANCE && !measurable)
        draw_empty(ui, frame->plot);
    return count;
}

void strip_draw(Strip *strip, const Ui *ui, const Layout *layout, int layer)
{
    ChartFrame frame = frame_of(ui->scene, layout);
    ChartSeries series[CHART_SERIES_MAX];
    frame.layer = layer;
    size_t count = draw_chart(strip, ui, layout, &frame, series);
    draw_timeline(ui, layout, &frame);
    transport_draw(ui, layout);
    draw_readout(ui, strip, layout, &frame, series, count);
}

/* What is drawn against what. */
static void draw_titles(const Ui *ui, const Layout *layout, const ChartFrame *frame)
{
    static const char *const values[CHART_COUNT] = {[CHART_LOSS] = "f - f^*",
                                                    [CHART_GRADIENT] = "|\\nabla f|",
                                                    [CHART_DISTANCE] = "|w - w^*|",
                                                    [CHART_LENGTH] = "|\\Delta w|"};
    const Scene *scene = ui->scene;
    const bool bare = scene->chart == CHART_LOSS && !scene_has_floor(scene);
    const float y = layout->strip.y + ui_px(ui, PLATE_TITLE);
    const float right = frame->plot.x + frame->plot.w;
    mathtext_draw(ui->list, UI_STEP * ui->scale, layout->strip.x + ui_px(ui, PLATE_TITLE_X), y,
                  ui->theme->text2, bare ? "f" : values[scene->chart]);
    ui_text(ui, FACE_REGULAR, UI_TEXT, right, y, 1, ui->theme->text2,
            scene_counts_evaluations(scene) ? "against gradient evaluations" : "against steps");
}

void strip_draw_chart(Strip *strip, const Ui *ui, const Layout *layout, int layer)
{
    ChartFrame frame = frame_of(ui->scene, layout);
    ChartSeries series[CHART_SERIES_MAX];
    frame.layer = layer;
    draw_chart(strip, ui, layout, &frame, series);
    draw_titles(ui, layout, &frame);
}

double strip_step_at(const Scene *scene, const Layout *layout, float x)
{
    ChartFrame frame = frame_of(scene, layout);
    if (scene->presenter) /* its timeline runs from edge to edge */
        frame.plot = layout->strip;
    return chart_step_at(&frame, x);
}

int strip_entrant_at(Strip *strip, const Scene *scene, const Layout *layout, Point p)
{
    ChartFrame frame = frame_of(scene, layout);
    ChartSeries series[CHART_SERIES_MAX];
    size_t count = collect(strip, scene, series);
    int line = chart_series_at(&strip->chart, &frame, series, count, p, REACH * scene->scale);
    return line < 0 ? -1 : (int)((const StripSource *)series[line].context)->entrant;
}
