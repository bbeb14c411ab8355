// One rect of the picture, as a strip of four corners made from the vertex number.
uniform vec4 frame;
uniform vec4 rect; // x, y, width, height in device px
out vec2 at;       // 0 to 1 across the rect, y down

void main()
{
    at = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    gl_Position = vec4((rect.xy + at * rect.zw) * frame.xy + frame.zw, 0.0, 1.0);
}
