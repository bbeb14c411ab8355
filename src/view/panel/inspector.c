#include "view/panel/inspector.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/kit/widgets.h"
#include "view/map/arrows.h"
#include "view/panel/column.h"
#include "view/panel/steptable.h"
#include "view/text/mathtext.h"
#include "view/text/number.h"

/* px at scale 1 */
enum {
    HEAD = 44,
    BAR_ROW = 23,
    GAUGE = 18,
    BAR_LEFT = 22,
    BAR_LEFT_WIDE = 32 /* beside a symbol with an index */
};

/* Gauges run over three decades. */
static const double GAUGE_LOW = 0.1, GAUGE_HIGH = 100;

/* ---- head ---- */

static void draw_head(const Column *column)
{
    const Ui *ui = column->ui;
    const SceneEntrant *look = &ui->scene->entrants[column->inspection->entrant];
    float middle = column->y + column_px(column, HEAD) / 2, x = column_left(column);
    float baseline = ui_baseline(ui, FACE_SEMIBOLD, UI_VALUE, middle);
    symbol_marker(ui->list, look->ink.shape, (Point){x + column_px(column, 10), middle},
                  7.5f * ui->scale, look->ink.path, ui->theme->panel, 0);
    char text[64];
    long t = column->inspection->step.record.t;
    snprintf(text, sizeof text, "step %ld \u2192 %ld", t - 1, t);
    float right = column_right(column) - column_px(column, 28);
    float w = ui_number(ui, FACE_REGULAR, UI_TEXT, right, baseline, 1, ui->theme->text2, text);
    x += column_px(column, 28);
    ui_text_fit(ui, FACE_SEMIBOLD, UI_VALUE, x, baseline, right - w - column_px(column, 8) - x,
                ui->theme->text1, look->name);
    if (column->inspection->anatomy)
        column_close(column, middle, "view.anatomy");
    ui_rule(ui, column_left(column), column_right(column),
            column->y + column_px(column, HEAD) - ui_hair(ui), ui->theme->hair);
}

/* ---- the rate ---- */

static void rate_bar(Column *column, const char *math, double value, double most)
{
    if (column->draws) {
        const Ui *ui = column->ui;
        float baseline = column_baseline(column, BAR_ROW);
        float x = column_left(column) + column_px(column, math[1] ? BAR_LEFT_WIDE : BAR_LEFT),
              h = column_px(column, 12);
        Rect rect = {x, column->y + (column_px(column, BAR_ROW) - h) / 2,
                     column_right(column) - column_px(column, COLUMN_NUMBER) - x, h};
        mathtext_draw(ui->list, UI_MATH * ui->scale, column_left(column), baseline,
                      ui->theme->text1, math);
        widget_bar(ui->list, ui->theme, ui->scale, rect, most > 0 ? fabs(value) / most : 0,
                   column->ink->path);
        column_number(column, baseline, FACE_MEDIUM, ui->theme->text1, value);
    }
    column->y += column_px(column, BAR_ROW);
}

static void scaled_row(Column *column)
{
    const Inspection *inspection = column->inspection;
    if (column->draws) {
        ArrowStyle style = arrows_scaled_style(column->ink, column->ui->scale);
        RuleValue value = rule_vector(inspection->scaled);
        column_legend(column, &style);
        column_name(column, "-R g", "scaled", FACE_REGULAR, column->ui->theme->text1);
        column_values(column, &value, 0, FACE_MEDIUM, column->ui->theme->text1);
    }
    column->y += column_px(column, COLUMN_ROW);
}

/* lr itself needs no telling. */
static bool rate_is_lr(const Inspection *inspection)
{
    int lr = optimizer_hyper_find(inspection->step.record.optimizer, "lr");
    return inspection->even && lr >= 0 &&
           fabs(inspection->response.rate.xx - inspection->step.record.hyper[lr]) <=
               1e-9 * inspection->response.rate.xx;
}

static void rate_section(Column *column)
{
    const Inspection *inspection = column->inspection;
    const Sym2 rate = inspection->response.rate;
    if (!inspection->response.linear || rate_is_lr(inspection))
        return;
    column_section(column);
    if (inspection->even) {
        if (column->draws)
            column_number(column, column_baseline(column, COLUMN_ROW), FACE_MEDIUM,
                          column->ui->theme->text1, rate.xx);
        column_words(column, column->ui->theme->text2, "learning rate R it comes to");
    } else if (rate.xy == 0) {
        double most = fmax(fabs(rate.xx), fabs(rate.yy));
        column_words(column, column->ui->theme->text2, "learning rate R on each axis");
        rate_bar(column, "x", rate.xx, most);
        rate_bar(column, "y", rate.yy, most);
    } else {
        Eigen2 e = sym2_eigen(rate);
        double most = fmax(fabs(e.value[0]), fabs(e.value[1]));
        column_words(column, column->ui->theme->text2, "learning rate R along the ellipse's axes");
        rate_bar(column, "R_{1}", e.value[1], most);
        rate_bar(column, "R_{2}", e.value[0], most);
    }
    if (inspection->scales)
        scaled_row(column);
}

