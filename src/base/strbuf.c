#include "base/strbuf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void strbuf_deinit(StrBuf *buf)
{
    free(buf->data);
    *buf = (StrBuf){0};
}

void strbuf_clear(StrBuf *buf)
{
    buf->len = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

void strbuf_put(StrBuf *buf, const char *text)
{
    strbuf_put_bytes(buf, text, strlen(text));
}

void strbuf_put_bytes(StrBuf *buf, const char *bytes, size_t count)
{
    ARRAY_RESERVE(buf->data, buf->cap, buf->len + count + 1);
    if (count > 0)
        memcpy(buf->data + buf->len, bytes, count);
    buf->len += count;
    buf->data[buf->len] = '\0';
}

void strbuf_put_char(StrBuf *buf, char c)
{
    strbuf_put_bytes(buf, &c, 1);
}

void strbuf_printf(StrBuf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    strbuf_vprintf(buf, format, args);
    va_end(args);
}

void strbuf_vprintf(StrBuf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int count = vsnprintf(NULL, 0, format, args);
    assert(count >= 0);
    if (count > 0) {
        ARRAY_RESERVE(buf->data, buf->cap, buf->len + (size_t)count + 1);
        vsnprintf(buf->data + buf->len, (size_t)count + 1, format, again);
        buf->len += (size_t)count;
    }
    va_end(again);
}

const char *strbuf_text(const StrBuf *buf)
{
    return buf->data ? buf->data : "";
}
