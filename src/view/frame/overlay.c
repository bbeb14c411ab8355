#include "view/frame/overlay.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "optim/catalogue.h"
#include "problem/factory.h"
#include "view/frame/palette.h"
#include "view/kit/entry.h"
#include "view/kit/keycaps.h"
#include "view/kit/scroll.h"

enum { ROW = 27, HEAD = 56, HELP_GAPS = 14 + 8 + 4 + 12 /* in a row */ };

/* ---- help ---- */

static size_t group_end(const Scene *scene, size_t first)
{
    size_t end = first;
    while (end < scene->command_count &&
           strcmp(scene->commands[end].group, scene->commands[first].group) == 0)
        end++;
    return end;
}

static size_t group_rows(const Scene *scene, size_t first, size_t end)
{
    size_t rows = 0;
    for (size_t i = first; i < end; i++)
        rows += scene->commands[i].keys[0] != '\0';
    return rows;
}

static float key_column_width(const Ui *ui)
{
    float widest = 0;
    for (size_t i = 0; i < ui->scene->command_count; i++)
        widest = fmaxf(widest, keycaps_width(ui, ui->scene->commands[i].keys));
    return widest;
}

static float help_column_width(const Ui *ui)
{
    float widest = 0;
    for (size_t i = 0; i < ui->scene->command_count; i++)
        if (ui->scene->commands[i].keys[0] != '\0')
            widest =
                fmaxf(widest, ui_width(ui, FACE_REGULAR, UI_TEXT, ui->scene->commands[i].help));
    return ceilf(widest);
}

static void help_row(const Ui *ui, float x, float y, float keys_w, float width,
                     const SceneCommand *command)
{
    float row_h = ui_px(ui, ROW);
    Rect rect = {x - ui_px(ui, 8), y, width, row_h};
    if (ui_hovers_command(ui, command->id))
        draw_fill(ui->list, rect, 6 * ui->scale, ui->theme->fill);
    float keys = keycaps_width(ui, command->keys);
    keycaps_draw(ui, x + keys_w - keys, y + row_h / 2, command->keys);
    float text_x = x + keys_w + ui_px(ui, 14);
    ui_text_fit(ui, FACE_REGULAR, UI_TEXT, text_x,
                ui_baseline(ui, FACE_REGULAR, UI_TEXT, y + row_h / 2),
                rect.x + rect.w - text_x - ui_px(ui, 4), ui->theme->text1, command->help);
    hits_add_command(ui->hits, rect, command->id);
}

/* Lays the groups out in `columns` columns of equal width; returns the height. With draw false it
 * only measures. */
static float help_body(const Ui *ui, Rect area, int columns, float keys_w, bool draw)
{
    const Scene *scene = ui->scene;
    float row_h = ui_px(ui, ROW), gap = ui_px(ui, 12);
    float column_w = floorf(area.w / (float)columns);
    float total = 0;
    for (size_t i = 0; i < scene->command_count; i = group_end(scene, i))
        total += row_h * (float)(group_rows(scene, i, group_end(scene, i)) + 1) + gap;
    float per_column = total / (float)columns;
    float x = area.x, y = area.y, tallest = 0;
    int column = 0;
    for (size_t i = 0; i < scene->command_count;) {
        size_t end = group_end(scene, i);
        float h = row_h * (float)(group_rows(scene, i, end) + 1);
        if (column < columns - 1 && y > area.y && y - area.y + h / 2 > per_column) {
            column++;
            x += column_w;
            y = area.y;
        }
        if (draw)
            ui_text(ui, FACE_SEMIBOLD, UI_VALUE, x + keys_w + ui_px(ui, 14),
                    ui_baseline(ui, FACE_SEMIBOLD, UI_VALUE, y + row_h / 2), 0, ui->theme->text2,
                    scene->commands[i].group);
        y += row_h;
        for (; i < end; i++) {
            if (scene->commands[i].keys[0] == '\0')
                continue;
            if (draw)
                help_row(ui, x, y, keys_w, column_w - ui_px(ui, 12), &scene->commands[i]);
            y += row_h;
        }
        tallest = fmaxf(tallest, y - area.y);
        y += gap;
    }
    return tallest;
}

