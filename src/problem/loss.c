#include "problem/loss.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "math/sym2.h"

enum { LEVELS = 6, LANES = 64, FACTORS_MAX = 512 };

static const double TINY = 1e-15;

/* f, fx, fy, fxx, fxy, fyy */
typedef struct Terms {
    double of[LEVELS];
} Terms;

void loss_init(Loss *loss, LossModel model, LossPenalty penalty, double lambda, const Dataset *data)
{
    *loss = (Loss){.model = model, .penalty = penalty, .lambda = lambda, .data = data};
    double n = (double)data->count, covariance = 0;
    assert(data->count > 0);
    for (size_t i = 0; i < data->count; i++) {
        loss->x_mean += data->x[i];
        loss->y_mean += data->y[i];
    }
    loss->x_mean /= n;
    loss->y_mean /= n;
    for (size_t i = 0; i < data->count; i++) {
        double dx = data->x[i] - loss->x_mean;
        loss->x_variance += dx * dx / n;
        covariance += dx * (data->y[i] - loss->y_mean) / n;
    }
    loss->slope = loss->x_variance > 0 ? covariance / loss->x_variance : 0;
    for (size_t i = 0; i < data->count; i++) {
        double left = data->y[i] - loss->y_mean - loss->slope * (data->x[i] - loss->x_mean);
        loss->residual += left * left / n;
    }
}

/* ---- one row ---- */

static void add_linear(Terms *sum, double x, double y, Vec2 w)
{
    double r = w.x * x + w.y - y;
    sum->of[0] += 0.5 * r * r;
    sum->of[1] += r * x;
    sum->of[2] += r;
    sum->of[3] += x * x;
    sum->of[4] += x;
    sum->of[5] += 1;
}

/* With e = exp(-|z|) nothing overflows. */
static void add_logistic(Terms *sum, double x, double y, Vec2 w)
{
    double z = w.x * x + w.y;
    double e = exp(-fabs(z));
    double p = z >= 0 ? 1 / (1 + e) : e / (1 + e);
    double bend = e / ((1 + e) * (1 + e));
    sum->of[0] += (z >= 0 ? (1 - y) * z : -y * z) + log1p(e);
    sum->of[1] += (p - y) * x;
    sum->of[2] += p - y;
    sum->of[3] += bend * x * x;
    sum->of[4] += bend * x;
    sum->of[5] += bend;
}

static void add_row(const Loss *loss, Terms *sum, size_t row, Vec2 w)
{
    double x = loss->data->x[row], y = loss->data->y[row];
    if (loss->model == LOSS_LINEAR)
        add_linear(sum, x, y, w);
    else
        add_logistic(sum, x, y, w);
}

static void divide(Terms *sum, size_t count)
{
    for (int i = 0; i < LEVELS; i++)
        sum->of[i] /= (double)count;
}

/* ---- the penalty ---- */

static double sign(double v)
{
    return (double)((v > 0) - (v < 0));
}

static double penalty_value(const Loss *loss, double w, double b)
{
    return loss->penalty == LOSS_L2 ? 0.5 * loss->lambda * (w * w + b * b)
                                    : loss->lambda * (fabs(w) + fabs(b));
}

static void add_penalty(const Loss *loss, Terms *sum, Vec2 w)
{
    sum->of[0] += penalty_value(loss, w.x, w.y);
    if (loss->penalty == LOSS_L2) {
        sum->of[1] += loss->lambda * w.x;
        sum->of[2] += loss->lambda * w.y;
        sum->of[3] += loss->lambda;
        sum->of[5] += loss->lambda;
    } else {
        sum->of[1] += loss->lambda * sign(w.x);
        sum->of[2] += loss->lambda * sign(w.y);
    }
}

double loss_kink(const Loss *loss, Vec2 w)
{
    bool kinked = loss->penalty == LOSS_L1 && loss->lambda > 0;
    return kinked ? fmin(fabs(w.x), fabs(w.y)) : (double)INFINITY;
}

/* ---- all rows, a batch ---- */

/* The mean of squares is a quadratic of w: five moments say all about the rows. As a sum of squares
 * about the best line it loses no digits near the minimum. */
static double linear_value(const Loss *loss, double w, double b)
{
    double tilt = w - loss->slope, lift = b + w * loss->x_mean - loss->y_mean;
    return 0.5 * (loss->x_variance * tilt * tilt + lift * lift + loss->residual);
}

static Terms linear_terms(const Loss *loss, Vec2 w)
{
    double tilt = w.x - loss->slope, lift = w.y + w.x * loss->x_mean - loss->y_mean;
    return (Terms){{linear_value(loss, w.x, w.y), loss->x_variance * tilt + loss->x_mean * lift,
                    lift, loss->x_variance + loss->x_mean * loss->x_mean, loss->x_mean, 1}};
}

