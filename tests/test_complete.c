/* Completion of command lines: what is offered may be typed, and every kind of value is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/complete.h"
#include "app/option_table.h"
#include "optim/optimizer_spec.h"
#include "problem/factory.h"

enum { WORDS_MAX = 300 };

/* The answers to a line, "ravine" left out, words with a space between; to be freed. */
static char *answers(const char *line)
{
    char *words[WORDS_MAX], *text = NULL, *copy = strdup(line);
    size_t count = 0, size;
    for (char *at = copy; at && count < WORDS_MAX; count++) {
        words[count] = at;
        at = strchr(at, ' ');
        if (at)
            *at++ = '\0';
    }
    FILE *out = open_memstream(&text, &size);
    complete_write(words, count, out);
    fclose(out);
    free(copy);
    return text;
}

/* Whether an answer is this word, whatever it means. */
static bool offers(const char *line, const char *word)
{
    char *text = answers(line), *rest;
    bool found = false;
    for (char *at = strtok_r(text, "\n", &rest); at; at = strtok_r(NULL, "\n", &rest))
        found |= strlen(word) == strcspn(at, "\t") && memcmp(at, word, strlen(word)) == 0;
    free(text);
    return found;
}

static void every_kind_of_value_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < option_count(); i++) {
        const OptionRow *row = option_at(i);
        if (row->argument && !complete_has_kind(row->argument))
            fail_msg("--%s takes %s, which complete.c does not know", row->name, row->argument);
    }
    for (size_t i = 0; i < OPTION_COMMANDS; i++) {
        for (const char *at = option_commands[i].arguments; *at != '\0'; at++) {
            size_t len = 0;
            while (isupper((unsigned char)at[len]))
                len++;
            char word[64];
            snprintf(word, sizeof word, "%.*s", (int)len, at);
            if (len > 1 && at[len] != '.' && !complete_has_kind(word))
                fail_msg("%s takes %s, which complete.c does not know", option_commands[i].name,
                         word);
            at += len > 0 ? len - 1 : 0;
        }
    }
}

/* Whether a program that was given this would go on. */
static bool accepted(const OptionRow *row, Mode mode, const char *word)
{
    Options options = {.mode = mode};
    Err err = {0};
    OptimizerSpec spec;
    Problem *problem;
    if (strcmp(row->argument, "OPTIMIZER") == 0)
        return optimizer_spec_parse(&spec, word, &err);
    if (strcmp(row->argument, "PROBLEM") != 0)
        return row->set(&options, "--option", word, &err) &&
               (strcmp(row->argument, "FORMAT") != 0 ||
                options_formats(&options) & 1u << options.format);
    problem = problem_create(word, &err);
    problem_destroy(problem);
    return problem != NULL;
}

static void what_is_offered_is_accepted(void **state)
{
    (void)state;
    size_t count = 0;
    for (size_t i = 0; i < option_count(); i++) {
        const OptionRow *row = option_at(i);
        for (int mode = MODE_WINDOW; mode < OPTION_COMMANDS && row->argument; mode++) {
            char line[128], *rest;
            if (!(row->modes & 1u << mode))
                continue;
            const char *command = option_commands[mode].name;
            snprintf(line, sizeof line, "%s%s--%s ", command, mode > 0 ? " " : "", row->name);
            char *text = answers(line);
            for (char *at = strtok_r(text, "\n", &rest); at; at = strtok_r(NULL, "\n", &rest)) {
                at[strcspn(at, "\t")] = '\0';
                if (!accepted(row, (Mode)mode, at))
                    fail_msg("'%s' is offered behind '%s'", at, line);
                count++;
            }
            free(text);
        }
    }
    assert_true(count > 100); /* optimizers alone are more than twenty, in three commands */
}

/* Where an option is offered, its command takes it. */
static void options_are_offered_where_they_belong(void **state)
{
    (void)state;
    for (size_t i = 0; i < option_count(); i++) {
        for (int mode = MODE_WINDOW; mode < OPTION_COMMANDS; mode++) {
            char line[128], name[64];
            const char *command = option_commands[mode].name;
            snprintf(name, sizeof name, "--%s", option_at(i)->name);
            snprintf(line, sizeof line, "%s%s--", command, mode > 0 ? " " : "");
            bool belongs = option_at(i)->modes & 1u << mode;
            if (offers(line, name) != belongs)
                fail_msg("%s behind '%s'", name, line);
        }
    }
}

