/* race: several runs on the same problem from the same start, in lockstep.
 *
 * Owns the problem and the runs. Any change (a hyperparameter, the start, the problem, an entrant)
 * invalidates just what it must; race_advance computes what is missing, fairly, in slices. The same
 * optimizer may enter twice. */
#ifndef RAVINE_SIM_RACE_H
#define RAVINE_SIM_RACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/run.h"

enum { RACE_ENTRANTS_MAX = 32 };

typedef struct Race Race;

/* Takes the problem over. The start is the problem's own. */
Race *race_create(Problem *problem, RunLimits limits);
void race_destroy(Race *race);

const Problem *race_problem(const Race *race);
/* Takes the new problem over, destroys the old one; the start becomes the new problem's, and
 * hyperparameters that were never touched take the new problem's defaults. */
void race_set_problem(Race *race, Problem *problem);

Vec2 race_start(const Race *race);
void race_set_start(Race *race, Vec2 start);
RunLimits race_limits(const Race *race);
void race_set_limits(Race *race, RunLimits limits);

size_t race_count(const Race *race);
const Run *race_run(const Race *race, size_t entrant);
/* Values left NaN in spec take the problem's defaults and follow it. False if the race is full. */
bool race_add(Race *race, const OptimizerSpec *spec);
/* As it was added and changed since: NaN where the problem's default is followed. Borrowed until
 * the race changes. */
const OptimizerSpec *race_wanted(const Race *race, size_t entrant);
void race_remove(Race *race, size_t entrant);
/* Puts another spec in its place; the run starts over if that makes a difference. */
void race_set_wanted(Race *race, size_t entrant, const OptimizerSpec *spec);

/* Whether it is on show; it races all the same. */
bool race_visible(const Race *race, size_t entrant);
void race_set_visible(Race *race, size_t entrant, bool visible);

double race_hyper(const Race *race, size_t entrant, size_t hyper);
/* The same after `step` updates, where it was changed on the way. */
double race_hyper_at(const Race *race, size_t entrant, size_t hyper, long step);
bool race_hyper_varies(const Race *race, size_t entrant, size_t hyper);
double race_hyper_default(const Race *race, size_t entrant, size_t hyper);
/* For the whole run: changes on the way go. NaN: back to the problem's default. */
void race_set_hyper(Race *race, size_t entrant, size_t hyper, double value);

/* Another value from update step + 1 on; what came before stays as it is. False if the entrant has
 * as many such changes as it can keep. */
bool race_set_hyper_from(Race *race, size_t entrant, size_t hyper, double value, long step);

/* Computes up to `steps` updates in all, spread so that the runs stay level; returns how many were
 * done. 0 when every run has ended. */
long race_advance(Race *race, long steps);
bool race_done(const Race *race);

/* Changes whenever anything above changed: equal numbers mean equal races. Of one run: equal
 * numbers mean equal rows. */
uint64_t race_revision(const Race *race);
uint64_t race_run_revision(const Race *race, size_t entrant);

#endif
