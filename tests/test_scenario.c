/* Scenario files: what is written reads back as the same race to the bit, what is wrong is named by
 * file, line and culprit, and nothing is half-loaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/opening.h"
#include "app/scenario.h"
#include "base/rng.h"
#include "optim/catalogue.h"
#include "player.h"
#include "problem/factory.h"

static Scenario *read_good(const char *text)
{
    Err err = {0};
    Scenario *scenario = scenario_parse("good.ini", text, strlen(text), &err);
    if (!scenario)
        fail_msg("%s\n%s", err.text, text);
    return scenario;
}

static char *text_of(const Scenario *scenario)
{
    StrBuf text = {0};
    scenario_print(scenario, &text);
    char *copy = strdup(strbuf_text(&text));
    assert_non_null(copy);
    strbuf_deinit(&text);
    return copy;
}

static char *app_text(const App *app)
{
    Scenario *scenario = scenario_of(app, (Reference){.kind = REFERENCE_HERE});
    char *text = text_of(scenario);
    scenario_destroy(scenario);
    return text;
}

static void begin(App *app, const AppOptions *options)
{
    Err err = {0};
    if (!app_init(app, options, &err))
        fail_msg("%s", err.text);
}

static void compute(App *app)
{
    do
        app_update(app, &(Input){.width = 1280, .height = 720, .display_scale = 1}, 0);
    while (!race_done(app->race));
}

/* Every row of every run the same, to the bit. */
static void check_same_runs(const App *a, const App *b, const char *text)
{
    assert_int_equal(race_count(a->race), race_count(b->race));
    for (size_t i = 0; i < race_count(a->race); i++) {
        const Run *p = race_run(a->race, i), *q = race_run(b->race, i);
        assert_int_equal(run_last_step(p), run_last_step(q));
        assert_string_equal(a->scene.entrants[i].name, b->scene.entrants[i].name);
        for (long step = 0; step <= run_last_step(p); step++)
            if (memcmp(run_row(p, step), run_row(q, step), sizeof(HistoryRow)) != 0)
                fail_msg("%s, step %ld\n%s", run_spec(p)->label, step, text);
    }
}

/* Written, read elsewhere, and written again. */
static void check_comes_back(App *app)
{
    static App other;
    Err err = {0};
    char *text = app_text(app);
    Scenario *scenario = read_good(text);
    begin(&other, &(AppOptions){.problem = "ackley"});
    if (!opening_apply(&other, scenario_options(scenario), &err))
        fail_msg("%s\n%s", err.text, text);
    char *again = app_text(&other);
    assert_string_equal(again, text);
    compute(app);
    compute(&other);
    check_same_runs(app, &other, text);
    app_deinit(&other);
    scenario_destroy(scenario);
    free(again);
    free(text);
}

/* ---- round trips ---- */

static void every_problem_comes_back(void **state)
{
    (void)state;
    static App app;
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        begin(&app, &(AppOptions){.problem = problem_catalogue_at(i).id, .steps = 20});
        check_comes_back(&app);
        app_deinit(&app);
    }
}

/* With every hyperparameter at a value that takes all of a double's digits. */
static void every_optimizer_comes_back(void **state)
{
    (void)state;
    static App app;
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        begin(&app, &(AppOptions){.optimizers = &optimizer->id,
                                  .optimizer_count = 1,
                                  .steps = 30,
                                  .has_start = true,
                                  .start = {-1.0 / 3.0, 5e-324}});
        for (size_t k = 0; k < optimizer_hyper_count(optimizer); k++) {
            const Hyper *hyper = optimizer_hyper(optimizer, k);
            double value = race_hyper(app.race, 0, k);
            if (hyper->kind == HYPER_REAL && value * (1 - 1e-15) >= hyper->min)
                race_set_hyper(app.race, 0, k, value * (1 - 1e-15));
            if (hyper->kind == HYPER_CHOICE)
                race_set_hyper(app.race, 0, k, 1);
        }
        check_comes_back(&app);
        app_deinit(&app);
    }
}

