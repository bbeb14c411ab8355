// A surface's colours from the places that its pixels show: the map's, and isolines as thin as the
// map's wherever the surface turns, for their width is measured in px of the picture. Walls show the
// levels as strata; the floor is hatched where the function has no value.
#include "ground.glsl"
#include "place.glsl"
uniform highp usampler2D places;
uniform vec3 wall, dim, beside; // sRGB: walls in the light and away from it; where there is nothing
uniform vec4 part;              // of the picture that is drawn: x, y, width, height
uniform vec2 strata;           // k at height 0, k per height

const float WALL_LINES = 0.4;
const float APART = 24.0; // px of the map from one place to the next

// The pixel of the picture that a quad over its part shows at 0 to 1.
ivec2 pixel_of(vec2 at)
{
    return ivec2(part.xy + clamp(floor(at * part.zw), vec2(0.0), part.zw - 1.0));
}

vec2 place_at(ivec2 p)
{
    return uintBitsToFloat(texelFetch(places, p, 0).rg);
}

bool close_by(vec2 a, vec2 b)
{
    return kind_of(a) == kind_of(b) && abs(a.x - b.x) + abs(a.y - b.y) < APART;
}

// across, down: how a place changes from one pixel of the picture to the next. The three kinds go the
// same way, for software drivers follow all branches.
vec3 color_of(vec2 place, vec2 across, vec2 down, float lines)
{
    int kind = kind_of(place);
    vec2 inside = clamp(kind == FLOOR ? vec2(place.x, -1.0 - place.y) : place, vec2(0.0), size - 0.001);
    ivec2 pixel = ivec2(inside);
    Sample s = sample_field(pixel);
    // From the pixel's centre to the very place, by Taylor.
    vec2 off = inside - (vec2(pixel) + 0.5);
    mat2 bend = mat2(s.curve.x, s.curve.z, s.curve.z, s.curve.y);
    vec2 turn = bend * off;
    float k = s.k + dot(s.slope + 0.5 * turn, off);
    vec2 slope = s.slope + turn;
    vec3 color = ground_color(s.known, k, slope);
    slope = vec2(dot(slope, across), dot(slope, down));
    vec3 curve = vec3(dot(bend * across, across), dot(bend * down, down), dot(bend * across, down));
    if (kind == WALL) {
        k = strata.x + strata.y * place.y;
        slope = strata.y * vec2(across.y, down.y);
        curve = vec3(0.0);
        color = mix(dim, wall, -1.0 - place.x);
        lines *= place.y > 0.0 && place.y < 1.0 ? WALL_LINES : 0.0;
    }
    float ink = lines * isolines(k, slope, curve);
    if (kind == FLOOR) {
        color = s.known ? dim : color;
        ink = s.known ? 0.0 : hatch_ink(inside - 0.5);
    }
    return kind == NOTHING ? beside : mix(color, line.rgb, ink);
}

