#include "app/undo.h"

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/raceline.h"
#include "base/array.h"

void undo_deinit(Undo *undo)
{
    for (size_t i = 0; i < undo->count; i++)
        free(undo->lines[i]);
    free(undo->lines);
    *undo = (Undo){0};
}

/* Behind the mark; what lay there was another future. */
static void push(Undo *undo, const char *line)
{
    while (undo->count > undo->at + 1)
        free(undo->lines[--undo->count]);
    if (undo->count == UNDO_MAX) {
        free(undo->lines[0]);
        memmove(undo->lines, undo->lines + 1, --undo->count * sizeof *undo->lines);
    }
    ARRAY_RESERVE(undo->lines, undo->cap, undo->count + 1);
    undo->lines[undo->count++] = mem_strdup(line);
    undo->at = undo->count - 1;
}

static void record(App *app)
{
    Undo *undo = &app->undo;
    if (undo->revision == race_revision(app->race))
        return;
    undo->revision = race_revision(app->race);
    StrBuf line = {0};
    raceline_print(app, &line);
    if (undo->count == 0 || strcmp(undo->lines[undo->at], strbuf_text(&line)) != 0)
        push(undo, strbuf_text(&line));
    strbuf_deinit(&line);
}

void undo_watch(App *app)
{
    bool typing = app->scene.entry == ENTRY_FORMULA; /* all of it is one step */
    if (app->drag == DRAG_NONE && !app->scene.tuning && !typing)
        record(app);
}

bool undo_go(App *app, int direction)
{
    Undo *undo = &app->undo;
    record(app); /* the gesture that is still under way */
    if (direction < 0 ? undo->at == 0 : undo->at + 1 >= undo->count)
        return false;
    undo->at += direction < 0 ? (size_t)-1 : 1;
    Err err = {0};
    bool good = raceline_apply(app, undo->lines[undo->at], &err);
    if (!good)
        app_notify(app, "%s", err.text);
    undo->revision = race_revision(app->race);
    return good;
}
