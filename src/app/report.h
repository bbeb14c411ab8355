/* report: what trace, eval and check compute, written to a stream.
 *
 * Everything a person could have got wrong is found before the first byte is written. Long traces
 * are written while they are computed. */
#ifndef RAVINE_APP_REPORT_H
#define RAVINE_APP_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "app/options.h"
#include "base/err.h"

/* One row per optimizer and step, optimizer by optimizer. */
bool report_trace(const Options *options, FILE *out, Err *err);

/* Value, exact and numeric derivatives at options->at. */
bool report_eval(const Options *options, FILE *out, Err *err);

/* A table of derivative checks, a row per problem. *passed is false if any of them differs. */
bool report_check(const Options *options, FILE *out, bool *passed, Err *err);

#endif
