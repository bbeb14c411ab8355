/* The whole interface by scripted input, without a window. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/keys.h"
#include "optim/catalogue.h"
#include "player.h"
#include "problem/factory.h"

/* ---- sizes ---- */

static void every_size_and_layout_draws(void **state)
{
    (void)state;
    static const struct {
        int w, h;
        float scale;
    } SIZES[] = {{640, 480, 1},   {800, 600, 1},   {1000, 600, 1}, {1280, 720, 1}, {1920, 1080, 1},
                 {3840, 2160, 2}, {2560, 1440, 1}, {640, 480, 2},  {320, 200, 1},  {1, 1, 1}};
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        for (int layout = 0; layout < LAYOUT_COUNT; layout++) {
            AppOptions options = {.seed = 1, .layout = (SceneLayout)layout};
            Player *player = player_begin_with(options, SIZES[i].w, SIZES[i].h, SIZES[i].scale);
            player_press(player, "End");
            player_press(player, "Down");
            player_press(player, "F1");
            player_press(player, "Esc");
            player_press(player, "Ctrl+F");
            player_press(player, "Esc");
            assert_true(player->list.command_count > 20);
            player_close(player);
        }
    }
}

static void panes_fill_the_map_without_overlap(void **state)
{
    (void)state;
    Player *player = player_begin();
    player_press(player, "V");
    for (int hidden = 0; hidden < 6; hidden++) {
        const Layout *layout = &player->app.screen.layout;
        for (size_t i = 0; i < layout->pane_count; i++) {
            Rect a = layout->panes[i];
            assert_true(a.x >= layout->map.x && a.x + a.w <= layout->map.x + layout->map.w + 0.5f);
            assert_true(a.y >= layout->map.y && a.y + a.h <= layout->map.y + layout->map.h + 0.5f);
            for (size_t j = 0; j < i; j++) {
                Rect b = layout->panes[j];
                bool apart =
                    a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h;
                assert_true(apart);
            }
        }
        InputEvent digit = {.kind = INPUT_KEY, .key = '1' + hidden};
        player_send(player, digit);
    }
    player_close(player);
}

/* ---- problems ---- */

static void every_problem_opens_and_races(void **state)
{
    (void)state;
    Player *player = player_begin();
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        player_press(player, "F");
        player_press(player, "End");
        for (int k = 0; k < 50 && !race_done(player->app.race); k++)
            player_frame(player, 0.01);
        assert_true(race_done(player->app.race));
    }
    assert_string_equal(race_problem(player->app.race)->id, "saddle_bounded");
    player_close(player);
}

/* In evaluations of a row, a frame of a race over many rows is no longer than one of a formula. */
static void frames_stay_short_whatever_the_data(void **state)
{
    (void)state;
    const char *spec = "sgd";
    Player *player = player_begin_with(
        (AppOptions){
            .problem = "logreg:n=10000", .optimizers = &spec, .optimizer_count = 1, .steps = 20000},
        1280, 720, 1);
    const Run *run = race_run(player->app.race, 0);
    const long before = run_last_step(run);
    player_frame(player, 0.01);
    const long steps = run_last_step(run) - before;
    assert_true(steps > 10 && steps * 10000 < 20 * 120000);
    player_close(player);
}

/* Points of the picture at the end of a noisy race, all paths, lines and halos together. */
static size_t points_after(long steps, SceneLayout layout)
{
    static const char *const specs[] = {"sgd", "momentum", "adam"};
    Player *player = player_begin_with((AppOptions){.problem = "x^2 + 10*y^2 : noise=2",
                                                    .optimizers = specs,
                                                    .optimizer_count = 3,
                                                    .steps = steps,
                                                    .layout = layout},
                                       1280, 720, 1);
    while (!race_done(player->app.race))
        player_frame(player, 0.01);
    player_press(player, "End");
    player_settle(player);
    const size_t count = player->list.point_count;
    player_close(player);
    return count;
}

/* Those of as many optimizers as there may be, on the surface, and nearer and nearer: about one
 * point and a half per pixel of the pane, lines and halos together. */
static void many_noisy_ways_are_no_more_than_a_screen_can_show(void **state)
{
    (void)state;
    const char *specs[RACE_ENTRANTS_MAX];
    for (size_t i = 0; i < RACE_ENTRANTS_MAX; i++)
        specs[i] = optimizer_at(i % optimizer_count())->id;
    Player *player = player_begin_with((AppOptions){.problem = "x^2 + 10*y^2 : noise=2",
                                                    .optimizers = specs,
                                                    .optimizer_count = RACE_ENTRANTS_MAX,
                                                    .steps = 60000,
                                                    .layout = LAYOUT_SURFACE},
                                       1280, 720, 1);
    while (!race_done(player->app.race))
        player_frame(player, 0.01);
    player_press(player, "End");
    for (int i = 0; i < 4; i++) {
        player_settle(player);
        if (player->list.point_count > 700000)
            fail_msg("zoomed in %d times: %zu points", i, player->list.point_count);
        player_press(player, "+");
    }
    player_close(player);
}

