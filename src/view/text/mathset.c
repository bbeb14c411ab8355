#include "view/text/mathset.h"

#include <math.h>
#include <string.h>

size_t mathset_mark(const MathSetter *setter)
{
    return setter->list ? setter->list->command_count : 0;
}

void mathset_move(const MathSetter *setter, size_t from, size_t end, float dx, float dy)
{
    DrawList *list = setter->list;
    for (size_t i = from; i < end; i++) {
        DrawCommand *command = &list->commands[i];
        command->rect.x += dx;
        command->rect.y += dy;
        for (uint32_t p = 0; p < command->count; p++) {
            list->points[command->first + p].x += dx;
            list->points[command->first + p].y += dy;
        }
    }
}

static void move_from(const MathSetter *setter, size_t from, float dx, float dy)
{
    mathset_move(setter, from, mathset_mark(setter), dx, dy);
}

static void rule(const MathSetter *setter, Rect rect)
{
    if (setter->list) {
        draw_fill(setter->list, rect_inset(rect, -setter->halo_width), setter->halo_width,
                  setter->color);
    }
}

static void stroke(const MathSetter *setter, const Point *points, size_t count, float width)
{
    if (setter->list)
        draw_line(setter->list, points, count, width + 2 * setter->halo_width, setter->color);
}

static FontInk ink_of(const MathSetter *setter, float size, const char *text, size_t len)
{
    return setter->fonts->ink(setter->fonts->context, FACE_MATH, size, text, len);
}

MathAtom mathset_text(const MathSetter *setter, float size, const char *text, size_t len)
{
    MathAtom atom = {.class = MATH_ORD};
    if (len == 0)
        return atom;
    FontInk ink = ink_of(setter, size, text, len);
    float width = font_width(setter->fonts, FACE_MATH, size, text, len);
    atom.box = (MathExtent){width, fmaxf(0, -ink.top), fmaxf(0, ink.bottom)};
    atom.overhang = fmaxf(0, ink.right - width);
    atom.lean = 0.5f * (ink.left + ink.right) - 0.5f * width;
    if (setter->list) {
        const TextStyle style = {.face = FACE_MATH,
                                 .size = size,
                                 .color = setter->color,
                                 .halo = setter->color,
                                 .halo_width = setter->halo_width};
        draw_text_run(setter->list, &style, (Point){0, 0}, text, len);
    }
    return atom;
}

float mathset_smaller(const MathSetter *setter, float size, float scale)
{
    return fmaxf(size * scale, setter->smallest);
}

/* Height of the axis that fractions and fences are centred on: the minus sign's. */
static float axis(const MathSetter *setter, float size)
{
    FontInk ink = ink_of(setter, size, "\u2212", 3);
    return -0.5f * (ink.top + ink.bottom);
}

MathAtom mathset_fraction(const MathSetter *setter, float size, size_t first, size_t second,
                          MathExtent over, MathExtent under)
{
    float line = fmaxf(1, roundf(0.055f * size));
    float gap = 0.10f * size;
    float middle = axis(setter, size);
    float side = 0.07f * size; /* empty, beside the rule */
    float width = fmaxf(over.width, under.width) + 0.08f * size;
    float full = width + 2 * side;
    float raise = middle + 0.5f * line + gap + over.descent;
    float lower = -middle + 0.5f * line + gap + under.ascent;
    mathset_move(setter, first, second, 0.5f * (full - over.width), -raise);
    move_from(setter, second, 0.5f * (full - under.width), lower);
    rule(setter, (Rect){side, -middle - 0.5f * line, width, line});
    return (MathAtom){
        .box = {full, raise + over.ascent, lower + under.descent}, .class = MATH_ORD, .tall = true};
}

/* The sign is drawn rather than a glyph, so that it fits whatever stands under it. */
MathAtom mathset_sqrt(const MathSetter *setter, float size, size_t from, MathExtent inside)
{
    float thin = fmaxf(1, 0.055f * size);
    float top = fmaxf(inside.ascent, 0.45f * size) + 0.14f * size;
    float foot = inside.descent + 0.06f * size;
    float hook = 0.42f * (top + foot) - foot; /* height of the little hook's top */
    float sign = 0.56f * size;
    float pad = 0.06f * size;
    move_from(setter, from, sign + pad, 0);
    stroke(setter,
           (Point[]){{0.05f * size, -hook + 0.07f * size},
                     {0.17f * size, -hook},
                     {0.31f * size, foot},
                     {sign, -top},
                     {sign + inside.width + 2 * pad, -top}},
           5, thin);
    stroke(setter, (Point[]){{0.18f * size, -hook + 0.02f * size}, {0.315f * size, foot - thin}}, 2,
           1.8f * thin);
    return (MathAtom){
        .box = {sign + inside.width + 2 * pad + 0.04f * size, top + thin, foot + thin},
        .class = MATH_ORD,
        .letter = true,
        .tall = true};
}

