/* Formulas typed: shown as soon as they can be read, kept, undone, and explained where they cannot
 * be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "player.h"

/* ---- formulas ---- */

static void a_formula_shows_as_soon_as_it_can_be_read(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_type(player, "e");
    assert_string_equal(player_line(player), race_problem(app->race)->formula); /* without the e */
    assert_string_equal(player_problem(player), "saddle_bounded");
    player_press(player, "Ctrl+A");
    player_write(player, "x^2 + 3*y^2");
    assert_string_equal(player_problem(player), "x^2 + 3*y^2");
    assert_true(problem_value(race_problem(app->race), vec2(2, 1)) == 7);
    assert_null(app->scene.entry_error);
    const Landmark *minimum = problem_nearest_minimum(race_problem(app->race), vec2(1, 1));
    assert_non_null(minimum);
    assert_true(vec2_norm(minimum->at) < 1e-6);

    player_write(player, " + sin("); /* what cannot be read leaves the last that could */
    assert_string_equal(player_problem(player), "x^2 + 3*y^2");
    assert_non_null(app->scene.entry_error);
    assert_int_equal(app->scene.entry_error_at, strlen(player_line(player)));
    player_press(player, "Enter");
    assert_int_equal(app->scene.entry, ENTRY_FORMULA); /* it stays open, and says so */
    assert_true(app->scene.entry_insists);
    player_press(player, "Home");
    player_write(player, "q ");
    assert_int_equal(app->scene.entry_error_at, 0);
    assert_non_null(strstr(app->scene.entry_error, "'q'"));
    assert_null(strstr(app->scene.entry_error, "formula:")); /* the place is shown, not told */
    assert_null(strchr(app->scene.entry_error, '\n'));
    player_press(player, "Esc");
    player_close(player);
}

static void a_key_held_too_long_types_nothing_into_what_it_opened(void **state)
{
    (void)state;
    Player *player = player_begin();
    player_type(player, "o");
    InputEvent again = {.kind = INPUT_KEY, .key = 'o', .repeat = true};
    for (int i = 0; i < 3; i++) {
        player_send(player, again);
        player_send(player, (InputEvent){.kind = INPUT_TEXT, .text = "o"});
    }
    assert_string_equal(player_line(player), "");
    player_write(player, "oo");
    player_send(player, again);
    player_send(player, (InputEvent){.kind = INPUT_TEXT, .text = "o"});
    assert_string_equal(player_line(player), "ooo");
    player_close(player);
}

static void places_of_errors_count_characters_not_bytes(void **state)
{
    (void)state;
    Player *player = player_begin();
    player_type(player, "e");
    player_press(player, "Ctrl+A");
    player_send(player, (InputEvent){.kind = INPUT_TEXT, .text = "\u03c0*x + @"});
    assert_non_null(player->app.scene.entry_error);
    size_t at = player->app.scene.entry_error_at;
    /* Whether pi may be written as a Greek letter or not, the place is where a character is. */
    assert_true(at == 0 || player_line(player)[at] == '@');
    player_close(player);
}

static void a_formula_without_a_value_says_so(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_type(player, "e");
    player_press(player, "Ctrl+A");
    player_write(player, "log(-1 - x^2)");
    assert_null(app->scene.entry_error);
    player_press(player, "Enter");
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    assert_non_null(app->scene.notice);
    assert_non_null(strstr(app->scene.notice, "has no finite value"));
    assert_int_equal(run_status(race_run(app->race, 0), 0).state, RUN_UNDEFINED);
    player_close(player);
}

static void a_changed_formula_keeps_start_and_map_another_one_takes_its_own(void **state)
{
    (void)state;
    Player *player =
        player_begin_with((AppOptions){.problem = "rosenbrock", .seed = 1}, 1280, 720, 1);
    App *app = &player->app;
    player_press(player, "+");
    player_press(player, "Alt+Left");
    app_set_playhead(app, 40);
    Rect map = app->screen.layout.map;
    Camera before = scene_camera(&app->scene, map);
    Vec2 start = race_start(app->race);
    player_type(player, "e");
    player_write(player, " + x");
    Camera now = scene_camera(&app->scene, map);
    assert_true(fabs(now.per_px.x / before.per_px.x - 1) < 1e-9);
    assert_true(now.center.x == before.center.x && now.center.y == before.center.y);
    assert_true(race_start(app->race).x == start.x && race_start(app->race).y == start.y);
    assert_true(app->scene.playhead == 40);
    player_press(player, "Ctrl+A");
    player_press(player, "Delete");
    player_write(player, "x^2 + y^2");
    const Problem *problem = race_problem(app->race);
    assert_true(race_start(app->race).x == problem->start.x);
    assert_true(app->scene.zoom == 1);
    player_close(player);
}

