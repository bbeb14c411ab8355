#include "platform/window.h"

#include <SDL.h>
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "platform/ending.h"
#include "platform/events.h"
#include "platform/headless.h"

enum { CURSORS = CURSOR_TEXT + 1 };

struct Window {
    SDL_Window *sdl; /* NULL when headless */
    SDL_GLContext gl;
    Headless *headless;
    int width, height; /* offscreen: as asked for */
    bool offscreen, fullscreen, vsync;
    float own_scale; /* from the environment; 0: none */
    bool forced;     /* RAVINE_SCALE */
    SDL_Cursor *cursors[CURSORS];
    Cursor cursor;
    char title[128];
};

static float number_in(const char *name)
{
    const char *text = SDL_getenv(name);
    float value = text ? (float)SDL_atof(text) : 0;
    return value >= 0.5f && value <= 8 ? value : 0;
}

static void read_scale(Window *window)
{
    window->own_scale = number_in("RAVINE_SCALE");
    window->forced = window->own_scale > 0;
    if (window->own_scale == 0)
        window->own_scale = number_in("GDK_SCALE");
    if (window->own_scale == 0)
        window->own_scale = number_in("QT_SCALE_FACTOR");
}

/* Device px per window px. */
static float pixel_ratio(const Window *window)
{
    int window_width = 0, device_width = 0, height;
    if (!window->sdl || window->offscreen)
        return 1;
    SDL_GetWindowSize(window->sdl, &window_width, &height);
    SDL_GL_GetDrawableSize(window->sdl, &device_width, &height);
    return window_width > 0 && device_width > 0 ? (float)device_width / (float)window_width : 1;
}

float window_scale(const Window *window)
{
    float ratio = pixel_ratio(window);
    bool own = window->own_scale > 0 && (window->forced || (ratio <= 1 && !window->offscreen));
    return own ? window->own_scale : ratio;
}

static bool open_window(Window *window, const WindowOptions *options, bool es)
{
    SDL_GL_ResetAttributes();
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK,
                        es ? SDL_GL_CONTEXT_PROFILE_ES : SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, es ? 0 : 3);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
    float scale = window->own_scale > 0 && !options->offscreen ? window->own_scale : 1;
    Uint32 flags = SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    if (options->fullscreen && !options->offscreen)
        flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
    if (options->hidden)
        flags |= SDL_WINDOW_HIDDEN;
    window->sdl = SDL_CreateWindow(
        options->title ? options->title : "Ravine", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
        (int)((float)options->width * scale), (int)((float)options->height * scale), flags);
    window->gl = window->sdl ? SDL_GL_CreateContext(window->sdl) : NULL;
    if (!window->gl) {
        if (window->sdl)
            SDL_DestroyWindow(window->sdl);
        window->sdl = NULL;
        return false;
    }
    if (!options->offscreen)
        SDL_SetWindowMinimumSize(window->sdl, WINDOW_WIDTH_MIN, WINDOW_HEIGHT_MIN);
    return true;
}

/* Drivers that draw for nobody. SDL takes them where it finds no display; people would wait in vain
 * for their window. */
static bool shows_nothing(const char *driver)
{
    static const char *const blind[] = {"offscreen", "dummy", "evdev"};
    for (size_t i = 0; driver && i < sizeof blind / sizeof *blind; i++)
        if (strcmp(driver, blind[i]) == 0)
            return true;
    return false;
}

/* libwayland complains on its own on standard error where it cannot even look for a socket. */
static bool worth_trying(const char *driver)
{
    bool wayland = strcmp(driver, "wayland") == 0;
    return !shows_nothing(driver) &&
           (!wayland || SDL_getenv("XDG_RUNTIME_DIR") || SDL_getenv("WAYLAND_SOCKET"));
}

/* For a window that people see: drivers in SDL's order. SDL_VIDEODRIVER outranks this hint. */
static void hint_drivers(void)
{
    char names[256] = "";
    for (int i = 0; i < SDL_GetNumVideoDrivers(); i++) {
        const char *name = SDL_GetVideoDriver(i);
        if (worth_trying(name)) {
            SDL_strlcat(names, names[0] ? "," : "", sizeof names);
            SDL_strlcat(names, name, sizeof names);
        }
    }
    SDL_SetHint(SDL_HINT_VIDEODRIVER, names);
    SDL_SetHint(SDL_HINT_APP_NAME, "Ravine");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
}

/* Xlib ends the process when its connection breaks; this is how. SDL has loaded it, if anybody. */
static int x_is_gone(void *display)
{
    (void)display;
    ending_lost("the display is gone; the session is kept");
}

static void watch_display(void)
{
    void *xlib = dlopen("libX11.so.6", RTLD_NOW | RTLD_NOLOAD);
    if (!xlib)
        return;
    int (*(*set)(int (*)(void *)))(void *);
    *(void **)&set = dlsym(xlib, "XSetIOErrorHandler");
    if (set)
        set(x_is_gone);
    dlclose(xlib);
}

static bool start_video(const WindowOptions *options, Err *err)
{
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1"); /* platform/ending has them */
    if (options->offscreen)
        SDL_SetHint(SDL_HINT_VIDEODRIVER, "offscreen");
    else
        hint_drivers();
    const char *driver = NULL;
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) == 0) {
        driver = SDL_GetCurrentVideoDriver();
        if (options->offscreen || !shows_nothing(driver)) {
            watch_display();
            return true;
        }
        SDL_SetError("SDL's driver '%s' shows nothing", driver);
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
    return err_set(err,
                   "No display to open a window on (%s); set DISPLAY or WAYLAND_DISPLAY, or write "
                   "a picture with `ravine render -O FILE.png`",
                   SDL_GetError());
}

