/* The gradient check by scripted input: where it is made, what it says of places with and without
 * derivatives, and that it reads both off the problem on show. Expectations are closed forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "player.h"
#include "problem/factory.h"
#include "view/map/gradcheck.h"

static Player *begin(const char *problem)
{
    static Player player;
    player_open(&player, &(AppOptions){.problem = problem, .seed = 1}, 1280, 720, 1, NULL);
    player_settle(&player);
    return &player;
}

/* What card and map are told. */
static const GradCheck *shown(const Player *player)
{
    static GradCheck check;
    gradcheck_update(&check, &player->app.scene);
    return &check;
}

static Point on_map(const Player *player, Vec2 w)
{
    const Rect pane = player->app.screen.layout.panes[0];
    const Camera camera = scene_camera(&player->app.scene, pane);
    return camera_to_screen(&camera, pane, w);
}

static void mouse(Player *player, InputKind kind, Vec2 w)
{
    const Point p = on_map(player, w);
    player_send(player, (InputEvent){.kind = kind, .x = p.x, .y = p.y, .clicks = 1});
}

/* To a pixel of the map. */
static void assert_at(const Player *player, Vec2 w)
{
    const Camera camera = scene_camera(&player->app.scene, player->app.screen.layout.panes[0]);
    const Vec2 at = shown(player)->check.at;
    if (!(fabs(at.x - w.x) <= camera.per_px.x && fabs(at.y - w.y) <= camera.per_px.y))
        fail_msg("checked at (%g, %g), not at (%g, %g)", at.x, at.y, w.x, w.y);
}

static void it_opens_where_the_pointer_is(void **state)
{
    (void)state;
    Player *player = begin("rosenbrock");
    const Vec2 w = vec2(0.5, 0.25);
    mouse(player, INPUT_MOVE, w);
    player_press(player, "G");
    assert_true(player->app.scene.check && shown(player)->shown);
    assert_at(player, w);
    /* (1 - x)^2 + 100 (y - x^2)^2 on its valley's floor: (-2 (1 - x), 0) */
    const ProblemCheck *check = &shown(player)->check;
    const double slack = 400 * 0.01; /* where the pixel lies beside the floor */
    assert_true(fabs(check->gradient.x - -2 * (1 - check->at.x) +
                     400 * check->at.x * (check->at.y - check->at.x * check->at.x)) < 1e-9);
    assert_true(fabs(check->gradient.y) < slack);
    assert_int_equal(shown(player)->verdict, CHECK_AGREES);
    mouse(player, INPUT_MOVE, vec2(-1, 1));
    assert_at(player, w); /* it stays */
    player_close(player);
}

static void a_click_moves_it_and_leaves_the_start(void **state)
{
    (void)state;
    Player *player = begin("himmelblau");
    const Vec2 start = race_start(player->app.race);
    player_press(player, "G");
    mouse(player, INPUT_BUTTON, vec2(1, 1));
    assert_at(player, vec2(1, 1));
    mouse(player, INPUT_MOVE, vec2(2, -1));
    assert_at(player, vec2(2, -1)); /* a drag goes on moving it */
    mouse(player, INPUT_BUTTON_UP, vec2(2, -1));
    assert_true(vec2_norm(vec2_sub(race_start(player->app.race), start)) == 0);
    player_press(player, "G");
    assert_false(player->app.scene.check);
    mouse(player, INPUT_BUTTON, vec2(1, 1));
    mouse(player, INPUT_BUTTON_UP, vec2(1, 1));
    assert_true(vec2_norm(vec2_sub(race_start(player->app.race), start)) > 0);
    player_close(player);
}