static void escape_brings_back_what_was(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    StrBuf before = {0}, after = {0};
    player_press(player, "+");
    player_press(player, "Right");
    player_press(player, "R");
    player_frame(player, 3);
    player_race(player, &before);
    Vec2 center = app->scene.center;
    double zoom = app->scene.zoom;
    player_type(player, "e");
    player_write(player, " + x^2");
    assert_true(strcmp(player_race(player, &after), strbuf_text(&before)) != 0);
    player_press(player, "Esc");
    assert_string_equal(player_race(player, &after), strbuf_text(&before));
    assert_true(app->scene.center.x == center.x && app->scene.zoom == zoom);
    size_t steps = app->undo.count;
    player_frame(player, 1);
    assert_int_equal(app->undo.count, steps); /* nothing to undo */
    player_type(player, "e");
    player_write(player, "1");
    player_press(player, "Backspace"); /* the same text is the same problem */
    assert_string_equal(player_problem(player), "saddle_bounded");
    player_press(player, "Enter");
    assert_string_equal(player_race(player, &after), strbuf_text(&before));
    strbuf_deinit(&before);
    strbuf_deinit(&after);
    player_close(player);
}

static void a_kept_formula_is_one_step_of_undo(void **state)
{
    (void)state;
    Player *player = player_begin();
    const App *app = &player->app;
    player_frame(player, 1);
    size_t steps = app->undo.count;
    player_type(player, "e");
    player_write(player, " + x*y + x^2");
    player_press(player, "Ctrl+Z"); /* the text's own undo: the last word */
    assert_int_equal(app->scene.entry, ENTRY_FORMULA);
    player_press(player, "Ctrl+Y");
    player_press(player, "Enter");
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    player_frame(player, 1);
    assert_int_equal(app->undo.count, steps + 1);
    player_press(player, "Z");
    assert_string_equal(player_problem(player), "saddle_bounded");
    player_press(player, "Shift+Z");
    assert_non_null(strstr(player_problem(player), "+ x*y + x^2"));
    player_close(player);
}

static void noise_stays_with_a_changed_formula(void **state)
{
    (void)state;
    Player *player = player_begin_with((AppOptions){.problem = "bowl:kappa=7,noise=0.5", .seed = 1},
                                       1280, 720, 1);
    player_type(player, "e");
    assert_string_equal(player_line(player), race_problem(player->app.race)->formula);
    assert_non_null(strstr(player_line(player), "7")); /* parameters by value */
    player_write(player, "+x");
    assert_true(race_problem(player->app.race)->noise == 0.5);
    player_close(player);
}

/* What has no formula to edit is edited as the text that names it. */
static void a_data_loss_is_edited_by_name(void **state)
{
    (void)state;
    Player *player =
        player_begin_with((AppOptions){.problem = "linreg:batch=8,lambda=0.1"}, 1280, 720, 1);
    App *app = &player->app;
    player_press(player, "Alt+Left");
    player_frame(player, 3);
    Rect map = app->screen.layout.map;
    Camera before = scene_camera(&app->scene, map);
    Vec2 start = race_start(app->race);
    player_type(player, "e");
    assert_string_equal(player_line(player), "linreg:lambda=0.1,batch=8");
    assert_true(app->scene.entry_names);
    player_write(player, "0,penal");
    assert_non_null(strstr(app->scene.entry_error, "'penal'"));
    assert_string_equal(player_problem(player), "linreg:lambda=0.1,batch=80");
    player_write(player, "ty=l1");
    assert_null(app->scene.entry_error);
    assert_string_equal(player_problem(player), "linreg:lambda=0.1,penalty=l1,batch=80");
    Camera now = scene_camera(&app->scene, map); /* the same rows: the same start and map */
    assert_true(now.center.x == before.center.x && now.center.y == before.center.y);
    assert_true(fabs(now.per_px.x / before.per_px.x - 1) < 1e-9);
    assert_true(race_start(app->race).x == start.x && race_start(app->race).y == start.y);
    player_press(player, "Esc");
    assert_string_equal(player_problem(player), "linreg:lambda=0.1,batch=8");
    player_close(player);
}

