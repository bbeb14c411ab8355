#include "problem/testfunction.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "expr/expr.h"
#include "problem/formula.h"
#include "problem/landmark.h"

typedef struct Values {
    ExprParam param[PROBLEM_PARAMS_MAX];
    bool given[PROBLEM_PARAMS_MAX];
    size_t count;
} Values;

static Values default_values(const CatalogueRow *row)
{
    Values values = {0};
    while (values.count < PROBLEM_PARAMS_MAX && row->params[values.count].name != NULL) {
        const CatalogueParam *param = &row->params[values.count];
        values.param[values.count++] = (ExprParam){param->name, param->fallback};
    }
    return values;
}

static const char *param_name(const void *context, size_t index)
{
    return ((const CatalogueRow *)context)->params[index].name;
}

static bool unknown_param(const CatalogueRow *row, const Values *values, const char *name, Err *err)
{
    if (values->count == 0) {
        return err_set(err, "problem '%s' has no parameters, so not '%s'", row->id, name);
    }
    const char *near = text_nearest(name, values->count, param_name, row);
    if (near != NULL) {
        return err_set(err, "problem '%s' has no parameter '%s'; did you mean '%s'?", row->id, name,
                       near);
    }
    StrBuf names = {0};
    for (size_t i = 0; i < values->count; i++) {
        strbuf_printf(&names, "%s%s", i == 0 ? "" : ", ", row->params[i].name);
    }
    err_set(err, "problem '%s' has no parameter '%s'; it has: %s", row->id, name,
            strbuf_text(&names));
    strbuf_deinit(&names);
    return false;
}

static bool bad_value(const CatalogueRow *row, const CatalogueParam *param, const char *text,
                      size_t length, Err *err)
{
    char low[32], high[32];
    text_shortest(param->min, low);
    text_shortest(param->max, high);
    return err_set(err, "problem '%s': %s must be a number from %s to %s, not '%.*s'", row->id,
                   param->name, low, high, (int)length, text);
}

/* Reads one "name=value", [text, text + length). */
static bool read_param(const CatalogueRow *row, const char *text, size_t length, Values *values,
                       Err *err)
{
    const char *equals = memchr(text, '=', length);
    if (equals == NULL) {
        return err_set(err, "problem '%s': expected name=value, not '%.*s'", row->id, (int)length,
                       text);
    }
    char name[EXPR_NAME_MAX + 1];
    size_t name_length = (size_t)(equals - text);
    if (name_length >= sizeof name) {
        name_length = sizeof name - 1;
    }
    memcpy(name, text, name_length);
    name[name_length] = '\0';
    size_t index = 0;
    while (index < values->count && strcmp(row->params[index].name, name) != 0) {
        index++;
    }
    if (index == values->count) {
        return unknown_param(row, values, name, err);
    }
    if (values->given[index]) {
        return err_set(err, "problem '%s': %s is given twice", row->id, name);
    }
    const CatalogueParam *param = &row->params[index];
    size_t value_length = length - (size_t)(equals + 1 - text);
    double value = 0;
    if (!text_number(equals + 1, value_length, &value) || value < param->min ||
        value > param->max) {
        return bad_value(row, param, equals + 1, value_length, err);
    }
    values->param[index].value = value;
    values->given[index] = true;
    return true;
}

static bool read_params(const CatalogueRow *row, const char *text, Values *values, Err *err)
{
    for (bool more = *text != '\0'; more;) {
        size_t length = strcspn(text, ",");
        if (!read_param(row, text, length, values, err)) {
            return false;
        }
        more = text[length] == ',';
        text += length + more;
    }
    return true;
}

/* The shortest text that means the same: only what differs from the defaults. */
static void print_spec(const CatalogueRow *row, const Values *values, StrBuf *out)
{
    strbuf_put(out, row->id);
    const char *separator = ":";
    for (size_t i = 0; i < values->count; i++) {
        if (values->param[i].value != row->params[i].fallback) {
            char number[32];
            text_shortest(values->param[i].value, number);
            strbuf_printf(out, "%s%s=%s", separator, values->param[i].name, number);
            separator = ",";
        }
    }
}

static double lowest_landmark(const Problem *problem)
{
    double lowest = -(double)INFINITY;
    for (size_t i = 0; i < problem->landmark_count; i++) {
        const Landmark *landmark = &problem->landmarks[i];
        if (landmark->global && (!isfinite(lowest) || landmark->value < lowest)) {
            lowest = landmark->value;
        }
    }
    return lowest;
}

static void fill_in(Problem *problem, const CatalogueRow *row, const Values *values)
{
    problem->id = row->id;
    problem->title = row->title;
    problem->source = row->source;
    problem->domain = row->domain;
    problem->view = row->view;
    problem->start = row->start;
    problem->scale = row->scale;
    problem->steps = row->steps > 0 ? row->steps : PROBLEM_STEPS_DEFAULT;
    problem->param_count = values->count;
    for (size_t i = 0; i < values->count; i++) {
        const CatalogueParam *param = &row->params[i];
        problem->params[i] = (ProblemParam){.name = param->name,
                                            .symbol = param->symbol,
                                            .doc = param->doc,
                                            .value = values->param[i].value,
                                            .fallback = param->fallback,
                                            .min = param->min,
                                            .max = param->max};
    }
}

static bool find_landmarks(Problem *problem, const CatalogueRow *row, const Values *values,
                           Err *err)
{
    if (!landmark_declare(problem, row->landmarks, values->param, values->count, err)) {
        return false;
    }
    problem->floor = lowest_landmark(problem);
    if (row->search) {
        CriticalSet *found = mem_calloc(1, sizeof *found);
        critical_find(problem, landmark_region(problem->view), found);
        landmark_add_found(problem, found);
        free(found);
    }
    return true;
}

Problem *testfunction_create(const CatalogueRow *row, const char *params, Err *err)
{
    Values values = default_values(row);
    if (!read_params(row, params, &values, err)) {
        return NULL;
    }
    StrBuf spec = {0};
    print_spec(row, &values, &spec);
    Problem *problem =
        formula_compile(row->formula, values.param, values.count, strbuf_text(&spec), err);
    strbuf_deinit(&spec);
    if (problem == NULL) {
        return NULL;
    }
    fill_in(problem, row, &values);
    if (!expr_constant(row->lr, values.param, values.count, &problem->lr, err) ||
        !expr_constant(row->reach, values.param, values.count, &problem->reach, err) ||
        !find_landmarks(problem, row, &values, err)) {
        problem_destroy(problem);
        return NULL;
    }
    return problem;
}
