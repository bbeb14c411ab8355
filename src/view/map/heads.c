#include "view/map/heads.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/draw/symbols.h"
#include "view/scene/clip.h"
#include "view/scene/theme.h"
#include "view/text/number.h"

/* px at scale 1 */
#define HEAD_RADIUS   7.5f
#define HEAD_SELECTED 1.15f
#define HEAD_HALO     2.0f
#define HEAD_HIDDEN   0.45f /* towards the halo */
#define HEAD_OUTLINE  2.0f  /* of a ghost's */
#define ARROW_LENGTH  15.0f
#define ARROW_INSET   1.0f
#define NAME_SIZE     15.0f
#define NAME_HALO     3.0f
#define DIVERGED_SIZE 14.0f
#define ICON_SIZE     12.0f
#define ICON_GAP      5.0f
#define LEADER_WIDTH  1.25f
#define LEADER_ALPHA  0.7

Vec2 heads_place(const MapPane *pane, size_t entrant, long *step, Vec2 *from)
{
    const Run *run = race_run(pane->scene->race, entrant);
    const long last = run_last_step(run);
    const double playhead = scene_clock(pane->scene, entrant);
    *step = playhead < (double)last ? (long)playhead : last;
    *from = clip_screen(&pane->camera, pane->rect, run_row(run, *step)->w);
    const double t = playhead - (double)*step;
    if (*step >= last || !(t > 0))
        return *from;
    const Vec2 to = clip_screen(&pane->camera, pane->rect, run_row(run, *step + 1)->w);
    return vec2_finite(to) ? vec2_lerp(*from, to, t) : *from;
}

static float head_radius(const MapPane *pane, const Head *head)
{
    if (head->kind == HEAD_ARROW)
        return 0.5f * ARROW_LENGTH * pane->scene->scale;
    const bool large = head->kind == HEAD_MARKER && head->entrant == pane->scene->selected;
    return HEAD_RADIUS * (large ? HEAD_SELECTED : 1) * pane->scene->scale;
}

/* From the flat map to the picture. */
static void raise_head(const MapPane *pane, Head *head)
{
    if (!pane->lift)
        return;
    const Vec2 flat = vec2((double)head->at.x, (double)head->at.y);
    const Vec2 back = vec2_sub(flat, vec2((double)head->dx, (double)head->dy));
    head->hidden = lift_hidden(pane->lift, flat, HEAD_RADIUS);
    head->at = clip_point(lift_point(pane->lift, flat));
    const Vec2 before = lift_point(pane->lift, back);
    const float dx = head->at.x - (float)before.x, dy = head->at.y - (float)before.y;
    const float length = hypotf(dx, dy);
    if (head->kind == HEAD_ARROW && length > 0) {
        head->dx = dx / length;
        head->dy = dy / length;
    }
}

static void add_head(Heads *heads, const MapPane *pane, const Path *path, size_t entrant)
{
    const Scene *scene = pane->scene;
    long step = 0;
    Vec2 from;
    const Vec2 at = heads_place(pane, entrant, &step, &from);
    const RunStatus status = run_status(race_run(scene->race, entrant), step);
    Head *head = &heads->items[heads->count];
    *head = (Head){.entrant = entrant, .kind = HEAD_MARKER, .at = clip_point(at)};
    const bool undefined = status.state == RUN_UNDEFINED;
    head->diverged = undefined || status.state == RUN_DIVERGED;
    if (!clip_inside(pane->rect, at)) {
        const PathExit *exit =
            path_exit_until(path, at.x == from.x && at.y == from.y ? step : step + 1);
        if (!exit)
            return;
        head->kind = exit->lost ? HEAD_MARKER : HEAD_ARROW;
        head->at = exit->tip;
        head->dx = exit->dx;
        head->dy = exit->dy;
    }
    raise_head(pane, head);
    if (undefined)
        snprintf(head->text, sizeof head->text, "%s, undefined at start",
                 scene->entrants[entrant].name);
    else if (head->diverged)
        snprintf(head->text, sizeof head->text, "%s, diverged at %ld",
                 scene->entrants[entrant].name, status.since);
    else if (pane->names && !(mappane_dissects(pane) && entrant == scene->selected))
        snprintf(head->text, sizeof head->text, "%s", scene->entrants[entrant].name);
    heads->count++;
}

