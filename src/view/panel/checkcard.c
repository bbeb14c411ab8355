#include "view/panel/checkcard.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/chart/errorchart.h"
#include "view/panel/column.h"
#include "view/text/mathtext.h"
#include "view/text/number.h"

/* px at scale 1 */
enum { HEAD = 44, TABLE_HEAD = 26, ROW = 24, SYMBOLS = 40, CHART = 196, GAP = 8, DIGITS = 7 };

typedef struct Card {
    Column column;
    const GradCheck *check;
} Card;

static float px(const Card *card, float size)
{
    return column_px(&card->column, size);
}

/* ---- head ---- */

static void where_text(const Card *card, char *text, size_t size)
{
    const Scene *scene = card->column.ui->scene;
    if (scene->check_placed)
        snprintf(text, size, "click to move");
    else if (scene->selected < race_count(scene->race))
        snprintf(text, size, "at step %ld", scene_step(scene, scene->selected));
    else
        snprintf(text, size, "at the start");
}

static void head(Card *card)
{
    Column *column = &card->column;
    if (column->draws) {
        const Ui *ui = column->ui;
        char text[64];
        const float middle = column->y + px(card, HEAD) / 2;
        const float baseline = ui_baseline(ui, FACE_SEMIBOLD, UI_VALUE, middle);
        const float right = column_right(column) - px(card, 28), x = column_left(column);
        where_text(card, text, sizeof text);
        const float w =
            ui_number(ui, FACE_REGULAR, UI_TEXT, right, baseline, 1, ui->theme->text2, text);
        ui_text_fit(ui, FACE_SEMIBOLD, UI_VALUE, x, baseline, right - w - px(card, 8) - x,
                    ui->theme->text1, "Gradient check");
        column_close(column, middle, "view.check");
        ui_rule(ui, x, column_right(column), column->y + px(card, HEAD) - ui_hair(ui),
                ui->theme->hair);
    }
    column->y += px(card, HEAD + GAP);
}

/* Three symbols with their numbers, evenly across. */
static void point(Card *card)
{
    Column *column = &card->column;
    if (column->draws) {
        const Ui *ui = column->ui;
        const ProblemCheck *check = &card->check->check;
        const char *const *names = race_problem(ui->scene->race)->names;
        const char *const math[] = {names[0], names[1], "f"};
        const double values[] = {check->at.x, check->at.y, check->value};
        const float room = (column_right(column) - column_left(column)) / 3;
        const float baseline = column_baseline(column, COLUMN_ROW);
        for (int i = 0; i < 3; i++) {
            char text[NUMBER_TEXT_MAX];
            const float x = column_left(column) + room * (float)i;
            const float w = mathtext_draw(ui->list, UI_MATH * ui->scale, x, baseline,
                                          ui->theme->text2, math[i]) +
                            px(card, 8);
            column_fitting(column, values[i], room - w - px(card, 8), text);
            ui_number(ui, FACE_MEDIUM, UI_TEXT, x + w, baseline, 0, ui->theme->text1, text);
        }
    }
    column->y += px(card, COLUMN_ROW);
}

/* ---- the tables ---- */

static float half_width(const Card *card)
{
    const Column *column = &card->column;
    return (column_right(column) - column_left(column) - px(card, SYMBOLS)) / 2;
}

static bool fits(const Card *card, const char *text)
{
    const Ui *ui = card->column.ui;
    return draw_number_width(ui->list->fonts, FACE_MEDIUM, UI_TEXT * ui->scale, text) <=
           half_width(card) - px(card, 12);
}

/* Both with as many digits as fit, and, of one size, with the same decimals: what differs is then
 * seen digit under digit. */
static void two_texts(const Card *card, const double value[2], char text[2][NUMBER_TEXT_MAX])
{
    const double large = fmax(fabs(value[0]), fabs(value[1]));
    const bool shares = large >= 1e-3 && large < 1e5 && isfinite(value[0]) && isfinite(value[1]);
    for (int digits = DIGITS; digits >= 1; digits--) {
        for (int i = 0; i < 2; i++)
            if (isnan(value[i]))
                strcpy(text[i], "nan");
            else if (shares)
                number_fixed(value[i], (int)fmax(0, digits - 1 - floor(log10(large))), text[i]);
            else
                number_significant(value[i], digits, text[i]);
        if (fits(card, text[0]) && fits(card, text[1]))
            return;
    }
}

