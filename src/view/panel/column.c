#include "view/panel/column.h"

#include <math.h>
#include <string.h>

#include "view/text/mathtext.h"
#include "view/text/number.h"

enum { SECTION = 12 }; /* px at scale 1, half of it above the rule */

float column_px(const Column *column, float size)
{
    return ui_px(column->ui, size);
}

float column_right(const Column *column)
{
    return column->x + column->width - column_px(column, COLUMN_PAD);
}

float column_left(const Column *column)
{
    return column->x + column_px(column, COLUMN_PAD);
}

/* With three digits, or as many as fit. */
const char *column_fitting(const Column *column, double value, float room, char *text)
{
    if (isnan(value))
        return strcpy(text, "nan"); /* there is no room for more words */
    for (int digits = 3; digits >= 1; digits--) {
        number_significant(value, digits, text);
        if (draw_number_width(column->ui->list->fonts, FACE_MEDIUM, UI_TEXT * column->ui->scale,
                              text) <= room)
            break;
    }
    return text;
}

/* In the last column. */
void column_number(const Column *column, float baseline, Face face, Color color, double value)
{
    char text[NUMBER_TEXT_MAX];
    column_fitting(column, value, column_px(column, COLUMN_NUMBER - 6), text);
    ui_number(column->ui, face, UI_TEXT, column_right(column), baseline, 1, color, text);
}

float column_baseline(const Column *column, float height)
{
    return ui_baseline(column->ui, FACE_REGULAR, UI_TEXT,
                       column->y + column_px(column, height) / 2);
}

void column_legend(const Column *column, const ArrowStyle *style)
{
    float y = column->y + column_px(column, COLUMN_ROW) / 2, x = column_left(column);
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
    symbol_arrow(column->ui->list, (Point){x, y},
                 (Point){x + column_px(column, COLUMN_LEGEND - 6), y}, &small);
}

/* Symbol and, where there is room, name. */
void column_name(const Column *column, const char *math, const char *words, Face face, Color color)
{
    const Ui *ui = column->ui;
    float x = column_left(column) + column_px(column, COLUMN_LEGEND),
          baseline = column_baseline(column, COLUMN_ROW);
    float limit = column_right(column) - column_px(column, 2 * COLUMN_NUMBER - 4);
    float size = UI_MATH * ui->scale;
    if (math[0])
        x += mathtext_draw(ui->list, size, x, baseline, color, math) + column_px(column, 7);
    if (words[0] && x + ui_width(ui, face, UI_TEXT, words) <= limit)
        ui_text(ui, face, UI_TEXT, x, baseline, 0, color, words);
}

/* Columns of a row share their decimals, those of the larger number, unless that would leave less
 * than two digits of the smaller one. */
static void pair_of(const Column *column, float baseline, Face face, Color color, double x,
                    double y)
{
    double large = fmax(fabs(x), fabs(y)), small = fmin(fabs(x), fabs(y));
    bool shares = large >= 1e-3 && large < 1e5 && !isnan(x) && !isnan(y);
    int decimals = shares ? 2 - (int)floor(log10(large)) : 0;
    shares = shares && (small == 0 || small >= 9.5 * pow(10, -decimals));
    const double values[] = {y, x};
    for (int i = 0; i < 2; i++) {
        char text[NUMBER_TEXT_MAX];
        float right = column_right(column) - column_px(column, COLUMN_NUMBER) * (float)i;
        if (shares)
            number_fixed(values[i], decimals, text);
        else
            column_fitting(column, values[i], column_px(column, COLUMN_NUMBER - 6), text);
        ui_number(column->ui, face, UI_TEXT, right, baseline, 1, color, text);
    }
}

void column_values(const Column *column, const RuleValue *value, int row, Face face, Color color)
{
    float baseline = column_baseline(column, COLUMN_ROW);
    if (value->shape == RULE_NUMBER)
        column_number(column, baseline, face, color, value->at[0]);
    else
        pair_of(column, baseline, face, color, value->at[row], value->at[row + 1]);
}

void column_section(Column *column)
{
    if (column->draws)
        ui_rule(column->ui, column_left(column), column_right(column),
                column->y + column_px(column, SECTION / 2), column->ui->theme->hair);
    column->y += column_px(column, SECTION);
}

void column_words(Column *column, Color color, const char *text)
{
    if (column->draws)
        ui_text_fit(column->ui, FACE_REGULAR, UI_TEXT, column_left(column),
                    column_baseline(column, COLUMN_ROW), column_right(column) - column_left(column),
                    color, text);
    column->y += column_px(column, COLUMN_ROW);
}

void column_close(const Column *column, float middle, const char *command)
{
    const Ui *ui = column->ui;
    Point center = {column_right(column) - column_px(column, 6), middle};
    float half = column_px(column, 13);
    Rect rect = {center.x - half, center.y - half, 2 * half, 2 * half};
    if (ui_hovers_command(ui, command))
        draw_fill(ui->list, rect, 6 * ui->scale, ui->theme->fill);
    symbol_icon(ui->list, ICON_CLOSE, center, 11 * ui->scale, ui->theme->text2);
    hits_add_command(ui->hits, rect, command);
}
