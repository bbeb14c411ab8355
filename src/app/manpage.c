#include "app/manpage.h"

#include <ctype.h>
#include <string.h>

#include "app/commands.h"
#include "app/lesson.h"
#include "app/option_table.h"
#include "optim/catalogue.h"
#include "problem/factory.h"

typedef struct Row {
    const char *name, *meaning;
} Row;

static const Row files[] = {
    {"$XDG_STATE_HOME/ravine/session", "race, theme, text size and window size of the last time; "
                                       "~/.local/state stands for a variable that is not set"},
    {"PREFIX/share/ravine/lessons", "the lessons as files, to be read and changed; the program "
                                    "carries them inside and needs none of these"},
};

static const Row environment[] = {
    {"XDG_STATE_HOME", "where the session is kept"},
    {"RAVINE_SCALE", "pixels for a pixel, such as 2 on a dense screen; where it is not set, what "
                     "the system says, then GDK_SCALE and QT_SCALE_FACTOR"},
    {"DISPLAY, WAYLAND_DISPLAY", "the screen to open the window on"},
    {"SDL_VIDEODRIVER", "the driver to do it with, as SDL names them"},
    {"PATH", "where ffmpeg is looked for"},
};

static const Row statuses[] = {
    {"0", "all is well"},
    {"1", "it could not be done, or a check has failed"},
    {"2", "the command line or a file was not accepted; one line on standard error says why"},
};

static const Row examples[] = {
    {"ravine", "the window, as it was left"},
    {"ravine bowl:kappa=20 -o momentum:momentum=0.95 -o adam:lr=0.2 -s -4,3",
     "two optimizers in a valley"},
    {"ravine zigzag --presenter", "a lesson, for the last row of a lecture hall"},
    {"ravine trace -p rosenbrock -o adam:lr=0.1 -n 100 -O race.csv", "the steps as a table"},
    {"ravine render saddle_bounded --theme dark -O saddle.png", "a picture without a window"},
};

/* One character that troff would take for something else. */
static const char *escaped(char c)
{
    switch (c) {
    case '\\':
        return "\\e";
    case '-':
        return "\\-";
    case '\'':
        return "\\(aq";
    case '`':
        return "\\(ga";
    case '^':
        return "\\(ha";
    case '~':
        return "\\(ti";
    case '"':
        return "\\(dq";
    default:
        return NULL;
    }
}

/* Text as it is. A dot at the beginning of a line would be a request. */
static void put(StrBuf *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '.' && (at == text || at[-1] == '\n'))
            strbuf_put(out, "\\&");
        if (escaped(*at))
            strbuf_put(out, escaped(*at));
        else
            strbuf_put_char(out, *at);
    }
}

static void put_in(StrBuf *out, char font, const char *text)
{
    strbuf_printf(out, "\\f%c", font);
    put(out, text);
    strbuf_put(out, "\\fR");
}

static void section(StrBuf *out, const char *title)
{
    strbuf_printf(out, ".SH %s\n", title);
}

/* A name, and under it what it means. */
static void item(StrBuf *out, const char *name, const char *meaning)
{
    strbuf_put(out, ".TP\n");
    put_in(out, 'B', name);
    strbuf_put_char(out, '\n');
    put(out, meaning);
    strbuf_put_char(out, '\n');
}

static void items(StrBuf *out, const char *title, const Row *rows, size_t count)
{
    section(out, title);
    for (size_t i = 0; i < count; i++)
        item(out, rows[i].name, rows[i].meaning);
}

/* "ravine list problems|...". */
static void usage(StrBuf *out, const CommandRow *row)
{
    put_in(out, 'B', "ravine");
    if (row->name[0] != '\0') {
        strbuf_put_char(out, ' ');
        put_in(out, 'B', row->name);
    }
    if (row->arguments[0] != '\0') {
        strbuf_put_char(out, ' ');
        put(out, row->arguments);
    }
    strbuf_put_char(out, '\n');
}

static void synopsis(StrBuf *out)
{
    section(out, "SYNOPSIS");
    strbuf_put(out, ".nf\n");
    for (size_t i = 0; i < OPTION_COMMANDS; i++)
        usage(out, &option_commands[i]);
    strbuf_put(out, ".fi\n");
}

