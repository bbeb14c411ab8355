/* manpage: the manual page, written from the tables of the house in troff's macros for such pages.
 * What stands in no table is here: files, environment, exit status, examples. */
#ifndef RAVINE_APP_MANPAGE_H
#define RAVINE_APP_MANPAGE_H

#include "base/strbuf.h"

void manpage_write(const char *version, StrBuf *out);

#endif
