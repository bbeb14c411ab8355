#include "app/listing.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "app/commands.h"
#include "app/json.h"
#include "app/lesson.h"
#include "app/plainmath.h"
#include "base/text.h"
#include "optim/catalogue.h"
#include "optim/optimizer_spec.h"
#include "optim/schedule.h"
#include "problem/factory.h"

enum { SYMBOL_WIDTH = 9 }; /* the column of plain formulas */

/* What separates an item from the one before. */
static void next_item(FILE *out, size_t index)
{
    fputs(index > 0 ? ",\n " : "", out);
}

static void json_member(FILE *out, const char *name, const char *text)
{
    fprintf(out, ", \"%s\": ", name);
    if (text)
        json_string(out, text);
    else
        fputs("null", out);
}

static void json_pair(FILE *out, const char *name, double a, double b)
{
    fprintf(out, ", \"%s\": [", name);
    json_number(out, a);
    fputs(", ", out);
    json_number(out, b);
    fputc(']', out);
}

/* ---- problems ---- */

/* "lambda: strength of the penalty; a number from 0 to 1000000, default 0" */
static void param_text(const Param *param, FILE *out)
{
    const ParamRow *row = param->row;
    StrBuf text = {0};
    const bool is_text = row->kind == PARAM_TEXT || row->kind == PARAM_FILE;
    if (!is_text) {
        strbuf_put(&text, "; ");
        param_expected(row, &text);
    }
    if (!is_text || row->text[0] != '\0') {
        strbuf_put(&text, "; default ");
        param_print(param, &text);
    }
    fprintf(out, "%22s%s: %s%s\n", "", row->name, row->doc, strbuf_text(&text));
    strbuf_deinit(&text);
}

static void problem_text(const Problem *problem, const ProblemInfo *info, FILE *out)
{
    fprintf(out, "%-21s %s\n%22s%s\n", problem->id, problem->title, "",
            problem->formula ? problem->formula : info->formula);
    for (size_t i = 0; i + PARAM_COMMON < problem->params.count; i++)
        param_text(&problem->params.item[i], out);
}

static void param_json(const ParamRow *row, FILE *out)
{
    static const char *const kinds[] = {"real", "integer", "choice", "text", "file"};
    fputs("{\"id\": ", out);
    json_string(out, row->name);
    json_member(out, "doc", row->doc);
    json_member(out, "kind", kinds[row->kind]);
    if (row->kind == PARAM_TEXT || row->kind == PARAM_FILE) {
        json_member(out, "default", row->text);
    } else if (row->kind == PARAM_CHOICE) {
        fputs(", \"choices\": [", out);
        for (size_t i = 0; row->choices[i]; i++) {
            fputs(i > 0 ? ", " : "", out);
            json_string(out, row->choices[i]);
        }
        fputc(']', out);
        json_member(out, "default", row->choices[(size_t)row->fallback]);
    } else {
        json_pair(out, "range", row->min, row->max);
        fputs(", \"default\": ", out);
        json_number(out, row->fallback);
    }
    fputc('}', out);
}

static void problem_json(const Problem *problem, const ProblemInfo *info, FILE *out)
{
    fputs("{\"id\": ", out);
    json_string(out, problem->id);
    json_member(out, "name", problem->title);
    json_member(out, "formula", problem->formula ? problem->formula : info->formula);
    json_member(out, "source", problem->source);
    json_pair(out, "start", problem->start.x, problem->start.y);
    json_pair(out, "domain_x", problem->domain.min.x, problem->domain.max.x);
    json_pair(out, "domain_y", problem->domain.min.y, problem->domain.max.y);
    fputs(", \"parameters\": [", out);
    for (size_t i = 0; i < problem->params.count; i++) {
        fputs(i > 0 ? ", " : "", out);
        param_json(problem->params.item[i].row, out);
    }
    fputs("]}", out);
}

