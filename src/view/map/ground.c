#include "view/map/ground.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "view/draw/key.h"

enum {
    HOME_SAMPLES = 192,    /* along the longer side, for fitting levels */
    FAST_STEP = 2,         /* device px per sample of a fast ground */
    FAST_MARGIN = 2,       /* coarse samples beyond the border, for the cubic's neighbours */
    RELIEF_SAMPLES = 2048, /* gradients that the median looks at */
    ROWS_GRAIN = 16
};

/* Of the mean slope: matters where most of the map is flat. */
#define MEAN_SHARE 0.5f

/* Zoom beyond which colours are fitted to what is visible. */
#define REFIT_ZOOM 4.0

void ground_deinit(Ground *ground)
{
    free(ground->k);
    free(ground->coarse);
    free(ground->rows);
    field_deinit(&ground->field);
    field_deinit(&ground->home);
    *ground = (Ground){0};
}

static uint64_t box_key(uint64_t key, Box2 box)
{
    key = key_f64(key_f64(key, box.min.x), box.min.y);
    return key_f64(key_f64(key, box.max.x), box.max.y);
}

/* The largest ratio by which one scale differs from another, 1 if equal. */
static double zoom_ratio(Vec2 a, Vec2 b)
{
    const double x = a.x > b.x ? a.x / b.x : b.x / a.x;
    const double y = a.y > b.y ? a.y / b.y : b.y / a.y;
    return x > y ? x : y;
}

static void fit_box(Ground *ground, const Problem *problem, Box2 box, Rect rect, Pool *pool)
{
    const float longer = rect.w > rect.h ? rect.w : rect.h;
    const int width = (int)(rect.w / longer * HOME_SAMPLES),
              height = (int)(rect.h / longer * HOME_SAMPLES);
    field_sample(&ground->home, problem, box, width > 8 ? width : 8, height > 8 ? height : 8, pool);
    levels_fit(&ground->levels, problem, &ground->home);
}

/* Fits levels if problem, window shape or zoom ask for it. */
static void refit(Ground *ground, const Problem *problem, const Camera *camera, Rect rect,
                  Pool *pool)
{
    const Camera home = camera_fit(problem->view, rect);
    const Box2 home_box = camera_box(&home, rect);
    const uint64_t key = box_key(key_text(1, problem->spec), home_box);
    const bool near_home = zoom_ratio(camera->per_px, home.per_px) <= REFIT_ZOOM;
    const bool at_home = camera->center.x == home.center.x && camera->center.y == home.center.y &&
                         camera->per_px.x == home.per_px.x && camera->per_px.y == home.per_px.y;
    const bool stale = key != ground->fit_key || (at_home && !ground->fit_home) ||
                       zoom_ratio(camera->per_px, ground->fit_per_px) > REFIT_ZOOM;
    if (!stale)
        return;
    ground->fit_key = key;
    ground->fit_home = near_home;
    ground->fit_per_px = near_home ? home.per_px : camera->per_px;
    fit_box(ground, problem, near_home ? home_box : camera_box(camera, rect), rect, pool);
}

/* Catmull-Rom weights of four samples in a row, for a point at t in [0, 1) past the second. */
static void cubic_weights(float t, float w[4])
{
    const float t2 = t * t, t3 = t2 * t;
    w[0] = 0.5f * (-t + 2 * t2 - t3);
    w[1] = 0.5f * (2 - 5 * t2 + 3 * t3);
    w[2] = 0.5f * (t + 4 * t2 - 3 * t3);
    w[3] = 0.5f * (-t2 + t3);
}

/* Coarse sample c sits at fine pixel FAST_STEP * (c - FAST_MARGIN) + (FAST_STEP - 1) / 2 of the
 * bordered buffer; so fine pixel i lies `t` past coarse sample `*left`. */
static float coarse_position(int fine, int *left)
{
    const float at = ((float)fine - 0.5f * (FAST_STEP - 1)) / FAST_STEP + FAST_MARGIN;
    *left = (int)at;
    return at - (float)*left;
}

typedef struct Upsample {
    Ground *ground;
    int coarse_width;
} Upsample;

static void upsample_across(void *context, size_t begin, size_t end)
{
    const Upsample *up = context;
    const Ground *g = up->ground;
    const int width = g->width + 2;
    float w[FAST_STEP][4];
    int shift[FAST_STEP];
    for (int phase = 0; phase < FAST_STEP; phase++)
        cubic_weights(coarse_position(phase, &shift[phase]), w[phase]);
    for (size_t row = begin; row < end; row++) {
        const float *from = g->coarse + row * (size_t)up->coarse_width;
        float *to = g->rows + row * (size_t)width;
        for (int phase = 0; phase < FAST_STEP; phase++) {
            const float *v = w[phase], *c = from + shift[phase] - 1;
            for (int i = phase; i < width; i += FAST_STEP, c++)
                to[i] = v[0] * c[0] + v[1] * c[1] + v[2] * c[2] + v[3] * c[3];
        }
    }
}

