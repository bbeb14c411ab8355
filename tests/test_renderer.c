/* What the renderer puts on the screen: shapes, lines, clips and layers, against closed forms. */
#include <errno.h>
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "canvas.h"
#include "fixtures.h"
#include "gfx/stroke.h"

static const Color black = {0, 0, 0, 255};
static const Rect whole = {0, 0, CANVAS_WIDTH, CANVAS_HEIGHT};

static void assert_pixel(const Canvas *canvas, int x, int y, uint32_t rgb, int tolerance)
{
    const unsigned char *p = canvas->pixels[y][x];
    Color c = color_hex(rgb);
    if (abs(p[0] - c.r) > tolerance || abs(p[1] - c.g) > tolerance || abs(p[2] - c.b) > tolerance) {
        fail_msg("pixel %d, %d is #%02X%02X%02X, expected #%06X within %d", x, y, p[0], p[1], p[2],
                 (unsigned)rgb, tolerance);
    }
}

static void fills_are_exact_on_whole_pixels(void **state)
{
    Canvas *c = canvas_of(state);
    draw_fill(&c->list, (Rect){10, 20, 30, 40}, 0, color_hex(0x1E2CBC));
    canvas_draw(c, "fill");
    for (int y = 15; y < 70; y++) {
        for (int x = 5; x < 50; x++) {
            bool inside = x >= 10 && x < 40 && y >= 20 && y < 60;
            assert_pixel(c, x, y, inside ? 0x1E2CBC : 0xFFFFFF, 0);
        }
    }
}

static void edges_between_pixels_cover_in_proportion(void **state)
{
    Canvas *c = canvas_of(state);
    draw_fill(&c->list, (Rect){10.25f, 20, 30, 40}, 0, black);
    draw_fill(&c->list, (Rect){100.3f, 20, 0.4f, 40}, 0, black); /* within one pixel */
    draw_fill(&c->list, (Rect){120, 30.5f, 40, 1}, 0, black);    /* astride two */
    canvas_draw(c, "fractions");
    check_near(c->pixels[40][10][0], 255 * 0.25, 1, "left edge, three quarters covered");
    check_near(c->pixels[40][40][0], 255 * 0.75, 1, "right edge, one quarter covered");
    check_near(canvas_ink(c, 95, 40, 10, 1), 0.4, 0.01, "thin rect's ink in a row");
    check_near(c->pixels[30][140][0], 127.5, 1, "upper half of a hairline");
    check_near(c->pixels[31][140][0], 127.5, 1, "lower half of a hairline");
}

static void hairlines_are_one_pixel(void **state)
{
    Canvas *c = canvas_of(state);
    draw_fill(&c->list, (Rect){10, 20, 100, 1}, 0, black);
    draw_segment(&c->list, (Point){10, 30.5f}, (Point){110, 30.5f}, 1, black);
    draw_frame(&c->list, (Rect){150, 20, 40, 30}, 0, 1, black);
    draw_frame(&c->list, (Rect){200, 20, 40, 30}, 8, 1, black);
    canvas_draw(c, "hairlines");
    for (int y = 15; y < 35; y++)
        assert_pixel(c, 60, y, y == 20 || y == 30 ? 0x000000 : 0xFFFFFF, 0);
    check_near(canvas_ink(c, 5, 15, 120, 10), 100, 1e-6, "ink of a filled hairline");
    check_near(canvas_ink(c, 145, 15, 50, 40), 2 * 40 + 2 * 28, 1e-6, "ink of a square frame");
    for (int x = 195; x < 245; x++)
        assert_pixel(c, x, 35, x == 200 || x == 239 ? 0x000000 : 0xFFFFFF, 0);
}

static void discs_have_their_area(void **state)
{
    Canvas *c = canvas_of(state);
    for (float r = 0.4f; r < 40; r *= 1.37f) {
        draw_disc(&c->list, (Point){150.3f, 100.7f}, r, black);
        canvas_draw(c, "disc");
        double area = 3.14159265358979 * (double)r * (double)r;
        char what[64];
        snprintf(what, sizeof what, "ink of a disc of radius %.3f", (double)r);
        check_near(canvas_ink(c, 100, 50, 100, 100), area, 0.02 * area + 0.06, what);
    }
}

