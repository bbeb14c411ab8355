#include "stage.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/keys.h"
#include "app/output.h"
#include "gfx/renderer.h"
#include "platform/clipboard.h"
#include "platform/window.h"

enum { WIDTH = 1280, HEIGHT = 720 };

/* Where vsync does not pace the loop, this does. */
static const double FRAME_SECONDS_MIN = 1.0 / 120, HIDDEN_SECONDS = 0.1;

static const double KEEP_SECONDS = 30;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static Color background(const App *app)
{
    return theme_get(app->scene.theme)->panel;
}

/* ravine-20240131-235959.png in the working directory, -2, -3 ... if that is taken. */
static void screenshot_path(char *path, size_t size)
{
    time_t clock = time(NULL);
    struct tm local;
    char stamp[32];
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", localtime_r(&clock, &local));
    snprintf(path, size, "ravine-%s.png", stamp);
    for (int i = 2; access(path, F_OK) == 0 && i < 1000; i++)
        snprintf(path, size, "ravine-%s-%d.png", stamp, i);
}

static void save_screenshot(App *app, Renderer *renderer)
{
    char path[128];
    Err err = {0};
    screenshot_path(path, sizeof path);
    OutputFile *file = output_open(path, NULL, &err);
    bool good = file && renderer_write_png(renderer, output_stream(file), &err);
    if (!good)
        output_discard(file);
    if (good && output_commit(file, &err))
        app_notify(app, "Saved %s", path);
    else
        app_notify(app, "%s", err.text);
}

/* NAME.ini in the working directory, NAME-2.ini, -3 ... if that is taken. */
static void free_path(const char *name, char *path, size_t size)
{
    int stem = (int)(strrchr(name, '.') - name);
    snprintf(path, size, "%s", name);
    for (int i = 2; access(path, F_OK) == 0 && i < 1000; i++)
        snprintf(path, size, "%.*s-%d%s", stem, name, i, name + stem);
}

static void save_scenario(App *app, const Output *output)
{
    char path[128];
    Err err = {0};
    free_path(output->save_name, path, sizeof path);
    OutputFile *file = output_open(path, NULL, &err);
    if (file)
        fputs(output->save, output_stream(file));
    if (file && output_commit(file, &err))
        app_notify(app, "Saved %s; open it with: ravine %s", path, path);
    else
        app_notify(app, "%s", err.text);
}

/* Wishes that need the window, when they change. */
typedef struct Wishes {
    char title[sizeof((Output *)0)->title];
    Cursor cursor;
    bool fullscreen;
} Wishes;

static void paste(App *app)
{
    char *text = clipboard_get();
    app_paste(app, text);
    free(text);
}

static void grant(Window *window, Wishes *granted, App *app, const Output *output)
{
    if (output->copy && !clipboard_set(output->copy))
        app_notify(app, "The system's clipboard takes no text.");
    if (output->paste)
        paste(app);
    if (output->save)
        save_scenario(app, output);
    if (strcmp(granted->title, output->title) != 0) {
        strcpy(granted->title, output->title);
        window_set_title(window, output->title);
    }
    if (granted->cursor != output->cursor) {
        granted->cursor = output->cursor;
        window_set_cursor(window, output->cursor);
    }
    if (granted->fullscreen != output->fullscreen) {
        granted->fullscreen = output->fullscreen;
        window_set_fullscreen(window, output->fullscreen);
    }
}

static void draw(App *app, Renderer *renderer, DrawList *list)
{
    app_draw(app, list);
    renderer_draw(renderer, list, app->scene.width, app->scene.height, background(app));
}

/* Seconds to sleep after a frame that took `spent`. Nobody sees a hidden window: it wakes for
 * events, and now and then for what is being computed. */
static double pause_after(const Output *output, const App *app, bool visible, double spent)
{
    bool soon = output->busy || (visible && app->redraw);
    if (!visible)
        return soon ? HIDDEN_SECONDS : fmax(output->wake, HIDDEN_SECONDS);
    return fmax(soon ? 0 : output->wake, FRAME_SECONDS_MIN - spent);
}

/* Where a session goes, and what is there already. */
typedef struct Keeper {
    Session *session;
    const char *path; /* NULL: nowhere */
    StrBuf written;
    double due;
} Keeper;

/* Writes what differs from what was written last. */
static bool keep(Keeper *keeper, const App *app, Err *err)
{
    if (!keeper->path)
        return true;
    StrBuf text = {0};
    session_note(keeper->session, app);
    session_print(keeper->session, &text);
    bool good = strcmp(strbuf_text(&text), strbuf_text(&keeper->written)) == 0 ||
                session_save(keeper->session, keeper->path, err);
    strbuf_deinit(&keeper->written);
    keeper->written = text;
    if (!good)
        keeper->path = NULL; /* said once */
    return good;
}

