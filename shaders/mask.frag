// Text: coverage from the atlas. Colours come with straight alpha and leave premultiplied.
uniform sampler2D atlas;
in vec2 inner;
in vec4 paint;
out vec4 result;

void main()
{
    float cover = paint.a * texture(atlas, inner).r;
    result = vec4(paint.rgb * cover, cover);
}
