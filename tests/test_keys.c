/* Keys, commands and their table: what is written can be pressed, and means one thing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "app/keys.h"
#include "app/plainmath.h"
#include "player.h"

/* ---- keys and the table ---- */

static void every_command_has_readable_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < commands_count(); i++) {
        char bad[32] = "";
        if (!keys_valid(commands_at(i)->keys, bad))
            fail_msg("%s: cannot read key '%s'", commands_at(i)->id, bad);
        assert_non_null(commands_at(i)->help);
        assert_true(strlen(commands_at(i)->help) > 3);
        assert_ptr_equal(commands_find(commands_at(i)->id), commands_at(i));
    }
}

static void no_key_means_two_things(void **state)
{
    (void)state;
    for (size_t i = 0; i < commands_count(); i++) {
        if (!commands_at(i)->keys[0])
            continue;
        InputEvent event = keys_event(commands_at(i)->keys);
        for (size_t j = 0; j < commands_count(); j++) {
            int digit;
            if (i != j && keys_match(commands_at(j)->keys, &event, &digit))
                fail_msg("'%s' is %s and %s", commands_at(i)->keys, commands_at(i)->id,
                         commands_at(j)->id);
        }
    }
}

static void signs_match_by_the_text_they_type(void **state)
{
    (void)state;
    int digit;
    InputEvent question = {.kind = INPUT_TEXT, .text = "?"};
    assert_true(keys_match("F1 ?", &question, &digit));
    InputEvent slash = {.kind = INPUT_KEY, .key = '/', .mods = MOD_SHIFT};
    assert_false(keys_match("F1 ?", &slash, &digit));
    InputEvent three = {.kind = INPUT_KEY, .key = '3', .mods = MOD_SHIFT};
    assert_false(keys_match("1..9", &three, &digit));
    assert_true(keys_match("Shift+1..9", &three, &digit));
    assert_int_equal(digit, 3);
}

/* What a keyboard sends, as SDL documents it: the key, and text where the key types some; none with
 * Ctrl, and capitals with Shift. */
static void written_keys_send_what_a_keyboard_sends(void **state)
{
    (void)state;
    static const struct {
        InputKind kind;
        int32_t key;
        unsigned mods;
        const char *text;
    } SENT[] = {{INPUT_KEY, 't', 0, ""},        {INPUT_TEXT, KEY_NONE, 0, "t"},
                {INPUT_KEY, KEY_TAB, 0, ""},    {INPUT_KEY, 'f', MOD_SHIFT, ""},
                {INPUT_TEXT, KEY_NONE, 0, "F"}, {INPUT_KEY, 'd', MOD_CTRL, ""},
                {INPUT_TEXT, KEY_NONE, 0, "?"}, {INPUT_KEY, '3', MOD_SHIFT, ""},
                {INPUT_KEY, KEY_SPACE, 0, ""},  {INPUT_TEXT, KEY_NONE, 0, " "},
                {INPUT_KEY, KEY_F1 + 4, 0, ""}};
    const char *keys = " T  Tab Shift+F Ctrl+D ? Shift+3 Space F5 ";
    char bad[32];
    assert_true(keys_pressable(keys, bad));
    InputEvent events[KEYS_PRESS_MAX];
    size_t at = 0, count, pressed = 0;
    for (; (count = keys_press(&keys, events)) > 0; pressed++) {
        for (size_t i = 0; i < count; i++, at++) {
            assert_true(at < sizeof SENT / sizeof *SENT);
            assert_int_equal(events[i].kind, SENT[at].kind);
            assert_string_equal(events[i].text, SENT[at].text);
            if (events[i].kind == INPUT_KEY)
                assert_true(events[i].key == SENT[at].key && events[i].mods == SENT[at].mods);
        }
    }
    assert_int_equal(at, sizeof SENT / sizeof *SENT);
    assert_int_equal(pressed, 8);
}

static void what_cannot_be_pressed_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *bad, *nearest;
    } WRONG[] = {{"T Tabb G", "Tabb", "Tab"},
                 {"1..9", "1..9", NULL},
                 {"Shift+Hoem", "Shift+Hoem", "Home"},
                 {"F13", "F13", NULL},
                 {"G Ctrl+", "Ctrl+", NULL}};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        char bad[32] = "";
        assert_false(keys_pressable(WRONG[i].keys, bad));
        assert_string_equal(bad, WRONG[i].bad);
        const char *nearest = keys_nearest(bad);
        if (WRONG[i].nearest)
            assert_string_equal(nearest, WRONG[i].nearest);
        else
            assert_null(nearest);
    }
}

static void everything_that_can_be_clicked_names_a_command(void **state)
{
    (void)state;
    static const char *const OPEN[] = {"", "F1", "Ctrl+F", "O", "V", "A", "K"};
    for (size_t k = 0; k < sizeof OPEN / sizeof *OPEN; k++) {
        Player *player = player_begin();
        if (OPEN[k][0])
            player_press(player, OPEN[k]);
        const HitList *hits = &player->app.screen.hits;
        assert_true(hits->count > 10);
        for (size_t i = 0; i < hits->count; i++)
            if (hits->items[i].kind == HIT_COMMAND && !commands_find(hits->items[i].command))
                fail_msg("a button names the unknown command '%s'", hits->items[i].command);
        player_close(player);
    }
}

static void formulas_are_written_for_terminals(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"w \\leftarrow w - \\alpha \\frac{\\hat{m}}{\\sqrt{\\hat{v}} + \\varepsilon}",
         "w <- w - alpha m_hat / (sqrt(v_hat) + eps)"},
        {"H^{-1} g, \\alpha\\rho{T_{w}}^\\top", "H^-1 g, alpha rhoT_w^T"},
        {"\\lVert g \\rVert^{2} \\le \\gamma^{t / T}", "| g |^2 <= gamma^(t / T)"},
        {"\\left(\\nabla f\\right)_i \\odot \\text{a word}", "(grad f)_i * a word"},
        {"\\frac{a}", "a / "},
        {"{{x", "x"},
        {"x\\", "x\\"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        StrBuf text = {0};
        plainmath(CASES[i][0], &text);
        assert_string_equal(strbuf_text(&text), CASES[i][1]);
        strbuf_deinit(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_has_readable_keys),
        cmocka_unit_test(no_key_means_two_things),
        cmocka_unit_test(signs_match_by_the_text_they_type),
        cmocka_unit_test(written_keys_send_what_a_keyboard_sends),
        cmocka_unit_test(what_cannot_be_pressed_is_named),
        cmocka_unit_test(everything_that_can_be_clicked_names_a_command),
        cmocka_unit_test(formulas_are_written_for_terminals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
