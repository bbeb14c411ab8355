/* fuzzy: how well a few typed letters stand for a text.
 *
 * Every letter of the query occurs in the text, in order, gaps allowed; case does not matter. Words
 * of a query (between blanks) are matched each for itself, so that their order does not matter.
 * Among all ways to match, the best one counts. Points:
 *
 *   16  a letter of the query
 *  +12  it begins a word of the text: the first letter, after a blank or a sign, or a capital
 *       after a small letter
 *  +10  it follows the letter matched before it
 *   -1  each letter skipped between two that match, 8 at most per gap
 *   -1  each character of the text that is not matched, 24 at most: short names first
 *
 * Knows nothing of what the texts are. */
#ifndef RAVINE_BASE_FUZZY_H
#define RAVINE_BASE_FUZZY_H

#include <stdbool.h>
#include <stddef.h>

enum { FUZZY_QUERY_MAX = 64, FUZZY_TEXT_MAX = 160 }; /* bytes; what is longer is cut */

typedef struct FuzzyMatch {
    int score;
    bool hit[FUZZY_TEXT_MAX]; /* by byte of the text: matched */
} FuzzyMatch;

/* False if the text does not match; an empty query matches everything with score 0. */
bool fuzzy_match(const char *query, const char *text, FuzzyMatch *match);

#endif
