/* canvas: draws lists offscreen for tests and looks at the pixels. */
#ifndef RAVINE_TESTS_CANVAS_H
#define RAVINE_TESTS_CANVAS_H

#include "gfx/renderer.h"
#include "platform/window.h"

enum { CANVAS_WIDTH = 400, CANVAS_HEIGHT = 300 };

typedef struct Canvas {
    Window *window;
    Renderer *renderer; /* NULL where there is no OpenGL */
    DrawList list;
    unsigned char pixels[CANVAS_HEIGHT][CANVAS_WIDTH][4];
    Err err; /* why there is no renderer */
} Canvas;

/* What a group of tests begins and ends with: one canvas for all of them. */
int canvas_start(void **state);
int canvas_stop(void **state);
/* The canvas of a test; skips the test where there is no renderer. */
Canvas *canvas_of(void **state);

/* Draws the list on white, reads the pixels and clears the list. Pictures go to the directory in
 * RAVINE_TEST_PICTURES, if set, as NAME.png. */
void canvas_draw(Canvas *canvas, const char *name);
/* How much black ink lies in the rect, in fully black pixels (mean of the channels). */
double canvas_ink(const Canvas *canvas, int x, int y, int width, int height);
/* The largest difference of a channel between two pictures. */
int canvas_difference(const Canvas *canvas, const unsigned char *other);

#endif
