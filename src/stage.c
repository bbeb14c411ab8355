#include "stage.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/keys.h"
#include "base/array.h"
#include "figure/figure.h"
#include "gfx/renderer.h"
#include "platform/clipboard.h"
#include "platform/clock.h"
#include "platform/ending.h"
#include "platform/output.h"
#include "platform/window.h"
#include "recorder.h"

enum { WIDTH = 1280, HEIGHT = 720 };

/* Where vsync does not pace the loop, this does. */
static const double FRAME_SECONDS_MIN = 1.0 / 120, HIDDEN_SECONDS = 0.1;

static const double KEEP_SECONDS = 30;

static const double PX_PER_MM = 96 / 25.4;

enum { NAME_SIZE = 160 }; /* of what is saved in the working directory */

static Color background(const App *app)
{
    return theme_get(app->scene.theme)->panel;
}

static bool write_text(const char *text, FILE *file, Err *err)
{
    return fputs(text, file) >= 0 || err_set(err, "cannot write the scenario: %s", strerror(errno));
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
    char name[NAME_SIZE] = "";
    Err err = {0};
    OutputFile *output_file = output_open_free(output->save_name, &err);
    FILE *file = output_file ? output_stream(output_file) : NULL;
    if (file)
        snprintf(name, sizeof name, "%s", output_name(output_file));
    const PngNotes notes = {.title = app_title(app), .race = output->save_text};
    bool good = file != NULL;
    if (file && output->save == SAVE_SCENARIO)
        good = write_text(output->save_text, file, &err);
    else if (file && output->save == SAVE_PNG)
        good = renderer_write_png(renderer, &notes, file, &err);
    else if (file)
        good = write_figure(app, list, file, &err);
    if (good)
        good = output_commit(output_file, &err);
    else
        output_discard(output_file);
    if (!good)
        app_notify(app, "%s", err.text);
    else if (output->save_lacks)
        app_notify(app, "Saved %s without %s, which it reads", name, output->save_lacks);
    else
        app_notify(app, "Saved %s; open it with: ravine %s", name, name);
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

/* Films of what happens in the window: the one that is recorded, and the one before while it is
 * being written to its end. */
typedef struct Recording {
    Recorder *recorder, *ending; /* NULL: none */
} Recording;

static const double ENDING_SECONDS = 0.1; /* between two looks at the one that ends */

static void begin_recording(Recording *recording, App *app, double time)
{
    const Scene *scene = &app->scene;
    Err err = {0};
    if (recording->ending)
        err_set(&err, "%s is still being written; record the next film when it is saved.",
                recorder_name(recording->ending));
    else
        recording->recorder = recorder_start(app->output.save_name, app_title(app), scene->width,
                                             scene->height, time, &err);
    if (recording->recorder)
        return;
    app->output.record = false;
    app_notify(app, "%s", err.text);
}

/* The rest of the film goes on by itself. */
static void end_recording(Recording *recording, App *app, double time)
{
    app_notify(app, "Writing %s \u2026", recorder_name(recording->recorder));
    recorder_stop(recording->recorder, time);
    recording->ending = recording->recorder;
    recording->recorder = NULL;
    app->output.record = false;
}

/* Waits, if it has to, for a film that ends. False with one line in err if it could not be made. */
static bool finish_recording(Recording *recording, App *app, Err *err)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s", recorder_name(recording->ending));
    const bool good = recorder_finish(recording->ending, err);
    if (good)
        app_notify(app, "Saved %s", name);
    recording->ending = NULL;
    return good;
}

/* As the person wishes; a film has one size from beginning to end, and none is recorded on when
 * ffmpeg has gone. */
static void follow_recording(Recording *recording, App *app, double time)
{
    const bool on = recording->recorder != NULL, wanted = app->output.record;
    if (on &&
        (!wanted || !recorder_fits(recording->recorder, app->scene.width, app->scene.height) ||
         recorder_is_over(recording->recorder)))
        end_recording(recording, app, time);
    else if (!on && wanted)
        begin_recording(recording, app, time);
    Err err = {0};
    if (recording->ending && recorder_is_over(recording->ending) &&
        !finish_recording(recording, app, &err))
        app_notify(app, "%s", err.text);
}

