#include "racemap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "fakefonts.h"
#include "fixtures.h"

RaceMap *racemap_create(const char *spec, long budget)
{
    static const char *const specs[] = {"sgd",     "momentum", "nesterov", "adagrad",
                                        "rmsprop", "adam",     "sgd"};
    RaceMap *map = calloc(1, sizeof *map);
    assert_non_null(map);
    map->race = race_create(problem_of(spec),
                            (RunLimits){.budget = budget, .tolerance = 1e-3, .end = RUN_END_FAR});
    int generic = 0;
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) {
        OptimizerSpec optimizer;
        assert_true(optimizer_spec_parse(&optimizer, specs[i], NULL));
        assert_true(race_add(map->race, &optimizer));
        SceneEntrant *entrant = &map->scene.entrants[i];
        snprintf(entrant->name, sizeof entrant->name, "%s", optimizer.optimizer->name);
        entrant->ink = theme_ink(THEME_LIGHT, specs[i], i == 6, &generic);
    }
    while (race_advance(map->race, 10000) > 0) {
    }
    map->scene.race = map->race;
    map->scene.scale = 1;
    map->scene.zoom = 1;
    map->scene.selected = 5;
    map->scene.center = box2_center(race_problem(map->race)->view);
    map->list.fonts = &FAKE_FONTS;
    return map;
}

MapPane racemap_pane(const RaceMap *map)
{
    return (MapPane){.scene = &map->scene,
                     .rect = PANE,
                     .clear = PANE,
                     .camera = scene_camera(&map->scene, PANE),
                     .only = -1,
                     .hovered = -1,
                     .ticks = true,
                     .landmark_words = true,
                     .names = true,
                     .ground_layer = 0,
                     .pane_layer = 1};
}

void racemap_draw(RaceMap *map, double playhead)
{
    map->scene.playhead = playhead;
    drawlist_clear(&map->list);
    const MapPane pane = racemap_pane(map);
    mapview_draw(&map->view, &pane, &map->ground, NULL, &map->list);
}

void racemap_destroy(RaceMap *map)
{
    mapview_deinit(&map->view);
    ground_deinit(&map->ground);
    drawlist_deinit(&map->list);
    race_destroy(map->race);
    free(map);
}

bool rects_overlap(Rect a, Rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
