/* SDL's events in the app's words: every key that a command or the problem list needs, on layouts
 * other than ours too. Needs no display: events are made here. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/commands.h"
#include "app/keys.h"
#include "platform/events.h"

static InputEvent said(SDL_Event event, float ratio)
{
    InputEvent out;
    if (!events_translate(&event, ratio, &out))
        fail_msg("event 0x%x has no translation", event.type);
    return out;
}

static SDL_Event key_event(SDL_Scancode scancode, SDL_Keycode sym, unsigned mod)
{
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.keysym.scancode = scancode;
    event.key.keysym.sym = sym;
    event.key.keysym.mod = (Uint16)mod;
    return event;
}

static void named_keys_keep_their_meaning(void **state)
{
    (void)state;
    static const struct {
        SDL_Scancode scancode;
        SDL_Keycode sym;
        int32_t key;
    } rows[] = {
        {SDL_SCANCODE_LEFT, SDLK_LEFT, KEY_LEFT},
        {SDL_SCANCODE_RIGHT, SDLK_RIGHT, KEY_RIGHT},
        {SDL_SCANCODE_UP, SDLK_UP, KEY_UP},
        {SDL_SCANCODE_DOWN, SDLK_DOWN, KEY_DOWN},
        {SDL_SCANCODE_HOME, SDLK_HOME, KEY_HOME},
        {SDL_SCANCODE_END, SDLK_END, KEY_END},
        {SDL_SCANCODE_PAGEUP, SDLK_PAGEUP, KEY_PAGE_UP},
        {SDL_SCANCODE_PAGEDOWN, SDLK_PAGEDOWN, KEY_PAGE_DOWN},
        {SDL_SCANCODE_TAB, SDLK_TAB, KEY_TAB},
        {SDL_SCANCODE_RETURN, SDLK_RETURN, KEY_ENTER},
        {SDL_SCANCODE_KP_ENTER, SDLK_KP_ENTER, KEY_ENTER},
        {SDL_SCANCODE_ESCAPE, SDLK_ESCAPE, KEY_ESCAPE},
        {SDL_SCANCODE_BACKSPACE, SDLK_BACKSPACE, KEY_BACKSPACE},
        {SDL_SCANCODE_DELETE, SDLK_DELETE, KEY_DELETE},
        {SDL_SCANCODE_SPACE, SDLK_SPACE, KEY_SPACE},
        {SDL_SCANCODE_F1, SDLK_F1, KEY_F1},
        {SDL_SCANCODE_F11, SDLK_F11, KEY_F1 + 10},
        {SDL_SCANCODE_F12, SDLK_F12, KEY_F12},
        {SDL_SCANCODE_T, SDLK_t, 't'},
        {SDL_SCANCODE_KP_0, SDLK_KP_0, '0'},
        {SDL_SCANCODE_KP_1, SDLK_KP_1, '1'},
        {SDL_SCANCODE_KP_9, SDLK_KP_9, '9'},
        {SDL_SCANCODE_KP_PLUS, SDLK_KP_PLUS, '+'},
        {SDL_SCANCODE_KP_MINUS, SDLK_KP_MINUS, '-'},
        {SDL_SCANCODE_SEMICOLON, 0xF6, 0xF6}, /* o with two dots on a German keyboard */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        InputEvent out = said(key_event(rows[i].scancode, rows[i].sym, 0), 1);
        if (out.kind != INPUT_KEY || out.key != rows[i].key || out.mods != 0)
            fail_msg("row %zu: key 0x%x, not 0x%x", i, (unsigned)out.key, (unsigned)rows[i].key);
    }
}

static void the_digit_row_means_digits_on_any_layout(void **state)
{
    (void)state;
    /* French keyboards print these unshifted, from 1 to 0. */
    static const SDL_Keycode azerty[] = {'&', 0xE9, '"', '\'', '(', '-', 0xE8, '_', 0xE7, 0xE0};
    for (int i = 0; i < 10; i++) {
        InputEvent out = said(key_event(SDL_SCANCODE_1 + i, azerty[i], 0), 1);
        assert_int_equal(out.key, i < 9 ? '1' + i : '0');
    }
}

static void letters_follow_the_layout(void **state)
{
    (void)state;
    /* The key beside Tab: q, but a on French keyboards. */
    assert_int_equal(said(key_event(SDL_SCANCODE_Q, SDLK_a, 0), 1).key, 'a');
}

