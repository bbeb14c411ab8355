/* Every view at every size: no text on another, nothing cut, all of it
 * readable. The views are found by running through the command table, so that a new one is looked
 * at without a line here. Measured with the real fonts; no OpenGL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/lesson.h"
#include "optim/catalogue.h"
#include "player.h"
#include "problem/factory.h"
#include "realfonts.h"
#include "wording.h"

/* ---- what to look at ---- */

/* A picture, and how it came about, for messages. */
typedef struct View {
    Player *player;
    Wordings words;
    char name[160];
    size_t faults;
} View;

typedef void Check(View *view);

static void look(View *view, Check *check, const char *what)
{
    Player *player = view->player;
    const Scene *scene = &player->app.scene;
    snprintf(view->name, sizeof view->name, "%dx%d@%g, text %g %%, %s%s", scene->width,
             scene->height, (double)player->input.display_scale, 100 * player->app.text_scale,
             theme_get(scene->theme)->id, what);
    wordings_read(&view->words, &player->list, scene->width, scene->height,
                  theme_get(scene->theme)->panel);
    check(view);
}

static __attribute__((format(printf, 2, 3))) void fault(View *view, const char *format, ...)
{
    if (view->faults++ >= 40)
        return;
    va_list args;
    va_start(args, format);
    char text[400];
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_error("%s: %s\n", view->name, text);
}

/* What can be touched, as one number: pictures with the same are the same view. */
static uint64_t shape_of(const Player *player)
{
    const HitList *hits = &player->app.screen.hits;
    uint64_t key = hits->count;
    for (size_t i = 0; i < hits->count; i++)
        key = key * 31 + (uint64_t)hits->items[i].kind * 7 +
              (hits->items[i].command ? strlen(hits->items[i].command) : 0);
    return key * 31 + player->app.screen.layout.pane_count;
}

/* Every view once: the opening one, and what each command makes of it. */
static void each_view(View *view, const RealFonts *real, AppOptions options, int size, Check *check)
{
    static Player player;
    uint64_t seen[COMMANDS_MAX + 1];
    size_t count = 0;
    view->player = &player;
    realfonts_open_race(&player, real, options, size);
    look(view, check, "");
    seen[count++] = shape_of(&player);
    double asked = player.app.text_scale;
    for (size_t i = 0; i < commands_count(); i++) {
        player_command(&player, commands_at(i));
        bool again = player.app.text_scale != asked || player.output->quit;
        for (size_t k = 0; k < count; k++)
            again = again || seen[k] == shape_of(&player);
        if (!again) {
            char what[64];
            snprintf(what, sizeof what, ", %s", commands_at(i)->id);
            player_settle(&player);
            look(view, check, what);
            seen[count++] = shape_of(&player);
        }
        if (shape_of(&player) == seen[0] && player.app.text_scale == asked)
            continue; /* as it was, near enough */
        player_close(&player);
        realfonts_open_race(&player, real, options, size);
    }
    player_close(&player);
}

static void everywhere(void **state, Check *check)
{
    View view = {0};
    for (int size = 0; size < SIZES_COUNT; size++) {
        for (int scale = 0; scale < SCALES_COUNT; scale++) {
            AppOptions options = {.text_scale = TEXT_SCALES[scale],
                                  .theme = (ThemeId)(scale % THEME_COUNT)};
            each_view(&view, *state, options, size, check);
        }
    }
    wordings_deinit(&view.words);
    if (view.faults > 0)
        fail_msg("%zu faults", view.faults);
}

/* ---- texts apart ---- */

/* Where nothing is free a name may lie on a quieter word of the map, and anything on
 * the value of an isoline, with a halo between (src/view/README.md, "Names": at a cost). */
static bool outranks(const Wording *a, const Wording *b)
{
    const Wording *over = a->command > b->command ? a : b, *under = over == a ? b : a;
    return a->on_ground && b->on_ground && over->halo_width >= 2 &&
           (under->face == FACE_MEDIUM ||
            (over->face == FACE_SEMIBOLD && under->face == FACE_REGULAR));
}

