/* question: what a person has to answer before a race is opened: it reads files that its own file
 * did not bring along. Until then nothing of it is read, and what was there stays on show. Enter
 * says yes, Esc says no, and nothing else is answered. Knows no file: who asks has looked. */
#ifndef RAVINE_APP_QUESTION_H
#define RAVINE_APP_QUESTION_H

#include <stdbool.h>

#include "app/input.h"
#include "base/err.h"
#include "base/strbuf.h"

typedef struct App App;
typedef struct AppOptions AppOptions;

/* A zeroed one asks nothing. */
typedef struct Question {
    StrBuf text;            /* "race.ini reads /etc/hosts, outside its folder"; empty: nothing */
    StrBuf line;            /* the race as a line; empty: the options */
    const AppOptions *race; /* borrowed until it is answered */
} Question;

void question_deinit(Question *question);

/* who: the file that names the race. files: what it reads from elsewhere. */
void question_ask(App *app, const char *who, const char *files, const AppOptions *race);
/* The race of a line that is pasted, which may come from anywhere: it is opened, or asked about.
 * False, with nothing changed and one line in *err, if it is not understood. */
bool question_paste(App *app, const char *line, Err *err);

bool question_open(const App *app);
/* True if the event is no one else's. */
bool question_handle(App *app, const InputEvent *event);

#endif
