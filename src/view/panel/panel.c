#include "view/panel/panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/kit/entry.h"
#include "view/kit/scroll.h"
#include "view/kit/widgets.h"
#include "view/panel/checkcard.h"
#include "view/panel/inspector.h"
#include "view/text/mathtext.h"
#include "view/text/number.h"

/* Sizes at scale 1; src/view/README.md, "Layout". */
enum {
    HEADER = 40,
    CARD = 56,
    ROW = 32,
    RULE_LINE = 30,
    RULE_TOP = 10,
    BOTTOM = 8,       /* below the last baseline; the line box adds the rest */
    VALUE_BYTES = 16, /* longer texts of values are rounded: they would run into their slider */
    LEAD_MAX = 96,    /* px of a closed card for its learning rate */
    RAIL_CARD = 52,
    RAIL_CARD_MIN = 44
};

/* The clock is at its end and the run was still moving: it may have begun an update that it could
 * not pay for. */
static bool spent(const Scene *scene, const Run *run, RunState state)
{
    return state == RUN_BUDGET || (state == RUN_RUNNING && run_ended(run) &&
                                   scene->playhead >= (double)race_limits(scene->race).budget);
}

StateText panel_state(const Ui *ui, size_t entrant)
{
    const Theme *theme = ui->theme;
    const Run *run = race_run(ui->scene->race, entrant);
    RunStatus status = run_status(run, scene_step(ui->scene, entrant));
    StateText state = {ICON_RUNNING, theme->text3, "running"};
    switch (status.state) {
    case RUN_RUNNING:
        break;
    case RUN_CONVERGED:
        state = (StateText){.icon = ICON_CONVERGED, .color = theme->ok};
        snprintf(state.words, sizeof state.words, "converged at %ld", status.since);
        break;
    case RUN_SADDLE:
        state = (StateText){ICON_STUCK, theme->stuck, "stuck at a saddle"};
        break;
    case RUN_STALLED:
        state = (StateText){.icon = ICON_STUCK, .color = theme->stuck};
        snprintf(state.words, sizeof state.words, "stalled at %ld", status.since);
        break;
    case RUN_DIVERGED:
        state = (StateText){.icon = ICON_DIVERGED, .color = theme->diverged};
        snprintf(state.words, sizeof state.words, "diverged at %ld", status.since);
        break;
    case RUN_UNDEFINED:
        state = (StateText){ICON_DIVERGED, theme->diverged, "undefined at start"};
        break;
    case RUN_BUDGET:
        state = (StateText){ICON_BUDGET, theme->text3, "out of steps"};
        break;
    }
    if (scene_counts_evaluations(ui->scene) && spent(ui->scene, run, status.state))
        state = (StateText){ICON_BUDGET, theme->text3, "out of evaluations"};
    return state;
}

const char *panel_loss(const Ui *ui, size_t entrant, char text[64])
{
    const Run *run = race_run(ui->scene->race, entrant);
    double f = run_row(run, scene_step(ui->scene, entrant))->f;
    return number_significant(scene_loss(ui->scene, f), 4, text);
}

/* ---- one card ---- */

/* Value text of a hyperparameter: numbers as people read them, choices by name. */
static void value_text(const Hyper *hyper, double value, char text[NUMBER_TEXT_MAX])
{
    if (hyper_is_number(hyper)) {
        number_short(value, text);
        if (strlen(text) > VALUE_BYTES)
            number_significant(value, 3, text);
        return;
    }
    StrBuf buf = {0};
    hyper_print(hyper, value, &buf);
    snprintf(text, NUMBER_TEXT_MAX, "%s", strbuf_text(&buf));
    strbuf_deinit(&buf);
}

/* Symbol and value of the hyperparameter that matters most: the first one. */
static void draw_lead_hyper(const Ui *ui, size_t entrant, float right, float baseline)
{
    const Race *race = ui->scene->race;
    const Optimizer *optimizer = run_spec(race_run(race, entrant))->optimizer;
    if (optimizer_hyper_count(optimizer) == 0)
        return;
    const Hyper *hyper = optimizer_hyper(optimizer, 0);
    char text[NUMBER_TEXT_MAX];
    double value = scene_hyper(ui->scene, entrant, 0);
    value_text(hyper, value, text);
    if (hyper_is_number(hyper) && ui_width(ui, FACE_REGULAR, UI_TEXT, text) > ui_px(ui, LEAD_MAX))
        number_significant(value, 3, text);
    float w = ui_text(ui, FACE_REGULAR, UI_TEXT, right, baseline, 1, ui->theme->text2, text);
    const char *symbol = hyper->symbol;
    float size = (UI_TEXT + 2) * ui->scale;
    float symbol_w = mathtext_measure(ui->list->fonts, size, symbol).width;
    mathtext_draw(ui->list, size, right - w - ui_px(ui, 7) - symbol_w, baseline, ui->theme->text2,
                  symbol);
}

