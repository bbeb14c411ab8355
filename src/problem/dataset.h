/* dataset: rows (x, y) that a data loss is a mean over, from a CSV file or made from a seed.
 *
 * Owns the rows and the names of their columns. A file is text with comma, semicolon or tab
 * between columns, with a header or without one; other columns than the two may hold anything.
 * Fields may stand in quotes, with separators, line breaks and doubled quotes in them (RFC 4180).
 * Knows nothing of models. */
#ifndef RAVINE_PROBLEM_DATASET_H
#define RAVINE_PROBLEM_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/file.h"
#include "base/strbuf.h"

enum { DATASET_ROWS_MAX = 100000, DATASET_COLUMNS_MAX = 256 };

typedef struct Dataset {
    double *x, *y; /* [count] */
    size_t count, cap;
    char *x_name, *y_name;
} Dataset;

/* What to read from a file. */
typedef struct DatasetWish {
    const char *x, *y; /* columns, by name or number from 1; "" for the ones named x and y, or for
                          the first and second of two */
    bool labels;       /* y has to be 0 or 1 */
    size_t rows_max;
    FileKinds kinds;
} DatasetWish;

/* False with "file:line: ..." in *err; *data is empty then. */
bool dataset_read(Dataset *data, const char *path, const DatasetWish *wish, Err *err);
void dataset_deinit(Dataset *data); /* a zeroed Dataset is empty */

/* A data set made up: "line", "outliers" (y real), "classes", "separable" (y 0 or 1). */
typedef struct DatasetMaker {
    const char *name;
    bool labels;
    void (*make)(Dataset *data, size_t count, double scatter, uint64_t seed);
} DatasetMaker;

/* NULL if there is none of that name and kind. */
const DatasetMaker *dataset_maker(const char *name, bool labels);
/* Appends "line or outliers". */
void dataset_maker_names(bool labels, StrBuf *out);

/* Shifts and scales to mean 0 and standard deviation 1 (constant columns are only shifted): x, and
 * y too unless it holds labels. */
void dataset_standardise(Dataset *data, bool labels);

#endif
