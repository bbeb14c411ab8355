/* What is typed: lines of text, values, held keys, by scripted input without a window. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "app/keys.h"
#include "fakefonts.h"
#include "optim/catalogue.h"
#include "player.h"
#include "view/kit/entry.h"

/* ---- the line on the screen ---- */

static void a_long_line_scrolls_as_far_as_the_caret_wants(void **state)
{
    (void)state;
    static const struct {
        float scroll, caret, width, room, expected;
    } ROWS[] = {
        {0, 40, 50, 100, 0},    /* all of it shows */
        {0, 150, 150, 100, 50}, /* the caret at the end, at the field's right edge */
        {50, 80, 150, 100, 50}, /* inside: nothing moves */
        {50, 20, 150, 100, 20}, /* out on the left */
        {90, 95, 150, 100, 50}, /* text was deleted: no empty room on the right */
        {50, 0, 60, 100, 0},    /* all of it fits again */
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        float scroll = entry_scrolled(ROWS[i].scroll, ROWS[i].caret, ROWS[i].width, ROWS[i].room);
        if (scroll != ROWS[i].expected)
            fail_msg("row %zu: %g, not %g", i, (double)scroll, (double)ROWS[i].expected);
    }
}

static void the_mouse_places_the_caret_and_selects(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "Ctrl+K");
    player_write(player, "alpha beta");
    Rect text = app->screen.entry.text;
    float y = text.y + text.h / 2;
    float w = fake_width(NULL, FACE_REGULAR, app->screen.entry.em, "a", 1); /* of any letter */
    player_mouse(player, INPUT_BUTTON, text.x + 2.2f * w, y, MOUSE_LEFT, 1);
    assert_int_equal(app->line.caret, 2);
    player_mouse(player, INPUT_MOVE, text.x + 4.4f * w, y, MOUSE_LEFT, 0);
    assert_int_equal(textline_from(&app->line), 2);
    assert_int_equal(textline_to(&app->line), 4);
    player_mouse(player, INPUT_BUTTON_UP, text.x + 4.4f * w, y, MOUSE_LEFT, 1);
    assert_int_equal(app->output.cursor, CURSOR_TEXT);
    player_mouse(player, INPUT_BUTTON, text.x + 7.9f * w, y, MOUSE_LEFT, 2);
    player_mouse(player, INPUT_BUTTON_UP, text.x + 7.9f * w, y, MOUSE_LEFT, 2);
    player_press(player, "Ctrl+X"); /* the word under a double click */
    assert_string_equal(player->output->copy, "beta");
    assert_string_equal(player_line(player), "alpha ");
    player_press(player, "Ctrl+A");
    player_press(player, "Ctrl+V");
    assert_true(player->output->paste);
    app_paste(app, "adam\n");
    assert_string_equal(player_line(player), "adam");
    assert_int_equal(app->scene.overlay, OVERLAY_PALETTE);
    player_close(player);
}

/* ---- values ---- */

static void a_typed_value_is_set_exactly(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    size_t entrant = app->scene.selected;
    static const struct {
        const char *typed;
        double value;
    } ROWS[] = {{"0.01", 0.01}, {"1e-3", 1e-3}, {" 0.123456789 ", 0.123456789}, {"7", 7}};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        player_press(player, "Enter");
        assert_int_equal(app->scene.entry, ENTRY_VALUE);
        player_write(player, ROWS[i].typed); /* over the old one */
        player_press(player, "Enter");
        assert_int_equal(app->scene.entry, ENTRY_NONE);
        assert_true(race_hyper(app->race, entrant, 0) == ROWS[i].value);
    }
    player_frame(player, 5);
    size_t steps = app->undo.count;
    player_press(player, "Enter");
    player_write(player, "0.5");
    player_press(player, "Enter");
    player_frame(player, 5);
    assert_int_equal(app->undo.count, steps + 1);
    player_press(player, "Z");
    assert_true(race_hyper(app->race, entrant, 0) == 7);
    player_close(player);
}

