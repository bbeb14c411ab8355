/* scenario: a race written down: problem, optimizers, start, how it is shown, and what is to be
 * said about it; a text that a person writes.
 *
 * One table holds every key: its name, what it means, its reader and its writer. What was written
 * reads back as the same race, to the bit. Nothing is half-loaded: a text with a mistake makes no
 * scenario, and the message names the line, the culprit and what is accepted. Theme and text size
 * are the reader's taste and stand in no scenario. Paths in a file are as its folder sees them
 * (app/reference); what lies elsewhere is read when somebody has said so. */
#ifndef RAVINE_APP_SCENARIO_H
#define RAVINE_APP_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "app/options.h"
#include "app/reference.h"
#include "base/err.h"
#include "base/strbuf.h"

enum {
    SCENARIO_VERSION = 1,      /* what is written, and the newest that is read */
    SCENARIO_TITLE_MAX = 100,  /* bytes */
    SCENARIO_CAPTION_MAX = 600 /* and of a question */
};

typedef struct Scenario Scenario;

/* name: what messages call the text, "NAME:LINE: ...". NULL and one line in *err if it is none. Any
 * bytes may be given. */
Scenario *scenario_parse(const char *name, const char *bytes, size_t size, Err *err);
/* Whether files from outside the scenario's folder are read, or only named until a person has been
 * asked. */
typedef enum ScenarioTrust { SCENARIO_READS, SCENARIO_ASKS } ScenarioTrust;

/* The file at path: such a text, or a picture that Ravine has made. With SCENARIO_ASKS the problem
 * of a scenario that reads from outside is not made, and may turn out to be none. */
Scenario *scenario_load(const char *path, ScenarioTrust trust, Err *err);
/* Which files it reads from outside its folder, "/etc/hosts"; NULL: none. */
const char *scenario_outside(const Scenario *scenario);
/* What a file with such a name is to scenario_load, in words; NULL: nothing. */
const char *scenario_kind_of_file(const char *name);
/* What the app shows now, for that place. */
Scenario *scenario_of(const App *app, Reference place);
void scenario_destroy(Scenario *scenario); /* NULL is fine */

/* What the window opens with. Borrowed, strings and all. */
const AppOptions *scenario_options(const Scenario *scenario);
/* Fills what the command line has left open; its strings are borrowed, too. */
void scenario_complete(const Scenario *scenario, Options *options);

/* Appends the text. */
void scenario_print(const Scenario *scenario, StrBuf *out);

/* Appends the text of what the app shows now, for that place. */
void scenario_put(const App *app, Reference place, StrBuf *out);

/* A name for a new file, "bounded-saddle", without folder and ending. */
void scenario_file_name(const Scenario *scenario, StrBuf *out);

/* How a file is written, with the table of keys. */
void scenario_help(StrBuf *out);

#endif
