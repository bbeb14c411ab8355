// Shapes and lines: a premultiplied colour times coverage, the distance in px from the nearer of
// two edges, at most 1.
in vec2 inner;
in vec4 paint;
out vec4 result;

void main()
{
    result = paint * clamp(min(inner.x, inner.y), 0.0, 1.0);
}
