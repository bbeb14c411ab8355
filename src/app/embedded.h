/* embedded: the scenario inside a picture that Ravine made: a PNG's text chunk, an SVG's metadata,
 * a PDF's subject. Reads what figure and gfx/png write, and any bytes without harm. */
#ifndef RAVINE_APP_EMBEDDED_H
#define RAVINE_APP_EMBEDDED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

/* Pictures larger than this are not looked into. */
enum { EMBEDDED_BYTES_MAX = 64 * 1024 * 1024 };

/* Whether these are the bytes of a picture of one of these kinds. */
bool embedded_is_picture(const char *bytes, size_t size);

/* Appends the scenario's text. False with one line in *err if there is none. */
bool embedded_read(const char *name, const char *bytes, size_t size, StrBuf *out, Err *err);

#endif
