/* SDL's events as the app sees them, and the window without a display. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "platform/events.h"
#include "platform/headless.h"
#include "platform/window.h"

static InputEvent translated(const SDL_Event *event, float ratio, bool expected)
{
    InputEvent out;
    assert_int_equal(events_translate(event, ratio, &out), expected);
    return out;
}

static InputEvent key(SDL_Keycode sym, SDL_Scancode scancode, unsigned mod)
{
    SDL_Event event = {.key = {.type = SDL_KEYDOWN}};
    event.key.keysym = (SDL_Keysym){.scancode = scancode, .sym = sym, .mod = (Uint16)mod};
    return translated(&event, 1, true);
}

static void keys_are_characters_or_names(void **state)
{
    (void)state;
    assert_int_equal(key('a', SDL_SCANCODE_A, 0).key, 'a');
    assert_int_equal(key('a', SDL_SCANCODE_A, KMOD_LSHIFT).mods, MOD_SHIFT);
    assert_int_equal(key('z', SDL_SCANCODE_Z, KMOD_RCTRL | KMOD_LALT).mods, MOD_CTRL | MOD_ALT);
    assert_int_equal(key(0xf6, SDL_SCANCODE_SEMICOLON, 0).key, 0xf6); /* a German key */
    assert_int_equal(key('&', SDL_SCANCODE_1, 0).key, '1');           /* a French digit row */
    assert_int_equal(key(0xe0, SDL_SCANCODE_0, 0).key, '0');
    assert_int_equal(key(SDLK_LEFT, SDL_SCANCODE_LEFT, 0).key, KEY_LEFT);
    assert_int_equal(key(SDLK_F1, SDL_SCANCODE_F1, 0).key, KEY_F1);
    assert_int_equal(key(SDLK_F12, SDL_SCANCODE_F12, 0).key, KEY_F12);
    assert_int_equal(key(SDLK_KP_ENTER, SDL_SCANCODE_KP_ENTER, 0).key, KEY_ENTER);
    assert_int_equal(key(SDLK_KP_7, SDL_SCANCODE_KP_7, 0).key, '7');
    assert_int_equal(key(' ', SDL_SCANCODE_SPACE, 0).key, KEY_SPACE);
    SDL_Event shift = {.key = {.type = SDL_KEYDOWN}};
    shift.key.keysym.sym = SDLK_LSHIFT;
    translated(&shift, 1, false); /* no word for it */
}

static void positions_are_in_device_pixels(void **state)
{
    (void)state;
    SDL_Event press = {.button = {.type = SDL_MOUSEBUTTONDOWN,
                                  .button = SDL_BUTTON_RIGHT,
                                  .clicks = 2,
                                  .x = 10,
                                  .y = 20}};
    InputEvent out = translated(&press, 2, true);
    assert_int_equal(out.kind, INPUT_BUTTON);
    assert_int_equal(out.button, MOUSE_RIGHT);
    assert_int_equal(out.clicks, 2);
    assert_true(out.x == 20 && out.y == 40);
    SDL_Event wheel = {.wheel = {.type = SDL_MOUSEWHEEL, .preciseX = 0.25f, .preciseY = -1.5f}};
    out = translated(&wheel, 1, true);
    assert_true(out.kind == INPUT_WHEEL && out.wheel_x == 0.25f && out.wheel_y == -1.5f);
    wheel.wheel.direction = SDL_MOUSEWHEEL_FLIPPED;
    assert_true(translated(&wheel, 1, true).wheel_y == 1.5f);
}

static void text_and_window_events_pass(void **state)
{
    (void)state;
    SDL_Event text = {.text = {.type = SDL_TEXTINPUT, .text = "é?"}};
    assert_string_equal(translated(&text, 1, true).text, "é?");
    SDL_Event window = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_LEAVE}};
    assert_int_equal(translated(&window, 1, true).kind, INPUT_LEAVE);
    window.window.event = SDL_WINDOWEVENT_FOCUS_LOST;
    assert_int_equal(translated(&window, 1, true).kind, INPUT_FOCUS_LOST);
    window.window.event = SDL_WINDOWEVENT_MOVED;
    translated(&window, 1, false);
    SDL_Event quit = {.type = SDL_QUIT};
    assert_int_equal(translated(&quit, 1, true).kind, INPUT_CLOSE);
}

