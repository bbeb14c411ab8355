/* The surface on the screen: from straight above it is the map; raised, it hides what is behind it;
 * where there is no value one sees the floor; what is mended equals what is drawn at once. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/app.h"
#include "canvas.h"
#include "view/scene/eye.h"

enum { WIDTH = 360, HEIGHT = 240, LEFT = 20, TOP = 30, COLS = 46, ROWS = 31 };

static const Rect PLACE = {LEFT, TOP, WIDTH, HEIGHT};
static float field[HEIGHT + 2][WIDTH + 2], heights[ROWS][COLS];

static float wave(float x, float y)
{
    return 8 + 6 * sinf(x / 40) * cosf(y / 50);
}

static void fill(float (*k)(float x, float y))
{
    for (int j = 0; j < HEIGHT + 2; j++)
        for (int i = 0; i < WIDTH + 2; i++)
            field[j][i] = k((float)i - 0.5f, (float)j - 0.5f);
    for (int j = 0; j < ROWS; j++)
        for (int i = 0; i < COLS; i++)
            heights[j][i] = k(8.0f * (float)i, 8.0f * (float)j) / 16;
}

static DrawSurface surface(Orbit orbit, double share)
{
    static uint64_t key;
    key++;
    Eye eye = eye_make(PLACE, orbit, share, 90, 1);
    DrawSurface s = {.ground = {.k = &field[0][0],
                                .width = WIDTH,
                                .height = HEIGHT,
                                .k0 = 0,
                                .k1 = 16,
                                .gamma = 1,
                                .k_lowest = -1000,
                                .relief = 6,
                                .line_scale = 1,
                                .ramp = {oklab_from_color(color_hex(0xCDE0EE)),
                                         oklab_from_color(color_hex(0xE3EFF4)),
                                         oklab_from_color(color_hex(0xFAF7F0))},
                                .lit = {0.026f, 0.002f, 0.014f},
                                .shaded = {-0.05f, 0.001f, -0.011f},
                                .line = {0, 0, 0, 255},
                                .thin_alpha = 0.27f,
                                .strong_alpha = 0.55f},
                     .ground_key = key,
                     .heights = &heights[0][0],
                     .cols = COLS,
                     .rows = ROWS,
                     .cell = {8, 8},
                     .heights_key = key,
                     .strata = {0, 16},
                     .wall = {200, 0, 0, 255},
                     .dim = {200, 0, 0, 255}};
    for (int i = 0; i < 16; i++)
        s.matrix[i] = eye.matrix[i] * (i / 4 == 2 ? eye.height : 1);
    return s;
}

static void keep(const Canvas *c, unsigned char *out)
{
    memcpy(out, c->pixels, sizeof c->pixels);
}

static unsigned char before[sizeof((Canvas *)0)->pixels];

static void from_straight_above_it_is_the_map(void **state)
{
    Canvas *c = canvas_of(state);
    fill(wave);
    DrawSurface s = surface(EYE_HOME, 0);
    draw_ground(&c->list, PLACE, &s.ground);
    canvas_draw(c, "surface-map");
    keep(c, before);
    for (int quick = 0; quick <= 1; quick++) {
        s.quick = quick;
        draw_surface(&c->list, PLACE, &s, color_hex(0xFFFFFF));
        canvas_draw(c, quick ? "surface-flat-quick" : "surface-flat");
        int most = canvas_difference(c, before);
        if (most > 4)
            fail_msg("quick %d: a channel differs by %d", quick, most);
    }
}

static bool is_wall(const unsigned char *p)
{
    return p[0] > 60 && p[1] < 20 && p[2] < 20;
}

/* From the south one sees the south wall, below the surface, over the whole width of the floor. */
static void walls_stand_under_the_surface(void **state)
{
    Canvas *c = canvas_of(state);
    fill(wave);
    for (int quick = 0; quick <= 1; quick++) {
        DrawSurface s = surface((Orbit){0, 1}, 1);
        s.quick = quick;
        draw_surface(&c->list, PLACE, &s, color_hex(0x00FF00));
        canvas_draw(c, "surface-walls");
        Eye eye = eye_make(PLACE, (Orbit){0, 1}, 1, 90, 1);
        for (int i = 2; i < COLS - 2; i++) {
            float z = heights[ROWS - 1][i] * 90;
            Point foot = eye_see(&eye, (Place){8.0f * (float)i, HEIGHT, 0});
            Point top = eye_see(&eye, (Place){8.0f * (float)i, HEIGHT, z});
            int x = (int)foot.x, middle = (int)(0.5f * (foot.y + top.y));
            if (foot.y - top.y > 6)
                assert_true(is_wall(c->pixels[middle][x]));
            /* Ground above it, nothing below it. */
            assert_false(is_wall(c->pixels[(int)top.y - 4][x]));
            const unsigned char *below = c->pixels[(int)foot.y + 4][x];
            assert_true(below[0] == 0 && below[1] == 255);
        }
    }
}

static float step_down(float x, float y)
{
    (void)y;
    return x < 120 ? 1 : x > 240 ? 15 : NAN;
}

