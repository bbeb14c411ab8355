/* One line of text under a hand: what every editor does. Lines are written with | for the caret
 * and [ or ] for the selection's other end, so that each row shows what it expects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "base/textline.h"

/* "ab[cd|e": text abcde, anchor 2, caret 4. */
static void set_up(TextLine *line, const char *shown)
{
    char text[256];
    size_t len = 0, caret = 0, anchor = SIZE_MAX;
    for (; *shown; shown++)
        if (*shown == '|')
            caret = len;
        else if (*shown == '[')
            anchor = len;
        else
            text[len++] = *shown;
    text[len] = '\0';
    textline_set(line, text);
    line->caret = caret;
    line->anchor = anchor == SIZE_MAX ? caret : anchor;
}

static const char *show(const TextLine *line, char out[256])
{
    size_t len = 0;
    const char *text = textline_text(line);
    for (size_t i = 0; i <= textline_length(line); i++) {
        if (i == line->anchor && line->anchor != line->caret)
            out[len++] = '[';
        if (i == line->caret)
            out[len++] = '|';
        out[len++] = text[i];
    }
    return out;
}

static void expect(const TextLine *line, const char *wanted, const char *what)
{
    char now[256];
    if (strcmp(show(line, now), wanted) != 0)
        fail_msg("%s: '%s', expected '%s'", what, now, wanted);
}

static void typing_puts_text_at_the_caret_and_over_the_selection(void **state)
{
    (void)state;
    static const char *const ROWS[][3] = {
        {"|", "x", "x|"},
        {"x^|+1", "2", "x^2|+1"},
        {"a[bc|d", "-", "a-|d"},
        {"a|bc[d", "\u03b1", "a\u03b1|d"},
        {"a|", "x\ny\tz", "ax y z|"},       /* one line it stays */
        {"a|", "b\n", "ab|"},               /* the break that ends a copied line */
        {"a|", "\x01\x7f\x1b[", "a[|"},     /* control characters are no text */
        {"a|", "\xff\xc3(\xe2\x82", "a(|"}, /* nor are broken characters */
        {"a|", "\xf0\x9d\x91\xa5", "a\xf0\x9d\x91\xa5|"},
    };
    TextLine line = {0};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        set_up(&line, ROWS[i][0]);
        textline_insert(&line, ROWS[i][1]);
        if (strchr(ROWS[i][2], '[')) { /* here it is text */
            assert_string_equal(textline_text(&line), "a[");
            continue;
        }
        expect(&line, ROWS[i][2], ROWS[i][0]);
    }
    textline_deinit(&line);
}

static void moves_go_where_editors_go(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        TextMove move;
        TextReach reach;
        const char *after;
    } ROWS[] = {
        {"ab|c", TEXT_BACK, TEXT_LEAVES, "a|bc"},
        {"|abc", TEXT_BACK, TEXT_LEAVES, "|abc"},
        {"abc|", TEXT_FORTH, TEXT_LEAVES, "abc|"},
        {"a\u03b1|b", TEXT_BACK, TEXT_LEAVES, "a|\u03b1b"},
        {"a|\u03b1b", TEXT_FORTH, TEXT_LEAVES, "a\u03b1|b"},
        {"ab|c", TEXT_BACK, TEXT_SELECTS, "a|b[c"},
        {"ab|c", TEXT_FORTH, TEXT_SELECTS, "ab[c|"},
        {"a[bc|d", TEXT_FORTH, TEXT_SELECTS, "a[bcd|"},
        {"a[bc|d", TEXT_BACK, TEXT_LEAVES, "a|bcd"}, /* out of a selection: to its side */
        {"a|bc[d", TEXT_FORTH, TEXT_LEAVES, "abc|d"},
        {"a[bc|d", TEXT_HOME, TEXT_LEAVES, "|abcd"},
        {"a|bcd", TEXT_END, TEXT_SELECTS, "a[bcd|"},
        {"abc|d", TEXT_HOME, TEXT_SELECTS, "|abc[d"},
        {"10.5*sin(x)|", TEXT_WORD_BACK, TEXT_LEAVES, "10.5*sin(x|)"},
        {"10.5*sin|(x)", TEXT_WORD_BACK, TEXT_LEAVES, "10.5*|sin(x)"},
        {"10.5|*sin(x)", TEXT_WORD_BACK, TEXT_LEAVES, "|10.5*sin(x)"},
        {"|10.5*sin(x)", TEXT_WORD_FORTH, TEXT_LEAVES, "10.5|*sin(x)"},
        {"one  |two", TEXT_WORD_BACK, TEXT_LEAVES, "|one  two"},
        {"one|  two", TEXT_WORD_FORTH, TEXT_SELECTS, "one[  two|"},
        {"|  ", TEXT_WORD_FORTH, TEXT_LEAVES, "  |"},
        {"  |", TEXT_WORD_BACK, TEXT_LEAVES, "|  "},
        {"na\u00efve|", TEXT_WORD_BACK, TEXT_LEAVES, "|na\u00efve"},
    };
    TextLine line = {0};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        set_up(&line, ROWS[i].before);
        textline_move(&line, ROWS[i].move, ROWS[i].reach);
        expect(&line, ROWS[i].after, ROWS[i].before);
    }
    textline_deinit(&line);
}