static void a_problem_can_be_named_where_a_formula_is_typed(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_type(player, "e");
    player_press(player, "Ctrl+A");
    player_write(player, "logreg:batch=4");
    assert_string_equal(player_problem(player), "logreg:batch=4");
    const Problem *problem = race_problem(app->race);
    assert_true(race_start(app->race).x == problem->start.x);
    player_press(player, "Ctrl+A");
    player_write(player, "bowl:kappa=7");
    assert_true(problem_value(race_problem(app->race), vec2(1, 0)) ==
                problem_value(race_problem(app->race), vec2(0, 1)) / 7);
    player_write(player, "0000000000000");
    assert_non_null(strstr(app->scene.entry_error, "kappa"));
    player_press(player, "Enter"); /* it stays open, and says so */
    assert_int_equal(app->scene.entry, ENTRY_FORMULA);
    player_press(player, "Ctrl+A");
    player_write(player, "x^2 + y^2"); /* and back to formulas */
    assert_false(app->scene.entry_names);
    assert_string_equal(player_problem(player), "x^2 + y^2");
    player_press(player, "Enter");
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    player_close(player);
}

static void keys_type_and_do_nothing_else_while_a_text_is_open(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_type(player, "e");
    ThemeId theme = app->scene.theme;
    double playhead = app->scene.playhead;
    player_write(player, "t 1234567890 .,[]{}+-?:");
    static const char *const KEYS[] = {"Space", "Tab",  "Shift+Tab", "Up",       "Down",
                                       "Left",  "Home", "PageUp",    "PageDown", "Delete"};
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        player_press(player, KEYS[i]);
    assert_int_equal(app->scene.theme, theme);
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    assert_true(app->scene.playhead == playhead && !app->scene.playing);
    assert_int_equal(scene_visible_count(&app->scene), 6);
    player_press(player, "F1"); /* what types nothing works, and comes first */
    assert_int_equal(app->scene.overlay, OVERLAY_HELP);
    player_press(player, "Esc");
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    assert_int_equal(app->scene.entry, ENTRY_FORMULA);
    player_press(player, "Ctrl++");
    assert_true(app->text_scale > 1);
    player_press(player, "Esc");
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    player_close(player);
}

static void buttons_keep_and_leave_as_keys_do(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    for (size_t i = 0; i < app->screen.hits.count; i++) {
        Hit hit = app->screen.hits.items[i];
        if (hit.kind == HIT_COMMAND && strcmp(hit.command, "problem.edit") == 0)
            player_click(player, rect_middle(hit.rect)); /* the formula in the top line */
    }
    assert_int_equal(app->scene.entry, ENTRY_FORMULA);
    player_write(player, "+x");
    player_click(player, rect_middle(hits_find(&app->screen.hits, HIT_KEEP, 0).rect));
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    assert_int_equal(race_problem(app->race)->id[0], 'f');
    player_type(player, "e");
    player_write(player, "+y");
    const char *kept = "+x";
    for (size_t i = 0; i < app->screen.hits.count; i++) {
        Hit hit = app->screen.hits.items[i];
        if (hit.kind == HIT_COMMAND && strcmp(hit.command, "app.close") == 0)
            player_click(player, rect_middle(hit.rect));
    }
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    assert_string_equal(player_problem(player) + strlen(player_problem(player)) - 2, kept);
    player_close(player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_formula_shows_as_soon_as_it_can_be_read),
        cmocka_unit_test(a_formula_without_a_value_says_so),
        cmocka_unit_test(a_key_held_too_long_types_nothing_into_what_it_opened),
        cmocka_unit_test(places_of_errors_count_characters_not_bytes),
        cmocka_unit_test(a_changed_formula_keeps_start_and_map_another_one_takes_its_own),
        cmocka_unit_test(escape_brings_back_what_was),
        cmocka_unit_test(a_kept_formula_is_one_step_of_undo),
        cmocka_unit_test(noise_stays_with_a_changed_formula),
        cmocka_unit_test(a_data_loss_is_edited_by_name),
        cmocka_unit_test(a_problem_can_be_named_where_a_formula_is_typed),
        cmocka_unit_test(keys_type_and_do_nothing_else_while_a_text_is_open),
        cmocka_unit_test(buttons_keep_and_leave_as_keys_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
