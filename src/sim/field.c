#include "sim/field.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"

enum {
    FIELD_TILE = 512,          /* points per call of the problem: x, y and f stay in L1 */
    FIELD_GRAIN = 8,           /* rows per piece of work */
    FIELD_QUANTILE_MAX = 16384 /* samples that quantiles look at */
};

void field_deinit(Field *field)
{
    free(field->f);
    *field = (Field){0};
}

typedef struct SampleWork {
    const Field *field;
    const Problem *problem;
} SampleWork;

static void sample_rows(void *context, size_t begin, size_t end)
{
    const SampleWork *work = context;
    const Field *field = work->field;
    const size_t width = (size_t)field->width;
    const double dx = (field->box.max.x - field->box.min.x) / field->width;
    const double dy = (field->box.max.y - field->box.min.y) / field->height;
    double xs[FIELD_TILE], ys[FIELD_TILE];

    for (size_t first = 0; first < width; first += FIELD_TILE) {
        const size_t count = width - first < FIELD_TILE ? width - first : FIELD_TILE;
        for (size_t i = 0; i < count; i++)
            xs[i] = field->box.min.x + ((double)(first + i) + 0.5) * dx;
        for (size_t row = begin; row < end; row++) {
            const double y = field->box.max.y - ((double)row + 0.5) * dy;
            for (size_t i = 0; i < count; i++)
                ys[i] = y;
            problem_values(work->problem, xs, ys, field->f + row * width + first, count);
        }
    }
}

void field_sample(Field *field, const Problem *problem, Box2 box, int width, int height, Pool *pool)
{
    assert(width > 0 && height > 0);
    ARRAY_RESERVE(field->f, field->cap, (size_t)width * (size_t)height);
    field->width = width;
    field->height = height;
    field->box = box;
    SampleWork work = {field, problem};
    pool_run(pool, (size_t)height, FIELD_GRAIN, sample_rows, &work);
}

/* Partitions v[low .. high] until v[k] is where sorting would put it (Hoare's quickselect). */
static double select_nth(double *v, size_t low, size_t high, size_t k)
{
    while (low < high) {
        const double pivot = v[low + (high - low) / 2];
        size_t i = low, j = high;
        for (;;) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i >= j)
                break;
            const double t = v[i];
            v[i++] = v[j];
            v[j--] = t;
        }
        if (v[j] > pivot)
            j--;
        if (k <= j)
            high = j;
        else
            low = j + 1;
    }
    return v[k];
}

/* The finite samples of a regular sub-grid, at most about FIELD_QUANTILE_MAX of them. */
static size_t gather_finite(const Field *field, double *values)
{
    const size_t width = (size_t)field->width, height = (size_t)field->height;
    size_t stride = 1;
    while ((width / stride + 1) * (height / stride + 1) > FIELD_QUANTILE_MAX)
        stride++;
    size_t count = 0;
    for (size_t row = stride / 2; row < height; row += stride)
        for (size_t col = stride / 2; col < width; col += stride) {
            const double f = field->f[row * width + col];
            if (isfinite(f))
                values[count++] = f;
        }
    return count;
}

/* The extremes are looked for everywhere, so that q = 0 and q = 1 are exact. */
static bool finite_range(const Field *field, double *low, double *high)
{
    const size_t total = (size_t)field->width * (size_t)field->height;
    *low = (double)INFINITY;
    *high = -(double)INFINITY;
    for (size_t i = 0; i < total; i++) {
        const double f = field->f[i];
        if (!isfinite(f))
            continue;
        *low = f < *low ? f : *low;
        *high = f > *high ? f : *high;
    }
    return *low <= *high;
}

bool field_quantiles(const Field *field, const double *q, size_t count, double *out)
{
    double low = 0, high = 0;
    const bool ends = count > 0 && (q[0] <= 0 || q[count - 1] >= 1);
    if (ends && !finite_range(field, &low, &high))
        return false;
    double values[FIELD_QUANTILE_MAX]; /* asked for in every frame of a gesture: no allocation */
    const size_t finite = gather_finite(field, values);
    const bool some = finite > 0 || ends;
    size_t from = 0;
    for (size_t i = 0; i < count && some; i++) {
        assert(q[i] >= 0 && q[i] <= 1 && (i == 0 || q[i] >= q[i - 1]));
        if (q[i] <= 0 || finite == 0) {
            out[i] = low;
        } else if (q[i] >= 1) {
            out[i] = high;
        } else {
            const size_t k = (size_t)(q[i] * (double)(finite - 1) + 0.5);
            out[i] = select_nth(values, from, finite - 1, k);
            from = k;
        }
    }
    return some;
}

double field_at(const Field *field, Vec2 w)
{
    const Vec2 size = box2_size(field->box);
    const double x = (w.x - field->box.min.x) / size.x * field->width - 0.5;
    const double y = (field->box.max.y - w.y) / size.y * field->height - 0.5;
    if (!(x >= 0 && y >= 0 && x <= field->width - 1 && y <= field->height - 1))
        return (double)NAN;
    const int col = x < field->width - 1 ? (int)x : field->width - 2;
    const int row = y < field->height - 1 ? (int)y : field->height - 2;
    if (col < 0 || row < 0)
        return field->width == 1 && field->height == 1 ? field->f[0] : (double)NAN;
    const double *top = field->f + (size_t)row * (size_t)field->width + col;
    const double *bottom = top + field->width;
    const double s = x - col, t = y - row;
    return (top[0] * (1 - s) + top[1] * s) * (1 - t) + (bottom[0] * (1 - s) + bottom[1] * s) * t;
}
