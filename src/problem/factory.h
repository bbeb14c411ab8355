/* factory: problems from text, whatever their kind: an id with parameters, or a formula. Knows all
 * kinds, which know nothing of each other. */
#ifndef RAVINE_PROBLEM_FACTORY_H
#define RAVINE_PROBLEM_FACTORY_H

#include "problem/problem.h"

/* Makes a problem from "himmelblau", "bowl:kappa=20", "linreg:data=FILE" or a formula in x and y,
 * which may end in " : noise=0.5". Ids win over formulas. An unknown word says what was meant; a
 * wrong parameter says its range. NULL and *err on failure. */
Problem *problem_create(const char *spec, Err *err);
/* The same with another seed than 0 for a spec that names none but has something random. */
Problem *problem_create_seeded(const char *spec, uint64_t seed, Err *err);
/* The same, and other files than regular ones where a person has named them on the command line. */
Problem *problem_create_from(const char *spec, uint64_t seed, FileKinds kinds, Err *err);
/* Appends spec with other paths for the files that it names; one that is no problem as it is. Opens
 * nothing. */
void problem_rewrite_spec(const char *spec, const ParamPaths *paths, StrBuf *out);

/* Everything that has an id, in the order people see it: test functions, then data losses. */
size_t problem_catalogue_count(void);
ProblemInfo problem_catalogue_at(size_t index);
/* -1 if there is no such id. */
int problem_catalogue_find(const char *id);

#endif