static void check_apart(View *view)
{
    const Wordings *words = &view->words;
    for (size_t i = 0; i < words->count; i++) {
        for (size_t k = 0; k < i; k++) {
            const Wording *a = &words->items[i], *b = &words->items[k];
            if (a->formula != b->formula && wording_overlap(a, b) && !outranks(a, b))
                fault(view, "\"%s\" at %.0f,%.0f lies on \"%s\" at %.0f,%.0f", a->text,
                      (double)a->box.x, (double)a->box.y, b->text, (double)b->box.x,
                      (double)b->box.y);
        }
        const Wording *w = &words->items[i];
        if (w->crossed && !w->on_ground)
            fault(view, "\"%s\" at %.0f,%.0f is crossed by %.0f,%.0f %.0fx%.0f", w->text,
                  (double)w->box.x, (double)w->box.y, (double)w->crossed_by.x,
                  (double)w->crossed_by.y, (double)w->crossed_by.w, (double)w->crossed_by.h);
    }
}

/* ---- nothing cut ---- */

/* A scrolled area cuts above and below. */
static bool scrolls(const View *view, Rect clip)
{
    const Screen *screen = &view->player->app.screen;
    for (size_t i = 0; i < screen->hits.count; i++) {
        const Hit *hit = &screen->hits.items[i];
        if (hit->kind == HIT_SCROLL && screen->scrolls.most[hit->a] > 0 &&
            fabsf(hit->rect.y - clip.y) < 2 && fabsf(hit->rect.h - clip.h) < 4)
            return true;
    }
    return false;
}

/* The formula of the top line ends in an ellipsis where it is cut. */
static bool ends_in_ellipsis(const View *view, const Wording *w)
{
    const Wordings *words = &view->words;
    for (size_t i = 0; i < words->count; i++) {
        const Wording *dots = &words->items[i];
        if (dots->command > w->command && strcmp(dots->text, "\u2026") == 0 &&
            fabsf(dots->box.x - (w->clip.x + w->clip.w)) < 2 * dots->size)
            return w->face == FACE_MATH;
    }
    return false;
}

static void check_whole(View *view)
{
    const Wordings *words = &view->words;
    Rect all = {0, 0, (float)view->player->app.scene.width, (float)view->player->app.scene.height};
    for (size_t i = 0; i < words->count; i++) {
        const Wording *w = &words->items[i];
        Rect b = w->box, c = w->clip, p = w->plate;
        bool across = b.x < c.x - 1 || b.x + b.w > c.x + c.w + 1;
        bool down = b.y < c.y - 1 || b.y + b.h > c.y + c.h + 1;
        bool plate = b.x < p.x - 1 || b.x + b.w > p.x + p.w + 1;
        if (w->on_ground && w->angle != 0)
            continue; /* isolines' own labels run off the map with their lines */
        if ((across && !ends_in_ellipsis(view, w)) || (down && !scrolls(view, c)))
            fault(view, "\"%s\" at %.0f,%.0f %.0fx%.0f is cut at %.0f,%.0f %.0fx%.0f%s", w->text,
                  (double)b.x, (double)b.y, (double)b.w, (double)b.h, (double)c.x, (double)c.y,
                  (double)c.w, (double)c.h, c.w == all.w && c.h == all.h ? " (the window)" : "");
        else if (plate && !across && !w->on_ground)
            fault(view, "\"%s\" at %.0f,%.0f %.0fx%.0f leaves its place %.0f,%.0f %.0fx%.0f",
                  w->text, (double)b.x, (double)b.y, (double)b.w, (double)b.h, (double)p.x,
                  (double)p.y, (double)p.w, (double)p.h);
    }
}

/* Both at once: drawing is what takes its time. */
static void check_place(View *view)
{
    check_apart(view);
    check_whole(view);
}

static void no_text_is_cut_or_lies_on_another(void **state)
{
    everywhere(state, check_place);
}

/* ---- labels between buttons ---- */

/* Nothing is written over a minus or plus, nor closer to it than a hair's breadth. */
static void check_signs(View *view)
{
    const HitList *hits = &view->player->app.screen.hits;
    for (size_t i = 0; i < hits->count; i++) {
        const Hit *hit = &hits->items[i];
        if (!hit->command ||
            (strcmp(hit->command, "play.slower") != 0 && strcmp(hit->command, "play.faster") != 0))
            continue;
        const float half = 7.5f / 30 * hit->rect.h; /* of 12 px in a button of 30 */
        const Point at = rect_middle(hit->rect);
        for (size_t k = 0; k < view->words.count; k++) {
            const Wording *w = &view->words.items[k];
            if (w->box.x < at.x + half && at.x - half < w->box.x + w->box.w &&
                w->box.y < at.y + half && at.y - half < w->box.y + w->box.h)
                fault(view, "\"%s\" at %.0f,%.0f lies on the sign of %s at %.0f,%.0f", w->text,
                      (double)w->box.x, (double)w->box.y, hit->command, (double)at.x, (double)at.y);
        }
    }
}

