#include "view/frame/layout.h"

#include <math.h>

#include "problem/regression.h"
#include "view/frame/legend.h"

/* Px at scale 1 that the narrow layout needs to have a place for everything. */
enum { WIDTH_MIN = 480, HEIGHT_MIN = 360 };

/* The same without panels. */
enum { PLATE_WIDTH_MIN = 240, PLATE_HEIGHT_MIN = 180 };

enum { PLATE_CHART = 132 };

/* The presenter's band with one line under the caption, and how many there may be. */
enum { BAND = 84, BAND_LINES_MAX = 6 };

float layout_fitting_scale(const Scene *scene, float asked, float least)
{
    const bool whole = scene->panels == PANELS_ALL;
    float fitting = fminf((float)scene->width / (whole ? WIDTH_MIN : PLATE_WIDTH_MIN),
                          (float)scene->height / (whole ? HEIGHT_MIN : PLATE_HEIGHT_MIN));
    return fminf(asked, fmaxf(fitting, least));
}

/* Whole device pixels, so that hairlines between parts are crisp. */
static float px(const Scene *scene, float size)
{
    return roundf(size * scene->scale);
}

/* Columns such that panes come closest to 4:3; ties go to more columns. */
static int best_columns(Rect map, size_t count)
{
    int best = 1;
    double best_cost = INFINITY;
    for (int columns = 1; columns <= (int)count; columns++) {
        int rows = ((int)count + columns - 1) / columns;
        double aspect = (double)(map.w / (float)columns) / (double)(map.h / (float)rows);
        double empty = (double)(rows * columns - (int)count) / (double)count;
        double cost = fabs(log(aspect / (4.0 / 3.0))) + 0.5 * empty;
        if (cost <= best_cost) {
            best_cost = cost;
            best = columns;
        }
    }
    return best;
}

static void lay_grid(Layout *layout, const Scene *scene)
{
    size_t count = scene_visible_count(scene);
    float line = fmaxf(1, floorf(scene->scale));
    layout->columns = best_columns(layout->map, count);
    int rows = ((int)count + layout->columns - 1) / layout->columns;
    size_t pane = 0;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        if (!race_visible(scene->race, i))
            continue;
        int column = (int)pane % layout->columns;
        int row = (int)pane / layout->columns;
        /* All panes are equally large, so that they can share one ground. */
        float w = (layout->map.w - line * (float)(layout->columns - 1)) / (float)layout->columns;
        float h = (layout->map.h - line * (float)(rows - 1)) / (float)rows;
        w = fmaxf(1, floorf(w));
        h = fmaxf(1, floorf(h));
        layout->panes[pane] = (Rect){layout->map.x + (float)column * (w + line),
                                     layout->map.y + (float)row * (h + line), w, h};
        layout->pane_entrant[pane] = (int)i;
        pane++;
    }
    layout->pane_count = pane;
}

static void lay_panes(Layout *layout, const Scene *scene)
{
    if (scene->layout == LAYOUT_GRID && scene_visible_count(scene) > 1) {
        lay_grid(layout, scene);
        return;
    }
    layout->panes[0] = layout->map;
    layout->pane_entrant[0] = -1;
    layout->pane_count = 1;
    layout->columns = 1;
}

/* Of a scenario's words in the presenter's band. */
static int band_lines(const Scene *scene)
{
    if (!scene_has_words(scene) || scene->caption_folded)
        return 0;
    return scene->words_lines < BAND_LINES_MAX ? scene->words_lines : BAND_LINES_MAX;
}

static float band_height(const Scene *scene, int lines)
{
    float more = lines > 1 ? PRESENTER_LEADING * (float)(lines - 1) : 0;
    return px(scene, BAND + more);
}

/* The map and a band below it, nothing else. */
static void lay_presenter(Layout *layout, const Scene *scene)
{
    float w = (float)scene->width, h = (float)scene->height;
    layout->caption_lines = band_lines(scene);
    float band = band_height(scene, layout->caption_lines);
    layout->map = (Rect){0, 0, fmaxf(1, w), fmaxf(1, h - band)};
    layout->strip = (Rect){0, h - band, w, band};
}

