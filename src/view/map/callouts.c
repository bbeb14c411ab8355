#include "view/map/callouts.h"

#include <math.h>
#include <string.h>

#include "view/map/names.h"
#include "view/scene/clip.h"
#include "view/text/mathtext.h"

/* px at scale 1 */
#define TEXT_SIZE  15.0f
#define MATH_SIZE  17.0f
#define GAP        6.0f /* between symbol and words */
#define HALO       3.0f
#define BAR_STEP   22.0f
#define BAR_RADIUS 7.0f

enum { RINGS = 5 };

void callouts_begin(Callouts *callouts)
{
    callouts->count = 0;
    callouts->bar_count = 0;
}

void callouts_add(Callouts *callouts, const Callout *callout)
{
    if (callouts->count < CALLOUTS_MAX)
        callouts->items[callouts->count++] = *callout;
}

void callouts_add_tip(Callouts *callouts, const Callout *callout, Vec2 from, Vec2 tip, float scale)
{
    const Vec2 d = vec2_sub(tip, from);
    const double length = vec2_norm(d);
    Callout added = *callout;
    added.at = clip_point(tip);
    added.dx = length > 0 ? (float)(d.x / length) : 1;
    added.dy = length > 0 ? (float)(d.y / length) : 0;
    callouts_bar(callouts, clip_point(from), clip_point(tip), scale);
    callouts_add(callouts, &added);
}

void callouts_bar(Callouts *callouts, Point a, Point b, float scale)
{
    float length = hypotf(b.x - a.x, b.y - a.y), step = BAR_STEP * scale;
    for (float at = 0; at < length && callouts->bar_count < CALLOUT_BARS_MAX; at += step)
        callouts->bars[callouts->bar_count++] =
            (Point){a.x + (b.x - a.x) * at / length, a.y + (b.y - a.y) * at / length};
}

static float math_width(const Callout *callout, float scale, const Fonts *fonts)
{
    if (!callout->math[0])
        return 0;
    float w = mathtext_measure(fonts, MATH_SIZE * scale, callout->math).width;
    return callout->text[0] ? w + GAP * scale : w;
}

static Face face_of(const Callout *callout)
{
    return callout->strong ? FACE_SEMIBOLD : FACE_REGULAR;
}

static float width_of(const Callout *callout, float scale, const Fonts *fonts)
{
    return math_width(callout, scale, fonts) + font_width(fonts, face_of(callout),
                                                          TEXT_SIZE * scale, callout->text,
                                                          strlen(callout->text));
}

/* The twelve directions of names, nearest to the callout's own first. */
static void prefer(const Callout *callout, unsigned char order[NAME_DIRECTIONS])
{
    float cost[NAME_DIRECTIONS];
    for (int i = 0; i < NAME_DIRECTIONS; i++) {
        Point d = names_direction(i);
        cost[i] = -(d.x * callout->dx + d.y * callout->dy);
        int at = i;
        for (; at > 0 && cost[order[at - 1]] > cost[i]; at--)
            order[at] = order[at - 1];
        order[at] = (unsigned char)i;
    }
}

/* The words' box, empty if there is no room. */
static Rect place(Callouts *callouts, size_t index, const CalloutRules *rules, size_t taken_count,
                  const Fonts *fonts)
{
    NameItem items[1 + CALLOUTS_MAX + CALLOUT_BARS_MAX];
    const Callout *callout = &callouts->items[index];
    unsigned char order[NAME_DIRECTIONS];
    size_t count = 1;
    prefer(callout, order);
    items[0] = (NameItem){.at = callout->at,
                          .radius = callout->radius,
                          .w = width_of(callout, rules->scale, fonts),
                          .h = MATH_SIZE * rules->scale,
                          .cost_max = INFINITY,
                          .slot = callouts->slots[callout->id] - 1};
    for (size_t i = 0; i < callouts->count; i++)
        if (i != index)
            items[count++] = (NameItem){
                .at = callouts->items[i].at, .radius = callouts->items[i].radius, .slot = -1};
    for (size_t i = 0; i < callouts->bar_count; i++)
        items[count++] =
            (NameItem){.at = callouts->bars[i], .radius = BAR_RADIUS * rules->scale, .slot = -1};
    names_place(items, count,
                &(NameRules){.bounds = rules->bounds,
                             .scale = rules->scale,
                             .obstacles = rules->obstacles,
                             .directions = order,
                             .rings = RINGS},
                rules->taken, taken_count);
    callouts->slots[callout->id] = items[0].slot + 1;
    return items[0].slot >= 0 ? items[0].box : (Rect){0};
}

static void draw_words(const Callout *callout, Rect box, const CalloutRules *rules, DrawList *list)
{
    const float scale = rules->scale;
    const TextStyle words = {.face = face_of(callout),
                             .size = TEXT_SIZE * scale,
                             .color = callout->color,
                             .halo = rules->halo,
                             .halo_width = HALO * scale};
    const float cap = font_extent(list->fonts, words.face, words.size).cap;
    Point at = {box.x, box.y + 0.5f * (box.h + cap)};
    TextStyle math = words;
    math.size = MATH_SIZE * scale;
    if (callout->math[0])
        mathtext_draw_styled(list, &math, at, callout->math);
    at.x += math_width(callout, scale, list->fonts);
    if (callout->text[0])
        draw_text_styled(list, &words, at, callout->text);
}

void callouts_draw(Callouts *callouts, const CalloutRules *rules, DrawList *list)
{
    size_t count = rules->taken_count;
    for (size_t i = 0; i < callouts->count; i++) {
        if (rules->brief)
            callouts->items[i].text[0] = '\0';
        Rect box = place(callouts, i, rules, count, list->fonts);
        if (box.w <= 0)
            continue;
        rules->taken[count++] = box;
        draw_words(&callouts->items[i], box, rules, list);
    }
}