static void rounded_shapes_have_their_area(void **state)
{
    Canvas *c = canvas_of(state);
    double corner = (4 - 3.14159265358979) * 64;
    draw_fill(&c->list, (Rect){20, 20, 60, 40}, 8, black);
    draw_frame(&c->list, (Rect){120, 20, 60, 40}, 8, 2, black);
    draw_fill(&c->list, (Rect){220, 20, 60, 4}, 2, black);
    canvas_draw(c, "rounded");
    double inner = 56 * 36 - (4 - 3.14159265358979) * 36;
    check_near(canvas_ink(c, 10, 10, 80, 60), 60 * 40 - corner, 2, "rounded fill");
    check_near(canvas_ink(c, 110, 10, 80, 60), 60 * 40 - corner - inner, 3, "rounded frame");
    check_near(canvas_ink(c, 210, 10, 80, 20), 56 * 4 + 3.14159265358979 * 4, 3, "bar");
}

static void polygons_have_their_area_in_either_orientation(void **state)
{
    Canvas *c = canvas_of(state);
    Point star[10], back[10];
    for (int i = 0; i < 10; i++) {
        double r = i % 2 ? 18.3 : 40, angle = 3.14159265358979 * i / 5 + 0.2;
        star[i] = (Point){(float)(100 + r * sin(angle)), (float)(100 + r * cos(angle))};
        back[9 - i] = star[i];
    }
    double area = 5 * 40 * 18.3 * sin(3.14159265358979 / 5);
    draw_polygon(&c->list, star, 10, black);
    canvas_draw(c, "star");
    check_near(canvas_ink(c, 40, 40, 120, 120), area, 0.01 * area, "ink of a star");
    static unsigned char first[sizeof c->pixels];
    memcpy(first, c->pixels, sizeof first);
    draw_polygon(&c->list, back, 10, black);
    canvas_draw(c, "star-back");
    assert_true(canvas_difference(c, first) <= 1);
    assert_pixel(c, 100, 100, 0x000000, 0);
}

static void lines_cover_length_times_width(void **state)
{
    Canvas *c = canvas_of(state);
    static const float widths[] = {0.5f, 1, 1.25f, 2.5f, 6};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        for (int turn = 0; turn < 12; turn++) {
            float angle = 0.53f * (float)turn, x = 100 * cosf(angle), y = 100 * sinf(angle);
            Point ends[2] = {{200 - x, 150 - y}, {200 + x, 150 + y}};
            DrawCommand *command;
            draw_line(&c->list, ends, 2, widths[i], black);
            command = &c->list.commands[0];
            command->round = false;
            canvas_draw(c, "line");
            double area = 200 * (double)widths[i];
            char what[64];
            snprintf(what, sizeof what, "ink of a line %.2f wide at %.2f", (double)widths[i],
                     (double)angle);
            check_near(canvas_ink(c, 0, 0, CANVAS_WIDTH, CANVAS_HEIGHT), area, 0.02 * area, what);
        }
    }
}

static void translucent_corners_are_blended_once(void **state)
{
    Canvas *c = canvas_of(state);
    static const float widths[] = {1.25f, 2.5f, 5.5f};
    for (int i = 0; i < 3; i++) {
        Point zigzag[9];
        float x0 = 20;
        for (int k = 0; k < 9; k++) { /* sharper and sharper */
            zigzag[k] = (Point){x0, k % 2 ? 200.0f : 50.0f};
            x0 += (float)(52 - 5 * k);
        }
        draw_line(&c->list, zigzag, 9, widths[i], color_fade(black, 0.5));
        canvas_draw(c, "zigzag");
        for (int y = 0; y < CANVAS_HEIGHT; y++) {
            for (int x = 0; x < CANVAS_WIDTH; x++) {
                if (c->pixels[y][x][0] < 126) {
                    fail_msg("width %.2f: pixel %d, %d is %d, darker than half", (double)widths[i],
                             x, y, c->pixels[y][x][0]);
                }
            }
        }
    }
}

