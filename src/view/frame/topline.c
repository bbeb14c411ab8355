#include "view/frame/topline.h"

#include <math.h>
#include <stdio.h>

#include "view/kit/widgets.h"
#include "view/text/mathtext.h"
#include "view/text/number.h"

enum { MATH = 16, FORMULA = 18, CELLS = 4 };

static float middle(const Layout *layout)
{
    return layout->top.y + layout->top.h / 2;
}

/* Name and chevron: opens the list of problems. Returns where it ends. */
static float draw_name(const Ui *ui, const Layout *layout, float limit)
{
    const Theme *theme = ui->theme;
    float size = layout->narrow ? UI_VALUE : UI_HEADING;
    float x = ui_px(ui, layout->narrow ? 12 : 16);
    float mid = middle(layout);
    const char *title = race_problem(ui->scene->race)->title;
    float room = fmaxf(ui_px(ui, 60), limit - x - ui_px(ui, 40));
    float name_w = fminf(ui_width(ui, FACE_SEMIBOLD, size, title), room);
    Rect touch = {x - ui_px(ui, 8), mid - ui_px(ui, 16), name_w + ui_px(ui, 38), ui_px(ui, 32)};
    if (ui_hovers_command(ui, "problem.list"))
        draw_fill(ui->list, touch, 6 * ui->scale, theme->fill);
    ui_text_fit(ui, FACE_SEMIBOLD, size, x, ui_baseline(ui, FACE_SEMIBOLD, size, mid), room,
                theme->text1, title);
    symbol_icon(ui->list, ICON_CHEVRON_DOWN, (Point){x + name_w + ui_px(ui, 14), mid},
                12 * ui->scale, theme->text2);
    hits_add_command(ui->hits, touch, "problem.list");
    return x + name_w + ui_px(ui, 20);
}

/* One reading: symbol and value, right-aligned at x in a cell that fits `widest`. Returns its
 * left edge. With value NULL it only measures. */
static float draw_cell(const Ui *ui, float x, float mid, const char *symbol, const char *widest,
                       const char *value)
{
    float size = MATH * ui->scale;
    float value_w = draw_number_width(ui->list->fonts, FACE_MEDIUM, UI_TEXT * ui->scale, widest);
    float symbol_w = mathtext_measure(ui->list->fonts, size, symbol).width;
    float left = x - value_w - ui_px(ui, 8) - symbol_w;
    if (value) {
        float baseline = ui_baseline(ui, FACE_MEDIUM, UI_TEXT, mid);
        ui_number(ui, FACE_MEDIUM, UI_TEXT, x, baseline, 1, ui->theme->text1, value);
        float w = draw_number_width(ui->list->fonts, FACE_MEDIUM, UI_TEXT * ui->scale, value);
        /* The symbol stands still, unless a long number needs its place. */
        left = fminf(left, x - w - ui_px(ui, 8) - symbol_w);
        mathtext_draw(ui->list, size, left, baseline, ui->theme->text2, symbol);
    }
    return left;
}

/* The readings at the cursor, right-aligned at the map's edge; returns their left edge. The room is
 * kept when there is no cursor, so that nothing jumps. */
static float draw_readout(const Ui *ui, const Layout *layout)
{
    const Scene *scene = ui->scene;
    Vec2 w = scene->pointer;
    Camera camera = scene_camera(scene, layout->panes[0]);
    char text[CELLS][NUMBER_TEXT_MAX];
    bool shown = scene->pointer_on_map;
    if (shown) {
        Vec2 g;
        double f = problem_gradient(race_problem(scene->race), w, &g);
        number_fixed(w.x, number_decimals(camera.per_px.x), text[0]);
        number_fixed(w.y, number_decimals(camera.per_px.y), text[1]);
        number_significant(f, 4, text[2]);
        number_significant(vec2_norm(g), 3, text[3]);
    }
    const char *const *names = race_problem(scene->race)->names;
    const char *const symbols[CELLS] = {names[0], names[1], "f", "\\lVert\\nabla f\\rVert"};
    static const char *const WIDEST[CELLS] = {"\u22120.000", "\u22120.000", "\u22120.0000",
                                              "000.0"};
    int last = layout->narrow ? 2 : 3;
    float right = layout->narrow ? layout->top.w - ui_px(ui, 56) : layout->panel.x - ui_px(ui, 16);
    for (int i = last; i >= 0; i--)
        right =
            draw_cell(ui, right, middle(layout), symbols[i], WIDEST[i], shown ? text[i] : NULL) -
            ui_px(ui, 16);
    return right;
}

/* Where a formula's baseline goes: on the name's, or where its middle is the line's if it is so
 * tall that it would leave the line. */
static float formula_baseline(const Ui *ui, Rect area, MathExtent extent)
{
    float mid = area.y + area.h / 2, baseline = ui_baseline(ui, FACE_MATH, FORMULA, mid);
    float top = area.y + ui_px(ui, 2), bottom = area.y + area.h - ui_px(ui, 3);
    if (baseline - extent.ascent >= top && baseline + extent.descent <= bottom)
        return baseline;
    return mid + 0.5f * (extent.ascent - extent.descent);
}

