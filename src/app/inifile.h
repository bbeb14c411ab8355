/* inifile: a text of KEY = VALUE lines, and the lines for such a text.
 *
 * inih tells keys from values, trims them and takes indented lines for more of the value above.
 * What it cannot say is said here: which line a value came from, which line is none, what is no
 * text at all. Lines may be of any length, whatever inih was built for, and a comment is a line
 * that begins with ';' or '#': elsewhere both are text. There are no sections. Knows no keys. */
#ifndef RAVINE_APP_INIFILE_H
#define RAVINE_APP_INIFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

enum {
    INIFILE_BYTES_MAX = 256 * 1024,
    INIFILE_WIDTH = 96 /* columns of a line that is written, where it can be broken */
};

typedef struct IniEntry {
    char *key;
    StrBuf value; /* of several lines: with '\n' between them */
    long line;    /* where it begins, from 1 */
} IniEntry;

/* A zeroed one is empty. */
typedef struct IniFile {
    IniEntry *entries; /* in the order of the lines */
    size_t count, cap;
} IniFile;

/* Fills *file. name: what a message calls the text, "NAME:LINE: ...". False with one line in *err,
 * and nothing in *file, if it is not all KEY = VALUE lines of UTF-8. */
bool inifile_parse(IniFile *file, const char *name, const char *bytes, size_t size, Err *err);
void inifile_deinit(IniFile *file);

/* Appends a line; what cannot stand in one becomes a blank or U+FFFD. */
void inifile_put(const char *key, const char *value, StrBuf *out);
/* The same for words with single blanks between them, over as many lines as it takes. */
void inifile_put_wrapped(const char *key, const char *words, StrBuf *out);

#endif