static void the_words_before_count(void **state)
{
    (void)state;
    static const struct {
        const char *line, *word;
        bool offered;
    } ROWS[] = {
        {"", "trace", true},
        {"tr", "trace", true},
        {"trace t", "trace", false},
        {"bowl tr", "trace", false},
        {"trace --se", "--seed", true},
        {"trace --seed 1 --se", "--seed", false}, /* once */
        {"trace -o adam --opt", "--optimizer", true},
        {"trace -n5 --st", "--steps", false},
        {"trace --seed --th", "--theme", false},
        {"trace -- --se", "--seed", false},
        {"--theme ", "light", true},
        {"--theme=", "--theme=light", true},
        {"-oad", "-oadam", true},
        {"list ", "problems", true},
        {"list problems ", "optimizers", false},
        {"list commands --format ", "markdown", true},
        {"list problems --format ", "markdown", false},
        {"eval ", "bowl", false},
        {"trace ", "zigzag", true},
        {"trace zigzag ", "zigzag", false},
        {"-o sgd ", "bowl", true},
        {"bowl:", "bowl:kappa=", true},
        {"linreg:batch=4,lam", "linreg:batch=4,lambda=", true},
        {"linreg:penalty=", "linreg:penalty=l1", true},
        {"linreg:batch=4,penalty=", "linreg:batch=4,penalty=l1", true},
        {"-o adam:amsgrad=", "adam:amsgrad=on", true},
        {"-o adam:amsgrad=o", "adam:bias_correction=", false},
        {"-o adm:", "adm:lr=", false},
        {"help ", "man", true},
        {"help ", "trace", true},
        {"doctor ", "bowl", false},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        if (offers(ROWS[i].line, ROWS[i].word) != ROWS[i].offered)
            fail_msg("'%s' behind '%s'", ROWS[i].word, ROWS[i].line);
}

/* A line in the making may be anything; each answer goes on from what is typed. */
static void any_line_is_answered(void **state)
{
    (void)state;
    static const char *const LINES[] = {
        "-",        "--",          "--=",      "-=",    "---",       "-o",          ":",
        "=",        "adam:",       "-o =",     "-o :",  "-o adam:=", "-o adam:,,=", "-o ,",
        "-p bowl:", "-p bowl:=,:", "--theme",  "-p ",   "trace ",    "/",           "/dev/",
        "//",       "./",          "../",      "\xff",  "\n",        "help help ",  "complete -- ",
        "--help ",  "-V -",        "list x -", "\x1b[", "-\xff",
    };
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        const char *space = strrchr(LINES[i], ' '), *typed = space ? space + 1 : LINES[i];
        char *text = answers(LINES[i]), *rest;
        for (char *at = strtok_r(text, "\n", &rest); at; at = strtok_r(NULL, "\n", &rest))
            if (strncmp(at, typed, strlen(typed)) != 0 || !strchr(at, '\t'))
                fail_msg("'%s' behind '%s'", at, LINES[i]);
        free(text);
    }
    char many[2 * WORDS_MAX + 1];
    memset(many, ' ', sizeof many - 1);
    for (size_t i = 0; i + 1 < sizeof many; i += 2)
        many[i] = 'x';
    many[sizeof many - 1] = '\0';
    free(answers(many));
}

/* An empty file in the working directory. */
static void make_file(const char *name)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fclose(file);
}

static void names_that_look_like_options_come_with_their_folder(void **state)
{
    (void)state;
    char before[4096], folder[] = "/tmp/ravine-complete-XXXXXX";
    assert_non_null(getcwd(before, sizeof before));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    make_file("-dash.ini");
    make_file("new\nline.ini");
    assert_int_equal(mkdir("-folder", 0700), 0);
    assert_true(offers("trace ", "./-dash.ini"));
    assert_true(offers("trace ", "./-folder/"));
    assert_false(offers("trace ", "-dash.ini"));
    assert_true(offers("trace ./", "./-dash.ini"));
    assert_false(offers("trace -", "-dash.ini"));
    assert_true(offers("trace -- -", "-dash.ini"));
    /* an answer is a line */
    assert_false(offers("trace ", "new"));
    assert_false(offers("trace ", "line.ini"));
    unlink("-dash.ini");
    unlink("new\nline.ini");
    rmdir("-folder");
    assert_int_equal(chdir(before), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void words_of_a_file_parameter_are_offered(void **state)
{
    (void)state;
    assert_true(offers("eval -p linreg:da", "linreg:data="));
    assert_true(offers("eval -p linreg:data=", "linreg:data=line"));
    assert_true(offers("eval -p logreg:data=", "logreg:data=separable"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_value_is_known),
        cmocka_unit_test(what_is_offered_is_accepted),
        cmocka_unit_test(options_are_offered_where_they_belong),
        cmocka_unit_test(the_words_before_count),
        cmocka_unit_test(any_line_is_answered),
        cmocka_unit_test(names_that_look_like_options_come_with_their_folder),
        cmocka_unit_test(words_of_a_file_parameter_are_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
