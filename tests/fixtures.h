/* fixtures: what tests of numbers begin with: a problem, an optimizer, a run from text, and
 * numbers compared. What cannot be had fails the test and says why.
 *
 * Knows no window: it needs core alone. */
#ifndef RAVINE_TESTS_FIXTURES_H
#define RAVINE_TESTS_FIXTURES_H

#include "problem/problem.h"
#include "sim/run.h"

Problem *problem_of(const char *text);
/* As it is written; with the defaults for this lr and reach; with those for a problem. */
OptimizerSpec spec_parsed(const char *text);
OptimizerSpec spec_of(const char *text, double lr, double reach);
OptimizerSpec spec_for(const Problem *problem, const char *text);
/* To the end of its budget. */
Run *run_of(const Problem *problem, const char *text, Vec2 start, RunLimits limits);

/* So many steps at most, and no further out than a window shows; 1000 of them. */
RunLimits limits_of(long budget);
extern const RunLimits IN_WINDOW;
/* So many steps at most, wherever they lead. */
RunLimits unbounded(long budget);

void check_status(const Run *run, long step, RunState state, long since);
/* From the first step to the last, everything that can be asked for is the same to the bit. */
void check_same(const Run *a, const Run *b);

/* The slot's numbers after `step` updates; static until the next call. */
const double *slot_at(const Run *run, const char *id, long step);

double vec2_apart(Vec2 a, Vec2 b);

/* |a - b| relative to max(1, |b|); 0 where both are nan or the same infinity. */
double error_of(double got, double want);

/* what: named in the message. */
void check_near(double got, double want, double tolerance, const char *what);
void near_or_fail(double got, double want, double tolerance, const char *text, int line);
#define assert_near(got, want, tolerance) near_or_fail(got, want, tolerance, #got, __LINE__)

/* One line of visible text that has each of the parts, up to the first NULL. */
void check_message(const char *message, const char *const *parts, size_t count);

#endif
