#include "view/kit/entry.h"

#include <math.h>
#include <string.h>

/* The caret, at scale 1. */
static const float CARET = 1.5f;

float entry_scrolled(float scroll, float caret, float width, float room)
{
    scroll = fminf(scroll, fmaxf(0, width - room));
    if (caret > scroll + room)
        scroll = caret - room;
    if (caret < scroll)
        scroll = caret;
    return fmaxf(0, scroll);
}

static float width_to(const Fonts *fonts, Face face, float em, const char *text, size_t at)
{
    return at > 0 ? font_width(fonts, face, em, text, at) : 0;
}

float entry_x(const EntryPlace *place, const Fonts *fonts, const char *text, size_t at)
{
    return place->text.x - place->scroll + width_to(fonts, place->face, place->em, text, at);
}

static size_t next_character(const char *text, size_t at)
{
    at++;
    while (((unsigned char)text[at] & 0xc0) == 0x80)
        at++;
    return at;
}

size_t entry_at(const EntryPlace *place, const Fonts *fonts, const char *text, float x)
{
    size_t at = 0;
    float left = entry_x(place, fonts, text, 0);
    while (text[at] != '\0') {
        size_t next = next_character(text, at);
        float right = entry_x(place, fonts, text, next);
        if (x < (left + right) / 2)
            break;
        at = next;
        left = right;
    }
    return at;
}

static void draw_selection(const Ui *ui, const EntryPlace *place, const TextLine *line)
{
    const char *text = textline_text(line);
    const Fonts *fonts = ui->list->fonts;
    float from = entry_x(place, fonts, text, textline_from(line));
    float to = entry_x(place, fonts, text, textline_to(line));
    if (to <= from)
        return;
    Rect back = {from, place->text.y + ui_px(ui, 2), to - from, place->text.h - 2 * ui_px(ui, 2)};
    draw_fill(ui->list, back, 2 * ui->scale, color_fade(ui->theme->focus, 0.28));
}

void entry_draw(const Ui *ui, Rect field, const EntryStyle *style)
{
    EntryPlace *place = ui->entry;
    const Theme *theme = ui->theme;
    const TextLine *line = ui->scene->line;
    const char *text = textline_text(line);
    const Fonts *fonts = ui->list->fonts;
    draw_fill(ui->list, field, 6 * ui->scale, theme->card);
    draw_frame(ui->list, field, 6 * ui->scale, 1.5f * ui->scale, style->frame);
    float caret_w = fmaxf(ui_hair(ui), roundf(CARET * ui->scale));
    float pad = ui_px(ui, style->pad), inset = ui_px(ui, 3);
    place->face = style->face;
    place->em = style->size * ui->scale;
    place->text =
        (Rect){field.x + pad, field.y + inset, fmaxf(1, field.w - 2 * pad), field.h - 2 * inset};
    float caret = width_to(fonts, place->face, place->em, text, line->caret);
    float width = width_to(fonts, place->face, place->em, text, textline_length(line));
    place->scroll = roundf(entry_scrolled(place->scroll, caret, width, place->text.w - caret_w));
    /* Half of the padding shows text that goes on: it does not end in thin air. */
    Rect clip = {place->text.x - pad / 2, field.y, place->text.w + pad, field.h};
    draw_clip(ui->list, clip);
    draw_selection(ui, place, line);
    float baseline = ui_baseline(ui, style->face, style->size, field.y + field.h / 2);
    if (*text)
        ui_text(ui, style->face, style->size, place->text.x - place->scroll, baseline, 0,
                theme->text1, text);
    else if (style->hint)
        ui_text_fit(ui, style->face, style->size, place->text.x + ui_px(ui, 6), baseline,
                    place->text.w - ui_px(ui, 6), theme->text3, style->hint);
    float em = place->em, middle = field.y + field.h / 2;
    draw_fill(ui->list,
              (Rect){roundf(place->text.x - place->scroll + caret), roundf(middle - 0.62f * em),
                     caret_w, roundf(1.24f * em)},
              0, theme->focus);
    draw_unclip(ui->list);
    hits_add(ui->hits, HIT_ENTRY, field, 0);
}
