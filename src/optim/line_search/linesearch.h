/* linesearch: how far to go along a direction, for the rules that look before they step.
 *
 * Looks at w + a d through the step's oracle, value and gradient together, as one evaluation.
 * Allocates nothing, looks at most LINESEARCH_LOOKS times and moves nothing: the rule takes the
 * step. Knows neither how directions are found nor what to do when one leads nowhere. */
#ifndef RAVINE_OPTIM_LINE_SEARCH_LINESEARCH_H
#define RAVINE_OPTIM_LINE_SEARCH_LINESEARCH_H

#include <stddef.h>

#include "optim/optimizer.h"

enum { LINESEARCH_LOOKS = 25 }; /* as torch */

/* The share of the decrease that the slope promises which must come true: Nocedal and Wright 2006,
 * section 3.1, and torch. Cards show it: RULE_DECREASE. */
#define LINESEARCH_C1 1e-4

/* The half-line from the step's w along d. trial and trial_g are the rule's memory for one point
 * and its gradient, and hold the place looked at last. */
typedef struct Line {
    const Step *step;
    const double *d; /* [n] */
    double slope;    /* g.d, negative if d leads down */
    double *trial;   /* [n] */
    double *trial_g; /* [n] */
} Line;

Line linesearch_along(const Step *step, const double *d, double *trial, double *trial_g);

typedef enum LineOutcome {
    LINE_FOUND, /* the conditions hold, and here it has looked last */
    LINE_SPENT, /* they hold nowhere it has looked: the lowest of those places, below f(w) */
    LINE_STUCK  /* nothing below f(w) was seen, or f cannot show what d promises: a is 0 */
} LineOutcome;

typedef struct LineResult {
    double a;
    LineOutcome outcome;
} LineResult;

/* The strong Wolfe conditions (Nocedal and Wright 2006, equation 3.7), with p(a) = f(w + a d):
 *
 *   p(a) <= p(0) + c1 a p'(0)        |p'(a)| <= c2 |p'(0)|
 *
 * Brackets and zooms as their algorithms 3.5 and 3.6, with torch's choices in every detail (cubic
 * interpolation kept away from the ends, trials that grow tenfold at most, no bracket narrower than
 * 1e-9), so that it ends where torch ends. A place without a finite value or slope counts as
 * infinitely high, and brackets are halved towards it. */
LineResult linesearch_wolfe(const Line *line, double first, double c1, double c2);

/* Backtracking (algorithm 3.1): first, then shrink times it, and so on, until the first of the two
 * conditions holds, which is Armijo's. Where it never does, a is 0, and *next the length that would
 * have been tried next. */
LineResult linesearch_armijo(const Line *line, double first, double c1, double shrink,
                             double *next);

/* w <- w + a d, to the bit the point that was looked at; nothing if a is 0. */
void linesearch_move(const Line *line, double a);

/* The a that leads as far as `length` against the gradient. */
double linesearch_reach(const Step *step, double length);

double linesearch_dot(const double *a, const double *b, size_t n);

/* ---- what the rules that search have in common ---- */

#define HYPER_CURVATURE(value)                                                                     \
    {                                                                                              \
        .id = "c2", .symbol = "c_{2}", .doc = "share of the slope that a search may leave",        \
        .kind = HYPER_REAL, .scale = HYPER_LOG, .fallback = (value), .min = 1e-9, .max = 0.999,    \
        .slider_min = 0.001, .slider_max = 0.999,                                                  \
    }

/* Against the gradient nothing says how far, if no step was taken before. */
#define HYPER_FIRST_LENGTH                                                                         \
    {                                                                                              \
        .id = "size", .symbol = "\\delta", .doc = "how far the first search looks first",          \
        .kind = HYPER_REAL, .scale = HYPER_LOG, .from = HYPER_FROM_REACH, .fallback = 5.0,         \
        .max = 1000.0, .slider_min = 1e-6, .slider_max = 100.0,                                    \
    }

#define SLOT_GRADIENT_BEFORE                                                                       \
    {                                                                                              \
        .id = "gradient", .symbol = "g_{t-1}", .doc = "gradient where the last step began",        \
    }

#define SLOT_TRIAL                                                                                 \
    {                                                                                              \
        .id = "trial", .symbol = "q", .doc = "where the last search looked last",                  \
        .kind = SLOT_POINT,                                                                        \
    }

#define SLOT_TRIAL_GRADIENT                                                                        \
    {                                                                                              \
        .id = "trial_gradient", .symbol = "g_{q}", .doc = "gradient there",                        \
    }

/* The two conditions on a. */
#define RULE_DECREASE "f(w + a d) \\le f(w) + 10^{-4} a g^{T} d"
#define RULE_FLATTER  "|d^{T} \\nabla f(w + a d)| \\le c_{2} |d^{T} g|"
#define RULE_MOVE     "w \\leftarrow w + a d"

#endif