/* The two lines every card has. The panel's left edge is x. */
static void card_head(const Ui *ui, size_t entrant, float x, float y, float width, bool open)
{
    const Theme *theme = ui->theme;
    const SceneEntrant *look = &ui->scene->entrants[entrant];
    bool visible = race_visible(ui->scene->race, entrant);
    float right = x + width - ui_px(ui, 20);
    Point marker = {x + ui_px(ui, 26), y + ui_px(ui, 28)};
    Color ink = visible ? look->ink.path : color_fade(look->ink.path, 0.35);
    symbol_marker(ui->list, look->ink.shape, marker, 7.5f * ui->scale, ink, theme->panel, 0);
    char loss[64];
    panel_loss(ui, entrant, loss);
    float loss_w =
        ui_number(ui, FACE_MEDIUM, UI_VALUE, right, y + ui_px(ui, 25), 1, theme->text1, loss);
    ui_text_fit(ui, FACE_SEMIBOLD, UI_VALUE, x + ui_px(ui, 48), y + ui_px(ui, 25),
                right - loss_w - ui_px(ui, 10) - (x + ui_px(ui, 48)),
                visible ? theme->text1 : theme->text2, look->name);
    StateText state = panel_state(ui, entrant);
    if (!visible)
        state = (StateText){ICON_HIDDEN, theme->text3, "hidden"};
    symbol_icon(ui->list, state.icon, (Point){x + ui_px(ui, 53), y + ui_px(ui, 41)}, 11 * ui->scale,
                state.color);
    ui_number(ui, FACE_REGULAR, UI_TEXT, x + ui_px(ui, 64), y + ui_px(ui, 46), 0,
              state.color.a && visible && state.icon != ICON_RUNNING ? state.color : theme->text2,
              state.words);
    if (!open)
        draw_lead_hyper(ui, entrant, right, y + ui_px(ui, 46));
    Rect touch = {marker.x - ui_px(ui, 14), marker.y - ui_px(ui, 14), ui_px(ui, 28), ui_px(ui, 28)};
    hits_add(ui->hits, HIT_MARKER, touch, (int)entrant);
}

/* ---- the open card ---- */

static size_t rule_lines(const OptimizerSpec *spec, const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    return optimizer_rule(spec->optimizer, spec->hyper, lines);
}

static float open_height(const Ui *ui)
{
    size_t rows[OPTIMIZER_HYPERS_MAX];
    size_t count = scene_hyper_rows(ui->scene, rows, NULL);
    const char *lines[OPTIMIZER_RULE_MAX + 1];
    size_t rule = rule_lines(run_spec(race_run(ui->scene->race, ui->scene->selected)), lines);
    return ui_px(ui, CARD) + ui_px(ui, ROW) * (float)count + ui_px(ui, RULE_TOP) +
           ui_px(ui, RULE_LINE) * (float)rule + ui_px(ui, BOTTOM);
}

static void hyper_slider(const Ui *ui, size_t index, Rect row, float x, double value)
{
    const Scene *scene = ui->scene;
    const Hyper *hyper =
        optimizer_hyper(run_spec(race_run(scene->race, scene->selected))->optimizer, index);
    Rect track = {x + ui_px(ui, 140), row.y, ui_px(ui, 92), row.h};
    double fallback = race_hyper_default(scene->race, scene->selected, index);
    Hyper around = hyper_around(hyper, fallback);
    const double limit = ui->inspection->stable_below;
    const bool limited =
        strcmp(hyper->id, "lr") == 0 && limit > around.slider_min && limit < around.slider_max;
    widget_slider(
        ui->list, ui->theme, ui->scale, track,
        &(SliderState){.value = (float)hyper_position(&around, value),
                       .fallback = (float)hyper_position(&around, fallback),
                       .limit = limited ? (float)hyper_position(&around, limit) : (float)NAN,
                       .color = scene->entrants[scene->selected].ink.path,
                       .dragged =
                           scene->pressed.kind == HIT_SLIDER && scene->pressed.a == (int)index});
    hits_add(ui->hits, HIT_SLIDER, track, (int)index);
}