static void without_a_pointer_it_follows_the_selected_one(void **state)
{
    (void)state;
    Player *player = begin("bowl");
    app_set_playhead(&player->app, 3);
    player_press(player, "G");
    for (long step = 3; step < 6; step++) {
        app_set_playhead(&player->app, (double)step);
        player_frame(player, 0);
        const Run *run = race_run(player->app.race, player->app.scene.selected);
        const HistoryRow *row = run_row(run, step);
        assert_true(vec2_norm(vec2_sub(shown(player)->check.at, row->w)) == 0);
        assert_true(vec2_norm(vec2_sub(shown(player)->check.gradient, row->g)) == 0);
    }
    player_press(player, "Esc");
    assert_false(player->app.scene.check || player->app.scene.sheet);
    player_close(player);
}

/* Another problem is checked anew, at its own place. */
static void it_knows_the_problem_on_show(void **state)
{
    (void)state;
    Player *player = begin("bowl:kappa=20");
    player_press(player, "G");
    const double kappa = shown(player)->check.hessian.yy;
    assert_true(kappa == 20);
    player_press(player, "F");
    player_settle(player);
    player_frame(player, 0);
    const Problem *problem = race_problem(player->app.race);
    Vec2 g;
    problem_gradient(problem, shown(player)->check.at, &g);
    assert_true(vec2_norm(vec2_sub(g, shown(player)->check.gradient)) == 0);
    player_close(player);
}

static bool says(const Player *player, const char *words)
{
    const DrawList *list = &player->list;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        const DrawText *text = &command->u.text;
        if (command->kind == DRAW_TEXT && text->length == strlen(words) &&
            memcmp(list->text + text->offset, words, text->length) == 0)
            return true;
    }
    return false;
}

/* Rosenbrock at its start (-1.2, 1): gradient (-215.6, -88), Hessian (1330, 480, 200). */
static void the_card_holds_the_numbers_of_both_ways(void **state)
{
    (void)state;
    Player *player = begin("rosenbrock");
    app_set_playhead(&player->app, 0);
    player_press(player, "G");
    const ProblemCheck *check = &shown(player)->check;
    assert_true(fabs(check->gradient.x + 215.6) < 1e-9);
    assert_true(fabs(check->numeric_gradient.y + 88) < 1e-5);
    assert_true(fabs(check->numeric_hessian.xx - 1330) < 1e-2);
    assert_true(says(player, "Gradient check") && says(player, "agree within 10\u207b\u2075"));
    player_press(player, "G");
    assert_false(says(player, "Gradient check"));
    player_close(player);
}

