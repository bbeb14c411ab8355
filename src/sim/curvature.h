/* curvature: the quadratic that a loss looks like at one place, and how a rule's steps would fare
 * on it.
 *
 * Model: m(d) = f + g.d + d.H d / 2. Its stationary point is where Newton's method would go. Says
 * what is predicted, by sim/stability, and what it is predicted from; draws nothing. */
#ifndef RAVINE_SIM_CURVATURE_H
#define RAVINE_SIM_CURVATURE_H

#include "sim/stability.h"

/* By the signs of the Hessian's eigenvalues. */
typedef enum CurvatureShape {
    CURVATURE_NONE,   /* not a number somewhere */
    CURVATURE_FLAT,   /* an eigenvalue is 0 beside the other: no stationary point to speak of */
    CURVATURE_BOWL,   /* both positive */
    CURVATURE_SADDLE, /* one of each */
    CURVATURE_DOME    /* both negative */
} CurvatureShape;

typedef enum Verdict {
    VERDICT_NONE,   /* the rule has no linear answer, or there is nothing to ask of it */
    VERDICT_STABLE, /* steps die out on every axis that curves up */
    VERDICT_GROWS   /* they grow on the steepest of these */
} Verdict;

typedef struct Curvature {
    CurvatureShape shape;
    Vec2 at, g;
    double f;
    Sym2 h;
    Eigen2 eigen; /* ascending */
    double kappa; /* condition number: of the eigenvalues' sizes, the larger by the smaller */
    Vec2 center;  /* the model's stationary point; for bowls, saddles and domes */
    Verdict verdict;
    bool scaled;    /* product and limit are of rate H, not of lr and H's largest eigenvalue */
    double product; /* lr lambda_1, or lambda_1(rate H) */
    double limit;   /* what it must stay below; infinite if nothing is too much */
} Curvature;

/* All but the verdict. */
void curvature_at(Curvature *curvature, const Problem *problem, Vec2 at);

/* What becomes of the record's rule on the model. Axes that curve down are left out: a rule leaves
 * along them, whatever its learning rate. */
void curvature_judge(Curvature *curvature, const StepRecord *record, const Response *response);

#endif
