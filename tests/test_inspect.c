/* The close look, by scripted input: what the panel says of a step, how its rule is walked through,
 * where curvature is taken from, and that all of it is drawn at every size for every optimizer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/keys.h"
#include "fakefonts.h"
#include "optim/catalogue.h"
#include "sim/anatomy.h"
#include "view/map/arrows.h"

/* ---- the stage ---- */

typedef struct Stage {
    App app;
    DrawList list;
    Input input;
} Stage;

static void frame(Stage *stage, double dt)
{
    app_update(&stage->app, &stage->input, dt);
    stage->input.count = 0;
    app_draw(&stage->app, &stage->list);
}

static void press(Stage *stage, const char *keys)
{
    stage->input.events[stage->input.count++] = keys_event(keys);
    frame(stage, 0.001);
}

static void point_at(Stage *stage, float x, float y)
{
    stage->input.events[stage->input.count++] = (InputEvent){.kind = INPUT_MOVE, .x = x, .y = y};
    frame(stage, 0.001);
}

static Stage *begin(AppOptions options, int width, int height, float scale)
{
    static Stage stage;
    memset(&stage, 0, sizeof stage);
    Err err = {0};
    options.seed = 1;
    if (!app_init(&stage.app, &options, &err))
        fail_msg("%s", err.text);
    app_use_fonts(&stage.app, &FAKE_FONTS);
    stage.input.width = width;
    stage.input.height = height;
    stage.input.display_scale = scale;
    do
        frame(&stage, 0);
    while (!race_done(stage.app.race));
    return &stage;
}

static Stage *begin_one(const char *problem, const char *optimizer)
{
    const char *const optimizers[] = {optimizer};
    return begin((AppOptions){.problem = problem, .optimizers = optimizers, .optimizer_count = 1},
                 1280, 720, 1);
}

static void end(Stage *stage)
{
    app_deinit(&stage->app);
    drawlist_deinit(&stage->list);
}

/* ---- what stands in the panel ---- */

static const char *text_of(const DrawList *list, const DrawCommand *command)
{
    static char text[256];
    size_t len = command->u.text.length < sizeof text ? command->u.text.length : sizeof text - 1;
    memcpy(text, list->text + command->u.text.offset, len);
    text[len] = '\0';
    return text;
}

static float text_width(const DrawList *list, const DrawCommand *command)
{
    const char *text = text_of(list, command);
    return fake_width(NULL, command->u.text.face, command->u.text.size, text, strlen(text));
}

static bool is_words(const DrawCommand *command)
{
    return command->kind == DRAW_TEXT && command->u.text.face != FACE_MATH;
}

static Point place_of(const DrawCommand *command)
{
    return (Point){command->rect.x, command->rect.y};
}

/* Everything in one row, in one face, between two x: digits come one by one. */
static void gather(const Stage *stage, Face face, float baseline, float x0, float x1, char *out,
                   size_t size)
{
    out[0] = '\0';
    for (size_t i = 0; i < stage->list.command_count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        if (!is_words(command) || command->u.text.face != face)
            continue;
        Point at = place_of(command);
        if (fabsf(at.y - baseline) < 1 && at.x >= x0 && at.x < x1)
            strncat(out, text_of(&stage->list, command), size - strlen(out) - 1);
    }
}

/* A number as the panel prints it. */
static double number_of(const char *text)
{
    char plain[64] = "";
    for (const char *c = text; *c && strlen(plain) < 60; c++) {
        if (strncmp(c, "\u2212", 3) == 0) {
            strcat(plain, "-");
            c += 2;
        } else {
            strncat(plain, c, 1);
        }
    }
    char *stop;
    double value = strtod(plain, &stop);
    if (*stop)
        fail_msg("'%s' is no plain number", text);
    return value;
}

