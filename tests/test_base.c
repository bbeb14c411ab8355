#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/rng.h"
#include "base/strbuf.h"
#include "base/text.h"

/* ---- err ---- */

static void the_first_error_stays(void **state)
{
    (void)state;
    Err err = {0};
    assert_false(err_set(&err, "cause %d", 1));
    assert_false(err_set(&err, "echo"));
    assert_string_equal(err.text, "cause 1");
    assert_false(err_set(NULL, "nobody listens"));
}

static void a_prefix_goes_before_a_message_and_nowhere_else(void **state)
{
    (void)state;
    Err err = {0};
    err_prefix(&err, "file:%d: ", 3);
    assert_string_equal(err.text, "");
    err_set(&err, "bad");
    err_prefix(&err, "file:%d: ", 3);
    assert_string_equal(err.text, "file:3: bad");
}

static void long_messages_keep_both_ends(void **state)
{
    (void)state;
    char text[3 * ERR_TEXT_MAX];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    Err err = {0};
    err_set(&err, "unknown '%s'; there is b", text);
    assert_true(strlen(err.text) <= ERR_LINE_MAX);
    assert_memory_equal(err.text, "unknown 'aaa", strlen("unknown 'aaa"));
    assert_non_null(strstr(err.text, "aaa ... aaa"));
    assert_string_equal(strstr(err.text, "';"), "'; there is b");
    err_prefix(&err, "%s", text);
    assert_int_equal(strlen(err.text), ERR_TEXT_MAX - 1);
}

static void long_messages_are_not_cut_inside_a_character(void **state)
{
    (void)state;
    for (size_t before = 0; before < 4; before++) {
        StrBuf text = {0};
        strbuf_put_bytes(&text, "aaa", before);
        for (int i = 0; i < 400; i++)
            strbuf_put(&text, "\xE2\x88\x92");
        Err err = {0};
        err_set(&err, "%s", strbuf_text(&text));
        err_prefix(&err, "%s", strbuf_text(&text));
        size_t at = 0;
        while (err.text[at] != '\0' && text_character(err.text + at) > 0)
            at += text_character(err.text + at);
        if (err.text[at] != '\0')
            fail_msg("malformed at byte %zu of %zu", at, strlen(err.text));
        strbuf_deinit(&text);
    }
}

static void what_a_message_quotes_stays_on_its_line(void **state)
{
    (void)state;
    Err err = {0};
    err_set_above(&err, "  x\n  ^", "no '%s'", "a\nb\tc\x1B[31m\xFF\xC2\x85 \xCF\x80");
    assert_string_equal(err.text, "no 'a\\nb\\tc\\x1B[31m\\xFF\\xC2\\x85 \xCF\x80'\n  x\n  ^");
}

