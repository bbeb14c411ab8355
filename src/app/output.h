/* output: a file that appears only when it is complete.
 *
 * Writes go to a temporary file beside the destination, which takes its place at the end; a
 * failure in between leaves whatever was there before. Standard output and devices are written to
 * directly. */
#ifndef RAVINE_APP_OUTPUT_H
#define RAVINE_APP_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

typedef struct OutputFile OutputFile;

/* path NULL or "-": goes to `standard`, which stays open. NULL and *err if it cannot be written. */
OutputFile *output_open(const char *path, FILE *standard, Err *err);
FILE *output_stream(OutputFile *output);

/* Where the file grows, for what writes it by its name; NULL if it is written directly. */
const char *output_path(const OutputFile *output);

/* Puts the file in its place. False with *err if not everything could be written (disk full). */
bool output_commit(OutputFile *output, Err *err);
/* Removes what was written. NULL is fine. */
void output_discard(OutputFile *output);

#endif
