// Text: a premultiplied colour times coverage from the atlas. The level is given on purpose: a
// product of a colour and texture() takes a shortcut in llvmpipe 22 that draws nothing.
uniform sampler2D atlas;
in vec2 inner;
in vec4 paint;
out vec4 result;

void main()
{
    result = paint * textureLod(atlas, inner, 0.0).r;
}