/* Without values there is no surface: the floor is seen, hatched, and the edge of the hole is where
 * the values end. */
static void holes_have_clean_edges(void **state)
{
    Canvas *c = canvas_of(state);
    fill(step_down);
    for (int j = 0; j < ROWS; j++)
        for (int i = 0; i < COLS; i++) /* one cell farther, as lift does */
            heights[j][i] = i <= 15 ? 1.0f / 16 : i >= 29 ? 15.0f / 16 : NAN;
    DrawSurface s = surface((Orbit){0, 0}, 0);
    draw_ground(&c->list, PLACE, &s.ground);
    canvas_draw(c, "surface-hole-map");
    keep(c, before);
    draw_surface(&c->list, PLACE, &s, color_hex(0x00FF00));
    canvas_draw(c, "surface-hole");
    /* Apart from relief at the seam and the edge's own pixel, the map. */
    int wrong = 0;
    for (int y = TOP + 4; y < TOP + HEIGHT - 4; y++)
        for (int x = LEFT + 4; x < LEFT + WIDTH - 4; x++) {
            if (abs(x - LEFT - 120) <= 1 || abs(x - LEFT - 240) <= 1)
                continue;
            const unsigned char *p = c->pixels[y][x];
            const unsigned char *q = before + 4 * (y * CANVAS_WIDTH + x);
            wrong += abs(p[0] - q[0]) > 6 || abs(p[1] - q[1]) > 6 || abs(p[2] - q[2]) > 6;
        }
    if (wrong > 0)
        fail_msg("%d pixels differ from the map", wrong);
}

static void a_surface_is_redrawn_where_something_moved(void **state)
{
    Canvas *c = canvas_of(state);
    fill(wave);
    DrawSurface s = surface(EYE_HOME, 1);
    static unsigned char at_once[sizeof before];
    for (int round = 0; round < 3; round++) {
        if (round == 1) { /* something else entirely in between */
            draw_fill(&c->list, (Rect){0, 0, CANVAS_WIDTH, CANVAS_HEIGHT}, 0, color_hex(0x123456));
            canvas_draw(c, "surface-between");
        }
        if (round == 2) {
            draw_surface(&c->list, PLACE, &s, color_hex(0xFFFFFF));
            draw_disc(&c->list, (Point){90, 200}, 9, color_hex(0x1E2CBC));
            canvas_draw(c, "surface-other");
        }
        draw_surface(&c->list, PLACE, &s, color_hex(0xFFFFFF));
        draw_disc(&c->list, (Point){200, 150}, 9, color_hex(0x1E2CBC));
        canvas_draw(c, "surface-disc");
        if (round == 0)
            keep(c, at_once);
        else
            assert_int_equal(canvas_difference(c, at_once), 0);
    }
}

/* The whole picture: paths in their colours on a ground in the ramp's. */
static void the_app_shows_paths_on_the_surface(void **state)
{
    Canvas *c = canvas_of(state);
    static const char *const TWO[] = {"sgd", "adam"};
    static App app;
    Err err = {0};
    AppOptions options = {.problem = "rosenbrock",
                          .optimizers = TWO,
                          .optimizer_count = 2,
                          .presenter = true,
                          .layout = LAYOUT_SURFACE};
    assert_true(app_init(&app, &options, &err));
    app_use_fonts(&app, renderer_fonts(c->renderer));
    Input input = {.width = CANVAS_WIDTH, .height = CANVAS_HEIGHT, .display_scale = 1};
    do
        app_update(&app, &input, 0);
    while (!race_done(app.race));
    app_set_playhead(&app, 300);
    app_update(&app, &input, 0);
    app_draw(&app, &c->list);
    canvas_draw(c, "surface-app");
    int paths[2] = {0}, ground = 0, walls = 0;
    const Theme *theme = theme_get(app.scene.theme);
    for (int y = 0; y < 200; y++)
        for (int x = 0; x < CANVAS_WIDTH; x++) {
            const unsigned char *p = c->pixels[y][x];
            for (int i = 0; i < 2; i++) {
                Color ink = app.scene.entrants[i].ink.path;
                paths[i] += abs(p[0] - ink.r) + abs(p[1] - ink.g) + abs(p[2] - ink.b) < 30;
            }
            ground += p[2] > p[0] + 6 && p[0] > 150; /* the ramp's deep end is blue */
            walls += abs(p[0] - theme->wall.r) < 30 && p[0] >= p[2] + 2 && p[0] < 246;
        }
    if (paths[0] < 40 || paths[1] < 40 || ground < 2000 || walls < 500)
        fail_msg("pixels: %d and %d of paths, %d of ground, %d of walls", paths[0], paths[1],
                 ground, walls);
    app_deinit(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_straight_above_it_is_the_map),
        cmocka_unit_test(walls_stand_under_the_surface),
        cmocka_unit_test(holes_have_clean_edges),
        cmocka_unit_test(a_surface_is_redrawn_where_something_moved),
        cmocka_unit_test(the_app_shows_paths_on_the_surface),
    };
    return cmocka_run_group_tests_name("surface", tests, canvas_start, canvas_stop);
}