static void add_ghost(Heads *heads, const MapPane *pane, size_t entrant)
{
    const Ghost *ghost = &pane->scene->ghosts[entrant];
    const double last = (double)ghost->count - 1, playhead = scene_clock(pane->scene, entrant);
    const size_t step = playhead < last ? (size_t)fmax(0, playhead) : ghost->count - 1;
    const Vec2 at = clip_screen(&pane->camera, pane->rect, ghost->points[step]);
    if (!clip_inside(pane->rect, at))
        return;
    Head *head = &heads->items[heads->count++];
    *head = (Head){.entrant = entrant, .kind = HEAD_GHOST, .at = clip_point(at)};
    raise_head(pane, head);
    snprintf(head->text, sizeof head->text, "%s", ghost->label);
}

static void add_all(Heads *heads, const MapPane *pane, const Path *paths)
{
    const size_t count = race_count(pane->scene->race), selected = pane->scene->selected;
    heads->count = 0;
    if (selected < count && mappane_shows(pane, selected))
        add_head(heads, pane, &paths[selected], selected);
    for (size_t i = 0; i < count; i++)
        if (i != selected && mappane_shows(pane, i))
            add_head(heads, pane, &paths[i], i);
    for (size_t i = 0; i < count; i++)
        if (mappane_has_ghost(pane, i))
            add_ghost(heads, pane, i);
}

static float text_size(const MapPane *pane, const Head *head)
{
    const float name = pane->name_size > 0 ? pane->name_size : NAME_SIZE;
    const float size = head->diverged ? name * DIVERGED_SIZE / NAME_SIZE : name;
    return size * pane->scene->scale;
}

static Face text_face(const Head *head)
{
    return head->diverged || head->kind == HEAD_GHOST ? FACE_MEDIUM : FACE_SEMIBOLD;
}

static float icon_room(const MapPane *pane, const Head *head)
{
    return head->diverged ? (ICON_SIZE + ICON_GAP) * pane->scene->scale : 0;
}

static size_t slot_index(const Head *head)
{
    return head->entrant + (head->kind == HEAD_GHOST ? RACE_ENTRANTS_MAX : 0);
}

/* An arrow's tip is at the pane's edge; words keep away from its middle. */
static Point mark_center(const MapPane *pane, const Head *head)
{
    const float back =
        head->kind == HEAD_ARROW ? (ARROW_INSET + 0.5f * ARROW_LENGTH) * pane->scene->scale : 0;
    return (Point){head->at.x - head->dx * back, head->at.y - head->dy * back};
}

void heads_update(Heads *heads, const MapPane *pane, const Path *paths, const Obstacles *obstacles,
                  const Fonts *fonts)
{
    add_all(heads, pane, paths);
    for (size_t i = 0; i < heads->count; i++) {
        const Head *head = &heads->items[i];
        const float size = text_size(pane, head);
        /* What a sheet covers has no name beside the sheet. */
        const size_t len = rect_contains(pane->clear, head->at) ? strlen(head->text) : 0;
        heads->names[i] = (NameItem){
            .at = mark_center(pane, head),
            .radius = head_radius(pane, head),
            .w = len == 0 ? 0
                          : font_width(fonts, text_face(head), size, head->text, len) +
                                icon_room(pane, head),
            .h = size,
            .cost_max = INFINITY,
            .slot = heads->slots[slot_index(head)] - 1,
        };
    }
    const NameRules rules = {.bounds = pane->clear,
                             .scale = pane->scene->scale,
                             .obstacles = obstacles,
                             .rings = NAME_RINGS};
    names_place(heads->names, heads->count, &rules, NULL, 0);
    for (size_t i = 0; i < heads->count; i++) {
        Head *head = &heads->items[i];
        heads->slots[slot_index(head)] = heads->names[i].slot + 1;
        head->name = heads->names[i].slot >= 0 ? heads->names[i].box : (Rect){0, 0, 0, 0};
    }
}

static bool leader_crosses(const NameItem *item, Rect rect, float scale)
{
    enum { PARTS = 24 };
    Point a, b;
    if (!names_slot_has_leader(item->slot))
        return false;
    names_leader(item, scale, &a, &b);
    for (int i = 0; i <= PARTS; i++) {
        const float t = (float)i / PARTS;
        if (rect_contains(rect, (Point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}))
            return true;
    }
    return false;
}

