/* output: a file that appears only when it is complete.
 *
 * Writes go to a temporary file beside the destination, which takes its place at the end; a
 * failure in between, or the end of the process, leaves whatever was there before. Standard output
 * and devices are written to directly. */
#ifndef RAVINE_PLATFORM_OUTPUT_H
#define RAVINE_PLATFORM_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

typedef struct OutputFile OutputFile;

/* path NULL or "-": goes to `standard`, which stays open. A symbolic link stays one: the file that
 * it names is written. NULL and *err if it cannot be written. */
OutputFile *output_open(const char *path, FILE *standard, Err *err);
/* NAME.END, or NAME-2.END, -3 ... if that is taken. The name is ours from now on, whoever else
 * looks for one at the same time. */
OutputFile *output_open_free(const char *name, Err *err);

FILE *output_stream(OutputFile *output);
/* As the person wrote it, or as it was found free. */
const char *output_name(const OutputFile *output);
/* Where the file grows, for what writes it by its name; NULL if it is written directly. */
const char *output_path(const OutputFile *output);

/* Puts the file in its place. False with *err if not everything could be written (disk full). */
bool output_commit(OutputFile *output, Err *err);
/* Removes what was written. NULL is fine. */
void output_discard(OutputFile *output);

/* A whole file of text, in folders that are made where they are missing: private ones, as the XDG
 * rules ask. */
bool output_write(const char *path, const char *text, Err *err);

#endif
