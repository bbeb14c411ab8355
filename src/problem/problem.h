/* problem: something to minimise over two parameters w = (x, y).
 *
 * The contract that test functions, typed formulas and data losses share: a value, a gradient and
 * a Hessian, at a point or for blocks of points, and the facts a picture needs (domain, view,
 * start, landmarks). Knows nothing of optimizers. A problem is immutable once made and may be
 * read from several threads. */
#ifndef RAVINE_PROBLEM_PROBLEM_H
#define RAVINE_PROBLEM_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/file.h"
#include "base/strbuf.h"
#include "math/sym2.h"
#include "math/vec2.h"
#include "problem/param.h"

enum {
    PROBLEM_LANDMARKS_MAX = 256,
    PROBLEM_STEPS_DEFAULT = 120 /* of a race, where nothing else is known */
};

typedef enum LandmarkKind {
    LANDMARK_MINIMUM,
    LANDMARK_SADDLE,
    LANDMARK_MAXIMUM,
    LANDMARK_DEGENERATE /* singular Hessian: a monkey saddle, say */
} LandmarkKind;

/* A stationary point worth a mark on the map. */
typedef struct Landmark {
    LandmarkKind kind;
    bool global; /* a lowest minimum of the domain */
    Vec2 at;
    double value;
} Landmark;

/* How the isoline numbers run (src/view/README.md, "The ground"). */
typedef enum ContourScale {
    CONTOUR_AUTO, /* log if the home view's p99/p50 exceeds 10 */
    CONTOUR_LOG,
    CONTOUR_LINEAR
} ContourScale;

typedef struct Problem Problem;

/* What a kind of problem does. level: 1 value, 3 also gradient, 6 also Hessian; outputs in the
 * order f, fx, fy, fxx, fxy, fyy, as in expr. sample: the same on the batch of update t; NULL if
 * every update sees the whole loss. */
typedef struct ProblemKind {
    void (*point)(const Problem *problem, int level, Vec2 w, double *out);
    void (*sample)(const Problem *problem, long t, int level, Vec2 w, double *out);
    void (*block)(const Problem *problem, int level, const double *x, const double *y,
                  double *const *out, size_t count);
    /* How far w is from where the loss has a kink, in units of w; NULL if that is unknown. */
    double (*kink)(const Problem *problem, Vec2 w);
    void (*destroy)(Problem *problem);
} ProblemKind;

/* Read the fields freely; only the maker writes them. Strings are owned by the problem or static.
 */
struct Problem {
    const ProblemKind *kind;
    const char *id;       /* catalogue id, or "formula" */
    const char *title;    /* "Rosenbrock" */
    const char *spec;     /* text that problem_create turns into this problem again */
    const char *formula;  /* as written, parameters by value; NULL for data losses */
    const char *tex;      /* right-hand side in math markup */
    const char *names[2]; /* of the two parameters, "x", "y" or "w", "b" */
    const char *source;   /* where it was published */
    Box2 domain;          /* where the literature uses it */
    Box2 view;            /* what the map shows at first; the map may show more on one axis */
    Vec2 start;           /* a good demo start */
    ContourScale scale;
    double floor; /* f*: lowest known value, -inf if unbounded below or unknown */
    double lr;    /* a good learning rate for plain gradient descent here */
    double reach; /* a good step length for methods that normalise, in units of w */
    long steps;   /* how long a race makes a good demo */
    size_t cost;  /* operations of one Hessian: what a search costs; 0: next to nothing */
    ParamSet params;
    Landmark landmarks[PROBLEM_LANDMARKS_MAX];
    size_t landmark_count;
    double noise;  /* standard deviation of what is added to each gradient component, >= 0 */
    uint64_t seed; /* of noise and of the batches drawn */
    long epoch;    /* updates per pass over the data; 0 where there is none */
    void *data;    /* the kind's own */
};

void problem_destroy(Problem *problem); /* NULL is fine */

double problem_value(const Problem *problem, Vec2 w);
/* Returns f and sets *g. */
double problem_gradient(const Problem *problem, Vec2 w, Vec2 *g);
/* Returns f and sets *g and *h. */
double problem_hessian(const Problem *problem, Vec2 w, Vec2 *g, Sym2 *h);
/* Outputs of `level` at one point, without a search for limits where it is singular: nan may stay
 * where kind->point finds a value, which can take a thousand times as long. */
void problem_plain(const Problem *problem, int level, Vec2 w, double *out);
/* f at count points. */
void problem_values(const Problem *problem, const double *x, const double *y, double *f,
                    size_t count);

/* What update t (1 for the first) sees at w: the loss of its batch, with its noise. The same
 * however often it is asked. The noise of an update is one vector n for every w, and the value has
 * the n.(w - c) that belongs to it, c the middle of the view: the update sees one smooth function,
 * as with a batch, and a line search finds values and slopes that agree. Curvature is not touched.
 * Level and outputs as in ProblemKind. */
void problem_sample(const Problem *problem, long t, int level, Vec2 w, double *out);
/* Whether that differs from the loss itself. */
bool problem_stochastic(const Problem *problem);

/* Whether there is a kink within `reach` of w, where differences say nothing about derivatives. */
bool problem_has_kink_near(const Problem *problem, Vec2 w, double reach);

/* Whether a run may start at w: its value is finite. If not, *err says where there is none: there,
 * or at no point of a grid over the view. */
bool problem_can_start(const Problem *problem, Vec2 w, Err *err);

/* Rounds down to two significant digits, as numbers that are only a good choice should look. */
double problem_tidy(double value);

/* The nearest minimum among the landmarks, NULL if there is none. */
const Landmark *problem_nearest_minimum(const Problem *problem, Vec2 w);

/* What is to be said of a problem that has an id, before it is made. */
typedef struct ProblemInfo {
    const char *id, *title;
    const char *formula; /* in one line of plain text */
    const char *source;
} ProblemInfo;

#endif
