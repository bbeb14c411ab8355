#include "expr/program.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"

/* ---- Multiplying out powers and what else has no instruction: a copy of the wanted part of the
 * graph ---- */

static int raw2(Graph *g, Op op, int a, int b)
{
    return graph_raw(g, op, 0, a, b, 0);
}

/* a^n by squaring; shares a^2, a^3 ... with other powers of a. */
static int expand_powi(Graph *g, int a, int n)
{
    if (n < 0)
        return raw2(g, OP_DIV, graph_const(g, 1), expand_powi(g, a, -n));
    if (n <= 1)
        return n == 1 ? a : graph_const(g, 1);
    int rest = n % 2 == 0 ? expand_powi(g, a, n / 2) : expand_powi(g, a, n - 1);
    return n % 2 == 0 ? raw2(g, OP_MUL, rest, rest) : raw2(g, OP_MUL, rest, a);
}

static int expand_pow(Graph *g, int a, int b)
{
    double p = g->nodes[b].value;
    double n = floor(fabs(p));
    if (!graph_any_const(g, b) || fabs(p) - n != 0.5 || n > 8)
        return raw2(g, OP_POW, a, b);
    int root = graph_raw(g, OP_SQRT, 0, a, 0, 0);
    int power = n > 0 ? raw2(g, OP_MUL, expand_powi(g, a, (int)n), root) : root;
    return p > 0 ? power : raw2(g, OP_DIV, graph_const(g, 1), power);
}

/* a log(b)^n; others may need the logarithm as well. */
static int expand_xlogy(Graph *g, int a, int n, int b)
{
    return raw2(g, OP_ZMUL, a, expand_powi(g, graph_raw(g, OP_LOG, 0, b, 0, 0), n));
}

/* As op_sech2. */
static int expand_sech2(Graph *g, int a)
{
    int size = graph_raw(g, OP_ABS, 0, a, 0, 0);
    int e = graph_raw(g, OP_EXP, 0, raw2(g, OP_MUL, size, graph_const(g, -2)), 0, 0);
    int above = raw2(g, OP_MUL, e, graph_const(g, 4));
    int below = raw2(g, OP_ADD, e, graph_const(g, 1));
    return raw2(g, OP_DIV, above, raw2(g, OP_MUL, below, below));
}

/* As op_arc. */
static int expand_arc(Graph *g, int a)
{
    int one = graph_const(g, 1);
    int square = raw2(g, OP_MUL, raw2(g, OP_SUB, one, a), raw2(g, OP_ADD, a, one));
    return raw2(g, OP_DIV, one, graph_raw(g, OP_SQRT, 0, square, 0, 0));
}

static void expand(Graph *to, const Graph *from, const int *wanted, size_t count, int *map)
{
    bool *needed = mem_calloc(from->count, sizeof *needed);
    for (size_t i = 0; i < count; i++)
        needed[wanted[i]] = true;
    for (size_t i = from->count; i-- > 0;) {
        const Node *n = &from->nodes[i];
        const int operands[3] = {n->a, n->b, n->c};
        for (int k = 0; needed[i] && k < op_arity(n->op); k++)
            needed[operands[k]] = true;
    }
    for (size_t i = 0; i < from->count; i++) {
        const Node n = from->nodes[i];
        if (!needed[i])
            continue;
        if (n.op == OP_POWI)
            map[i] = expand_powi(to, map[n.a], (int)n.value);
        else if (n.op == OP_POW)
            map[i] = expand_pow(to, map[n.a], map[n.b]);
        else if (n.op == OP_XLOGY)
            map[i] = expand_xlogy(to, map[n.a], (int)n.value, map[n.b]);
        else if (n.op == OP_SECH2)
            map[i] = expand_sech2(to, map[n.a]);
        else if (n.op == OP_ARC)
            map[i] = expand_arc(to, map[n.a]);
        else
            map[i] = graph_raw(to, n.op, n.value, map[n.a], map[n.b], map[n.c]);
    }
    free(needed);
}

/* ---- Instructions ---- */

/* A node on its way to an instruction. Operands are nodes until registers are known. */
typedef struct Draft {
    Code code;
    int operand[3]; /* -1 for none */
    double k;
    int uses;      /* by other instructions and as output */
    bool emitted;  /* needs an instruction of its own */
    int output;    /* first place among the outputs, -1 for none */
    int last_use;  /* the last draft that reads it */
    uint16_t home; /* register */
} Draft;