static void dashes_cover_their_share(void **state)
{
    Canvas *c = canvas_of(state);
    Point line[40];
    double length = 0;
    for (int i = 0; i < 40; i++) {
        line[i] = (Point){20 + 9 * (float)i, 150 + 60 * sinf(0.2f * (float)i)};
        if (i > 0) {
            length += hypot((double)line[i].x - (double)line[i - 1].x,
                            (double)line[i].y - (double)line[i - 1].y);
        }
    }
    draw_line_dashed(&c->list, line, 40, 2.5f, black, &(Dash){{10, 3, 2, 3}, 4});
    canvas_draw(c, "dashes");
    double area = length * 2.5 * 12 / 18, ink = canvas_ink(c, 0, 0, CANVAS_WIDTH, CANVAS_HEIGHT);
    check_near(ink, area, 0.03 * area, "ink of a dashed line");
}

static void lines_survive_wild_points(void **state)
{
    Canvas *c = canvas_of(state);
    Point wild[] = {{10, 100}, {50, 100}, {NAN, 3},     {60, 100},    {INFINITY, 100},
                    {70, 100}, {90, 100}, {3e30f, 100}, {-1e9f, 200}, {1e9f, 200}};
    draw_line(&c->list, wild, 10, 3, black);
    canvas_draw(c, "wild");
    assert_pixel(c, 30, 100, 0x000000, 255); /* no crash; */
    check_near(canvas_ink(c, 30, 90, 1, 20), 3, 0.05, "before the gap");
    check_near(canvas_ink(c, 300, 90, 1, 20), 3, 0.05, "on the way to far away");
    check_near(canvas_ink(c, 200, 190, 1, 20), 3, 0.05, "from far away to far away");
}

static void clips_nest(void **state)
{
    Canvas *c = canvas_of(state);
    draw_clip(&c->list, (Rect){50, 50, 100, 100});
    draw_clip(&c->list, (Rect){100, 20, 100, 80});
    draw_fill(&c->list, whole, 0, black);
    draw_unclip(&c->list);
    draw_fill(&c->list, (Rect){0, 140, 400, 20}, 0, color_hex(0xFF0000));
    draw_unclip(&c->list);
    draw_fill(&c->list, (Rect){0, 200, 10, 10}, 0, color_hex(0x00FF00));
    canvas_draw(c, "clip");
    check_near(canvas_ink(c, 0, 0, 400, 130), 50 * 50, 1e-6, "inner clip");
    assert_pixel(c, 100, 50, 0x000000, 0);
    assert_pixel(c, 149, 99, 0x000000, 0);
    assert_pixel(c, 50, 149, 0xFF0000, 0);
    assert_pixel(c, 49, 149, 0xFFFFFF, 0);
    assert_pixel(c, 60, 150, 0xFFFFFF, 0);
    assert_pixel(c, 5, 205, 0x00FF00, 0);
}

static void draw_square_layer(Canvas *c, uint64_t key, Color color)
{
    draw_layer(&c->list, (Rect){20, 30, 100, 80}, (DrawLayer){3, -1, LAYER_FIXED, key},
               color_hex(0xEEEEEE));
    draw_fill(&c->list, (Rect){10, 20, 50, 50}, 0, color); /* cut at the layer's edge */
    draw_layer_end(&c->list);
    draw_layer_show(&c->list, (Rect){20, 30, 100, 80}, 3);
}

static void fixed_layers_are_kept_until_their_key_changes(void **state)
{
    Canvas *c = canvas_of(state);
    draw_square_layer(c, 1, black);
    canvas_draw(c, "layer");
    assert_pixel(c, 20, 30, 0x000000, 0);
    assert_pixel(c, 59, 69, 0x000000, 0);
    assert_pixel(c, 60, 70, 0xEEEEEE, 0);
    assert_pixel(c, 119, 109, 0xEEEEEE, 0);
    assert_pixel(c, 19, 29, 0xFFFFFF, 0);
    assert_pixel(c, 120, 110, 0xFFFFFF, 0);
    draw_square_layer(c, 1, color_hex(0xFF0000));
    canvas_draw(c, "layer-kept");
    assert_pixel(c, 30, 40, 0x000000, 0);
    draw_square_layer(c, 2, color_hex(0xFF0000));
    canvas_draw(c, "layer-new");
    assert_pixel(c, 30, 40, 0xFF0000, 0);
}

