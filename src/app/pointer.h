/* pointer: the mouse. Presses look up what lies under them in the screen's hits; drags keep what
 * they took hold of until the button comes up. */
#ifndef RAVINE_APP_POINTER_H
#define RAVINE_APP_POINTER_H

#include "app/input.h"

typedef struct App App;

/* After the events of a frame: what the pointer is on, and its place on the map after the camera
 * has moved. */
void pointer_follow(App *app);

void pointer_handle(App *app, const InputEvent *event);

#endif
