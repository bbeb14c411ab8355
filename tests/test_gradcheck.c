/* The gradient check in the window, by scripted input: where it is, what moves it, what it says. */
#include <math.h>

#include "scripted.h"
#include "view/gradcheck.h"

static Stage *begin_on(const char *problem, int width, int height)
{
    Stage *stage = begin_with((AppOptions){.problem = problem, .seed = 1}, width, height, 1);
    while (!race_done(stage->app.race))
        frame(stage, 0);
    return stage;
}

/* Part of the way across the map's pane, and what lies there. */
static Point place(const Stage *stage, float x, float y)
{
    const Rect pane = stage->app.screen.layout.panes[0];
    return (Point){pane.x + x * pane.w, pane.y + y * pane.h};
}

static Vec2 world(const Stage *stage, Point p)
{
    Vec2 w = {0};
    assert_true(screen_world_at(&stage->app.screen, &stage->app.scene, p, p, &w));
    return w;
}

static void point_at(Stage *stage, Point p)
{
    mouse(stage, INPUT_MOVE, p.x, p.y, MOUSE_LEFT, 0);
}

static void assert_at(const Stage *stage, Vec2 wanted)
{
    const Vec2 at = scene_check_at(&stage->app.scene);
    if (at.x != wanted.x || at.y != wanted.y)
        fail_msg("at (%g, %g), not (%g, %g)", at.x, at.y, wanted.x, wanted.y);
}

static bool says(const Stage *stage, const char *words)
{
    const DrawList *list = &stage->list;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        const DrawText *text = &command->u.text;
        if (command->kind == DRAW_TEXT && text->length == strlen(words) &&
            memcmp(list->text + text->offset, words, text->length) == 0)
            return true;
    }
    return false;
}

/* ---- where ---- */

static void it_opens_at_the_pointer_and_stays_there(void **state)
{
    (void)state;
    Stage *stage = begin_on("rosenbrock", 1280, 720);
    const Point p = place(stage, 0.3f, 0.4f);
    const Vec2 at = world(stage, p);
    point_at(stage, p);
    press(stage, "G");
    assert_true(stage->app.scene.check);
    assert_at(stage, at);
    point_at(stage, place(stage, 0.6f, 0.6f));
    app_set_playhead(&stage->app, 7);
    frame(stage, 0);
    assert_at(stage, at);
    press(stage, "G");
    assert_false(stage->app.scene.check);
    end(stage);
}

static void without_a_pointer_it_goes_with_the_playhead(void **state)
{
    (void)state;
    Stage *stage = begin_on("rosenbrock", 1280, 720);
    press(stage, "G");
    for (long step = 0; step < 20; step += 5) {
        app_set_playhead(&stage->app, (double)step);
        frame(stage, 0);
        const Scene *scene = &stage->app.scene;
        assert_at(stage, run_row(race_run(scene->race, scene->selected), step)->w);
    }
    end(stage);
}

/* The start stays where it was; its own ring can still be dragged. */
static void a_click_or_a_drag_on_the_map_moves_it(void **state)
{
    (void)state;
    Stage *stage = begin_on("bowl", 1280, 720);
    const Vec2 start = race_start(stage->app.race);
    press(stage, "G");
    const Point a = place(stage, 0.8f, 0.3f), b = place(stage, 0.75f, 0.2f);
    const Vec2 at_a = world(stage, a), at_b = world(stage, b);
    mouse(stage, INPUT_BUTTON, a.x, a.y, MOUSE_LEFT, 1);
    assert_at(stage, at_a);
    mouse(stage, INPUT_MOVE, b.x, b.y, MOUSE_LEFT, 0);
    assert_at(stage, at_b);
    mouse(stage, INPUT_BUTTON_UP, b.x, b.y, MOUSE_LEFT, 1);
    assert_true(race_start(stage->app.race).x == start.x);
    press(stage, "G");
    click(stage, a);
    assert_true(race_start(stage->app.race).x == at_a.x);
    end(stage);
}

