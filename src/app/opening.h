/* opening: a race on show as options ask for it, from the first frame or in place of another one:
 * scenario files and lessons. Taste (theme, text size, presenter) stays as it is. */
#ifndef RAVINE_APP_OPENING_H
#define RAVINE_APP_OPENING_H

#include "app/app.h"

/* How the race is shown: camera, layout, chart, overlays, playhead, speed, words. */
void opening_show(App *app, const AppOptions *options);

/* Race and all. It waits for play. False, with nothing changed and one line in *err, if it is not
 * understood. */
bool opening_apply(App *app, const AppOptions *options, Err *err);

/* The words of a scenario; NULL: none. Copied. */
void opening_say(App *app, const char *title, const char *caption, const char *question);

#endif
