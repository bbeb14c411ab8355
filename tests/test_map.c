/* A whole map: it draws every problem at every zoom, its layers keep the contract of growing, and
 * the pointer finds what is drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fakefonts.h"
#include "fixtures.h"
#include "problem/factory.h"
#include "racemap.h"
#include "view/map/mapview.h"

static void assert_finite_list(const char *what, const DrawList *list)
{
    for (size_t i = 0; i < list->point_count; i++)
        if (!(fabsf(list->points[i].x) < 1e5f && fabsf(list->points[i].y) < 1e5f))
            fail_msg("%s: point %zu is (%g, %g)", what, i, (double)list->points[i].x,
                     (double)list->points[i].y);
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_TEXT &&
            !(isfinite(command->rect.x + command->rect.y) && isfinite(command->u.text.angle)))
            fail_msg("%s: a text lies nowhere", what);
    }
}

static void every_problem_draws_at_every_zoom(void **state)
{
    (void)state;
    for (size_t n = 0; n < problem_catalogue_count(); n++) {
        RaceMap *f = racemap_create(problem_catalogue_at(n).id, 60);
        const double zooms[] = {1, 1e-7, 1e5};
        for (int z = 0; z < 3; z++) {
            f->scene.zoom = zooms[z];
            racemap_draw(f, 0);
            racemap_draw(f, 33.4);
            assert_finite_list(problem_catalogue_at(n).id, &f->list);
            racemap_draw(f, 60);
            assert_finite_list(problem_catalogue_at(n).id, &f->list);
        }
        racemap_destroy(f);
    }
}

/* The commands of one layer in a list. */
static size_t layer_begin(const DrawList *list, int id)
{
    for (size_t i = 0; i < list->command_count; i++)
        if (list->commands[i].kind == DRAW_LAYER && list->commands[i].u.layer.id == id)
            return i;
    fail_msg("no layer %d", id);
    return 0;
}

static void assert_grew(const DrawList *before, const DrawList *after, int id)
{
    size_t i = layer_begin(before, id), j = layer_begin(after, id);
    for (;; i++, j++) {
        const DrawCommand *a = &before->commands[i], *b = &after->commands[j];
        assert_int_equal(a->kind, b->kind);
        if (a->kind == DRAW_LAYER_END)
            return;
        assert_memory_equal(&a->color, &b->color, sizeof a->color);
        assert_true(a->width == b->width && a->radius == b->radius);
        assert_true(a->kind == DRAW_LINE || a->kind == DRAW_DOTS ? b->count >= a->count
                                                                 : b->count == a->count);
        if (a->count > 0)
            assert_memory_equal(before->points + a->first, after->points + b->first,
                                a->count * sizeof(Point));
    }
}

static void a_layer_with_the_same_key_only_grows(void **state)
{
    (void)state;
    const char *const specs[] = {"saddle_bounded", "rosenbrock", "rastrigin", "bowl"};
    for (size_t s = 0; s < 4; s++) {
        RaceMap *f = racemap_create(specs[s], 80);
        DrawList before = {.fonts = &FAKE_FONTS};
        uint64_t key = 0;
        for (int step = 0; step <= 160; step++) {
            racemap_draw(f, 0.5 * step);
            const uint64_t now = f->list.commands[layer_begin(&f->list, 1)].u.layer.key;
            if (step > 0) {
                assert_true(now == key);
                assert_grew(&before, &f->list, 1);
            }
            key = now;
            const DrawList swap = before;
            before = f->list;
            f->list = swap;
        }
        racemap_draw(f, 40);
        assert_true(f->list.commands[layer_begin(&f->list, 1)].u.layer.key != key);
        drawlist_deinit(&before);
        racemap_destroy(f);
    }
}

/* ---- what layers show ---- */

static void select_another(RaceMap *map, MapPane *pane)
{
    (void)pane;
    map->scene.selected = 1;
}

static void hide_one(RaceMap *map, MapPane *pane)
{
    (void)pane;
    race_set_visible(map->race, 2, false);
}

static void darken(RaceMap *map, MapPane *pane)
{
    (void)pane;
    map->scene.theme = THEME_DARK;
}

