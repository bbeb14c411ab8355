/* The whole interface by scripted input, without a window. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/keys.h"
#include "app/plainmath.h"
#include "app/playback.h"
#include "optim/catalogue.h"
#include "player.h"
#include "problem/factory.h"

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
        for (size_t i = 0; i < hits->count; i++) {
            if (hits->items[i].kind == HIT_COMMAND && !commands_find(hits->items[i].command))
                fail_msg("a button names the unknown command '%s'", hits->items[i].command);
        }
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

/* ---- the map ---- */

static void clicking_sets_the_start_and_dragging_moves_it(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    Rect map = app->screen.layout.map;
    Camera camera = scene_camera(&app->scene, map);
    Point p = {map.x + map.w * 0.3f, map.y + map.h * 0.7f};
    Vec2 wanted = camera_to_world(&camera, map, p);
    player_click(player, p);
    Vec2 start = race_start(app->race);
    assert_true(fabs(start.x - wanted.x) < 1e-9 && fabs(start.y - wanted.y) < 1e-9);
    player_mouse(player, INPUT_BUTTON, p.x, p.y, MOUSE_LEFT, 1);
    player_mouse(player, INPUT_MOVE, p.x + 80, p.y - 40, MOUSE_LEFT, 0);
    player_mouse(player, INPUT_BUTTON_UP, p.x + 80, p.y - 40, MOUSE_LEFT, 1);
    wanted = camera_to_world(&camera, map, (Point){p.x + 80, p.y - 40});
    start = race_start(app->race);
    assert_true(fabs(start.x - wanted.x) < 1e-9 && fabs(start.y - wanted.y) < 1e-9);
    assert_true(race_done(app->race));
    player_close(player);
}

static void the_wheel_zooms_at_the_cursor(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    Rect map = app->screen.layout.map;
    Point p = {map.x + 200, map.y + 120};
    Camera before = scene_camera(&app->scene, map);
    Vec2 under = camera_to_world(&before, map, p);
    player_send(player, (InputEvent){.kind = INPUT_WHEEL, .x = p.x, .y = p.y, .wheel_y = 2});
    Camera after = scene_camera(&app->scene, map);
    Vec2 now = camera_to_world(&after, map, p);
    assert_true(after.per_px.x < before.per_px.x);
    assert_true(fabs(now.x - under.x) < 1e-9 && fabs(now.y - under.y) < 1e-9);
    player_press(player, "0");
    for (int i = 0; i < 20; i++)
        player_frame(player, 0.05);
    Camera home = scene_camera(&app->scene, map);
    assert_true(home.per_px.x == before.per_px.x && home.center.x == before.center.x);
    player_close(player);
}

static void the_readout_follows_the_camera(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    Rect map = app->screen.layout.map;
    Point p = {map.x + 200, map.y + 120};
    player_mouse(player, INPUT_MOVE, p.x, p.y, MOUSE_LEFT, 0);
    player_press(player, "+");
    Camera camera = scene_camera(&app->scene, map);
    Vec2 under = camera_to_world(&camera, map, p);
    assert_true(app->scene.pointer.x == under.x && app->scene.pointer.y == under.y);
    player_close(player);
}

static void right_drag_pans(void **state)
{
    (void)state;
    Player *player = player_begin();
    App *app = &player->app;
    Rect map = app->screen.layout.map;
    Point p = rect_middle(map);
    Camera camera = scene_camera(&app->scene, map);
    Vec2 under = camera_to_world(&camera, map, p);
    player_mouse(player, INPUT_BUTTON, p.x, p.y, MOUSE_RIGHT, 1);
    player_mouse(player, INPUT_MOVE, p.x + 100, p.y + 50, MOUSE_RIGHT, 0);
    player_mouse(player, INPUT_BUTTON_UP, p.x + 100, p.y + 50, MOUSE_RIGHT, 1);
    camera = scene_camera(&app->scene, map);
    Vec2 now = camera_to_world(&camera, map, (Point){p.x + 100, p.y + 50});
    assert_true(fabs(now.x - under.x) < 1e-9 && fabs(now.y - under.y) < 1e-9);
    player_close(player);
}

