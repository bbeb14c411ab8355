/* path: paths as text: which folder one is in, how it is written as seen from another one, and
 * whether it leads out of a folder. A folder is "" where it is the working directory. Opens
 * nothing; asks the system for the working directory and for where symbolic links lead. */
#ifndef RAVINE_BASE_PATH_H
#define RAVINE_BASE_PATH_H

#include <stdbool.h>

#include "base/strbuf.h"

/* What follows the last slash. */
const char *path_name(const char *path);
/* Appends the folder that the path names the file in. */
void path_folder(const char *path, StrBuf *out);
/* Appends a path that stands in that folder as the working directory sees it. */
void path_join(const char *folder, const char *path, StrBuf *out);
/* Appends the path from the root on. */
void path_absolute(const char *path, StrBuf *out);
/* Appends the path as it is seen from the folder. */
void path_relative(const char *path, const char *folder, StrBuf *out);

/* Whether the file lies in the folder or below it, symbolic links resolved. One that is not there
 * lies where it would be made. */
bool path_within(const char *path, const char *folder);
/* Appends where the path leads, symbolic links resolved; the path itself where it leads nowhere. */
void path_real(const char *path, StrBuf *out);

#endif
