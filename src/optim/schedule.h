/* schedule: how a learning rate changes from update to update, for any optimizer that has one.
 *
 * Its hyperparameters follow the rule's own in every entrant, so that cards, keys and the command
 * line know them without being told. A schedule is a shape, 1 at first, times a warm-up that rises
 * to 1 and whose last update is the shape's first: there is one update with the whole lr between
 * the two, as in Vaswani et al. 2017, section 5.3. Knows nothing of rules. */
#ifndef RAVINE_OPTIM_SCHEDULE_H
#define RAVINE_OPTIM_SCHEDULE_H

#include "optim/hyper.h"

enum {
    SCHEDULE_KIND,   /* one of the below */
    SCHEDULE_WARMUP, /* updates of linear rise: the k-th has lr k/warmup; 0 and 1 are none */
    SCHEDULE_PERIOD, /* T, in updates */
    SCHEDULE_GAMMA,  /* step and exponential: the factor per period */
    SCHEDULE_FINAL,  /* cosine and linear: the factor at T and after */
    SCHEDULE_HYPERS
};

extern const Hyper schedule_hypers[SCHEDULE_HYPERS];

/* What lr is multiplied with at update t (1 for the first); hyper: the SCHEDULE_HYPERS values. That
 * is min(1, t / warmup), times the shape at s = max(0, t - max(1, warmup)):
 *   constant      1
 *   step          gamma^floor(s / T)                             StepLR
 *   exponential   gamma^(s / T)                                  ExponentialLR with gamma^(1 / T)
 *   cosine        final + (1 - final) (1 + cos(pi s / T)) / 2    CosineAnnealingLR; final from T on
 *   linear        1 - (1 - final) s / T                          LinearLR; final from T on
 *   inverse_sqrt  1 / sqrt(1 + s / T)                            Vaswani et al., for T = warmup
 * with the names of torch.optim.lr_scheduler. */
double schedule_factor(const double *hyper, long t);

/* Whether the index-th of them makes a difference while the others are as they are. */
bool schedule_uses(const double *hyper, size_t index);

/* The factor as mathematics, in math markup; NULL while lr is constant. */
const char *schedule_rule(const double *hyper);

#endif
