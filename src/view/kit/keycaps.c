#include "view/kit/keycaps.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { KEY_HEIGHT = 22 };

static const char *key_label(const char *key)
{
    static const struct {
        const char *key, *label;
    } LABELS[] = {{"Left", "\u2190"},
                  {"Right", "\u2192"},
                  {"Up", "\u2191"},
                  {"Down", "\u2193"},
                  {"1..9", "1 \u2026 9"}};
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
        if (strcmp(key, LABELS[i].key) == 0)
            return LABELS[i].label;
    return key;
}

static float keycap(const Ui *ui, float x, float y, const char *label, bool draw)
{
    float pad = ui_px(ui, 7);
    float w = fmaxf(ui_width(ui, FACE_MEDIUM, UI_TEXT, label) + 2 * pad, ui_px(ui, KEY_HEIGHT));
    if (draw) {
        Rect cap = {x, y, roundf(w), ui_px(ui, KEY_HEIGHT)};
        draw_fill(ui->list, cap, 5 * ui->scale, ui->theme->card);
        draw_frame(ui->list, cap, 5 * ui->scale, ui_hair(ui), ui->theme->border);
        ui_text(ui, FACE_MEDIUM, UI_TEXT, x + w / 2,
                ui_baseline(ui, FACE_MEDIUM, UI_TEXT, y + cap.h / 2), 0.5f, ui->theme->text1,
                label);
    }
    return w;
}

/* "Ctrl+Shift+K" as keycaps; returns the width. A lone "+" is a key, not a separator. */
static float chord(const Ui *ui, float x, float y, const char *text, size_t len, bool draw)
{
    float start = x;
    while (len > 0) {
        size_t part = 0;
        while (part < len && (text[part] != '+' || part == 0))
            part++;
        char key[24];
        snprintf(key, sizeof key, "%.*s", (int)part, text);
        x += keycap(ui, x, y, key_label(key), draw) + ui_px(ui, 4);
        text += part;
        len -= part;
        if (len > 0) { /* the separator */
            text++;
            len--;
        }
    }
    return x - start - ui_px(ui, 4);
}

/* All alternatives in one row. */
static float key_row(const Ui *ui, float x, float y, const char *keys, bool draw)
{
    float start = x;
    while (*keys) {
        size_t len = strcspn(keys, " ");
        if (x > start)
            x += ui_px(ui, 8);
        x += chord(ui, x, y, keys, len, draw);
        keys += len;
        while (*keys == ' ')
            keys++;
    }
    return x - start;
}

float keycaps_width(const Ui *ui, const char *keys)
{
    return key_row(ui, 0, 0, keys, false);
}

void keycaps_draw(const Ui *ui, float x, float middle, const char *keys)
{
    key_row(ui, x, middle - ui_px(ui, KEY_HEIGHT) / 2, keys, true);
}
