#include "base/rng.h"

#include <assert.h>
#include <math.h>

/* Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators". */
static uint64_t splitmix64(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15u;
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

Rng rng_seeded(uint64_t seed)
{
    Rng rng;
    rng.state = splitmix64(&seed);
    rng.stream = splitmix64(&seed) | 1;
    return rng;
}

Rng rng_at(uint64_t seed, uint64_t index)
{
    uint64_t mixed = splitmix64(&seed) ^ index;
    return rng_seeded(splitmix64(&mixed));
}

uint32_t rng_next(Rng *rng)
{
    uint64_t old = rng->state;
    rng->state = old * 6364136223846793005u + rng->stream;
    uint32_t shifted = (uint32_t)(((old >> 18) ^ old) >> 27);
    uint32_t turn = (uint32_t)(old >> 59);
    return (shifted >> turn) | (shifted << ((32u - turn) & 31u));
}

double rng_uniform(Rng *rng)
{
    uint64_t high = rng_next(rng) >> 5; /* 27 bits */
    uint64_t low = rng_next(rng) >> 6;  /* 26 bits */
    return (double)(high << 26 | low) * 0x1p-53;
}

double rng_range(Rng *rng, double low, double high)
{
    double value = low + (high - low) * rng_uniform(rng);
    /* Rounding can reach the excluded end. */
    return value < high ? value : low;
}

double rng_normal(Rng *rng)
{
    for (;;) {
        double u = 2 * rng_uniform(rng) - 1;
        double v = 2 * rng_uniform(rng) - 1;
        double s = u * u + v * v;
        if (s > 0 && s < 1)
            return u * sqrt(-2 * log(s) / s);
    }
}

uint32_t rng_below(Rng *rng, uint32_t bound)
{
    assert(bound > 0);
    /* Draws below 2^32 mod bound would make the small results likelier. */
    uint32_t reject = -bound % bound;
    for (;;) {
        uint32_t draw = rng_next(rng);
        if (draw >= reject)
            return draw % bound;
    }
}
