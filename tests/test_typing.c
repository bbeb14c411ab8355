/* What is typed: the palette, formulas, values, held keys, by scripted input without a window. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/keys.h"
#include "app/lesson.h"
#include "app/raceline.h"
#include "fakefonts.h"
#include "optim/catalogue.h"
#include "player.h"
#include "problem/factory.h"
#include "view/entry.h"
#include "view/palette.h"

/* ASCII, letter by letter, with its keys. */
static void write(Player *player, const char *text)
{
    for (; *text; text++)
        player_type(player, (char[]){*text, '\0'});
}

static const char *line_of(const Player *player)
{
    return textline_text(&player->app.line);
}

static const char *problem_of(const Player *player)
{
    return race_problem(player->app.race)->spec;
}

/* The race in one line, as undo keeps it. */
static const char *race_of(const Player *player, StrBuf *out)
{
    strbuf_clear(out);
    raceline_print(&player->app, out);
    return strbuf_text(out);
}

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
    write(player, "alpha beta");
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
    assert_string_equal(line_of(player), "alpha ");
    player_press(player, "Ctrl+A");
    player_press(player, "Ctrl+V");
    assert_true(player->output->paste);
    app_paste(app, "adam\n");
    assert_string_equal(line_of(player), "adam");
    assert_int_equal(app->scene.overlay, OVERLAY_PALETTE);
    player_close(player);
}

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
        write(player, ASKED[i]);
        player_press(player, "Enter");
    }
    player_press(player, "Ctrl+K");
    for (size_t i = 0; i < RECENT_MAX; i++)
        assert_string_equal(palette_name(player, i), LAST[i]);
    assert_string_equal(palette_name(player, RECENT_MAX), commands_at(0)->help);
    player_press(player, "Enter"); /* once more, without a letter */
    assert_string_equal(problem_of(player), "rosenbrock");
    player_close(player);
}

static void a_few_letters_choose(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, ":");
    assert_int_equal(app->scene.overlay, OVERLAY_PALETTE);
    assert_string_equal(line_of(player), "");
    write(player, "rosen");
    player_press(player, "Enter");
    assert_string_equal(problem_of(player), "rosenbrock");
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    assert_int_equal(app->scene.entry, ENTRY_NONE);

    player_press(player, "Ctrl+K"); /* empty again */
    assert_string_equal(line_of(player), "");
    write(player, "add adam");
    player_press(player, "Enter");
    assert_int_equal(race_count(app->race), 7);
    assert_string_equal(run_spec(race_run(app->race, 6))->optimizer->id, "adam");

    ThemeId before = app->scene.theme;
    player_press(player, "Ctrl+K");
    write(player, "theme");
    player_press(player, "Enter");
    assert_true(app->scene.theme != before);

    /* A command that opens something opens it. */
    player_press(player, "Ctrl+K");
    write(player, "edit formula");
    player_press(player, "Enter");
    assert_int_equal(app->scene.entry, ENTRY_FORMULA);
    player_press(player, "Esc");
    player_press(player, "Ctrl+K");
    player_press(player, "Ctrl+K"); /* and once more closes it */
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    player_press(player, "Ctrl+K");
    write(player, "qqqq");
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
    write(player, "show or hide");
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
    write(player, "close what is open"); /* without the palette nothing is */
    size_t rows[LIST_ROWS_MAX];
    assert_true(palette_rows(&app->scene, rows) > 0);
    assert_true(palette_item(&app->scene, rows[0]).disabled);
    player_press(player, "Enter");
    assert_int_equal(app->scene.overlay, OVERLAY_PALETTE);
    player_press(player, "Esc");
    player_press(player, "F5");
    player_press(player, "Ctrl+K");
    write(player, "close what is open");
    player_press(player, "Enter");
    assert_false(app->scene.presenter);
    while (race_count(app->race) < RACE_ENTRANTS_MAX)
        player_press(player, "Ctrl+D");
    player_press(player, "Ctrl+K");
    write(player, "lion");
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
    assert_int_equal(app->scene.list_cursor, count - 1 - app->screen.list_page);
    assert_true(app->screen.list_page > 5);
    Hit selected = hits_find(&app->screen.hits, HIT_ROW, (int)rows[app->scene.list_cursor]);
    assert_true(selected.rect.h > 20); /* scrolled into sight */
    write(player, "himmel");
    assert_int_equal(app->scene.list_cursor, 0);
    palette_rows(&app->scene, rows);
    player_click(player, rect_middle(hits_find(&app->screen.hits, HIT_ROW, (int)rows[0]).rect));
    assert_string_equal(problem_of(player), "himmelblau");
    player_press(player, "Ctrl+K");
    player_click(player, (Point){3, 700}); /* beside it */
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    player_close(player);
}

