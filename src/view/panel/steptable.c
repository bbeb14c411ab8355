#include "view/panel/steptable.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/map/arrows.h"
#include "view/text/mathtext.h"
#include "view/text/number.h"

/* px at scale 1 */
enum {
    TABLE_HEAD = 28,
    HYPERS = 26,
    FORMULA = 26,
    GAP = 5 /* between groups of rows */
};

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
        inspect_words(item->slot->id, words, words_size);
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
                    column_legend(column, &style);
                column_name(column, math, words, face, color);
            }
            column_values(column, &item->value, row, step ? FACE_SEMIBOLD : FACE_MEDIUM, color);
        }
        column->y += column_px(column, COLUMN_ROW);
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
    float room = column_right(column) - column_left(column);
    *size = UI_MATH * column->ui->scale;
    *extent = mathtext_measure(fonts, *size, text);
    if (extent->width > room) {
        *size *= fmaxf(room / extent->width, 0.7f);
        *extent = mathtext_measure(fonts, *size, text);
    }
    return fmaxf(column_px(column, FORMULA),
                 ceilf(extent->ascent + extent->descent) + column_px(column, 4));
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
            height +=
                column_px(column, COLUMN_ROW) * (step->items[i].value.shape == RULE_MATRIX ? 2 : 1);
    return height;
}

/* The line, and the name of what it keeps where there is room for it. */
static void formula(const Column *column, int line, Color color)
{
    const Ui *ui = column->ui;
    const Anatomy *step = &column->inspection->step;
    float left = column_left(column), room = column_right(column) - left, size;
    MathExtent extent;
    float height = formula_extent(column, line, &size, &extent);
    float baseline = column_baseline(column, FORMULA);
    if (height > column_px(column, FORMULA))
        baseline = roundf(column->y + 0.5f * (height + extent.ascent - extent.descent));
    mathtext_draw(ui->list, size, left, baseline, color, step->lines[line]);
    char name[64] = "";
    for (size_t i = 0; i < step->item_count; i++)
        if (belongs(&step->items[i], line) && step->items[i].slot)
            inspect_words(step->items[i].slot->id, name, sizeof name);
    if (extent.width + ui_width(ui, FACE_REGULAR, UI_TEXT, name) + column_px(column, 8) <= room)
        ui_text(ui, FACE_REGULAR, UI_TEXT, left + room, column_baseline(column, FORMULA), 1,
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
                  (Rect){column->x + column_px(column, 8), column->y - column_px(column, 1),
                         column->width - column_px(column, 16),
                         bottom - column->y + column_px(column, 2)},
                  6 * ui->scale, ui->theme->fill);
    if (column->draws)
        formula(column, line, shown ? ui->theme->text1 : ui->theme->text3);
    column->y += formula_height(column, line);
    for (size_t i = 0; shown && i < step->item_count; i++)
        if (belongs(&step->items[i], line))
            item_row(column, &step->items[i]);
    column->y = bottom + column_px(column, GAP);
}

static void small_button(const Column *column, Point center, Icon icon, const char *command)
{
    const Ui *ui = column->ui;
    float half = column_px(column, 12);
    Rect rect = {center.x - half, center.y - half, 2 * half, 2 * half};
    bool hovers = ui_hovers_command(ui, command);
    if (hovers)
        draw_fill(ui->list, rect, 6 * ui->scale, ui->theme->fill);
    symbol_icon(ui->list, icon, center, 10 * ui->scale,
                hovers ? ui->theme->text1 : ui->theme->text2);
    hits_add_command(ui->hits, rect, command);
}

