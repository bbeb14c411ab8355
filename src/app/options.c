#include "app/options.h"

#include <string.h>

#include "base/text.h"
#include "problem/problem.h"

typedef struct CommandRow {
    const char *name;
    const char *arguments;
    const char *summary;
    const char *detail;
} CommandRow;

/* In the order of Mode. */
static const CommandRow command_rows[] = {
    {"", "[SCENARIO] [options]", "open the window",
     "SCENARIO is the id of a scenario, or a PROBLEM: an id from 'ravine list problems', an id with\n"
     "parameters such as bowl:kappa=20, or a formula in x and y such as 'x^2 + 50*y^2'."},
    {"list", "problems|optimizers|scenarios|commands [options]", "what there is",
     "'commands' are the commands of the window with their keys."},
    {"trace", "-p PROBLEM -o OPTIMIZER [-o ...] [options]", "the steps of optimizers as a table",
     "Columns: optimizer, step, x, y, f, grad_x, grad_y; a row per step from step 0, optimizer by\n"
     "optimizer. A run that becomes non-finite ends with its first non-finite row."},
    {"eval", "-p PROBLEM --at X,Y [options]", "value and derivatives at a point",
     "Exact gradient and Hessian beside central differences, with the relative error between them."},
    {"check", "[-p PROBLEM]", "test derivatives against differences",
     "Compares gradients and Hessians with central differences at points all over the domain, for\n"
     "one problem or for all of them. The exit status is 1 if any of them differs."},
    {"render", "[SCENARIO] -O FILE.png [options]", "draw the picture into a file", NULL},
    {"help", "[COMMAND]", "explain a command", NULL},
};
enum { COMMAND_COUNT = sizeof command_rows / sizeof command_rows[0] };

typedef struct Parser {
    Options *options;
    unsigned given; /* bit per row of option_rows */
    int argc;
    char *const *argv;
    int at;          /* the argument in work */
    const char *flag; /* the option in work, as written */
    Err *err;
} Parser;

enum {
    IN_WINDOW = 1 << MODE_WINDOW,
    IN_LIST = 1 << MODE_LIST,
    IN_TRACE = 1 << MODE_TRACE,
    IN_EVAL = 1 << MODE_EVAL,
    IN_CHECK = 1 << MODE_CHECK,
    IN_RENDER = 1 << MODE_RENDER,
    IN_HELP = 1 << MODE_HELP,
    IN_PICTURES = IN_WINDOW | IN_RENDER,
    IN_RACES = IN_WINDOW | IN_RENDER | IN_TRACE,
    IN_ALL = IN_PICTURES | IN_LIST | IN_TRACE | IN_EVAL | IN_CHECK | IN_HELP
};

typedef struct OptionRow {
    const char *name;     /* without its dashes */
    char letter;          /* 0 if there is none */
    const char *argument; /* NULL if it takes none */
    unsigned modes;
    bool repeatable;
    bool (*set)(Parser *parser, const char *value);
    const char *help;
} OptionRow;

static bool bad_value(Parser *parser, const char *value, const char *expected)
{
    return err_set(parser->err, "option '%s': '%s' is not accepted; expected %s", parser->flag,
                   value, expected);
}

static bool read_point(Parser *parser, const char *value, Vec2 *point)
{
    const char *comma = strchr(value, ',');
    if (!comma || !text_number(value, (size_t)(comma - value), &point->x) ||
        !text_number(comma + 1, strlen(comma + 1), &point->y))
        return bad_value(parser, value, "two numbers X,Y such as -1.2,1");
    return true;
}

/* The index of value among count names, or count. */
static size_t read_choice(const char *value, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && strcmp(value, names[i]) != 0)
        i++;
    return i;
}

static bool set_problem(Parser *parser, const char *value)
{
    parser->options->problem = value;
    return true;
}

static bool set_optimizer(Parser *parser, const char *value)
{
    Options *options = parser->options;
    if (options->optimizer_count == RACE_ENTRANTS_MAX)
        return err_set(parser->err, "option '%s': '%s' is one too many; a race holds %d optimizers",
                       parser->flag, value, RACE_ENTRANTS_MAX);
    options->optimizers[options->optimizer_count++] = value;
    return true;
}

static bool set_start(Parser *parser, const char *value)
{
    parser->options->start_given = true;
    return read_point(parser, value, &parser->options->start);
}

static bool set_at(Parser *parser, const char *value)
{
    parser->options->at_given = true;
    return read_point(parser, value, &parser->options->at);
}

