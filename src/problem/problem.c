#include "problem/problem.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/rng.h"
#include "base/text.h"
#include "problem/catalogue.h"
#include "problem/formula.h"
#include "problem/testfunction.h"

double problem_value(const Problem *problem, Vec2 w)
{
    double out[1];
    problem->kind->point(problem, 1, w, out);
    return out[0];
}

double problem_gradient(const Problem *problem, Vec2 w, Vec2 *g)
{
    double out[3];
    problem->kind->point(problem, 3, w, out);
    *g = vec2(out[1], out[2]);
    return out[0];
}

double problem_hessian(const Problem *problem, Vec2 w, Vec2 *g, Sym2 *h)
{
    double out[6];
    problem->kind->point(problem, 6, w, out);
    *g = vec2(out[1], out[2]);
    *h = (Sym2){out[3], out[4], out[5]};
    return out[0];
}

void problem_plain(const Problem *problem, int level, Vec2 w, double *out)
{
    double *places[6];
    for (int k = 0; k < level; k++) {
        places[k] = out + k;
    }
    problem->kind->block(problem, level, &w.x, &w.y, places, 1);
}

void problem_values(const Problem *problem, const double *x, const double *y, double *f,
                    size_t count)
{
    problem->kind->block(problem, 1, x, y, &f, count);
}

bool problem_stochastic(const Problem *problem)
{
    return problem->kind->sample != NULL || problem->noise > 0;
}

void problem_sample(const Problem *problem, long t, int level, Vec2 w, double *out)
{
    if (problem->kind->sample != NULL) {
        problem->kind->sample(problem, t, level, w, out);
    } else {
        problem->kind->point(problem, level, w, out);
    }
    if (problem->noise > 0 && level >= 3) {
        Rng rng = rng_at(problem->seed, (uint64_t)t);
        out[1] += problem->noise * rng_normal(&rng);
        out[2] += problem->noise * rng_normal(&rng);
    }
}

void problem_destroy(Problem *problem)
{
    if (problem == NULL) {
        return;
    }
    problem->kind->destroy(problem);
    free(problem);
}

const Landmark *problem_nearest_minimum(const Problem *problem, Vec2 w)
{
    const Landmark *nearest = NULL;
    double distance = 0;
    for (size_t i = 0; i < problem->landmark_count; i++) {
        const Landmark *landmark = &problem->landmarks[i];
        double d = vec2_norm(vec2_sub(landmark->at, w));
        if (landmark->kind == LANDMARK_MINIMUM && (nearest == NULL || d < distance)) {
            nearest = landmark;
            distance = d;
        }
    }
    return nearest;
}

size_t problem_catalogue_count(void)
{
    return catalogue_count();
}

ProblemInfo problem_catalogue_at(size_t index)
{
    const CatalogueRow *row = catalogue_row(index);
    return (ProblemInfo){row->id, row->title, row->formula, row->source};
}

int problem_catalogue_find(const char *id)
{
    for (size_t i = 0; i < catalogue_count(); i++) {
        if (strcmp(catalogue_row(i)->id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* The row whose id or title this is, give or take case, spaces and hyphens. */
static const CatalogueRow *find_row(const char *name)
{
    for (size_t i = 0; i < catalogue_count(); i++) {
        const CatalogueRow *row = catalogue_row(i);
        if (text_same_name(name, row->id) || text_same_name(name, row->title)) {
            return row;
        }
    }
    return NULL;
}

static const char *row_id(const void *context, size_t index)
{
    (void)context;
    return catalogue_row(index)->id;
}

static void unknown_problem(const char *name, Err *err)
{
    const char *near = text_nearest(name, catalogue_count(), row_id, NULL);
    if (near != NULL) {
        err_set(err, "unknown problem '%s'; did you mean '%s'? (or write a formula in x and y)",
                name, near);
    } else {
        err_set(err, "unknown problem '%s'; it takes an id such as '%s', or a formula in x and y",
                name, row_id(NULL, 0));
    }
}

/* Letters, digits, '_' and nothing else, from a letter on. */
static bool is_word(const char *text)
{
    if (!isalpha((unsigned char)*text)) {
        return false;
    }
    while (isalnum((unsigned char)*text) || *text == '_') {
        text++;
    }
    return *text == '\0';
}

/* head, and what follows its ':' (NULL without one). */
static Problem *create(const char *head, const char *params, const char *whole, Err *err)
{
    const CatalogueRow *row = find_row(head);
    if (row != NULL) {
        return testfunction_create(row, params == NULL ? "" : params, err);
    }
    if (params != NULL && is_word(head)) {
        unknown_problem(head, err);
        return NULL;
    }
    Problem *problem = formula_create(whole, is_word(head) ? NULL : err);
    if (problem == NULL && is_word(head)) {
        unknown_problem(head, err);
    }
    return problem;
}

Problem *problem_create(const char *spec, Err *err)
{
    assert(spec != NULL);
    while (isspace((unsigned char)*spec)) {
        spec++;
    }
    size_t length = strlen(spec);
    while (length > 0 && isspace((unsigned char)spec[length - 1])) {
        length--;
    }
    if (length == 0) {
        err_set(err, "no problem given: expected an id such as '%s', or a formula in x and y",
                row_id(NULL, 0));
        return NULL;
    }
    char *whole = mem_strndup(spec, length);
    const char *colon = strchr(whole, ':');
    char *head = mem_strndup(whole, colon == NULL ? length : (size_t)(colon - whole));
    Problem *problem = create(head, colon == NULL ? NULL : colon + 1, whole, err);
    free(head);
    free(whole);
    return problem;
}