/* At the end; whatever has to be waited for. */
static void finish_all(Recording *recording, App *app, double time, Err *err)
{
    if (recording->ending)
        finish_recording(recording, app, err);
    if (recording->recorder) {
        end_recording(recording, app, time);
        finish_recording(recording, app, err);
    }
}

static bool frame_due(const Recording *recording, double time)
{
    return recording->recorder && recorder_due(recording->recorder, time) <= 0;
}

/* Seconds until the films want to be looked at again. */
static double recording_pause(const Recording *recording, double time)
{
    double pause = INFINITY;
    if (recording->recorder)
        pause = fmax(0, recorder_due(recording->recorder, time));
    return recording->ending ? fmin(pause, ENDING_SECONDS) : pause;
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
                output_write(keeper->path, strbuf_text(&text), err);
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

struct Stage {
    App *app;
    Window *window;
    Renderer *renderer;
    Keeper keeper;
    Recording recording;
    DrawList list;
    Wishes granted;
    double last; /* when the frame before began */
    bool watching;
};

double stage_frame(Stage *stage)
{
    App *app = stage->app;
    Recording *recording = &stage->recording;
    Input input;
    bool uncovered = window_read(stage->window, &input);
    double start = clock_seconds();
    const Output *output = app_update(app, &input, start - stage->last);
    stage->last = start;
    if (output->quit || ending_signal() != 0)
        return -1;
    keep_now_and_then(&stage->keeper, app, start);
    grant(stage->window, &stage->granted, app, output);
    follow_recording(recording, app, start);
    const bool visible = window_visible(stage->window), filmed = frame_due(recording, start);
    if (visible && (output->dirty || uncovered || filmed)) {
        draw(app, stage->renderer, &stage->list);
        if (filmed)
            recorder_take(recording->recorder, stage->renderer, start);
        if (output->save != SAVE_NOTHING)
            save(app, stage->renderer, &stage->list);
        window_swap(stage->window);
    }
    double pause = pause_after(output, app, visible, clock_seconds() - start);
    if (visible || !recording->recorder)
        pause = fmin(pause, recording_pause(recording, clock_seconds()));
    return fmax(pause, 0);
}

/* The session first: what a film still needs may take a while. */
static void keep_all(Stage *stage, Err *err)
{
    keep(&stage->keeper, stage->app, err);
    finish_all(&stage->recording, stage->app, clock_seconds(), err);
}

/* There is no display any more: what it showed is kept. */
static void rescue(void *self)
{
    Err err = {0};
    keep_all(self, &err);
}

static void wake(void *self)
{
    const Stage *stage = self;
    window_close_soon(stage->window);
}

static int first_of(int given, int kept, int otherwise)
{
    return given > 0 ? given : kept > 0 ? kept : otherwise;
}

static void destroy(Stage *stage)
{
    renderer_destroy(stage->renderer);
    window_destroy(stage->window);
    strbuf_deinit(&stage->keeper.written);
    drawlist_deinit(&stage->list);
    free(stage);
}

Stage *stage_open(App *app, const Options *options, Session *session, const char *path, Err *err)
{
    const WindowOptions wanted = {.title = "Ravine",
                                  .width = first_of(options->width, session->width, WIDTH),
                                  .height = first_of(options->height, session->height, HEIGHT),
                                  .vsync = true};
    Stage *stage = mem_calloc(1, sizeof *stage);
    stage->app = app;
    stage->last = clock_seconds();
    stage->keeper = (Keeper){session, path, .due = stage->last + KEEP_SECONDS};
    stage->window = window_create(&wanted, err);
    stage->renderer = stage->window ? renderer_create(err) : NULL;
    if (!stage->renderer) {
        destroy(stage);
        return NULL;
    }
    app_use_fonts(app, renderer_fonts(stage->renderer));
    stage->watching = ending_watch(wake, stage);
    ending_rescue(rescue, stage);
    return stage;
}

Window *stage_window(Stage *stage)
{
    return stage->window;
}

void stage_close(Stage *stage, Err *err)
{
    keep_all(stage, err);
    ending_rescue(NULL, NULL);
    if (stage->watching)
        ending_unwatch();
    destroy(stage);
}
