#include "view/text/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char *const superscripts[10] = {"\u2070", "\u00B9", "\u00B2", "\u00B3", "\u2074",
                                             "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};

/* d1.d2d3... x 10^exponent. */
typedef struct Decimal {
    bool negative;
    char digits[32];
    int count;
    int exponent;
} Decimal;

static char *append(char *at, const char *end, const char *text)
{
    while (*text != '\0' && at < end)
        *at++ = *text++;
    *at = '\0';
    return at;
}

static char *append_exponent(char *at, const char *end, int exponent)
{
    at = append(at, end, "10");
    if (exponent < 0)
        at = append(at, end, "\u207B");
    char digits[16];
    snprintf(digits, sizeof digits, "%d", abs(exponent));
    for (const char *d = digits; *d != '\0'; d++)
        at = append(at, end, superscripts[*d - '0']);
    return at;
}

/* What is no ordinary number; NULL if it is one. */
static const char *special(double value, char text[NUMBER_TEXT_MAX])
{
    if (isnan(value))
        return strcpy(text, "not a number");
    if (isinf(value))
        return strcpy(text, value < 0 ? "\u2212\u221E" : "\u221E");
    return NULL;
}

/* Reads what printf's %e or text_shortest wrote: an optional sign, digits with an optional point,
 * an optional exponent. */
static Decimal decimal_read(const char *text)
{
    Decimal decimal = {.negative = *text == '-'};
    text += decimal.negative;
    int before_point = 0;
    bool point = false;
    bool leading = true;
    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text < '0' || *text > '9') {
            point = true; /* whatever the locale's point is */
            continue;
        }
        if (leading && *text == '0') {
            before_point -= point;
            continue;
        }
        leading = false;
        before_point += !point;
        if (decimal.count < (int)sizeof decimal.digits)
            decimal.digits[decimal.count++] = *text;
    }
    int exponent = *text == 'e' ? atoi(text + 1) : 0;
    decimal.exponent = exponent + before_point - 1;
    return decimal;
}

static void decimal_trim(Decimal *decimal)
{
    while (decimal->count > 1 && decimal->digits[decimal->count - 1] == '0')
        decimal->count--;
}

/* d1.d2d3 x 10^n; a bare power of ten has no factor. */
static const char *scientific(const Decimal *decimal, char text[NUMBER_TEXT_MAX])
{
    const char *end = text + NUMBER_TEXT_MAX - 1;
    char *at = append(text, end, decimal->negative ? "\u2212" : "");
    bool bare = decimal->digits[0] == '1';
    for (int i = 1; i < decimal->count; i++)
        bare = bare && decimal->digits[i] == '0';
    if (!bare) {
        for (int i = 0; i < decimal->count; i++) {
            at = append(at, end, i == 1 ? "." : "");
            at = append(at, end, (char[]){decimal->digits[i], '\0'});
        }
        at = append(at, end, "\u00D7");
    }
    append_exponent(at, end, decimal->exponent);
    return text;
}

/* All digits in place, zeros where needed. */
static const char *positional(const Decimal *decimal, char text[NUMBER_TEXT_MAX])
{
    const char *end = text + NUMBER_TEXT_MAX - 1;
    char *at = append(text, end, decimal->negative ? "\u2212" : "");
    int last = decimal->count - 1 > decimal->exponent ? decimal->count - 1 : decimal->exponent;
    for (int i = decimal->exponent < 0 ? decimal->exponent : 0; i <= last; i++) {
        if (i == decimal->exponent + 1 && i > (decimal->exponent < 0 ? decimal->exponent : 0))
            at = append(at, end, ".");
        char digit = i >= 0 && i < decimal->count ? decimal->digits[i] : '0';
        at = append(at, end, (char[]){digit, '\0'});
    }
    return text;
}

/* From 10^-3 up to below 10^5. */
enum { PLAIN_EXPONENT = 5 };

static bool is_plain(const Decimal *decimal)
{
    return decimal->exponent >= -3 && decimal->exponent < PLAIN_EXPONENT;
}

static const char *decimal_text(const Decimal *decimal, char text[NUMBER_TEXT_MAX])
{
    bool plain = is_plain(decimal);
    return plain ? positional(decimal, text) : scientific(decimal, text);
}

