#include "player.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "app/keys.h"
#include "app/raceline.h"
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

Player *player_begin_with(AppOptions options, int width, int height, float scale)
{
    static Player player;
    player_open(&player, &options, width, height, scale, NULL);
    return &player;
}

Player *player_begin(void)
{
    return player_begin_with((AppOptions){.seed = 1}, 1280, 720, 1);
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

void player_press_all(Player *player, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        player_press(player, keys[i]);
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

void player_type(Player *player, const char *letter)
{
    player_send(player, (InputEvent){.kind = INPUT_KEY, .key = letter[0]});
    InputEvent text = {.kind = INPUT_TEXT};
    snprintf(text.text, sizeof text.text, "%s", letter);
    player_send(player, text);
}

void player_mouse(Player *player, InputKind kind, float x, float y, MouseButton button, int clicks)
{
    player_send(player,
                (InputEvent){.kind = kind, .x = x, .y = y, .button = button, .clicks = clicks});
}

void player_click(Player *player, Point p)
{
    player_mouse(player, INPUT_MOVE, p.x, p.y, MOUSE_LEFT, 0);
    player_mouse(player, INPUT_BUTTON, p.x, p.y, MOUSE_LEFT, 1);
    player_mouse(player, INPUT_BUTTON_UP, p.x, p.y, MOUSE_LEFT, 1);
}

Point rect_middle(Rect r)
{
    return (Point){r.x + r.w / 2, r.y + r.h / 2};
}

void player_settle(Player *player)
{
    for (int i = 0; i < 40 && (i < 2 || player->output->dirty || player->output->busy ||
                               player->app.scene.notice);
         i++)
        player_frame(player, 0.2);
}

bool player_shows(const Player *player, const char *text)
{
    const DrawList *list = &player->list;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_TEXT && command->u.text.length == strlen(text) &&
            memcmp(list->text + command->u.text.offset, text, strlen(text)) == 0)
            return true;
    }
    return false;
}

bool player_shows_number(const Player *player, const char *text)
{
    static char all[65536];
    size_t used = 0;
    const DrawList *list = &player->list;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind != DRAW_TEXT || used + command->u.text.length + 1 > sizeof all)
            continue;
        memcpy(all + used, list->text + command->u.text.offset, command->u.text.length);
        used += command->u.text.length;
    }
    all[used] = '\0';
    return strstr(all, text) != NULL;
}

void player_write(Player *player, const char *text)
{
    for (; *text; text++)
        player_type(player, (char[]){*text, '\0'});
}

const char *player_line(const Player *player)
{
    return textline_text(&player->app.line);
}

const char *player_problem(const Player *player)
{
    return race_problem(player->app.race)->spec;
}

const char *player_race(const Player *player, StrBuf *out)
{
    strbuf_clear(out);
    raceline_print(&player->app, out);
    return strbuf_text(out);
}