/* The row of the step is the only one in semibold but for the name. */
static void the_panel_shows_the_step_that_was_taken(void **state)
{
    (void)state;
    static const char *const OPTIMIZERS[] = {"adam:lr=0.05", "momentum", "nesterov",
                                             "rmsprop",      "adagrad",  "sgd"};
    for (size_t k = 0; k < sizeof OPTIMIZERS / sizeof *OPTIMIZERS; k++) {
        Stage *stage = begin_one("himmelblau", OPTIMIZERS[k]);
        press(stage, "A");
        app_set_playhead(&stage->app, 7);
        frame(stage, 0);
        const Run *run = race_run(stage->app.race, 0);
        Vec2 step = vec2_sub(run_row(run, 8)->w, run_row(run, 7)->w);
        Rect panel = stage->app.screen.layout.panel;
        float baseline = 0;
        for (size_t i = 0; i < stage->list.command_count; i++) {
            const DrawCommand *command = &stage->list.commands[i];
            if (is_words(command) && command->u.text.face == FACE_SEMIBOLD &&
                strcmp(text_of(&stage->list, command), "step") == 0 &&
                place_of(command).x > panel.x)
                baseline = place_of(command).y;
        }
        assert_true(baseline > 0);
        char x[64], y[64];
        float right = panel.x + panel.w - 16;
        gather(stage, FACE_SEMIBOLD, baseline, right - 160, right - 80, x, sizeof x);
        gather(stage, FACE_SEMIBOLD, baseline, right - 80, right, y, sizeof y);
        if (fabs(number_of(x) - step.x) > 0.006 * fabs(step.x) + 5e-5 ||
            fabs(number_of(y) - step.y) > 0.006 * fabs(step.y) + 5e-4)
            fail_msg("%s: shows (%s, %s), went (%g, %g)", OPTIMIZERS[k], x, y, step.x, step.y);
        end(stage);
    }
}

/* The commands between the clip to an area and its end: what is drawn there, and not below it. */
static void find_part(const DrawList *list, Rect area, size_t *first, size_t *end)
{
    *first = *end = 0;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_CLIP && command->rect.x == area.x && command->rect.w == area.w &&
            command->rect.y == area.y)
            *first = *end = i;
        else if (command->kind == DRAW_UNCLIP && *first > 0 && *end == *first)
            *end = i;
    }
    assert_true(*end > *first);
}

/* No two words of a row touch, numbers least of all, and none leaves the panel. */
static void check_rows(const Stage *stage, Rect area, const char *what)
{
    const DrawList *list = &stage->list;
    size_t first, end;
    find_part(list, area, &first, &end);
    for (size_t i = first; i < end; i++) {
        const DrawCommand *a = &list->commands[i];
        if (!is_words(a))
            continue;
        Point p = place_of(a);
        float wide = text_width(list, a);
        if (p.x < area.x || p.x + wide > area.x + area.w + 1)
            fail_msg("%s: '%s' sticks out", what, text_of(list, a));
        for (size_t j = first; j < i; j++) {
            const DrawCommand *b = &list->commands[j];
            if (!is_words(b) || fabsf(p.y - place_of(b).y) > 2)
                continue;
            Point q = place_of(b);
            float over = fminf(p.x + wide, q.x + text_width(list, b)) - fmaxf(p.x, q.x);
            if (over > 1.5f * stage->app.scene.scale) {
                char other[256];
                strcpy(other, text_of(list, a));
                fail_msg("%s: '%s' lies on '%s'", what, other, text_of(list, b));
            }
        }
    }
}

static void check_finite(const Stage *stage, const char *what)
{
    for (size_t i = 0; i < stage->list.point_count; i++)
        if (!isfinite(stage->list.points[i].x) || !isfinite(stage->list.points[i].y))
            fail_msg("%s: a point is not finite", what);
}

