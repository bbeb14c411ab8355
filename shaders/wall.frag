// What holds the surface up: walls under its edges, with the levels as strata, and the floor, which
// is hatched where the function has no value.
#include "ground.glsl"
uniform vec3 wall, dim;  // sRGB: in the light and away from it
uniform vec2 strata;     // k at height 0, k per height
in vec2 at;
in float height, light;
out vec4 result;

void main()
{
    float k = strata.x + strata.y * height;
    float p = length(vec2(dFdx(k), dFdy(k)));
    vec3 color = mix(dim, wall, clamp(light, 0.0, 1.0));
    float ink = height > 0.0 && height < 1.0 ? 0.4 * line_ink(k, p, vec2(0.0), 0.0) : 0.0;
    if (light < 0.0) { // the floor
        ivec2 pixel = ivec2(clamp(at, vec2(0.0), size - 1.0));
        bool known = is_finite(texelFetch(field, pixel + 1, 0).r);
        color = known ? dim : ground_color(false, 1.0, vec2(0.0));
        ink = known ? 0.0 : hatch_ink(at);
    }
    result = vec4(mix(color, line.rgb, ink) + dither(gl_FragCoord.xy) / 255.0, 1.0);
}
