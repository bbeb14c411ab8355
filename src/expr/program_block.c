/* The block interpreter, in a file of its own because here the library's functions are declared
 * with vector versions. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "expr/program.h"

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 35)
/* glibc's libmvec, within 4 ulp; -lm brings it. Declared as glibc does under -ffast-math. */
#define VECTOR_UNARY(name)  __attribute__((simd("notinbranch"))) double name(double)
#define VECTOR_BINARY(name) __attribute__((simd("notinbranch"))) double name(double, double)
VECTOR_UNARY(exp);
VECTOR_UNARY(log);
VECTOR_UNARY(sin);
VECTOR_UNARY(cos);
VECTOR_UNARY(tan);
VECTOR_UNARY(asin);
VECTOR_UNARY(acos);
VECTOR_UNARY(atan);
VECTOR_UNARY(sinh);
VECTOR_UNARY(cosh);
VECTOR_UNARY(tanh);
VECTOR_BINARY(pow);
VECTOR_BINARY(hypot);
#endif
#endif

/* The widest vectors the machine has, chosen when the program is loaded. The sanitizers come up
 * later than that. */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__) &&       \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST
#endif

#if defined(__GNUC__) && !defined(__clang__)
#define INDEPENDENT _Pragma("GCC ivdep")
#else
#define INDEPENDENT
#endif

/* One instruction after the other, each over n points. Every register is an array of n; no
 * instruction's result overlaps its operands. */
WIDEST static void run_tile(const Instr *code, double *const *reg, size_t n)
{
    for (const Instr *i = code;; i++) {
        const double *restrict pa = reg[i->a];
        const double *restrict pb = reg[i->b];
        const double *restrict pc = reg[i->c];
        double *restrict to = reg[i->to];
        const double k = i->k;
        (void)k;
        switch ((Code)i->code) {
#define X(name, expression)                                                                        \
    case CODE_##name:                                                                              \
        INDEPENDENT                                                                                \
        for (size_t j = 0; j < n; j++) {                                                           \
            const double a = pa[j];                                                                \
            const double b = pb[j];                                                                \
            const double c = pc[j];                                                                \
            (void)a;                                                                               \
            (void)b;                                                                               \
            (void)c;                                                                               \
            to[j] = expression;                                                                    \
        }                                                                                          \
        break;
            PROGRAM_CODES(X)
#undef X
        case CODE_END:
            return;
        }
    }
}

enum {
    TILE = 256,          /* points */
    LOCAL_REGISTERS = 16 /* temporaries that fit the stack, and with it the first-level cache */
};

/* The arrays that hold x, y and the outputs are the caller's; temporaries live in `scratch`. */
static void run_tiles(const Program *program, const double *x, const double *y, double *const *out,
                      size_t count, double **reg, double *scratch)
{
    size_t first = 2 + program->outputs;
    for (size_t i = first; i < program->registers; i++)
        reg[i] = scratch + (i - first) * TILE;
    for (size_t begin = 0; begin < count; begin += TILE) {
        size_t n = count - begin < TILE ? count - begin : TILE;
        /* Never written: instructions write to registers from 2 on. */
        reg[0] = (double *)(uintptr_t)(x + begin);
        reg[1] = (double *)(uintptr_t)(y + begin);
        for (size_t k = 0; k < program->outputs; k++)
            reg[2 + k] = out[k] + begin;
        run_tile(program->code, reg, n);
    }
}

void program_block(const Program *program, const double *x, const double *y, double *const *out,
                   size_t count)
{
    size_t temporaries = program->registers - 2 - program->outputs;
    if (temporaries <= LOCAL_REGISTERS) {
        double *reg[2 + PROGRAM_OUTPUTS_MAX + LOCAL_REGISTERS];
        _Alignas(64) double scratch[LOCAL_REGISTERS * TILE];
        run_tiles(program, x, y, out, count, reg, scratch);
        return;
    }
    double **reg = mem_calloc(program->registers, sizeof *reg);
    double *scratch = mem_calloc(temporaries * TILE, sizeof *scratch);
    run_tiles(program, x, y, out, count, reg, scratch);
    free(scratch);
    free(reg);
}
