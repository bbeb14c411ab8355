#include "math/dense.h"

#include <math.h>

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

static bool all_finite(const double *a, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(a[i]))
            return false;
    return true;
}

/* ---- linear systems ---- */

static size_t pivot_row(const double *a, size_t column, size_t n)
{
    size_t best = column;
    for (size_t i = column + 1; i < n; i++)
        if (fabs(a[i * n + column]) > fabs(a[best * n + column]))
            best = i;
    return best;
}

static void swap_rows(double *a, double *b, size_t i, size_t j, size_t n)
{
    for (size_t k = 0; k < n; k++)
        swap(&a[i * n + k], &a[j * n + k]);
    swap(&b[i], &b[j]);
}

/* To an upper triangle. */
static bool eliminate(double *a, double *b, size_t n)
{
    for (size_t column = 0; column < n; column++) {
        size_t pivot = pivot_row(a, column, n);
        if (pivot != column)
            swap_rows(a, b, pivot, column, n);
        const double *top = a + column * n;
        if (top[column] == 0.0)
            return false;
        for (size_t i = column + 1; i < n; i++) {
            double factor = a[i * n + column] / top[column];
            for (size_t k = column; k < n; k++)
                a[i * n + k] -= factor * top[k];
            b[i] -= factor * b[column];
        }
    }
    return true;
}

bool dense_solve(double *a, double *b, size_t n)
{
    if (!all_finite(a, n * n) || !eliminate(a, b, n))
        return false;
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= a[i * n + k] * b[k];
        b[i] /= a[i * n + i];
    }
    return all_finite(b, n);
}

/* ---- eigenvalues ---- */

/* Each sweep squares what is off the diagonal once that is small; a handful is usual. */
enum { SWEEPS_MAX = 40 };

/* Whether adding a hundredth of it to its neighbours on the diagonal would change neither. */
static bool is_negligible(double off, double p, double q)
{
    double hint = 0.01 * fabs(off);
    return fabs(p) + hint == fabs(p) && fabs(q) + hint == fabs(q);
}

/* Tangent of the smaller of the two angles that make a[p][q] vanish. */
static double rotation(double off, double p, double q)
{
    double theta = (0.5 * q - 0.5 * p) / off;
    double t = 1.0 / (fabs(theta) + hypot(1.0, theta));
    return theta < 0.0 ? -t : t;
}

/* (x, y) <- (x, y) turned, in the form that loses least (Rutishauser 1966). */
static void turn(double *x, double *y, double s, double tau)
{
    double before = *x;
    *x -= s * (*y + tau * before);
    *y += s * (before - tau * *y);
}

/* Makes a[p][q] vanish, p < q. Only the upper triangle is kept up to date. */
static void rotate(double *a, double *vector, size_t p, size_t q, size_t n)
{
    double off = a[p * n + q];
    double t = rotation(off, a[p * n + p], a[q * n + q]);
    double c = 1.0 / hypot(1.0, t);
    double s = t * c;
    double tau = s / (1.0 + c);

    a[p * n + p] -= t * off;
    a[q * n + q] += t * off;
    a[p * n + q] = 0.0;
    for (size_t k = 0; k < p; k++)
        turn(&a[k * n + p], &a[k * n + q], s, tau);
    for (size_t k = p + 1; k < q; k++)
        turn(&a[p * n + k], &a[k * n + q], s, tau);
    for (size_t k = q + 1; k < n; k++)
        turn(&a[p * n + k], &a[q * n + k], s, tau);
    for (size_t k = 0; k < n; k++)
        turn(&vector[p * n + k], &vector[q * n + k], s, tau);
}

/* False if nothing was left to do. */
static bool sweep(double *a, double *vector, size_t n)
{
    bool turned = false;
    for (size_t p = 0; p + 1 < n; p++)
        for (size_t q = p + 1; q < n; q++) {
            double *off = &a[p * n + q];
            if (is_negligible(*off, a[p * n + p], a[q * n + q])) {
                *off = 0.0;
                continue;
            }
            rotate(a, vector, p, q, n);
            turned = true;
        }
    return turned;
}

static void sort_pairs(double *value, double *vector, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        size_t least = i;
        for (size_t k = i + 1; k < n; k++)
            if (value[k] < value[least])
                least = k;
        if (least == i)
            continue;
        swap(&value[i], &value[least]);
        for (size_t k = 0; k < n; k++)
            swap(&vector[i * n + k], &vector[least * n + k]);
    }
}

bool dense_eigen(double *a, double *value, double *vector, size_t n)
{
    if (!all_finite(a, n * n))
        return false;
    for (size_t i = 0; i < n * n; i++)
        vector[i] = i % (n + 1) == 0 ? 1.0 : 0.0;
    for (int i = 0; i < SWEEPS_MAX && sweep(a, vector, n); i++)
        continue;
    for (size_t i = 0; i < n; i++)
        value[i] = a[i * n + i];
    sort_pairs(value, vector, n);
    return true;
}
