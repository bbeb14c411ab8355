/* entrants: who races. Adding, doubling and removing optimizers, with all that the scene keeps
 * about each of them. */
#ifndef RAVINE_APP_ENTRANTS_H
#define RAVINE_APP_ENTRANTS_H

#include "optim/optimizer.h"

typedef struct App App;

/* Drops what goes by an entrant's number: ghosts, drags, what can be touched. */
void entrants_forget_numbers(App *app);

/* A newcomer with the problem's defaults, and one like the selected one: selected then. A full
 * race says so in a notice. */
void entrants_add(App *app, const Optimizer *optimizer);
void entrants_double(App *app);

/* The selected one leaves; the last one stays. */
void entrants_remove(App *app);

#endif