static void zoom_in(RaceMap *map, MapPane *pane)
{
    map->scene.zoom = 0.9;
    pane->camera = scene_camera(&map->scene, PANE);
}

static void pan(RaceMap *map, MapPane *pane)
{
    map->scene.center.x += 1e-6;
    pane->camera = scene_camera(&map->scene, PANE);
}

static void pattern(RaceMap *map, MapPane *pane)
{
    (void)pane;
    map->scene.patterns = true;
}

static void tune(RaceMap *map, MapPane *pane)
{
    (void)pane;
    map->scene.tuning = true;
}

static void set_hyper(RaceMap *map, MapPane *pane)
{
    (void)pane;
    race_set_hyper(map->race, 1, 0, 0.0123);
    race_advance(map->race, 100000);
}

static void move_start(RaceMap *map, MapPane *pane)
{
    (void)pane;
    race_set_start(map->race, vec2(1, 1));
    race_advance(map->race, 100000);
}

static void enlarge(RaceMap *map, MapPane *pane)
{
    (void)pane;
    map->scene.scale = 2;
}

static void hide_future(RaceMap *map, MapPane *pane)
{
    (void)pane;
    map->scene.only_past = true;
}

static void show_one_alone(RaceMap *map, MapPane *pane)
{
    (void)map;
    pane->only = 2;
}

static void take_ticks_off(RaceMap *map, MapPane *pane)
{
    (void)map;
    pane->ticks = false;
}

static void take_words_off(RaceMap *map, MapPane *pane)
{
    (void)map;
    pane->landmark_words = false;
}

static void cover_a_part(RaceMap *map, MapPane *pane)
{
    static const Rect COVER = {100, 100, 500, 300};
    (void)map;
    pane->covers = &COVER;
    pane->cover_count = 1;
}

static void move_pane(RaceMap *map, MapPane *pane)
{
    (void)map;
    pane->rect.x += 10;
}

static void point_at_one(RaceMap *map, MapPane *pane)
{
    (void)map;
    pane->hovered = 3;
}

enum { GROUND = 0, PATHS = 1 }; /* the layers' ids */

static const struct {
    const char *name;
    void (*change)(RaceMap *map, MapPane *pane);
    bool of_ground; /* else of what lies on it alone */
} INPUTS[] = {
    {"the selected optimizer", select_another, false},
    {"who is visible", hide_one, false},
    {"theme", darken, true},
    {"zoom", zoom_in, true},
    {"centre", pan, true},
    {"patterns", pattern, false},
    {"a hand that tunes", tune, false},
    {"a hyperparameter", set_hyper, false},
    {"start", move_start, false},
    {"scale", enlarge, true},
    {"what is to come", hide_future, false},
    {"one alone", show_one_alone, false},
    {"ticks", take_ticks_off, false},
    {"words", take_words_off, false},
    {"what covers the map", cover_a_part, false},
    {"place", move_pane, true},
    {"who is pointed at", point_at_one, false},
};

static void read_keys(RaceMap *map, const MapPane *pane, uint64_t keys[2])
{
    map->scene.playhead = 20;
    drawlist_clear(&map->list);
    mapview_draw(&map->view, pane, &map->ground, NULL, &map->list);
    for (int id = GROUND; id <= PATHS; id++)
        keys[id] = map->list.commands[layer_begin(&map->list, id)].u.layer.key;
}

/* Each to another one, and no more than the layers that it is an input of. */
static void every_input_of_a_layer_changes_its_key(void **state)
{
    (void)state;
    enum { COUNT = sizeof INPUTS / sizeof INPUTS[0] };
    uint64_t seen[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        RaceMap *map = racemap_create("himmelblau", 80);
        MapPane pane = racemap_pane(map);
        uint64_t before[2], again[2], after[2];
        read_keys(map, &pane, before);
        read_keys(map, &pane, again);
        assert_memory_equal(before, again, sizeof before);
        INPUTS[i].change(map, &pane);
        read_keys(map, &pane, after);
        if (after[PATHS] == before[PATHS])
            fail_msg("%s leaves the key of the paths as it was", INPUTS[i].name);
        if ((after[GROUND] != before[GROUND]) != INPUTS[i].of_ground)
            fail_msg("%s %s the ground's key", INPUTS[i].name,
                     INPUTS[i].of_ground ? "leaves" : "changes");
        seen[i] = after[PATHS];
        for (size_t j = 0; j < i; j++)
            if (seen[i] == seen[j])
                fail_msg("%s and %s lead to the same key", INPUTS[j].name, INPUTS[i].name);
        racemap_destroy(map);
    }
}

