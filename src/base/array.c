#include "base/array.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nobody could go on from here. What main wants done all the same it has left with at_quick_exit;
 * exit would have drivers clean up while other threads still run. */
static _Noreturn void out_of_memory(void)
{
    fputs("ravine: out of memory\n", stderr);
    quick_exit(EXIT_FAILURE);
}

void *array_reserve(void *memory, size_t *cap, size_t need, size_t item)
{
    if (need <= *cap)
        return memory;
    size_t wanted = *cap + *cap / 2;
    if (wanted < need)
        wanted = need;
    if (wanted < 8)
        wanted = 8;
    if (wanted > SIZE_MAX / item)
        out_of_memory();
    void *moved = realloc(memory, wanted * item);
    if (!moved)
        out_of_memory();
    *cap = wanted;
    return moved;
}

void *mem_calloc(size_t count, size_t item)
{
    void *memory = calloc(count > 0 ? count : 1, item > 0 ? item : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

char *mem_strdup(const char *text)
{
    return mem_strndup(text, strlen(text));
}

char *mem_strndup(const char *text, size_t count)
{
    size_t len = 0;
    while (len < count && text[len] != '\0')
        len++;
    char *copy = mem_calloc(len + 1, 1);
    memcpy(copy, text, len);
    return copy;
}
