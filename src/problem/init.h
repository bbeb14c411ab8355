/* init: how the first weights are chosen: a given point, anywhere in the problem's view, or normal
 * around 0.
 *
 * Owns the list of these ways, their text "normal:0.5" and the drawing. What is drawn depends on
 * the generator alone, which the caller keeps. Knows no race. */
#ifndef RAVINE_PROBLEM_INIT_H
#define RAVINE_PROBLEM_INIT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/rng.h"
#include "base/strbuf.h"
#include "math/vec2.h"
#include "problem/problem.h"

typedef enum InitKind {
    INIT_POINT,   /* the problem's start, or where it was put */
    INIT_UNIFORM, /* in the problem's view, away from its very edge */
    INIT_NORMAL,  /* mean 0, standard deviation `scale`, each weight for itself */
    INIT_COUNT
} InitKind;

/* A zeroed one is the point. */
typedef struct Init {
    InitKind kind;
    double scale; /* of INIT_NORMAL, INIT_SCALE_MIN to INIT_SCALE_MAX; 0: 1 */
} Init;

#define INIT_SCALE_MIN 1e-6
#define INIT_SCALE_MAX 1e6

/* What to say of a problem's spec when nothing could be drawn. */
#define INIT_NONE_FINITE "'%s': no start with a finite value was drawn"

double init_scale(Init init);

/* Reads "point", "uniform", "normal" or "normal:SCALE". */
bool init_parse(Init *init, const char *text, Err *err);
/* Appends what init_parse reads. */
void init_print(Init init, StrBuf *out);

/* The generator that a seed stands for: its draws have nothing to do with the seed's noise. */
Rng init_rng(uint64_t seed);

/* Draws *w where the problem has a finite value. False, with *w as it was, if a hundred draws met
 * none, or if there is nothing to draw. */
bool init_draw(Init init, const Problem *problem, Rng *rng, Vec2 *w);

#endif
