#include "view/frame/formulabar.h"

#include <math.h>
#include <string.h>

#include "view/frame/topline.h"
#include "view/kit/entry.h"
#include "view/text/mathtext.h"

/* Sizes at scale 1. */
enum { BAR = 48, BAND = 44, MARGIN = 16, FIELD = 34, PAD = 12, BUTTON = 32, LABEL_ROOM = 480 };

/* Where the line of text and its buttons lie: over the top line as far as the map goes; over the
 * map where there is no top line. */
static Rect bar_area(const Ui *ui, const Layout *layout)
{
    if (layout->top.h <= 0)
        return (Rect){0, 0, (float)ui->scene->width, ui_px(ui, BAR)};
    float right = layout->narrow ? layout->top.w - ui_px(ui, 48) : layout->map.x + layout->map.w;
    return (Rect){0, layout->top.y, right, layout->top.h};
}

/* The icon buttons at the right: as Enter, as Esc. Returns their left edge. */
static float draw_buttons(const Ui *ui, Rect bar)
{
    float side = ui_px(ui, BUTTON), mid = bar.y + bar.h / 2;
    Rect leave = {bar.x + bar.w - ui_px(ui, 8) - side, mid - side / 2, side, side};
    Rect keep = leave;
    keep.x -= side + ui_px(ui, 2);
    bool good = ui->scene->entry_error == NULL;
    if (ui_hovers_command(ui, "app.close"))
        draw_fill(ui->list, leave, 6 * ui->scale, ui->theme->fill);
    if (ui_hovers(ui, HIT_KEEP, 0))
        draw_fill(ui->list, keep, 6 * ui->scale, ui->theme->fill);
    symbol_icon(ui->list, ICON_CONVERGED, (Point){keep.x + side / 2, mid}, 16 * ui->scale,
                good ? ui->theme->ok : ui->theme->border);
    symbol_icon(ui->list, ICON_CLOSE, (Point){leave.x + side / 2, mid}, 14 * ui->scale,
                ui->theme->text2);
    hits_add(ui->hits, HIT_KEEP, keep, 0);
    hits_add_command(ui->hits, leave, "app.close");
    return keep.x - ui_px(ui, 6);
}

/* Something still missing at the end is no mistake yet. */
static bool is_wrong(const Scene *scene)
{
    return scene->entry_error &&
           (scene->entry_insists || scene->entry_error_at < textline_length(scene->line));
}

/* Under the character that is wrong. */
static void mark_place(const Ui *ui, Rect field, Color color)
{
    const Scene *scene = ui->scene;
    const char *text = textline_text(scene->line);
    size_t at = scene->entry_error_at, next = at;
    if (text[next] != '\0')
        next++;
    while (((unsigned char)text[next] & 0xc0) == 0x80)
        next++;
    float x = entry_x(ui->entry, ui->list->fonts, text, at);
    float w = entry_x(ui->entry, ui->list->fonts, text, next) - x;
    Rect mark = {roundf(x), field.y + field.h - ui_px(ui, 6), fmaxf(roundf(w), ui_px(ui, 7)),
                 ui_px(ui, 2)};
    draw_clip(ui->list, field);
    draw_fill(ui->list, mark, 0, color);
    draw_unclip(ui->list);
}

static Rect draw_field(const Ui *ui, Rect bar)
{
    const Theme *theme = ui->theme;
    float mid = bar.y + bar.h / 2, left = bar.x + ui_px(ui, MARGIN);
    float right = draw_buttons(ui, bar);
    if (bar.w > ui_px(ui, LABEL_ROOM) && !ui->scene->entry_names) {
        float size = 18 * ui->scale;
        left += mathtext_draw(ui->list, size, left, ui_baseline(ui, FACE_MATH, 18, mid),
                              theme->text2, "f(x,y)\\;=") +
                ui_px(ui, 10);
    }
    float h = fminf(ui_px(ui, FIELD), bar.h - ui_px(ui, 6));
    Rect field = {left, roundf(mid - h / 2), right - left, h};
    bool wrong = is_wrong(ui->scene);
    EntryStyle style = {.face = FACE_REGULAR,
                        .size = UI_STEP,
                        .pad = PAD,
                        .hint = "A formula in x and y, such as x^2 + 3*y^2",
                        .frame = wrong ? theme->diverged : theme->focus};
    entry_draw(ui, field, &style);
    if (wrong)
        mark_place(ui, field, theme->diverged);
    return field;
}

/* The message begins under its place, as far as its length lets it. */
static void draw_error(const Ui *ui, Rect band, float left, float right)
{
    const Scene *scene = ui->scene;
    Color color = is_wrong(scene) ? ui->theme->diverged : ui->theme->text2;
    float w = ui_width(ui, FACE_MEDIUM, UI_TEXT, scene->entry_error);
    float x =
        entry_x(ui->entry, ui->list->fonts, textline_text(scene->line), scene->entry_error_at);
    x = fmaxf(left, fminf(x, right - w));
    ui_text_fit(ui, FACE_MEDIUM, UI_TEXT, x,
                ui_baseline(ui, FACE_MEDIUM, UI_TEXT, band.y + band.h / 2), right - x, color,
                scene->entry_error);
}

/* What the keys do, where there is room beside what is read. Returns where it begins. */
static float draw_hint(const Ui *ui, Rect band, float right)
{
    static const char HINT[] = "Enter keeps it, Esc brings back what was";
    if (ui_width(ui, FACE_REGULAR, UI_TEXT, HINT) > 0.4f * band.w)
        return right;
    float w = ui_text(ui, FACE_REGULAR, UI_TEXT, right,
                      ui_baseline(ui, FACE_REGULAR, UI_TEXT, band.y + band.h / 2), 1,
                      ui->theme->text3, HINT);
    return right - w - ui_px(ui, 24);
}

void formulabar_draw(const Ui *ui, const Layout *layout)
{
    const Theme *theme = ui->theme;
    Rect bar = bar_area(ui, layout);
    Rect band = {layout->map.x, bar.y + bar.h, layout->map.w, ui_px(ui, BAND)};
    float hair = ui_hair(ui);
    draw_fill(ui->list, (Rect){bar.x, bar.y, bar.w, bar.h - hair}, 0, theme->panel);
    draw_fill(ui->list, band, 0, color_fade(theme->panel, 0.94));
    ui_rule(ui, band.x, band.x + band.w, band.y + band.h - hair, theme->hair);
    hits_add(ui->hits, HIT_BLOCK, bar, 0);
    hits_add(ui->hits, HIT_BLOCK, band, 0);
    Rect field = draw_field(ui, bar);
    float left = field.x + ui_px(ui, PAD);
    float right = draw_hint(ui, band, band.x + band.w - ui_px(ui, MARGIN));
    if (ui->scene->entry_error)
        draw_error(ui, band, left, right);
    else
        topline_formula(ui, (Rect){left, band.y, right - left, band.h}, "");
}