static Terms data_terms(const Loss *loss, Vec2 w)
{
    if (loss->model == LOSS_LINEAR)
        return linear_terms(loss, w);
    Terms sum = {{0}};
    for (size_t i = 0; i < loss->data->count; i++)
        add_row(loss, &sum, i, w);
    divide(&sum, loss->data->count);
    return sum;
}

void loss_point(const Loss *loss, int level, Vec2 w, double *out)
{
    Terms sum = data_terms(loss, w);
    add_penalty(loss, &sum, w);
    memcpy(out, sum.of, (size_t)level * sizeof *out);
}

void loss_batch(const Loss *loss, Batch batch, int level, Vec2 w, double *out)
{
    Terms sum = {{0}};
    size_t count = batch_size(&batch);
    while (batch_size(&batch) > 0)
        add_row(loss, &sum, batch_next(&batch), w);
    divide(&sum, count);
    add_penalty(loss, &sum, w);
    memcpy(out, sum.of, (size_t)level * sizeof *out);
}

/* ---- blocks ---- */

/* exp(-a) for a >= 0, to about 1e-14, without a branch: 2^-k exp(r), |r| <= ln(2)/2, k found by
 * rounding into the low bits of a double. */
static inline double exp_minus(double a)
{
    static const double log2e = 1.4426950408889634, ln2_high = 0x1.62e42fee00000p-1,
                        ln2_low = 0x1.a39ef35793c76p-33, shift = 0x1.8p52;
    double limited = a < 700 ? a : 700;
    double t = limited * log2e + shift;
    double k = t - shift;
    double r = (k * ln2_high - limited) + k * ln2_low;
    double p = 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1;
    p = p * r + 1;
    uint64_t bits;
    memcpy(&bits, &t, sizeof bits);
    bits = (1023 - bits) << 52;
    double scale;
    memcpy(&scale, &bits, sizeof scale);
    return p * scale;
}

/* The logistic loss at count <= LANES points. log(1 + exp(z)) = (|z| + z)/2 + log(1 + exp(-|z|)),
 * where the sum of z is known from the means, and the logarithms of up to FACTORS_MAX rows are one
 * of their product: every factor is at most 2. */
static void logistic_lanes(const Loss *loss, const double *w, const double *b, double *f,
                           size_t count)
{
    const Dataset *data = loss->data;
    double size[LANES] = {0}, logs[LANES] = {0}, product[LANES];
    for (size_t from = 0; from < data->count; from += FACTORS_MAX) {
        size_t to = from + FACTORS_MAX < data->count ? from + FACTORS_MAX : data->count;
        for (size_t j = 0; j < LANES; j++)
            product[j] = 1;
        for (size_t i = from; i < to; i++) {
            double x = data->x[i];
            for (size_t j = 0; j < LANES; j++) {
                double a = fabs(w[j] * x + b[j]);
                size[j] += a;
                product[j] *= 1 + exp_minus(a);
            }
        }
        for (size_t j = 0; j < count; j++)
            logs[j] += log(product[j]);
    }
    double n = (double)data->count;
    double xy_mean = loss->slope * loss->x_variance + loss->x_mean * loss->y_mean;
    for (size_t j = 0; j < count; j++) {
        double z_mean = w[j] * loss->x_mean + b[j];
        double yz_mean = w[j] * xy_mean + b[j] * loss->y_mean;
        f[j] = (0.5 * size[j] + logs[j]) / n + 0.5 * z_mean - yz_mean +
               penalty_value(loss, w[j], b[j]);
    }
}

static void logistic_values(const Loss *loss, const double *x, const double *y, double *f,
                            size_t count)
{
    for (size_t from = 0; from < count; from += LANES) {
        size_t part = count - from < LANES ? count - from : LANES;
        double w[LANES] = {0}, b[LANES] = {0};
        memcpy(w, x + from, part * sizeof *w);
        memcpy(b, y + from, part * sizeof *b);
        logistic_lanes(loss, w, b, f + from, part);
    }
}

static void linear_values(const Loss *loss, const double *x, const double *y, double *f,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        f[i] = linear_value(loss, x[i], y[i]) + penalty_value(loss, x[i], y[i]);
}

