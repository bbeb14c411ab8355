#include "view/map/lift.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "view/draw/key.h"

enum { POINTS_MAX = 36000, ROWS_GRAIN = 8, BISECTIONS = 24 };

/* px at scale 1 */
#define CELL 8.0f
/* Of the pane's sides: how high the block stands. */
#define HEIGHT_OF_WIDTH 0.26f
#define HEIGHT_OF_DEPTH 0.52f
/* What stands higher than the highest level but one in a hundred rises ever more slowly. */
#define OVER 0.1
/* A body wants more light and shade than a map. */
#define LIGHT_GAIN 0.9f
/* Quantiles of f: at the floor, at the floor above a pole, at height 1. */
enum { Q_LOW, Q_BODY, Q_HIGH, Q_COUNT };
static const double SPAN[Q_COUNT] = {0.0005, 0.01, 0.99};

void lift_deinit(Lift *lift)
{
    free(lift->heights);
    free(lift->scratch);
    *lift = (Lift){0};
}

double lift_k(const Lift *lift, double h)
{
    return lift->k_floor + h * lift->k_rise;
}

double lift_height(const Lift *lift, double k)
{
    const double h = (k - lift->k_floor) / lift->k_rise;
    return h > 1 ? 1 + OVER * tanh((h - 1) / OVER) : h < 0 ? 0 : h;
}

/* ---- the grid ---- */

/* Where one value in a hundred lies deeper than all others together, what leads there is a pole,
 * and the others deserve the height. */
static void fit_heights(Lift *lift, const Ground *ground)
{
    double f[Q_COUNT];
    lift->k_floor = 0;
    lift->k_rise = 1;
    if (!field_quantiles(&ground->field, SPAN, Q_COUNT, f))
        return;
    const double low = levels_k(&ground->levels, f[Q_LOW]);
    const double body = levels_k(&ground->levels, f[Q_BODY]);
    const double high = levels_k(&ground->levels, f[Q_HIGH]);
    const bool pole = body - low > high - body;
    lift->k_floor = fmax(pole ? body : low, ground->levels.k_lowest);
    const double rise = high - lift->k_floor;
    lift->k_rise = rise > 0 ? rise : 1;
}

typedef struct Raise {
    Lift *lift;
    const Ground *ground;
} Raise;

static void raise_rows(void *context, size_t begin, size_t end)
{
    const Raise *raise = context;
    const Lift *lift = raise->lift;
    const Rect rect = {0, 0, (float)raise->ground->width, (float)raise->ground->height};
    for (size_t row = begin; row < end; row++)
        for (int col = 0; col < lift->cols; col++) {
            const Point p = {(float)col * lift->cell.x, (float)row * lift->cell.y};
            lift->heights[row * (size_t)lift->cols + (size_t)col] =
                (float)lift_height(lift, ground_k(raise->ground, rect, p));
        }
}

/* The mean of the neighbours that stand; nan if none does. */
static float neighbours(const Lift *lift, const float *heights, int col, int row)
{
    float sum = 0, count = 0;
    for (int r = row - 1; r <= row + 1; r++)
        for (int c = col - 1; c <= col + 1; c++) {
            if (r < 0 || c < 0 || r >= lift->rows || c >= lift->cols)
                continue;
            const float h = heights[(size_t)r * (size_t)lift->cols + (size_t)c];
            if (!isnan(h)) {
                sum += h;
                count++;
            }
        }
    return sum / count;
}

/* The surface reaches one cell beyond where it has values, so that whoever draws it finds the edge
 * of a hole inside its cells, at full detail. */
static void reach_out(Lift *lift)
{
    const size_t count = (size_t)lift->cols * (size_t)lift->rows;
    size_t first = 0;
    while (first < count && !isnan(lift->heights[first]))
        first++;
    if (first == count)
        return;
    ARRAY_RESERVE(lift->scratch, lift->scratch_cap, count);
    memcpy(lift->scratch, lift->heights, count * sizeof *lift->heights);
    for (size_t i = first; i < count; i++)
        if (isnan(lift->scratch[i]))
            lift->heights[i] = neighbours(lift, lift->scratch, (int)(i % (size_t)lift->cols),
                                          (int)(i / (size_t)lift->cols));
}

