#include "view/frame/presenter.h"

#include <math.h>
#include <stdio.h>

#include "view/frame/caption.h"
#include "view/frame/topline.h"
#include "view/kit/widgets.h"
#include "view/panel/panel.h"
#include "view/text/mathtext.h"
#include "view/text/number.h"

/* Sizes at scale 1. */
enum {
    MARGIN = 32,
    TITLE = 20,
    TITLE_BASELINE = 42,
    CAPTION = 20,
    CAPTION_BASELINE = 38,
    SECOND = 17,
    SECOND_BASELINE = 66,
    PLACE_GAP = 14,
    PROGRESS = 3,
    KNOB = 6,
    TOUCH = 12, /* above and below the progress line */
    MARKER = 7,
    ENTRY_GAP = 26,
    WORDS_WIDTH = 760 /* longer lines are hard to read */
};

float presenter_scale(int width, int height)
{
    return fmaxf(1, fminf((float)width / 960, (float)height / 540));
}

Rect presenter_title(const Ui *ui, const Layout *layout)
{
    char place[CAPTION_PLACE_MAX];
    float w = ui_width(ui, FACE_SEMIBOLD, TITLE, race_problem(ui->scene->race)->title);
    caption_place(ui->scene, place);
    if (place[0] != '\0')
        w += ui_px(ui, PLACE_GAP) + ui_width(ui, FACE_REGULAR, SECOND, place);
    const float x = layout->map.x + ui_px(ui, MARGIN);
    return (Rect){x, layout->map.y + ui_px(ui, TITLE_BASELINE - TITLE), w, ui_px(ui, TITLE + 6)};
}

static void draw_title(const Ui *ui, const Layout *layout)
{
    const Theme *theme = ui->theme;
    const char *title = race_problem(ui->scene->race)->title;
    char place[CAPTION_PLACE_MAX];
    TextStyle style = {.face = FACE_SEMIBOLD,
                       .size = TITLE * ui->scale,
                       .color = theme->text1,
                       .halo = theme->halo,
                       .halo_width = 4 * ui->scale};
    Point at = {layout->map.x + ui_px(ui, MARGIN), layout->map.y + ui_px(ui, TITLE_BASELINE)};
    at.x += draw_text_styled(ui->list, &style, at, title) + ui_px(ui, PLACE_GAP);
    caption_place(ui->scene, place);
    style.face = FACE_REGULAR;
    style.size = SECOND * ui->scale;
    style.color = theme->text2;
    draw_text_styled(ui->list, &style, at, place);
}

static void draw_progress(const Ui *ui, Rect band)
{
    const Theme *theme = ui->theme;
    double share = ui->scene->playhead / (double)race_limits(ui->scene->race).budget;
    float x = band.x + roundf(band.w * (float)share), h = ui_px(ui, PROGRESS);
    draw_fill(ui->list, (Rect){band.x, band.y, band.w, h}, 0, theme->track);
    draw_fill(ui->list, (Rect){band.x, band.y, x - band.x, h}, 0, theme->text1);
    Point knob = {x, band.y + h / 2};
    draw_disc(ui->list, knob, KNOB * ui->scale, theme->panel);
    draw_disc(ui->list, knob, (KNOB - 2) * ui->scale, theme->text1);
    float touch = ui_px(ui, TOUCH);
    hits_add(ui->hits, HIT_TIMELINE, (Rect){band.x, band.y - touch, band.w, 2 * touch}, 0);
}

static const char *unit_of(const Scene *scene)
{
    return scene_counts_evaluations(scene) ? "evaluations" : "step";
}

/* As wide as the step can become. */
static float step_width(const Scene *scene, const Fonts *fonts)
{
    char widest[48];
    snprintf(widest, sizeof widest, "%s %ld", unit_of(scene), race_limits(scene->race).budget);
    return draw_number_width(fonts, FACE_SEMIBOLD, SECOND * scene->scale, widest);
}

/* "step 44" over "of 160", right-aligned; returns the left edge of the wider one as it can be. */
static float draw_step(const Ui *ui, Rect band)
{
    char text[48];
    float right = band.x + band.w - ui_px(ui, MARGIN);
    long budget = race_limits(ui->scene->race).budget;
    snprintf(text, sizeof text, "%s %ld", unit_of(ui->scene), (long)floor(ui->scene->playhead));
    ui_number(ui, FACE_SEMIBOLD, SECOND, right, band.y + ui_px(ui, CAPTION_BASELINE), 1,
              ui->theme->text1, text);
    snprintf(text, sizeof text, "of %ld", budget);
    ui_number(ui, FACE_REGULAR, SECOND, right, band.y + ui_px(ui, SECOND_BASELINE), 1,
              ui->theme->text2, text);
    return right - step_width(ui->scene, ui->list->fonts);
}

/* f(x, y) = ..., smaller where it would not fit. */
static void draw_formula(const Ui *ui, float x, float baseline, float room)
{
    const char *tex = race_problem(ui->scene->race)->tex;
    char head[TOPLINE_HEAD_MAX];
    if (!tex || room <= 0)
        return;
    topline_head(race_problem(ui->scene->race), head);
    float size = (CAPTION + 2) * ui->scale;
    const Fonts *fonts = ui->list->fonts;
    float width =
        mathtext_measure(fonts, size, head).width + mathtext_measure(fonts, size, tex).width;
    size *= fminf(1, room / width);
    x += mathtext_draw(ui->list, size, x, baseline, ui->theme->text2, head);
    mathtext_draw(ui->list, size, x, baseline, ui->theme->text1, tex);
}

