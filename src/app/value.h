/* value: how values are written, wherever a person writes them: options of the command line,
 * scenario files, the session. One reader and one writer for each kind, one list of names for each
 * choice. A reader that refuses says what it was given and what is accepted; whose value it was is
 * for the caller to put in front. */
#ifndef RAVINE_APP_VALUE_H
#define RAVINE_APP_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"
#include "math/vec2.h"
#include "sim/run.h"
#include "view/scene/scene.h"

/* Each in the order of its enumeration. */
extern const char *const value_themes[THEME_COUNT];
extern const char *const value_layouts[LAYOUT_COUNT];
extern const char *const value_panels[PANELS_COUNT];
extern const char *const value_charts[CHART_COUNT];
extern const char *const value_probes[PROBES_COUNT];
extern const char *const value_units[RUN_UNITS];

/* "'TEXT' is not accepted; expected EXPECTED". Always false. */
bool value_refuse(const char *text, const char *expected, Err *err);

/* In [min, max]. */
bool value_integer(const char *text, long long min, long long max, long long *value, Err *err);
bool value_number(const char *text, double min, double max, double *value, Err *err);

/* As many finite numbers with commas between them, as they are and as a message calls them. */
bool value_numbers(const char *text, size_t count, const char *expected, double *numbers, Err *err);
bool value_point(const char *text, Vec2 *point, Err *err);
void value_put_numbers(const double *numbers, size_t count, StrBuf *out);

/* The index of text among the names, or count. */
size_t value_find(const char *text, const char *const *names, size_t count);
/* Sets *index, or names all of them. */
bool value_choice(const char *text, const char *const *names, size_t count, size_t *index,
                  Err *err);
/* "light or dark", "map, grid or surface". */
void value_put_names(const char *const *names, size_t count, StrBuf *out);

/* WIDTHxHEIGHT in px of a picture or a window. */
bool value_size(const char *text, int *width, int *height, Err *err);

#endif