/* What the arrows' lengths mean. */
static void scale_note(Column *column)
{
    const Ui *ui = column->ui;
    char text[96], number[NUMBER_TEXT_MAX];
    const char *ink = ui->scene->theme == THEME_DARK ? "white" : "black";
    double factor = column->inspection->factor;
    if (!column->inspection->in_view)
        snprintf(text, sizeof text, "this step is out of view");
    else if (factor > 1)
        snprintf(text, sizeof text, "%s: direction \u00b7 colour: %s \u00d7 length", ink,
                 number_short(factor, number));
    else if (factor < 1)
        snprintf(text, sizeof text, "%s: direction \u00b7 colour: length \u00f7 %s", ink,
                 number_short(1 / factor, number));
    else
        snprintf(text, sizeof text, "%s: direction \u00b7 colour: true length", ink);
    column_words(column, ui->theme->text2, text);
}

static void anatomy(Column *column)
{
    steptable(column);
    /* While the rule is walked through, its place is kept. */
    bool draws = column->draws;
    column->draws = draws && column->inspection->whole;
    rate_section(column);
    column->draws = draws;
    scale_note(column);
}

/* ---- curvature ---- */

static void curvature_head(Column *column)
{
    const Ui *ui = column->ui;
    const Inspection *inspection = column->inspection;
    if (column->draws) {
        char text[64] = "Curvature under the pointer";
        if (!inspection->at_pointer)
            snprintf(text, sizeof text, "Curvature at step %ld", inspection->step.record.t - 1);
        ui_number(ui, FACE_MEDIUM, UI_TEXT, column_left(column),
                  column_baseline(column, COLUMN_ROW), 0, ui->theme->text2, text);
        column_close(column, column->y + column_px(column, COLUMN_ROW) / 2, "view.curvature");
    }
    column->y += column_px(column, COLUMN_ROW + 4);
}

/* Three symbols with their numbers, evenly across. */
static void eigen_row(Column *column)
{
    const Ui *ui = column->ui;
    const Curvature *ground = &column->inspection->ground;
    const char *const math[] = {"\\lambda_{1}", "\\lambda_{2}", "\\kappa"};
    const double values[] = {ground->eigen.value[1], ground->eigen.value[0], ground->kappa};
    if (column->draws) {
        float room = (column_right(column) - column_left(column)) / 3,
              baseline = column_baseline(column, COLUMN_ROW);
        for (int i = 0; i < 3; i++) {
            char text[NUMBER_TEXT_MAX];
            float x = column_left(column) + room * (float)i;
            float w = mathtext_draw(ui->list, UI_MATH * ui->scale, x, baseline, ui->theme->text2,
                                    math[i]) +
                      column_px(column, 8);
            column_fitting(column, values[i], room - w - column_px(column, 4), text);
            ui_number(ui, FACE_MEDIUM, UI_TEXT, x + w, baseline, 0, ui->theme->text1, text);
        }
    }
    column->y += column_px(column, COLUMN_ROW + 4);
}

static float gauge_position(double value)
{
    double share = log(value / GAUGE_LOW) / log(GAUGE_HIGH / GAUGE_LOW);
    return (float)fmin(fmax(share, 0), 1);
}

static void gauge(const Column *column, double value, double limit, Color color)
{
    const Ui *ui = column->ui;
    float x0 = column_left(column), x1 = column_right(column),
          y = column->y + column_px(column, GAUGE) / 2;
    float at = x0 + (x1 - x0) * gauge_position(value), h = column_px(column, 5);
    draw_fill(ui->list, (Rect){x0, y - h / 2, x1 - x0, h}, h / 2, ui->theme->track);
    draw_fill(ui->list, (Rect){x0, y - h / 2, at - x0, h}, h / 2, color);
    if (isfinite(limit)) {
        float tick = roundf(x0 + (x1 - x0) * gauge_position(limit)), w = column_px(column, 2);
        draw_fill(ui->list,
                  (Rect){tick - w / 2, y - column_px(column, 8), w, column_px(column, 16)}, 0,
                  ui->theme->text1);
    }
    draw_disc(ui->list, (Point){at, y}, 6 * ui->scale, ui->theme->panel);
    draw_disc(ui->list, (Point){at, y}, 5 * ui->scale, color);
}

/* To three digits; a limit is mostly a simple number, found to six. */
static double rounded(double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.2e", value);
    return strtod(text, NULL);
}

