/* fontfile: finds font files by family and weight, through fontconfig, and loads them. */
#ifndef RAVINE_GFX_FONTFILE_H
#define RAVINE_GFX_FONTFILE_H

#include <stddef.h>

#include "base/err.h"

typedef enum FontRole {
    ROLE_REGULAR, /* the first four in the order of Face */
    ROLE_MEDIUM,
    ROLE_SEMIBOLD,
    ROLE_BOLD,
    ROLE_MATH,
    ROLE_SPARE, /* for characters the others lack; optional */
    ROLE_COUNT
} FontRole;

typedef struct FontFile {
    void *data; /* the whole file; NULL if there is none */
    size_t size;
    long index; /* of the face in the file */
} FontFile;

/* What a role's letters come from, without loading it. */
typedef struct FontChoice {
    const char *wanted; /* the family that was asked for first */
    const char *family; /* the first that is here; NULL if none is */
    char path[1024];
} FontChoice;

void fontfile_choose(FontRole role, FontChoice *choice);

/* Fills all roles; false with one line that names the packages to install. */
bool fontfile_find(FontFile files[ROLE_COUNT], Err *err);
void fontfile_deinit(FontFile files[ROLE_COUNT]);

#endif
