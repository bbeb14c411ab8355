#include "view/kit/scroll.h"

#include <math.h>

#include "view/kit/widgets.h"

/* In whole px, kept in range. */
static float place(const Ui *ui, ScrollArea which, float content, float room, float item,
                   float item_h)
{
    const Scene *scene = ui->scene;
    Scrolls *scrolls = ui->scrolls;
    float most = fmaxf(0, ceilf(content - room));
    float at = fminf(scene->scroll[which], most);
    if (scene->follow[which]) {
        at = scrolls->shown[which];
        if (item + item_h > at + room)
            at = item + item_h - room;
        if (item < at)
            at = item;
        at = fminf(fmaxf(at, 0), most);
    }
    scrolls->most[which] = most;
    scrolls->shown[which] = roundf(at);
    return scrolls->shown[which];
}

Scroll scroll_begin(const Ui *ui, ScrollArea which, Rect area, float content, float item,
                    float item_h)
{
    float at = place(ui, which, content, area.h, item, item_h);
    draw_clip(ui->list, area);
    hits_clip(ui->hits, area);
    hits_add(ui->hits, HIT_SCROLL, area, which);
    return (Scroll){.area = area, .content = content, .at = at, .y = area.y - at};
}

Scroll scroll_begin_list(const Ui *ui, Rect area, float row_h, size_t count)
{
    ui->scrolls->list_page = (size_t)fmaxf(1, area.h / row_h);
    return scroll_begin(ui, SCROLL_LIST, area, row_h * (float)count,
                        row_h * (float)ui->scene->list_cursor, row_h);
}

static void draw_mark(const Ui *ui, const Scroll *scroll)
{
    Rect area = scroll->area;
    if (scroll->content <= area.h)
        return;
    float h = fmaxf(ui_px(ui, 24), area.h * area.h / scroll->content);
    float y = area.y + (area.h - h) * scroll->at / (scroll->content - area.h);
    draw_fill(ui->list, (Rect){area.x + area.w - ui_px(ui, 8), y, ui_px(ui, 4), h}, 2 * ui->scale,
              ui->theme->track);
}

void scroll_end(const Ui *ui, const Scroll *scroll, ScrollBar bar)
{
    hits_clip(ui->hits, (Rect){0});
    draw_unclip(ui->list);
    if (bar == SCROLL_BAR)
        widget_scrollbar(ui->list, ui->theme, ui->scale, scroll->area, scroll->content, scroll->at);
    else if (bar == SCROLL_MARK)
        draw_mark(ui, scroll);
}