static bool set_steps(Parser *parser, const char *value)
{
    long long steps;
    if (!text_integer(value, strlen(value), 0, OPTIONS_STEPS_MAX, &steps))
        return bad_value(parser, value, "a whole number from 0 to 10000000");
    parser->options->steps = (long)steps;
    return true;
}

static bool set_step(Parser *parser, const char *value)
{
    long long step;
    if (!text_integer(value, strlen(value), 0, OPTIONS_STEPS_MAX, &step))
        return bad_value(parser, value, "a whole number from 0 to 10000000");
    parser->options->step = (long)step;
    return true;
}

static bool set_seed(Parser *parser, const char *value)
{
    long long seed;
    if (!text_integer(value, strlen(value), 0, INT64_MAX, &seed))
        return bad_value(parser, value, "a whole number from 0 to 9223372036854775807");
    parser->options->seed = (uint64_t)seed;
    return true;
}

static const char *const format_names[] = {"text", "csv", "json", "markdown"};

/* Which of them a command writes is known only after all its words: see check_format. */
static bool set_format(Parser *parser, const char *value)
{
    size_t i = read_choice(value, format_names, 4);
    parser->options->format = (Format)i;
    return i < 4 || bad_value(parser, value, "text, csv or json");
}

static bool set_output(Parser *parser, const char *value)
{
    if (value[0] == '\0')
        return bad_value(parser, value, "a file name");
    parser->options->output = value;
    return true;
}

static bool set_theme(Parser *parser, const char *value)
{
    static const char *const names[] = {"light", "dark"};
    size_t i = read_choice(value, names, 2);
    if (i == 2)
        return bad_value(parser, value, "light or dark");
    parser->options->theme = i == 0 ? THEME_LIGHT : THEME_DARK;
    parser->options->theme_given = true;
    return true;
}

static bool set_layout(Parser *parser, const char *value)
{
    static const char *const names[] = {"map", "grid"};
    size_t i = read_choice(value, names, 2);
    if (i == 2)
        return bad_value(parser, value, "map or grid");
    parser->options->layout = i == 0 ? LAYOUT_CHOICE_MAP : LAYOUT_CHOICE_GRID;
    parser->options->layout_given = true;
    return true;
}

static bool set_size(Parser *parser, const char *value)
{
    const char *cross = strchr(value, 'x');
    long long width, height;
    if (!cross ||
        !text_integer(value, (size_t)(cross - value), OPTIONS_SIZE_MIN, OPTIONS_SIZE_MAX, &width) ||
        !text_integer(cross + 1, strlen(cross + 1), OPTIONS_SIZE_MIN, OPTIONS_SIZE_MAX, &height))
        return bad_value(parser, value,
                         "WIDTHxHEIGHT such as 1280x720, each from 320 to 8192 pixels");
    parser->options->width = (int)width;
    parser->options->height = (int)height;
    return true;
}

static bool set_scale(Parser *parser, const char *value)
{
    double scale;
    if (!text_number(value, strlen(value), &scale) || !(scale >= 0.5 && scale <= 4))
        return bad_value(parser, value, "a number from 0.5 to 4");
    parser->options->scale = scale;
    return true;
}

static bool set_help(Parser *parser, const char *value)
{
    (void)value;
    Options *options = parser->options;
    options->topic = options->mode == MODE_WINDOW ? MODE_HELP : options->mode;
    options->mode = MODE_HELP;
    return true;
}

static bool set_version(Parser *parser, const char *value)
{
    (void)value;
    parser->options->mode = MODE_VERSION;
    return true;
}

static const OptionRow option_rows[] = {
    {"problem", 'p', "PROBLEM", IN_RACES | IN_EVAL | IN_CHECK, false, set_problem,
     "what to minimise: an id, an id with parameters, or a formula in x and y"},
    {"optimizer", 'o', "OPTIMIZER", IN_RACES, true, set_optimizer,
     "an optimizer, such as adam:lr=0.1,beta1=0.8; once for each that races"},
    {"start", 's', "X,Y", IN_RACES, false, set_start, "where to start (default: the problem's own)"},
    {"steps", 'n', "STEPS", IN_RACES, false, set_steps, "how many updates (trace: 200 by default)"},
    {"seed", 0, "N", IN_RACES, false, set_seed, "seed of everything random (default 0)"},
    {"at", 0, "X,Y", IN_EVAL, false, set_at, "the point to evaluate at"},
    {"format", 0, "FORMAT", IN_LIST | IN_TRACE | IN_EVAL, false, set_format,
     "list: text or json; trace and eval: csv or json"},
    {"output", 'O', "FILE", IN_TRACE | IN_RENDER, false, set_output,
     "write to FILE; it appears only when all went well"},
    {"theme", 0, "THEME", IN_PICTURES, false, set_theme, "light or dark"},
    {"layout", 0, "LAYOUT", IN_PICTURES, false, set_layout,
     "map: all paths on one map; grid: a map per optimizer"},
    {"size", 0, "WxH", IN_PICTURES, false, set_size, "pixels, such as 1920x1080"},
    {"step", 0, "N", IN_PICTURES, false, set_step, "the step to show"},
    {"scale", 0, "S", IN_PICTURES, false, set_scale, "text size from 0.5 to 4 (default 1)"},
    {"help", 'h', NULL, IN_ALL, false, set_help, "explain this command"},
    {"version", 'V', NULL, IN_WINDOW, false, set_version, "print the version"},
};
enum { OPTION_COUNT = sizeof option_rows / sizeof option_rows[0] };

