/* number: numbers as people read them. src/view/README.md, "Type and numbers".
 *
 * Minus is U+2212, infinity a sign, nan "not a number". Below 10^-3 or from 10^5: "4.74x10^-5" with
 * a real multiplication sign and superscript digits; a bare power of ten as "10^-8". */
#ifndef RAVINE_VIEW_TEXT_NUMBER_H
#define RAVINE_VIEW_TEXT_NUMBER_H

#include <stddef.h>

enum { NUMBER_TEXT_MAX = 64 };

/* With `digits` significant digits ("1.250", "0.1494", "62.08"). Returns text. */
const char *number_significant(double value, int digits, char text[NUMBER_TEXT_MAX]);

/* A power of ten on an axis: "0.01" and "1000", or "10^-2" with 1 and 10 written out. */
typedef enum NumberPower { NUMBER_POWER_PLAIN, NUMBER_POWER_RAISED } NumberPower;

const char *number_power(NumberPower form, int exponent, char text[NUMBER_TEXT_MAX]);

/* With a fixed number of decimals ("-2.140"). */
const char *number_fixed(double value, int decimals, char text[NUMBER_TEXT_MAX]);

/* Shortest that reads back, in people's form ("0.1", "10^-8", "0.999"). */
const char *number_short(double value, char text[NUMBER_TEXT_MAX]);

/* Decimals that a step of `step` deserves: 0.02 -> 2, 5 -> 0. */
int number_decimals(double step);

/* A tidy step (1, 2 or 5 x 10^n) so that `span` holds about `count` of them; 1 where the two do not
 * say. Never 0 and never infinite. */
double number_tidy_step(double span, double count);

#endif
