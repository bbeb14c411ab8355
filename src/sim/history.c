#include "sim/history.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* 48 KiB of rows: small beside a window's memory, and below what malloc would map and unmap. */
enum {
    CHUNK_ROWS = 1024,
    FIRST_CHUNKS = HISTORY_KEPT / CHUNK_ROWS,
    RECENT_CHUNKS = HISTORY_RECENT / CHUNK_ROWS
};

/* First rows for each of the checkpoints. */
enum { CHECKPOINT_SHARE = 8 };

enum { TRAIL_MAX = 32768, TRAIL_EVERY = 16 };
_Static_assert(TRAIL_MAX == HISTORY_KEPT / 2, "a trail shrinks as the rows do");

struct History {
    size_t state_size; /* doubles per checkpoint */
    HistoryRow *first[FIRST_CHUNKS];
    HistoryRow *recent[RECENT_CHUNKS]; /* take turns, from HISTORY_KEPT_LEAST on */
    long count;                        /* rows */
    long kept;                         /* of the first ones */
    HistoryCheckpoint *checkpoints;
    size_t checkpoint_count, checkpoint_cap, checkpoint_most;
    long checkpoint_every; /* steps */
    double *states;
    size_t state_cap; /* in doubles */
    Trail trail;
};

History *history_create(size_t state_size)
{
    History *history = mem_calloc(1, sizeof *history);
    history->state_size = state_size;
    history_clear(history);
    return history;
}

void history_destroy(History *history)
{
    if (!history)
        return;
    for (size_t i = 0; i < FIRST_CHUNKS; i++)
        free(history->first[i]);
    for (size_t i = 0; i < RECENT_CHUNKS; i++)
        free(history->recent[i]);
    free(history->checkpoints);
    free(history->states);
    free(history->trail.points);
    free(history);
}

void history_clear(History *history)
{
    history->count = 0;
    history->kept = HISTORY_KEPT;
    history->checkpoint_count = 0;
    history->checkpoint_every = HISTORY_STRIDE;
    history->checkpoint_most = HISTORY_KEPT / CHECKPOINT_SHARE;
    history->trail.count = 0;
    history->trail.every = TRAIL_EVERY;
    history->trail.most = TRAIL_MAX;
    history->trail.is_open = false;
}

long history_kept(const History *history)
{
    return history->kept;
}

long history_count(const History *history)
{
    return history->count;
}

/* ---- the trail ---- */

static void group_add(TrailPoint group[4], bool first, TrailPoint point)
{
    if (first || point.w.x < group[0].w.x)
        group[0] = point;
    if (first || point.w.x > group[1].w.x)
        group[1] = point;
    if (first || point.w.y < group[2].w.y)
        group[2] = point;
    if (first || point.w.y > group[3].w.y)
        group[3] = point;
}

/* Writes a group in the order of its steps, each once; returns how many there are. */
static size_t group_write(const TrailPoint group[4], TrailPoint *out)
{
    size_t count = 0;
    for (int i = 0; i < 4; i++) {
        size_t at = count;
        while (at > 0 && out[at - 1].step > group[i].step)
            at--;
        if (at > 0 && out[at - 1].step == group[i].step)
            continue;
        memmove(out + at + 1, out + at, (count - at) * sizeof *out);
        out[at] = group[i];
        count++;
    }
    return count;
}

static long group_of(const Trail *trail, long step)
{
    return (step - HISTORY_KEPT_LEAST) / trail->every;
}

/* Two groups become one: the extremes of extremes are those of all. */
static void trail_thin(Trail *trail)
{
    trail->every *= 2;
    size_t used = 0;
    for (size_t i = 0; i < trail->count;) {
        long number = group_of(trail, trail->points[i].step);
        TrailPoint group[4], sorted[4];
        bool first = true;
        for (; i < trail->count && group_of(trail, trail->points[i].step) == number; i++) {
            group_add(group, first, trail->points[i]);
            first = false;
        }
        size_t count = group_write(group, sorted);
        memcpy(trail->points + used, sorted, count * sizeof sorted[0]);
        used += count;
    }
    trail->count = used;
}