static void verdict_words(const Curvature *ground, char *text, size_t size)
{
    char limit[NUMBER_TEXT_MAX];
    number_short(rounded(ground->limit), limit);
    if (ground->verdict == VERDICT_GROWS)
        snprintf(text, size, "above %s: predicted to diverge", limit);
    else if (isfinite(ground->limit))
        snprintf(text, size, "stable: below %s", limit);
    else
        snprintf(text, size, "stable: nothing curves up");
}

static void gauge_rows(Column *column)
{
    const Ui *ui = column->ui;
    const Curvature *ground = &column->inspection->ground;
    bool grows = ground->verdict == VERDICT_GROWS;
    if (column->draws) {
        char text[NUMBER_TEXT_MAX];
        float baseline = column_baseline(column, COLUMN_ROW);
        Color color = grows ? ui->theme->diverged : ui->theme->text1;
        mathtext_draw(ui->list, UI_MATH * ui->scale, column_left(column), baseline,
                      ui->theme->text1,
                      ground->scaled ? "\\lambda_{1}(R H)" : "\\alpha \\lambda_{1}");
        ui_number(ui, FACE_MEDIUM, UI_TEXT, column_right(column), baseline, 1, color,
                  number_significant(ground->product, 3, text));
    }
    column->y += column_px(column, COLUMN_ROW);
    if (column->draws)
        gauge(column, ground->product, ground->limit,
              grows ? ui->theme->diverged : ui->theme->text2);
    column->y += column_px(column, GAUGE);
    if (column->draws) {
        char text[96];
        verdict_words(ground, text, sizeof text);
        symbol_icon(ui->list, grows ? ICON_DIVERGED : ICON_CONVERGED,
                    (Point){column_left(column) + column_px(column, 6),
                            column->y + column_px(column, COLUMN_ROW) / 2},
                    11 * ui->scale, grows ? ui->theme->diverged : ui->theme->ok);
        ui_text_fit(ui, FACE_REGULAR, UI_TEXT, column_left(column) + column_px(column, 20),
                    column_baseline(column, COLUMN_ROW),
                    column_right(column) - column_left(column) - column_px(column, 20),
                    grows ? ui->theme->diverged : ui->theme->text1, text);
    }
    column->y += column_px(column, COLUMN_ROW);
}

static void curvature(Column *column)
{
    const Ui *ui = column->ui;
    const Curvature *ground = &column->inspection->ground;
    curvature_head(column);
    if (ground->shape == CURVATURE_NONE) {
        column_words(column, ui->theme->text2, "not a number here");
        return;
    }
    eigen_row(column);
    if (ground->eigen.value[0] < 0)
        column_words(column, ui->theme->text2,
                     ground->eigen.value[1] < 0 ? "curves down in every direction"
                                                : "curves down along \u03bb\u2082: a way out");
    if (ground->verdict != VERDICT_NONE)
        gauge_rows(column);
    else if (ground->eigen.value[1] > 0)
        column_words(column, ui->theme->text2, "no limit is known for this rule");
}

static void inspector(Column *column)
{
    const Inspection *inspection = column->inspection;
    if (column->draws)
        draw_head(column);
    column->y += column_px(column, HEAD);
    if (inspection->anatomy)
        anatomy(column);
    if (inspection->anatomy && inspection->curvature)
        column_section(column);
    else if (inspection->curvature)
        column->y += column_px(column, 8);
    if (inspection->curvature)
        curvature(column);
    column->y += column_px(column, 10);
}

static void docked(Column *column)
{
    column->y += column_px(column, 10);
    curvature(column);
    column->y += column_px(column, 10);
}

float inspector_dock_height(const Ui *ui, const Inspection *inspection, float width)
{
    Column column = {.ui = ui, .inspection = inspection, .width = width};
    docked(&column);
    return column.y;
}

void inspector_dock_draw(const Ui *ui, const Inspection *inspection, Rect rect)
{
    Column column = {.ui = ui,
                     .inspection = inspection,
                     .ink = &ui->scene->entrants[inspection->entrant].ink,
                     .x = rect.x,
                     .y = rect.y,
                     .width = rect.w,
                     .draws = true};
    ui_rule(ui, rect.x, rect.x + rect.w, rect.y, ui->theme->hair);
    docked(&column);
}

float inspector_height(const Ui *ui, const Inspection *inspection, float width)
{
    Column column = {.ui = ui, .inspection = inspection, .width = width};
    inspector(&column);
    return column.y;
}

void inspector_draw(const Ui *ui, const Inspection *inspection, float x, float y, float width)
{
    Column column = {.ui = ui,
                     .inspection = inspection,
                     .ink = &ui->scene->entrants[inspection->entrant].ink,
                     .x = x,
                     .y = y,
                     .width = width,
                     .draws = true};
    inspector(&column);
}
