/* How fast the picture is, without a window (SDL's offscreen driver, glFinish after every frame):
 * the first frame from the start of the process; frames while a race of eight stands still and
 * plays; frames in which everything is drawn anew because a hyperparameter moves or the map does.
 * Beside each, in the same run, the least OpenGL that does the like (tests/plain_frame.h): a
 * program that clears its window once; a kept picture copied, with the new segments or with all of
 * them. Medians; read the ratios, the rest depends on the machine. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "app/keys.h"
#include "base/array.h"
#include "gfx/renderer.h"
#include "plain_frame.h"
#include "platform/window.h"

enum { FRAMES = 160, STEPS = 2000, ENTRANTS = 8, ON_SURFACE = 5, STARTS = 7 };
enum { PER_FRAME = STEPS / FRAMES };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, ascending);
    return values[count / 2];
}

static void row(const char *what, double seconds, double plain)
{
    printf("%-44s %8.2f ms %7.0f fps   plain %8.2f ms   %6.1f x\n", what, 1e3 * seconds,
           1 / seconds, 1e3 * plain, seconds / plain);
}

/* ---- Ravine ---- */

typedef struct Stage {
    App app;
    Window *window;
    Renderer *renderer;
    DrawList list;
    Input input;
} Stage;

static void frame(Stage *stage, double dt)
{
    app_update(&stage->app, &stage->input, dt);
    stage->input.count = 0;
    app_draw(&stage->app, &stage->list);
    renderer_draw(stage->renderer, &stage->list, stage->input.width, stage->input.height,
                  theme_get(stage->app.scene.theme)->panel);
    renderer_finish(stage->renderer);
}

static Window *open_window(int width, int height)
{
    Err err = {0};
    WindowOptions wanted = {.title = "bench", .width = width, .height = height, .offscreen = true};
    Window *window = window_create(&wanted, &err);
    if (!window)
        printf("frame benchmark skipped: %s\n", err.text);
    return window;
}

/* entrants: of the long race; 0 for what a person sees who names nothing. */
static bool stage_open(Stage *stage, int width, int height, size_t entrants)
{
    static const char *const EIGHT[ENTRANTS] = {
        "sgd",     "momentum", "nesterov",       "adagrad",
        "rmsprop", "adam",     "adam:beta1=0.5", "momentum:momentum=0.99,form=buffer"};
    AppOptions options = {.seed = 1};
    if (entrants > 0) {
        options.optimizers = EIGHT;
        options.optimizer_count = entrants;
        options.steps = STEPS;
        options.problem = "rosenbrock";
    }
    Err err = {0};
    memset(stage, 0, sizeof *stage);
    if (!app_init(&stage->app, &options, &err) || !(stage->window = open_window(width, height)) ||
        !(stage->renderer = renderer_create(&err))) {
        printf("frame benchmark skipped: %s\n", err.text);
        return false;
    }
    app_use_fonts(&stage->app, renderer_fonts(stage->renderer));
    stage->input = (Input){.width = width, .height = height, .display_scale = 1};
    return true;
}

/* The renderer must go while its own window is the current one. */
static void stage_close_window(Stage *stage)
{
    renderer_destroy(stage->renderer);
    window_destroy(stage->window);
    stage->renderer = NULL;
    stage->window = NULL;
}

static void stage_close(Stage *stage)
{
    stage_close_window(stage);
    drawlist_deinit(&stage->list);
    app_deinit(&stage->app);
}

static double playing(Stage *stage)
{
    double times[FRAMES];
    app_set_playhead(&stage->app, 0);
    stage->app.scene.playing = true;
    for (int i = 0; i < 20; i++)
        frame(stage, 0);
    /* The whole race in the frames that are timed. */
    stage->app.scene.speed = (double)STEPS / FRAMES * 100;
    for (int i = 0; i < FRAMES; i++) {
        double start = now();
        frame(stage, 0.01);
        times[i] = now() - start;
    }
    stage->app.scene.playing = false;
    return median(times, FRAMES);
}

/* Two keys in turn; NULL for none. */
static double with_key(Stage *stage, const char *there, const char *back)
{
    double times[FRAMES / 2];
    for (int i = 0; i < FRAMES / 2; i++) {
        if (there)
            stage->input.events[stage->input.count++] = keys_event(i % 2 ? back : there);
        double start = now();
        frame(stage, 0.01);
        times[i] = now() - start;
    }
    return median(times, FRAMES / 2);
}

/* ---- the plain loops ---- */

/* Where the paths of the stage's race lie on its map. */
static Point *paths_of(const Stage *stage, size_t lines)
{
    const Scene *scene = &stage->app.scene;
    Rect pane = stage->app.screen.layout.panes[0];
    Camera camera = scene_camera(scene, pane);
    Point *points = mem_calloc(lines * (STEPS + 1), sizeof *points);
    for (size_t i = 0; i < lines; i++) {
        const Run *run = race_run(scene->race, i);
        for (long step = 0; step <= STEPS; step++) {
            long at = step < run_last_step(run) ? step : run_last_step(run);
            points[i * (STEPS + 1) + (size_t)step] =
                camera_to_screen(&camera, pane, run_row(run, at)->w);
        }
    }
    return points;
}

