/* Words on the map: they keep off each other, lie on their lines and stay on their side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "base/rng.h"
#include "fakefonts.h"
#include "fixtures.h"
#include "problem/factory.h"
#include "racemap.h"

/* ---- words ---- */

typedef struct Turned {
    double x, y, half_w, half_h, angle;
} Turned;

/* Separating axes of two turned rectangles. */
static bool turned_overlap(Turned a, Turned b)
{
    for (int n = 0; n < 4; n++) {
        const double t = (n < 2 ? a.angle : b.angle) + (n % 2 ? acos(0) : 0);
        const double ax = cos(t), ay = sin(t);
        const double gap = fabs((b.x - a.x) * ax + (b.y - a.y) * ay);
        const double ra = a.half_w * fabs(cos(a.angle - t)) + a.half_h * fabs(sin(a.angle - t));
        const double rb = b.half_w * fabs(cos(b.angle - t)) + b.half_h * fabs(sin(b.angle - t));
        if (gap > ra + rb)
            return false;
    }
    return true;
}

static void labels_lie_on_their_lines_and_off_everything_else(void **state)
{
    (void)state;
    size_t total = 0;
    for (size_t n = 0; n < problem_catalogue_count(); n++) {
        Problem *problem = problem_of(problem_catalogue_at(n).id);
        Ground ground = {0};
        Labels labels = {0};
        Obstacles obstacles = {0};
        const Camera camera = camera_fit(problem->view, PANE);
        ground_update(&ground, problem, &camera, PANE, GROUND_FULL, NULL);
        obstacles_reset(&obstacles, PANE, 3);
        Rng rng = rng_seeded(n);
        Point line[12];
        for (int i = 0; i < 12; i++)
            line[i] = (Point){(float)rng_range(&rng, 0, 960), (float)rng_range(&rng, 48, 548)};
        const Rect cover = {700, 300, 150, 90};
        obstacles_add_line(&obstacles, line, 12, OBSTACLE_PATH);
        obstacles_add_rect(&obstacles, cover, OBSTACLE_COVER);
        labels_update(&labels, &(LabelView){&ground, &camera, NULL, PANE, 1}, &obstacles,
                      &FAKE_FONTS);
        total += labels.count;
        assert_true(labels.count <= 16); /* 480 000 px^2 at one per 30 000 */
        Turned boxes[LABELS_MAX];
        for (size_t i = 0; i < labels.count; i++) {
            const MapLabel *label = &labels.items[i];
            const Point p = camera_to_screen(&camera, PANE, label->at);
            boxes[i] = (Turned){(double)p.x, (double)p.y, (double)label->half_w, 5.1,
                                (double)label->angle};
            const double k = levels_k(&ground.levels, problem_value(problem, label->at));
            if (fabs(k - label->k) > 0.3)
                fail_msg("%s: label %s lies at k = %.3f, not %.0f", problem->id, label->text, k,
                         label->k);
            assert_true(cosf(label->angle) > -1e-6f);
            for (size_t j = 0; j < i; j++) {
                const double d = hypot(boxes[i].x - boxes[j].x, boxes[i].y - boxes[j].y);
                if (d < 60 || turned_overlap(boxes[i], boxes[j]))
                    fail_msg("%s: labels %s and %s are %.0f px apart", problem->id, label->text,
                             labels.items[j].text, d);
            }
            const Turned c = {775, 345, 75, 45, 0};
            assert_false(turned_overlap(boxes[i], c));
            for (int s = 0; s < 11; s++) {
                const double dx = (double)(line[s + 1].x - line[s].x);
                const double dy = (double)(line[s + 1].y - line[s].y);
                const Turned path = {(double)line[s].x + dx / 2, (double)line[s].y + dy / 2,
                                     hypot(dx, dy) / 2, 2.5, atan2(dy, dx)};
                if (turned_overlap(boxes[i], path))
                    fail_msg("%s: label %s lies on a path", problem->id, label->text);
            }
        }
        obstacles_deinit(&obstacles);
        labels_deinit(&labels);
        ground_deinit(&ground);
        problem_destroy(problem);
    }
    assert_true(total > 3 * problem_catalogue_count());
}

static void names_never_overlap_and_all_are_placed(void **state)
{
    (void)state;
    Rng rng = rng_seeded(11);
    const NameRules rules = {.bounds = PANE, .scale = 1, .rings = NAME_RINGS};
    for (int round = 0; round < 400; round++) {
        NameItem items[10];
        const size_t count = 1 + rng_below(&rng, 10);
        /* From all over the pane to all on one point. */
        const double spread = round % 4 == 0 ? 0 : pow(10, rng_range(&rng, 0, 2.4));
        const double x = rng_range(&rng, 200, 760), y = rng_range(&rng, 150, 450);
        for (size_t i = 0; i < count; i++)
            items[i] = (NameItem){.at = {(float)(x + rng_range(&rng, -spread, spread) * 0.7),
                                         (float)(y + rng_range(&rng, -spread, spread) * 0.3)},
                                  .radius = 7.5f,
                                  .w = (float)rng_range(&rng, 35, 95),
                                  .h = 15,
                                  .cost_max = INFINITY,
                                  .slot = -1};
        names_place(items, count, &rules, NULL, 0);
        for (size_t i = 0; i < count; i++) {
            if (items[i].slot < 0)
                fail_msg("round %d: name %zu of %zu has no place", round, i, count);
            assert_true(items[i].box.x >= PANE.x && items[i].box.y >= PANE.y);
            assert_true(items[i].box.x + items[i].box.w <= PANE.x + PANE.w);
            assert_true(items[i].box.y + items[i].box.h <= PANE.y + PANE.h);
            for (size_t j = 0; j < i; j++)
                if (rects_overlap(items[i].box, items[j].box))
                    fail_msg("round %d: names %zu and %zu overlap", round, i, j);
        }
    }
}

static void a_name_keeps_its_side_until_another_is_clearly_better(void **state)
{
    (void)state;
    Obstacles obstacles = {0};
    obstacles_reset(&obstacles, PANE, 3);
    const NameRules rules = {
        .bounds = PANE, .scale = 1, .rings = NAME_RINGS, .obstacles = &obstacles};
    NameItem item = {.at = {400, 300}, .radius = 7.5f, .w = 60, .h = 15, .cost_max = INFINITY};
    item.slot = 3; /* west, dearer than east by .36 only */
    names_place(&item, 1, &rules, NULL, 0);
    assert_int_equal(item.slot, 3);
    obstacles_add_rect(&obstacles, (Rect){300, 290, 80, 20}, OBSTACLE_MARK); /* costs 6 */
    names_place(&item, 1, &rules, NULL, 0);
    assert_int_equal(item.slot, 0);
    assert_near((double)item.box.x, 400 + 7.5 + 7, 1e-3);
    obstacles_deinit(&obstacles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_lie_on_their_lines_and_off_everything_else),
        cmocka_unit_test(names_never_overlap_and_all_are_placed),
        cmocka_unit_test(a_name_keeps_its_side_until_another_is_clearly_better),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
