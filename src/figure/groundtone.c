#include "figure/groundtone.h"

#include <math.h>

/* As in the shader. */
static const float PLAIN = 1e6f; /* px from line to line */

static float clamp(float x, float low, float high)
{
    return fminf(fmaxf(x, low), high);
}

static float smoothstep(float low, float high, float x)
{
    const float t = clamp((x - low) / (high - low), 0, 1);
    return t * t * (3 - 2 * t);
}

float tone_line_scale(const DrawGround *ground)
{
    return fmaxf(ground->line_scale, 0.1f);
}

float tone_lowest(const DrawGround *ground)
{
    return (float)((double)ground->k_lowest - ground->base);
}

ToneSample tone_sample(const DrawGround *ground, int x, int y)
{
    const size_t pitch = (size_t)ground->width + 2;
    const float *c = ground->k + (size_t)(y + 1) * pitch + (size_t)(x + 1);
    const float *n = c - pitch, *s = c + pitch;
    const float k = c[0];
    ToneSample at = {
        isfinite(k),
        k,
        {0.5f * (c[1] - c[-1]), 0.5f * (s[0] - n[0])},
        {c[1] - 2 * k + c[-1], n[0] - 2 * k + s[0], 0.25f * (n[-1] + s[1] - n[1] - s[-1])}};
    const float sum = at.slope[0] + at.slope[1] + at.curve[0] + at.curve[1] + at.curve[2];
    if (!at.known || !isfinite(sum))
        at = (ToneSample){.known = at.known, .k = k};
    return at;
}

static float srgb(float linear)
{
    const float v = clamp(linear, 0, 1);
    return v < 0.0031308f ? 12.92f * v : 1.055f * powf(v, 1 / 2.4f) - 0.055f;
}

/* Ottosson 2020, "A perceptual color space for image processing". */
static Rgb rgb_from_oklab(Oklab c)
{
    float l = c.l + 0.3963377774f * c.a + 0.2158037573f * c.b;
    float m = c.l - 0.1055613458f * c.a - 0.0638541728f * c.b;
    float s = c.l - 0.0894841775f * c.a - 1.2914855480f * c.b;
    l *= l * l;
    m *= m * m;
    s *= s * s;
    return (Rgb){srgb(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s),
                 srgb(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s),
                 srgb(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s)};
}

static Oklab lab_mix(Oklab a, Oklab b, float t)
{
    return (Oklab){a.l + (b.l - a.l) * t, a.a + (b.a - a.a) * t, a.b + (b.b - a.b) * t};
}

static void lab_add(Oklab *to, Oklab light, float share)
{
    to->l += light.l * share;
    to->a += light.a * share;
    to->b += light.b * share;
}

Rgb tone_color(const DrawGround *ground, bool known, float k, const float slope[2])
{
    const Oklab *ramp = ground->ramp;
    float t = k < 0 ? 0 : 1;
    if (known) {
        const float k0 = (float)((double)ground->k0 - ground->base);
        t = powf(clamp((k - k0) / fmaxf(ground->k1 - ground->k0, 1e-20f), 0, 1), ground->gamma);
    }
    const float vx = slope[0] * ground->relief * 0.8f, vy = slope[1] * ground->relief * 0.8f;
    float shade = 0.7071f * (vx + vy) / sqrtf(1 + vx * vx + vy * vy);
    shade *= 0.25f + 0.75f * smoothstep(0, 0.12f, t);
    Oklab lab = t < 0.5f ? lab_mix(ramp[0], ramp[1], 2 * t) : lab_mix(ramp[1], ramp[2], 2 * t - 1);
    lab_add(&lab, ground->lit, fmaxf(shade, 0));
    lab_add(&lab, ground->shaded, fmaxf(-shade, 0));
    return rgb_from_oklab(lab);
}

/* |grad k|, and the second derivatives along and across it. */
typedef struct Bend {
    float p, along, across;
    float q; /* the larger curvature */
} Bend;

static Bend bend_of(const float slope[2], const float curve[3])
{
    const float p = sqrtf(slope[0] * slope[0] + slope[1] * slope[1]);
    const float gx = p > 0 ? slope[0] / p : 1, gy = p > 0 ? slope[1] / p : 0;
    const float along = curve[0] * gx * gx + 2 * curve[2] * gx * gy + curve[1] * gy * gy;
    const float half_gap = 0.5f * (curve[0] - curve[1]);
    return (Bend){p, along, curve[0] + curve[1] - along,
                  0.5f * fabsf(curve[0] + curve[1]) +
                      sqrtf(half_gap * half_gap + curve[2] * curve[2])};
}

