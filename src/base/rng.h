/* rng: seeded random numbers, the same bits on every machine.
 *
 * PCG32 (O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient Statistically Good
 * Algorithms for Random Number Generation"), seeded through splitmix64. Knows nothing of clocks:
 * a seed comes from the caller. */
#ifndef RAVINE_BASE_RNG_H
#define RAVINE_BASE_RNG_H

#include <stdint.h>

typedef struct Rng {
    uint64_t state;
    uint64_t stream; /* odd */
} Rng;

Rng rng_seeded(uint64_t seed);
/* The index-th of many independent sequences from one seed: what happens at step t can be drawn
 * again without drawing what came before. */
Rng rng_at(uint64_t seed, uint64_t index);
uint32_t rng_next(Rng *rng);

/* In [0, 1), 53 random bits. */
double rng_uniform(Rng *rng);

/* In [low, high). */
double rng_range(Rng *rng, double low, double high);

/* Standard normal, by the polar method. */
double rng_normal(Rng *rng);

/* In [0, bound), without modulo bias; bound > 0. */
uint32_t rng_below(Rng *rng, uint32_t bound);

#endif