static void row(Card *card, const char *math, double exact, double numeric)
{
    Column *column = &card->column;
    if (column->draws) {
        const Ui *ui = column->ui;
        const float baseline = column_baseline(column, ROW), right = column_right(column);
        char text[2][NUMBER_TEXT_MAX];
        two_texts(card, (const double[2]){exact, numeric}, text);
        mathtext_draw(ui->list, UI_MATH * ui->scale, column_left(column), baseline,
                      ui->theme->text1, math);
        ui_number(ui, FACE_MEDIUM, UI_TEXT, right - half_width(card), baseline, 1, ui->theme->text1,
                  text[0]);
        ui_number(ui, FACE_MEDIUM, UI_TEXT, right, baseline, 1, ui->theme->text1, text[1]);
    }
    column->y += px(card, ROW);
}

/* A column's heading, with the arrow that it is on the map. */
static void heading(const Card *card, float right, GradientKind kind, const char *words)
{
    const Ui *ui = card->column.ui;
    const float middle = card->column.y + px(card, TABLE_HEAD) / 2;
    const float w =
        ui_text(ui, FACE_REGULAR, UI_TEXT, right, ui_baseline(ui, FACE_REGULAR, UI_TEXT, middle), 1,
                ui->theme->text2, words);
    ArrowStyle style = gradcheck_style(kind, ui->theme, 0.6f * ui->scale);
    if (kind == GRADIENT_NUMERIC)
        style.width = 1.75f * ui->scale;
    const float tip = right - w - px(card, 6);
    symbol_arrow(ui->list, (Point){tip - px(card, 19), middle}, (Point){tip, middle}, &style);
}

static void table_head(Card *card)
{
    Column *column = &card->column;
    if (column->draws) {
        const float right = column_right(column);
        heading(card, right - half_width(card), GRADIENT_ANALYTIC, "analytic");
        heading(card, right, GRADIENT_NUMERIC, "numeric");
    }
    column->y += px(card, TABLE_HEAD);
}

static const char *error_text(double error, char text[NUMBER_TEXT_MAX])
{
    return isnan(error) ? strcpy(text, "\u2013") : number_significant(error, 2, text);
}

/* At the right of the row; returns where it begins. */
static float error_at_right(const Card *card, float baseline, double error)
{
    const Ui *ui = card->column.ui;
    char text[NUMBER_TEXT_MAX];
    float x = column_right(&card->column);
    x -= ui_number(ui, FACE_MEDIUM, UI_TEXT, x, baseline, 1, ui->theme->text1,
                   error_text(error, text)) +
         px(card, 6);
    return x - ui_text(ui, FACE_REGULAR, UI_TEXT, x, baseline, 1, ui->theme->text2, "error");
}

/* An icon, what follows from the numbers, and the relative error if there is one. */
static void verdict(Card *card, bool good, const char *words, double error)
{
    Column *column = &card->column;
    if (column->draws) {
        const Ui *ui = column->ui;
        const Color color = good ? ui->theme->ok : ui->theme->diverged;
        const float baseline = column_baseline(column, ROW);
        const float x = column_left(column) + px(card, 20);
        const float right =
            isnan(error) ? column_right(column) : error_at_right(card, baseline, error);
        symbol_icon(ui->list, good ? ICON_CONVERGED : ICON_DIVERGED,
                    (Point){x - px(card, 14), column->y + px(card, ROW) / 2}, 11 * ui->scale,
                    color);
        ui_text_fit(ui, FACE_REGULAR, UI_TEXT, x, baseline, right - px(card, 8) - x, color, words);
    }
    column->y += px(card, ROW);
}

static void compared(Card *card, double error)
{
    char words[64], number[NUMBER_TEXT_MAX];
    const bool agrees = error <= CHECK_TOLERANCE;
    snprintf(words, sizeof words, agrees ? "agree within %s" : "differ by over %s",
             number_short(CHECK_TOLERANCE, number));
    verdict(card, agrees, words, error);
}

static void gradients(Card *card)
{
    const GradCheck *check = card->check;
    const ProblemCheck *c = &check->check;
    const char *const *names = race_problem(card->column.ui->scene->race)->names;
    char math[2][32];
    for (int i = 0; i < 2; i++)
        snprintf(math[i], sizeof math[i], "f_{%s}", names[i]);
    table_head(card);
    row(card, math[0], c->gradient.x, c->numeric_gradient.x);
    row(card, math[1], c->gradient.y, c->numeric_gradient.y);
    if (gradcheck_compares(check))
        compared(card, c->gradient_error);
    else
        verdict(card, false, gradcheck_reason(check), (double)NAN);
}

