/* chooser: the lists over the screen, of problems, of optimizers, and of everything (the palette).
 * Filter, cursor, choice. */
#ifndef RAVINE_APP_CHOOSER_H
#define RAVINE_APP_CHOOSER_H

#include <stdbool.h>
#include <stddef.h>

#include "app/input.h"
#include "view/scene/scene.h"

typedef struct App App;

/* Opens an overlay with an empty filter, or closes it if it is open. */
void chooser_open(App *app, Overlay overlay);
void chooser_close(App *app);

/* An open list has the arrows, Enter, and text of its own; false for events that are not its. */
bool chooser_handle(App *app, const InputEvent *event);

/* Takes the row with this number: a catalogue index, or a number of the palette. */
void chooser_take(App *app, size_t number);

#endif
