#include "base/textline.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* Steps that can be undone; older ones are forgotten. */
enum { STEPS_MAX = 200 };

static void clear(TextStack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        free(stack->items[i].text);
    stack->count = 0;
}

void textline_deinit(TextLine *line)
{
    clear(&line->past);
    clear(&line->future);
    free(line->past.items);
    free(line->future.items);
    strbuf_deinit(&line->text);
    *line = (TextLine){0};
}

const char *textline_text(const TextLine *line)
{
    return strbuf_text(&line->text);
}

size_t textline_length(const TextLine *line)
{
    return line->text.len;
}

size_t textline_from(const TextLine *line)
{
    return line->caret < line->anchor ? line->caret : line->anchor;
}

size_t textline_to(const TextLine *line)
{
    return line->caret < line->anchor ? line->anchor : line->caret;
}

/* ---- characters and words ---- */

static bool continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t back(const TextLine *line, size_t at)
{
    const char *text = textline_text(line);
    while (at > 0 && continues(text[--at]))
        ;
    return at;
}

static size_t forth(const TextLine *line, size_t at)
{
    const char *text = textline_text(line);
    if (at < textline_length(line))
        at++;
    while (at < textline_length(line) && continues(text[at]))
        at++;
    return at;
}

/* Characters of one kind make a run: blanks, signs, and what words and numbers are made of, all
 * beyond ASCII among them. A decimal point belongs to its number. */
typedef enum Kind { KIND_BLANK, KIND_SIGN, KIND_WORD } Kind;

static Kind kind_at(const TextLine *line, size_t at)
{
    const char *text = textline_text(line);
    unsigned char c = (unsigned char)text[at];
    if (c == ' ')
        return KIND_BLANK;
    bool point = c == '.' && (isdigit((unsigned char)text[at + 1]) ||
                              (at > 0 && isdigit((unsigned char)text[at - 1])));
    return c >= 0x80 || isalnum(c) || c == '_' || point ? KIND_WORD : KIND_SIGN;
}

static size_t word_back(const TextLine *line, size_t at)
{
    while (at > 0 && kind_at(line, back(line, at)) == KIND_BLANK)
        at = back(line, at);
    if (at == 0)
        return 0;
    Kind kind = kind_at(line, back(line, at));
    while (at > 0 && kind_at(line, back(line, at)) == kind)
        at = back(line, at);
    return at;
}

static size_t word_forth(const TextLine *line, size_t at)
{
    size_t end = textline_length(line);
    while (at < end && kind_at(line, at) == KIND_BLANK)
        at = forth(line, at);
    if (at == end)
        return end;
    Kind kind = kind_at(line, at);
    while (at < end && kind_at(line, at) == kind)
        at = forth(line, at);
    return at;
}

static size_t moved(const TextLine *line, TextMove move)
{
    switch (move) {
    case TEXT_BACK:
        return back(line, line->caret);
    case TEXT_FORTH:
        return forth(line, line->caret);
    case TEXT_WORD_BACK:
        return word_back(line, line->caret);
    case TEXT_WORD_FORTH:
        return word_forth(line, line->caret);
    case TEXT_HOME:
        return 0;
    case TEXT_END:
        break;
    }
    return textline_length(line);
}

/* ---- what comes in ---- */

/* Bytes of the character at text; 0 if it is no whole one. */
static size_t character(const char *text)
{
    unsigned char c = (unsigned char)text[0];
    size_t bytes = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
    for (size_t i = 1; i < bytes; i++)
        if (!continues(text[i]))
            return 0;
    return bytes;
}

/* Appends as much of text as `room` bytes hold. */
static void put_clean(StrBuf *out, const char *text, size_t room)
{
    while (*text != '\0') {
        size_t bytes = character(text);
        unsigned char c = (unsigned char)*text;
        bool blank = c == '\n' || c == '\t';
        if (bytes > room)
            return;
        if (bytes > 1 || (bytes == 1 && c >= ' ' && c != 0x7f)) {
            strbuf_put_bytes(out, text, bytes);
            room -= bytes;
        } else if (blank && text[1] != '\0') { /* a break at the very end only ends the line */
            strbuf_put_char(out, ' ');
            room--;
        }
        text += bytes > 0 ? bytes : 1;
    }
}