static void all_that_is_shown_comes_back(void **state)
{
    (void)state;
    static App app;
    static const char *const specs[] = {
        "sgd:lr=0.1,schedule=cosine,period=30", "adam:label=# my own; so = it is [now]",
        "momentum:form=ema,lr@40=0.001,lr@77=0.1,momentum@40=0.5", "sgd:label=Gau\u00df"};
    begin(&app,
          &(AppOptions){
              .problem = "-x^2 + 3*y^4 - exp(-(x - 1)^2) : noise=0.125",
              .optimizers = specs,
              .optimizer_count = 4,
              .has_start = true,
              .start = {-1.0 / 3.0, 1e-300},
              .init = {INIT_NORMAL, 0.25},
              .steps = 777,
              .unit = RUN_EVALUATIONS,
              .seed = 99,
              .select = 2,
              .step = 13,
              .speed = 250,
              .layout = LAYOUT_SURFACE,
              .chart = CHART_LENGTH,
              .probes = PROBES_ALL,
              .anatomy = true,
              .curvature = true,
              .patterns = true,
              .only_past = true,
              .hide_data = true,
              .has_camera = true,
              .center = {0.1 + 0.2, -1e-17},
              .zoom = 1.0 / 3.0,
              .has_orbit = true,
              .orbit = {-2.0 / 3.0, 1.1},
              .title = "Two thirds; # and [brackets]",
              .question = "#1 or ;2?",
              .caption = "A long one, so that it takes several lines of the file, with $\\alpha"
                         "\\lambda < 2$ in it and a word, ;semicolon, that begins like a "
                         "comment and #another one that does, which is why no line may begin "
                         "with either of them; \u00fcber alles.",
          });
    check_comes_back(&app);
    char *text = app_text(&app);
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + 1)
        if (strncmp(line, "problem", 7) != 0 && strcspn(line, "\n") > 100)
            fail_msg("a line of %zu bytes:\n%s", strcspn(line, "\n"), text);
    free(text);
    app_deinit(&app);
}

static void a_gradient_check_comes_back_where_it_was(void **state)
{
    (void)state;
    static App app;
    for (int placed = 0; placed < 2; placed++) {
        begin(&app, &(AppOptions){.problem = "beale", .steps = 20});
        app.scene.check = true;
        app.scene.check_placed = placed;
        app.scene.check_at = vec2(1.0 / 3.0, -1e-17);
        char *text = app_text(&app);
        assert_non_null(strstr(text, "show = check\n"));
        assert_int_equal(strstr(text, "\ncheck = 0.3333333333333333,-1e-17\n") != NULL, placed);
        free(text);
        check_comes_back(&app);
        app_deinit(&app);
    }
}

/* inih's own lines end at 200 bytes. */
static void lines_may_be_long(void **state)
{
    (void)state;
    static App app;
    for (int blanks = 0; blanks < 2; blanks++) {
        for (int length = 150; length < 460; length++) {
            StrBuf formula = {0}, text = {0};
            strbuf_put(&formula, "x^2+y^2");
            while (formula.len < (size_t)length)
                strbuf_put(&formula, blanks ? " + x + y" : "+x");
            strbuf_printf(&text, "version = 1\nproblem = %s\noptimizer = sgd\n",
                          strbuf_text(&formula));
            Scenario *scenario = read_good(strbuf_text(&text));
            assert_string_equal(scenario_options(scenario)->problem, strbuf_text(&formula));
            scenario_destroy(scenario);
            strbuf_deinit(&formula);
            strbuf_deinit(&text);
        }
    }
    StrBuf spec = {0};
    strbuf_put(&spec, "sgd:lr=0.1");
    for (int i = 1; i <= OPTIMIZER_CHANGES_MAX; i++)
        strbuf_printf(&spec, ",lr@%d=0.%05d", i, i);
    const char *specs[] = {strbuf_text(&spec)};
    begin(&app, &(AppOptions){.optimizers = specs, .optimizer_count = 1});
    check_comes_back(&app);
    app_deinit(&app);
    strbuf_deinit(&spec);
}

static void hands_write_it_in_many_ways(void **state)
{
    (void)state;
    static const char plain[] = "version = 1\ntitle = A bowl\ncaption = one two three\n"
                                "problem = bowl\noptimizer = sgd:lr=0.1,label=mine\n"
                                "start = 1,2\nshow = anatomy, patterns\n";
    static const char *const same[] = {
        plain,
        "\xEF\xBB\xBFversion = 1\r\ntitle = A bowl\r\ncaption = one two three\r\n"
        "problem = bowl\r\noptimizer = sgd:lr=0.1,label=mine\r\nstart = 1,2\r\n"
        "show = patterns,anatomy\r\n",
        "; a bowl\n\nversion: 1\n# and more\ntitle  =  A   bowl \ncaption =\n one\n\n   two\n"
        "; not said\n\tthree\nproblem=bowl\noptimizer = sgd:lr=0.1,\n   label=mine\nstart= 1 , 2\n"
        "show = anatomy\n   patterns",
        "version=1\nstart=1e0,2.000\nshow=anatomy, patterns\noptimizer=sgd:label=mine,lr=1e-1\n"
        "problem=bowl\ncaption=one two\n three\ntitle=A bowl",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        static App app;
        Err err = {0};
        Scenario *scenario = read_good(same[i]);
        begin(&app, &(AppOptions){0});
        assert_true(opening_apply(&app, scenario_options(scenario), &err));
        char *text = app_text(&app);
        assert_string_equal(text, plain);
        free(text);
        app_deinit(&app);
        scenario_destroy(scenario);
    }
}

