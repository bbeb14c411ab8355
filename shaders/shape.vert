// Everything that is triangles: shapes, lines, text. Colours come with straight alpha.
// frame: scale and offset from device px (y down) to clip space.
uniform vec4 frame;
uniform vec2 unit; // text: 1 / atlas size; shapes: 1
layout(location = 0) in vec2 place;
layout(location = 1) in vec2 inner_place; // text: in the atlas; shapes: px from two edges
layout(location = 2) in vec4 color;
out vec2 inner;
out vec4 paint;

void main()
{
    inner = inner_place * unit;
    paint = vec4(color.rgb * color.a, color.a);
    gl_Position = vec4(place * frame.xy + frame.zw, 0.0, 1.0);
}
