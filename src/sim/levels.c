#include "sim/levels.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/isa.h"

enum { LEVELS_GRAIN = 4096 };

/* Below this u = f - f* counts as the floor itself: k = -1500, far under every isoline. */
#define LEVELS_U_MIN 1e-300
/* Stands for "no lowest isoline"; finite, so that it survives a float and a shader. */
#define LEVELS_NO_LOWEST (-1e30)
#define LEVELS_LOG_RATIO 10.0 /* p99 / p50 of u beyond which levels are logarithmic */
#define LEVELS_TO_MEDIAN 20.0 /* linear isolines between the minimum and the median */
#define LEVELS_DECADES_K 30.0 /* six decades, five isolines each */

/* The nearest 1, 2 or 5 x 10^n on a log axis. */
static double round_125(double v)
{
    const double power = pow(10, floor(log10(v)));
    const double m = v / power;
    if (m < sqrt(2.0))
        return power;
    if (m < sqrt(10.0))
        return 2 * power;
    return m < sqrt(50.0) ? 5 * power : 10 * power;
}

/* f*: the problem's own floor; where that is unknown, the lowest value in sight. */
static double fit_floor(const Problem *problem, double home_min, double home_p99)
{
    double floor_value = problem->floor;
    if (!isfinite(floor_value)) {
        floor_value = home_min;
        for (size_t i = 0; i < problem->landmark_count; i++)
            if (problem->landmarks[i].kind == LANDMARK_MINIMUM &&
                problem->landmarks[i].value < floor_value)
                floor_value = problem->landmarks[i].value;
    }
    /* A rounding residue is no floor worth a plus sign on every label. */
    return fabs(floor_value) <= 1e-12 * fabs(home_p99) ? 0 : floor_value;
}

static double fit_gamma(double fraction)
{
    if (!(fraction > 0))
        return 0.5;
    if (!(fraction < 1))
        return 1.6;
    const double gamma = log(0.5) / log(fraction);
    return gamma < 0.5 ? 0.5 : gamma > 1.6 ? 1.6 : gamma;
}

void levels_fit(Levels *levels, const Problem *problem, const Field *home)
{
    enum { Q_MIN, Q_LOW, Q_MEDIAN, Q_HIGH, Q_COUNT };
    static const double q[Q_COUNT] = {0, 0.0005, 0.5, 0.99};
    double f[Q_COUNT];
    *levels = (Levels){.step = 1, .k1 = 1, .gamma = 1, .k_lowest = LEVELS_NO_LOWEST};
    if (!field_quantiles(home, q, Q_COUNT, f))
        return;

    levels->floor = fit_floor(problem, f[Q_MIN], f[Q_HIGH]);
    const double median = f[Q_MEDIAN] - levels->floor, high = f[Q_HIGH] - levels->floor;
    levels->log = problem->scale == CONTOUR_LOG ? high > 0
                                                : problem->scale == CONTOUR_AUTO && median > 0 &&
                                                      high > LEVELS_LOG_RATIO * median;
    if (!levels->log && median > 0 && isfinite(median))
        levels->step = round_125(median / LEVELS_TO_MEDIAN);

    levels->k0 = floor(levels_k(levels, f[levels->log ? Q_LOW : Q_MIN]));
    levels->k1 = ceil(levels_k(levels, f[Q_HIGH]));
    if (levels->k1 <= levels->k0)
        levels->k1 = levels->k0 + 1;
    const double k_median = levels_k(levels, f[Q_MEDIAN]);
    levels->gamma = fit_gamma((k_median - levels->k0) / (levels->k1 - levels->k0));
    levels_fit_lowest(levels, f[Q_HIGH]);
}

void levels_fit_lowest(Levels *levels, double high)
{
    if (levels->log)
        levels->k_lowest = levels_k(levels, high) - LEVELS_DECADES_K;
}

double levels_k(const Levels *levels, double f)
{
    if (!levels->log)
        return f / levels->step;
    const double u = f - levels->floor;
    return isnan(u) ? u : 5 * log10(u > LEVELS_U_MIN ? u : LEVELS_U_MIN);
}

double levels_f(const Levels *levels, double k)
{
    return levels->log ? levels->floor + pow(10, k / 5) : k * levels->step;
}

double levels_t(const Levels *levels, double k)
{
    const double t = (k - levels->k0) / (levels->k1 - levels->k0);
    return t <= 0 ? 0 : t >= 1 ? 1 : pow(t, levels->gamma);
}

/* ln u for normal positive u, to about 2 ulp, branch-free so that it vectorises: u = m 2^e with m
 * in [sqrt(1/2), sqrt(2)), ln m = 2 artanh s = 2 (s + s^3/3 + ...), s = (m - 1)/(m + 1), |s| <
 * 0.172: eleven terms leave less than 1e-17. */