void loss_block(const Loss *loss, int level, const double *x, const double *y, double *const *out,
                size_t count)
{
    if (level == 1) {
        (loss->model == LOSS_LINEAR ? linear_values : logistic_values)(loss, x, y, out[0], count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        double terms[LEVELS];
        loss_point(loss, level, vec2(x[i], y[i]), terms);
        for (int k = 0; k < level; k++)
            out[k][i] = terms[k];
    }
}

/* ---- the minimum ---- */

/* Where |w| and |b| are smooth: each weight keeps a sign, or stays 0. L2 has one face, without
 * signs. */
typedef struct Face {
    double sign[2]; /* slope of the penalty there, over lambda */
    bool held[2];   /* at 0 */
} Face;

static Terms face_terms(const Loss *loss, const Face *face, Vec2 w)
{
    Terms sum = data_terms(loss, w);
    if (loss->penalty == LOSS_L2) {
        add_penalty(loss, &sum, w);
    } else {
        sum.of[0] += loss->lambda * (face->sign[0] * w.x + face->sign[1] * w.y);
        sum.of[1] += loss->lambda * face->sign[0];
        sum.of[2] += loss->lambda * face->sign[1];
    }
    return sum;
}

/* Newton's step within the face; false if there is none. */
static bool face_step(const Face *face, const Terms *at, Vec2 *step)
{
    Sym2 h = {at->of[3], at->of[4], at->of[5]};
    Vec2 g = vec2(-at->of[1], -at->of[2]);
    if (face->held[0] || face->held[1])
        h.xy = 0;
    if (face->held[0]) {
        h.xx = 1;
        g.x = 0;
    }
    if (face->held[1]) {
        h.yy = 1;
        g.y = 0;
    }
    return sym2_solve(h, g, step);
}

/* Newton with halved steps: every face's loss is convex. Ends where rounding is all that moves. */
static bool face_minimum(const Loss *loss, const Face *face, Vec2 *at)
{
    Vec2 w = {0, 0};
    Terms here = face_terms(loss, face, w);
    for (int i = 0; i < 200; i++) {
        Vec2 step;
        if (!face_step(face, &here, &step))
            return false;
        Terms next = face_terms(loss, face, vec2_add(w, step));
        double slack = TINY * fmax(fabs(here.of[0]), 1e-300);
        for (int k = 0; k < 60 && !(next.of[0] <= here.of[0] + slack); k++) {
            step = vec2_scale(step, 0.5);
            next = face_terms(loss, face, vec2_add(w, step));
        }
        w = vec2_add(w, step);
        here = next;
        if (vec2_norm(step) <= TINY * vec2_norm(w))
            break;
    }
    *at = w;
    return vec2_finite(w);
}

/* Whether the face's minimum is the whole loss's: signs as assumed, and where a weight is held, a
 * slope that the kink at 0 can hold. */
static bool face_holds(const Loss *loss, const Face *face, Vec2 at)
{
    const double w[2] = {at.x, at.y};
    Terms data = data_terms(loss, at);
    for (int i = 0; i < 2 && loss->penalty == LOSS_L1; i++) {
        bool holds = face->held[i] ? fabs(data.of[1 + i]) <= loss->lambda * (1 + 1e-12)
                                   : w[i] * face->sign[i] >= 0;
        if (!holds)
            return false;
    }
    return true;
}

/* Labels that a threshold on x tells apart, or only one of them: sharper is always better. */
static bool separable(const Dataset *data)
{
    double low[2] = {(double)INFINITY, (double)INFINITY};
    double high[2] = {-(double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < data->count; i++) {
        int label = data->y[i] > 0.5;
        low[label] = fmin(low[label], data->x[i]);
        high[label] = fmax(high[label], data->x[i]);
    }
    return high[0] <= low[1] || high[1] <= low[0];
}

bool loss_minimum(const Loss *loss, Vec2 *at)
{
    bool lost = loss->x_variance == 0 || (loss->model == LOSS_LOGISTIC && separable(loss->data));
    if (loss->lambda == 0 && lost)
        return false;
    bool kinked = loss->penalty == LOSS_L1 && loss->lambda > 0;
    for (int i = 0; i < (kinked ? 9 : 1); i++) {
        double sx = kinked ? (i % 3 + 1) % 3 - 1 : 0, sy = kinked ? (i / 3 + 1) % 3 - 1 : 0;
        Face face = {.sign = {sx, sy}, .held = {kinked && sx == 0, kinked && sy == 0}};
        if (face_minimum(loss, &face, at) && face_holds(loss, &face, *at))
            return true;
    }
    return false;
}

double loss_curvature(const Loss *loss, size_t size)
{
    double n = (double)loss->data->count, steepest = 0;
    for (size_t i = 0; i < loss->data->count; i++) {
        double x = loss->data->x[i];
        steepest = fmax(steepest, x * x + 1);
    }
    double mean = loss->x_variance + loss->x_mean * loss->x_mean;
    double whole = sym2_eigen((Sym2){mean, loss->x_mean, 1}).value[1];
    double share = n > 1 ? (n / (double)size - 1) / (n - 1) : 0;
    double bend = whole + fmax(steepest - whole, 0) * fmax(share, 0);
    return (loss->model == LOSS_LOGISTIC ? 0.25 * bend : bend) +
           (loss->penalty == LOSS_L2 ? loss->lambda : 0);
}
