// What map and surface share: colour, isolines and relief from k, the continuous isoline number,
// given per device pixel of the map with a border of one sample. Thin lines lie at whole k, strong
// ones at multiples of five. k, ramp ends and lowest line all count from the same base, a multiple
// of five.
uniform sampler2D field;
uniform vec2 size;          // of the map, px
uniform vec3 ramp_range;    // k0, 1 / (k1 - k0), gamma
uniform vec3 ramp[3];       // OKLab: deep, middle, high
uniform vec3 lit, shaded;   // OKLab, added times the shading
uniform float relief;       // 1 / the usual |grad k|
uniform float lowest;       // no lines below this k
uniform float line_scale;   // device px per px at scale 1
uniform vec4 line;          // sRGB, alpha unused
uniform vec2 line_alpha;    // thin, strong

const float PLAIN = 1e6; // px from line to line
const vec2 LINE_WIDTH = vec2(1.0, 1.5); // thin, strong, px at scale 1

bool is_finite(float x)
{
    return (floatBitsToUint(x) & 0x7f800000u) != 0x7f800000u;
}

vec3 srgb_from_oklab(vec3 c)
{
    // Ottosson 2020, "A perceptual color space for image processing".
    vec3 root = vec3(c.x + 0.3963377774 * c.y + 0.2158037573 * c.z,
                     c.x - 0.1055613458 * c.y - 0.0638541728 * c.z,
                     c.x - 0.0894841775 * c.y - 1.2914855480 * c.z);
    vec3 lms = root * root * root;
    vec3 linear = vec3(4.0767416621 * lms.x - 3.3077115913 * lms.y + 0.2309699292 * lms.z,
                       -1.2684380046 * lms.x + 2.6097574011 * lms.y - 0.3413193965 * lms.z,
                       -0.0041960863 * lms.x - 0.7034186147 * lms.y + 1.7076147010 * lms.z);
    linear = clamp(linear, 0.0, 1.0);
    vec3 curved = 1.055 * pow(max(linear, 0.0031308), vec3(1.0 / 2.4)) - 0.055;
    return mix(12.92 * linear, curved, step(0.0031308, linear));
}

vec3 ramp_color(float t)
{
    return t < 0.5 ? mix(ramp[0], ramp[1], 2.0 * t) : mix(ramp[1], ramp[2], 2.0 * t - 1.0);
}

// How much of the pixel a line covers whose value is d above k (below, if negative). p = |grad k|,
// bend = k's second derivatives along and across the gradient: with them lines keep their width
// where the slope vanishes. Along the gradient the line is (sqrt(p^2 + 2 bend d) - p) / bend away,
// across it sqrt(2 d / bend); the two together as to a straight line that cuts both.
float line_cover(float d, float p, vec2 bend, float width)
{
    float along = 2.0 * abs(d) / max(p + sqrt(max(p * p + 2.0 * bend.x * d, 0.0)), 1e-30);
    float across = 2.0 * d * bend.y > 0.0 ? 2.0 * d / bend.y : 1e30; // squared
    float far = along * inversesqrt(1.0 + along * along / max(across, 1e-30));
    return clamp(0.5 * width * line_scale + 0.5 - far, 0.0, 1.0);
}

float line_ink(float k, float p, vec2 bend, float q)
{
    float spacing = inversesqrt(max(p * p + 0.5 * q, 1e-30)) / line_scale;
    float near = floor(k + 0.5), fifth = 5.0 * floor(k / 5.0 + 0.5);
    float ink = 0.0;
    if (spacing > PLAIN) {
        return ink; // a plain that happens to lie on a line
    }
    if (near != fifth && near >= lowest) {
        ink = line_alpha.x * smoothstep(4.5, 10.0, spacing) *
              line_cover(near - k, p, bend, LINE_WIDTH.x);
    }
    if (fifth >= lowest) {
        ink = max(ink, line_alpha.y * smoothstep(5.0, 14.0, 5.0 * spacing) *
                           line_cover(fifth - k, p, bend, LINE_WIDTH.y));
    }
    return ink;
}

// Where the function has no value: a hatch, so that nobody takes it for a plain.
float hatch_ink(vec2 pixel)
{
    float period = 10.0 * line_scale;
    float away = abs(mod(pixel.x + pixel.y, period) - 0.5 * period) * 0.7071;
    return 0.7 * line_alpha.x * clamp(0.5 * line_scale + 0.5 - away, 0.0, 1.0);
}

// Half a level of noise, -0.25 to 0.25 (Jimenez 2014, interleaved gradient noise).
float dither(vec2 pixel)
{
    return (fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5) * 0.5;
}

// k and its derivatives at the centre of a pixel of the map, per px.
struct Sample {
    bool known;
    float k;
    vec2 slope;
    vec3 curve; // xx, yy, xy
};

Sample sample_field(ivec2 pixel)
{
    ivec2 c = pixel + 1; // the border
    float k = texelFetch(field, c, 0).r;
    float w = texelFetch(field, c + ivec2(-1, 0), 0).r, e = texelFetch(field, c + ivec2(1, 0), 0).r;
    float n = texelFetch(field, c + ivec2(0, -1), 0).r, s = texelFetch(field, c + ivec2(0, 1), 0).r;
    float nw = texelFetch(field, c + ivec2(-1, -1), 0).r;
    float ne = texelFetch(field, c + ivec2(1, -1), 0).r;
    float sw = texelFetch(field, c + ivec2(-1, 1), 0).r;
    float se = texelFetch(field, c + ivec2(1, 1), 0).r;
    Sample at = Sample(is_finite(k), k, 0.5 * vec2(e - w, s - n),
                       vec3(e - 2.0 * k + w, n - 2.0 * k + s, 0.25 * (nw + se - ne - sw)));
    if (!at.known || !is_finite(at.slope.x + at.slope.y + at.curve.x + at.curve.y + at.curve.z)) {
        at.slope = vec2(0.0);
        at.curve = vec3(0.0);
    }
    return at;
}

// The ink of the isolines where k has these derivatives per px of the picture.
float isolines(float k, vec2 slope, vec3 curve)
{
    float p = length(slope);
    vec2 g = p > 0.0 ? slope / p : vec2(1.0, 0.0);
    float along = curve.x * g.x * g.x + 2.0 * curve.z * g.x * g.y + curve.y * g.y * g.y;
    vec2 bend = vec2(along, curve.x + curve.y - along);
    float half_gap = 0.5 * (curve.x - curve.y);
    float q = 0.5 * abs(curve.x + curve.y) + sqrt(half_gap * half_gap + curve.z * curve.z);
    return line_ink(k, p, bend, q);
}

// The ground without its lines; slope in px of the map, for light comes from its north-west. Where
// there is no value: the neutral ground. Minus infinity is the very bottom of a logarithm.
vec3 ground_color(bool known, float k, vec2 slope)
{
    float t = k < 0.0 ? 0.0 : 1.0;
    if (known) {
        t = pow(clamp((k - ramp_range.x) * ramp_range.y, 0.0, 1.0), ramp_range.z);
    }
    vec2 v = slope * relief * 0.8;
    float shade = 0.7071 * (v.x + v.y) * inversesqrt(1.0 + dot(v, v));
    shade *= 0.25 + 0.75 * smoothstep(0.0, 0.12, t);
    return srgb_from_oklab(ramp_color(t) + max(shade, 0.0) * lit + max(-shade, 0.0) * shaded);
}