static void every_optimizer_can_be_taken_apart(void **state)
{
    (void)state;
    static const char *const PROBLEMS[] = {"rosenbrock", "saddle_bounded", "bowl:kappa=1e4",
                                           "logreg"};
    static const long STEPS[] = {0, 1, 9, 40};
    for (size_t p = 0; p < sizeof PROBLEMS / sizeof *PROBLEMS; p++) {
        for (size_t i = 0; i < optimizer_count(); i++) {
            Stage *stage = begin_one(PROBLEMS[p], optimizer_at(i)->id);
            press(stage, "A");
            press(stage, "K");
            for (size_t k = 0; k < sizeof STEPS / sizeof *STEPS; k++) {
                char what[128];
                app_set_playhead(&stage->app, (double)STEPS[k]);
                frame(stage, 0);
                snprintf(what, sizeof what, "%s on %s, step %ld", optimizer_at(i)->id, PROBLEMS[p],
                         STEPS[k]);
                check_finite(stage, what);
                check_rows(stage, stage->app.screen.layout.panel, what);
            }
            press(stage, "End");
            check_finite(stage, optimizer_at(i)->id);
            check_rows(stage, stage->app.screen.layout.panel, optimizer_at(i)->id);
            end(stage);
        }
    }
}

/* On the way out of the plane numbers become large, and in the end none at all. */
static void a_run_that_diverges_can_be_taken_apart(void **state)
{
    (void)state;
    static const char *const OPTIMIZERS[] = {"sgd:lr=10", "momentum:lr=10", "nesterov:lr=10",
                                             "newton", "asgd:lr=10"};
    for (size_t i = 0; i < sizeof OPTIMIZERS / sizeof *OPTIMIZERS; i++) {
        Stage *stage = begin_one(i == 3 ? "x^3 - 1e-9*x + y^3" : "rosenbrock", OPTIMIZERS[i]);
        press(stage, "A");
        press(stage, "K");
        for (long step = 0; step <= run_last_step(race_run(stage->app.race, 0)) && step < 20;
             step++) {
            app_set_playhead(&stage->app, (double)step);
            frame(stage, 0);
            check_finite(stage, OPTIMIZERS[i]);
            check_rows(stage, stage->app.screen.layout.panel, OPTIMIZERS[i]);
        }
        end(stage);
    }
}

static void every_size_and_scale_holds_it(void **state)
{
    (void)state;
    static const struct {
        int w, h;
        float scale;
    } SIZES[] = {{1280, 720, 1},    {1920, 1080, 1},    {640, 480, 1},   {1280, 720, 0.75f},
                 {1280, 720, 2.5f}, {1920, 1080, 1.5f}, {3840, 2160, 2}, {320, 200, 1}};
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        for (int look = 1; look < 4; look++) {
            Stage *stage = begin((AppOptions){.theme = look % 2 ? THEME_DARK : THEME_LIGHT,
                                              .anatomy = look & 1,
                                              .curvature = look & 2},
                                 SIZES[i].w, SIZES[i].h, SIZES[i].scale);
            char what[64];
            snprintf(what, sizeof what, "%dx%d at %g, look %d", SIZES[i].w, SIZES[i].h,
                     (double)SIZES[i].scale, look);
            app_set_playhead(&stage->app, 20);
            frame(stage, 0);
            frame(stage, 0);
            const Layout *layout = &stage->app.screen.layout;
            check_finite(stage, what);
            if (look & 1)
                check_rows(stage, layout->narrow ? layout->sheet : layout->panel, what);
            press(stage, "V");
            check_finite(stage, what);
            press(stage, "F5");
            check_finite(stage, what);
            end(stage);
        }
    }
}

/* ---- walking through ---- */

static int shown_stage(const Stage *stage)
{
    return scene_anatomy_stage(&stage->app.scene);
}

