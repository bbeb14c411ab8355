// A layer's picture, premultiplied, top row first.
uniform sampler2D picture;
in vec2 at;
out vec4 result;

void main()
{
    result = textureLod(picture, at, 0.0);
}
