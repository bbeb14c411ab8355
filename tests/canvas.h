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
    unsigned char pixels[CANVAS_HEIGHT][CANVAS_WIDTH][4], kept[CANVAS_HEIGHT][CANVAS_WIDTH][4];
    Err err; /* why there is no renderer */
} Canvas;

/* What a group of tests begins and ends with: one canvas for all of them. */
int canvas_start(void **state);
int canvas_stop(void **state);
/* The canvas of a test; skips the test where there is no renderer. */
Canvas *canvas_of(void **state);

/* The same with an empty list. */
Canvas *canvas_begin(void **state);

/* Draws the list on white and reads the pixels. */
void canvas_show(Canvas *canvas);
/* Keeps the pixels, to look for a difference later. */
void canvas_keep(Canvas *canvas);

/* Draws the list on white, reads the pixels and clears the list. Pictures go to the directory in
 * RAVINE_TEST_PICTURES, if set, as NAME.png. */
void canvas_draw(Canvas *canvas, const char *name);
/* How much black ink lies in the rect, in fully black pixels (mean of the channels). */
double canvas_ink(const Canvas *canvas, int x, int y, int width, int height);
double canvas_all_ink(const Canvas *canvas);
/* A pixel's colour within a tolerance of each channel. */
void canvas_check(const Canvas *canvas, int x, int y, Color want, int tolerance, int line);
#define assert_canvas(canvas, x, y, want, tolerance)                                               \
    canvas_check(canvas, x, y, want, tolerance, __LINE__)
/* The largest difference of a channel between two pictures. */
int canvas_difference(const Canvas *canvas, const unsigned char *other);

#endif