static void list_problems(Format format, FILE *out)
{
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        ProblemInfo info = problem_catalogue_at(i);
        Problem *problem = problem_create(info.id, NULL);
        if (format == FORMAT_JSON) {
            next_item(out, i);
            problem_json(problem, &info, out);
        } else {
            problem_text(problem, &info, out);
        }
        problem_destroy(problem);
    }
    if (format == FORMAT_JSON)
        return;
    fputs("every problem, formulas too ('x^2 + y^2 : noise=0.5')\n", out);
    ParamSet common;
    params_init(&common, NULL, 0);
    for (size_t i = 0; i < common.count; i++)
        param_text(&common.item[i], out);
    params_deinit(&common);
}

/* ---- optimizers ---- */

static void hyper_value(const Hyper *hyper, double value, FILE *out)
{
    StrBuf text = {0};
    hyper_print(hyper, value, &text);
    fputs(strbuf_text(&text), out);
    strbuf_deinit(&text);
}

/* A formula in ASCII, padded to a column. */
static void plain_text(const char *markup, int width, FILE *out)
{
    StrBuf text = {0};
    plainmath(markup, &text);
    fprintf(out, "%-*s", width, strbuf_text(&text));
    strbuf_deinit(&text);
}

static void hyper_text(const Hyper *hyper, FILE *out)
{
    fprintf(out, "    %-22s ", hyper->id);
    plain_text(hyper->symbol, SYMBOL_WIDTH, out);
    fprintf(out, " %s; ", hyper->doc);
    if (hyper_is_number(hyper)) {
        hyper_value(hyper, hyper->min, out);
        fputs(" to ", out);
        hyper_value(hyper, hyper->max, out);
    } else if (hyper->kind == HYPER_SWITCH) {
        fputs("on or off", out);
    } else {
        for (size_t i = 0; hyper->choices[i]; i++)
            fprintf(out, "%s%s", i > 0 ? ", " : "", hyper->choices[i]);
    }
    fputs(", default ", out);
    if (hyper->from == HYPER_FIXED)
        hyper_value(hyper, hyper->fallback, out);
    else
        fputs("by the problem", out);
    fputc('\n', out);
}

static void hyper_json(const Hyper *hyper, FILE *out)
{
    static const char *const kinds[] = {"real", "integer", "switch", "choice"};
    fputs("{\"id\": ", out);
    json_string(out, hyper->id);
    json_member(out, "symbol", hyper->symbol);
    json_member(out, "doc", hyper->doc);
    json_member(out, "kind", kinds[hyper->kind]);
    if (hyper->kind == HYPER_CHOICE) {
        fputs(", \"choices\": [", out);
        for (size_t i = 0; hyper->choices[i]; i++) {
            fputs(i > 0 ? ", " : "", out);
            json_string(out, hyper->choices[i]);
        }
        fputs("], \"default\": ", out);
        json_string(out, hyper->choices[(size_t)hyper->fallback]);
    } else {
        json_pair(out, "range", hyper->min, hyper->max);
        fputs(", \"default\": ", out);
        if (hyper->from == HYPER_FIXED)
            json_number(out, hyper->fallback);
        else
            fputs("null", out); /* depends on the problem */
    }
    fputc('}', out);
}

/* Widths of the columns of the table below, with the space after them. */
typedef struct TableWidths {
    int id, name, trait[OPTIMIZER_TRAITS];
} TableWidths;

static int wider(int width, const char *text)
{
    int needed = (int)strlen(text) + 2;
    return needed > width ? needed : width;
}

static TableWidths table_widths(void)
{
    TableWidths widths = {0};
    for (size_t i = 0; i < optimizer_count(); i++) {
        widths.id = wider(widths.id, optimizer_at(i)->id);
        widths.name = wider(widths.name, optimizer_at(i)->name);
    }
    for (size_t k = 0; k < OPTIMIZER_TRAITS; k++)
        widths.trait[k] = wider(wider(0, optimizer_traits[k].above), optimizer_traits[k].below);
    return widths;
}

static void table_row(const TableWidths *widths, const char *id, const char *name,
                      const char *const traits[OPTIMIZER_TRAITS], FILE *out)
{
    fprintf(out, "%-*s%-*s", widths->id, id, widths->name, name);
    for (size_t k = 0; k + 1 < OPTIMIZER_TRAITS; k++)
        fprintf(out, "%-*s", widths->trait[k], traits[k]);
    fprintf(out, "%s\n", traits[OPTIMIZER_TRAITS - 1]);
}