static void a_steady_frame_allocates_nothing(void **state)
{
    (void)state;
    RaceMap *f = racemap_create("himmelblau", 80);
    racemap_draw(f, 80);
    racemap_draw(f, 30.2);
    const DrawList list = f->list;
    const MapView *v = &f->view;
    const void *memory[] = {v->labels.contours.points, v->obstacles.bits, v->paths[3].points,
                            v->paths[3].dots, f->ground.k};
    racemap_draw(f, 30.7);
    racemap_draw(f, 80);
    assert_ptr_equal(list.points, f->list.points);
    assert_ptr_equal(list.commands, f->list.commands);
    assert_ptr_equal(list.text, f->list.text);
    assert_ptr_equal(memory[0], v->labels.contours.points);
    assert_ptr_equal(memory[1], v->obstacles.bits);
    assert_ptr_equal(memory[2], v->paths[3].points);
    assert_ptr_equal(memory[3], v->paths[3].dots);
    assert_ptr_equal(memory[4], f->ground.k);
    racemap_destroy(f);
}

/* Entrants 0 and 6 are both plain sgd. */
static void runs_on_the_same_points_take_turns(void **state)
{
    (void)state;
    RaceMap *f = racemap_create("himmelblau", 80);
    racemap_draw(f, 80);
    const size_t shared = f->view.shared[0] + f->view.shared[6];
    assert_int_equal(shared, f->view.paths[0].count);
    assert_int_equal(f->view.twists[0], 2);
    assert_int_equal(f->view.twists[6], 2);
    assert_int_equal(f->view.twist[0] + f->view.twist[6], 1);
    assert_int_equal(f->view.shared[5], 0);
    racemap_destroy(f);
}

static void a_diverged_run_ends_in_an_arrow_that_says_when(void **state)
{
    (void)state;
    RaceMap *f = racemap_create("rosenbrock", 80);
    race_set_hyper(f->race, 0, 0, 0.5);
    race_advance(f->race, 100000);
    racemap_draw(f, 80);
    const Run *run = race_run(f->race, 0);
    const RunStatus status = run_status(run, run_last_step(run));
    assert_int_equal(status.state, RUN_DIVERGED);
    const Head *head = NULL;
    for (size_t i = 0; i < f->view.heads.count; i++)
        if (f->view.heads.items[i].entrant == 0)
            head = &f->view.heads.items[i];
    assert_non_null(head);
    assert_int_equal(head->kind, HEAD_ARROW);
    char want[64];
    snprintf(want, sizeof want, "SGD, diverged at %ld", status.since);
    assert_string_equal(head->text, want);
    const float left = head->at.x - PANE.x, top = head->at.y - PANE.y;
    const float edge = fminf(fminf(left, PANE.w - left), fminf(top, PANE.h - top));
    assert_near((double)edge, 0, 1e-2);
    racemap_destroy(f);
}

static void a_formula_without_a_value_is_called_undefined(void **state)
{
    (void)state;
    RaceMap *f = racemap_create("log(-1 - x^2)", 80);
    racemap_draw(f, 0);
    assert_true(f->view.heads.count > 0);
    for (size_t i = 0; i < f->view.heads.count; i++) {
        assert_null(strstr(f->view.heads.items[i].text, "diverged"));
        assert_non_null(strstr(f->view.heads.items[i].text, ", undefined at start"));
    }
    racemap_destroy(f);
}

