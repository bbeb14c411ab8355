#include "sim/run.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "sim/watch.h"

/* Rows of a long run that were walked again. */
enum { BLOCKS = 4 };
typedef struct Block {
    long first; /* step of the first row; -1: empty */
    HistoryRow rows[HISTORY_STRIDE];
} Block;

typedef struct Blocks {
    Block items[BLOCKS];
    int next;   /* to be overwritten */
    Walk ahead; /* from the end of the block that was walked last; t is -1 if there is none */
} Blocks;

struct Run {
    const Problem *problem;
    OptimizerSpec spec;
    RunLimits limits;
    History *history;
    Watch watch;
    bool ended;
    Walk walk;      /* at the last step */
    double *state;  /* the walk's */
    Blocks *blocks; /* a cache */
    double *ahead;  /* state of the cache's walk */
    double *again;  /* state of a walk through the past; scratch */
};

/* Keeps where the walk has come. */
static void record(Run *run)
{
    const HistoryRow *row = &run->walk.row;
    long t = run->walk.t;
    history_push(run->history, row);
    if (t % HISTORY_STRIDE == 0) {
        HistoryCheckpoint checkpoint = walk_checkpoint(&run->walk);
        history_push_checkpoint(run->history, &checkpoint, run->state);
    }
    watch_row(&run->watch, row, t);

    bool lost = run->limits.end == RUN_END_FAR ? watch_diverged(&run->watch)
                                               : !vec2_finite(row->w) || !isfinite(row->f);
    bool spent = run->limits.unit == RUN_EVALUATIONS && row->evaluations >= run->limits.budget;
    run->ended = lost || spent || t >= run->limits.budget;
}

Run *run_create(const Problem *problem, const OptimizerSpec *spec, Vec2 start, RunLimits limits)
{
    Run *run = mem_calloc(1, sizeof *run);
    run->problem = problem;
    run->blocks = mem_calloc(1, sizeof *run->blocks);
    run_restart(run, spec, start, limits);
    return run;
}

void run_destroy(Run *run)
{
    if (!run)
        return;
    history_destroy(run->history);
    watch_deinit(&run->watch);
    free(run->state);
    free(run->again);
    free(run->ahead);
    free(run->blocks);
    free(run);
}

static void make_room(Run *run, size_t size)
{
    history_destroy(run->history);
    run->history = history_create(size);
    free(run->state);
    free(run->again);
    free(run->ahead);
    run->ahead = mem_calloc(size + 1, sizeof *run->ahead);
    run->state = mem_calloc(size + 1, sizeof *run->state);
    run->again = mem_calloc(size + 1, sizeof *run->again);
}

void run_restart(Run *run, const OptimizerSpec *spec, Vec2 start, RunLimits limits)
{
    if (!run->history || run->spec.optimizer != spec->optimizer)
        make_room(run, optimizer_state_size(spec->optimizer, RUN_PARAMS));
    history_clear(run->history);
    for (int i = 0; i < BLOCKS; i++)
        run->blocks->items[i].first = -1;
    run->blocks->ahead.t = -1;
    run->spec = *spec;
    run->limits = limits;
    walk_start(&run->walk, run->problem, &run->spec, start, run->state);
    watch_start(&run->watch, run->problem, run->history, limits.tolerance);
    record(run);
}

long run_advance(Run *run, long steps)
{
    long done = 0;
    for (; done < steps && !run->ended; done++) {
        walk_step(&run->walk, NULL);
        record(run);
    }
    return done;
}

bool run_ended(const Run *run)
{
    return run->ended;
}

long run_last_step(const Run *run)
{
    return run->walk.t;
}

/* ---- the past ---- */

/* At the checkpoint before `step`, with its state in `state`. */
static Walk walk_before(const Run *run, long step, double *state)
{
    const double *kept;
    const HistoryCheckpoint *checkpoint = history_checkpoint(run->history, step, &kept);
    memcpy(state, kept, optimizer_state_size(run->spec.optimizer, RUN_PARAMS) * sizeof *state);
    Walk walk = run->walk;
    walk.state = state;
    walk_resume(&walk, checkpoint);
    return walk;
}

static const Block *walk_block(const Run *run, Blocks *blocks, long first)
{
    Block *block = &blocks->items[blocks->next];
    blocks->next = (blocks->next + 1) % BLOCKS;
    block->first = first;
    const double *kept;
    Walk *walk = &blocks->ahead;
    /* Whoever reads on need not go back to a checkpoint. */
    if (walk->t < 0 || walk->t > first ||
        walk->t < history_checkpoint(run->history, first, &kept)->t)
        *walk = walk_before(run, first, run->ahead);
    while (walk->t < first)
        walk_step(walk, NULL);
    block->rows[0] = walk->row;
    for (int i = 1; i < HISTORY_STRIDE && walk->t < run->walk.t; i++) {
        walk_step(walk, NULL);
        block->rows[i] = walk->row;
    }
    return block;
}

const HistoryRow *run_row(const Run *run, long step)
{
    const HistoryRow *row = history_row(run->history, step);
    if (row)
        return row;
    /* A row that was dropped lies so far behind the last one that its block is complete. */
    long first = step - step % HISTORY_STRIDE;
    for (int i = 0; i < BLOCKS; i++)
        if (run->blocks->items[i].first == first)
            return &run->blocks->items[i].rows[step - first];
    return &walk_block(run, run->blocks, first)->rows[step - first];
}

/* Steps to look at one by one before searching. */
enum { STEPS_NEAR = 8 };

long run_step_within(const Run *run, long evaluations, long hint)
{
    long low = 0, high = run->walk.t; /* the answer is neither below nor above */
    if (hint > 0 && hint <= high && run_row(run, hint)->evaluations <= evaluations)
        low = hint;
    for (int i = 0; i < STEPS_NEAR && low < high; i++, low++)
        if (run_row(run, low + 1)->evaluations > evaluations)
            return low;
    while (low < high) {
        long middle = low + (high - low + 1) / 2;
        if (run_row(run, middle)->evaluations <= evaluations)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

void run_keep(Run *run, long rows)
{
    history_keep(run->history, rows);
}

long run_kept(const Run *run)
{
    return history_kept(run->history);
}

const Trail *run_trail(const Run *run)
{
    return history_trail(run->history);
}

RunStatus run_status(const Run *run, long step)
{
    assert(step >= 0 && step <= run->walk.t);
    RunStatus status = watch_status(&run->watch, step);
    if (status.state == RUN_RUNNING && run->ended && step == run->walk.t)
        return (RunStatus){RUN_BUDGET, step};
    return status;
}

const OptimizerSpec *run_spec(const Run *run)
{
    return &run->spec;
}

const Problem *run_problem(const Run *run)
{
    return run->problem;
}

void run_state(const Run *run, long step, double *state)
{
    Walk walk = walk_before(run, step, state);
    while (walk.t < step)
        walk_step(&walk, NULL);
}

const double *run_last_state(const Run *run)
{
    return run->state;
}

void run_probes(const Run *run, long step, Probes *probes)
{
    assert(step >= 0 && step <= run->walk.t);
    probes->count = 0;
    if (step == 0)
        return;
    Walk walk = walk_before(run, step - 1, run->again);
    while (walk.t < step - 1)
        walk_step(&walk, NULL);
    walk_step(&walk, probes);
}
