#include "view/inspector.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/arrows.h"
#include "view/mathtext.h"
#include "view/number.h"
#include "view/widgets.h"

/* Sizes at scale 1. */
enum {
    PAD = 16,
    HEAD = 44,
    TABLE_HEAD = 28,
    HYPERS = 26,
    FORMULA = 26,
    ROW = 22,
    BAR_ROW = 23,
    GAP = 5,      /* between groups of rows */
    SECTION = 12, /* above a section, half of it above its rule */
    COLUMN = 80,  /* of numbers */
    LEGEND = 26,  /* of an arrow */
    GAUGE = 18,
    BAR_LEFT = 22,
    BAR_LEFT_WIDE = 32 /* beside a symbol with an index */
};

/* Gauges run over three decades. */
static const double GAUGE_LOW = 0.1, GAUGE_HIGH = 100;

/* Walks down the panel; with no list it only measures. */
typedef struct Column {
    const Ui *ui;
    const Inspection *inspection;
    const Ink *ink;
    float x, y, width; /* y: where the next row begins */
    bool draws;
} Column;

static float px(const Column *column, float size)
{
    return ui_px(column->ui, size);
}

static float right_of(const Column *column)
{
    return column->x + column->width - px(column, PAD);
}

static float left_of(const Column *column)
{
    return column->x + px(column, PAD);
}

/* ---- numbers ---- */

/* With three digits, or as many as fit. */
static const char *fitting(const Column *column, double value, float room, char *text)
{
    for (int digits = 3; digits >= 1; digits--) {
        number_significant(value, digits, text);
        if (draw_number_width(column->ui->list->fonts, FACE_MEDIUM, UI_TEXT * column->ui->scale,
                              text) <= room)
            break;
    }
    return text;
}

/* In the last column. */
static void number_in(const Column *column, float baseline, Face face, Color color, double value)
{
    char text[NUMBER_TEXT_MAX];
    fitting(column, value, px(column, COLUMN - 6), text);
    ui_number(column->ui, face, UI_TEXT, right_of(column), baseline, 1, color, text);
}

static float baseline_of(const Column *column, float height)
{
    return ui_baseline(column->ui, FACE_REGULAR, UI_TEXT, column->y + px(column, height) / 2);
}

/* ---- rows of the table ---- */

static void legend(const Column *column, const ArrowStyle *style)
{
    float y = column->y + px(column, ROW) / 2, x = left_of(column);
    ArrowStyle small = *style;
    Dash dash = {{0}, 0};
    if (style->dash)
        dash = *style->dash;
    for (int i = 0; i < dash.count; i++)
        dash.length[i] *= i % 2 == 0 ? 0.45f : 0.7f;
    small.dash = style->dash ? &dash : NULL;
    small.width = fminf(style->width, 3.5f * column->ui->scale);
    small.head = fminf(style->head, 9 * column->ui->scale);
    small.halo_width = 0;
    symbol_arrow(column->ui->list, (Point){x, y}, (Point){x + px(column, LEGEND - 6), y}, &small);
}

/* Symbol and, where there is room, name. */
static void name_of(const Column *column, const char *math, const char *words, Face face,
                    Color color)
{
    const Ui *ui = column->ui;
    float x = left_of(column) + px(column, LEGEND), baseline = baseline_of(column, ROW);
    float limit = right_of(column) - px(column, 2 * COLUMN - 4);
    float size = UI_MATH * ui->scale;
    if (math[0])
        x += mathtext_draw(ui->list, size, x, baseline, color, math) + px(column, 7);
    if (words[0] && x + ui_width(ui, face, UI_TEXT, words) <= limit)
        ui_text(ui, face, UI_TEXT, x, baseline, 0, color, words);
}

static void plain_words(const char *id, char *text, size_t size)
{
    snprintf(text, size, "%s", id);
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
}

/* Columns of a row share their decimals, those of the larger number, unless that would leave
 * nothing of the smaller one. */
