#include "view/screen.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "view/ground.h"
#include "view/mapview.h"
#include "view/overlay.h"
#include "view/panel.h"
#include "view/strip.h"
#include "view/topline.h"
#include "view/ui.h"
#include "view/widgets.h"

/* Layers of the draw list: one ground, shared by all panes, and one for each pane. */
enum { LAYER_GROUND, LAYER_PANES };

_Static_assert(LAYER_PANES + RACE_ENTRANTS_MAX <= DRAW_LAYERS_MAX, "a layer for each pane");

typedef struct ScreenCaches {
    Ground ground;
    MapView maps[RACE_ENTRANTS_MAX];
    Strip strip;
} ScreenCaches;

void screen_init(Screen *screen, Pool *pool)
{
    *screen = (Screen){.pool = pool};
    screen->caches = mem_calloc(1, sizeof *screen->caches);
}

void screen_deinit(Screen *screen)
{
    if (!screen->caches)
        return;
    ground_deinit(&screen->caches->ground);
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++)
        mapview_deinit(&screen->caches->maps[i]);
    strip_deinit(&screen->caches->strip);
    free(screen->caches);
    *screen = (Screen){0};
}

float screen_scroll(Screen *screen, const Scene *scene, ScrollArea area, float content, float room,
                    float item, float item_h)
{
    float most = fmaxf(0, ceilf(content - room));
    float at = fminf(scene->scroll[area], most);
    if (scene->follow[area]) {
        at = screen->scroll_shown[area];
        if (item + item_h > at + room)
            at = item + item_h - room;
        if (item < at)
            at = item;
        at = fminf(fmaxf(at, 0), most);
    }
    screen->scroll_max[area] = most;
    screen->scroll_shown[area] = roundf(at);
    return screen->scroll_shown[area];
}

/* ---- the map ---- */

enum { CHIP_H = 34, CHIP_AT = 10 };

/* The heading of a side-by-side pane: marker, name, state, loss. Returns its place. */
static Rect chip_rect(const Ui *ui, Rect pane, int entrant, float parts[2])
{
    char loss[64];
    const char *name = ui->scene->entrants[entrant].name;
    parts[0] = ui_width(ui, FACE_SEMIBOLD, UI_STEP, name);
    parts[1] = ui_width(ui, FACE_REGULAR, UI_TEXT, "converged at 000");
    float loss_w = ui_width(ui, FACE_MEDIUM, UI_VALUE, panel_loss(ui, (size_t)entrant, loss));
    loss_w = fmaxf(loss_w, ui_width(ui, FACE_MEDIUM, UI_VALUE, "0.0000"));
    float w = ui_px(ui, 34) + parts[0] + ui_px(ui, 18 + 16) + parts[1] + ui_px(ui, 14) + loss_w +
              ui_px(ui, 12);
    float room = pane.w - 2 * ui_px(ui, CHIP_AT);
    if (w > room) { /* the state's icon says it too */
        w -= parts[1] + ui_px(ui, 6);
        parts[1] = 0;
    }
    return (Rect){pane.x + ui_px(ui, CHIP_AT), pane.y + ui_px(ui, CHIP_AT), fminf(roundf(w), room),
                  ui_px(ui, CHIP_H)};
}

static void draw_chip(const Ui *ui, Rect rect, int entrant, const float parts[2])
{
    const Theme *theme = ui->theme;
    const SceneEntrant *look = &ui->scene->entrants[entrant];
    bool selected = ui->scene->selected == (size_t)entrant;
    widget_chip(ui->list, theme, ui->scale, rect, selected ? &look->ink.path : NULL);
    hits_add(ui->hits, HIT_CARD, rect, entrant);
    float mid = rect.y + rect.h / 2;
    symbol_marker(ui->list, look->ink.shape, (Point){rect.x + ui_px(ui, 18), mid}, 7.5f * ui->scale,
                  look->ink.path, theme->panel, 0);
    float x = rect.x + ui_px(ui, 34);
    float baseline = ui_baseline(ui, FACE_SEMIBOLD, UI_STEP, mid);
    ui_text(ui, FACE_SEMIBOLD, UI_STEP, x, baseline, 0, theme->text1, look->name);
    x += parts[0] + ui_px(ui, 18);
    StateText state = panel_state(ui, (size_t)entrant);
    symbol_icon(ui->list, state.icon, (Point){x + ui_px(ui, 5), mid}, 11 * ui->scale, state.color);
    if (parts[1] > 0)
        ui_number(ui, FACE_REGULAR, UI_TEXT, x + ui_px(ui, 16), baseline, 0,
                  state.icon == ICON_RUNNING ? theme->text2 : state.color, state.words);
    char loss[64];
    ui_number(ui, FACE_MEDIUM, UI_VALUE, rect.x + rect.w - ui_px(ui, 12), baseline, 1,
              theme->text1, panel_loss(ui, (size_t)entrant, loss));
}

