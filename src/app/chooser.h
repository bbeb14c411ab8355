/* chooser: the lists over the screen, of problems and of optimizers. Filter, cursor, choice. */
#ifndef RAVINE_APP_CHOOSER_H
#define RAVINE_APP_CHOOSER_H

#include <stdbool.h>
#include <stddef.h>

#include "app/input.h"
#include "view/scene.h"

typedef struct App App;

/* Opens an overlay with an empty filter, or closes it if it is open. */
void chooser_open(App *app, Overlay overlay);

/* An open list has the arrows, Enter, and text of its own; false for events that are not its. */
bool chooser_handle(App *app, const InputEvent *event);

/* Takes the row with this catalogue index. */
void chooser_take(App *app, size_t index);

#endif
