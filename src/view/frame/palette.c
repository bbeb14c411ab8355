#include "view/frame/palette.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fuzzy.h"
#include "optim/catalogue.h"
#include "problem/factory.h"
#include "view/kit/entry.h"
#include "view/kit/keycaps.h"
#include "view/kit/scroll.h"

/* ---- what it holds ---- */

size_t palette_count(const Scene *scene)
{
    size_t count =
        scene->command_count + problem_catalogue_count() + optimizer_count() + scene->lesson_count;
    assert(count <= LIST_ROWS_MAX);
    return count;
}

PaletteItem palette_item(const Scene *scene, size_t number)
{
    if (number < scene->command_count) {
        const SceneCommand *command = &scene->commands[number];
        return (PaletteItem){PALETTE_COMMAND, number,        command->help,
                             command->group,  command->keys, command->disabled};
    }
    number -= scene->command_count;
    if (number < problem_catalogue_count())
        return (PaletteItem){PALETTE_PROBLEM, number, problem_catalogue_at(number).title,
                             "Problem",       "",     false};
    number -= problem_catalogue_count();
    if (number >= optimizer_count()) {
        number -= optimizer_count();
        return (PaletteItem){PALETTE_LESSON, number, scene->lessons[number].title,
                             "Lesson",       "",     false};
    }
    bool full = race_count(scene->race) == RACE_ENTRANTS_MAX;
    return (PaletteItem){PALETTE_OPTIMIZER, number, optimizer_at(number)->name,
                         "Add optimizer",   "",     full};
}

void palette_id(const Scene *scene, size_t number, char id[PALETTE_ID_MAX])
{
    const PaletteItem item = palette_item(scene, number);
    switch (item.kind) {
    case PALETTE_COMMAND:
        snprintf(id, PALETTE_ID_MAX, "%s", scene->commands[item.index].id);
        break;
    case PALETTE_PROBLEM:
        snprintf(id, PALETTE_ID_MAX, "problem %s", problem_catalogue_at(item.index).id);
        break;
    case PALETTE_OPTIMIZER:
        snprintf(id, PALETTE_ID_MAX, "optimizer %s", optimizer_at(item.index)->id);
        break;
    case PALETTE_LESSON:
        snprintf(id, PALETTE_ID_MAX, "lesson %s", scene->lessons[item.index].name);
        break;
    }
}

bool palette_find(const Scene *scene, const char *id, size_t *number)
{
    char here[PALETTE_ID_MAX];
    for (*number = 0; *number < palette_count(scene); ++*number) {
        palette_id(scene, *number, here);
        if (strcmp(id, here) == 0)
            return true;
    }
    return false;
}

/* Who is called so comes before who is only of that kind. A lesson's title is a sentence, in which
 * any few letters are found. */
enum { NAME_BONUS = 40 };

/* The letters are looked for in the name, or else in name and about with a blank between them. */
static bool match(const Scene *scene, size_t number, FuzzyMatch *found)
{
    char text[FUZZY_TEXT_MAX];
    PaletteItem item = palette_item(scene, number);
    if (fuzzy_match(textline_text(scene->line), item.name, found)) {
        found->score += item.kind == PALETTE_LESSON ? 0 : NAME_BONUS;
        return true;
    }
    snprintf(text, sizeof text, "%s %s", item.name, item.about);
    return fuzzy_match(textline_text(scene->line), text, found);
}

typedef struct Ranked {
    size_t number;
    int score;
} Ranked;

static int compare_ranked(const void *a, const void *b)
{
    const Ranked *p = a, *q = b;
    if (p->score != q->score)
        return p->score < q->score ? 1 : -1;
    return (p->number > q->number) - (p->number < q->number);
}

static bool is_recent(const Scene *scene, size_t number)
{
    for (size_t i = 0; i < scene->recent_count; i++)
        if (scene->recent[i] == number)
            return true;
    return false;
}

