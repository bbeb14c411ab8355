#include "app/options.h"

#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/option_table.h"
#include "app/value.h"
#include "base/text.h"
#include "expr/expr.h"
#include "problem/factory.h"

typedef struct Parser {
    Options *options;
    uint64_t given; /* bit per row of the table */
    int argc;
    char *const *argv;
    int at;           /* the argument in work */
    const char *flag; /* the option in work, as written */
    Err *err;
} Parser;

const char *options_command_name(size_t index)
{
    return index + 1 < OPTION_COMMANDS ? option_commands[index + 1].name : NULL;
}

static const char *command_at(const void *context, size_t index)
{
    (void)context;
    return options_command_name(index);
}

static bool command_find(const char *word, Mode *mode)
{
    for (size_t i = 1; i < OPTION_COMMANDS; i++) {
        if (strcmp(word, option_commands[i].name) == 0) {
            *mode = (Mode)i;
            return true;
        }
    }
    return false;
}

/* What a person calls a mode. */
static const char *mode_name(Mode mode)
{
    return mode == MODE_WINDOW ? "the window" : option_commands[mode].name;
}

/* ---- options ---- */

static const char *row_name_at(const void *context, size_t index)
{
    (void)context;
    return option_at(index)->name;
}

/* "-x^2": a formula where the problem may be given, but begins like an option. */
static bool is_formula(const Parser *parser, const char *word)
{
    double value;
    if (!(option_named("--problem")->modes & (1u << parser->options->mode)) ||
        expr_constant(word, NULL, 0, &value, NULL))
        return false;
    Expr *expr = expr_create(word, NULL, 0, NULL, NULL);
    expr_destroy(expr);
    return expr != NULL;
}

static bool unknown_option(const Parser *parser)
{
    const char *word = parser->argv[parser->at];
    if (is_formula(parser, word))
        return err_set(parser->err, "unknown option '%s'; a formula is given as -p '%s'", word,
                       word);
    char name[64] = "";
    if (word[1] == '-')
        snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
    const char *nearest = text_nearest(name, option_count(), row_name_at, NULL);
    if (nearest)
        return err_set(parser->err, "unknown option '%s'; did you mean '--%s'?", word, nearest);
    bool window = parser->options->mode == MODE_WINDOW;
    return err_set(parser->err, "unknown option '%s'; 'ravine %s%s--help' lists what there is",
                   word, window ? "" : mode_name(parser->options->mode), window ? "" : " ");
}

static bool foreign_option(const Parser *parser, const OptionRow *row)
{
    StrBuf owners = {0};
    for (Mode mode = MODE_WINDOW; mode <= MODE_HELP; mode++)
        if (row->modes & (1u << mode))
            strbuf_printf(&owners, "%s%s", owners.len > 0 ? ", " : "", mode_name(mode));
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
        return word[2] == '\0' || option_named(word);
    return word[1] != '\0' && word[2] == '\0' && option_named(word);
}

/* inner: the argument inside the word itself ("--steps=5", "-n5"), or NULL. */
static bool apply_option(Parser *parser, const OptionRow *row, const char *inner)
{
    uint64_t bit = UINT64_C(1) << (row - option_at(0));
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
        return row->set(parser->options, parser->flag, NULL, parser->err);
    }
    if (inner)
        return row->set(parser->options, parser->flag, inner, parser->err);
    if (parser->at + 1 >= parser->argc || is_option_word(parser->argv[parser->at + 1]))
        return err_set(parser->err, "option '%s' needs an argument, %s: %s", parser->flag,
                       row->argument, row->help);
    return row->set(parser->options, parser->flag, parser->argv[++parser->at], parser->err);
}

static bool parse_option(Parser *parser)
{
    const char *word = parser->argv[parser->at];
    char flag[64];
    parser->flag = flag;
    const OptionRow *row = option_named(word);
    if (!row)
        return unknown_option(parser);
    if (word[1] == '-') {
        const char *equals = strchr(word, '=');
        snprintf(flag, sizeof flag, "--%s", row->name);
        return apply_option(parser, row, equals ? equals + 1 : NULL);
    }
    snprintf(flag, sizeof flag, "-%c", row->letter);
    bool good = apply_option(parser, row, word[2] != '\0' ? word + 2 : NULL);
    if (good || word[2] == '\0' || !is_formula(parser, word))
        return good;
    *parser->err = (Err){0}; /* "-sqrt(x)": nobody meant -s */
    return err_set(parser->err, "'%s' reads as option '%s'; a formula is given as -p '%s'", word,
                   flag, word);
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
    size_t i = value_find(word, topic_names, 4);
    parser->options->list = (ListTopic)i;
    if (i < 4)
        return true;
    const char *nearest = text_nearest(word, 4, topic_at, NULL);
    if (nearest)
        return err_set(parser->err, "cannot list '%s'; did you mean '%s'?", word, nearest);
    return err_set(parser->err,
                   "cannot list '%s'; expected problems, optimizers, scenarios or commands", word);
}

