#include "view/panel/datapane.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "problem/regression.h"
#include "view/draw/key.h"
#include "view/kit/widgets.h"
#include "view/map/axes.h"
#include "view/text/number.h"

enum {
    HEAD = 34,         /* of the heading, 10 px from the edges */
    TICKS = 44,        /* room for the numbers at the left edge */
    ROWS_SHOWN = 2000, /* of the data: more would be one blot */
    BATCH_SHOWN = 512,
    MISSES_SHOWN = 64, /* of the batch: more would be a hatch */
    CURVE_POINTS = 97
};

/* px at scale 1 */
static const float DOT = 2.6f;
static const float DOT_BATCH = 4.2f;
static const float DOT_STROKE = 1.4f;
static const float LINE = 2.5f;
static const float LINE_SELECTED = 3.0f;
static const float HALO = 1.5f;
static const float BEST = 1.5f;
static const float MARKER = 6.5f;

static const double ROW_ALPHA = 0.5;
static const double MISS_ALPHA = 0.45;

/* What every part of the pane needs. */
typedef struct Pane {
    const Ui *ui;
    const Regression *regression;
    Rect rect;
    Camera camera;
} Pane;

/* ---- where things are ---- */

static Box2 data_box(const Regression *regression)
{
    const Dataset *data = &regression->data;
    Box2 box = {vec2(data->x[0], data->y[0]), vec2(data->x[0], data->y[0])};
    for (size_t i = 1; i < data->count; i++) {
        box.min = vec2(fmin(box.min.x, data->x[i]), fmin(box.min.y, data->y[i]));
        box.max = vec2(fmax(box.max.x, data->x[i]), fmax(box.max.y, data->y[i]));
    }
    return box;
}

/* Values may be farther apart than the largest double, or closer than the smallest. */
static double per_px(double low, double high, double margin, float length)
{
    const double px = (double)length / margin, size = high / px - low / px;
    return high > low ? fmax(size, DBL_TRUE_MIN) : 1 / (double)length;
}

/* All rows, with a margin; axes have scales of their own. */
static Camera camera_of(const Regression *regression, Rect rect)
{
    Box2 box = data_box(regression);
    return (Camera){.center = box2_center(box),
                    .per_px = vec2(per_px(box.min.x, box.max.x, 1.16, rect.w),
                                   /* the heading takes some of it */
                                   per_px(box.min.y, box.max.y, 1.34, rect.h))};
}

static Point place(const Pane *pane, double x, double y)
{
    return camera_to_screen(&pane->camera, pane->rect, vec2(x, y));
}

/* The weights of an entrant at the playhead, between two iterates if it glides. */
static Vec2 weights_of(const Scene *scene, size_t entrant)
{
    const Run *run = race_run(scene->race, entrant);
    long step = scene_step(scene, entrant);
    Vec2 w = run_row(run, step)->w;
    double t = scene_clock(scene, entrant) - (double)step;
    return t > 0 && step < run_last_step(run) ? vec2_lerp(w, run_row(run, step + 1)->w, t) : w;
}

/* The update that the next step is; past the end, the last one there was. */
static long update_of(const Scene *scene)
{
    long budget = race_limits(scene->race).budget;
    long next = scene_step(scene, scene->selected) + 1;
    return next < budget ? next : budget > 0 ? budget : 1;
}

/* ---- rows ---- */

/* Labels differ in more than their place: those of class 1 are solid. */
static void draw_row(const Pane *pane, size_t row, float radius, Color color, Color inside)
{
    const Dataset *data = &pane->regression->data;
    const float scale = pane->ui->scale;
    const Point at = place(pane, data->x[row], data->y[row]);
    const bool hollow = pane->regression->loss.model == LOSS_LOGISTIC && data->y[row] < 0.5;
    draw_disc(pane->ui->list, at, radius * scale, color);
    if (hollow)
        draw_disc(pane->ui->list, at, (radius - DOT_STROKE) * scale, inside);
}

