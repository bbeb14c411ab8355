#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"

/* Appends a sentence, without its middle if it is too long. */
static void put_sentence(StrBuf *out, const StrBuf *sentence)
{
    static const char gap[] = " ... ";
    if (sentence->len <= ERR_LINE_MAX)
        strbuf_put(out, strbuf_text(sentence));
    else
        text_put_ends(strbuf_text(sentence), (ERR_LINE_MAX - strlen(gap)) / 2, gap, out);
}

static void store(Err *err, const StrBuf *message)
{
    const char *text = strbuf_text(message);
    size_t len = message->len < ERR_TEXT_MAX ? message->len : text_cut(text, ERR_TEXT_MAX - 1);
    memcpy(err->text, text, len);
    err->text[len] = '\0';
}

static void fill(Err *err, const char *below, const char *format, va_list args)
{
    StrBuf written = {0}, shown = {0}, message = {0};
    strbuf_vprintf(&written, format, args);
    text_show(strbuf_text(&written), &shown);
    put_sentence(&message, &shown);
    if (below[0] != '\0')
        strbuf_printf(&message, "\n%s", below);
    store(err, &message);
    strbuf_deinit(&message);
    strbuf_deinit(&shown);
    strbuf_deinit(&written);
}

bool err_set(Err *err, const char *format, ...)
{
    if (!err || err->text[0] != '\0')
        return false;
    va_list args;
    va_start(args, format);
    fill(err, "", format, args);
    va_end(args);
    return false;
}

bool err_set_above(Err *err, const char *below, const char *format, ...)
{
    if (!err || err->text[0] != '\0')
        return false;
    va_list args;
    va_start(args, format);
    fill(err, below, format, args);
    va_end(args);
    return false;
}

void err_prefix(Err *err, const char *format, ...)
{
    if (!err || err->text[0] == '\0')
        return;
    StrBuf message = {0};
    va_list args;
    va_start(args, format);
    strbuf_vprintf(&message, format, args);
    va_end(args);
    strbuf_put(&message, err->text);
    store(err, &message);
    strbuf_deinit(&message);
}

void err_append(Err *err, const char *more)
{
    if (!err || err->text[0] == '\0')
        return;
    StrBuf message = {0};
    size_t sentence = strcspn(err->text, "\n");
    strbuf_put_bytes(&message, err->text, sentence);
    strbuf_put(&message, more);
    strbuf_put(&message, err->text + sentence);
    store(err, &message);
    strbuf_deinit(&message);
}
