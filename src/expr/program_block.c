/* The block interpreter, in a file of its own because here the library's functions are declared
 * with vector versions. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/isa.h"
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

#if defined(__GNUC__) && !defined(__clang__)
#define INDEPENDENT _Pragma("GCC ivdep")
#else
#define INDEPENDENT
#endif

/* Instructions that call the library: see Runners. */
static bool is_library(unsigned code)
{
    return (code >= CODE_POW && code <= CODE_TANH) || code == CODE_HYPOT;
}

/* One instruction after the other, each over n points, up to the end or to the first that is not of
 * the kind asked for; returns where it stopped. Every register is an array of n; results never
 * overlap operands. */
ISA_INLINE const Instr *run(const Instr *i, bool library, double *const *reg, size_t n)
{
    for (; i->code != CODE_END && is_library(i->code) == library; i++) {
        const double *restrict pa = reg[i->a];
        const double *restrict pb = reg[i->b];
        const double *restrict pc = reg[i->c];
        double *restrict to = reg[i->to];
        const double k = i->k;
        (void)k;
        if (i->code == CODE_POW) { /* as below, but in one loop it takes twice as long */
            INDEPENDENT
            for (size_t j = 0; j < n; j++)
                to[j] = pow(pa[j], pb[j]);
            INDEPENDENT
            for (size_t j = 0; j < n; j++)
                to[j] = op_power_if_any(to[j], pa[j], pb[j]);
            continue;
        }
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
            break;
        }
    }
    return i;
}

typedef const Instr *Run(const Instr *code, bool library, double *const *reg, size_t n);

#define X(set, attribute)                                                                          \
    attribute static const Instr *run_##set(const Instr *code, bool library, double *const *reg,   \
                                            size_t n)                                              \
    {                                                                                              \
        return run(code, library, reg, n);                                                         \
    }
ISA_SETS(X)
#undef X

/* How instructions run on this machine. Arithmetic is bound by loads and stores, where vectors of
 * 64 bytes lose to those of 32 as soon as the caller's arrays are not aligned; the library's
 * functions gain from the wider ones. */
typedef struct Runners {
    Run *arithmetic, *library;
} Runners;

static Runners runners_here(void)
{
#define X(set, attribute) run_##set,
    static Run *const runs[] = {ISA_SETS(X)};
#undef X
    const IsaSet set = isa_here();
    return (Runners){runs[set < ISA_AVX2 ? set : ISA_AVX2], runs[set]};
}

enum {
    TILE = 256, /* points */
    /* Between registers, in numbers: 2 KiB apart they would share the low 12 address bits, and a
     * load would wait for the store before it. */
    STRIDE = TILE + 40,
    FEW = 24,
    LOCAL_REGISTERS = 16 /* temporaries that fit the stack, and with it the first-level cache */
};

/* From register to register: few points do not need a tile's memory, of which a long formula asks
 * for megabytes. */
static size_t stride_for(size_t count)
{
    return count <= FEW ? FEW : STRIDE;
}

/* The arrays that hold x, y and the outputs are the caller's; temporaries live in `scratch`. */
static void run_tiles(const Program *program, const double *x, const double *y, double *const *out,
                      size_t count, double **reg, double *scratch)
{
    Runners runners = runners_here();
    size_t first = 2 + program->outputs, stride = stride_for(count);
    for (size_t i = first; i < program->registers; i++)
        reg[i] = scratch + (i - first) * stride;
    for (size_t begin = 0; begin < count; begin += TILE) {
        size_t n = count - begin < TILE ? count - begin : TILE;
        /* Never written: instructions write to registers from 2 on. */
        reg[0] = (double *)(uintptr_t)(x + begin);
        reg[1] = (double *)(uintptr_t)(y + begin);
        for (size_t k = 0; k < program->outputs; k++)
            reg[2 + k] = out[k] + begin;
        for (const Instr *i = program->code; i->code != CODE_END;)
            i = is_library(i->code) ? runners.library(i, true, reg, n)
                                    : runners.arithmetic(i, false, reg, n);
    }
}

void program_block(const Program *program, const double *x, const double *y, double *const *out,
                   size_t count)
{
    size_t temporaries = program->registers - 2 - program->outputs;
    if (temporaries <= LOCAL_REGISTERS) {
        double *reg[2 + PROGRAM_OUTPUTS_MAX + LOCAL_REGISTERS];
        _Alignas(64) double scratch[LOCAL_REGISTERS * STRIDE];
        run_tiles(program, x, y, out, count, reg, scratch);
        return;
    }
    double **reg = mem_calloc(program->registers, sizeof *reg);
    double *scratch = mem_calloc(temporaries * stride_for(count), sizeof *scratch);
    run_tiles(program, x, y, out, count, reg, scratch);
    free(scratch);
    free(reg);
}
