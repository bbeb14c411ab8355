/* regression: linear and logistic regression as problems, "linreg:data=FILE,batch=32".
 *
 * Owns a data set, its loss and its batches, the parameters that choose them, and the facts a
 * picture needs: the map shows the loss on all rows over (x, y) = (w, b), while update t steps by
 * its batch. A view of the data beside the map takes all it shows from here. */
#ifndef RAVINE_PROBLEM_REGRESSION_H
#define RAVINE_PROBLEM_REGRESSION_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "problem/batch.h"
#include "problem/dataset.h"
#include "problem/loss.h"
#include "problem/problem.h"

/* Read the fields freely. */
typedef struct Regression {
    Loss loss; /* loss.model says which model */
    Dataset data;
    Batches batches; /* batch_at(&batches, t) gives the rows that update t sees */
    char *spec, *tex;
} Regression;

size_t regression_count(void);
ProblemInfo regression_info(size_t index);

/* params: "data=FILE,lambda=0.1,...", or "" for a data set made up. seed: where they name none. */
Problem *regression_create(size_t index, const char *params, uint64_t seed, FileKinds kinds,
                           Err *err);
/* Appends params with other paths for its files. */
void regression_rewrite(size_t index, const char *params, const ParamPaths *paths, StrBuf *out);

/* NULL if the problem is not one of these. */
const Regression *regression_of(const Problem *problem);

/* What the model says at a data x with the weights w: w x + b, or the probability of label 1. */
double regression_predict(const Regression *regression, Vec2 w, double x);

#endif