static void deleting_takes_the_selection_or_what_the_move_passes(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        TextMove move;
        const char *after;
    } ROWS[] = {
        {"ab|c", TEXT_BACK, "a|c"},
        {"ab|c", TEXT_FORTH, "ab|"},
        {"|ab", TEXT_BACK, "|ab"},
        {"ab|", TEXT_FORTH, "ab|"},
        {"x\u03b1|y", TEXT_BACK, "x|y"},
        {"a[bc|d", TEXT_BACK, "a|d"},
        {"a|bc[d", TEXT_FORTH, "a|d"},
        {"x + sin|(y)", TEXT_WORD_BACK, "x + |(y)"},
        {"x |sin(y)", TEXT_WORD_FORTH, "x |(y)"},
        {"x + y|", TEXT_HOME, "|"},
    };
    TextLine line = {0};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        set_up(&line, ROWS[i].before);
        textline_delete(&line, ROWS[i].move);
        expect(&line, ROWS[i].after, ROWS[i].before);
    }
    textline_deinit(&line);
}

static void a_click_places_and_a_double_click_takes_the_word(void **state)
{
    (void)state;
    TextLine line = {0};
    textline_set(&line, "100*(y - x\u00b2)");
    textline_place(&line, 11, TEXT_LEAVES); /* inside the two bytes of a superscript */
    expect(&line, "100*(y - x|\u00b2)", "inside a character");
    textline_place(&line, 999, TEXT_SELECTS);
    expect(&line, "100*(y - x[\u00b2)|", "beyond the end");
    textline_select_word(&line, 1);
    expect(&line, "[100|*(y - x\u00b2)", "a number");
    textline_select_word(&line, 9);
    expect(&line, "100*(y - [x\u00b2|)", "a name");
    textline_select_word(&line, 3);
    expect(&line, "100[*(|y - x\u00b2)", "signs");
    textline_select_all(&line);
    expect(&line, "[100*(y - x\u00b2)|", "all");
    textline_set(&line, "");
    textline_select_word(&line, 0);
    expect(&line, "|", "nothing");
    textline_deinit(&line);
}

static void a_full_line_takes_no_more_and_cuts_no_character(void **state)
{
    (void)state;
    TextLine line = {0};
    for (int i = 0; i < TEXTLINE_MAX; i++)
        textline_insert(&line, i == 0 ? "x" : "\u03b1"); /* 1 + 2 n bytes never fill it */
    assert_int_equal(textline_length(&line), TEXTLINE_MAX - 1);
    textline_insert(&line, "\u03b1");
    assert_int_equal(textline_length(&line), TEXTLINE_MAX - 1);
    textline_insert(&line, "ab");
    assert_int_equal(textline_length(&line), TEXTLINE_MAX);
    textline_deinit(&line);
}

