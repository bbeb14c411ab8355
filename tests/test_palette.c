/* The palette: all that has a name is found by it, by a few letters, by mouse and keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "app/lesson.h"
#include "optim/catalogue.h"
#include "player.h"
#include "problem/factory.h"
#include "view/frame/palette.h"

/* ---- the palette ---- */

static size_t palette_all(void)
{
    return commands_count() + problem_catalogue_count() + optimizer_count() + lesson_text_count;
}

static void all_that_has_a_name_is_in_the_palette_and_found_by_it(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "Ctrl+K");
    size_t rows[LIST_ROWS_MAX];
    size_t all = palette_all();
    assert_int_equal(palette_rows(&app->scene, rows), all);
    for (size_t i = 0; i < all; i++) {
        PaletteItem item = palette_item(&app->scene, i);
        textline_set(&app->line, item.name);
        size_t count = palette_rows(&app->scene, rows);
        if (count == 0 || strcmp(palette_item(&app->scene, rows[0]).name, item.name) != 0)
            fail_msg("'%s' finds '%s' first", item.name,
                     count ? palette_item(&app->scene, rows[0]).name : "nothing");
    }
    player_close(player);
}

/* The name of a row of the palette while nothing is typed. */
static const char *palette_name(Player *player, size_t row)
{
    size_t rows[LIST_ROWS_MAX];
    size_t all = palette_all();
    assert_int_equal(palette_rows(&player->app.scene, rows), all);
    for (size_t i = 0; i < all; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(rows[i] != rows[k]);
    return palette_item(&player->app.scene, rows[row]).name;
}

static void what_was_asked_for_last_comes_first(void **state)
{
    (void)state;
    static const char *const ASKED[] = {"rosen",    "add adam", "light or dark", "lesson zigzag",
                                        "add lion", "booth",    "rosen"};
    static const char *const LAST[] = {"Rosenbrock", "Booth", "Lion",
                                       "Steep across, flat along: the zigzag",
                                       "Light or dark theme"};
    Player *player = player_begin();
    for (size_t i = 0; i < sizeof ASKED / sizeof *ASKED; i++) {
        player_press(player, "Ctrl+K");
        player_write(player, ASKED[i]);
        player_press(player, "Enter");
    }
    player_press(player, "Ctrl+K");
    for (size_t i = 0; i < RECENT_MAX; i++)
        assert_string_equal(palette_name(player, i), LAST[i]);
    assert_string_equal(palette_name(player, RECENT_MAX), commands_at(0)->help);
    player_press(player, "Enter"); /* once more, without a letter */
    assert_string_equal(player_problem(player), "rosenbrock");
    player_close(player);
}

static void a_few_letters_choose(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, ":");
    assert_int_equal(app->scene.overlay, OVERLAY_PALETTE);
    assert_string_equal(player_line(player), "");
    player_write(player, "rosen");
    player_press(player, "Enter");
    assert_string_equal(player_problem(player), "rosenbrock");
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    assert_int_equal(app->scene.entry, ENTRY_NONE);

    player_press(player, "Ctrl+K"); /* empty again */
    assert_string_equal(player_line(player), "");
    player_write(player, "add adam");
    player_press(player, "Enter");
    assert_int_equal(race_count(app->race), 7);
    assert_string_equal(run_spec(race_run(app->race, 6))->optimizer->id, "adam");

    ThemeId before = app->scene.theme;
    player_press(player, "Ctrl+K");
    player_write(player, "theme");
    player_press(player, "Enter");
    assert_true(app->scene.theme != before);

    /* A command that opens something opens it. */
    player_press(player, "Ctrl+K");
    player_write(player, "edit formula");
    player_press(player, "Enter");
    assert_int_equal(app->scene.entry, ENTRY_FORMULA);
    player_press(player, "Esc");
    player_press(player, "Ctrl+K");
    player_press(player, "Ctrl+K"); /* and once more closes it */
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    player_press(player, "Ctrl+K");
    player_write(player, "qqqq");
    player_press(player, "Enter"); /* nothing to choose */
    assert_int_equal(app->scene.overlay, OVERLAY_PALETTE);
    player_press(player, "Esc");
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    player_type(player, "t"); /* keys mean commands again */
    assert_true(app->scene.theme == before);
    player_close(player);
}

static void a_command_for_a_digit_takes_the_selected_optimizer(void **state)
{
    (void)state;
    Player *player = player_begin();
    app_set_selected(&player->app, 2);
    player_press(player, "Ctrl+K");
    player_write(player, "show or hide");
    player_press(player, "Enter");
    for (size_t i = 0; i < race_count(player->app.race); i++)
        assert_int_equal(race_visible(player->app.race, i), i != 2);
    player_close(player);
}

static void what_cannot_run_is_grey_and_does_nothing(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "Ctrl+K");
    player_write(player, "close what is open"); /* without the palette nothing is */
    size_t rows[LIST_ROWS_MAX];
    assert_true(palette_rows(&app->scene, rows) > 0);
    assert_true(palette_item(&app->scene, rows[0]).disabled);
    player_press(player, "Enter");
    assert_int_equal(app->scene.overlay, OVERLAY_PALETTE);
    player_press(player, "Esc");
    player_press(player, "F5");
    player_press(player, "Ctrl+K");
    player_write(player, "close what is open");
    player_press(player, "Enter");
    assert_false(app->scene.presenter);
    while (race_count(app->race) < RACE_ENTRANTS_MAX)
        player_press(player, "Ctrl+D");
    player_press(player, "Ctrl+K");
    player_write(player, "lion");
    palette_rows(&app->scene, rows);
    assert_true(palette_item(&app->scene, rows[0]).disabled); /* the race is full */
    player_close(player);
}

static void arrows_pages_and_the_mouse_move_in_the_palette(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "Ctrl+K");
    size_t rows[LIST_ROWS_MAX], count = palette_rows(&app->scene, rows);
    player_press(player, "Down");
    assert_int_equal(app->scene.list_cursor, 1);
    player_press(player, "Up");
    player_press(player, "Up");
    assert_int_equal(app->scene.list_cursor, count - 1); /* round */
    player_press(player, "PageDown");
    assert_int_equal(app->scene.list_cursor, count - 1); /* pages stop at the ends */
    player_press(player, "PageUp");
    assert_int_equal(app->scene.list_cursor, count - 1 - app->screen.scrolls.list_page);
    assert_true(app->screen.scrolls.list_page > 5);
    Hit selected = hits_find(&app->screen.hits, HIT_ROW, (int)rows[app->scene.list_cursor]);
    assert_true(selected.rect.h > 20); /* scrolled into sight */
    player_write(player, "himmel");
    assert_int_equal(app->scene.list_cursor, 0);
    palette_rows(&app->scene, rows);
    player_click(player, rect_middle(hits_find(&app->screen.hits, HIT_ROW, (int)rows[0]).rect));
    assert_string_equal(player_problem(player), "himmelblau");
    player_press(player, "Ctrl+K");
    player_click(player, (Point){3, 700}); /* beside it */
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    player_close(player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_has_a_name_is_in_the_palette_and_found_by_it),
        cmocka_unit_test(what_was_asked_for_last_comes_first),
        cmocka_unit_test(a_few_letters_choose),
        cmocka_unit_test(a_command_for_a_digit_takes_the_selected_optimizer),
        cmocka_unit_test(what_cannot_run_is_grey_and_does_nothing),
        cmocka_unit_test(arrows_pages_and_the_mouse_move_in_the_palette),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