/* The one optimizer to list; what it says is understood is checked here. */
static bool parse_listed(Parser *parser, const char *word)
{
    OptimizerSpec spec;
    parser->options->listed = word;
    return optimizer_spec_parse(&spec, word, parser->err);
}

static bool parse_help_topic(Parser *parser, const char *word)
{
    if (command_find(word, &parser->options->topic))
        return true;
    if (strcmp(word, "scenario") == 0)
        return parser->options->scenario_help = true;
    if (strcmp(word, "man") == 0)
        return parser->options->man_page = true;
    const char *nearest = text_nearest(word, OPTION_COMMANDS - 1, command_at, NULL);
    if (nearest)
        return err_set(parser->err, "no help on '%s'; did you mean '%s'?", word, nearest);
    StrBuf all = {0};
    for (size_t i = 1; i < OPTION_COMMANDS; i++)
        strbuf_printf(&all, "%s, ", option_commands[i].name);
    err_set(parser->err, "no help on '%s'; expected %sscenario or man", word, strbuf_text(&all));
    strbuf_deinit(&all);
    return false;
}

static bool parse_word(Parser *parser, const char *word, int position)
{
    Options *options = parser->options;
    Mode other;
    if (options->mode == MODE_LIST && options->list == LIST_OPTIMIZERS && position == 1)
        return parse_listed(parser, word);
    bool problem = options->mode == MODE_EVAL || options->mode == MODE_CHECK;
    if (options->mode == MODE_COMPLETE)
        return err_set(parser->err, "unexpected argument '%s'; the words come behind --", word);
    if (position > 0 || problem || options->mode == MODE_DOCTOR) {
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
        bool letters =
            strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(word);
        const char *nearest = letters && strlen(word) > 1 && problem_catalogue_find(word) < 0
                                  ? text_nearest(word, OPTION_COMMANDS - 1, command_at, NULL)
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

unsigned options_formats(const Options *options)
{
    switch (options->mode) {
    case MODE_TRACE:
    case MODE_EVAL:
        return 1u << FORMAT_CSV | 1u << FORMAT_JSON;
    case MODE_RENDER:
        return 1u << FORMAT_PNG | 1u << FORMAT_SVG | 1u << FORMAT_PDF | 1u << FORMAT_MP4 |
               1u << FORMAT_GIF;
    case MODE_LIST:
        return 1u << FORMAT_TEXT | 1u << FORMAT_JSON |
               (options->list == LIST_COMMANDS ? 1u << FORMAT_MARKDOWN : 0);
    default:
        return 1u << FORMAT_TEXT;
    }
}

/* Appends "png, svg or pdf", each with `before`. */
static void name_formats(unsigned formats, const char *before, StrBuf *out)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (!(formats & 1u << i))
            continue;
        const bool first = (formats & ((1u << i) - 1)) == 0, last = formats >> (i + 1) == 0;
        strbuf_printf(out, "%s%s%s",
                      first  ? ""
                      : last ? " or "
                             : ", ",
                      before, option_format_names[i]);
    }
}

static bool check_format(const Options *options, Err *err)
{
    const unsigned formats = options_formats(options);
    if (formats & 1u << options->format)
        return true;
    StrBuf names = {0};
    name_formats(formats, "", &names);
    err_set(err, "option '--format': '%s' is not accepted here; expected %s",
            option_format_names[options->format], strbuf_text(&names));
    strbuf_deinit(&names);
    return false;
}

/* The format of a picture, where --format has not said it. */
static bool format_by_name(Options *options, Err *err)
{
    const unsigned formats = options_formats(options);
    const char *dot = strrchr(options->output, '.');
    if (strcmp(options->output, "-") == 0)
        options->format = FORMAT_PNG;
    for (size_t i = 0; i < FORMAT_COUNT && dot; i++)
        if (formats & 1u << i && strcmp(dot + 1, option_format_names[i]) == 0)
            options->format = (Format)i;
    if (options->format != FORMAT_TEXT)
        return true;
    StrBuf names = {0};
    name_formats(formats, ".", &names);
    err_set(err, "option '-O': cannot render into '%s'; expected a name ending in %s",
            options->output, strbuf_text(&names));
    strbuf_deinit(&names);
    return false;
}

bool options_film(const Options *options)
{
    return options->format == FORMAT_MP4 || options->format == FORMAT_GIF;
}

