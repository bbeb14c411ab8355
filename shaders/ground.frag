// The map's ground, as it is seen from straight above.
#include "ground.glsl"
in vec2 at;
out vec4 result;

void main()
{
    ivec2 pixel = ivec2(clamp(floor(at * size), vec2(0.0), size - 1.0));
    Sample s = sample_field(pixel);
    vec3 color = ground_color(s.known, s.k, s.slope) + dither(vec2(pixel)) / 255.0;
    float ink = s.known ? isolines(s.k, s.slope, s.curve) : s.k < 0.0 ? 0.0 : hatch_ink(vec2(pixel));
    result = vec4(mix(color, line.rgb, ink), 1.0);
}