/* ---- formulas ---- */

static void a_formula_shows_as_soon_as_it_can_be_read(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_type(player, "e");
    assert_string_equal(line_of(player), race_problem(app->race)->formula); /* without the e */
    assert_string_equal(problem_of(player), "saddle_bounded");
    player_press(player, "Ctrl+A");
    write(player, "x^2 + 3*y^2");
    assert_string_equal(problem_of(player), "x^2 + 3*y^2");
    assert_true(problem_value(race_problem(app->race), vec2(2, 1)) == 7);
    assert_null(app->scene.entry_error);
    const Landmark *minimum = problem_nearest_minimum(race_problem(app->race), vec2(1, 1));
    assert_non_null(minimum);
    assert_true(vec2_norm(minimum->at) < 1e-6);

    write(player, " + sin("); /* what cannot be read leaves the last that could */
    assert_string_equal(problem_of(player), "x^2 + 3*y^2");
    assert_non_null(app->scene.entry_error);
    assert_int_equal(app->scene.entry_error_at, strlen(line_of(player)));
    player_press(player, "Enter");
    assert_int_equal(app->scene.entry, ENTRY_FORMULA); /* it stays open, and says so */
    assert_true(app->scene.entry_insists);
    player_press(player, "Home");
    write(player, "q ");
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
    assert_string_equal(line_of(player), "");
    write(player, "oo");
    player_send(player, again);
    player_send(player, (InputEvent){.kind = INPUT_TEXT, .text = "o"});
    assert_string_equal(line_of(player), "ooo");
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
    assert_true(at == 0 || line_of(player)[at] == '@');
    player_close(player);
}

static void a_formula_without_a_value_says_so(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_type(player, "e");
    player_press(player, "Ctrl+A");
    write(player, "log(-1 - x^2)");
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
    write(player, " + x");
    Camera now = scene_camera(&app->scene, map);
    assert_true(fabs(now.per_px.x / before.per_px.x - 1) < 1e-9);
    assert_true(now.center.x == before.center.x && now.center.y == before.center.y);
    assert_true(race_start(app->race).x == start.x && race_start(app->race).y == start.y);
    assert_true(app->scene.playhead == 40);
    player_press(player, "Ctrl+A");
    player_press(player, "Delete");
    write(player, "x^2 + y^2");
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
    race_of(player, &before);
    Vec2 center = app->scene.center;
    double zoom = app->scene.zoom;
    player_type(player, "e");
    write(player, " + x^2");
    assert_true(strcmp(race_of(player, &after), strbuf_text(&before)) != 0);
    player_press(player, "Esc");
    assert_string_equal(race_of(player, &after), strbuf_text(&before));
    assert_true(app->scene.center.x == center.x && app->scene.zoom == zoom);
    size_t steps = app->undo.count;
    player_frame(player, 1);
    assert_int_equal(app->undo.count, steps); /* nothing to undo */
    player_type(player, "e");
    write(player, "1");
    player_press(player, "Backspace"); /* the same text is the same problem */
    assert_string_equal(problem_of(player), "saddle_bounded");
    player_press(player, "Enter");
    assert_string_equal(race_of(player, &after), strbuf_text(&before));
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
    write(player, " + x*y + x^2");
    player_press(player, "Ctrl+Z"); /* the text's own undo: the last word */
    assert_int_equal(app->scene.entry, ENTRY_FORMULA);
    player_press(player, "Ctrl+Y");
    player_press(player, "Enter");
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    player_frame(player, 1);
    assert_int_equal(app->undo.count, steps + 1);
    player_press(player, "Z");
    assert_string_equal(problem_of(player), "saddle_bounded");
    player_press(player, "Shift+Z");
    assert_non_null(strstr(problem_of(player), "+ x*y + x^2"));
    player_close(player);
}

