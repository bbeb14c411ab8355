// A surface that moves: one place for each pixel.
#include "relief.glsl"
in vec2 at;
out vec4 result;

void main()
{
    ivec2 pixel = pixel_of(at);
    vec2 place = place_at(pixel), across = dFdx(place), down = dFdy(place);
    result = vec4(color_of(place, across, down, 1.0) + dither(vec2(pixel)) / 255.0, 1.0);
}
