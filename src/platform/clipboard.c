#include "platform/clipboard.h"

#include <SDL.h>

#include "base/array.h"

char *clipboard_get(void)
{
    if (!SDL_HasClipboardText())
        return NULL;
    char *text = SDL_GetClipboardText(), *copy = text && text[0] ? mem_strdup(text) : NULL;
    SDL_free(text);
    return copy;
}

bool clipboard_set(const char *text)
{
    return SDL_SetClipboardText(text) == 0;
}