/* A machine that goes down takes little with it. */
static void keep_now_and_then(Keeper *keeper, App *app, double time)
{
    Err err = {0};
    if (time < keeper->due)
        return;
    keeper->due = time + KEEP_SECONDS;
    if (!keep(keeper, app, &err))
        app_notify(app, "%s", err.text);
}

static void loop(App *app, Window *window, Renderer *renderer, Keeper *keeper)
{
    DrawList list = {0};
    Wishes granted = {0};
    double last = now();
    for (;;) {
        Input input;
        bool uncovered = window_read(window, &input);
        double start = now();
        const Output *output = app_update(app, &input, start - last);
        last = start;
        if (output->quit)
            break;
        keep_now_and_then(keeper, app, start);
        grant(window, &granted, app, output);
        bool visible = window_visible(window);
        if (visible && (output->dirty || uncovered)) {
            draw(app, renderer, &list);
            if (output->screenshot)
                save_screenshot(app, renderer);
            window_swap(window);
        }
        window_wait(window, pause_after(output, app, visible, now() - start));
    }
    drawlist_deinit(&list);
}

static int first_of(int given, int kept, int otherwise)
{
    return given > 0 ? given : kept > 0 ? kept : otherwise;
}

bool stage_window(App *app, const Options *options, Session *session, const char *path, Err *err)
{
    WindowOptions wanted = {.title = "Ravine",
                            .width = first_of(options->width, session->width, WIDTH),
                            .height = first_of(options->height, session->height, HEIGHT),
                            .vsync = true};
    Keeper keeper = {.session = session, .path = path, .due = now() + KEEP_SECONDS};
    Window *window = window_create(&wanted, err);
    Renderer *renderer = window ? renderer_create(err) : NULL;
    if (renderer) {
        app_use_fonts(app, renderer_fonts(renderer));
        loop(app, window, renderer, &keeper);
        keep(&keeper, app, err);
        strbuf_deinit(&keeper.written);
    }
    renderer_destroy(renderer);
    window_destroy(window);
    return renderer != NULL;
}

/* As far as the race is wanted, however many slices that takes. */
static void compute(App *app, Input *input)
{
    do {
        app_update(app, input, 0);
        input->count = 0;
    } while (!race_done(app->race));
}

/* The camera is on its way home, or the map is being raised. */
static bool travels(const App *app)
{
    return app->camera_left > 0 || app->lift_way != (app->scene.layout == LAYOUT_SURFACE);
}

/* One frame with these events, and more until the race is computed and the camera has arrived. The
 * list is written each time: the next event looks up there what lies where. */
static void act(App *app, Input *input, DrawList *list)
{
    compute(app, input);
    while (travels(app))
        app_update(app, input, 1);
    app_draw(app, list);
}

/* The pointer over the map, and the keys of --keys one by one. */
static void act_out(App *app, const Options *options, Input *input, DrawList *list)
{
    app_draw(app, list);
    if (options->cursor_given) {
        Rect pane = app->screen.layout.panes[0];
        Camera camera = scene_camera(&app->scene, pane);
        Point p = camera_to_screen(&camera, pane, options->cursor);
        input->events[input->count++] = (InputEvent){.kind = INPUT_MOVE, .x = p.x, .y = p.y};
        act(app, input, list);
    }
    const char *keys = options->keys ? options->keys : "";
    while ((input->count = keys_press(&keys, input->events)) > 0)
        act(app, input, list);
}

bool stage_render(App *app, const Options *options, FILE *file, Err *err)
{
    Input input = {.width = options->width > 0 ? options->width : WIDTH,
                   .height = options->height > 0 ? options->height : HEIGHT,
                   .display_scale = 1};
    WindowOptions wanted = {
        .title = "Ravine", .width = input.width, .height = input.height, .offscreen = true};
    Window *window = window_create(&wanted, err);
    Renderer *renderer = window ? renderer_create(err) : NULL;
    bool good = false;
    if (renderer) {
        DrawList list = {0};
        app_use_fonts(app, renderer_fonts(renderer));
        compute(app, &input);
        /* Two fifths of the way the paths have parted and have not all arrived. */
        double budget = (double)race_limits(app->race).budget;
        double own = app->scene.playhead > 0 ? app->scene.playhead : round(0.4 * budget);
        app_set_playhead(app, options->step >= 0 ? (double)options->step : own);
        compute(app, &input); /* what goes with the playhead */
        act_out(app, options, &input, &list);
        draw(app, renderer, &list);
        good = renderer_write_png(renderer, file, err);
        drawlist_deinit(&list);
    }
    renderer_destroy(renderer);
    window_destroy(window);
    return good;
}
