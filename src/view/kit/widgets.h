/* widgets: the few controls there are, as drawings. src/view/README.md, "Layout".
 *
 * Each takes a rectangle in device px, the scale (device px per px at scale 1) and its state.
 * Nothing here knows the pointer, keys, or what a control is for. Where a control has parts, the
 * caller gets their rectangles back, so that what reacts is what is seen. */
#ifndef RAVINE_VIEW_KIT_WIDGETS_H
#define RAVINE_VIEW_KIT_WIDGETS_H

#include <stdbool.h>

#include "view/draw/drawlist.h"
#include "view/draw/symbols.h"
#include "view/scene/theme.h"

typedef struct SliderState {
    float value;    /* position in [0, 1] */
    float fallback; /* the default's position; NaN for none */
    float limit;    /* where steps would begin to grow; NaN for nowhere, or outside [0, 1] */
    Color color;    /* the optimizer's */
    bool dragged;
} SliderState;

/* The knob's centre runs from the rect's left to its right edge, at half its height. */
void widget_slider(DrawList *list, const Theme *theme, float scale, Rect rect,
                   const SliderState *state);

/* A switch of `count` labels. Parts take the room their labels need and share the rest; parts
 * (count rectangles) may be NULL. */
void widget_segmented(DrawList *list, const Theme *theme, float scale, Rect rect,
                      const char *const *labels, int count, int active, Rect *parts);
/* The width at which every label has 14 px on both sides. */
float widget_segmented_width(const Fonts *fonts, float scale, const char *const *labels, int count);

/* "-  8 steps/s  +"; parts: minus, plus; may be NULL. */
void widget_stepper(DrawList *list, const Theme *theme, float scale, Rect rect, const char *text,
                    Rect parts[2]);

typedef enum PlayState {
    PLAY_PAUSED, /* shows the triangle */
    PLAY_RUNNING /* shows the bars */
} PlayState;

/* The filled disc, radius 16. */
void widget_play(DrawList *list, const Theme *theme, float scale, Point center, PlayState state);

typedef enum ButtonState { BUTTON_REST, BUTTON_HOVERED, BUTTON_DISABLED } ButtonState;

/* An icon in a square of 32. */
void widget_icon_button(DrawList *list, const Theme *theme, float scale, Point center, Icon icon,
                        ButtonState state);

/* A track from the rect's left to its right edge at half its height; the knob at `position` in
 * [0, 1]. */
void widget_timeline(DrawList *list, const Theme *theme, float scale, Rect rect, double position);

/* Ground of a floating label; a border 2 px wide in `selected` unless that is NULL. */
void widget_chip(DrawList *list, const Theme *theme, float scale, Rect rect, const Color *selected);

/* Ground of an open card, with its bar. */
void widget_card(DrawList *list, const Theme *theme, float scale, Rect rect, Color bar);

/* Ground of the row that the keyboard is on. */
void widget_focus_row(DrawList *list, const Theme *theme, float scale, Rect rect);

/* The bar at the right edge of an area whose content is `content` high and scrolled by `scroll`
 * (device px); nothing if all of it fits. */
void widget_scrollbar(DrawList *list, const Theme *theme, float scale, Rect area, float content,
                      float scroll);

/* A bar filled from the left to `share` in [0, 1]. */
void widget_bar(DrawList *list, const Theme *theme, float scale, Rect rect, double share,
                Color color);

#endif
