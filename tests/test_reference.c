/* Paths that a race names: from where they are looked up, how each kind of text holds them, and
 * that nothing outside a scenario's folder is read before somebody has said so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/raceline.h"
#include "app/reference.h"
#include "app/scenario.h"
#include "app/session.h"
#include "base/path.h"
#include "player.h"
#include "problem/regression.h"

/* ---- a working directory of one's own ---- */

static char root[32], before[4096];

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        fail_msg("cannot write %s", path);
    fputs(text, file);
    fclose(file);
}

/* work/ is where the program runs, race/ holds a scenario, far/ what is none of its business. Each
 * rows.csv has as many rows as it can be told by. */
static int enter(void **state)
{
    (void)state;
    static const char *const FOLDERS[] = {"work", "race", "race/data", "far", "work/a,b"};
    strcpy(root, "/tmp/ravine-reference-XXXXXX");
    if (!getcwd(before, sizeof before) || !mkdtemp(root) || chdir(root) != 0)
        return -1;
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        mkdir(FOLDERS[i], 0700);
    write_text("race/rows.csv", "1,2\n2,3\n3,5\n");
    write_text("race/data/more.csv", "1,2\n2,3\n3,5\n4,4\n");
    write_text("far/rows.csv", "1,2\n2,3\n3,5\n4,4\n5,5\n");
    write_text("work/rows.csv", "1,2\n2,3\n3,5\n4,4\n5,5\n6,7\n");
    return symlink("../far/rows.csv", "race/link.csv") || symlink("race", "other") || chdir("work");
}

static int leave(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", root);
    return chdir(before) || system(command);
}

enum { HERE_ROWS = 6, RACE_ROWS = 3, DEEP_ROWS = 4, FAR_ROWS = 5 };

/* ---- texts ---- */

static void assert_text(const StrBuf *text, const char *wanted)
{
    if (strcmp(strbuf_text(text), wanted) != 0)
        fail_msg("'%s', not '%s'", strbuf_text(text), wanted);
}

