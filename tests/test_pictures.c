/* Every view looks as it did when a person last looked at it: `ravine render` draws it, and the
 * picture is like the reference in golden/views, whatever font and rasteriser drew it; and nothing
 * else is like it.
 *
 *   test_pictures PROGRAM                 the tests
 *   test_pictures PROGRAM FOLDER [NAME…]  draws the views into FOLDER, and new references from
 * them; scripts/references is the way to call this */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "likeness.h"

/* What two pictures of one view may differ by, in CIELAB. README of golden says how they were
 * found. */
static const double MEAN_MAX = 0.6, WORST_MAX = 5;

enum { VIEWS_MAX = 64, COMMAND_MAX = 1024, JOBS = 2 };

typedef struct View {
    const char *name;
    const char *words; /* after `ravine render`, as a shell reads them */
    const char *keys;
} View;

static const View views[] = {
    {"map-light", "saddle_bounded --step 46", ""},
    {"map-dark", "saddle_bounded --step 46 --theme dark", ""},
    {"side-by-side", "bowl --layout grid", ""},
    {"surface-light", "himmelblau --layout surface", ""},
    {"surface-dark", "rosenbrock --layout surface --theme dark", ""},
    {"presenter", "himmelblau --presenter --theme dark", ""},
    {"anatomy", "rosenbrock --anatomy -n 80 --step 22", ""},
    {"curvature", "rosenbrock --curvature --step 22", ""},
    {"surface-anatomy", "saddle_bounded --anatomy --curvature --step 30 --layout surface", ""},
    {"palette", "himmelblau", "Ctrl+K a d a"},
    {"help", "himmelblau", "F1"},
    {"problems", "himmelblau", "Ctrl+F"},
    {"optimizers", "himmelblau", "O"},
    {"data", "logreg", ""},
    {"check", "himmelblau --cursor 1,1", "G"},
    {"probes", "himmelblau -o nesterov -o lbfgs -o random", "X"},
    {"surface-probes", "himmelblau -o random -o nelder_mead --layout surface --step 2", "X"},
    {"lesson", "saddle-point --step 40", ""},
    {"lesson-presenter", "saddle-point --step 40 --presenter --theme dark", ""},
    {"chart-gradient", "bowl", "C"},
    {"chart-distance", "bowl", "C C"},
    {"chart-step", "bowl", "C C C"},
    {"formula", "himmelblau", "E"},
    {"formula-wrong", "himmelblau", "E End * ("},
    {"diverged", "bowl -o sgd:lr=0.06 -o momentum:lr=0.012 -o adam", ""},
    {"ghost", "bowl", "P Right Right Right"},
    {"narrow-light", "saddle_bounded --step 46 --size 640x480", ""},
    {"narrow-dark", "himmelblau --size 640x480 --theme dark", "Enter"},
    {"narrow-anatomy", "rosenbrock --anatomy --step 22 --size 640x480", ""},
};
enum { VIEW_COUNT = sizeof views / sizeof *views };

/* Changes that anybody would see, and so must the comparison. */
static const struct {
    const char *view, *keys, *what;
} changes[] = {
    {"map-light", "4", "a path is gone"},
    {"surface-light", "4", "a path is gone from the surface"},
    {"map-light", "H", "more rows in a card"},
    {"map-light", "Alt+Left", "the map has moved"},
    {"map-light", ". . . . . .", "six steps later"},
    {"surface-light", "Alt+Left", "the surface has turned"},
    {"anatomy", "A", "no anatomy"},
    {"surface-anatomy", "K", "no curvature on the surface"},
    {"data", "N", "no data beside the map"},
    {"probes", "X", "other probes"},
    {"surface-probes", "X", "no probes on the surface"},
    {"lesson", "Shift+L", "the caption is folded away"},
    {"ghost", "P", "no pinned path"},
};
enum { CHANGE_COUNT = sizeof changes / sizeof *changes };

static const char *program;

/* ---- drawing ---- */

static const View *view_named(const char *name)
{
    for (size_t i = 0; i < VIEW_COUNT; i++)
        if (strcmp(views[i].name, name) == 0)
            return &views[i];
    return NULL;
}