static void undo_takes_back_words_and_deletions(void **state)
{
    (void)state;
    TextLine line = {0};
    textline_set(&line, "x");
    assert_false(textline_undo(&line)); /* what a line begins with is no step */
    for (const char *at = " + yz"; *at; at++)
        textline_insert(&line, (char[]){*at, '\0'});
    textline_delete(&line, TEXT_BACK);
    textline_delete(&line, TEXT_BACK);
    expect(&line, "x + |", "typed and deleted");
    static const char *const BACK[] = {"x + y|", "x + yz|", "x + |", "x |", "x|"};
    for (size_t i = 0; i < sizeof BACK / sizeof *BACK; i++) {
        assert_true(textline_undo(&line));
        expect(&line, BACK[i], "undo");
    }
    assert_false(textline_undo(&line));
    for (size_t i = 4; i-- > 0;) {
        assert_true(textline_redo(&line));
        expect(&line, BACK[i], "redo");
    }
    textline_insert(&line, "pasted"); /* another future */
    assert_false(textline_redo(&line));
    textline_select_all(&line);
    textline_insert(&line, "n");
    expect(&line, "n|", "typed over all");
    textline_undo(&line);
    expect(&line, "[x + ypasted|", "with what was selected");
    textline_deinit(&line);
}

static void a_moved_caret_begins_another_step(void **state)
{
    (void)state;
    TextLine line = {0};
    textline_insert(&line, "a");
    textline_insert(&line, "b");
    textline_move(&line, TEXT_HOME, TEXT_LEAVES);
    textline_insert(&line, "c");
    textline_undo(&line);
    expect(&line, "|ab", "the last place");
    textline_undo(&line);
    expect(&line, "|", "the first place");
    for (int i = 0; i < 1000; i++)
        textline_insert(&line, " ");
    int steps = 0;
    while (textline_undo(&line))
        steps++;
    assert_int_equal(steps, 200); /* more would only take memory */
    textline_deinit(&line);
}

/* Whatever is done, caret and anchor stand between whole characters. */
static void any_sequence_leaves_whole_characters(void **state)
{
    (void)state;
    static const char *const BITS[] = {"x",  "\u03b1",           " ",    "(",
                                       "12", "\xf0\x9d\x91\xa5", "\xc3", "\n"};
    TextLine line = {0};
    Rng rng = rng_seeded(3);
    for (int i = 0; i < 20000; i++) {
        TextMove move = (TextMove)rng_below(&rng, TEXT_END + 1);
        switch (rng_below(&rng, 5)) {
        case 0:
            textline_insert(&line, BITS[rng_below(&rng, sizeof BITS / sizeof *BITS)]);
            break;
        case 1:
            textline_move(&line, move, (TextReach)rng_below(&rng, 2));
            break;
        case 2:
            textline_place(&line, rng_below(&rng, 40), (TextReach)rng_below(&rng, 2));
            break;
        case 3:
            if (rng_below(&rng, 2))
                textline_undo(&line);
            else
                textline_redo(&line);
            break;
        default:
            if (rng_below(&rng, 3) == 0)
                textline_delete(&line, move);
            break;
        }
        const char *text = textline_text(&line);
        size_t len = textline_length(&line);
        assert_true(line.caret <= len && line.anchor <= len && strlen(text) == len);
        assert_true(((unsigned char)text[line.caret] & 0xc0) != 0x80);
        assert_true(((unsigned char)text[line.anchor] & 0xc0) != 0x80);
    }
    textline_deinit(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_puts_text_at_the_caret_and_over_the_selection),
        cmocka_unit_test(moves_go_where_editors_go),
        cmocka_unit_test(deleting_takes_the_selection_or_what_the_move_passes),
        cmocka_unit_test(a_click_places_and_a_double_click_takes_the_word),
        cmocka_unit_test(a_full_line_takes_no_more_and_cuts_no_character),
        cmocka_unit_test(undo_takes_back_words_and_deletions),
        cmocka_unit_test(a_moved_caret_begins_another_step),
        cmocka_unit_test(any_sequence_leaves_whole_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
