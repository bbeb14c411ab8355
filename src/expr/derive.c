#include "expr/derive.h"

#include <assert.h>
#include <stdlib.h>

#include "base/array.h"

/* d node / d target = factor, but only where select > 0 (side 1) or < 0 (side -1) if side is not
 * 0: then the other side gets exactly 0, be factor infinite. */
typedef struct Edge {
    int target;
    int factor;
    int select, side;
} Edge;

typedef struct Edges {
    Edge edge[2];
    int count;
} Edges;

static void add_edge(const Graph *g, Edges *edges, int target, int factor)
{
    if (g->nodes[target].depends != 0)
        edges->edge[edges->count++] = (Edge){.target = target, .factor = factor};
}

static void add_branches(Graph *g, Edges *edges, int select, int positive, int negative)
{
    int one = graph_const(g, 1);
    if (g->nodes[positive].depends != 0)
        edges->edge[edges->count++] = (Edge){positive, one, select, 1};
    if (g->nodes[negative].depends != 0)
        edges->edge[edges->count++] = (Edge){negative, one, select, -1};
}

static int mul(Graph *g, int a, int b)
{
    return graph_binary(g, OP_MUL, a, b);
}

static int div_(Graph *g, int a, int b)
{
    return graph_binary(g, OP_DIV, a, b);
}

static int sub(Graph *g, int a, int b)
{
    return graph_binary(g, OP_SUB, a, b);
}

static int add(Graph *g, int a, int b)
{
    return graph_binary(g, OP_ADD, a, b);
}

static int constant(Graph *g, double value)
{
    return graph_const(g, value);
}

/* If s is c sqrt(u), c |v| or c hypot(p, q), so that s ds is smooth: edges for
 * d node = factor s ds. */
static bool root_edges(Graph *g, Edges *edges, int s, int factor)
{
    double c = 1;
    for (;;) {
        const Node n = g->nodes[s];
        if (n.op == OP_NEG)
            c = -c;
        else if (n.op == OP_MUL && graph_any_const(g, n.b))
            c *= g->nodes[n.b].value;
        else if (n.op == OP_DIV && graph_any_const(g, n.b))
            c /= g->nodes[n.b].value;
        else
            break;
        s = n.a;
    }
    const Node n = g->nodes[s];
    if (n.op == OP_SQRT) {
        add_edge(g, edges, n.a, mul(g, factor, constant(g, 0.5 * c * c)));
    } else if (n.op == OP_ABS) {
        add_edge(g, edges, n.a, mul(g, mul(g, factor, constant(g, c * c)), n.a));
    } else if (n.op == OP_HYPOT) {
        int scaled = mul(g, factor, constant(g, c * c));
        add_edge(g, edges, n.a, mul(g, scaled, n.a));
        add_edge(g, edges, n.b, mul(g, scaled, n.b));
    } else {
        return false;
    }
    return true;
}

/* node is an even function of s: d node = factor s ds, or plain ds if s is no root. */
static void even_edges(Graph *g, Edges *edges, int s, int factor, int plain)
{
    if (!root_edges(g, edges, s, factor))
        add_edge(g, edges, s, plain);
}

static bool is_root(const Graph *g, int s)
{
    for (;;) {
        const Node *n = &g->nodes[s];
        bool scaled =
            n->op == OP_NEG || ((n->op == OP_MUL || n->op == OP_DIV) && graph_any_const(g, n->b));
        if (!scaled)
            return n->op == OP_SQRT || n->op == OP_ABS || n->op == OP_HYPOT;
        s = n->a;
    }
}

static void bessel_edges(Graph *g, Edges *edges, Node n)
{
    /* The third derivative is never asked for. */
    int order = (int)n.value < 2 ? (int)n.value + 1 : 2;
    int next = graph_bessel(g, n.op, order, n.a);
    if (n.op == OP_SINC)
        next = graph_unary(g, OP_NEG, next);
    even_edges(g, edges, n.a, next, mul(g, next, n.a));
}

static void powi_edges(Graph *g, Edges *edges, Node n)
{
    int power = (int)n.value;
    int scale = constant(g, power);
    if (power % 2 == 0 && is_root(g, n.a))
        root_edges(g, edges, n.a, mul(g, scale, graph_powi(g, n.a, power - 2)));
    else
        add_edge(g, edges, n.a, mul(g, scale, graph_powi(g, n.a, power - 1)));
}

/* d a^b = b a^(b-1) da + a^b log(a) db */
static void pow_edges(Graph *g, Edges *edges, int self, Node n)
{
    if (g->nodes[n.a].depends != 0) {
        int less = graph_binary(g, OP_POW, n.a, sub(g, n.b, constant(g, 1)));
        add_edge(g, edges, n.a, mul(g, n.b, less));
    }
    if (g->nodes[n.b].depends == 0)
        return;
    int rate = graph_xlogy(g, self, 1, n.a);
    if (graph_is_const(g, n.a, 0)) /* 0^b is 0 for b > 0, and elsewhere not finite */
        rate = self;
    else if (graph_any_const(g, n.a))
        rate = mul(g, self, graph_unary(g, OP_LOG, n.a));
    add_edge(g, edges, n.b, rate);
}

