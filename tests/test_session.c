/* What is kept from one start to the next: all of it comes back, damage costs a line and nothing
 * else, and no file that could not be read is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/raceline.h"
#include "app/session.h"
#include "platform/output.h"
#include "player.h"

/* ---- a folder of one's own ---- */

typedef struct Folder {
    char folder[64], path[96];
} Folder;

static int place_make(void **state)
{
    static Folder place;
    strcpy(place.folder, "/tmp/ravine-session-XXXXXX");
    if (!mkdtemp(place.folder))
        return -1;
    snprintf(place.path, sizeof place.path, "%s/a/b/session", place.folder);
    *state = &place;
    return 0;
}

static int place_clear(void **state)
{
    const Folder *place = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", place->folder);
    return system(command);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void read_text(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

/* How many files lie beside path. */
static int files_beside(const Folder *place)
{
    char folder[96];
    snprintf(folder, sizeof folder, "%s/a/b", place->folder);
    DIR *open = opendir(folder);
    assert_non_null(open);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(open)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(open);
    return count;
}

static bool try_to_save(const Session *session, const char *path, Err *err)
{
    StrBuf text = {0};
    session_print(session, &text);
    const bool good = output_write(path, strbuf_text(&text), err);
    strbuf_deinit(&text);
    return good;
}

static void save(const Session *session, const char *path)
{
    Err err = {0};
    if (!try_to_save(session, path, &err))
        fail_msg("%s", err.text);
}

/* ---- tests ---- */

static void all_that_was_changed_comes_back(void **state)
{
    const Folder *place = *state;
    static const char *const keys[] = {"T",     "V",      "Ctrl++", "F",    "R",
                                       "Right", "Ctrl+D", "}",      "Down", "Left"};
    static Player first, second;
    Session kept = {0}, read = {0};
    Err err = {0};
    StrBuf before = {0}, after = {0};
    player_open(&first, &(AppOptions){.seed = 3}, 1400, 900, 2, NULL);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        player_press(&first, keys[i]);
    static const char *const asked[] = {"rosenbrock", "add lion", "side by side: a map"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        player_press(&first, "Ctrl+K");
        for (const char *c = asked[i]; *c != '\0'; c++)
            player_type(&first, (char[]){*c, '\0'});
        player_press(&first, "Enter");
    }
    session_note(&kept, &first.app);
    assert_string_equal(strbuf_text(&kept.recent), "view.grid, optimizer lion, problem rosenbrock");
    save(&kept, place->path);
    assert_true(session_load(&read, place->path, &err));
    assert_true(read.width == 700 && read.height == 450);

    player_open(&second, &(AppOptions){0}, 1400, 900, 2, NULL);
    session_taste(&read, &(SessionOpen){true, true, true}, &second.app);
    assert_true(session_race(&read, &second.app, &err));
    player_frame(&second, 0);
    const Scene *a = &first.app.scene, *b = &second.app.scene;
    assert_int_equal(b->theme, THEME_DARK);
    assert_int_equal(b->layout, LAYOUT_GRID);
    assert_true(second.app.text_scale == first.app.text_scale && second.app.text_scale > 1);
    assert_int_equal(b->recent_count, 3);
    assert_memory_equal(a->recent, b->recent, 3 * sizeof *a->recent);
    assert_true(a->scale == b->scale && b->ghost_alpha == 0);
    assert_memory_equal(&a->entrants[1].ink.path, &b->entrants[1].ink.path, sizeof(Color));
    raceline_print(&first.app, &before);
    raceline_print(&second.app, &after);
    assert_string_equal(strbuf_text(&after), strbuf_text(&before));
    strbuf_deinit(&before);
    strbuf_deinit(&after);
    session_deinit(&kept);
    session_deinit(&read);
    player_close(&first);
    player_close(&second);
}

static void what_the_command_line_says_stays(void **state)
{
    (void)state;
    static Player player;
    Session session = {0};
    Err err = {0};
    assert_true(
        session_parse(&session, "ravine session 1\ntheme dark\ntext 2\nlayout grid\n", &err));
    player_open(&player, &(AppOptions){.text_scale = 1.5}, 1280, 720, 1, NULL);
    session_taste(&session, &(SessionOpen){.theme = true}, &player.app);
    assert_int_equal(player.app.scene.theme, THEME_DARK);
    assert_int_equal(player.app.scene.layout, LAYOUT_MAP);
    assert_true(player.app.text_scale == 1.5);
    player_close(&player);
    session_deinit(&session);
}

static void no_file_is_no_damage(void **state)
{
    const Folder *place = *state;
    Session session = {0};
    Err err = {0};
    assert_true(session_load(&session, place->path, &err));
    assert_string_equal(err.text, "");
    assert_false(session.has_theme || session.has_layout);
    assert_true(session.text_scale == 0 && session.width == 0 && session.race.len == 0);
}

/* Each is one line that says where; what can be read is used; the file lies beside, as it was. */
static void damage_costs_a_line_and_no_file(void **state)
{
    const Folder *place = *state;
    static const struct {
        const char *text, *says;
        bool theme;
    } rows[] = {
        {"", "empty", false},
        {"not one of ours\ntheme dark\n", "line 1", false},
        {"ravine session 2\ntheme dark\n", "line 1", false},
        {"ravine session 1\ntheme dark\nsize 12x\n", "line 3", true},
        {"ravine session 1\ntext 1e9\ntheme dark\n", "line 2", true},
        {"ravine session 1\ntheme dark\ncolour red\n", "line 3", true},
        {"ravine session 1\ntheme dark\nlayout\n", "line 3", true},
        {"ravine session 1\ntheme dark\nrace ravine -p saddle -o ad", "line 3", true}, /* torn */
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    save(&(Session){0}, place->path); /* makes the folders */
    for (int i = 0; i < ROWS; i++) {
        Session session = {0};
        Err err = {0};
        char aside[128], text[512];
        write_text(place->path, rows[i].text);
        assert_false(session_load(&session, place->path, &err));
        if (!strstr(err.text, rows[i].says) || !strstr(err.text, place->path) ||
            strchr(err.text, '\n'))
            fail_msg("%s", err.text);
        assert_int_equal(session.has_theme, rows[i].theme);
        assert_int_equal(access(place->path, F_OK), -1);
        snprintf(aside, sizeof aside, i == 0 ? "%s.damaged" : "%s.damaged-%d", place->path, i + 1);
        read_text(aside, text, sizeof text);
        assert_string_equal(text, rows[i].text);
        session_deinit(&session);
    }
    assert_int_equal(files_beside(place), ROWS);
}

/* When every name is taken the file stays where it is. */
static void many_damaged_files_are_all_kept(void **state)
{
    const Folder *place = *state;
    save(&(Session){0}, place->path);
    for (int i = 0; i < 12; i++) {
        Session session = {0};
        Err err = {0};
        if (access(place->path, F_OK) != 0)
            write_text(place->path, "garbage\n");
        else if (i == 0)
            write_text(place->path, "garbage\n");
        assert_false(session_load(&session, place->path, &err));
        session_deinit(&session);
    }
    assert_int_equal(files_beside(place), 10);
}

static void a_race_that_is_not_understood_leaves_the_apps_own(void **state)
{
    const Folder *place = *state;
    static Player player;
    Session session = {0};
    Err err = {0};
    save(&(Session){0}, place->path);
    write_text(place->path, "ravine session 1\nrace ravine -p saddle -o nobody\n");
    assert_true(session_load(&session, place->path, &err));
    player_open(&player, &(AppOptions){0}, 640, 480, 1, NULL);
    StrBuf before = {0}, after = {0};
    raceline_print(&player.app, &before);
    assert_false(session_race(&session, &player.app, &err));
    assert_non_null(strstr(err.text, "nobody"));
    raceline_print(&player.app, &after);
    assert_string_equal(strbuf_text(&after), strbuf_text(&before));
    session_set_aside(place->path, &err);
    assert_non_null(strstr(err.text, "nobody"));
    assert_non_null(strstr(err.text, "session.damaged"));
    assert_int_equal(files_beside(place), 1);
    strbuf_deinit(&before);
    strbuf_deinit(&after);
    session_deinit(&session);
    player_close(&player);
}

/* A write that fails leaves the older file and no part of a newer one. */
static void what_cannot_be_written_leaves_what_was_there(void **state)
{
    const Folder *place = *state;
    Session session = {.text_scale = 1.5};
    Err err = {0};
    char text[512], folder[96];
    save(&session, place->path);
    session.text_scale = 2;
    snprintf(folder, sizeof folder, "%s/a/b", place->folder);
    chmod(folder, 0500);
    if (access(folder, W_OK) == 0) { /* nobody can be kept from it: a file in place of a folder */
        chmod(folder, 0700);
        char inside[128];
        snprintf(inside, sizeof inside, "%s/session", place->path);
        assert_false(try_to_save(&session, inside, &err));
    } else {
        assert_false(try_to_save(&session, place->path, &err));
    }
    chmod(folder, 0700);
    assert_non_null(strstr(err.text, place->path));
    read_text(place->path, text, sizeof text);
    assert_string_equal(text, "ravine session 1\ntext 1.5\n");
    assert_int_equal(files_beside(place), 1);
}

int main(void)
{
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_clear)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(all_that_was_changed_comes_back),
        WITH_PLACE(what_the_command_line_says_stays),
        WITH_PLACE(no_file_is_no_damage),
        WITH_PLACE(damage_costs_a_line_and_no_file),
        WITH_PLACE(many_damaged_files_are_all_kept),
        WITH_PLACE(a_race_that_is_not_understood_leaves_the_apps_own),
        WITH_PLACE(what_cannot_be_written_leaves_what_was_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
