#include "optim/line_search/linesearch.h"

#include <float.h>
#include <math.h>

/* In parameters: torch's tolerance_change. */
#define NARROWEST 1e-9

typedef struct Place {
    double a;
    double f;     /* infinite where value or slope is not finite */
    double slope; /* along d */
} Place;

/* Two places with a good one between them. */
typedef struct Bracket {
    Place end[2];
    int low; /* the end with the lower f */
} Bracket;

double linesearch_dot(const double *a, const double *b, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static double largest(const double *d, size_t n)
{
    double max = 0.0;
    for (size_t i = 0; i < n; i++)
        max = fmax(max, fabs(d[i]));
    return max;
}

Line linesearch_along(const Step *step, const double *d, double *trial, double *trial_g)
{
    return (Line){.step = step,
                  .d = d,
                  .slope = linesearch_dot(step->g, d, step->n),
                  .trial = trial,
                  .trial_g = trial_g};
}

double linesearch_reach(const Step *step, double length)
{
    return length / sqrt(linesearch_dot(step->g, step->g, step->n));
}

/* ---- places ---- */

static void point_along(const Line *line, double a, double *to)
{
    for (size_t i = 0; i < line->step->n; i++)
        to[i] = line->step->w[i] + a * line->d[i];
}

void linesearch_move(const Line *line, double a)
{
    if (a != 0.0)
        point_along(line, a, line->step->w);
}

static Place evaluate(const Line *line, double a)
{
    point_along(line, a, line->trial);
    Place place = {.a = a, .f = oracle_gradient(line->step, line->trial, line->trial_g)};
    place.slope = linesearch_dot(line->trial_g, line->d, line->step->n);
    if (!isfinite(place.f) || !isfinite(place.slope))
        place.f = HUGE_VAL;
    return place;
}

static Place origin(const Line *line)
{
    return (Place){.f = line->step->f, .slope = line->slope};
}

/* Whether d leads down by more than the last digit of f, in a straight line. */
static bool is_descent_direction(const Line *line, double first)
{
    return -first * line->slope > DBL_EPSILON * fabs(line->step->f);
}

static bool sufficient_decrease(const Line *line, Place at, double c1)
{
    return at.f <= line->step->f + c1 * at.a * line->slope;
}

static bool curvature_condition(const Line *line, Place at, double c2)
{
    return fabs(at.slope) <= -c2 * line->slope;
}

static LineResult result(Place at, LineOutcome outcome)
{
    return (LineResult){at.a, at.a == 0.0 ? LINE_STUCK : outcome};
}

/* ---- strong Wolfe conditions ---- */

/* Where the cubic through two places with these slopes is lowest, kept in [min, max]; the middle if
 * there is no such place. Nocedal and Wright 2006, equation 3.59. */
static double cubic_lowest(Place p, Place q, double min, double max)
{
    Place left = p.a <= q.a ? p : q;
    Place right = p.a <= q.a ? q : p;
    double width = right.a - left.a;
    double d1 = left.slope + right.slope - 3.0 * (right.f - left.f) / width;
    double square = d1 * d1 - left.slope * right.slope;
    double d2 = sqrt(square);
    double lowest =
        right.a - width * ((right.slope + d2 - d1) / (right.slope - left.slope + 2.0 * d2));
    if (!isfinite(d2) || isnan(lowest))
        return (min + max) / 2.0;
    return fmin(fmax(lowest, min), max);
}

static Bracket bracket_of(Place p, Place q)
{
    return (Bracket){.end = {p, q}, .low = p.f <= q.f ? 0 : 1};
}

/* A place inside the bracket. One close to an end is taken once; the second time in a row, or at
 * the very end, it is moved in by a tenth of the width, so that the bracket keeps shrinking. */
static double inside(const Bracket *bracket, bool *close)
{
    double min = fmin(bracket->end[0].a, bracket->end[1].a);
    double max = fmax(bracket->end[0].a, bracket->end[1].a);
    double a = cubic_lowest(bracket->end[0], bracket->end[1], min, max);
    double margin = 0.1 * (max - min);
    bool was_close = *close;
    *close = false;
    if (fmin(max - a, a - min) >= margin)
        return a;
    if (was_close || a >= max || a <= min)
        return fabs(a - max) < fabs(a - min) ? max - margin : min + margin;
    *close = true;
    return a;
}

/* Algorithm 3.6; looks: so many are spent. */
static LineResult zoom(const Line *line, Bracket bracket, int looks, double c1, double c2)
{
    const double size = largest(line->d, line->step->n);
    bool close = false;
    for (; looks < LINESEARCH_LOOKS; looks++) {
        Place *low = &bracket.end[bracket.low];
        Place *high = &bracket.end[1 - bracket.low];
        if (fabs(high->a - low->a) * size < NARROWEST)
            break;
        Place at = evaluate(line, inside(&bracket, &close));
        if (!sufficient_decrease(line, at, c1) || at.f >= low->f) {
            *high = at;
            bracket.low = bracket.end[0].f <= bracket.end[1].f ? 0 : 1;
            continue;
        }
        if (curvature_condition(line, at, c2))
            return result(at, LINE_FOUND);
        if (at.slope * (high->a - low->a) >= 0.0)
            *high = *low;
        *low = at;
    }
    return result(bracket.end[bracket.low], LINE_SPENT);
}

/* Algorithm 3.5. */
LineResult linesearch_wolfe(const Line *line, double first, double c1, double c2)
{
    Place before = origin(line);
    if (!is_descent_direction(line, first))
        return result(before, LINE_STUCK);
    Place at = evaluate(line, first);
    for (int looks = 1;; looks++) {
        Bracket bracket = bracket_of(before, at);
        if (!sufficient_decrease(line, at, c1) || (looks > 2 && at.f >= before.f))
            return zoom(line, bracket, looks, c1, c2);
        if (curvature_condition(line, at, c2))
            return result(at, LINE_FOUND);
        if (at.slope >= 0.0)
            return zoom(line, bracket, looks, c1, c2);
        if (looks == LINESEARCH_LOOKS)
            return result(bracket.end[bracket.low], LINE_SPENT);
        double next = cubic_lowest(before, at, at.a + 0.01 * (at.a - before.a), 10.0 * at.a);
        before = at;
        at = evaluate(line, next);
    }
}

/* ---- Armijo's condition ---- */

LineResult linesearch_armijo(const Line *line, double first, double c1, double shrink, double *next)
{
    *next = first;
    if (!is_descent_direction(line, first))
        return result(origin(line), LINE_STUCK);
    for (int looks = 0; looks < LINESEARCH_LOOKS; looks++) {
        Place at = evaluate(line, *next);
        if (sufficient_decrease(line, at, c1))
            return result(at, LINE_FOUND);
        *next *= shrink;
    }
    return result(origin(line), LINE_STUCK);
}
