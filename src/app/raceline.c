#include "app/raceline.h"

#include <stdlib.h>
#include <string.h>

#include "app/options.h"
#include "app/scenario.h"
#include "app/value.h"
#include "base/array.h"

/* ---- writing ---- */

/* For a shell: as it is where that is safe, else in single quotes. */
static void put_word(StrBuf *out, const char *word)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                               "_:=.,+-/@%";
    if (word[0] != '\0' && word[strspn(word, safe)] == '\0') {
        strbuf_put(out, word);
        return;
    }
    strbuf_put_char(out, '\'');
    for (; *word != '\0'; word++)
        if (*word == '\'')
            strbuf_put(out, "'\\''");
        else
            strbuf_put_char(out, *word);
    strbuf_put_char(out, '\'');
}

void raceline_print(const App *app, StrBuf *out)
{
    raceline_print_for(app, (Reference){.kind = REFERENCE_HERE}, out);
}

void raceline_print_for(const App *app, Reference place, StrBuf *out)
{
    Scenario *scenario = scenario_of(app, place);
    const AppOptions *race = scenario_options(scenario);
    strbuf_put(out, "ravine -p ");
    put_word(out, race->problem);
    if (race->has_start) {
        strbuf_put(out, " -s ");
        value_put_numbers((const double[]){race->start.x, race->start.y}, 2, out);
    }
    if (race->init.kind != INIT_POINT) {
        strbuf_put(out, " --init ");
        init_print(race->init, out);
    }
    if (race->steps > 0)
        strbuf_printf(out, " -n %ld", race->steps);
    if (race->unit != RUN_STEPS)
        strbuf_printf(out, " --count %s", value_units[race->unit]);
    for (size_t i = 0; i < race->optimizer_count; i++) {
        strbuf_put(out, " -o ");
        put_word(out, race->optimizers[i]);
    }
    scenario_destroy(scenario);
}

/* ---- reading ---- */

enum { WORDS_MAX = 2 * RACE_ENTRANTS_MAX + 64 };

typedef struct Words {
    char *text; /* the words one after the other, each with its NUL */
    char *at[WORDS_MAX];
    int count;
} Words;

/* One word from *from, as a shell reads it: quotes of both kinds, and the backslash. Appends it
 * at to; returns its end, NULL if a quote is left open. */
static char *take_word(const char **from, char *to)
{
    char quote = '\0';
    const char *at = *from;
    for (; *at != '\0' && (quote || !strchr(" \t\r\n", *at)); at++)
        if (quote ? *at == quote : *at == '\'' || *at == '"')
            quote = quote ? '\0' : *at;
        else if (*at == '\\' && quote != '\'' && at[1] != '\0')
            *to++ = *++at;
        else
            *to++ = *at;
    *from = at;
    *to++ = '\0';
    return quote ? NULL : to;
}

/* "ravine", "build/src/ravine" and "scripts/run" are how a line begins; one without any of them is
 * taken for the rest of it. */
static bool is_program(const char *word)
{
    const char *slash = strrchr(word, '/');
    const char *name = slash ? slash + 1 : word;
    return strcmp(name, "ravine") == 0 || (slash && strcmp(name, "run") == 0);
}

/* As main gets them: the program's name, then the arguments. */
static bool split(Words *words, const char *line, Err *err)
{
    static const char program[] = "ravine";
    words->text = mem_calloc(sizeof program + strlen(line) + 2, 1);
    memcpy(words->text, program, sizeof program);
    words->at[words->count++] = words->text;
    for (char *to = words->text + sizeof program;;) {
        line += strspn(line, " \t\r\n");
        if (*line == '\0')
            return true;
        if (words->count == WORDS_MAX)
            return err_set(err, "a race of more than %d words", WORDS_MAX - 1);
        char *word = to;
        to = take_word(&line, to);
        if (!to)
            return err_set(err, "a quote is not closed");
        if (words->count == 1 && is_program(word))
            to = word;
        else
            words->at[words->count++] = word;
    }
}

static bool read_line(Words *words, const char *line, Options *options, Err *err)
{
    static const char expected[] = "expected a line such as ravine rosenbrock -o adam";
    if (!split(words, line, err))
        return false;
    if (words->count < 2)
        return err_set(err, "no race: %s", expected);
    return options_parse(options, words->count, words->at, err) &&
           (options->mode == MODE_WINDOW || err_set(err, "not a race: %s", expected));
}

static const char *problem_of(const Options *options)
{
    return options->scenario ? options->scenario : options->problem;
}

bool raceline_outside(const char *line, StrBuf *out, Err *err)
{
    Words words = {0};
    Options options;
    bool good = read_line(&words, line, &options, err);
    const char *problem = good ? problem_of(&options) : NULL;
    if (problem && (good = reference_check(problem, err)))
        reference_outside(problem, "", out);
    free(words.text);
    return good;
}

bool raceline_apply(App *app, const char *line, Err *err)
{
    Words words = {0};
    Options options;
    bool good = read_line(&words, line, &options, err);
    if (good) {
        AppOptions race = {.problem = problem_of(&options),
                           .optimizers = options.optimizers,
                           .optimizer_count = options.optimizer_count,
                           .has_start = options.start_given,
                           .start = options.start,
                           .init = options.init,
                           .seed = options.seed,
                           .steps = options.steps,
                           .unit = options.unit};
        good = app_set_race(app, &race, err);
    }
    free(words.text);
    return good;
}