static void noise_stays_with_a_changed_formula(void **state)
{
    (void)state;
    Player *player = player_begin_with((AppOptions){.problem = "bowl:kappa=7,noise=0.5", .seed = 1},
                                       1280, 720, 1);
    player_type(player, "e");
    assert_string_equal(line_of(player), race_problem(player->app.race)->formula);
    assert_non_null(strstr(line_of(player), "7")); /* parameters by value */
    write(player, "+x");
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
    assert_string_equal(line_of(player), "linreg:lambda=0.1,batch=8");
    assert_true(app->scene.entry_names);
    write(player, "0,penal");
    assert_non_null(strstr(app->scene.entry_error, "'penal'"));
    assert_string_equal(problem_of(player), "linreg:lambda=0.1,batch=80");
    write(player, "ty=l1");
    assert_null(app->scene.entry_error);
    assert_string_equal(problem_of(player), "linreg:lambda=0.1,penalty=l1,batch=80");
    Camera now = scene_camera(&app->scene, map); /* the same rows: the same start and map */
    assert_true(now.center.x == before.center.x && now.center.y == before.center.y);
    assert_true(fabs(now.per_px.x / before.per_px.x - 1) < 1e-9);
    assert_true(race_start(app->race).x == start.x && race_start(app->race).y == start.y);
    player_press(player, "Esc");
    assert_string_equal(problem_of(player), "linreg:lambda=0.1,batch=8");
    player_close(player);
}

static void a_problem_can_be_named_where_a_formula_is_typed(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_type(player, "e");
    player_press(player, "Ctrl+A");
    write(player, "logreg:batch=4");
    assert_string_equal(problem_of(player), "logreg:batch=4");
    const Problem *problem = race_problem(app->race);
    assert_true(race_start(app->race).x == problem->start.x);
    player_press(player, "Ctrl+A");
    write(player, "bowl:kappa=7");
    assert_true(problem_value(race_problem(app->race), vec2(1, 0)) ==
                problem_value(race_problem(app->race), vec2(0, 1)) / 7);
    write(player, "0000000000000");
    assert_non_null(strstr(app->scene.entry_error, "kappa"));
    player_press(player, "Enter"); /* it stays open, and says so */
    assert_int_equal(app->scene.entry, ENTRY_FORMULA);
    player_press(player, "Ctrl+A");
    write(player, "x^2 + y^2"); /* and back to formulas */
    assert_false(app->scene.entry_names);
    assert_string_equal(problem_of(player), "x^2 + y^2");
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
    write(player, "t 1234567890 .,[]{}+-?:");
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
    write(player, "+x");
    player_click(player, rect_middle(hits_find(&app->screen.hits, HIT_KEEP, 0).rect));
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    assert_int_equal(race_problem(app->race)->id[0], 'f');
    player_type(player, "e");
    write(player, "+y");
    const char *kept = "+x";
    for (size_t i = 0; i < app->screen.hits.count; i++) {
        Hit hit = app->screen.hits.items[i];
        if (hit.kind == HIT_COMMAND && strcmp(hit.command, "app.close") == 0)
            player_click(player, rect_middle(hit.rect));
    }
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    assert_string_equal(problem_of(player) + strlen(problem_of(player)) - 2, kept);
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
        write(player, ROWS[i].typed); /* over the old one */
        player_press(player, "Enter");
        assert_int_equal(app->scene.entry, ENTRY_NONE);
        assert_true(race_hyper(app->race, entrant, 0) == ROWS[i].value);
    }
    player_frame(player, 5);
    size_t steps = app->undo.count;
    player_press(player, "Enter");
    write(player, "0.5");
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
        write(player, BAD[i]);
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
            assert_true(line_of(player)[0] != '\0');
            player_press(player, "Enter");
            if (app->scene.entry != ENTRY_NONE || race_hyper(app->race, 0, h) != before)
                fail_msg("%s.%s: '%s' is not taken back", optimizer->id,
                         optimizer_hyper(optimizer, h)->id, line_of(player));
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
        write(player, hyper->choices[k]);
        player_press(player, "Enter");
        assert_true(race_hyper(app->race, 0, (size_t)schedule) == k);
    }
    player_press(player, "Enter");
    write(player, "sideways");
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
    write(player, "0.7");
    player_click(player, rect_middle(hits_find(&app->screen.hits, HIT_CARD, 0).rect));
    assert_int_equal(app->scene.entry, ENTRY_NONE);
    assert_true(race_hyper(app->race, entrant, 1) == 0.7);
    assert_int_equal(app->scene.selected, 0);
    app_set_selected(app, entrant);
    player_press(player, "Enter");
    write(player, "0.25");
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
    write(player, "0.0011"); /* near the slider's low end */
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
        write(player, "0.002");
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
                    write(player, "0.5 @");
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
        cmocka_unit_test(all_that_has_a_name_is_in_the_palette_and_found_by_it),
        cmocka_unit_test(what_was_asked_for_last_comes_first),
        cmocka_unit_test(a_few_letters_choose),
        cmocka_unit_test(a_command_for_a_digit_takes_the_selected_optimizer),
        cmocka_unit_test(what_cannot_run_is_grey_and_does_nothing),
        cmocka_unit_test(arrows_pages_and_the_mouse_move_in_the_palette),
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