const char *options_command_name(size_t index)
{
    return index + 1 < COMMAND_COUNT ? command_rows[index + 1].name : NULL;
}

static const char *command_at(const void *context, size_t index)
{
    (void)context;
    return options_command_name(index);
}

static bool command_find(const char *word, Mode *mode)
{
    for (size_t i = 1; i < COMMAND_COUNT; i++) {
        if (strcmp(word, command_rows[i].name) == 0) {
            *mode = (Mode)i;
            return true;
        }
    }
    return false;
}

/* What a person calls a mode. */
static const char *mode_name(Mode mode)
{
    return mode == MODE_WINDOW ? "the window" : command_rows[mode].name;
}

/* ---- options ---- */

static const OptionRow *row_by_name(const char *name, size_t len)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strlen(option_rows[i].name) == len && memcmp(option_rows[i].name, name, len) == 0)
            return &option_rows[i];
    }
    return NULL;
}

static const OptionRow *row_by_letter(char letter)
{
    for (size_t i = 0; i < OPTION_COUNT && letter != '\0'; i++) {
        if (option_rows[i].letter == letter)
            return &option_rows[i];
    }
    return NULL;
}

static const char *row_name_at(const void *context, size_t index)
{
    (void)context;
    return option_rows[index].name;
}

static bool unknown_option(const Parser *parser)
{
    const char *word = parser->argv[parser->at];
    char name[64] = "";
    if (word[1] == '-')
        snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
    const char *nearest = text_nearest(name, OPTION_COUNT, row_name_at, NULL);
    if (nearest)
        return err_set(parser->err, "unknown option '%s'; did you mean '--%s'?", word, nearest);
    bool window = parser->options->mode == MODE_WINDOW;
    return err_set(parser->err, "unknown option '%s'; 'ravine %s%s--help' lists what there is",
                   word, window ? "" : mode_name(parser->options->mode), window ? "" : " ");
}

static bool foreign_option(const Parser *parser, const OptionRow *row)
{
    StrBuf owners = {0};
    for (Mode mode = MODE_WINDOW; mode <= MODE_HELP; mode++) {
        if (row->modes & (1u << mode))
            strbuf_printf(&owners, "%s%s", owners.len > 0 ? ", " : "", mode_name(mode));
    }
    err_set(parser->err, "option '%s' does not belong to %s; it belongs to %s", parser->flag,
            mode_name(parser->options->mode), strbuf_text(&owners));
    strbuf_deinit(&owners);
    return false;
}

/* A word that names an option is never taken for the argument of the option before it. */
static bool is_option_word(const char *word)
{
    if (word[0] != '-')
        return false;
    if (word[1] == '-')
        return word[2] == '\0' || row_by_name(word + 2, strcspn(word + 2, "="));
    return word[1] != '\0' && word[2] == '\0' && row_by_letter(word[1]);
}

/* inner: the argument inside the word itself ("--steps=5", "-n5"), or NULL. */
static bool apply_option(Parser *parser, const OptionRow *row, const char *inner)
{
    unsigned bit = 1u << (row - option_rows);
    if (!(row->modes & (1u << parser->options->mode)))
        return foreign_option(parser, row);
    if (!row->repeatable && (parser->given & bit))
        return err_set(parser->err, "option '%s' is given twice; it is accepted once",
                       parser->flag);
    parser->given |= bit;
    if (!row->argument) {
        if (inner)
            return err_set(parser->err, "option '%s' takes no argument, but was given '%s'",
                           parser->flag, inner);
        return row->set(parser, NULL);
    }
    if (inner)
        return row->set(parser, inner);
    if (parser->at + 1 >= parser->argc || is_option_word(parser->argv[parser->at + 1]))
        return err_set(parser->err, "option '%s' needs an argument: %s, %s", parser->flag,
                       row->argument, row->help);
    return row->set(parser, parser->argv[++parser->at]);
}