/* ---- editing ---- */

/* [from, to) becomes text; the caret goes behind it. */
static void replace(TextLine *line, size_t from, size_t to, const char *text)
{
    StrBuf all = {0};
    size_t kept = textline_length(line) - (to - from);
    strbuf_put_bytes(&all, textline_text(line), from);
    put_clean(&all, text, TEXTLINE_MAX - kept);
    line->caret = line->anchor = all.len;
    strbuf_put(&all, textline_text(line) + to);
    strbuf_deinit(&line->text);
    line->text = all;
}

void textline_set(TextLine *line, const char *text)
{
    replace(line, 0, textline_length(line), text);
    clear(&line->past);
    clear(&line->future);
    line->joins = false;
}

/* ---- undo ---- */

static void push(TextStack *stack, const TextLine *line)
{
    if (stack->count == STEPS_MAX) {
        free(stack->items[0].text);
        memmove(stack->items, stack->items + 1, --stack->count * sizeof *stack->items);
    }
    ARRAY_RESERVE(stack->items, stack->cap, stack->count + 1);
    stack->items[stack->count++] =
        (TextState){mem_strdup(textline_text(line)), line->caret, line->anchor};
}

static bool go(TextLine *line, TextStack *from, TextStack *to)
{
    if (from->count == 0)
        return false;
    push(to, line);
    TextState state = from->items[--from->count];
    strbuf_clear(&line->text);
    strbuf_put(&line->text, state.text);
    line->caret = state.caret;
    line->anchor = state.anchor;
    line->joins = false;
    free(state.text);
    return true;
}

bool textline_undo(TextLine *line)
{
    return go(line, &line->past, &line->future);
}

bool textline_redo(TextLine *line)
{
    return go(line, &line->future, &line->past);
}

/* Before a change. */
static void remember(TextLine *line)
{
    push(&line->past, line);
    clear(&line->future);
}

/* ---- changes ---- */

void textline_insert(TextLine *line, const char *text)
{
    bool one = text[0] != '\0' && text[character(text)] == '\0';
    bool over = line->caret != line->anchor;
    if (!line->joins || !one || over)
        remember(line);
    replace(line, textline_from(line), textline_to(line), text);
    line->joins = one && text[0] != ' ';
}

void textline_delete(TextLine *line, TextMove move)
{
    size_t caret = line->caret == line->anchor ? moved(line, move) : line->caret;
    if (caret == line->anchor)
        return;
    remember(line);
    line->caret = caret;
    replace(line, textline_from(line), textline_to(line), "");
    line->joins = false;
}

void textline_move(TextLine *line, TextMove move, TextReach reach)
{
    line->joins = false;
    bool selected = line->caret != line->anchor;
    if (reach == TEXT_LEAVES && selected && (move == TEXT_BACK || move == TEXT_FORTH))
        line->caret = move == TEXT_BACK ? textline_from(line) : textline_to(line);
    else
        line->caret = moved(line, move);
    if (reach == TEXT_LEAVES)
        line->anchor = line->caret;
}

void textline_place(TextLine *line, size_t at, TextReach reach)
{
    line->joins = false;
    if (at > textline_length(line))
        at = textline_length(line);
    while (at > 0 && continues(textline_text(line)[at]))
        at--;
    line->caret = at;
    if (reach == TEXT_LEAVES)
        line->anchor = at;
}

void textline_select_all(TextLine *line)
{
    line->anchor = 0;
    line->caret = textline_length(line);
}

void textline_select_word(TextLine *line, size_t at)
{
    size_t end = textline_length(line);
    textline_place(line, at, TEXT_LEAVES);
    if (end == 0)
        return;
    size_t from = line->caret < end ? line->caret : back(line, end);
    Kind kind = kind_at(line, from);
    size_t to = from;
    while (from > 0 && kind_at(line, back(line, from)) == kind)
        from = back(line, from);
    while (to < end && kind_at(line, to) == kind)
        to = forth(line, to);
    line->anchor = from;
    line->caret = to;
}