static bool has_command(const Player *player, const char *command)
{
    const HitList *hits = &player->app.screen.hits;
    for (size_t i = 0; i < hits->count; i++)
        if (hits->items[i].command && strcmp(hits->items[i].command, command) == 0)
            return true;
    return false;
}

/* Every speed of the ladder, counted in steps and in evaluations; returns how many were shown. */
static int each_speed(View *view)
{
    Player *player = view->player;
    int shown = 0;
    double speed = 0;
    for (int i = 0; i < 40; i++)
        player_press(player, "[");
    while (speed != player->app.scene.speed) {
        char what[64];
        speed = player->app.scene.speed;
        snprintf(what, sizeof what, ", %g a second", speed);
        player_settle(player);
        look(view, check_signs, what);
        shown += has_command(player, "play.faster");
        player_press(player, "]");
    }
    return shown;
}

static void every_speed_fits_between_its_buttons(void **state)
{
    View view = {0};
    Player player;
    int shown = 0;
    view.player = &player;
    for (int size = 0; size < SIZES_COUNT; size++) {
        for (int scale = 0; scale < SCALES_COUNT; scale++) {
            realfonts_open_race(&player, *state, (AppOptions){.text_scale = TEXT_SCALES[scale]},
                                size);
            shown += each_speed(&view);
            player_press(&player, "U");
            shown += each_speed(&view);
            player_close(&player);
        }
    }
    wordings_deinit(&view.words);
    assert_true(shown >= 2 * 14 * SIZES_COUNT);
    assert_int_equal(view.faults, 0);
}

/* ---- readable ---- */

/* WCAG 2.1, 1.4.3: 4.5 : 1, for large text (from 24 px, or 18.66 px bold) 3 : 1. On the map,
 * against the worst of what can lie there, unless a halo of its own keeps the ground away. */
static void check_readable(View *view)
{
    const Theme *theme = theme_get(view->player->app.scene.theme);
    for (size_t i = 0; i < view->words.count; i++) {
        const Wording *w = &view->words.items[i];
        bool bold = w->face == FACE_SEMIBOLD || w->face == FACE_BOLD;
        double wanted = w->size >= (bold ? 18.66f : 24) ? 3 : 4.5;
        double ratio;
        if (w->color.a < 255)
            continue; /* fading */
        if (!w->on_ground) {
            ratio = color_contrast(w->color, w->under);
        } else if (w->halo_width >= 2) {
            ratio = color_contrast(w->color, (Color){w->halo.r, w->halo.g, w->halo.b, 255});
        } else {
            ratio = 21;
            for (int r = 0; r < 3; r++)
                ratio = fmin(ratio, color_contrast(w->color, color_from_oklab(theme->ramp[r])));
        }
        if (ratio < wanted)
            fault(view, "\"%s\" at %.0f,%.0f has %.2f : 1 and needs %g", w->text, (double)w->box.x,
                  (double)w->box.y, ratio, wanted);
    }
}

/* The pointer on everything that can be touched, one after the other: what it is on lights up. */
static void hover_everything(View *view)
{
    Player *player = view->player;
    const HitList *hits = &player->app.screen.hits;
    for (size_t i = 0; i < hits->count; i++) {
        const Rect r = hits->items[i].rect;
        player_send(player,
                    (InputEvent){.kind = INPUT_MOVE, .x = r.x + r.w / 2, .y = r.y + r.h / 2});
        look(view, check_readable, ", hovering");
    }
}

static void every_text_can_be_read(void **state)
{
    View view = {0};
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        for (int size = 0; size < 3; size++)
            each_view(&view, *state, (AppOptions){.theme = (ThemeId)theme}, size, check_readable);
        static const char *const opened[] = {"", "F1", "O", "V", "3"};
        for (size_t k = 0; k < sizeof opened / sizeof *opened; k++) {
            Player player;
            view.player = &player;
            realfonts_open_race(&player, *state, (AppOptions){.theme = (ThemeId)theme}, 2);
            player_press(&player, opened[k]);
            hover_everything(&view);
            player_close(&player);
        }
    }
    wordings_deinit(&view.words);
    if (view.faults > 0)
        fail_msg("%zu faults", view.faults);
}

/* ---- other contents ---- */