static size_t all_rows(const Scene *scene, size_t rows[LIST_ROWS_MAX])
{
    size_t count = scene->recent_count;
    memcpy(rows, scene->recent, count * sizeof *rows);
    for (size_t i = 0; i < palette_count(scene); i++)
        if (!is_recent(scene, i))
            rows[count++] = i;
    return count;
}

size_t palette_rows(const Scene *scene, size_t rows[LIST_ROWS_MAX])
{
    Ranked ranked[LIST_ROWS_MAX];
    size_t count = 0;
    if (textline_text(scene->line)[0] == '\0')
        return all_rows(scene, rows);
    for (size_t i = 0; i < palette_count(scene); i++) {
        FuzzyMatch found;
        if (match(scene, i, &found))
            ranked[count++] = (Ranked){i, found.score};
    }
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++)
        rows[i] = ranked[i].number;
    return count;
}

/* ---- the other lists ---- */

static bool contains_folded(const char *text, const char *part)
{
    size_t len = strlen(part);
    for (; *text; text++)
        if (strncasecmp(text, part, len) == 0)
            return true;
    return len == 0;
}

size_t palette_list_rows(const Scene *scene, size_t rows[LIST_ROWS_MAX])
{
    if (scene->overlay == OVERLAY_PALETTE)
        return palette_rows(scene, rows);
    const char *filter = textline_text(scene->line);
    bool problems = scene->overlay == OVERLAY_PROBLEMS;
    size_t all = problems ? problem_catalogue_count() : optimizer_count(), count = 0;
    for (size_t i = 0; i < all && count < LIST_ROWS_MAX; i++) {
        const char *id = problems ? problem_catalogue_at(i).id : optimizer_at(i)->id;
        const char *name = problems ? problem_catalogue_at(i).title : optimizer_at(i)->name;
        if (contains_folded(name, filter) || contains_folded(id, filter))
            rows[count++] = i;
    }
    return count;
}

/* ---- its picture ---- */

/* Sizes at scale 1. */
enum {
    WIDTH = 640,
    TOP = 64,
    MARGIN = 16,
    FIELD = 44,
    ROW = 36,
    ROWS_MAX = 11,
    PAD = 8,
    SIDE = 14
};

/* A piece of text in which the letters that were typed stand out; returns where it ends. */
static float draw_matched(const Ui *ui, float x, float baseline, float limit, const char *text,
                          const bool *hit, Color color, Color hit_color)
{
    size_t length = strlen(text);
    for (size_t from = 0, to; from < length && x < limit; from = to) {
        to = from + 1;
        while (to < length && (hit[to] == hit[from] || ((unsigned char)text[to] & 0xc0) == 0x80))
            to++;
        char piece[FUZZY_TEXT_MAX];
        snprintf(piece, sizeof piece, "%.*s", (int)(to - from), text + from);
        x += ui_text_fit(ui, hit[from] ? FACE_BOLD : FACE_REGULAR, UI_VALUE, x, baseline, limit - x,
                         hit[from] ? hit_color : color, piece);
    }
    return x;
}

static void draw_item(const Ui *ui, Rect back, size_t number)
{
    const Theme *theme = ui->theme;
    PaletteItem item = palette_item(ui->scene, number);
    FuzzyMatch found;
    match(ui->scene, number, &found);
    float middle = back.y + back.h / 2, right = back.x + back.w - ui_px(ui, SIDE);
    float keys_w = keycaps_width(ui, item.keys);
    if (keys_w > 0 && !item.disabled)
        keycaps_draw(ui, roundf(right - keys_w), middle, item.keys);
    float limit = right - keys_w - ui_px(ui, 12);
    float baseline = ui_baseline(ui, FACE_REGULAR, UI_VALUE, middle);
    Color color = item.disabled ? theme->text3 : theme->text1;
    float x = draw_matched(ui, back.x + ui_px(ui, SIDE), baseline, limit, item.name, found.hit,
                           color, item.disabled ? theme->text3 : theme->focus);
    draw_matched(ui, x + ui_px(ui, 10), baseline, limit, item.about,
                 found.hit + strlen(item.name) + 1, theme->text2,
                 item.disabled ? theme->text3 : theme->focus);
}