static void pair_of(const Column *column, float baseline, Face face, Color color, double x,
                    double y)
{
    double large = fmax(fabs(x), fabs(y)), small = fmin(fabs(x), fabs(y));
    int decimals = 2 - (int)floor(log10(large));
    bool shares = isfinite(large) && large >= 1e-3 && large < 1e5 && decimals <= 5 &&
                  (small == 0 || small >= 0.5 * pow(10, -decimals));
    const double values[] = {y, x};
    for (int i = 0; i < 2; i++) {
        char text[NUMBER_TEXT_MAX];
        float right = right_of(column) - px(column, COLUMN) * (float)i;
        if (shares)
            number_fixed(values[i], decimals, text);
        else
            fitting(column, values[i], px(column, COLUMN - 6), text);
        ui_number(column->ui, face, UI_TEXT, right, baseline, 1, color, text);
    }
}

static void value_row(const Column *column, const RuleValue *value, int row, Face face, Color color)
{
    float baseline = baseline_of(column, ROW);
    if (value->shape == RULE_NUMBER)
        number_in(column, baseline, face, color, value->at[0]);
    else
        pair_of(column, baseline, face, color, value->at[row], value->at[row + 1]);
}

static void item_words(const AnatomyItem *item, char *math, size_t math_size, char *words,
                       size_t words_size)
{
    words[0] = '\0';
    if (item->row >= 0)
        snprintf(math, math_size, "%.*s_{%d}", (int)item->symbol.len, item->symbol.text, item->row);
    else
        snprintf(math, math_size, "%.*s", (int)item->symbol.len, item->symbol.text);
    if (item->kind == ANATOMY_STEP)
        snprintf(words, words_size, "step");
    else if (item->kind == ANATOMY_GRADIENT)
        snprintf(words, words_size, "gradient");
    else if (item->slot && item->line == ANATOMY_ALL && item->row < 0)
        plain_words(item->slot->id, words, words_size);
}

static void item_row(Column *column, const AnatomyItem *item)
{
    const Ui *ui = column->ui;
    bool step = item->kind == ANATOMY_STEP;
    int rows = item->value.shape == RULE_MATRIX ? 2 : 1;
    for (int row = 0; row < rows; row++) {
        if (column->draws) {
            char math[128], words[64];
            ArrowStyle style;
            Dash dash;
            Face face = step ? FACE_SEMIBOLD : FACE_REGULAR;
            Color color = step ? column->ink->text : ui->theme->text1;
            item_words(item, math, sizeof math, words, sizeof words);
            if (row == 0) {
                if (arrows_style(column->inspection, item, ui->theme, column->ink, ui->scale,
                                 &style, &dash))
                    legend(column, &style);
                name_of(column, math, words, face, color);
            }
            value_row(column, &item->value, row, step ? FACE_SEMIBOLD : FACE_MEDIUM, color);
        }
        column->y += px(column, ROW);
    }
}

static bool belongs(const AnatomyItem *item, int line)
{
    return item->line == line && item->kind != ANATOMY_GRADIENT;
}

/* Of a line's formula: fractions take more than one line. Returns the height of its row. */
static float formula_extent(const Column *column, int line, float *size, MathExtent *extent)
{
    const Fonts *fonts = column->ui->list->fonts;
    const char *text = column->inspection->step.lines[line];
    float room = right_of(column) - left_of(column);
    *size = UI_MATH * column->ui->scale;
    *extent = mathtext_measure(fonts, *size, text);
    if (extent->width > room) {
        *size *= fmaxf(room / extent->width, 0.7f);
        *extent = mathtext_measure(fonts, *size, text);
    }
    return fmaxf(px(column, FORMULA), ceilf(extent->ascent + extent->descent) + px(column, 4));
}

static float formula_height(const Column *column, int line)
{
    float size;
    MathExtent extent;
    return formula_extent(column, line, &size, &extent);
}

