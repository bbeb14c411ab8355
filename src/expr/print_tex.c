#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "expr/print.h"

/* As in print.c: a stack of what is still to print. What differs is how mathematics is set:
 * products by juxtaposition, quotients as fractions, numeric quotients as coefficients. */
enum { LEVEL_SUM = 1, LEVEL_PRODUCT, LEVEL_POWER, LEVEL_ATOM };

typedef struct Piece {
    const char *text; /* NULL for a node or a number */
    int node;         /* -1 for a number */
    int level;
    bool without_factor; /* leave out the product's leading number */
    double number;
} Piece;

typedef struct Tex {
    const TreeNode *nodes;
    bool *tall; /* per node: it shows a fraction, so parentheses around it must grow */
    Piece *pieces;
    size_t count, cap;
    StrBuf *out;
} Tex;

static Piece text_piece(const char *text)
{
    return (Piece){.text = text};
}

static Piece node_piece(int node, int level)
{
    return (Piece){.node = node, .level = level};
}

static Piece number_piece(double number)
{
    return (Piece){.node = -1, .number = number};
}

static void push(Tex *t, size_t count, const Piece *pieces)
{
    ARRAY_RESERVE(t->pieces, t->cap, t->count + count);
    for (size_t i = count; i-- > 0;)
        t->pieces[t->count++] = pieces[i];
}

static bool is_number(const TreeNode *n)
{
    return n->op == OP_CONST && n->form == TREE_PLAIN;
}

static bool is_small_integer(double value)
{
    return value == floor(value) && value >= 1 && value <= 9;
}

/* 1e-08 and 2.5e+10 are set as products with a power of ten. */
static bool has_exponent(double value)
{
    char number[32];
    text_shortest(value, number);
    return strchr(number, 'e') != NULL;
}

static int leftmost_factor(const Tex *t, int node)
{
    while (t->nodes[node].op == OP_MUL || t->nodes[node].op == OP_DIV)
        node = t->nodes[node].a;
    return node;
}

/* The number a product begins with, and whether there is one (and more behind it). */
static bool leading_number(const Tex *t, int node, double *value)
{
    bool product = false;
    while (t->nodes[node].op == OP_MUL) {
        product = true;
        node = t->nodes[node].a;
    }
    *value = t->nodes[node].value;
    return product && is_number(&t->nodes[node]);
}

/* A quotient by a number, set as coefficient times the rest: \frac{3}{2}x or 0.05x. */
typedef struct Coefficient {
    bool exists;
    double above, below; /* below is 1 for a decimal */
    bool without_factor; /* the dividend's leading number went into `above` */
} Coefficient;

static Coefficient coefficient_of(const Tex *t, int dividend, int divisor)
{
    Coefficient c = {.above = 1, .below = t->nodes[divisor].value};
    if (!is_number(&t->nodes[divisor]) || t->nodes[dividend].op == OP_CONST)
        return c;
    double factor;
    if (leading_number(t, dividend, &factor)) {
        c.above = factor;
        c.without_factor = true;
    }
    if (is_small_integer(c.above) && is_small_integer(c.below)) {
        c.exists = true;
        return c;
    }
    char decimal[32];
    double value = c.above / c.below;
    bool exact = fma(value, c.below, -c.above) == 0 || fabs(value * c.below - c.above) == 0;
    if (exact && text_shortest(value, decimal) <= 5 && !has_exponent(value) && value > 0) {
        c.above = value;
        c.below = 1;
        c.exists = true;
    }
    return c;
}

static int level_of(const Tex *t, int node)
{
    const TreeNode *n = &t->nodes[node];
    switch (n->op) {
    case OP_ADD:
    case OP_SUB:
    case OP_NEG:
        return LEVEL_SUM;
    case OP_MUL:
    case OP_DIV: {
        const TreeNode *first = &t->nodes[leftmost_factor(t, node)];
        bool negative = first->op == OP_NEG || (is_number(first) && first->value < 0);
        return negative ? LEVEL_SUM : LEVEL_PRODUCT;
    }
    case OP_CONST:
        if (n->value < 0)
            return LEVEL_SUM;
        return is_number(n) && has_exponent(n->value) ? LEVEL_PRODUCT : LEVEL_ATOM;
    case OP_POW:
    case OP_EXP:
        return LEVEL_POWER;
    default:
        return LEVEL_ATOM;
    }
}

