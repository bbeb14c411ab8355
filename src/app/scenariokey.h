/* scenariokey: the table of what a scenario says: every key with its reader and its writer. One
 * list for the parser, the writer, the messages and the help. Knows nothing of lines and files. */
#ifndef RAVINE_APP_SCENARIOKEY_H
#define RAVINE_APP_SCENARIOKEY_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "base/err.h"
#include "base/strbuf.h"

/* Longer and shorter than this no camera goes. */
#define SCENARIO_ZOOM_MIN 1e-9
#define SCENARIO_ZOOM_MAX 1e6

struct Scenario {
    AppOptions open; /* its strings are the ones below, tied once all is read */
    StrBuf title, caption, question, problem;
    StrBuf outside; /* files that the problem reads from outside the folder */
    StrBuf specs[RACE_ENTRANTS_MAX];
    const char *optimizers[RACE_ENTRANTS_MAX];
    const char *folder; /* that paths begin at, while it is read */
    bool asks;          /* what is outside is only named */
};

typedef struct Scenario Scenario;

typedef enum KeyKind {
    KEY_VALUE, /* on one line */
    KEY_WORDS, /* over as many lines as it takes */
    KEY_LIST   /* one line for each */
} KeyKind;

typedef struct ScenarioKey {
    const char *name;
    KeyKind kind;
    const char *joint; /* between the lines of a value that has several */
    bool (*read)(Scenario *s, const char *value, Err *err);
    /* Appends the index-th value; nothing where there is none, or where it goes without saying. */
    void (*write)(const Scenario *s, size_t index, StrBuf *out);
    const char *help;
} ScenarioKey;

/* In the order in which they are written; the first is the version. */
size_t scenariokey_count(void);
const ScenarioKey *scenariokey_at(size_t index);

/* The words of "show" and "hide" as the scene has them. */
void scenariokey_note_shown(const Scene *scene, AppOptions *options);

#endif
