/* file: a file from outside, opened so that nothing hangs, or whole in memory, within bounds. Knows
 * nothing of what it holds. */
#ifndef RAVINE_BASE_FILE_H
#define RAVINE_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "base/strbuf.h"

/* What may be read from. A FIFO could be waited for without end, a device does something when it is
 * opened; only standard input, named by a person, is a stream that somebody means. */
typedef enum FileKinds { FILE_REGULAR, FILE_OR_STDIN } FileKinds;

/* For reading, in bytes. NULL and one line in *err, at once and without touching it, if there is
 * no such file, or something of another kind. */
FILE *file_open(const char *path, FileKinds kinds, Err *err);

/* Appends the file's bytes. False with one line in *err if it cannot be read, is no file, or holds
 * more than `most` bytes. */
bool file_read(const char *path, FileKinds kinds, size_t most, StrBuf *out, Err *err);

/* Whether this names standard input, or another descriptor that the program was started with. */
bool file_names_stdin(const char *path);

/* Whether there is a file or a folder at path. */
bool file_exists(const char *path);
/* Whether there is a file, and no folder, at path. */
bool file_is_regular(const char *path);

#endif
