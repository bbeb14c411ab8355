/* testfunction: makes a Problem of a catalogue row and parameter text. */
#ifndef RAVINE_PROBLEM_TESTFUNCTION_H
#define RAVINE_PROBLEM_TESTFUNCTION_H

#include "base/err.h"
#include "problem/catalogue.h"
#include "problem/problem.h"

/* params: "kappa=20,...", or "" for all defaults. seed: where they name none. */
Problem *testfunction_create(const CatalogueRow *row, const char *params, uint64_t seed, Err *err);

#endif
