/* clock: the time, for what must know how much of it has passed. */
#ifndef RAVINE_PLATFORM_CLOCK_H
#define RAVINE_PLATFORM_CLOCK_H

/* Seconds since some moment; never goes back. */
double clock_seconds(void);

#endif
