#include "view/kit/widgets.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { LABEL = 14, PARTS_MAX = 8 };

static float px(float scale, float size)
{
    return roundf(scale * size);
}

static float hair(float scale)
{
    return fmaxf(1, floorf(scale));
}

static float clamp01(float v)
{
    return v > 0 ? fminf(v, 1) : 0;
}

static float middle(Rect rect)
{
    return rect.y + 0.5f * rect.h;
}

/* The baseline that centres capitals of the label size on y. */
static float label_baseline(const DrawList *list, Face face, float scale, float y)
{
    return roundf(y + 0.5f * font_extent(list->fonts, face, LABEL * scale).cap);
}

static void track(DrawList *list, float x0, float x1, float y, float height, Color color)
{
    draw_fill(list, (Rect){x0, y - 0.5f * height, x1 - x0, height}, 0.5f * height, color);
}

/* A wedge above the track that points at a place. */
static void limit_mark(DrawList *list, const Theme *theme, float scale, Point at)
{
    const float half = px(scale, 4), top = at.y - px(scale, 11), tip = at.y - px(scale, 4);
    const Point wedge[] = {{at.x - half, top}, {at.x + half, top}, {at.x, tip}};
    draw_polygon(list, wedge, 3, theme->diverged);
}

void widget_slider(DrawList *list, const Theme *theme, float scale, Rect rect,
                   const SliderState *state)
{
    float y = roundf(middle(rect));
    float x = rect.x + clamp01(state->value) * rect.w;
    float height = px(scale, 4);
    track(list, rect.x, rect.x + rect.w, y, height, theme->track);
    if (!isnan(state->fallback)) {
        float tick = rect.x + clamp01(state->fallback) * rect.w;
        track(list, fminf(x, tick), fmaxf(x, tick), y, height, state->color);
        float w = px(scale, 2);
        draw_fill(list, (Rect){roundf(tick - 0.5f * w), y - px(scale, 7), w, px(scale, 14)}, 0,
                  theme->text2);
    }
    if (state->limit >= 0 && state->limit <= 1)
        limit_mark(list, theme, scale, (Point){rect.x + state->limit * rect.w, y});
    Point knob = {x, y};
    if (state->dragged)
        draw_disc(list, knob, 12 * scale, color_fade(state->color, 0.22));
    draw_disc(list, knob, 7 * scale, theme->card);
    draw_ring(list, knob, (7 - 1.25f) * scale, 2.5f * scale, state->color);
    draw_disc(list, knob, 2 * scale, state->color);
}

/* Labels are measured in the active weight, so that parts keep their place. */
static float label_width(const Fonts *fonts, float scale, const char *label)
{
    return font_width(fonts, FACE_SEMIBOLD, LABEL * scale, label, strlen(label));
}

float widget_segmented_width(const Fonts *fonts, float scale, const char *const *labels, int count)
{
    float width = 0;
    for (int i = 0; i < count; i++)
        width += label_width(fonts, scale, labels[i]) + 28 * scale;
    return ceilf(width) + 2 * px(scale, 2);
}

void widget_segmented(DrawList *list, const Theme *theme, float scale, Rect rect,
                      const char *const *labels, int count, int active, Rect *parts)
{
    assert(count > 0 && count <= PARTS_MAX);
    draw_fill(list, rect, 7 * scale, theme->fill);
    Rect inner = rect_inset(rect, px(scale, 2));
    float width[PARTS_MAX];
    float total = 0;
    for (int i = 0; i < count; i++) {
        width[i] = label_width(list->fonts, scale, labels[i]);
        total += width[i];
    }
    float extra = (inner.w - total) / (float)count;
    float x = inner.x;
    for (int i = 0; i < count; i++) {
        float end = i == count - 1 ? inner.x + inner.w : roundf(x + width[i] + extra);
        Rect part = {x, inner.y, end - x, inner.h};
        Face face = i == active ? FACE_SEMIBOLD : FACE_REGULAR;
        if (i == active) {
            draw_fill(list, part, 6 * scale, theme->card);
            draw_frame(list, part, 6 * scale, hair(scale), theme->border);
        }
        draw_text(list, face, LABEL * scale, part.x + 0.5f * part.w,
                  label_baseline(list, face, scale, middle(part)), 0.5f,
                  i == active ? theme->text1 : theme->text2, labels[i]);
        if (parts)
            parts[i] = part;
        x = end;
    }
}

