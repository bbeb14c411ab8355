#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool err_set(Err *err, const char *format, ...)
{
    if (!err || err->text[0] != '\0')
        return false;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return false;
}

void err_prefix(Err *err, const char *format, ...)
{
    if (!err || err->text[0] == '\0')
        return;
    char text[ERR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t used = strlen(text);
    size_t rest = strlen(err->text);
    if (rest >= sizeof text - used)
        rest = sizeof text - used - 1;
    memcpy(text + used, err->text, rest);
    text[used + rest] = '\0';
    memcpy(err->text, text, used + rest + 1);
}