void panel_value_field(const Ui *ui, Rect field, float size)
{
    const Scene *scene = ui->scene;
    bool wrong = scene->entry_error && scene->entry_insists;
    EntryStyle style = {.face = FACE_MEDIUM,
                        .size = size,
                        .pad = 8,
                        .frame = wrong ? ui->theme->diverged : ui->theme->focus};
    entry_draw(ui, field, &style);
}

static void hyper_row(const Ui *ui, size_t index, float x, float y, float width)
{
    const Scene *scene = ui->scene;
    const Theme *theme = ui->theme;
    const Hyper *hyper =
        optimizer_hyper(run_spec(race_run(scene->race, scene->selected))->optimizer, index);
    double value = scene_hyper(scene, scene->selected, index);
    Rect row = {x + ui_px(ui, 18), y + ui_px(ui, 1), width - ui_px(ui, 32), ui_px(ui, ROW - 2)};
    bool typed = scene->entry == ENTRY_VALUE && index == scene->hyper;
    if (index == scene->hyper && !typed)
        widget_focus_row(ui->list, theme, ui->scale, row);
    else if (ui_hovers(ui, HIT_HYPER, (int)index) || ui_hovers(ui, HIT_SLIDER, (int)index) ||
             ui_hovers(ui, HIT_CYCLE, (int)index))
        draw_fill(ui->list, row, 6 * ui->scale, theme->fill);
    hits_add(ui->hits, HIT_HYPER, row, (int)index);
    float baseline = ui_baseline(ui, FACE_REGULAR, UI_TEXT, row.y + row.h / 2);
    float left = x + ui_px(ui, 28), right = x + width - ui_px(ui, 24);
    /* What has a word or a whole expression for a symbol goes by its name alone. */
    if (mathtext_measure(ui->list->fonts, UI_MATH * ui->scale, hyper->symbol).width <=
        ui_px(ui, 24)) {
        mathtext_draw(ui->list, UI_MATH * ui->scale, left, baseline, theme->text1, hyper->symbol);
        left = x + ui_px(ui, 54);
    }
    if (typed) {
        float from = x + ui_px(ui, 132), to = row.x + row.w;
        ui_text_fit(ui, FACE_REGULAR, UI_TEXT, left, baseline, from - ui_px(ui, 6) - left,
                    theme->text2, hyper->id);
        panel_value_field(ui, (Rect){from, row.y, to - from, row.h}, UI_TEXT);
        return;
    }
    char text[NUMBER_TEXT_MAX];
    value_text(hyper, value, text);
    if (hyper_is_number(hyper)) {
        ui_text_fit(ui, FACE_REGULAR, UI_TEXT, left, baseline, x + ui_px(ui, 132) - left,
                    theme->text2, hyper->id);
        hyper_slider(ui, index, row, x, value);
        ui_number(ui, FACE_MEDIUM, UI_TEXT, right, baseline, 1, theme->text1, text);
        return;
    }
    ui_text_fit(ui, FACE_REGULAR, UI_TEXT, left, baseline, x + ui_px(ui, 184) - left, theme->text2,
                hyper->id);
    float w =
        ui_text(ui, FACE_MEDIUM, UI_TEXT, right - ui_px(ui, 18), baseline, 1, theme->text1, text);
    symbol_icon(ui->list, ICON_CHEVRON_DOWN, (Point){right - ui_px(ui, 5), row.y + row.h / 2},
                10 * ui->scale, theme->text3);
    float touch = right - ui_px(ui, 26) - w;
    hits_add(ui->hits, HIT_CYCLE, (Rect){touch, row.y, row.x + row.w - touch, row.h}, (int)index);
}

/* "3 more", in the head's second line where closed cards have their lr: opens the minor
 * hyperparameters. */