static void paths_are_seen_from_folders(void **state)
{
    (void)state;
    static const struct {
        const char *path, *folder, *relative;
    } ROWS[] = {
        {"rows.csv", "", "rows.csv"},
        {"./a//rows.csv", "", "a/rows.csv"},
        {"../race/rows.csv", "../race", "rows.csv"},
        {"../race/rows.csv", "", "../race/rows.csv"},
        {"rows.csv", "../race", "../work/rows.csv"},
        {"../race/data/more.csv", "../race", "data/more.csv"},
        {"../race/rows.csv", "../race/data", "../rows.csv"},
        {"../other/rows.csv", "../race", "rows.csv"}, /* a link to it */
        {"../far/../race/rows.csv", "../race", "rows.csv"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        StrBuf text = {0}, joined = {0}, again = {0};
        path_relative(ROWS[i].path, ROWS[i].folder, &text);
        assert_text(&text, ROWS[i].relative);
        path_join(ROWS[i].folder, strbuf_text(&text), &joined);
        path_relative(strbuf_text(&joined), ROWS[i].folder, &again);
        assert_text(&again, ROWS[i].relative);
        strbuf_deinit(&text);
        strbuf_deinit(&joined);
        strbuf_deinit(&again);
    }
}

static void links_and_dots_lead_out_of_a_folder(void **state)
{
    (void)state;
    static const struct {
        const char *path, *folder;
        bool within;
    } ROWS[] = {
        {"rows.csv", "", true},
        {"none.csv", "", true},
        {"none/none.csv", "", true},
        {"none/../../x", "", false},
        {"../race/rows.csv", "", false},
        {"../race/data/more.csv", "../race", true},
        {"/etc/hosts", "../race", false},
        {"../race/link.csv", "../race", false},
        {"../other/rows.csv", "../race", true},
        {"../race/rows.csv", "../other", true},
        {"../race/../race/rows.csv", "../race", true},
        {"../racetrack.csv", "../race", false},
        {"/etc/hosts", "/", true},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        if (path_within(ROWS[i].path, ROWS[i].folder) != ROWS[i].within)
            fail_msg("%s in %s: not %d", ROWS[i].path, ROWS[i].folder, ROWS[i].within);
}

static void each_kind_of_text_has_its_own_paths(void **state)
{
    (void)state;
    char absolute[256];
    snprintf(absolute, sizeof absolute, "logreg:data=%s/work/a/b.csv,x=2,batches=%s/work/c.txt",
             root, root);
    const struct {
        Reference place;
        const char *wanted;
    } ROWS[] = {
        {{.kind = REFERENCE_HERE}, "logreg:data=a/b.csv,x=2,batches=c.txt"},
        {{.kind = REFERENCE_ANYWHERE}, absolute},
        {{.kind = REFERENCE_FOLDER, .folder = ""}, "logreg:data=a/b.csv,x=2,batches=c.txt"},
        {{.kind = REFERENCE_FOLDER, .folder = "a"}, "logreg:data=b.csv,x=2,batches=../c.txt"},
        {{.kind = REFERENCE_AWAY}, "logreg:data=b.csv,x=2,batches=c.txt"},
    };
    mkdir("a", 0700);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        StrBuf text = {0};
        reference_write("logreg:data=a/b.csv,x=2,batches=c.txt", ROWS[i].place, &text);
        assert_text(&text, ROWS[i].wanted);
        strbuf_deinit(&text);
    }
    StrBuf names = {0};
    assert_true(reference_names("logreg:data=a/b.csv,batches=c.txt", &names));
    assert_text(&names, "b.csv and c.txt");
    strbuf_deinit(&names);
}

static void what_is_no_file_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const SPECS[] = {"bowl:kappa=20",
                                        "x^2 + y^2 : noise=2",
                                        "linreg",
                                        "linreg:data=line,n=20",
                                        "logreg:data=separable,batch=4",
                                        "linreg:data",
                                        "linreg:data=",
                                        "nonsense:data=a.csv",
                                        "linreg:data=\"a",
                                        "linreg:,,=",
                                        "",
                                        ":",
                                        "linreg:x=a/b,lambda=0.1"};
    for (size_t i = 0; i < sizeof SPECS / sizeof *SPECS; i++) {
        StrBuf text = {0}, names = {0};
        reference_write(SPECS[i], (Reference){.kind = REFERENCE_ANYWHERE}, &text);
        assert_text(&text, SPECS[i]);
        assert_false(reference_names(SPECS[i], &names));
        strbuf_deinit(&text);
        strbuf_deinit(&names);
    }
    /* a file that is called as a word is */
    StrBuf text = {0};
    reference_write("linreg:data=./line", (Reference){.kind = REFERENCE_AWAY}, &text);
    assert_text(&text, "linreg:data=./line");
    strbuf_deinit(&text);
}

/* ---- any name ---- */

/* Of files that hold three rows; with the text that stands for them, worked out by hand. */
static const struct {
    const char *name, *written;
} ODD[] = {
    {"a,b.csv", "\"a,b.csv\""},
    {" blanks at both ends ", "\" blanks at both ends \""},
    {"\"quoted\"", "\"\\\"quoted\\\"\""},
    {"new\nline,\ttab", "\"new\\nline,\\ttab\""},
    {"back\\slash", "back\\slash"},
    {"back\\slash,", "\"back\\\\slash,\""},
    {"latin \xe4", "\"latin \\xe4\""},
    {"na\xc3\xafve: = 'it' $(touch HIT);", "na\xc3\xafve: = 'it' $(touch HIT);"},
};