typedef enum PlainCase { PLAIN_STILL, PLAIN_GROWING, PLAIN_ALL } PlainCase;

static double plain_seconds(PlainFrame *plain, const Point *points, size_t lines, PlainCase which)
{
    double times[FRAMES];
    for (size_t i = 0; i < FRAMES; i++) {
        size_t from = which == PLAIN_GROWING ? i * PER_FRAME : 0;
        size_t to = which == PLAIN_STILL ? 0 : which == PLAIN_ALL ? STEPS : from + PER_FRAME;
        double start = now();
        plain_frame_draw(plain, points, lines, STEPS + 1, from, to);
        times[i] = now() - start;
    }
    return median(times, FRAMES);
}

static bool plain_measure(const Stage *stage, size_t lines, double seconds[3])
{
    Window *window = open_window(stage->input.width, stage->input.height);
    PlainFrame plain;
    if (!window || !plain_frame_init(&plain, stage->input.width, stage->input.height)) {
        window_destroy(window);
        return false;
    }
    Point *points = paths_of(stage, lines);
    for (PlainCase which = PLAIN_STILL; which <= PLAIN_ALL; which++)
        seconds[which] = plain_seconds(&plain, points, lines, which);
    free(points);
    plain_frame_deinit(&plain);
    window_destroy(window);
    return true;
}

static void bench_size(int width, int height)
{
    Stage *stage = mem_calloc(1, sizeof *stage);
    double still, growing, bend, pan, plain[3];
    bool good = stage_open(stage, width, height, ENTRANTS);
    if (good) {
        frame(stage, 0);
        growing = playing(stage);
        app_set_playhead(&stage->app, STEPS);
        frame(stage, 0);
        still = with_key(stage, NULL, NULL);
        bend = with_key(stage, "Right", "Left");
        pan = with_key(stage, "Alt+Right", "Alt+Left");
        stage_close_window(stage);
        good = plain_measure(stage, ENTRANTS, plain);
    }
    if (good) {
        printf("%dx%d, %d optimizers x %d iterates\n", width, height, ENTRANTS, STEPS);
        row("  still", still, plain[PLAIN_STILL]);
        row("  playing", growing, plain[PLAIN_GROWING]);
        row("  live bend: all paths anew", bend, plain[PLAIN_ALL]);
        row("  pan: map and all paths anew", pan, plain[PLAIN_ALL]);
    }
    stage_close(stage);
    free(stage);
}

/* The map as a surface. Its plain loop has as many paths, drawn flat. */
static void bench_surface(int width, int height)
{
    Stage *stage = mem_calloc(1, sizeof *stage);
    double still, growing, turn, plain[3];
    bool good = stage_open(stage, width, height, ON_SURFACE);
    if (good) {
        stage->app.scene.layout = LAYOUT_SURFACE;
        frame(stage, 0);
        frame(stage, 1);
        growing = playing(stage);
        app_set_playhead(&stage->app, STEPS);
        frame(stage, 0);
        still = with_key(stage, NULL, NULL);
        turn = with_key(stage, "Alt+Right", "Alt+Left");
        stage_close_window(stage);
        good = plain_measure(stage, ON_SURFACE, plain);
    }
    if (good) {
        printf("%dx%d, surface, %d optimizers x %d iterates\n", width, height, ON_SURFACE, STEPS);
        row("  still", still, plain[PLAIN_STILL]);
        row("  playing", growing, plain[PLAIN_GROWING]);
        row("  turning: surface and all paths anew", turn, plain[PLAIN_ALL]);
    }
    stage_close(stage);
    free(stage);
}

/* ---- the first frame ---- */

/* In a process of its own, for drivers load and set up once. */
static bool first_frame(bool plainly)
{
    if (plainly) {
        Window *window = open_window(1280, 720);
        if (window)
            plain_frame_clear();
        return window;
    }
    Stage *stage = mem_calloc(1, sizeof *stage);
    if (!stage_open(stage, 1280, 720, 0))
        return false;
    frame(stage, 0);
    return true;
}

/* From before the process starts until it ends, right after its frame. Negative if it fails. */
static double process_seconds(const char *program, const char *what)
{
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        execl(program, program, what, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        return -1;
    return now() - start;
}

static bool bench_start(const char *program)
{
    double whole[STARTS], plain[STARTS];
    for (int i = 0; i < STARTS; i++) {
        whole[i] = process_seconds(program, "first");
        plain[i] = process_seconds(program, "plain");
        if (whole[i] < 0 || plain[i] < 0)
            return false;
    }
    row("first frame 1280x720 after start, warm", median(whole, STARTS), median(plain, STARTS));
    return true;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        _exit(first_frame(strcmp(argv[1], "plain") == 0) ? 0 : 1);
    if (!bench_start(argv[0])) {
        printf("frame benchmark skipped: no picture without a window here\n");
        return 77;
    }
    bench_size(1280, 720);
    bench_surface(1280, 720);
    bench_size(1920, 1080);
    return 0;
}