static float group_height(const Column *column, int line)
{
    const Anatomy *step = &column->inspection->step;
    float height = formula_height(column, line);
    for (size_t i = 0; i < step->item_count; i++)
        if (belongs(&step->items[i], line))
            height += px(column, ROW) * (step->items[i].value.shape == RULE_MATRIX ? 2 : 1);
    return height;
}

/* The line, and the name of what it keeps where there is room for it. */
static void formula(const Column *column, int line, Color color)
{
    const Ui *ui = column->ui;
    const Anatomy *step = &column->inspection->step;
    float left = left_of(column), room = right_of(column) - left, size;
    MathExtent extent;
    float height = formula_extent(column, line, &size, &extent);
    float baseline = baseline_of(column, FORMULA);
    if (height > px(column, FORMULA))
        baseline = roundf(column->y + 0.5f * (height + extent.ascent - extent.descent));
    mathtext_draw(ui->list, size, left, baseline, color, step->lines[line]);
    char name[64] = "";
    for (size_t i = 0; i < step->item_count; i++)
        if (belongs(&step->items[i], line) && step->items[i].slot)
            plain_words(step->items[i].slot->id, name, sizeof name);
    if (extent.width + ui_width(ui, FACE_REGULAR, UI_TEXT, name) + px(column, 8) <= room)
        ui_text(ui, FACE_REGULAR, UI_TEXT, left + room, baseline_of(column, FORMULA), 1,
                ui->theme->text3, name);
}

/* A line of the rule and what it came to; the numbers of lines to come are not there yet. */
static void group(Column *column, int line)
{
    const Ui *ui = column->ui;
    const Inspection *inspection = column->inspection;
    const Anatomy *step = &inspection->step;
    bool shown = line < inspection->lines;
    float bottom = column->y + group_height(column, line);
    if (column->draws && inspect_is_current(inspection, line))
        draw_fill(ui->list,
                  (Rect){column->x + px(column, 8), column->y - px(column, 1),
                         column->width - px(column, 16), bottom - column->y + px(column, 2)},
                  6 * ui->scale, ui->theme->fill);
    if (column->draws)
        formula(column, line, shown ? ui->theme->text1 : ui->theme->text3);
    column->y += formula_height(column, line);
    for (size_t i = 0; shown && i < step->item_count; i++)
        if (belongs(&step->items[i], line))
            item_row(column, &step->items[i]);
    column->y = bottom + px(column, GAP);
}

/* ---- head ---- */

static void close_button(const Column *column, float middle, const char *command)
{
    const Ui *ui = column->ui;
    Point center = {right_of(column) - px(column, 6), middle};
    float half = px(column, 13);
    Rect rect = {center.x - half, center.y - half, 2 * half, 2 * half};
    if (ui_hovers_command(ui, command))
        draw_fill(ui->list, rect, 6 * ui->scale, ui->theme->fill);
    symbol_icon(ui->list, ICON_CLOSE, center, 11 * ui->scale, ui->theme->text2);
    hits_add_command(ui->hits, rect, command);
}

static void draw_head(const Column *column)
{
    const Ui *ui = column->ui;
    const SceneEntrant *look = &ui->scene->entrants[column->inspection->entrant];
    float middle = column->y + px(column, HEAD) / 2, x = left_of(column);
    float baseline = ui_baseline(ui, FACE_SEMIBOLD, UI_VALUE, middle);
    symbol_marker(ui->list, look->ink.shape, (Point){x + px(column, 10), middle}, 7.5f * ui->scale,
                  look->ink.path, ui->theme->panel, 0);
    char text[64];
    long t = column->inspection->step.record.t;
    snprintf(text, sizeof text, "step %ld \u2192 %ld", t - 1, t);
    float right = right_of(column) - px(column, 28);
    float w = ui_number(ui, FACE_REGULAR, UI_TEXT, right, baseline, 1, ui->theme->text2, text);
    x += px(column, 28);
    ui_text_fit(ui, FACE_SEMIBOLD, UI_VALUE, x, baseline, right - w - px(column, 8) - x,
                ui->theme->text1, look->name);
    if (column->inspection->anatomy)
        close_button(column, middle, "view.anatomy");
    ui_rule(ui, left_of(column), right_of(column), column->y + px(column, HEAD) - ui_hair(ui),
            ui->theme->hair);
}

