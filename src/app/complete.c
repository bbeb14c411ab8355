#include "app/complete.h"

#include <assert.h>
#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/lesson.h"
#include "app/option_table.h"
#include "app/value.h"
#include "optim/catalogue.h"
#include "optim/optimizer.h"
#include "problem/factory.h"

/* What is asked: words that begin with word[head ...]. They are answered behind word[0 ... head),
 * which is typed and stays. */
typedef struct Asked {
    const Options *options; /* as far as the words before say something */
    const char *word;
    size_t head;
    FILE *out;
} Asked;

static const char *typed(const Asked *asked)
{
    return asked->word + asked->head;
}

/* tail: what follows the word: "=", "/" or "". */
static void answer_tail(const Asked *asked, const char *word, const char *tail, const char *meaning)
{
    if (strncmp(word, typed(asked), strlen(typed(asked))) == 0)
        fprintf(asked->out, "%.*s%s%s\t%s\n", (int)asked->head, asked->word, word, tail, meaning);
}

static void answer(const Asked *asked, const char *word, const char *meaning)
{
    answer_tail(asked, word, "", meaning);
}

static void answer_names(const Asked *asked, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        answer(asked, names[i], "");
}

/* ---- problems and optimizers, "id:name=value,name=value" ---- */

enum { ID_MAX = 64 };

/* Whether the id is complete; then *item asks for what follows it, from the last comma on. */
static bool past_id(const Asked *asked, char id[ID_MAX], Asked *item)
{
    const char *colon = strchr(typed(asked), ':');
    size_t len = colon ? (size_t)(colon - typed(asked)) : ID_MAX;
    if (len >= ID_MAX)
        return false;
    memcpy(id, typed(asked), len);
    id[len] = '\0';
    const char *comma = strrchr(colon, ',');
    *item = *asked;
    item->head = (size_t)((comma ? comma : colon) + 1 - asked->word);
    return true;
}

/* name= where the name is being typed; behind its '=' one of the choices, up to a NULL. */
static void answer_item(const Asked *item, const char *name, const char *doc,
                        const char *const *choices)
{
    const size_t len = strlen(name);
    if (!strchr(typed(item), '=')) {
        answer_tail(item, name, "=", doc);
    } else if (strncmp(typed(item), name, len) == 0 && typed(item)[len] == '=') {
        Asked value = *item;
        value.head += len + 1;
        for (size_t i = 0; choices && choices[i]; i++)
            answer(&value, choices[i], "");
    }
}

static void answer_hypers(const Asked *item, const Optimizer *optimizer)
{
    static const char *const on_off[] = {"on", "off", NULL};
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++) {
        const Hyper *hyper = optimizer_hyper(optimizer, i);
        answer_item(item, hyper->id, hyper->doc,
                    hyper->kind == HYPER_SWITCH ? on_off : hyper->choices);
    }
    answer_item(item, "label", "what it is called", NULL);
    answer_item(item, "visible", "off: it races, and is not shown", NULL);
}

static void answer_optimizers(const Asked *asked)
{
    char id[ID_MAX];
    Asked item;
    const bool inside = past_id(asked, id, &item);
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        if (!inside)
            answer(asked, optimizer->id, optimizer->name);
        else if (strcmp(optimizer->id, id) == 0)
            answer_hypers(&item, optimizer);
    }
}

static void answer_params(const Asked *item, const char *id)
{
    Problem *problem = problem_create(id, NULL);
    for (size_t i = 0; i < problem->params.count; i++) {
        const ParamRow *row = problem->params.item[i].row;
        answer_item(item, row->name, row->doc, row->choices);
    }
    problem_destroy(problem);
}

static void answer_problems(const Asked *asked)
{
    char id[ID_MAX];
    Asked item;
    const bool inside = past_id(asked, id, &item);
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        ProblemInfo info = problem_catalogue_at(i);
        if (!inside)
            answer(asked, info.id, info.title);
        else if (strcmp(info.id, id) == 0)
            answer_params(&item, id);
    }
}

/* ---- scenarios ---- */