static void any_name_can_be_written_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++) {
        char spec[128], wanted[128];
        Err err = {0};
        write_text(ODD[i].name, "1,2\n2,3\n3,5\n");
        snprintf(spec, sizeof spec, "linreg:data=%s,lambda=0.5", ODD[i].written);
        snprintf(wanted, sizeof wanted, "linreg:data=%s,lambda=0.5", ODD[i].written);
        Player *player = player_begin_with((AppOptions){.problem = spec}, 640, 480, 1);
        assert_string_equal(race_problem(player->app.race)->spec, wanted);
        /* as a file, and as a line */
        StrBuf text = {0}, line = {0};
        scenario_put(&player->app, (Reference){.kind = REFERENCE_FOLDER, .folder = ""}, &text);
        raceline_print_for(&player->app, (Reference){.kind = REFERENCE_ANYWHERE}, &line);
        player_close(player);
        Scenario *scenario = scenario_parse("odd.ini", strbuf_text(&text), text.len, &err);
        if (!scenario)
            fail_msg("%s: %s", strbuf_text(&text), err.text);
        assert_string_equal(scenario_options(scenario)->problem, wanted);
        scenario_destroy(scenario);
        player = player_begin();
        if (strchr(strbuf_text(&line), '\n') ||
            !raceline_apply(&player->app, strbuf_text(&line), &err))
            fail_msg("%s: %s", strbuf_text(&line), err.text);
        assert_int_equal(regression_of(race_problem(player->app.race))->data.count, 3);
        player_close(player);
        strbuf_deinit(&text);
        strbuf_deinit(&line);
        unlink(ODD[i].name);
    }
}

/* ---- scenarios ---- */

static Scenario *load(const char *path, const char *problem, ScenarioTrust trust, Err *err)
{
    char text[256];
    snprintf(text, sizeof text, "version = 1\nproblem = %s\noptimizer = sgd\n", problem);
    write_text(path, text);
    return scenario_load(path, trust, err);
}

static void assert_rows(const char *problem, size_t rows)
{
    Player *player = player_begin_with((AppOptions){.problem = problem}, 640, 480, 1);
    assert_int_equal(regression_of(race_problem(player->app.race))->data.count, rows);
    player_close(player);
}

static void a_scenario_begins_at_its_folder(void **state)
{
    (void)state;
    static const struct {
        const char *path, *problem;
        size_t rows;
    } ROWS[] = {
        {"../race/s.ini", "linreg:data=rows.csv", RACE_ROWS},
        {"../other/s.ini", "linreg:data=data/more.csv", DEEP_ROWS},
        {"s.ini", "linreg:data=rows.csv", HERE_ROWS},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        Err err = {0};
        Scenario *scenario = load(ROWS[i].path, ROWS[i].problem, SCENARIO_ASKS, &err);
        if (!scenario || scenario_outside(scenario))
            fail_msg("%s: %s", ROWS[i].path, scenario ? scenario_outside(scenario) : err.text);
        assert_rows(scenario_options(scenario)->problem, ROWS[i].rows);
        scenario_destroy(scenario);
    }
    /* never quietly another file */
    Err err = {0};
    write_text("only-here.csv", "1,2\n");
    assert_null(load("../race/s.ini", "linreg:data=only-here.csv", SCENARIO_READS, &err));
    assert_non_null(strstr(err.text, "../race/s.ini:2: problem: "));
    assert_non_null(strstr(err.text, "cannot read '../race/only-here.csv'"));
    assert_non_null(strstr(err.text, "its own folder, and the file is in the working directory"));
}

