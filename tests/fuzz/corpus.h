/* corpus: inputs as lines of a text file. Line breaks, tabs, backslashes and what is no character
 * are escaped (\n, \t, \\, \x1B); empty lines and lines that start with # are for people. */
#ifndef RAVINE_TESTS_CORPUS_H
#define RAVINE_TESTS_CORPUS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Appends the whole file. False if it cannot be read. */
bool corpus_read(const char *path, StrBuf *out);

/* Calls `each` with every input of the corpus. line: as it stands there, its number from 1 on. */
typedef void CorpusEach(void *context, const StrBuf *input, const char *line, int number);
void corpus_each(const char *corpus, CorpusEach *each, void *context);

/* Appends an input, up to its first NUL, as a line of a corpus, without the line's end. */
void corpus_write(const char *input, StrBuf *out);

#endif
