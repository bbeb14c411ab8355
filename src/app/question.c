#include "app/question.h"

#include <string.h>

#include "app/app.h"
#include "app/keys.h"
#include "app/opening.h"
#include "app/raceline.h"
#include "base/path.h"
#include "base/text.h"

/* Of the files' paths, bytes in the line: what is longer loses its middle. */
enum { FILES_MAX = 60 };

void question_deinit(Question *question)
{
    strbuf_deinit(&question->text);
    strbuf_deinit(&question->line);
    *question = (Question){0};
}

/* Without line breaks and the like, and not longer than a line has room for. */
static void put_files(const char *files, StrBuf *out)
{
    StrBuf shown = {0};
    text_show(files, &shown);
    if (shown.len <= FILES_MAX)
        strbuf_put(out, strbuf_text(&shown));
    else
        text_put_ends(strbuf_text(&shown), FILES_MAX / 2, "\u2026", out);
    strbuf_deinit(&shown);
}

static void ask(App *app, const char *who, const char *files, const char *where)
{
    Question *question = &app->asked;
    strbuf_clear(&question->text);
    put_files(path_name(who), &question->text);
    strbuf_put(&question->text, " reads ");
    put_files(files, &question->text);
    strbuf_put(&question->text, where);
    app->scene.asks = strbuf_text(&question->text);
    app->redraw = true;
}

void question_ask(App *app, const char *who, const char *files, const AppOptions *race)
{
    strbuf_clear(&app->asked.line);
    app->asked.race = race;
    ask(app, who, files, ", outside its folder.");
}

bool question_paste(App *app, const char *line, Err *err)
{
    StrBuf files = {0};
    bool good = raceline_outside(line, &files, err);
    if (good && files.len > 0) {
        strbuf_clear(&app->asked.line);
        strbuf_put(&app->asked.line, line);
        ask(app, "The pasted race", strbuf_text(&files), ", outside the working directory.");
    } else if (good && (good = raceline_apply(app, line, err))) {
        app_notify(app, "Pasted the race");
    }
    strbuf_deinit(&files);
    return good;
}

bool question_open(const App *app)
{
    return app->scene.asks != NULL;
}

static void open_it(App *app)
{
    Err err = {0};
    Question *question = &app->asked;
    const char *line = strbuf_text(&question->line);
    bool good = line[0] != '\0' ? raceline_apply(app, line, &err)
                                : opening_apply(app, question->race, &err);
    if (!good)
        app_notify(app, "%.*s", (int)strcspn(err.text, "\n"), err.text);
}

static void answer(App *app, bool yes)
{
    app->scene.asks = NULL;
    app->redraw = true;
    if (yes)
        open_it(app);
    else
        app_notify(app, "Nothing of it is read");
    question_deinit(&app->asked);
}

bool question_handle(App *app, const InputEvent *event)
{
    int digit;
    if (!question_open(app) || event->kind == INPUT_MOVE || keys_match("Ctrl+Q", event, &digit))
        return false;
    if (event->kind == INPUT_KEY && !event->repeat && !(event->mods & (MOD_CTRL | MOD_ALT)) &&
        (event->key == KEY_ENTER || event->key == KEY_ESCAPE))
        answer(app, event->key == KEY_ENTER);
    return event->kind == INPUT_KEY || event->kind == INPUT_TEXT || event->kind == INPUT_BUTTON ||
           event->kind == INPUT_WHEEL;
}
