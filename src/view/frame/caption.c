#include "view/frame/caption.h"

#include <math.h>
#include <stdio.h>

#include "view/kit/widgets.h"

/* Sizes at scale 1. Lines longer than WIDTH are hard to read. */
enum { MARGIN = 16, WIDTH = 880, BUTTON = 28, BASELINE = 15 };

bool caption_asks(const Scene *scene)
{
    return scene->question &&
           (!scene->caption || (!scene->playing && scene->playhead <= scene->asks_at));
}

const char *caption_words(const Scene *scene)
{
    return caption_asks(scene) ? scene->question : scene->caption;
}

int caption_lines(const Scene *scene, const Fonts *fonts, const ProseStyle *style)
{
    ProseStyle bold = *style;
    bold.face = FACE_MEDIUM;
    int asked = scene->question ? prose_lines(fonts, &bold, scene->question) : 0;
    int said = scene->caption ? prose_lines(fonts, style, scene->caption) : 0;
    return asked > said ? asked : said;
}

ProseStyle caption_style(const Scene *scene, float width)
{
    float s = scene->scale;
    return (ProseStyle){.face = FACE_REGULAR,
                        .size = UI_VALUE * s,
                        .width = fminf(width - 2 * MARGIN * s, WIDTH * s),
                        .leading = roundf(CAPTION_LEADING * s)};
}

void caption_place(const Scene *scene, char text[CAPTION_PLACE_MAX])
{
    text[0] = '\0';
    if (scene->lesson > 0)
        snprintf(text, CAPTION_PLACE_MAX, "lesson %zu of %zu", scene->lesson, scene->lesson_count);
}

/* Returns its left edge. */
static float draw_button(const Ui *ui, float right, float mid, Icon icon, const char *command)
{
    float size = ui_px(ui, BUTTON);
    Rect rect = {right - size, mid - size / 2, size, size};
    if (ui_hovers_command(ui, command))
        draw_fill(ui->list, rect, 6 * ui->scale, ui->theme->fill);
    symbol_icon(ui->list, icon, (Point){rect.x + size / 2, mid}, 13 * ui->scale, ui->theme->text2);
    hits_add_command(ui->hits, rect, command);
    return rect.x - ui_px(ui, 2);
}

static float draw_buttons(const Ui *ui, Rect rect, float mid)
{
    float x = rect.x + rect.w - ui_px(ui, MARGIN - 6);
    if (ui->scene->lesson > 0)
        x = draw_button(ui, x, mid, ICON_CLOSE, "lesson.course");
    x = draw_button(ui, x, mid, ui->scene->caption_folded ? ICON_CHEVRON_UP : ICON_CHEVRON_DOWN,
                    "lesson.fold");
    if (ui->scene->lesson > 0) {
        x = draw_button(ui, x, mid, ICON_CHEVRON_RIGHT, "lesson.next");
        x = draw_button(ui, x, mid, ICON_CHEVRON_LEFT, "lesson.previous");
    }
    return x;
}

static void draw_heading(const Ui *ui, Rect rect)
{
    char place[CAPTION_PLACE_MAX];
    float mid = rect.y + ui_px(ui, CAPTION_HEAD) / 2;
    float right = draw_buttons(ui, rect, mid) - ui_px(ui, 8);
    float baseline = ui_baseline(ui, FACE_SEMIBOLD, UI_STEP, mid);
    const char *title = ui->scene->title ? ui->scene->title : race_problem(ui->scene->race)->title;
    float x = rect.x + ui_px(ui, MARGIN);
    caption_place(ui->scene, place);
    /* The place in the course goes where the title leaves room. */
    float place_w = ui_width(ui, FACE_REGULAR, UI_TEXT, place) + ui_px(ui, 16);
    if (place[0] != '\0' && x + ui_width(ui, FACE_SEMIBOLD, UI_STEP, title) + place_w <= right)
        right -= ui_text(ui, FACE_REGULAR, UI_TEXT, right, baseline, 1, ui->theme->text2, place) +
                 ui_px(ui, 16);
    float size = ui_size_fit(ui, FACE_SEMIBOLD, UI_STEP, UI_TEXT, right - x, title);
    ui_text_fit(ui, FACE_SEMIBOLD, size, x, baseline, right - x, ui->theme->text1, title);
}

void caption_draw(const Ui *ui, const Layout *layout)
{
    const Rect rect = layout->caption;
    if (rect.h <= 0)
        return;
    draw_fill(ui->list, rect, 0, ui->theme->panel);
    ui_rule(ui, rect.x, rect.x + rect.w, rect.y, ui->theme->hair);
    hits_add(ui->hits, HIT_BLOCK, rect, 0);
    draw_heading(ui, rect);
    const char *words = caption_words(ui->scene);
    if (!words || layout->caption_lines == 0)
        return;
    ProseStyle style = caption_style(ui->scene, rect.w);
    if (caption_asks(ui->scene))
        style.face = FACE_MEDIUM;
    prose_draw(ui->list, &style, rect.x + ui_px(ui, MARGIN),
               rect.y + ui_px(ui, CAPTION_HEAD + BASELINE), layout->caption_lines, ui->theme->text1,
               words);
}
