/* schedule: how a learning rate changes from update to update, for any optimizer that has one.
 *
 * Its hyperparameters follow the rule's own in every entrant, so that cards, keys and the command
 * line know them without being told. Factors as torch.optim.lr_scheduler has them, given in closed
 * form; a warm-up comes before any of them. Knows nothing of rules. */
#ifndef RAVINE_OPTIM_SCHEDULE_H
#define RAVINE_OPTIM_SCHEDULE_H

#include "optim/optimizer.h"

enum {
    SCHEDULE_KIND,   /* one of the below */
    SCHEDULE_WARMUP, /* updates of linear rise to lr before it: the k-th has lr k/warmup */
    SCHEDULE_PERIOD, /* T, in updates */
    SCHEDULE_GAMMA,  /* step and exponential: the factor per period */
    SCHEDULE_FINAL,  /* cosine and linear: the factor reached at T */
    SCHEDULE_HYPERS
};

extern const Hyper schedule_hypers[SCHEDULE_HYPERS];

/* What lr is multiplied with at update t (1 for the first). hyper: the SCHEDULE_HYPERS values. With
 * s = t - 1 - warmup updates since the warm-up:
 *   constant      1
 *   step          gamma^floor(s / T)                             StepLR
 *   exponential   gamma^(s / T)                                  ExponentialLR, per T updates
 *   cosine        final + (1 - final) (1 + cos(pi s / T)) / 2    CosineAnnealingLR; final from T on
 *   linear        1 + (final - 1) s / T                          LinearLR; final from T on
 *   inverse_sqrt  1 / sqrt(1 + s / T)                            Vaswani et al. 2017, section 5.3,
 *                                                                for T = warmup */
double schedule_factor(const double *hyper, long t);

/* Whether the index-th of them makes a difference while the others are as they are. */
bool schedule_uses(const double *hyper, size_t index);

/* The factor as mathematics, in math markup; NULL while lr is constant. */
const char *schedule_rule(const double *hyper);

#endif
