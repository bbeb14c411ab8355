#include "realfonts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/array.h"

int realfonts_start(void **state)
{
    RealFonts *real = mem_calloc(1, sizeof *real);
    Err err = {0};
    real->typeface = typeface_create(&err);
    if (!real->typeface) {
        print_error("%s\n", err.text);
        return -1;
    }
    real->measure = measure_create(real->typeface);
    real->fonts = measure_fonts(real->measure);
    *state = real;
    return 0;
}

int realfonts_stop(void **state)
{
    RealFonts *real = *state;
    measure_destroy(real->measure);
    typeface_destroy(real->typeface);
    free(real);
    return 0;
}

void realfonts_open_race(Player *player, const RealFonts *real, AppOptions options, int size)
{
    options.seed = 1;
    player_open(player, &options, SIZES[size].width, SIZES[size].height, SIZES[size].scale,
                &real->fonts);
    app_set_playhead(&player->app, 46);
    Rect map = player->app.screen.layout.map;
    player_send(
        player,
        (InputEvent){.kind = INPUT_MOVE, .x = map.x + 0.3f * map.w, .y = map.y + 0.6f * map.h});
    player_settle(player);
}