static void more_switch(const Ui *ui, float right, float baseline)
{
    const Scene *scene = ui->scene;
    size_t rows[OPTIMIZER_HYPERS_MAX];
    size_t hidden;
    scene_hyper_rows(scene, rows, &hidden);
    if (!scene->all_hypers && hidden == 0)
        return;
    char text[32] = "fewer";
    if (!scene->all_hypers)
        snprintf(text, sizeof text, "%zu more", hidden);
    Color color = ui_hovers_command(ui, "hyper.all") ? ui->theme->text1 : ui->theme->text3;
    float w = ui_text(ui, FACE_REGULAR, UI_TEXT, right, baseline, 1, color, text);
    float pad = ui_px(ui, 6);
    hits_add_command(ui->hits,
                     (Rect){right - w - pad, baseline - ui_px(ui, 16), w + 2 * pad, ui_px(ui, 22)},
                     "hyper.all");
}

static void rule_draw(const Ui *ui, const char *const *lines, size_t count, float x, float y,
                      float width)
{
    float room = width - ui_px(ui, 28) - ui_px(ui, 20);
    for (size_t i = 0; i < count; i++) {
        float size = UI_MATH * ui->scale;
        float w = mathtext_measure(ui->list->fonts, size, lines[i]).width;
        if (w > room)
            size *= fmaxf(room / w, 0.7f);
        mathtext_draw(ui->list, size, x + ui_px(ui, 28), y + ui_px(ui, RULE_LINE - 10),
                      ui->theme->text1, lines[i]);
        y += ui_px(ui, RULE_LINE);
    }
}

/* Hyperparameters and rule, below a card's head. */
static void card_body(const Ui *ui, float x, float y, float width)
{
    size_t rows[OPTIMIZER_HYPERS_MAX];
    size_t count = scene_hyper_rows(ui->scene, rows, NULL);
    for (size_t i = 0; i < count; i++) {
        hyper_row(ui, rows[i], x, y, width);
        y += ui_px(ui, ROW);
    }
    ui_rule(ui, x + ui_px(ui, 24), x + width - ui_px(ui, 24), y + ui_px(ui, RULE_TOP / 2),
            ui->theme->hair);
    const char *lines[OPTIMIZER_RULE_MAX + 1];
    size_t rule = rule_lines(run_spec(race_run(ui->scene->race, ui->scene->selected)), lines);
    rule_draw(ui, lines, rule, x, y + ui_px(ui, RULE_TOP), width);
}

static void open_card(const Ui *ui, float x, float y, float width)
{
    const Scene *scene = ui->scene;
    Rect card = {x + ui_px(ui, 8), y, width - 2 * ui_px(ui, 8), open_height(ui)};
    hits_add(ui->hits, HIT_CARD, (Rect){card.x, card.y, card.w, ui_px(ui, CARD)},
             (int)scene->selected);
    widget_card(ui->list, ui->theme, ui->scale, card, scene->entrants[scene->selected].ink.path);
    card_head(ui, scene->selected, x, y, width, true);
    more_switch(ui, x + width - ui_px(ui, 20), y + ui_px(ui, 46));
    card_body(ui, x, y + ui_px(ui, CARD), width);
}

/* ---- the panel ---- */

static float card_height(const Ui *ui, size_t entrant)
{
    return entrant == ui->scene->selected ? open_height(ui) : ui_px(ui, CARD);
}

static void closed_card(const Ui *ui, size_t entrant, Rect panel, float y)
{
    Rect rect = {panel.x + ui_px(ui, 8), y, panel.w - 2 * ui_px(ui, 8), ui_px(ui, CARD)};
    if (ui_hovers(ui, HIT_CARD, (int)entrant) || scene_pointed(ui->scene) == (int)entrant)
        draw_fill(ui->list, rect, 8 * ui->scale, ui->theme->fill);
    hits_add(ui->hits, HIT_CARD, rect, (int)entrant);
    card_head(ui, entrant, panel.x, y, panel.w, false);
    size_t next = entrant + 1;
    if (next < race_count(ui->scene->race) && next != ui->scene->selected)
        ui_rule(ui, panel.x + ui_px(ui, 48), panel.x + panel.w - ui_px(ui, 16), y + ui_px(ui, CARD),
                ui->theme->hair);
}