static void layers_start_from_the_one_below(void **state)
{
    Canvas *c = canvas_of(state);
    for (int pass = 0; pass < 2; pass++) {
        uint32_t ground = pass ? 0x8080FF : 0x80FF80;
        draw_layer(&c->list, whole, (DrawLayer){0, -1, LAYER_FIXED, 10 + (uint64_t)pass},
                   color_hex(ground));
        draw_layer_end(&c->list);
        draw_layer(&c->list, whole, (DrawLayer){1, 0, LAYER_FIXED, 7}, black);
        draw_fill(&c->list, (Rect){0, 0, 100, 100}, 0, color_hex(0x123456));
        draw_layer_end(&c->list);
        draw_layer_show(&c->list, whole, 1);
        canvas_draw(c, "below");
        assert_pixel(c, 50, 50, 0x123456, 0);
        assert_pixel(c, 200, 200, ground, 0);
    }
}

enum { WALK = 300, WALKERS = 7 };

static void draw_walks(Canvas *c, Point walks[WALKERS][WALK], const uint32_t *counts, uint64_t key)
{
    static const uint32_t colors[WALKERS] = {0x1E2CBC, 0xA26E00, 0x026E53, 0xB02B00,
                                             0x0F79B4, 0x444444, 0x7A1FA2};
    draw_layer(&c->list, whole, (DrawLayer){5, -1, LAYER_GROWING, key}, color_hex(0xCDE0EE));
    draw_fill(&c->list, (Rect){100, 100, 50.5f, 50.5f}, 6, color_hex(0xFFEEDD));
    for (int w = 0; w < WALKERS; w++) {
        Color color = color_hex(colors[w]);
        draw_line(&c->list, walks[w], counts[w], 5.5f, color_fade(color_hex(0xFDFBF7), 0.72));
        draw_line_dashed(&c->list, walks[w], counts[w], 2.5f, color,
                         w == 3 ? &(Dash){{10, 4}, 2} : &(Dash){{0}, 0});
        if (w != 6) /* gaps are for lines */
            draw_dots(&c->list, walks[w], counts[w] / 3, 3.1f, 1.35f, color, color_hex(0xFDFBF7));
    }
    draw_layer_end(&c->list);
    draw_layer_show(&c->list, whole, 5);
}

/* Walks with all that makes joins hard: zigzags, turns on the spot, steps far below a pixel; one
 * swings to and fro between places that move slowly, one is out of sight again and again, the last
 * has gaps. */
static void make_walks(Point walks[WALKERS][WALK])
{
    unsigned seed = 12345;
    for (int w = 0; w < WALKERS; w++) {
        double x = 200, y = 150;
        for (int i = 0; i < WALK; i++) {
            seed = seed * 1664525u + 1013904223u;
            double angle = (seed >> 8) * 6.283185307 / (1 << 24);
            double step = w == 0 ? 40 * exp(-i / 40.0) : w == 1 ? 12 : w == 2 ? 0.2 : 4;
            x += step * cos(w == 3 ? 0.05 * i : angle);
            y += step * sin(w == 3 ? 0.05 * i : angle);
            walks[w][i] = (Point){(float)x, (float)y};
            if (w == 4) {
                double side = i % 2 ? 30 : -30, along = 0.002 * i * i;
                walks[w][i] = (Point){(float)(80 + along + 0.2 * side), (float)(220 + side)};
            }
            if (w == 5) { /* out of the picture and back, then too far for a float's digits */
                double out = i < 60 ? 260 * sin(0.2 * i) : 40000;
                walks[w][i] = (Point){(float)(200 + out), (float)(20 + 2 * i)};
            }
            if (w == 6 && (i % 11 == 3 || i % 23 < 2))
                walks[w][i] = point_gap();
        }
    }
}

