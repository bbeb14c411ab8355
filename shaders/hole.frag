// The same for cells of the surface in which some places have no value: there is a hole.
#include "place.glsl"
uniform sampler2D field;
uniform vec2 size; // of the map, px
in vec2 at;
out uvec2 result;

void main()
{
    ivec2 pixel = ivec2(clamp(at, vec2(0.0), size - 1.0));
    float k = texelFetch(field, pixel + 1, 0).r;
    if ((floatBitsToUint(k) & 0x7f800000u) == 0x7f800000u) {
        discard;
    }
    result = pack_surface(at);
}
