#include "view/chart/readout.h"

#include <math.h>
#include <stdio.h>

#include "view/kit/widgets.h"
#include "view/text/number.h"

/* Sizes at scale 1. */
enum { ROW = 22, HEADER = 28, PAD = 12, BOTTOM = 6, MARKER_ROOM = 20, GAP = 20, MARGIN = 8 };

static const float MARKER = 5;
static const float DOT = 3.2f;
static const float DOT_HALO = 1.25f;
static const double LINE_ALPHA = 0.6;

/* The table's measures in device px. */
typedef struct Table {
    Rect rect;
    float name_w, value_w, column;
    size_t rows; /* of a column */
} Table;

static const char *value_of(const ReadoutRow *row, char text[NUMBER_TEXT_MAX])
{
    if (isnan(row->value)) {
        snprintf(text, NUMBER_TEXT_MAX, "\u2013");
        return text;
    }
    return number_significant(row->value, 4, text);
}

/* Highest first, as the lines lie; what has no value comes last. An insertion sort: equal values
 * keep the entrants' order. */
static void sort_rows(Readout *readout)
{
    for (size_t i = 1; i < readout->count; i++) {
        const ReadoutRow row = readout->rows[i];
        size_t at = i;
        for (; at > 0 && (readout->rows[at - 1].value < row.value ||
                          (isnan(readout->rows[at - 1].value) && !isnan(row.value)));
             at--)
            readout->rows[at] = readout->rows[at - 1];
        readout->rows[at] = row;
    }
}

/* Beside the line on the side that has room, just above the strip; more columns where the map is
 * low. */
static Table measure(const Readout *readout, const Ui *ui, Rect map, float x)
{
    Table table = {.value_w = ui_width(ui, FACE_MEDIUM, UI_TEXT, "0.000")};
    for (size_t i = 0; i < readout->count; i++) {
        char text[NUMBER_TEXT_MAX];
        const char *name = ui->scene->entrants[readout->rows[i].entrant].name;
        table.name_w = fmaxf(table.name_w, ui_width(ui, FACE_SEMIBOLD, UI_TEXT, name));
        value_of(&readout->rows[i], text);
        table.value_w = fmaxf(table.value_w, draw_number_width(ui->list->fonts, FACE_MEDIUM,
                                                               UI_TEXT * ui->scale, text));
    }
    table.name_w = fminf(table.name_w, ui_px(ui, 160));
    table.column = roundf(ui_px(ui, MARKER_ROOM + GAP) + table.name_w + table.value_w);
    const float room = map.h - ui_px(ui, 2 * MARGIN + HEADER + BOTTOM);
    const size_t fit = (size_t)fmaxf(1, floorf(room / ui_px(ui, ROW)));
    const size_t columns = (readout->count + fit - 1) / fit;
    table.rows = columns > 0 ? (readout->count + columns - 1) / columns : 0;
    Rect *rect = &table.rect;
    rect->w = table.column * (float)columns + ui_px(ui, 2 * PAD);
    if (columns > 1)
        rect->w += ui_px(ui, GAP) * (float)(columns - 1);
    rect->h = ui_px(ui, HEADER + BOTTOM) + ui_px(ui, ROW) * (float)table.rows;
    rect->x = x + ui_px(ui, PAD);
    if (rect->x + rect->w > map.x + map.w - ui_px(ui, MARGIN))
        rect->x = x - ui_px(ui, PAD) - rect->w;
    rect->x = roundf(fmaxf(rect->x, map.x + ui_px(ui, MARGIN)));
    rect->y = roundf(map.y + map.h - ui_px(ui, MARGIN) - rect->h);
    return table;
}

static void draw_row(const Ui *ui, const Table *table, const ReadoutRow *row, float x, float y)
{
    const SceneEntrant *look = &ui->scene->entrants[row->entrant];
    const Theme *theme = ui->theme;
    const int pointed = scene_pointed(ui->scene);
    const bool strong = pointed == (int)row->entrant;
    const float mid = y + ui_px(ui, ROW / 2);
    const float baseline = ui_baseline(ui, FACE_REGULAR, UI_TEXT, mid);
    char text[NUMBER_TEXT_MAX];
    symbol_marker(ui->list, look->ink.shape, (Point){x + ui_px(ui, 6), mid}, MARKER * ui->scale,
                  look->ink.path, theme->panel, 0);
    ui_text_fit(ui, strong ? FACE_SEMIBOLD : FACE_REGULAR, UI_TEXT, x + ui_px(ui, MARKER_ROOM),
                baseline, table->name_w, strong ? theme->text1 : theme->text2, look->name);
    ui_number(ui, FACE_MEDIUM, UI_TEXT, x + table->column, baseline, 1, theme->text1,
              value_of(row, text));
}

static void draw_table(const Readout *readout, const Ui *ui, const Table *table)
{
    const Rect rect = table->rect;
    const float x = rect.x + ui_px(ui, PAD);
    const float header = ui_baseline(ui, FACE_SEMIBOLD, UI_TEXT, rect.y + ui_px(ui, 16));
    char step[32];
    snprintf(step, sizeof step, "%s %ld",
             scene_counts_evaluations(ui->scene) ? "Evaluation" : "Step", readout->step);
    draw_fill(ui->list, rect, 8 * ui->scale,
              ui->theme->panel); /* words below must not shine through */
    widget_chip(ui->list, ui->theme, ui->scale, rect, NULL);
    ui_number(ui, FACE_SEMIBOLD, UI_TEXT, x, header, 0, ui->theme->text1, step);
    for (size_t i = 0; i < readout->count; i++)
        draw_row(ui, table, &readout->rows[i],
                 x + (table->column + ui_px(ui, GAP)) * (float)(i / table->rows),
                 rect.y + ui_px(ui, HEADER) + ui_px(ui, ROW) * (float)(i % table->rows));
}

static void draw_line_at(const Readout *readout, const Ui *ui, const Chart *chart,
                         const ChartFrame *frame, float x)
{
    const Rect plot = frame->plot;
    draw_fill(ui->list, (Rect){x, plot.y, ui_hair(ui), plot.h}, 0,
              color_fade(ui->theme->text2, LINE_ALPHA));
    for (size_t i = 0; i < readout->count; i++) {
        const ReadoutRow *row = &readout->rows[i];
        const float y = chart_place(chart, frame, chart_axis_value(frame->y, row->value));
        const Point at = {x + 0.5f * ui_hair(ui), y};
        if (!(y >= plot.y && y <= plot.y + plot.h))
            continue;
        draw_disc(ui->list, at, (DOT + DOT_HALO) * ui->scale, ui->theme->panel);
        draw_disc(ui->list, at, DOT * ui->scale, ui->scene->entrants[row->entrant].ink.path);
    }
}

void readout_draw(Readout *readout, const Ui *ui, const Chart *chart, const ChartFrame *frame,
                  Rect map)
{
    const float x = roundf(chart_x_of(frame, (double)readout->step));
    if (readout->count == 0)
        return;
    sort_rows(readout);
    draw_line_at(readout, ui, chart, frame, x);
    const Table table = measure(readout, ui, map, x);
    draw_table(readout, ui, &table);
}
