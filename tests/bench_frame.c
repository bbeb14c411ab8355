/* How fast the picture is, without a window (SDL's offscreen driver, glFinish after every frame):
 * the first frame from the start of the process; frames while a race of eight plays; the frame in
 * which a hyperparameter moves and every path is computed and drawn anew; a pan. Beside each, in
 * the same minute, what the machine can do at all: the same picture's pixels cleared and read by a
 * plain C loop. Medians; read the ratios, the rest depends on the machine. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/app.h"
#include "app/keys.h"
#include "base/array.h"
#include "gfx/renderer.h"
#include "platform/window.h"

enum { FRAMES = 160, STEPS = 2000, ENTRANTS = 8 };

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

/* Copies and touches as many pixels as the picture has. */
static double plain_seconds(int width, int height)
{
    size_t count = (size_t)width * (size_t)height;
    unsigned *from = mem_calloc(count, sizeof *from), *to = mem_calloc(count, sizeof *to);
    double best = INFINITY;
    unsigned sum = 0;
    for (int round = 0; round < 20; round++) {
        double start = now();
        for (size_t i = 0; i < count; i++)
            to[i] = from[i] * 3 + (unsigned)round;
        best = fmin(best, now() - start);
        sum += to[count / 2];
    }
    free(from);
    free(to);
    return sum == 1 ? 0 : best;
}

static void row(const char *what, double seconds, double plain)
{
    printf("%-52s %8.2f ms %7.0f fps %8.1f x plain copy\n", what, 1e3 * seconds, 1 / seconds,
           seconds / plain);
}

static bool stage_open(Stage *stage, int width, int height, bool long_race)
{
    static const char *const EIGHT[ENTRANTS] = {
        "sgd",     "momentum", "nesterov",       "adagrad",
        "rmsprop", "adam",     "adam:beta1=0.5", "momentum:momentum=0.99,form=buffer"};
    AppOptions options = {.seed = 1};
    if (long_race) {
        options.optimizers = EIGHT;
        options.optimizer_count = ENTRANTS;
        options.steps = STEPS;
        options.problem = "rosenbrock";
    }
    Err err = {0};
    WindowOptions wanted = {.title = "bench", .width = width, .height = height, .offscreen = true};
    memset(stage, 0, sizeof *stage);
    if (!app_init(&stage->app, &options, &err) || !(stage->window = window_create(&wanted, &err)) ||
        !(stage->renderer = renderer_create(&err))) {
        printf("frame benchmark skipped: %s\n", err.text);
        return false;
    }
    app_use_fonts(&stage->app, renderer_fonts(stage->renderer));
    stage->input = (Input){.width = width, .height = height, .display_scale = 1};
    return true;
}

static void stage_close(Stage *stage)
{
    renderer_destroy(stage->renderer);
    window_destroy(stage->window);
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

static double with_key(Stage *stage, const char *there, const char *back)
{
    double times[FRAMES / 2];
    for (int i = 0; i < FRAMES / 2; i++) {
        stage->input.events[stage->input.count++] = keys_event(i % 2 ? back : there);
        double start = now();
        frame(stage, 0.01);
        times[i] = now() - start;
    }
    return median(times, FRAMES / 2);
}

static void bench_size(int width, int height)
{
    Stage *stage = mem_calloc(1, sizeof *stage);
    char what[80];
    double plain = plain_seconds(width, height);
    if (!stage_open(stage, width, height, true)) {
        free(stage);
        return;
    }
    frame(stage, 0);
    snprintf(what, sizeof what, "%dx%d, %d optimizers x %d, playing", width, height, ENTRANTS,
             STEPS);
    row(what, playing(stage), plain);
    app_set_playhead(&stage->app, STEPS);
    frame(stage, 0);
    snprintf(what, sizeof what, "%dx%d, live bend of all %d steps", width, height, STEPS);
    row(what, with_key(stage, "Right", "Left"), plain);
    snprintf(what, sizeof what, "%dx%d, pan", width, height);
    row(what, with_key(stage, "Alt+Right", "Alt+Left"), plain);
    stage_close(stage);
    free(stage);
}

int main(void)
{
    double start = now();
    Stage *stage = mem_calloc(1, sizeof *stage);
    if (!stage_open(stage, 1280, 720, false)) {
        free(stage);
        return 77;
    }
    frame(stage, 0);
    double first = now() - start;
    printf("%-52s %8.2f ms\n", "first frame 1280x720 after main began", 1e3 * first);
    stage_close(stage);
    free(stage);
    bench_size(1280, 720);
    bench_size(1920, 1080);
    return 0;
}
