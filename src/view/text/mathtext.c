#include "view/text/mathtext.h"

#include <math.h>
#include <string.h>

#include "view/text/mathset.h"
#include "view/text/mathsymbols.h"

enum { DEPTH_MAX = 24 };

static const float FRACTION_SCALE = 0.84f;
static const float SCRIPT_SCALE = 0.72f;
static const float SMALLEST = 0.5f;  /* of the formula's own size */
static const float THIN = 3 / 18.0f; /* em, as the other two */
static const float MEDIUM = 4 / 18.0f;
static const float THICK = 5 / 18.0f;

typedef MathSetter Setter;
typedef MathAtom Atom;

typedef struct Style {
    float size;
    int depth;
    bool tight;  /* in scripts: only thin spaces */
    bool fenced; /* between \left and \right */
} Style;

static Atom set_list(const Setter *setter, const char **at, Style style);
static Atom set_atom(const Setter *setter, const char **at, Style style);

/* ---- parts ---- */

static void skip_spaces(const char **at)
{
    while (**at == ' ' || **at == '\t' || **at == '\n')
        (*at)++;
}

/* The name after a backslash: letters, or one other character. */
static size_t name_length(const char *name)
{
    size_t len = 0;
    while ((name[len] >= 'a' && name[len] <= 'z') || (name[len] >= 'A' && name[len] <= 'Z'))
        len++;
    return len > 0 ? len : mathsymbol_char_length(name) * (*name != '\0');
}

static bool name_is(const char *name, size_t len, const char *text)
{
    return strlen(text) == len && memcmp(name, text, len) == 0;
}

/* Past the matching brace; *at is behind the opening one. */
static void skip_group(const char **at)
{
    for (int open = 1; **at != '\0' && open > 0; (*at)++)
        open += **at == '{' ? 1 : **at == '}' ? -1 : 0;
}

static Atom number_atom(const Setter *setter, const char **at, Style style, size_t len)
{
    Atom atom = mathset_text(setter, style.size, *at, len);
    atom.digits = true;
    *at += len;
    return atom;
}

/* A group in braces or a single atom, as TeX takes arguments. Too deep ones are left out. */
static Atom set_argument(const Setter *setter, const char **at, Style style)
{
    skip_spaces(at);
    if (**at == '\0' || **at == '}')
        return (Atom){.class = MATH_ORD};
    bool group = **at == '{';
    *at += group;
    if (style.depth >= DEPTH_MAX) {
        if (group)
            skip_group(at);
        else
            *at += mathsymbol_char_length(*at);
        return (Atom){.class = MATH_ORD};
    }
    style.depth++;
    style.fenced = style.fenced && !group;
    if (!group && **at >= '0' && **at <= '9')
        return number_atom(setter, at, style, 1); /* \frac12 is a half */
    if (!group)
        return set_atom(setter, at, style);
    Atom atom = set_list(setter, at, style);
    if (**at == '}')
        (*at)++;
    return atom;
}

static Atom set_fraction(const Setter *setter, const char **at, Style style)
{
    float size = style.size;
    style.size = mathset_smaller(setter, size, FRACTION_SCALE);
    size_t first = mathset_mark(setter);
    MathExtent over = set_argument(setter, at, style).box;
    size_t second = mathset_mark(setter);
    MathExtent under = set_argument(setter, at, style).box;
    return mathset_fraction(setter, size, first, second, over, under);
}

static Atom set_sqrt(const Setter *setter, const char **at, Style style)
{
    size_t from = mathset_mark(setter);
    MathExtent inside = set_argument(setter, at, style).box;
    return mathset_sqrt(setter, style.size, from, inside);
}

static Atom set_words(const Setter *setter, const char **at, Style style)
{
    skip_spaces(at);
    if (**at != '{')
        return set_argument(setter, at, style);
    const char *words = ++*at;
    skip_group(at);
    size_t len = (size_t)(*at - words);
    len -= len > 0 && words[len - 1] == '}';
    return mathset_text(setter, style.size, words, len);
}