static void a_rule_is_walked_through_line_by_line(void **state)
{
    (void)state;
    Stage *stage = begin_one("saddle_bounded", "adam"); /* four lines */
    press(stage, ">");
    assert_int_equal(shown_stage(stage), 0); /* nothing to walk through yet */
    press(stage, "A");
    app_set_playhead(&stage->app, 5);
    for (int stage_number = 1; stage_number <= 5; stage_number++) {
        press(stage, ">");
        assert_int_equal(shown_stage(stage), stage_number);
        assert_true(stage->app.scene.playhead == 5);
    }
    press(stage, ">"); /* behind the last line the next step begins */
    assert_int_equal(shown_stage(stage), 1);
    assert_true(stage->app.scene.playhead == 6);
    press(stage, "<");
    assert_int_equal(shown_stage(stage), 5);
    assert_true(stage->app.scene.playhead == 5);
    press(stage, "<");
    assert_int_equal(shown_stage(stage), 4);
    press(stage, "."); /* a step at a time shows all of it again */
    assert_int_equal(shown_stage(stage), 0);
    press(stage, "Home");
    press(stage, ">");
    press(stage, "<"); /* there is nothing before the first gradient */
    assert_int_equal(shown_stage(stage), 1);
    assert_true(stage->app.scene.playhead == 0);
    end(stage);
}

static size_t texts_in(const Stage *stage, Rect area, Face face)
{
    size_t count = 0;
    for (size_t i = 0; i < stage->list.command_count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        count += command->kind == DRAW_TEXT && command->u.text.face == face &&
                 rect_contains(area, place_of(command));
    }
    return count;
}

static void numbers_and_arrows_come_with_their_lines(void **state)
{
    (void)state;
    Stage *stage = begin_one("saddle_bounded", "adam");
    press(stage, "A");
    app_set_playhead(&stage->app, 5);
    frame(stage, 0);
    Rect panel = stage->app.screen.layout.panel, map = stage->app.screen.layout.map;
    size_t all = texts_in(stage, panel, FACE_MEDIUM), map_all = texts_in(stage, map, FACE_SEMIBOLD);
    size_t before = 0, map_before = 0;
    for (int line = 0; line <= 4; line++) {
        press(stage, ">");
        size_t now = texts_in(stage, panel, FACE_MEDIUM);
        size_t map_now = texts_in(stage, map, FACE_SEMIBOLD);
        if (line > 0 && line < 4)
            assert_true(now > before);
        assert_true(map_now >= map_before);
        before = now;
        map_before = map_now;
    }
    assert_int_equal(before, all);
    assert_int_equal(map_before, map_all);
    end(stage);
}

/* ---- curvature ---- */

static void curvature_is_taken_where_it_says(void **state)
{
    (void)state;
    Stage *stage = begin_one("rosenbrock", "sgd");
    press(stage, "K");
    const Scene *scene = &stage->app.scene;
    Inspection inspection = {0};
    inspect_update(&inspection, scene);
    assert_true(inspection.curvature && !inspection.at_pointer);
    assert_true(inspection.ground.at.x == race_start(stage->app.race).x);
    Rect map = stage->app.screen.layout.map;
    point_at(stage, map.x + map.w / 3, map.y + map.h / 3);
    inspect_update(&inspection, scene);
    assert_true(inspection.at_pointer);
    assert_true(inspection.ground.at.x == scene->pointer.x);
    /* Rosenbrock: 1200 x^2 - 400 y + 2, -400 x, 200 */
    double x = scene->pointer.x, y = scene->pointer.y;
    double xx = 1200 * x * x - 400 * y + 2, trace = xx + 200, det = xx * 200 - 160000 * x * x;
    const double *value = inspection.ground.eigen.value;
    assert_true(fabs(value[0] + value[1] - trace) < 1e-9 * fabs(trace));
    assert_true(fabs(value[0] * value[1] - det) < 1e-7 * fabs(det) + 1e-6);
    press(stage, "A"); /* a step's numbers do not follow the mouse */
    inspect_update(&inspection, scene);
    assert_false(inspection.at_pointer);
    end(stage);
}