static void description(StrBuf *out)
{
    section(out, "DESCRIPTION");
    put(out, "Ravine is an instrument for watching optimizers work. A window shows the contour "
             "map of a\nloss over two parameters; several optimizers start from the same point "
             "and race down it\nside by side, while their hyperparameters are turned.\n");
    strbuf_put(out, ".PP\n");
    put(out, option_commands[MODE_WINDOW].detail);
    strbuf_put_char(out, '\n');
}

static void command_items(StrBuf *out)
{
    section(out, "COMMANDS");
    for (size_t i = MODE_WINDOW + 1; i < OPTION_COMMANDS; i++) {
        const CommandRow *row = &option_commands[i];
        strbuf_put(out, ".TP\n");
        usage(out, row);
        strbuf_put_char(out, (char)toupper((unsigned char)row->summary[0]));
        put(out, row->summary + 1);
        strbuf_put(out, ".\n");
        if (row->detail)
            put(out, row->detail);
        strbuf_put(out, row->detail ? "\n" : "");
    }
}

/* Which commands an option belongs to. */
static void owners(StrBuf *out, const OptionRow *row)
{
    const char *before = "";
    strbuf_put(out, " (");
    for (size_t i = 0; i < OPTION_COMMANDS && row->modes != IN_ALL; i++) {
        if (row->modes & 1u << i) {
            strbuf_printf(out, "%s%s", before,
                          i == MODE_WINDOW ? "window" : option_commands[i].name);
            before = ", ";
        }
    }
    strbuf_put(out, row->modes == IN_ALL ? "every command)\n" : ")\n");
}

static void option_items(StrBuf *out)
{
    section(out, "OPTIONS");
    for (size_t i = 0; i < option_count(); i++) {
        const OptionRow *row = option_at(i);
        char letter[] = {'-', row->letter, '\0'};
        strbuf_put(out, ".TP\n");
        if (row->letter) {
            put_in(out, 'B', letter);
            strbuf_put(out, ", ");
        }
        strbuf_put(out, "\\fB\\-\\-");
        put(out, row->name);
        strbuf_put(out, row->argument ? "\\fR " : "\\fR");
        if (row->argument)
            put_in(out, 'I', row->argument);
        strbuf_put_char(out, '\n');
        put(out, row->help);
        owners(out, row);
    }
}

static void key_items(StrBuf *out)
{
    const char *group = "";
    section(out, "KEYS");
    for (size_t i = 0; i < commands_count(); i++) {
        const Command *command = commands_at(i);
        if (command->keys[0] == '\0')
            continue;
        if (strcmp(group, command->group) != 0)
            strbuf_printf(out, ".SS %s\n", command->group);
        group = command->group;
        item(out, command->keys, command->help);
    }
}

static void catalogue_items(StrBuf *out)
{
    section(out, "PROBLEMS");
    for (size_t i = 0; i < problem_catalogue_count(); i++)
        item(out, problem_catalogue_at(i).id, problem_catalogue_at(i).title);
    section(out, "OPTIMIZERS");
    for (size_t i = 0; i < optimizer_count(); i++)
        item(out, optimizer_at(i)->id, optimizer_at(i)->name);
    section(out, "LESSONS");
    for (size_t i = 0; i < lesson_text_count; i++)
        item(out, lesson_texts[i].name, lesson_texts[i].title);
}

static void scenario_section(StrBuf *out)
{
    StrBuf text = {0};
    scenario_help(&text);
    section(out, "SCENARIO FILES");
    strbuf_put(out, ".nf\n");
    put(out, strbuf_text(&text));
    strbuf_put(out, ".fi\n");
    strbuf_deinit(&text);
}

void manpage_write(const char *version, StrBuf *out)
{
    strbuf_printf(out, ".TH RAVINE 1 \"\" \"Ravine %s\" \"User Commands\"\n", version);
    section(out, "NAME");
    strbuf_put(out, "ravine \\- watch optimizers race down a contour map\n");
    synopsis(out);
    description(out);
    command_items(out);
    option_items(out);
    key_items(out);
    catalogue_items(out);
    scenario_section(out);
    items(out, "FILES", files, sizeof files / sizeof files[0]);
    items(out, "ENVIRONMENT", environment, sizeof environment / sizeof environment[0]);
    items(out, "EXIT STATUS", statuses, sizeof statuses / sizeof statuses[0]);
    items(out, "EXAMPLES", examples, sizeof examples / sizeof examples[0]);
}
