/* Times the renderer on the picture that matters: a map kept in a layer, growing paths over it,
 * and text. Offscreen, glFinish after every frame, medians. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gfx/renderer.h"
#include "platform/window.h"
#include "view/scene/theme.h"

enum { PATHS = 8, POINTS = 2000, STRINGS = 200, FRAMES = 300 };

typedef struct Bench {
    Renderer *renderer;
    DrawList list;
    int width, height;
    float *k;
    Point paths[PATHS][POINTS];
} Bench;

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void make_paths(Bench *b)
{
    for (int p = 0; p < PATHS; p++) {
        float x = 0.1f * (float)b->width, y = 0.3f * (float)b->height + 20 * (float)p;
        for (int i = 0; i < POINTS; i++) {
            float t = (float)i / POINTS;
            b->paths[p][i] = (Point){x + 0.7f * (float)b->width * (1 - expf(-4 * t)),
                                     y + 60 * expf(-3 * t) * sinf(0.5f * (float)i + (float)p)};
        }
    }
}

static void make_field(Bench *b)
{
    int w = b->width + 2, h = b->height + 2;
    b->k = calloc((size_t)w * (size_t)h, sizeof *b->k);
    for (int j = 0; j < h; j++) {
        for (int i = 0; i < w; i++) {
            float x = 6 * ((float)i / (float)w - 0.5f), y = 4 * ((float)j / (float)h - 0.5f);
            b->k[j * w + i] = 5 * log10f(x * x + 20 * y * y + 0.01f) + sinf(2 * x);
        }
    }
}

/* points: how many of every path; map_key and path_key: the layers'. */
static void draw_frame_of(Bench *b, uint32_t points, uint64_t map_key, uint64_t path_key)
{
    const Theme *theme = theme_get(THEME_LIGHT);
    DrawList *list = &b->list;
    Rect map = {0, 0, (float)b->width, (float)b->height};
    drawlist_clear(list);
    draw_layer(list, map, (DrawLayer){0, -1, LAYER_FIXED, map_key}, theme->panel);
    DrawGround ground = {.k = b->k,
                         .width = b->width,
                         .height = b->height,
                         .k0 = -10,
                         .k1 = 10,
                         .gamma = 1,
                         .k_lowest = -100,
                         .relief = 30,
                         .line_scale = 1,
                         .lit = theme->lit,
                         .shaded = theme->shaded,
                         .line = theme->line,
                         .thin_alpha = theme->thin_alpha,
                         .strong_alpha = theme->strong_alpha};
    memcpy(ground.ramp, theme->ramp, sizeof ground.ramp);
    draw_ground(list, map, &ground);
    draw_layer_end(list);
    draw_layer(list, map, (DrawLayer){1, 0, LAYER_GROWING, path_key}, theme->panel);
    for (int p = 0; p < PATHS; p++) {
        Color color = theme_ink(THEME_LIGHT, "adam", p, &(int){0}).path;
        draw_line(list, b->paths[p], points, 5.5f, color_fade(theme->halo, 0.72));
        draw_line(list, b->paths[p], points, 2.5f, color);
        draw_dots(list, b->paths[p], points / 10, 3.1f, 1.35f, color, theme->halo);
    }
    draw_layer_end(list);
    draw_layer_show(list, map, 1);
    for (int i = 0; i < STRINGS; i++) {
        char text[32];
        snprintf(text, sizeof text, "value %d.%03d", i, (i * 7919) % 1000);
        draw_text(list, (Face)(i % 4), 14, 10 + (float)(i % 10) * 90, 20 + (float)(i / 10) * 30, 0,
                  theme->text1, text);
    }
    renderer_draw(b->renderer, list, b->width, b->height, theme->panel);
    renderer_finish(b->renderer);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef enum Case { CASE_STILL, CASE_GROWING, CASE_PATHS, CASE_ALL } Case;

static void time_case(Bench *b, Case which, const char *name)
{
    double times[FRAMES];
    int frames = which >= CASE_PATHS ? FRAMES / 5 : FRAMES;
    uint64_t map_key = 1, path_key = 1000;
    draw_frame_of(b, POINTS - FRAMES, map_key, path_key);
    for (int i = 0; i < frames; i++) {
        double start = now_ms();
        map_key += which == CASE_ALL;
        path_key += which >= CASE_PATHS;
        draw_frame_of(b, (uint32_t)(which == CASE_GROWING ? POINTS - FRAMES + i : POINTS), map_key,
                      path_key);
        times[i] = now_ms() - start;
    }
    qsort(times, (size_t)frames, sizeof *times, by_value);
    printf("%4dx%-4d %-44s %7.2f ms  %6.0f fps\n", b->width, b->height, name, times[frames / 2],
           1000 / times[frames / 2]);
}

static bool run(int width, int height, Err *err)
{
    double start = now_ms();
    Window *window = window_create(
        &(WindowOptions){.title = "bench", .width = width, .height = height, .offscreen = true},
        err);
    double opened = now_ms();
    Bench b = {.width = width, .height = height};
    b.renderer = window ? renderer_create(err) : NULL;
    if (b.renderer) {
        b.list.fonts = renderer_fonts(b.renderer);
        printf("%4dx%-4d window %.0f ms, renderer %.0f ms\n", width, height, opened - start,
               now_ms() - opened);
        make_field(&b);
        make_paths(&b);
        start = now_ms();
        draw_frame_of(&b, POINTS, 7, 7);
        printf("%4dx%-4d first frame %.0f ms\n", width, height, now_ms() - start);
        time_case(&b, CASE_STILL, "still");
        time_case(&b, CASE_GROWING, "paths growing by a point a frame");
        time_case(&b, CASE_PATHS, "all paths new (live bend)");
        time_case(&b, CASE_ALL, "ground and paths new (pan, zoom)");
    }
    drawlist_deinit(&b.list);
    free(b.k);
    bool done = b.renderer;
    renderer_destroy(b.renderer);
    window_destroy(window);
    return done;
}

int main(void)
{
    Err err = {{0}};
    if (!run(1280, 720, &err) || !run(1920, 1080, &err)) {
        fprintf(stderr, "bench_gfx: %s\n", err.text);
        return 1;
    }
    return 0;
}
