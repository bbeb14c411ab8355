/* ticks: the places that an axis marks, as whole multiples of a step.
 *
 * Counted, not walked: how many there are is known before the first, at most TICKS_MAX, whatever
 * the ends are: reversed, equal, denormal, farther apart than any double, or no numbers. Knows
 * nothing of pixels, labels or logarithms; an axis of decades has ticks in its exponents. */
#ifndef RAVINE_VIEW_MAP_TICKS_H
#define RAVINE_VIEW_MAP_TICKS_H

enum { TICKS_MAX = 64 };

/* Whole numbers of steps, none so far out that two would be one double. A zeroed Ticks has none. */
typedef struct Ticks {
    double step;
    double first; /* in steps */
    int count;
} Ticks;

/* A tidy step (1, 2 or 5 x 10^n) of which [low, high] holds about `wanted`; 1 where that says
 * nothing. Never 0, never infinite. */
double ticks_step(double low, double high, double wanted);

/* The multiples of step within [low, high], in rising order. Where there would be more than
 * TICKS_MAX, those of a larger, tidy multiple of it. */
Ticks ticks_every(double low, double high, double step);

/* Both in one. */
Ticks ticks_about(double low, double high, double wanted);

/* Of tick i, for i < count: how many steps from 0 it is, and its value. */
double ticks_multiple(const Ticks *ticks, int i);
double ticks_value(const Ticks *ticks, int i);

#endif
