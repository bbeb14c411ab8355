/* isa: one loop compiled for several instruction sets, chosen where the program runs.
 *
 * The loop is written once, in a function that is ISA_INLINE; ISA_SETS makes the functions around
 * it, one for each set, and isa_here says which of them this machine takes. Chosen by an ordinary
 * pointer: what loaders offer instead (ifunc, target_clones) musl lacks and sanitizers
 * stumble over, and gcc 12 loses `restrict` in such clones. Sets are named by what they add to
 * whatever -march the program is compiled for: with `arch=` gcc refuses to inline, and older ones
 * do not know the names. */
#ifndef RAVINE_BASE_ISA_H
#define RAVINE_BASE_ISA_H

#if defined(__GNUC__)
#define ISA_INLINE static inline __attribute__((always_inline))
#else
#define ISA_INLINE static inline
#endif

/* gcc keeps to half of a vector of 512 bits unless it is told. */
#if defined(__clang__)
#define ISA_WIDE "avx512f,avx512bw,avx512cd,avx512dq,avx512vl"
#else
#define ISA_WIDE "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,prefer-vector-width=512"
#endif

/* X(set, attribute): in the order of IsaSet. */
#if defined(__GNUC__) && defined(__x86_64__)
#define ISA_SETS(X)                                                                                \
    X(plain, )                                                                                     \
    X(avx2, __attribute__((target("avx2"))))                                                       \
    X(avx512, __attribute__((target(ISA_WIDE))))
#else
#define ISA_SETS(X) X(plain, )
#endif

typedef enum IsaSet { ISA_PLAIN, ISA_AVX2, ISA_AVX512 } IsaSet;

/* The best there is here, of those that ISA_SETS has. */
static inline IsaSet isa_here(void)
{
#if defined(__GNUC__) && defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return ISA_AVX512;
    if (__builtin_cpu_supports("avx2"))
        return ISA_AVX2;
#endif
    return ISA_PLAIN;
}

#endif