MathAtom mathset_accent(const MathSetter *setter, float size, MathAtom atom, MathAccent accent)
{
    /* The tops of slanted letters lie right of their middle. */
    float middle = 0.5f * atom.box.width + atom.lean + (atom.letter ? 0.05f * size : 0);
    float base = atom.box.ascent + 0.09f * size;
    float line = fmaxf(1, 0.06f * size);
    float half = fminf(0.19f * size, 0.10f * size + 0.16f * atom.box.width);
    float rise = 0.16f * size;
    Point wave[4] = {{middle - half, -base - 0.2f * rise},
                     {middle - 0.4f * half, -base - 0.7f * rise},
                     {middle + 0.4f * half, -base - 0.2f * rise},
                     {middle + half, -base - 0.7f * rise}};
    Point caret[3] = {{middle - half, -base}, {middle, -base - rise}, {middle + half, -base}};
    Point dot[2] = {{middle, -base - line}, {middle + 0.01f, -base - line}};
    float bar = (accent == MATH_OVERLINE ? 0.5f : 0.42f) * atom.box.width;
    switch (accent) {
    case MATH_HAT:
        stroke(setter, caret, 3, line);
        break;
    case MATH_TILDE:
        stroke(setter, wave, 4, line);
        break;
    case MATH_DOT:
        stroke(setter, dot, 2, 2 * line);
        break;
    case MATH_BAR:
    case MATH_OVERLINE:
        bar = fmaxf(bar, half);
        rule(setter, (Rect){middle - bar, -base - 0.5f * rise, 2 * bar, line});
        break;
    }
    atom.box.ascent = base + rise + 0.5f * line;
    atom.tall = false;
    return atom;
}

/* A parenthesis drawn with a pen: a glyph at three times its size would look bold. `side` is 1 for
 * one that opens. The pen is pressed down along the middle of the arch. */
static MathAtom arch(const MathSetter *setter, float size, float half, float side)
{
    enum { STEPS = 16, PRESSED = 3 }; /* points at either end without pressure */
    float bulge = 0.12f * size + 0.09f * half;
    float width = bulge + 0.24f * size;
    float middle = axis(setter, size);
    float edge = side > 0 ? 0.12f * size : width - 0.12f * size;
    Point points[STEPS + 1], pressed[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
        float u = 2 * (float)i / STEPS - 1;
        points[i] = (Point){edge + side * bulge * u * u, -middle + u * half};
        pressed[i] = (Point){points[i].x + side * 0.015f * size, points[i].y};
    }
    stroke(setter, points, STEPS + 1, fmaxf(1, 0.055f * size));
    stroke(setter, pressed + PRESSED, STEPS + 1 - 2 * PRESSED, fmaxf(1, 0.085f * size));
    return (MathAtom){.box = {width, half + middle, half - middle}, .class = MATH_ORD};
}

MathAtom mathset_fence(const MathSetter *setter, float size, const char *text, MathExtent inside)
{
    size_t len = strlen(text);
    if (len == 0)
        return (MathAtom){.class = MATH_ORD};
    FontInk ink = ink_of(setter, size, text, len);
    float height = fmaxf(1, ink.bottom - ink.top);
    float middle = axis(setter, size);
    float need = 2 * fmaxf(inside.ascent - middle, inside.descent + middle);
    if (need <= 1.15f * height)
        return mathset_text(setter, size, text, len);
    if (*text == '(' || *text == ')')
        return arch(setter, size, 0.5f * need, *text == '(' ? 1.0f : -1.0f);
    /* In steps, so that few sizes of the font are ever made. */
    float scale = fminf(3, 1 + 0.25f * ceilf(4 * (need / height - 1.15f)));
    size_t from = mathset_mark(setter);
    MathAtom atom = mathset_text(setter, size * scale, text, len);
    float drop = -middle - 0.5f * scale * (ink.top + ink.bottom);
    move_from(setter, from, 0, drop);
    atom.box.ascent -= drop;
    atom.box.descent += drop;
    return atom;
}
