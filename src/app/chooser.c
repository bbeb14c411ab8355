#include "app/chooser.h"

#include <string.h>

#include "app/app.h"
#include "app/editor.h"
#include "app/entrants.h"
#include "app/lesson.h"
#include "app/typing.h"
#include "optim/catalogue.h"
#include "problem/factory.h"
#include "view/frame/palette.h"

static bool list_open(const App *app)
{
    return app->scene.overlay != OVERLAY_NONE && app->scene.overlay != OVERLAY_HELP;
}

/* The row that stands for what is on show now. */
static size_t current_row(const App *app, Overlay overlay)
{
    if (overlay == OVERLAY_PROBLEMS) {
        int index = problem_catalogue_find(race_problem(app->race)->id);
        return index < 0 ? 0 : (size_t)index;
    }
    if (overlay == OVERLAY_PALETTE)
        return 0;
    size_t row = 0;
    const OptimizerSpec *spec = run_spec(race_run(app->race, app->scene.selected));
    while (row + 1 < optimizer_count() && optimizer_at(row) != spec->optimizer)
        row++;
    return row;
}

void chooser_close(App *app)
{
    if (list_open(app))
        typing_end(app);
    app->scene.overlay = OVERLAY_NONE;
    hits_clear(&app->screen.hits); /* rows are numbers of what was open */
    app->redraw = true;
}

void chooser_open(App *app, Overlay overlay)
{
    Scene *scene = &app->scene;
    bool again = scene->overlay == overlay;
    chooser_close(app);
    if (again)
        return;
    if (overlay == OVERLAY_PALETTE)
        commands_enable(app, app->help); /* as things are without it */
    scene->overlay = overlay;
    if (!list_open(app))
        return;
    editor_close(app);
    typing_begin(app, ENTRY_FILTER, "", TYPING_AT_END);
    scene->list_cursor = current_row(app, overlay);
    scene->follow[SCROLL_LIST] = true;
}

/* A digit in a command's keys stands for the selected optimizer. */
static void take_command(App *app, const Command *command)
{
    bool digits = strstr(command->keys, "1..9") != NULL;
    command_run(command, app, digits ? (int)app->scene.selected + 1 : 0);
}

static void take_item(App *app, PaletteItem item)
{
    if (item.disabled)
        return;
    chooser_close(app);
    switch (item.kind) {
    case PALETTE_COMMAND:
        take_command(app, commands_at(item.index));
        break;
    case PALETTE_PROBLEM:
        app_set_problem(app, problem_catalogue_at(item.index).id, NULL);
        break;
    case PALETTE_OPTIMIZER:
        entrants_add(app, optimizer_at(item.index));
        break;
    case PALETTE_LESSON:
        lesson_open(app, item.index);
        break;
    }
}

/* To the front of what was asked for last. */
static void remember(Scene *scene, size_t number)
{
    size_t at = 0;
    while (at < scene->recent_count && scene->recent[at] != number)
        at++;
    if (at == scene->recent_count && at < RECENT_MAX)
        scene->recent_count++;
    if (at == RECENT_MAX)
        at--;
    memmove(scene->recent + 1, scene->recent, at * sizeof *scene->recent);
    scene->recent[0] = number;
}

void chooser_take(App *app, size_t number)
{
    Overlay overlay = app->scene.overlay;
    if (overlay == OVERLAY_PALETTE) {
        const PaletteItem item = palette_item(&app->scene, number);
        if (!item.disabled)
            remember(&app->scene, number);
        take_item(app, item);
        return;
    }
    chooser_close(app);
    if (overlay == OVERLAY_PROBLEMS)
        app_set_problem(app, problem_catalogue_at(number).id, NULL);
    else
        entrants_add(app, optimizer_at(number));
}

/* Enter: the row under the cursor; where no problem has such a name, a formula. */
static void take_cursor(App *app, const size_t *rows, size_t count)
{
    Scene *scene = &app->scene;
    const char *typed = textline_text(&app->line);
    if (scene->list_cursor < count)
        chooser_take(app, rows[scene->list_cursor]);
    else if (scene->overlay == OVERLAY_PROBLEMS && *typed != '\0' &&
             app_set_problem(app, typed, NULL))
        chooser_close(app);
}

/* By rows: single ones go round, pages stop at the ends. */
static void move_cursor(App *app, int32_t key, size_t count)
{
    Scene *scene = &app->scene;
    size_t page = app->screen.scrolls.list_page, at = scene->list_cursor;
    scene->follow[SCROLL_LIST] = true;
    if (count == 0)
        return;
    if (key == KEY_PAGE_UP)
        scene->list_cursor = at > page ? at - page : 0;
    else if (key == KEY_PAGE_DOWN)
        scene->list_cursor = at + page < count ? at + page : count - 1;
    else
        scene->list_cursor = (at + count + (key == KEY_DOWN ? 1 : count - 1)) % count;
}

bool chooser_handle(App *app, const InputEvent *event)
{
    if (!list_open(app))
        return false;
    if (typing_handle(app, event))
        return true;
    if (event->kind != INPUT_KEY)
        return event->kind == INPUT_TEXT;
    size_t rows[LIST_ROWS_MAX];
    size_t count = palette_list_rows(&app->scene, rows);
    switch (event->key) {
    case KEY_UP:
    case KEY_DOWN:
    case KEY_PAGE_UP:
    case KEY_PAGE_DOWN:
        move_cursor(app, event->key, count);
        break;
    case KEY_ENTER:
        take_cursor(app, rows, count);
        break;
    case KEY_ESCAPE:
        chooser_close(app);
        break;
    default:
        return !(event->mods & (MOD_CTRL | MOD_ALT)) && event->key < KEY_F1;
    }
    app->redraw = true;
    return true;
}