static void what_is_no_value_names_the_range_and_stays_open(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "Down"); /* beta1 of adam, 0 to less than 1 */
    size_t entrant = app->scene.selected, hyper = app->scene.hyper;
    double before = race_hyper(app->race, entrant, hyper);
    static const char *const BAD[] = {"1.5", "-0.1", "a lot", "", "0,9", "nan", "1e999"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        player_press(player, "Enter");
        player_press(player, "Delete");
        player_write(player, BAD[i]);
        app->notice[0] = '\0';
        player_press(player, "Enter");
        assert_int_equal(app->scene.entry, ENTRY_VALUE);
        if (!strstr(app->notice, "beta1") || !strstr(app->notice, "from 0 to 0.99"))
            fail_msg("'%s': %s", BAD[i], app->notice);
        assert_null(strchr(app->notice, '\n'));
        assert_true(race_hyper(app->race, entrant, hyper) == before);
        player_press(player, "Esc");
        assert_int_equal(app->scene.entry, ENTRY_NONE);
        assert_true(race_hyper(app->race, entrant, hyper) == before);
    }
    player_close(player);
}

/* Every hyperparameter of every optimizer opens as the text that it reads. */
static void every_value_opens_as_text_that_sets_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        const char *specs[] = {optimizer->id};
        Player *player = player_begin_with(
            (AppOptions){.optimizers = specs, .optimizer_count = 1, .seed = 1}, 1280, 720, 1);
        App *app = &player->app;
        for (size_t h = 0; h < optimizer_hyper_count(optimizer); h++) {
            app->scene.hyper = h;
            double before = race_hyper(app->race, 0, h);
            player_press(player, "Enter");
            assert_true(player_line(player)[0] != '\0');
            player_press(player, "Enter");
            if (app->scene.entry != ENTRY_NONE || race_hyper(app->race, 0, h) != before)
                fail_msg("%s.%s: '%s' is not taken back", optimizer->id,
                         optimizer_hyper(optimizer, h)->id, player_line(player));
        }
        player_close(player);
    }
}

static void choices_and_switches_go_by_name(void **state)
{
    (void)state;
    static const char *const SPECS[] = {"sgd"};
    Player *player = player_begin_with(
        (AppOptions){.optimizers = SPECS, .optimizer_count = 1, .seed = 1}, 1280, 720, 1);
    App *app = &player->app;
    const Optimizer *sgd = optimizer_find("sgd");
    int schedule = optimizer_hyper_find(sgd, "schedule");
    assert_true(schedule >= 0);
    const Hyper *hyper = optimizer_hyper(sgd, (size_t)schedule);
    for (int k = 0; hyper->choices[k]; k++) {
        app->scene.hyper = (size_t)schedule;
        player_press(player, "Enter");
        player_write(player, hyper->choices[k]);
        player_press(player, "Enter");
        assert_true(race_hyper(app->race, 0, (size_t)schedule) == k);
    }
    player_press(player, "Enter");
    player_write(player, "sideways");
    player_press(player, "Enter");
    assert_non_null(strstr(app->scene.notice, hyper->choices[0]));
    player_close(player);
}

static void a_double_click_opens_a_value_and_a_click_elsewhere_takes_it(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    size_t entrant = app->scene.selected;
    Hit row = hits_find(&app->screen.hits, HIT_HYPER, 1);
    Point value = {row.rect.x + row.rect.w - 12, row.rect.y + row.rect.h / 2};
    player_mouse(player, INPUT_BUTTON, value.x, value.y, MOUSE_LEFT, 1);
    player_mouse(player, INPUT_BUTTON_UP, value.x, value.y, MOUSE_LEFT, 1);
    player_mouse(player, INPUT_BUTTON, value.x, value.y, MOUSE_LEFT, 2);
    player_mouse(player, INPUT_BUTTON_UP, value.x, value.y, MOUSE_LEFT, 2);
    assert_int_equal(app->scene.entry, ENTRY_VALUE);
    assert_int_equal(app->scene.hyper, 1);
    player_write(player, "0.7");
    player_click(player, rect_middle(hits_find(&app->screen.hits, HIT_CARD, 0).rect));
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    assert_true(race_hyper(app->race, entrant, 1) == 0.7);
    assert_int_equal(app->scene.selected, 0);
    app_set_selected(app, entrant);
    player_press(player, "Enter");
    player_write(player, "0.25");
    player_press(player, "Down"); /* takes it and goes on */
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    assert_int_equal(app->scene.hyper, 1);
    assert_true(race_hyper(app->race, entrant, 0) == 0.25);
    player_close(player);
}

/* ---- held keys ---- */

