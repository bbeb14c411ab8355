/* entry: the line of text that is being edited, on the screen: where it lies, how far it is
 * scrolled, which character lies under the pointer. The text itself is base/textline; keys are the
 * app's. */
#ifndef RAVINE_VIEW_KIT_ENTRY_H
#define RAVINE_VIEW_KIT_ENTRY_H

#include "base/textline.h"
#include "view/draw/font.h"
#include "view/kit/ui.h"

/* Where a line was drawn last, device px. */
typedef struct EntryPlace {
    Rect text;    /* what shows of the text */
    float scroll; /* how far its beginning lies to the left of that */
    Face face;
    float em;
} EntryPlace;

typedef struct EntryStyle {
    Face face;
    float size;       /* at scale 1 */
    float pad;        /* left and right of the text, at scale 1 */
    const char *hint; /* while nothing is typed; may be NULL */
    Color frame;
} EntryStyle;

/* A field with the scene's line in it; keeps the caret in sight and notes in ui->entry where the
 * text lies. */
void entry_draw(const Ui *ui, Rect field, const EntryStyle *style);

/* The byte offset whose left edge lies closest to x (device px). */
size_t entry_at(const EntryPlace *place, const Fonts *fonts, const char *text, float x);

/* Where the character at a byte offset begins, device px; may lie outside what shows. */
float entry_x(const EntryPlace *place, const Fonts *fonts, const char *text, size_t at);

/* The scroll that keeps a caret at `caret` px of a text `width` px long inside `room`, closest to
 * what it was, with nothing left empty on the right while there is text on the left. */
float entry_scrolled(float scroll, float caret, float width, float room);

#endif
