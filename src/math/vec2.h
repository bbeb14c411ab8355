/* vec2: points and directions of the plane, in double precision. */
#ifndef RAVINE_MATH_VEC2_H
#define RAVINE_MATH_VEC2_H

#include <math.h>
#include <stdbool.h>

typedef struct Vec2 {
    double x, y;
} Vec2;

/* An axis-aligned box in the plane of parameters: min.x <= x <= max.x, likewise y. */
typedef struct Box2 {
    Vec2 min, max;
} Box2;

static inline Vec2 vec2(double x, double y)
{
    return (Vec2){x, y};
}

static inline Vec2 vec2_add(Vec2 a, Vec2 b)
{
    return vec2(a.x + b.x, a.y + b.y);
}

static inline Vec2 vec2_sub(Vec2 a, Vec2 b)
{
    return vec2(a.x - b.x, a.y - b.y);
}

static inline Vec2 vec2_scale(Vec2 a, double s)
{
    return vec2(a.x * s, a.y * s);
}

static inline Vec2 vec2_lerp(Vec2 a, Vec2 b, double t)
{
    return vec2(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
}

static inline double vec2_dot(Vec2 a, Vec2 b)
{
    return a.x * b.x + a.y * b.y;
}

static inline double vec2_norm(Vec2 a)
{
    return hypot(a.x, a.y);
}

static inline bool vec2_finite(Vec2 a)
{
    return isfinite(a.x) && isfinite(a.y);
}

static inline bool box2_contains(Box2 b, Vec2 p)
{
    return p.x >= b.min.x && p.x <= b.max.x && p.y >= b.min.y && p.y <= b.max.y;
}

static inline Vec2 box2_center(Box2 b)
{
    return vec2(0.5 * (b.min.x + b.max.x), 0.5 * (b.min.y + b.max.y));
}

static inline Vec2 box2_size(Box2 b)
{
    return vec2_sub(b.max, b.min);
}

#endif
