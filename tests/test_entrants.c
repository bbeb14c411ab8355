/* Entrants of a race: who is on show, and what was there before a hand moved something. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "app/opening.h"
#include "app/raceline.h"
#include "app/scenario.h"
#include "player.h"
#include "view/text/number.h"

/* Who is on show, as a row of ids; hidden ones in brackets. */
static const char *shown(const Player *player)
{
    static char text[400];
    text[0] = '\0';
    for (size_t i = 0; i < race_count(player->app.race); i++) {
        const bool visible = race_visible(player->app.race, i);
        size_t len = strlen(text);
        snprintf(text + len, sizeof text - len, visible ? "%s%s" : "%s(%s)", len > 0 ? " " : "",
                 race_wanted(player->app.race, i)->optimizer->id);
    }
    return text;
}

static void undo_brings_back_who_was_shown_and_who_was_not(void **state)
{
    (void)state;
    Player *player = player_begin();
    PLAYER_PRESS(player, "2", "Tab", "Delete");
    assert_string_equal(shown(player), "(momentum) nesterov adagrad rmsprop adam");
    PLAYER_PRESS(player, "Z");
    assert_string_equal(shown(player), "sgd (momentum) nesterov adagrad rmsprop adam");
    PLAYER_PRESS(player, "Z"); /* hiding was a change, too */
    assert_string_equal(shown(player), "sgd momentum nesterov adagrad rmsprop adam");
    PLAYER_PRESS(player, "Shift+Z", "Shift+Z");
    assert_string_equal(shown(player), "(momentum) nesterov adagrad rmsprop adam");
    player_close(player);
}

static void hiding_computes_nothing_anew(void **state)
{
    (void)state;
    Player *player = player_begin();
    player_settle(player);
    uint64_t before = race_run_revision(player->app.race, 1);
    PLAYER_PRESS(player, "2", "3", "Shift+4");
    assert_int_equal(race_run_revision(player->app.race, 1), before);
    assert_true(race_done(player->app.race));
    player_close(player);
}

/* Scenario file, race line, and whoever reads them. */
static void who_is_hidden_stays_so_through_every_text(void **state)
{
    (void)state;
    static const char wanted[] = "(sgd) momentum nesterov adagrad (rmsprop) adam";
    Player *player = player_begin();
    Err err = {0};
    StrBuf file = {0}, line = {0};
    PLAYER_PRESS(player, "1", "5");
    scenario_put(&player->app, (Reference){.kind = REFERENCE_HERE}, &file);
    raceline_print(&player->app, &line);
    player_close(player);

    player = player_begin();
    assert_true(raceline_apply(&player->app, strbuf_text(&line), &err));
    assert_string_equal(shown(player), wanted);
    player_close(player);

    player = player_begin();
    Scenario *scenario = scenario_parse("file", strbuf_text(&file), file.len, &err);
    assert_non_null(scenario);
    assert_true(opening_apply(&player->app, scenario_options(scenario), &err));
    assert_string_equal(shown(player), wanted);
    scenario_destroy(scenario);
    player_close(player);

    static Player opened; /* as the command line opens it */
    scenario = scenario_parse("file", strbuf_text(&file), file.len, &err);
    player_open(&opened, scenario_options(scenario), 1280, 720, 1, NULL);
    assert_string_equal(shown(&opened), wanted);
    scenario_destroy(scenario);
    player_close(&opened);
    strbuf_deinit(&file);
    strbuf_deinit(&line);
}

static void another_value_is_another_ghost(void **state)
{
    (void)state;
    Player *player = player_begin();
    PLAYER_PRESS(player, "Right", "Right", "Down");
    const Scene *scene = &player->app.scene;
    char wanted[64], number[NUMBER_TEXT_MAX];
    snprintf(wanted, sizeof wanted, "was %s",
             number_short(scene_hyper(scene, scene->selected, scene->hyper), number));
    assert_int_equal(scene->hyper, 1);
    PLAYER_PRESS(player, "Right");
    assert_string_equal(scene->ghosts[scene->selected].label, wanted);
    PLAYER_PRESS(player, "Right"); /* of one gesture the oldest path stays */
    assert_string_equal(scene->ghosts[scene->selected].label, wanted);
    player_close(player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undo_brings_back_who_was_shown_and_who_was_not),
        cmocka_unit_test(hiding_computes_nothing_anew),
        cmocka_unit_test(who_is_hidden_stays_so_through_every_text),
        cmocka_unit_test(another_value_is_another_ghost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
