#include "easel.h"

#include <stdlib.h>

#include "base/array.h"
#include "figure/figure.h"
#include "gfx/renderer.h"
#include "platform/window.h"

struct Easel {
    int width, height;
    Window *window; /* of OpenGL, with the renderer */
    Renderer *renderer;
    Lettering *lettering; /* of cairo */
};

static bool start_gl(Easel *easel)
{
    Err ignored = {0};
    WindowOptions wanted = {
        .title = "Ravine", .width = easel->width, .height = easel->height, .offscreen = true};
    easel->window = window_create(&wanted, &ignored);
    easel->renderer = easel->window ? renderer_create(&ignored) : NULL;
    if (easel->renderer)
        return true;
    window_destroy(easel->window);
    easel->window = NULL;
    return false;
}

Easel *easel_create(EaselUse use, int width, int height, Err *err)
{
    Easel *easel = mem_calloc(1, sizeof *easel);
    easel->width = width;
    easel->height = height;
    if (use == EASEL_PIXELS && start_gl(easel))
        return easel;
    easel->lettering = lettering_create(err);
    if (easel->lettering)
        return easel;
    easel_destroy(easel);
    return NULL;
}

void easel_destroy(Easel *easel)
{
    if (!easel)
        return;
    renderer_destroy(easel->renderer);
    window_destroy(easel->window);
    lettering_destroy(easel->lettering);
    free(easel);
}

const Fonts *easel_fonts(const Easel *easel)
{
    return easel->renderer ? renderer_fonts(easel->renderer) : lettering_fonts(easel->lettering);
}

Lettering *easel_lettering(const Easel *easel)
{
    return easel->lettering;
}

bool easel_draw(Easel *easel, const DrawList *list, Color background, const PaintWatch *watch,
                unsigned char *rgba, Err *err)
{
    if (easel->renderer) {
        renderer_draw(easel->renderer, list, easel->width, easel->height, background);
        return renderer_read(easel->renderer, rgba, err);
    }
    const FigurePage page = {
        .width = easel->width, .height = easel->height, .background = background, .watch = watch};
    return figure_raster(list, &page, PAINT_PIXELS, easel->lettering, rgba, err);
}