/* A sheet in the middle with a heading; returns the area under it. */
static Rect sheet(const Ui *ui, float width, float height, const char *title)
{
    const Theme *theme = ui->theme;
    float w = fminf(width, (float)ui->scene->width - ui_px(ui, 32));
    float h = fminf(height, (float)ui->scene->height - ui_px(ui, 32));
    Rect all = {0, 0, (float)ui->scene->width, (float)ui->scene->height};
    draw_fill(ui->list, all, 0, color_fade(theme->panel, 0.6));
    hits_add_command(ui->hits, all, "app.close");
    Rect rect = {roundf((all.w - w) / 2), roundf((all.h - h) / 2), roundf(w), roundf(h)};
    draw_fill(ui->list, rect, 8 * ui->scale, theme->panel);
    draw_frame(ui->list, rect, 8 * ui->scale, ui_hair(ui), theme->border);
    hits_add(ui->hits, HIT_BLOCK, rect, 0);
    float mid = rect.y + ui_px(ui, HEAD) / 2;
    ui_text(ui, FACE_SEMIBOLD, UI_HEADING, rect.x + ui_px(ui, 24),
            ui_baseline(ui, FACE_SEMIBOLD, UI_HEADING, mid), 0, theme->text1, title);
    Rect close = {rect.x + rect.w - ui_px(ui, 48), rect.y + ui_px(ui, 12), ui_px(ui, 32),
                  ui_px(ui, 32)};
    if (ui_hovers_command(ui, "app.close"))
        draw_fill(ui->list, close, 6 * ui->scale, theme->fill);
    symbol_icon(ui->list, ICON_CLOSE, (Point){close.x + close.w / 2, close.y + close.h / 2},
                14 * ui->scale, theme->text2);
    hits_add_command(ui->hits, close, "app.close");
    float head = ui_px(ui, HEAD);
    ui_rule(ui, rect.x, rect.x + rect.w, rect.y + head, theme->hair);
    return (Rect){rect.x, rect.y + head + ui_hair(ui), rect.w,
                  rect.h - head - ui_hair(ui) - ui_px(ui, 8)};
}

static void draw_help(const Ui *ui)
{
    float keys_w = key_column_width(ui);
    float pad = ui_px(ui, 24);
    float room = (float)ui->scene->width - ui_px(ui, 32) - 2 * pad;
    float column_w = keys_w + help_column_width(ui) + ui_px(ui, HELP_GAPS);
    int columns = (int)fminf(4, fmaxf(1, floorf(room / column_w)));
    float width = fminf(room, column_w * (float)columns);
    Rect measure = {0, 0, width, 0};
    float content = help_body(ui, measure, columns, keys_w, false) + 2 * ui_px(ui, 12);
    Rect area = sheet(ui, width + 2 * pad, content + ui_px(ui, HEAD) + ui_px(ui, 12), "Keys");
    Scroll scroll = scroll_begin(ui, SCROLL_HELP, area, content, 0, 0);
    Rect body = {area.x + pad, scroll.y + ui_px(ui, 12), area.w - 2 * pad, 0};
    help_body(ui, body, columns, keys_w, true);
    scroll_end(ui, &scroll, SCROLL_MARK);
}

/* ---- lists: of problems and of optimizers ---- */

enum { FIELD = 58, LIST_ROW = 36, NAME_W = 200, TRAIT_W = 116, TRAIT_W_MIN = 64, TABLE_HEAD = 44 };

/* What a list is of. */
typedef struct ListTopic {
    const char *title, *hint, *empty;
    size_t (*count)(void);
    float head; /* px between the field and the rows */
    void (*draw_head)(const Ui *ui, Rect head);
    void (*draw_row)(const Ui *ui, Rect back, size_t index);
} ListTopic;

static void filter_field(const Ui *ui, Rect area, const char *hint)
{
    Rect field = {area.x + ui_px(ui, 16), area.y + ui_px(ui, 12), area.w - ui_px(ui, 32),
                  ui_px(ui, 34)};
    EntryStyle style = {
        .face = FACE_REGULAR, .size = UI_VALUE, .pad = 12, .hint = hint, .frame = ui->theme->focus};
    entry_draw(ui, field, &style);
}

static float row_text(const Ui *ui, Face face, float size, float x, float middle, float room,
                      Color color, const char *text)
{
    return ui_text_fit(ui, face, size, x, ui_baseline(ui, face, size, middle), room, color, text);
}

static void problem_row(const Ui *ui, Rect back, size_t index)
{
    ProblemInfo info = problem_catalogue_at(index);
    float middle = back.y + back.h / 2, name_x = back.x + ui_px(ui, 12);
    row_text(ui, FACE_SEMIBOLD, UI_VALUE, name_x, middle, ui_px(ui, NAME_W - 10), ui->theme->text1,
             info.title);
    float formula_x = name_x + ui_px(ui, NAME_W);
    float room = back.x + back.w - formula_x - ui_px(ui, 12);
    if (room > ui_px(ui, 60))
        row_text(ui, FACE_REGULAR, UI_TEXT, formula_x, middle, room, ui->theme->text2,
                 info.formula);
}

