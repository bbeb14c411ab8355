/* The map raised to a surface: straight above it is the map; what is seen can be picked; what is
 * picked is not hidden; heights are those of the levels. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "problem/factory.h"
#include "view/map/drape.h"
#include "view/map/lift.h"
#include "view/map/liftpath.h"
#include "view/scene/clip.h"

static const Rect PANE = {0, 48, 960, 500};
static const Orbit ORBITS[] = {{0.40, 0.80}, {-2.5, 0.5}, {1.6, 1.2}, {3.1, 1.4}, {0, 0}};
enum { ORBIT_COUNT = sizeof ORBITS / sizeof *ORBITS };

typedef struct Scenery {
    Problem *problem;
    Camera camera;
    Ground ground;
    Lift lift;
} Scenery;

static Scenery *scenery(const char *spec)
{
    static Scenery s;
    s = (Scenery){0};
    Err err = {0};
    s.problem = problem_create(spec, &err);
    if (!s.problem)
        fail_msg("%s", err.text);
    s.camera = camera_fit(s.problem->view, PANE);
    ground_update(&s.ground, s.problem, &s.camera, PANE, GROUND_FULL, NULL);
    return &s;
}

static void look(Scenery *s, Orbit orbit, double share)
{
    lift_update(&s->lift, &s->ground, PANE, orbit, share, 1, NULL);
}

static void forget(Scenery *s)
{
    lift_deinit(&s->lift);
    ground_deinit(&s->ground);
    problem_destroy(s->problem);
}

static Vec2 spot(int i, int j)
{
    return vec2((double)PANE.x + 960 * (i + 0.5) / 24, (double)PANE.y + 500 * (j + 0.5) / 12);
}

static void lying_flat_it_is_the_map(void **state)
{
    (void)state;
    Scenery *s = scenery("himmelblau");
    look(s, EYE_HOME, 0);
    for (int i = 0; i < 24; i++)
        for (int j = 0; j < 12; j++) {
            const Vec2 px = spot(i, j), seen = lift_point(&s->lift, px);
            Vec2 picked;
            if (!(vec2_norm(vec2_sub(seen, px)) < 0.01))
                fail_msg("%g, %g is seen at %g, %g", px.x, px.y, seen.x, seen.y);
            assert_true(lift_pick(&s->lift, clip_point(px), &picked));
            assert_true(vec2_norm(vec2_sub(picked, px)) < 0.01);
            assert_false(lift_hidden(&s->lift, px, 0));
        }
    forget(s);
}

/* From every side the whole block stays in the pane. */
static void the_block_stays_in_its_pane(void **state)
{
    (void)state;
    Scenery *s = scenery("rosenbrock");
    for (int turn = 0; turn < 16; turn++)
        for (int tilt = 0; tilt <= 4; tilt++) {
            look(s, (Orbit){0.3926990817 * turn, 0.25 * EYE_TILT_MAX * tilt}, 1);
            for (int i = 0; i < 8; i++) {
                const Place corner = {i & 1 ? PANE.w : 0, i & 2 ? PANE.h : 0,
                                      i & 4 ? s->lift.eye.height : 0};
                const Point p = eye_see(&s->lift.eye, corner);
                if (!rect_contains(PANE, p))
                    fail_msg("turn %d, tilt %d: corner %d is at %g, %g", turn, tilt, i, (double)p.x,
                             (double)p.y);
            }
        }
    forget(s);
}

/* Two ways to the same answer: along the ray from the eye, and along the one to it. */
static void what_is_picked_is_what_is_seen(void **state)
{
    (void)state;
    static const char *const SPECS[] = {"rosenbrock", "himmelblau", "rastrigin", "saddle_bounded"};
    for (size_t n = 0; n < sizeof SPECS / sizeof *SPECS; n++) {
        Scenery *s = scenery(SPECS[n]);
        int shown = 0, hidden = 0, odd = 0;
        for (size_t o = 0; o < ORBIT_COUNT; o++) {
            look(s, ORBITS[o], 1);
            for (int i = 0; i < 24; i++)
                for (int j = 0; j < 12; j++) {
                    const Vec2 px = spot(i, j);
                    const Point p = clip_point(lift_point(&s->lift, px));
                    Vec2 picked;
                    if (!lift_pick(&s->lift, p, &picked)) {
                        odd += !lift_hidden(&s->lift, px, 0); /* a wall is before it */
                        continue;
                    }
                    const Point again = clip_point(lift_point(&s->lift, picked));
                    if (!(hypotf(again.x - p.x, again.y - p.y) < 0.5f))
                        fail_msg("%s: what is picked at %g, %g is seen at %g, %g", SPECS[n],
                                 (double)p.x, (double)p.y, (double)again.x, (double)again.y);
                    const bool same = vec2_norm(vec2_sub(picked, px)) < 4;
                    shown += same;
                    hidden += !same;
                    odd += same == lift_hidden(&s->lift, px, 0.5f);
                }
        }
        /* At the very rim of what is hidden the two may differ. */
        if (odd > (shown + hidden) / 25 || shown < 200)
            fail_msg("%s: %d shown, %d hidden, %d disagree", SPECS[n], shown, hidden, odd);
        forget(s);
    }
}