/* What the pointer is on in this pane, for emphasis. */
static int hovered_entrant(const Scene *scene)
{
    return scene->hover.kind == HIT_CARD || scene->hover.kind == HIT_MARKER ? scene->hover.a : -1;
}

static MapPane pane_of(const Screen *screen, const Scene *scene, size_t index)
{
    const Layout *layout = &screen->layout;
    return (MapPane){.scene = scene,
                     .rect = layout->panes[index],
                     .camera = scene_camera(scene, layout->panes[index]),
                     .only = layout->pane_entrant[index],
                     .hovered = hovered_entrant(scene),
                     .ticks = true,
                     .landmark_words = layout->pane_entrant[index] < 0,
                     .names = layout->pane_entrant[index] < 0,
                     .ground_layer = LAYER_GROUND,
                     .pane_layer = LAYER_PANES + (int)index,
                     .ground_ready = index > 0};
}

static void draw_map(const Ui *ui, Screen *screen)
{
    const Layout *layout = &screen->layout;
    draw_fill(ui->list, layout->map, 0, ui->theme->border); /* lines between panes */
    for (size_t i = 0; i < layout->pane_count; i++) {
        MapPane pane = pane_of(screen, ui->scene, i);
        float parts[2] = {0};
        Rect chip = {0};
        if (pane.only >= 0) {
            chip = chip_rect(ui, pane.rect, pane.only, parts);
            pane.covers = &chip;
            pane.cover_count = 1;
        }
        hits_add(ui->hits, HIT_MAP, pane.rect, pane.only);
        mapview_draw(&screen->caches->maps[i], &pane, &screen->caches->ground, screen->pool,
                     ui->list);
        if (pane.only >= 0)
            draw_chip(ui, chip, pane.only, parts);
    }
}

void screen_draw(Screen *screen, const Scene *scene, DrawList *list)
{
    screen->layout = layout_make(scene);
    hits_clear(&screen->hits);
    Ui ui = {.scene = scene,
             .theme = theme_get(scene->theme),
             .list = list,
             .hits = &screen->hits,
             .scale = scene->scale};
    draw_map(&ui, screen);
    topline_draw(&ui, &screen->layout);
    strip_draw(&screen->caches->strip, &ui, &screen->layout);
    panel_draw(&ui, screen);
    overlay_notice(&ui, &screen->layout);
    overlay_draw(&ui, screen);
}

/* ---- what lies where ---- */

double screen_timeline_step(const Screen *screen, const Scene *scene, float x)
{
    return strip_step_at(scene, &screen->layout, x);
}

int screen_pane_at(const Screen *screen, Point p)
{
    for (size_t i = 0; i < screen->layout.pane_count; i++) {
        if (rect_contains(screen->layout.panes[i], p))
            return (int)i;
    }
    return -1;
}

static MapPick pick(const Screen *screen, const Scene *scene, Point p)
{
    int index = screen_pane_at(screen, p);
    if (index < 0)
        return (MapPick){0};
    MapPane pane = pane_of(screen, scene, (size_t)index);
    return mapview_pick(&screen->caches->maps[index], &pane, p);
}

bool screen_start_at(const Screen *screen, const Scene *scene, Point p)
{
    return pick(screen, scene, p).kind == MAP_PICK_START;
}

int screen_head_at(const Screen *screen, const Scene *scene, Point p)
{
    MapPick what = pick(screen, scene, p);
    return what.kind == MAP_PICK_HEAD ? what.index : -1;
}
