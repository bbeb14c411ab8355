/* paths: where files of ours are kept, and where programs of others are found. Looks at the
 * surroundings and writes nothing. */
#ifndef RAVINE_PLATFORM_PATHS_H
#define RAVINE_PLATFORM_PATHS_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Appends where sessions are kept, by the XDG Base Directory Specification; false if nowhere. */
bool paths_session(StrBuf *path);

/* Whether a file of that name could be written, its folders made on the way. */
bool paths_writable(const char *path);

/* Appends the folder that this program lies in, "/usr/bin/"; false if the system does not say. */
bool paths_own_folder(StrBuf *path);

/* Appends where the shell would find a program; false if it would not. */
bool paths_program(const char *name, StrBuf *path);

#endif
