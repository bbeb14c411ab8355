#include "problem/batch.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "problem/textfile.h"

/* So that a seed's batches have nothing to do with its noise. */
static const uint64_t BATCH_STREAM = 0x6261746368657321u;

enum { LIST_ROWS_MAX = 1 << 22 };

void batches_init(Batches *batches, BatchScheme scheme, size_t rows, size_t size, uint64_t seed)
{
    assert(rows > 0);
    *batches = (Batches){.scheme = scheme,
                         .rows = rows,
                         .size = size == 0 || size > rows ? rows : size,
                         .seed = seed ^ BATCH_STREAM};
}

void batches_deinit(Batches *batches)
{
    free(batches->row);
    free(batches->end);
    *batches = (Batches){0};
}

bool batches_full(const Batches *batches)
{
    return batches->size == batches->rows &&
           (batches->scheme == BATCH_SHUFFLE || batches->scheme == BATCH_SEQUENTIAL);
}

long batches_epoch(const Batches *batches)
{
    return (long)((batches->rows + batches->size - 1) / batches->size);
}

/* ---- a list ---- */

/* Takes "t:" off a line; t has to be the number of batches so far, from `base` on. */
static bool read_label(const TextFile *file, const Batches *batches, char **at, long long *base,
                       Err *err)
{
    char *colon = strchr(*at, ':');
    if (colon == NULL)
        return true;
    long long t;
    size_t length = (size_t)(colon - *at);
    while (length > 0 && (*at)[length - 1] == ' ')
        length--;
    if (!text_integer(*at, length, 0, INT32_MAX, &t)) {
        return textfile_complain(file, err, "'%.*s' before the colon is not the number of a batch",
                                 length < 40 ? (int)length : 40, *at);
    }
    if (batches->list_count == 0)
        *base = t;
    if (*base > 1 || t != *base + (long long)batches->list_count) {
        return textfile_complain(file, err, "batch %lld; expected batch %lld", t,
                                 (*base > 1 ? 0 : *base) + (long long)batches->list_count);
    }
    *at = colon + 1;
    return true;
}

static bool read_rows(const TextFile *file, Batches *batches, char *at, size_t size, Err *err)
{
    static const char blanks[] = " ,\t";
    size_t from = batches->list_count > 0 ? batches->end[batches->list_count - 1] : 0, to = from;
    for (char *word = at + strspn(at, blanks); *word != '\0'; word += strspn(word, blanks)) {
        size_t length = strcspn(word, blanks);
        long long row;
        if (!text_integer(word, length, 0, (long long)batches->rows - 1, &row)) {
            return textfile_complain(file, err, "'%.*s' is no row; expected 0 to %zu",
                                     length < 40 ? (int)length : 40, word, batches->rows - 1);
        }
        if (to == LIST_ROWS_MAX)
            return textfile_complain(file, err, "more than %d rows listed", LIST_ROWS_MAX);
        ARRAY_RESERVE(batches->row, batches->row_cap, to + 1);
        batches->row[to++] = (uint32_t)row;
        word += length;
    }
    if (to == from)
        return textfile_complain(file, err, "a batch without rows");
    if (size > 0 && to - from > size) {
        return textfile_complain(file, err, "%zu rows in a batch; batch=%zu says otherwise",
                                 to - from, size);
    }
    ARRAY_RESERVE(batches->end, batches->end_cap, batches->list_count + 1);
    batches->end[batches->list_count++] = to;
    return true;
}

static bool read_list(TextFile *file, Batches *batches, size_t size, Err *err)
{
    long long base = 0;
    for (bool more = true; more;) {
        if (!textfile_next(file, &more, err))
            return false;
        char *at = file->line + strspn(file->line, " \t");
        if (more && (!read_label(file, batches, &at, &base, err) ||
                     !read_rows(file, batches, at, size, err)))
            return false;
    }
    return true;
}