/* Reads the delimiter after \left or \right; "." is TeX's invisible one. */
static MathSymbol read_delimiter(const char **at, char storage[8])
{
    MathSymbol symbol = {"", MATH_ORD, false};
    skip_spaces(at);
    if (**at == '\0')
        return symbol;
    if (**at == '\\' && mathsymbol_command(*at + 1, name_length(*at + 1), &symbol)) {
        *at += 1 + name_length(*at + 1);
        return symbol;
    }
    size_t len = mathsymbol_char_length(*at);
    symbol = mathsymbol_char(*at, len, storage);
    *at += len;
    return strcmp(symbol.text, ".") == 0 ? (MathSymbol){"", MATH_ORD, false} : symbol;
}

static Atom set_left(const Setter *setter, const char **at, Style style)
{
    char storage[8];
    MathSymbol open = read_delimiter(at, storage);
    style.depth++;
    Style inner = style;
    inner.fenced = true;
    size_t from = mathset_mark(setter);
    Atom body = set_list(setter, at, inner);
    size_t end = mathset_mark(setter);
    MathExtent inside = body.box;
    /* Left last, because it has to be as tall as what it encloses. */
    Atom left = mathset_fence(setter, style.size, open.text, inside);
    mathset_move(setter, from, end, left.box.width, 0);
    body.box.width += left.box.width;
    Atom right = {.class = MATH_CLOSE};
    if (strncmp(*at, "\\right", 6) == 0) {
        *at += 6;
        MathSymbol close = read_delimiter(at, storage);
        size_t mark = mathset_mark(setter);
        right = mathset_fence(setter, style.size, close.text, inside);
        mathset_move(setter, mark, mathset_mark(setter), body.box.width, 0);
    }
    return (Atom){.box = {body.box.width + right.box.width,
                          fmaxf(inside.ascent, fmaxf(left.box.ascent, right.box.ascent)),
                          fmaxf(inside.descent, fmaxf(left.box.descent, right.box.descent))},
                  .class = MATH_CLOSE,
                  .tall = true};
}

/* ---- atoms and lists ---- */

static Atom set_symbol(const Setter *setter, Style style, MathSymbol symbol)
{
    Atom atom = mathset_text(setter, style.size, symbol.text, strlen(symbol.text));
    atom.class = symbol.class;
    atom.letter = symbol.letter;
    return atom;
}

static Atom set_command(const Setter *setter, const char **at, Style style)
{
    const char *written = *at;
    const char *name = written + 1;
    size_t len = name_length(name);
    *at = name + len;
    if (name_is(name, len, "frac") || name_is(name, len, "dfrac") || name_is(name, len, "tfrac"))
        return set_fraction(setter, at, style);
    if (name_is(name, len, "sqrt"))
        return set_sqrt(setter, at, style);
    static const struct {
        const char *name;
        MathAccent accent;
    } accents[] = {{"hat", MATH_HAT},
                   {"tilde", MATH_TILDE},
                   {"dot", MATH_DOT},
                   {"bar", MATH_BAR},
                   {"overline", MATH_OVERLINE}};
    for (size_t i = 0; i < sizeof accents / sizeof accents[0]; i++) {
        if (name_is(name, len, accents[i].name)) {
            Atom atom = set_argument(setter, at, style);
            return mathset_accent(setter, style.size, atom, accents[i].accent);
        }
    }
    if (name_is(name, len, "text") || name_is(name, len, "mathrm") ||
        name_is(name, len, "operatorname"))
        return set_words(setter, at, style);
    if (name_is(name, len, "left") && style.depth < DEPTH_MAX)
        return set_left(setter, at, style);
    MathSymbol symbol;
    if (mathsymbol_command(name, len, &symbol))
        return set_symbol(setter, style, symbol);
    return mathset_text(setter, style.size, written, len + 1);
}

