/* terms: what every module of this floor and whoever uses it speaks of: how large a formula may be,
 * names it may use, how much an evaluation yields, a place in its text. */
#ifndef RAVINE_EXPR_TERMS_H
#define RAVINE_EXPR_TERMS_H

enum {
    EXPR_LENGTH_MAX = 4096, /* bytes of formula text */
    EXPR_DEPTH_MAX = 200,   /* nested parentheses, functions, unary signs, powers */
    EXPR_NODES_MAX = 20000, /* of the graph with all derivatives */
    EXPR_NAME_MAX = 31      /* characters of a name */
};

/* A name the formula may use beside x, y, pi and e; a constant as far as derivatives go. */
typedef struct ExprParam {
    const char *name;
    double value;
} ExprParam;

/* How much one evaluation yields, and the order of outputs: f, fx, fy, fxx, fxy, fyy. The value
 * of each constant is its number of outputs. */
typedef enum ExprLevel { EXPR_VALUE = 1, EXPR_GRADIENT = 3, EXPR_HESSIAN = 6 } ExprLevel;

/* Where a formula is wrong. Lines and columns count from 1, columns in characters. */
typedef struct ExprPlace {
    int line, column;
} ExprPlace;

#endif