/* px at scale 1 from thin line to thin line. */
static float spacing_of(const DrawGround *ground, const Bend *bend)
{
    return 1 / sqrtf(fmaxf(bend->p * bend->p + 0.5f * bend->q, 1e-30f)) / tone_line_scale(ground);
}

static void strength_at(const DrawGround *ground, float spacing, float *thin, float *strong)
{
    const bool plain = spacing > PLAIN; /* one that happens to lie on a line */
    *thin = plain ? 0 : ground->thin_alpha * smoothstep(4.5f, 10, spacing);
    *strong = plain ? 0 : ground->strong_alpha * smoothstep(5, 14, 5 * spacing);
}

void tone_strength(const DrawGround *ground, const float slope[2], const float curve[3],
                   float *thin, float *strong)
{
    const Bend bend = bend_of(slope, curve);
    strength_at(ground, spacing_of(ground, &bend), thin, strong);
}

/* How much of the pixel a line covers whose value is d above k. */
static float line_cover(const DrawGround *ground, float d, const Bend *bend, float width)
{
    const float root = sqrtf(fmaxf(bend->p * bend->p + 2 * bend->along * d, 0));
    const float along = 2 * fabsf(d) / fmaxf(bend->p + root, 1e-30f);
    const float across = 2 * d * bend->across > 0 ? 2 * d / bend->across : 1e30f; /* squared */
    const float far = along / sqrtf(1 + along * along / fmaxf(across, 1e-30f));
    return clamp(0.5f * width * tone_line_scale(ground) + 0.5f - far, 0, 1);
}

float tone_isolines(const DrawGround *ground, float k, const float slope[2], const float curve[3])
{
    const Bend bend = bend_of(slope, curve);
    const float near = floorf(k + 0.5f), fifth = 5 * floorf(k / 5 + 0.5f);
    float thin, strong, ink = 0;
    strength_at(ground, spacing_of(ground, &bend), &thin, &strong);
    if (near != fifth && near >= tone_lowest(ground) && thin > 0)
        ink = thin * line_cover(ground, near - k, &bend, TONE_THIN_WIDTH);
    if (fifth >= tone_lowest(ground) && strong > 0)
        ink = fmaxf(ink, strong * line_cover(ground, fifth - k, &bend, TONE_STRONG_WIDTH));
    return ink;
}

float tone_hatch(const DrawGround *ground, float x, float y)
{
    const float period = 10 * tone_line_scale(ground), sum = x + y;
    const float away = fabsf(sum - period * floorf(sum / period) - 0.5f * period) * 0.7071f;
    return 0.7f * ground->thin_alpha * clamp(0.5f * tone_line_scale(ground) + 0.5f - away, 0, 1);
}

Rgb tone_mix(Rgb a, Rgb b, float t)
{
    return (Rgb){a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

Rgb tone_of(Color color)
{
    return (Rgb){(float)color.r / 255, (float)color.g / 255, (float)color.b / 255};
}

static uint32_t byte_of(float v)
{
    return (uint32_t)(clamp(v, 0, 1) * 255 + 0.5f);
}

uint32_t tone_pack(Rgb color)
{
    return 0xff000000u | byte_of(color.r) << 16 | byte_of(color.g) << 8 | byte_of(color.b);
}

void tone_paint(const DrawGround *ground, ToneLines lines, uint32_t *pixels)
{
    const Rgb line = tone_of(ground->line);
    for (int y = 0; y < ground->height; y++)
        for (int x = 0; x < ground->width; x++) {
            const ToneSample s = tone_sample(ground, x, y);
            const Rgb color = tone_color(ground, s.known, s.k, s.slope);
            float ink = 0;
            if (s.known && lines == TONE_LINES)
                ink = tone_isolines(ground, s.k, s.slope, s.curve);
            else if (!s.known && !(s.k < 0))
                ink = tone_hatch(ground, (float)x, (float)y);
            pixels[(size_t)y * (size_t)ground->width + (size_t)x] =
                tone_pack(tone_mix(color, line, ink));
        }
}
