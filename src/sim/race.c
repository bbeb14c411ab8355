#include "sim/race.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

typedef struct Entrant {
    OptimizerSpec wanted; /* NaN where the problem's default is followed */
    Run *run;
    uint64_t revision;
} Entrant;

/* First rows that stay, of all runs together. */
enum { ROWS_KEPT = 4 * HISTORY_KEPT };

struct Race {
    Problem *problem;
    Vec2 start;
    RunLimits limits;
    Entrant entrants[RACE_ENTRANTS_MAX];
    size_t count;
    uint64_t revision; /* of the race; every change takes a fresh number */
};

static OptimizerSpec spec_of(const Race *race, const OptimizerSpec *wanted)
{
    OptimizerSpec spec = *wanted;
    optimizer_spec_defaults(&spec, race->problem->lr, race->problem->reach);
    return spec;
}

/* As many of its first rows as there are for each. */
static void keep_share(const Race *race, const Entrant *entrant)
{
    run_keep(entrant->run, ROWS_KEPT / (long)race->count);
}

/* After any change: the run starts over, and everybody can see that it did. */
static void restart(Race *race, Entrant *entrant)
{
    OptimizerSpec spec = spec_of(race, &entrant->wanted);
    if (entrant->run)
        run_restart(entrant->run, &spec, race->start, race->limits);
    else
        entrant->run = run_create(race->problem, &spec, race->start, race->limits);
    keep_share(race, entrant);
    entrant->revision = ++race->revision;
}

static void restart_all(Race *race)
{
    race->revision++;
    for (size_t i = 0; i < race->count; i++)
        restart(race, &race->entrants[i]);
}

Race *race_create(Problem *problem, RunLimits limits)
{
    Race *race = mem_calloc(1, sizeof *race);
    race->problem = problem;
    race->start = problem->start;
    race->limits = limits;
    race->revision = 1;
    return race;
}

void race_destroy(Race *race)
{
    if (!race)
        return;
    for (size_t i = 0; i < race->count; i++)
        run_destroy(race->entrants[i].run);
    problem_destroy(race->problem);
    free(race);
}

const Problem *race_problem(const Race *race)
{
    return race->problem;
}

void race_set_problem(Race *race, Problem *problem)
{
    for (size_t i = 0; i < race->count; i++) {
        run_destroy(race->entrants[i].run);
        race->entrants[i].run = NULL;
    }
    problem_destroy(race->problem);
    race->problem = problem;
    race->start = problem->start;
    restart_all(race);
}

Vec2 race_start(const Race *race)
{
    return race->start;
}

void race_set_start(Race *race, Vec2 start)
{
    if (start.x == race->start.x && start.y == race->start.y)
        return;
    race->start = start;
    restart_all(race);
}

RunLimits race_limits(const Race *race)
{
    return race->limits;
}

void race_set_limits(Race *race, RunLimits limits)
{
    if (limits.budget == race->limits.budget && limits.tolerance == race->limits.tolerance &&
        limits.unit == race->limits.unit && limits.end == race->limits.end)
        return;
    race->limits = limits;
    restart_all(race);
}

size_t race_count(const Race *race)
{
    return race->count;
}

static const Entrant *entrant_at(const Race *race, size_t entrant)
{
    assert(entrant < race->count);
    return &race->entrants[entrant];
}

const Run *race_run(const Race *race, size_t entrant)
{
    return entrant_at(race, entrant)->run;
}

bool race_add(Race *race, const OptimizerSpec *spec)
{
    if (race->count == RACE_ENTRANTS_MAX)
        return false;
    Entrant *entrant = &race->entrants[race->count++];
    *entrant = (Entrant){.wanted = *spec};
    restart(race, entrant);
    for (Entrant *earlier = race->entrants; earlier < entrant; earlier++)
        keep_share(race, earlier);
    return true;
}

void race_remove(Race *race, size_t entrant)
{
    run_destroy(entrant_at(race, entrant)->run);
    race->count--;
    memmove(&race->entrants[entrant], &race->entrants[entrant + 1],
            (race->count - entrant) * sizeof race->entrants[0]);
    race->revision++;
}

const OptimizerSpec *race_wanted(const Race *race, size_t entrant)
{
    return &entrant_at(race, entrant)->wanted;
}

static const char *given_label(const OptimizerSpec *spec)
{
    return optimizer_spec_labelled(spec) ? spec->label : "";
}

