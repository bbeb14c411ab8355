#include "view/frame/legend.h"

#include <math.h>
#include <string.h>

#include "view/draw/symbols.h"

/* Sizes at scale 1. */
enum { PAD_X = 16, PAD_Y = 7, ROW = 24, SAMPLE = 28, GAP = 8, BETWEEN = 24, MARKER = 6, LINE = 2 };

typedef struct LegendGrid {
    int columns, rows;
    float step; /* from column to column, px */
} LegendGrid;

/* Columns as wide as the longest name; rows as even as can be. */
static LegendGrid grid_of(const Scene *scene, const Fonts *fonts, float width)
{
    const float scale = scene->scale;
    float widest = 0;
    int count = (int)scene_visible_count(scene);
    for (size_t i = 0; i < race_count(scene->race); i++) {
        const char *name = scene->entrants[i].name;
        if (race_visible(scene->race, i))
            widest =
                fmaxf(widest, font_width(fonts, FACE_MEDIUM, UI_TEXT * scale, name, strlen(name)));
    }
    const float step = widest + (SAMPLE + GAP + BETWEEN) * scale;
    const int most = (int)floorf((width + (BETWEEN - 2 * PAD_X) * scale) / step);
    LegendGrid grid = {most < 1 ? 1 : most, 0, step};
    grid.rows = (count + grid.columns - 1) / grid.columns;
    grid.columns = grid.rows > 0 ? (count + grid.rows - 1) / grid.rows : 1;
    return grid;
}

int legend_rows(const Scene *scene, const Fonts *fonts, float width)
{
    return grid_of(scene, fonts, width).rows;
}

float legend_height(const Scene *scene, int rows)
{
    return rows > 0 ? roundf((float)(2 * PAD_Y + ROW * rows) * scene->scale) : 0;
}

static void draw_entry(const Ui *ui, float x, float mid, const SceneEntrant *look)
{
    const float sample = ui_px(ui, SAMPLE);
    const Point line[] = {{x, mid}, {x + sample, mid}};
    const Dash dash = dash_scaled(look->ink.dash, ui->scale);
    draw_line_dashed(ui->list, line, 2, LINE * ui->scale, look->ink.path,
                     ui->scene->patterns ? &dash : NULL);
    symbol_marker(ui->list, look->ink.shape, (Point){x + sample / 2, mid}, MARKER * ui->scale,
                  look->ink.path, ui->theme->panel, 0);
    ui_text(ui, FACE_MEDIUM, UI_TEXT, x + sample + ui_px(ui, GAP),
            ui_baseline(ui, FACE_MEDIUM, UI_TEXT, mid), 0, ui->theme->text1, look->name);
}

void legend_draw(const Ui *ui, Rect rect)
{
    const Scene *scene = ui->scene;
    if (rect.h <= 0)
        return;
    const LegendGrid grid = grid_of(scene, ui->list->fonts, rect.w);
    draw_fill(ui->list, rect, 0, ui->theme->panel);
    int at = 0;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        if (!race_visible(scene->race, i))
            continue;
        const float x = rect.x + ui_px(ui, PAD_X) + grid.step * (float)(at % grid.columns);
        const float row = (float)(at / grid.columns) + 0.5f;
        draw_entry(ui, x, rect.y + ui_px(ui, PAD_Y) + ROW * row * ui->scale, &scene->entrants[i]);
        at++;
    }
}
