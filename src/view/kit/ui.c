#include "view/kit/ui.h"

#include <math.h>
#include <string.h>

float ui_px(const Ui *ui, float size)
{
    return roundf(size * ui->scale);
}

float ui_hair(const Ui *ui)
{
    return fmaxf(1, floorf(ui->scale));
}

float ui_text(const Ui *ui, Face face, float size, float x, float baseline, float align,
              Color color, const char *text)
{
    return draw_text(ui->list, face, size * ui->scale, x, baseline, align, color, text);
}

float ui_number(const Ui *ui, Face face, float size, float x, float baseline, float align,
                Color color, const char *text)
{
    return draw_number(ui->list, face, size * ui->scale, x, baseline, align, color, text);
}

float ui_width(const Ui *ui, Face face, float size, const char *text)
{
    return font_width(ui->list->fonts, face, size * ui->scale, text, strlen(text));
}

/* The last place at or before `len` where a character begins. */
static size_t character_start(const char *text, size_t len)
{
    while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
        len--;
    return len;
}

float ui_size_fit(const Ui *ui, Face face, float size, float size_min, float room, const char *text)
{
    while (size > size_min && ui_width(ui, face, size, text) > room)
        size = fmaxf(size_min, size - 1);
    return size;
}

float ui_text_fit(const Ui *ui, Face face, float size, float x, float baseline, float width,
                  Color color, const char *text)
{
    const Fonts *fonts = ui->list->fonts;
    float em = size * ui->scale;
    size_t len = strlen(text);
    if (font_width(fonts, face, em, text, len) <= width)
        return ui_text(ui, face, size, x, baseline, 0, color, text);
    static const char ELLIPSIS[] = "\u2026";
    char cut[256];
    float room = width - font_width(fonts, face, em, ELLIPSIS, strlen(ELLIPSIS));
    len = character_start(text, len < sizeof cut - 8 ? len : sizeof cut - 8);
    while (len > 0 && font_width(fonts, face, em, text, len) > room)
        len = character_start(text, len - 1);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    memcpy(cut, text, len);
    strcpy(cut + len, ELLIPSIS);
    return ui_text(ui, face, size, x, baseline, 0, color, cut);
}

float ui_baseline(const Ui *ui, Face face, float size, float y)
{
    return roundf(y + font_extent(ui->list->fonts, face, size * ui->scale).cap / 2);
}

void ui_rule(const Ui *ui, float x0, float x1, float y, Color color)
{
    draw_fill(ui->list, (Rect){x0, y, x1 - x0, ui_hair(ui)}, 0, color);
}

bool ui_hovers(const Ui *ui, HitKind kind, int a)
{
    return ui->scene->hover.kind == kind && ui->scene->hover.a == a;
}

bool ui_hovers_command(const Ui *ui, const char *command)
{
    const Hit *hover = &ui->scene->hover;
    return hover->kind == HIT_COMMAND && strcmp(hover->command, command) == 0;
}
