/* text: what every reader of text needs. Numbers without the locale, "did you mean", and how text
 * of any bytes is shown. */
#ifndef RAVINE_BASE_TEXT_H
#define RAVINE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Reads a decimal number that fills [text, text + len) completely (so "1e", "0x10", "1,5", "" and
 * " 1" fail). Accepts inf and nan only through the caller's own check: they fail here. Values too
 * large become inf and fail too; values too small become 0. */
bool text_number(const char *text, size_t len, double *value);

/* An integer in [min, max] that fills the text completely. */
bool text_integer(const char *text, size_t len, long long min, long long max, long long *value);

/* The shortest decimal text that reads back as the same double ("0.1", "1e-08"); inf, -inf, nan.
 * Returns the length; buffer holds at least 32 bytes. */
int text_shortest(double value, char *buffer);

/* The candidate closest to `word` (Damerau-Levenshtein, case folded) if it is close enough to be
 * a slip of the finger or `word` is its beginning, else NULL. `get` returns the i-th name. */
const char *text_nearest(const char *word, size_t count,
                         const char *(*get)(const void *context, size_t index),
                         const void *context);

/* Bytes of the UTF-8 character at text (RFC 3629), 0 if it is malformed. 1 for a NUL. */
size_t text_character(const char *text);

/* Appends text as one line that does a terminal no harm: line breaks and tabs as \n and \t, other
 * control characters and malformed bytes as \x1B. */
void text_show(const char *text, StrBuf *out);

/* The largest place up to `at` where UTF-8 may be cut: not inside a character. */
size_t text_cut(const char *text, size_t at);
/* Appends both ends of a text that is longer than these, at most `most` bytes of each and whole
 * characters, with the gap between them. */
void text_put_ends(const char *text, size_t most, const char *gap, StrBuf *out);

/* True if the two names are equal when case, spaces, '-' and '_' are ignored. */
bool text_same_name(const char *a, const char *b);

#endif
