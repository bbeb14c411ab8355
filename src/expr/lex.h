/* lex: formula text cut into tokens, and places in it shown to people.
 *
 * Knows how formulas are written, including the signs people paste from papers, and nothing of
 * what the names mean. */
#ifndef RAVINE_EXPR_LEX_H
#define RAVINE_EXPR_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "expr/terms.h"

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_TIMES,
    TOKEN_OVER,
    TOKEN_POWER,
    TOKEN_SQUARED, /* the superscript */
    TOKEN_CUBED,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA
} TokenKind;

typedef struct Token {
    TokenKind kind;
    size_t begin, end; /* bytes of the text */
    double number;     /* of TOKEN_NUMBER */
} Token;

/* The token at or after byte `at`. False with *err and *place filled if there is none. */
bool lex_next(const char *text, size_t at, Token *token, Err *err, ExprPlace *place);

/* "'*'" or "the end of the formula", for messages (err_set escapes odd bytes). buffer holds at
 * least LEX_SHOW_MAX bytes. */
enum { LEX_SHOW_MAX = 80 };
const char *lex_show(const char *text, Token token, char *buffer);

/* Fills *err with "formula:LINE:COLUMN: message", the line and a caret under byte `at`. Returns
 * false. */
bool lex_error(const char *text, size_t at, Err *err, ExprPlace *place, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