void widget_stepper(DrawList *list, const Theme *theme, float scale, Rect rect, const char *text,
                    Rect parts[2])
{
    draw_fill(list, rect, 7 * scale, theme->card);
    draw_frame(list, rect, 7 * scale, hair(scale), theme->border);
    float side = px(scale, 32);
    float y = middle(rect);
    symbol_icon(list, ICON_MINUS, (Point){rect.x + 0.5f * side, y}, 12 * scale, theme->text2);
    symbol_icon(list, ICON_PLUS, (Point){rect.x + rect.w - 0.5f * side, y}, 12 * scale,
                theme->text2);
    draw_number(list, FACE_MEDIUM, LABEL * scale, rect.x + 0.5f * rect.w,
                label_baseline(list, FACE_MEDIUM, scale, y), 0.5f, theme->text1, text);
    if (parts) {
        parts[0] = (Rect){rect.x, rect.y, side, rect.h};
        parts[1] = (Rect){rect.x + rect.w - side, rect.y, side, rect.h};
    }
}

void widget_play(DrawList *list, const Theme *theme, float scale, Point center, PlayState state)
{
    draw_disc(list, center, 16 * scale, theme->text1);
    symbol_icon(list, state == PLAY_RUNNING ? ICON_PAUSE : ICON_PLAY, center, 16 * scale,
                theme->panel);
}

void widget_icon_button(DrawList *list, const Theme *theme, float scale, Point center, Icon icon,
                        ButtonState state)
{
    float half = px(scale, 16);
    if (state == BUTTON_HOVERED) {
        draw_fill(list, (Rect){center.x - half, center.y - half, 2 * half, 2 * half}, 6 * scale,
                  theme->fill);
    }
    Color color = state == BUTTON_DISABLED ? theme->border : theme->text1;
    symbol_icon(list, icon, center, 16 * scale, color);
}

void widget_timeline(DrawList *list, const Theme *theme, float scale, Rect rect, double position)
{
    float y = roundf(middle(rect));
    float x = rect.x + clamp01((float)position) * rect.w;
    float height = px(scale, 4);
    track(list, rect.x, rect.x + rect.w, y, height, theme->track);
    track(list, rect.x, x, y, height, theme->text2);
    draw_disc(list, (Point){x, y}, 9 * scale, theme->panel);
    draw_disc(list, (Point){x, y}, 7 * scale, theme->text1);
}

void widget_chip(DrawList *list, const Theme *theme, float scale, Rect rect, const Color *selected)
{
    draw_fill(list, rect, 8 * scale, color_fade(theme->panel, 0.94));
    draw_frame(list, rect, 8 * scale, selected ? px(scale, 2) : hair(scale),
               selected ? *selected : theme->hair);
}

/* The bar shares the card's rounding: both are the whole card, cut at the bar's edge. */
void widget_card(DrawList *list, const Theme *theme, float scale, Rect rect, Color bar)
{
    float radius = 8 * scale;
    float width = px(scale, 4);
    draw_clip(list, (Rect){rect.x, rect.y, width, rect.h});
    draw_fill(list, rect, radius, bar);
    draw_unclip(list);
    draw_clip(list, (Rect){rect.x + width, rect.y, rect.w - width, rect.h});
    draw_fill(list, rect, radius, theme->card);
    draw_frame(list, rect, radius, hair(scale), theme->border);
    draw_unclip(list);
}

void widget_focus_row(DrawList *list, const Theme *theme, float scale, Rect rect)
{
    draw_fill(list, rect, 6 * scale, theme->fill);
    draw_frame(list, rect, 6 * scale, 1.5f * scale, theme->focus);
}

void widget_scrollbar(DrawList *list, const Theme *theme, float scale, Rect area, float content,
                      float scroll)
{
    if (!(content > area.h) || area.h <= 0)
        return;
    float width = px(scale, 6);
    float gap = px(scale, 1);
    float length = fminf(fmaxf(area.h * area.h / content, px(scale, 24)), area.h);
    float share = clamp01(scroll / (content - area.h));
    Rect bar = {area.x + area.w - width - gap, area.y + share * (area.h - length), width, length};
    draw_fill(list, bar, 3 * scale, theme->border);
}

void widget_bar(DrawList *list, const Theme *theme, float scale, Rect rect, double share,
                Color color)
{
    draw_fill(list, rect, 3 * scale, theme->fill);
    float width = clamp01((float)share) * rect.w;
    draw_fill(list, (Rect){rect.x, rect.y, width, rect.h}, fminf(3 * scale, 0.5f * width), color);
}
