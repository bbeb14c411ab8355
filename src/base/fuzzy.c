#include "base/fuzzy.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

enum {
    LETTER = 16,
    WORD_START = 12,
    FOLLOWS = 10,
    GAP_MAX = 8,
    REST_MAX = 24,
    NEVER = INT_MIN / 2 /* no way to match; adding points does not overflow */
};

static bool begins_word(const char *text, size_t at)
{
    if (at == 0)
        return true;
    unsigned char before = (unsigned char)text[at - 1], here = (unsigned char)text[at];
    if (here >= 0x80 || before >= 0x80)
        return before < 0x80 && !isalnum(before);
    return (!isalnum(before) && isalnum(here)) || (islower(before) && isupper(here));
}

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* best[i][j]: the most points for the first i + 1 letters of the word when the last of them is
 * text[j]; from[i][j]: where the letter before it stands then. */
typedef struct Table {
    int best[FUZZY_QUERY_MAX][FUZZY_TEXT_MAX];
    unsigned char from[FUZZY_QUERY_MAX][FUZZY_TEXT_MAX];
} Table;

/* Points for letter i at text[j], and the best predecessor. */
static void fill_cell(Table *table, size_t i, size_t j, int points)
{
    int best = i == 0 ? points : NEVER;
    for (size_t k = i == 0 ? j : i - 1; k < j; k++) {
        int gap = (int)(j - k - 1);
        int joined = gap == 0 ? FOLLOWS : -(gap < GAP_MAX ? gap : GAP_MAX);
        if (table->best[i - 1][k] + joined + points > best) {
            best = table->best[i - 1][k] + joined + points;
            table->from[i][j] = (unsigned char)k;
        }
    }
    table->best[i][j] = best;
}

/* The best way to match one word; marks its letters. */
static bool match_word(const char *word, size_t letters, const char *text, size_t length,
                       FuzzyMatch *match)
{
    Table table;
    for (size_t i = 0; i < letters; i++) {
        for (size_t j = 0; j < length; j++) {
            table.best[i][j] = NEVER;
            if (same_letter(word[i], text[j]))
                fill_cell(&table, i, j, LETTER + (begins_word(text, j) ? WORD_START : 0));
        }
    }
    size_t at = 0;
    for (size_t j = 1; j < length; j++)
        if (table.best[letters - 1][j] > table.best[letters - 1][at])
            at = j;
    if (length == 0 || table.best[letters - 1][at] <= 0)
        return false;
    match->score += table.best[letters - 1][at];
    for (size_t i = letters; i-- > 0; at = table.from[i][at])
        match->hit[at] = true;
    return true;
}

/* Characters of the text that no letter of the query stands for. */
static int unmatched(const char *text, size_t length, const FuzzyMatch *match)
{
    int count = 0;
    for (size_t j = 0; j < length; j++)
        count += !match->hit[j] && ((unsigned char)text[j] & 0xc0) != 0x80;
    return count < REST_MAX ? count : REST_MAX;
}

bool fuzzy_match(const char *query, const char *text, FuzzyMatch *match)
{
    *match = (FuzzyMatch){0};
    size_t length = strlen(text);
    if (length > FUZZY_TEXT_MAX)
        length = FUZZY_TEXT_MAX;
    bool any = false;
    for (;;) {
        query += strspn(query, " ");
        size_t letters = strcspn(query, " ");
        if (letters == 0)
            break;
        size_t used = letters < FUZZY_QUERY_MAX ? letters : FUZZY_QUERY_MAX;
        if (!match_word(query, used, text, length, match))
            return false;
        query += letters;
        any = true;
    }
    if (any)
        match->score -= unmatched(text, length, match);
    return true;
}
