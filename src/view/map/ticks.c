#include "view/map/ticks.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "view/text/number.h"

/* Farther out, neighbours would round to one double. */
static const double WHOLE_MAX = 1 / DBL_EPSILON;

/* A tidy step may be smaller than asked for by a factor of sqrt(2.5), and both ends may be ticks.
 */
static const double WANTED_MAX = 0.6 * TICKS_MAX;

double ticks_step(double low, double high, double wanted)
{
    wanted = wanted > 1 ? fmin(wanted, WANTED_MAX) : 1;
    /* Ends may be farther apart than the largest double: divided before they are subtracted. */
    return number_tidy_step(fmin(fabs(high / wanted - low / wanted), DBL_MAX), 1);
}

static Ticks multiples(double low, double high, double step)
{
    double first = ceil(low / step), last = floor(high / step);
    /* What is there may divide down to nothing. */
    first = low > 0 ? fmax(first, 1) : first;
    last = high < 0 ? fmin(last, -1) : last;
    bool whole = fabs(first) < WHOLE_MAX && fabs(last) < WHOLE_MAX;
    if (!whole || last < first || !isfinite(first * step) || !isfinite(last * step))
        return (Ticks){.step = step};
    return (Ticks){step, first, (int)fmin(last - first + 1, TICKS_MAX)};
}

Ticks ticks_every(double low, double high, double step)
{
    double from = fmin(low, high), to = fmax(low, high);
    if (!isfinite(low) || !isfinite(high) || !(step > 0) || !isfinite(step))
        return (Ticks){.step = 1};
    if (floor(to / step) - ceil(from / step) >= TICKS_MAX)
        step *= ticks_step(from / step, to / step, WANTED_MAX);
    return multiples(from, to, step);
}

Ticks ticks_about(double low, double high, double wanted)
{
    return ticks_every(low, high, ticks_step(low, high, wanted));
}

double ticks_multiple(const Ticks *ticks, int i)
{
    assert(i >= 0 && i < ticks->count);
    return ticks->first + i;
}

double ticks_value(const Ticks *ticks, int i)
{
    return ticks_multiple(ticks, i) * ticks->step;
}
