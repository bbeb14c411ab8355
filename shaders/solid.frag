// Shapes and lines: coverage is the distance in px from the nearer of two edges, at most 1.
// Colours come with straight alpha and leave premultiplied.
in vec2 inner;
in vec4 paint;
out vec4 result;

void main()
{
    float cover = paint.a * clamp(min(inner.x, inner.y), 0.0, 1.0);
    result = vec4(paint.rgb * cover, cover);
}
