/* strbuf: text that grows.
 *
 * Owns its bytes, always NUL-terminated once anything was written. A zeroed StrBuf is an empty
 * one. Running out of memory ends the process: there is nothing sensible to do instead. */
#ifndef RAVINE_BASE_STRBUF_H
#define RAVINE_BASE_STRBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct StrBuf {
    char *data; /* NULL while empty; strbuf_text gives "" then */
    size_t len; /* bytes, without the NUL */
    size_t cap;
} StrBuf;

void strbuf_deinit(StrBuf *buf);
void strbuf_clear(StrBuf *buf); /* keeps the memory */

void strbuf_put(StrBuf *buf, const char *text);
void strbuf_put_bytes(StrBuf *buf, const char *bytes, size_t count);
void strbuf_put_char(StrBuf *buf, char c);
void strbuf_printf(StrBuf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(StrBuf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* The text, "" when empty. Borrowed until the next call that changes buf. */
const char *strbuf_text(const StrBuf *buf);

#endif