static void beside_the_block_nothing_is_picked(void **state)
{
    (void)state;
    Scenery *s = scenery("rosenbrock");
    look(s, EYE_HOME, 1);
    Vec2 px;
    assert_false(lift_pick(&s->lift, (Point){PANE.x + 4, PANE.y + 4}, &px));
    assert_false(lift_pick(&s->lift, (Point){PANE.x + PANE.w - 4, PANE.y + PANE.h - 4}, &px));
    assert_false(lift_pick(&s->lift, (Point){PANE.x - 20, PANE.y + 100}, &px));
    forget(s);
}

/* A plane hides nothing, a tall wave hides what is right behind it: with f = -cos(x) seen from the
 * south the trough behind a crest at a low tilt, the crest itself never. */
static void crests_hide_troughs(void **state)
{
    (void)state;
    Scenery *s = scenery("x + y");
    for (size_t o = 0; o < ORBIT_COUNT; o++) {
        if (ORBITS[o].tilt > 1.1)
            continue; /* it leans away */
        look(s, ORBITS[o], 1);
        for (int i = 0; i < 24; i++)
            assert_false(lift_hidden(&s->lift, spot(i, i / 2), 1));
    }
    forget(s);
    s = scenery("cos(3*y)");
    look(s, (Orbit){0, 1.4}, 1);
    const double third = 3.14159265358979 / 3;
    for (int n = -1; n <= 1; n++) {
        const Vec2 crest = clip_screen(&s->camera, PANE, vec2(0, 2 * n * third));
        const Vec2 trough = clip_screen(&s->camera, PANE, vec2(0, (2 * n + 0.9) * third));
        if (!clip_inside(rect_inset(PANE, 40), crest) || !clip_inside(rect_inset(PANE, 40), trough))
            continue;
        assert_false(lift_hidden(&s->lift, crest, 1));
        assert_true(lift_hidden(&s->lift, trough, 1));
    }
    forget(s);
}

/* k = 5 log10 f. */
static void heights_are_logarithms_where_levels_are(void **state)
{
    (void)state;
    Scenery *s = scenery("rosenbrock");
    look(s, EYE_HOME, 1);
    assert_true(s->ground.levels.log);
    for (int i = 2; i < 22; i += 3)
        for (int j = 1; j < 11; j += 2) {
            const Vec2 px = spot(i, j);
            const Vec2 w = camera_to_world(&s->camera, PANE, clip_point(px));
            const double a = 1 - w.x, b = w.y - w.x * w.x, f = a * a + 100 * b * b;
            const double want = (5 * log10(f) - s->lift.k_floor) / s->lift.k_rise;
            const double got = (double)(lift_place(&s->lift, px).z / s->lift.eye.height);
            if (want > 0.1 && want < 1 && !(fabs(got - want) < 0.02))
                fail_msg("height at %g, %g is %g, not %g", w.x, w.y, got, want);
        }
    assert_true(fabs(lift_height(&s->lift, lift_k(&s->lift, 0.25)) - 0.25) < 1e-9);
    forget(s);
}

static void holes_carry_nothing(void **state)
{
    (void)state;
    Scenery *s = scenery("log(x) + y^2");
    look(s, EYE_HOME, 1);
    int stands = 0, gaps = 0;
    for (int i = 0; i < 24; i++)
        for (int j = 0; j < 12; j++) {
            const Vec2 px = spot(i, j);
            const double x = camera_to_world(&s->camera, PANE, clip_point(px)).x;
            /* The surface reaches a cell beyond its values. */
            if (fabs(x) < 16 * s->camera.per_px.x)
                continue;
            assert_int_equal(lift_stands(&s->lift, px), x > 0);
            stands += x > 0;
            gaps += x < 0;
        }
    assert_true(stands > 50 && gaps > 50);
    assert_true(isfinite(s->lift.top) && isfinite((float)s->lift.k_rise));
    forget(s);
}

/* A straight way over a crest and into the trough behind it: in sight, then hidden, in one piece.
 */
