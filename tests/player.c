#include "player.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "app/keys.h"
#include "fakefonts.h"

void player_open(Player *player, const AppOptions *options, int width, int height, float scale,
                 const Fonts *fonts)
{
    Err err = {0};
    *player = (Player){.input = {.width = width, .height = height, .display_scale = scale}};
    if (!app_init(&player->app, options, &err))
        fail_msg("%s", err.text);
    app_use_fonts(&player->app, fonts ? fonts : &FAKE_FONTS);
    player_frame(player, 0);
}

void player_close(Player *player)
{
    app_deinit(&player->app);
    drawlist_deinit(&player->list);
}

void player_frame(Player *player, double dt)
{
    player->output = app_update(&player->app, &player->input, dt);
    player->input.count = 0;
    app_draw(&player->app, &player->list);
}

void player_send(Player *player, InputEvent event)
{
    player->input.events[player->input.count++] = event;
    player_frame(player, 0.001);
}

void player_press(Player *player, const char *keys)
{
    if (keys[0] != '\0')
        player_send(player, keys_event(keys));
}

void player_command(Player *player, const Command *command)
{
    if (command->keys[0] != '\0') {
        player_press(player, command->keys);
        return;
    }
    command_run(command, &player->app, 0);
    player_frame(player, 0.001);
}

void player_settle(Player *player)
{
    for (int i = 0; i < 40 && (i < 2 || player->output->dirty || player->output->busy ||
                               player->app.scene.notice);
         i++)
        player_frame(player, 0.2);
}
