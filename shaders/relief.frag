// A surface that rests: four places for each pixel. Where they are not neighbours an edge runs through
// the pixel, and it shows the mean of their colours.
#include "relief.glsl"
in vec2 at;
out vec4 result;

void main()
{
    ivec2 pixel = pixel_of(at);
    vec2 p[4];
    for (int i = 0; i < 4; i++) {
        p[i] = place_at(2 * pixel + ivec2(i & 1, i >> 1));
    }
    bool plain = close_by(p[0], p[1]) && close_by(p[0], p[2]) && close_by(p[0], p[3]);
    vec2 across = p[1] - p[0] + p[3] - p[2], down = p[2] - p[0] + p[3] - p[1];
    vec2 middle = 0.25 * (p[0] + p[1] + p[2] + p[3]);
    vec3 color = vec3(0.0);
    for (int i = 0; i < 4; i++) {
        color += 0.25 * color_of(plain ? middle : p[i], across, down, plain ? 1.0 : 0.0);
    }
    result = vec4(color + dither(vec2(pixel)) / 255.0, 1.0);
}
