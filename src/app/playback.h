/* playback: the playhead. Time is steps, not frames: a race is computed as soon as anything
 * changes, and playing only moves the playhead along it. */
#ifndef RAVINE_APP_PLAYBACK_H
#define RAVINE_APP_PLAYBACK_H

#include <stdbool.h>
#include <stddef.h>

typedef struct App App;

/* Commands. */
void playback_toggle(App *app, int arg);       /* at the end: from the start again */
void playback_step(App *app, int direction);   /* pauses */
void playback_line(App *app, int direction);   /* through the rule of an open anatomy; pauses */
void playback_jump(App *app, int end);         /* 0 start, 1 end */
void playback_speed(App *app, int direction);  /* up or down a ladder of 1 .. 10,000 steps/s */
void playback_budget(App *app, int direction); /* race length up or down a 1-2-5 ladder */

/* The speeds of the ladder, rising; 0 past its end. */
double playback_speed_at(size_t index);
/* To a speed of the ladder, chosen by the person; 0: as suits the race. */
void playback_set_speed(App *app, double speed);

void playback_loop(App *app, int arg); /* at the end, from the start again, or stop */

/* Moves the playhead by dt seconds of playing; false when nothing moved. */
bool playback_advance(App *app, double dt);

/* After the problem or the race's length has changed: as many steps, and a speed, as suit it,
 * except where the person has chosen. */
void playback_fit(App *app);

#endif
