/* The mouse and keys on map, surface and chart: what is under the pointer, and what dragging,
 * clicking and the wheel do there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "app/app.h"
#include "app/playback.h"
#include "optim/catalogue.h"
#include "player.h"

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
    assert_true(player_shows_number(player, "Step 3") && player_shows_number(player, "0.1250"));
    player_press(player, "C");
    assert_true(player_shows_number(player, "0.5000")); /* |grad f| = x; so is the distance */
    player_press(player, "C");
    assert_true(player_shows_number(player, "0.5000"));
    player_press(player, "C");
    assert_true(player_shows_number(player, "0.2500"));
    p = on_timeline(player, 20); /* there is no step after the last one */
    player_mouse(player, INPUT_MOVE, p.x, p.y, MOUSE_LEFT, 0);
    assert_true(player_shows_number(player, "Step 20") && player_shows(player, "\u2013"));
    player_mouse(player, INPUT_LEAVE, 0, 0, MOUSE_LEFT, 0);
    assert_false(player_shows_number(player, "Step 20"));
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
    assert_true(player_shows(player, "Evaluations"));
    assert_true(player_shows_number(player, "10 to 30 steps"));
    app_set_playhead(&player->app, 11.5); /* half through the last of three */
    assert_true(fabs(scene_clock(scene, 1) - 3.5) < 1e-12);
    player_press(player, "U");
    app_set_playhead(&player->app, 30);
    assert_int_equal(scene_step(scene, 1), 30);
    player_close(player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
