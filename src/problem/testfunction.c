#include "problem/testfunction.h"

#include <stdlib.h>

#include "base/array.h"
#include "expr/expr.h"
#include "problem/formula.h"
#include "problem/landmark.h"

/* The own parameters as the formula sees them. */
typedef struct Values {
    ExprParam param[CATALOGUE_PARAMS_MAX];
    size_t count;
} Values;

static size_t own_count(const CatalogueRow *row)
{
    size_t count = 0;
    while (count < CATALOGUE_PARAMS_MAX && row->params[count].name != NULL)
        count++;
    return count;
}

static Values values_of(const CatalogueRow *row, const ParamSet *set)
{
    Values values = {.count = own_count(row)};
    for (size_t i = 0; i < values.count; i++)
        values.param[i] = (ExprParam){set->item[i].row->name, set->item[i].value};
    return values;
}

static double lowest_landmark(const Problem *problem)
{
    double lowest = -(double)INFINITY;
    for (size_t i = 0; i < problem->landmark_count; i++) {
        const Landmark *landmark = &problem->landmarks[i];
        if (landmark->global && (!isfinite(lowest) || landmark->value < lowest))
            lowest = landmark->value;
    }
    return lowest;
}

static void fill_in(Problem *problem, const CatalogueRow *row)
{
    problem->id = row->id;
    problem->title = row->title;
    problem->source = row->source;
    problem->domain = row->domain;
    problem->view = row->view;
    problem->start = row->start;
    problem->scale = row->scale;
    problem->steps = row->steps > 0 ? row->steps : PROBLEM_STEPS_DEFAULT;
}

static bool find_landmarks(Problem *problem, const CatalogueRow *row, const Values *values,
                           Err *err)
{
    if (!landmark_declare(problem, row->landmarks, values->param, values->count, err))
        return false;
    problem->floor = lowest_landmark(problem);
    if (row->search) {
        CriticalSet *found = mem_calloc(1, sizeof *found);
        critical_find(problem, landmark_region(problem->view), found);
        landmark_add_found(problem, found);
        free(found);
    }
    return true;
}

static Problem *create(const CatalogueRow *row, ParamSet *set, Err *err)
{
    Values values = values_of(row, set);
    Problem *problem = formula_compile(row->formula, values.param, values.count, set, row->id, err);
    if (problem == NULL)
        return NULL;
    fill_in(problem, row);
    if (!expr_constant(row->lr, values.param, values.count, &problem->lr, err) ||
        !expr_constant(row->reach, values.param, values.count, &problem->reach, err) ||
        !find_landmarks(problem, row, &values, err)) {
        problem_destroy(problem);
        return NULL;
    }
    return problem;
}

Problem *testfunction_create(const CatalogueRow *row, const char *params, uint64_t seed, Err *err)
{
    ParamSet set;
    params_init(&set, row->params, own_count(row));
    Problem *problem = NULL;
    if (params_read(&set, row->id, params, err)) {
        params_settle_seed(&set, seed, params_get(&set, "noise")->value > 0);
        problem = create(row, &set, err);
    }
    params_deinit(&set);
    return problem;
}
