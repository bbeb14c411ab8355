#include "expr/graph.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "expr/terms.h"

void graph_init(Graph *g)
{
    *g = (Graph){0};
    int zero = graph_const(g, 0);
    assert(zero == 0);
    (void)zero;
}

void graph_deinit(Graph *g)
{
    free(g->nodes);
    free(g->table);
    *g = (Graph){0};
}

static uint64_t node_hash(const Node *n)
{
    uint64_t bits;
    memcpy(&bits, &n->value, sizeof bits);
    uint64_t h = bits ^ ((uint64_t)n->op << 56);
    const int operands[3] = {n->a, n->b, n->c};
    for (int i = 0; i < 3; i++) {
        h = (h ^ (uint64_t)operands[i]) * 0x9E3779B97F4A7C15u;
        h ^= h >> 29;
    }
    return h;
}

static bool node_same(const Node *m, const Node *n)
{
    return m->op == n->op && m->a == n->a && m->b == n->b && m->c == n->c &&
           memcmp(&m->value, &n->value, sizeof m->value) == 0;
}

static size_t table_slot(const Graph *g, const Node *node)
{
    size_t slot = node_hash(node) & (g->table_size - 1);
    while (g->table[slot] != 0 && !node_same(&g->nodes[g->table[slot] - 1], node))
        slot = (slot + 1) & (g->table_size - 1);
    return slot;
}

static void table_grow(Graph *g)
{
    free(g->table);
    g->table_size = g->table_size > 0 ? 2 * g->table_size : 128;
    g->table = mem_calloc(g->table_size, sizeof *g->table);
    for (size_t i = 0; i < g->count; i++)
        g->table[table_slot(g, &g->nodes[i])] = (int)i + 1;
}

static bool op_is_total(const Graph *g, Op op, double value, int a, int b, int c)
{
    switch (op) {
    case OP_CONST:
        return isfinite(value);
    case OP_X:
    case OP_Y:
        return true;
    case OP_NEG:
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_EXP:
    case OP_SIN:
    case OP_COS:
    case OP_ATAN:
    case OP_SINH:
    case OP_COSH:
    case OP_TANH:
    case OP_ABS:
    case OP_MIN:
    case OP_MAX:
    case OP_SIGN:
    case OP_HYPOT:
    case OP_SINC:
    case OP_SINHC:
    case OP_SECH2:
    case OP_SELECT:
        return g->nodes[a].total && g->nodes[b].total && g->nodes[c].total;
    case OP_POWI:
        return value >= 0 && g->nodes[a].total;
    default:
        return false;
    }
}

int graph_raw(Graph *g, Op op, double value, int a, int b, int c)
{
    if (2 * (g->count + 1) > g->table_size)
        table_grow(g);
    Node node = {.op = op, .a = a, .b = b, .c = c, .value = value};
    size_t slot = table_slot(g, &node);
    if (g->table[slot] != 0)
        return g->table[slot] - 1;
    if (g->count >= EXPR_NODES_MAX) {
        g->full = true;
        return 0;
    }
    if (op_arity(op) > 0)
        node.depends = g->nodes[a].depends | g->nodes[b].depends | g->nodes[c].depends;
    else
        node.depends = op == OP_X ? DEPENDS_X : op == OP_Y ? DEPENDS_Y : 0;
    node.total = op_is_total(g, op, value, a, b, c);
    ARRAY_RESERVE(g->nodes, g->cap, g->count + 1);
    g->nodes[g->count] = node;
    g->table[slot] = (int)++g->count;
    return (int)g->count - 1;
}

int graph_const(Graph *g, double value)
{
    return graph_raw(g, OP_CONST, value, 0, 0, 0);
}

int graph_x(Graph *g)
{
    return graph_raw(g, OP_X, 0, 0, 0, 0);
}

int graph_y(Graph *g)
{
    return graph_raw(g, OP_Y, 0, 0, 0, 0);
}

bool graph_any_const(const Graph *g, int node)
{
    return g->nodes[node].op == OP_CONST;
}

bool graph_is_const(const Graph *g, int node, double value)
{
    return graph_any_const(g, node) && g->nodes[node].value == value;
}

static bool is_op(const Graph *g, int node, Op op)
{
    return g->nodes[node].op == op;
}

/* Never below 0 (and not nan from a finite operand of the wrong sign). */
static bool is_nonnegative(const Graph *g, int node)
{
    const Node *n = &g->nodes[node];
    return n->op == OP_ABS || n->op == OP_EXP || n->op == OP_COSH || n->op == OP_HYPOT ||
           n->op == OP_SQRT || (n->op == OP_POWI && fmod(n->value, 2) == 0);
}