static void growing_layers_equal_those_drawn_at_once(void **state)
{
    Canvas *c = canvas_of(state);
    static Point walks[WALKERS][WALK];
    static unsigned char grown[sizeof c->pixels];
    make_walks(walks);
    uint64_t key = 100;
    uint32_t counts[WALKERS] = {0, 1, 5, 2, 3, 1, 0};
    for (int frame = 0; frame < 120; frame++) {
        draw_walks(c, walks, counts, 77);
        canvas_draw(c, "grown");
        if (frame % 17 == 0) {
            memcpy(grown, c->pixels, sizeof grown);
            draw_walks(c, walks, counts, key++);
            canvas_draw(c, "at-once");
            int difference = canvas_difference(c, grown);
            if (difference > 1) {
                fail_msg("frame %d: grown and drawn at once differ by %d levels", frame,
                         difference);
            }
            draw_walks(c, walks, counts, 77);
            canvas_draw(c, "grown");
        }
        for (int w = 0; w < WALKERS; w++)
            counts[w] += (uint32_t)((frame + w) % 3);
    }
    uint32_t fewer[WALKERS] = {3, 4, 5, 6, 7, 8, 9};
    draw_walks(c, walks, fewer, 77);
    canvas_draw(c, "shrunk");
    memcpy(grown, c->pixels, sizeof grown);
    draw_walks(c, walks, fewer, 78);
    canvas_draw(c, "shrunk-at-once");
    assert_true(canvas_difference(c, grown) <= 1);
    /* Other walks under another key owe nothing to those before. */
    memcpy(walks[0], walks[1], sizeof walks[0]);
    for (uint32_t more = 0; more < 30; more++) {
        const uint32_t others[WALKERS] = {20 + more, 3 * more, 5, 6, 7, 8, 9};
        draw_walks(c, walks, others, 79);
        canvas_draw(c, "others");
    }
    memcpy(grown, c->pixels, sizeof grown);
    draw_walks(c, walks, (uint32_t[WALKERS]){49, 87, 5, 6, 7, 8, 9}, 80);
    canvas_draw(c, "others-at-once");
    assert_true(canvas_difference(c, grown) <= 1);
}

/* More pieces than a mesh holds, with a gap between any two: the pixels of as many lines. */
static void a_line_with_gaps_is_many_lines(void **state)
{
    Canvas *c = canvas_of(state);
    enum { PIECES = 6000 };
    static Point points[PIECES][3];
    static unsigned char lines[sizeof c->pixels];
    unsigned seed = 99;
    for (int i = 0; i < PIECES; i++) {
        for (int p = 0; p < 2; p++) {
            seed = seed * 1664525u + 1013904223u;
            points[i][p] = (Point){(float)(seed >> 8 & 511) - 50, (float)(seed >> 17 & 511) - 90};
        }
        points[i][2] = point_gap();
    }
    const Dash dashes[2] = {{{0}, 0}, {{10, 4}, 2}};
    const Color color = color_fade(color_hex(0x0F79B4), 0.1);
    for (int d = 0; d < 2; d++) {
        for (int i = 0; i < PIECES; i++)
            draw_line_dashed(&c->list, points[i], 2, 2.5f, color, &dashes[d]);
        canvas_draw(c, "many-lines");
        memcpy(lines, c->pixels, sizeof lines);
        assert_true(canvas_ink(c, 0, 0, CANVAS_WIDTH, CANVAS_HEIGHT) > 1000);
        draw_line_dashed(&c->list, points[0], sizeof points / sizeof points[0][0], 2.5f, color,
                         &dashes[d]);
        canvas_draw(c, "gaps");
        assert_int_equal(canvas_difference(c, lines), 0);
    }
}

typedef struct Drain {
    Mesh *mesh;
    size_t most, vertices;
} Drain;

static void drain(void *context)
{
    Drain *drain = context;
    const size_t count = drain->mesh->vertex_count;
    drain->most = count > drain->most ? count : drain->most;
    drain->vertices += count;
    mesh_clear(drain->mesh);
}

