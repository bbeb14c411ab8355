/* array: the one way memory grows.
 *
 * A growing array is three fields of its owner: a typed pointer, a count and a capacity. This
 * makes room; the owner does the rest in plain sight. Running out of memory ends the process, with
 * a line and status 1. */
#ifndef RAVINE_BASE_ARRAY_H
#define RAVINE_BASE_ARRAY_H

#include <stddef.h>

/* Makes room for `need` items of `item` bytes in memory; *cap is updated. Grows by half at least,
 * so that appending is cheap. Returns the (moved) memory; use through ARRAY_RESERVE. */
void *array_reserve(void *memory, size_t *cap, size_t need, size_t item);

#define ARRAY_RESERVE(pointer, cap, need)                                                          \
    ((pointer) = array_reserve((pointer), &(cap), (need), sizeof *(pointer)))

/* calloc and strdup that end the process when memory runs out. */
void *mem_calloc(size_t count, size_t item);
char *mem_strdup(const char *text);
char *mem_strndup(const char *text, size_t count);

#endif
