// Everything that is triangles: shapes, lines, text.
// frame: scale and offset from device px (y down) to clip space.
uniform vec4 frame;
uniform vec2 texel; // 1 / atlas size
layout(location = 0) in vec2 place;
layout(location = 1) in vec2 atlas_place;
layout(location = 2) in vec4 color;
out vec2 uv;
out vec4 paint;

void main()
{
    uv = atlas_place * texel;
    paint = color;
    gl_Position = vec4(place * frame.xy + frame.zw, 0.0, 1.0);
}
