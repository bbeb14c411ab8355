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
#include "problem/regression.h"
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
    if (problem->noise > 0) {
        Rng rng = rng_at(problem->seed, (uint64_t)t);
        Vec2 n;
        n.x = problem->noise * rng_normal(&rng);
        n.y = problem->noise * rng_normal(&rng);
        out[0] += vec2_dot(n, vec2_sub(w, box2_center(problem->view)));
        if (level >= 3) {
            out[1] += n.x;
            out[2] += n.y;
        }
    }
}

bool problem_has_kink_near(const Problem *problem, Vec2 w, double reach)
{
    return problem->kind->kink != NULL && problem->kind->kink(problem, w) <= reach;
}

enum { GRID_SIDE = 24 };

static bool any_value(const Problem *problem)
{
    Vec2 size = box2_size(problem->view);
    for (int i = 0; i < GRID_SIDE * GRID_SIDE; i++) {
        Vec2 w = vec2(problem->view.min.x + size.x * (i % GRID_SIDE + 0.5) / GRID_SIDE,
                      problem->view.min.y + size.y * (i / GRID_SIDE + 0.5) / GRID_SIDE);
        double f;
        problem_plain(problem, 1, w, &f);
        if (isfinite(f)) {
            return true;
        }
    }
    return false;
}

bool problem_can_start(const Problem *problem, Vec2 w, Err *err)
{
    if (isfinite(problem_value(problem, w))) {
        return true;
    }
    if (!any_value(problem)) {
        return err_set(err,
                       "'%s' has no finite value: not at the start %g,%g, nor at any of %d points "
                       "across its map",
                       problem->spec, w.x, w.y, GRID_SIDE * GRID_SIDE);
    }
    return err_set(err, "'%s' has no finite value at the start %g,%g; start where it has one",
                   problem->spec, w.x, w.y);
}

/* Below it a unit of the last digit is no number that one could divide by. */
static const double TIDY_MIN = 1e-300;

double problem_tidy(double value)
{
    if (!(value > TIDY_MIN) || !isfinite(value)) {
        return value;
    }
    double unit = pow(10, floor(log10(value)) - 1);
    double digits = floor(value / unit + 1e-9);
    return unit < 1 ? digits / round(1 / unit) : digits * unit;
}

void problem_destroy(Problem *problem)
{
    if (problem == NULL) {
        return;
    }
    problem->kind->destroy(problem);
    params_deinit(&problem->params);
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
    return catalogue_count() + regression_count();
}

ProblemInfo problem_catalogue_at(size_t index)
{
    if (index >= catalogue_count()) {
        return regression_info(index - catalogue_count());
    }
    const CatalogueRow *row = catalogue_row(index);
    return (ProblemInfo){row->id, row->title, row->formula, row->source};
}

int problem_catalogue_find(const char *id)
{
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        if (strcmp(problem_catalogue_at(i).id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* The place in the catalogue of what has this id or title, give or take case, spaces and hyphens;
 * -1 if there is none. */
static int find_name(const char *name)
{
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        ProblemInfo info = problem_catalogue_at(i);
        if (text_same_name(name, info.id) || text_same_name(name, info.title)) {
            return (int)i;
        }
    }
    return -1;
}

static Problem *create_at(size_t index, const char *params, uint64_t seed, FileKinds kinds,
                          Err *err)
{
    if (index >= catalogue_count()) {
        return regression_create(index - catalogue_count(), params, seed, kinds, err);
    }
    return testfunction_create(catalogue_row(index), params, seed, err);
}

static const char *id_at(const void *context, size_t index)
{
    (void)context;
    return problem_catalogue_at(index).id;
}

static void unknown_problem(const char *name, Err *err)
{
    const char *near = text_nearest(name, problem_catalogue_count(), id_at, NULL);
    if (near != NULL) {
        err_set(err, "unknown problem '%s'; did you mean '%s'? (or write a formula in x and y)",
                name, near);
    } else {
        err_set(err, "unknown problem '%s'; it takes an id such as '%s', or a formula in x and y",
                name, id_at(NULL, 0));
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

/* text without the blanks around it; the caller frees it. */
static char *trimmed(const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    return mem_strndup(text, length);
}

/* head, and what follows its ':' ("" without one). */
static Problem *create(const char *head, const char *params, uint64_t seed, FileKinds kinds,
                       Err *err)
{
    int index = find_name(head);
    if (index >= 0) {
        return create_at((size_t)index, params, seed, kinds, err);
    }
    Problem *problem = formula_create(head, params, seed, is_word(head) ? NULL : err);
    if (problem == NULL && is_word(head)) {
        unknown_problem(head, err);
    }
    return problem;
}

Problem *problem_create_from(const char *spec, uint64_t seed, FileKinds kinds, Err *err)
{
    assert(spec != NULL);
    size_t colon = strcspn(spec, ":");
    char *head = trimmed(spec, colon);
    char *params =
        spec[colon] == ':' ? trimmed(spec + colon + 1, strlen(spec + colon + 1)) : mem_strdup("");
    Problem *problem = NULL;
    if (head[0] == '\0') {
        err_set(err, "no problem given: expected an id such as '%s', or a formula in x and y",
                id_at(NULL, 0));
    } else {
        problem = create(head, params, seed, kinds, err);
    }
    free(head);
    free(params);
    return problem;
}

Problem *problem_create_seeded(const char *spec, uint64_t seed, Err *err)
{
    return problem_create_from(spec, seed, FILE_REGULAR, err);
}

Problem *problem_create(const char *spec, Err *err)
{
    return problem_create_seeded(spec, 0, err);
}

void problem_rewrite_spec(const char *spec, const ParamPaths *paths, StrBuf *out)
{
    size_t colon = strcspn(spec, ":");
    char *head = trimmed(spec, colon);
    int index = find_name(head);
    free(head);
    if (index < (int)catalogue_count() || spec[colon] == '\0') {
        strbuf_put(out, spec);
        return;
    }
    char *params = trimmed(spec + colon + 1, strlen(spec + colon + 1));
    strbuf_put_bytes(out, spec, colon + 1);
    regression_rewrite((size_t)index - catalogue_count(), params, paths, out);
    free(params);
}