static bool is_power_of_two(double value)
{
    int exponent;
    return isnormal(value) && fabs(frexp(value, &exponent)) == 0.5 && isnormal(1 / value);
}

static bool exact_product(double a, double b)
{
    double p = a * b;
    return isfinite(p) && fabs(p) > DBL_MIN / DBL_EPSILON && fma(a, b, -p) == 0;
}

static int make_neg(Graph *g, int a)
{
    const Node n = g->nodes[a];
    if (n.op == OP_NEG)
        return n.a;
    if (n.op == OP_SUB)
        return graph_binary(g, OP_SUB, n.b, n.a);
    if (n.op == OP_MUL && graph_any_const(g, n.b))
        return graph_raw(g, OP_MUL, 0, n.a, graph_const(g, -g->nodes[n.b].value), 0);
    return graph_raw(g, OP_NEG, 0, a, 0, 0);
}

/* Commutative operands in one order: constants last, else by age. */
static int make_commutative(Graph *g, Op op, int a, int b)
{
    bool a_const = graph_any_const(g, a);
    bool b_const = graph_any_const(g, b);
    bool swap = a_const != b_const ? a_const : a > b;
    return swap ? graph_raw(g, op, 0, b, a, 0) : graph_raw(g, op, 0, a, b, 0);
}

static int make_add(Graph *g, int a, int b)
{
    if (graph_is_const(g, a, 0))
        return b;
    if (graph_is_const(g, b, 0))
        return a;
    if (a == b)
        return graph_binary(g, OP_MUL, a, graph_const(g, 2));
    if (is_op(g, b, OP_NEG))
        return graph_binary(g, OP_SUB, a, g->nodes[b].a);
    if (is_op(g, a, OP_NEG))
        return graph_binary(g, OP_SUB, b, g->nodes[a].a);
    return make_commutative(g, OP_ADD, a, b);
}

static int make_sub(Graph *g, int a, int b)
{
    if (graph_is_const(g, b, 0))
        return a;
    if (graph_is_const(g, a, 0))
        return graph_unary(g, OP_NEG, b);
    if (a == b && g->nodes[a].total)
        return graph_const(g, 0);
    if (is_op(g, b, OP_NEG))
        return graph_binary(g, OP_ADD, a, g->nodes[b].a);
    if (graph_any_const(g, b))
        return graph_binary(g, OP_ADD, a, graph_const(g, -g->nodes[b].value));
    return graph_raw(g, OP_SUB, 0, a, b, 0);
}

/* a times the constant c. */
static int make_scaled(Graph *g, int a, double c)
{
    const Node n = g->nodes[a];
    if (c == 0)
        return graph_const(g, 0);
    if (c == 1)
        return a;
    if (c == -1)
        return graph_unary(g, OP_NEG, a);
    if (n.op == OP_NEG)
        return make_scaled(g, n.a, -c);
    if (n.op == OP_MUL && graph_any_const(g, n.b) && exact_product(c, g->nodes[n.b].value))
        return make_scaled(g, n.a, c * g->nodes[n.b].value);
    return graph_raw(g, OP_MUL, 0, a, graph_const(g, c), 0);
}

/* a times b = log(c)^n, where a is 0 as fast as c is: the limit at 0 is 0. -1 if it is nothing of
 * the kind. */
static int make_log_product(Graph *g, int a, int b)
{
    const Node m = g->nodes[a];
    const Node n = g->nodes[b];
    int log_node = n.op == OP_POWI ? n.a : b;
    double power = n.op == OP_POWI ? n.value : 1;
    if (!is_op(g, log_node, OP_LOG) || power < 1)
        return -1;
    int inner = g->nodes[log_node].a;
    if (m.op == OP_XLOGY && m.b == inner)
        return graph_xlogy(g, m.a, (int)(m.value + power), inner);
    bool vanishes = a == inner || (m.op == OP_POWI && m.a == inner && m.value > 0) ||
                    ((m.op == OP_SQRT || m.op == OP_POW) && m.a == inner);
    return vanishes ? graph_xlogy(g, a, (int)power, inner) : -1;
}