/* ---- the surface ---- */

static void rest(Player *player)
{
    for (int i = 0; i < 30; i++)
        player_frame(player, 0.05);
}

static Player *begin_surface(void)
{
    return player_begin_with((AppOptions){.seed = 1, .layout = LAYOUT_SURFACE}, 1280, 720, 1);
}

static size_t count_kind(const Player *player, DrawKind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < player->list.command_count; i++)
        count += player->list.commands[i].kind == kind;
    return count;
}

static void layouts_take_turns_and_the_map_rises_smoothly(void **state)
{
    (void)state;
    Player *player = player_begin();
    const Scene *scene = &player->app.scene;
    player_press(player, "V");
    assert_int_equal(scene->layout, LAYOUT_GRID);
    player_press(player, "V");
    assert_int_equal(scene->layout, LAYOUT_SURFACE);
    double before = scene->lift, seconds = 0;
    while (scene->lift < 1) {
        player_frame(player, 1.0 / 60);
        seconds += 1.0 / 60;
        assert_true(scene->lift >= before && scene->lift - before < 0.1);
        assert_true(seconds < 0.6 && player->output->busy);
        assert_int_equal(count_kind(player, DRAW_SURFACE), 1);
        before = scene->lift;
    }
    assert_true(seconds > 0.3);
    player_press(player, "V");
    assert_int_equal(scene->layout, LAYOUT_MAP);
    player_frame(player, 0.1);
    assert_true(scene->lift > 0 && scene->lift < 1);
    rest(player);
    assert_true(scene->lift == 0 && !player->output->busy);
    assert_int_equal(count_kind(player, DRAW_SURFACE), 0);
    assert_int_equal(count_kind(player, DRAW_GROUND), 1);
    player_close(player);
}

static void a_drag_turns_the_surface_and_a_click_sets_the_start_on_it(void **state)
{
    (void)state;
    Player *player = begin_surface();
    App *app = &player->app;
    rest(player);
    const Vec2 start = race_start(app->race);
    Point p = rect_middle(app->screen.layout.map);
    player_mouse(player, INPUT_MOVE, p.x, p.y, MOUSE_LEFT, 0);
    player_mouse(player, INPUT_BUTTON, p.x, p.y, MOUSE_LEFT, 1);
    player_mouse(player, INPUT_MOVE, p.x + 100, p.y + 40, MOUSE_LEFT, 0);
    player_mouse(player, INPUT_BUTTON_UP, p.x + 100, p.y + 40, MOUSE_LEFT, 1);
    assert_true(app->scene.orbit.yaw > EYE_HOME.yaw + 0.2);
    assert_true(app->scene.orbit.tilt < EYE_HOME.tilt - 0.1);
    assert_true(race_start(app->race).x == start.x && race_start(app->race).y == start.y);

    Vec2 under;
    p.x += 60;
    assert_true(screen_world_at(&app->screen, &app->scene, p, p, &under));
    player_click(player, p);
    assert_true(race_start(app->race).x == under.x && race_start(app->race).y == under.y);
    /* And there the ring is taken hold of. */
    assert_true(screen_start_at(&app->screen, &app->scene, p));
    player_mouse(player, INPUT_BUTTON, p.x, p.y, MOUSE_LEFT, 1);
    player_mouse(player, INPUT_MOVE, p.x + 40, p.y - 20, MOUSE_LEFT, 0);
    player_mouse(player, INPUT_BUTTON_UP, p.x + 40, p.y - 20, MOUSE_LEFT, 1);
    assert_true(screen_start_at(&app->screen, &app->scene, (Point){p.x + 40, p.y - 20}));

    /* Beside it there is nothing to start from. */
    const Vec2 last = race_start(app->race);
    player_click(player, (Point){app->screen.layout.map.x + 8, app->screen.layout.map.y + 8});
    assert_true(race_start(app->race).x == last.x && !app->scene.pointer_on_map);
    player_close(player);
}

