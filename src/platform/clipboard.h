/* clipboard: text from and to other programs. Needs a window. */
#ifndef RAVINE_PLATFORM_CLIPBOARD_H
#define RAVINE_PLATFORM_CLIPBOARD_H

#include <stdbool.h>

/* The text there, or NULL if there is none; the caller frees it. */
char *clipboard_get(void);

/* False if the system refuses. */
bool clipboard_set(const char *text);

#endif
