/* batch: which rows of a data set an update sees.
 *
 * Owns the scheme: every row once per epoch in a drawn order or as they stand, drawn with
 * replacement, or a list read from a file. Any update's batch is found without the ones before it,
 * in time that depends on the batch alone, and nothing changes while it is asked: several threads
 * may ask. Knows nothing of what the rows hold. */
#ifndef RAVINE_PROBLEM_BATCH_H
#define RAVINE_PROBLEM_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/file.h"
#include "base/rng.h"

typedef enum BatchScheme {
    BATCH_SHUFFLE,     /* an epoch is a permutation of the rows, another one each time */
    BATCH_SEQUENTIAL,  /* an epoch is the rows as they stand */
    BATCH_REPLACEMENT, /* every row of a batch is drawn from all */
    BATCH_LIST         /* as a file says; starts over when the list is spent */
} BatchScheme;

typedef struct Batches {
    BatchScheme scheme;
    size_t rows; /* of the data set, at least 1 */
    size_t size; /* of a batch, 1 to rows; the last one of an epoch may be smaller */
    uint64_t seed;
    uint32_t *row; /* of a list, batch after batch */
    size_t *end;   /* [list_count] of each batch in row */
    size_t list_count, row_cap, end_cap;
} Batches;

/* size 0 or more than there are rows: all of them. */
void batches_init(Batches *batches, BatchScheme scheme, size_t rows, size_t size, uint64_t seed);
/* Reads lines "t: i0 i1 ..." or "i0 i1 ...", i from 0; t, where given, counts from 0 or 1 on. No
 * line at all means all rows, if size says so too. size: the largest batch there may be, 0: any. */
bool batches_read(Batches *batches, const char *path, FileKinds kinds, size_t rows, size_t size,
                  Err *err);
void batches_deinit(Batches *batches);

/* Whether every update sees every row once. */
bool batches_full(const Batches *batches);
/* Updates per pass over the data; where rows are drawn, as many as see that many rows. */
long batches_epoch(const Batches *batches);

enum { BATCH_ROUNDS = 8 };

/* A batch, row by row. */
typedef struct Batch {
    const Batches *of;
    size_t at, end; /* places in the epoch or the list still to come */
    Rng rng;
    uint32_t key[BATCH_ROUNDS]; /* of the epoch's permutation */
} Batch;

/* The batch of update t, 1 for the first. */
Batch batch_at(const Batches *batches, long t);
static inline size_t batch_size(const Batch *batch)
{
    return batch->end - batch->at;
}
/* The next row; only while batch_size is not 0. */
size_t batch_next(Batch *batch);

#endif