/* ---- what is wrong ---- */

#define RACE "problem = bowl\noptimizer = sgd\n"

static const struct {
    const char *text, *says;
} WRONG[] = {
    {"", "wrong.ini: it is empty; expected version = 1 and a race"},
    {"; nothing\n\n", "wrong.ini: it is empty; expected version = 1 and a race"},
    {RACE, "wrong.ini:1: 'problem' comes too early; expected version = 1 before all else"},
    {"version = 2\nfrobnicate = 3\n" RACE,
     "wrong.ini:1: version: 2 is newer than this Ravine, which reads version 1; expected 1"},
    {"version = one\n" RACE, "wrong.ini:1: version: 'one' is not accepted; expected 1"},
    {"version = 1\noptimizer = sgd\n",
     "wrong.ini: no problem; expected a line such as problem = rosenbrock"},
    {"version = 1\nproblem = bowl\n",
     "wrong.ini: no optimizer; expected lines such as optimizer = adam:lr=0.1"},
    {"version = 1\n" RACE "[view]\n", "wrong.ini:4: expected KEY = VALUE"},
    {"version = 1\nproblem\n", "wrong.ini:2: expected KEY = VALUE"},
    {"version = 1\n" RACE "stert = 1,2\n",
     "wrong.ini:4: unknown key 'stert'; did you mean 'start'?"},
    {"version = 1\n" RACE "colour = red\n",
     "wrong.ini:4: unknown key 'colour'; there are version, title, question, caption, problem, "
     "optimizer, start, init, seed, steps, count, select, layout, camera, orbit, speed, step, "
     "chart, probes, show, check, hide"},
    {"version = 1\n" RACE "start = 1;2\n",
     "wrong.ini:4: start: '1;2' is not accepted; expected two numbers X,Y such as -1.2,1"},
    {"version = 1\n" RACE "start = 1,nan\n",
     "wrong.ini:4: start: '1,nan' is not accepted; expected two numbers X,Y such as -1.2,1"},
    {"version = 1\n" RACE "start = 1,2\nstart = 1,2\n",
     "wrong.ini:5: start is given twice; it is accepted once, and stands in line 4"},
    {"version = 1\n" RACE "steps = 0\n",
     "wrong.ini:4: steps: '0' is not accepted; expected a whole number from 1 to 1000000"},
    {"version = 1\n" RACE "seed = -1\n", "wrong.ini:4: seed: '-1' is not accepted; expected a "
                                         "whole number from 0 to 9223372036854775807"},
    {"version = 1\n" RACE "layout = cube\n",
     "wrong.ini:4: layout: 'cube' is not accepted; expected map, grid or surface"},
    {"version = 1\n" RACE "chart = pie\n",
     "wrong.ini:4: chart: 'pie' is not accepted; expected loss, gradient, distance or length"},
    {"version = 1\n" RACE "show = anatomy, data\n",
     "wrong.ini:4: show: 'data' is not accepted; expected anatomy, curvature, check or patterns"},
    {"version = 1\n" RACE "show = check, anatomy\n",
     "wrong.ini: show: check fills the panel; expected it without anatomy and without curvature"},
    {"version = 1\n" RACE "check = 1\n",
     "wrong.ini:4: check: '1' is not accepted; expected two numbers X,Y such as -1.2,1"},
    {"version = 1\n" RACE "speed = 3\n",
     "wrong.ini:4: speed: '3' is not accepted; expected one of 1, 2, 4, 8, 15, 30, 60, 120, 250, "
     "500, 1000, 2000, 5000, 10000"},
    {"version = 1\n" RACE "select = 2\n",
     "wrong.ini: select: there is no optimizer 2; expected 1 to 1"},
    {"version = 1\n" RACE "title =\n",
     "wrong.ini:4: title: no value; expected a statement of a few words"},
    {"version = 1\nproblem = bowll\noptimizer = sgd\n", "wrong.ini:2: problem: unknown"},
    {"version = 1\nproblem = x^2 +\n", "wrong.ini:2: problem: "},
    {"version = 1\nproblem = bowl\n\n\noptimizer = adam:beta1=1.5\n",
     "wrong.ini:5: optimizer: adam: beta1=1.5: expected a number from 0 to 0.999999"},
    {"version = 1\nproblem = bowl\ncaption = one\n two\n three\noptimizer = adamm\n",
     "wrong.ini:6: optimizer: unknown optimizer 'adamm'; did you mean 'adam'?"},
    {"version = 1\ntitle = a\x1B[31m\n",
     "wrong.ini:2: holds the control character \\x1B; expected text"},
    {"version = 1\n\ntitle = \xC3(\n", "wrong.ini:3: the byte \\xC3 is no UTF-8; expected text"},
};

