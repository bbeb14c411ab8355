/* program: straight-line register programs, and their interpreters.
 *
 * A program is made from a graph and the nodes wanted: each needed node becomes one instruction,
 * in an order that computes operands first, in a register that is taken again after its last use.
 * One list of instructions serves both interpreters, so that they cannot disagree on what an
 * instruction means. Knows no text and no derivatives. */
#ifndef RAVINE_EXPR_PROGRAM_H
#define RAVINE_EXPR_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "expr/graph.h"

/* What an instruction computes from registers a, b, c and its constant k. */
#define PROGRAM_CODES(X)                                                                           \
    X(CONST, k)                                                                                    \
    X(COPY, a)                                                                                     \
    X(NEG, -a)                                                                                     \
    X(ADD, a + b)                                                                                  \
    X(SUB, a - b)                                                                                  \
    X(MUL, a *b)                                                                                   \
    X(DIV, a / b)                                                                                  \
    X(ADD_K, a + k)                                                                                \
    X(K_SUB, k - a)                                                                                \
    X(MUL_K, a *k)                                                                                 \
    X(DIV_K, a / k)                                                                                \
    X(K_DIV, k / a)                                                                                \
    X(MUL_ADD, a *b + c)                                                                           \
    X(MUL_SUB, a *b - c)                                                                           \
    X(SUB_MUL, c - a * b)                                                                          \
    X(MUL_K_ADD, a *k + c)                                                                         \
    X(MUL_K_SUB, a *k - c)                                                                         \
    X(SUB_MUL_K, c - a * k)                                                                        \
    X(POW, op_pow(a, b))                                                                           \
    X(POW_K, pow(a, k))                                                                            \
    X(SQRT, sqrt(a))                                                                               \
    X(EXP, exp(a))                                                                                 \
    X(LOG, log(a))                                                                                 \
    X(SIN, sin(a))                                                                                 \
    X(COS, cos(a))                                                                                 \
    X(TAN, tan(a))                                                                                 \
    X(ASIN, asin(a))                                                                               \
    X(ACOS, acos(a))                                                                               \
    X(ATAN, atan(a))                                                                               \
    X(SINH, sinh(a))                                                                               \
    X(COSH, cosh(a))                                                                               \
    X(TANH, tanh(a))                                                                               \
    X(ABS, fabs(a))                                                                                \
    X(MIN, OP_MIN(a, b))                                                                           \
    X(MAX, OP_MAX(a, b))                                                                           \
    X(SIGN, OP_SIGN(a))                                                                            \
    X(HYPOT, op_hypot(a, b))                                                                       \
    X(SINC, op_sinc((int)k, a))                                                                    \
    X(SINHC, op_sinhc((int)k, a))                                                                  \
    X(ZMUL, OP_ZMUL(a, b))                                                                         \
    X(SELECT, OP_SELECT(a, b, c))

typedef enum Code {
#define X(code, expression) CODE_##code,
    PROGRAM_CODES(X)
#undef X
        CODE_COUNT,
    CODE_END = CODE_COUNT
} Code;

typedef struct Instr {
    uint16_t code;
    uint16_t to, a, b, c; /* registers; 0 where there is none */
    double k;
} Instr;

enum { PROGRAM_OUTPUTS_MAX = 6 };

/* Registers 0 and 1 hold x and y; the next `outputs` ones are the outputs, the rest temporary. */
typedef struct Program {
    Instr *code; /* the last one is CODE_END */
    size_t count, cap;
    size_t registers;
    size_t outputs;
} Program;

/* Integer and half-integer powers are multiplied out, rarer operations put together from others.
 * False if that takes more than EXPR_NODES_MAX nodes. */
bool program_build(Program *program, const Graph *g, const int *wanted, size_t count);
void program_deinit(Program *program);

/* False if an output is nan. */
bool program_point(const Program *program, double x, double y, double *out);
void program_block(const Program *program, const double *x, const double *y, double *const *out,
                   size_t count);

#endif
