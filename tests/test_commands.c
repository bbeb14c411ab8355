/* Every row of the command table does something that is seen or asked of the window. The table
 * itself is what is gone through, so that a new row is tested, and fails, without a line here.
 *
 * Two people do the same, but one of them presses one key more. Their pictures must differ: at
 * once, after a hyperparameter was turned, or when the race has been played to its end and
 * beyond. Notices do not count: a line that says "done" is not the deed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "app/keys.h"
#include "player.h"
#include "view/draw/key.h"

enum { WIDTH = 800, HEIGHT = 600, MOMENTS = 3 };

/* What is seen and asked for at the moments that count. */
typedef struct Effect {
    uint64_t at[MOMENTS];
} Effect;

static uint64_t rect_key(uint64_t key, const DrawCommand *c)
{
    key = key_rect(key, c->rect);
    key = key_color(key_color(key, c->color), c->color2);
    return key_f64(key_f64(key, (double)c->radius), (double)c->width);
}

/* The picture without its notice, as one number; keys of layers are no part of what is seen. */
static uint64_t picture_key(Player *player)
{
    const DrawList *list = &player->list;
    player->app.scene.notice = NULL;
    app_draw(&player->app, &player->list);
    uint64_t key = list->command_count;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *c = &list->commands[i];
        key = rect_key(key_u64(key, (uint64_t)c->kind), c);
        for (uint32_t k = 0; k < c->count; k++) {
            Point p = list->points[c->first + k];
            key = key_f64(key_f64(key, (double)p.x), (double)p.y);
        }
        for (int k = 0; k < c->dash.count; k++)
            key = key_f64(key, (double)c->dash.length[k]);
        if (c->kind == DRAW_TEXT)
            key = key_text(key_f64(key, (double)c->u.text.size), list->text + c->u.text.offset);
    }
    return key;
}

/* With what the window is asked for in this frame. */
static uint64_t moment_key(Player *player)
{
    const Output *o = player->output;
    uint64_t key = key_text(picture_key(player), o->copy);
    return key_u64(key, (uint64_t)o->quit + 2 * (uint64_t)o->fullscreen + 4 * (uint64_t)o->save +
                            8 * (uint64_t)o->paste);
}

/* How one gets somewhere: mid-race after some turning and moving, or at the very start; then
 * whatever else a command makes of it. */
static void prepare(Player *player, bool turned, const Command *before)
{
    player_open(player, &(AppOptions){.seed = 1}, WIDTH, HEIGHT, 1, NULL);
    if (turned) {
        static const char *const keys[] = {"Right",    "Shift+Tab", "Right",  "Ctrl+-", "+",
                                           "Alt+Left", ".",         "Ctrl++", "."};
        app_set_playhead(&player->app, 40);
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            player_press(player, keys[i]);
    }
    if (before)
        player_command(player, before);
}

static void later(Player *player, Effect *effect)
{
    effect->at[0] = moment_key(player);
    player_press(player, "Right");
    player_settle(player);
    effect->at[1] = moment_key(player);
    player_press(player, "Space");
    for (int i = 0; i < 30; i++)
        player_frame(player, 1);
    effect->at[2] = moment_key(player);
}

/* command NULL: nothing more is pressed, and only a frame goes by. */
static Effect effect_of(bool turned, const Command *before, const Command *command)
{
    static Player player;
    Effect effect;
    prepare(&player, turned, before);
    if (command)
        player_command(&player, command);
    else
        player_frame(&player, 0.001);
    later(&player, &effect);
    player_close(&player);
    return effect;
}

static bool same(const Effect *a, const Effect *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static bool has_effect_after(const Command *command, bool turned, const Command *before)
{
    Effect with = effect_of(turned, before, command), without = effect_of(turned, before, NULL);
    return !same(&with, &without);
}

/* Some need a state that another command brings about: nothing is open that could be closed. */
static bool has_effect(const Command *command)
{
    if (has_effect_after(command, true, NULL) || has_effect_after(command, false, NULL))
        return true;
    for (size_t i = 0; i < commands_count(); i++)
        if (has_effect_after(command, true, commands_at(i)))
            return true;
    return false;
}

static void every_command_has_an_effect_that_is_seen(void **state)
{
    (void)state;
    size_t without = 0;
    for (size_t i = 0; i < commands_count(); i++) {
        if (has_effect(commands_at(i)))
            continue;
        print_error("%s (%s) changes nothing\n", commands_at(i)->id, commands_at(i)->keys);
        without++;
    }
    assert_int_equal(without, 0);
}

/* The test itself: two who do the same see the same. */
static void doing_nothing_has_no_effect(void **state)
{
    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        Effect a = effect_of(turned, NULL, NULL), b = effect_of(turned, NULL, NULL);
        assert_true(same(&a, &b));
    }
    static const Command nothing = {.id = "none", .keys = "Ctrl+Alt+F12"};
    assert_null(commands_find("none"));
    assert_false(has_effect_after(&nothing, true, NULL));
}

/* Where a row names several keys, each does the same. */
static void all_keys_of_a_command_do_the_same(void **state)
{
    (void)state;
    size_t compared = 0;
    for (size_t i = 0; i < commands_count(); i++) {
        const Command *command = commands_at(i);
        const char *space = strchr(command->keys, ' ');
        Effect first = {0};
        if (space)
            first = effect_of(true, NULL, command);
        for (; space; space = strchr(space + 1, ' ')) {
            char word[32];
            snprintf(word, sizeof word, "%.*s", (int)strcspn(space + 1, " "), space + 1);
            Command other = *command;
            other.keys = word;
            Effect effect = effect_of(true, NULL, &other);
            if (!same(&first, &effect))
                fail_msg("%s: %s does something else", command->id, word);
            compared++;
        }
    }
    assert_true(compared > 0);
}

/* A command that cannot be used just now is refused without harm, whatever is open. */
static void every_command_can_follow_every_other(void **state)
{
    (void)state;
    static Player player;
    player_open(&player, &(AppOptions){.seed = 1, .steps = 40}, 400, 300, 1, NULL);
    for (size_t i = 0; i < commands_count(); i++) {
        for (size_t k = 0; k < commands_count(); k++) {
            player_command(&player, commands_at(i));
            player_command(&player, commands_at(k));
            assert_true(player.app.scene.selected < race_count(player.app.race));
        }
        player_close(&player); /* a long way from home */
        player_open(&player, &(AppOptions){.seed = 1, .steps = 40}, 400, 300, 1, NULL);
    }
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doing_nothing_has_no_effect),
        cmocka_unit_test(every_command_has_an_effect_that_is_seen),
        cmocka_unit_test(all_keys_of_a_command_do_the_same),
        cmocka_unit_test(every_command_can_follow_every_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