/* The table that compares all of them: a row each, a column per trait. */
static void traits_text(FILE *out)
{
    TableWidths widths = table_widths();
    const char *above[OPTIMIZER_TRAITS], *below[OPTIMIZER_TRAITS], *marks[OPTIMIZER_TRAITS];
    for (size_t k = 0; k < OPTIMIZER_TRAITS; k++) {
        above[k] = optimizer_traits[k].above;
        below[k] = optimizer_traits[k].below;
    }
    table_row(&widths, "", "", above, out);
    table_row(&widths, "id", "name", below, out);
    for (size_t i = 0; i < optimizer_count(); i++) {
        const Optimizer *optimizer = optimizer_at(i);
        for (size_t k = 0; k < OPTIMIZER_TRAITS; k++)
            marks[k] = optimizer->traits & optimizer_traits[k].bit ? "yes" : "-";
        table_row(&widths, optimizer->id, optimizer->name, marks, out);
    }
    fputc('\n', out);
}

static void slot_text(const Slot *slot, FILE *out)
{
    fprintf(out, "    %-22s ", slot->id);
    plain_text(slot->symbol, SYMBOL_WIDTH, out);
    fprintf(out, " %s\n", slot->doc);
}

static void optimizer_text(const OptimizerSpec *spec, FILE *out)
{
    const Optimizer *optimizer = spec->optimizer;
    fprintf(out, "%-11s %s (%s)\n", optimizer->id, optimizer->name, optimizer->source);
    const char *lines[OPTIMIZER_RULE_MAX + 1];
    size_t count = optimizer_rule(optimizer, spec->hyper, lines);
    for (size_t i = 0; i < count; i++) {
        fputs(i == 0 ? "  rule\n    " : "    ", out);
        plain_text(lines[i], 0, out);
        fputc('\n', out);
    }
    for (size_t i = 0; i < optimizer->slot_count; i++) {
        fputs(i == 0 ? "  state\n" : "", out);
        slot_text(&optimizer->slots[i], out);
    }
    for (size_t i = 0; i < optimizer->hyper_count; i++) {
        fputs(i == 0 ? "  hyperparameters\n" : "", out);
        hyper_text(&optimizer->hypers[i], out);
    }
}

static void slot_json(const Slot *slot, FILE *out)
{
    static const char *const kinds[] = {"direction", "squares", "point", "matrix", "number"};
    fputs("{\"id\": ", out);
    json_string(out, slot->id);
    json_member(out, "symbol", slot->symbol);
    json_member(out, "doc", slot->doc);
    json_member(out, "kind", kinds[slot->kind]);
    fprintf(out, ", \"rows\": %zu}", slot_rows(slot, RUN_PARAMS));
}

static void optimizer_json(const OptimizerSpec *spec, FILE *out)
{
    const Optimizer *optimizer = spec->optimizer;
    fputs("{\"id\": ", out);
    json_string(out, optimizer->id);
    json_member(out, "name", optimizer->name);
    json_member(out, "source", optimizer->source);
    fputs(", \"traits\": {", out);
    for (size_t k = 0; k < OPTIMIZER_TRAITS; k++)
        fprintf(out, "%s\"%s\": %s", k > 0 ? ", " : "", optimizer_traits[k].id,
                optimizer->traits & optimizer_traits[k].bit ? "true" : "false");
    fputs("}, \"rule\": [", out);
    const char *lines[OPTIMIZER_RULE_MAX + 1];
    size_t count = optimizer_rule(optimizer, spec->hyper, lines);
    for (size_t i = 0; i < count; i++) {
        fputs(i > 0 ? ", " : "", out);
        json_string(out, lines[i]);
    }
    fputs("], \"state\": [", out);
    for (size_t i = 0; i < optimizer->slot_count; i++) {
        fputs(i > 0 ? ", " : "", out);
        slot_json(&optimizer->slots[i], out);
    }
    fputs("], \"hyperparameters\": [", out);
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++) {
        fputs(i > 0 ? ", " : "", out);
        hyper_json(optimizer_hyper(optimizer, i), out);
    }
    fputs("]}", out);
}

/* The text is an id, or what options_parse has found to be a spec. Learning rates do not decide
 * which lines a rule has, so any scale will do. */