static void upsample_down(void *context, size_t begin, size_t end)
{
    const Upsample *up = context;
    const Ground *g = up->ground;
    const size_t width = (size_t)g->width + 2;
    for (size_t row = begin; row < end; row++) {
        int top = 0;
        float w[4];
        cubic_weights(coarse_position((int)row, &top), w);
        const float *restrict a = g->rows + (size_t)(top - 1) * width;
        float *restrict to = g->k + row * width;
        for (size_t i = 0; i < width; i++)
            to[i] = w[0] * a[i] + w[1] * a[i + width] + w[2] * a[i + 2 * width] +
                    w[3] * a[i + 3 * width];
    }
}

/* The box of a grid whose samples start `margin` px before the pane and lie `step` px apart. */
static Box2 sample_box(const Camera *camera, Rect rect, double first, double step, int cols,
                       int rows)
{
    const Box2 pane = camera_box(camera, rect);
    const Vec2 min = vec2(pane.min.x + (first - 0.5 * step) * camera->per_px.x,
                          pane.max.y - (first - 0.5 * step) * camera->per_px.y);
    return (Box2){vec2(min.x, min.y - step * rows * camera->per_px.y),
                  vec2(min.x + step * cols * camera->per_px.x, min.y)};
}

/* base: the visible median, so that float k keeps its digits when zoomed far in; and where lines
 * stop. */
static void fit_visible(Ground *ground)
{
    static const double q[2] = {0.5, 0.99};
    double f[2];
    ground->base = 0;
    if (!field_quantiles(&ground->field, q, 2, f))
        return;
    ground->base = 5 * round(levels_k(&ground->levels, f[0]) / 5);
    levels_fit_lowest(&ground->levels, f[1]);
}

static void sample_full(Ground *ground, const Problem *problem, const Camera *camera, Rect rect,
                        Pool *pool)
{
    const int width = ground->width + 2, height = ground->height + 2;
    field_sample(&ground->field, problem, sample_box(camera, rect, -0.5, 1, width, height), width,
                 height, pool);
    fit_visible(ground);
    levels_field(&ground->levels, &ground->field, ground->base, ground->k, pool);
}

static void sample_fast(Ground *ground, const Problem *problem, const Camera *camera, Rect rect,
                        Pool *pool)
{
    const int width = ground->width + 2, height = ground->height + 2;
    const int cols = (width + FAST_STEP - 1) / FAST_STEP + 2 * FAST_MARGIN;
    const int rows = (height + FAST_STEP - 1) / FAST_STEP + 2 * FAST_MARGIN;
    /* Fine pixel 0 of the bordered buffer has its centre at -0.5 px of the pane. */
    const double first = -0.5 + 0.5 * (FAST_STEP - 1) - FAST_MARGIN * FAST_STEP;
    field_sample(&ground->field, problem, sample_box(camera, rect, first, FAST_STEP, cols, rows),
                 cols, rows, pool);
    fit_visible(ground);
    ARRAY_RESERVE(ground->coarse, ground->coarse_cap, (size_t)cols * (size_t)rows);
    ARRAY_RESERVE(ground->rows, ground->rows_cap, (size_t)width * (size_t)rows);
    levels_field(&ground->levels, &ground->field, ground->base, ground->coarse, pool);
    Upsample up = {ground, cols};
    pool_run(pool, (size_t)rows, ROWS_GRAIN, upsample_across, &up);
    pool_run(pool, (size_t)height, ROWS_GRAIN, upsample_down, &up);
}