static void draw_standing(const Pane *pane, int layer)
{
    const Ui *ui = pane->ui;
    const Dataset *data = &pane->regression->data;
    const size_t stride = (data->count + ROWS_SHOWN - 1) / ROWS_SHOWN;
    uint64_t key = key_rect(key_text(11, race_problem(ui->scene->race)->spec), pane->rect);
    key = key_f64(key_u64(key, (uint64_t)ui->scene->theme), (double)ui->scale);
    draw_layer(ui->list, pane->rect, (DrawLayer){layer, -1, LAYER_FIXED, key}, ui->theme->panel);
    Axes axes;
    const Rect head = {pane->rect.x, pane->rect.y, pane->rect.w, ui_px(ui, HEAD + 20)};
    axes_layout(&axes, (const char *const[2]){"x", "y"}, &pane->camera, pane->rect, ui->scale,
                ui->list->fonts, &head, 1);
    axes_draw(&axes, ui->list, ui->theme);
    for (size_t i = 0; i < data->count; i += stride)
        draw_row(pane, i, DOT, color_fade(ui->theme->text3, ROW_ALPHA), ui->theme->panel);
    draw_layer_end(ui->list);
    draw_layer_show(ui->list, pane->rect, layer);
}

/* With what the selected optimizer's line misses them by. */
static void draw_batch(const Pane *pane)
{
    const Ui *ui = pane->ui;
    const Dataset *data = &pane->regression->data;
    const Batch first = batch_at(&pane->regression->batches, update_of(ui->scene));
    const Vec2 w = weights_of(ui->scene, ui->scene->selected);
    if (batch_size(&first) == data->count)
        return; /* all of them: nothing stands out */
    Batch batch = first;
    for (int i = 0; i < MISSES_SHOWN && batch_size(&batch) > 0 && vec2_finite(w); i++) {
        const size_t row = batch_next(&batch);
        const double said = regression_predict(pane->regression, w, data->x[row]);
        draw_segment(ui->list, place(pane, data->x[row], data->y[row]),
                     place(pane, data->x[row], said), ui_hair(ui),
                     color_fade(ui->theme->ink, MISS_ALPHA));
    }
    batch = first;
    for (int i = 0; i < BATCH_SHOWN && batch_size(&batch) > 0; i++)
        draw_row(pane, batch_next(&batch), DOT_BATCH, ui->theme->ink, ui->theme->panel);
}

/* ---- lines ---- */

/* What the model says with these weights, from edge to edge; returns how many points. */
static size_t curve(const Pane *pane, Vec2 w, Point points[CURVE_POINTS])
{
    const Box2 box = camera_box(&pane->camera, pane->rect);
    const size_t count = pane->regression->loss.model == LOSS_LINEAR ? 2 : CURVE_POINTS;
    for (size_t i = 0; i < count; i++) {
        const double t = (double)i / (double)(count - 1);
        const double x = (1 - t) * box.min.x + t * box.max.x;
        const double y = regression_predict(pane->regression, w, x);
        /* Far outside is far enough: pixels are floats. */
        const double room = 4 * (double)pane->rect.h * pane->camera.per_px.y;
        points[i] = place(pane, x, fmin(fmax(y, box.min.y - room), box.max.y + room));
    }
    return count;
}

/* The best there is, if it is known: dashed and in ink, as everything that is the landscape's. */
static void draw_best(const Pane *pane)
{
    const Ui *ui = pane->ui;
    const Problem *problem = race_problem(ui->scene->race);
    const Landmark *minimum = problem_nearest_minimum(problem, problem->start);
    if (!minimum)
        return;
    const Dash dash = {{6 * ui->scale, 5 * ui->scale}, 2};
    Point points[CURVE_POINTS];
    const size_t count = curve(pane, minimum->at, points);
    draw_line_dashed(ui->list, points, count, BEST * ui->scale, ui->theme->ink, &dash);
}

/* Where a class begins: the model is at 1/2. */
static void draw_boundary(const Pane *pane, Vec2 w, Color color)
{
    const Ui *ui = pane->ui;
    const double x = -w.y / w.x;
    const Box2 box = camera_box(&pane->camera, pane->rect);
    if (pane->regression->loss.model != LOSS_LOGISTIC || !(x > box.min.x && x < box.max.x))
        return;
    const Dash dash = {{2 * ui->scale, 4 * ui->scale}, 2};
    const Point ends[2] = {place(pane, x, 0), place(pane, x, 1)};
    draw_line_dashed(ui->list, ends, 2, BEST * ui->scale, color, &dash);
}