/* With SDL if it can, else (offscreen only) with EGL alone. */
static bool open_any(Window *window, const WindowOptions *options, Err *err)
{
    Err refusal = {{0}};
    if (start_video(options, &refusal)) {
        if (open_window(window, options, false) || open_window(window, options, true))
            return true;
        err_set(&refusal,
                "Ravine needs OpenGL 3.3 or OpenGL ES 3.0, which this display does not "
                "offer (%s)",
                SDL_GetError());
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
    if (!options->offscreen)
        return err_set(err, "%s", refusal.text);
    window->headless = headless_create(options->width, options->height, err);
    return window->headless != NULL;
}

Window *window_create(const WindowOptions *options, Err *err)
{
    Window *window = mem_calloc(1, sizeof *window);
    window->offscreen = options->offscreen;
    window->fullscreen = options->fullscreen;
    window->width = options->width;
    window->height = options->height;
    read_scale(window);
    if (!open_any(window, options, err)) {
        free(window);
        return NULL;
    }
    if (window->sdl) {
        SDL_GL_SetSwapInterval(options->vsync ? 1 : 0);
        SDL_StartTextInput();
    }
    return window;
}

void window_destroy(Window *window)
{
    if (!window)
        return;
    headless_destroy(window->headless);
    if (window->sdl) {
        for (int i = 0; i < CURSORS; i++)
            if (window->cursors[i])
                SDL_FreeCursor(window->cursors[i]);
        SDL_GL_DeleteContext(window->gl);
        SDL_DestroyWindow(window->sdl);
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
    free(window);
}

void window_size(const Window *window, int *width, int *height)
{
    if (window->offscreen) {
        *width = window->width;
        *height = window->height;
        return;
    }
    SDL_GL_GetDrawableSize(window->sdl, width, height);
}

const char *window_driver(const Window *window)
{
    return window->sdl ? SDL_GetCurrentVideoDriver() : "egl";
}

/* Events after which the window's content may be lost. */
static bool needs_drawing(const SDL_Event *event)
{
    if (event->type != SDL_WINDOWEVENT)
        return event->type == SDL_RENDER_TARGETS_RESET;
    switch (event->window.event) {
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_MAXIMIZED:
    case SDL_WINDOWEVENT_FOCUS_GAINED:
    case SDL_WINDOWEVENT_DISPLAY_CHANGED:
        return true;
    default:
        return false;
    }
}

bool window_read(Window *window, Input *input)
{
    bool redraw = false;
    float ratio = pixel_ratio(window);
    input->count = 0;
    SDL_Event event;
    while (window->sdl && input->count < INPUT_EVENTS_MAX && SDL_PollEvent(&event)) {
        InputEvent translated;
        redraw |= needs_drawing(&event);
        if (events_translate(&event, ratio, &translated))
            events_add(input, &translated);
    }
    window_size(window, &input->width, &input->height);
    input->display_scale = window_scale(window);
    return redraw;
}

void window_close_soon(const Window *window)
{
    SDL_Event event = {.type = SDL_QUIT};
    if (window->sdl)
        SDL_PushEvent(&event);
}

static void wait_for_events(const Window *window, double seconds)
{
    if (!window->sdl || seconds <= 0)
        return;
    if (seconds > 3600)
        SDL_WaitEvent(NULL);
    else
        SDL_WaitEventTimeout(NULL, (int)ceil(seconds * 1000));
}

void window_run(Window *window, double (*frame)(void *self), void *self)
{
    double seconds;
    while ((seconds = frame(self)) >= 0)
        wait_for_events(window, seconds);
}

bool window_visible(const Window *window)
{
    return !window->sdl || window->offscreen ||
           !(SDL_GetWindowFlags(window->sdl) & (SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN));
}

void window_swap(Window *window)
{
    if (window->sdl)
        SDL_GL_SwapWindow(window->sdl);
}

void window_set_title(Window *window, const char *title)
{
    if (window->sdl && strncmp(window->title, title, sizeof window->title - 1) != 0) {
        SDL_strlcpy(window->title, title, sizeof window->title);
        SDL_SetWindowTitle(window->sdl, title);
    }
}

void window_set_cursor(Window *window, Cursor cursor)
{
    static const SDL_SystemCursor system[CURSORS] = {
        [CURSOR_ARROW] = SDL_SYSTEM_CURSOR_ARROW, [CURSOR_CROSSHAIR] = SDL_SYSTEM_CURSOR_CROSSHAIR,
        [CURSOR_HAND] = SDL_SYSTEM_CURSOR_HAND,   [CURSOR_MOVE] = SDL_SYSTEM_CURSOR_SIZEALL,
        [CURSOR_TEXT] = SDL_SYSTEM_CURSOR_IBEAM,
    };
    if (!window->sdl || window->offscreen || cursor == window->cursor)
        return;
    if (!window->cursors[cursor])
        window->cursors[cursor] = SDL_CreateSystemCursor(system[cursor]);
    SDL_SetCursor(window->cursors[cursor]);
    window->cursor = cursor;
}

void window_set_fullscreen(Window *window, bool fullscreen)
{
    if (window->sdl && !window->offscreen && fullscreen != window->fullscreen) {
        SDL_SetWindowFullscreen(window->sdl, fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
        window->fullscreen = fullscreen;
    }
}