static void draw_row(const Ui *ui, Rect row, size_t number, bool selected)
{
    Rect back = {row.x + ui_px(ui, PAD), row.y, row.w - 2 * ui_px(ui, PAD), row.h};
    if (selected)
        draw_fill(ui->list, back, 6 * ui->scale, ui->theme->fill);
    else if (ui_hovers(ui, HIT_ROW, (int)number))
        draw_frame(ui->list, back, 6 * ui->scale, ui_hair(ui), ui->theme->hair);
    draw_item(ui, back, number);
    hits_add(ui->hits, HIT_ROW, back, (int)number);
}

static void draw_rows(const Ui *ui, Rect body, const size_t *rows, size_t count)
{
    float row_h = ui_px(ui, ROW);
    Scroll scroll = scroll_begin_list(ui, body, row_h, count);
    for (size_t i = 0; i < count; i++) {
        Rect row = {body.x, scroll.y + row_h * (float)i, body.w, row_h};
        if (row.y + row.h > body.y && row.y < body.y + body.h)
            draw_row(ui, row, rows[i], i == ui->scene->list_cursor);
    }
    scroll_end(ui, &scroll, SCROLL_BAR);
}

/* Hangs from one place below the top line, so that the field stands still while the list grows and
 * shrinks under it. */
static Rect place(const Ui *ui, float body_h)
{
    float width = (float)ui->scene->width, height = (float)ui->scene->height;
    float margin = ui_px(ui, MARGIN), around = ui_px(ui, FIELD) + 3 * ui_px(ui, PAD);
    float w = fminf(ui_px(ui, WIDTH), width - 2 * margin);
    float top = fminf(ui_px(ui, TOP), floorf(height / 10));
    float row = ui_px(ui, ROW), room = height - top - margin - around;
    float h = around + fminf(body_h, floorf(room / row) * row); /* whole rows */
    return (Rect){roundf((width - w) / 2), top, w, fmaxf(h, around)};
}

void palette_draw(const Ui *ui)
{
    const Theme *theme = ui->theme;
    size_t rows[LIST_ROWS_MAX];
    size_t count = palette_rows(ui->scene, rows);
    size_t shown = count < 1 ? 1 : count < ROWS_MAX ? count : ROWS_MAX;
    Rect all = {0, 0, (float)ui->scene->width, (float)ui->scene->height};
    Rect sheet = place(ui, ui_px(ui, ROW) * (float)shown);
    draw_fill(ui->list, all, 0, color_fade(theme->panel, 0.45));
    hits_add_command(ui->hits, all, "app.close");
    draw_fill(ui->list, sheet, 8 * ui->scale, theme->panel);
    draw_frame(ui->list, sheet, 8 * ui->scale, ui_hair(ui), theme->border);
    hits_add(ui->hits, HIT_BLOCK, sheet, 0);
    float pad = ui_px(ui, PAD);
    Rect field = {sheet.x + pad, sheet.y + pad, sheet.w - 2 * pad, ui_px(ui, FIELD)};
    EntryStyle style = {.face = FACE_REGULAR,
                        .size = UI_STEP,
                        .pad = SIDE,
                        .hint = "A command, a problem, an optimizer",
                        .frame = theme->focus};
    entry_draw(ui, field, &style);
    Rect body = {sheet.x, field.y + field.h + pad, sheet.w, sheet.h - field.h - 3 * pad};
    if (count > 0)
        draw_rows(ui, body, rows, count);
    else
        ui_text(ui, FACE_REGULAR, UI_VALUE, body.x + pad + ui_px(ui, SIDE),
                ui_baseline(ui, FACE_REGULAR, UI_VALUE, body.y + ui_px(ui, ROW) / 2), 0,
                theme->text2, "Nothing has that name.");
}
