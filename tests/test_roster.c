/* Who races: the table of optimizers, copies, and what is left of who has gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "app/keys.h"
#include "app/playback.h"
#include "optim/catalogue.h"
#include "player.h"

/* ---- who races ---- */

static const char *id_of(const Player *player, size_t entrant)
{
    return run_spec(race_run(player->app.race, entrant))->optimizer->id;
}

static void the_table_of_optimizers_adds_the_chosen_one(void **state)
{
    (void)state;
    Player *player = player_begin();
    const App *app = &player->app;
    player_type(player, "o"); /* the letter opens the table and is not typed into it */
    assert_int_equal(app->scene.overlay, OVERLAY_OPTIMIZERS);
    assert_string_equal(textline_text(&app->line), "");
    for (const char *at = "nest"; *at; at++)
        player_type(player, (char[]){*at, '\0'});
    assert_string_equal(textline_text(&app->line), "nest");
    player_press(player, "Enter");
    assert_int_equal(app->scene.overlay, OVERLAY_NONE);
    assert_int_equal(race_count(app->race), 7);
    assert_string_equal(id_of(player, 6), "nesterov");
    assert_string_equal(app->scene.entrants[6].name, "Nesterov 2");
    assert_int_equal(app->scene.selected, 6);
    assert_true(race_hyper(app->race, 6, 0) == race_hyper_default(app->race, 6, 0));

    player_type(player, "o"); /* the cursor stands on the selected one's row */
    player_press(player, "Down");
    player_press(player, "Enter");
    assert_string_equal(id_of(player, 7), "adagrad");
    player_type(player, "o");
    player_type(player, "?");
    player_press(player, "Enter"); /* no optimizer has that name: nothing to take */
    assert_int_equal(race_count(app->race), 8);
    assert_int_equal(app->scene.overlay, OVERLAY_OPTIMIZERS);
    player_press(player, "Esc");
    player_type(player, "o");
    Hit row = hits_find(&app->screen.hits, HIT_ROW, 0);
    player_click(player, rect_middle(row.rect));
    assert_int_equal(race_count(app->race), 9);
    assert_string_equal(id_of(player, 8), optimizer_at(0)->id);
    player_close(player);
}

static void who_leaves_takes_their_looks_along(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "Shift+Tab"); /* rmsprop, the fifth of six */
    player_press(player, "Right");
    InputEvent sixth = {.kind = INPUT_KEY, .key = '6'};
    player_send(player, sixth);
    assert_false(race_visible(app->race, 5));
    Ink ink = app->scene.entrants[5].ink;
    player_press(player, "Delete");
    assert_int_equal(race_count(app->race), 5);
    assert_int_equal(app->scene.selected, 4);
    assert_string_equal(id_of(player, 4), "adam");
    assert_string_equal(app->scene.entrants[4].name, "Adam");
    assert_false(race_visible(app->race, 4)); /* adam was hidden and still is */
    assert_memory_equal(&app->scene.entrants[4].ink.path, &ink.path, sizeof ink.path);
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++)
        assert_int_equal(app->scene.ghosts[i].count, 0);
    player_press(player, "Ctrl+D"); /* the copy is there to be seen */
    assert_true(race_visible(app->race, 5));
    for (int i = 0; i < 10; i++)
        player_press(player, "Delete");
    assert_int_equal(race_count(app->race), 1); /* somebody has to race */
    assert_non_null(strstr(app->scene.notice, "last"));
    player_close(player);
}

static void a_copy_has_the_values_of_its_model_and_a_full_race_says_so(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "Right");
    player_press(player, "Down");
    player_press(player, "Left");
    size_t model = app->scene.selected;
    player_press(player, "Ctrl+D");
    size_t copy = app->scene.selected;
    assert_int_equal(copy, race_count(app->race) - 1);
    const Optimizer *optimizer = run_spec(race_run(app->race, copy))->optimizer;
    assert_string_equal(optimizer->id, id_of(player, model));
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++)
        assert_true(race_hyper(app->race, copy, i) == race_hyper(app->race, model, i));
    /* What was turned stays; what was not follows the next problem, in both alike. */
    player_press(player, "F");
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++)
        assert_true(race_hyper(app->race, copy, i) == race_hyper(app->race, model, i));
    while (race_count(app->race) < RACE_ENTRANTS_MAX)
        player_press(player, "Ctrl+D");
    app->notice[0] = '\0';
    player_press(player, "Ctrl+D");
    assert_int_equal(race_count(app->race), RACE_ENTRANTS_MAX);
    assert_non_null(strstr(app->scene.notice, "32"));
    player_press(player, "V");
    player_frame(player, 0.1);
    player_close(player);
}

/* What is touched in the frame of a removal was drawn before it. */
static void clicks_on_what_has_just_left_do_nothing(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    Hit last = hits_find(&app->screen.hits, HIT_CARD, 4);
    Point p = rect_middle(last.rect);
    for (int i = 0; i < 2; i++)
        player->input.events[player->input.count++] = keys_event("Delete");
    for (int i = 0; i < 2; i++)
        player->input.events[player->input.count++] = (InputEvent){
            .kind = i ? INPUT_BUTTON_UP : INPUT_BUTTON, .x = p.x, .y = p.y, .clicks = 1};
    player_frame(player, 0.01);
    assert_int_equal(race_count(app->race), 4);
    assert_true(app->scene.selected < 4);
    player_close(player);
}

/* The same where a newcomer is undone, and where rows of one list are touched in another. */
static void clicks_on_what_an_undo_took_away_do_nothing(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "Ctrl+D");
    player_press(player, "V"); /* a pane for each: the seventh is the newcomer's */
    Hit seventh = hits_find(&app->screen.hits, HIT_CARD, 6);
    assert_true(seventh.rect.w > 0);
    Point p = rect_middle(seventh.rect);
    player->input.events[player->input.count++] = keys_event("Z");
    player->input.events[player->input.count++] =
        (InputEvent){.kind = INPUT_BUTTON, .x = p.x, .y = p.y, .clicks = 1};
    player_frame(player, 0.01);
    assert_int_equal(race_count(app->race), 6);
    assert_true(app->scene.selected < 6);
    player_mouse(player, INPUT_BUTTON_UP, p.x, p.y, MOUSE_LEFT, 1);

    player_press(player, "Ctrl+F");
    Hit row = hits_find(&app->screen.hits, HIT_ROW, 8);
    p = rect_middle(row.rect);
    player_press(player, "Esc");
    player->input.events[player->input.count++] = keys_event("O");
    player->input.events[player->input.count++] =
        (InputEvent){.kind = INPUT_BUTTON, .x = p.x, .y = p.y, .clicks = 1};
    player_frame(player, 0.01);
    assert_int_equal(race_count(app->race), 6);
    player_close(player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_optimizers_adds_the_chosen_one),
        cmocka_unit_test(who_leaves_takes_their_looks_along),
        cmocka_unit_test(a_copy_has_the_values_of_its_model_and_a_full_race_says_so),
        cmocka_unit_test(clicks_on_what_has_just_left_do_nothing),
        cmocka_unit_test(clicks_on_what_an_undo_took_away_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
