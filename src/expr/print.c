#include "expr/print.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/text.h"

/* How tightly a node binds, by the grammar in parse.h. */
enum { LEVEL_SUM = 1, LEVEL_PRODUCT, LEVEL_SIGNED, LEVEL_POWER, LEVEL_ATOM };

/* Printing walks with a stack of what is still to print, because a sum of thousands of terms is a
 * tree as deep. A piece is either text, or a node that gets parentheses if it binds less tightly
 * than `level`. */
typedef struct Piece {
    const char *text; /* NULL for a node */
    int node;
    int level;
} Piece;

typedef struct Stack {
    Piece *pieces;
    size_t count, cap;
} Stack;

static Piece text_piece(const char *text)
{
    return (Piece){.text = text};
}

static Piece node_piece(int node, int level)
{
    return (Piece){.node = node, .level = level};
}

/* Pushes pieces so that the first is printed first. */
static void push(Stack *stack, size_t count, const Piece *pieces)
{
    ARRAY_RESERVE(stack->pieces, stack->cap, stack->count + count);
    for (size_t i = count; i-- > 0;)
        stack->pieces[stack->count++] = pieces[i];
}

static int level_of(const TreeNode *n)
{
    switch (n->op) {
    case OP_ADD:
    case OP_SUB:
        return LEVEL_SUM;
    case OP_MUL:
    case OP_DIV:
        return LEVEL_PRODUCT;
    case OP_NEG:
        return LEVEL_SIGNED;
    case OP_POW:
        return n->form == TREE_CALL ? LEVEL_ATOM : LEVEL_POWER;
    case OP_CONST: /* a parameter may be negative */
        return n->value < 0 ? LEVEL_SIGNED : LEVEL_ATOM;
    default:
        return LEVEL_ATOM;
    }
}

static void push_infix(Stack *stack, const TreeNode *n, const char *sign, int left, int right)
{
    push(stack, 3, (Piece[]){node_piece(n->a, left), text_piece(sign), node_piece(n->b, right)});
}

static void push_call(Stack *stack, const TreeNode *n)
{
    Piece name = text_piece(op_name(n->op));
    Piece first = node_piece(n->a, 0);
    if (op_arity(n->op) == 1)
        push(stack, 4, (Piece[]){name, text_piece("("), first, text_piece(")")});
    else
        push(stack, 6,
             (Piece[]){name, text_piece("("), first, text_piece(", "), node_piece(n->b, 0),
                       text_piece(")")});
}

static void put_constant(StrBuf *out, const TreeNode *n)
{
    char number[32];
    if (n->form == TREE_PI) {
        strbuf_put(out, "pi");
    } else if (n->form == TREE_E) {
        strbuf_put(out, "e");
    } else {
        text_shortest(n->value, number);
        strbuf_put(out, number);
    }
}

static void print_node(Stack *stack, const TreeNode *n, StrBuf *out)
{
    switch (n->op) {
    case OP_CONST:
        put_constant(out, n);
        break;
    case OP_X:
        strbuf_put_char(out, 'x');
        break;
    case OP_Y:
        strbuf_put_char(out, 'y');
        break;
    case OP_NEG:
        push(stack, 2, (Piece[]){text_piece("-"), node_piece(n->a, LEVEL_SIGNED)});
        break;
    case OP_ADD:
        push_infix(stack, n, " + ", LEVEL_SUM, LEVEL_PRODUCT);
        break;
    case OP_SUB:
        push_infix(stack, n, " - ", LEVEL_SUM, LEVEL_PRODUCT);
        break;
    case OP_MUL:
        push_infix(stack, n, "*", LEVEL_PRODUCT, LEVEL_SIGNED);
        break;
    case OP_DIV:
        push_infix(stack, n, "/", LEVEL_PRODUCT, LEVEL_SIGNED);
        break;
    case OP_POW:
        if (n->form != TREE_CALL) {
            push_infix(stack, n, "^", LEVEL_ATOM, LEVEL_SIGNED);
            break;
        }
        push_call(stack, n);
        break;
    default:
        push_call(stack, n);
    }
}

void print_text(const Tree *tree, StrBuf *out)
{
    Stack stack = {0};
    push(&stack, 1, (Piece[]){node_piece(tree->root, 0)});
    while (stack.count > 0) {
        Piece piece = stack.pieces[--stack.count];
        if (piece.text) {
            strbuf_put(out, piece.text);
            continue;
        }
        const TreeNode *n = &tree->nodes[piece.node];
        if (level_of(n) < piece.level)
            push(&stack, 3, (Piece[]){text_piece("("), node_piece(piece.node, 0), text_piece(")")});
        else
            print_node(&stack, n, out);
    }
    free(stack.pieces);
}