ISA_INLINE double fast_ln(double u)
{
    uint64_t bits;
    memcpy(&bits, &u, sizeof bits);
    /* Shifts the exponent's seam from 1 to sqrt(1/2). */
    const uint64_t shifted = bits - UINT64_C(0x3FE6A09E667F3BCD);
    const uint64_t exponent = ((shifted >> 52) ^ 0x800) & 0xFFF; /* e + 2048 */
    const uint64_t m_bits = bits - (shifted & UINT64_C(0xFFF0000000000000));
    /* An integer below 2^52 becomes a double by writing it into the mantissa of 2^52. */
    const uint64_t e_bits = exponent | UINT64_C(0x4330000000000000);
    double m, e;
    memcpy(&m, &m_bits, sizeof m);
    memcpy(&e, &e_bits, sizeof e);
    e -= 4503599627370496.0 + 2048.0;
    const double s = (m - 1) / (m + 1), z = s * s;
    double p = 1.0 / 21;
    p = p * z + 1.0 / 19;
    p = p * z + 1.0 / 17;
    p = p * z + 1.0 / 15;
    p = p * z + 1.0 / 13;
    p = p * z + 1.0 / 11;
    p = p * z + 1.0 / 9;
    p = p * z + 1.0 / 7;
    p = p * z + 1.0 / 5;
    p = p * z + 1.0 / 3;
    return e * 0.69314718055994530942 + (2 * s + 2 * s * z * p);
}

ISA_INLINE void log_levels(const double *restrict f, float *restrict k, size_t count,
                           double floor_value, double base)
{
    const double scale = 5 * 0.43429448190325182765; /* 5 / ln 10 */
    for (size_t i = 0; i < count; i++) {
        double u = f[i] - floor_value;
        const double bad = u - u; /* 0, or nan where f is not finite */
        u = u > LEVELS_U_MIN ? u : LEVELS_U_MIN;
        k[i] = (float)(scale * fast_ln(u) - base + bad);
    }
}

ISA_INLINE void linear_levels(const double *restrict f, float *restrict k, size_t count,
                              double step, double base)
{
    const double scale = 1 / step;
    for (size_t i = 0; i < count; i++) {
        const double bad = f[i] - f[i];
        k[i] = (float)(f[i] * scale - base + bad);
    }
}

/* from: the floor of logarithmic levels, the step of linear ones. */
typedef void Convert(const double *restrict f, float *restrict k, size_t count, double from,
                     double base);

#define X(set, attribute)                                                                          \
    attribute static void log_##set(const double *restrict f, float *restrict k, size_t count,     \
                                    double from, double base)                                      \
    {                                                                                              \
        log_levels(f, k, count, from, base);                                                       \
    }                                                                                              \
    attribute static void linear_##set(const double *restrict f, float *restrict k, size_t count,  \
                                       double from, double base)                                   \
    {                                                                                              \
        linear_levels(f, k, count, from, base);                                                    \
    }
ISA_SETS(X)
#undef X

static Convert *convert_here(bool log)
{
#define X(set, attribute) {linear_##set, log_##set},
    static Convert *const converts[][2] = {ISA_SETS(X)};
#undef X
    return converts[isa_here()][log];
}

typedef struct LevelWork {
    const Levels *levels;
    const Field *field;
    double base;
    float *k;
    Convert *convert;
} LevelWork;

static void level_span(void *context, size_t begin, size_t end)
{
    const LevelWork *work = context;
    const Levels *levels = work->levels;
    work->convert(work->field->f + begin, work->k + begin, end - begin,
                  levels->log ? levels->floor : levels->step, work->base);
}

void levels_field(const Levels *levels, const Field *field, double base, float *k, Pool *pool)
{
    LevelWork work = {levels, field, base, k, convert_here(levels->log)};
    pool_run(pool, (size_t)field->width * (size_t)field->height, LEVELS_GRAIN, level_span, &work);
}

static void put_superscript(StrBuf *out, int value)
{
    static const char *const digit[10] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char text[16];
    snprintf(text, sizeof text, "%d", value < 0 ? -value : value);
    if (value < 0)
        strbuf_put(out, "⁻");
    for (const char *c = text; *c; c++)
        strbuf_put(out, digit[*c - '0']);
}

/* value > 0 with `digits` significant digits at most, no trailing zeros; powers of ten from 10^5
 * and below 10^-3. */
static void put_value(StrBuf *out, double value, int digits)
{
    char text[40];
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    const char *e = strchr(text, 'e');
    assert(e);
    const long exponent = strtol(e + 1, NULL, 10);
    size_t len = (size_t)(e - text);
    while (len > 1 && (text[len - 1] == '0' || text[len - 1] == '.'))
        len--;
    if (exponent < -3 || exponent >= 5) {
        if (len > 1 || text[0] != '1') {
            strbuf_put_bytes(out, text, len);
            strbuf_put(out, "×");
        }
        strbuf_put(out, "10");
        put_superscript(out, (int)exponent);
        return;
    }
    const int kept = len > 1 ? (int)len - 1 : 1; /* digits left, without the point */
    const int decimals = kept - 1 - (int)exponent;
    strbuf_printf(out, "%.*f", decimals > 0 ? decimals : 0, strtod(text, NULL));
}

void levels_label(const Levels *levels, long k, StrBuf *out)
{
    if (levels->log) {
        if (levels->floor != 0)
            strbuf_put(out, "+");
        put_value(out, pow(10, (double)k / 5), 2);
        return;
    }
    if (k == 0) {
        strbuf_put(out, "0");
        return;
    }
    if (k < 0)
        strbuf_put(out, "\u2212");
    /* Enough digits for any multiple of 1, 2 or 5 x 10^n that a screen can hold. */
    put_value(out, fabs((double)k * levels->step), 12);
}
