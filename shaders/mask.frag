// Text: coverage from the atlas. Colours come with straight alpha and leave premultiplied.
uniform sampler2D atlas;
in vec2 uv;
in vec4 paint;
out vec4 result;

void main()
{
    float cover = paint.a * texture(atlas, uv).r;
    result = vec4(paint.rgb * cover, cover);
}