static void small_button(const Column *column, Point center, Icon icon, const char *command)
{
    const Ui *ui = column->ui;
    float half = px(column, 12);
    Rect rect = {center.x - half, center.y - half, 2 * half, 2 * half};
    bool hovers = ui_hovers_command(ui, command);
    if (hovers)
        draw_fill(ui->list, rect, 6 * ui->scale, ui->theme->fill);
    symbol_icon(ui->list, icon, center, 10 * ui->scale,
                hovers ? ui->theme->text1 : ui->theme->text2);
    hits_add_command(ui->hits, rect, command);
}

/* ---- hyperparameters ---- */

static bool is_listed(const Column *column, size_t index)
{
    const Hyper *hyper = optimizer_hyper(column->inspection->step.record.optimizer, index);
    return hyper_is_number(hyper) &&
           mathtext_measure(column->ui->list->fonts, UI_MATH * column->ui->scale, hyper->symbol)
                   .width <= px(column, 30);
}

static void hyper_mark(const Column *column, size_t index, Rect rect)
{
    const Ui *ui = column->ui;
    bool selected = index == ui->scene->hyper;
    if (selected || ui_hovers(ui, HIT_HYPER, (int)index))
        draw_fill(ui->list, rect, 5 * ui->scale, ui->theme->fill);
    if (selected)
        draw_frame(ui->list, rect, 5 * ui->scale, 1.5f * ui->scale, ui->theme->focus);
    hits_add(ui->hits, HIT_HYPER, rect, (int)index);
}

/* What the letters of the rule stand for, side by side; the one that keys turn is marked. */
static void hypers(Column *column)
{
    const Ui *ui = column->ui;
    size_t rows[OPTIMIZER_HYPERS_MAX], count = scene_hyper_rows(ui->scene, rows, NULL);
    float pad = px(column, 5), x = left_of(column) - pad, size = UI_MATH * ui->scale;
    column->y += px(column, 5);
    for (size_t i = 0; i < count; i++) {
        char text[NUMBER_TEXT_MAX];
        if (!is_listed(column, rows[i]))
            continue;
        const Hyper *hyper = optimizer_hyper(column->inspection->step.record.optimizer, rows[i]);
        double value = scene_hyper(ui->scene, column->inspection->entrant, rows[i]);
        number_short(value, text);
        if (strlen(text) > 12)
            number_significant(value, 3, text);
        float symbol = mathtext_measure(ui->list->fonts, size, hyper->symbol).width + px(column, 6);
        float w = symbol + 2 * pad +
                  draw_number_width(ui->list->fonts, FACE_MEDIUM, UI_TEXT * ui->scale, text);
        if (x + w > right_of(column) + pad) {
            x = left_of(column) - pad;
            column->y += px(column, HYPERS);
        }
        if (column->draws) {
            hyper_mark(column, rows[i], (Rect){x, column->y, w, px(column, HYPERS - 2)});
            float baseline = baseline_of(column, HYPERS - 2);
            mathtext_draw(ui->list, size, x + pad, baseline, ui->theme->text2, hyper->symbol);
            ui_number(ui, FACE_MEDIUM, UI_TEXT, x + pad + symbol, baseline, 0, ui->theme->text1,
                      text);
        }
        x += w + px(column, 4);
    }
    column->y += px(column, HYPERS);
}

