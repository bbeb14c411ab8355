/* A frame in the steady state allocates nothing: counted, at the calls themselves. The linker puts
 * the counting functions below between the libraries and the C library's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/keys.h"
#include "player.h"

/* Counted while it is not NULL. */
static size_t *allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static void count(void)
{
    if (allocations)
        __atomic_add_fetch(allocations, 1, __ATOMIC_RELAXED); /* workers of the pool, too */
}

void *__wrap_malloc(size_t size)
{
    count();
    return __real_malloc(size);
}

void *__wrap_calloc(size_t number, size_t size)
{
    count();
    return __real_calloc(number, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    count();
    return __real_realloc(memory, size);
}

enum { FRAMES = 60 };

/* Allocations in as many frames, with what happens in each; *changed: how many of them differed
 * from the one before. The second round counts: the first one makes room. */
static size_t counted(Player *player, void (*act)(Player *player, int frame), int *changed)
{
    size_t sum = 0;
    for (int round = 0; round < 2; round++) {
        allocations = round == 0 ? NULL : &sum;
        *changed = 0;
        for (int i = 0; i < FRAMES; i++) {
            act(player, i);
            player_frame(player, 1.0 / 60);
            *changed += player->output->dirty || player->output->busy;
        }
    }
    allocations = NULL;
    return sum;
}

static void put(Player *player, InputEvent event)
{
    player->input.events[player->input.count++] = event;
}

static void nothing(Player *player, int frame)
{
    (void)player;
    (void)frame;
}

/* From the start again each time the end is near. */
static void play(Player *player, int frame)
{
    if (frame == 0) {
        app_set_playhead(&player->app, 0);
        player->app.scene.playing = true;
    }
}

static void scrub(Player *player, int frame)
{
    Rect r = hits_find(&player->app.screen.hits, HIT_TIMELINE, 0).rect;
    float x = r.x + r.w * (float)frame / FRAMES;
    InputKind kind = frame == 0 ? INPUT_BUTTON : frame == FRAMES - 1 ? INPUT_BUTTON_UP : INPUT_MOVE;
    put(player, (InputEvent){.kind = kind, .x = x, .y = r.y + r.h / 2, .clicks = 1});
}

/* Over the middle: a surface does not reach the corners. */
static void hover(Player *player, int frame)
{
    Rect map = player->app.screen.layout.map;
    float along = (float)frame / FRAMES, across = (float)(frame * 7 % FRAMES) / FRAMES;
    put(player, (InputEvent){.kind = INPUT_MOVE,
                             .x = map.x + map.w * (0.35f + 0.3f * along),
                             .y = map.y + map.h * (0.45f + 0.2f * across)});
}

/* A slider from one end to the other and back. */
static void tune(Player *player, int frame)
{
    Rect r = hits_find(&player->app.screen.hits, HIT_SLIDER, 0).rect;
    float x = r.x + r.w * (0.2f + 0.01f * (float)(frame < FRAMES / 2 ? frame : FRAMES - frame));
    InputKind kind = frame == 0 ? INPUT_BUTTON : frame == FRAMES - 1 ? INPUT_BUTTON_UP : INPUT_MOVE;
    put(player, (InputEvent){.kind = kind, .x = x, .y = r.y + r.h / 2, .clicks = 1});
}

static void pan(Player *player, int frame)
{
    Rect map = player->app.screen.layout.map;
    InputKind kind = frame == 0 ? INPUT_BUTTON : frame == FRAMES - 1 ? INPUT_BUTTON_UP : INPUT_MOVE;
    put(player,
        (InputEvent){.kind = kind,
                     .button = MOUSE_RIGHT,
                     .clicks = 1,
                     .x = map.x + map.w / 2 + (float)(frame < FRAMES / 2 ? frame : FRAMES - frame),
                     .y = map.y + map.h / 2});
}

static void zoom(Player *player, int frame)
{
    Rect map = player->app.screen.layout.map;
    put(player, (InputEvent){.kind = INPUT_WHEEL,
                             .x = map.x + map.w / 3,
                             .y = map.y + map.h / 3,
                             .wheel_y = frame < FRAMES / 2 ? 0.2f : -0.2f});
}

/* The gradient check, dragged over the map. On a surface the drag turns it. */
static void check(Player *player, int frame)
{
    Rect map = player->app.screen.layout.map;
    InputKind kind = frame == 0 ? INPUT_BUTTON : frame == FRAMES - 1 ? INPUT_BUTTON_UP : INPUT_MOVE;
    if (frame == 0 && !player->app.scene.check)
        put(player, keys_event("G"));
    put(player, (InputEvent){.kind = kind,
                             .clicks = 1,
                             .x = map.x + map.w * (0.15f + 0.01f * (float)frame),
                             .y = map.y + map.h * 0.8f});
}

static const struct {
    const char *what;
    void (*act)(Player *player, int frame);
} DEEDS[] = {{"at rest", nothing}, {"playing", play}, {"scrubbing", scrub}, {"hovering", hover},
             {"tuning", tune},     {"panning", pan},  {"zooming", zoom},    {"checking", check}};

/* What a gesture leaves behind (a line for undo) is written after it, once. */
static void steady_frames_allocate_nothing(void **state)
{
    (void)state;
    static const struct {
        SceneLayout layout;
        const char *keys[2];
    } VIEWS[] = {{LAYOUT_MAP, {"", ""}},     {LAYOUT_GRID, {"", ""}}, {LAYOUT_SURFACE, {"", ""}},
                 {LAYOUT_MAP, {"A", "K"}},   {LAYOUT_MAP, {"G", ""}}, {LAYOUT_MAP, {"X", "C"}},
                 {LAYOUT_SURFACE, {"G", ""}}};
    size_t sum = 0;
    for (size_t view = 0; view < sizeof VIEWS / sizeof *VIEWS; view++) {
        static Player player;
        player_open(&player, &(AppOptions){.seed = 1, .layout = VIEWS[view].layout}, 1280, 720, 1,
                    NULL);
        player_settle(&player);
        for (int i = 0; i < 2; i++)
            player_press(&player, VIEWS[view].keys[i]);
        player_settle(&player);
        for (size_t i = 0; i < sizeof DEEDS / sizeof *DEEDS; i++) {
            /* A close look lies where the sliders are. */
            const bool sliders =
                hits_find(&player.app.screen.hits, HIT_SLIDER, 0).kind == HIT_SLIDER;
            if (DEEDS[i].act == tune && !sliders && view > 0)
                continue;
            int changed;
            size_t found = counted(&player, DEEDS[i].act, &changed);
            if (found > 0)
                print_error("view %zu, %s: %zu allocations in %d frames\n", view, DEEDS[i].what,
                            found, FRAMES);
            if (DEEDS[i].act == nothing ? changed > 0 : changed < FRAMES / 2)
                fail_msg("%s: %d frames changed", DEEDS[i].what, changed);
            sum += found;
            player.app.scene.playing = false;
            player_settle(&player);
        }
        player_close(&player);
    }
    assert_int_equal(sum, 0);
}

/* The counters count. */
static void allocations_are_counted(void **state)
{
    (void)state;
    size_t sum = 0;
    allocations = &sum;
    DrawList list = {0};
    draw_fill(&list, (Rect){0, 0, 1, 1}, 0, (Color){0, 0, 0, 255});
    allocations = NULL;
    drawlist_deinit(&list);
    assert_true(sum > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_counted),
        cmocka_unit_test(steady_frames_allocate_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
