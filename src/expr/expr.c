#include "expr/expr.h"

#include <assert.h>
#include <stdlib.h>

#include "base/array.h"
#include "expr/derive.h"
#include "expr/graph.h"
#include "expr/lex.h"
#include "expr/limit.h"
#include "expr/parse.h"
#include "expr/print.h"
#include "expr/program.h"

enum { LEVEL_COUNT = 3 };
static const ExprLevel levels[LEVEL_COUNT] = {EXPR_VALUE, EXPR_GRADIENT, EXPR_HESSIAN};

struct Expr {
    Tree tree;
    Program programs[LEVEL_COUNT];
};

static int graph_of_tree(Graph *g, const Tree *tree)
{
    int *map = mem_calloc(tree->count, sizeof *map);
    for (size_t i = 0; i < tree->count; i++) {
        const TreeNode *n = &tree->nodes[i];
        if (n->op == OP_CONST)
            map[i] = graph_const(g, n->value);
        else if (n->op == OP_X)
            map[i] = graph_x(g);
        else if (n->op == OP_Y)
            map[i] = graph_y(g);
        else if (op_arity(n->op) == 1)
            map[i] = graph_unary(g, n->op, map[n->a]);
        else
            map[i] = graph_binary(g, n->op, map[n->a], map[n->b]);
    }
    int root = map[tree->root];
    free(map);
    return root;
}

Expr *expr_create(const char *text, const ExprParam *params, size_t param_count, Err *err,
                  ExprPlace *place)
{
    Expr *expr = mem_calloc(1, sizeof *expr);
    Graph graph;
    graph_init(&graph);
    if (!tree_parse(&expr->tree, text, params, param_count, err, place))
        goto fail;
    int wanted[EXPR_HESSIAN];
    derive_all(&graph, graph_of_tree(&graph, &expr->tree), wanted);
    bool complete = !graph.full;
    for (int i = 0; i < LEVEL_COUNT && complete; i++)
        complete = program_build(&expr->programs[i], &graph, wanted, levels[i]);
    if (!complete) {
        if (place)
            *place = (ExprPlace){1, 1};
        err_set(err, "formula:1:1: the formula and its derivatives take more than %d operations",
                EXPR_NODES_MAX);
        goto fail;
    }
    graph_deinit(&graph);
    return expr;
fail:
    graph_deinit(&graph);
    expr_destroy(expr);
    return NULL;
}

void expr_destroy(Expr *expr)
{
    if (!expr)
        return;
    for (int i = 0; i < LEVEL_COUNT; i++)
        program_deinit(&expr->programs[i]);
    tree_deinit(&expr->tree);
    free(expr);
}

bool expr_constant(const char *text, const ExprParam *params, size_t param_count, double *value,
                   Err *err)
{
    Expr *expr = expr_create(text, params, param_count, err, NULL);
    if (!expr)
        return false;
    bool constant = true;
    for (size_t i = 0; i < expr->tree.count && constant; i++) {
        const TreeNode *n = &expr->tree.nodes[i];
        constant = n->op != OP_X && n->op != OP_Y;
        if (!constant)
            lex_error(text, n->at, err, NULL, "expected a constant, found '%c'",
                      n->op == OP_X ? 'x' : 'y');
    }
    if (constant)
        expr_point(expr, EXPR_VALUE, 0, 0, value);
    expr_destroy(expr);
    return constant;
}

static const Program *program_for(const Expr *expr, ExprLevel level)
{
    int i = level == EXPR_VALUE ? 0 : level == EXPR_GRADIENT ? 1 : 2;
    assert(levels[i] == level);
    return &expr->programs[i];
}

void expr_point(const Expr *expr, ExprLevel level, double x, double y, double *out)
{
    const Program *program = program_for(expr, level);
    if (!program_point(program, x, y, out))
        limit_fill(program, x, y, out);
}

void expr_block(const Expr *expr, ExprLevel level, const double *x, const double *y,
                double *const *out, size_t count)
{
    program_block(program_for(expr, level), x, y, out, count);
}

size_t expr_cost(const Expr *expr, ExprLevel level)
{
    return program_for(expr, level)->count - 1; /* without the end */
}

void expr_print(const Expr *expr, StrBuf *out)
{
    print_text(&expr->tree, out);
}

void expr_print_tex(const Expr *expr, StrBuf *out)
{
    print_tex(&expr->tree, out);
}
