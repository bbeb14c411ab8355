/* file: a whole file in memory, within bounds. Knows nothing of what it holds. */
#ifndef RAVINE_BASE_FILE_H
#define RAVINE_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

/* Appends the file's bytes. False with one line in *err if it cannot be read, is no file, or holds
 * more than `most` bytes. */
bool file_read(const char *path, size_t most, StrBuf *out, Err *err);

/* Whether there is a file or a folder at path. */
bool file_exists(const char *path);
/* Whether there is a file, and no folder, at path. */
bool file_is_regular(const char *path);

#endif
