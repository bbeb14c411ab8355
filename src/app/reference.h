/* reference: where the files lie that a race reads, and how their paths are written: the one rule
 * for every parameter whose row says that it is a file.
 *
 * In this process a path is as the working directory sees it. A text that lies in a file (a
 * scenario, the race inside a picture) names files as that file's folder sees them; the session
 * names them from the root on; what is shown or handed to others names them alone. Opens nothing:
 * what a text from elsewhere would read is known before anything is read. */
#ifndef RAVINE_APP_REFERENCE_H
#define RAVINE_APP_REFERENCE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/strbuf.h"

typedef enum ReferenceKind {
    REFERENCE_HERE,     /* as they are in this process */
    REFERENCE_ANYWHERE, /* from the root on */
    REFERENCE_FOLDER,   /* as a file in that folder has to say it */
    REFERENCE_AWAY      /* names only: where this goes, other folders are */
} ReferenceKind;

/* Where a text goes. */
typedef struct Reference {
    ReferenceKind kind;
    const char *folder; /* of REFERENCE_FOLDER; "" is the working directory */
} Reference;

/* Appends a problem's spec for that place. */
void reference_write(const char *spec, Reference place, StrBuf *out);
/* Appends a spec that stands in a file in that folder, for this process. */
void reference_read(const char *spec, const char *folder, StrBuf *out);

/* Appends the names of what the spec reads, "a.csv and b.txt". False if that is nothing. */
bool reference_names(const char *spec, StrBuf *out);
/* Appends where those lie that are not in the folder or below it. False if there are none. */
bool reference_outside(const char *spec, const char *folder, StrBuf *out);
/* Whether it reads standard input, which cannot be read again. */
bool reference_reads_stdin(const char *spec);

/* Whether a file is not in the folder, but would be found from the working directory. */
bool reference_misses(const char *spec, const char *folder);

/* False with one line in *err if a text that is no command line reads standard input. */
bool reference_check(const char *spec, Err *err);

#endif
