#include "drawkinds.h"

enum { SIDE = 16 };

static const Oklab OKLAB_RED = {0.62796f, 0.22486f, 0.12585f};

Point drawkinds_cell(DrawKind kind)
{
    return (Point){(float)(30 + 50 * (kind % 4)), (float)(25 + 45 * (kind / 4))};
}

void drawkinds_draw(DrawList *list, DrawKind kind)
{
    Point at = drawkinds_cell(kind), line[] = {{at.x - 8, at.y}, {at.x + 8, at.y}};
    Point triangle[] = {{at.x - 8, at.y - 8}, {at.x + 8, at.y - 8}, {at.x, at.y + 8}};
    Rect box = {at.x - 8, at.y - 8, SIDE, SIDE};
    static float k[(SIDE + 2) * (SIDE + 2)]; /* the list borrows it */
    for (int i = 0; i < (SIDE + 2) * (SIDE + 2); i++)
        k[i] = -10.5f;
    const DrawGround ground = {.k = k,
                               .width = SIDE,
                               .height = SIDE,
                               .k0 = -10.5f,
                               .k1 = 10.5f,
                               .gamma = 1,
                               .k_lowest = -1000,
                               .line_scale = 1,
                               .ramp = {OKLAB_RED, OKLAB_RED, OKLAB_RED},
                               .thin_alpha = 1,
                               .strong_alpha = 1};
    /* Where it stands on nothing its background is seen. */
    static const float nowhere[] = {NAN, NAN, NAN, NAN}; /* the list borrows them */
    DrawSurface surface = {.ground = ground, .heights = nowhere, .cols = 2, .rows = 2};
    surface.cell = (Point){SIDE, SIDE};
    surface.matrix[0] = surface.matrix[5] = surface.matrix[15] = 1;
    surface.matrix[12] = 100;
    DrawLayer layer = {.id = 9, .below = -1, .mode = LAYER_FIXED, .key = 1};
    switch (kind) {
    case DRAW_FILL:
        draw_fill(list, box, 4, DRAWKINDS_COLOR);
        return;
    case DRAW_FRAME:
        draw_frame(list, box, 4, 8, DRAWKINDS_COLOR);
        return;
    case DRAW_LINE:
        draw_line(list, line, 2, 4, DRAWKINDS_COLOR);
        return;
    case DRAW_POLYGON:
        draw_polygon(list, triangle, 3, DRAWKINDS_COLOR);
        return;
    case DRAW_DISC:
        draw_disc(list, at, 6, DRAWKINDS_COLOR);
        return;
    case DRAW_DOTS:
        draw_dots(list, &at, 1, 6, 0, DRAWKINDS_COLOR, DRAWKINDS_COLOR);
        return;
    case DRAW_TEXT:
        draw_text(list, FACE_BOLD, 24, at.x, at.y + 9, 0.5f, DRAWKINDS_COLOR, "I");
        return;
    case DRAW_GROUND:
        draw_ground(list, box, &ground);
        return;
    case DRAW_SURFACE:
        draw_clip(list, box); /* as in a layer of its own, where the view puts it */
        draw_surface(list, box, &surface, DRAWKINDS_COLOR);
        draw_unclip(list);
        return;
    case DRAW_CLIP:
    case DRAW_UNCLIP:
        draw_clip(list, box);
        draw_fill(list, (Rect){0, 0, DRAWKINDS_WIDTH, DRAWKINDS_HEIGHT}, 0, DRAWKINDS_COLOR);
        draw_unclip(list);
        return;
    case DRAW_LAYER:
    case DRAW_LAYER_END:
    case DRAW_LAYER_SHOW:
        layer.id += (int)kind - (int)DRAW_LAYER;
        draw_layer(list, box, layer, DRAWKINDS_COLOR);
        draw_layer_end(list);
        draw_layer_show(list, box, layer.id);
        return;
    }
}