static bool parse_option(Parser *parser)
{
    const char *word = parser->argv[parser->at];
    char flag[64];
    parser->flag = flag;
    if (word[1] == '-') {
        size_t len = strcspn(word + 2, "=");
        const OptionRow *row = row_by_name(word + 2, len);
        if (!row)
            return unknown_option(parser);
        snprintf(flag, sizeof flag, "--%s", row->name);
        return apply_option(parser, row, word[2 + len] == '=' ? word + 2 + len + 1 : NULL);
    }
    const OptionRow *row = row_by_letter(word[1]);
    if (!row)
        return unknown_option(parser);
    snprintf(flag, sizeof flag, "-%c", row->letter);
    return apply_option(parser, row, word[2] != '\0' ? word + 2 : NULL);
}

/* ---- words ---- */

static const char *const topic_names[] = {"problems", "optimizers", "scenarios", "commands"};

static const char *topic_at(const void *context, size_t index)
{
    (void)context;
    return topic_names[index];
}

static bool parse_topic(Parser *parser, const char *word)
{
    size_t i = read_choice(word, topic_names, 4);
    parser->options->list = (ListTopic)i;
    if (i < 4)
        return true;
    const char *nearest = text_nearest(word, 4, topic_at, NULL);
    if (nearest)
        return err_set(parser->err, "cannot list '%s'; did you mean '%s'?", word, nearest);
    return err_set(parser->err,
                   "cannot list '%s'; expected problems, optimizers, scenarios or commands", word);
}

static bool parse_help_topic(Parser *parser, const char *word)
{
    if (command_find(word, &parser->options->topic))
        return true;
    const char *nearest = text_nearest(word, COMMAND_COUNT - 1, command_at, NULL);
    if (nearest)
        return err_set(parser->err, "no help on '%s'; did you mean '%s'?", word, nearest);
    return err_set(parser->err,
                   "no help on '%s'; expected list, trace, eval, check, render or help", word);
}

static bool parse_word(Parser *parser, const char *word, int position)
{
    Options *options = parser->options;
    Mode other;
    if (position > 0 || options->mode == MODE_TRACE || options->mode == MODE_EVAL ||
        options->mode == MODE_CHECK) {
        bool problem = options->mode == MODE_TRACE || options->mode == MODE_EVAL ||
                       options->mode == MODE_CHECK;
        return err_set(parser->err, "unexpected argument '%s'%s", word,
                       problem && !options->problem ? "; the problem is given as -p PROBLEM"
                                                    : "; expected options only");
    }
    if (options->mode == MODE_LIST)
        return parse_topic(parser, word);
    if (options->mode == MODE_HELP)
        return parse_help_topic(parser, word);
    if (options->mode == MODE_WINDOW && command_find(word, &other))
        return err_set(parser->err, "'%s' is a command; it has to come before the options", word);
    options->scenario = word;
    return true;
}

/* "trcae" is a slip of a command rather than a formula, unless it is a problem's id. */
static bool parse_command(Parser *parser)
{
    Options *options = parser->options;
    if (parser->argc < 2 || parser->argv[1][0] == '-')
        return true;
    const char *word = parser->argv[1];
    if (!command_find(word, &options->mode)) {
        bool letters = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
                       strlen(word);
        const char *nearest =
            letters && strlen(word) > 1 && problem_catalogue_find(word) < 0
                ? text_nearest(word, COMMAND_COUNT - 1, command_at, NULL)
                : NULL;
        if (nearest)
            return err_set(parser->err, "unknown command '%s'; did you mean '%s'?", word, nearest);
        return true;
    }
    parser->at = 2;
    if (options->mode == MODE_TRACE || options->mode == MODE_EVAL)
        options->format = FORMAT_CSV;
    if (options->mode == MODE_HELP)
        options->topic = MODE_HELP;
    return true;
}

static bool check_format(const Options *options, Err *err)
{
    bool commands = options->mode == MODE_LIST && options->list == LIST_COMMANDS;
    bool table = options->mode == MODE_TRACE || options->mode == MODE_EVAL;
    bool fits = options->format == FORMAT_JSON || (table && options->format == FORMAT_CSV) ||
                (!table && options->format == FORMAT_TEXT) ||
                (commands && options->format == FORMAT_MARKDOWN);
    return fits || err_set(err, "option '--format': '%s' is not accepted here; expected %s",
                           format_names[options->format],
                           table      ? "csv or json"
                           : commands ? "text, json or markdown"
                                      : "text or json");
}

