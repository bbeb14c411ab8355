/* A race as a line of text, undo and redo, and the clipboard, driven by scripted input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/raceline.h"
#include "base/rng.h"

static void begin(App *app, const AppOptions *options)
{
    Err err = {0};
    if (!app_init(app, options, &err))
        fail_msg("%s", err.text);
}

static void pass(App *app, const InputEvent *events, size_t count, double dt)
{
    Input input = {.width = 1280, .height = 720, .display_scale = 1, .count = count};
    for (size_t i = 0; i < count; i++)
        input.events[i] = events[i];
    app_update(app, &input, dt);
}

static void press(App *app, int32_t key, unsigned mods)
{
    pass(app, &(InputEvent){.kind = INPUT_KEY, .key = key, .mods = mods}, 1, 0.01);
}

/* Until no hand is on anything any more. */
static void rest(App *app)
{
    for (int i = 0; i < 30; i++)
        pass(app, NULL, 0, 0.1);
}

static char *line_of(const App *app)
{
    StrBuf text = {0};
    raceline_print(app, &text);
    char *copy = strdup(strbuf_text(&text));
    assert_non_null(copy);
    strbuf_deinit(&text);
    return copy;
}

static void check_line(const App *app, const char *expected)
{
    char *line = line_of(app);
    assert_string_equal(line, expected);
    free(line);
}

/* Every row of every run the same, to the bit. */
static void check_same_runs(const App *a, const App *b)
{
    assert_int_equal(race_count(a->race), race_count(b->race));
    for (size_t i = 0; i < race_count(a->race); i++) {
        const Run *p = race_run(a->race, i), *q = race_run(b->race, i);
        assert_int_equal(run_last_step(p), run_last_step(q));
        for (long step = 0; step <= run_last_step(p); step++)
            if (memcmp(run_row(p, step), run_row(q, step), sizeof(HistoryRow)) != 0)
                fail_msg("%s, step %ld", run_spec(p)->label, step);
    }
}

static void check_comes_back(const AppOptions *options)
{
    static App app, other;
    begin(&app, options);
    begin(&other, &(AppOptions){.problem = "ackley"});
    char *line = line_of(&app);
    Err err = {0};
    if (!raceline_apply(&other, line, &err))
        fail_msg("%s: %s", line, err.text);
    check_line(&other, line);
    rest(&app);
    rest(&other);
    check_same_runs(&app, &other);
    free(line);
    app_deinit(&app);
    app_deinit(&other);
}

static void lines_bring_the_same_race_back(void **state)
{
    (void)state;
    static const char *const specs[] = {"sgd:lr=0.1,schedule=cosine,period=30", "adam:label=my own",
                                        "momentum:form=ema", "momentum"};
    check_comes_back(&(AppOptions){0});
    check_comes_back(&(AppOptions){.problem = "bowl:kappa=20", .steps = 77});
    check_comes_back(&(AppOptions){.problem = "-x^2 + 3*y^4 - exp(-(x - 1)^2)",
                                   .optimizers = specs,
                                   .optimizer_count = 4,
                                   .has_start = true,
                                   .start = {-1.0 / 3.0, 1e-300}});
}

static void lines_read_as_written_by_hand(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line;
    } same[] = {
        {"ravine rosenbrock -o adam", "ravine -p rosenbrock -o adam"},
        {"  build/src/ravine  rosenbrock\t-o adam\n", "ravine -p rosenbrock -o adam"},
        {"scripts/run rosenbrock -o adam", "ravine -p rosenbrock -o adam"},
        {"rosenbrock -o 'adam' -n 50", "ravine -p rosenbrock -n 50 -o adam"},
        {"beale --count evaluations -n 80 -o newton",
         "ravine -p beale -n 80 --count evaluations -o newton"},
        {"ravine \"x^2 + y^2\" -o sgd:lr=0.5 -s 1,-2",
         "ravine -p 'x^2 + y^2' -s 1,-2 -o sgd:lr=0.5"},
        {"ravine x^2\\ +\\ y^2 -o sgd -o sgd", "ravine -p 'x^2 + y^2' -o sgd -o sgd"},
    };
    static App app;
    begin(&app, &(AppOptions){0});
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        Err err = {0};
        if (!raceline_apply(&app, same[i].text, &err))
            fail_msg("%s: %s", same[i].text, err.text);
        check_line(&app, same[i].line);
    }
    app_deinit(&app);
}

static void wrong_lines_change_nothing(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "ravine",
                                        "ravine rosenbrock -o adm",
                                        "ravine rosenbrok",
                                        "ravine rosenbrock -o adam:lr=-1",
                                        "ravine rosenbrock -s 1",
                                        "ravine 'x^2 + y^2",
                                        "ravine trace -p rosenbrock -o adam",
                                        "ravine --help",
                                        "ravine rosenbrock -o",
                                        "hello, world"};
    static App app;
    begin(&app, &(AppOptions){.problem = "beale"});
    rest(&app);
    char *before = line_of(&app);
    uint64_t revision = race_revision(app.race);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Err err = {0};
        if (raceline_apply(&app, wrong[i], &err) || err.text[0] == '\0')
            fail_msg("'%s' was taken", wrong[i]);
        app_paste(&app, wrong[i]);
        assert_true(app.notice[0] != '\0' && !strchr(app.notice, '\n'));
    }
    app_paste(&app, NULL);
    check_line(&app, before);
    assert_true(race_revision(app.race) == revision);
    free(before);
    app_deinit(&app);
}