static void modifiers_come_from_either_side(void **state)
{
    (void)state;
    static const struct {
        unsigned mod, want;
    } rows[] = {
        {KMOD_LSHIFT, MOD_SHIFT},
        {KMOD_RSHIFT, MOD_SHIFT},
        {KMOD_LCTRL, MOD_CTRL},
        {KMOD_RCTRL, MOD_CTRL},
        {KMOD_LGUI, MOD_CTRL},
        {KMOD_LALT, MOD_ALT},
        {KMOD_NUM, 0},
        {KMOD_CAPS, 0},
        {KMOD_SCROLL, 0},
        {KMOD_NUM | KMOD_LSHIFT | KMOD_LCTRL, MOD_SHIFT | MOD_CTRL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned mods = said(key_event(SDL_SCANCODE_F, SDLK_f, rows[i].mod), 1).mods;
        if (mods != rows[i].want)
            fail_msg("row %zu: modifiers %u, not %u", i, mods, rows[i].want);
    }
}

static void repeats_and_releases_are_told_apart(void **state)
{
    (void)state;
    SDL_Event event = key_event(SDL_SCANCODE_LEFT, SDLK_LEFT, 0);
    assert_false(said(event, 1).repeat);
    event.key.repeat = 1;
    assert_true(said(event, 1).repeat);
    event.type = SDL_KEYUP;
    assert_int_equal(said(event, 1).kind, INPUT_KEY_UP);
}

static void keys_without_a_word_say_nothing(void **state)
{
    (void)state;
    static const SDL_Keycode silent[] = {SDLK_LSHIFT, SDLK_RCTRL,     SDLK_CAPSLOCK,
                                         SDLK_F13,    SDLK_AUDIOPLAY, SDLK_UNKNOWN};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        InputEvent out;
        SDL_Event event = key_event(SDL_GetScancodeFromKey(silent[i]), silent[i], 0);
        if (events_translate(&event, 1, &out))
            fail_msg("key %zu became 0x%x", i, (unsigned)out.key);
    }
}

/* What SDL sends for a command's first chord on an American keyboard. */
static SDL_Event typed(const InputEvent *wanted)
{
    static const struct {
        int32_t key;
        SDL_Keycode sym;
    } named[] = {
        {KEY_LEFT, SDLK_LEFT},           {KEY_RIGHT, SDLK_RIGHT},   {KEY_UP, SDLK_UP},
        {KEY_DOWN, SDLK_DOWN},           {KEY_HOME, SDLK_HOME},     {KEY_END, SDLK_END},
        {KEY_PAGE_UP, SDLK_PAGEUP},      {KEY_TAB, SDLK_TAB},       {KEY_PAGE_DOWN, SDLK_PAGEDOWN},
        {KEY_ENTER, SDLK_RETURN},        {KEY_ESCAPE, SDLK_ESCAPE}, {KEY_DELETE, SDLK_DELETE},
        {KEY_BACKSPACE, SDLK_BACKSPACE},
    };
    if (wanted->kind == INPUT_TEXT) {
        SDL_Event event = {.type = SDL_TEXTINPUT};
        SDL_strlcpy(event.text.text, wanted->text, sizeof event.text.text);
        return event;
    }
    SDL_Keycode sym = wanted->key;
    if (sym >= KEY_F1 && sym <= KEY_F12)
        sym = SDLK_F1 + (sym - KEY_F1);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        sym = named[i].key == wanted->key ? named[i].sym : sym;
    unsigned mod = (wanted->mods & MOD_SHIFT ? KMOD_LSHIFT : 0) |
                   (wanted->mods & MOD_CTRL ? KMOD_LCTRL : 0) |
                   (wanted->mods & MOD_ALT ? KMOD_LALT : 0);
    return key_event(SDL_GetScancodeFromKey(sym), sym, mod);
}

static void every_command_with_keys_can_be_typed(void **state)
{
    (void)state;
    size_t tried = 0;
    for (size_t i = 0; i < commands_count(); i++) {
        const Command *command = commands_at(i);
        if (command->keys[0] == '\0')
            continue;
        InputEvent wanted = keys_event(command->keys);
        InputEvent out = said(typed(&wanted), 1);
        int digit = 0;
        if (!keys_match(command->keys, &out, &digit))
            fail_msg("%s (%s) cannot be typed", command->id, command->keys);
        tried++;
    }
    assert_true(tried > 30);
}

static void text_is_passed_on_whole(void **state)
{
    (void)state;
    SDL_Event event = {.type = SDL_TEXTINPUT};
    strcpy(event.text.text, "\xce\xb1?");
    InputEvent out = said(event, 1);
    assert_int_equal(out.kind, INPUT_TEXT);
    assert_string_equal(out.text, "\xce\xb1?");
    event.text.text[0] = '\0';
    assert_false(events_translate(&event, 1, &out));
}