/* Examples of the Unicode Standard, section 3.9 (tables 3-8 and 3-9): what is well-formed. */
static void characters_are_well_formed_or_nothing(void **state)
{
    (void)state;
    const struct {
        const char *text;
        size_t count;
    } cases[] = {
        {"a", 1},
        {"\xC2\xB2", 2},
        {"\xE2\x88\x92", 3},
        {"\xF0\x9D\x9C\x8B", 4},
        {"\xF4\x8F\xBF\xBF", 4},
        {"\x80", 0},
        {"\xC0\xAF", 0},         /* an overlong '/' */
        {"\xE0\x80\xBF", 0},     /* overlong */
        {"\xED\xA0\x80", 0},     /* a surrogate */
        {"\xF4\x91\x92\x93", 0}, /* beyond U+10FFFF */
        {"\xF0\x9D\x9C", 0},     /* cut */
        {"\xE2\x88", 0},
        {"\xC2", 0},
        {"\xFF", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (text_character(cases[i].text) != cases[i].count)
            fail_msg("case %zu: %zu bytes, not %zu", i, text_character(cases[i].text),
                     cases[i].count);
}

/* ---- strbuf, array ---- */

static void a_buffer_grows_and_clears(void **state)
{
    (void)state;
    StrBuf buf = {0};
    assert_string_equal(strbuf_text(&buf), "");
    strbuf_clear(&buf);
    strbuf_put(&buf, "");
    assert_string_equal(strbuf_text(&buf), "");
    for (int i = 0; i < 1000; i++)
        strbuf_printf(&buf, "%d,", i);
    /* 10 of one digit, 90 of two, 900 of three, each with a comma. */
    assert_int_equal(buf.len, 10 * 2 + 90 * 3 + 900 * 4);
    assert_int_equal(strlen(strbuf_text(&buf)), buf.len);
    strbuf_clear(&buf);
    strbuf_put_bytes(&buf, "abc", 2);
    strbuf_put_char(&buf, 'z');
    assert_string_equal(strbuf_text(&buf), "abz");
    strbuf_deinit(&buf);
    assert_null(buf.data);
}

static void an_array_keeps_what_it_holds_when_it_grows(void **state)
{
    (void)state;
    int *items = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < 5000; i++) {
        ARRAY_RESERVE(items, cap, i + 1);
        assert_true(cap >= i + 1);
        items[i] = (int)i;
    }
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(items[i], i);
    free(items);
    char *copy = mem_strndup("hello", 3);
    assert_string_equal(copy, "hel");
    free(copy);
}

/* ---- rng ---- */

static void the_generator_is_the_published_pcg32(void **state)
{
    (void)state;
    /* pcg32-demo of the reference implementation: pcg32_srandom(42, 54) and its first numbers. */
    const uint32_t expected[6] = {0xa15c02b7, 0x7b47f409, 0xba1d3330,
                                  0x83d2f293, 0xbfa4784b, 0xcbed606e};
    Rng rng = {.state = 0, .stream = 54u << 1 | 1};
    rng_next(&rng);
    rng.state += 42;
    rng_next(&rng);
    for (int i = 0; i < 6; i++)
        assert_int_equal(rng_next(&rng), expected[i]);
}

static void seeds_repeat_and_differ(void **state)
{
    (void)state;
    Rng a = rng_seeded(7);
    Rng b = rng_seeded(7);
    Rng c = rng_seeded(8);
    int same = 0;
    for (int i = 0; i < 1000; i++) {
        uint32_t drawn = rng_next(&a);
        assert_int_equal(drawn, rng_next(&b));
        same += drawn == rng_next(&c);
    }
    assert_true(same <= 1);
    assert_int_equal(a.stream & 1, 1);
}

static void check_near(const char *what, double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%s is %.10g, expected %.10g within %.3g", what, found, expected, tolerance);
}

enum { DRAWS = 200000 };

static void uniform_numbers_have_the_moments_of_the_uniform(void **state)
{
    (void)state;
    Rng rng = rng_seeded(1);
    double sum = 0, squares = 0, lag = 0, last = 0.5;
    for (int i = 0; i < DRAWS; i++) {
        double u = rng_uniform(&rng);
        assert_true(u >= 0 && u < 1);
        sum += u;
        squares += (u - 0.5) * (u - 0.5);
        lag += (u - 0.5) * (last - 0.5);
        last = u;
    }
    /* Five standard deviations of each estimate. */
    check_near("mean", sum / DRAWS, 0.5, 5 * sqrt(1.0 / 12 / DRAWS));
    check_near("variance", squares / DRAWS, 1.0 / 12, 5 * sqrt(1.0 / 180 / DRAWS));
    check_near("covariance of neighbours", lag / DRAWS, 0, 5 * sqrt(1.0 / 144 / DRAWS));
}

static void normal_numbers_have_the_moments_of_the_normal(void **state)
{
    (void)state;
    Rng rng = rng_seeded(2);
    double m1 = 0, m2 = 0, m3 = 0, m4 = 0;
    for (int i = 0; i < DRAWS; i++) {
        double z = rng_normal(&rng);
        m1 += z / DRAWS;
        m2 += z * z / DRAWS;
        m3 += z * z * z / DRAWS;
        m4 += z * z * z * z / DRAWS;
    }
    check_near("mean", m1, 0, 5 * sqrt(1.0 / DRAWS));
    check_near("second moment", m2, 1, 5 * sqrt(2.0 / DRAWS));
    check_near("third moment", m3, 0, 5 * sqrt(15.0 / DRAWS));
    check_near("fourth moment", m4, 3, 5 * sqrt(96.0 / DRAWS));
}

static void bounded_numbers_are_even(void **state)
{
    (void)state;
    Rng rng = rng_seeded(3);
    int count[7] = {0};
    for (int i = 0; i < DRAWS; i++) {
        uint32_t drawn = rng_below(&rng, 7);
        assert_true(drawn < 7);
        count[drawn]++;
    }
    double chi2 = 0;
    for (int i = 0; i < 7; i++)
        chi2 += pow(count[i] - DRAWS / 7.0, 2) / (DRAWS / 7.0);
    /* 6 degrees of freedom: above 27.9 once in ten thousand. */
    check_near("chi squared", chi2, 14, 13.9);
    assert_int_equal(rng_below(&rng, 1), 0);
    /* A bound just above a power of two rejects almost half: the mean shows a bias. */
    double sum = 0;
    for (int i = 0; i < DRAWS; i++)
        sum += rng_below(&rng, 0xC0000000u) / (double)0xC0000000u;
    check_near("mean below 3 * 2^30", sum / DRAWS, 0.5, 5 * sqrt(1.0 / 12 / DRAWS));
}

static void ranges_exclude_their_end(void **state)
{
    (void)state;
    Rng rng = rng_seeded(4);
    double next = nextafter(1.0, 2.0);
    for (int i = 0; i < 1000; i++) {
        assert_true(rng_range(&rng, 1.0, next) == 1.0);
        double v = rng_range(&rng, -3, 5);
        assert_true(v >= -3 && v < 5);
    }
}

/* ---- pool ---- */

enum { ITEMS = 10007 };

typedef struct Tally {
    atomic_int seen[ITEMS];
    atomic_int calls;
    size_t grain;
    atomic_int too_long;
} Tally;

static void tally_work(void *context, size_t begin, size_t end)
{
    Tally *tally = context;
    atomic_fetch_add(&tally->calls, 1);
    if (end - begin > tally->grain || end <= begin)
        atomic_fetch_add(&tally->too_long, 1);
    for (size_t i = begin; i < end; i++)
        atomic_fetch_add(&tally->seen[i], 1);
}

static void check_pool(Pool *pool, size_t count, size_t grain)
{
    static Tally tally;
    memset(&tally, 0, sizeof tally);
    tally.grain = grain;
    pool_run(pool, count, grain, tally_work, &tally);
    for (size_t i = 0; i < ITEMS; i++)
        if (atomic_load(&tally.seen[i]) != (i < count))
            fail_msg("%d threads, count %zu, grain %zu: item %zu done %d times", pool_threads(pool),
                     count, grain, i, atomic_load(&tally.seen[i]));
    assert_int_equal(tally.too_long, 0);
    assert_int_equal(tally.calls, (count + grain - 1) / grain);
}

static void every_item_is_done_once_whatever_the_threads(void **state)
{
    (void)state;
    const int threads[] = {1, 2, 8};
    const size_t counts[] = {0, 1, 2, 100, ITEMS};
    const size_t grains[] = {1, 7, 64, ITEMS, 2 * ITEMS};
    for (int t = 0; t < 3; t++) {
        Pool *pool = pool_create(threads[t]);
        assert_true(pool_threads(pool) >= 1 && pool_threads(pool) <= threads[t]);
        for (int repeat = 0; repeat < 20; repeat++)
            for (int c = 0; c < 5; c++)
                for (int g = 0; g < 5; g++)
                    check_pool(pool, counts[c], grains[g]);
        pool_destroy(pool);
    }
}

static void no_pool_means_the_caller(void **state)
{
    (void)state;
    assert_int_equal(pool_threads(NULL), 1);
    check_pool(NULL, 100, 7);
    pool_destroy(NULL);
}

static void many_short_loops_neither_hang_nor_lose_items(void **state)
{
    (void)state;
    Pool *pool = pool_create(4);
    Tally *tally = mem_calloc(1, sizeof *tally);
    tally->grain = 1;
    for (int i = 0; i < 5000; i++)
        pool_run(pool, 3, 1, tally_work, tally);
    for (int i = 0; i < 3; i++)
        assert_int_equal(tally->seen[i], 5000);
    free(tally);
    pool_destroy(pool);
}

static void pools_come_and_go(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++)
        pool_destroy(pool_create(i % 9));
    Pool *pool = pool_create(0);
    assert_true(pool_threads(pool) >= 1 && pool_threads(pool) <= 16);
    pool_destroy(pool);
    pool = pool_create(1000);
    assert_true(pool_threads(pool) <= 16);
    pool_destroy(pool);
}

