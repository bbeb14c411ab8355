/* Everything that can be done is within reach of the mouse, at every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "optim/catalogue.h"
#include "player.h"
#include "problem/factory.h"
#include "realfonts.h"

/* ---- within reach ---- */

typedef struct Reached {
    bool kinds[HIT_BLOCK + 1][512];
    bool commands[COMMANDS_MAX];
} Reached;

/* Notes what a click in the middle of each visible hit would do. */
static void note(const Player *player, Reached *reached)
{
    const HitList *hits = &player->app.screen.hits;
    const Scene *scene = &player->app.scene;
    for (size_t i = 0; i < hits->count; i++) {
        const Hit *hit = &hits->items[i];
        Point p = {hit->rect.x + hit->rect.w / 2, hit->rect.y + hit->rect.h / 2};
        if (p.x < 0 || p.y < 0 || p.x >= (float)scene->width || p.y >= (float)scene->height)
            continue;
        Hit top = hits_at(hits, p);
        if (top.kind != hit->kind || top.a != hit->a)
            continue;
        if (hit->kind != HIT_COMMAND)
            reached->kinds[hit->kind][hit->a < 0 ? 511 : hit->a] = true;
        else
            reached->commands[commands_find(hit->command) - commands_at(0)] = true;
    }
}

/* Everything on show, and what the wheel brings into sight in every area that scrolls. */
static void reach(Player *player, Reached *reached)
{
    memset(reached, 0, sizeof *reached);
    for (int area = 0; area < SCROLL_COUNT; area++) {
        Rect r = hits_find(&player->app.screen.hits, HIT_SCROLL, area).rect;
        InputEvent up = {
            .kind = INPUT_WHEEL, .x = r.x + r.w / 2, .y = r.y + r.h / 2, .wheel_y = 1000};
        InputEvent down = up;
        down.wheel_y = -1;
        if (r.w > 0)
            player_send(player, up);
        note(player, reached);
        float before = -1;
        for (int i = 0; r.w > 0 && i < 200 && player->app.screen.scrolls.shown[area] != before;
             i++) {
            before = player->app.screen.scrolls.shown[area];
            player_send(player, down);
            note(player, reached);
        }
    }
}

static void must(const Player *player, bool good, const char *what, const char *which)
{
    if (!good)
        fail_msg("%dx%d, text %g %%: %s %s is out of reach", player->app.scene.width,
                 player->app.scene.height, 100 * player->app.text_scale, what, which);
}

static void check_cards(Player *player, Reached *reached)
{
    App *app = &player->app;
    player_press(player, "H");
    for (size_t i = 0; i < race_count(app->race); i++) {
        player_press(player, "Tab");
        app->scene.sheet = app->screen.layout.narrow;
        player_settle(player);
        reach(player, reached);
        size_t selected = app->scene.selected;
        const Optimizer *optimizer = run_spec(race_run(app->race, selected))->optimizer;
        for (size_t k = 0; k < race_count(app->race); k++)
            must(player, reached->kinds[HIT_CARD][k], "the card of", app->scene.entrants[k].name);
        size_t rows[OPTIMIZER_HYPERS_MAX];
        size_t count = scene_hyper_rows(&app->scene, rows, NULL);
        for (size_t k = 0; k < count; k++)
            must(player, reached->kinds[HIT_SLIDER][rows[k]] || reached->kinds[HIT_CYCLE][rows[k]],
                 optimizer->id, optimizer_hyper(optimizer, rows[k])->id);
    }
}

static void check_lists(Player *player, Reached *reached)
{
    player_press(player, "F1");
    reach(player, reached);
    for (size_t i = 0; i < commands_count(); i++)
        must(player, reached->commands[i] || commands_at(i)->keys[0] == '\0', "help on",
             commands_at(i)->id);
    player_press(player, "Esc");
    player_press(player, "Ctrl+F");
    reach(player, reached);
    for (size_t i = 0; i < problem_catalogue_count(); i++)
        must(player, reached->kinds[HIT_ROW][i], "the row of", problem_catalogue_at(i).id);
    player_press(player, "Esc");
    player_press(player, "O");
    reach(player, reached);
    for (size_t i = 0; i < optimizer_count(); i++)
        must(player, reached->kinds[HIT_ROW][i], "the row of", optimizer_at(i)->id);
    player_press(player, "Esc");
}

static void everything_is_within_reach_of_the_mouse(void **state)
{
    static Reached reached;
    for (int size = 0; size < SIZES_COUNT - 1; size++) {
        for (int scale = 0; scale < SCALES_COUNT; scale++) {
            Player player;
            realfonts_open_race(&player, *state, (AppOptions){.text_scale = TEXT_SCALES[scale]},
                                size);
            static const char *const always[] = {"play.toggle", "problem.list", "app.help"};
            reach(&player, &reached);
            for (size_t i = 0; i < sizeof always / sizeof *always; i++)
                must(&player, reached.commands[commands_find(always[i]) - commands_at(0)], "button",
                     always[i]);
            must(&player, reached.kinds[HIT_TIMELINE][0], "the", "timeline");
            must(&player, reached.kinds[HIT_MAP][511], "the", "map");
            check_lists(&player, &reached);
            check_cards(&player, &reached);
            player_close(&player);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_within_reach_of_the_mouse),
    };
    return cmocka_run_group_tests(tests, realfonts_start, realfonts_stop);
}