/* What each command cannot do without. */
static bool check_complete(Options *options, int words, Err *err)
{
    bool needs_problem = options->mode == MODE_TRACE || options->mode == MODE_EVAL;
    if (needs_problem && !options->problem && !options->scenario)
        return err_set(err, "%s needs a problem: -p PROBLEM, an id or a formula in x and y",
                       mode_name(options->mode));
    if (options->mode == MODE_TRACE && options->optimizer_count == 0 && !options->scenario)
        return err_set(err, "trace needs an optimizer: -o OPTIMIZER, such as -o adam:lr=0.1");
    if (options->mode == MODE_EVAL && !options->at_given)
        return err_set(err, "eval needs a point: --at X,Y");
    if (options->mode == MODE_LIST && words == 0)
        return err_set(err, "list needs a word: problems, optimizers, scenarios or commands");
    if (options->mode == MODE_RENDER && !options->output)
        return err_set(err, "render needs a file: -O FILE.png");
    if (options->mode == MODE_RENDER && options->format == FORMAT_TEXT &&
        !format_by_name(options, err))
        return false;
    const bool film = options_film(options);
    if (film && strcmp(options->output, "-") == 0)
        return err_set(err, "option '-O': a film cannot go to standard output; expected a file");
    if (!film && (options->fps > 0 || options->speed > 0 || options->hold >= 0))
        return err_set(err, "options '--fps', '--speed' and '--hold' belong to films; expected -O "
                            "FILE.mp4 or FILE.gif");
    if (film && options->width_mm > 0)
        return err_set(err, "option '--width-mm': a film has no width on paper; give --size");
    if (options->legend && options->panels == PANELS_ALL)
        return err_set(err, "option '--legend' belongs to --panels chart or none: the cards are a "
                            "legend");
    if (options->font_points > 0 && options->width_mm == 0)
        return err_set(err, "option '--font-size' belongs to a figure on paper; give --width-mm, "
                            "or use --scale");
    bool picture = options->mode == MODE_WINDOW || options->mode == MODE_RENDER;
    if (picture && (options->steps == 0 || options->steps > APP_STEPS_MAX))
        return err_set(err, "option '-n': %ld is not accepted here; expected 1 to %d steps",
                       options->steps, APP_STEPS_MAX);
    if (options->scenario && options->problem)
        return err_set(err, "'%s' and -p '%s' both name what to minimise; give one of them",
                       options->scenario, options->problem);
    return check_format(options, err);
}

bool options_parse(Options *options, int argc, char *const *argv, Err *err)
{
    *options = (Options){.steps = -1, .step = -1, .hold = -1, .topic = MODE_HELP};
    Parser parser = {.options = options, .argc = argc, .argv = argv, .at = 1, .err = err};
    if (!parse_command(&parser))
        return false;
    bool only_words = false;
    int words = 0;
    for (; parser.at < argc; parser.at++) {
        const char *word = argv[parser.at];
        if (!only_words && strcmp(word, "--") == 0) {
            only_words = true;
            if (options->mode == MODE_COMPLETE)
                break;
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
    if (options->mode == MODE_COMPLETE) {
        options->words = argv + parser.at + only_words;
        options->word_count = (size_t)(argc - parser.at - only_words);
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
    for (size_t i = 0; i < option_count(); i++)
        if (option_at(i)->modes & modes)
            help_option(option_at(i), out);
}

static void help_all(StrBuf *out)
{
    strbuf_put(out, "Ravine: watch optimizers race down a contour map.\n\nusage:\n");
    for (size_t i = 0; i < OPTION_COMMANDS; i++) {
        const CommandRow *row = &option_commands[i];
        char left[96];
        snprintf(left, sizeof left, "  ravine %s%s%s", row->name, i > 0 ? " " : "", row->arguments);
        strbuf_printf(out, "%-58s %s\n", left, row->summary);
    }
    strbuf_printf(out, "\n%s\n", option_commands[MODE_WINDOW].detail);
    help_options(IN_ALL, out);
    strbuf_put(out,
               "\n'ravine help COMMAND' explains a command. In the window, F1 shows the keys.\n");
}

void options_help(Mode topic, StrBuf *out)
{
    if (topic == MODE_HELP || topic == MODE_VERSION) {
        help_all(out);
        return;
    }
    const CommandRow *row = &option_commands[topic];
    const bool both = row->name[0] != '\0' && row->arguments[0] != '\0';
    strbuf_printf(out, "usage: ravine %s%s%s\n\nTo %s.\n", row->name, both ? " " : "",
                  row->arguments, row->summary);
    if (row->detail)
        strbuf_printf(out, "%s\n", row->detail);
    help_options(1u << topic, out);
}