static void a_gesture_is_one_step_back(void **state)
{
    (void)state;
    static App app;
    begin(&app, &(AppOptions){0});
    rest(&app);
    char *before = line_of(&app);
    for (int i = 0; i < 5; i++) /* a burst of keys: one gesture */
        press(&app, KEY_RIGHT, 0);
    char *tuned = line_of(&app);
    assert_string_not_equal(before, tuned);
    press(&app, 'z', 0); /* at once, while the hand is still on it */
    check_line(&app, before);
    press(&app, 'z', MOD_SHIFT);
    check_line(&app, tuned);
    rest(&app);
    press(&app, 'z', MOD_CTRL);
    check_line(&app, before);
    press(&app, 'z', 0);
    assert_string_equal(app.notice, "Nothing to undo");
    press(&app, 'y', MOD_CTRL);
    check_line(&app, tuned);
    press(&app, 'y', MOD_CTRL);
    assert_string_equal(app.notice, "Nothing to redo");
    free(before);
    free(tuned);
    app_deinit(&app);
}

static void another_change_forgets_what_was_undone(void **state)
{
    (void)state;
    static App app;
    begin(&app, &(AppOptions){0});
    rest(&app);
    press(&app, 'f', 0);
    press(&app, 'f', 0);
    press(&app, 'z', 0);
    char *first = line_of(&app);
    press(&app, 'r', 0);
    rest(&app);
    press(&app, 'z', MOD_SHIFT);
    assert_string_equal(app.notice, "Nothing to redo");
    press(&app, 'z', 0);
    check_line(&app, first);
    free(first);
    app_deinit(&app);
}

static bool same_point(Vec2 a, Vec2 b)
{
    return a.x == b.x && a.y == b.y;
}

static void drawn_starts_are_undone_copied_and_left(void **state)
{
    (void)state;
    static App app, other;
    const Init normal = {INIT_NORMAL, 0.5};
    begin(&app, &(AppOptions){.problem = "rosenbrock", .init = normal, .seed = 4});
    begin(&other, &(AppOptions){.problem = "rosenbrock", .init = normal, .seed = 4});
    rest(&app);
    Vec2 first = race_start(app.race);
    assert_true(same_point(first, race_start(other.race)));
    assert_false(same_point(first, race_problem(app.race)->start));
    char *line = line_of(&app);
    assert_non_null(strstr(line, " --init normal:0.5"));
    press(&app, 'r', 0);
    rest(&app);
    assert_int_equal(app.scene.init.kind, INIT_UNIFORM);
    press(&app, 'r', MOD_SHIFT);
    rest(&app);
    assert_int_equal(app.scene.init.kind, INIT_NORMAL);
    press(&app, 'r', MOD_CTRL);
    rest(&app);
    assert_int_equal(app.scene.init.kind, INIT_POINT);
    check_line(&app, "ravine -p rosenbrock -o sgd -o momentum -o nesterov -o adagrad -o rmsprop "
                     "-o adam");
    for (int i = 0; i < 3; i++)
        press(&app, 'z', 0);
    check_line(&app, line);
    assert_true(same_point(race_start(app.race), first));
    press(&app, 'f', 0); /* another problem: another start, drawn the same way */
    rest(&app);
    assert_true(app.scene.init.kind == INIT_NORMAL && app.scene.init.scale == 0.5);
    assert_false(same_point(race_start(app.race), race_problem(app.race)->start));
    press(&app, 'z', 0);
    check_line(&app, line);
    Err err = {0};
    assert_true(raceline_apply(&app, "ravine rosenbrock --init normal:0.5 --seed 4", &err));
    assert_true(same_point(race_start(app.race), first));
    free(line);
    app_deinit(&app);
    app_deinit(&other);
}

static void seeds_reach_what_is_random(void **state)
{
    (void)state;
    static App app;
    begin(&app, &(AppOptions){.problem = "linreg", .seed = 7});
    assert_string_equal(race_problem(app.race)->spec, "linreg:seed=7");
    Err err = {0};
    assert_true(app_set_problem(&app, "logreg", &err));
    assert_string_equal(race_problem(app.race)->spec, "logreg:seed=7");
    assert_true(app_set_problem(&app, "rosenbrock", &err));
    assert_string_equal(race_problem(app.race)->spec, "rosenbrock");
    assert_true(raceline_apply(&app, "ravine linreg --seed 5", &err));
    assert_string_equal(race_problem(app.race)->spec, "linreg:seed=5");
    assert_true(raceline_apply(&app, "ravine linreg", &err));
    assert_string_equal(race_problem(app.race)->spec, "linreg");
    app_deinit(&app);
}