/* What waits to be drawn is bounded, however long a line is. */
static void a_mesh_stays_small(void **state)
{
    (void)state;
    enum { PIECES = 200000 };
    Point *points = mem_calloc(3 * PIECES, sizeof *points);
    for (size_t i = 0; i < PIECES; i++) {
        points[3 * i] = (Point){100, (float)(i % 300)};
        points[3 * i + 1] = (Point){300, (float)(i % 290)};
        points[3 * i + 2] = point_gap();
    }
    Mesh mesh = {.cull = whole};
    Drain drained = {.mesh = &mesh};
    mesh_when_full(&mesh, drain, &drained);
    const Stroke stroke = {.width = 5, .color = color_hex(0), .round = true};
    stroke_line(&mesh, points, 3 * PIECES, &stroke);
    assert_true(drained.vertices > 8 * (size_t)PIECES); /* four corners, and round ends */
    assert_true(drained.most < MESH_FULL + 1000);
    assert_true(mesh.vertex_cap < 2 * MESH_FULL);
    mesh_deinit(&mesh);
    free(points);
}

/* Swinging over the same two places is one segment: the ink of it, not of a hundred. */
static void swings_cover_what_one_segment_covers(void **state)
{
    Canvas *c = canvas_of(state);
    Point swing[101];
    for (int i = 0; i < 101; i++)
        swing[i] = (Point){i % 2 ? 300 : 100, 150};
    draw_line(&c->list, swing, 101, 6, color_fade(black, 0.5));
    canvas_draw(c, "swing");
    check_near(canvas_ink(c, 110, 100, 180, 100), 180 * 6 * 0.5, 180 * 6 * 0.01, "a swing");
    /* One that drifts leaves no gap. */
    for (int i = 0; i < 101; i++)
        swing[i] = (Point){i % 2 ? 300 : 100, 100 + 0.1f * (float)i};
    draw_line(&c->list, swing, 101, 6, black);
    canvas_draw(c, "drift");
    check_near(canvas_ink(c, 150, 80, 100, 60), 100 * 15.8, 100 * 0.6, "a drifting swing");
}

enum { THINGS = 40, SCENES = 60 };

/* Something of any kind; the same for the same number. */
static void draw_thing(DrawList *list, unsigned number)
{
    unsigned s = number * 2654435761u;
    float x = (float)(s >> 8 & 0xff) * 1.5f, y = (float)(s >> 16 & 0xff) * 1.1f;
    float size = 4 + (float)(s >> 24) / 5;
    Color color = color_fade(color_hex(s >> 4 & 0xffffff), s & 1 ? 1 : 0.6);
    const Point p[3] = {{x, y}, {x + size, y + size / 3}, {x + size / 4, y + 2 * size}};
    char text[16];
    snprintf(text, sizeof text, "jÅ%u", s >> 20);
    switch (number % 9) {
    case 0:
        draw_fill(list, (Rect){x, y, size, 2 * size}, 0, color);
        break;
    case 1:
        draw_fill(list, (Rect){floorf(x), floorf(y), 90, 60}, 0, color);
        break;
    case 2:
        draw_frame(list, (Rect){x, y, 2 * size, size}, 5, 2, color);
        break;
    case 3:
        draw_line(list, p, 3, 1 + size / 8, color);
        break;
    case 4:
        draw_polygon(list, p, 3, color);
        break;
    case 5:
        draw_dots(list, p, 3, 3, 1.3f, color, black);
        break;
    case 6:
        draw_text(list, (Face)(s % FACE_COUNT), 8 + size / 2, x, y, 0, color, text);
        break;
    case 7:
        draw_text_styled(list,
                         &(TextStyle){.size = 8 + size / 2,
                                      .color = color,
                                      .halo = black,
                                      .halo_width = 3,
                                      .align = 0.5f,
                                      .angle = size},
                         (Point){x, y}, text);
        break;
    default:
        draw_clip(list, (Rect){x, y, size, size});
        draw_disc(list, p[1], size, color);
        draw_unclip(list);
        break;
    }
}

static void draw_scene(Canvas *c, const unsigned *things, size_t count, uint32_t walked,
                       Point walks[WALKERS][WALK])
{
    uint32_t counts[WALKERS] = {walked, walked, walked, walked, walked};
    draw_walks(c, walks, counts, 500);
    for (size_t i = 0; i < count; i++)
        draw_thing(&c->list, things[i]);
}