static void ways_are_cut_where_they_are_hidden(void **state)
{
    (void)state;
    Scenery *s = scenery("cos(3*y)");
    look(s, (Orbit){0, 1.4}, 1);
    Path flat = {0};
    LiftPath way = {0};
    path_begin(&flat, PANE, 1);
    path_push(&flat, vec2(480, 540));
    path_push(&flat, vec2(480, 60));
    flat.key = 1;
    liftpath_update(&way, &flat, &s->lift);
    int parts[3] = {0};
    for (size_t i = 1; i < way.count; i++) {
        parts[way.points[i].part]++;
        assert_int_equal(way.points[i].step, 1);
    }
    assert_true(parts[LIFT_SHOWN] > 10 && parts[LIFT_HIDDEN] > 4 && parts[LIFT_GAP] == 0);
    /* Its length on the picture is that of the curve, far longer than from end to end. */
    DrawList list = {0};
    const PathStyle style = {
        .color = {0, 0, 0, 255}, .width = 2.5f, .halo_width = 1.5f, .scale = 1};
    liftpath_draw_hidden(&way, 0, &style, &list);
    for (size_t i = 0; i < list.command_count; i++)
        assert_int_equal(list.commands[i].count, 0); /* nothing yet at step 0 */
    const size_t commands = list.command_count;
    drawlist_clear(&list);
    liftpath_draw_hidden(&way, 1, &style, &list);
    assert_int_equal(list.command_count, commands); /* growing layers tell what is new */
    assert_true(list.point_count > 4);
    drawlist_deinit(&list);
    liftpath_deinit(&way);
    path_deinit(&flat);
    forget(s);
}

static size_t count_of(const DrawList *list, DrawKind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < list->command_count; i++)
        count += list->commands[i].kind == kind;
    return count;
}

/* One that leads over a crest loses its head behind it; the way back has one, where the surface is
 * seen. On the flat map it is what it always was. */
static void arrows_lie_on_the_surface(void **state)
{
    (void)state;
    static const ArrowStyle STYLE = {
        .width = 4, .head = 12, .filled = true, .color = {0, 0, 0, 255}};
    static Scene scene = {.scale = 1};
    const double third = 3.14159265358979 / 3;
    Scenery *s = scenery("cos(3*y)");
    MapPane pane = {.scene = &scene, .rect = PANE, .camera = s->camera};
    const Vec2 before = clip_screen(&s->camera, PANE, vec2(0, -0.1 * third));
    const Vec2 behind = clip_screen(&s->camera, PANE, vec2(0, 0.9 * third));
    DrawList list = {0}, flat = {0};
    drape_arrow(&pane, before, behind, &STYLE, &list);
    symbol_arrow(&flat, clip_point(before), clip_point(behind), &STYLE);
    assert_int_equal(list.point_count, flat.point_count);
    assert_memory_equal(list.points, flat.points, flat.point_count * sizeof *flat.points);

    look(s, (Orbit){0, 1.4}, 1);
    pane.lift = &s->lift;
    assert_true(drape_shows(&pane, before));
    assert_false(drape_shows(&pane, behind));
    drawlist_clear(&list);
    drape_arrow(&pane, before, behind, &STYLE, &list);
    assert_true(count_of(&list, DRAW_LINE) > 0);
    assert_int_equal(count_of(&list, DRAW_POLYGON), 0);
    for (size_t i = 0; i < list.point_count; i++) {
        Vec2 px; /* no line is longer than a piece: what is drawn is what the surface shows */
        assert_true(lift_pick(&s->lift, (Point){list.points[i].x, list.points[i].y - 1}, &px));
        assert_true(fabs(px.x - before.x) < 2);
    }
    drawlist_clear(&list);
    drape_arrow(&pane, behind, before, &STYLE, &list);
    assert_int_equal(count_of(&list, DRAW_POLYGON), 1);
    const DrawCommand *head = &list.commands[list.command_count - 1];
    const Vec2 tip = lift_point(&s->lift, before);
    assert_true(hypot((double)list.points[head->first + 1].x - tip.x,
                      (double)list.points[head->first + 1].y - tip.y) < 1e-3);
    drawlist_deinit(&list);
    drawlist_deinit(&flat);
    forget(s);
}

/* Between the key that raises the map and the first picture of the surface, a hand holds the map
 * that is still seen. */
static void before_it_is_raised_the_hand_holds_the_map(void **state)
{
    (void)state;
    const Lift lift = {0};
    const Vec2 px = lift_hold(&lift, (Point){12.5f, 7});
    assert_true(px.x == 12.5 && px.y == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lying_flat_it_is_the_map),
        cmocka_unit_test(the_block_stays_in_its_pane),
        cmocka_unit_test(what_is_picked_is_what_is_seen),
        cmocka_unit_test(beside_the_block_nothing_is_picked),
        cmocka_unit_test(crests_hide_troughs),
        cmocka_unit_test(heights_are_logarithms_where_levels_are),
        cmocka_unit_test(holes_carry_nothing),
        cmocka_unit_test(ways_are_cut_where_they_are_hidden),
        cmocka_unit_test(arrows_lie_on_the_surface),
        cmocka_unit_test(before_it_is_raised_the_hand_holds_the_map),
    };
    return cmocka_run_group_tests_name("lift", tests, NULL, NULL);
}