/* Walks back through a seeded evening of changes, and forth again. */
static void the_whole_way_back_and_forth(void **state)
{
    (void)state;
    enum { CHANGES = 60 };
    static App app;
    static char *lines[CHANGES + 1];
    static const int32_t keys[] = {'f', 'r', KEY_LEFT, KEY_RIGHT, KEY_BACKSPACE, '}', '{'};
    Rng rng = rng_seeded(5);
    begin(&app, &(AppOptions){.seed = 3});
    rest(&app);
    lines[0] = line_of(&app);
    size_t count = 1;
    for (int i = 0; i < CHANGES; i++) {
        press(&app, KEY_TAB, 0);
        press(&app, keys[rng_below(&rng, sizeof keys / sizeof *keys)], 0);
        rest(&app);
        char *line = line_of(&app);
        if (strcmp(line, lines[count - 1]) != 0)
            lines[count++] = line;
        else
            free(line);
    }
    assert_true(count > CHANGES / 2);
    for (size_t i = count - 1; i-- > 0;) {
        press(&app, 'z', 0);
        check_line(&app, lines[i]);
    }
    for (size_t i = 1; i < count; i++) {
        press(&app, 'z', MOD_SHIFT);
        check_line(&app, lines[i]);
    }
    for (size_t i = 0; i < count; i++)
        free(lines[i]);
    app_deinit(&app);
}

static void copy_and_paste_go_through_the_clipboard(void **state)
{
    (void)state;
    static App app;
    begin(&app, &(AppOptions){.problem = "beale"});
    press(&app, 'c', MOD_CTRL);
    assert_non_null(app.output.copy);
    char *copied = strdup(app.output.copy);
    check_line(&app, copied);
    press(&app, 'f', 0);
    assert_null(app.output.copy);
    press(&app, 'v', MOD_CTRL);
    assert_true(app.output.paste);
    app_paste(&app, copied);
    check_line(&app, copied);
    assert_string_equal(race_problem(app.race)->id, "beale");
    free(copied);
    app_deinit(&app);
}

static void undo_keeps_what_did_not_change(void **state)
{
    (void)state;
    static App app;
    begin(&app, &(AppOptions){0});
    rest(&app);
    app.scene.playhead = 40;
    app.scene.zoom = 0.5;
    uint64_t sgd = race_run_revision(app.race, 0);
    press(&app, KEY_RIGHT, 0); /* Adam, the last one, is selected */
    rest(&app);
    press(&app, 'z', 0);
    assert_true(race_run_revision(app.race, 0) == sgd);
    assert_true(app.scene.playhead == 40 && app.scene.zoom == 0.5);
    app_deinit(&app);
}

static void a_change_from_here_on_keeps_the_past(void **state)
{
    (void)state;
    static App app, plain;
    begin(&app, &(AppOptions){0});
    begin(&plain, &(AppOptions){0});
    rest(&app);
    rest(&plain);
    app_set_playhead(&app, 40.6);
    press(&app, 'j', 0);
    press(&app, KEY_RIGHT, 0);
    press(&app, KEY_RIGHT, 0);
    rest(&app);
    size_t adam = app.scene.selected;
    const Run *bent = race_run(app.race, adam), *was = race_run(plain.race, adam);
    for (long step = 0; step <= 40; step++)
        assert_memory_equal(run_row(bent, step), run_row(was, step), sizeof(HistoryRow));
    assert_memory_not_equal(&run_row(bent, 41)->w, &run_row(was, 41)->w, sizeof(Vec2));
    char *line = line_of(&app);
    assert_non_null(strstr(line, "adam:lr@40=0.15"));
    assert_true(race_hyper(app.race, adam, 0) == 0.1 && scene_hyper(&app.scene, adam, 0) == 0.15);
    app_set_playhead(&app, 10); /* the value on show is that of the playhead */
    assert_true(scene_hyper(&app.scene, adam, 0) == 0.1);
    press(&app, 'z', 0);
    assert_false(race_hyper_varies(app.race, adam, 0));
    press(&app, 'z', MOD_SHIFT);
    check_line(&app, line);
    press(&app, 'j', 0);
    press(&app, KEY_RIGHT, 0); /* from the start again: one value for the whole run */
    assert_false(race_hyper_varies(app.race, adam, 0));
    free(line);
    app_deinit(&app);
    app_deinit(&plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_starts_are_undone_copied_and_left),
        cmocka_unit_test(seeds_reach_what_is_random),
        cmocka_unit_test(lines_bring_the_same_race_back),
        cmocka_unit_test(lines_read_as_written_by_hand),
        cmocka_unit_test(wrong_lines_change_nothing),
        cmocka_unit_test(a_gesture_is_one_step_back),
        cmocka_unit_test(another_change_forgets_what_was_undone),
        cmocka_unit_test(the_whole_way_back_and_forth),
        cmocka_unit_test(copy_and_paste_go_through_the_clipboard),
        cmocka_unit_test(a_change_from_here_on_keeps_the_past),
        cmocka_unit_test(undo_keeps_what_did_not_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