static bool has_suffix(const char *text, const char *suffix)
{
    size_t len = strlen(text), tail = strlen(suffix);
    return len > tail && strcmp(text + len - tail, suffix) == 0;
}

/* What each command cannot do without. */
static bool check_complete(const Options *options, int words, Err *err)
{
    bool needs_problem = options->mode == MODE_TRACE || options->mode == MODE_EVAL;
    if (needs_problem && !options->problem)
        return err_set(err, "%s needs a problem: -p PROBLEM, an id or a formula in x and y",
                       mode_name(options->mode));
    if (options->mode == MODE_TRACE && options->optimizer_count == 0)
        return err_set(err, "trace needs an optimizer: -o OPTIMIZER, such as -o adam:lr=0.1");
    if (options->mode == MODE_EVAL && !options->at_given)
        return err_set(err, "eval needs a point: --at X,Y");
    if (options->mode == MODE_LIST && words == 0)
        return err_set(err, "list needs a word: problems, optimizers, scenarios or commands");
    if (options->mode == MODE_RENDER && !options->output)
        return err_set(err, "render needs a file: -O FILE.png");
    if (options->mode == MODE_RENDER && !has_suffix(options->output, ".png"))
        return err_set(err, "option '-O': cannot render into '%s'; expected a name ending in .png",
                       options->output);
    if (options->scenario && options->problem)
        return err_set(err, "'%s' and -p '%s' both name what to minimise; give one of them",
                       options->scenario, options->problem);
    return check_format(options, err);
}

bool options_parse(Options *options, int argc, char *const *argv, Err *err)
{
    *options = (Options){.steps = -1, .step = -1, .scale = 1, .topic = MODE_HELP};
    Parser parser = {.options = options, .argc = argc, .argv = argv, .at = 1, .err = err};
    if (!parse_command(&parser))
        return false;
    bool only_words = false;
    int words = 0;
    for (; parser.at < argc; parser.at++) {
        const char *word = argv[parser.at];
        if (!only_words && strcmp(word, "--") == 0) {
            only_words = true;
        } else if (!only_words && word[0] == '-' && word[1] != '\0') {
            Mode mode = options->mode;
            if (!parse_option(&parser))
                return false;
            if (options->mode != mode) /* --help, --version: the rest does not matter */
                return true;
        } else if (!parse_word(&parser, word, words++)) {
            return false;
        }
    }
    return check_complete(options, words, err);
}

/* ---- help ---- */

static void help_option(const OptionRow *row, StrBuf *out)
{
    char left[48];
    int len = row->letter ? snprintf(left, sizeof left, "  -%c, --%s", row->letter, row->name)
                          : snprintf(left, sizeof left, "      --%s", row->name);
    if (row->argument)
        snprintf(left + len, sizeof left - (size_t)len, " %s", row->argument);
    strbuf_printf(out, "%-29s %s\n", left, row->help);
}

static void help_options(unsigned modes, StrBuf *out)
{
    strbuf_put(out, "\noptions:\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (option_rows[i].modes & modes)
            help_option(&option_rows[i], out);
    }
}

static void help_all(StrBuf *out)
{
    strbuf_put(out, "Ravine: watch optimizers race down a contour map.\n\nusage:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const CommandRow *row = &command_rows[i];
        char left[96];
        snprintf(left, sizeof left, "  ravine %s%s%s", row->name, i > 0 ? " " : "", row->arguments);
        strbuf_printf(out, "%-58s %s\n", left, row->summary);
    }
    strbuf_printf(out, "\n%s\n", command_rows[MODE_WINDOW].detail);
    help_options(IN_ALL, out);
    strbuf_put(out, "\n'ravine help COMMAND' explains a command. In the window, F1 shows the keys.\n");
}

void options_help(Mode topic, StrBuf *out)
{
    if (topic == MODE_HELP || topic == MODE_VERSION) {
        help_all(out);
        return;
    }
    const CommandRow *row = &command_rows[topic];
    strbuf_printf(out, "usage: ravine %s%s%s\n\n%s.\n", row->name, topic != MODE_WINDOW ? " " : "",
                  row->arguments, row->summary);
    if (row->detail)
        strbuf_printf(out, "%s\n", row->detail);
    help_options(1u << topic, out);
}
