/* One draw list, two backends: what cairo makes of a picture is what OpenGL makes of it. The two
 * share no code below the list, except for fonts' measures. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "drawkinds.h"
#include "figure/figure.h"
#include "gfx/renderer.h"
#include "platform/window.h"
#include "player.h"

enum { WIDTH = 1280, HEIGHT = 720, BLOCK = 8, COLUMNS = WIDTH / BLOCK, ROWS = HEIGHT / BLOCK };

typedef struct Bench {
    Window *window;
    Renderer *renderer; /* NULL where there is no OpenGL */
    Lettering *lettering;
    unsigned char *gl, *cairo;
} Bench;

static Bench bench;

static int start(void **state)
{
    (void)state;
    Err err = {0};
    WindowOptions wanted = {.title = "", .width = WIDTH, .height = HEIGHT, .offscreen = true};
    bench.window = window_create(&wanted, &err);
    bench.renderer = bench.window ? renderer_create(&err) : NULL;
    bench.lettering = lettering_create(&err);
    bench.gl = mem_calloc(WIDTH * HEIGHT, 4);
    bench.cairo = mem_calloc(WIDTH * HEIGHT, 4);
    return bench.lettering ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    free(bench.gl);
    free(bench.cairo);
    lettering_destroy(bench.lettering);
    renderer_destroy(bench.renderer);
    window_destroy(bench.window);
    return 0;
}

static FigurePage page_of(const Player *player)
{
    return (FigurePage){.width = WIDTH,
                        .height = HEIGHT,
                        .px_per_mm = 96 / 25.4,
                        .background = theme_get(player->app.scene.theme)->panel,
                        .title = "title",
                        .race = "race"};
}

static void keep(const char *name, const char *backend, const unsigned char *rgba)
{
    const char *folder = getenv("RAVINE_TEST_PICTURES");
    char path[512];
    Err err = {0};
    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/figure-%s-%s.png", folder, name, backend);
    FILE *file = fopen(path, "wb");
    if (file && png_write(file, rgba, WIDTH, HEIGHT, NULL, &err))
        fclose(file);
}

static void draw_both(const Player *player, const char *name)
{
    const FigurePage page = page_of(player);
    renderer_draw(bench.renderer, &player->list, WIDTH, HEIGHT, page.background);
    assert_true(renderer_read(bench.renderer, bench.gl, NULL));
    assert_true(
        figure_raster(&player->list, &page, PAINT_PIXELS, bench.lettering, bench.cairo, NULL));
    keep(name, "gl", bench.gl);
    keep(name, "cairo", bench.cairo);
}

/* Mean levels of a channel in a block. Seen from where one sees no pixels: the two smooth edges
 * each in its own way. */
static double block_mean(const unsigned char *rgba, int column, int row, int channel)
{
    double sum = 0;
    for (int y = row * BLOCK; y < (row + 1) * BLOCK; y++)
        for (int x = column * BLOCK; x < (column + 1) * BLOCK; x++)
            sum += rgba[4 * (y * WIDTH + x) + channel];
    return sum / (BLOCK * BLOCK);
}

typedef struct Difference {
    double mean, most; /* levels of 255, of blocks */
    int column, row;   /* of the most */
} Difference;

static Difference difference(void)
{
    Difference d = {0};
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            double block = 0;
            for (int channel = 0; channel < 3; channel++)
                block = fmax(block, fabs(block_mean(bench.gl, column, row, channel) -
                                         block_mean(bench.cairo, column, row, channel)));
            d.mean += block / (ROWS * COLUMNS);
            if (block > d.most)
                d = (Difference){d.mean, block, column, row};
        }
    }
    return d;
}

/* A level is the least that a channel can differ by. */
static const double MEAN_MAX = 1, MOST_MAX = 24;

static const struct View {
    const char *name;
    AppOptions options;
    const char *keys[4];
} VIEWS[] = {
    {"map", {.problem = "rosenbrock"}, {""}},
    {"dark", {.problem = "himmelblau", .theme = THEME_DARK}, {""}},
    {"grid", {.problem = "bowl", .layout = LAYOUT_GRID}, {""}},
    {"surface", {.problem = "rosenbrock", .layout = LAYOUT_SURFACE}, {""}},
    {"presenter", {.problem = "saddle_bounded", .presenter = true, .theme = THEME_DARK}, {""}},
    {"anatomy", {.problem = "bowl", .anatomy = true, .curvature = true}, {""}},
    {"check", {.problem = "bowl"}, {"G"}},
    {"help", {.problem = "bowl"}, {"F1"}},
    {"palette", {.problem = "bowl", .theme = THEME_DARK}, {"Ctrl+K"}},
    {"data", {.problem = "logreg"}, {""}},
    {"patterns", {.problem = "beale", .patterns = true}, {""}},
};