static Decimal decimal_rounded(double value, int digits)
{
    char buffer[48];
    snprintf(buffer, sizeof buffer, "%.*e", digits - 1, value);
    return decimal_read(buffer);
}

/* Factors of powers of ten never show more digits than this. */
enum { FACTOR_DIGITS = 3, DIGITS_MAX = 17 };

const char *number_significant(double value, int digits, char text[NUMBER_TEXT_MAX])
{
    if (special(value, text))
        return text;
    if (value == 0)
        return strcpy(text, "0");
    digits = digits < 1 ? 1 : digits > DIGITS_MAX ? DIGITS_MAX : digits;
    Decimal decimal = decimal_rounded(value, digits);
    if (digits < PLAIN_EXPONENT && decimal.exponent == PLAIN_EXPONENT)
        decimal = decimal_rounded(value, PLAIN_EXPONENT); /* 99999 is not yet 10^5 */
    bool plain = is_plain(&decimal);
    if (plain && decimal.exponent >= digits) {
        /* 12346, not 12350: zeros would look like digits. */
        decimal = decimal_rounded(value, decimal.exponent + 1);
    } else if (!plain) {
        decimal = decimal_rounded(value, digits < FACTOR_DIGITS ? digits : FACTOR_DIGITS);
    }
    return decimal_text(&decimal, text);
}

const char *number_power(NumberPower form, int exponent, char text[NUMBER_TEXT_MAX])
{
    Decimal decimal = {.digits = "1", .count = 1, .exponent = exponent};
    bool plain = form == NUMBER_POWER_PLAIN || exponent == 0 || exponent == 1;
    return plain && abs(exponent) < 15 ? positional(&decimal, text) : scientific(&decimal, text);
}

const char *number_fixed(double value, int decimals, char text[NUMBER_TEXT_MAX])
{
    if (special(value, text))
        return text;
    decimals = decimals < 0 ? 0 : decimals > DIGITS_MAX ? DIGITS_MAX : decimals;
    if (fabs(value) >= 1e15)
        return number_significant(value, 6, text);
    char buffer[48];
    snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
    bool zero = strspn(buffer, "-0.,") == strlen(buffer);
    const char *end = text + NUMBER_TEXT_MAX - 1;
    char *at = append(text, end, buffer[0] == '-' && !zero ? "\u2212" : "");
    for (const char *c = buffer + (buffer[0] == '-'); *c != '\0'; c++)
        at = append(at, end, *c >= '0' && *c <= '9' ? (char[]){*c, '\0'} : ".");
    return text;
}

const char *number_short(double value, char text[NUMBER_TEXT_MAX])
{
    if (special(value, text))
        return text;
    if (value == 0)
        return strcpy(text, "0");
    char buffer[48];
    text_shortest(value, buffer);
    Decimal decimal = decimal_read(buffer);
    decimal_trim(&decimal);
    return decimal_text(&decimal, text);
}

int number_decimals(double step)
{
    if (!(step > 0) || !isfinite(step))
        return 0;
    /* The slack keeps 0.001 at 3 where its logarithm falls short of -3. */
    double decimals = ceil(-log10(step) - 1e-9);
    return decimals < 0 ? 0 : decimals > DIGITS_MAX ? DIGITS_MAX : (int)decimals;
}

static const double LARGEST_STEP = 1e308;
static const double SMALL = 1e-290;
enum { SMALL_EXPONENT = -290 };

double number_tidy_step(double span, double count)
{
    double raw = span / count;
    if (!(raw > 0) || !isfinite(raw))
        return 1;
    int n = (int)floor(log10(raw));
    /* Where powers of ten have few digits or none, a power that is there is divided out first. */
    double lead = raw < SMALL ? raw / SMALL / pow(10, n - SMALL_EXPONENT) : raw / pow(10, n);
    /* The geometric means of the neighbours 1, 2, 5, 10. */
    int tidy = lead < sqrt(2) ? 1 : lead < sqrt(10) ? 2 : lead < sqrt(50) ? 5 : 10;
    /* As it is read, so that 0.05 is the double that prints as 0.05. */
    char text[32];
    snprintf(text, sizeof text, "%de%d", tidy, n);
    return fmin(strtod(text, NULL), LARGEST_STEP);
}