static void list_optimizer(const char *text, Format format, FILE *out)
{
    OptimizerSpec spec;
    Err err = {0};
    bool good = optimizer_spec_parse(&spec, text, &err);
    assert(good);
    (void)good;
    optimizer_spec_defaults(&spec, 1.0, 1.0);
    if (format == FORMAT_JSON)
        optimizer_json(&spec, out);
    else
        optimizer_text(&spec, out);
}

static void list_optimizers(const Options *options, FILE *out)
{
    bool json = options->format == FORMAT_JSON;
    if (options->listed) {
        list_optimizer(options->listed, options->format, out);
    } else {
        if (!json)
            traits_text(out);
        for (size_t i = 0; i < optimizer_count(); i++) {
            if (json)
                next_item(out, i);
            list_optimizer(optimizer_at(i)->id, options->format, out);
        }
    }
    if (json)
        return;
    fputs("every optimizer with lr\n", out);
    for (size_t k = 0; k < SCHEDULE_HYPERS; k++)
        hyper_text(&schedule_hypers[k], out);
}

/* ---- commands ---- */

/* "Ctrl+K :" as `Ctrl+K` `:`. */
static void markdown_keys(const char *keys, FILE *out)
{
    while (*keys != '\0') {
        size_t len = strcspn(keys, " ");
        fprintf(out, "`%.*s`", (int)len, keys);
        keys += len + strspn(keys + len, " ");
        fputs(*keys != '\0' ? " " : "", out);
    }
}

static void list_commands_markdown(FILE *out)
{
    const char *group = "";
    for (size_t i = 0; i < commands_count(); i++) {
        const Command *command = commands_at(i);
        if (command->keys[0] == '\0')
            continue;
        if (strcmp(command->group, group) != 0)
            fprintf(out, "%s| %s | |\n|---|---|\n", group[0] != '\0' ? "\n" : "", command->group);
        group = command->group;
        fputs("| ", out);
        markdown_keys(command->keys, out);
        fprintf(out, " | %s |\n", command->help);
    }
}

static void list_commands(Format format, FILE *out)
{
    if (format == FORMAT_MARKDOWN) {
        list_commands_markdown(out);
        return;
    }
    for (size_t i = 0; i < commands_count(); i++) {
        const Command *command = commands_at(i);
        if (format == FORMAT_TEXT) {
            fprintf(out, "%-23s %-16s %s\n", command->id, command->keys, command->help);
            continue;
        }
        next_item(out, i);
        fputs("{\"id\": ", out);
        json_string(out, command->id);
        json_member(out, "name", command->help);
        json_member(out, "group", command->group);
        json_member(out, "keys", command->keys);
        fputc('}', out);
    }
}

/* ---- scenarios ---- */

/* The course; what a person has written is where that person keeps it. */
static void list_scenarios(Format format, FILE *out)
{
    for (size_t i = 0; i < lesson_text_count; i++) {
        Scenario *scenario = lesson_scenario(i, NULL);
        if (!scenario)
            continue; /* a test reads all of them */
        const AppOptions *says = scenario_options(scenario);
        if (format != FORMAT_JSON) {
            fprintf(out, "%-22s %s\n", lesson_texts[i].name, says->title ? says->title : "");
        } else {
            next_item(out, i);
            fputs("{\"id\": ", out);
            json_string(out, lesson_texts[i].name);
            json_member(out, "name", says->title ? says->title : "");
            json_member(out, "question", says->question ? says->question : "");
            json_member(out, "caption", says->caption ? says->caption : "");
            fputc('}', out);
        }
        scenario_destroy(scenario);
    }
}

void listing_write(const Options *options, FILE *out)
{
    bool json = options->format == FORMAT_JSON;
    fputs(json ? "[" : "", out);
    switch (options->list) {
    case LIST_PROBLEMS:
        list_problems(options->format, out);
        break;
    case LIST_OPTIMIZERS:
        list_optimizers(options, out);
        break;
    case LIST_SCENARIOS:
        list_scenarios(options->format, out);
        break;
    case LIST_COMMANDS:
        list_commands(options->format, out);
        break;
    }
    fputs(json ? "]\n" : "", out);
}
