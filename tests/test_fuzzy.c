/* What a few letters stand for: the order that people expect of a palette. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/fuzzy.h"

static void a_match_needs_every_letter_in_order(void **state)
{
    (void)state;
    static const struct {
        const char *query, *text;
        bool matches;
    } ROWS[] = {
        {"", "anything", true},
        {"", "", true},
        {"x", "", false},
        {"adam", "Adam", true},
        {"ADAM", "adam", true},
        {"amad", "Adam", false},
        {"fs", "Full screen", true},
        {"screen full", "Full screen", true},
        {"full skreen", "Full screen", false},
        {"aa", "A", false},
        {"  full  ", "Full screen", true},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        FuzzyMatch match;
        if (fuzzy_match(ROWS[i].query, ROWS[i].text, &match) != ROWS[i].matches)
            fail_msg("'%s' in '%s'", ROWS[i].query, ROWS[i].text);
    }
}

static void the_better_match_comes_first(void **state)
{
    (void)state;
    static const struct {
        const char *query, *better, *worse;
    } ROWS[] = {
        {"adam", "Adam", "AdamW"},                       /* short names first */
        {"adam", "Adam", "Nadam"},                       /* a word's start */
        {"ros", "Rosenbrock", "Random search"},          /* together, not scattered */
        {"ss", "Side by side", "Classes"},               /* words' starts, however far apart */
        {"zo", "Zoom out", "Back to its zeroth option"}, /* less skipped */
        {"gp", "Goldstein-Price", "Griewank step"},      /* after a sign as after a blank */
        {"rp", "RProp", "Rapid"},                        /* a capital begins a word */
        {"theme", "Light or dark theme", "The chart's mean"},
        {"step", "One step back", "Save the picture"},
        {"screen", "Full screen", "Save a screenshot (PNG) "},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        FuzzyMatch better, worse;
        assert_true(fuzzy_match(ROWS[i].query, ROWS[i].better, &better));
        bool both = fuzzy_match(ROWS[i].query, ROWS[i].worse, &worse);
        if (both && better.score <= worse.score)
            fail_msg("%s: '%s' %d, '%s' %d", ROWS[i].query, ROWS[i].better, better.score,
                     ROWS[i].worse, worse.score);
    }
}

/* By the points that the header promises. */
static void points_are_as_written_down(void **state)
{
    (void)state;
    static const struct {
        const char *query, *text;
        int score;
    } ROWS[] = {
        {"", "abc", 0},
        {"a", "a", 16 + 12},
        {"b", "ab", 16 - 1},                           /* no word's start, one left over */
        {"ab", "ab", 16 + 12 + 16 + 10},               /* the second follows the first */
        {"ac", "abc", 16 + 12 + 16 - 1 - 1},           /* one skipped, one left over */
        {"ac", "a b c", 16 + 12 + 16 + 12 - 3 - 3},    /* two starts, three skipped */
        {"ab", "a0123456789b", 16 + 12 + 16 - 8 - 10}, /* a gap costs 8 at most */
        {"a", "a0123456789012345678901234567890", 16 + 12 - 24}, /* the rest 24 */
        {"b a", "a b", 16 + 12 + 16 + 12 - 1},                   /* two words, in any order */
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        FuzzyMatch match;
        assert_true(fuzzy_match(ROWS[i].query, ROWS[i].text, &match));
        if (match.score != ROWS[i].score)
            fail_msg("'%s' in '%s': %d points, not %d", ROWS[i].query, ROWS[i].text, match.score,
                     ROWS[i].score);
    }
}

static void the_letters_of_the_best_way_are_marked(void **state)
{
    (void)state;
    static const char *const ROWS[][3] = {
        {"sc", "Pass a scene", "       **   "}, /* the word's start, not the first s */
        {"step", "A shorter stop, step", "                ****"},
        {"fs", "Full screen", "*    *     "},
        {"out zoom", "Zoom out", "**** ***"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        FuzzyMatch match;
        assert_true(fuzzy_match(ROWS[i][0], ROWS[i][1], &match));
        for (size_t k = 0; k < strlen(ROWS[i][1]); k++)
            if (match.hit[k] != (ROWS[i][2][k] == '*'))
                fail_msg("'%s' in '%s': letter %zu", ROWS[i][0], ROWS[i][1], k);
    }
}

static void long_texts_and_queries_are_cut_not_overrun(void **state)
{
    (void)state;
    char text[2 * FUZZY_TEXT_MAX + 1], query[2 * FUZZY_QUERY_MAX + 1];
    memset(text, 'a', sizeof text - 1);
    memset(query, 'a', sizeof query - 1);
    text[sizeof text - 1] = query[sizeof query - 1] = '\0';
    FuzzyMatch match;
    assert_true(fuzzy_match(query, text, &match));
    text[FUZZY_TEXT_MAX] = 'b';
    assert_false(fuzzy_match("b", text, &match));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_match_needs_every_letter_in_order),
        cmocka_unit_test(the_better_match_comes_first),
        cmocka_unit_test(points_are_as_written_down),
        cmocka_unit_test(the_letters_of_the_best_way_are_marked),
        cmocka_unit_test(long_texts_and_queries_are_cut_not_overrun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