bool batches_read(Batches *batches, const char *path, FileKinds kinds, size_t rows, size_t size,
                  Err *err)
{
    *batches = (Batches){.scheme = BATCH_LIST, .rows = rows};
    TextFile file;
    if (!textfile_open(&file, path, kinds, err))
        return false;
    bool good = read_list(&file, batches, size, err);
    textfile_close(&file);
    if (good && batches->list_count == 0) {
        batches_init(batches, BATCH_SEQUENTIAL, rows, size, 0);
        good = batches_full(batches) ||
               err_set(err, "'%s' lists no batch; expected lines of row numbers", path);
    } else if (good) {
        double mean = (double)batches->end[batches->list_count - 1] / (double)batches->list_count;
        batches->size = (size_t)fmin(fmax(round(mean), 1), (double)rows);
    }
    if (!good)
        batches_deinit(batches);
    return good;
}

/* ---- a permutation without memory ---- */

/* Mixes all bits of 32 (the finisher of MurmurHash3, Appleby 2011). */
static uint32_t mix(uint32_t value, uint32_t key)
{
    uint32_t h = (value + 0x9E3779B9u) ^ key;
    h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
    h = (h ^ (h >> 13)) * 0xC2B2AE35u;
    return h ^ (h >> 16);
}

/* The row at a place of the epoch's order: a Feistel network over Z_a x Z_b with a b >= rows, and
 * again while it lands beyond the rows (Black and Rogaway 2002, "Ciphers with Arbitrary Finite
 * Domains", the generalised Feistel cipher). So the order needs no memory and no rows before it. A
 * side is never less than 4: with smaller ones some orders of few rows would not occur. */
static size_t permuted(const Batch *batch, size_t place)
{
    size_t rows = batch->of->rows;
    uint32_t a = (uint32_t)ceil(sqrt((double)rows));
    a = a < 4 ? 4 : a;
    uint32_t b = (uint32_t)((rows + a - 1) / a);
    b = b < 4 ? 4 : b;
    do {
        uint32_t left = (uint32_t)(place / b), right = (uint32_t)(place % b);
        for (int i = 0; i < BATCH_ROUNDS; i += 2) {
            left += (uint32_t)(((uint64_t)mix(right, batch->key[i]) * a) >> 32);
            left -= left >= a ? a : 0;
            right += (uint32_t)(((uint64_t)mix(left, batch->key[i + 1]) * b) >> 32);
            right -= right >= b ? b : 0;
        }
        place = (size_t)left * b + right;
    } while (place >= rows);
    return place;
}

Batch batch_at(const Batches *batches, long t)
{
    Batch batch = {.of = batches};
    size_t update = t > 1 ? (size_t)t - 1 : 0;
    if (batches->scheme == BATCH_LIST) {
        size_t index = update % batches->list_count;
        batch.at = index > 0 ? batches->end[index - 1] : 0;
        batch.end = batches->end[index];
        return batch;
    }
    if (batches->scheme == BATCH_REPLACEMENT) {
        batch.end = batches->size;
        batch.rng = rng_at(batches->seed, update);
        return batch;
    }
    size_t epoch = (size_t)batches_epoch(batches);
    batch.at = update % epoch * batches->size;
    batch.end = batch.at + batches->size < batches->rows ? batch.at + batches->size : batches->rows;
    if (batches->scheme == BATCH_SHUFFLE) {
        batch.rng = rng_at(batches->seed, update / epoch);
        for (int i = 0; i < BATCH_ROUNDS; i++)
            batch.key[i] = rng_next(&batch.rng);
    }
    return batch;
}

size_t batch_next(Batch *batch)
{
    assert(batch->at < batch->end);
    size_t place = batch->at++;
    switch (batch->of->scheme) {
    case BATCH_SHUFFLE:
        return permuted(batch, place);
    case BATCH_REPLACEMENT:
        return rng_below(&batch->rng, (uint32_t)batch->of->rows);
    case BATCH_LIST:
        return batch->of->row[place];
    case BATCH_SEQUENTIAL:
        break;
    }
    return place;
}