static int make_mul(Graph *g, int a, int b)
{
    if (graph_any_const(g, a))
        return make_scaled(g, b, g->nodes[a].value);
    if (graph_any_const(g, b))
        return make_scaled(g, a, g->nodes[b].value);
    if (is_op(g, a, OP_NEG))
        return graph_unary(g, OP_NEG, graph_binary(g, OP_MUL, g->nodes[a].a, b));
    if (is_op(g, b, OP_NEG))
        return graph_unary(g, OP_NEG, graph_binary(g, OP_MUL, a, g->nodes[b].a));
    if (a == b)
        return graph_powi(g, a, 2);
    if (is_op(g, a, OP_POWI) && g->nodes[a].a == b && g->nodes[a].value == 2)
        return graph_powi(g, b, 3);
    if (is_op(g, b, OP_POWI) && g->nodes[b].a == a && g->nodes[b].value == 2)
        return graph_powi(g, a, 3);
    int special = make_log_product(g, a, b);
    if (special < 0)
        special = make_log_product(g, b, a);
    return special >= 0 ? special : make_commutative(g, OP_MUL, a, b);
}

/* a = c base with a constant c: 3x, x/2, -x. */
static int strip_scale(const Graph *g, int a, double *c)
{
    *c = 1;
    for (;;) {
        const Node *n = &g->nodes[a];
        if (n->op == OP_NEG)
            *c = -*c;
        else if (n->op == OP_MUL && graph_any_const(g, n->b))
            *c *= g->nodes[n->b].value;
        else if (n->op == OP_DIV && graph_any_const(g, n->b))
            *c /= g->nodes[n->b].value;
        else
            return a;
        a = n->a;
    }
}

/* sin(ka)/a = k sinc(ka), likewise sinh; -1 if a/b is nothing of the kind. */
static int make_sinc(Graph *g, int a, int b)
{
    const Node n = g->nodes[a];
    if (n.op != OP_SIN && n.op != OP_SINH)
        return -1;
    double above;
    double below;
    if (strip_scale(g, n.a, &above) != strip_scale(g, b, &below))
        return -1;
    int ratio = graph_bessel(g, n.op == OP_SIN ? OP_SINC : OP_SINHC, 0, n.a);
    return n.a == b ? ratio : graph_binary(g, OP_MUL, ratio, graph_const(g, above / below));
}

/* x^m / x^n; -1 if a/b is nothing of the kind. */
static int make_power_ratio(Graph *g, int a, int b)
{
    const Node m = g->nodes[a];
    const Node n = g->nodes[b];
    int a_base = m.op == OP_POWI ? m.a : a;
    int b_base = n.op == OP_POWI ? n.a : b;
    if (a_base != b_base || !g->nodes[a_base].total)
        return -1;
    double power = (m.op == OP_POWI ? m.value : 1) - (n.op == OP_POWI ? n.value : 1);
    return fabs(power) <= GRAPH_POWI_MAX ? graph_powi(g, a_base, (int)power) : -1;
}

static int make_div(Graph *g, int a, int b)
{
    if (graph_is_const(g, a, 0) && !graph_is_const(g, b, 0))
        return a;
    if (graph_any_const(g, b)) {
        double c = g->nodes[b].value;
        if (is_power_of_two(c))
            return make_scaled(g, a, 1 / c);
        if (is_op(g, a, OP_NEG))
            return graph_binary(g, OP_DIV, g->nodes[a].a, graph_const(g, -c));
        return graph_raw(g, OP_DIV, 0, a, b, 0);
    }
    if (is_op(g, b, OP_NEG))
        return graph_unary(g, OP_NEG, graph_binary(g, OP_DIV, a, g->nodes[b].a));
    if (is_op(g, a, OP_NEG))
        return graph_unary(g, OP_NEG, graph_binary(g, OP_DIV, g->nodes[a].a, b));
    int special = make_sinc(g, a, b);
    if (special < 0)
        special = make_power_ratio(g, a, b);
    return special >= 0 ? special : graph_raw(g, OP_DIV, 0, a, b, 0);
}

/* |a|^p for a power p of any size. */
static int make_abs_power(Graph *g, int a, double p)
{
    int size = graph_unary(g, OP_ABS, a);
    if (p == floor(p) && fabs(p) <= GRAPH_POWI_MAX) {
        if (fmod(p, 2) == 0)
            return graph_powi(g, a, (int)p);
        return graph_binary(g, OP_MUL, size, graph_powi(g, a, (int)p - 1));
    }
    return graph_binary(g, OP_POW, size, graph_const(g, p));
}

