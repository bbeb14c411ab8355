#include "stage.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/keys.h"
#include "app/output.h"
#include "figure/figure.h"
#include "gfx/renderer.h"
#include "platform/clipboard.h"
#include "platform/window.h"
#include "recorder.h"

enum { WIDTH = 1280, HEIGHT = 720 };

/* Where vsync does not pace the loop, this does. */
static const double FRAME_SECONDS_MIN = 1.0 / 120, HIDDEN_SECONDS = 0.1;

static const double KEEP_SECONDS = 30;

static const double PX_PER_MM = 96 / 25.4;

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

/* NAME.ini in the working directory, NAME-2.ini, -3 ... if that is taken. */
static void free_path(const char *name, char *path, size_t size)
{
    int stem = (int)(strrchr(name, '.') - name);
    snprintf(path, size, "%s", name);
    for (int i = 2; access(path, F_OK) == 0 && i < 1000; i++)
        snprintf(path, size, "%.*s-%d%s", stem, name, i, name + stem);
}

static bool write_text(const char *text, FILE *file, Err *err)
{
    return fputs(text, file) >= 0 || err_set(err, "cannot write the scenario");
}

/* The list that is on the screen, as vectors. */
static bool write_figure(const App *app, const DrawList *list, FILE *file, Err *err)
{
    const Scene *scene = &app->scene;
    const FigurePage page = {.width = scene->width,
                             .height = scene->height,
                             .px_per_mm = PX_PER_MM * (double)app->display_scale,
                             .background = background(app),
                             .title = app_title(app),
                             .race = app->output.save_text};
    Lettering *lettering = lettering_create(err);
    const bool pdf = app->output.save == SAVE_PDF;
    const bool good =
        lettering && (pdf ? figure_write_pdf : figure_write_svg)(list, &page, lettering, file, err);
    lettering_destroy(lettering);
    return good;
}

/* What the person wants to keep, once it is on the screen. */
static void save(App *app, Renderer *renderer, const DrawList *list)
{
    const Output *output = &app->output;
    char path[128];
    Err err = {0};
    free_path(output->save_name, path, sizeof path);
    OutputFile *output_file = output_open(path, NULL, &err);
    FILE *file = output_file ? output_stream(output_file) : NULL;
    const PngNotes notes = {.title = app_title(app), .race = output->save_text};
    bool good = file != NULL;
    if (file && output->save == SAVE_SCENARIO)
        good = write_text(output->save_text, file, &err);
    else if (file && output->save == SAVE_PNG)
        good = renderer_write_png(renderer, &notes, file, &err);
    else if (file)
        good = write_figure(app, list, file, &err);
    if (!good)
        output_discard(output_file);
    if (good && output->save_lacks && output_commit(output_file, &err))
        app_notify(app, "Saved %s; it names %s, to be kept beside it", path, output->save_lacks);
    else if (good && output_commit(output_file, &err))
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

/* A film of what happens in the window. */
typedef struct Recording {
    Recorder *recorder; /* NULL while there is none */
    char path[128];
} Recording;

static void begin_recording(Recording *recording, App *app, double time)
{
    const Scene *scene = &app->scene;
    Err err = {0};
    free_path(app->output.save_name, recording->path, sizeof recording->path);
    recording->recorder =
        recorder_start(recording->path, app_title(app), scene->width, scene->height, time, &err);
    if (recording->recorder)
        return;
    app->output.record = false;
    app_notify(app, "%s", err.text);
}

static void end_recording(Recording *recording, App *app, double time)
{
    Err err = {0};
    if (!recording->recorder)
        return;
    if (recorder_stop(recording->recorder, time, &err))
        app_notify(app, "Saved %s", recording->path);
    else
        app_notify(app, "%s", err.text);
    recording->recorder = NULL;
    app->output.record = false;
}

/* As the person wishes; a film has one size from beginning to end. */
static void follow_recording(Recording *recording, App *app, double time)
{
    const bool on = recording->recorder != NULL, wanted = app->output.record;
    if (on && (!wanted || !recorder_fits(recording->recorder, app->scene.width, app->scene.height)))
        end_recording(recording, app, time);
    else if (!on && wanted)
        begin_recording(recording, app, time);
}

static bool frame_due(const Recording *recording, double time)
{
    return recording->recorder && recorder_due(recording->recorder, time) <= 0;
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
    Recording recording = {0};
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
        follow_recording(&recording, app, start);
        const bool visible = window_visible(window), filmed = frame_due(&recording, start);
        if (visible && (output->dirty || uncovered || filmed)) {
            draw(app, renderer, &list);
            if (filmed)
                recorder_take(recording.recorder, renderer, start);
            if (output->save != SAVE_NOTHING)
                save(app, renderer, &list);
            window_swap(window);
        }
        double pause = pause_after(output, app, visible, now() - start);
        if (recording.recorder && visible)
            pause = fmin(pause, fmax(0, recorder_due(recording.recorder, now())));
        window_wait(window, pause);
    }
    end_recording(&recording, app, now());
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