static void a_picture_is_no_larger_for_more_steps(void **state)
{
    (void)state;
    for (int layout = 0; layout < LAYOUT_COUNT; layout++) {
        const size_t few = points_after(40000, (SceneLayout)layout);
        const size_t many = points_after(400000, (SceneLayout)layout);
        if (many > few * 3 / 2 || many > 150000)
            fail_msg("layout %d: %zu points, then %zu", layout, few, many);
    }
}

static void the_problem_list_filters_and_takes_formulas(void **state)
{
    (void)state;
    Player *player = player_begin();
    player_press(player, "Ctrl+F");
    player_send(player, (InputEvent){.kind = INPUT_TEXT, .text = "rosen"});
    player_press(player, "Enter");
    assert_string_equal(race_problem(player->app.race)->id, "rosenbrock");
    player_press(player, "Ctrl+F");
    player_send(player, (InputEvent){.kind = INPUT_TEXT, .text = "x^2 + 3 y^2"});
    player_press(player, "Enter");
    assert_string_equal(race_problem(player->app.race)->id, "formula");
    player_press(player, "Ctrl+F");
    player_send(player, (InputEvent){.kind = INPUT_TEXT, .text = "x^2 + ("});
    player_press(player, "Enter"); /* says what is wrong, changes nothing, stays open */
    assert_string_equal(race_problem(player->app.race)->id, "formula");
    assert_non_null(player->app.scene.notice);
    assert_int_equal(player->app.scene.overlay, OVERLAY_PROBLEMS);
    player_close(player);
}

/* SGD lingers at the saddle, the others leave: the scene that Ravine opens on. */
static void the_first_scene_tells_its_story(void **state)
{
    (void)state;
    Player *player = player_begin();
    const Race *race = player->app.race;
    assert_int_equal(race_count(race), 6);
    const Run *sgd = race_run(race, 0);
    assert_int_equal(run_status(sgd, 46).state, RUN_SADDLE);
    assert_true(vec2_norm(run_row(sgd, 46)->w) < 0.1);
    for (size_t i = 1; i < 6; i++) {
        const Run *run = race_run(race, i);
        if (fabs(run_row(run, 60)->w.y) < 0.5)
            fail_msg("%s is still at y = %g", run_spec(run)->label, run_row(run, 60)->w.y);
    }
    player_close(player);
}

/* Where nothing can be drawn, the start that is there, and how it came about, stay. */
static void a_start_that_cannot_be_drawn_changes_nothing(void **state)
{
    (void)state;
    Player *p =
        player_begin_with((AppOptions){.problem = "log(-1 - x^2 - y^2)", .seed = 1}, 1280, 720, 1);
    const Vec2 start = race_start(p->app.race);
    player_command(p, commands_find("start.wider"));
    assert_int_equal(p->app.scene.init.kind, INIT_POINT);
    assert_true(race_start(p->app.race).x == start.x && race_start(p->app.race).y == start.y);
    assert_non_null(p->app.scene.notice);
    player_close(p);
}

static void put_keys(Player *p, const char *keys)
{
    p->input.events[p->input.count++] = keys_event(keys);
}

/* Keys that come within one frame: each wish is granted, with what was on show when it was made. */
static void wishes_do_not_take_each_others_place(void **state)
{
    (void)state;
    Player *p = player_begin();
    const ThemeId theme = p->app.scene.theme;
    put_keys(p, "F12");
    put_keys(p, "T");
    put_keys(p, "Ctrl+S");
    put_keys(p, "F9");
    put_keys(p, "Ctrl+C");
    player_frame(p, 0);
    assert_int_equal(p->output->save, SAVE_PNG);
    assert_non_null(strstr(p->output->save_name, ".png"));
    assert_int_equal(p->app.scene.theme, theme);
    assert_true(p->output->busy);
    player_frame(p, 0);
    assert_int_equal(p->output->save, SAVE_SCENARIO);
    assert_non_null(strstr(p->output->save_name, ".ini"));
    assert_int_not_equal(p->app.scene.theme, theme);
    assert_null(p->output->copy);
    player_frame(p, 0);
    assert_true(p->output->record);
    assert_int_equal(p->output->save, SAVE_NOTHING);
    player_frame(p, 0);
    assert_non_null(p->output->copy);
    player_frame(p, 0);
    assert_null(p->output->copy);
    assert_true(p->output->record);
    player_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_and_layout_draws),
        cmocka_unit_test(panes_fill_the_map_without_overlap),
        cmocka_unit_test(every_problem_opens_and_races),
        cmocka_unit_test(the_problem_list_filters_and_takes_formulas),
        cmocka_unit_test(frames_stay_short_whatever_the_data),
        cmocka_unit_test(a_picture_is_no_larger_for_more_steps),
        cmocka_unit_test(many_noisy_ways_are_no_more_than_a_screen_can_show),
        cmocka_unit_test(the_first_scene_tells_its_story),
        cmocka_unit_test(a_start_that_cannot_be_drawn_changes_nothing),
        cmocka_unit_test(wishes_do_not_take_each_others_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