/* Every optimizer on show with its loss and how it fares, as far as the room goes. */
static void draw_states(const Ui *ui, float x, float baseline, float right)
{
    const Scene *scene = ui->scene;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        if (!race_visible(scene->race, i))
            continue;
        char loss[64];
        const StateText state = panel_state(ui, i);
        const float step = ui_px(ui, 18), mid = baseline - ui_px(ui, 6);
        const char *text = panel_loss(ui, i, loss);
        /* Room as for the longest number, so that nothing dances. */
        const float w =
            fmaxf(ui_width(ui, FACE_REGULAR, SECOND, "0.00000"),
                  draw_number_width(ui->list->fonts, FACE_REGULAR, SECOND * ui->scale, text));
        if (x + 2 * step + w > right)
            return;
        symbol_marker(ui->list, scene->entrants[i].ink.shape, (Point){x + ui_px(ui, MARKER), mid},
                      MARKER * ui->scale, scene->entrants[i].ink.path, ui->theme->panel, 0);
        x += step + ui_px(ui, 4);
        symbol_icon(ui->list, state.icon, (Point){x + ui_px(ui, 6), mid}, 13 * ui->scale,
                    state.color);
        x += step;
        ui_number(ui, FACE_REGULAR, SECOND, x, baseline, 0, ui->theme->text2, text);
        x += w + ui_px(ui, ENTRY_GAP);
    }
}

/* Room is left for the step, whatever it is. */
ProseStyle presenter_style(const Scene *scene, const Fonts *fonts, float width)
{
    float s = scene->scale, room = width - 3 * MARGIN * s - step_width(scene, fonts);
    return (ProseStyle){.face = FACE_REGULAR,
                        .size = SECOND * s,
                        .width = fminf(room, WORDS_WIDTH * s),
                        .leading = roundf(PRESENTER_LEADING * s)};
}

/* The title as a statement, and below it the question, or what there is to be seen. */
static void draw_words(const Ui *ui, const Layout *layout, float x, float right)
{
    const Scene *scene = ui->scene;
    const Rect band = layout->strip;
    const char *words = caption_words(scene);
    const char *title = scene->title ? scene->title : race_problem(scene->race)->title;
    float size = ui_size_fit(ui, FACE_SEMIBOLD, CAPTION, SECOND, right - x, title);
    ui_text_fit(ui, FACE_SEMIBOLD, size, x, band.y + ui_px(ui, CAPTION_BASELINE), right - x,
                ui->theme->text1, title);
    if (!words || layout->caption_lines == 0)
        return;
    ProseStyle style = presenter_style(scene, ui->list->fonts, band.w);
    bool asks = caption_asks(scene);
    if (asks)
        style.face = FACE_MEDIUM;
    prose_draw(ui->list, &style, x, band.y + ui_px(ui, SECOND_BASELINE), layout->caption_lines,
               asks ? ui->theme->text1 : ui->theme->text2, words);
}

/* There is no card to type a value into: a chip over the map, with name and symbol. */
static void draw_value(const Ui *ui, const Layout *layout)
{
    const Scene *scene = ui->scene;
    const SceneEntrant *look = &scene->entrants[scene->selected];
    const Optimizer *optimizer = run_spec(race_run(scene->race, scene->selected))->optimizer;
    const Hyper *hyper = optimizer_hyper(optimizer, scene->hyper);
    float pad = ui_px(ui, 16), field_w = ui_px(ui, 140), h = ui_px(ui, 48);
    float name_w = ui_width(ui, FACE_SEMIBOLD, SECOND, look->name);
    float id_w = ui_width(ui, FACE_REGULAR, SECOND, hyper->id);
    float w = 4 * pad + name_w + id_w + field_w;
    Rect map = layout->map;
    Rect chip = {roundf(map.x + (map.w - w) / 2), map.y + map.h - h - ui_px(ui, 24), w, h};
    widget_chip(ui->list, ui->theme, ui->scale, chip, &look->ink.path);
    hits_add(ui->hits, HIT_BLOCK, chip, 0);
    float mid = chip.y + h / 2, baseline = ui_baseline(ui, FACE_SEMIBOLD, SECOND, mid);
    float x = chip.x + pad;
    x += ui_text(ui, FACE_SEMIBOLD, SECOND, x, baseline, 0, ui->theme->text1, look->name) + pad;
    x += ui_text(ui, FACE_REGULAR, SECOND, x, baseline, 0, ui->theme->text2, hyper->id) + pad;
    Rect field = {x, roundf(mid - ui_px(ui, 17)), field_w, ui_px(ui, 34)};
    panel_value_field(ui, field, SECOND);
}

void presenter_draw(const Ui *ui, const Layout *layout)
{
    const Rect band = layout->strip;
    if (layout->pane_count == 1) /* else each pane has a heading of its own there */
        draw_title(ui, layout);
    draw_fill(ui->list, band, 0, ui->theme->panel);
    hits_add(ui->hits, HIT_BLOCK, band, 0);
    draw_progress(ui, band);
    float x = band.x + ui_px(ui, MARGIN), right = draw_step(ui, band) - ui_px(ui, MARGIN);
    if (scene_has_words(ui->scene)) {
        draw_words(ui, layout, x, right);
    } else {
        draw_formula(ui, x, band.y + ui_px(ui, CAPTION_BASELINE), right - x);
        draw_states(ui, x, band.y + ui_px(ui, SECOND_BASELINE), right);
    }
    if (ui->scene->entry == ENTRY_VALUE)
        draw_value(ui, layout);
}
