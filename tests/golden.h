/* golden: reads the packed golden data in tests/golden for the tests.
 *
 * Owns what it hands out: a record lives until the next golden_..._next or golden_close on the
 * same reader. A file that is missing or broken ends the test program with a message: a test
 * without its data must not pass. tests/golden/README.md says what the fields mean. */
#ifndef RAVINE_TESTS_GOLDEN_H
#define RAVINE_TESTS_GOLDEN_H

#include <stdbool.h>
#include <stddef.h>

#include "math/sym2.h"
#include "math/vec2.h"

/* One trajectory of trajectories.txt, or of minibatch.txt. */
typedef struct GoldenTrajectory {
    char file[96];       /* "bowl/sgd_A", to name it in messages */
    char problem[160];   /* as after trace -p; files in it are found from GOLDEN_DIR */
    char optimizer[160]; /* as after trace -o */
    Vec2 start;
    int upto_1e12, upto_1e9, upto_1e6; /* last comparable step per tolerance, -1: none */
    size_t rows;
    const int *step; /* [rows] */
    const double *x, *y, *f;
    /* Of a minibatch run: the gradient; loss and gradient on the batch of update step + 1, nan in
     * the last row. NULL otherwise. */
    const double *gx, *gy, *fb, *gxb, *gyb;
} GoldenTrajectory;

typedef struct GoldenCritical {
    char kind[16]; /* "minimum", "saddle", "maximum", "degenerate" */
    Vec2 at;
    double value;
    double eigen[2]; /* of the Hessian, ascending; nan where it does not exist */
} GoldenCritical;

typedef struct GoldenCircle {
    char kind[16];
    double radius, value;
} GoldenCircle;

typedef struct GoldenSample {
    Vec2 at;
    double value;
    Vec2 gradient;
    Sym2 hessian;
} GoldenSample;

enum { GOLDEN_CRITICAL_MAX = 64, GOLDEN_SAMPLES_MAX = 16, GOLDEN_FEW_MAX = 8 };

/* One function of functions.tsv. */
typedef struct GoldenFunction {
    char id[64];
    Box2 domain;
    Box2 box; /* criticals are complete in here */
    Vec2 minimum[GOLDEN_FEW_MAX];
    double minimum_value[GOLDEN_FEW_MAX];
    size_t minimum_count; /* global ones; 0: unbounded below */
    GoldenCritical critical[GOLDEN_CRITICAL_MAX];
    size_t critical_count;
    GoldenCircle circle[GOLDEN_FEW_MAX];
    size_t circle_count;
    GoldenSample sample[GOLDEN_SAMPLES_MAX];
    size_t sample_count;
    double error_value, error_gradient, error_hessian; /* of the samples themselves */
} GoldenFunction;

enum { GOLDEN_FACTORS_MAX = 128 };

/* One schedule of schedules.tsv. */
typedef struct GoldenSchedule {
    char spec[160];                    /* as after the ':' of an optimizer */
    double factor[GOLDEN_FACTORS_MAX]; /* of updates 1, 2, ... */
    size_t count;
} GoldenSchedule;

typedef struct Golden Golden;

/* name: of a file in GOLDEN_DIR; golden_next takes "trajectories.txt", "scheduled.txt" and
 * "minibatch.txt". */
Golden *golden_open(const char *name);
void golden_close(Golden *golden); /* NULL is fine */

/* The next record, NULL at the end of the file. */
const GoldenTrajectory *golden_next(Golden *golden);
const GoldenFunction *golden_function_next(Golden *golden);
const GoldenSchedule *golden_schedule_next(Golden *golden);

#endif