/* "line 2 of 4" between two buttons, and over the numbers what they are of. */
static void draw_table_head(const Column *column)
{
    const Ui *ui = column->ui;
    const Inspection *inspection = column->inspection;
    float middle = column->y + px(column, TABLE_HEAD) / 2 + px(column, 1);
    float baseline = ui_baseline(ui, FACE_REGULAR, UI_TEXT, middle), x = left_of(column);
    char text[48] = "line by line";
    if (inspection->stepping && inspection->lines == 0)
        snprintf(text, sizeof text, "gradient");
    else if (inspection->stepping)
        snprintf(text, sizeof text, "line %d of %zu", inspection->lines,
                 inspection->step.line_count);
    small_button(column, (Point){x + px(column, 6), middle}, ICON_STEP_BACK, "anatomy.back");
    float wide = ui_width(ui, FACE_REGULAR, UI_TEXT, "line by line");
    ui_text(ui, FACE_REGULAR, UI_TEXT, x + px(column, 20) + wide / 2, baseline, 0.5f,
            ui->theme->text2, text);
    small_button(column, (Point){x + px(column, 34) + wide, middle}, ICON_STEP_FORWARD,
                 "anatomy.forward");
    static const char *const AXES[] = {"x", "y"};
    float size = UI_MATH * ui->scale;
    for (int i = 0; i < 2; i++) {
        float w = mathtext_measure(ui->list->fonts, size, AXES[i]).width;
        float right = right_of(column) - px(column, COLUMN) * (float)(1 - i);
        mathtext_draw(ui->list, size, right - w, baseline, ui->theme->text2, AXES[i]);
    }
}

static void section(Column *column)
{
    if (column->draws)
        ui_rule(column->ui, left_of(column), right_of(column), column->y + px(column, SECTION / 2),
                column->ui->theme->hair);
    column->y += px(column, SECTION);
}

static void words(Column *column, Color color, const char *text)
{
    if (column->draws)
        ui_text_fit(column->ui, FACE_REGULAR, UI_TEXT, left_of(column), baseline_of(column, ROW),
                    right_of(column) - left_of(column), color, text);
    column->y += px(column, ROW);
}

/* ---- the rate ---- */

static void rate_bar(Column *column, const char *math, double value, double most)
{
    if (column->draws) {
        const Ui *ui = column->ui;
        float baseline = baseline_of(column, BAR_ROW);
        float x = left_of(column) + px(column, math[1] ? BAR_LEFT_WIDE : BAR_LEFT),
              h = px(column, 12);
        Rect rect = {x, column->y + (px(column, BAR_ROW) - h) / 2,
                     right_of(column) - px(column, COLUMN) - x, h};
        mathtext_draw(ui->list, UI_MATH * ui->scale, left_of(column), baseline, ui->theme->text1,
                      math);
        widget_bar(ui->list, ui->theme, ui->scale, rect, most > 0 ? fabs(value) / most : 0,
                   column->ink->path);
        number_in(column, baseline, FACE_MEDIUM, ui->theme->text1, value);
    }
    column->y += px(column, BAR_ROW);
}

static void scaled_row(Column *column)
{
    const Inspection *inspection = column->inspection;
    if (column->draws) {
        ArrowStyle style = arrows_scaled_style(column->ink, column->ui->scale);
        RuleValue value = rule_vector(inspection->scaled);
        legend(column, &style);
        name_of(column, "-R g", "scaled", FACE_REGULAR, column->ui->theme->text1);
        value_row(column, &value, 0, FACE_MEDIUM, column->ui->theme->text1);
    }
    column->y += px(column, ROW);
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
    section(column);
    if (inspection->even) {
        if (column->draws)
            number_in(column, baseline_of(column, ROW), FACE_MEDIUM, column->ui->theme->text1,
                      rate.xx);
        words(column, column->ui->theme->text2, "learning rate R it comes to");
    } else if (rate.xy == 0) {
        double most = fmax(fabs(rate.xx), fabs(rate.yy));
        words(column, column->ui->theme->text2, "learning rate R on each axis");
        rate_bar(column, "x", rate.xx, most);
        rate_bar(column, "y", rate.yy, most);
    } else {
        Eigen2 e = sym2_eigen(rate);
        double most = fmax(fabs(e.value[0]), fabs(e.value[1]));
        words(column, column->ui->theme->text2, "learning rate R along the ellipse's axes");
        rate_bar(column, "R_{1}", e.value[1], most);
        rate_bar(column, "R_{2}", e.value[0], most);
    }
    if (!inspection->scales)
        return;
    if (inspection->whole)
        scaled_row(column);
    else
        column->y += px(column, ROW);
}