/* a log(b)^n. Where a is b^p the powers of b stay together, so that each part is 0 where b is:
 *   d b^p log(b)^n = b^(p-1) (p log(b)^n + n log(b)^(n-1)) db + b^p log(b)^(n+1) dp */
static void xlogy_edges(Graph *g, Edges *edges, Node n)
{
    const Node a = g->nodes[n.a];
    int power = (int)n.value;
    int times = constant(g, power);
    if (a.op == OP_POW && a.a == n.b) {
        int less = graph_binary(g, OP_POW, n.b, sub(g, a.b, constant(g, 1)));
        int by_base = add(g, mul(g, a.b, graph_xlogy(g, less, power, n.b)),
                          mul(g, times, graph_xlogy(g, less, power - 1, n.b)));
        add_edge(g, edges, n.b, by_base);
        add_edge(g, edges, a.b, graph_xlogy(g, n.a, power + 1, n.b));
        return;
    }
    int log_b = graph_unary(g, OP_LOG, n.b);
    add_edge(g, edges, n.a, graph_powi(g, log_b, power));
    add_edge(g, edges, n.b, mul(g, times, graph_xlogy(g, div_(g, n.a, n.b), power - 1, n.b)));
}

static void function_edges(Graph *g, Edges *edges, int self, Node n)
{
    int one = constant(g, 1);
    switch (n.op) {
    case OP_SQRT:
        add_edge(g, edges, n.a, div_(g, constant(g, 0.5), self));
        return;
    case OP_EXP:
        add_edge(g, edges, n.a, self);
        return;
    case OP_LOG:
        add_edge(g, edges, n.a, div_(g, one, n.a));
        return;
    case OP_SIN:
        add_edge(g, edges, n.a, graph_unary(g, OP_COS, n.a));
        return;
    case OP_COS:
        if (is_root(g, n.a))
            root_edges(g, edges, n.a, graph_unary(g, OP_NEG, graph_bessel(g, OP_SINC, 0, n.a)));
        else
            add_edge(g, edges, n.a, graph_unary(g, OP_NEG, graph_unary(g, OP_SIN, n.a)));
        return;
    case OP_TAN:
        add_edge(g, edges, n.a, add(g, one, graph_powi(g, self, 2)));
        return;
    case OP_ASIN:
        add_edge(g, edges, n.a, graph_unary(g, OP_ARC, n.a));
        return;
    case OP_ACOS:
        add_edge(g, edges, n.a, graph_unary(g, OP_NEG, graph_unary(g, OP_ARC, n.a)));
        return;
    case OP_ARC:
        add_edge(g, edges, n.a, mul(g, graph_powi(g, self, 3), n.a));
        return;
    case OP_ATAN:
        add_edge(g, edges, n.a, div_(g, one, add(g, one, graph_powi(g, n.a, 2))));
        return;
    case OP_SINH:
        add_edge(g, edges, n.a, graph_unary(g, OP_COSH, n.a));
        return;
    case OP_COSH:
        if (is_root(g, n.a))
            root_edges(g, edges, n.a, graph_bessel(g, OP_SINHC, 0, n.a));
        else
            add_edge(g, edges, n.a, graph_unary(g, OP_SINH, n.a));
        return;
    case OP_TANH:
        add_edge(g, edges, n.a, graph_unary(g, OP_SECH2, n.a));
        return;
    case OP_SECH2:
        add_edge(g, edges, n.a,
                 mul(g, mul(g, self, graph_unary(g, OP_TANH, n.a)), constant(g, -2)));
        return;
    case OP_ABS:
        add_edge(g, edges, n.a, graph_unary(g, OP_SIGN, n.a));
        return;
    case OP_HYPOT:
        if (g->nodes[n.a].depends != 0)
            add_edge(g, edges, n.a, div_(g, n.a, self));
        if (g->nodes[n.b].depends != 0)
            add_edge(g, edges, n.b, div_(g, n.b, self));
        return;
    default:
        assert(false && "no derivative");
    }
}