static void raise_all(Lift *lift, const Ground *ground, float scale, Pool *pool)
{
    const float w = (float)ground->width, h = (float)ground->height;
    const float cell = fmaxf(CELL * scale, sqrtf(w * h / POINTS_MAX));
    lift->cols = (int)fmaxf(2, ceilf(w / cell) + 1);
    lift->rows = (int)fmaxf(2, ceilf(h / cell) + 1);
    lift->cell = (Point){w / (float)(lift->cols - 1), h / (float)(lift->rows - 1)};
    const size_t count = (size_t)lift->cols * (size_t)lift->rows;
    ARRAY_RESERVE(lift->heights, lift->cap, count);
    fit_heights(lift, ground);
    Raise raise = {lift, ground};
    pool_run(pool, (size_t)lift->rows, ROWS_GRAIN, raise_rows, &raise);
    reach_out(lift);
    lift->top = 0;
    for (size_t i = 0; i < count; i++)
        lift->top = fmaxf(lift->top, lift->heights[i]);
}

void lift_update(Lift *lift, const Ground *ground, Rect rect, Orbit orbit, double share,
                 float scale, Pool *pool)
{
    assert(ground->k);
    const uint64_t key = key_f64(key_u64(11, ground->key), (double)scale);
    if (key != lift->heights_key || !lift->heights) {
        lift->heights_key = key;
        raise_all(lift, ground, scale, pool);
    }
    const float height = fminf(HEIGHT_OF_WIDTH * rect.w, HEIGHT_OF_DEPTH * rect.h);
    lift->share = share;
    lift->scale = scale;
    lift->eye = eye_make(rect, orbit, share, height, scale);
    lift->key = key_rect(key, rect);
    for (int i = 0; i < 16; i++)
        lift->key = key_f64(lift->key, (double)lift->eye.matrix[i]);
}

/* ---- places ---- */

/* The height at x, y px from the pane's corner, bilinear; nan outside and over holes. */
static inline float height_at(const Lift *lift, float x, float y)
{
    const float u = x / lift->cell.x, v = y / lift->cell.y;
    const int cols = lift->cols, rows = lift->rows;
    if (!(u >= 0 && v >= 0 && u <= (float)(cols - 1) && v <= (float)(rows - 1)))
        return NAN;
    const int col = (int)u < cols - 2 ? (int)u : cols - 2;
    const int row = (int)v < rows - 2 ? (int)v : rows - 2;
    const float s = u - (float)col, t = v - (float)row;
    const float *h = lift->heights + (size_t)row * (size_t)cols + (size_t)col;
    const float top = h[0] + (h[1] - h[0]) * s, bottom = h[cols] + (h[cols + 1] - h[cols]) * s;
    return top + (bottom - top) * t;
}

Place lift_place(const Lift *lift, Vec2 px)
{
    const float x = (float)(px.x - (double)lift->eye.rect.x);
    const float y = (float)(px.y - (double)lift->eye.rect.y);
    const float h = height_at(lift, x, y);
    return (Place){x, y, isnan(h) ? 0 : h * lift->eye.height};
}

bool lift_stands(const Lift *lift, Vec2 px)
{
    const Rect rect = lift->eye.rect;
    return !isnan(height_at(lift, (float)(px.x - (double)rect.x), (float)(px.y - (double)rect.y)));
}

Vec2 lift_point(const Lift *lift, Vec2 px)
{
    const Point p = eye_see(&lift->eye, lift_place(lift, px));
    return vec2((double)p.x, (double)p.y);
}

/* Along the way to the eye, as far as anything stands that high. */
bool lift_hidden(const Lift *lift, Vec2 px, float clear)
{
    const Place p = lift_place(lift, px);
    const float dx = lift->eye.at.x - p.x, dy = lift->eye.at.y - p.y, dz = lift->eye.at.z - p.z;
    const float away = hypotf(dx, dy), step = fminf(lift->cell.x, lift->cell.y);
    if (!(away > step) || !(lift->eye.height > 0))
        return false;
    const float sx = dx / away * step, sy = dy / away * step;
    const float sz = dz / away * step / lift->eye.height;
    const float top = lift->top;
    float x = p.x + sx, y = p.y + sy;
    float h = (p.z + clear * lift->scale) / lift->eye.height + sz;
    for (; h < top; x += sx, y += sy, h += sz) {
        const float there = height_at(lift, x, y);
        if (there > h)
            return true;
        if (isnan(there) && !(x >= 0 && y >= 0 && x <= lift->eye.rect.w && y <= lift->eye.rect.h))
            return false;
    }
    return false;
}

