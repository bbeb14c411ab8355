#include "view/frame/screen.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "view/frame/caption.h"
#include "view/frame/formulabar.h"
#include "view/frame/legend.h"
#include "view/frame/overlay.h"
#include "view/frame/presenter.h"
#include "view/frame/strip.h"
#include "view/frame/topline.h"
#include "view/kit/ui.h"
#include "view/kit/widgets.h"
#include "view/map/arrows.h"
#include "view/map/gradcheck.h"
#include "view/map/ground.h"
#include "view/map/mapview.h"
#include "view/panel/datapane.h"
#include "view/panel/panel.h"
#include "view/scene/clip.h"
#include "view/scene/inspect.h"

/* Layers of the draw list: one ground, shared by all panes, the chart, the data, and one for each
 * pane. */
enum { LAYER_GROUND, LAYER_CHART, LAYER_DATA, LAYER_PANES };

_Static_assert(LAYER_PANES + RACE_ENTRANTS_MAX <= DRAW_LAYERS_MAX, "a layer for each pane");

typedef struct ScreenCaches {
    Ground ground;
    Lift lift;                             /* of the one map */
    MapView map, panes[RACE_ENTRANTS_MAX]; /* words keep their places in each */
    Strip strip;
    Inspection inspection;
    GradCheck check;
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
    lift_deinit(&screen->caches->lift);
    mapview_deinit(&screen->caches->map);
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++)
        mapview_deinit(&screen->caches->panes[i]);
    strip_deinit(&screen->caches->strip);
    free(screen->caches);
    *screen = (Screen){0};
}

static bool same_style(const ProseStyle *a, const ProseStyle *b)
{
    return a->face == b->face && a->size == b->size && a->width == b->width &&
           a->leading == b->leading;
}

/* Counted again only when the words or their room have changed. */
static void count_words(Screen *screen, Scene *scene)
{
    const Layout *layout = &screen->layout;
    if (!scene_has_words(scene) || layout->strip.w <= 0 || !screen->fonts)
        return;
    ProseStyle style = scene->presenter ? presenter_style(scene, screen->fonts, layout->strip.w)
                                        : caption_style(scene, layout->caption.w);
    if (screen->words_revision == scene->words_revision && same_style(&style, &screen->words_style))
        return;
    screen->words_revision = scene->words_revision;
    screen->words_style = style;
    scene->words_lines = caption_lines(scene, screen->fonts, &style);
}

void screen_lay(Screen *screen, Scene *scene)
{
    screen->layout = layout_make(scene);
    count_words(screen, scene);
    if (scene->legend && screen->fonts)
        scene->legend_rows = legend_rows(scene, screen->fonts, (float)scene->width);
    screen->layout = layout_make(scene);
}

/* ---- the map ---- */

enum { CHIP_H = 34, CHIP_AT = 10 };

/* The heading of a side-by-side pane: marker, name, state, loss. Where room is short the state goes
 * by its icon, then goes, then the loss goes too. */
typedef struct Chip {
    Rect rect;
    float name_w;
    bool words, icon, loss;
} Chip;

static Chip chip_make(const Ui *ui, Rect pane, int entrant)
{
    char loss[64];
    float name_w = ui_width(ui, FACE_SEMIBOLD, UI_STEP, ui->scene->entrants[entrant].name);
    float words_w = ui_width(ui, FACE_REGULAR, UI_TEXT, "converged at 000") + ui_px(ui, 6);
    float loss_w = ui_width(ui, FACE_MEDIUM, UI_VALUE, panel_loss(ui, (size_t)entrant, loss));
    loss_w += ui_px(ui, 14);
    /* As wide as ever needed, so that nothing comes and goes with the digits. */
    float most = fmaxf(loss_w, ui_width(ui, FACE_MEDIUM, UI_VALUE, "0.000\u00d710\u2070\u2070") +
                                   ui_px(ui, 14));
    float icon_w = ui_px(ui, 18 + 14);
    float bare = ui_px(ui, 34) + name_w + ui_px(ui, 12);
    float room = pane.w - 2 * ui_px(ui, CHIP_AT);
    Chip chip = {.name_w = name_w};
    chip.loss = bare + loss_w <= room;
    chip.icon = bare + most + icon_w <= room;
    chip.words = bare + most + icon_w + words_w <= room;
    float w = bare + (float)chip.loss * (chip.icon ? most : loss_w) + (float)chip.icon * icon_w +
              (float)chip.words * words_w;
    chip.rect = (Rect){pane.x + ui_px(ui, CHIP_AT), pane.y + ui_px(ui, CHIP_AT),
                       fminf(roundf(w), room), ui_px(ui, CHIP_H)};
    return chip;
}