/* Holds a key for some seconds, repeated so often a second; returns the values it passed. */
static size_t hold(Player *player, const char *keys, double seconds, double rate, double *values)
{
    size_t count = 0;
    InputEvent event = keys_event(keys);
    for (double t = 0; t < seconds; t += 1 / rate) {
        player->input.events[player->input.count++] = event;
        event.repeat = true;
        player_frame(player, 1 / rate);
        values[count++] = race_hyper(player->app.race, player->app.scene.selected, 0);
    }
    return count;
}

static void a_held_key_runs_smoothly_and_ever_faster(void **state)
{
    (void)state;
    double values[256];
    Player *player = player_begin();
    player_press(player, "Enter");
    player_write(player, "0.0011"); /* near the slider's low end */
    player_press(player, "Enter");
    size_t count = hold(player, "Right", 3.5, 30, values);
    double half = 0, whole = log10(values[count - 1] / values[0]);
    for (size_t i = 1; i < count; i++) {
        double factor = values[i] / values[i - 1];
        if (!(factor >= 1 && factor < 2))
            fail_msg("from %g to %g at once", values[i - 1], values[i]);
        /* Two digits: as tidy as what single presses give. */
        double digits = values[i] / pow(10, floor(log10(values[i]) + 1e-9) - 1);
        if (fabs(digits - round(digits)) > 1e-6)
            fail_msg("%.17g is not tidy", values[i]);
        if (i == 15)
            half = log10(values[i] / values[0]);
    }
    /* The whole slider, three decades, in the time; less than a third of one in half a second. */
    if (!(half > 0.02 && half < 0.33 && whole > 2.9))
        fail_msg("%g decades in 0.5 s, %g in 3.5 s", half, whole);
    player_close(player);
}

static void a_held_key_runs_at_the_same_pace_on_every_keyboard(void **state)
{
    (void)state;
    static const double RATES[] = {12, 25, 50};
    double reached[3], values[256];
    for (int i = 0; i < 3; i++) {
        Player *player = player_begin();
        player_press(player, "Enter");
        player_write(player, "0.002");
        player_press(player, "Enter");
        size_t count = hold(player, "Right", 1.5, RATES[i], values);
        reached[i] = log10(values[count - 1] / 0.002);
        player_close(player);
    }
    if (!(fabs(reached[0] / reached[1] - 1) < 0.25 && fabs(reached[2] / reached[1] - 1) < 0.25))
        fail_msg("%g, %g and %g decades in 1.5 s", reached[0], reached[1], reached[2]);
}

/* No faster than their words can be read. */
static void a_held_key_turns_choices_slowly(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    const Optimizer *adam = optimizer_find("adam");
    int schedule = optimizer_hyper_find(adam, "schedule");
    assert_true(schedule >= 0);
    app->scene.hyper = (size_t)schedule;
    InputEvent event = keys_event("Right");
    int changes = 0;
    double before = race_hyper(app->race, app->scene.selected, app->scene.hyper);
    for (int i = 0; i < 15; i++, event.repeat = true) {
        player->input.events[player->input.count++] = event;
        player_frame(player, 1.0 / 30);
        double now = race_hyper(app->race, app->scene.selected, app->scene.hyper);
        assert_true(fabs(now - before) <= 1);
        changes += now != before;
        before = now;
    }
    if (changes < 1 || changes > 4)
        fail_msg("%d changes in half a second", changes);
    player_close(player);
}

static void one_hold_is_one_step_of_undo(void **state)
{
    (void)state;
    Player *player = player_begin();
    player_frame(player, 5);
    size_t steps = player->app.undo.count;
    double values[256], before = race_hyper(player->app.race, player->app.scene.selected, 0);
    hold(player, "Left", 1, 30, values);
    player_frame(player, 5);
    assert_int_equal(player->app.undo.count, steps + 1);
    player_press(player, "Z");
    assert_true(race_hyper(player->app.race, player->app.scene.selected, 0) == before);
    player_close(player);
}

/* ---- everywhere ---- */

