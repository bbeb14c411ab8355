// A layer's picture, premultiplied. Its texture has the bottom row first.
uniform sampler2D picture;
in vec2 at;
out vec4 result;

void main()
{
    result = texture(picture, vec2(at.x, 1.0 - at.y));
}
