#include "app/value.h"

#include <string.h>

#include "app/options.h"
#include "base/text.h"

const char *const value_themes[THEME_COUNT] = {[THEME_LIGHT] = "light", [THEME_DARK] = "dark"};
const char *const value_layouts[LAYOUT_COUNT] = {
    [LAYOUT_MAP] = "map", [LAYOUT_GRID] = "grid", [LAYOUT_SURFACE] = "surface"};
const char *const value_panels[PANELS_COUNT] = {
    [PANELS_ALL] = "all", [PANELS_CHART] = "chart", [PANELS_NONE] = "none"};
const char *const value_charts[CHART_COUNT] = {[CHART_LOSS] = "loss",
                                               [CHART_GRADIENT] = "gradient",
                                               [CHART_DISTANCE] = "distance",
                                               [CHART_LENGTH] = "length"};
const char *const value_probes[PROBES_COUNT] = {
    [PROBES_SELECTED] = "selected", [PROBES_ALL] = "all", [PROBES_NONE] = "none"};
const char *const value_units[RUN_UNITS] = {
    [RUN_STEPS] = "steps", [RUN_EVALUATIONS] = "evaluations"};

bool value_refuse(const char *text, const char *expected, Err *err)
{
    return err_set(err, "'%s' is not accepted; expected %s", text, expected);
}

bool value_integer(const char *text, long long min, long long max, long long *value, Err *err)
{
    return text_integer(text, strlen(text), min, max, value) ||
           err_set(err, "'%s' is not accepted; expected a whole number from %lld to %lld", text,
                   min, max);
}

bool value_number(const char *text, double min, double max, double *value, Err *err)
{
    double number;
    if (!text_number(text, strlen(text), &number) || !(number >= min && number <= max)) {
        char low[32], high[32];
        text_shortest(min, low);
        text_shortest(max, high);
        return err_set(err, "'%s' is not accepted; expected a number from %s to %s", text, low,
                       high);
    }
    *value = number;
    return true;
}

/* Of [text, text + len), with blanks around it. */
static bool number_within(const char *text, size_t len, double *number)
{
    while (len > 0 && *text == ' ')
        text++, len--;
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return text_number(text, len, number);
}

bool value_numbers(const char *text, size_t count, const char *expected, double *numbers, Err *err)
{
    const char *at = text;
    for (size_t i = 0; i < count; i++) {
        size_t len = i + 1 < count ? strcspn(at, ",") : strlen(at);
        if (!number_within(at, len, &numbers[i]) || (i + 1 < count && at[len] != ','))
            return value_refuse(text, expected, err);
        at += len + 1;
    }
    return true;
}

bool value_point(const char *text, Vec2 *point, Err *err)
{
    double numbers[2];
    if (!value_numbers(text, 2, "two numbers X,Y such as -1.2,1", numbers, err))
        return false;
    *point = vec2(numbers[0], numbers[1]);
    return true;
}

void value_put_numbers(const double *numbers, size_t count, StrBuf *out)
{
    char text[32];
    for (size_t i = 0; i < count; i++) {
        text_shortest(numbers[i], text);
        strbuf_printf(out, "%s%s", i > 0 ? "," : "", text);
    }
}

size_t value_find(const char *text, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && strcmp(text, names[i]) != 0)
        i++;
    return i;
}

bool value_choice(const char *text, const char *const *names, size_t count, size_t *index, Err *err)
{
    *index = value_find(text, names, count);
    if (*index < count)
        return true;
    StrBuf expected = {0};
    value_put_names(names, count, &expected);
    value_refuse(text, strbuf_text(&expected), err);
    strbuf_deinit(&expected);
    return false;
}

void value_put_names(const char *const *names, size_t count, StrBuf *out)
{
    for (size_t i = 0; i < count; i++)
        strbuf_printf(out, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", names[i]);
}

bool value_size(const char *text, int *width, int *height, Err *err)
{
    const char *cross = strchr(text, 'x');
    long long w, h;
    if (!cross ||
        !text_integer(text, (size_t)(cross - text), OPTIONS_SIZE_MIN, OPTIONS_SIZE_MAX, &w) ||
        !text_integer(cross + 1, strlen(cross + 1), OPTIONS_SIZE_MIN, OPTIONS_SIZE_MAX, &h))
        return err_set(err,
                       "'%s' is not accepted; expected WIDTHxHEIGHT such as 1280x720, each from "
                       "%d to %d pixels",
                       text, OPTIONS_SIZE_MIN, OPTIONS_SIZE_MAX);
    *width = (int)w;
    *height = (int)h;
    return true;
}
