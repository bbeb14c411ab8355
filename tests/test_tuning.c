/* Tuning by hand: a change bends the path at once, leaves a ghost, and reaches both ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/playback.h"
#include "optim/catalogue.h"
#include "player.h"

/* ---- tuning ---- */

static void tuning_bends_the_path_in_the_same_frame_and_leaves_a_ghost(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    player_press(player, "End");
    size_t entrant = app->scene.selected;
    const Run *run = race_run(app->race, entrant);
    long last = run_last_step(run);
    Vec2 before = run_row(run, last)->w;
    double lr = race_hyper(app->race, entrant, 0);
    player_press(player, "Right");
    assert_true(race_hyper(app->race, entrant, 0) > lr);
    assert_true(race_done(app->race));
    Vec2 after = run_row(race_run(app->race, entrant), last)->w;
    assert_true(after.x != before.x || after.y != before.y);
    const Ghost *ghost = &app->scene.ghosts[entrant];
    assert_int_equal(ghost->count, last + 1);
    assert_true(ghost->points[last].x == before.x && ghost->points[last].y == before.y);
    assert_non_null(strstr(ghost->label, "was "));
    player_press(player, "Right"); /* the same gesture keeps the oldest path */
    assert_true(ghost->points[last].x == before.x);
    for (int i = 0; i < 100; i++)
        player_frame(player, 0.05);
    assert_true(app->scene.ghost_alpha == 0);
    assert_int_equal(ghost->count, 0);
    player_press(player, "Backspace");
    assert_true(race_hyper(app->race, entrant, 0) == lr);
    player_close(player);
}

static void pinned_paths_stay_until_they_are_let_go(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    const Ghost *ghost = &app->scene.ghosts[app->scene.selected];
    player_press(player, "P");
    Vec2 before = ghost->points[60];
    for (int gesture = 0; gesture < 3; gesture++) {
        player_press(player, "Right");
        for (int i = 0; i < 100; i++)
            player_frame(player, 0.05);
        assert_true(app->scene.ghost_alpha == 1 && ghost->points[60].x == before.x);
        assert_false(app->output.busy);
        assert_true(isinf(app->output.wake)); /* a pinned path costs nothing */
    }
    Vec2 now = run_row(race_run(app->race, app->scene.selected), 60)->w;
    assert_true(now.x != before.x);
    player_press(player, "P");
    assert_true(app->scene.ghost_alpha == 0 && ghost->count == 0);
    player_close(player);
}

static void fine_and_coarse_differ(void **state)
{
    (void)state;
    static const char *const KEYS[] = {"Shift+Right", "Right", "Ctrl+Right"};
    double moved[3];
    for (int i = 0; i < 3; i++) {
        Player *player = player_begin();
        size_t entrant = player->app.scene.selected;
        double before = race_hyper(player->app.race, entrant, 0);
        player_press(player, KEYS[i]);
        moved[i] = race_hyper(player->app.race, entrant, 0) / before;
        player_close(player);
    }
    if (!(1 < moved[0] && moved[0] < moved[1] && moved[1] < moved[2]))
        fail_msg("fine %g, normal %g, coarse %g", moved[0], moved[1], moved[2]);
}

static bool has_row(const Scene *scene, const char *id)
{
    size_t rows[OPTIMIZER_HYPERS_MAX];
    const Optimizer *optimizer = run_spec(race_run(scene->race, scene->selected))->optimizer;
    size_t count = scene_hyper_rows(scene, rows, NULL);
    for (size_t i = 0; i < count; i++)
        if (strcmp(optimizer_hyper(optimizer, rows[i])->id, id) == 0)
            return true;
    return false;
}

/* What a schedule needs is on the card as soon as there is one, and not before. */
static void a_schedule_brings_its_rows(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        bool schedule, period, final;
    } ROWS[] = {
        {"sgd", false, false, false},
        {"sgd:schedule=cosine", true, true, true},
        {"sgd:schedule=inverse_sqrt", true, true, false},
        {"sgd:schedule=step", true, true, false},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        Player *player = player_begin_with(
            (AppOptions){.problem = "bowl", .optimizers = &ROWS[i].spec, .optimizer_count = 1},
            1280, 720, 1);
        const Scene *scene = &player->app.scene;
        if (has_row(scene, "schedule") != ROWS[i].schedule ||
            has_row(scene, "period") != ROWS[i].period || has_row(scene, "final") != ROWS[i].final)
            fail_msg("%s", ROWS[i].spec);
        player_close(player);
    }
}

static void every_slider_drags_to_both_ends(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    for (size_t i = 0; i < race_count(app->race); i++) {
        app_set_selected(app, i);
        if (!app->scene.all_hypers)
            player_press(player, "H");
        const Optimizer *optimizer = run_spec(race_run(app->race, i))->optimizer;
        for (size_t h = 0; h < optimizer->hyper_count; h++) {
            app->scene.hyper = h;
            app->scene.follow[SCROLL_PANEL] = true;
            player_frame(player, 0.01);
            Hit hit = hits_find(&app->screen.hits, HIT_SLIDER, (int)h);
            if (optimizer->hypers[h].kind != HYPER_REAL) {
                hit = hits_find(&app->screen.hits, HIT_CYCLE, (int)h);
                double before = race_hyper(app->race, i, h);
                player_click(player, rect_middle(hit.rect));
                assert_true(race_hyper(app->race, i, h) != before);
                continue;
            }
            if (hit.rect.w <= 0)
                fail_msg("%s.%s has no slider", optimizer->id, optimizer->hypers[h].id);
            Point p = rect_middle(hit.rect);
            player_mouse(player, INPUT_BUTTON, p.x, p.y, MOUSE_LEFT, 1);
            player_mouse(player, INPUT_MOVE, hit.rect.x - 500, p.y, MOUSE_LEFT, 0);
            double low = race_hyper(app->race, i, h);
            player_mouse(player, INPUT_MOVE, hit.rect.x + hit.rect.w + 500, p.y, MOUSE_LEFT, 0);
            double high = race_hyper(app->race, i, h);
            player_mouse(player, INPUT_BUTTON_UP, p.x, p.y, MOUSE_LEFT, 1);
            Hyper around = hyper_around(&optimizer->hypers[h], race_hyper_default(app->race, i, h));
            if (low != around.slider_min || high != around.slider_max)
                fail_msg("%s.%s: %g .. %g", optimizer->id, optimizer->hypers[h].id, low, high);
        }
    }
    player_close(player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tuning_bends_the_path_in_the_same_frame_and_leaves_a_ghost),
        cmocka_unit_test(pinned_paths_stay_until_they_are_let_go),
        cmocka_unit_test(fine_and_coarse_differ),
        cmocka_unit_test(a_schedule_brings_its_rows),
        cmocka_unit_test(every_slider_drags_to_both_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