static void what_lies_outside_is_named_and_not_opened(void **state)
{
    (void)state;
    static const struct {
        const char *problem, *file; /* below the root */
    } ROWS[] = {
        {"linreg:data=../far/rows.csv", "/far/rows.csv"},
        {"linreg:data=link.csv", "/far/rows.csv"},
        {"linreg:data=rows.csv,batches=../far/rows.csv", "/far/rows.csv"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        Err err = {0};
        char file[96], hidden[] = "../far/hidden";
        snprintf(file, sizeof file, "%s%s", root, ROWS[i].file);
        Scenario *scenario = load("../race/s.ini", ROWS[i].problem, SCENARIO_ASKS, &err);
        if (!scenario)
            fail_msg("%s", err.text);
        assert_string_equal(scenario_outside(scenario), file);
        scenario_destroy(scenario);
        /* what would be waited for if it was opened */
        assert_int_equal(rename("../far/rows.csv", hidden), 0);
        assert_int_equal(mkfifo("../far/rows.csv", 0600), 0);
        alarm(20);
        scenario = load("../race/s.ini", ROWS[i].problem, SCENARIO_ASKS, &err);
        assert_non_null(scenario);
        scenario_destroy(scenario);
        assert_null(load("../race/s.ini", ROWS[i].problem, SCENARIO_READS, &err));
        assert_non_null(strstr(err.text, "it is a FIFO"));
        alarm(0);
        assert_int_equal(rename(hidden, "../far/rows.csv"), 0);
    }
}

static void standard_input_is_for_the_command_line(void **state)
{
    (void)state;
    static const char *const PATHS[] = {"/dev/stdin", "/dev/fd/0"};
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++) {
        Err err = {0};
        char spec[64];
        snprintf(spec, sizeof spec, "linreg:data=%s", PATHS[i]);
        assert_null(load("s.ini", spec, SCENARIO_READS, &err));
        assert_non_null(strstr(err.text, PATHS[i]));
        assert_non_null(strstr(err.text, "on the command line only"));
    }
}

/* ---- the window ---- */

static size_t rows_shown(const Player *player)
{
    const Regression *regression = regression_of(race_problem(player->app.race));
    return regression ? regression->data.count : 0;
}

static void a_question_waits_for_enter_or_escape(void **state)
{
    (void)state;
    static const char *const OTHERS[] = {"F", "Space", "E", "Ctrl+V", "Z", "F1", "Tab", "x"};
    static const AppOptions RACE = {.problem = "linreg:data=../far/rows.csv"};
    for (int yes = 0; yes < 2; yes++) {
        Player *player = player_begin();
        const uint64_t revision = race_revision(player->app.race);
        question_ask(&player->app, "../race/s.ini", "/far/rows.csv", &RACE);
        assert_string_equal(player->app.scene.asks,
                            "s.ini reads /far/rows.csv, outside its folder.");
        for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
            player_press(player, OTHERS[i]);
        player_click(player, rect_middle(player->app.screen.layout.map));
        player->input.width = 400;
        player_frame(player, 100);
        app_notify(&player->app, "Something else");
        player_frame(player, 100);
        assert_non_null(player->app.scene.asks);
        assert_int_equal(race_revision(player->app.race), revision);
        assert_int_equal(player->app.scene.overlay, OVERLAY_NONE);
        player_press(player, yes ? "Enter" : "Esc");
        assert_null(player->app.scene.asks);
        assert_int_equal(rows_shown(player), yes ? FAR_ROWS : 0);
        player_press(player, "F"); /* keys work again */
        assert_true(race_revision(player->app.race) != revision);
        player_close(player);
    }
}

static void a_race_that_cannot_be_opened_leaves_the_one_before(void **state)
{
    (void)state;
    static const AppOptions RACE = {.problem = "linreg:data=../far/none.csv"};
    Player *player = player_begin();
    question_ask(&player->app, "s.ini", "/far/none.csv", &RACE);
    player_press(player, "Enter");
    assert_null(player->app.scene.asks);
    assert_non_null(strstr(player->app.scene.notice, "none.csv"));
    assert_string_equal(race_problem(player->app.race)->spec, "saddle_bounded");
    player_close(player);
}

