/* key: one number that stands for everything a picture depends on.
 *
 * Start from any constant and mix in each input; equal keys then mean equal pictures (up to a
 * collision in 64 bits). Nothing here is about security. */
#ifndef RAVINE_VIEW_DRAW_KEY_H
#define RAVINE_VIEW_DRAW_KEY_H

#include <stdint.h>
#include <string.h>

#include "view/draw/drawlist.h"

/* The finaliser of splitmix64 over the sum. */
static inline uint64_t key_u64(uint64_t key, uint64_t value)
{
    uint64_t z = key * UINT64_C(0x9E3779B97F4A7C15) + value + UINT64_C(0x632BE59BD9B4E019);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline uint64_t key_f64(uint64_t key, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return key_u64(key, bits);
}

static inline uint64_t key_rect(uint64_t key, Rect r)
{
    key = key_f64(key_f64(key, (double)r.x), (double)r.y);
    return key_f64(key_f64(key, (double)r.w), (double)r.h);
}

static inline uint64_t key_color(uint64_t key, Color c)
{
    return key_u64(key, (uint64_t)c.r << 24 | (uint64_t)c.g << 16 | (uint64_t)c.b << 8 | c.a);
}

static inline uint64_t key_text(uint64_t key, const char *text)
{
    if (!text)
        return key_u64(key, 0);
    uint64_t fnv = UINT64_C(0xCBF29CE484222325);
    for (; *text; text++)
        fnv = (fnv ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    return key_u64(key, fnv);
}

#endif
