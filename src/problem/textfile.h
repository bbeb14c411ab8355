/* textfile: reads a text file from outside line by line, within bounds.
 *
 * Owns the file and the line in work, and says what is wrong with either in one sentence. Never
 * holds more than one line, or the few that the caller takes for one. Knows nothing of what the
 * lines mean. */
#ifndef RAVINE_PROBLEM_TEXTFILE_H
#define RAVINE_PROBLEM_TEXTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "base/file.h"

enum {
    TEXTFILE_LINE_MAX = 1 << 20, /* bytes of a line */
    TEXTFILE_BYTES_MAX = 1 << 26 /* of a file */
};

typedef struct TextFile {
    FILE *file;
    const char *path; /* borrowed */
    char *line;       /* without its end, NUL-terminated */
    size_t length, cap;
    long number;  /* of the line, from 1; of several: of the first */
    long lines;   /* read so far */
    size_t bytes; /* read so far */
} TextFile;

/* False if there is no such file to read. A zeroed TextFile is closed. */
bool textfile_open(TextFile *text, const char *path, FileKinds kinds, Err *err);
void textfile_close(TextFile *text);

/* Reads the next line that is neither blank nor a comment ("# ..."); a byte order mark and the
 * CR of a CRLF are dropped. *more is false at the end. False if a line cannot be read. */
bool textfile_next(TextFile *text, bool *more, Err *err);
/* Appends '\n' and the line below, whatever it holds, to the one in work; *more is false, and
 * nothing appended, where there is none. */
bool textfile_go_on(TextFile *text, bool *more, Err *err);

/* err_set with "path:line: " in front, control characters as '?'. Always false. */
bool textfile_complain(const TextFile *text, Err *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