/* The places a change of this node comes from, without those that do not depend on x or y. */
static Edges edges_of(Graph *g, int self)
{
    Edges edges = {0};
    const Node n = g->nodes[self];
    int one = constant(g, 1);
    switch (n.op) {
    case OP_CONST:
    case OP_X:
    case OP_Y:
    case OP_SIGN:
        break;
    case OP_NEG:
        add_edge(g, &edges, n.a, constant(g, -1));
        break;
    case OP_ADD:
        add_edge(g, &edges, n.a, one);
        add_edge(g, &edges, n.b, one);
        break;
    case OP_SUB:
        add_edge(g, &edges, n.a, one);
        add_edge(g, &edges, n.b, constant(g, -1));
        break;
    case OP_MUL:
        add_edge(g, &edges, n.a, n.b);
        add_edge(g, &edges, n.b, n.a);
        break;
    case OP_DIV:
        if (g->nodes[n.a].depends != 0)
            add_edge(g, &edges, n.a, div_(g, one, n.b));
        if (g->nodes[n.b].depends != 0)
            add_edge(g, &edges, n.b, graph_unary(g, OP_NEG, div_(g, self, n.b)));
        break;
    case OP_POW:
        pow_edges(g, &edges, self, n);
        break;
    case OP_POWI:
        powi_edges(g, &edges, n);
        break;
    case OP_SINC:
    case OP_SINHC:
        bessel_edges(g, &edges, n);
        break;
    case OP_XLOGY:
        xlogy_edges(g, &edges, n);
        break;
    case OP_MIN:
        add_branches(g, &edges, sub(g, n.b, n.a), n.a, n.b);
        break;
    case OP_MAX:
        add_branches(g, &edges, sub(g, n.a, n.b), n.a, n.b);
        break;
    case OP_SELECT:
        add_branches(g, &edges, n.a, n.b, n.c);
        break;
    default:
        function_edges(g, &edges, self, n);
    }
    return edges;
}

/* amount times factor. A choice stays outside: where the other branch was taken, amount is 0 and
 * must stay 0 even if the factor is infinite. */
static int scaled_choice(Graph *g, int amount, int factor)
{
    const Node n = g->nodes[amount];
    if (n.op == OP_SELECT && (n.b == 0 || n.c == 0))
        return graph_select(g, n.a, mul(g, n.b, factor), mul(g, n.c, factor));
    return mul(g, amount, factor);
}

/* amount times the edge's derivative. */
static int along(Graph *g, Edge edge, int amount)
{
    int product = scaled_choice(g, amount, edge.factor);
    int zero = constant(g, 0);
    if (edge.side == 0)
        return product;
    return edge.side > 0 ? graph_select(g, edge.select, product, zero)
                         : graph_select(g, edge.select, zero, product);
}

/* adjoint[n] is d f / d n, for the nodes f depends on; -1 elsewhere. */
static void reverse_sweep(Graph *g, int f, int *adjoint)
{
    for (int n = 0; n <= f; n++)
        adjoint[n] = -1;
    adjoint[f] = constant(g, 1);
    for (int n = f; n > 0 && !g->full; n--) {
        if (adjoint[n] < 0)
            continue;
        Edges edges = edges_of(g, n);
        for (int i = 0; i < edges.count; i++) {
            int part = along(g, edges.edge[i], adjoint[n]);
            int *sum = &adjoint[edges.edge[i].target];
            *sum = *sum < 0 ? part : add(g, *sum, part);
        }
    }
}

static void mark_needed(const Graph *g, int root, bool *needed)
{
    needed[root] = true;
    for (int n = root; n > 0; n--) {
        if (!needed[n])
            continue;
        const Node *node = &g->nodes[n];
        if (op_arity(node->op) > 0)
            needed[node->a] = true;
        if (op_arity(node->op) > 1)
            needed[node->b] = true;
        if (op_arity(node->op) > 2)
            needed[node->c] = true;
    }
}

/* tangent[n] is d n / d variable, for the nodes below count that are needed. */
static void forward_sweep(Graph *g, int variable, const bool *needed, int count, int *tangent)
{
    int seed = constant(g, 1);
    for (int n = 0; n < count && !g->full; n++) {
        tangent[n] = 0;
        if (!needed[n] || (g->nodes[n].depends & variable) == 0)
            continue;
        if (g->nodes[n].op == OP_X || g->nodes[n].op == OP_Y) {
            tangent[n] = seed;
            continue;
        }
        Edges edges = edges_of(g, n);
        for (int i = 0; i < edges.count; i++)
            tangent[n] = add(g, tangent[n], along(g, edges.edge[i], tangent[edges.edge[i].target]));
    }
}

/* The derivative of f by the variable node, from the reverse sweep. */
static int gradient_of(const int *adjoint, int f, int variable)
{
    return variable <= f && adjoint[variable] >= 0 ? adjoint[variable] : 0;
}

void derive_all(Graph *g, int f, int out[6])
{
    int x = graph_x(g);
    int y = graph_y(g);
    out[0] = f;
    int *adjoint = mem_calloc((size_t)f + 1, sizeof *adjoint);
    reverse_sweep(g, f, adjoint);
    out[1] = gradient_of(adjoint, f, x);
    out[2] = gradient_of(adjoint, f, y);
    free(adjoint);

    int count = (out[1] > out[2] ? out[1] : out[2]) + 1;
    bool *needed = mem_calloc((size_t)count, sizeof *needed);
    int *tangent = mem_calloc((size_t)count, sizeof *tangent);
    mark_needed(g, out[1], needed);
    forward_sweep(g, DEPENDS_X, needed, count, tangent);
    out[3] = tangent[out[1]];
    mark_needed(g, out[2], needed);
    forward_sweep(g, DEPENDS_Y, needed, count, tangent);
    out[4] = tangent[out[1]];
    out[5] = tangent[out[2]];
    free(tangent);
    free(needed);
}
