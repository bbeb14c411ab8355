/* graph: expressions with every common part once.
 *
 * Nodes are made through functions that return the existing node if there is one (hash-consing)
 * and apply local simplifications. Operands have smaller indices than what uses them, so every
 * pass over a graph is a loop. Knows no text and no derivatives.
 *
 * Simplifications keep the value to the last bit or two and, where the formula as written is
 * singular but has a finite limit, take the limit:
 *   - constants fold; x*1, x+0, --x and their kind vanish; signs move outwards;
 *   - a product of constants folds only where it is exact;
 *   - (a^2)^p is |a|^(2p), sqrt(a^2) is |a|: smooth at 0 where the written chain of derivatives
 *     has 0 times infinity;
 *   - sin(a)/a and sinh(a)/a are entire functions of their own; a^p log(a)^n is 0 at 0;
 *   - x^m / x^n is x^(m-n) for any x that is finite everywhere. */
#ifndef RAVINE_EXPR_GRAPH_H
#define RAVINE_EXPR_GRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include "expr/ops.h"

enum { DEPENDS_X = 1, DEPENDS_Y = 2 };

/* Integer powers up to this are multiplications; larger ones call pow. */
enum { GRAPH_POWI_MAX = 32 };

typedef struct Node {
    Op op;
    int a, b, c;  /* operands; 0 where there is none */
    double value; /* of OP_CONST; n of POWI, SINC, SINHC, XLOGY */
    int depends;  /* DEPENDS_* bits */
    bool total;   /* finite for every finite x and y, overflow aside */
} Node;

typedef struct Graph {
    Node *nodes; /* nodes[0] is the constant 0 */
    size_t count, cap;
    int *table; /* hash table of indices + 1, 0 for free */
    size_t table_size;
    bool full; /* EXPR_NODES_MAX was reached: what it holds is not the formula */
} Graph;

void graph_init(Graph *g);
void graph_deinit(Graph *g);

int graph_const(Graph *g, double value);
int graph_x(Graph *g);
int graph_y(Graph *g);
int graph_unary(Graph *g, Op op, int a);
int graph_binary(Graph *g, Op op, int a, int b);
int graph_select(Graph *g, int condition, int positive, int negative);
int graph_powi(Graph *g, int a, int n);
int graph_bessel(Graph *g, Op op, int n, int a); /* OP_SINC or OP_SINHC */
int graph_xlogy(Graph *g, int a, int n, int b);  /* a log(b)^n, a being 0 as fast as b */

/* No simplification but sharing: for passes that have done theirs. */
int graph_raw(Graph *g, Op op, double value, int a, int b, int c);

bool graph_is_const(const Graph *g, int node, double value);
bool graph_any_const(const Graph *g, int node); /* a constant of any value */

#endif
