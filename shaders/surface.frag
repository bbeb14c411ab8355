// Where a pixel of the surface's picture lies; its colour comes later, once for each pixel.
#include "place.glsl"
in vec2 at;
in float height, light;
out uvec2 result;

void main()
{
    result = light > 1.5 ? pack_surface(at) : light < 0.0 ? pack_floor(at) : pack_wall(light, height);
}
