#include "problem/factory.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "problem/catalogue.h"
#include "problem/formula.h"
#include "problem/regression.h"
#include "problem/testfunction.h"

size_t problem_catalogue_count(void)
{
    return catalogue_count() + regression_count();
}

ProblemInfo problem_catalogue_at(size_t index)
{
    if (index >= catalogue_count())
        return regression_info(index - catalogue_count());
    const CatalogueRow *row = catalogue_row(index);
    return (ProblemInfo){row->id, row->title, row->formula, row->source};
}

int problem_catalogue_find(const char *id)
{
    for (size_t i = 0; i < problem_catalogue_count(); i++)
        if (strcmp(problem_catalogue_at(i).id, id) == 0)
            return (int)i;
    return -1;
}

/* The place in the catalogue of what has this id or title, give or take case, spaces and hyphens;
 * -1 if there is none. */
static int find_name(const char *name)
{
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        ProblemInfo info = problem_catalogue_at(i);
        if (text_same_name(name, info.id) || text_same_name(name, info.title))
            return (int)i;
    }
    return -1;
}

static Problem *create_at(size_t index, const char *params, uint64_t seed, FileKinds kinds,
                          Err *err)
{
    if (index >= catalogue_count())
        return regression_create(index - catalogue_count(), params, seed, kinds, err);
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
    if (!isalpha((unsigned char)*text))
        return false;
    while (isalnum((unsigned char)*text) || *text == '_')
        text++;
    return *text == '\0';
}

/* text without the blanks around it; the caller frees it. */
static char *trimmed(const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    return mem_strndup(text, length);
}

/* head, and what follows its ':' ("" without one). */
static Problem *create(const char *head, const char *params, uint64_t seed, FileKinds kinds,
                       Err *err)
{
    int index = find_name(head);
    if (index >= 0)
        return create_at((size_t)index, params, seed, kinds, err);
    Problem *problem = formula_create(head, params, seed, is_word(head) ? NULL : err);
    if (problem == NULL && is_word(head))
        unknown_problem(head, err);
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
