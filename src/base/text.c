#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

/* strtod and printf follow the locale of whoever embeds us (GTK file dialogs and input methods set
 * it); their decimal point is found by printing a number, which unlike localeconv is thread-safe.
 */
static size_t decimal_point(char point[8])
{
    char text[16];
    int len = snprintf(text, sizeof text, "%.1f", 0.5);
    size_t count = len >= 3 && len < 10 ? (size_t)len - 2 : 1;
    memcpy(point, text + 1, count);
    return count;
}

static size_t skip_digits(const char *text, size_t len, size_t at)
{
    while (at < len && text[at] >= '0' && text[at] <= '9')
        at++;
    return at;
}

/* [+-] digits [. digits] [e [+-] digits], at least one digit before the exponent. */
static bool is_decimal(const char *text, size_t len)
{
    size_t at = len > 0 && (text[0] == '+' || text[0] == '-');
    size_t end = skip_digits(text, len, at);
    size_t digits = end - at;
    at = end;
    if (at < len && text[at] == '.') {
        end = skip_digits(text, len, at + 1);
        digits += end - (at + 1);
        at = end;
    }
    if (digits == 0)
        return false;
    if (at < len && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (at < len && (text[at] == '+' || text[at] == '-'))
            at++;
        end = skip_digits(text, len, at);
        if (end == at)
            return false;
        at = end;
    }
    return at == len;
}

bool text_number(const char *text, size_t len, double *value)
{
    if (!is_decimal(text, len))
        return false;
    char point[8];
    size_t point_len = decimal_point(point);
    StrBuf local = {0};
    for (size_t i = 0; i < len; i++)
        if (text[i] == '.')
            strbuf_put_bytes(&local, point, point_len);
        else
            strbuf_put_char(&local, text[i]);
    double parsed = strtod(strbuf_text(&local), NULL);
    strbuf_deinit(&local);
    if (!isfinite(parsed))
        return false;
    *value = parsed;
    return true;
}

bool text_integer(const char *text, size_t len, long long min, long long max, long long *value)
{
    char copy[32];
    if (len == 0 || len >= sizeof copy)
        return false;
    size_t start = text[0] == '+' || text[0] == '-';
    if (start == len || skip_digits(text, len, start) != len)
        return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    errno = 0;
    long long parsed = strtoll(copy, NULL, 10);
    if (errno != 0 || parsed < min || parsed > max)
        return false;
    *value = parsed;
    return true;
}

int text_shortest(double value, char *buffer)
{
    if (isnan(value))
        return sprintf(buffer, "nan");
    if (isinf(value))
        return sprintf(buffer, value > 0 ? "inf" : "-inf");
    char text[64];
    int digits = 1;
    for (; digits < 17; digits++) {
        snprintf(text, sizeof text, "%.*e", digits - 1, value);
        if (strtod(text, NULL) == value)
            break;
    }
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    int exponent = atoi(strchr(text, 'e') + 1);
    /* 20 rather than 2e+01. */
    if (exponent >= digits && exponent < 16)
        digits = exponent + 1;
    snprintf(text, sizeof text, "%.*g", digits, value);
    char point[8];
    size_t point_len = decimal_point(point);
    char *found = NULL;
    for (char *p = text; *p && !found; p++)
        if (strncmp(p, point, point_len) == 0)
            found = p;
    if (found) {
        *found = '.';
        memmove(found + 1, found + point_len, strlen(found + point_len) + 1);
    }
    return snprintf(buffer, 32, "%s", text);
}

enum { SLIP_LENGTH_MAX = 63 };

static int fold(char c)
{
    return tolower((unsigned char)c);
}

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