enum { VIEW_COUNT = sizeof VIEWS / sizeof VIEWS[0] };

static void open_view(Player *player, const struct View *view)
{
    AppOptions options = view->options;
    options.step = 40;
    options.only_past = true;
    player_open(player, &options, WIDTH, HEIGHT, 1, lettering_fonts(bench.lettering));
    player_settle(player);
    for (size_t i = 0; i < 4 && view->keys[i]; i++)
        player_press(player, view->keys[i]);
    player_settle(player);
}

static void both_backends_make_the_same_picture(void **state)
{
    (void)state;
    if (!bench.renderer)
        skip();
    for (size_t i = 0; i < VIEW_COUNT; i++) {
        static Player player;
        open_view(&player, &VIEWS[i]);
        draw_both(&player, VIEWS[i].name);
        const Difference d = difference();
        if (getenv("RAVINE_TEST_PICTURES"))
            printf("# %-10s mean %.3f, most %.1f at %d, %d\n", VIEWS[i].name, d.mean, d.most,
                   d.column * BLOCK, d.row * BLOCK);
        if (d.mean > MEAN_MAX || d.most > MOST_MAX)
            fail_msg("%s: they differ by %.3f levels, and by %.1f around %d, %d", VIEWS[i].name,
                     d.mean, d.most, d.column * BLOCK, d.row * BLOCK);
        player_close(&player);
    }
}

/* All kinds but one, or all (`without` is none of them). */
static void draw_kinds(DrawList *list, int without)
{
    drawlist_clear(list);
    for (int kind = 0; kind < DRAWKINDS_COUNT; kind++)
        if (kind != without)
            drawkinds_draw(list, (DrawKind)kind);
}

static const FigurePage KINDS_PAGE = {.width = WIDTH,
                                      .height = HEIGHT,
                                      .px_per_mm = 96 / 25.4,
                                      .background = {255, 255, 255, 255},
                                      .title = "title",
                                      .race = "race"};

static void raster_kinds(DrawList *list, int without)
{
    draw_kinds(list, without);
    assert_true(figure_raster(list, &KINDS_PAGE, PAINT_PIXELS, bench.lettering, bench.cairo, NULL));
}

static bool is_pixel(Point at, Color want)
{
    const unsigned char *got = bench.cairo + 4 * ((int)at.y * WIDTH + (int)at.x);
    return abs(got[0] - want.r) <= 2 && abs(got[1] - want.g) <= 2 && abs(got[2] - want.b) <= 2;
}

static void every_kind_of_command_leaves_its_mark(void **state)
{
    (void)state;
    const Color white = {255, 255, 255, 255};
    DrawList list = {.fonts = lettering_fonts(bench.lettering)};
    raster_kinds(&list, -1);
    for (int kind = 0; kind < DRAWKINDS_COUNT; kind++) {
        const Point at = drawkinds_cell((DrawKind)kind);
        if (!is_pixel(at, DRAWKINDS_COLOR))
            fail_msg("a command of kind %d leaves nothing", kind);
        if (!is_pixel((Point){at.x - 20, at.y}, white))
            fail_msg("a command of kind %d leaves its cell", kind);
    }
    drawlist_deinit(&list);
}

/* Every kind of command, left out of one of the two, is seen: the limits above are not slack. */
static void a_command_that_one_of_them_lacks_is_seen(void **state)
{
    (void)state;
    if (!bench.renderer)
        skip();
    DrawList list = {.fonts = lettering_fonts(bench.lettering)};
    draw_kinds(&list, -1);
    renderer_draw(bench.renderer, &list, WIDTH, HEIGHT, KINDS_PAGE.background);
    assert_true(renderer_read(bench.renderer, bench.gl, NULL));
    for (int without = -1; without < DRAWKINDS_COUNT; without++) {
        raster_kinds(&list, without);
        const Difference d = difference();
        const bool differs = d.most > MOST_MAX || d.mean > MEAN_MAX;
        if (differs != (without >= 0))
            fail_msg("without kind %d they differ by %.3f levels, and by %.1f around %d, %d",
                     without, d.mean, d.most, d.column * BLOCK, d.row * BLOCK);
    }
    drawlist_deinit(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_backends_make_the_same_picture),
        cmocka_unit_test(every_kind_of_command_leaves_its_mark),
        cmocka_unit_test(a_command_that_one_of_them_lacks_is_seen),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
