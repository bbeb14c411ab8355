#include "app/embedded.h"

#include <stdint.h>
#include <string.h>

/* Bytes, and how far they have been read. */
typedef struct Span {
    const char *at, *end;
} Span;

static size_t left(Span s)
{
    return (size_t)(s.end - s.at);
}

static bool begins(Span s, const char *word)
{
    size_t len = strlen(word);
    return left(s) >= len && memcmp(s.at, word, len) == 0;
}

/* Moves to behind the next `word`; false if there is none. */
static bool skip_to(Span *s, const char *word)
{
    while (!begins(*s, word)) {
        const char *next = left(*s) > 0 ? memchr(s->at + 1, word[0], left(*s) - 1) : NULL;
        s->at = next ? next : s->end;
        if (!next)
            return false;
    }
    s->at += strlen(word);
    return true;
}

/* ---- PNG: chunks of length, type, data and a checksum ---- */

static uint32_t big_endian(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* The text of a tEXt or iTXt chunk with the keyword "Ravine": behind a zero, or behind a zero, two
 * bytes that say "not compressed", and two empty strings. */
static bool text_of_chunk(Span type, Span data, StrBuf *out)
{
    static const char text[] = "Ravine", utf8[] = "Ravine\0\0\0\0"; /* with the last zero */
    size_t head = begins(type, "tEXt") ? sizeof text : begins(type, "iTXt") ? sizeof utf8 : 0;
    if (head == 0 || left(data) < head || memcmp(data.at, utf8, head) != 0)
        return false;
    strbuf_put_bytes(out, data.at + head, left(data) - head);
    return true;
}

static bool read_png(Span s, StrBuf *out)
{
    s.at += 8;
    while (left(s) >= 12) {
        size_t length = big_endian(s.at);
        if (length > left(s) - 12)
            return false;
        Span type = {s.at + 4, s.at + 8}, data = {s.at + 8, s.at + 8 + length};
        if (text_of_chunk(type, data, out))
            return true;
        s.at += 12 + length;
    }
    return false;
}

/* ---- SVG ---- */

static bool read_svg(Span s, StrBuf *out)
{
    static const struct {
        const char *name, *text;
    } entities[] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}};
    if (!skip_to(&s, "<race xmlns=") || !skip_to(&s, ">"))
        return false;
    Span rest = s;
    if (!skip_to(&rest, "</race>"))
        return false;
    s.end = rest.at - strlen("</race>");
    while (left(s) > 0) {
        size_t i = 0, count = sizeof entities / sizeof entities[0];
        while (i < count && !begins(s, entities[i].name))
            i++;
        if (i < count) {
            strbuf_put(out, entities[i].text);
            s.at += strlen(entities[i].name);
        } else {
            strbuf_put_char(out, *s.at++);
        }
    }
    return true;
}

/* ---- PDF ---- */

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* The next 16 bits of a hexadecimal string; -1 at its end. */
static long unit(Span *s)
{
    long value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = left(*s) > 0 ? hex(*s->at) : -1;
        if (digit < 0)
            return -1;
        value = 16 * value + digit;
        s->at++;
    }
    return value;
}

static void put_utf8(StrBuf *out, uint32_t c)
{
    if (c < 0x80) {
        strbuf_put_char(out, (char)c);
        return;
    }
    if (c >= 0x10000) {
        strbuf_put_char(out, (char)(0xf0 | c >> 18));
        strbuf_put_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
    } else if (c >= 0x800) {
        strbuf_put_char(out, (char)(0xe0 | c >> 12));
    }
    if (c >= 0x800)
        strbuf_put_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
    else
        strbuf_put_char(out, (char)(0xc0 | c >> 6));
    strbuf_put_char(out, (char)(0x80 | (c & 0x3f)));
}

/* UTF-16, as hexadecimal digits. */
static void read_hex(Span s, StrBuf *out)
{
    for (long c = unit(&s); c >= 0; c = unit(&s)) {
        uint32_t code = (uint32_t)c;
        if (code >= 0xd800 && code < 0xdc00) {
            long low = unit(&s);
            if (low < 0xdc00 || low > 0xdfff)
                return;
            code = 0x10000 + ((code - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
        }
        put_utf8(out, code);
    }
}

static bool read_pdf(Span s, StrBuf *out)
{
    if (!skip_to(&s, "/Subject"))
        return false;
    while (left(s) > 0 && *s.at == ' ')
        s.at++;
    if (!begins(s, "<FEFF")) /* as cairo writes what has more than one line */
        return false;
    s.at += strlen("<FEFF");
    read_hex(s, out);
    return true;
}

/* ---- which of them ---- */

static const struct {
    const char *begins;
    bool (*read)(Span bytes, StrBuf *out);
} PICTURES[] = {
    {"\x89PNG\r\n\x1a\n", read_png},
    {"%PDF-", read_pdf},
    {"<?xml", read_svg},
    {"<svg", read_svg},
};

enum { PICTURE_KINDS = sizeof PICTURES / sizeof PICTURES[0] };

static size_t kind_of(Span bytes)
{
    size_t i = 0;
    while (i < PICTURE_KINDS && !begins(bytes, PICTURES[i].begins))
        i++;
    return i;
}

bool embedded_is_picture(const char *bytes, size_t size)
{
    return kind_of((Span){bytes, bytes + size}) < PICTURE_KINDS;
}

bool embedded_read(const char *name, const char *bytes, size_t size, StrBuf *out, Err *err)
{
    const Span span = {bytes, bytes + size};
    const size_t kind = kind_of(span);
    return (kind < PICTURE_KINDS && PICTURES[kind].read(span, out)) ||
           err_set(err,
                   "%s: nothing in this picture says how it was made; expected one that Ravine "
                   "has written",
                   name);
}