/* While changes hold from the playhead on: says so, and ends it at a click. */
static void fork_note(const Ui *ui, float x, float baseline)
{
    const Scene *scene = ui->scene;
    long step = scene_step(scene, scene->selected);
    char text[48];
    snprintf(text, sizeof text, step > 0 ? "from step %ld on" : "from the start", step);
    float w = ui_number(ui, FACE_MEDIUM, UI_TEXT, x, baseline, 0, ui->theme->focus, text);
    hits_add_command(
        ui->hits,
        (Rect){x - ui_px(ui, 6), baseline - ui_px(ui, 16), w + ui_px(ui, 12), ui_px(ui, 22)},
        "hyper.fork");
}

/* Opens the table of all optimizers. */
static void add_button(const Ui *ui, Point center)
{
    float half = ui_px(ui, 12);
    Rect rect = {center.x - half, center.y - half, 2 * half, 2 * half};
    if (ui_hovers_command(ui, "optimizer.list"))
        draw_fill(ui->list, rect, 6 * ui->scale, ui->theme->fill);
    symbol_icon(ui->list, ICON_PLUS, center, 12 * ui->scale, ui->theme->text2);
    hits_add_command(ui->hits, rect, "optimizer.list");
}

static void wide_panel(const Ui *ui, Rect panel)
{
    const Scene *scene = ui->scene;
    const Theme *theme = ui->theme;
    float header = ui_px(ui, HEADER);
    float baseline = ui_baseline(ui, FACE_MEDIUM, UI_TEXT, panel.y + ui_px(ui, 22));
    float title = ui_text(ui, FACE_MEDIUM, UI_TEXT, panel.x + ui_px(ui, 16), baseline, 0,
                          theme->text2, "Optimizers");
    if (scene->from_here)
        fork_note(ui, panel.x + ui_px(ui, 16) + title + ui_px(ui, 42), baseline);
    add_button(ui, (Point){panel.x + ui_px(ui, 16 + 20) + title, panel.y + ui_px(ui, 22)});
    const char *symbol = scene_has_floor(scene) ? "f-f^{*}" : "f";
    float size = (UI_TEXT + 2) * ui->scale;
    float w = mathtext_measure(ui->list->fonts, size, symbol).width;
    mathtext_draw(ui->list, size, panel.x + panel.w - ui_px(ui, 20) - w, baseline, theme->text2,
                  symbol);

    Rect body = {panel.x, panel.y + header, panel.w, panel.h - header};
    float content = 0, selected_y = 0;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        if (i == scene->selected)
            selected_y = content;
        content += card_height(ui, i);
    }
    content += ui_px(ui, 8);
    Scroll scroll =
        scroll_begin(ui, SCROLL_PANEL, body, content, selected_y, card_height(ui, scene->selected));
    float y = scroll.y;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        if (i == scene->selected)
            open_card(ui, panel.x, y, panel.w);
        else
            closed_card(ui, i, panel, y);
        y += card_height(ui, i);
    }
    scroll_end(ui, &scroll, SCROLL_BAR);
}

/* ---- a close look ---- */

typedef struct Look {
    const Inspection *inspection;
    const GradCheck *check; /* has the place to itself */
} Look;

static float look_height(const Ui *ui, const Look *look, float width)
{
    return look->check->shown ? checkcard_height(ui, look->check, width)
                              : inspector_height(ui, look->inspection, width);
}

static void look_in(const Ui *ui, const Look *look, Rect area)
{
    float content = look_height(ui, look, area.w);
    Scroll scroll = scroll_begin(ui, SCROLL_INSPECTOR, area, content, 0, 0);
    if (look->check->shown)
        checkcard_draw(ui, look->check, area.x, scroll.y, area.w);
    else
        inspector_draw(ui, look->inspection, area.x, scroll.y, area.w);
    scroll_end(ui, &scroll, SCROLL_BAR);
}

/* ---- narrow windows ---- */