static void keys_turn_zoom_and_reset_the_surface(void **state)
{
    (void)state;
    Player *player = begin_surface();
    Scene *scene = &player->app.scene;
    rest(player);
    const Vec2 center = scene->center;
    player_press(player, "Alt+Left");
    player_press(player, "Alt+Left");
    player_press(player, "Alt+Up");
    assert_true(scene->orbit.yaw > EYE_HOME.yaw + 0.15 && scene->orbit.tilt < EYE_HOME.tilt - 0.05);
    assert_true(scene->center.x == center.x && scene->center.y == center.y);
    for (int i = 0; i < 40; i++)
        player_press(player, "Alt+Down");
    assert_true(scene->orbit.tilt == EYE_TILT_MAX);
    player_press(player, "+");
    assert_true(scene->zoom < 1);
    player_press(player, "0");
    rest(player);
    assert_true(scene->orbit.yaw == EYE_HOME.yaw && scene->orbit.tilt == EYE_HOME.tilt);
    assert_true(scene->zoom == 1);
    player_close(player);
}

static void the_chart_scrubs(void **state)
{
    (void)state;
    Player *player = player_begin();
    Hit hit = hits_find(&player->app.screen.hits, HIT_TIMELINE, 0);
    assert_true(hit.rect.w > 100);
    Point p = rect_middle(hit.rect);
    player_click(player, p);
    double budget = (double)race_limits(player->app.race).budget;
    assert_true(fabs(player->app.scene.playhead - budget / 2) <= 1);
    player_close(player);
}

/* Whether a piece of text stands in the picture. */
static bool shows(const Player *player, const char *text)
{
    const DrawList *list = &player->list;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_TEXT && command->u.text.length == strlen(text) &&
            memcmp(list->text + command->u.text.offset, text, strlen(text)) == 0)
            return true;
    }
    return false;
}

/* What draw_number makes of a text is a run for each digit; as one string again. */
static bool shows_number(const Player *player, const char *text)
{
    static char all[65536];
    size_t used = 0;
    const DrawList *list = &player->list;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind != DRAW_TEXT || used + command->u.text.length + 1 > sizeof all)
            continue;
        memcpy(all + used, list->text + command->u.text.offset, command->u.text.length);
        used += command->u.text.length;
    }
    all[used] = '\0';
    return strstr(all, text) != NULL;
}

static Point on_timeline(const Player *player, double step)
{
    Rect rect = hits_find(&player->app.screen.hits, HIT_TIMELINE, 0).rect;
    double share = step / (double)race_limits(player->app.race).budget;
    return (Point){fminf(rect.x + (float)share * rect.w, rect.x + rect.w - 1), rect.y + rect.h - 2};
}

/* x, as sgd has it on x^2 / 2 with lr 0.5, halves at every step: f = x^2 / 2, a step x / 2. */
static void the_chart_reads_out_what_is_under_the_pointer(void **state)
{
    (void)state;
    const char *spec = "sgd:lr=0.5";
    Player *player = player_begin_with((AppOptions){.problem = "(x^2 + y^2) / 2",
                                                    .optimizers = &spec,
                                                    .optimizer_count = 1,
                                                    .has_start = true,
                                                    .start = {4, 0},
                                                    .steps = 20},
                                       1280, 720, 1);
    app_set_playhead(&player->app, 12);
    Point p = on_timeline(player, 3);
    player_mouse(player, INPUT_MOVE, p.x, p.y, MOUSE_LEFT, 0);
    assert_true(shows_number(player, "Step 3") && shows_number(player, "0.1250"));
    player_press(player, "C");
    assert_true(shows_number(player, "0.5000")); /* |grad f| = x; so is the distance */
    player_press(player, "C");
    assert_true(shows_number(player, "0.5000"));
    player_press(player, "C");
    assert_true(shows_number(player, "0.2500"));
    p = on_timeline(player, 20); /* there is no step after the last one */
    player_mouse(player, INPUT_MOVE, p.x, p.y, MOUSE_LEFT, 0);
    assert_true(shows_number(player, "Step 20") && shows(player, "\u2013"));
    player_mouse(player, INPUT_LEAVE, 0, 0, MOUSE_LEFT, 0);
    assert_false(shows_number(player, "Step 20"));
    player_close(player);
}