/* A group is complete with its last step; those that thinning has left half full go on. */
static void trail_push(Trail *trail, long step, Vec2 w)
{
    group_add(trail->open, !trail->is_open, (TrailPoint){step, w});
    trail->is_open = true;
    if ((step - HISTORY_KEPT_LEAST + 1) % trail->every != 0)
        return;
    ARRAY_RESERVE(trail->points, trail->cap, trail->count + 4);
    trail->count += group_write(trail->open, trail->points + trail->count);
    trail->is_open = false;
    if (trail->count + 4 > trail->most)
        trail_thin(trail);
}

static void trail_shrink(Trail *trail, size_t most)
{
    trail->most = most;
    while (trail->count + 4 > most)
        trail_thin(trail);
    if (trail->cap <= most + most / 2)
        return;
    TrailPoint *points = mem_calloc(most, sizeof *points);
    memcpy(points, trail->points, trail->count * sizeof *points);
    free(trail->points);
    trail->points = points;
    trail->cap = most;
}

const Trail *history_trail(const History *history)
{
    return &history->trail;
}

/* ---- rows ---- */

static void put_row(HistoryRow **chunks, long place, const HistoryRow *row)
{
    HistoryRow **chunk = &chunks[place / CHUNK_ROWS];
    if (!*chunk)
        *chunk = mem_calloc(CHUNK_ROWS, sizeof **chunk);
    (*chunk)[place % CHUNK_ROWS] = *row;
}

void history_push(History *history, const HistoryRow *row)
{
    const long step = history->count++;
    if (step < history->kept)
        put_row(history->first, step, row);
    if (step < HISTORY_KEPT_LEAST)
        return;
    put_row(history->recent, step % HISTORY_RECENT, row);
    trail_push(&history->trail, step, row->w);
}

const HistoryRow *history_row(const History *history, long step)
{
    assert(step >= 0 && step < history->count);
    if (step < history->kept)
        return &history->first[step / CHUNK_ROWS][step % CHUNK_ROWS];
    if (step < history->count - HISTORY_RECENT)
        return NULL;
    const long place = step % HISTORY_RECENT;
    return &history->recent[place / CHUNK_ROWS][place % CHUNK_ROWS];
}

/* Every other one stays while there are too many. */
static void thin_checkpoints(History *history)
{
    const size_t size = history->state_size;
    while (history->checkpoint_count > history->checkpoint_most) {
        history->checkpoint_every *= 2;
        history->checkpoint_count = (history->checkpoint_count + 1) / 2;
        for (size_t i = 1; i < history->checkpoint_count; i++) {
            history->checkpoints[i] = history->checkpoints[2 * i];
            memcpy(history->states + i * size, history->states + 2 * i * size,
                   size * sizeof *history->states);
        }
    }
}

void history_keep(History *history, long rows)
{
    const long chunks =
        rows > HISTORY_KEPT_LEAST ? rows / CHUNK_ROWS : HISTORY_KEPT_LEAST / CHUNK_ROWS;
    if (chunks * CHUNK_ROWS >= history->kept)
        return;
    history->kept = chunks * CHUNK_ROWS;
    for (size_t i = (size_t)chunks; i < FIRST_CHUNKS; i++) {
        free(history->first[i]);
        history->first[i] = NULL;
    }
    trail_shrink(&history->trail, (size_t)history->kept / 2);
    history->checkpoint_most = (size_t)history->kept / CHECKPOINT_SHARE;
    thin_checkpoints(history);
}

/* ---- checkpoints ---- */

void history_push_checkpoint(History *history, const HistoryCheckpoint *checkpoint,
                             const double *state)
{
    if (checkpoint->t % history->checkpoint_every != 0)
        return;
    size_t size = history->state_size;
    size_t end = history->checkpoint_count * size;
    ARRAY_RESERVE(history->checkpoints, history->checkpoint_cap, history->checkpoint_count + 1);
    ARRAY_RESERVE(history->states, history->state_cap, end + size + 1);
    memcpy(history->states + end, state, size * sizeof *state);
    history->checkpoints[history->checkpoint_count++] = *checkpoint;
    thin_checkpoints(history);
}

const HistoryCheckpoint *history_checkpoint(const History *history, long step, const double **state)
{
    assert(step >= 0 && history->checkpoint_count > 0);
    size_t index = (size_t)(step / history->checkpoint_every);
    assert(index < history->checkpoint_count);
    *state = history->states + index * history->state_size;
    return &history->checkpoints[index];
}