static void draw_chip(const Ui *ui, const Chip *chip, int entrant)
{
    const Theme *theme = ui->theme;
    const SceneEntrant *look = &ui->scene->entrants[entrant];
    Rect rect = chip->rect;
    bool selected = ui->scene->selected == (size_t)entrant;
    widget_chip(ui->list, theme, ui->scale, rect, selected ? &look->ink.path : NULL);
    hits_add(ui->hits, HIT_CARD, rect, entrant);
    float mid = rect.y + rect.h / 2;
    symbol_marker(ui->list, look->ink.shape, (Point){rect.x + ui_px(ui, 18), mid}, 7.5f * ui->scale,
                  look->ink.path, theme->panel, 0);
    float x = rect.x + ui_px(ui, 34);
    float baseline = ui_baseline(ui, FACE_SEMIBOLD, UI_STEP, mid);
    ui_text_fit(ui, FACE_SEMIBOLD, UI_STEP, x, baseline, rect.x + rect.w - ui_px(ui, 8) - x,
                theme->text1, look->name);
    x += chip->name_w + ui_px(ui, 18);
    StateText state = panel_state(ui, (size_t)entrant);
    if (chip->icon)
        symbol_icon(ui->list, state.icon, (Point){x + ui_px(ui, 5), mid}, 11 * ui->scale,
                    state.color);
    if (chip->words)
        ui_number(ui, FACE_REGULAR, UI_TEXT, x + ui_px(ui, 16), baseline, 0,
                  state.icon == ICON_RUNNING ? theme->text2 : state.color, state.words);
    char loss[64];
    if (chip->loss)
        ui_number(ui, FACE_MEDIUM, UI_VALUE, rect.x + rect.w - ui_px(ui, 12), baseline, 1,
                  theme->text1, panel_loss(ui, (size_t)entrant, loss));
}

static bool inspects(const Screen *screen, size_t pane)
{
    const Inspection *inspection = &screen->caches->inspection;
    const int entrant = screen->layout.pane_entrant[pane];
    return (inspection->anatomy || inspection->curvature) &&
           (entrant < 0 || (size_t)entrant == inspection->entrant);
}

/* What a sheet over the map's left or right leaves free. */
static Rect clear_part(const Layout *layout, Rect pane)
{
    Rect sheet = layout->sheet;
    float left = pane.x, right = pane.x + pane.w;
    if (sheet.w > 0 && sheet.x > layout->map.x)
        right = fminf(right, sheet.x);
    else if (sheet.w > 0)
        left = fmaxf(left, sheet.x + sheet.w);
    return (Rect){left, pane.y, fmaxf(0, right - left), pane.h};
}

static MapView *mapview_of(const Screen *screen, size_t index)
{
    ScreenCaches *caches = screen->caches;
    return screen->layout.pane_entrant[index] < 0 ? &caches->map : &caches->panes[index];
}

static MapPane pane_of(const Screen *screen, const Scene *scene, size_t index)
{
    const Layout *layout = &screen->layout;
    const bool all = layout->pane_entrant[index] < 0;
    return (MapPane){.scene = scene,
                     .rect = layout->panes[index],
                     .camera = scene_camera(scene, layout->panes[index]),
                     .lift = all && scene_lifted(scene) ? &screen->caches->lift : NULL,
                     .only = layout->pane_entrant[index],
                     .hovered = scene_pointed(scene),
                     .ticks = !scene->presenter,
                     .landmark_words = all && !scene->presenter,
                     .names = all && !scene->legend,
                     .name_size = scene->presenter ? PRESENTER_NAME : 0,
                     .ground_layer = LAYER_GROUND,
                     .pane_layer = LAYER_PANES + (int)index,
                     .ground_ready = index > 0,
                     .inspection = inspects(screen, index) ? &screen->caches->inspection : NULL,
                     .check = screen->caches->check.shown ? &screen->caches->check : NULL,
                     .clear = clear_part(layout, layout->panes[index])};
}

/* What the panel has to say about the arrows on the map. */
static void measure_inspection(Inspection *inspection, const MapPane *pane)
{
    Vec2 at = clip_screen(&pane->camera, pane->rect, inspection->step.record.w);
    inspection->in_view = clip_inside(pane->rect, at);
    inspection->factor = arrows_factor(inspection, pane);
}