static size_t number_length(const char *text)
{
    size_t len = 0;
    while ((text[len] >= '0' && text[len] <= '9') ||
           (text[len] == '.' && text[len + 1] >= '0' && text[len + 1] <= '9'))
        len++;
    return len;
}

/* One atom without its scripts; always consumes something. */
static Atom set_atom(const Setter *setter, const char **at, Style style)
{
    if (**at == '{')
        return set_argument(setter, at, style);
    if (**at == '\\')
        return set_command(setter, at, style);
    size_t len = number_length(*at);
    if (len > 0)
        return number_atom(setter, at, style, len);
    char storage[8];
    len = mathsymbol_char_length(*at);
    MathSymbol symbol = mathsymbol_char(*at, len, storage);
    *at += len;
    return set_symbol(setter, style, symbol);
}

static Atom set_primes(const Setter *setter, const char **at, Style style, Atom atom)
{
    for (; **at == '\''; (*at)++) {
        size_t from = mathset_mark(setter);
        Atom prime = mathset_text(setter, mathset_smaller(setter, style.size, 0.85f), "\u2032", 3);
        float raise = fmaxf(0, 0.72f * style.size - prime.box.ascent);
        mathset_move(setter, from, mathset_mark(setter), atom.box.width + atom.overhang, -raise);
        atom.box.width += atom.overhang + prime.box.width;
        atom.box.ascent = fmaxf(atom.box.ascent, prime.box.ascent + raise);
        atom.overhang = 0;
        atom.scripted = true;
    }
    return atom;
}

/* A superscript or a subscript, set but not yet placed. */
typedef struct Script {
    bool there;
    Atom atom;
    size_t from, end;
} Script;

static Atom place_scripts(const Setter *setter, float em, Atom atom, const Script *above,
                          const Script *below)
{
    float up = (below->there ? 0.46f : 0.40f) * em;
    float down = (above->there ? 0.26f : 0.22f) * em;
    if (atom.tall) {
        up = fmaxf(up, atom.box.ascent - 0.38f * em);
        down = fmaxf(down, atom.box.descent + 0.05f * em);
    }
    float gap = 0.03f * em;
    float x = atom.box.width + gap;
    float width = 0;
    if (above->there) {
        mathset_move(setter, above->from, above->end, x + atom.overhang, -up);
        width = atom.overhang + above->atom.box.width;
        atom.box.ascent = fmaxf(atom.box.ascent, up + above->atom.box.ascent);
    }
    if (below->there) {
        mathset_move(setter, below->from, below->end, x, down);
        width = fmaxf(width, below->atom.box.width);
        atom.box.descent = fmaxf(atom.box.descent, down + below->atom.box.descent);
    }
    atom.box.width = x + width + gap;
    atom.scripted = true;
    atom.overhang = 0;
    return atom;
}

/* An atom with its primes, superscript and subscript, in any order. */
static Atom set_scripted(const Setter *setter, const char **at, Style style)
{
    Atom atom = {.class = MATH_ORD};
    if (**at != '^' && **at != '_')
        atom = set_primes(setter, at, style, set_atom(setter, at, style));
    Style small = style;
    small.size = mathset_smaller(setter, style.size, SCRIPT_SCALE);
    small.tight = true;
    Script above = {.there = false};
    Script below = {.there = false};
    while (**at == '^' || **at == '_') {
        Script *script = **at == '^' ? &above : &below;
        if (script->there)
            break; /* x^a^b: the next one stands alone, as written */
        (*at)++;
        script->there = true;
        script->from = mathset_mark(setter);
        script->atom = set_argument(setter, at, small);
        script->end = mathset_mark(setter);
    }
    if (!above.there && !below.there)
        return atom;
    return place_scripts(setter, style.size, atom, &above, &below);
}

/* Space between neighbours in em; The TeXbook, chapter 18, and a thin space between factors, so
 * that two variables do not read as one name. */