static void mistakes_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        Err err = {0};
        Scenario *scenario =
            scenario_parse("wrong.ini", WRONG[i].text, strlen(WRONG[i].text), &err);
        if (scenario || strncmp(err.text, WRONG[i].says, strlen(WRONG[i].says)) != 0)
            fail_msg("%s\nis answered: %s\nexpected: %s", WRONG[i].text, err.text, WRONG[i].says);
    }
}

static void long_texts_and_many_optimizers_are_refused(void **state)
{
    (void)state;
    StrBuf text = {0};
    Err err = {0};
    strbuf_put(&text, "version = 1\nproblem = bowl\n");
    for (int i = 0; i <= RACE_ENTRANTS_MAX; i++)
        strbuf_put(&text, "optimizer = sgd\n");
    assert_null(scenario_parse("many.ini", strbuf_text(&text), text.len, &err));
    assert_string_equal(err.text, "many.ini:35: optimizer: 'sgd' is one too many; a race holds 32");
    strbuf_clear(&text);
    strbuf_put(&text, "version = 1\n" RACE "title = ");
    for (int i = 0; i <= SCENARIO_TITLE_MAX; i++)
        strbuf_put_char(&text, 'a');
    err = (Err){0};
    assert_null(scenario_parse("long.ini", strbuf_text(&text), text.len, &err));
    assert_string_equal(err.text,
                        "long.ini:4: title: 101 bytes are too long; expected at most 100");
    char *large = calloc(1, 300 * 1024);
    assert_non_null(large);
    memset(large, '\n', 300 * 1024);
    err = (Err){0};
    assert_null(scenario_parse("large.ini", large, 300 * 1024, &err));
    assert_string_equal(err.text, "large.ini: is larger than 256 KiB; expected a text");
    free(large);
    strbuf_deinit(&text);
}

/* Bytes changed, left out and put in: read or refused with a line, never anything else; what is
 * refused changes nothing. */
static void damage_is_read_or_refused(void **state)
{
    (void)state;
    static const char good[] =
        "version = 1\ntitle = A bowl; $x^2$\ncaption = one\n  two\nproblem = x^2 + y^2\n"
        "optimizer = sgd:lr=0.1,lr@3=0.2\noptimizer = adam\nstart = 1,2\nsteps = 30\n"
        "layout = grid\ncamera = 1,2,3\nshow = anatomy\nhide = data\nspeed = 8\n";
    enum { SIZE = sizeof good - 1, TRIES = 4000 };
    Rng rng = rng_seeded(5);
    int read = 0;
    for (int i = 0; i < TRIES; i++) {
        char text[SIZE + 1];
        size_t size = SIZE;
        memcpy(text, good, SIZE);
        for (int hits = 0; hits <= i % 3; hits++) {
            size_t at = size > 1 ? rng_below(&rng, (uint32_t)size) : 0;
            switch (rng_below(&rng, 3)) {
            case 0:
                text[at] = (char)rng_below(&rng, 256);
                break;
            case 1:
                memmove(text + at, text + at + 1, --size - at);
                break;
            default:
                size = at + 1;
                break;
            }
        }
        Err err = {0};
        Scenario *scenario = scenario_parse("damaged", text, size, &err);
        if (!scenario && (strncmp(err.text, "damaged:", 8) != 0))
            fail_msg("%.*s\nis answered: %s", (int)size, text, err.text);
        read += scenario != NULL;
        scenario_destroy(scenario);
    }
    assert_in_range(read, TRIES / 50, TRIES * 9 / 10);
}

