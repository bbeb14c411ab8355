/* loss: a model with two weights on rows (x, y), as a function of its weights w = (w, b).
 *
 *   linear     mean of (w x + b - y)^2 / 2
 *   logistic   mean of log(1 + exp(z)) - y z, z = w x + b, labels y 0 or 1
 *
 * and in both lambda R(w, b) on top, R = (w^2 + b^2)/2 or |w| + |b|: the bias is penalised too, as
 * weight decay over all parameters does. |w| has no derivative at 0; what is given there is sign(0)
 * = 0 and no curvature. Owns value, gradient and Hessian, derived by hand, on all rows or on a
 * batch, and the minimum. Knows no file, no picture and no spec. */
#ifndef RAVINE_PROBLEM_LOSS_H
#define RAVINE_PROBLEM_LOSS_H

#include <stdbool.h>
#include <stddef.h>

#include "math/vec2.h"
#include "problem/batch.h"
#include "problem/dataset.h"

typedef enum LossModel { LOSS_LINEAR, LOSS_LOGISTIC } LossModel;
typedef enum LossPenalty { LOSS_L2, LOSS_L1 } LossPenalty;

typedef struct Loss {
    LossModel model;
    LossPenalty penalty;
    double lambda;
    const Dataset *data; /* borrowed; at least one row */
    /* Means over the rows, second moments about them, and what the best line leaves over. */
    double x_mean, y_mean, x_variance, slope, residual;
} Loss;

void loss_init(Loss *loss, LossModel model, LossPenalty penalty, double lambda,
               const Dataset *data);

/* Level and outputs as in ProblemKind, here and below. */
void loss_point(const Loss *loss, int level, Vec2 w, double *out);
void loss_batch(const Loss *loss, Batch batch, int level, Vec2 w, double *out);

/* At many points. At level 1 the logistic loss differs from loss_point in its last digits: its
 * logarithms are taken of products, and exp is a polynomial that the compiler vectorises. */
void loss_block(const Loss *loss, int level, const double *x, const double *y, double *const *out,
                size_t count);

/* How far w is from a kink of the penalty; infinite without one. */
double loss_kink(const Loss *loss, Vec2 w);

/* The lowest point to all digits. False if there is no single one: all x the same, or classes that
 * do not overlap, and no penalty. */
bool loss_minimum(const Loss *loss, Vec2 *at);

/* An upper bound of the curvature on any batch of `size` rows on average over batches: a step of
 * one over it is safe for gradient descent. */
double loss_curvature(const Loss *loss, size_t size);

#endif