static float space_between(const Atom *left, const Atom *right, bool tight)
{
    MathClass a = left->class;
    MathClass b = right->class;
    if (a == MATH_SPACE || a == MATH_OPEN || b == MATH_CLOSE || b == MATH_PUNCT)
        return 0;
    if (a == MATH_OP || b == MATH_OP)
        return b == MATH_OPEN ? 0 : THIN;
    if (tight)
        return 0;
    if (a == MATH_REL || b == MATH_REL)
        return a == b ? 0 : THICK;
    if (a == MATH_BIN || b == MATH_BIN)
        return MEDIUM;
    if (a == MATH_PUNCT)
        return THIN;
    bool factor = (left->letter || left->digits || a == MATH_CLOSE) && !left->scripted;
    bool next = right->letter || (left->digits && b == MATH_OPEN);
    return factor && next ? THIN : 0;
}

/* A sign rather than an operation. */
static bool is_unary_after(MathClass left)
{
    return left == MATH_BIN || left == MATH_REL || left == MATH_OPEN || left == MATH_PUNCT ||
           left == MATH_OP;
}

static bool ends_list(const char **at, Style style)
{
    skip_spaces(at);
    if (**at == '\0' || (**at == '}' && style.depth > 0))
        return true;
    while (strncmp(*at, "\\right", 6) == 0 && name_length(*at + 1) == 5) {
        if (style.fenced)
            return true;
        *at += 6;
        skip_spaces(at);
    }
    return **at == '\0';
}

static Atom set_list(const Setter *setter, const char **at, Style style)
{
    Atom list = {.class = MATH_ORD};
    Atom last = {.class = MATH_OPEN};
    int count = 0;
    while (!ends_list(at, style)) {
        float em;
        if (**at == '\\' && mathsymbol_space(*at + 1, name_length(*at + 1), &em)) {
            list.box.width += em * style.size;
            *at += 1 + name_length(*at + 1);
            /* What stands after a gap begins anew. */
            last.class = em >= 1 ? MATH_OPEN : MATH_SPACE;
            count += 2;
            continue;
        }
        size_t from = mathset_mark(setter);
        Atom atom = set_scripted(setter, at, style);
        if (atom.class == MATH_BIN && is_unary_after(last.class))
            atom.class = MATH_ORD;
        float gap = space_between(&last, &atom, style.tight) * style.size;
        mathset_move(setter, from, mathset_mark(setter), list.box.width + gap, 0);
        list.box.width += gap + atom.box.width;
        list.box.ascent = fmaxf(list.box.ascent, atom.box.ascent);
        list.box.descent = fmaxf(list.box.descent, atom.box.descent);
        last = atom;
        count++;
    }
    if (count == 1) {
        last.class = MATH_ORD;
        return last;
    }
    list.tall = true;
    list.overhang = last.overhang;
    return list;
}

/* ---- the door ---- */

static MathExtent set(Setter setter, float size, const char *markup)
{
    setter.smallest = SMALLEST * size;
    return set_list(&setter, &markup, (Style){.size = size}).box;
}

MathExtent mathtext_measure(const Fonts *fonts, float size, const char *markup)
{
    return set((Setter){.fonts = fonts}, size, markup);
}

static float draw_pass(DrawList *list, float size, float x, float baseline, Color color,
                       float halo_width, const char *markup)
{
    Setter setter = {.list = list, .fonts = list->fonts, .color = color, .halo_width = halo_width};
    size_t from = mathset_mark(&setter);
    float width = set(setter, size, markup).width;
    mathset_move(&setter, from, mathset_mark(&setter), x, baseline);
    return width;
}

float mathtext_draw(DrawList *list, float size, float x, float baseline, Color color,
                    const char *markup)
{
    return draw_pass(list, size, x, baseline, color, 0, markup);
}

/* All halos lie under all ink, or each glyph's halo would eat its left neighbour. */
float mathtext_draw_styled(DrawList *list, const TextStyle *style, Point at, const char *markup)
{
    if (style->halo_width > 0)
        draw_pass(list, style->size, at.x, at.y, style->halo, style->halo_width, markup);
    return draw_pass(list, style->size, at.x, at.y, style->color, 0, markup);
}