static void a_pasted_line_asks_as_well(void **state)
{
    (void)state;
    Player *player = player_begin();
    app_paste(&player->app, "ravine linreg:data=rows.csv -o sgd");
    assert_int_equal(rows_shown(player), HERE_ROWS);
    app_paste(&player->app, "ravine linreg:data=../far/rows.csv -o sgd");
    assert_int_equal(rows_shown(player), HERE_ROWS);
    assert_non_null(strstr(player->app.scene.asks, "far/rows.csv"));
    player_press(player, "Esc");
    assert_int_equal(rows_shown(player), HERE_ROWS);
    app_paste(&player->app, "ravine linreg:data=../far/rows.csv -o sgd");
    player_press(player, "Enter");
    assert_int_equal(rows_shown(player), FAR_ROWS);
    app_paste(&player->app, "ravine linreg:data=/dev/stdin -o sgd");
    assert_null(player->app.scene.asks);
    assert_non_null(strstr(player->app.scene.notice, "on the command line only"));
    assert_int_equal(rows_shown(player), FAR_ROWS);
    /* what was open already needs no answer */
    player_settle(player);
    player_press(player, "F");
    player_settle(player);
    player_press(player, "Z");
    assert_int_equal(rows_shown(player), FAR_ROWS);
    player_close(player);
}

static void what_goes_away_names_its_files_and_says_so(void **state)
{
    (void)state;
    Player *player = player_begin_with(
        (AppOptions){.problem = "linreg:data=../far/rows.csv,batch=2"}, 1280, 720, 1);
    player_press(player, "Ctrl+C");
    assert_non_null(strstr(player->output->copy, "-p linreg:data=rows.csv,batch=2 "));
    assert_non_null(strstr(player->app.scene.notice, "without rows.csv"));
    player_press(player, "Ctrl+Shift+P");
    assert_non_null(strstr(player->output->save_text, "problem = linreg:data=rows.csv,batch=2\n"));
    assert_null(strstr(player->output->save_text, "far"));
    assert_null(strstr(player->output->save_name, "far"));
    assert_string_equal(player->output->save_lacks, "rows.csv");
    player_press(player, "Ctrl+S");
    assert_non_null(strstr(player->output->save_text, "linreg:data=../far/rows.csv,batch=2\n"));
    assert_null(player->output->save_lacks);
    Session session = {0};
    char absolute[128];
    session_note(&session, &player->app);
    snprintf(absolute, sizeof absolute, "linreg:data=%s/work/../far/rows.csv", root);
    assert_non_null(strstr(strbuf_text(&session.race), absolute));
    session_deinit(&session);
    player_close(player);
}

/* What came through standard input is gone: no session can open it again. */
static void a_session_keeps_no_standard_input(void **state)
{
    (void)state;
    Session session = {0};
    assert_non_null(freopen("rows.csv", "r", stdin));
    Player *player = player_begin_with(
        (AppOptions){.problem = "linreg:data=/dev/stdin", .kinds = FILE_OR_STDIN}, 640, 480, 1);
    assert_int_equal(rows_shown(player), HERE_ROWS);
    session_note(&session, &player->app);
    assert_int_equal(session.race.len, 0);
    player_press(player, "Ctrl+S");
    assert_string_equal(player->output->save_lacks, "standard input");
    session_deinit(&session);
    player_close(player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_seen_from_folders),
        cmocka_unit_test(links_and_dots_lead_out_of_a_folder),
        cmocka_unit_test(each_kind_of_text_has_its_own_paths),
        cmocka_unit_test(what_is_no_file_stays_as_it_is),
        cmocka_unit_test(any_name_can_be_written_down),
        cmocka_unit_test(a_scenario_begins_at_its_folder),
        cmocka_unit_test(what_lies_outside_is_named_and_not_opened),
        cmocka_unit_test(standard_input_is_for_the_command_line),
        cmocka_unit_test(a_question_waits_for_enter_or_escape),
        cmocka_unit_test(a_race_that_cannot_be_opened_leaves_the_one_before),
        cmocka_unit_test(a_pasted_line_asks_as_well),
        cmocka_unit_test(what_goes_away_names_its_files_and_says_so),
        cmocka_unit_test(a_session_keeps_no_standard_input),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