static void answer_lessons(const Asked *asked)
{
    for (size_t i = 0; i < lesson_text_count; i++)
        answer(asked, lesson_texts[i].name, lesson_texts[i].title);
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* A file that opens, or a folder that may hold one. Hidden ones only for those who ask for them.
 * One that would be taken for an option gets its folder. */
static void answer_file(const Asked *asked, const char *folder, const char *name)
{
    const char *kind = scenario_kind_of_file(name);
    const char *here = name[0] == '-' && asked->word[0] == '\0' ? "./" : "";
    if (name[0] == '.' && (typed(asked)[0] != '.' || name[strspn(name, ".")] == '\0'))
        return;
    for (const char *c = name; *c != '\0'; c++)
        if ((unsigned char)*c < ' ')
            return; /* no shell could be told it in a line */
    StrBuf path = {0};
    strbuf_printf(&path, "%s%s%s", folder, here, name);
    const char *word = *here != '\0' ? strbuf_text(&path) : name;
    if (is_folder(strbuf_text(&path)))
        answer_tail(asked, word, "/", "folder");
    else if (kind)
        answer(asked, word, kind);
    strbuf_deinit(&path);
}

static void answer_files(const Asked *asked)
{
    Asked name = *asked;
    const char *slash = strrchr(typed(asked), '/');
    name.head += slash ? (size_t)(slash + 1 - typed(asked)) : 0;
    StrBuf folder = {0};
    strbuf_put_bytes(&folder, typed(asked), name.head - asked->head);
    struct dirent **entries;
    int count = scandir(slash ? strbuf_text(&folder) : ".", &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        answer_file(&name, strbuf_text(&folder), entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    strbuf_deinit(&folder);
}

static void answer_scenarios(const Asked *asked)
{
    answer_lessons(asked);
    if (asked->options->mode != MODE_TRACE) /* there a problem is given as -p */
        answer_problems(asked);
    answer_files(asked);
}

/* ---- the other kinds ---- */

static void answer_commands(const Asked *asked)
{
    for (size_t i = MODE_WINDOW + 1; i < OPTION_COMMANDS; i++)
        answer(asked, option_commands[i].name, option_commands[i].summary);
}

static void answer_themes(const Asked *asked)
{
    answer_names(asked, value_themes, THEME_COUNT);
}

static void answer_layouts(const Asked *asked)
{
    answer_names(asked, value_layouts, LAYOUT_COUNT);
}

static void answer_panels(const Asked *asked)
{
    answer_names(asked, value_panels, PANELS_COUNT);
}

static void answer_renderers(const Asked *asked)
{
    answer_names(asked, option_renderers, OPTION_RENDERERS);
}

static void answer_units(const Asked *asked)
{
    answer_names(asked, value_units, RUN_UNITS);
}

static void answer_inits(const Asked *asked)
{
    for (int i = 0; i < INIT_COUNT; i++) {
        StrBuf name = {0};
        init_print((Init){.kind = (InitKind)i}, &name);
        answer(asked, strbuf_text(&name), "");
        strbuf_deinit(&name);
    }
}

static void answer_formats(const Asked *asked)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (options_formats(asked->options) & 1u << i)
            answer(asked, option_format_names[i], "");
}

typedef struct Kind {
    const char *name;
    void (*answer)(const Asked *asked); /* NULL: there is no list of these */
} Kind;

static const Kind kinds[] = {
    {"PROBLEM", answer_problems},
    {"OPTIMIZER", answer_optimizers},
    {"SCENARIO", answer_scenarios},
    {"COMMAND", answer_commands},
    {"THEME", answer_themes},
    {"LAYOUT", answer_layouts},
    {"UNIT", answer_units},
    {"HOW", answer_inits},
    {"FORMAT", answer_formats},
    {"PANELS", answer_panels},
    {"RENDERER", answer_renderers},
    {"FILE", NULL}, /* of any kind: shells know best */
    {"KEYS", NULL},
    {"MM", NULL},
    {"N", NULL},
    {"POINTS", NULL},
    {"S", NULL},
    {"SECONDS", NULL},
    {"STEPS", NULL},
    {"WORD", NULL},
    {"WxH", NULL},
    {"X,Y", NULL},
};

static const Kind *kind_find(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

bool complete_has_kind(const char *name)
{
    return kind_find(name) != NULL;
}

static void answer_kind(const Asked *asked, const char *name)
{
    const Kind *kind = kind_find(name);
    if (kind && kind->answer)
        kind->answer(asked);
}

/* ---- the line ---- */

/* Cuts the next word off *usage, without the brackets around it. */
static bool usage_word(const char **usage, StrBuf *word)
{
    *usage += strspn(*usage, " [");
    size_t len = strcspn(*usage, " ]");
    strbuf_clear(word);
    strbuf_put_bytes(word, *usage, len);
    *usage += len + strspn(*usage + len, "]");
    return len > 0;
}

/* The word that a command takes at this place, without its options: "SCENARIO", "a|b|c". */
static bool usage_position(const char *usage, size_t position, StrBuf *word)
{
    while (usage_word(&usage, word)) {
        const char *text = strbuf_text(word);
        if (text[0] == '-')
            usage_word(&usage, word); /* an option and its argument */
        else if (strcmp(text, "options") != 0 && strcmp(text, "...") != 0 && position-- == 0)
            return true;
    }
    return false;
}

static void answer_position(const Asked *asked, size_t position)
{
    StrBuf all = {0};
    if (usage_position(option_commands[asked->options->mode].arguments, position, &all)) {
        char *rest;
        for (char *word = strtok_r(all.data, "|", &rest); word; word = strtok_r(NULL, "|", &rest))
            if (kind_find(word))
                answer_kind(asked, word);
            else
                answer(asked, word, "");
    }
    strbuf_deinit(&all);
}

/* Where the words before the last one lead. */
typedef struct Way {
    const OptionRow *option; /* the last word is its argument */
    uint64_t given;          /* bit per row of the table */
    size_t position;         /* words so far that are no options, without the command */
    bool only_words;         /* behind "--" */
} Way;

static void step(Way *way, const char *word)
{
    const OptionRow *row = way->only_words ? NULL : option_named(word);
    if (way->option) {
        way->option = NULL;
    } else if (!way->only_words && strcmp(word, "--") == 0) {
        way->only_words = true;
    } else if (row) {
        const bool whole = word[1] == '-' ? !strchr(word, '=') : word[2] == '\0';
        way->given |= UINT64_C(1) << (row - option_at(0));
        way->option = row->argument && whole ? row : NULL;
    } else {
        way->position++;
    }
}

/* An option's name, or its argument in the same word: "--theme=da", "-oad". */
static void answer_option(const Asked *asked, const Way *way)
{
    const char *equals = asked->word[1] == '-' ? strchr(asked->word, '=') : NULL;
    const OptionRow *row = option_named(asked->word);
    if (row && row->argument && (equals || (asked->word[1] != '-' && asked->word[2] != '\0'))) {
        Asked value = *asked;
        value.head = equals ? (size_t)(equals + 1 - asked->word) : 2;
        answer_kind(&value, row->argument);
        return;
    }
    for (size_t i = 0; i < option_count(); i++) {
        row = option_at(i);
        const bool fits = row->modes & 1u << asked->options->mode;
        char name[ID_MAX], letter[] = {'-', row->letter, '\0'};
        if (!fits || (!row->repeatable && way->given & UINT64_C(1) << i))
            continue;
        snprintf(name, sizeof name, "--%s", row->name);
        if (row->letter && asked->word[1] != '-')
            answer(asked, letter, row->help);
        answer(asked, name, row->help);
    }
}

void complete_write(char *const *words, size_t count, FILE *out)
{
    enum { WORDS_MAX = 256 };
    char program[] = "ravine";
    char *line[WORDS_MAX] = {program};
    if (count >= WORDS_MAX)
        return;
    const size_t before = count > 0 ? count - 1 : 0;
    for (size_t i = 0; i < before; i++)
        line[i + 1] = words[i];
    Options options; /* an unfinished line is no mistake: what it says so far counts */
    Err err = {0};
    options_parse(&options, (int)before + 1, line, &err);

    Asked asked = {&options, count > 0 ? words[before] : "", 0, out};
    Way way = {0};
    assert(option_count() <= 64);
    for (size_t i = options.mode == MODE_WINDOW ? 0 : 1; i < before; i++)
        step(&way, words[i]);
    if (before == 0 && asked.word[0] != '-')
        answer_commands(&asked);
    if (way.option)
        answer_kind(&asked, way.option->argument);
    else if (asked.word[0] == '-' && !way.only_words)
        answer_option(&asked, &way);
    else
        answer_position(&asked, way.position);
}