static void turning_lr_crosses_the_limit(void **state)
{
    (void)state;
    Stage *stage = begin_one("bowl:kappa=50", "sgd:lr=0.0395");
    press(stage, "K");
    Inspection inspection = {0};
    inspect_update(&inspection, &stage->app.scene);
    assert_int_equal(inspection.ground.verdict, VERDICT_STABLE);
    assert_true(fabs(inspection.ground.product - 0.0395 * 50) < 1e-9);
    assert_true(fabs(inspection.ground.limit - 2) < 1e-4);
    app_set_hyper(&stage->app, 0, 0.0405, 0);
    frame(stage, 0);
    inspect_update(&inspection, &stage->app.scene);
    assert_int_equal(inspection.ground.verdict, VERDICT_GROWS);
    end(stage);
}

static void a_model_goes_where_newton_goes(void **state)
{
    (void)state;
    Stage *stage = begin_one("himmelblau", "newton");
    press(stage, "A");
    press(stage, "K");
    const Run *run = race_run(stage->app.race, 0);
    for (long step = 0; step < 5; step++) {
        Inspection inspection = {0};
        app_set_playhead(&stage->app, (double)step);
        inspect_update(&inspection, &stage->app.scene);
        Vec2 next = run_row(run, step + 1)->w, center = inspection.ground.center;
        assert_true(vec2_norm(vec2_sub(next, center)) < 1e-9 * (1 + vec2_norm(next)));
    }
    end(stage);
}

/* ---- manners ---- */

static void escape_closes_both_looks(void **state)
{
    (void)state;
    Stage *stage = begin((AppOptions){0}, 1280, 720, 1);
    press(stage, "A");
    press(stage, "K");
    press(stage, "Esc");
    assert_false(stage->app.scene.anatomy || stage->app.scene.curvature || stage->app.scene.sheet);
    end(stage);
}

static void a_sheet_keeps_off_the_step(void **state)
{
    (void)state;
    Stage *stage = begin((AppOptions){.problem = "bowl:kappa=20"}, 640, 480, 1);
    press(stage, "A");
    for (long step = 0; step < 40; step++) {
        app_set_playhead(&stage->app, (double)step);
        frame(stage, 0);
        const Layout *layout = &stage->app.screen.layout;
        Camera camera = scene_camera(&stage->app.scene, layout->map);
        Vec2 w = run_row(race_run(stage->app.race, stage->app.scene.selected), step)->w;
        Point at = camera_to_screen(&camera, layout->map, w);
        bool middle = fabsf(at.x - (layout->map.x + layout->map.w / 2)) < 16;
        if (rect_contains(layout->sheet, at) && !middle)
            fail_msg("step %ld at %g lies under the sheet at %g", step, (double)at.x,
                     (double)layout->sheet.x);
    }
    end(stage);
}

static void true_lengths_are_multiplied_tidily(void **state)
{
    (void)state;
    Inspection inspection = {0};
    const Scene scene = {.scale = 1};
    MapPane pane = {.scene = &scene, .camera = {.per_px = {0.01, 0.01}}, .clear = {0, 0, 960, 600}};
    static const struct {
        double step, factor;
    } CASES[] = {{1, 1}, {0.5, 1}, {0.1, 10}, {0.01, 100}, {1e-9, 1e9}, {10, 0.1}, {0, 1}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        inspection.step.record.next = vec2(CASES[i].step, 0);
        double factor = arrows_factor(&inspection, &pane);
        if (fabs(factor - CASES[i].factor) > 1e-9 * CASES[i].factor)
            fail_msg("step %g: factor %g, not %g", CASES[i].step, factor, CASES[i].factor);
    }
}

