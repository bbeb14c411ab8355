// The surface and its walls: places in px of the map, x to the right, y down, and a height of 0 to
// about 1. matrix takes them to clip space, y down.
uniform mat4 matrix;
const float BELOW = 0.002; // so far beneath the lowest surface the floor lies, in depth
layout(location = 0) in vec4 place; // x, y, height; light on a wall, 2: surface, -1: floor
out vec2 at;
out float height;
out float light;

void main()
{
    at = place.xy;
    height = place.z;
    light = place.w;
    gl_Position = matrix * vec4(place.xyz, 1.0);
    gl_Position.z += place.w < 0.0 ? BELOW * gl_Position.w : 0.0;
}
