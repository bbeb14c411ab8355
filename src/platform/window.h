/* window: one window with an OpenGL context, through SDL2, and what the person does in it.
 *
 * Or, offscreen, a framebuffer of a given size without any window: for pictures written to files
 * and for tests. Sizes and positions leave here in device px. Knows nothing of what is drawn. */
#ifndef RAVINE_PLATFORM_WINDOW_H
#define RAVINE_PLATFORM_WINDOW_H

#include <stdbool.h>

#include "app/input.h"
#include "base/err.h"

enum { WINDOW_WIDTH_MIN = 640, WINDOW_HEIGHT_MIN = 480 };

typedef struct WindowOptions {
    const char *title;
    int width, height; /* px at scale 1; offscreen: device px */
    bool offscreen;
    bool hidden; /* never shown: to find out what there is */
    bool vsync;  /* where the driver can */
    bool fullscreen;
} WindowOptions;

typedef struct Window Window;

/* OpenGL 3.3 core or else ES 3.0, current on return. A display that goes away later ends the
 * process, see ending_lost. NULL with one line in err if there is no display or no OpenGL. */
Window *window_create(const WindowOptions *options, Err *err);
void window_destroy(Window *window); /* NULL is fine */

/* How the pictures come to the screen, in SDL's words: "x11", "wayland"; "egl" without SDL. */
const char *window_driver(const Window *window);

/* Takes what has happened since the last call: fills input, its size and scale too. More events
 * than fit wait for the next call. True if the picture must be drawn again even if nothing in it
 * changed: the window was shown, resized or uncovered. */
bool window_read(Window *window, Input *input);

/* From any thread: the next window_read says that the window is to be closed, and window_run wakes
 * for it. */
void window_close_soon(const Window *window);

/* Calls frame(self), which returns how many seconds it may sleep then, unless something happens
 * (infinity: for ever); until it returns a negative number. */
void window_run(Window *window, double (*frame)(void *self), void *self);

/* False while minimised or hidden: drawing would be for nobody. */
bool window_visible(const Window *window);

void window_size(const Window *window, int *width, int *height);

/* Device px per px at scale 1. RAVINE_SCALE in the environment decides; else drawable px per
 * window px where the system scales windows (Wayland, macOS); else GDK_SCALE or QT_SCALE_FACTOR,
 * which X11 desktops set; else 1. */
float window_scale(const Window *window);

void window_swap(Window *window);
void window_set_title(Window *window, const char *title);
void window_set_cursor(Window *window, Cursor cursor);
void window_set_fullscreen(Window *window, bool fullscreen);

#endif