static void what_cannot_be_shown_changes_nothing(void **state)
{
    (void)state;
    static App app;
    static const char *const bad[] = {"adam", "nobody"};
    begin(&app, &(AppOptions){.title = "As it was", .step = 5});
    char *before = app_text(&app);
    Err err = {0};
    assert_false(opening_apply(&app, &(AppOptions){.problem = "nothing + such"}, &err));
    err = (Err){0};
    assert_false(opening_apply(
        &app,
        &(AppOptions){.problem = "bowl", .optimizers = bad, .optimizer_count = 2, .title = "New"},
        &err));
    char *after = app_text(&app);
    assert_string_equal(after, before);
    free(before);
    free(after);
    app_deinit(&app);
}

/* ---- files ---- */

static void files_say_where_they_are(void **state)
{
    (void)state;
    char path[] = "/tmp/ravine-scenario-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    static const char text[] = "version = 1\nproblem = bowl\noptimizer = sgd\nspeed = 9\n";
    assert_int_equal(write(file, text, sizeof text - 1), sizeof text - 1);
    close(file);
    Err err = {0};
    char expected[200];
    assert_null(scenario_load(path, SCENARIO_READS, &err));
    snprintf(expected, sizeof expected, "%s:4: speed: '9' is not accepted", path);
    assert_memory_equal(err.text, expected, strlen(expected));
    unlink(path);
    err = (Err){0};
    assert_null(scenario_load(path, SCENARIO_READS, &err));
    snprintf(expected, sizeof expected, "cannot read '%s': No such file or directory", path);
    assert_string_equal(err.text, expected);
    err = (Err){0};
    assert_null(scenario_load("/tmp", SCENARIO_READS, &err));
    assert_string_equal(err.text,
                        "cannot read '/tmp': it is a directory; expected a file or /dev/stdin");
}

static void names_of_files_come_from_titles(void **state)
{
    (void)state;
    static const struct {
        const char *title, *problem, *name;
    } rows[] = {
        {"SGD is stuck, Adam leaves!", "bowl", "sgd-is-stuck-adam-leaves"},
        {NULL, "bowl:kappa=20", "bowl-kappa-20"},
        {NULL, "x^2 + 50*y^2", "x-2-50-y-2"},
        {"\u978d\u70b9", "bowl", "race"},
        {"../../etc/passwd", "bowl", "etc-passwd"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static App app;
        StrBuf name = {0};
        begin(&app, &(AppOptions){.problem = rows[i].problem, .title = rows[i].title});
        Scenario *scenario = scenario_of(&app, (Reference){.kind = REFERENCE_HERE});
        scenario_file_name(scenario, &name);
        assert_string_equal(strbuf_text(&name), rows[i].name);
        strbuf_deinit(&name);
        scenario_destroy(scenario);
        app_deinit(&app);
    }
}

/* Ctrl+S hands over a text and a name; whoever has a disk writes it. */
static void a_key_saves_what_is_on_show(void **state)
{
    (void)state;
    static Player player;
    player_open(&player, &(AppOptions){.problem = "bowl:kappa=20"}, 1280, 720, 1, NULL);
    assert_int_equal(player.output->save, SAVE_NOTHING);
    player_press(&player, "R");
    player_press(&player, "V");
    player_press(&player, "Ctrl+S");
    assert_int_equal(player.output->save, SAVE_SCENARIO);
    assert_string_equal(player.output->save_name, "bowl-kappa-20.ini");
    char *text = app_text(&player.app);
    assert_string_equal(player.output->save_text, text);
    assert_non_null(strstr(text, "layout = grid\n"));
    check_comes_back(&player.app);
    free(text);
    player_frame(&player, 0.01);
    assert_int_equal(player.output->save, SAVE_NOTHING);
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_problem_comes_back),
        cmocka_unit_test(every_optimizer_comes_back),
        cmocka_unit_test(all_that_is_shown_comes_back),
        cmocka_unit_test(a_gradient_check_comes_back_where_it_was),
        cmocka_unit_test(lines_may_be_long),
        cmocka_unit_test(hands_write_it_in_many_ways),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(long_texts_and_many_optimizers_are_refused),
        cmocka_unit_test(damage_is_read_or_refused),
        cmocka_unit_test(what_cannot_be_shown_changes_nothing),
        cmocka_unit_test(files_say_where_they_are),
        cmocka_unit_test(names_of_files_come_from_titles),
        cmocka_unit_test(a_key_saves_what_is_on_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