/* Edits of one character, swaps of neighbours included (optimal string alignment). */
static int slip_distance(const char *a, const char *b)
{
    int before[SLIP_LENGTH_MAX + 1] = {0};
    int last[SLIP_LENGTH_MAX + 1];
    int row[SLIP_LENGTH_MAX + 1];
    int a_len = (int)strlen(a);
    int b_len = (int)strlen(b);
    for (int j = 0; j <= b_len; j++)
        last[j] = j;
    for (int i = 1; i <= a_len; i++) {
        row[0] = i;
        for (int j = 1; j <= b_len; j++) {
            int change = last[j - 1] + (fold(a[i - 1]) != fold(b[j - 1]));
            row[j] = min_int(change, min_int(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) &&
                fold(a[i - 2]) == fold(b[j - 1]))
                row[j] = min_int(row[j], before[j - 2] + 1);
        }
        memcpy(before, last, sizeof before);
        memcpy(last, row, sizeof last);
    }
    return last[b_len];
}

static bool begins(const char *word, const char *name)
{
    while (*word && fold(*word) == fold(*name)) {
        word++;
        name++;
    }
    return *word == '\0';
}

const char *text_nearest(const char *word, size_t count,
                         const char *(*get)(const void *context, size_t index), const void *context)
{
    size_t len = strlen(word);
    if (len == 0 || len > SLIP_LENGTH_MAX)
        return NULL;
    int allowed = len <= 4 ? 1 : len <= 8 ? 2 : 3;
    const char *best = NULL;
    int best_rank = 0;
    for (size_t i = 0; i < count; i++) {
        const char *name = get(context, i);
        if (strlen(name) > SLIP_LENGTH_MAX)
            continue;
        int distance = slip_distance(word, name);
        int rank = 2 * distance;
        bool slip = distance <= allowed && distance < (int)len;
        if (begins(word, name)) {
            /* Worse than one slip, better than two. */
            rank = slip ? min_int(rank, 3) : 3;
            slip = true;
        }
        if (slip && (!best || rank < best_rank)) {
            best = name;
            best_rank = rank;
        }
    }
    return best;
}

/* Well-formed UTF-8, Unicode 15 table 3-7: by the first byte, what the second may be. */
static const struct {
    unsigned char first_low, first_high, second_low, second_high;
    size_t count;
} characters[] = {
    {0x00, 0x7F, 0x00, 0xFF, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

size_t text_character(const char *text)
{
    const unsigned char *u = (const unsigned char *)text;
    size_t row = 0;
    while (row < sizeof characters / sizeof characters[0] &&
           (u[0] < characters[row].first_low || u[0] > characters[row].first_high))
        row++;
    if (row == sizeof characters / sizeof characters[0])
        return 0;
    size_t count = characters[row].count;
    if (count > 1 && (u[1] < characters[row].second_low || u[1] > characters[row].second_high))
        return 0;
    for (size_t i = 2; i < count; i++)
        if (u[i] < 0x80 || u[i] > 0xBF)
            return 0;
    return count;
}

/* C0, delete and C1. */
static bool is_control(const char *text, size_t count)
{
    unsigned char first = (unsigned char)text[0];
    return count == 1 ? first < 0x20 || first == 0x7F
                      : first == 0xC2 && (unsigned char)text[1] < 0xA0;
}

void text_show(const char *text, StrBuf *out)
{
    while (*text != '\0') {
        size_t count = text_character(text);
        if (*text == '\n' || *text == '\t') {
            strbuf_put(out, *text == '\n' ? "\\n" : "\\t");
            text++;
        } else if (count == 0 || is_control(text, count)) {
            strbuf_printf(out, "\\x%02X", (unsigned char)*text);
            text++;
        } else {
            strbuf_put_bytes(out, text, count);
            text += count;
        }
    }
}

size_t text_cut(const char *text, size_t at)
{
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

void text_put_ends(const char *text, size_t most, const char *gap, StrBuf *out)
{
    const char *tail = text + strlen(text) - most;
    while (((unsigned char)*tail & 0xC0) == 0x80)
        tail++;
    strbuf_put_bytes(out, text, text_cut(text, most));
    strbuf_put(out, gap);
    strbuf_put(out, tail);
}

static const char *skip_joints(const char *text)
{
    while (*text == ' ' || *text == '-' || *text == '_')
        text++;
    return text;
}

bool text_same_name(const char *a, const char *b)
{
    for (;;) {
        a = skip_joints(a);
        b = skip_joints(b);
        if (fold(*a) != fold(*b))
            return false;
        if (*a == '\0')
            return true;
        a++;
        b++;
    }
}
