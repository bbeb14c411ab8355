#include "fuzz.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = mem_calloc(size + 1, 1);
    if (size > 0)
        memcpy(text, data, size);
    size_t len = strlen(text);
    if (len > 0 && text[len - 1] == '\n')
        text[len - 1] = '\0';
    return text;
}

void fuzz_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

/* Bytes of the character at p, 0 if it is malformed (RFC 3629) or a control character. */
static size_t printable(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    static const struct {
        unsigned char low, high, second_low, second_high;
        size_t count;
    } forms[] = {
        {0x20, 0x7E, 0, 0, 1},       {0xC2, 0xC2, 0xA0, 0xBF, 2}, {0xC3, 0xDF, 0x80, 0xBF, 2},
        {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3},
        {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4},
        {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (u[0] < forms[i].low || u[0] > forms[i].high)
            continue;
        if (forms[i].count > 1 && (u[1] < forms[i].second_low || u[1] > forms[i].second_high))
            return 0;
        for (size_t k = 2; k < forms[i].count; k++)
            if (u[k] < 0x80 || u[k] > 0xBF)
                return 0;
        return forms[i].count;
    }
    return 0;
}

static void check_lines(const Err *err, size_t most)
{
    const char *text = err->text;
    size_t lines = 1;
    if (text[0] == '\0' || text[0] == '\n')
        fuzz_fail("failure without a message");
    for (size_t i = 0; text[i] != '\0';) {
        size_t count = printable(text + i);
        bool ends_line = text[i] == '\n';
        if (ends_line && (text[i + 1] == '\0' || ++lines > most))
            fuzz_fail("message of more than %zu lines: %s", most, text);
        if (!ends_line && count == 0)
            fuzz_fail("message with the byte %02X: %s", (unsigned char)text[i], text);
        i += ends_line ? 1 : count;
    }
}

void fuzz_check_line(const Err *err)
{
    check_lines(err, 1);
}

void fuzz_check_message(const Err *err)
{
    check_lines(err, 3);
}

bool fuzz_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}
