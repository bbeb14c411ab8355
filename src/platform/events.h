/* events: SDL's events in the app's words. */
#ifndef RAVINE_PLATFORM_EVENTS_H
#define RAVINE_PLATFORM_EVENTS_H

#include <SDL.h>

#include "app/input.h"

/* Translates one event; ratio is device px per window px. False if the app has no word for it. */
bool events_translate(const SDL_Event *event, float ratio, InputEvent *out);

/* Appends to input; a move replaces a move just before it. False if there is no room. */
bool events_add(Input *input, const InputEvent *event);

#endif