static void draw_map(const Ui *ui, Screen *screen)
{
    const Layout *layout = &screen->layout;
    if (layout->pane_count > 1)
        draw_fill(ui->list, layout->map, 0, ui->theme->border); /* lines between panes */
    for (size_t i = 0; i < layout->pane_count; i++) {
        MapPane pane = pane_of(screen, ui->scene, i);
        Chip chip = {0};
        Rect covers[2];
        pane.covers = covers;
        if (layout->sheet.w > 0)
            covers[pane.cover_count++] = layout->sheet;
        if (pane.only >= 0) {
            chip = chip_make(ui, pane.rect, pane.only);
            covers[pane.cover_count++] = chip.rect;
        } else if (ui->scene->presenter) {
            covers[pane.cover_count++] = presenter_title(ui, layout);
        }
        if (pane.inspection)
            measure_inspection(&screen->caches->inspection, &pane);
        hits_add(ui->hits, HIT_MAP, pane.rect, pane.only);
        mapview_draw(mapview_of(screen, i), &pane, &screen->caches->ground, screen->pool, ui->list);
        if (pane.only >= 0)
            draw_chip(ui, &chip, pane.only);
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
             .entry = &screen->entry,
             .scrolls = &screen->scrolls,
             .inspection = &screen->caches->inspection,
             .scale = scene->scale};
    Inspection *inspection = &screen->caches->inspection;
    inspect_update(inspection, scene);
    gradcheck_update(&screen->caches->check, scene);
    draw_map(&ui, screen);
    datapane_draw(&ui, screen->layout.data, LAYER_DATA);
    if (scene->presenter) {
        presenter_draw(&ui, &screen->layout);
    } else if (scene->panels != PANELS_ALL) {
        legend_draw(&ui, screen->layout.legend);
        if (scene->panels == PANELS_CHART)
            strip_draw_chart(&screen->caches->strip, &ui, &screen->layout, LAYER_CHART);
    } else {
        topline_draw(&ui, &screen->layout);
        strip_draw(&screen->caches->strip, &ui, &screen->layout, LAYER_CHART);
        const Layout *layout = &screen->layout;
        panel_draw(&ui, &(PanelPlace){layout->narrow, layout->panel, layout->sheet}, inspection,
                   &screen->caches->check);
    }
    if (scene->entry == ENTRY_FORMULA)
        formulabar_draw(&ui, &screen->layout);
    caption_draw(&ui, &screen->layout);
    overlay_notice(&ui, &screen->layout);
    overlay_draw(&ui);
}

/* ---- what lies where ---- */

double screen_timeline_step(const Screen *screen, const Scene *scene, float x)
{
    return strip_step_at(scene, &screen->layout, x);
}

int screen_pane_at(const Screen *screen, Point p)
{
    for (size_t i = 0; i < screen->layout.pane_count; i++)
        if (rect_contains(screen->layout.panes[i], p))
            return (int)i;
    return -1;
}

static MapPick pick(const Screen *screen, const Scene *scene, Point p)
{
    int index = screen_pane_at(screen, p);
    if (index < 0)
        return (MapPick){0};
    MapPane pane = pane_of(screen, scene, (size_t)index);
    return mapview_pick(mapview_of(screen, (size_t)index), &pane, p);
}

static Rect pane_near(const Screen *screen, Point p)
{
    int index = screen_pane_at(screen, p);
    return screen->layout.panes[index < 0 ? 0 : index];
}

bool screen_world_at(const Screen *screen, const Scene *scene, Point origin, Point p, Vec2 *w)
{
    Rect rect = pane_near(screen, origin);
    Camera camera = scene_camera(scene, rect);
    if (scene_lifted(scene)) {
        Vec2 px;
        if (!lift_pick(&screen->caches->lift, p, &px))
            return false;
        p = (Point){(float)px.x, (float)px.y};
    }
    *w = camera_to_world(&camera, rect, p);
    return true;
}

Point screen_map_px(const Screen *screen, const Scene *scene, Point p)
{
    if (!scene_lifted(scene))
        return p;
    Vec2 px = lift_hold(&screen->caches->lift, p);
    return (Point){(float)px.x, (float)px.y};
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

int screen_entrant_at(const Screen *screen, const Scene *scene, Point p)
{
    Hit hit = hits_at(&screen->hits, p);
    switch (hit.kind) {
    case HIT_CARD:
    case HIT_MARKER:
        return hit.a;
    case HIT_TIMELINE:
        return strip_entrant_at(&screen->caches->strip, scene, &screen->layout, p);
    case HIT_MAP: {
        MapPick what = pick(screen, scene, p);
        return what.kind == MAP_PICK_HEAD || what.kind == MAP_PICK_PATH ? what.index : -1;
    }
    default:
        return -1;
    }
}