static bool is_listed(const Column *column, size_t index)
{
    const Hyper *hyper = optimizer_hyper(column->inspection->step.record.optimizer, index);
    return hyper_is_number(hyper) &&
           mathtext_measure(column->ui->list->fonts, UI_MATH * column->ui->scale, hyper->symbol)
                   .width <= column_px(column, 30);
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
    float pad = column_px(column, 5), x = column_left(column) - pad, size = UI_MATH * ui->scale;
    column->y += column_px(column, 5);
    for (size_t i = 0; i < count; i++) {
        char text[NUMBER_TEXT_MAX];
        if (!is_listed(column, rows[i]))
            continue;
        const Hyper *hyper = optimizer_hyper(column->inspection->step.record.optimizer, rows[i]);
        double value = scene_hyper(ui->scene, column->inspection->entrant, rows[i]);
        number_short(value, text);
        if (strlen(text) > 12)
            number_significant(value, 3, text);
        float symbol =
            mathtext_measure(ui->list->fonts, size, hyper->symbol).width + column_px(column, 6);
        float w = symbol + 2 * pad +
                  draw_number_width(ui->list->fonts, FACE_MEDIUM, UI_TEXT * ui->scale, text);
        if (x + w > column_right(column) + pad) {
            x = column_left(column) - pad;
            column->y += column_px(column, HYPERS);
        }
        if (column->draws) {
            hyper_mark(column, rows[i], (Rect){x, column->y, w, column_px(column, HYPERS - 2)});
            float baseline = column_baseline(column, HYPERS - 2);
            mathtext_draw(ui->list, size, x + pad, baseline, ui->theme->text2, hyper->symbol);
            ui_number(ui, FACE_MEDIUM, UI_TEXT, x + pad + symbol, baseline, 0, ui->theme->text1,
                      text);
        }
        x += w + column_px(column, 4);
    }
    column->y += column_px(column, HYPERS);
}

/* "line 2 of 4" between two buttons, and over the numbers what they are of. */
static void draw_table_head(const Column *column)
{
    const Ui *ui = column->ui;
    const Inspection *inspection = column->inspection;
    float middle = column->y + column_px(column, TABLE_HEAD) / 2 + column_px(column, 1);
    float baseline = ui_baseline(ui, FACE_REGULAR, UI_TEXT, middle), x = column_left(column);
    char text[48] = "line by line";
    if (inspection->stepping && inspection->lines == 0)
        snprintf(text, sizeof text, "gradient");
    else if (inspection->stepping)
        snprintf(text, sizeof text, "line %d of %zu", inspection->lines,
                 inspection->step.line_count);
    small_button(column, (Point){x + column_px(column, 6), middle}, ICON_STEP_BACK, "anatomy.back");
    float wide = ui_width(ui, FACE_REGULAR, UI_TEXT, "line by line");
    ui_text(ui, FACE_REGULAR, UI_TEXT, x + column_px(column, 20) + wide / 2, baseline, 0.5f,
            ui->theme->text2, text);
    small_button(column, (Point){x + column_px(column, 34) + wide, middle}, ICON_STEP_FORWARD,
                 "anatomy.forward");
    static const char *const AXES[] = {"x", "y"};
    float size = UI_MATH * ui->scale;
    for (int i = 0; i < 2; i++) {
        float w = mathtext_measure(ui->list->fonts, size, AXES[i]).width;
        float right = column_right(column) - column_px(column, COLUMN_NUMBER) * (float)(1 - i);
        mathtext_draw(ui->list, size, right - w, baseline, ui->theme->text2, AXES[i]);
    }
}

void steptable(Column *column)
{
    const Inspection *inspection = column->inspection;
    const Anatomy *step = &inspection->step;
    hypers(column);
    if (column->draws)
        draw_table_head(column);
    column->y += column_px(column, TABLE_HEAD);
    if (column->draws && inspection->stepping && inspection->lines == 0)
        draw_fill(column->ui->list,
                  (Rect){column->x + column_px(column, 8), column->y,
                         column->width - column_px(column, 16), column_px(column, COLUMN_ROW)},
                  6 * column->ui->scale, column->ui->theme->fill);
    for (size_t i = 0; i < step->item_count; i++)
        if (step->items[i].kind == ANATOMY_GRADIENT)
            item_row(column, &step->items[i]);
    column->y += column_px(column, GAP);
    for (int line = 0; line < (int)step->line_count; line++)
        group(column, line);
    for (size_t i = 0; i < step->item_count; i++)
        if (belongs(&step->items[i], ANATOMY_ALL))
            item_row(column, &step->items[i]);
}