/* What the arrows' lengths mean. */
static void scale_note(Column *column)
{
    const Ui *ui = column->ui;
    char text[96];
    const char *ink = ui->scene->theme == THEME_DARK ? "white" : "black";
    double factor = column->inspection->factor;
    if (!column->inspection->in_view)
        snprintf(text, sizeof text, "this step is out of view");
    else if (factor > 1)
        snprintf(text, sizeof text, "%s: direction \u00b7 colour: %.0f \u00d7 length", ink, factor);
    else if (factor < 1)
        snprintf(text, sizeof text, "%s: direction \u00b7 colour: length \u00f7 %.0f", ink,
                 1 / factor);
    else
        snprintf(text, sizeof text, "%s: direction \u00b7 colour: true length", ink);
    words(column, ui->theme->text2, text);
}

static void anatomy(Column *column)
{
    const Inspection *inspection = column->inspection;
    const Anatomy *step = &inspection->step;
    hypers(column);
    if (column->draws)
        draw_table_head(column);
    column->y += px(column, TABLE_HEAD);
    if (column->draws && inspection->stepping && inspection->lines == 0)
        draw_fill(column->ui->list,
                  (Rect){column->x + px(column, 8), column->y, column->width - px(column, 16),
                         px(column, ROW)},
                  6 * column->ui->scale, column->ui->theme->fill);
    for (size_t i = 0; i < step->item_count; i++)
        if (step->items[i].kind == ANATOMY_GRADIENT)
            item_row(column, &step->items[i]);
    column->y += px(column, GAP);
    for (int line = 0; line < (int)step->line_count; line++)
        group(column, line);
    for (size_t i = 0; i < step->item_count; i++)
        if (belongs(&step->items[i], ANATOMY_ALL))
            item_row(column, &step->items[i]);
    rate_section(column);
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
        ui_number(ui, FACE_MEDIUM, UI_TEXT, left_of(column), baseline_of(column, ROW), 0,
                  ui->theme->text2, text);
        close_button(column, column->y + px(column, ROW) / 2, "view.curvature");
    }
    column->y += px(column, ROW + 4);
}

/* Three symbols with their numbers, evenly across. */
static void eigen_row(Column *column)
{
    const Ui *ui = column->ui;
    const Curvature *ground = &column->inspection->ground;
    const char *const math[] = {"\\lambda_{1}", "\\lambda_{2}", "\\kappa"};
    const double values[] = {ground->eigen.value[1], ground->eigen.value[0], ground->kappa};
    if (column->draws) {
        float room = (right_of(column) - left_of(column)) / 3, baseline = baseline_of(column, ROW);
        for (int i = 0; i < 3; i++) {
            char text[NUMBER_TEXT_MAX];
            float x = left_of(column) + room * (float)i;
            float w = mathtext_draw(ui->list, UI_MATH * ui->scale, x, baseline, ui->theme->text2,
                                    math[i]) +
                      px(column, 8);
            fitting(column, values[i], room - w - px(column, 4), text);
            ui_number(ui, FACE_MEDIUM, UI_TEXT, x + w, baseline, 0, ui->theme->text1, text);
        }
    }
    column->y += px(column, ROW + 4);
}

static float gauge_position(double value)
{
    double share = log(value / GAUGE_LOW) / log(GAUGE_HIGH / GAUGE_LOW);
    return (float)fmin(fmax(share, 0), 1);
}