static void rail_item(const Ui *ui, size_t entrant, Rect rect)
{
    const Scene *scene = ui->scene;
    const SceneEntrant *look = &scene->entrants[entrant];
    Rect card = rect_inset(rect, ui_px(ui, 3));
    if (entrant == scene->selected)
        widget_card(ui->list, ui->theme, ui->scale, card, look->ink.path);
    else if (ui_hovers(ui, HIT_CARD, (int)entrant) || scene_pointed(scene) == (int)entrant)
        draw_fill(ui->list, card, 8 * ui->scale, ui->theme->fill);
    float x = rect.x + rect.w / 2, mid = rect.y + rect.h / 2;
    StateText state = panel_state(ui, entrant);
    const bool visible = race_visible(scene->race, entrant);
    if (!visible)
        state.icon = ICON_HIDDEN;
    symbol_marker(ui->list, look->ink.shape, (Point){x, mid - ui_px(ui, 7)}, 7.5f * ui->scale,
                  visible ? look->ink.path : color_fade(look->ink.path, 0.35), ui->theme->panel, 0);
    symbol_icon(ui->list, state.icon, (Point){x, mid + ui_px(ui, 12)}, 11 * ui->scale, state.color);
    hits_add(ui->hits, HIT_CARD, rect, (int)entrant);
}

static void rail(const Ui *ui, Rect panel)
{
    const Scene *scene = ui->scene;
    /* Rather closer together than one out of sight. */
    float row = fminf(ui_px(ui, RAIL_CARD), floorf(panel.h / (float)race_count(scene->race)));
    row = fmaxf(row, ui_px(ui, RAIL_CARD_MIN));
    float content = row * (float)race_count(scene->race);
    Scroll scroll =
        scroll_begin(ui, SCROLL_PANEL, panel, content, row * (float)scene->selected, row);
    for (size_t i = 0; i < race_count(scene->race); i++)
        rail_item(ui, i, (Rect){panel.x, scroll.y + row * (float)i, panel.w, row});
    scroll_end(ui, &scroll, SCROLL_NO_BAR);
}

static void sheet_ground(const Ui *ui, Rect area)
{
    float hair = ui_hair(ui);
    draw_fill(ui->list, area, 0, ui->theme->panel);
    draw_fill(ui->list, (Rect){area.x, area.y, hair, area.h}, 0, ui->theme->hair);
    draw_fill(ui->list, (Rect){area.x + area.w - hair, area.y, hair, area.h}, 0, ui->theme->hair);
    draw_fill(ui->list, (Rect){area.x, area.y + area.h - hair, area.w, hair}, 0, ui->theme->hair);
    hits_add(ui->hits, HIT_BLOCK, area, 0);
}

/* No taller than its card: the rest of the map stays in sight. */
static void sheet(const Ui *ui, Rect area)
{
    float pad = ui_px(ui, 8);
    float content = open_height(ui) + 2 * pad;
    area.h = fminf(area.h, ceilf(content));
    sheet_ground(ui, area);
    float row = ui_px(ui, CARD) + ui_px(ui, ROW) * (float)(ui->scene->hyper + 1);
    Scroll scroll =
        scroll_begin(ui, SCROLL_SHEET, area, content, row - ui_px(ui, ROW), ui_px(ui, 2 * ROW));
    open_card(ui, area.x, scroll.y + pad, area.w);
    scroll_end(ui, &scroll, SCROLL_BAR);
}

void panel_draw(const Ui *ui, const PanelPlace *place, const Inspection *inspection,
                const GradCheck *check)
{
    const Look look = {inspection, check};
    bool looks = inspection->anatomy || inspection->curvature || check->shown;
    draw_fill(ui->list, place->panel, 0, ui->theme->panel);
    draw_fill(ui->list, (Rect){place->panel.x, place->panel.y, ui_hair(ui), place->panel.h}, 0,
              ui->theme->hair);
    hits_add(ui->hits, HIT_BLOCK, place->panel, 0);
    if (race_count(ui->scene->race) == 0)
        return;
    if (!place->narrow && (inspection->anatomy || check->shown)) {
        look_in(ui, &look, place->panel);
        return;
    }
    if (!place->narrow) {
        Rect cards = place->panel, dock = place->panel;
        dock.h = inspection->curvature ? inspector_dock_height(ui, inspection, dock.w) : 0;
        cards.h -= dock.h;
        dock.y += cards.h;
        wide_panel(ui, cards);
        if (inspection->curvature)
            inspector_dock_draw(ui, inspection, dock);
        return;
    }
    rail(ui, place->panel);
    if (place->sheet.w <= 0)
        return;
    if (!looks) {
        sheet(ui, place->sheet);
        return;
    }
    Rect area = place->sheet;
    area.h = fminf(area.h, ceilf(look_height(ui, &look, area.w)));
    sheet_ground(ui, area);
    look_in(ui, &look, area);
}
