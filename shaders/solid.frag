// Shapes and lines: coverage is in the alpha. Colours come straight and leave premultiplied.
in vec4 paint;
out vec4 result;

void main()
{
    result = vec4(paint.rgb * paint.a, paint.a);
}
