/* textline: one line of text under a hand: its bytes, the caret, what is selected, and how it was
 * before.
 *
 * Pure editing. Places are byte offsets that never fall inside a UTF-8 character; what comes in
 * is mended first: line breaks and tabs become spaces, other control characters and broken UTF-8
 * are dropped. Knows nothing of keys, fonts or the clipboard. */
#ifndef RAVINE_BASE_TEXTLINE_H
#define RAVINE_BASE_TEXTLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum { TEXTLINE_MAX = 4096 }; /* bytes; what goes beyond is not taken */

/* How the line was at some time. */
typedef struct TextState {
    char *text;
    size_t caret, anchor;
} TextState;

typedef struct TextStack {
    TextState *items;
    size_t count, cap;
} TextStack;

/* A zeroed one is empty. The selection lies between anchor and caret, in either order; none where
 * they are equal. */
typedef struct TextLine {
    StrBuf text;
    size_t caret, anchor;
    TextStack past, future; /* what undo and redo bring back */
    bool joins;             /* the next character belongs to the same step of undo */
} TextLine;

typedef enum TextMove {
    TEXT_BACK, /* one character */
    TEXT_FORTH,
    TEXT_WORD_BACK,  /* to where a word begins */
    TEXT_WORD_FORTH, /* to where a word ends */
    TEXT_HOME,
    TEXT_END
} TextMove;

/* What a move does to the selection. */
typedef enum TextReach {
    TEXT_LEAVES, /* nothing is selected afterwards */
    TEXT_SELECTS /* the anchor stays */
} TextReach;

void textline_deinit(TextLine *line);

/* The text, "" when empty. Borrowed until the line changes. */
const char *textline_text(const TextLine *line);
size_t textline_length(const TextLine *line);

/* Another text; the caret goes to its end, nothing is selected, and there is nothing to undo. */
void textline_set(TextLine *line, const char *text);

/* Takes the place of the selection. */
void textline_insert(TextLine *line, const char *text);

/* The selection goes; where there is none, what lies between the caret and where the move would
 * take it. */
void textline_delete(TextLine *line, TextMove move);

/* Without TEXT_SELECTS, a step by one character out of a selection ends at its side. */
void textline_move(TextLine *line, TextMove move, TextReach reach);

/* The caret to a byte offset, or to the character that it falls into. */
void textline_place(TextLine *line, size_t at, TextReach reach);

/* One step back or forth; false if there is none. Characters typed one after the other, up to the
 * end of a word, are one step. */
bool textline_undo(TextLine *line);
bool textline_redo(TextLine *line);

void textline_select_all(TextLine *line);
/* The word around a byte offset, or the run of blanks or signs. */
void textline_select_word(TextLine *line, size_t at);

/* The selection's ends, in order; equal where nothing is selected. */
size_t textline_from(const TextLine *line);
size_t textline_to(const TextLine *line);

#endif
