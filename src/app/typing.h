/* typing: keys, mouse and clipboard on the one line of text that is being edited, whatever it is
 * for. What the text means is for those who opened the line: chooser and editor. */
#ifndef RAVINE_APP_TYPING_H
#define RAVINE_APP_TYPING_H

#include <stdbool.h>

#include "app/input.h"
#include "view/draw/drawlist.h"
#include "view/scene/scene.h"

typedef struct App App;

typedef enum TypingStart {
    TYPING_AT_END,
    TYPING_OVER /* everything is selected: what is typed takes its place */
} TypingStart;

void typing_begin(App *app, EntryUse use, const char *text, TypingStart start);
void typing_end(App *app);

/* Everything that edits, moves the caret, selects, copies. False for events that do none of that
 * (Enter, Up, F1): the line's owner may have a use for them. */
bool typing_handle(App *app, const InputEvent *event);

/* What the clipboard had to say; NULL if nothing. */
void typing_paste(App *app, const char *text);

/* The pointer on the line: places the caret, or selects: word at the second click, all at the
 * third. mods: as in InputEvent. */
void typing_press(App *app, Point p, int clicks, unsigned mods);
void typing_drag(App *app, Point p);

#endif
