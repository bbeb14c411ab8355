/* drawkinds: a draw command of each kind there is, each leaving a mark in a cell of its own, for
 * tests of what executes a draw list. A new kind without a case here does not compile. */
#ifndef RAVINE_TESTS_DRAWKINDS_H
#define RAVINE_TESTS_DRAWKINDS_H

#include "view/draw/drawlist.h"

/* px that all cells take. */
enum { DRAWKINDS_COUNT = DRAW_LAYER_SHOW + 1, DRAWKINDS_WIDTH = 240, DRAWKINDS_HEIGHT = 200 };

/* Of the marks, each some 16 px wide around its cell's middle. */
static const Color DRAWKINDS_COLOR = {255, 0, 0, 255};

Point drawkinds_cell(DrawKind kind);
/* With the commands that it cannot be without: a layer is ended and shown. */
void drawkinds_draw(DrawList *list, DrawKind kind);

#endif