static void the_mouse_speaks_device_pixels(void **state)
{
    (void)state;
    static const struct {
        Uint8 button;
        MouseButton want;
    } rows[] = {{SDL_BUTTON_LEFT, MOUSE_LEFT},
                {SDL_BUTTON_MIDDLE, MOUSE_MIDDLE},
                {SDL_BUTTON_RIGHT, MOUSE_RIGHT}};
    for (size_t i = 0; i < 3; i++) {
        SDL_Event event = {.type = SDL_MOUSEBUTTONDOWN};
        event.button.button = rows[i].button;
        event.button.clicks = 2;
        event.button.x = 30;
        event.button.y = 50;
        InputEvent out = said(event, 1.5f);
        assert_int_equal(out.kind, INPUT_BUTTON);
        assert_int_equal(out.button, rows[i].want);
        assert_int_equal(out.clicks, 2);
        assert_true(out.x == 45 && out.y == 75);
        event.type = SDL_MOUSEBUTTONUP;
        assert_int_equal(said(event, 1).kind, INPUT_BUTTON_UP);
    }
    InputEvent out;
    SDL_Event extra = {.type = SDL_MOUSEBUTTONDOWN};
    extra.button.button = SDL_BUTTON_X1;
    assert_false(events_translate(&extra, 1, &out));
    SDL_Event move = {.type = SDL_MOUSEMOTION};
    move.motion.x = 7;
    move.motion.y = 9;
    out = said(move, 2);
    assert_true(out.kind == INPUT_MOVE && out.x == 14 && out.y == 18);
}

static void the_wheel_turns_away_from_the_person_upwards(void **state)
{
    (void)state;
    SDL_Event event = {.type = SDL_MOUSEWHEEL};
    event.wheel.y = 1;
    event.wheel.preciseX = -0.25f;
    event.wheel.preciseY = 0.5f;
    InputEvent out = said(event, 1);
    assert_true(out.kind == INPUT_WHEEL && out.wheel_y == 0.5f && out.wheel_x == -0.25f);
    event.wheel.direction = SDL_MOUSEWHEEL_FLIPPED;
    out = said(event, 1);
    assert_true(out.wheel_y == -0.5f && out.wheel_x == 0.25f);
}

static void windows_lose_things_and_close(void **state)
{
    (void)state;
    SDL_Event event = {.type = SDL_WINDOWEVENT};
    event.window.event = SDL_WINDOWEVENT_LEAVE;
    assert_int_equal(said(event, 1).kind, INPUT_LEAVE);
    event.window.event = SDL_WINDOWEVENT_FOCUS_LOST;
    assert_int_equal(said(event, 1).kind, INPUT_FOCUS_LOST);
    InputEvent out;
    event.window.event = SDL_WINDOWEVENT_MOVED;
    assert_false(events_translate(&event, 1, &out));
    event.type = SDL_QUIT;
    assert_int_equal(said(event, 1).kind, INPUT_CLOSE);
}

static void moves_in_a_row_become_one_and_nothing_overflows(void **state)
{
    (void)state;
    Input *input = calloc(1, sizeof *input);
    assert_non_null(input);
    InputEvent move = {.kind = INPUT_MOVE}, press = {.kind = INPUT_BUTTON};
    for (int i = 0; i < 1000; i++) {
        move.x = (float)i;
        assert_true(events_add(input, &move));
    }
    assert_int_equal(input->count, 1);
    assert_true(input->events[0].x == 999);
    assert_true(events_add(input, &press));
    assert_true(events_add(input, &move));
    assert_int_equal(input->count, 3);
    while (input->count < INPUT_EVENTS_MAX)
        assert_true(events_add(input, &press));
    assert_false(events_add(input, &press));
    assert_int_equal(input->count, INPUT_EVENTS_MAX);
    free(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(named_keys_keep_their_meaning),
        cmocka_unit_test(the_digit_row_means_digits_on_any_layout),
        cmocka_unit_test(letters_follow_the_layout),
        cmocka_unit_test(modifiers_come_from_either_side),
        cmocka_unit_test(repeats_and_releases_are_told_apart),
        cmocka_unit_test(keys_without_a_word_say_nothing),
        cmocka_unit_test(every_command_with_keys_can_be_typed),
        cmocka_unit_test(text_is_passed_on_whole),
        cmocka_unit_test(the_mouse_speaks_device_pixels),
        cmocka_unit_test(the_wheel_turns_away_from_the_person_upwards),
        cmocka_unit_test(windows_lose_things_and_close),
        cmocka_unit_test(moves_in_a_row_become_one_and_nothing_overflows),
    };
    return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