/* ---- text ---- */

static void check_number(const char *text, double expected)
{
    double value = -1;
    if (!text_number(text, strlen(text), &value))
        fail_msg("'%s' was refused", text);
    if (memcmp(&value, &expected, sizeof value) != 0)
        fail_msg("'%s' is %.17g, expected %.17g", text, value, expected);
}

static void numbers_are_read(void **state)
{
    (void)state;
    check_number("1", 1);
    check_number(".5", 0.5);
    check_number("1.", 1);
    check_number("-0", -0.0);
    check_number("+2.5E+10", 2.5e10);
    check_number("1e-3", 1e-3);
    check_number("0.1", 0.1);
    check_number("1.7976931348623157e308", DBL_MAX);
    check_number("5e-324", 0x1p-1074);
    check_number("1e-400", 0);
    /* Halfway between 1 and the next double, and a digit above it. */
    check_number("1.00000000000000011102230246251565404236316680908203125", 1);
    check_number("1.00000000000000011102230246251565404236316680908203126", 1 + DBL_EPSILON);
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    const char *const bad[] = {"",      " 1",    "1 ",  "1e",    "1e+",      "0x10",  "1,5",
                               ".",     "-",     "e5",  "inf",   "nan",      "1e999", "-1e999",
                               "1.2.3", "1_000", "--1", "1e5.5", "infinity", "1d5",   "\xC2\xB2"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double value = 7;
        if (text_number(bad[i], strlen(bad[i]), &value))
            fail_msg("'%s' was read as %g", bad[i], value);
        assert_true(value == 7);
    }
    double value;
    assert_true(text_number("12345", 2, &value));
    assert_true(value == 12);
}

