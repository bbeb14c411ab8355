/* param: the tunables of a problem, as text "name=value,name=value" and as values.
 *
 * Owns reading, printing and the rows that every problem has (gradient noise and the seed). A row
 * says what a parameter is, so that it is known of any problem which of its parameters are files; a
 * Param is a row with its value. A text that holds commas, or what no line can hold, stands in
 * double quotes, with a backslash before quotes and backslashes, \n for a line break and \xHH for
 * any byte. Knows no problem. */
#ifndef RAVINE_PROBLEM_PARAM_H
#define RAVINE_PROBLEM_PARAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/strbuf.h"

enum { PARAMS_MAX = 16, PARAM_COMMON = 2 /* that every problem has: noise, seed */ };

typedef enum ParamKind {
    PARAM_NUMBER,
    PARAM_INTEGER,
    PARAM_CHOICE, /* the value is the index of the word */
    PARAM_TEXT,   /* a column's name */
    PARAM_FILE    /* a file's path, or one of the choices */
} ParamKind;

typedef struct ParamRow {
    const char *name;   /* as in "bowl:kappa=50" */
    const char *symbol; /* math markup, "\\kappa"; NULL for words */
    const char *doc;
    double fallback, min, max;
    ParamKind kind;
    const char *const *choices; /* of a choice, NULL-terminated; of a file: words that are none */
    const char *zero;           /* of an integer: the word for 0, NULL if there is none */
    const char *text;           /* of a text or a file: the fallback */
} ParamRow;

/* A row of a number, as tables write it. */
#define PARAM_ROW_NUMBER(the_name, the_symbol, the_doc, the_fallback, the_min, the_max)            \
    {                                                                                              \
        .name = (the_name), .symbol = (the_symbol), .doc = (the_doc), .fallback = (the_fallback),  \
        .min = (the_min), .max = (the_max)                                                         \
    }

typedef struct Param {
    const ParamRow *row;
    double value;      /* of everything but texts */
    long long integer; /* of an integer, exactly */
    char *text;        /* of a text or a file; owned by the set */
    bool given;
} Param;

/* The own ones first, then the common ones. A zeroed set is empty. */
typedef struct ParamSet {
    Param item[PARAMS_MAX];
    size_t count;
} ParamSet;

/* The rows that every problem has, PARAM_COMMON of them. */
extern const ParamRow param_common_rows[PARAM_COMMON];

/* Fallbacks for `count` own rows and the common ones. rows live as long as the set. */
void params_init(ParamSet *set, const ParamRow *rows, size_t count);
void params_deinit(ParamSet *set);

/* Reads "name=value,...", or "" for nothing. owner: the problem's name, for messages. */
bool params_read(ParamSet *set, const char *owner, const char *text, Err *err);

/* Whether the value is a file's path. */
bool param_names_file(const Param *param);

/* How a path is to be written instead: appends it. */
typedef struct ParamPaths {
    void (*write)(const void *context, const char *path, StrBuf *out);
    const void *context;
} ParamPaths;

/* Appends "name=value,..." with other paths, for `count` own rows; what is no such text as it is.
 */
void params_rewrite(const ParamRow *rows, size_t count, const char *text, const ParamPaths *paths,
                    StrBuf *out);

/* Appends what a value has to be: "a number from 1 to 5". */
void param_expected(const ParamRow *row, StrBuf *out);

/* Appends the value as text that params_read takes. */
void param_print(const Param *param, StrBuf *out);

/* What differs from the fallbacks, ":name=value,name=value"; nothing if nothing does. */
void params_print(const ParamSet *set, StrBuf *out);

/* The parameter of this name, which is in the set. */
const Param *params_get(const ParamSet *set, const char *name);

/* Where no seed was given: `seed`, or 0 if nothing here is random and a seed would only clutter. */
void params_settle_seed(ParamSet *set, uint64_t seed, bool random);

#endif