static void on_a_surface_a_click_moves_it_and_a_drag_turns(void **state)
{
    (void)state;
    Stage *stage = begin_with(
        (AppOptions){.problem = "rosenbrock", .layout = LAYOUT_SURFACE, .seed = 1}, 1280, 720, 1);
    press(stage, "G");
    Point p = place(stage, 0.5f, 0.5f);
    const Vec2 at = world(stage, p);
    click(stage, p);
    assert_at(stage, at);
    const double yaw = stage->app.scene.orbit.yaw;
    mouse(stage, INPUT_BUTTON, p.x, p.y, MOUSE_LEFT, 1);
    mouse(stage, INPUT_MOVE, p.x + 60, p.y, MOUSE_LEFT, 0);
    mouse(stage, INPUT_MOVE, p.x + 90, p.y, MOUSE_LEFT, 0);
    mouse(stage, INPUT_BUTTON_UP, p.x + 90, p.y, MOUSE_LEFT, 1);
    assert_true(stage->app.scene.orbit.yaw != yaw);
    assert_at(stage, at);
    end(stage);
}

/* ---- manners ---- */

static void another_look_or_escape_closes_it(void **state)
{
    (void)state;
    static const char *const KEYS[] = {"A", "K", "Esc"};
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        Stage *stage = begin_on("bowl", 640, 480);
        press(stage, "G");
        assert_true(stage->app.screen.layout.sheet.w > 0);
        press(stage, KEYS[i]);
        assert_false(stage->app.scene.check);
        press(stage, "G");
        assert_false(stage->app.scene.anatomy || stage->app.scene.curvature);
        end(stage);
    }
}

static void another_problem_has_no_place_yet(void **state)
{
    (void)state;
    Stage *stage = begin_on("bowl", 1280, 720);
    point_at(stage, place(stage, 0.3f, 0.4f));
    press(stage, "G");
    assert_true(stage->app.scene.check_placed);
    press(stage, "F");
    assert_true(stage->app.scene.check && !stage->app.scene.check_placed);
    assert_at(stage, race_start(stage->app.race));
    end(stage);
}

/* ---- what it says ---- */

/* Rosenbrock at (-1.2, 1): gradient (-215.6, -88), Hessian (1330, 480, 200), f = 24.2. */
static void the_card_holds_the_numbers_of_both_ways(void **state)
{
    (void)state;
    Stage *stage = begin_on("rosenbrock", 1280, 720);
    press(stage, "G");
    GradCheck check = {0};
    gradcheck_update(&check, &stage->app.scene);
    assert_true(check.shown && gradcheck_compares(&check));
    assert_true(fabs(check.check.gradient.x + 215.6) < 1e-9);
    assert_true(fabs(check.check.numeric_gradient.y + 88) < 1e-5);
    assert_true(says(stage, "Gradient check") && says(stage, "agree within 10\u207b\u2075"));
    press(stage, "G");
    assert_false(says(stage, "Gradient check"));
    end(stage);
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
        Stage *stage = begin_on(CASES[i].problem, 1280, 720);
        press(stage, "G");
        stage->app.scene.check_placed = true;
        stage->app.scene.check_at = CASES[i].at;
        frame(stage, 0);
        if (!says(stage, CASES[i].words))
            fail_msg("%s does not say '%s'", CASES[i].problem, CASES[i].words);
        assert_true(says(stage, "no second derivative here"));
        end(stage);
    }
}

/* Nothing moved: the numbers are not worked out again. */
static void numbers_are_worked_out_once(void **state)
{
    (void)state;
    Stage *stage = begin_on("bowl", 1280, 720);
    press(stage, "G");
    GradCheck check = {0};
    gradcheck_update(&check, &stage->app.scene);
    check.check.gradient_error = -1; /* a mark that only working out anew would remove */
    gradcheck_update(&check, &stage->app.scene);
    assert_true(check.check.gradient_error == -1);
    app_set_playhead(&stage->app, 3);
    gradcheck_update(&check, &stage->app.scene);
    assert_true(check.check.gradient_error >= 0);
    end(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_opens_at_the_pointer_and_stays_there),
        cmocka_unit_test(without_a_pointer_it_goes_with_the_playhead),
        cmocka_unit_test(a_click_or_a_drag_on_the_map_moves_it),
        cmocka_unit_test(on_a_surface_a_click_moves_it_and_a_drag_turns),
        cmocka_unit_test(another_look_or_escape_closes_it),
        cmocka_unit_test(another_problem_has_no_place_yet),
        cmocka_unit_test(the_card_holds_the_numbers_of_both_ways),
        cmocka_unit_test(where_there_is_no_derivative_it_says_so),
        cmocka_unit_test(numbers_are_worked_out_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