static void gauge(const Column *column, double value, double limit, Color color)
{
    const Ui *ui = column->ui;
    float x0 = left_of(column), x1 = right_of(column), y = column->y + px(column, GAUGE) / 2;
    float at = x0 + (x1 - x0) * gauge_position(value), h = px(column, 5);
    draw_fill(ui->list, (Rect){x0, y - h / 2, x1 - x0, h}, h / 2, ui->theme->track);
    draw_fill(ui->list, (Rect){x0, y - h / 2, at - x0, h}, h / 2, color);
    if (isfinite(limit)) {
        float tick = roundf(x0 + (x1 - x0) * gauge_position(limit)), w = px(column, 2);
        draw_fill(ui->list, (Rect){tick - w / 2, y - px(column, 8), w, px(column, 16)}, 0,
                  ui->theme->text1);
    }
    draw_disc(ui->list, (Point){at, y}, 6 * ui->scale, ui->theme->panel);
    draw_disc(ui->list, (Point){at, y}, 5 * ui->scale, color);
}

static void verdict_words(const Curvature *ground, char *text, size_t size)
{
    char limit[NUMBER_TEXT_MAX];
    number_significant(ground->limit, 3, limit);
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
        float baseline = baseline_of(column, ROW);
        Color color = grows ? ui->theme->diverged : ui->theme->text1;
        mathtext_draw(ui->list, UI_MATH * ui->scale, left_of(column), baseline, ui->theme->text1,
                      ground->scaled ? "\\lambda_{1}(R H)" : "\\alpha \\lambda_{1}");
        ui_number(ui, FACE_MEDIUM, UI_TEXT, right_of(column), baseline, 1, color,
                  number_significant(ground->product, 3, text));
    }
    column->y += px(column, ROW);
    if (column->draws)
        gauge(column, ground->product, ground->limit,
              grows ? ui->theme->diverged : ui->theme->text2);
    column->y += px(column, GAUGE);
    if (column->draws) {
        char text[96];
        verdict_words(ground, text, sizeof text);
        symbol_icon(ui->list, grows ? ICON_DIVERGED : ICON_CONVERGED,
                    (Point){left_of(column) + px(column, 6), column->y + px(column, ROW) / 2},
                    11 * ui->scale, grows ? ui->theme->diverged : ui->theme->ok);
        ui_text_fit(ui, FACE_REGULAR, UI_TEXT, left_of(column) + px(column, 20),
                    baseline_of(column, ROW), right_of(column) - left_of(column) - px(column, 20),
                    grows ? ui->theme->diverged : ui->theme->text1, text);
    }
    column->y += px(column, ROW);
}

static void curvature(Column *column)
{
    const Ui *ui = column->ui;
    const Curvature *ground = &column->inspection->ground;
    curvature_head(column);
    if (ground->shape == CURVATURE_NONE) {
        words(column, ui->theme->text2, "not a number here");
        return;
    }
    eigen_row(column);
    if (ground->eigen.value[0] < 0)
        words(column, ui->theme->text2,
              ground->eigen.value[1] < 0 ? "curves down in every direction"
                                         : "curves down along \u03bb\u2082: a way out");
    if (ground->verdict != VERDICT_NONE)
        gauge_rows(column);
    else if (ground->eigen.value[1] > 0)
        words(column, ui->theme->text2, "no limit is known for this rule");
}

static void inspector(Column *column)
{
    const Inspection *inspection = column->inspection;
    if (column->draws)
        draw_head(column);
    column->y += px(column, HEAD);
    if (inspection->anatomy)
        anatomy(column);
    if (inspection->anatomy && inspection->curvature)
        section(column);
    else if (inspection->curvature)
        column->y += px(column, 8);
    if (inspection->curvature)
        curvature(column);
    column->y += px(column, 10);
}

static void docked(Column *column)
{
    column->y += px(column, 10);
    curvature(column);
    column->y += px(column, 10);
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