static void everything_typed_fits_every_size(void **state)
{
    (void)state;
    static const double SCALES[] = {0.75, 1, 2.5};
    static const int SIZES[][2] = {{640, 480}, {1280, 720}, {320, 200}, {1, 1}};
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 3; k++) {
            for (int presenter = 0; presenter < 2; presenter++) {
                AppOptions options = {
                    .seed = 1, .text_scale = SCALES[k], .presenter = presenter == 1};
                Player *player = player_begin_with(options, SIZES[i][0], SIZES[i][1], 1);
                App *app = &player->app;
                static const char *const OPEN[] = {"Ctrl+K", "Ctrl+F", "O", "E", "Enter"};
                for (size_t m = 0; m < sizeof OPEN / sizeof *OPEN; m++) {
                    player_press(player, OPEN[m]);
                    app->key_opened = false;
                    player_write(player, "0.5 @");
                    Rect text = app->screen.entry.text;
                    Hit field = hits_find(&app->screen.hits, HIT_ENTRY, 0);
                    bool large = SIZES[i][0] >= 640;
                    if (large && (field.rect.w < 30 || field.rect.x < 0 ||
                                  field.rect.x + field.rect.w > (float)SIZES[i][0] ||
                                  field.rect.y + field.rect.h > (float)SIZES[i][1] || text.w < 10))
                        fail_msg("%s at %d x %d, %g: the field has no room", OPEN[m], SIZES[i][0],
                                 SIZES[i][1], SCALES[k]);
                    player_press(player, "Esc");
                    assert_int_equal(app->scene.entry, ENTRY_NONE);
                }
                player_close(player);
            }
        }
    }
}

static void a_monkey_at_the_keyboard_finds_no_crash(void **state)
{
    (void)state;
    static const char *const KEYS[] = {
        "Ctrl+K", "E",          "Enter",     "Esc",    "Ctrl+F",     "O",         "Left",
        "Right",  "Shift+Left", "Backspace", "Delete", "Ctrl+A",     "Ctrl+C",    "Ctrl+X",
        "Ctrl+V", "Ctrl+Z",     "Ctrl+Y",    "Up",     "Down",       "Ctrl+Left", "Home",
        "Tab",    "F1",         "F5",        "Ctrl+D", "Shift+Home", "PageDown",  "Z"};
    static const char SIGNS[] = "xy0123456789.+-*/^()^ sincoexpadmt:@";
    Player *player = player_begin();
    App *app = &player->app;
    Rng rng = rng_seeded(11);
    for (int i = 0; i < 4000; i++) {
        switch (rng_below(&rng, 6)) {
        case 0:
        case 1:
            player_press(player, KEYS[rng_below(&rng, sizeof KEYS / sizeof *KEYS)]);
            break;
        case 2:
            player_mouse(player, rng_below(&rng, 2) ? INPUT_BUTTON : INPUT_BUTTON_UP,
                         (float)rng_below(&rng, 1280), (float)rng_below(&rng, 720), MOUSE_LEFT,
                         1 + (int)rng_below(&rng, 3));
            break;
        case 3:
            player_mouse(player, INPUT_MOVE, (float)rng_below(&rng, 1280),
                         (float)rng_below(&rng, 720), MOUSE_LEFT, 0);
            break;
        default:
            player_type(player, (char[]){SIGNS[rng_below(&rng, sizeof SIGNS - 1)], '\0'});
            break;
        }
        if (player->output->paste)
            app_paste(app, rng_below(&rng, 2) ? "x^2+y^2" : "ravine bowl -o sgd");
        if (race_limits(app->race).budget > 500) {
            RunLimits limits = race_limits(app->race);
            limits.budget = 100;
            race_set_limits(app->race, limits);
            app_set_playhead(app, app->scene.playhead);
        }
        bool list = app->scene.overlay > OVERLAY_HELP;
        assert_true(list == (app->scene.entry == ENTRY_FILTER));
        assert_true((app->editor.spec != NULL) == (app->scene.entry == ENTRY_FORMULA));
        assert_true(app->scene.selected < race_count(app->race));
    }
    player_close(player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_line_scrolls_as_far_as_the_caret_wants),
        cmocka_unit_test(the_mouse_places_the_caret_and_selects),
        cmocka_unit_test(a_typed_value_is_set_exactly),
        cmocka_unit_test(what_is_no_value_names_the_range_and_stays_open),
        cmocka_unit_test(every_value_opens_as_text_that_sets_it),
        cmocka_unit_test(choices_and_switches_go_by_name),
        cmocka_unit_test(a_double_click_opens_a_value_and_a_click_elsewhere_takes_it),
        cmocka_unit_test(a_held_key_runs_smoothly_and_ever_faster),
        cmocka_unit_test(a_held_key_runs_at_the_same_pace_on_every_keyboard),
        cmocka_unit_test(a_held_key_turns_choices_slowly),
        cmocka_unit_test(one_hold_is_one_step_of_undo),
        cmocka_unit_test(everything_typed_fits_every_size),
        cmocka_unit_test(a_monkey_at_the_keyboard_finds_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
