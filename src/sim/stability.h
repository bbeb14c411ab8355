/* stability: what a rule, as it stands at one step, would do on a quadratic bowl.
 *
 * Squares and matrices that it has gathered are held as they are, the bowl is that of a Hessian,
 * and the update becomes a linear map of w and of the directions that the rule remembers. Its
 * spectral radius says whether steps die out (below 1) or grow. For gradient descent that is the
 * familiar lr lambda < 2, for the heavy ball lr lambda < 2 + 2 rho (Polyak 1964; Goh 2017, Why
 * Momentum Really Works), for Nesterov lr lambda < (2 + 2 rho) / (1 + 2 rho); none of them is
 * written down here: the map comes from the rule's own lines (optim/ruletext). */
#ifndef RAVINE_SIM_STABILITY_H
#define RAVINE_SIM_STABILITY_H

#include "sim/anatomy.h"

/* Of the rule around a point where nothing moves. */
typedef struct Response {
    bool linear; /* false: it has no linear answer (signs, searches), and nothing below is set */
    Sym2 rate;   /* the learning rate that it comes to: were the gradient g for ever, steps would
                    become -rate g. lr itself for gradient descent, lr / (1 - rho) for the heavy ball,
                    lr / (sqrt(v_hat) + eps) on each axis for Adam. */
    /* For each slot: +1 if it points where steps go, -1 if against them; 0: no direction. Set even
     * if the rule is not linear. */
    int sense[OPTIMIZER_SLOTS_MAX];
} Response;

void stability_response(const StepRecord *record, Response *response);

/* Spectral radius of the update on w -> h w; nan if the rule has no linear answer. */
double stability_radius(const StepRecord *record, Sym2 h);

/* How many times steeper the bowl h may become before steps grow: below 1 they grow already. h has
 * no negative eigenvalues. Infinite if there is no such limit, nan if the rule has no linear
 * answer.
 */
double stability_margin(const StepRecord *record, Sym2 h);

#endif