/* ---- what is under the pointer ---- */

/* Narrows [*t0, *t1] to where low <= at + t d <= high. */
static bool between(float at, float d, float low, float high, float *t0, float *t1)
{
    if (d == 0)
        return at >= low && at <= high;
    const float a = (low - at) / d, b = (high - at) / d;
    *t0 = fmaxf(*t0, fminf(a, b));
    *t1 = fminf(*t1, fmaxf(a, b));
    return *t0 <= *t1;
}

/* How far above the surface the ray is at t; nan over holes. */
static float above(const Lift *lift, Place d, float t)
{
    const Place e = lift->eye.at;
    return e.z + t * d.z - lift->eye.height * height_at(lift, e.x + t * d.x, e.y + t * d.y);
}

bool lift_pick(const Lift *lift, Point p, Vec2 *px)
{
    const Rect rect = lift->eye.rect;
    const Place d = eye_ray(&lift->eye, p), e = lift->eye.at;
    float t0 = 0, t1 = INFINITY;
    if (!rect_contains(rect, p) || !between(e.x, d.x, 0, rect.w, &t0, &t1) ||
        !between(e.y, d.y, 0, rect.h, &t0, &t1) ||
        !between(e.z, d.z, -1, lift->top * lift->eye.height + 1, &t0, &t1))
        return false;
    const float cell = fminf(lift->cell.x, lift->cell.y);
    const int steps = (int)(hypotf(d.x, d.y) * (t1 - t0) / (0.5f * cell)) + 2;
    float before = t0, gap = above(lift, d, t0);
    if (gap < 0)
        return false; /* a wall */
    for (int i = 1; i <= steps; i++) {
        const float t = t0 + (t1 - t0) * (float)i / (float)steps, next = above(lift, d, t);
        if (next <= 0 && gap > 0) {
            float low = before, high = t;
            for (int n = 0; n < BISECTIONS; n++) {
                const float middle = 0.5f * (low + high);
                if (above(lift, d, middle) > 0)
                    low = middle;
                else
                    high = middle;
            }
            *px = vec2((double)(rect.x + e.x + high * d.x), (double)(rect.y + e.y + high * d.y));
            return true;
        }
        before = t;
        gap = next;
    }
    return false;
}

Vec2 lift_hold(const Lift *lift, Point p)
{
    if (lift->eye.rect.w == 0)
        return vec2((double)p.x, (double)p.y);
    const Place d = eye_ray(&lift->eye, p), e = lift->eye.at;
    /* Near the horizon a hand moves no farther than it would a little lower. */
    const float down = fminf(d.z, -0.05f * hypotf(d.x, d.y));
    const float t = (0.5f * lift->eye.height - e.z) / down;
    return vec2((double)(lift->eye.rect.x + e.x + t * d.x),
                (double)(lift->eye.rect.y + e.y + t * d.y));
}

static Oklab brighter(Oklab light, float gain)
{
    return (Oklab){gain * light.l, gain * light.a, gain * light.b};
}

void lift_draw(const Lift *lift, const Ground *ground, const Theme *theme, float scale, bool quick,
               DrawList *list)
{
    DrawSurface surface = {.ground = ground_describe(ground, theme, scale),
                           .ground_key = ground->key,
                           .heights = lift->heights,
                           .cols = lift->cols,
                           .rows = lift->rows,
                           .cell = lift->cell,
                           .heights_key = lift->heights_key,
                           .quick = quick,
                           .strata = {(float)lift->k_floor, (float)lift->k_rise},
                           .wall = theme->wall,
                           .dim = theme->wall_dim};
    const float gain = 1 + LIGHT_GAIN * (float)lift->share;
    surface.ground.lit = brighter(theme->lit, gain);
    surface.ground.shaded = brighter(theme->shaded, gain);
    for (int i = 0; i < 16; i++)
        surface.matrix[i] = lift->eye.matrix[i] * (i / 4 == 2 ? lift->eye.height : 1);
    draw_surface(list, lift->eye.rect, &surface, theme->panel);
}
