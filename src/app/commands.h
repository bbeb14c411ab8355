/* commands: the one table of what a person can do. One row per action drives key dispatch, the
 * help overlay, the palette, buttons, `ravine list commands` and the README's key table. */
#ifndef RAVINE_APP_COMMANDS_H
#define RAVINE_APP_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "view/scene/scene.h"

enum { COMMANDS_MAX = 96 };

typedef struct App App;

typedef struct Command {
    const char *id;    /* "play.toggle" */
    const char *group; /* "Playback" */
    const char *keys;  /* as keys.h reads them; "" if it has none */
    const char *help;  /* "Play or pause" */
    void (*run)(App *app, int arg);
    int arg; /* handed to run, so that rows can share a function; digits override it */
    bool (*enabled)(const App *app); /* NULL: always */
    bool repeats;                    /* fires again while its key is held */
} Command;

size_t commands_count(void);
const Command *commands_at(size_t index);
const Command *commands_find(const char *id); /* NULL if there is none */

/* Runs it if it is enabled; digit > 0 takes the place of arg. */
void command_run(const Command *command, App *app, int digit);

/* The rows as help and palette want them; out has room for commands_count(). */
void commands_describe(SceneCommand *out);
/* Which of them can run as things are. */
void commands_enable(const App *app, SceneCommand *out);

#endif