/* The middle of a trait's column; the columns end at the row's right. *width is one of them. */
static float trait_column(const Ui *ui, Rect back, size_t trait, float *width)
{
    float room = (back.w - ui_px(ui, NAME_W)) / OPTIMIZER_TRAITS;
    *width = fminf(ui_px(ui, TRAIT_W), fmaxf(ui_px(ui, TRAIT_W_MIN), room));
    return back.x + back.w - ((float)(OPTIMIZER_TRAITS - trait) - 0.5f) * *width;
}

static void optimizer_head(const Ui *ui, Rect head)
{
    float line = ui_px(ui, 17), top = head.y + ui_px(ui, 11);
    for (size_t k = 0; k < OPTIMIZER_TRAITS; k++) {
        const char *const lines[] = {optimizer_traits[k].above, optimizer_traits[k].below};
        float width;
        float middle = trait_column(ui, head, k, &width);
        for (int i = 0; i < 2; i++) {
            float w = fminf(ui_width(ui, FACE_REGULAR, UI_TEXT, lines[i]), width - ui_px(ui, 4));
            row_text(ui, FACE_REGULAR, UI_TEXT, middle - w / 2, top + line * (float)i,
                     w + ui_hair(ui), ui->theme->text2, lines[i]);
        }
    }
}

/* How many entrants run it; the look of the first. */
static size_t racing(const Scene *scene, const Optimizer *optimizer, const SceneEntrant **look)
{
    size_t count = 0;
    for (size_t i = 0; i < race_count(scene->race); i++)
        if (run_spec(race_run(scene->race, i))->optimizer == optimizer && count++ == 0)
            *look = &scene->entrants[i];
    return count;
}

/* A marker before those that race already, a check mark for what it has. */
static void optimizer_row(const Ui *ui, Rect back, size_t index)
{
    const Theme *theme = ui->theme;
    const Optimizer *optimizer = optimizer_at(index);
    const SceneEntrant *look = NULL;
    size_t count = racing(ui->scene, optimizer, &look);
    float middle = back.y + back.h / 2, name_x = back.x + ui_px(ui, 38), width;
    if (count > 0)
        symbol_marker(ui->list, look->ink.shape, (Point){back.x + ui_px(ui, 20), middle},
                      7.5f * ui->scale, look->ink.path, theme->panel, 0);
    char name[80];
    if (count > 1)
        snprintf(name, sizeof name, "%s \u00d7 %zu", optimizer->name, count);
    else
        snprintf(name, sizeof name, "%s", optimizer->name);
    float first = trait_column(ui, back, 0, &width) - width / 2;
    row_text(ui, FACE_SEMIBOLD, UI_VALUE, name_x, middle, first - name_x - ui_px(ui, 6),
             theme->text1, name);
    for (size_t k = 0; k < OPTIMIZER_TRAITS; k++) {
        Point center = {trait_column(ui, back, k, &width), middle};
        bool has = optimizer->traits & optimizer_traits[k].bit;
        symbol_icon(ui->list, has ? ICON_CONVERGED : ICON_MINUS, center,
                    (has ? 15 : 10) * ui->scale, has ? theme->text1 : theme->track);
    }
}

static const ListTopic PROBLEM_LIST = {
    .title = "Problems",
    .hint = "Type a name, or a formula in x and y",
    .empty = "No problem has that name. Enter takes it as a formula.",
    .count = problem_catalogue_count,
    .draw_row = problem_row,
};

static const ListTopic OPTIMIZER_LIST = {
    .title = "Optimizers",
    .hint = "Type a name; Enter adds it to the race",
    .empty = "No optimizer has that name.",
    .count = optimizer_count,
    .head = TABLE_HEAD,
    .draw_head = optimizer_head,
    .draw_row = optimizer_row,
};

static Rect row_back(const Ui *ui, Rect row)
{
    return (Rect){row.x + ui_px(ui, 8), row.y, row.w - ui_px(ui, 20), row.h};
}

static void list_row(const Ui *ui, const ListTopic *topic, Rect row, size_t index, bool selected)
{
    Rect back = row_back(ui, row);
    if (selected || ui_hovers(ui, HIT_ROW, (int)index))
        draw_fill(ui->list, back, 6 * ui->scale, ui->theme->fill);
    if (selected)
        draw_frame(ui->list, back, 6 * ui->scale, 1.5f * ui->scale, ui->theme->focus);
    topic->draw_row(ui, back, index);
    hits_add(ui->hits, HIT_ROW, back, (int)index);
}