bool heads_cover(const Heads *heads, Rect rect, float scale)
{
    for (size_t i = 0; i < heads->count; i++) {
        const NameItem *item = &heads->names[i];
        const Rect name = heads->items[i].name;
        const bool under_name = name.w > 0 && rect.x < name.x + name.w &&
                                name.x < rect.x + rect.w && rect.y < name.y + name.h &&
                                name.y < rect.y + rect.h;
        if (under_name || rect_contains(rect_inset(rect, -item->radius), item->at) ||
            leader_crosses(item, rect, scale))
            return true;
    }
    return false;
}

static Color words_color(const MapPane *pane, const Head *head)
{
    const Color color = head->diverged ? theme_get(pane->scene->theme)->diverged
                                       : pane->scene->entrants[head->entrant].ink.text;
    return head->kind == HEAD_GHOST ? color_fade(color, pane->scene->ghost_alpha) : color;
}

static void draw_mark(const MapPane *pane, const Head *head, DrawList *list)
{
    const Scene *scene = pane->scene;
    const Ink *ink = &scene->entrants[head->entrant].ink;
    const Color halo = theme_get(scene->theme)->halo;
    const float scale = scene->scale;
    switch (head->kind) {
    case HEAD_ARROW: {
        const Point tip = {head->at.x - head->dx * ARROW_INSET * scale,
                           head->at.y - head->dy * ARROW_INSET * scale};
        symbol_arrow_head(list, tip, head->dx, head->dy, ARROW_LENGTH * scale, ink->path, halo,
                          HEAD_HALO * scale);
        return;
    }
    case HEAD_GHOST:
        symbol_marker_hollow(list, ink->shape, head->at, HEAD_RADIUS * scale, HEAD_OUTLINE * scale,
                             color_fade(ink->path, scene->ghost_alpha),
                             color_fade(halo, scene->ghost_alpha));
        return;
    default:
        /* Behind a ridge it is seen through it, paler. */
        symbol_marker(list, ink->shape, head->at, head_radius(pane, head),
                      head->hidden ? color_mix(ink->path, halo, HEAD_HIDDEN) : ink->path, halo,
                      HEAD_HALO * scale);
        return;
    }
}

static void draw_words(const MapPane *pane, const Head *head, DrawList *list)
{
    const float scale = pane->scene->scale;
    TextStyle style = {.face = text_face(head),
                       .size = text_size(pane, head),
                       .color = words_color(pane, head),
                       .halo = theme_get(pane->scene->theme)->halo,
                       .halo_width = NAME_HALO * scale};
    if (head->kind == HEAD_GHOST)
        style.halo = color_fade(style.halo, pane->scene->ghost_alpha);
    const float middle = head->name.y + 0.5f * head->name.h;
    if (head->diverged) {
        const Point at = {head->name.x + 0.5f * ICON_SIZE * scale, middle};
        draw_disc(list, at, 0.75f * ICON_SIZE * scale, color_fade(style.halo, 0.85));
        symbol_icon(list, ICON_DIVERGED, at, ICON_SIZE * scale, style.color);
    }
    const float cap = font_extent(list->fonts, style.face, style.size).cap;
    draw_text_styled(list, &style,
                     (Point){head->name.x + icon_room(pane, head), middle + 0.5f * cap},
                     head->text);
}

void heads_draw(const Heads *heads, const MapPane *pane, DrawList *list)
{
    const float scale = pane->scene->scale;
    for (size_t i = 0; i < heads->count; i++) {
        Point from, to;
        if (!names_slot_has_leader(heads->names[i].slot))
            continue;
        names_leader(&heads->names[i], scale, &from, &to);
        draw_segment(list, from, to, LEADER_WIDTH * scale,
                     color_fade(words_color(pane, &heads->items[i]), LEADER_ALPHA));
    }
    /* The selected comes first in the list and lies on top. */
    for (size_t i = heads->count; i-- > 0;)
        if (heads->items[i].kind == HEAD_GHOST)
            draw_mark(pane, &heads->items[i], list);
    for (size_t i = heads->count; i-- > 0;)
        if (heads->items[i].kind != HEAD_GHOST)
            draw_mark(pane, &heads->items[i], list);
    for (size_t i = heads->count; i-- > 0;)
        if (heads->items[i].name.w > 0)
            draw_words(pane, &heads->items[i], list);
}