/* The map, and below it the legend and the chart if they are wanted: what a figure shows. */
static void lay_plate(Layout *layout, const Scene *scene)
{
    float w = (float)scene->width, h = (float)scene->height;
    float strip = scene->panels == PANELS_CHART ? fminf(px(scene, PLATE_CHART), h / 2) : 0;
    float legend = scene->legend ? legend_height(scene, scene->legend_rows) : 0;
    layout->map = (Rect){0, 0, fmaxf(1, w), fmaxf(1, h - strip - legend)};
    layout->legend = (Rect){0, h - strip - legend, w, legend};
    layout->strip = (Rect){0, h - strip, w, strip};
}

/* What a scenario says takes of the map, but never more than half of it. */
static void lay_caption(Layout *layout, const Scene *scene)
{
    if (!scene_has_words(scene))
        return;
    float head = px(scene, CAPTION_HEAD), foot = px(scene, CAPTION_FOOT);
    float leading = px(scene, CAPTION_LEADING), room = layout->map.h / 2 - head - foot;
    int most = (int)fmaxf(0, floorf(room / leading));
    layout->caption_lines = scene->words_lines < most ? scene->words_lines : most;
    if (scene->caption_folded)
        layout->caption_lines = 0;
    float h = head;
    if (layout->caption_lines > 0)
        h += (float)layout->caption_lines * leading + foot;
    layout->map.h = fmaxf(1, layout->map.h - h);
    layout->caption = (Rect){0, layout->map.y + layout->map.h, layout->map.w, h};
}

/* Everything around the map. */
static void lay_frame(Layout *layout, const Scene *scene)
{
    float w = (float)scene->width, h = (float)scene->height;
    layout->narrow = w < 1000 * scene->scale || h < 600 * scene->scale;
    float top = px(scene, layout->narrow ? 40 : 48);
    float strip = px(scene, layout->narrow ? 92 : 172);
    float panel = px(scene, layout->narrow ? 48 : 320);
    layout->top = (Rect){0, 0, w, top};
    layout->panel = (Rect){w - panel, top, panel, h - top};
    layout->strip = (Rect){0, h - strip, w - panel, strip};
    /* A window that is being squeezed to nothing keeps a map of one pixel. */
    layout->map = (Rect){0, top, fmaxf(1, w - panel), fmaxf(1, h - top - strip)};
    lay_caption(layout, scene);
    if (layout->narrow) {
        /* The strip runs under the rail too: every pixel of width helps the timeline. */
        layout->strip.w = w;
        layout->panel.h -= strip;
    }
    if (layout->narrow && scene->sheet) {
        float sheet_w = fminf(px(scene, 304), layout->map.w);
        layout->sheet =
            (Rect){layout->map.x + layout->map.w - sheet_w, layout->map.y, sheet_w, layout->map.h};
        if (scene->sheet_left && scene_inspects(scene))
            layout->sheet.x = layout->map.x;
    }
}

/* Two fifths of the map's room, where there is data to show. */
static void lay_data(Layout *layout, const Scene *scene)
{
    if (!scene->show_data || regression_of(race_problem(scene->race)) == NULL)
        return;
    float w = fminf(roundf(0.42f * layout->map.w), px(scene, 640));
    layout->map.w -= w;
    layout->data = (Rect){layout->map.x + layout->map.w, layout->map.y, w, layout->map.h};
}

Layout layout_make(const Scene *scene)
{
    Layout layout = {0};
    if (scene->presenter)
        lay_presenter(&layout, scene);
    else if (scene->panels != PANELS_ALL)
        lay_plate(&layout, scene);
    else
        lay_frame(&layout, scene);
    lay_data(&layout, scene);
    lay_panes(&layout, scene);
    return layout;
}