static void a_steady_picture_allocates_nothing(void **state)
{
    (void)state;
    Stage *stage = begin((AppOptions){.anatomy = true, .curvature = true}, 1280, 720, 1);
    for (int step = 0; step < 60; step++) {
        app_set_playhead(&stage->app, step);
        frame(stage, 0);
    }
    DrawList before = stage->list;
    for (int step = 0; step < 60; step++) {
        app_set_playhead(&stage->app, step);
        frame(stage, 0);
        assert_ptr_equal(stage->list.commands, before.commands);
        assert_ptr_equal(stage->list.points, before.points);
        assert_ptr_equal(stage->list.text, before.text);
    }
    end(stage);
}

/* Nothing moved: the numbers are not worked out again. */
static void numbers_are_worked_out_once(void **state)
{
    (void)state;
    Stage *stage = begin_one("rosenbrock", "adam");
    press(stage, "A");
    press(stage, "K");
    Inspection inspection = {0};
    inspect_update(&inspection, &stage->app.scene);
    inspection.step.item_count = 0; /* a mark that only working out anew would remove */
    inspection.ground.kappa = -1;
    inspect_update(&inspection, &stage->app.scene);
    assert_int_equal(inspection.step.item_count, 0);
    assert_true(inspection.ground.kappa == -1);
    app_set_playhead(&stage->app, 3);
    inspect_update(&inspection, &stage->app.scene);
    assert_true(inspection.step.item_count > 0 && inspection.ground.kappa > 0);
    end(stage);
}

/* On a bowl with the largest curvature L: 2 / L for gradient descent, (2 + 2 rho) / L for the heavy
 * ball, (2 + 2 rho) / ((1 + 2 rho) L) for Nesterov, 2 for Newton (Goh 2017; Nesterov 2004; Nocedal
 * and Wright 2006). Whatever the rate is now. */
static void the_rate_that_steps_bear_is_the_textbooks(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        double limit;
    } ROWS[] = {
        {"sgd:lr=0.01", 2.0 / 50},
        {"sgd:lr=0.5", 2.0 / 50}, /* grows already */
        {"sgd:lr=0.01,schedule=cosine,period=20", 2.0 / 50 / 0.8535533905932737}, /* cos^2(pi/8) */
        {"momentum:lr=0.001,momentum=0.8", 3.6 / 50},
        {"nesterov:lr=0.001,momentum=0.8", 3.6 / 2.6 / 50},
        {"newton:lr=0.1", 2},
        {"lion", NAN},
        {"nelder_mead", NAN},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        Stage *stage = begin_one("bowl:kappa=50", ROWS[i].spec);
        static Inspection inspection;
        inspection = (Inspection){0};
        app_set_playhead(&stage->app, 5);
        frame(stage, 0);
        inspect_update(&inspection, &stage->app.scene);
        const double seen = inspection.stable_below;
        if (!(fabs(seen - ROWS[i].limit) < 1e-5 * ROWS[i].limit) &&
            !(isnan(seen) && isnan(ROWS[i].limit)))
            fail_msg("%s: %.9g, not %.9g", ROWS[i].spec, seen, ROWS[i].limit);
        end(stage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_panel_shows_the_step_that_was_taken),
        cmocka_unit_test(every_optimizer_can_be_taken_apart),
        cmocka_unit_test(a_run_that_diverges_can_be_taken_apart),
        cmocka_unit_test(every_size_and_scale_holds_it),
        cmocka_unit_test(a_rule_is_walked_through_line_by_line),
        cmocka_unit_test(numbers_and_arrows_come_with_their_lines),
        cmocka_unit_test(curvature_is_taken_where_it_says),
        cmocka_unit_test(turning_lr_crosses_the_limit),
        cmocka_unit_test(a_model_goes_where_newton_goes),
        cmocka_unit_test(escape_closes_both_looks),
        cmocka_unit_test(a_sheet_keeps_off_the_step),
        cmocka_unit_test(true_lengths_are_multiplied_tidily),
        cmocka_unit_test(a_steady_picture_allocates_nothing),
        cmocka_unit_test(the_rate_that_steps_bear_is_the_textbooks),
        cmocka_unit_test(numbers_are_worked_out_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