/* Whether what is set for the node begins with a digit, so that it cannot follow a factor. */
static bool begins_with_digit(const Tex *t, int node)
{
    for (;;) {
        const TreeNode *n = &t->nodes[node];
        if (n->op == OP_CONST)
            return is_number(n);
        if (n->op == OP_DIV)
            return is_number(&t->nodes[leftmost_factor(t, node)]) ||
                   coefficient_of(t, n->a, n->b).exists;
        if (n->op != OP_MUL && n->op != OP_POW)
            return false;
        int first = n->a;
        if (level_of(t, first) < (n->op == OP_MUL ? LEVEL_PRODUCT : LEVEL_ATOM))
            return false; /* a parenthesis */
        node = first;
    }
}

/* A command needs a space before a letter: \pi x. */
static void put_text(StrBuf *out, const char *text)
{
    bool letter = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z');
    if (letter && out->len >= 3 && strcmp(out->data + out->len - 3, "\\pi") == 0)
        strbuf_put_char(out, ' ');
    strbuf_put(out, text);
}

static void put_number(StrBuf *out, double value)
{
    char number[32];
    text_shortest(value, number);
    char *e = strchr(number, 'e');
    if (!e) {
        strbuf_put(out, number);
        return;
    }
    int exponent = atoi(e + 1);
    *e = '\0';
    if (strcmp(number, "-1") == 0)
        strbuf_put_char(out, '-');
    else if (strcmp(number, "1") != 0)
        strbuf_printf(out, "%s\\cdot ", number);
    strbuf_printf(out, "10^{%d}", exponent);
}

static void set_product(Tex *t, const TreeNode *n, bool without_factor)
{
    bool left_is_number = is_number(&t->nodes[n->a]);
    Piece right = node_piece(n->b, LEVEL_PRODUCT);
    if (without_factor && left_is_number) {
        push(t, 1, &right);
        return;
    }
    /* A product that begins with a minus may keep it bare: its own level is that of a sum. */
    Piece left = node_piece(n->a, t->nodes[n->a].op == OP_NEG ? LEVEL_SUM : LEVEL_PRODUCT);
    if (t->nodes[n->a].op == OP_MUL || t->nodes[n->a].op == OP_DIV || left_is_number)
        left.level = LEVEL_SUM;
    left.without_factor = without_factor;
    bool dot = begins_with_digit(t, n->b);
    push(t, 3, (Piece[]){left, text_piece(dot ? "\\cdot " : ""), right});
}

static void set_quotient(Tex *t, const TreeNode *n)
{
    int dividend = n->a;
    if (t->nodes[dividend].op == OP_NEG) {
        strbuf_put_char(t->out, '-');
        dividend = t->nodes[dividend].a;
    }
    Coefficient c = coefficient_of(t, dividend, n->b);
    if (!c.exists) {
        push(t, 5,
             (Piece[]){text_piece("\\frac{"), node_piece(dividend, 0), text_piece("}{"),
                       node_piece(n->b, 0), text_piece("}")});
        return;
    }
    Piece rest = node_piece(dividend, LEVEL_PRODUCT);
    rest.without_factor = c.without_factor;
    push(t, 1, &rest);
    if (c.below == 1)
        push(t, 1, (Piece[]){number_piece(c.above)});
    else
        push(t, 5,
             (Piece[]){text_piece("\\frac{"), number_piece(c.above), text_piece("}{"),
                       number_piece(c.below), text_piece("}")});
}

/* The function's name in markup; known ones are set upright. */
static const char *function_markup(Op op)
{
    switch (op) {
    case OP_EXP:
        return "\\exp";
    case OP_LOG:
        return "\\log";
    case OP_SIN:
        return "\\sin";
    case OP_COS:
        return "\\cos";
    case OP_TAN:
        return "\\tan";
    case OP_ASIN:
        return "\\arcsin";
    case OP_ACOS:
        return "\\arccos";
    case OP_ATAN:
        return "\\arctan";
    case OP_SINH:
        return "\\sinh";
    case OP_COSH:
        return "\\cosh";
    case OP_TANH:
        return "\\tanh";
    case OP_MIN:
        return "\\min";
    case OP_MAX:
        return "\\max";
    case OP_SIGN:
        return "\\text{sign}";
    case OP_HYPOT:
        return "\\text{hypot}";
    default:
        return "";
    }
}

static void push_arguments(Tex *t, const TreeNode *n)
{
    bool two = op_arity(n->op) == 2;
    bool tall = t->tall[n->a] || (two && t->tall[n->b]);
    push(t, 1, (Piece[]){text_piece(tall ? "\\right)" : ")")});
    if (two)
        push(t, 2, (Piece[]){text_piece(", "), node_piece(n->b, 0)});
    push(t, 2, (Piece[]){text_piece(tall ? "\\left(" : "("), node_piece(n->a, 0)});
}