static void every_problem_has_its_place(void **state)
{
    View view = {0};
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        for (int size = 0; size < 3; size += 2) {
            Player player;
            view.player = &player;
            realfonts_open_race(&player, *state,
                                (AppOptions){.problem = problem_catalogue_at(i).id}, size);
            look(&view, check_place, race_problem(player.app.race)->id);
            player_close(&player);
        }
    }
    wordings_deinit(&view.words);
    if (view.faults > 0)
        fail_msg("%zu faults", view.faults);
}

static size_t count_text(const View *view, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < view->words.count; i++)
        count += strcmp(view->words.items[i].text, text) == 0;
    return count;
}

static void every_optimizer_has_its_place(void **state)
{
    View view = {0};
    for (size_t i = 0; i < optimizer_count(); i++) {
        for (int size = 0; size < 3; size += 2) {
            Player player;
            view.player = &player;
            const char *specs[] = {optimizer_at(i)->id};
            realfonts_open_race(&player, *state,
                                (AppOptions){.optimizers = specs, .optimizer_count = 1}, size);
            player_press(&player, "Down");
            player_press(&player, "H");
            player_settle(&player);
            look(&view, check_place, optimizer_at(i)->id);
            player_close(&player);
        }
    }
    wordings_deinit(&view.words);
    if (view.faults > 0)
        fail_msg("%zu faults", view.faults);
}

/* Question and caption, beside the panel and in the presenter's band; all of the words, where the
 * window is as large as Ravine is made for. */
static void every_lesson_has_its_place(void **state)
{
    View view = {0};
    static const double at[] = {0, 3};
    for (int size = 0; size < 3; size += 2) {
        for (int presenter = 0; presenter < 2; presenter++) {
            Player player;
            view.player = &player;
            realfonts_open_race(&player, *state, (AppOptions){.presenter = presenter}, size);
            for (size_t i = 0; i < lesson_text_count; i++) {
                player_press(&player, i == 0 ? "L" : "PageDown");
                const Scene *scene = &player.app.scene;
                for (int k = 0; k < 2; k++) {
                    app_set_playhead(&player.app, scene->asks_at + at[k]);
                    player_settle(&player);
                    look(&view, check_place, lesson_texts[i].name);
                    if (count_text(&view, scene->title) == 0)
                        fault(&view, "\"%s\" is cut", scene->title);
                }
                int shown = player.app.screen.layout.caption_lines;
                if (shown < scene->words_lines && (presenter || size > 0))
                    fault(&view, "%d lines of %d", shown, scene->words_lines);
            }
            player_close(&player);
        }
    }
    wordings_deinit(&view.words);
    if (view.faults > 0)
        fail_msg("%zu faults", view.faults);
}

/* What the words are, and where: kept beyond the picture that they are of. */
typedef struct Placed {
    char text[48];
    float x, y;
} Placed;
enum { PLACED_MAX = 1024 };

static size_t note_words(View *view, Placed *placed)
{
    look(view, check_place, "");
    const size_t count = view->words.count;
    assert_true(count <= PLACED_MAX);
    for (size_t i = 0; i < count; i++) {
        const Wording *w = &view->words.items[i];
        placed[i] = (Placed){.x = w->box.x, .y = w->box.y};
        snprintf(placed[i].text, sizeof placed[i].text, "%s", w->text);
    }
    return count;
}

/* After a change and back, side by side and raised, every word stands where it stood. */
static void back_on_the_map_words_are_where_they_were(void **state)
{
    static Placed before[PLACED_MAX], after[PLACED_MAX];
    View view = {0};
    Player player;
    view.player = &player;
    realfonts_open_race(&player, *state, (AppOptions){0}, 2);
    player_send(&player, (InputEvent){.kind = INPUT_MOVE, .x = 1, .y = 1});
    PLAYER_PRESS(&player, "End", "Right", "Right", "Right", "Backspace");
    for (int i = 0; i < 20; i++) /* the ghost fades */
        player_frame(&player, 0.1);
    const size_t count = note_words(&view, before);
    PLAYER_PRESS(&player, "V", "V", "V");
    assert_int_equal(note_words(&view, after), count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(before[i].text, after[i].text) != 0 || before[i].x != after[i].x ||
            before[i].y != after[i].y)
            fault(&view, "\"%s\" at %g,%g is \"%s\" at %g,%g", before[i].text, (double)before[i].x,
                  (double)before[i].y, after[i].text, (double)after[i].x, (double)after[i].y);
    player_close(&player);
    wordings_deinit(&view.words);
    assert_int_equal(view.faults, 0);
}