static void moves_are_merged_and_nothing_else_is(void **state)
{
    (void)state;
    static Input input;
    InputEvent move = {.kind = INPUT_MOVE, .x = 1}, press = {.kind = INPUT_BUTTON};
    assert_true(events_add(&input, &move));
    move.x = 2;
    assert_true(events_add(&input, &move));
    assert_true(events_add(&input, &press));
    assert_true(events_add(&input, &press));
    assert_true(events_add(&input, &move));
    assert_int_equal(input.count, 4);
    assert_true(input.events[0].x == 2);
    while (input.count < INPUT_EVENTS_MAX)
        assert_true(events_add(&input, &press));
    assert_false(events_add(&input, &press));
}

static void push_key(SDL_Keycode sym)
{
    SDL_Event event = {.key = {.type = SDL_KEYDOWN}};
    event.key.keysym.sym = sym;
    SDL_PushEvent(&event);
}

static double two_frames(void *self)
{
    int *frames = self;
    return ++*frames < 2 ? 0.05 : -1;
}

static void windows_open_without_a_display(void **state)
{
    (void)state;
    Err err = {{0}};
    WindowOptions options = {.title = "test", .width = 640, .height = 480, .offscreen = true};
    Window *window = window_create(&options, &err);
    if (!window) {
        printf("# no window: %s\n", err.text);
        skip();
    }
    static Input input;
    window_read(window, &input);
    assert_int_equal(input.width, 640);
    assert_int_equal(input.height, 480);
    assert_true(input.display_scale == 1);
    assert_true(window_visible(window));
    for (int i = 0; i < INPUT_EVENTS_MAX + 10; i++)
        push_key('a' + i % 26);
    window_read(window, &input);
    assert_int_equal(input.count, INPUT_EVENTS_MAX);
    window_read(window, &input); /* the rest was not lost */
    assert_int_equal(input.count, 10);
    assert_int_equal(input.events[9].key, 'a' + (INPUT_EVENTS_MAX + 9) % 26);
    /* It sleeps as long as it is told, and stops when it is told. */
    Uint32 before = SDL_GetTicks();
    int frames = 0;
    window_run(window, two_frames, &frames);
    assert_true(SDL_GetTicks() - before >= 40);
    assert_int_equal(frames, 2);
    window_destroy(window);
}

static void egl_alone_gives_a_context_too(void **state)
{
    (void)state;
    Err err = {{0}};
    Headless *headless = headless_create(64, 64, &err);
    if (!headless) {
        printf("# no context: %s\n", err.text);
        skip();
    }
    headless_destroy(headless);
}

static void no_display_is_one_clear_line(void **state)
{
    (void)state;
    Err err = {{0}};
    SDL_setenv("SDL_VIDEODRIVER", "no-such-driver", 1);
    WindowOptions options = {.title = "test", .width = 640, .height = 480};
    assert_null(window_create(&options, &err));
    SDL_setenv("SDL_VIDEODRIVER", "", 1);
    assert_non_null(strstr(err.text, "DISPLAY"));
    assert_null(strchr(err.text, '\n'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_characters_or_names),
        cmocka_unit_test(positions_are_in_device_pixels),
        cmocka_unit_test(text_and_window_events_pass),
        cmocka_unit_test(moves_are_merged_and_nothing_else_is),
        cmocka_unit_test(windows_open_without_a_display),
        cmocka_unit_test(egl_alone_gives_a_context_too),
        cmocka_unit_test(no_display_is_one_clear_line),
    };
    return cmocka_run_group_tests_name("platform", tests, NULL, NULL);
}