static void numbers_do_not_follow_the_locale(void **state)
{
    (void)state;
    /* Any locale with a decimal comma that the machine has. */
    const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8",
                                 "fr_FR.utf8",  "pt_BR.UTF-8", "ru_RU.UTF-8"};
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !found; i++)
        found = setlocale(LC_NUMERIC, names[i]) != NULL;
    char text[32];
    if (found) {
        snprintf(text, sizeof text, "%.1f", 0.5);
        assert_string_equal(text, "0,5");
    } else {
        /* cmocka reports a skipped test as a failed one to TAP readers. */
        fputs("# no locale with a decimal comma here\n", stderr);
    }
    check_number("0.5", 0.5);
    check_number("1.25e2", 125);
    double value;
    assert_false(text_number("0,5", 3, &value));
    text_shortest(0.1, text);
    assert_string_equal(text, "0.1");
    text_shortest(1.5e-8, text);
    assert_string_equal(text, "1.5e-08");
    setlocale(LC_NUMERIC, "C");
}

static void integers_are_read_within_their_range(void **state)
{
    (void)state;
    long long value = 7;
    assert_true(text_integer("-12", 3, -12, 5, &value));
    assert_int_equal(value, -12);
    assert_true(text_integer("+5", 2, -12, 5, &value));
    assert_int_equal(value, 5);
    assert_true(text_integer("9223372036854775807", 19, 0, INT64_MAX, &value));
    assert_true(value == INT64_MAX);
    const char *const bad[] = {"",
                               "6",
                               "-13",
                               "1.0",
                               "1e0",
                               " 1",
                               "1 ",
                               "0x1",
                               "-",
                               "+",
                               "9223372036854775808",
                               "99999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (text_integer(bad[i], strlen(bad[i]), -12, 5, &value))
            fail_msg("'%s' was read as %lld", bad[i], value);
}

static void check_shortest(double value, const char *expected)
{
    char text[32];
    int len = text_shortest(value, text);
    assert_string_equal(text, expected);
    assert_int_equal(len, strlen(expected));
}

static void the_shortest_text_is_short(void **state)
{
    (void)state;
    check_shortest(0.1, "0.1");
    check_shortest(1e-8, "1e-08");
    check_shortest(20, "20");
    check_shortest(100, "100");
    check_shortest(123456789, "123456789");
    check_shortest(1e22, "1e+22");
    check_shortest(-2.5, "-2.5");
    check_shortest(0, "0");
    check_shortest(0.0001, "0.0001");
    check_shortest(1.0 / 3, "0.3333333333333333");
    check_shortest((double)INFINITY, "inf");
    check_shortest(-(double)INFINITY, "-inf");
    check_shortest((double)NAN, "nan");
    check_shortest(-(double)NAN, "nan");
}

static void the_shortest_text_reads_back_as_the_same_bits(void **state)
{
    (void)state;
    Rng rng = rng_seeded(5);
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = (uint64_t)rng_next(&rng) << 32 | rng_next(&rng);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (i % 2 == 0)
            value = rng_range(&rng, -1e4, 1e4);
        if (!isfinite(value))
            continue;
        char text[32];
        text_shortest(value, text);
        check_number(text, value);
    }
}

