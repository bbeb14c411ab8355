// The ground on the surface: the map's colours, and isolines that are as thin as the map's wherever
// the surface turns, for their width is measured in px of the picture.
#include "ground.glsl"
in vec2 at;
out vec4 result;

void main()
{
    vec2 across = dFdx(at), down = dFdy(at);
    vec2 inside = clamp(at, vec2(0.0), size - 0.001);
    ivec2 pixel = ivec2(inside);
    Sample s = sample_field(pixel);
    if (!s.known) {
        discard;
    }
    // From the pixel's centre to the very place, by Taylor.
    vec2 off = inside - (vec2(pixel) + 0.5);
    vec2 turn = vec2(s.curve.x * off.x + s.curve.z * off.y, s.curve.z * off.x + s.curve.y * off.y);
    float k = s.k + dot(s.slope + 0.5 * turn, off);
    vec2 slope = s.slope + turn;
    vec2 c_across = vec2(s.curve.x * across.x + s.curve.z * across.y,
                         s.curve.z * across.x + s.curve.y * across.y);
    vec2 c_down =
        vec2(s.curve.x * down.x + s.curve.z * down.y, s.curve.z * down.x + s.curve.y * down.y);
    vec3 curve = vec3(dot(c_across, across), dot(c_down, down), dot(c_across, down));
    vec3 color = ground_color(true, k, slope) + dither(gl_FragCoord.xy) / 255.0;
    float ink = isolines(k, vec2(dot(slope, across), dot(slope, down)), curve);
    result = vec4(mix(color, line.rgb, ink), 1.0);
}
