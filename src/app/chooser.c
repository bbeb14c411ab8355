#include "app/chooser.h"

#include <string.h>

#include "app/app.h"
#include "app/entrants.h"

static bool list_open(const App *app)
{
    return app->scene.overlay == OVERLAY_PROBLEMS || app->scene.overlay == OVERLAY_OPTIMIZERS;
}

/* The row that stands for what is on show now. */
static size_t current_row(const App *app, Overlay overlay)
{
    if (overlay == OVERLAY_PROBLEMS) {
        int index = problem_catalogue_find(race_problem(app->race)->id);
        return index < 0 ? 0 : (size_t)index;
    }
    size_t row = 0;
    const OptimizerSpec *spec = run_spec(race_run(app->race, app->scene.selected));
    while (row + 1 < optimizer_count() && optimizer_at(row) != spec->optimizer)
        row++;
    return row;
}

void chooser_open(App *app, Overlay overlay)
{
    Scene *scene = &app->scene;
    scene->overlay = scene->overlay == overlay ? OVERLAY_NONE : overlay;
    hits_clear(&app->screen.hits); /* rows are numbers of what was open */
    app->filter[0] = '\0';
    scene->list_cursor = list_open(app) ? current_row(app, overlay) : 0;
    scene->follow[SCROLL_LIST] = true;
    app->redraw = true;
}

void chooser_take(App *app, size_t index)
{
    if (app->scene.overlay == OVERLAY_PROBLEMS)
        app_set_problem(app, problem_catalogue_at(index).id, NULL);
    else if (app->scene.overlay == OVERLAY_OPTIMIZERS)
        entrants_add(app, optimizer_at(index));
    app->scene.overlay = OVERLAY_NONE;
    app->redraw = true;
}

/* Typed into the list: narrows it down. */
static bool filter(App *app, const InputEvent *event)
{
    size_t len = strlen(app->filter);
    if (event->kind == INPUT_TEXT && app->key_opened) {
        app->key_opened = false;
        return true;
    }
    if (event->kind == INPUT_TEXT && (unsigned char)event->text[0] >= ' ') {
        if (len + strlen(event->text) < sizeof app->filter)
            strcat(app->filter, event->text);
    } else if (event->kind == INPUT_KEY && event->key == KEY_BACKSPACE && len > 0) {
        while (len > 0 && ((unsigned char)app->filter[--len] & 0xc0) == 0x80)
            ;
        app->filter[len] = '\0';
    } else {
        return false;
    }
    app->scene.list_cursor = 0;
    app->scene.follow[SCROLL_LIST] = true;
    app->redraw = true;
    return true;
}

/* Enter: the row under the cursor; where no problem has such a name, a formula. */
static void take_cursor(App *app, const size_t *rows, size_t count)
{
    Scene *scene = &app->scene;
    if (scene->list_cursor < count)
        chooser_take(app, rows[scene->list_cursor]);
    else if (scene->overlay == OVERLAY_PROBLEMS && app->filter[0] != '\0' &&
             app_set_problem(app, app->filter, NULL))
        scene->overlay = OVERLAY_NONE;
}

bool chooser_handle(App *app, const InputEvent *event)
{
    Scene *scene = &app->scene;
    if (event->kind == INPUT_KEY)
        app->key_opened = false;
    if (!list_open(app))
        return false;
    if (filter(app, event))
        return true;
    if (event->kind != INPUT_KEY)
        return event->kind == INPUT_TEXT;
    size_t rows[LIST_ROWS_MAX];
    size_t count = scene_list_rows(scene, rows);
    switch (event->key) {
    case KEY_UP:
    case KEY_DOWN:
        if (count > 0)
            scene->list_cursor =
                (scene->list_cursor + count + (event->key == KEY_DOWN ? 1 : count - 1)) % count;
        scene->follow[SCROLL_LIST] = true;
        break;
    case KEY_ENTER:
        take_cursor(app, rows, count);
        break;
    case KEY_ESCAPE:
        scene->overlay = OVERLAY_NONE;
        break;
    default:
        return !(event->mods & (MOD_CTRL | MOD_ALT)) && event->key < KEY_F1;
    }
    app->redraw = true;
    return true;
}