/* Numeric ones are differences of the analytic gradient. */
static void hessians(Card *card)
{
    const ProblemCheck *c = &card->check->check;
    const char *const *names = race_problem(card->column.ui->scene->race)->names;
    char math[3][32];
    for (int i = 0; i < 3; i++)
        snprintf(math[i], sizeof math[i], "f_{%s%s}", names[i / 2], names[(i + 1) / 2]);
    row(card, math[0], c->hessian.xx, c->numeric_hessian.xx);
    row(card, math[1], c->hessian.xy, c->numeric_hessian.xy);
    row(card, math[2], c->hessian.yy, c->numeric_hessian.yy);
    if (!gradcheck_compares(card->check) || isnan(c->hessian_error))
        verdict(card, false, "no second derivative here", (double)NAN);
    else
        compared(card, c->hessian_error);
}

/* ---- the chart ---- */

static void legend(const Card *card, float *x, ErrorLine line, const char *words)
{
    const Ui *ui = card->column.ui;
    const float middle = card->column.y + px(card, COLUMN_ROW) / 2, to = *x + px(card, 18);
    draw_segment(ui->list, (Point){*x, middle}, (Point){to, middle},
                 errorchart_width(line) * ui->scale, errorchart_color(line, ui->theme));
    *x = to + px(card, 6) +
         ui_text(ui, FACE_REGULAR, UI_TEXT, to + px(card, 6),
                 column_baseline(&card->column, COLUMN_ROW), 0, ui->theme->text2, words) +
         px(card, 20);
}

static void legends(Card *card)
{
    Column *column = &card->column;
    if (column->draws) {
        float x = column_left(column);
        legend(card, &x, ERROR_CENTRAL, "central");
        legend(card, &x, ERROR_FORWARD, "forward");
    }
    column->y += px(card, COLUMN_ROW);
}

/* A mark of the chart with its step and error. */
static void marked(Card *card, void (*draw)(const Ui *ui, Point at), const char *words, double h,
                   double error)
{
    Column *column = &card->column;
    if (column->draws) {
        const Ui *ui = column->ui;
        const float baseline = column_baseline(column, COLUMN_ROW), right = column_right(column);
        const float left = column_left(column);
        char text[NUMBER_TEXT_MAX];
        draw(ui, (Point){left + px(card, 7), column->y + px(card, COLUMN_ROW) / 2});
        ui_text(ui, FACE_REGULAR, UI_TEXT, left + px(card, 22), baseline, 0, ui->theme->text1,
                words);
        ui_number(ui, FACE_MEDIUM, UI_TEXT, right - half_width(card) + px(card, 12), baseline, 1,
                  ui->theme->text1, number_significant(h, 2, text));
        ui_number(ui, FACE_MEDIUM, UI_TEXT, right, baseline, 1, ui->theme->text1,
                  error_text(error, text));
    }
    column->y += px(card, COLUMN_ROW);
}

static void marks_head(Card *card)
{
    Column *column = &card->column;
    if (column->draws) {
        const Ui *ui = column->ui;
        const float baseline = column_baseline(column, COLUMN_ROW), right = column_right(column);
        const float size = UI_MATH * ui->scale;
        const float x = right - half_width(card) + px(card, 12);
        mathtext_draw(ui->list, size, x - mathtext_measure(ui->list->fonts, size, "h").width,
                      baseline, ui->theme->text2, "h");
        ui_text(ui, FACE_REGULAR, UI_TEXT, right, baseline, 1, ui->theme->text2, "error");
        ui_text(ui, FACE_REGULAR, UI_TEXT, column_left(column), baseline, 0, ui->theme->text2,
                "Step");
    }
    column->y += px(card, COLUMN_ROW);
}

static void error_curve(Card *card)
{
    Column *column = &card->column;
    const GradCheck *check = card->check;
    column_words(column, column->ui->theme->text2, "Relative error against the step h");
    legends(card);
    if (column->draws)
        errorchart_draw(column->ui, check,
                        (Rect){column_left(column), column->y,
                               column_right(column) - column_left(column), px(card, CHART)});
    column->y += px(card, CHART);
    marks_head(card);
    const size_t best = check->best;
    marked(card, errorchart_best, "best", check->curve.h[best], check->curve.central[best]);
    marked(card, errorchart_used, "used", check->check.h, check->check.gradient_error);
}

static void card_all(Card *card)
{
    head(card);
    point(card);
    column_section(&card->column);
    gradients(card);
    column_section(&card->column);
    hessians(card);
    if (card->check->best < CHECK_CURVE_POINTS) {
        column_section(&card->column);
        error_curve(card);
    }
    card->column.y += px(card, 10);
}

float checkcard_height(const Ui *ui, const GradCheck *check, float width)
{
    Card card = {.column = {.ui = ui, .width = width}, .check = check};
    card_all(&card);
    return card.column.y;
}

void checkcard_draw(const Ui *ui, const GradCheck *check, float x, float y, float width)
{
    Card card = {.column = {.ui = ui, .x = x, .y = y, .width = width, .draws = true},
                 .check = check};
    card_all(&card);
}