/* Things come, go, change and swap places; a picture on another ground forgets everything. */
static void mended_frames_equal_those_drawn_at_once(void **state)
{
    Canvas *c = canvas_of(state);
    static Point walks[WALKERS][WALK];
    static unsigned char mended[sizeof c->pixels];
    make_walks(walks);
    unsigned things[THINGS], seed = 99;
    size_t count = THINGS / 2;
    for (unsigned i = 0; i < THINGS; i++)
        things[i] = 31 * i;
    for (uint32_t scene = 0; scene < SCENES; scene++) {
        draw_scene(c, things, count, 3 * scene, walks);
        canvas_draw(c, "mended");
        memcpy(mended, c->pixels, sizeof mended);
        renderer_draw(c->renderer, &c->list, CANVAS_WIDTH, CANVAS_HEIGHT, color_hex(0x808080));
        draw_scene(c, things, count, 3 * scene, walks);
        canvas_draw(c, "at-once");
        int difference = canvas_difference(c, mended);
        if (difference > 0)
            fail_msg("scene %u: mended and drawn at once differ by %d levels", scene, difference);
        for (int change = 0; change < 3; change++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (seed >> 8) % (count - 1), kind = (seed >> 24) % 4;
            if (kind == 0 && count < THINGS) {
                count++;
            } else if (kind == 1 && count > THINGS / 4) {
                memmove(things + at, things + at + 1, (THINGS - at - 1) * sizeof *things);
                count--;
            } else if (kind == 2) {
                unsigned other = things[at];
                things[at] = things[at + 1];
                things[at + 1] = other;
            } else {
                things[at] = seed >> 4;
            }
        }
    }
}

/* libpng reads back what was drawn. */
static void pictures_can_be_written(void **state)
{
    Canvas *c = canvas_of(state);
    Err err = {{0}};
    draw_fill(&c->list, (Rect){0, 0, 200, 100}, 0, color_hex(0x1E2CBC));
    draw_disc(&c->list, (Point){300, 200}, 40, color_hex(0xA26E00));
    canvas_draw(c, "written");
    FILE *file = tmpfile();
    assert_true(renderer_write_png(c->renderer, NULL, file, &err));
    rewind(file);
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_stdio(&image, file));
    assert_int_equal(image.width, CANVAS_WIDTH);
    assert_int_equal(image.height, CANVAS_HEIGHT);
    static unsigned char read[sizeof c->pixels];
    image.format = PNG_FORMAT_RGBA;
    assert_true(png_image_finish_read(&image, NULL, read, 0, NULL));
    assert_int_equal(canvas_difference(c, read), 0);
    fclose(file);
}

static void a_full_disk_is_an_error(void **state)
{
    Canvas *c = canvas_of(state);
    FILE *full = fopen("/dev/full", "wb");
    if (!full)
        skip();
    Err err = {{0}};
    setvbuf(full, NULL, _IONBF, 0);
    assert_false(renderer_write_png(c->renderer, NULL, full, &err));
    assert_non_null(strstr(err.text, strerror(ENOSPC)));
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_are_exact_on_whole_pixels),
        cmocka_unit_test(edges_between_pixels_cover_in_proportion),
        cmocka_unit_test(hairlines_are_one_pixel),
        cmocka_unit_test(discs_have_their_area),
        cmocka_unit_test(rounded_shapes_have_their_area),
        cmocka_unit_test(polygons_have_their_area_in_either_orientation),
        cmocka_unit_test(lines_cover_length_times_width),
        cmocka_unit_test(translucent_corners_are_blended_once),
        cmocka_unit_test(dashes_cover_their_share),
        cmocka_unit_test(lines_survive_wild_points),
        cmocka_unit_test(clips_nest),
        cmocka_unit_test(fixed_layers_are_kept_until_their_key_changes),
        cmocka_unit_test(layers_start_from_the_one_below),
        cmocka_unit_test(growing_layers_equal_those_drawn_at_once),
        cmocka_unit_test(a_line_with_gaps_is_many_lines),
        cmocka_unit_test(a_mesh_stays_small),
        cmocka_unit_test(swings_cover_what_one_segment_covers),
        cmocka_unit_test(mended_frames_equal_those_drawn_at_once),
        cmocka_unit_test(pictures_can_be_written),
        cmocka_unit_test(a_full_disk_is_an_error),
    };
    return cmocka_run_group_tests_name("gfx", tests, canvas_start, canvas_stop);
}
