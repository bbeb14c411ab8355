#include "app/inifile.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

static const char BLANKS[] = " \t";

/* What inih would take for its own where it is text, and what stands for it on the way through. */
static const struct {
    char own, stands;
} DISGUISES[] = {{';', '\1'}, {'#', '\2'}, {' ', '\3'}, {'\t', '\4'}};

/* The text on its way to inih, a piece at a time: a line, or a part of a longer one. */
typedef struct Feed {
    IniFile *file;
    const char *name;
    const char *at, *end;        /* what is left of the text */
    const char *rest, *rest_end; /* what is left of a line that did not fit */
    long line;
    bool more;    /* the piece goes on with the value of the line above */
    bool part;    /* the piece goes on with its line */
    bool pending; /* the piece is an entry, and inih has not said so yet */
    Err *err;
    bool failed;
} Feed;

static bool is_blank(char c)
{
    return strchr(BLANKS, c) != NULL && c != '\0';
}

/* ---- reading ---- */

static char disguised(char c)
{
    for (size_t i = 0; i < sizeof DISGUISES / sizeof *DISGUISES; i++)
        if (DISGUISES[i].own == c)
            return DISGUISES[i].stands;
    return c;
}

static void put_undisguised(StrBuf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        char c = *text;
        for (size_t i = 0; i < sizeof DISGUISES / sizeof *DISGUISES; i++)
            if (DISGUISES[i].stands == c)
                c = DISGUISES[i].own;
        strbuf_put_char(out, c);
    }
}

/* Writes as much of the rest as fits into a piece of num bytes, newline and NUL included. Blanks
 * where it is cut must not be trimmed away. */
static void give_rest(Feed *feed, char *piece, int num)
{
    char *to = piece, *last = piece + num - 2;
    if (feed->part)
        *to++ = ' '; /* what begins with a blank is more of a value */
    const char *from = feed->rest;
    while (feed->rest < feed->rest_end && to < last) {
        char c = *feed->rest++;
        bool edge = (feed->part && feed->rest == from + 1) ||
                    (to + 1 == last && feed->rest < feed->rest_end);
        *to++ = is_blank(c) && !edge ? c : disguised(c);
    }
    to[0] = '\n';
    to[1] = '\0';
}

static bool complain_pending(Feed *feed)
{
    if (!feed->pending)
        return false;
    feed->failed = true;
    feed->pending = false;
    err_set(feed->err, "%s:%ld: expected KEY = VALUE", feed->name, feed->line);
    return true;
}

static const char *line_end(const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline : end;
}

/* fgets for inih. */
static char *give(char *piece, int num, void *stream)
{
    Feed *feed = stream;
    if (feed->failed || complain_pending(feed))
        return NULL;
    feed->part = feed->rest < feed->rest_end;
    if (!feed->part) {
        if (feed->at >= feed->end)
            return NULL;
        const char *end = line_end(feed->at, feed->end), *first = feed->at;
        feed->rest = feed->at;
        feed->rest_end = end > feed->at && end[-1] == '\r' ? end - 1 : end;
        feed->at = end < feed->end ? end + 1 : end;
        feed->line++;
        while (first < feed->rest_end && is_blank(*first))
            first++;
        if (first == feed->rest_end || *first == ';' || *first == '#')
            feed->rest = feed->rest_end; /* an empty line does for a comment */
        feed->more = first > feed->rest && feed->file->count > 0;
    }
    feed->pending = feed->rest < feed->rest_end;
    give_rest(feed, piece, num);
    return piece;
}

static int take(void *user, const char *section, const char *key, const char *value)
{
    (void)section;
    Feed *feed = user;
    IniFile *file = feed->file;
    if (!key || !value)
        return 0; /* an inih that takes a lone word for a key: it stays pending */
    feed->pending = false;
    if (feed->failed)
        return 0;
    if (!feed->part && !feed->more) {
        StrBuf own = {0};
        put_undisguised(&own, key);
        ARRAY_RESERVE(file->entries, file->cap, file->count + 1);
        file->entries[file->count++] =
            (IniEntry){.key = mem_strdup(strbuf_text(&own)), .line = feed->line};
        strbuf_deinit(&own);
    }
    StrBuf *out = &file->entries[file->count - 1].value;
    if (feed->more && !feed->part)
        strbuf_put_char(out, '\n');
    put_undisguised(out, value);
    return 1;
}

