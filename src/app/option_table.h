/* option_table: every command and every option of the command line, a row each. options.c parses
 * with it, explains with it and takes its messages from it; completion and the manual page follow.
 *
 * Words in capitals name a kind of value, PROBLEM or THEME. complete.c has a row for each of them.
 */
#ifndef RAVINE_APP_OPTION_TABLE_H
#define RAVINE_APP_OPTION_TABLE_H

#include "app/options.h"

typedef struct CommandRow {
    const char *name;
    const char *arguments; /* "a|b" for one word of these; in brackets what may be left out */
    const char *summary;
    const char *detail; /* NULL if the summary says it all */
} CommandRow;

enum {
    IN_WINDOW = 1 << MODE_WINDOW,
    IN_LIST = 1 << MODE_LIST,
    IN_TRACE = 1 << MODE_TRACE,
    IN_EVAL = 1 << MODE_EVAL,
    IN_CHECK = 1 << MODE_CHECK,
    IN_RENDER = 1 << MODE_RENDER,
    IN_DOCTOR = 1 << MODE_DOCTOR,
    IN_COMPLETE = 1 << MODE_COMPLETE,
    IN_HELP = 1 << MODE_HELP,
    IN_PICTURES = IN_WINDOW | IN_RENDER,
    IN_RACES = IN_WINDOW | IN_RENDER | IN_TRACE,
    IN_ALL =
        IN_PICTURES | IN_LIST | IN_TRACE | IN_EVAL | IN_CHECK | IN_DOCTOR | IN_COMPLETE | IN_HELP
};

typedef struct OptionRow {
    const char *name;     /* without its dashes */
    char letter;          /* 0 if there is none */
    const char *argument; /* NULL if it takes none */
    unsigned modes;       /* the commands it belongs to */
    bool repeatable;
    /* flag: the option as a person writes it, for messages. */
    bool (*set)(Options *options, const char *flag, const char *value, Err *err);
    const char *help;
} OptionRow;

/* In the order of Mode, from the window to help. */
enum { OPTION_COMMANDS = MODE_HELP + 1 };
extern const CommandRow option_commands[OPTION_COMMANDS];

size_t option_count(void);
const OptionRow *option_at(size_t index);
/* The one that a word means: "--steps", "--steps=5", "-n", "-n5". NULL if there is none. */
const OptionRow *option_named(const char *word);

/* In the order of Format. */
extern const char *const option_format_names[FORMAT_COUNT];

enum { OPTION_RENDERERS = 2 };
extern const char *const option_renderers[OPTION_RENDERERS];

#endif