/* Markers sit side by side on their lines, so that equal lines do not hide each other's. */
static void draw_line_of(const Pane *pane, size_t entrant, size_t place_in_row)
{
    const Ui *ui = pane->ui;
    const Ink *ink = &ui->scene->entrants[entrant].ink;
    const Vec2 w = weights_of(ui->scene, entrant);
    if (!vec2_finite(w))
        return;
    const float width = entrant == ui->scene->selected ? LINE_SELECTED : LINE;
    Point points[CURVE_POINTS];
    const size_t count = curve(pane, w, points);
    draw_boundary(pane, w, ink->path);
    draw_line(ui->list, points, count, (width + 2 * HALO) * ui->scale,
              color_fade(ui->theme->panel, 0.72));
    draw_line_dashed(ui->list, points, count, width * ui->scale, ink->path,
                     ui->scene->patterns && ink->dash.count > 0 ? &ink->dash : NULL);
    const float gap = (2 * MARKER + 7) * ui->scale;
    const float x = pane->rect.x + pane->rect.w - gap * (0.9f + (float)place_in_row);
    const double at = camera_to_world(&pane->camera, pane->rect, (Point){x, 0}).x;
    const Point marker = place(pane, at, regression_predict(pane->regression, w, at));
    symbol_marker(ui->list, ink->shape, marker, MARKER * ui->scale, ink->path, ui->theme->halo,
                  2 * ui->scale);
}

static void draw_lines(const Pane *pane)
{
    const Scene *scene = pane->ui->scene;
    size_t shown = 0;
    draw_best(pane);
    for (size_t i = 0; i < race_count(scene->race); i++)
        if (race_visible(scene->race, i) && i != scene->selected)
            draw_line_of(pane, i, ++shown);
    if (scene->selected < race_count(scene->race) && race_visible(scene->race, scene->selected))
        draw_line_of(pane, scene->selected, 0);
}

/* ---- heading ---- */

/* "8 of 256 rows, epoch 3", or less where room is short. */
static void batch_text(const Pane *pane, char text[96], float room)
{
    const Ui *ui = pane->ui;
    const long epoch = race_problem(ui->scene->race)->epoch, t = update_of(ui->scene);
    const Batch batch = batch_at(&pane->regression->batches, t);
    const size_t rows = pane->regression->data.count;
    if (batch_size(&batch) == rows) {
        snprintf(text, 96, "all %zu rows", rows);
        return;
    }
    snprintf(text, 96, "%zu of %zu rows, epoch %ld", batch_size(&batch), rows,
             epoch > 0 ? (t - 1) / epoch + 1 : 1);
    if (ui_width(ui, FACE_REGULAR, UI_TEXT, text) > room)
        snprintf(text, 96, "%zu of %zu", batch_size(&batch), rows);
}

static void draw_head(const Pane *pane)
{
    const Ui *ui = pane->ui;
    const float pad = ui_px(ui, 16), right = pane->rect.x + pane->rect.w - pad;
    const float baseline =
        ui_baseline(ui, FACE_REGULAR, UI_TEXT, pane->rect.y + ui_px(ui, 8 + HEAD / 2));
    char title[96], text[96];
    snprintf(title, sizeof title, "%.40s against %.40s", pane->regression->data.y_name,
             pane->regression->data.x_name);
    const float x = pane->rect.x + pad;
    batch_text(pane, text, pane->rect.w - 2 * pad - ui_px(ui, 90));
    const float w =
        ui_number(ui, FACE_REGULAR, UI_TEXT, right, baseline, 1, ui->theme->text2, text);
    ui_text_fit(ui, FACE_SEMIBOLD, UI_TEXT, x, baseline, right - w - ui_px(ui, 12) - x,
                ui->theme->text1, title);
}

void datapane_draw(const Ui *ui, Rect rect, int layer)
{
    const Regression *regression = regression_of(race_problem(ui->scene->race));
    if (!regression || !(rect.w >= 1 && rect.h >= 1))
        return;
    const Pane pane = {ui, regression, rect, camera_of(regression, rect)};
    hits_add(ui->hits, HIT_BLOCK, rect, 0);
    draw_standing(&pane, layer);
    draw_clip(ui->list, rect);
    draw_batch(&pane);
    draw_unclip(ui->list);
    /* Lines end before the numbers at the edge. */
    float edge = ui_px(ui, TICKS);
    draw_clip(ui->list, (Rect){rect.x + edge, rect.y, fmaxf(0, rect.w - edge), rect.h});
    draw_lines(&pane);
    draw_unclip(ui->list);
    draw_fill(ui->list, (Rect){rect.x, rect.y, ui_hair(ui), rect.h}, 0, ui->theme->hair);
    draw_head(&pane);
}
