#include "canvas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"

int canvas_start(void **state)
{
    Canvas *canvas = mem_calloc(1, sizeof *canvas);
    *state = canvas;
    WindowOptions options = {
        .title = "test", .width = CANVAS_WIDTH, .height = CANVAS_HEIGHT, .offscreen = true};
    canvas->window = window_create(&options, &canvas->err);
    canvas->renderer = canvas->window ? renderer_create(&canvas->err) : NULL;
    if (canvas->renderer)
        canvas->list.fonts = renderer_fonts(canvas->renderer);
    return 0;
}

int canvas_stop(void **state)
{
    Canvas *canvas = *state;
    drawlist_deinit(&canvas->list);
    renderer_destroy(canvas->renderer);
    window_destroy(canvas->window);
    free(canvas);
    return 0;
}

Canvas *canvas_of(void **state)
{
    Canvas *canvas = *state;
    if (!canvas->renderer) {
        printf("# no renderer: %s\n", canvas->err.text);
        skip();
    }
    return canvas;
}

Canvas *canvas_begin(void **state)
{
    Canvas *canvas = canvas_of(state);
    drawlist_clear(&canvas->list);
    return canvas;
}

void canvas_show(Canvas *canvas)
{
    renderer_draw(canvas->renderer, &canvas->list, CANVAS_WIDTH, CANVAS_HEIGHT,
                  color_hex(0xFFFFFF));
    assert_true(renderer_read(canvas->renderer, &canvas->pixels[0][0][0], NULL));
}

void canvas_keep(Canvas *canvas)
{
    memcpy(canvas->kept, canvas->pixels, sizeof canvas->pixels);
}

void canvas_draw(Canvas *canvas, const char *name)
{
    canvas_show(canvas);
    const char *directory = getenv("RAVINE_TEST_PICTURES");
    if (directory) {
        char path[1024];
        Err err = {{0}};
        snprintf(path, sizeof path, "%s/%s.png", directory, name);
        FILE *file = fopen(path, "wb");
        if (!file || !renderer_write_png(canvas->renderer, NULL, file, &err))
            printf("# cannot write %s %s\n", path, err.text);
        if (file)
            fclose(file);
    }
    drawlist_clear(&canvas->list);
}

double canvas_ink(const Canvas *canvas, int x, int y, int width, int height)
{
    double sum = 0;
    for (int j = y; j < y + height; j++) {
        for (int i = x; i < x + width; i++) {
            const unsigned char *p = canvas->pixels[j][i];
            sum += 1 - (p[0] + p[1] + p[2]) / 765.0;
        }
    }
    return sum;
}

double canvas_all_ink(const Canvas *canvas)
{
    return canvas_ink(canvas, 0, 0, CANVAS_WIDTH, CANVAS_HEIGHT);
}

void canvas_check(const Canvas *canvas, int x, int y, Color want, int tolerance, int line)
{
    const unsigned char *got = canvas->pixels[y][x];
    if (abs(got[0] - want.r) > tolerance || abs(got[1] - want.g) > tolerance ||
        abs(got[2] - want.b) > tolerance)
        fail_msg("line %d: pixel (%d, %d) is %d %d %d, not %d %d %d within %d", line, x, y, got[0],
                 got[1], got[2], want.r, want.g, want.b, tolerance);
}

int canvas_difference(const Canvas *canvas, const unsigned char *other)
{
    int most = 0;
    const unsigned char *mine = &canvas->pixels[0][0][0];
    for (size_t i = 0; i < sizeof canvas->pixels; i++) {
        int difference = abs(mine[i] - other[i]);
        most = difference > most ? difference : most;
    }
    return most;
}
