/* packages: what the system's package manager calls what Ravine uses. The table is the one of
 * scripts/packages, inside the program. Installs nothing. */
#ifndef RAVINE_PLATFORM_PACKAGES_H
#define RAVINE_PLATFORM_PACKAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum { PACKAGE_MANAGERS = 4 };

typedef struct PackageRow {
    const char *name;                       /* "ffmpeg", "Inter"; where a package stands for itself,
                                               Debian's name */
    const char *packages[PACKAGE_MANAGERS]; /* NULL: there is none of its own */
} PackageRow;

/* Made from scripts/packages. */
extern const char *const package_managers[PACKAGE_MANAGERS];
extern const PackageRow package_rows[];
extern const size_t package_row_count;

/* Appends the command that installs these, up to a NULL: "sudo apt-get install ffmpeg". Where no
 * package manager is known, says what Debian calls them. False if none of them is a package here.
 */
bool packages_advise(const char *const *names, StrBuf *out);

#endif
