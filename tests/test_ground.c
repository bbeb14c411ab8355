/* The ground below a map: its samples, the levels that colour it, and the slopes that shade it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "fixtures.h"
#include "racemap.h"

/* ---- the ground ---- */

static void colours_stay_while_panning_and_follow_a_deep_zoom(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    Ground ground = {0};
    const Camera home = camera_fit(problem->view, PANE);
    ground_update(&ground, problem, &home, PANE, GROUND_FULL, NULL);
    const Levels first = ground.levels;
    Camera camera = home;
    camera_pan(&camera, 200, -90);
    camera_zoom(&camera, PANE, (Point){300, 200}, 1 / 3.5);
    ground_update(&ground, problem, &camera, PANE, GROUND_FULL, NULL);
    assert_true(ground.levels.k0 == first.k0 && ground.levels.k1 == first.k1 &&
                ground.levels.gamma == first.gamma && ground.levels.step == first.step);
    camera_zoom(&camera, PANE, (Point){300, 200}, 0.01);
    ground_update(&ground, problem, &camera, PANE, GROUND_FULL, NULL);
    assert_true(ground.levels.k0 != first.k0 || ground.levels.k1 != first.k1);
    ground_update(&ground, problem, &home, PANE, GROUND_FULL, NULL);
    assert_true(ground.levels.k0 == first.k0 && ground.levels.k1 == first.k1);
    ground_deinit(&ground);
    problem_destroy(problem);
}

static void a_fast_ground_is_close_to_the_full_one(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    Ground full = {0}, fast = {0};
    const Camera camera = camera_fit(problem->view, PANE);
    ground_update(&full, problem, &camera, PANE, GROUND_FULL, NULL);
    ground_update(&fast, problem, &camera, PANE, GROUND_FAST, NULL);
    size_t far = 0, total = (size_t)(full.width + 2) * (size_t)(full.height + 2);
    for (size_t i = 0; i < total; i++)
        far += !(fabs((double)full.k[i] + full.base - (double)fast.k[i] - fast.base) < 0.01);
    /* Only at the four minima, where k has a pole, may they differ. */
    if (far > total / 500)
        fail_msg("%zu of %zu samples differ by more than 0.01", far, total);
    ground_deinit(&full);
    ground_deinit(&fast);
    problem_destroy(problem);
}

static void the_buffer_is_k_at_the_centres_of_pixels(void **state)
{
    (void)state;
    Problem *problem = problem_of("x^2 + 3*y^2 + 1");
    Ground ground = {0};
    const Camera camera = {vec2(0.3, -0.2), vec2(0.01, 0.02)};
    ground_update(&ground, problem, &camera, PANE, GROUND_FULL, NULL);
    const int places[4][2] = {{0, 0}, {961, 501}, {480, 250}, {17, 402}};
    for (int i = 0; i < 4; i++) {
        const int col = places[i][0], row = places[i][1];
        /* Bordered sample (col, row) is the centre of pane px (col - 1, row - 1). */
        const double x = 0.3 + (col - 1 + 0.5 - 480) * 0.01;
        const double y = -0.2 - (row - 1 + 0.5 - 250) * 0.02;
        const double want = levels_k(&ground.levels, x * x + 3 * y * y + 1);
        assert_near(ground.base + (double)ground.k[row * 962 + col], want, 1e-4);
    }
    ground_deinit(&ground);
    problem_destroy(problem);
}

/* Easom's plateau is flat to 1e-4 and more: by its own slopes it would look like a mountain. */
static void a_plateau_is_shaded_by_the_slopes_of_its_hills(void **state)
{
    (void)state;
    RaceMap *f = racemap_create("easom", 20);
    racemap_draw(f, 0);
    const Ground *g = &f->ground;
    const size_t pitch = (size_t)g->width + 2;
    const float *k = g->k + ((size_t)g->height / 2 + 1) * pitch + (size_t)g->width / 4;
    const double slope = hypot((double)(k[1] - k[-1]), (double)(k[pitch] - *(k - pitch))) / 2;
    assert_true(g->relief > 0);
    if (!(slope * (double)g->relief < 0.5))
        fail_msg("a plateau's slope of %g counts as %g of a usual one", slope,
                 slope * (double)g->relief);
    racemap_destroy(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_stay_while_panning_and_follow_a_deep_zoom),
        cmocka_unit_test(a_fast_ground_is_close_to_the_full_one),
        cmocka_unit_test(the_buffer_is_k_at_the_centres_of_pixels),
        cmocka_unit_test(a_plateau_is_shaded_by_the_slopes_of_its_hills),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
