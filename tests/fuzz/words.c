/* Prints a dictionary for libFuzzer: the words of Ravine's tables, and what stands between them.
 * What is added to a table is tried in every target. */
#include <stdio.h>

#include "app/option_table.h"
#include "expr/ops.h"
#include "optim/catalogue.h"
#include "optim/optimizer.h"
#include "problem/factory.h"

/* Each line of libFuzzer's dictionaries is a quoted string. */
static void put(const char *word, const char *after)
{
    putchar('"');
    for (const char *at = word; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        if (c == '"' || c == '\\' || c < 0x20 || c > 0x7E)
            printf("\\x%02X", c);
        else
            putchar(c);
    }
    printf("%s\"\n", after);
}

static void put_formulas(void)
{
    for (Op op = 0; op < OP_COUNT; op++)
        if (op_name(op))
            put(op_name(op), "(");
}

static void put_choices(const char *const *choices)
{
    for (; choices && *choices; choices++)
        put(*choices, "");
}

static void put_problems(void)
{
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        ProblemInfo info = problem_catalogue_at(i);
        Problem *problem = problem_create(info.id, NULL);
        put(info.id, "");
        if (problem->formula)
            put(problem->formula, "");
        for (size_t k = 0; k < problem->params.count; k++) {
            put(problem->params.item[k].row->name, "=");
            put_choices(problem->params.item[k].row->choices);
        }
        problem_destroy(problem);
    }
}

static void put_hyper(const Hyper *hyper)
{
    put(hyper->id, "=");
    put(hyper->id, "@40=");
    put_choices(hyper->choices);
}

static void put_optimizers(void)
{
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        put(optimizer->id, ":");
        for (size_t k = 0; k < optimizer_hyper_count(optimizer); k++)
            put_hyper(optimizer_hyper(optimizer, k));
    }
}

static void put_command_lines(void)
{
    for (size_t i = 1; i < OPTION_COMMANDS; i++)
        put(option_commands[i].name, " ");
    for (size_t i = 0; i < option_count(); i++) {
        const OptionRow *row = option_at(i);
        char letter[] = {'-', row->letter, '\0'};
        if (row->letter)
            put(letter, " ");
        printf("\"--%s%s\"\n", row->name, row->argument ? "=" : "");
    }
}

/* Joints, numbers at edges, and what else no table says. */
static const char *const others[] = {
    "pi",       "^2",          "^(1/2)", "^(-1)",   "^0.5",         "**",
    "1/",       "(x^2 + y^2)", ", y)",   "x",       "\xE2\x88\x92", "\xC2\xB7",
    "\xC2\xB2", "\xCF\x80",    ":",      ",label=", "on",           "off",
    "0.9",      "1e-8",        "-0",     "5e-324",  "1e308",        "@1000000000=",
    "ravine",   "1280x720",    "-1.2,1", "a.png",   "json",         "problems",
    "'",        "'\\''",
};

int main(void)
{
    put_formulas();
    put_problems();
    put_optimizers();
    put_command_lines();
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        put(others[i], "");
    return 0;
}