static int compare_floats(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* One over what counts as a usual |grad k|: the median over a sub-grid of the pane, but no less
 * than a share of the mean, or a plateau's last ripples would look like hills. 0 on a plain. */
static float fit_relief(const Ground *ground)
{
    float slope[RELIEF_SAMPLES];
    size_t count = 0;
    float sum = 0;
    const int width = ground->width, height = ground->height;
    int stride = 1;
    while ((width / stride + 1) * (height / stride + 1) > RELIEF_SAMPLES)
        stride++;
    const size_t pitch = (size_t)width + 2;
    for (int row = stride / 2; row < height; row += stride)
        for (int col = stride / 2; col < width; col += stride) {
            const float *k = ground->k + (size_t)(row + 1) * pitch + (size_t)(col + 1);
            const float gx = 0.5f * (k[1] - k[-1]), gy = 0.5f * (k[pitch] - *(k - pitch));
            const float p = sqrtf(gx * gx + gy * gy);
            if (isfinite(p)) {
                slope[count++] = p;
                sum += p;
            }
        }
    if (count == 0)
        return 0;
    qsort(slope, count, sizeof slope[0], compare_floats);
    const float usual = fmaxf(slope[count / 2], MEAN_SHARE * sum / (float)count);
    return usual > 0 && isfinite(usual) ? 1 / usual : 0;
}

void ground_update(Ground *ground, const Problem *problem, const Camera *camera, Rect rect,
                   GroundQuality quality, Pool *pool)
{
    const int width = (int)lroundf(rect.w), height = (int)lroundf(rect.h);
    if (width < 1 || height < 1)
        return;
    refit(ground, problem, camera, rect, pool);
    uint64_t key = key_u64(key_u64(ground->fit_key, (uint64_t)width), (uint64_t)height);
    key = key_f64(key_f64(key, camera->center.x), camera->center.y);
    key = key_f64(key_f64(key, camera->per_px.x), camera->per_px.y);
    key = key_f64(key_f64(key, ground->levels.k0), ground->levels.k1);
    key = key_f64(key_f64(key, ground->levels.step), ground->levels.gamma);
    const uint64_t full_key = key_u64(key, GROUND_FULL), fast_key = key_u64(key, GROUND_FAST);
    /* A finished ground is never exchanged for a coarse one of the same place. */
    if (ground->key == full_key || (quality == GROUND_FAST && ground->key == fast_key))
        return;
    ground->key = quality == GROUND_FULL ? full_key : fast_key;
    ground->width = width;
    ground->height = height;
    ARRAY_RESERVE(ground->k, ground->k_cap, ((size_t)width + 2) * ((size_t)height + 2));
    if (quality == GROUND_FULL)
        sample_full(ground, problem, camera, rect, pool);
    else
        sample_fast(ground, problem, camera, rect, pool);
    ground->relief = fit_relief(ground);
}

double ground_k(const Ground *ground, Rect rect, Point p)
{
    const float x = p.x - rect.x + 0.5f, y = p.y - rect.y + 0.5f;
    if (!(x >= 0 && y >= 0 && x < (float)ground->width + 1 && y < (float)ground->height + 1))
        return (double)NAN;
    const size_t pitch = (size_t)ground->width + 2;
    const int col = (int)x, row = (int)y;
    const float s = x - (float)col, t = y - (float)row;
    const float *k = ground->k + (size_t)row * pitch + (size_t)col;
    const float top = k[0] * (1 - s) + k[1] * s, bottom = k[pitch] * (1 - s) + k[pitch + 1] * s;
    return ground->base + (double)(top * (1 - t) + bottom * t);
}

static Oklab mix_lab(Oklab a, Oklab b, float t)
{
    return (Oklab){a.l + (b.l - a.l) * t, a.a + (b.a - a.a) * t, a.b + (b.b - a.b) * t};
}

Color ground_color(const Ground *ground, const Theme *theme, double k)
{
    const float t = (float)levels_t(&ground->levels, k);
    return color_from_oklab(t < 0.5f ? mix_lab(theme->ramp[0], theme->ramp[1], 2 * t)
                                     : mix_lab(theme->ramp[1], theme->ramp[2], 2 * t - 1));
}

DrawGround ground_describe(const Ground *ground, const Theme *theme, float scale)
{
    assert(ground->k);
    return (DrawGround){.k = ground->k,
                        .width = ground->width,
                        .height = ground->height,
                        .base = ground->base,
                        .k0 = (float)ground->levels.k0,
                        .k1 = (float)ground->levels.k1,
                        .gamma = (float)ground->levels.gamma,
                        .k_lowest = (float)ground->levels.k_lowest,
                        .relief = ground->relief,
                        .line_scale = scale,
                        .ramp = {theme->ramp[0], theme->ramp[1], theme->ramp[2]},
                        .lit = theme->lit,
                        .shaded = theme->shaded,
                        .line = theme->line,
                        .thin_alpha = theme->thin_alpha,
                        .strong_alpha = theme->strong_alpha};
}

void ground_draw(const Ground *ground, DrawList *list, Rect rect, const Theme *theme, float scale)
{
    const DrawGround what = ground_describe(ground, theme, scale);
    draw_ground(list, rect, &what);
}