/* The widest line of this entrant's colour in the picture, and its opacity. */
static DrawCommand line_of(const Player *player, size_t entrant, bool in_chart)
{
    DrawCommand widest = {0};
    Color ink = player->app.scene.entrants[entrant].ink.path;
    float border = player->app.screen.layout.strip.y;
    for (size_t i = 0; i < player->list.command_count; i++) {
        const DrawCommand *command = &player->list.commands[i];
        if (command->kind == DRAW_LINE && !command->closed && command->count > 1 &&
            command->color.r == ink.r && command->color.g == ink.g && command->color.b == ink.b &&
            (player->list.points[command->first].y > border) == in_chart &&
            command->width > widest.width)
            widest = *command;
    }
    return widest;
}

static void assert_stands_out(const Player *player, size_t entrant, const char *where)
{
    if (scene_pointed(&player->app.scene) != (int)entrant)
        fail_msg("%s: %d is pointed at, not %zu", where, scene_pointed(&player->app.scene),
                 entrant);
    for (int chart = 0; chart < 2; chart++) {
        for (size_t i = 0; i < race_count(player->app.race); i++) {
            DrawCommand line = line_of(player, i, chart == 1);
            assert_true(line.width > 0);
            if ((line.color.a == 255) != (i == entrant))
                fail_msg("%s: line %zu has an opacity of %d", where, i, line.color.a);
        }
    }
}

static void the_entrant_under_the_pointer_stands_out_everywhere(void **state)
{
    (void)state;
    Player *player = player_begin();
    const size_t which = 3; /* AdaGrad; Adam is the selected one */
    app_set_playhead(&player->app, 30);
    player_frame(player, 0);
    Rect card = hits_find(&player->app.screen.hits, HIT_CARD, (int)which).rect;
    player_mouse(player, INPUT_MOVE, rect_middle(card).x, rect_middle(card).y, MOUSE_LEFT, 0);
    assert_stands_out(player, which, "card");

    Rect pane = player->app.screen.layout.panes[0];
    Camera camera = scene_camera(&player->app.scene, pane);
    Point on_path =
        camera_to_screen(&camera, pane, run_row(race_run(player->app.race, which), 22)->w);
    player_mouse(player, INPUT_MOVE, on_path.x, on_path.y, MOUSE_LEFT, 0);
    assert_stands_out(player, which, "path");

    Rect plot = hits_find(&player->app.screen.hits, HIT_TIMELINE, 0).rect;
    size_t found = 0;
    for (float y = plot.y; y < plot.y + plot.h && found == 0; y++) {
        player_mouse(player, INPUT_MOVE, plot.x + 0.2f * plot.w, y, MOUSE_LEFT, 0);
        found = scene_pointed(&player->app.scene) == (int)which;
    }
    assert_stands_out(player, which, "curve");

    player_press(player, "4"); /* hidden: nothing stands out */
    assert_int_equal(scene_pointed(&player->app.scene), -1);
    player_press(player, "4");
    player_mouse(player, INPUT_LEAVE, 0, 0, MOUSE_LEFT, 0);
    for (size_t i = 0; i < race_count(player->app.race); i++)
        assert_int_equal(line_of(player, i, false).color.a, 255);
    player_close(player);
}