void race_set_wanted(Race *race, size_t entrant, const OptimizerSpec *spec)
{
    assert(entrant < race->count);
    Entrant *changed = &race->entrants[entrant];
    OptimizerSpec values = spec_of(race, spec);
    bool same = optimizer_spec_same(run_spec(changed->run), &values) &&
                strcmp(given_label(&changed->wanted), given_label(spec)) == 0;
    if (changed->wanted.hidden != spec->hidden)
        race->revision++;
    changed->wanted = *spec;
    if (!same)
        restart(race, changed);
}

bool race_visible(const Race *race, size_t entrant)
{
    return !entrant_at(race, entrant)->wanted.hidden;
}

void race_set_visible(Race *race, size_t entrant, bool visible)
{
    OptimizerSpec spec = *race_wanted(race, entrant);
    spec.hidden = !visible;
    race_set_wanted(race, entrant, &spec);
}

double race_hyper(const Race *race, size_t entrant, size_t hyper)
{
    const OptimizerSpec *spec = run_spec(race_run(race, entrant));
    assert(hyper < optimizer_hyper_count(spec->optimizer));
    return spec->hyper[hyper];
}

double race_hyper_at(const Race *race, size_t entrant, size_t hyper, long step)
{
    return optimizer_spec_value(run_spec(race_run(race, entrant)), hyper, step);
}

double race_hyper_default(const Race *race, size_t entrant, size_t hyper)
{
    const Optimizer *optimizer = entrant_at(race, entrant)->wanted.optimizer;
    return hyper_default(optimizer_hyper(optimizer, hyper), race->problem->lr,
                         race->problem->reach);
}

bool race_hyper_varies(const Race *race, size_t entrant, size_t hyper)
{
    const OptimizerSpec *spec = race_wanted(race, entrant);
    for (size_t i = 0; i < spec->change_count; i++)
        if (spec->changes[i].hyper == hyper)
            return true;
    return false;
}

void race_set_hyper(Race *race, size_t entrant, size_t hyper, double value)
{
    OptimizerSpec spec = *race_wanted(race, entrant);
    optimizer_spec_change_on(&spec, (HyperChange){0, hyper, value});
    spec.given[hyper] = !isnan(value);
    race_set_wanted(race, entrant, &spec);
}

bool race_set_hyper_from(Race *race, size_t entrant, size_t hyper, double value, long step)
{
    OptimizerSpec spec = *race_wanted(race, entrant);
    if (!optimizer_spec_change_on(&spec, (HyperChange){step, hyper, value}))
        return false;
    race_set_wanted(race, entrant, &spec);
    return true;
}

/* ---- lockstep ---- */

/* Where the hindmost of those still running are: their step, how many they are, and the next step
 * at which somebody else is. */
typedef struct Rear {
    long step, next;
    long count;
} Rear;

static Rear find_rear(const Race *race)
{
    Rear rear = {.step = LONG_MAX, .next = LONG_MAX, .count = 0};
    for (size_t i = 0; i < race->count; i++) {
        const Run *run = race->entrants[i].run;
        if (run_ended(run))
            continue;
        long step = run_last_step(run);
        if (step < rear.step) {
            rear.next = rear.step;
            rear.step = step;
            rear.count = 1;
        } else if (step == rear.step) {
            rear.count++;
        } else if (step < rear.next) {
            rear.next = step;
        }
    }
    return rear;
}

/* The hindmost catch up first, then all go on together. */
long race_advance(Race *race, long steps)
{
    long done = 0;
    while (done < steps) {
        Rear rear = find_rear(race);
        if (rear.count == 0)
            break;
        long share = (steps - done) / rear.count;
        long block = share < 1 ? 1 : share;
        if (rear.next != LONG_MAX && block > rear.next - rear.step)
            block = rear.next - rear.step;
        for (size_t i = 0; i < race->count && done < steps; i++) {
            Run *run = race->entrants[i].run;
            if (!run_ended(run) && run_last_step(run) == rear.step)
                done += run_advance(run, block < steps - done ? block : steps - done);
        }
    }
    return done;
}

bool race_done(const Race *race)
{
    return find_rear(race).count == 0;
}

uint64_t race_revision(const Race *race)
{
    return race->revision;
}

uint64_t race_run_revision(const Race *race, size_t entrant)
{
    return entrant_at(race, entrant)->revision;
}
