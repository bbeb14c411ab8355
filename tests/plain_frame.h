/* plain_frame: what the machine can do at all, for benchmarks: the least OpenGL that shows a map
 * with paths over it. A picture that is kept, new segments drawn into it as bare quads (a wide pale
 * one below a narrow one in colour), the picture copied to the window. No text, no joins, no smooth
 * edges, nothing but the picture. */
#ifndef RAVINE_TESTS_PLAIN_FRAME_H
#define RAVINE_TESTS_PLAIN_FRAME_H

#include <stdbool.h>

#include "view/draw/drawlist.h"

typedef struct PlainFrame {
    unsigned program, arrays, buffer, texture, framebuffer;
    int width, height;
    float *vertices;
    size_t cap;
} PlainFrame;

/* Needs a current context. False if there is no OpenGL 3.3. */
bool plain_frame_init(PlainFrame *plain, int width, int height);
void plain_frame_deinit(PlainFrame *plain);

/* One frame: segments `from` to `to` of each of the lines, which hold `stride` points each. */
void plain_frame_draw(PlainFrame *plain, const Point *points, size_t lines, size_t stride,
                      size_t from, size_t to);

/* The first frame of a program that only clears its window. */
void plain_frame_clear(void);

#endif
