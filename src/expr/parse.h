/* parse: formula text -> tree as written.
 *
 * The tree keeps what the person wrote (for printing it back) and where (for messages); it is an
 * array in which operands come before what uses them, so that every pass over it is a loop. Knows
 * no derivatives.
 *
 * Grammar, loosest first:
 *   sum:     product (('+' | '-') product)*
 *   product: signed (('*' | '/' | nothing) signed)*    left to right: 1/2x is (1/2)*x
 *   signed:  ('-' | '+') signed | power                -x^2 is -(x^2)
 *   power:   atom ('^' signed)?                        right to left: 2^3^2 is 2^9; also '**'
 *   atom:    number | name | function '(' sum (',' sum)* ')' | '(' sum ')', then superscripts
 * An omitted '*' may stand before a name or a parenthesis, not before a number. */
#ifndef RAVINE_EXPR_PARSE_H
#define RAVINE_EXPR_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "expr/ops.h"
#include "expr/terms.h"

typedef enum TreeForm {
    TREE_PLAIN,
    TREE_PI, /* of a constant: which name it was written with */
    TREE_E,
    TREE_CALL /* of a power: written as pow(a, b) */
} TreeForm;

typedef struct TreeNode {
    Op op; /* OP_CONST to OP_HYPOT */
    TreeForm form;
    int a, b;     /* operands, -1 for none */
    double value; /* of OP_CONST: numbers, pi, e and parameters */
    size_t at;    /* byte of the text */
} TreeNode;

typedef struct Tree {
    TreeNode *nodes;
    size_t count, cap;
    int root;
} Tree;

bool tree_parse(Tree *tree, const char *text, const ExprParam *params, size_t param_count, Err *err,
                ExprPlace *place);
void tree_deinit(Tree *tree);

#endif