static void where_there_is_no_derivative_it_says_so(void **state)
{
    (void)state;
    static const struct {
        const char *problem;
        Vec2 at;
        const char *words;
    } CASES[] = {{"log(x) + y^2", {-1, 0.5}, "no value here, so no derivative"},
                 {"abs(x) + y^2", {0, 0.5}, "a kink: no derivative here"},
                 {"sqrt(x) + y^2", {0, 0.5}, "no values right beside it"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Player *player = begin(CASES[i].problem);
        player_press(player, "G");
        player->app.scene.check_placed = true;
        player->app.scene.check_at = CASES[i].at;
        player_frame(player, 0);
        if (!says(player, CASES[i].words))
            fail_msg("%s does not say '%s'", CASES[i].problem, CASES[i].words);
        assert_true(says(player, "no second derivative here"));
        player_close(player);
    }
}

static void on_a_surface_a_click_moves_it_and_a_drag_turns(void **state)
{
    (void)state;
    static Player player;
    player_open(&player, &(AppOptions){.problem = "rosenbrock", .layout = LAYOUT_SURFACE}, 1280,
                720, 1, NULL);
    player_settle(&player);
    player_press(&player, "G");
    const Rect pane = player.app.screen.layout.panes[0];
    const float x = pane.x + pane.w / 2, y = pane.y + pane.h / 2;
    Vec2 wanted;
    assert_true(screen_world_at(&player.app.screen, &player.app.scene, (Point){x, y}, (Point){x, y},
                                &wanted));
    player_send(&player, (InputEvent){.kind = INPUT_BUTTON, .x = x, .y = y, .clicks = 1});
    player_send(&player, (InputEvent){.kind = INPUT_BUTTON_UP, .x = x, .y = y, .clicks = 1});
    assert_true(vec2_norm(vec2_sub(scene_check_at(&player.app.scene), wanted)) == 0);
    const double yaw = player.app.scene.orbit.yaw;
    player_send(&player, (InputEvent){.kind = INPUT_BUTTON, .x = x, .y = y, .clicks = 1});
    player_send(&player, (InputEvent){.kind = INPUT_MOVE, .x = x + 60, .y = y});
    player_send(&player, (InputEvent){.kind = INPUT_MOVE, .x = x + 90, .y = y});
    player_send(&player, (InputEvent){.kind = INPUT_BUTTON_UP, .x = x + 90, .y = y});
    assert_true(player.app.scene.orbit.yaw != yaw);
    assert_true(vec2_norm(vec2_sub(scene_check_at(&player.app.scene), wanted)) == 0);
    player_close(&player);
}

static void one_close_look_closes_the_other(void **state)
{
    (void)state;
    Player *player = begin("bowl");
    static const char *const KEYS[] = {"A", "K"};
    for (size_t i = 0; i < 2; i++) {
        player_press(player, "G");
        assert_true(player->app.scene.check);
        assert_false(player->app.scene.anatomy || player->app.scene.curvature);
        player_press(player, KEYS[i]);
        assert_false(player->app.scene.check);
    }
    player_close(player);
}

/* Nothing moved: the numbers are not worked out again. */
static void numbers_are_worked_out_once(void **state)
{
    (void)state;
    Player *player = begin("bowl");
    player_press(player, "G");
    GradCheck check = {0};
    gradcheck_update(&check, &player->app.scene);
    check.check.gradient_error = -1; /* a mark that only working out anew would remove */
    gradcheck_update(&check, &player->app.scene);
    assert_true(check.check.gradient_error == -1);
    app_set_playhead(&player->app, 3);
    gradcheck_update(&check, &player->app.scene);
    assert_true(check.check.gradient_error >= 0);
    player_close(player);
}

/* Central differences of x^3 err by h^2 to the digit, forward ones of x^2 by h; and of what is not
 * cut off at all, x, only rounding is left. */
static void limbs_follow_their_powers(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        bool central;
        double power;
    } CASES[] = {{"x^3", true, 2}, {"x^2", false, 1}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Problem *problem = problem_create(CASES[i].formula, NULL);
        ProblemCurve curve;
        problem_check_curve(problem, vec2(1.1, 0), &curve); /* 1 would round to nothing */
        const size_t to = CHECK_CURVE_POINTS - 1 - CHECK_CURVE_PER_DECADE,
                     from = to - CHECK_CURVE_PER_DECADE;
        const double power =
            problem_curve_power(&curve, CASES[i].central ? curve.central : curve.forward, from, to);
        if (!(fabs(power - CASES[i].power) < 0.02))
            fail_msg("%s: power %g, not %g", CASES[i].formula, power, CASES[i].power);
        const double best = curve.h[problem_curve_best(&curve)];
        /* Of x^3 at the cube root of eps (times a constant of the order of 1), of x^2 anywhere
         * above: the larger the step, the less rounding counts. */
        if (i == 0)
            assert_true(fabs(log10(best / cbrt(DBL_EPSILON))) < 1.3);
        else
            assert_true(best > cbrt(DBL_EPSILON));
        problem_destroy(problem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_opens_where_the_pointer_is),
        cmocka_unit_test(a_click_moves_it_and_leaves_the_start),
        cmocka_unit_test(without_a_pointer_it_follows_the_selected_one),
        cmocka_unit_test(it_knows_the_problem_on_show),
        cmocka_unit_test(the_card_holds_the_numbers_of_both_ways),
        cmocka_unit_test(where_there_is_no_derivative_it_says_so),
        cmocka_unit_test(on_a_surface_a_click_moves_it_and_a_drag_turns),
        cmocka_unit_test(one_close_look_closes_the_other),
        cmocka_unit_test(numbers_are_worked_out_once),
        cmocka_unit_test(limbs_follow_their_powers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