static void set_function(Tex *t, const TreeNode *n)
{
    if (n->op == OP_SQRT || n->op == OP_ABS) {
        bool root = n->op == OP_SQRT;
        push(t, 3,
             (Piece[]){text_piece(root ? "\\sqrt{" : "|"), node_piece(n->a, 0),
                       text_piece(root ? "}" : "|")});
        return;
    }
    if (n->op == OP_EXP && !t->tall[n->a]) {
        push(t, 3, (Piece[]){text_piece("e^{"), node_piece(n->a, 0), text_piece("}")});
        return;
    }
    push_arguments(t, n);
    push(t, 1, (Piece[]){text_piece(function_markup(n->op))});
}

/* sin(x)^2 is set as \sin^{2}(x). */
static bool takes_power_on_name(Op op)
{
    return op == OP_SIN || op == OP_COS || op == OP_TAN || op == OP_SINH || op == OP_COSH ||
           op == OP_TANH || op == OP_LOG;
}

static void set_power(Tex *t, const TreeNode *n)
{
    const TreeNode *base = &t->nodes[n->a];
    const TreeNode *exponent = &t->nodes[n->b];
    if (takes_power_on_name(base->op) && is_number(exponent) && exponent->value > 0) {
        push_arguments(t, base);
        push(t, 4,
             (Piece[]){text_piece(function_markup(base->op)), text_piece("^{"),
                       number_piece(exponent->value), text_piece("}")});
        return;
    }
    push(t, 4,
         (Piece[]){node_piece(n->a, LEVEL_ATOM), text_piece("^{"), node_piece(n->b, 0),
                   text_piece("}")});
}

static void set_node(Tex *t, const TreeNode *n, bool without_factor)
{
    switch (n->op) {
    case OP_CONST:
        if (n->form == TREE_PI)
            put_text(t->out, "\\pi");
        else if (n->form == TREE_E)
            put_text(t->out, "e");
        else
            put_number(t->out, n->value);
        break;
    case OP_X:
    case OP_Y:
        put_text(t->out, n->op == OP_X ? "x" : "y");
        break;
    case OP_NEG:
        push(t, 2, (Piece[]){text_piece("-"), node_piece(n->a, LEVEL_PRODUCT)});
        break;
    case OP_ADD:
    case OP_SUB:
        push(t, 3,
             (Piece[]){node_piece(n->a, LEVEL_SUM), text_piece(n->op == OP_ADD ? "+" : "-"),
                       node_piece(n->b, LEVEL_PRODUCT)});
        break;
    case OP_MUL:
        set_product(t, n, without_factor);
        break;
    case OP_DIV:
        set_quotient(t, n);
        break;
    case OP_POW:
        set_power(t, n);
        break;
    default:
        set_function(t, n);
    }
}

static void set_piece(Tex *t, Piece piece)
{
    if (piece.text) {
        put_text(t->out, piece.text);
    } else if (piece.node < 0) {
        put_number(t->out, piece.number);
    } else if (level_of(t, piece.node) < piece.level) {
        bool tall = t->tall[piece.node];
        push(t, 3,
             (Piece[]){text_piece(tall ? "\\left(" : "("), node_piece(piece.node, 0),
                       text_piece(tall ? "\\right)" : ")")});
    } else {
        set_node(t, &t->nodes[piece.node], piece.without_factor);
    }
}

static void mark_tall(Tex *t, const Tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        const TreeNode *n = &tree->nodes[i];
        bool fraction = n->op == OP_DIV;
        if (fraction) {
            Coefficient c = coefficient_of(t, n->a, n->b);
            fraction = !c.exists || c.below != 1;
        }
        t->tall[i] = fraction || (n->a >= 0 && t->tall[n->a]) || (n->b >= 0 && t->tall[n->b]);
    }
}

void print_tex(const Tree *tree, StrBuf *out)
{
    Tex tex = {.nodes = tree->nodes, .out = out};
    tex.tall = mem_calloc(tree->count, sizeof *tex.tall);
    mark_tall(&tex, tree);
    push(&tex, 1, (Piece[]){node_piece(tree->root, 0)});
    while (tex.count > 0) {
        Piece piece = tex.pieces[--tex.count];
        set_piece(&tex, piece);
    }
    free(tex.pieces);
    free(tex.tall);
}
