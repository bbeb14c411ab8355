/* mathsymbols: what TeX's commands and single characters look like and how they are spaced.
 *
 * A table and two look-ups. Knows nothing of layout. Codes of mathematical italics: Unicode 15,
 * block U+1D400. */
#ifndef RAVINE_VIEW_TEXT_MATHSYMBOLS_H
#define RAVINE_VIEW_TEXT_MATHSYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

/* TeX's classes of atoms (Knuth, The TeXbook, chapter 18). */
typedef enum MathClass {
    MATH_ORD,   /* letters, numbers */
    MATH_OP,    /* sin, max, sum */
    MATH_BIN,   /* + */
    MATH_REL,   /* = */
    MATH_OPEN,  /* ( */
    MATH_CLOSE, /* ) */
    MATH_PUNCT, /* , */
    MATH_SPACE, /* written spaces */
    MATH_CLASS_COUNT
} MathClass;

/* text is UTF-8, at most seven bytes and a NUL for characters, longer for names. */
typedef struct MathSymbol {
    const char *text;
    MathClass class;
    bool letter; /* a variable: italic, wants a thin space before another one */
} MathSymbol;

/* "alpha" (len bytes, without the backslash); false if there is no such command. */
bool mathsymbol_command(const char *name, size_t len, MathSymbol *symbol);

/* One character as it stands in a formula; out is storage for its text. */
MathSymbol mathsymbol_char(const char *utf8, size_t len, char out[8]);

/* Bytes of the UTF-8 character at text, at least 1 unless it is empty; broken ones count as 1. */
size_t mathsymbol_char_length(const char *text);

/* Written spaces ("," ";" ":" "!" "quad" ...) in em; false if it is not one. */
bool mathsymbol_space(const char *name, size_t len, float *em);

#endif