typedef struct Job {
    const View *view;
    const char *more_keys;   /* after the view's own */
    const char *environment; /* NAME=VALUE, or empty */
    char path[256];
} Job;

static void write_command(const Job *job, char command[COMMAND_MAX])
{
    const int length = snprintf(
        command, COMMAND_MAX,
        "env XDG_STATE_HOME=/nonexistent %s '%s' render %s --keys '%s %s' -O '%s'",
        job->environment, program, job->view->words, job->view->keys, job->more_keys, job->path);
    assert_in_range(length, 1, COMMAND_MAX - 1);
}

static pid_t start(const Job *job)
{
    char command[COMMAND_MAX];
    write_command(job, command);
    fflush(NULL);
    const pid_t child = fork();
    if (child != 0)
        return child;
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static bool ends_well(pid_t child)
{
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

/* A few at a time; returns how many went wrong. */
static size_t draw(const Job *jobs, size_t count)
{
    size_t failed = 0;
    for (size_t i = 0; i < count; i += JOBS) {
        pid_t children[JOBS] = {0};
        for (size_t k = 0; k < JOBS && i + k < count; k++)
            children[k] = start(&jobs[i + k]);
        for (size_t k = 0; k < JOBS && i + k < count; k++)
            if (!ends_well(children[k])) {
                print_error("%s is not drawn\n", jobs[i + k].view->name);
                failed++;
            }
    }
    return failed;
}

static char folder[] = "/tmp/ravine-pictures-XXXXXX";

static Job job_of(const View *view, const char *more_keys, const char *environment, size_t number)
{
    Job job = {.view = view, .more_keys = more_keys, .environment = environment};
    snprintf(job.path, sizeof job.path, "%s/%zu.png", folder, number);
    return job;
}

static void reference_path(const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s/views/%s.png", GOLDEN_DIR, name);
}

static Picture reference(const char *name)
{
    char path[512];
    Picture picture;
    reference_path(name, path, sizeof path);
    if (!picture_read(&picture, path))
        fail_msg("no reference %s; scripts/references draws it", path);
    return picture;
}

/* The picture of a job, reduced; the file goes. */
static Picture take(const Job *job)
{
    Picture picture;
    if (!picture_read(&picture, job->path))
        fail_msg("no picture of %s", job->view->name);
    Picture small = picture_reduce(&picture);
    picture_deinit(&picture);
    unlink(job->path);
    return small;
}

static bool is_like(Likeness likeness)
{
    return likeness.mean <= MEAN_MAX && likeness.worst <= WORST_MAX;
}

static void say(const char *name, const char *what, Likeness likeness)
{
    print_message("# %-16s %-36s mean %.3f, worst %.2f at %d,%d\n", name, what, likeness.mean,
                  likeness.worst, likeness.x, likeness.y);
}

/* Draws them all and holds each against its view's reference; returns how many are not as they
 * should. */
static size_t compare(const Job *jobs, const char *const *what, size_t count, bool alike)
{
    size_t wrong = draw(jobs, count);
    for (size_t i = 0; i < count && wrong == 0; i++) {
        Picture now = take(&jobs[i]), wanted = reference(jobs[i].view->name);
        const Likeness likeness = likeness_of(&now, &wanted);
        say(jobs[i].view->name, what[i], likeness);
        if (is_like(likeness) != alike)
            print_error("%s, %s: %s\n", jobs[i].view->name, what[i],
                        alike ? "not like its reference" : "taken for its reference");
        wrong += is_like(likeness) != alike;
        picture_deinit(&now);
        picture_deinit(&wanted);
    }
    return wrong;
}

/* ---- tests ---- */

/* Lindbloom's values for the primaries, D65. */
static void test_colours_have_their_published_places(void **state)
{
    (void)state;
    static const double COLORS[][6] = {
        {255, 255, 255, 100, 0, 0},
        {0, 0, 0, 0, 0, 0},
        {255, 0, 0, 53.2408, 80.0925, 67.2032},
        {0, 255, 0, 87.7347, -86.1827, 83.1793},
        {0, 0, 255, 32.2970, 79.1875, -107.8602},
    };
    for (size_t i = 0; i < sizeof COLORS / sizeof *COLORS; i++) {
        double lab[3];
        likeness_lab(COLORS[i], lab);
        for (size_t k = 0; k < 3; k++)
            assert_float_equal(lab[k], COLORS[i][3 + k], 0.01);
    }
}

static void test_every_view_is_like_its_reference(void **state)
{
    (void)state;
    Job jobs[VIEW_COUNT];
    const char *what[VIEW_COUNT];
    for (size_t i = 0; i < VIEW_COUNT; i++) {
        jobs[i] = job_of(&views[i], "", "", i);
        what[i] = "as it is";
    }
    assert_int_equal(compare(jobs, what, VIEW_COUNT, true), 0);
}

/* Mesa's other software rasteriser, and letters of another weight. Elsewhere they change nothing.
 */
static void test_another_rasteriser_is_like_it(void **state)
{
    (void)state;
    static const struct {
        const char *view, *environment;
    } ROWS[] = {
        {"narrow-light", "GALLIUM_DRIVER=softpipe"},
        {"map-light", "FREETYPE_PROPERTIES='cff:no-stem-darkening=0'"},
        {"help", "FREETYPE_PROPERTIES='cff:no-stem-darkening=0'"},
        {"anatomy", "FREETYPE_PROPERTIES='cff:no-stem-darkening=0'"},
    };
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    Job jobs[COUNT];
    const char *what[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        jobs[i] = job_of(view_named(ROWS[i].view), "", ROWS[i].environment, i);
        what[i] = ROWS[i].environment;
    }
    assert_int_equal(compare(jobs, what, COUNT, true), 0);
}

static void test_what_anybody_would_see_is_seen(void **state)
{
    (void)state;
    Job jobs[CHANGE_COUNT];
    const char *what[CHANGE_COUNT];
    for (size_t i = 0; i < CHANGE_COUNT; i++) {
        jobs[i] = job_of(view_named(changes[i].view), changes[i].keys, "", i);
        what[i] = changes[i].what;
    }
    assert_int_equal(compare(jobs, what, CHANGE_COUNT, false), 0);
}

static void test_no_view_is_taken_for_another(void **state)
{
    (void)state;
    Picture all[VIEW_COUNT];
    size_t same = 0;
    for (size_t i = 0; i < VIEW_COUNT; i++)
        all[i] = reference(views[i].name);
    for (size_t i = 0; i < VIEW_COUNT; i++)
        for (size_t k = 0; k < i; k++)
            if (is_like(likeness_of(&all[i], &all[k]))) {
                print_error("%s is like %s\n", views[i].name, views[k].name);
                same++;
            }
    for (size_t i = 0; i < VIEW_COUNT; i++)
        picture_deinit(&all[i]);
    assert_int_equal(same, 0);
}

/* ---- what could go wrong in a picture itself ---- */

static unsigned char *pixel(const Picture *picture, int x, int y)
{
    return picture->rgb + 3 * ((size_t)y * (size_t)picture->width + (size_t)x);
}

/* A part of the picture, moved to the right; its left edge is stretched. */
static void shift_right(Picture *picture, int x0, int px)
{
    for (int y = 0; y < picture->height; y++)
        for (int x = picture->width - 1; x >= x0; x--)
            memcpy(pixel(picture, x, y), pixel(picture, x - px > x0 ? x - px : x0, y), 3);
}

static void shift_down(Picture *picture, int px)
{
    for (int y = picture->height - 1; y >= 0; y--)
        memcpy(pixel(picture, 0, y), pixel(picture, 0, y > px ? y - px : 0),
               3 * (size_t)picture->width);
}

/* Of what is near to one colour, another. */
static void recolor(Picture *picture, const int from[3], const int to[3])
{
    for (int y = 0; y < picture->height; y++)
        for (int x = 0; x < picture->width; x++) {
            unsigned char *c = pixel(picture, x, y);
            if (abs(c[0] - from[0]) + abs(c[1] - from[1]) + abs(c[2] - from[2]) < 60)
                for (int k = 0; k < 3; k++)
                    c[k] = (unsigned char)to[k];
        }
}

/* A rectangle of the colour in its corner. */
static void erase(Picture *picture, int x0, int y0, int width, int height)
{
    for (int y = y0; y < y0 + height; y++)
        for (int x = x0; x < x0 + width; x++)
            memcpy(pixel(picture, x, y), pixel(picture, x0, y0), 3);
}

static void damage(Picture *picture, int how)
{
    /* Colours of view/scene/theme.c: RMSProp's and Adam's, and the panel's. */
    static const int BLUE[3] = {0x0f, 0x79, 0xb4}, RED[3] = {0xb0, 0x2b, 0x00},
                     PANEL[3] = {0xfb, 0xfa, 0xf8}, CREAM[3] = {0xf0, 0xe8, 0xd8};
    switch (how) {
    case 0:
        shift_right(picture, 0, 8);
        break;
    case 1:
        shift_right(picture, 960, 8);
        break;
    case 2:
        shift_down(picture, 8);
        break;
    case 3:
        recolor(picture, BLUE, RED);
        break;
    case 4:
        recolor(picture, PANEL, CREAM);
        break;
    case 5:
        erase(picture, 964, 50, 312, 668);
        break;
    case 6:
        erase(picture, 4, 600, 950, 118);
        break;
    default:
        erase(picture, 964, 92, 312, 54);
    }
}

static void test_a_damaged_picture_is_not_like_it(void **state)
{
    (void)state;
    static const char *const WHAT[] = {
        "moved to the right by 8 px",
        "the panel moved by 8 px",
        "moved down by 8 px",
        "a path in another colour",
        "panels in another colour",
        "no panel",
        "no chart",
        "no first card",
    };
    const Job job = job_of(view_named("map-light"), "", "", 0);
    Picture picture, wanted = reference("map-light");
    size_t wrong = 0;
    assert_int_equal(draw(&job, 1), 0);
    for (int how = 0; how < (int)(sizeof WHAT / sizeof *WHAT); how++) {
        assert_true(picture_read(&picture, job.path));
        damage(&picture, how);
        Picture small = picture_reduce(&picture);
        const Likeness likeness = likeness_of(&small, &wanted);
        say("map-light", WHAT[how], likeness);
        wrong += is_like(likeness);
        picture_deinit(&small);
        picture_deinit(&picture);
    }
    unlink(job.path);
    picture_deinit(&wanted);
    assert_int_equal(wrong, 0);
}

/* ---- references ---- */

static bool wanted(const char *name, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return count == 0;
}

/* Draws into a folder that stays, and reduces. */
static int renew(const char *into, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (!view_named(names[i])) {
            fprintf(stderr, "no view is called '%s'\n", names[i]);
            return 2;
        }
    for (size_t i = 0; i < VIEW_COUNT; i++) {
        Job job = {.view = &views[i], .more_keys = "", .environment = ""};
        Picture picture;
        char path[512];
        if (!wanted(views[i].name, count, names))
            continue;
        snprintf(job.path, sizeof job.path, "%s/%s.png", into, views[i].name);
        if (draw(&job, 1) > 0 || !picture_read(&picture, job.path))
            return 1;
        Picture small = picture_reduce(&picture);
        reference_path(views[i].name, path, sizeof path);
        if (!picture_write(&small, path)) {
            fprintf(stderr, "cannot write %s\n", path);
            return 1;
        }
        picture_deinit(&small);
        picture_deinit(&picture);
        printf("%s\n", job.path);
    }
    return 0;
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_colours_have_their_published_places),
        cmocka_unit_test(test_every_view_is_like_its_reference),
        cmocka_unit_test(test_another_rasteriser_is_like_it),
        cmocka_unit_test(test_what_anybody_would_see_is_seen),
        cmocka_unit_test(test_no_view_is_taken_for_another),
        cmocka_unit_test(test_a_damaged_picture_is_not_like_it),
    };
    if (argc < 2)
        return 2;
    program = argv[1];
    if (argc > 2)
        return renew(argv[2], argc - 3, argv + 3);
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