void topline_head(const Problem *problem, char head[TOPLINE_HEAD_MAX])
{
    snprintf(head, TOPLINE_HEAD_MAX, "f(%s,%s)\\;=\\;", problem->names[0], problem->names[1]);
}

/* f(x, y) = ..., smaller where room is short, cut where even that does not do. */
void topline_formula(const Ui *ui, Rect area, const char *head)
{
    float left = area.x, right = area.x + area.w;
    const char *tex = race_problem(ui->scene->race)->tex;
    if (!tex || right - left < ui_px(ui, 120))
        return;
    float size = FORMULA * ui->scale;
    const Fonts *fonts = ui->list->fonts;
    float head_w = mathtext_measure(fonts, size, head).width;
    MathExtent body = mathtext_measure(fonts, size, tex);
    float height = body.ascent + body.descent;
    float shrink = fminf((right - left) / (head_w + body.width), (area.h - ui_px(ui, 5)) / height);
    if (shrink < 1) {
        size *= fmaxf(shrink, (float)UI_TEXT / FORMULA);
        head_w = mathtext_measure(fonts, size, head).width;
        body = mathtext_measure(fonts, size, tex);
    }
    float baseline = formula_baseline(ui, area, body);
    bool cut = head_w + body.width > right - left + 1;
    float end = cut ? right - ui_px(ui, 22) : right;
    float lean = ui_px(ui, 6); /* italics begin before their origin */
    Rect clip = {left - lean, area.y, end - left + lean, area.h};
    draw_clip(ui->list, clip);
    left += mathtext_draw(ui->list, size, left, baseline, ui->theme->text2, head);
    mathtext_draw(ui->list, size, left, baseline, ui->theme->text1, tex);
    draw_unclip(ui->list);
    if (cut)
        ui_text(ui, FACE_REGULAR, UI_TEXT, end + ui_px(ui, 4), baseline, 0, ui->theme->text2,
                "\u2026");
}

/* A click opens it as text. */
static void draw_formula(const Ui *ui, const Layout *layout, float left, float right)
{
    float pad = ui_px(ui, 10);
    Rect area = {left, layout->top.y, right - left, layout->top.h};
    Rect touch = {left - pad, layout->top.y + ui_px(ui, 4), right - left + 2 * pad,
                  layout->top.h - ui_px(ui, 8)};
    if (right - left < ui_px(ui, 120) || !race_problem(ui->scene->race)->tex)
        return;
    if (ui_hovers_command(ui, "problem.edit"))
        draw_fill(ui->list, touch, 6 * ui->scale, ui->theme->fill);
    char head[TOPLINE_HEAD_MAX];
    topline_head(race_problem(ui->scene->race), head);
    topline_formula(ui, area, head);
    hits_add_command(ui->hits, touch, "problem.edit");
}

static void draw_switch(const Ui *ui, const Layout *layout)
{
    static const char *const LABELS[LAYOUT_COUNT] = {"One map", "Side by side", "3D"};
    static const char *const COMMANDS[LAYOUT_COUNT] = {"view.map", "view.grid", "view.surface"};
    float mid = middle(layout);
    Rect rect = {layout->panel.x + ui_px(ui, 16), mid - ui_px(ui, 16),
                 layout->panel.w - ui_px(ui, 16 + 64), ui_px(ui, 32)};
    Rect parts[LAYOUT_COUNT];
    widget_segmented(ui->list, ui->theme, ui->scale, rect, LABELS, LAYOUT_COUNT,
                     (int)ui->scene->layout, parts);
    for (int i = 0; i < LAYOUT_COUNT; i++)
        hits_add_command(ui->hits, parts[i], COMMANDS[i]);
}

static void draw_menu(const Ui *ui, const Layout *layout)
{
    Point center = {layout->top.w - ui_px(ui, layout->narrow ? 24 : 30), middle(layout)};
    float half = ui_px(ui, 16);
    Rect rect = {center.x - half, center.y - half, 2 * half, 2 * half};
    if (ui_hovers_command(ui, "app.help"))
        draw_fill(ui->list, rect, 6 * ui->scale, ui->theme->fill);
    symbol_icon(ui->list, ICON_MENU, center, 16 * ui->scale, ui->theme->text2);
    hits_add_command(ui->hits, rect, "app.help");
}

void topline_draw(const Ui *ui, const Layout *layout)
{
    draw_fill(ui->list, layout->top, 0, ui->theme->panel);
    hits_add(ui->hits, HIT_BLOCK, layout->top, 0);
    ui_rule(ui, 0, layout->top.w, layout->top.h - ui_hair(ui), ui->theme->hair);
    /* While a formula is edited, its field lies over name, formula and readings. */
    if (ui->scene->entry != ENTRY_FORMULA) {
        float readout = draw_readout(ui, layout);
        float name_end = draw_name(ui, layout, readout);
        if (!layout->narrow)
            draw_formula(ui, layout, name_end + ui_px(ui, 28), readout - ui_px(ui, 12));
    }
    if (!layout->narrow)
        draw_switch(ui, layout);
    draw_menu(ui, layout);
}
