/* Playback: the playhead over a race, at the speed and to the length that suit it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "app/app.h"
#include "app/playback.h"
#include "player.h"
#include "problem/factory.h"

/* ---- playback ---- */

static void playing_moves_the_playhead_by_speed(void **state)
{
    (void)state;
    Player *player = player_begin();
    player_press(player, "Home");
    player_press(player, "Space");
    double before = player->app.scene.playhead;
    player_frame(player, 0.5);
    double moved = player->app.scene.playhead - before;
    assert_true(fabs(moved - 0.5 * player->app.scene.speed) < 1e-9);
    assert_true(player->output->busy);
    player_frame(player, 1e6);
    assert_true(player->app.scene.playhead == (double)race_limits(player->app.race).budget);
    assert_false(player->app.scene.playing);
    player_press(player, "Space"); /* at the end: from the start again */
    assert_true(player->app.scene.playing && player->app.scene.playhead < 1);
    player_close(player);
}

static void stepping_moves_by_whole_steps_both_ways(void **state)
{
    (void)state;
    Player *player = player_begin();
    player_press(player, "Home");
    for (int i = 1; i <= 3; i++) {
        player_press(player, ".");
        assert_true(player->app.scene.playhead == i);
    }
    player_press(player, ",");
    assert_true(player->app.scene.playhead == 2);
    player_press(player, "Home");
    player_press(player, ",");
    assert_true(player->app.scene.playhead == 0);
    player_press(player, "End");
    player_press(player, ".");
    assert_true(player->app.scene.playhead == (double)race_limits(player->app.race).budget);
    player_close(player);
}

/* What a race opens with: the problem's own length, played in some 14 seconds. */
static void assert_suits(const Player *player, long steps)
{
    long budget = race_limits(player->app.race).budget;
    double seconds = (double)steps / player->app.scene.speed;
    if (budget != steps || seconds < 9 || seconds > 22)
        fail_msg("%s: %ld steps in %.1f s, expected %ld in 9 to 22 s",
                 race_problem(player->app.race)->id, budget, seconds, steps);
}

static void a_race_takes_the_length_and_speed_that_suit_its_problem(void **state)
{
    (void)state;
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        Player *player = player_begin_with(
            (AppOptions){.problem = problem_catalogue_at(i).id, .seed = 1}, 1280, 720, 1);
        assert_suits(player, race_problem(player->app.race)->steps);
        player_close(player);
    }
    Player *player = player_begin();
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        player_press(player, "F");
        assert_suits(player, race_problem(player->app.race)->steps);
    }
    player_close(player);
}

static void a_chosen_length_or_speed_outlives_the_problem(void **state)
{
    (void)state;
    Player *player = player_begin_with((AppOptions){.steps = 77, .seed = 1}, 1280, 720, 1);
    player_press(player, "F");
    assert_int_equal(race_limits(player->app.race).budget, 77);
    player_press(player, "}");
    long longer = race_limits(player->app.race).budget;
    assert_true(longer > 77);
    player_press(player, "F");
    assert_int_equal(race_limits(player->app.race).budget, longer);
    player_press(player, "]");
    double speed = player->app.scene.speed;
    player_press(player, "F");
    player_press(player, "}");
    player_press(player, "}");
    assert_true(player->app.scene.speed == speed);
    player_close(player);

    player = player_begin();
    player_press(player, "}"); /* by hand: the speed follows, the next problem does not undo it */
    longer = race_limits(player->app.race).budget;
    assert_suits(player, longer);
    player_press(player, "F");
    assert_suits(player, longer);
    player_close(player);
}

static void a_still_picture_sleeps(void **state)
{
    (void)state;
    Player *player = player_begin();
    for (int i = 0; i < 5; i++)
        player_frame(player, 0.1);
    assert_false(player->output->busy);
    assert_false(player->output->dirty);
    assert_true(isinf(player->output->wake));
    player_close(player);
}

static void a_loop_shows_the_end_and_starts_over(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "Shift+Space");
    player_press(player, "End");
    app_set_playhead(app, 119);
    player_press(player, "Space");
    double longest = 0, at_end = 0;
    for (int i = 0; i < 40; i++) {
        player_frame(player, 0.1);
        longest = fmax(longest, app->scene.playhead);
        at_end += app->scene.playhead == 120 ? 0.1 : 0;
    }
    assert_true(app->scene.playing && longest == 120);
    assert_true(at_end > 0.9 && at_end < 1.6);
    assert_true(app->scene.playhead > 2 && app->scene.playhead < 60);
    player_press(player, "Shift+Space"); /* now it stops */
    for (int i = 0; i < 300; i++)
        player_frame(player, 0.1);
    assert_true(!app->scene.playing && app->scene.playhead == 120);
    player_close(player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(playing_moves_the_playhead_by_speed),
        cmocka_unit_test(stepping_moves_by_whole_steps_both_ways),
        cmocka_unit_test(a_race_takes_the_length_and_speed_that_suit_its_problem),
        cmocka_unit_test(a_chosen_length_or_speed_outlives_the_problem),
        cmocka_unit_test(a_still_picture_sleeps),
        cmocka_unit_test(a_loop_shows_the_end_and_starts_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