static void the_pointer_finds_what_is_drawn(void **state)
{
    (void)state;
    RaceMap *f = racemap_create("himmelblau", 80);
    racemap_draw(f, 6);
    const MapPane pane = racemap_pane(f);
    const Point start = camera_to_screen(&pane.camera, PANE, race_start(f->race));
    assert_int_equal(mapview_pick(&f->view, &pane, start).kind, MAP_PICK_START);
    for (size_t i = 0; i < f->view.heads.count; i++) {
        const Rect name = f->view.heads.items[i].name;
        const Point p = {name.x + name.w / 2, name.y + name.h / 2};
        const MapPick pick = mapview_pick(&f->view, &pane, p);
        assert_int_equal(pick.kind, MAP_PICK_HEAD);
    }
    const Problem *problem = race_problem(f->race);
    const Point far = camera_to_screen(&pane.camera, PANE, problem->landmarks[1].at);
    const MapPick pick = mapview_pick(&f->view, &pane, far);
    assert_int_equal(pick.kind, MAP_PICK_LANDMARK);
    assert_int_equal(pick.index, 1);
    assert_int_equal(mapview_pick(&f->view, &pane, (Point){-5, 100}).kind, MAP_PICK_NONE);
    racemap_destroy(f);
}

static bool marks_only_minima(const RaceMap *f)
{
    const Landmarks *landmarks = &f->view.landmarks;
    for (size_t i = 0; i < landmarks->count; i++) {
        const int n = landmarks->items[i].landmark;
        if (n != MARK_START && race_problem(f->race)->landmarks[n].kind != LANDMARK_MINIMUM)
            return false;
    }
    return true;
}

static void a_crowd_of_landmarks_keeps_only_its_minima(void **state)
{
    (void)state;
    static const char *const CROWDS[] = {"rastrigin", "levy13", "bohachevsky1"};
    for (size_t i = 0; i < 3; i++) {
        RaceMap *f = racemap_create(CROWDS[i], 80);
        racemap_draw(f, 20);
        assert_true(f->view.landmarks.count > 1);
        assert_true(marks_only_minima(f));
        /* The lowest stands out from the rest. */
        for (size_t k = 0; k < f->view.landmarks.count; k++) {
            const Mark *mark = &f->view.landmarks.items[k];
            if (mark->landmark != MARK_START)
                assert_true(race_problem(f->race)->landmarks[mark->landmark].global
                                ? mark->alpha >= 1
                                : mark->alpha <= 0.5f);
        }
        racemap_destroy(f);
    }
    RaceMap *f = racemap_create("himmelblau", 80);
    racemap_draw(f, 20);
    assert_int_equal(f->view.landmarks.count, 10); /* 4 minima, 4 saddles, a maximum, the start */
    racemap_destroy(f);
}

static void ticks_keep_clear_of_what_covers_the_map(void **state)
{
    (void)state;
    RaceMap *f = racemap_create("himmelblau", 80);
    racemap_draw(f, 20);
    const size_t free_count = f->view.axes.y.count;
    const Rect cover = {PANE.x + 10, PANE.y + 10, 0.5f * PANE.w, 0.5f * PANE.h};
    MapPane pane = racemap_pane(f);
    pane.covers = &cover;
    pane.cover_count = 1;
    drawlist_clear(&f->list);
    mapview_draw(&f->view, &pane, &f->ground, NULL, &f->list);
    assert_true(f->view.axes.y.count > 0 && f->view.axes.y.count < free_count);
    for (size_t i = 0; i < axes_cover_count(&f->view.axes); i++) {
        const Rect label = axes_cover(&f->view.axes, i);
        if (label.w > 0 && label.x + label.w > cover.x && label.x < cover.x + cover.w &&
            label.y + label.h > cover.y && label.y < cover.y + cover.h)
            fail_msg("label %zu at (%g, %g) lies under the cover", i, (double)label.x,
                     (double)label.y);
    }
    racemap_destroy(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_problem_draws_at_every_zoom),
        cmocka_unit_test(a_layer_with_the_same_key_only_grows),
        cmocka_unit_test(every_input_of_a_layer_changes_its_key),
        cmocka_unit_test(a_steady_frame_allocates_nothing),
        cmocka_unit_test(runs_on_the_same_points_take_turns),
        cmocka_unit_test(a_diverged_run_ends_in_an_arrow_that_says_when),
        cmocka_unit_test(a_formula_without_a_value_is_called_undefined),
        cmocka_unit_test(the_pointer_finds_what_is_drawn),
        cmocka_unit_test(a_crowd_of_landmarks_keeps_only_its_minima),
        cmocka_unit_test(ticks_keep_clear_of_what_covers_the_map),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