static int make_constant_power(Graph *g, int a, double p)
{
    const Node n = g->nodes[a];
    if (n.op == OP_POWI && fmod(n.value, 2) == 0 && exact_product(n.value, p))
        return make_abs_power(g, n.a, n.value * p);
    if (p == floor(p) && fabs(p) <= GRAPH_POWI_MAX)
        return graph_powi(g, a, (int)p);
    if (p == 0.5)
        return graph_unary(g, OP_SQRT, a);
    return graph_raw(g, OP_POW, 0, a, graph_const(g, p), 0);
}

static int make_pow(Graph *g, int a, int b)
{
    if (graph_any_const(g, b))
        return make_constant_power(g, a, g->nodes[b].value);
    if (graph_is_const(g, a, M_E))
        return graph_unary(g, OP_EXP, b);
    if (graph_is_const(g, a, 1) && g->nodes[b].total)
        return a;
    return graph_raw(g, OP_POW, 0, a, b, 0);
}

int graph_powi(Graph *g, int a, int n)
{
    const Node base = g->nodes[a];
    if (n == 0)
        return graph_const(g, 1);
    if (n == 1)
        return a;
    if (base.op == OP_CONST)
        return graph_const(g, op_apply(OP_POWI, n, base.value, 0, 0));
    if (base.op == OP_POWI && fabs(base.value * n) <= GRAPH_POWI_MAX)
        return graph_powi(g, base.a, (int)base.value * n);
    if (base.op == OP_ABS && n % 2 == 0)
        return graph_powi(g, base.a, n);
    if (base.op == OP_NEG) {
        int power = graph_powi(g, base.a, n);
        return n % 2 == 0 ? power : graph_unary(g, OP_NEG, power);
    }
    return graph_raw(g, OP_POWI, n, a, 0, 0);
}

int graph_bessel(Graph *g, Op op, int n, int a)
{
    assert(n >= 0 && n <= 2);
    if (graph_any_const(g, a))
        return graph_const(g, op_apply(op, n, g->nodes[a].value, 0, 0));
    if (is_op(g, a, OP_NEG)) /* even */
        a = g->nodes[a].a;
    return graph_raw(g, op, n, a, 0, 0);
}

int graph_xlogy(Graph *g, int a, int n, int b)
{
    return n == 0 ? a : graph_raw(g, OP_XLOGY, n, a, b, 0);
}

int graph_select(Graph *g, int condition, int positive, int negative)
{
    if (positive == negative)
        return positive;
    if (graph_any_const(g, condition) && graph_any_const(g, positive) &&
        graph_any_const(g, negative))
        return graph_const(g, OP_SELECT(g->nodes[condition].value, g->nodes[positive].value,
                                        g->nodes[negative].value));
    return graph_raw(g, OP_SELECT, 0, condition, positive, negative);
}

int graph_unary(Graph *g, Op op, int a)
{
    const Node n = g->nodes[a];
    if (n.op == OP_CONST)
        return graph_const(g, op_apply(op, 0, n.value, 0, 0));
    switch (op) {
    case OP_NEG:
        return make_neg(g, a);
    case OP_ABS:
        if (is_nonnegative(g, a))
            return a;
        return n.op == OP_NEG ? graph_unary(g, OP_ABS, n.a) : graph_raw(g, op, 0, a, 0, 0);
    case OP_SQRT:
        if (n.op == OP_POWI && fmod(n.value, 2) == 0)
            return make_abs_power(g, n.a, n.value / 2);
        return graph_raw(g, op, 0, a, 0, 0);
    case OP_COS: /* even */
    case OP_COSH:
        return n.op == OP_NEG ? graph_unary(g, op, n.a) : graph_raw(g, op, 0, a, 0, 0);
    default:
        return graph_raw(g, op, 0, a, 0, 0);
    }
}

int graph_binary(Graph *g, Op op, int a, int b)
{
    bool to_nothing = op == OP_POW && graph_is_const(g, b, 0); /* 0^0 as written is 1 */
    if (graph_any_const(g, a) && graph_any_const(g, b) && !to_nothing)
        return graph_const(g, op_apply(op, 0, g->nodes[a].value, g->nodes[b].value, 0));
    switch (op) {
    case OP_ADD:
        return make_add(g, a, b);
    case OP_SUB:
        return make_sub(g, a, b);
    case OP_MUL:
        return make_mul(g, a, b);
    case OP_DIV:
        return make_div(g, a, b);
    case OP_POW:
        return make_pow(g, a, b);
    default:
        return graph_raw(g, op, 0, a, b, 0);
    }
}
