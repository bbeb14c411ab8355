/* rulevalue: what the letters of a rule stand for, and the arithmetic of it.
 *
 * Numbers, vectors of one entry for each parameter, symmetric matrices. Operations are element-wise
 * but for matrices; what makes no sense (a vector times a matrix) is unknown, as is what is made of
 * unknowns. Vectors carry derivatives with respect to whatever a caller chose to vary (forward
 * mode). Knows nothing of text. */
#ifndef RAVINE_OPTIM_RULEVALUE_H
#define RAVINE_OPTIM_RULEVALUE_H

#include <stdbool.h>

#include "math/sym2.h"
#include "math/vec2.h"

enum { RULE_VARIED_MAX = 10 /* w, g and three directions, two components each */ };

typedef enum RuleShape {
    RULE_UNKNOWN, /* cannot be computed */
    RULE_NUMBER,  /* at[0] */
    RULE_VECTOR,  /* at[0], at[1]: one for each parameter */
    RULE_MATRIX   /* symmetric: at[0] xx, at[1] xy, at[2] yy */
} RuleShape;

typedef struct RuleValue {
    RuleShape shape;
    double at[3];
    double d[2][RULE_VARIED_MAX]; /* of a vector's components */
    bool kinked; /* a sign or a maximum of what varies: d is no guide to what happens */
} RuleValue;

static inline RuleValue rule_number(double value)
{
    return (RuleValue){.shape = RULE_NUMBER, .at = {value}};
}

static inline RuleValue rule_vector(Vec2 v)
{
    return (RuleValue){.shape = RULE_VECTOR, .at = {v.x, v.y}};
}

RuleValue rule_unknown(void);
RuleValue rule_matrix(Sym2 a);

RuleValue rule_add(RuleValue a, RuleValue b);
RuleValue rule_subtract(RuleValue a, RuleValue b);
RuleValue rule_multiply(RuleValue a, RuleValue b);
RuleValue rule_divide(RuleValue a, RuleValue b);
RuleValue rule_power(RuleValue a, RuleValue b); /* of a matrix only the inverse, b = -1 */
RuleValue rule_root(RuleValue a);
RuleValue rule_sign(RuleValue a);
RuleValue rule_absolute(RuleValue a); /* of a matrix: its eigenvalues made positive */
RuleValue rule_max(RuleValue a, RuleValue b);
RuleValue rule_min(RuleValue a, RuleValue b);
RuleValue rule_apply(RuleValue matrix, RuleValue vector);

#endif