static Code code_of(Op op)
{
    switch (op) {
#define SAME(name)                                                                                 \
    case OP_##name:                                                                                \
        return CODE_##name;
        SAME(CONST)
        SAME(NEG)
        SAME(ADD)
        SAME(SUB)
        SAME(MUL)
        SAME(DIV)
        SAME(POW)
        SAME(SQRT)
        SAME(EXP)
        SAME(LOG)
        SAME(SIN)
        SAME(COS)
        SAME(TAN)
        SAME(ASIN)
        SAME(ACOS)
        SAME(ATAN)
        SAME(SINH)
        SAME(COSH)
        SAME(TANH)
        SAME(ABS)
        SAME(MIN)
        SAME(MAX)
        SAME(SIGN)
        SAME(HYPOT)
        SAME(SINC)
        SAME(SINHC)
        SAME(ZMUL)
        SAME(SELECT)
#undef SAME
    case OP_X:
    case OP_Y:
        return CODE_COPY;
    case OP_POWI: /* these were expanded */
    case OP_XLOGY:
    case OP_SECH2:
    case OP_ARC:
    case OP_COUNT:
        break;
    }
    assert(false && "no instruction");
    return CODE_COPY;
}

static void take_constant(Draft *d, Code code, int operand, double k)
{
    d->code = code;
    d->operand[0] = operand;
    d->operand[1] = -1;
    d->k = k;
}

static Draft draft_of(const Graph *g, int index)
{
    const Node *n = &g->nodes[index];
    Draft d = {.code = code_of(n->op), .k = n->value, .output = -1};
    const int operands[3] = {n->a, n->b, n->c};
    for (int i = 0; i < 3; i++)
        d.operand[i] = i < op_arity(n->op) ? operands[i] : -1;
    if (op_arity(n->op) != 2)
        return d;
    if (graph_any_const(g, n->b)) {
        double k = g->nodes[n->b].value;
        if (n->op == OP_ADD || n->op == OP_SUB)
            take_constant(&d, CODE_ADD_K, n->a, n->op == OP_ADD ? k : -k);
        else if (n->op == OP_MUL)
            take_constant(&d, CODE_MUL_K, n->a, k);
        else if (n->op == OP_DIV)
            take_constant(&d, CODE_DIV_K, n->a, k);
        else if (n->op == OP_POW && isfinite(k) && k != 0) /* never indeterminate */
            take_constant(&d, CODE_POW_K, n->a, k);
    } else if (graph_any_const(g, n->a)) {
        double k = g->nodes[n->a].value;
        if (n->op == OP_SUB)
            take_constant(&d, CODE_K_SUB, n->b, k);
        else if (n->op == OP_DIV)
            take_constant(&d, CODE_K_DIV, n->b, k);
    }
    return d;
}

static bool is_product(const Draft *d)
{
    return (d->code == CODE_MUL || d->code == CODE_MUL_K) && d->uses == 1 && d->output < 0;
}

/* Puts the product into the sum that alone uses it. The product is still rounded on its own
 * (nothing here is a fused multiply-add): this only saves an instruction. */
static void fuse(Draft *drafts, Draft *sum)
{
    int left = sum->operand[0];
    int right = sum->operand[1];
    bool with_left = is_product(&drafts[left]);
    if (!with_left && !is_product(&drafts[right]))
        return;
    Draft *product = &drafts[with_left ? left : right];
    bool scaled = product->code == CODE_MUL_K;
    if (sum->code == CODE_ADD)
        sum->code = scaled ? CODE_MUL_K_ADD : CODE_MUL_ADD;
    else if (with_left)
        sum->code = scaled ? CODE_MUL_K_SUB : CODE_MUL_SUB;
    else
        sum->code = scaled ? CODE_SUB_MUL_K : CODE_SUB_MUL;
    sum->operand[0] = product->operand[0];
    sum->operand[1] = product->operand[1];
    sum->operand[2] = with_left ? right : left;
    sum->k = product->k;
    product->emitted = false;
}

static bool is_variable(const Graph *g, int node)
{
    return g->nodes[node].op == OP_X || g->nodes[node].op == OP_Y;
}

/* Marks which nodes get an instruction and counts their uses; fuses products into sums. */
static void select_instructions(Draft *drafts, const Graph *g)
{
    for (size_t i = g->count; i-- > 0;) {
        Draft *d = &drafts[i];
        if (d->uses == 0)
            continue;
        d->emitted = true;
        for (int k = 0; k < 3; k++)
            if (d->operand[k] >= 0)
                drafts[d->operand[k]].uses++;
    }
    for (size_t i = 0; i < g->count; i++)
        if (drafts[i].emitted && (drafts[i].code == CODE_ADD || drafts[i].code == CODE_SUB))
            fuse(drafts, &drafts[i]);
    for (size_t i = 0; i < g->count; i++)
        for (int k = 0; drafts[i].emitted && k < 3; k++)
            if (drafts[i].operand[k] >= 0)
                drafts[drafts[i].operand[k]].last_use = (int)i;
}

typedef struct Registers {
    uint16_t *free;
    size_t free_count, free_cap;
    size_t count;
} Registers;

static uint16_t take_register(Registers *r)
{
    return r->free_count > 0 ? r->free[--r->free_count] : (uint16_t)r->count++;
}

static void release_register(Registers *r, uint16_t home)
{
    ARRAY_RESERVE(r->free, r->free_cap, r->free_count + 1);
    r->free[r->free_count++] = home;
}

