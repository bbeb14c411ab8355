/* editor: the problem's formula and a hyperparameter's value as text. What is typed into a formula
 * is on show at once, as soon as it can be read; a value is taken at the end. A problem without a
 * formula, a data loss, is edited as the text that names it, and any problem can be named so. */
#ifndef RAVINE_APP_EDITOR_H
#define RAVINE_APP_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "app/input.h"
#include "base/err.h"
#include "math/vec2.h"
#include "problem/init.h"

typedef struct App App;

/* What was on show when the formula was opened. */
typedef struct Editor {
    char *spec;    /* of the problem; NULL while no formula is open */
    char *formula; /* the text the line began with: the spec again where there is no formula */
    char *shown;   /* the text that is on the map */
    char *params;  /* noise and seed, for formulas typed in its place */
    Vec2 start, center;
    Init init;
    double zoom, playhead;
    bool fresh; /* the line was emptied on the way: it is another formula, not one changed */
    bool stale; /* typed, but not read yet */
    char error[ERR_TEXT_MAX];
} Editor;

void editor_deinit(Editor *editor);

void editor_open_formula(App *app);
void editor_open_value(App *app);

/* Keys while one of them is open; false for events that are not its. */
bool editor_handle(App *app, const InputEvent *event);

/* As Enter and Esc do. */
void editor_keep(App *app);
void editor_leave(App *app);

/* The text changed: called by typing. */
void editor_changed(App *app);

/* Once a frame, after all events: shows what was typed. */
void editor_update(App *app);

/* Another use of the hand ends what is open: a formula stays as it shows, a value is taken if it
 * can be. */
void editor_close(App *app);

#endif