static const char *const words[] = {"sin", "cos", "sqrt", "momentum", "rmsprop", "adam", "adagrad"};

static const char *get_word(const void *context, size_t index)
{
    (void)context;
    return words[index];
}

static void check_nearest(const char *word, const char *expected)
{
    const char *found = text_nearest(word, sizeof words / sizeof words[0], get_word, NULL);
    if (!expected ? found != NULL : !found || strcmp(found, expected) != 0)
        fail_msg("nearest to '%s' is '%s', expected '%s'", word, found ? found : "(none)",
                 expected ? expected : "(none)");
}

static void slips_of_the_finger_are_recognised(void **state)
{
    (void)state;
    check_nearest("sinn", "sin");
    check_nearest("sni", "sin");
    check_nearest("SIN", "sin");
    check_nearest("momemtun", "momentum");
    check_nearest("mom", "momentum");
    check_nearest("rms", "rmsprop");
    check_nearest("adma", "adam");
    check_nearest("adam", "adam");
    check_nearest("adagard", "adagrad");
    check_nearest("frobnicate", NULL);
    check_nearest("z", NULL);
    check_nearest("", NULL);
    char giant[300];
    memset(giant, 's', sizeof giant - 1);
    giant[sizeof giant - 1] = '\0';
    check_nearest(giant, NULL);
}

static void names_are_the_same_but_for_case_and_joints(void **state)
{
    (void)state;
    assert_true(text_same_name("Three-Hump Camel", "three_hump_camel"));
    assert_true(text_same_name("", "-_ "));
    assert_false(text_same_name("adam", "adamw"));
    assert_false(text_same_name("a", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_error_stays),
        cmocka_unit_test(a_prefix_goes_before_a_message_and_nowhere_else),
        cmocka_unit_test(long_messages_keep_both_ends),
        cmocka_unit_test(long_messages_are_not_cut_inside_a_character),
        cmocka_unit_test(what_a_message_quotes_stays_on_its_line),
        cmocka_unit_test(characters_are_well_formed_or_nothing),
        cmocka_unit_test(a_buffer_grows_and_clears),
        cmocka_unit_test(an_array_keeps_what_it_holds_when_it_grows),
        cmocka_unit_test(the_generator_is_the_published_pcg32),
        cmocka_unit_test(seeds_repeat_and_differ),
        cmocka_unit_test(uniform_numbers_have_the_moments_of_the_uniform),
        cmocka_unit_test(normal_numbers_have_the_moments_of_the_normal),
        cmocka_unit_test(bounded_numbers_are_even),
        cmocka_unit_test(ranges_exclude_their_end),
        cmocka_unit_test(every_item_is_done_once_whatever_the_threads),
        cmocka_unit_test(no_pool_means_the_caller),
        cmocka_unit_test(many_short_loops_neither_hang_nor_lose_items),
        cmocka_unit_test(pools_come_and_go),
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(numbers_do_not_follow_the_locale),
        cmocka_unit_test(integers_are_read_within_their_range),
        cmocka_unit_test(the_shortest_text_is_short),
        cmocka_unit_test(the_shortest_text_reads_back_as_the_same_bits),
        cmocka_unit_test(slips_of_the_finger_are_recognised),
        cmocka_unit_test(names_are_the_same_but_for_case_and_joints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
