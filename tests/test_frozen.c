/* Files that people have (tests/frozen): they open as they opened when they were written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/opening.h"
#include "app/raceline.h"
#include "app/scenario.h"
#include "app/session.h"
#include "base/file.h"
#include "player.h"

enum { BYTES_MAX = 1 << 24 };

/* Calls check for every file of a folder; there are at least `least`. */
static void each_file(const char *folder, int least, void (*check)(const char *path))
{
    char place[512];
    int count = 0;
    snprintf(place, sizeof place, FROZEN_DIR "/%s", folder);
    DIR *open = opendir(place);
    assert_non_null(open);
    for (struct dirent *entry; (entry = readdir(open)) != NULL;) {
        char path[1024];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", place, entry->d_name);
        check(path);
        count++;
    }
    closedir(open);
    assert_true(count >= least);
}

static void read_text(const char *path, StrBuf *text)
{
    Err err = {0};
    if (!file_read(path, FILE_REGULAR, BYTES_MAX, text, &err))
        fail_msg("%s", err.text);
}

/* Opens the file over another race, as a person does who drops it on the window. */
static void open_over(Player *player, const char *path)
{
    Err err = {0};
    Scenario *scenario = scenario_load(path, SCENARIO_READS, &err);
    if (!scenario)
        fail_msg("%s", err.text);
    if (!opening_apply(&player->app, scenario_options(scenario), &err))
        fail_msg("%s: %s", path, err.text);
    player_frame(player, 0);
    scenario_destroy(scenario);
}

static void check_scenario(const char *path)
{
    StrBuf was = {0}, now = {0};
    Player *player = player_begin();
    open_over(player, path);
    read_text(path, &was);
    scenario_put(&player->app, (Reference){.kind = REFERENCE_HERE}, &now);
    assert_string_equal(strbuf_text(&now), strbuf_text(&was));
    strbuf_deinit(&was);
    strbuf_deinit(&now);
    player_close(player);
}

static void scenario_files_open_as_they_did(void **state)
{
    (void)state;
    each_file("scenarios", 13, check_scenario);
}

/* Its race is the one of the scenario file of its name. */
static void check_picture(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    StrBuf was = {0}, now = {0};
    char file[1024];
    Player *player = player_begin();
    snprintf(file, sizeof file, FROZEN_DIR "/scenarios/%.*s.ini", (int)(dot - slash - 1),
             slash + 1);
    open_over(player, path);
    read_text(file, &was);
    scenario_put(&player->app, (Reference){.kind = REFERENCE_HERE}, &now);
    assert_string_equal(strbuf_text(&now), strbuf_text(&was));
    strbuf_deinit(&was);
    strbuf_deinit(&now);
    player_close(player);
}

static void pictures_open_as_they_did(void **state)
{
    (void)state;
    each_file("pictures", 6, check_picture);
}

static void check_session(const char *path)
{
    Err err = {0};
    Session session = {0}, again = {0};
    StrBuf was = {0}, now = {0};
    Player *player = player_begin();
    read_text(path, &was);
    if (!session_parse(&session, strbuf_text(&was), &err))
        fail_msg("%s: %s", path, err.text);
    session_taste(&session, &(SessionOpen){true, true, true}, &player->app);
    if (!session_race(&session, &player->app, &err))
        fail_msg("%s: %s", path, err.text);
    session_note(&again, &player->app);
    session_print(&again, &now);
    assert_string_equal(strbuf_text(&now), strbuf_text(&was));
    session_deinit(&session);
    session_deinit(&again);
    strbuf_deinit(&was);
    strbuf_deinit(&now);
    player_close(player);
}

static void sessions_open_as_they_did(void **state)
{
    (void)state;
    each_file("sessions", 3, check_session);
}

static void race_lines_are_pasted_as_they_were(void **state)
{
    (void)state;
    StrBuf lines = {0}, now = {0};
    int count = 0;
    read_text(FROZEN_DIR "/lines.txt", &lines);
    for (char *line = strtok(lines.data, "\n"); line; line = strtok(NULL, "\n"), count++) {
        Player *player = player_begin();
        Err err = {0};
        if (!raceline_apply(&player->app, line, &err))
            fail_msg("%s: %s", line, err.text);
        strbuf_clear(&now);
        raceline_print(&player->app, &now);
        assert_string_equal(strbuf_text(&now), line);
        player_close(player);
    }
    assert_true(count >= 13);
    strbuf_deinit(&lines);
    strbuf_deinit(&now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenario_files_open_as_they_did),
        cmocka_unit_test(pictures_open_as_they_did),
        cmocka_unit_test(sessions_open_as_they_did),
        cmocka_unit_test(race_lines_are_pasted_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