static void draw_list_rows(const Ui *ui, const ListTopic *topic, Rect body, const size_t *rows,
                           size_t count)
{
    float row_h = ui_px(ui, LIST_ROW);
    Scroll scroll = scroll_begin_list(ui, body, row_h, count);
    for (size_t i = 0; i < count; i++) {
        Rect row = {body.x, scroll.y + row_h * (float)i, body.w, row_h};
        if (row.y + row.h >= body.y && row.y <= body.y + body.h)
            list_row(ui, topic, row, rows[i], i == ui->scene->list_cursor);
    }
    scroll_end(ui, &scroll, SCROLL_MARK);
}

static void draw_list(const Ui *ui, const ListTopic *topic)
{
    size_t rows[LIST_ROWS_MAX];
    size_t count = palette_list_rows(ui->scene, rows);
    float above = ui_px(ui, FIELD) + ui_px(ui, topic->head);
    float all = ui_px(ui, LIST_ROW) * (float)topic->count();
    Rect area =
        sheet(ui, ui_px(ui, 760), ui_px(ui, HEAD) + above + all + ui_px(ui, 16), topic->title);
    filter_field(ui, area, topic->hint);
    Rect body = {area.x, area.y + above, area.w, area.h - above};
    if (topic->draw_head) {
        Rect head = {area.x, area.y + ui_px(ui, FIELD), area.w, ui_px(ui, topic->head)};
        topic->draw_head(ui, row_back(ui, head));
    }
    if (count > 0)
        draw_list_rows(ui, topic, body, rows, count);
    else
        ui_text(ui, FACE_REGULAR, UI_TEXT, body.x + ui_px(ui, 28), body.y + ui_px(ui, 24), 0,
                ui->theme->text2, topic->empty);
}

void overlay_draw(const Ui *ui)
{
    switch (ui->scene->overlay) {
    case OVERLAY_HELP:
        draw_help(ui);
        break;
    case OVERLAY_PROBLEMS:
        draw_list(ui, &PROBLEM_LIST);
        break;
    case OVERLAY_OPTIMIZERS:
        draw_list(ui, &OPTIMIZER_LIST);
        break;
    case OVERLAY_PALETTE:
        palette_draw(ui);
        break;
    case OVERLAY_NONE:
        break;
    }
}

/* A card of one line or two at the foot of the map, as wide as they need; where its text begins. */
static Point notice_card(const Ui *ui, const Layout *layout, float width, int lines)
{
    float pad = ui_px(ui, 14), line = ui_px(ui, 22);
    Rect rect = {roundf(layout->map.x + (layout->map.w - width) / 2 - pad),
                 layout->map.y + layout->map.h - ui_px(ui, 54) - line * (float)lines,
                 roundf(width + 2 * pad), ui_px(ui, 14) + line * (float)lines};
    draw_fill(ui->list, rect, 8 * ui->scale, ui->theme->card);
    draw_frame(ui->list, rect, 8 * ui->scale, ui_hair(ui), ui->theme->border);
    return (Point){rect.x + pad,
                   ui_baseline(ui, FACE_MEDIUM, UI_TEXT, rect.y + ui_px(ui, 7) + line / 2)};
}

/* What is asked, and which keys answer; below it where the map is narrow. */
static void draw_question(const Ui *ui, const Layout *layout, const char *text, float room)
{
    static const char keys[] = "Enter: read it  \u00b7  Esc: do not";
    float gap = ui_px(ui, 20), asks = ui_width(ui, FACE_MEDIUM, UI_TEXT, text);
    float answers = ui_width(ui, FACE_REGULAR, UI_TEXT, keys);
    bool one = asks + gap + answers <= room;
    float width = one ? asks + gap + answers : fminf(fmaxf(asks, answers), room);
    Point at = notice_card(ui, layout, width, one ? 1 : 2);
    ui_text_fit(ui, FACE_MEDIUM, UI_TEXT, at.x, at.y, room, ui->theme->text1, text);
    ui_text_fit(ui, FACE_REGULAR, UI_TEXT, one ? at.x + asks + gap : at.x,
                one ? at.y : at.y + ui_px(ui, 22), room, ui->theme->text2, keys);
}

void overlay_notice(const Ui *ui, const Layout *layout)
{
    const char *text = ui->scene->notice;
    float room = layout->map.w - ui_px(ui, 60);
    if (ui->scene->asks)
        draw_question(ui, layout, ui->scene->asks, room);
    if (!text || ui->scene->asks)
        return;
    /* Only the first line: what follows it (a caret under a formula) needs its own place. */
    char line[512];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(text, "\n"), text);
    Point at = notice_card(ui, layout, fminf(ui_width(ui, FACE_MEDIUM, UI_TEXT, line), room), 1);
    ui_text_fit(ui, FACE_MEDIUM, UI_TEXT, at.x, at.y, room, ui->theme->text1, line);
}