/* One gradient a step for sgd, three evaluations for Newton's method. */
static void a_clock_of_evaluations_shows_each_where_that_bought_it(void **state)
{
    (void)state;
    static const char *const specs[] = {"sgd", "newton"};
    Player *player = player_begin_with(
        (AppOptions){
            .problem = "himmelblau", .optimizers = specs, .optimizer_count = 2, .steps = 100},
        1280, 720, 1);
    player_press(player, "U");
    const Scene *scene = &player->app.scene;
    for (long spent = 0; spent <= 30; spent++) {
        app_set_playhead(&player->app, (double)spent);
        player_frame(player, 0);
        assert_int_equal(scene_step(scene, 0), spent);
        assert_int_equal(scene_step(scene, 1), spent / 3);
        /* A whole evaluation never shows an iterate under way. */
        assert_true(scene_clock(scene, 1) == (double)(spent / 3));
    }
    assert_true(shows(player, "Evaluations"));
    assert_true(shows_number(player, "10 to 30 steps"));
    app_set_playhead(&player->app, 11.5); /* half through the last of three */
    assert_true(fabs(scene_clock(scene, 1) - 3.5) < 1e-12);
    player_press(player, "U");
    app_set_playhead(&player->app, 30);
    assert_int_equal(scene_step(scene, 1), 30);
    player_close(player);
}

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
        cmocka_unit_test(playing_moves_the_playhead_by_speed),
        cmocka_unit_test(stepping_moves_by_whole_steps_both_ways),
        cmocka_unit_test(a_race_takes_the_length_and_speed_that_suit_its_problem),
        cmocka_unit_test(a_chosen_length_or_speed_outlives_the_problem),
        cmocka_unit_test(a_still_picture_sleeps),
        cmocka_unit_test(tuning_bends_the_path_in_the_same_frame_and_leaves_a_ghost),
        cmocka_unit_test(pinned_paths_stay_until_they_are_let_go),
        cmocka_unit_test(a_loop_shows_the_end_and_starts_over),
        cmocka_unit_test(fine_and_coarse_differ),
        cmocka_unit_test(a_schedule_brings_its_rows),
        cmocka_unit_test(every_slider_drags_to_both_ends),
        cmocka_unit_test(clicking_sets_the_start_and_dragging_moves_it),
        cmocka_unit_test(the_wheel_zooms_at_the_cursor),
        cmocka_unit_test(the_readout_follows_the_camera),
        cmocka_unit_test(right_drag_pans),
        cmocka_unit_test(layouts_take_turns_and_the_map_rises_smoothly),
        cmocka_unit_test(a_drag_turns_the_surface_and_a_click_sets_the_start_on_it),
        cmocka_unit_test(keys_turn_zoom_and_reset_the_surface),
        cmocka_unit_test(the_chart_scrubs),
        cmocka_unit_test(the_chart_reads_out_what_is_under_the_pointer),
        cmocka_unit_test(the_entrant_under_the_pointer_stands_out_everywhere),
        cmocka_unit_test(a_clock_of_evaluations_shows_each_where_that_bought_it),
        cmocka_unit_test(every_size_and_layout_draws),
        cmocka_unit_test(panes_fill_the_map_without_overlap),
        cmocka_unit_test(every_problem_opens_and_races),
        cmocka_unit_test(the_problem_list_filters_and_takes_formulas),
        cmocka_unit_test(the_table_of_optimizers_adds_the_chosen_one),
        cmocka_unit_test(who_leaves_takes_their_looks_along),
        cmocka_unit_test(a_copy_has_the_values_of_its_model_and_a_full_race_says_so),
        cmocka_unit_test(clicks_on_what_has_just_left_do_nothing),
        cmocka_unit_test(clicks_on_what_an_undo_took_away_do_nothing),
        cmocka_unit_test(frames_stay_short_whatever_the_data),
        cmocka_unit_test(a_picture_is_no_larger_for_more_steps),
        cmocka_unit_test(many_noisy_ways_are_no_more_than_a_screen_can_show),
        cmocka_unit_test(the_first_scene_tells_its_story),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