/* UTF-8, and no control characters but tabs and the ends of lines. */
static bool check_text(const char *name, const char *text, size_t size, Err *err)
{
    long line = 1;
    for (size_t i = 0; i < size;) {
        size_t count = text_character(text + i);
        unsigned char c = (unsigned char)text[i];
        bool ends = c == '\n' || (c == '\r' && text[i + 1] == '\n');
        if (count == 0)
            return err_set(err, "%s:%ld: the byte \\x%02X is no UTF-8; expected text", name, line,
                           c);
        if (c == 0x7F || (c < ' ' && c != '\t' && !ends))
            return err_set(err, "%s:%ld: holds the control character \\x%02X; expected text", name,
                           line, c);
        line += c == '\n';
        i += count;
    }
    return true;
}

static bool feed_all(Feed *feed)
{
    int status = ini_parse_stream(give, feed, take, feed);
    complain_pending(feed);
    if (status != 0 && !feed->failed)
        err_set(feed->err, "%s:%ld: expected KEY = VALUE", feed->name, feed->line);
    return status == 0 && !feed->failed;
}

bool inifile_parse(IniFile *file, const char *name, const char *bytes, size_t size, Err *err)
{
    static const char mark[] = "\xEF\xBB\xBF";
    *file = (IniFile){0};
    if (size > INIFILE_BYTES_MAX)
        return err_set(err, "%s: is larger than %d KiB; expected a text", name,
                       INIFILE_BYTES_MAX / 1024);
    char *text = mem_calloc(size + 1, 1); /* ends in a NUL, where a character is cut short */
    if (size > 0)
        memcpy(text, bytes, size);
    size_t skip = size >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    Feed feed = {.file = file, .name = name, .at = text + skip, .end = text + size, .err = err};
    bool good = check_text(name, text, size, err) && feed_all(&feed);
    free(text);
    if (!good)
        inifile_deinit(file);
    return good;
}

void inifile_deinit(IniFile *file)
{
    for (size_t i = 0; i < file->count; i++) {
        free(file->entries[i].key);
        strbuf_deinit(&file->entries[i].value);
    }
    free(file->entries);
    *file = (IniFile){0};
}

/* ---- writing ---- */

static void put_clean(StrBuf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t count = text_character(text + i);
        unsigned char c = (unsigned char)text[i];
        if (count == 0)
            strbuf_put(out, "\uFFFD");
        else if (c < ' ' || c == 0x7F)
            strbuf_put_char(out, ' ');
        else
            strbuf_put_bytes(out, text + i, count);
        i += count > 0 ? count : 1;
    }
}

void inifile_put(const char *key, const char *value, StrBuf *out)
{
    strbuf_printf(out, "%s = ", key);
    put_clean(out, value, strlen(value));
    strbuf_put_char(out, '\n');
}

void inifile_put_wrapped(const char *key, const char *words, StrBuf *out)
{
    size_t column = strlen(key) + 3;
    strbuf_printf(out, "%s = ", key);
    for (bool first = true; *words != '\0'; first = false) {
        size_t len = strcspn(words, " ");
        bool comment = words[0] == ';' || words[0] == '#'; /* at the beginning of a line */
        if (!first && !comment && column + 1 + len > INIFILE_WIDTH) {
            strbuf_put(out, "\n    ");
            column = 4;
        } else if (!first) {
            strbuf_put_char(out, ' ');
            column++;
        }
        put_clean(out, words, len);
        column += len;
        words += len;
        words += *words == ' ';
    }
    strbuf_put_char(out, '\n');
}