static void check_uncut(View *view)
{
    for (size_t i = 0; i < view->words.count; i++) {
        const char *text = view->words.items[i].text, *dots = strstr(text, "\u2026");
        if (dots && strcmp(dots, "\u2026") == 0)
            fault(view, "\"%s\"", text);
    }
}

static void help_is_read_in_full(void **state)
{
    View view = {0};
    for (int size = 0; size < SIZES_COUNT; size++) {
        Player player;
        view.player = &player;
        realfonts_open_race(&player, *state, (AppOptions){0}, size);
        player_press(&player, "F1");
        player_settle(&player);
        look(&view, check_uncut, ", help");
        player_close(&player);
    }
    wordings_deinit(&view.words);
    if (view.faults > 0)
        fail_msg("%zu faults", view.faults);
}

/* Himmelblau's four minima are apart and have a caption each; at its end SGD stands on one of them
 * with its name, and what it stands on goes without. */
static void words_of_the_map_give_way_to_heads(void **state)
{
    const char *specs[] = {"sgd", "momentum", "nesterov"};
    View view = {0};
    Player player;
    view.player = &player;
    realfonts_open_race(
        &player, *state,
        (AppOptions){.problem = "himmelblau", .optimizers = specs, .optimizer_count = 3}, 2);
    app_set_playhead(&player.app, 0);
    player_settle(&player);
    look(&view, check_place, ", start");
    assert_int_equal(count_text(&view, "minimum 0"), 4);
    app_set_playhead(&player.app, 48);
    player_settle(&player);
    look(&view, check_place, ", step 48");
    assert_int_equal(count_text(&view, "minimum 0"), 3);
    player_close(&player);
    wordings_deinit(&view.words);
    assert_int_equal(view.faults, 0);
}

static void a_long_notice_is_cut_with_an_ellipsis(void **state)
{
    View view = {0};
    for (int size = 0; size < SIZES_COUNT; size++) {
        Player player;
        view.player = &player;
        realfonts_open_race(&player, *state, (AppOptions){.text_scale = 2.5}, size);
        app_notify(&player.app, "%0*d", 300, 7);
        player_frame(&player, 0.01);
        look(&view, check_whole, ", a notice");
        player_close(&player);
    }
    wordings_deinit(&view.words);
    if (view.faults > 0)
        fail_msg("%zu faults", view.faults);
}

/* Text grows as far as the window holds it; the key for it says so. */
static void text_stops_growing_where_the_window_is_full(void **state)
{
    static const double most[SIZES_COUNT] = {480.0 / 360, 600.0 / 360, 2, 2.5, 2.5};
    for (int size = 0; size < SIZES_COUNT; size++) {
        Player player;
        realfonts_open_race(&player, *state, (AppOptions){0}, size);
        for (int i = 0; i < 12; i++)
            player_press(&player, "Ctrl++");
        double grown = (double)player.app.scene.scale / (double)SIZES[size].scale;
        if (fabs(grown - most[size]) > 1e-3)
            fail_msg("%dx%d: %g", SIZES[size].width, SIZES[size].height, grown);
        if (grown < 2.5)
            assert_non_null(player.app.scene.notice);
        player_press(&player, "Ctrl+-"); /* takes effect at once */
        if (!((double)player.app.scene.scale < grown * (double)SIZES[size].scale))
            fail_msg("%d: %g, %g after %g", size, player.app.text_scale,
                     (double)player.app.scene.scale, grown);
        player_close(&player);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_is_cut_or_lies_on_another),
        cmocka_unit_test(every_speed_fits_between_its_buttons),
        cmocka_unit_test(every_text_can_be_read),
        cmocka_unit_test(every_problem_has_its_place),
        cmocka_unit_test(every_optimizer_has_its_place),
        cmocka_unit_test(every_lesson_has_its_place),
        cmocka_unit_test(back_on_the_map_words_are_where_they_were),
        cmocka_unit_test(help_is_read_in_full),
        cmocka_unit_test(words_of_the_map_give_way_to_heads),
        cmocka_unit_test(a_long_notice_is_cut_with_an_ellipsis),
        cmocka_unit_test(text_stops_growing_where_the_window_is_full),
    };
    return cmocka_run_group_tests(tests, realfonts_start, realfonts_stop);
}
