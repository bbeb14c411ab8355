#include "sim/history.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* 48 KiB of rows: small beside a window's memory, and below what malloc would map and unmap. */
enum { CHUNK_ROWS = 1024 };

struct History {
    size_t state_size; /* doubles per checkpoint */
    HistoryRow **chunks;
    size_t chunk_count, chunk_cap;
    long count; /* rows */
    double *checkpoints;
    size_t checkpoint_count, checkpoint_cap; /* the latter in doubles */
};

History *history_create(size_t state_size)
{
    History *history = mem_calloc(1, sizeof *history);
    history->state_size = state_size;
    return history;
}

void history_destroy(History *history)
{
    if (!history)
        return;
    for (size_t i = 0; i < history->chunk_count; i++)
        free(history->chunks[i]);
    free(history->chunks);
    free(history->checkpoints);
    free(history);
}

void history_clear(History *history)
{
    history->count = 0;
    history->checkpoint_count = 0;
}

long history_count(const History *history)
{
    return history->count;
}

static void add_chunk(History *history)
{
    ARRAY_RESERVE(history->chunks, history->chunk_cap, history->chunk_count + 1);
    history->chunks[history->chunk_count++] = mem_calloc(CHUNK_ROWS, sizeof(HistoryRow));
}

void history_push(History *history, const HistoryRow *row)
{
    size_t index = (size_t)history->count;
    if (index / CHUNK_ROWS == history->chunk_count)
        add_chunk(history);
    history->chunks[index / CHUNK_ROWS][index % CHUNK_ROWS] = *row;
    history->count++;
}

const HistoryRow *history_row(const History *history, long step)
{
    assert(step >= 0 && step < history->count);
    size_t index = (size_t)step;
    return &history->chunks[index / CHUNK_ROWS][index % CHUNK_ROWS];
}

void history_push_checkpoint(History *history, const double *state)
{
    size_t size = history->state_size;
    size_t end = history->checkpoint_count * size;
    if (size > 0) {
        ARRAY_RESERVE(history->checkpoints, history->checkpoint_cap, end + size);
        memcpy(history->checkpoints + end, state, size * sizeof *state);
    }
    history->checkpoint_count++;
}

const double *history_checkpoint(const History *history, long step, long *at)
{
    assert(step >= 0 && history->checkpoint_count > 0);
    size_t index = (size_t)step / HISTORY_STRIDE;
    assert(index < history->checkpoint_count);
    *at = (long)index * HISTORY_STRIDE;
    return history->state_size > 0 ? history->checkpoints + index * history->state_size : NULL;
}