static void add_instr(Program *program, Instr instr)
{
    ARRAY_RESERVE(program->code, program->cap, program->count + 1);
    program->code[program->count++] = instr;
}

/* Operands keep their registers until the result has one: the block interpreter may then assume
 * that results and operands never overlap. */
static void emit(Program *program, Draft *drafts, int index, Registers *registers)
{
    Draft *d = &drafts[index];
    d->home = d->output >= 0 ? (uint16_t)(2 + d->output) : take_register(registers);
    Instr instr = {.code = (uint16_t)d->code, .to = d->home, .k = d->k};
    uint16_t *const fields[3] = {&instr.a, &instr.b, &instr.c};
    for (int k = 0; k < 3; k++)
        if (d->operand[k] >= 0)
            *fields[k] = drafts[d->operand[k]].home;
    add_instr(program, instr);
    for (int k = 0; k < 3; k++) {
        if (d->operand[k] < 0)
            continue;
        Draft *operand = &drafts[d->operand[k]];
        /* home >= 2 + outputs: a temporary. The mark keeps a*a from releasing a twice. */
        if (operand->last_use == index && operand->home >= 2 + program->outputs) {
            release_register(registers, operand->home);
            operand->last_use = -1;
        }
    }
}

bool program_build(Program *program, const Graph *g, const int *wanted, size_t count)
{
    assert(count <= PROGRAM_OUTPUTS_MAX);
    Graph expanded;
    graph_init(&expanded);
    int *map = mem_calloc(g->count, sizeof *map);
    expand(&expanded, g, wanted, count, map);

    Draft *drafts = mem_calloc(expanded.count, sizeof *drafts);
    for (size_t i = 0; i < expanded.count; i++)
        drafts[i] = draft_of(&expanded, (int)i);
    for (size_t i = 0; i < count; i++) {
        Draft *d = &drafts[map[wanted[i]]];
        d->uses++;
        if (d->output < 0)
            d->output = (int)i;
    }
    select_instructions(drafts, &expanded);

    *program = (Program){.outputs = count};
    Registers registers = {.count = 2 + count};
    for (size_t i = 0; i < expanded.count; i++) {
        Op op = expanded.nodes[i].op;
        if (is_variable(&expanded, (int)i))
            drafts[i].home = op == OP_X ? 0 : 1;
        else if (drafts[i].emitted)
            emit(program, drafts, (int)i, &registers);
    }
    /* Outputs that are a variable or equal to an earlier output. */
    for (size_t i = 0; i < count; i++) {
        uint16_t home = drafts[map[wanted[i]]].home;
        if (home != 2 + i)
            add_instr(program, (Instr){.code = CODE_COPY, .to = (uint16_t)(2 + i), .a = home});
    }
    add_instr(program, (Instr){.code = CODE_END});
    program->registers = registers.count;
    bool complete = !expanded.full;
    free(registers.free);
    free(drafts);
    free(map);
    graph_deinit(&expanded);
    return complete;
}

void program_deinit(Program *program)
{
    free(program->code);
    *program = (Program){0};
}

/* ---- One point ---- */

/* Each instruction jumps to the next one's code (labels as values, a GNU C extension that clang
 * has too): one indirect jump per instruction that the processor learns by place. Twice as fast as
 * a switch in a loop. The program ends with CODE_END. */
static void run_point(const Instr *restrict i, double *restrict r)
{
    static const void *const labels[CODE_COUNT + 1] = {
#define X(name, expression) [CODE_##name] = &&label_##name,
        PROGRAM_CODES(X)
#undef X
            [CODE_END] = &&label_end,
    };
    goto *labels[i->code];
#define X(name, expression)                                                                        \
    label_##name:                                                                                  \
    {                                                                                              \
        const double a = r[i->a];                                                                  \
        const double b = r[i->b];                                                                  \
        const double c = r[i->c];                                                                  \
        const double k = i->k;                                                                     \
        (void)a;                                                                                   \
        (void)b;                                                                                   \
        (void)c;                                                                                   \
        (void)k;                                                                                   \
        r[i->to] = expression;                                                                     \
        i++;                                                                                       \
        goto *labels[i->code];                                                                     \
    }
    PROGRAM_CODES(X)
#undef X
label_end:
    return;
}

enum { POINT_REGISTERS = 256 }; /* on the stack; larger programs take memory per call */

bool program_point(const Program *program, double x, double y, double *out)
{
    double local[POINT_REGISTERS];
    double *r = local;
    if (program->registers > POINT_REGISTERS)
        r = mem_calloc(program->registers, sizeof *r);
    r[0] = x;
    r[1] = y;
    run_point(program->code, r);
    bool defined = true;
    for (size_t k = 0; k < program->outputs; k++) {
        out[k] = r[2 + k];
        if (out[k] != out[k]) {
            /* The sign of a nan depends on the order of operands, and so on the compiler. */
            out[k] = (double)NAN;
            defined = false;
        }
    }
    if (r != local)
        free(r);
    return defined;
}
