#include "expr/lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* What stands for itself, longest first where one begins another. */
static const struct {
    const char *text;
    TokenKind kind;
} signs[] = {
    {"**", TOKEN_POWER},
    {"^", TOKEN_POWER},
    {"+", TOKEN_PLUS},
    {"-", TOKEN_MINUS},
    {"*", TOKEN_TIMES},
    {"/", TOKEN_OVER},
    {"(", TOKEN_OPEN},
    {")", TOKEN_CLOSE},
    {",", TOKEN_COMMA},
    {"\xE2\x88\x92", TOKEN_MINUS},   /* U+2212 minus sign */
    {"\xE2\x80\x93", TOKEN_MINUS},   /* U+2013 en dash */
    {"\xC2\xB7", TOKEN_TIMES},       /* U+00B7 middle dot */
    {"\xE2\x8B\x85", TOKEN_TIMES},   /* U+22C5 dot operator */
    {"\xC3\x97", TOKEN_TIMES},       /* U+00D7 multiplication sign */
    {"\xC3\xB7", TOKEN_OVER},        /* U+00F7 division sign */
    {"\xC2\xB2", TOKEN_SQUARED},     /* U+00B2 */
    {"\xC2\xB3", TOKEN_CUBED},       /* U+00B3 */
    {"\xCF\x80", TOKEN_NAME},        /* U+03C0 pi */
    {"\xF0\x9D\x9C\x8B", TOKEN_NAME} /* U+1D70B italic pi */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t skip_space(const char *text, size_t at)
{
    for (;;)
        if (text[at] != '\0' && strchr(" \t\r\n", text[at]))
            at++;
        else if (strncmp(text + at, "\xC2\xA0", 2) == 0) /* no-break space */
            at += 2;
        else
            return at;
}

/* Bytes of the character at p: 1 if it is no well-formed UTF-8. */
static size_t character_bytes(const char *p)
{
    size_t count = text_character(p);
    return count > 0 ? count : 1;
}

static size_t number_end(const char *text, size_t at)
{
    while (is_digit(text[at]))
        at++;
    if (text[at] == '.')
        at++;
    while (is_digit(text[at]))
        at++;
    /* An exponent only if digits follow: 2e is twice Euler's number. */
    size_t e = at;
    if (text[e] == 'e' || text[e] == 'E') {
        e++;
        if (text[e] == '+' || text[e] == '-')
            e++;
        if (is_digit(text[e])) {
            while (is_digit(text[e]))
                e++;
            at = e;
        }
    }
    return at;
}

static bool lex_number(const char *text, Token *token, Err *err, ExprPlace *place)
{
    token->kind = TOKEN_NUMBER;
    token->end = number_end(text, token->begin);
    if (!text_number(text + token->begin, token->end - token->begin, &token->number))
        return lex_error(text, token->begin, err, place, "number too large, at most 1.79e308");
    if (text[token->end] == '.')
        return lex_error(text, token->end, err, place,
                         "expected an operator after the number, found a second '.'");
    return true;
}

static bool lex_name(const char *text, Token *token, Err *err, ExprPlace *place)
{
    token->kind = TOKEN_NAME;
    while (is_letter(text[token->end]) || is_digit(text[token->end]))
        token->end++;
    if (token->end - token->begin > EXPR_NAME_MAX)
        return lex_error(text, token->begin, err, place, "name too long, at most %d characters",
                         EXPR_NAME_MAX);
    return true;
}

bool lex_next(const char *text, size_t at, Token *token, Err *err, ExprPlace *place)
{
    at = skip_space(text, at);
    *token = (Token){.kind = TOKEN_END, .begin = at, .end = at};
    char c = text[at];
    if (c == '\0')
        return true;
    if (is_digit(c) || (c == '.' && is_digit(text[at + 1])))
        return lex_number(text, token, err, place);
    if (is_letter(c))
        return lex_name(text, token, err, place);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t len = strlen(signs[i].text);
        if (strncmp(text + at, signs[i].text, len) == 0) {
            token->kind = signs[i].kind;
            token->end = at + len;
            return true;
        }
    }
    token->end = at + character_bytes(text + at);
    char shown[LEX_SHOW_MAX];
    lex_show(text, *token, shown);
    token->kind = TOKEN_NAME; /* so that it is quoted */
    return lex_error(text, at, err, place,
                     "unexpected %s; a formula is made of numbers, names, "
                     "+ - * / ^ and parentheses",
                     lex_show(text, *token, shown));
}

const char *lex_show(const char *text, Token token, char *buffer)
{
    if (token.begin == token.end) {
        snprintf(buffer, LEX_SHOW_MAX, "the end of the formula");
        return buffer;
    }
    size_t end = token.begin;
    while (end < token.end && end - token.begin < LEX_SHOW_MAX - 16)
        end += character_bytes(text + end);
    snprintf(buffer, LEX_SHOW_MAX, "'%.*s%s", (int)(end - token.begin), text + token.begin,
             end < token.end ? "...'" : "'");
    return buffer;
}

/* Line and column of byte `at`; *line_begin is where its line begins. */
static ExprPlace place_of(const char *text, size_t at, size_t *line_begin)
{
    ExprPlace place = {1, 1};
    *line_begin = 0;
    for (size_t i = 0; i < at && text[i] != '\0'; i += character_bytes(text + i)) {
        place.column++;
        if (text[i] == '\n') {
            place.line++;
            place.column = 1;
            *line_begin = i + 1;
        }
    }
    return place;
}

enum { SHOWN_BEFORE = 60, SHOWN_AFTER = 40 }; /* characters beside the caret */

/* The line around byte `at`, one sign per character so that the caret fits, and the caret. */
static void put_caret(StrBuf *out, const char *text, size_t line_begin, size_t at, int column)
{
    size_t from = line_begin;
    int skipped = 0;
    while (column - skipped > SHOWN_BEFORE) {
        from += character_bytes(text + from);
        skipped++;
    }
    strbuf_put(out, skipped > 0 ? "  ..." : "  ");
    int shown = 0;
    int limit = column - skipped + SHOWN_AFTER;
    size_t i = from;
    for (; text[i] != '\0' && text[i] != '\n' && shown < limit; shown++) {
        size_t count = character_bytes(text + i);
        unsigned char c = (unsigned char)text[i];
        bool control = count == 1 ? c < 32 || c > 126
                                  : c == 0xC2 && (unsigned char)text[i + 1] < 0xA0; /* C1 */
        if (control)
            strbuf_put_char(out, c == '\t' ? ' ' : '?');
        else
            strbuf_put_bytes(out, text + i, count);
        i += count;
    }
    if (text[i] != '\0' && text[i] != '\n')
        strbuf_put(out, "...");
    strbuf_put(out, skipped > 0 ? "\n     " : "\n  ");
    for (i = from; i < at && text[i] != '\0'; i += character_bytes(text + i))
        strbuf_put_char(out, ' ');
    strbuf_put_char(out, '^');
}

bool lex_error(const char *text, size_t at, Err *err, ExprPlace *place, const char *format, ...)
{
    size_t line_begin = 0;
    ExprPlace found = place_of(text, at, &line_begin);
    if (place)
        *place = found;
    StrBuf caret = {0};
    char line[512];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    put_caret(&caret, text, line_begin, at, found.column);
    err_set_above(err, strbuf_text(&caret), "formula:%d:%d: %s", found.line, found.column, line);
    strbuf_deinit(&caret);
    return false;
}
